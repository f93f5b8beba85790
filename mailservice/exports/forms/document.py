"""A form as a .docx that Word and LibreOffice open: a table, each answer in a field of its own that is known by its id.

Made of a letter's facts, so that both say the same; the same facts give the same bytes. Written by hand: five small parts, no
macro, nothing that is fetched from anywhere.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from mailservice.cases.forms.labels import HEADINGS, PROMPT

_DAY = (1980, 1, 1, 0, 0, 0)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NOT_IN_XML = re.compile("[^\\t\\n\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_LEFT, _RIGHT = 3200, 6400  # twentieths of a point, of the 9,600 between the margins of A4

_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>"
)
_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="r2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>"
)
_OF_DOCUMENT = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
_STYLES = (
    f"{_HEAD}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="22"/><w:lang w:val="en-GB"/>'
    '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:keepNext/><w:spacing w:after="200"/><w:outlineLvl w:val="0"/></w:pPr>'
    '<w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Prompt"><w:name w:val="Placeholder Text"/><w:rPr><w:color w:val="595959"/></w:rPr>'
    "</w:style></w:styles>"
)


def document(facts: Mapping[str, Any]) -> bytes:
    """Return the form that a letter is about, filled in as the letter shows it."""
    title = f"{facts['title']}, {facts['reference']}"
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "word/document.xml": _body(facts, title),
        "word/_rels/document.xml.rels": _OF_DOCUMENT,
        "word/styles.xml": _STYLES,
        "docProps/core.xml": _core(title),
    }
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as file:
        for name, text in parts.items():
            entry = ZipInfo(name, _DAY)
            entry.compress_type = ZIP_DEFLATED
            file.writestr(entry, text.encode())
    return packed.getvalue()


def file_name(facts: Mapping[str, Any]) -> str:
    """Return what the document is called: our reference, and which form; never a name of anybody."""
    return f"{str(facts['reference']).replace(' ', '-')}-form-{facts['form']}.docx"


def _core(title: str) -> str:
    space = f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    told = f"<dc:title>{_safe(title)}</dc:title><dc:language>en-GB</dc:language>"
    return f"{_HEAD}<cp:coreProperties {space}>{told}</cp:coreProperties>"


def _body(facts: Mapping[str, Any], title: str) -> str:
    rows = [_row(one) for one in facts["fields"]]
    lines = [
        _paragraph(title, style="Heading1"),
        *(_paragraph(one) for one in _told(facts)),
        '<w:tbl><w:tblPr><w:tblW w:w="9600" w:type="dxa"/><w:tblBorders>'
        + "".join(f'<w:{side} w:val="single" w:sz="4" w:color="808080"/>' for side in _SIDES)
        + f'</w:tblBorders><w:tblLook w:firstRow="1" w:firstColumn="1"/></w:tblPr><w:tblGrid><w:gridCol w:w="{_LEFT}"/>'
        f'<w:gridCol w:w="{_RIGHT}"/></w:tblGrid>',
        _header(),
        *rows,
        "</w:tbl>",
        _paragraph(""),
    ]
    return f"{_HEAD}<w:document {_W}><w:body>{''.join(lines)}{_PAGE}</w:body></w:document>"


# A4, with 2 cm on every side.
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
)
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def _told(facts: Mapping[str, Any]) -> Iterator[str]:
    if not any(one["asked"] for one in facts["fields"]):
        yield "Every side has signed this form. Nothing of it settles or moves the case."
        return
    yield "Fill in what is missing, change what is not right, save it, and send it back as an answer to our letter."
    yield "You will be shown what we read in it, and asked to sign by a reply. Nothing of it settles or moves the case."
    if facts["copies"]:
        yield f"The policy has copies go to: {facts['copies']}."


def _header() -> str:
    cells = (_cell(_LEFT, _paragraph(HEADINGS[0], bold=True)), _cell(_RIGHT, _paragraph(HEADINGS[1], bold=True)))
    return f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _row(field: Mapping[str, Any]) -> str:
    label = _paragraph(field["label"], bold=True) + (
        _paragraph(field["note"]) if field["note"] and field["asked"] else ""
    )
    answer = _field(field) if field["asked"] else _paragraphs(field["text"] or field["note"])
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{_cell(_LEFT, label)}{_cell(_RIGHT, answer)}</w:tr>"


def _field(field: Mapping[str, Any]) -> str:
    """Return a field to write in: its tag tells which it is, whatever becomes of the label beside it.

    One of rich text, which is what a control is that says nothing else: a plain one holds no second paragraph.
    """
    prompts = "" if field["text"] else "<w:showingPlcHdr/>"
    named = f'<w:alias w:val="{_safe(field["label"][:64])}"/><w:tag w:val="{_safe(field["id"])}"/>'
    inside = _paragraphs(field["text"]) if field["text"] else _paragraph(PROMPT, prompt=True)
    return f"<w:sdt><w:sdtPr>{named}{prompts}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def _cell(width: int, inside: str) -> str:
    # A cell ends with a paragraph of its own: Word mends a file that has none.
    last = "" if inside.endswith("</w:p>") else "<w:p/>"
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inside}{last}</w:tc>'


def _paragraphs(text: str) -> str:
    return "".join(_paragraph(line) for line in text.splitlines() or [""])


def _paragraph(text: str, *, style: str = "", bold: bool = False, prompt: bool = False) -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    looks = "<w:rPr><w:b/></w:rPr>" if bold else '<w:rPr><w:rStyle w:val="Prompt"/></w:rPr>' if prompt else ""
    run = f'<w:r>{looks}<w:t xml:space="preserve">{_safe(text)}</w:t></w:r>' if text else ""
    return f"<w:p>{named}{run}</w:p>"


def _safe(text: str) -> str:
    """Return text as XML 1.0 may hold it."""
    return escape(_NOT_IN_XML.sub("", text))
