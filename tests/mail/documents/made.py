"""Documents as people send them back, made by hand: what Word and LibreOffice write, and what nobody should."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MORE = (
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODF = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short if short != "draw" else "drawing"}:1.0"'
    for short in ("office", "text", "table", "draw", "script", "style")
)
LINKS = 'xmlns:xlink="http://www.w3.org/1999/xlink"'


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Return parts as one packed file."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    return file.getvalue()


def docx(body: str, more: Mapping[str, str | bytes] | None = None, *, relations: str = "") -> bytes:
    """Return a .docx with this body; `relations` are of its main part, `more` are further parts."""
    return packed(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": RELATIONS.format(
                inside=f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
            ),
            "word/document.xml": f"<w:document {W} {MORE}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": RELATIONS.format(inside=relations),
            **(more or {}),
        }
    )


def odt(body: str, more: Mapping[str, str | bytes] | None = None, *, styles: str = "") -> bytes:
    """Return an .odt with this body."""
    styled = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    whole = (
        f"<office:document-content {ODF} {LINKS}>{styled}<office:body><office:text>{body}</office:text></office:body>"
    )
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"{whole}</office:document-content>",
            "META-INF/manifest.xml": "<manifest/>",
            **(more or {}),
        }
    )


def p(*texts: str) -> str:
    """Return a paragraph, its text cut into runs as Word does for spelling and revisions."""
    runs = "".join(
        f'<w:r w:rsidR="00A1"><w:t xml:space="preserve">{one}</w:t></w:r><w:proofErr w:type="spellEnd"/>'
        for one in texts
    )
    return f"<w:p>{runs}</w:p>"


def run(text: str, look: str = "") -> str:
    """Return a run of text that looks somehow."""
    return f"<w:r><w:rPr>{look}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def cell(*paragraphs: str) -> str:
    """Return a cell of a table."""
    return f"<w:tc><w:tcPr/>{''.join(paragraphs)}</w:tc>"


def table(*rows: tuple[str, ...]) -> str:
    """Return a table of cells that are made already."""
    made = "".join("<w:tr>" + "".join(row) + "</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/>{made}</w:tbl>"


def control(tag: str, inside: str, *, prompt: bool = False) -> str:
    """Return a content control round paragraphs, as our own form has them."""
    shows = "<w:showingPlcHdr/>" if prompt else ""
    told = f'<w:alias w:val="x"/><w:tag w:val="{tag}"/>{shows}'
    return f"<w:sdt><w:sdtPr>{told}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"
