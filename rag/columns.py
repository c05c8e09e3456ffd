"""What a question may ask of a table, and the columns that tell it: "how heavy" is told by one named "Weight (kg)".

Also what a cell measures: "£1,490", "3.2 kg", "20:50" as numbers that can be compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quality:
    """What is asked for: by which words, and in which columns it stands."""

    asked: re.Pattern[str]
    told: re.Pattern[str]
    most: re.Pattern[str] | None = None  # asks for the greatest, or for which of two is greater
    least: re.Pattern[str] | None = None


def _quality(asked: str, told: str, most: str = "", least: str = "") -> Quality:
    each = [re.compile(rf"\b(?:{words})\b", re.IGNORECASE) if words else None for words in (most, least)]
    return Quality(
        re.compile(rf"\b(?:{asked})\b", re.IGNORECASE),
        re.compile(rf"(?<![^\W\d_])(?:{told})(?![^\W\d_])", re.IGNORECASE),
        *each,
    )


_MONEY = (
    r"prices?|costs?|fees?|rates?|charge|fares?|rent|tariff|salary|pay|wage|[€£$]|eur|euros?|gbp|usd|pounds?|single|return|"
    r"adults?|child(?:ren)?|per (?:night|day|week|month|hour|year)|hire|amount|budget|total|annual"
)
QUALITIES = (
    _quality(
        r"how much|costs?|price|prices|fees?|fares?|rent|pay|paid|sells? for|charged?|what do you (?:charge|want|take)",
        _MONEY,
        r"most expensive|dearest|priciest|costliest|more expensive|dearer|pricier|costs? (?:the most|more)|"
        r"highest price",
        r"cheapest|least expensive|cheaper|less expensive|costs? (?:the least|less)|lowest price",
    ),
    _quality(
        r"how heavy|weighs?|weight",
        r"weight|weighs|mass|kg|lbs?|kilos?|grams?|g",
        r"heaviest|heavier",
        r"lightest|lighter",
    ),
    _quality(
        r"how long|how far|length|distance",
        r"length|long|distance|m|cm|mm|km|metres?|feet|ft|miles?",
        r"longest|longer|farthest|furthest",
        r"shortest|shorter|nearest|closest",
    ),
    _quality(
        r"how long|how many (?:minutes|hours|days|weeks|months|years)|last|lasts|take|takes",
        r"time|duration|lasts|days|weeks|months|minutes|min|hours|delivery|term|notice|years?|warranty|guarantee",
        r"longest|longer|slowest|slower",
        r"shortest|shorter|quickest|fastest|quicker|faster",
    ),
    _quality(
        r"how (?:tall|high)|height|altitude",
        r"height|tall|elevation|altitude",
        r"tallest|highest|taller|higher",
        r"lowest|smallest|lower|shorter|shortest",
    ),
    _quality(r"how wide|width", r"width|wide|breadth", r"widest|wider", r"narrowest|narrower"),
    _quality(r"how deep|depth", r"depth|deep", r"deepest|deeper", r"shallowest|shallower"),
    _quality(
        r"how (?:big|large|small)|size|area",
        r"size|area|dimensions?|m²|sq m|square metres|ha|acres?|capacity|volume|litres?|l",
        r"biggest|largest|bigger|larger|most spacious",
        r"smallest|smaller|tiniest",
    ),
    _quality(
        r"how many (?:people|persons|guests|seats|places|beds|children|players)|hold|holds|seats?|sleeps?|"
        r"accommodates?|fit|capacity",
        r"capacity|seats?|places|people|persons|sleeps|beds|max(?:imum)?|holds|guests",
        r"biggest|largest|most (?:people|seats|beds)",
        r"smallest",
    ),
    _quality(r"how fast|speed", r"speed|km/h|mph|knots", r"fastest|faster|quickest|quicker", r"slowest|slower"),
    _quality(r"how old|age", r"age|aged|built|year|founded|since", r"", r""),
    _quality(
        r"when|what time|leaves?|leaving|departs?|departure|sets? off|go|goes",
        r"departs?|departure|leaves|dep\.?|start|starts|from",
        r"last|latest|later",
        r"first|earliest|earlier",
    ),
    _quality(
        r"when|what time|arrives?|arrival|get (?:in|there)|gets in",
        r"arrives?|arrival|arr\.?",
        r"last|latest|later",
        r"first|earliest|earlier",
    ),
    _quality(
        r"when|what time|opens?|opening|hours",
        r"opens?|opening|hours|from|times?",
        r"latest|later",
        r"earliest|earlier",
    ),
    _quality(
        r"when|what time|clos(?:e|es|ing)|shuts?|until",
        r"clos(?:es?|ing)|shuts|until|to|hours|times?",
        r"latest|later",
        r"earliest|earlier",
    ),
    _quality(
        r"when|what (?:date|day|time)|which days?|how often",
        r"date|day|days|time|times|due|deadline|when|month|year|from|by|schedule|"
        r"frequency|interval|every",
        r"last|latest|later|newest|most recent",
        r"first|earliest|earlier|oldest",
    ),
    _quality(
        r"where|which (?:room|place|floor|office)",
        r"place|room|location|address|where|venue|town|city|floor|office|site|building|pier|port|lane",
    ),
    _quality(
        r"who|whom|whose",
        r"name|person|contact|manager|teacher|leader|coach|owner|responsible|staff|holder|chair|lead|instructor|"
        r"trainer|tutor|driver|driven by|led by|held by|tenant|member|by|employee|officer|captain|player|"
        r"runner|winner|author",
    ),
    _quality(
        r"phone|telephone|call|ring|number|extension|reach", r"phone|telephone|tel\.?|extension|ext\.?|mobile|number"
    ),
    _quality(r"e-?mail|write to", r"e-?mail"),
    _quality(r"colou?rs?", r"colou?rs?"),
    _quality(r"in stock|available|left", r"stock|available|availability|left|quantity"),
)
# "Most points", "fewest seats", "the highest score": whatever the column is called.
NAMED_MOST = re.compile(
    r"\b(?:(?P<most>(?:the )?most|highest|greatest|largest|biggest|longest|best|more|higher|maximum)"
    r"|(?P<least>(?:the )?fewest|least|lowest|smallest|shortest|fewer|less|lower|minimum))\b"
    r"(?:\s+(?P<what>[\w-]+(?: [\w-]+)?))?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![0-9.,\w])[-−]?(?:[0-9]{1,3}(?:[,\u00a0 ][0-9]{3})+|[0-9]+)(?:[.,][0-9]+)*(?![0-9])")
_TIME = re.compile(
    r"\b(?P<hour>[01]?[0-9]|2[0-4])(?:[:.](?P<minute>[0-5][0-9]))?\s*(?P<half>[ap])\.?m\b"
    r"|\b(?P<h>[0-9]{1,3}):(?P<m>[0-5][0-9])(?::(?P<s>[0-5][0-9]))?\b",
    re.IGNORECASE,
)
_UNIT = re.compile(r"[^\W\d_]+|[€£$%°]")
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]}|t)?" if name[3:] else name for name in _MONTHS)
_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.? )?(?P<month>{_MONTH})\b\.?(?: (?P<last>\d{{1,2}})\b(?!\d))?"
    r"(?:,? (?P<year>\d{4}))?|\b(?P<y>\d{4})-(?P<mo>\d\d)-(?P<d>\d\d)\b",
    re.IGNORECASE,
)


def measured(cell: str) -> tuple[float, str] | None:
    """The only quantity of a cell as a number, and of what kind it is: a date, a time or a unit; None without one.

    Quantities of different kinds cannot be compared.
    """
    date = _DATE.search(cell)
    if date and 2 * len(date[0]) > len(cell):  # "may take 3 days" is none
        if date["y"]:
            return float(f"{date['y']}{date['mo']}{date['d']}"), "date"
        month = next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(date["month"].lower()[:3]))
        return int(date["year"] or 0) * 10_000.0 + month * 100 + int(date["day"] or date["last"] or 0), "date"
    times = list(_TIME.finditer(cell))
    if times:
        at = times[0]
        hour = int(at["hour"]) % 12 + 12 * (at["half"].lower() == "p") if at["half"] else int(at["h"])
        return hour * 60.0 + int(at["minute"] or at["m"] or 0) + int(at["s"] or 0) / 60, "time"
    numbers = _NUMBER.findall(cell)
    value = as_number(numbers[0]) if len(numbers) == 1 else None
    if value is None:
        return None
    return value, "".join(_UNIT.findall(cell.replace(numbers[0], " "))).lower()


def as_number(text: str) -> float | None:
    """The value of a number as people write it: "1,490", "3.2", "7,5"; None for "1.490", which may be both."""
    plain = re.sub(r"[\u00a0 ]", "", text.replace("−", "-"))
    if re.fullmatch(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", plain):
        return float(plain.replace(",", ""))
    if re.fullmatch(r"-?[1-9][0-9]{0,2}\.[0-9]{3}", plain):
        return None
    return float(plain.replace(",", ".")) if re.fullmatch(r"-?[0-9]+(?:[.,][0-9]+)?", plain) else None
