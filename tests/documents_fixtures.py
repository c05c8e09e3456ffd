"""Files of every kind, made on the spot, for the tests of rag.documents."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import docx
from docx.document import Document as WordDocument
from pypdf import PdfWriter
from reportlab.pdfgen.canvas import Canvas


def pdf_of(pages: Sequence[str], title: str | None = None) -> bytes:
    """A PDF with one page for each text; the lines of a text are lines of the page."""
    file = io.BytesIO()
    canvas = Canvas(file)
    if title is not None:
        canvas.setTitle(title)
    for page in pages:
        for number, line in enumerate(page.split("\n")):
            canvas.drawString(50, 800 - 14 * number, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def pdf_of_pictures(pages: int) -> bytes:
    """A PDF as a scanner makes it: something to see on each page, and nothing to read."""
    file = io.BytesIO()
    canvas = Canvas(file)
    for _ in range(pages):
        canvas.rect(100, 100, 200, 200, fill=1)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def pdf_with_password(data: bytes, password: str, algorithm: str = "RC4-128") -> bytes:
    writer = PdfWriter()
    writer.append(io.BytesIO(data))
    writer.encrypt(password, owner_password="owner", algorithm=algorithm)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def pdf_from_objects(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF written by hand: object 1 is the catalog."""
    data, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    end += b"trailer\n<< /Root 1 0 R /Size %d %s >>\nstartxref\n%d\n%%%%EOF" % (size, trailer, len(data))
    return data + end


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def pdf_of_nested_forms(depth: int, calls: int) -> bytes:
    """A small PDF that draws calls ** depth texts: each form draws the next one so many times."""
    first = 5
    resources = b"/Resources << /Font << /F 4 0 R >> /XObject << /X %d 0 R >> >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents %d 0 R " + resources + b" >>"
    forms = [
        stream(b"/X Do " * calls, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] " + resources % (number + 1))
        for number in range(first, first + depth)
    ]
    last = stream(b"BT /F 9 Tf (text) Tj ET", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] " + resources % 1)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page % (first + depth + 1, first),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *forms,
        last,
        stream(b"/X Do"),
    ]
    return pdf_from_objects(objects)


def pdf_with_characters(characters: Sequence[int]) -> bytes:
    """A PDF whose one line of text is these UTF-16 units, as its own table of characters says."""
    rows = b"".join(b"<%02x> <%04x>\n" % (code, unit) for code, unit in enumerate(characters, 1))
    table = b"begincmap\n1 begincodespacerange\n<00> <ff>\nendcodespacerange\n%d beginbfchar\n%sendbfchar\nendcmap"
    shown = bytes(range(1, len(characters) + 1)).hex().encode()
    return pdf_from_objects(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 5 0 R "
            b"/Resources << /Font << /F 4 0 R >> >> >>",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
            stream(b"BT /F 9 Tf <%s> Tj ET" % shown),
            stream(table % (len(characters), rows)),
        ]
    )


@contextmanager
def word_document() -> Iterator[tuple[WordDocument, io.BytesIO]]:
    """A Word document to fill; its bytes are in the file once the block ends."""
    document, file = docx.Document(), io.BytesIO()
    yield document, file
    document.save(file)


def word_of(*paragraphs: str) -> bytes:
    with word_document() as (document, file):
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
    return file.getvalue()


def word_with_body(xml: str, doctype: str = "") -> bytes:
    """A Word document whose body is this XML, in the usual namespaces."""
    spaces = {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    }
    declared = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in spaces.items())
    body = f'<?xml version="1.0"?>{doctype}<w:document {declared}><w:body>{xml}</w:body></w:document>'
    return with_member(word_of("unused"), "word/document.xml", body.encode())


def with_member(archive: bytes, name: str, content: bytes) -> bytes:
    """The zip archive with one member replaced, or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.namelist():
            if member != name:
                target.writestr(member, source.read(member))
        target.writestr(name, content)
    return file.getvalue()
