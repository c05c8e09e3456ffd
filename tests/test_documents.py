"""rag.documents: which files of a folder are found, what each of them says, and what is said of a bad one."""

from __future__ import annotations

import ast
import errno
import hashlib
import logging
import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import docx
import pytest
from documents_fixtures import (
    pdf_from_objects,
    pdf_of,
    pdf_of_nested_forms,
    pdf_of_pictures,
    pdf_with_characters,
    pdf_with_password,
    with_member,
    word_document,
    word_of,
    word_with_body,
)
from hypothesis import given
from hypothesis import strategies as st

import rag.documents
from rag.documents import digest, find, load, path_of
from rag.errors import CorpusError, DocumentError
from rag.formats.decoding import Unreadable, decode
from rag.formats.pdf import pdf
from rag.formats.word import word
from rag.records import Document, Span

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
SUFFIXES = [".txt", ".md", ".html", ".pdf", ".docx"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for the examples of a whole property, which may overwrite one another's files."""
    return tmp_path_factory.mktemp("documents")


def loaded(tmp_path: Path, name: str, data: bytes | str, **given: Any) -> Document:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return load(path, **given)


def problem_of(tmp_path: Path, name: str, data: bytes | str, **given: Any) -> DocumentError:
    """The error that the file ends in; every such error names the file and says what to do."""
    with pytest.raises(DocumentError) as caught:
        loaded(tmp_path, name, data, **given)
    error = caught.value
    assert name in str(error)
    assert re.fullmatch(r"[A-Z].*\.", error.remedy), error.remedy
    assert "\n" not in str(error)
    str(error).encode("utf-8")
    return error


def headings_of(document: Document) -> list[tuple[int, str]]:
    return [(heading.level, heading.span.of(document.text)) for heading in document.headings]


def reopened(document: Document) -> str:
    """The file as anyone reads it who checks a citation."""
    with Path(document.path).open(encoding=document.metadata["encoding"], newline="") as file:
        return file.read()


# --- Plain text: the file, unchanged ------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.txt")), ids=lambda path: path.stem)
def test_the_delivered_articles_are_loaded_unchanged(path: Path) -> None:
    document = load(path, CORPUS)
    assert document.text == path.read_bytes().decode("utf-8")
    assert document.digest == digest(path) == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (document.id, document.metadata) == (path.name, {"encoding": "utf-8"})
    assert Path(document.path).read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(b"one\r\ntwo\rthree\n", "one\r\ntwo\rthree\n", id="line ends stay"),
        pytest.param(b"  \n\n a \t\n ", "  \n\n a \t\n ", id="white space stays"),
        pytest.param(b"\xef\xbb\xbfa", "a", id="a byte order mark is no text"),
        pytest.param(b"\xef\xbb\xbf\xef\xbb\xbfa", "\ufeffa", id="a second one is"),
        pytest.param(b"\xff\xfea\0\r\0\n\0", "a\r\n", id="UTF-16, little end first"),
        pytest.param(b"\xfe\xff\0a\xd8\x3d\xde\x00", "a😀", id="UTF-16, big end first, a pair"),
        pytest.param(b"\xff\xfe\0\0a\0\0\0", "a", id="UTF-32"),
        pytest.param("It’s a\r\n€".encode("utf-16-le"), "It’s a\r\n€", id="UTF-16 without a mark"),
        pytest.param("naïve 😀 text".encode("utf-16-be"), "naïve 😀 text", id="UTF-16 without a mark, big end first"),
        pytest.param("cafe\u0301 \u00ad\u200b ﬁ".encode(), "cafe\u0301 \u00ad\u200b ﬁ", id="nothing is tidied up"),
        pytest.param(b"\x1b[31mred\x1b[0m line\n", "\x1b[31mred\x1b[0m line\n", id="a log in colour"),
        pytest.param(b"page\x0cnext page" + b" and more" * 9, "page\x0cnext page" + " and more" * 9, id="form feed"),
    ],
)
@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_text_is_exactly_what_the_file_holds(tmp_path: Path, suffix: str, data: bytes, text: str) -> None:
    assert loaded(tmp_path, f"a{suffix}", data).text == text


# What no text file holds is left out: half characters, and controls, by which binary files are told.
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\t\n\r"), min_size=1)


@given(
    text=TEXTS,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    suffix=st.sampled_from([".txt", ".md"]),
)
def test_any_text_in_unicode_is_loaded_unchanged(folder: Path, text: str, encoding: str, suffix: str) -> None:
    path = folder / f"any{suffix}"
    path.write_bytes(text.encode(encoding))
    without_mark = text.removeprefix("\ufeff") if encoding == "utf-8" else text
    if not without_mark.strip():
        with pytest.raises(DocumentError, match="is empty"):
            load(path)
        return
    document = load(path)
    assert document.text == without_mark
    assert reopened(document) == document.text


LEGACY = [  # (id, text, the encoding it is written in)
    ("quotes and accents", "naïve café – “quoted”", "cp1252"),
    ("an apostrophe", "don’t", "cp1252"),
    ("one accent", "café", "cp1252"),
    ("only a pound sign", "Price: £5", "cp1252"),
    ("only a dash", "A – B", "cp1252"),
    ("only an ellipsis", "… and so on", "cp1252"),
    ("a copyright line", "© 2023 Müller & Söhne GmbH", "cp1252"),
    ("signs", "50 % – 3½ Stunden, 20 m² (±5°), 200 €…", "cp1252"),
    ("names from all over", "Ångström, Muñoz, Çelik and Müller were naïve.", "cp1252"),
    ("capitals", "L’ÉTÉ À LA PLAGE – ŒUVRES COMPLÈTES", "cp1252"),
    ("German", "Die Bürger von München möchten größere Straßen.", "cp1252"),
    ("French", "L’été à la plage, c’est « déjà » l’automne.", "cp1252"),
    ("Spanish", "¿Dónde está el niño? ¡Qué sorpresa, señor Muñoz!", "cp1252"),
    ("Italian", "Perché la città è così bella? Però non c’è più.", "cp1252"),
    ("Portuguese", "A reunião não começou; a situação é difícil.", "cp1252"),
    ("Swedish", "Året då räksmörgåsen kom till Göteborg.", "cp1252"),
    ("Danish", "Rødgrød med fløde på. Så kørte hun hjem.", "cp1252"),
    ("Icelandic", "Forsætisráðherra hitti forseta Kóreu. Það var góður fundur.", "cp1252"),
    ("a wrong apostrophe", "It´s John‘s.", "cp1252"),
    ("Catalan", "La col·lecció és molt bona.", "cp1252"),
    ("DOS", "Die Bürger möchten größere Straßen, sagte er.", "cp850"),
    ("an old Macintosh", "It’s the café’s “naïve” crème brûlée… Ça va?", "mac_roman"),
    ("Czech", "Příliš žluťoučký kůň úpěl ďábelské ódy.", "cp1250"),
    ("Polish", "Zażółć gęślą jaźń, prezydent był też w Łodzi.", "cp1250"),
    ("Polish, ISO", "Zażółć gęślą jaźń, prezydent był też w Łodzi.", "iso8859_2"),
    ("Hungarian", "Őszintén szólva, nagyon jó volt, de hűvös időben.", "cp1250"),
    ("Croatian", "Što će biti s čovjekom koji želi više?", "cp1250"),
    ("Turkish", "Güney Kore Cumhurbaşkanı geldi, işçi değişti, gün ışığı vardı.", "cp1254"),
    ("Lithuanian", "Čia jis susitiko su ministru ir aptarė šį klausimą. Atvyko į Tokiją.", "cp1257"),
    ("Russian", "Президент Южной Кореи прибыл в Токио на встречу.", "cp1251"),
    ("Russian, two words", "Привет, мир", "cp1251"),
    ("Russian among Latin", "Yoon (Юн) met Kishida (Кисида).", "cp1251"),
    ("KOI8-R", "Президент Южной Кореи прибыл в Токио на встречу.", "koi8_r"),
    ("KOI8-R, two words", "Привет, мир", "koi8_r"),
    ("KOI8-R, capitals", "ПРЕЗИДЕНТ ЮЖНОЙ КОРЕИ", "koi8_r"),
    ("Russian, DOS", "Президент Южной Кореи прибыл в Токио.", "cp866"),
    ("Russian, Macintosh", "Президент Южной Кореи прибыл в Токио.", "mac_cyrillic"),
    ("Russian, by statistics", "Президент Южной Кореи прибыл в Токио.", "cp855"),
    ("Greek", "Ο πρόεδρος της Νότιας Κορέας έφτασε στο Τόκιο.", "cp1253"),
    ("Hebrew", "נשיא דרום קוריאה הגיע לטוקיו לפגישה.", "cp1255"),
    ("Arabic", "وصل رئيس كوريا الجنوبية إلى طوكيو للقاء.", "cp1256"),
    ("Thai", "ประธานาธิบดีเกาหลีใต้เดินทางถึงกรุงโตเกียว", "cp874"),
    ("Shift JIS", "日本の岸田文雄首相と韓国の尹錫悦大統領は、東京で会談した。", "shift_jis"),
    ("Shift JIS, short", "東京で会談した。", "shift_jis"),
    ("Shift JIS among Latin", "Tokyo (東京) is the capital.\nKishida (岸田) met Yoon (尹).", "shift_jis"),
    ("Shift JIS, kana", "コンピュータ", "shift_jis"),
    ("Shift JIS, half width", "ﾃｽﾄです。東京で会談した。", "shift_jis"),
    ("EUC-JP", "東京で会談した。", "euc_jp"),
    ("Japanese mail", "日本の岸田文雄首相は東京で会談した。", "iso2022_jp"),
    ("EUC-KR", "윤석열 대통령과 기시다 후미오 총리는 도쿄에서 정상회담을 했다.", "euc_kr"),
    ("EUC-KR, a word", "안녕하세요", "euc_kr"),
    ("Johab, by statistics", "윤석열 대통령과 기시다 후미오 총리", "johab"),
    ("EUC-KR among Latin", "Seoul (서울) is the capital.", "euc_kr"),
    ("GB 18030", "日本首相岸田文雄与韩国总统尹锡悦在东京举行会谈。", "gb18030"),
    ("GB 2312, short", "你好,世界", "gb2312"),
    ("Big5", "日本首相岸田文雄與韓國總統尹錫悅在東京舉行會談。", "big5"),
]


@pytest.mark.parametrize(("text", "encoding"), [row[1:] for row in LEGACY], ids=[row[0] for row in LEGACY])
@pytest.mark.parametrize("times", [1, 40], ids=["short", "long"])
def test_text_from_before_unicode_keeps_every_character(tmp_path: Path, text: str, encoding: str, times: int) -> None:
    text = "\r\n".join([text] * times)
    document = loaded(tmp_path, "a.txt", text.encode(encoding))
    assert document.text == text
    assert reopened(document) == text


def test_short_western_text_is_called_cp1252(tmp_path: Path) -> None:
    assert loaded(tmp_path, "a.txt", "naïve café – “quoted”".encode("cp1252")).metadata == {"encoding": "cp1252"}


def test_the_encoding_is_found_by_a_single_late_character(tmp_path: Path) -> None:
    text = "plain ascii, all on one line, " * 5000 + "but schön."
    assert loaded(tmp_path, "a.txt", text.encode("cp1252")).text == text


@given(text=st.text(st.characters(codec="cp1252", exclude_categories=("Cc",)), min_size=1))
def test_whatever_is_made_of_old_bytes_stands_for_all_of_them(text: str) -> None:
    """Right or wrong about the language: decoding is strict, so that no byte is dropped or replaced."""
    data = text.encode("cp1252")
    try:
        decoded = decode(data)
    except Unreadable:
        return
    assert decoded.text == data.decode(decoded.encoding)


def test_damaged_utf8_is_not_taken_for_something_else(tmp_path: Path) -> None:
    data = "Zwölf Bürger\nmöchten größere Straßen\nund „schöne“ Gärten\n".encode()
    cut = data.replace("ß".encode(), b"\xc3", 1)
    error = problem_of(tmp_path, "a.txt", cut)
    assert error.problem == "is UTF-8 with damaged characters, the first on line 2"
    assert "mend that line" in error.remedy


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"\xef\xbb\xbfcaf\xe9", "UTF-8"), ("漢字".encode("utf-16") + b"\x30", "UTF-16"), (b"\xff\xfe\x00\xd8", "UTF-16")],
    ids=["UTF-8", "UTF-16 cut short", "half a pair"],
)
def test_what_begins_as_unicode_is_not_taken_for_something_else(tmp_path: Path, data: bytes, name: str) -> None:
    assert problem_of(tmp_path, "a.txt", data).problem == f"is {name} by its first bytes, and damaged further on"


# --- What is not text ---------------------------------------------------------------------------------------

NOT_TEXT = [  # (id, bytes, what is said)
    ("nothing", b"", "is empty"),
    ("white space", b" \r\n\t\n", "is empty"),
    ("a byte order mark alone", b"\xef\xbb\xbf", "is empty"),
    ("white space in UTF-16", " \n".encode("utf-16"), "is empty"),
    ("a PNG", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is a PNG image"),
    ("a JPEG", b"\xff\xd8\xff\xe0\0\x10JFIF", "is a JPEG image"),
    ("a zip", b"PK\x03\x04\x14\0\0\0", "is a zip archive"),
    ("a PDF", b"%PDF-1.7\n1 0 obj\n<< >>\nendobj", "is a PDF file"),
    ("rich text", b"{\\rtf1\\ansi Hello\\par}", "is a Rich Text file"),
    ("a program", b"\x7fELF\x02\x01\x01\0", "is a program"),
    ("a database", b"SQLite format 3\0\x10\0", "is an SQLite database"),
    ("numbers of two bytes", b"".join(n.to_bytes(2, "little") for n in range(200)), "holds binary data"),
    ("UTF-16 with a NUL in it", "Some text\0 and more".encode("utf-16-le"), "holds binary data"),
    ("a NUL in the middle", b"Some text\0 and more text", "holds binary data"),
    ("a NUL in UTF-16", "Some text\0 and more".encode("utf-16"), "holds binary data"),
    ("many controls", b"abc\x01\x02\x03defghi" * 9, "holds binary data"),
    ("every byte but NUL", bytes(range(1, 256)), "holds binary data"),
    ("high bytes", bytes(range(128, 256)), "is in no text encoding"),
]


@pytest.mark.parametrize(("data", "said"), [row[1:] for row in NOT_TEXT], ids=[row[0] for row in NOT_TEXT])
@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_what_is_not_text_is_refused(tmp_path: Path, suffix: str, data: bytes, said: str) -> None:
    assert said in problem_of(tmp_path, f"a{suffix}", data).problem


# --- Titles -------------------------------------------------------------------------------------------------

TITLES = [  # (id, file name, text, title)
    ("a first line that stands alone", "a.txt", "Ties reset in Tokyo\n\nThe Asian neighbours…", "Ties reset in Tokyo"),
    ("blank lines before it", "a.txt", "\n\n  Ties reset\r\n\r\nText", "Ties reset"),
    ("an underlined line", "a.rst", "Ties reset\n==========\nText", "Ties reset"),
    ("no blank line after it", "my-notes.txt", "Ties reset\nin Tokyo", "My notes"),
    ("a sentence", "my-notes.txt", "Ties were reset.\n\nText", "My notes"),
    ("a sentence in quotes", "my-notes.txt", "“Ties were reset.”\n\nText", "My notes"),
    ("a question", "my-notes.txt", "Were ties reset?\n\nText", "My notes"),
    ("a label", "my-notes.txt", "Remember:\n\nText", "My notes"),
    ("a long line", "my-notes.txt", "word " * 30 + "\n\nText", "My notes"),
    ("a line without letters", "my-notes.txt", "* * *\n\nText", "My notes"),
    ("nothing but one line", "my-notes.txt", "Ties reset", "My notes"),
    ("a file name", "japan-south-korea-summit.txt", "a\nb", "Japan south korea summit"),
    ("a file name with a date", "summit_2023-03-16_notes.txt", "a\nb", "Summit 2023-03-16 notes"),
    ("a file name of signs", "---.txt", "a\nb", "---.txt"),
    ("a file name with dots", "v1.2 notes.txt", "a\nb", "V1.2 notes"),
    ("Markdown: the first h1", "a.md", "intro\n\n## Two\n\n# One *two* [three](x.html)\n", "One two three"),
    ("Markdown: the front matter", "a.md", '---\nlang: en\ntitle: "The: title"\n---\n# Other\n', "The: title"),
    ("Markdown: the front matter, bare", "a.md", "---\ntitle: The title # note\n...\n# Other\n", "The title"),
    ("Markdown: the front matter, folded", "a.md", "---\ntitle: >-\n  The\n  title\nx: 1\n---\nText\n", "The title"),
    ("Markdown: no title in it", "a.md", "---\nlang: en\n---\n# Other\n", "Other"),
    ("Markdown: like plain text", "a.md", "Ties reset\n\nText", "Ties reset"),
    ("HTML: the title", "a.html", "<title> Ties\n &amp; more </title><h1>Other</h1>x", "Ties & more"),
    ("HTML: the first h1", "a.html", "<h2>No</h2><h1>Ties <i>reset</i></h1>x", "Ties reset"),
    ("HTML: not of a drawing", "a.html", "<svg><title>arrow</title></svg><h1>Ties</h1>x", "Ties"),
    ("HTML: the file name", "my-page.html", "<p>text", "My page"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "title"), [row[1:] for row in TITLES], ids=[row[0] for row in TITLES])
def test_title(tmp_path: Path, name: str, text: str, title: str) -> None:
    assert loaded(tmp_path, name, text).title == title


def test_a_title_is_one_line_that_can_be_shown(tmp_path: Path) -> None:
    title = loaded(tmp_path, "a.html", f"<title>a\u00adb\u200b {'word ' * 99}</title>x").title
    assert title.startswith("ab word")
    assert title.endswith("…") and len(title) <= 200


# --- Markdown -----------------------------------------------------------------------------------------------


def test_markdown_headings_are_spans_of_their_words(tmp_path: Path) -> None:
    text = (
        "---\ntitle: x\n---\n"
        "# One #\r\ntext\r\n\r\n"
        "Two\nlines\n=====\n\n"
        "```\n# a comment\n```\n\n"
        "    # code\n\n"
        "> # quoted\n\n- # in a list\n\n<!--\n# a note\n-->\n\n"
        "#hashtag\n\n"
        "###   Three ###  \n\n"
        "C#\n---\n\n## F#\n\n##\n\n"
        "last\n\n***\n\n###### Six"
    )
    document = loaded(tmp_path, "a.md", text)
    assert document.text == text
    assert headings_of(document) == [
        (1, "One"),
        (1, "Two\nlines"),
        (3, "Three"),
        (2, "C#"),
        (2, "F#"),
        (6, "Six"),
    ]


def test_plain_text_has_no_headings_of_its_own(tmp_path: Path) -> None:
    assert loaded(tmp_path, "a.txt", "# One\n\ntext").headings == ()


# --- HTML ---------------------------------------------------------------------------------------------------

HTML = [  # (id, HTML, text)
    ("paragraphs", "<p>One</p>\n<p>Two", "One\n\nTwo"),
    ("white space", "<p>  One\n two&nbsp;<b> three</b>four", "One two threefour"),
    ("line breaks", "One<br>two<br/>three", "One\ntwo\nthree"),
    ("two line breaks", "One<br><br>two", "One\n\ntwo"),
    ("entities", "Tom &amp; &lt;b&gt; &eacute;&#8230;&#x1F600;", "Tom & <b> é…😀"),
    ("broken entities", "x &#xD800; &#0; &bogus; & y", "x \ufffd \ufffd &bogus; & y"),
    ("invisible characters", "soft&shy;hyphen zero\u200bwidth", "softhyphen zerowidth"),
    ("comments", "a<!-- no --> b<![CDATA[no]]> c<?php no ?>", "a b c"),
    ("scripts", "a<script>no()</script><style>no{}</style><template>no</template><noscript>no</noscript>b", "ab"),
    ("furniture", "<nav>no</nav><p>yes</p><aside>no</aside><footer>no</footer>", "yes"),
    ("furniture by its role", '<div role="navigation">no</div><p>yes', "yes"),
    ("form controls", "<form>Ask <label>no</label><input value=no><button>no</button></form>", "Ask"),
    ("choices", "a<select><option>no</select><textarea>no</textarea>b", "ab"),
    ("hidden", '<p hidden>no<p aria-hidden="true">no<p style="color:red; DISPLAY : none">no<p>yes', "yes"),
    ("hidden by visibility", '<div><span style="visibility:hidden">no</span>yes</div>', "yes"),
    ("a style that hides nothing", '<p style="display:block">yes', "yes"),
    ("a page that a script shows", "<body style='visibility:hidden'>yes", "yes"),
    ("a closed dialog", "<dialog>no</dialog><dialog open>yes</dialog>", "yes"),
    ("drawings", "a <svg><text>no</text></svg><canvas>no</canvas> b", "a b"),
    ("a list", "<p>One<ul><li>two<li>three</ul>four", "One\n\n- two\n- three\n\nfour"),
    ("a list in a list", "<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n- b\n- c"),
    ("a list of paragraphs", "<ol><li><p>a</p><p>more</p></li><li><p>b</p></li></ol>", "- a\nmore\n- b"),
    ("a list of links", "<ul>\n<li>\n<a href=x>a</a>\n</li>\n<li></li></ul>", "- a"),
    ("a table", "<table><tr><th>Name<th>Age<tr><td>Ann<td>5</table>", "Name | Age\nAnn | 5"),
    (
        "a table in parts",
        "<table><caption>People</caption><thead><tr><th>Name</th><th>Age</th></tr></thead>"
        "<tbody><tr><td> <p>Ann</p>\n</td><td><ul><li>5<li>6</ul></td></tr><tr><td></td><td></td></tr></tbody></table>",
        "People\n\nName | Age\nAnn | 5 6",
    ),
    ("an empty cell", "<table><tr><td>a<td><td>c</table>", "a | | c"),
    ("tables that place things", "<table><tr><td><h2>A</h2><p>b</p></td><td>c</td></tr></table>", "A\n\nb\n\nc"),
    ("a table of one column", "<table><tr><td>a</td></tr><tr><td>b</td></tr></table>", "a\n\nb"),
    ("a table in a table", "<table><tr><td>x<table><tr><td>a<td>b</table><td>y</table>", "x\n\na | b\n\ny"),
    ("a long cell", "<table><tr><td>menu<td><p>a<p>b<p>c</table>", "menu\n\na\n\nb\n\nc"),
    ("code", "<p>x<pre>\ndef f():\n    return  1\n</pre>y", "x\n\ndef f():\n    return  1\n\ny"),
    ("terms", "<dl><dt>a<dd>b<dt>c<dd>d</dl>", "a\nb\nc\nd"),
    ("a quotation in a line", "He said <q>yes</q>.", "He said “yes”."),
    ("more after the end", "<html><body>a</body></html>b", "ab"),
    ("XHTML", '<?xml version="1.0"?><html><head><script src="x"/></head><body><p>a</p></body></html>', "a"),
    ("code in a heading", "<h2><pre>  f()\n  g()</pre></h2>x", "f() g()\n\nx"),
    ("no tags at all", "just text", "just text"),
]  # fmt: skip


@pytest.mark.parametrize(("markup", "text"), [row[1:] for row in HTML], ids=[row[0] for row in HTML])
def test_html_is_what_a_reader_sees(tmp_path: Path, markup: str, text: str) -> None:
    assert loaded(tmp_path, "a.html", markup).text == text


def test_html_headings_are_spans_of_the_text(tmp_path: Path) -> None:
    document = loaded(
        tmp_path,
        "a.xhtml",
        "<h1>One<br>and <em>half</em></h1><p>text</p><ul><li><h3>Three</h3>x</li></ul>"
        "<h2><div>Two</div></h2><nav><h2>no</h2></nav><h2> </h2>y",
    )
    assert headings_of(document) == [(1, "One and half"), (3, "Three"), (2, "Two")]


@pytest.mark.parametrize(
    ("head", "encoding", "reported"),
    [
        ("<meta charset='utf-8'>", "utf-8", "utf-8"),
        ("<meta charset=iso-8859-1>", "utf-8", "utf-8"),
        ("<meta charset=iso-8859-1>", "cp1252", "cp1252"),
        ("<meta charset=utf-8>", "cp1252", "cp1252"),
        ("<meta charset=nonsense>", "cp1252", "cp1252"),
        ("<meta charset=unicode_escape>", "cp1252", "cp1252"),
        ("<meta http-equiv='Content-Type' content='text/html; charset=windows-1250'>", "cp1250", "cp1250"),
        ("<?xml version='1.0' encoding='ISO-8859-15'?>", "iso8859_15", "iso8859-15"),
        ("", "utf-16", "utf-16"),
        ("<meta charset=utf-8>", "utf-8-sig", "utf-8-sig"),
    ],
)
def test_html_says_its_encoding(tmp_path: Path, head: str, encoding: str, reported: str) -> None:
    """Unless its bytes say otherwise: what is UTF-8 is read as UTF-8."""
    document = loaded(tmp_path, "a.html", f"{head}<p>schön, Größe".encode(encoding))
    assert (document.text, document.metadata) == ("schön, Größe", {"encoding": reported})


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "ul><li", "svg"])
def test_html_without_bottom_is_refused_and_does_no_harm(tmp_path: Path, tag: str) -> None:
    error = problem_of(tmp_path, "a.html", f"<{tag}>" * 100_000 + "deep")
    assert "nested too deeply" in error.problem


def test_html_is_read_as_deep_as_a_parser_goes(tmp_path: Path) -> None:
    assert loaded(tmp_path, "a.html", "<div>" * 2000 + "deep").text == "deep"


def test_a_page_that_shows_nothing_is_empty(tmp_path: Path) -> None:
    assert "holds no text" in problem_of(tmp_path, "a.html", "<title>x</title><nav>y</nav><!-- z -->").problem


# --- PDF ----------------------------------------------------------------------------------------------------


def test_pdf_pages_are_spans_one_for_each(tmp_path: Path) -> None:
    pages = ["A sentence that runs", "over the page. Its end.", "", "The last page"]
    document = loaded(tmp_path, "my-report.pdf", pdf_of(pages))
    assert document.text == "A sentence that runs\nover the page. Its end.\n\nThe last page"
    assert [page.of(document.text) for page in document.pages] == pages
    assert document.pages[0].start == 0 and document.pages[-1].end == len(document.text)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Annual report", "Annual report"),
        ("untitled", "My report"),
        ("Microsoft Word - draft3.doc", "My report"),
        ("draft3.docx", "My report"),
        ("  ", "My report"),
        ("12", "My report"),
        (None, "My report"),
    ],
)
def test_pdf_title_is_that_of_its_author_or_the_file_name(tmp_path: Path, title: str | None, expected: str) -> None:
    assert loaded(tmp_path, "my-report.pdf", pdf_of(["some text\nin two lines"], title)).title == expected


def test_pdf_that_opens_without_a_password_is_read(tmp_path: Path) -> None:
    assert loaded(tmp_path, "a.pdf", pdf_with_password(pdf_of(["some text"]), "")).text == "some text"
    assert loaded(tmp_path, "b.pdf", pdf_with_password(pdf_of(["some text"]), "", "AES-256")).text == "some text"


def test_pdf_text_can_be_written_and_searched(tmp_path: Path) -> None:
    """Ligatures are letters; NULs and soft hyphens go; of half a character something is left to see."""
    data = pdf_with_characters([0x41, 0xFB01, 0, 0xAD, 0xD83D, 0xDE00, 0xD800, 0x42])
    assert loaded(tmp_path, "a.pdf", data).text == "Afi😀\ufffdB"


BAD_PDFS = [
    ("a password", pdf_with_password(pdf_of(["x"]), "secret"), "is encrypted", "without the password"),
    ("a password, AES", pdf_with_password(pdf_of(["x"]), "secret", "AES-256"), "is encrypted", "without the password"),
    ("only pictures", pdf_of_pictures(3), "has no text layer", "OCR"),
    ("no pages", pdf_from_objects([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]),
     "has no pages", "print it"),
    ("pages in a circle", pdf_from_objects([b"<< /Type /Catalog /Pages 2 0 R >>",
                                            b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"]), "", "print it"),
    ("no catalog", pdf_from_objects([b"null"]), "not a PDF that can be read", "print it"),
    ("cut short", pdf_of(["x"])[:200], "not a PDF that can be read", "print it"),
    ("something else", b"This is no PDF at all.", "not a PDF that can be read", "print it"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "said", "remedy"), [row[1:] for row in BAD_PDFS], ids=[row[0] for row in BAD_PDFS])
def test_pdf_that_cannot_be_read(tmp_path: Path, data: bytes, said: str, remedy: str) -> None:
    error = problem_of(tmp_path, "a.pdf", data)
    assert said in error.problem
    assert remedy in error.remedy


def test_work_on_a_pdf_is_bounded() -> None:
    text = pdf_of(["one page", "two pages", "three pages"])
    with pytest.raises(Unreadable, match="has 3 pages, more than the limit of 2"):
        pdf(text, max_pages=2)
    with pytest.raises(Unreadable, match="more text than 10 characters"):
        pdf(text, max_characters=10)
    with pytest.raises(Unreadable, match="more than 100 drawing operations"):
        pdf(pdf_of_nested_forms(depth=3, calls=10), max_operations=100)


def test_pypdf_is_quiet(tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    caplog.set_level(logging.DEBUG)
    problem_of(tmp_path, "a.pdf", b"%PDF-1.4\n%%EOF")
    loaded(tmp_path, "b.pdf", pdf_of(["text"]) + b"\njunk after the end")
    assert not caplog.records
    assert capfd.readouterr() == ("", "")


# --- Word ---------------------------------------------------------------------------------------------------


def test_word_in_the_order_of_the_document(tmp_path: Path) -> None:
    with word_document() as (document, file):
        document.add_heading("The Report", 0)
        document.add_heading("Section", 1)
        document.add_paragraph("A line\nand another,\twith  space.")
        document.add_paragraph("first", style="List Bullet")
        document.add_paragraph("second", style="List Number")
        table = document.add_table(rows=2, cols=2)
        for cell, text in zip(table._cells, ["Name", "Age", "Ann\nLee", "5"], strict=True):
            cell.text = text
        document.add_heading("Part", 2)
        document.add_paragraph("")
        document.add_paragraph("The end.")
    loaded_document = loaded(tmp_path, "a.docx", file.getvalue())
    assert loaded_document.text == (
        "The Report\n\nSection\n\nA line\nand another, with space.\n\n- first\n- second\n\n"
        "Name | Age\nAnn Lee | 5\n\nPart\n\nThe end."
    )
    assert headings_of(loaded_document) == [(1, "The Report"), (1, "Section"), (2, "Part")]
    assert loaded_document.title == "The Report"


def test_word_title_of_the_properties_or_the_first_heading(tmp_path: Path) -> None:
    with word_document() as (document, file):
        document.add_heading("Section", 1)
        document.core_properties.title = "Ties reset"
    assert loaded(tmp_path, "a.docx", file.getvalue()).title == "Ties reset"
    with word_document() as (document, file):
        document.add_paragraph("Text, and")
        document.add_heading("Section", 1)
        document.core_properties.title = "Untitled"
    assert loaded(tmp_path, "a.docx", file.getvalue()).title == "Section"
    assert loaded(tmp_path, "my-letter.docx", word_of("Dear Ann,", "text")).title == "My letter"


def test_word_styles_of_ones_own_take_after_the_built_in(tmp_path: Path) -> None:
    with word_document() as (document, file):
        own = document.styles.add_style("Kapitel", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
        own.base_style = document.styles["Heading 2"]
        document.add_paragraph("Anfang", style="Kapitel")
    assert headings_of(loaded(tmp_path, "a.docx", file.getvalue())) == [(2, "Anfang")]


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def box(text: str) -> str:
    return f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"


WORD = [  # (id, the XML of the body, text)
    ("changes are accepted", "<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins>"
     "<w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>", "new"),
    ("hidden text", "<w:p><w:r><w:t>a</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r></w:p>", "a"),
    ("not hidden after all", '<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>a</w:t></w:r></w:p>', "a"),
    ("a content control", f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('a')}</w:sdtContent></w:sdt>", "a"),
    ("a link", "<w:p><w:hyperlink><w:r><w:t>a</w:t></w:r></w:hyperlink></w:p>", "a"),
    ("a field", "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>a</w:t></w:r></w:p>", "a"),
    ("tab stops", "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r></w:p>",
     "a b"),
    ("breaks", '<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:br w:type="page"/><w:t>c</w:t></w:r></w:p>', "a\nb c"),
    ("a text box", f"<w:p><w:r><w:t>a</w:t><w:pict>{box('box')}</w:pict><w:t>b</w:t></w:r></w:p>", "box\n\nab"),
    ("a text box twice", f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box('box')}</mc:Choice>"
     f"<mc:Fallback>{box('box')}</mc:Fallback></mc:AlternateContent></w:r></w:p>", "box"),
    ("a table in a table", f"<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc>{paragraph('a')}</w:tc><w:tc>{paragraph('b')}</w:tc>"
     f"</w:tr></w:tbl></w:tc><w:tc>{paragraph('c')}</w:tc></w:tr></w:tbl>", "a | b\n\nc"),
    ("an unknown element", f"<w:bogus>{paragraph('a')}</w:bogus>", "a"),
]  # fmt: skip


@pytest.mark.parametrize(("xml", "text"), [row[1:] for row in WORD], ids=[row[0] for row in WORD])
def test_word_is_what_a_reader_sees(tmp_path: Path, xml: str, text: str) -> None:
    assert loaded(tmp_path, "a.docx", word_with_body(xml)).text == text


def test_word_expands_no_entities(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "' + "&a;" * 50 + '"><!ENTITY c "' + "&b;" * 50 + '">]>'
    assert loaded(tmp_path, "a.docx", word_with_body(paragraph("safe &c;"), bomb)).text == "safe"


BAD_WORD = [
    ("a password, or an old file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is protected with a password"),
    ("no zip", b"This is no Word file.", "is not a Word document, or is damaged"),
    ("cut short", word_of("text")[:-100], "is not a Word document, or is damaged"),
    ("another zip", with_member(b"PK\x05\x06" + bytes(18), "a.txt", b"x"), "is not a Word document that can be read"),
    ("broken XML", with_member(word_of("text"), "word/document.xml", b"<w:document"), "that can be read"),
    ("no text", word_of(), "holds no text"),
    ("a zip bomb", with_member(word_of("text"), "word/document.xml", bytes(8 << 20)), "times its size, as no document"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "said"), [row[1:] for row in BAD_WORD], ids=[row[0] for row in BAD_WORD])
def test_word_that_cannot_be_read(tmp_path: Path, data: bytes, said: str) -> None:
    assert said in problem_of(tmp_path, "a.docx", data).problem


def test_a_zip_bomb_that_lies_about_its_size_is_not_unpacked(tmp_path: Path) -> None:
    honest = with_member(word_of("text"), "word/document.xml", bytes(20 << 20))
    size = (20 << 20).to_bytes(4, "little")
    assert "can be read" in problem_of(tmp_path, "a.docx", honest.replace(size, (99).to_bytes(4, "little"))).problem


def test_what_a_word_document_unpacks_to_is_bounded() -> None:
    data = with_member(word_of("text"), "word/media/image1.png", bytes(5 << 20))
    assert word(data).text == "text"
    with pytest.raises(Unreadable, match="5 MiB, 0 MiB of it text; the limits are 4 MiB and 100 MiB"):
        word(data, max_unpacked=4 << 20)
    with pytest.raises(Unreadable, match="is too large when unpacked"):
        word(data, max_xml=1_000)


# --- Files --------------------------------------------------------------------------------------------------


@contextmanager
def as_an_ordinary_user() -> Iterator[Path]:
    """An open folder, and no rights of root in it for the block: root may read everything."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        is_root = os.geteuid() == 0
        try:
            yield folder
        finally:
            if is_root:
                os.seteuid(0)
            for path in folder.rglob("*"):
                path.chmod(0o755)


def lock(path: Path) -> None:
    """Takes the rights to a path from everyone, and root's from this process, until the block above ends."""
    path.chmod(0)
    if os.geteuid() == 0:
        os.seteuid(65534)


needs_users = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system has no rights of this kind")


@pytest.mark.parametrize("read", [load, digest], ids=["load", "digest"])
class TestFilesThatCannotBeRead:
    def problem(self, read: Callable[..., Any], path: Path, **given: Any) -> DocumentError:
        with pytest.raises(DocumentError) as caught:
            read(path, **given)
        assert path.name.encode("utf-8", "backslashreplace").decode() in str(caught.value)
        return caught.value

    def test_too_large(self, tmp_path: Path, read: Callable[..., Any]) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes(b"a" * 1001)
        error = self.problem(read, path, max_bytes=1000)
        assert error.problem == "is too large: 1,001 bytes, and the limit is 1,000 bytes"
        assert "FOOTNOTE_MAX_FILE_MB" in error.remedy
        assert read(path, max_bytes=1001)

    def test_too_large_in_mebibytes(self, tmp_path: Path, read: Callable[..., Any]) -> None:
        path = tmp_path / "a.txt"
        with path.open("wb") as file:
            file.truncate((64 << 20) + (300 << 10))
        assert self.problem(read, path, max_bytes=64 << 20).problem == (
            "is too large: 64.3 MiB, and the limit is 64.0 MiB"
        )

    def test_vanished(self, tmp_path: Path, read: Callable[..., Any]) -> None:
        assert self.problem(read, tmp_path / "a.txt").problem == "is not there"

    def test_a_folder(self, tmp_path: Path, read: Callable[..., Any]) -> None:
        (tmp_path / "a.txt").mkdir()
        assert self.problem(read, tmp_path / "a.txt").problem == "is a folder"

    def test_a_pipe_is_not_waited_for(self, tmp_path: Path, read: Callable[..., Any]) -> None:
        os.mkfifo(tmp_path / "a.txt")
        assert "is a pipe" in self.problem(read, tmp_path / "a.txt").problem

    def test_a_link_to_itself(self, tmp_path: Path, read: Callable[..., Any]) -> None:
        (tmp_path / "a.txt").symlink_to("a.txt")
        assert os.strerror(errno.ELOOP).lower() in self.problem(read, tmp_path / "a.txt").problem

    @pytest.mark.parametrize(
        "name", ["a\0.txt", "a" * 300 + ".txt", "a\ud800.txt"], ids=["a NUL", "too long", "half a character"]
    )
    def test_a_name_that_cannot_be(self, tmp_path: Path, read: Callable[..., Any], name: str) -> None:
        assert "cannot be read" in self.problem(read, tmp_path / name).problem

    @needs_users
    def test_no_permission(self, read: Callable[..., Any]) -> None:
        with as_an_ordinary_user() as folder:
            (folder / "a.txt").write_text("text")
            lock(folder / "a.txt")
            assert self.problem(read, folder / "a.txt").problem == "may not be read"


@pytest.mark.parametrize("name", ["a.png", "a.doc", "a", ".txt", "a.txt.bak"])
def test_a_file_of_another_kind(tmp_path: Path, name: str) -> None:
    error = problem_of(tmp_path, name, "text")
    assert error.problem == "is of a kind that cannot be read"
    assert ".docx" in error.remedy


def test_the_ending_may_be_in_capitals(tmp_path: Path) -> None:
    assert loaded(tmp_path, "PAGE.HTML", "<p>text").text == "text"


def test_the_id_is_the_path_inside_the_folder(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    path = tmp_path / "sub" / "a.txt"
    assert loaded(tmp_path, "sub/a.txt", "text", root=tmp_path).id == "sub/a.txt"
    assert load(path).id == "a.txt"
    assert load(str(path), str(tmp_path)).id == "sub/a.txt"
    assert load(tmp_path / "sub" / ".." / "sub" / "a.txt", tmp_path).id == "sub/a.txt"
    (tmp_path / "link").symlink_to(tmp_path)
    assert load(path, tmp_path / "link").id == "sub/a.txt"


def test_a_path_relative_to_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("text")
    monkeypatch.chdir(tmp_path)
    document = load(Path("a.txt"), Path())
    assert (document.id, document.path) == ("a.txt", str(tmp_path / "a.txt"))


def test_nothing_outside_the_folder_is_read(tmp_path: Path) -> None:
    """Not even where a file was replaced by a link after the folder was searched."""
    (tmp_path / "secret.txt").write_text("secret")
    root = tmp_path / "root"
    root.mkdir()
    (root / "a.txt").symlink_to(tmp_path / "secret.txt")
    for path in (root / "a.txt", tmp_path / "secret.txt", root / ".." / "secret.txt"):
        with pytest.raises(DocumentError, match="outside the documents folder"):
            load(path, root)


# --- Folders ------------------------------------------------------------------------------------------------


def tree(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text")
    return root


def ids(folder: Path) -> list[str]:
    return [identifier for identifier, _ in find(folder).files]


def problems(folder: Path) -> dict[str, str]:
    """What is said of each path, without the path and the advice; which must be there."""
    said = {}
    for problem in find(folder).problems:
        path, message = re.fullmatch(r"(.*?): (.*?)\. [A-Z].*\.", problem.message, re.DOTALL).groups()  # type: ignore[union-attr]
        assert path == problem.path
        said[path] = message
    return said


def test_files_are_found_in_the_order_of_their_ids(tmp_path: Path) -> None:
    tree(tmp_path, "b.txt", "a/z.md", "a.html", "a/b/c.PDF", "A.docx", "a/x.rst", "l.log", "t.text", "m.markdown")
    found = find(tmp_path)
    assert [identifier for identifier, _ in found.files] == [
        "A.docx", "a.html", "a/b/c.PDF", "a/x.rst", "a/z.md", "b.txt", "l.log", "m.markdown", "t.text",
    ]  # fmt: skip
    assert all(path == tmp_path / identifier for identifier, path in found.files)
    assert (found.left_out, found.problems) == ((), ())


def test_files_of_other_kinds_are_counted_apart(tmp_path: Path) -> None:
    found = find(tree(tmp_path, "a.txt", "p.png", "s/t.xlsx", "q.PNG", "README", "old.doc"))
    assert found.left_out == ("README", "old.doc", "p.png", "q.PNG", "s/t.xlsx")
    assert found.kinds_left_out == ("", ".doc", ".png", ".xlsx")


def test_hidden_files_and_backups_are_passed_over(tmp_path: Path) -> None:
    found = find(tree(tmp_path, "a.txt", ".b.txt", ".git/c.txt", "d.txt~", "~$e.docx", ".index/x.png", "x/.y/z.md"))
    assert (ids(tmp_path), found.left_out, found.problems) == (["a.txt"], (), ())


def test_a_note_on_where_the_documents_come_from_is_not_one_of_them(tmp_path: Path) -> None:
    assert [name for name, _ in find(tree(tmp_path, "a.txt", "SOURCES.md", "x/SOURCES.md")).files] == ["a.txt"]


def test_an_empty_folder(tmp_path: Path) -> None:
    assert find(tmp_path) == rag.documents.Found()


def test_what_is_found_can_be_loaded(tmp_path: Path) -> None:
    tree(tmp_path, "a.txt", "s/b.md")
    documents = [load(path, tmp_path) for _, path in find(tmp_path).files]
    assert [document.id for document in documents] == ids(tmp_path)


NAMES = [
    "new\nline.txt",
    "emoji 😀.txt",
    "\u202eright to left \u05d0.txt",
    "a\\b.txt",
    "ünï.txt",
    "'\"&<>.txt",
    "a.b.txt",
]


@pytest.mark.parametrize("name", NAMES)
def test_odd_names_are_names(tmp_path: Path, name: str) -> None:
    tree(tmp_path, f"sub {name}/{name}")
    [(identifier, path)] = find(tmp_path).files
    assert identifier == f"sub {name}/{name}"
    assert load(path, tmp_path).id == identifier


def test_a_name_that_is_no_text_has_an_id_that_is(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    try:
        path.write_text("text")
    except OSError:
        pytest.skip("this file system takes no such names")
    (tmp_path / "caf\\xe9.txt").write_text("another")
    [(identifier, _)] = find(tmp_path).files
    assert identifier == "caf\\xe9.txt"
    assert "same name as another" in problems(tmp_path)["caf\\xe9.txt"]
    document = load(path, tmp_path)
    assert (document.id, document.title) == ("caf\\xe9.txt", "Caf\\xe9")
    assert Path(document.path).read_text() == "text"
    assert Path(path_of("caf\\xe9.txt", tmp_path)).read_text() == "another"
    (tmp_path / "caf\\xe9.txt").unlink()
    assert path_of("caf\\xe9.txt", tmp_path) == str(path)
    path.write_bytes(b"")
    with pytest.raises(DocumentError, match="is empty") as caught:
        load(path)
    str(caught.value).encode("utf-8")


class TestLinks:
    def test_a_link_inside_the_folder_is_followed(self, tmp_path: Path) -> None:
        tree(tmp_path, "a.txt", "sub/b.txt", ".hidden/c.txt")
        (tmp_path / "link.txt").symlink_to("a.txt")
        (tmp_path / "folder").symlink_to("sub")
        (tmp_path / "shown.txt").symlink_to(".hidden/c.txt")
        assert ids(tmp_path) == ["a.txt", "folder/b.txt", "link.txt", "shown.txt", "sub/b.txt"]
        assert problems(tmp_path) == {}
        assert load(tmp_path / "folder" / "b.txt", tmp_path).id == "folder/b.txt"

    def test_a_link_that_leaves_the_folder_is_not(self, tmp_path: Path) -> None:
        tree(tmp_path, "outside.txt", "root/a.txt", "root-2/b.txt")
        root = tmp_path / "root"
        (root / "file.txt").symlink_to(tmp_path / "outside.txt")
        (root / "folder").symlink_to(tmp_path / "root-2")
        (root / "up.txt").symlink_to("../outside.txt")
        assert ids(root) == ["a.txt"]
        assert problems(root) == dict.fromkeys(
            ["file.txt", "folder", "up.txt"], "is a link that leaves the documents folder"
        )

    def test_a_broken_link(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").symlink_to("nothing.txt")
        assert problems(tmp_path) == {"a.txt": "is a link to a file that is not there"}

    def test_links_in_a_circle(self, tmp_path: Path) -> None:
        tree(tmp_path, "a/x.txt", "b/y.txt")
        (tmp_path / "self.txt").symlink_to("self.txt")
        (tmp_path / "a" / "top").symlink_to("..")
        (tmp_path / "a" / "here").symlink_to(".")
        (tmp_path / "b" / "to-a").symlink_to("../a")
        found = problems(tmp_path)
        assert "leads nowhere" in found.pop("self.txt")
        assert set(found.values()) == {"is a link that leads in a circle"}
        assert ids(tmp_path) == ["a/x.txt", "b/to-a/x.txt", "b/y.txt"]

    def test_many_folders_that_link_to_one_another(self, tmp_path: Path) -> None:
        """Every order of the folders would be a path: 12 factorial of them."""
        for name in "abcdefghijkl":
            tree(tmp_path, f"{name}/{name}.txt")
            for other in "abcdefghijkl":
                (tmp_path / name / f"to-{other}").symlink_to(f"../{other}")
        assert len(ids(tmp_path)) == 24

    def test_the_folder_itself_may_be_a_link(self, tmp_path: Path) -> None:
        tree(tmp_path, "real/a.txt", "real/s/b.txt")
        (tmp_path / "link").symlink_to("real")
        (tmp_path / "real" / "inside.txt").symlink_to(tmp_path / "link" / "a.txt")
        assert ids(tmp_path / "link") == ["a.txt", "inside.txt", "s/b.txt"]
        assert load(tmp_path / "link" / "s" / "b.txt", tmp_path / "link").id == "s/b.txt"


def test_pipes_and_sockets_are_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    monkeypatch.chdir(tmp_path)  # a socket's path has a hundred characters at most
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.md")
        (tmp_path / "link.txt").symlink_to("pipe.txt")
        assert problems(tmp_path) == dict.fromkeys(
            ["link.txt", "pipe.txt", "socket.md"], "is a pipe, socket or device, not a file"
        )


@needs_users
def test_a_folder_that_may_not_be_listed() -> None:
    with as_an_ordinary_user() as folder:
        tree(folder, "a.txt", "closed/b.txt")
        lock(folder / "closed")
        assert ids(folder) == ["a.txt"]
        assert problems(folder) == {"closed": "cannot be listed (permission denied)"}


@needs_users
def test_a_documents_folder_that_may_not_be_listed() -> None:
    with as_an_ordinary_user() as folder:
        tree(folder, "docs/a.txt")
        lock(folder / "docs")
        with pytest.raises(CorpusError, match=r"docs may not be read\. Make it readable"):
            find(folder / "docs")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere", "nowhere does not exist. Create it and put your files there, or name another folder: --corpus"),
        ("a.txt", "a.txt is a file, not a folder of documents. Name the folder that it lies in: --corpus DIR."),
        ("a.txt/b", "is a file, not a folder"),
        ("loop", "cannot be listed"),
        ("x\0y", "cannot be listed"),
    ],
)
def test_a_documents_folder_that_is_none(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "a.txt").write_text("text")
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(CorpusError) as caught:
        find(tmp_path / name)
    assert said in str(caught.value)


def test_a_very_deep_folder(tmp_path: Path) -> None:
    """Deeper than a path may be long, and than Python may recurse: found, or told of, never a crash."""
    depth, start = 900, os.open(tmp_path, os.O_RDONLY)
    here = start
    try:
        for _ in range(depth):
            os.mkdir("deep", dir_fd=here)
            below = os.open("deep", os.O_RDONLY, dir_fd=here)
            if here != start:
                os.close(here)
            here = below
        found = find(tmp_path)
        assert [problem.path.count("deep") for problem in found.problems] == [found.problems[0].path.count("deep")]
        assert "too long" in found.problems[0].message
    finally:
        if here != start:
            os.close(here)
        os.close(start)
        subprocess.run(["rm", "-rf", str(tmp_path / "deep")], check=True)


# --- Whatever comes -----------------------------------------------------------------------------------------

SEEDS = {
    ".txt": "naïve café – “quoted”".encode("cp1252"),
    ".md": b"---\ntitle: x\n---\n# One\n\nTwo\n===\n\n- a\n\n> b\n",
    ".html": b"<meta charset=cp1252><h1>One</h1><ul><li>a<table><tr><td>b<td>c</table><pre>d</pre>",
    ".pdf": pdf_of(["One page", "Two pages."], "Title"),
    ".docx": word_of("One", "Two"),
    ".csv": b'a,b\n1,"2\n3"\n\n# x\n;\n',
}


TABLE = "Name | Age\n--- | ---\nAnn | 5\nBo | –\nCy | 7"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        pytest.param("a.csv", "Name,Age\nAnn,5\nBo,\nCy,7\n", TABLE, id="an empty cell is a dash"),
        pytest.param("a.csv", "Name;Age\r\nAnn;5\r\nBo;\r\nCy;7\r\n", TABLE, id="semicolons"),
        pytest.param("a.tsv", "Name\tAge\nAnn\t5\nBo\t\nCy\t7\n", TABLE, id="tabs"),
        pytest.param("a.csv", '"Name","Age"\n"Ann","5"\n"Bo",""\n"Cy","7"', TABLE, id="quotation marks"),
        pytest.param(
            "a.csv", 'Who,Said\nAnn,"a, b\nand c|d"\n', "Who | Said\n--- | ---\nAnn | a, b and c/d", id="a long cell"
        ),
        pytest.param(
            "a.csv", "# The team.\nAnn,5\nBo,6\n", "\nThe team.\n\nAnn | 5\nBo | 6", id="a remark; no names above"
        ),
        pytest.param("a.csv", "#,Name\n1,Ann\n", "# | Name\n--- | ---\n1 | Ann", id="a column named #"),
        pytest.param(
            "a.csv", "Name,Age\nAnn,5\n\nRome,Italy\n", "Name | Age\n--- | ---\nAnn | 5\nRome | Italy", id="a gap"
        ),
        pytest.param("a.csv", "One line of text\n", "\nOne line of text\n", id="no table"),
    ],
)
def test_separated_values_are_rows_of_cells(tmp_path: Path, name: str, text: str, expected: str) -> None:
    assert loaded(tmp_path, name, text.encode()).text == expected


def test_a_cell_too_long_to_be_one_is_a_problem(tmp_path: Path) -> None:
    error = problem_of(tmp_path, "a.csv", b'a,"' + b"x" * 200_000 + b'"\n')
    assert "is no table of separated values" in str(error)


def check_whatever(path: Path, data: bytes) -> None:
    """A document that holds together, or a DocumentError; nothing else."""
    path.write_bytes(data)
    try:
        document = load(path)
    except DocumentError as error:
        str(error).encode("utf-8")
        assert error.problem and error.remedy
        return
    (document.text + document.title + document.id).encode("utf-8")
    assert document.text.strip() and document.title.strip()
    assert document.digest == hashlib.sha256(data).hexdigest()
    places = [heading.span for heading in document.headings]
    assert places == sorted(places)
    assert all(0 <= place.start < place.end <= len(document.text) for place in places)
    edges = [edge for page in document.pages for edge in (page.start, page.end)]
    assert edges == sorted(edges)
    assert all(isinstance(page, Span) and page.end <= len(document.text) for page in document.pages)


@given(
    st.lists(
        st.sampled_from(
            ["h1", "p", "div", "ul", "li", "table", "tr", "td", "pre", "br", "b", "nav", "dl", "q"]
        ).flatmap(lambda tag: st.sampled_from([f"<{tag}>", f"</{tag}>", f"<{tag} hidden>", " a", "b\n"])),
        max_size=40,
    )
)
def test_any_soup_of_tags_is_a_document_or_a_document_error(folder: Path, tags: list[str]) -> None:
    check_whatever(folder / "soup.html", "".join(tags).encode())


@given(data=st.binary(max_size=300), suffix=st.sampled_from(SUFFIXES), seeded=st.booleans())
def test_any_bytes_are_a_document_or_a_document_error(folder: Path, data: bytes, suffix: str, seeded: bool) -> None:
    check_whatever(folder / f"any{suffix}", SEEDS[suffix][:20] + data if seeded else data)


@given(st.data())
def test_any_damage_is_a_document_or_a_document_error(folder: Path, data: st.DataObject) -> None:
    suffix = data.draw(st.sampled_from(SUFFIXES))
    damaged = bytearray(SEEDS[suffix])
    for _ in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, len(damaged)))
        damaged[start : start + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
    check_whatever(folder / f"any{suffix}", bytes(damaged))


# --- The modules --------------------------------------------------------------------------------------------


def test_importing_documents_imports_no_parser() -> None:
    slow = ["pypdf", "docx", "bs4", "lxml", "charset_normalizer", "markdown_it"]
    code = f"import sys, rag.documents; print([name for name in {slow} if name in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert out.stdout.strip() == "[]"


def test_loaders_know_nothing_of_the_rest_of_the_pipeline() -> None:
    allowed = {"records", "errors", "formats"}
    for path in [ROOT / "rag" / "documents.py", *(ROOT / "rag" / "formats").glob("*.py")]:
        inside = {file.stem for file in path.parent.glob("*.py")} if path.parent.name == "formats" else set()
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.level:
                assert (node.module or "").split(".")[0] in allowed | inside, (path.name, node.module)
