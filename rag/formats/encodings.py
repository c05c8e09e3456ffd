"""Which of the encodings from before Unicode a text is in.

The letters decide. Each language has its own beyond a to z, and a wrong encoding turns them into others,
into signs in the middle of words, or into capitals after small letters. A table of languages is better at
this than statistics where it matters most: in a short text with three accents and a pair of quotation marks.
"""

from __future__ import annotations

import codecs
import re
from functools import cache
from typing import NamedTuple


def candidates(data: bytes) -> list[str]:
    """Python names of the encodings that `data` may be in, the likeliest first; none when nothing fits.

    `data` is text, and neither ASCII nor UTF-8. Whether all of it can be decoded is left to the caller: only
    a sample is looked at here.
    """
    sample = _sample(data)
    fits = [
        (_fit(text, writing), encoding)
        for writing in _writings()
        for encoding in writing.encodings
        if (text := _begin(sample, encoding)) is not None
    ]
    fits.sort(key=lambda fit: -fit[0])  # stable: between equals, the order of the table decides
    likely = dict.fromkeys(encoding for fit, encoding in fits if fit >= _ENOUGH)
    return list(likely) or _detected(sample)


_SAMPLE = 8_192  # bytes: enough to tell, and little enough to be quick
_ENOUGH = 0.75  # share of the characters beyond ASCII that the right encoding explains


class _Writing(NamedTuple):
    """How a language looks in a right decoding: its frequent characters beyond ASCII, and its others."""

    encodings: tuple[str, ...]
    frequent: frozenset[str]
    others: frozenset[str] = frozenset()
    alone: bool = False  # its letters never stand in one word with a to z
    spread: bool = False  # its letters stand among a to z, hardly ever three in a row
    weight: float = 1.0  # below 1 for a writing that has room for other languages' characters


_WESTERN = ("cp1252", "mac_roman", "cp850")
_CENTRAL = ("cp1250", "iso8859_2")
_BALTIC = ("cp1257",)
_TURKISH = ("cp1254",)
_CYRILLIC = ("cp1251", "koi8_r", "cp866", "iso8859_5", "mac_cyrillic")
_GREEK = ("cp1253", "iso8859_7")
_JAPANESE = ("cp932", "euc_jp")
# One row a language, likelier ones first: of two that fit equally well, the first is taken.
_LATIN = (
    (_WESTERN, "éèêëàâçîïôùûüœæ"),  # French
    (_WESTERN, "äöüßé"),  # German
    (_WESTERN, "áéíóúüñ"),  # Spanish
    (_WESTERN, "àèéìíòóùú"),  # Italian
    (_WESTERN, "áâãàçéêíóôõúü"),  # Portuguese
    (_WESTERN, "åäöæøéü"),  # Swedish, Danish, Norwegian, Finnish
    (_WESTERN, "áéíóúýðþæö"),  # Icelandic
    (_CENTRAL, "áčďéěíňóřšťúůýž"),  # Czech
    (_CENTRAL, "áäčďéíĺľňóôŕšťúýž"),  # Slovak
    (_CENTRAL, "ąćęłńóśźż"),  # Polish
    (_CENTRAL, "áéíóöőúüű"),  # Hungarian
    (_CENTRAL, "čćđšž"),  # Croatian, Slovene
    (_CENTRAL, "ăâîşţ"),  # Romanian
    (_TURKISH, "çğıöşüâî"),
    (_BALTIC, "ąčęėįšųūž"),  # Lithuanian
    (_BALTIC, "āčēģīķļņšūž"),  # Latvian
    (_BALTIC, "äöõüšž"),  # Estonian
)
_ALPHABETS = (
    (_CYRILLIC, "оеаинтсрвлкмдпу", "йцгшщзхъфыжэячьбюёіїєґ"),
    (_GREEK, "αοιετνσηυρπκςμ", "άέήίόύώϊϋβγδζθλξφχψω"),
    (("cp1255",), "יוהלארתבמשנ", "גדזחטךכםןסעףפץצק"),  # Hebrew
    (("cp1256",), "اليمنرتوبةع", "ءآأؤإئثجحخدذزسشصضطظغفقكهىپچژگ"),  # Arabic
    (("cp874",), "านรกอเงมยล่้", "ขคฆจฉชซญดตถทธบปผฝพฟภวศษสหฬฮะัำิีึืุูแโใไๅๆ็๊๋์๐๑๒๓๔๕๖๗๘๙ฯ"),  # Thai
)


@cache
def _writings() -> tuple[_Writing, ...]:
    """The tables as sets, with East Asia's, and a last row for Western text with names from all over."""
    western = "".join(letters for encodings, letters in _LATIN if encodings is _WESTERN)
    kana = _characters(0x3041, 0x30FE)
    half_width_kana = _characters(0xFF61, 0xFF9F)
    return (
        *(_Writing(encodings, _cased(letters), spread=True) for encodings, letters in _LATIN),
        *(_Writing(codes, _cased(often), _cased(rest), alone=True) for codes, often, rest in _ALPHABETS),
        # Their sets keep common and rare characters in rows of their own. Korean uses fewest rows, so that
        # what fits it fits the others too: they weigh less. Japanese is known by its kana.
        _Writing(("cp949",), _rows("euc_kr", 0xB0, 0xC8), _rows("euc_kr", 0xC9, 0xFD)),
        _Writing(("gb18030",), _rows("gb2312", 0xB0, 0xD7), _rows("gb2312", 0xD8, 0xF7), weight=0.96),
        _Writing(("big5",), _rows("big5", 0xA4, 0xC6), _rows("big5", 0xC9, 0xF9), weight=0.96),
        _Writing(
            _JAPANESE,
            kana | _rows("euc_jp", 0xB0, 0xCF),
            half_width_kana | _rows("euc_jp", 0xD0, 0xF4),
            weight=0.95,
        ),
        _Writing(("cp1252",), _cased(western), spread=True, weight=0.9),
    )


def _cased(letters: str) -> frozenset[str]:
    return frozenset(letters + letters.upper())


def _characters(first: int, last: int) -> frozenset[str]:
    return frozenset(map(chr, range(first, last + 1)))


def _rows(encoding: str, first: int, last: int) -> frozenset[str]:
    """The characters whose first byte, in an East Asian set, is `first` to `last`."""
    codes = (bytes((lead, trail)) for lead in range(first, last + 1) for trail in range(0x40, 0xFF))
    return frozenset(text for code in codes if (text := _begin(code, encoding)) and len(text) == 1)


def _sample(data: bytes) -> bytes:
    """Parts of lines, each from the first byte beyond ASCII on, or rather from the one before it."""
    parts, room = [], _SAMPLE
    for line in re.finditer(rb"[^\r\n]+[\r\n]*", data):
        if first := re.search(rb"[\x80-\xff]", line.group()):
            part = line.group()[max(0, first.start() - 1) :][:room]
            parts.append(part)
            room -= len(part)
        if room <= 0:
            break
    return b"".join(parts)


def _begin(sample: bytes, encoding: str) -> str | None:
    """`sample` decoded, or None; its last character may be cut in two."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(sample)
    except ValueError:
        return None


def _detected(sample: bytes) -> list[str]:
    """What charset-normalizer makes of a text in none of the languages above."""
    from charset_normalizer import from_bytes

    return [match.encoding for match in from_bytes(sample)]


# --- How well a decoding fits a language -----------------------------------------------------------------

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_PUNCTUATION = frozenset("“”„‘’‚«»‹›…–—•·\u00a0")
_BETWEEN_LETTERS = frozenset("’‘´–—\u00a0\u00ad")
_OPENING = frozenset("¿¡")
_SIGNS = frozenset("€£¥§©®™°±²³¹¼½¾×÷µªº†‡¶№")
_WIDE_SIGNS = frozenset("、。，．・：；？！「」『』（）【】《》〈〉〔〕〜ー…―“”‘’％＋－＝／￥　·—～")


def _fit(text: str, writing: _Writing) -> float:
    """How well `text` looks like that writing: 0 (not at all) to 1, over its characters beyond ASCII."""
    total = score = 0.0
    for match in _BEYOND_ASCII.finditer(text):
        at, character = match.start(), match.group()
        before, after = text[max(0, at - 1) : at], text[at + 1 : at + 2]
        total += 1
        if character in writing.frequent or character in writing.others:
            if _is_well_placed(before, character, after, writing):
                score += 1 if character in writing.frequent else 0.7
        elif _is_sign(before, character, after):
            score += 1
    return writing.weight * score / total if total else 0.0


def _is_well_placed(before: str, letter: str, after: str, writing: _Writing) -> bool:
    """False for "tÉ", "TÉt", "éèê", and Latin and Cyrillic letters in one word: signs of a wrong decoding."""
    upset = letter.isupper() and (before.islower() or (before.isalpha() and after.islower()))
    mixed = writing.alone and (_is_ascii_letter(before) or _is_ascii_letter(after))
    crowded = writing.spread and before > "\x7f" and after > "\x7f" and before.isalpha() and after.isalpha()
    return not (upset or mixed or crowded)


def _is_sign(before: str, sign: str, after: str) -> bool:
    """Whether this is a sign where writers put it; a wrong decoding has them anywhere, so inside words."""
    inside = before.isalpha() and after.isalpha()
    if inside and sign in _BETWEEN_LETTERS:
        return True
    if sign == "·" and before in "lL" and after in "lL":  # Catalan
        return True
    if sign in _WIDE_SIGNS and (before > "\u2fff" or after > "\u2fff"):
        return True
    if sign in _OPENING:
        return not before.isalnum() and _is_plain(before)
    if sign in _SIGNS:
        return not inside and _is_plain(before) and _is_plain(after)
    return not inside and sign in _PUNCTUATION


def _is_ascii_letter(neighbour: str) -> bool:
    return neighbour.isascii() and neighbour.isalpha()


def _is_plain(neighbour: str) -> bool:
    return neighbour.isascii() or neighbour in _PUNCTUATION
