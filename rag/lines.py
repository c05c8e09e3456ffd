"""What a line of text is by its look: list item, table row, "key: value", link line, credit.

Everything here looks at one line at a time, in time linear in its length.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from .abbreviations import FUNCTION_WORDS

LINE_LIMIT = 300  # characters: a longer line is prose, whatever it begins with
_ENDS = ".!?…。！？｡؟۔।॥"
_CLOSERS = "\"'”’»)]}」』】）*_"


class Kind(Enum):
    """What a line is, read alone; its neighbours may overrule it."""

    PLAIN = auto()
    ITEM = auto()  # "- talks", "• talks", "1. talks", "a) talks", "10:30 talks", "2023-03-16 talks"
    ROW = auto()  # "a | b", or cells between tabs
    RECORD = auto()  # "a,b,c", one of several
    KEY = auto()  # "Door code: 4711"
    MARK = auto()  # "# Title" in Markdown
    FENCE = auto()  # ``` or ~~~
    RULE = auto()  # "---", "* * *"
    CREDIT = auto()  # credits, link lines and the rest of what a page prints around its text


_ITEM = re.compile(
    r"(?:[-*+•‣◦▪●○■□–—·]|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]|\[[ xX]?\]"
    r"|\[?(?:\d{4}-\d\d-\d\d[T ]?)?(?:\d{1,2}:\d\d(?::\d\d)?)?\]?(?<=[\d\]]))[ \t\u00a0]+(?=\S)"
)
_TIGHT = re.compile(r"[^\W\d],\S|,[^\W\d]")  # not the commas of 1,000,000
_BULLETS = "-*+•‣◦▪●○■□–—·([0123456789"
_KEY = re.compile(r"[*_>]{0,3}[^\W_][\w .'’/&()#+-]{0,39}[*_]{0,2}[:：][*_]{0,2}(?:[ \t\u00a0]+\S|$)")
_MARK = re.compile(r"#{1,6}[ \t]")
ROW_RULE = " \t\r\n|-:+="  # what may stand between the head of a table and its first row
_RULE = frozenset("-=*_~#·•+ \t")


def kind(line: str) -> Kind:
    """What a line is by its look. `line` has no line break and no white space around it."""
    first = line[:1]
    if first in "`~" and line[:3] in ("```", "~~~"):
        return Kind.FENCE
    if first in _RULE and (len(line) > 2 or line == "--") and _RULE.issuperset(line):
        return Kind.RULE
    if first == "#" and _MARK.match(line):
        return Kind.MARK
    if is_row(line):
        return Kind.ROW
    if is_boilerplate(line):
        return Kind.CREDIT
    if is_item(line):
        return Kind.ITEM
    if is_key(line):
        return Kind.KEY
    if is_record(line):
        return Kind.RECORD
    return Kind.PLAIN


def is_item(line: str) -> bool:
    """Whether a line begins with a bullet, a number or a time, as an item of a list does."""
    return (line[:1] in _BULLETS or "." in line[1:6] or ")" in line[1:6]) and bool(_ITEM.match(line[:32]))


def is_row(line: str) -> bool:
    """Whether a line is a row of cells: "a | b", "| a | b |", or parted by tabs."""
    if len(line) > LINE_LIMIT:
        return line[0] == "|"
    return ("\t" in line and not is_item(line)) or ("|" in line and (line[0] == "|" or " | " in line))


def is_record(line: str) -> bool:
    """Whether a line looks like one of a table with commas: three cells or more, no space after most commas."""
    commas = line.count(",")
    tight = commas - line.count(", ")
    return tight > 1 and 2 * tight > commas and len(line) <= LINE_LIMIT and bool(_TIGHT.search(line))


def is_key(line: str) -> bool:
    """Whether a line reads "key: value", or "key:" alone; the key has at most five words."""
    colon = line.find(":", 0, 48)
    if colon < 0:
        colon = line.find("：", 0, 48)
    return colon > 0 and line.count(" ", 0, colon) < 5 and bool(_KEY.match(line[:64]))


def is_open(line: str) -> bool:
    """Whether a line must go on in the next: it ends with a comma, a dash, a bracket or a function word."""
    tail = line[-24:]
    if tail[-1:] in ",-–—(/&、，":
        return True
    word = tail.rsplit(None, 1)[-1] if tail else ""
    return word.strip("\"'“”‘’(").lower() in FUNCTION_WORDS if word else False


def ends_sentence(line: str) -> bool:
    """Whether a line ends with the punctuation of a sentence, closing quotes and brackets aside."""
    return line[-12:].rstrip(_CLOSERS)[-1:] in _ENDS if line else False


def starts_high(line: str) -> bool:
    """Whether a line begins with a capital or a digit, opening quotes and brackets aside."""
    first = line[:8].lstrip("\"'“‘«([{*_¿¡„「『（【")[:1]
    return first.isupper() or first.isdigit() or first.istitle()


def is_uncased(char: str) -> bool:
    """Whether a character is a letter of a script without capitals."""
    return char.isalpha() and not char.islower() and not char.isupper()


def starts_low(line: str) -> bool:
    """Whether a line begins with a lower-case letter, opening quotes and brackets aside."""
    return line[:8].lstrip("\"'“‘«([{*_¿¡„")[:1].islower()


_UNITS = r"(?:kg|km|cm|mm|mb|gb|am|pm|a\.m|p\.m|h|min)"
_DATA = re.compile(  # an address, an amount, or three digits and more that are no year
    rf"@|://|www\.|[$€£¥%°]|\d[\d -]*\d{{2}}\b(?<!\b19\d\d)(?<!\b20\d\d)|\d\s?{_UNITS}\b", re.IGNORECASE
)


# A line that is a date, or says who wrote: "March 16, 2023", "Updated 16/03/2023", "By Lee Jin-man".
_DATED = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d"
    r"|\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d[./-]\d{1,2}[./-]\d|\d:\d\d",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"[Bb][Yy] [A-Z]")


def is_data(line: str) -> bool:
    """Whether a short line looks like something worth keeping: an address, an amount, a date, a name."""
    return bool(_DATA.search(line[:200])) or is_dateline(line)


def is_dateline(line: str) -> bool:
    """Whether a line of at most six words says when something was written, or by whom."""
    return line.count(" ") < 6 and bool(_DATED.search(line[:200]) or _BYLINE.match(line))


# What pages print around their text. A pattern must match a whole line, in any case; "(?-i:[A-Z])" is a
# capital all the same. Each is bounded, so that none takes more than a moment on any line.

_AGENCIES = """
    The Associated Press, Associated Press, Agence France-Presse, Anadolu Agency, Anadolu,
    Kyodo News, Kyodo, Yonhap News Agency, Yonhap News, Yonhap, Jiji Press, Jiji, Bloomberg News, Bloomberg,
    Getty Images, Getty, Zuma Press, Zuma, PA Media, PA Wire, PA Images, PA, Press Association, EPA-EFE, EPA,
    Reuters, AP, AFP, EFE, ANSA, DPA, UPI, TASS, ANI, PTI, AAP, IANS, Xinhua, Shutterstock, iStock, Alamy,
    Unsplash, Pexels, Pixabay, Adobe Stock, Newscom, NurPhoto, SIPA, Sputnik, Wikimedia Commons, Flickr
"""
_AGENCY = "(?:" + "|".join(name.strip() for name in _AGENCIES.split(",")) + ")"
_EXTRA = "(?:pool|file|archive|handout|stringer|contributor|photos?|images?|news)"
_SOURCE = rf"(?:{_EXTRA} ?(?:/|,|via) ?)?{_AGENCY}(?: ?(?:[/|,–-]|via|and)? ?(?:{_AGENCY}|{_EXTRA})\b){{0,6}}"
_PHOTO = "(?:photograph|photo illustration|photo|picture|image|video|illustration|graphic)s?"
_SITE = (
    "(?:Twitter|Facebook|Instagram|YouTube|LinkedIn|TikTok|Telegram|WhatsApp|X|Threads|Google News|Reddit"
    "|Pinterest|Flipboard|Mastodon|Bluesky|RSS|social media)"
)
_LETTERS = r"(?:newsletters?|mailing list|daily (?:briefing|email|digest)|email (?:alerts?|updates?)|breaking news)"


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_CREDITS = _any(
    # "Reuters", "© AFP via Getty Images", "Kim Hong-ji/Pool via Reuters", "Lee Jin-man via AP"
    rf"[(\[]?(?:©|\(c\))? ?{_SOURCE}[)\]]?\.?",
    rf"[(\[]?(?:{_PHOTO}:? )?[^\W\d_][\w .'’&-]{{1,60}}(?: ?[/|] ?| via ){_SOURCE}[)\]]?\.?",
    # "(AP Photo/Lee Jin-man, File)", "File photo: ...", "Image: ...", "Photo credit: ..."
    r"[(\[]?(?:AP|AFP|EPA|Reuters) (?:file )?(?:photo|image|video)s?(?: ?[/:,-].{0,80})?[)\]]?\.?",
    r"[(\[]?(?:file|archive|stock|handout) (?:photo|picture|image|footage)s?(?: ?:.{0,160})?[)\]]?\.?",
    rf"[(\[]?(?:(?:cover|lead|featured) )?{_PHOTO}(?: (?:credit|courtesy|source|caption)s?)? ?:.{{0,160}}",
    # "Photo by Lee Jin-man", but not "Photos by the police show ..."
    rf"[(\[]?(?:file )?{_PHOTO} (?:by|courtesy(?: of)?) (?-i:[A-Z])(?:.{{0,80}}[^.!?]|[\w'’ -]{{0,30}}\.)",
    r"credits? ?:.{0,160}",
    r"(?:©|\(c\)|copyright\b(?= ?(?:©|\(c\)|\d{4}|by\b))).{0,200}",
    r".{0,80}\ball rights reserved\.?",
)
_PAGES = _any(
    # the page at work
    r"(?:loading|please wait) ?(?:\.\.\.|…)?",
    r"(?:advertisements?|advertising|sponsored(?: (?:content|post|by\b.{0,60}))?|paid content)\.?",
    r"ad(?:vertisement)? feedback|(?:report|remove|close) (?:this )?ads?",
    r"skip (?:ad|to (?:main )?content|navigation|advertisement)|scroll (?:down )?to continue.{0,40}",
    r"(?:story|article|text|post) continues? (?:below|after)\b.{0,60}",
    r"(?:continue|keep) reading(?: (?:below|the main story).{0,40})?",
    r"(?:read|show|see|view|load) (?:more|less|all|comments?) ?(?:\.\.\.|[…»›>→])?",
    r"(?:read|view|see) (?:the )?(?:full|original|entire) (?:story|article|post|text)(?: [^.!?]{0,40})?",
    r"(?:back|return) to (?:the )?(?:top|homepage|home page|main page)|(?:click|tap) here\b.{0,80}",
    # other articles
    r"you (?:may|might) (?:also )?(?:like|be interested in):?|recommended for you:?",
    r"(?:related|latest|top|popular|more) (?:stories|articles|topics|news|posts|links|coverage|headlines)"
    r"(?: (?:from|in|on)\b[^.!?:]{0,40})?:?",
    r"(?:most (?:read|popular|viewed|shared)|trending now|editor(?:s|['’]s|s['’])? picks?)"
    r"(?: (?:in|on)\b[^.!?:]{0,40})?:?",
    # sharing and following
    r"tweet|pin it|copy link|link copied!?|share via|no comments(?: yet)?",
    r"(?:leave|post|add) a (?:comment|reply)",
    r"\d+ (?:comments?|shares?|likes)",
    r"(?:share|save|print|email|tweet) (?:this|the) (?:article|story|post|page|video)\b[^.!?]{0,60}[.!]?",
    rf"(?:share|tweet|like|find|follow|join) (?:(?:us|this|it|me) )?(?:on|via) {_SITE}\b.{{0,80}}",
    r"follow .{0,80}\bat https?://\S+",
    rf"follow (?:us|@\w+|(?-i:[A-Z]).{{1,40}}?) on {_SITE}\b.{{0,80}}",
    # subscriptions and accounts
    rf"(?:sign up|subscribe|register|join)\b.{{0,60}}\b{_LETTERS}\b.{{0,100}}",
    r"subscribe to (?:our|the|my) .{0,40}\b(?:podcast|channel)\b.{0,60}",
    r"(?:subscribe|sign up|sign in|log ?in|create an account)(?: (?:now|today|here|for free|free))?[.!]?",
    r"(?:subscribe|sign up|sign in|log ?in|register) to (?:continue|read|comment)\b.{0,40}",
    r"already a (?:subscriber|member)\?.{0,40}|enter your e?-?mail(?: address)?\b.{0,60}",
    r"get (?:our|the) .{0,60}\b(?:newsletters?|(?:in|to) your inbox)\b.{0,60}",
    r"(?:download|get) (?:our|the) (?:free )?(?:mobile )?app\b.{0,60}",
    # cookies and terms
    r"(?:we|this (?:web)?site|our (?:web)?site|this page) uses? cookies\b.{0,240}",
    r"(?:accept|reject|allow|manage) (?:all )?(?:cookies|cookie (?:settings|preferences))",
    r"by (?:continuing to (?:use|browse)|using) (?:this|our) (?:web)?site\b.{0,200}",
    r"(?:cookie|privacy) (?:policy|notice|settings|preferences|statement)",
    r"terms (?:of (?:use|service)|(?:and|&) conditions)(?: (?:and|&|\|) privacy policy)?",
    # the numbers of pages
    r"(?:page|p\.) ?\d{1,5}(?: ?(?:of|/) ?\d{1,5})?|[-–—] ?\d{1,4} ?[-–—]",
)

# Labels that begin a link line. A short one is a word like others, so it needs a line without a period.
_LABEL = re.compile(
    r"(?:read (?:more|also|next|the full story)|also read|must read|see also|don['’]t miss|you may also like"
    r"|up next|related(?: (?:story|stories|articles?|news|links?|coverage|reading))?"
    r"|more (?:on this|from .{0,30})"
    r"|(?P<short>watch|listen|read|more|opinion|analysis|explainer|in pictures|gallery|video|podcast"
    r"|recommended|trending|explained))(?: ?[:|»›>]| [-–—]) ?\S",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"(?:READ MORE|READ ALSO|ALSO READ|SEE ALSO|WATCH|RELATED|READ NEXT|DON['’]T MISS)\s+\S")
# Words of buttons that are ordinary words too: noise on a page of prose, data in a list of notes.
_BUTTON = re.compile(
    r"(?:share|save|print|email|e-mail|comments?|register|join|reply|menu|search|home|login|recommended|trending|ap|pa)",
    re.IGNORECASE,
)
_BOILERPLATE_START = frozenset("([©-–—0123456789")


def is_boilerplate(line: str) -> bool:
    """Whether a whole line is what a page prints around its text: a credit, a link line, "Loading...".

    A line that only mentions such words ("Reuters reported that ...") is not.
    """
    if not line or len(line) > LINE_LIMIT or not (line[0].isalpha() or line[0] in _BOILERPLATE_START):
        return False
    return is_link(line) or bool(_BUTTON.fullmatch(line) or _PAGES.fullmatch(line) or _CREDITS.fullmatch(line))


def is_credit(line: str) -> bool:
    """Whether the whole of `line` says where a picture or a text comes from: "(AP Photo/Lee Jin-man)"."""
    return bool(_CREDITS.fullmatch(line))


def is_link(line: str) -> bool:
    """Whether a line begins with the label of a link: "READ MORE: ...", "Related: ...", "SEE ALSO ..."."""
    label = _LABEL.match(line)
    if label:
        # "Watch: the word comes from Old English." is prose; the title of a link has no period.
        return not label["short"] or line[-1] not in ".。"
    return bool(_CAPITALS.match(line))


def is_ambiguous(line: str) -> bool:
    """Whether boilerplate could as well be data where no prose is around: "Watch: Rolex", "Email"."""
    label = _LABEL.match(line)
    return bool(label and label["short"]) or bool(_BUTTON.fullmatch(line))
