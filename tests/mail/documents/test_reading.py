"""What a form says that somebody filled in and sent back, however their program wrote it."""

from collections.abc import Mapping

import pytest

from mailservice.cases.forms import labels
from mailservice.exports.forms.document import document
from mailservice.mail.documents.reading import documents, read
from mailservice.mail.mime.body import Attachment
from tests.cases.world import policy
from tests.mail.documents.made import cell, control, docx, odt, p, table
from tests.mail.sample_letters import facts

FIELDS = policy("sgcp").forms[0].field
LABELS = {one.id: one.label for one in FIELDS}
REASON, OUTCOME, FEEDBACK = LABELS["reason"], LABELS["outcome"], LABELS["feedback"]
VISITS = "Weekly visits until Easter; the school keeps a diary."
SLOW = "It took too long."


def said(name: str, data: bytes) -> Mapping[str, str]:
    """Return what was read, by field; and nothing may have been refused."""
    found = read(name, data)
    assert found.refused == ""
    return {key: text for key, text in labels.in_document(found.rows, labels.Labels(LABELS)).fields.items() if text}


def test_our_own_form_comes_back_as_it_went() -> None:
    shown = [
        {
            "id": one.id,
            "label": one.label,
            "text": "As before." if one.id == "reason" else "",
            "asked": True,
            "required": False,
            "note": "",
        }
        for one in FIELDS
    ]
    data = document(facts("form", fields=shown))
    assert data == document(facts("form", fields=shown))
    assert said("form.docx", data) == {"reason": "As before."}
    assert labels.in_document(read("form.docx", data).rows, labels.Labels(LABELS)).left == []


FILLED = {
    "word, in the fields, its runs in pieces": docx(
        p("Monitoring form, SGCP 2026-0001-K")
        + table(
            (cell(p("Field")), cell(p("Words"))),
            (
                cell(p(OUTCOME[:9], OUTCOME[9:])),
                cell(control("outcome", p("Weekly visits until", " Easter; the ", "school keeps a diary."))),
            ),
            (cell(p(FEEDBACK)), cell(control("feedback", p(SLOW)))),
            (cell(p(REASON)), cell(control("reason", p("Click here and write."), prompt=True))),
        )
    ),
    "word, with changes tracked": docx(
        table(
            (
                cell(p(OUTCOME)),
                cell(
                    control(
                        "outcome",
                        "<w:p><w:del w:id='1'><w:r><w:delText>No visits</w:delText></w:r></w:del><w:ins w:id='2'><w:r><w:t>Weekly"
                        " visits</w:t></w:r></w:ins><w:r><w:t xml:space='preserve'> until Easter; the school keeps a diary."
                        "</w:t></w:r></w:p>",
                    )
                ),
            ),
            (cell(p(FEEDBACK)), cell(control("feedback", p(SLOW)))),
        )
    ),
    "word, its labels deleted": docx(
        table(
            (cell(p("")), cell(control("outcome", p(VISITS)))),
            (cell(p("Notre avis")), cell(control("feedback", p(SLOW)))),
        )
    ),
    "word, the fields taken out and written over": docx(
        table(
            (cell(p(OUTCOME)), cell(p("Weekly visits until Easter;"), p("the school keeps a diary."))),
            (cell(p(FEEDBACK)), cell(p(SLOW))),
        )
    ),
    "libreoffice": odt(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>No visits</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes><text:h>Monitoring form</text:h><table:table><table:table-row>"
        f"<table:table-cell><text:p>{OUTCOME}</text:p></table:table-cell><table:table-cell><text:p>Weekly<text:s/>visits "
        "<text:span>until Easter;</text:span><text:line-break/>the school keeps a diary.</text:p></table:table-cell>"
        f"</table:table-row><table:table-row><table:table-cell><text:p>{FEEDBACK}</text:p></table:table-cell><table:table-cell>"
        f"<text:p>{SLOW}</text:p></table:table-cell></table:table-row></table:table>"
    ),
    "a partnership's own copy, with hints": docx(
        table(
            (cell(p("PLEASE COMPLETE IN BLOCK CAPITALS")),),
            (cell(p(f"{OUTCOME}:"), p("(required)")), cell(p(VISITS))),
            (cell(p(f"{FEEDBACK.upper()} *")), cell(p(SLOW))),
        )
    ),
}
# Made before the reader had seen any of them, and not looked at while it was written.
UNSEEN = {
    "answers below their labels": docx(
        p("Monitoring form")
        + p(OUTCOME)
        + p("Weekly visits until Easter;")
        + p("the school keeps a diary.")
        + p(FEEDBACK)
        + p(SLOW)
    ),
    "on lines of dots": docx(
        p(f"{OUTCOME}: ......... {VISITS} .........") + p(f"{FEEDBACK}: ......... {SLOW} ..........")
    ),
    "one table inside another": docx(
        table((cell(table((cell(p(OUTCOME)), cell(p(VISITS))), (cell(p(FEEDBACK)), cell(p(SLOW)))), p("")),))
    ),
    "in a text box, which Word keeps twice": docx(
        p(OUTCOME)
        + "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx><w:txbxContent>"
        + p(VISITS)
        + "</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><w:pict><w:txbxContent>"
        + p(VISITS)
        + "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        + p(FEEDBACK)
        + p(SLOW)
    ),
    "two fields to a row, one misspelt": docx(
        table((cell(p(OUTCOME.replace("agreed", "agread"))), cell(p(VISITS)), cell(p(FEEDBACK)), cell(p(SLOW))))
    ),
    "libreoffice, label and words in one cell": odt(
        f"<table:table><table:table-row><table:table-cell><text:p>{OUTCOME}</text:p><text:p>{VISITS}</text:p></table:table-cell>"
        f"</table:table-row><table:table-row><table:table-cell><text:p>{FEEDBACK}: {SLOW}</text:p></table:table-cell>"
        "</table:table-row></table:table>"
    ),
}


@pytest.mark.parametrize("more", ["Child's name: Jane Roe", "Name of young person:\nJane Roe", "D.O.B.: 1 May 2015"])
def test_a_field_that_we_do_not_know_is_not_taken_for_the_words_of_the_one_above_it(more: str) -> None:
    lines = "".join(p(one) for one in (f"{OUTCOME}:", VISITS, *more.splitlines()))
    found = labels.in_document(read("form.docx", docx(lines)).rows, labels.Labels(LABELS))
    assert (found.fields, len(found.left)) == ({"outcome": VISITS}, 1)
    assert labels.in_mail(f"Outcome: {VISITS}\n{more}", labels.Labels(LABELS)).fields == {"outcome": VISITS}


def test_a_plain_text_is_read_by_its_labels() -> None:
    text = f"{OUTCOME}: {VISITS}\r\n{FEEDBACK}:\r\n{SLOW}\r\n"
    assert said("form.txt", text.encode("utf-8-sig")) == {"outcome": VISITS, "feedback": SLOW}


def test_what_a_mail_program_hangs_on_a_mail_is_no_document_of_anybodys() -> None:
    logo = Attachment("logo.png", "image/png", 90_000, b"\x89PNG", content_id="logo")
    card = Attachment("date.ics", "text/calendar", 400, b"BEGIN:VCALENDAR")
    photo = Attachment("IMG_2.jpg", "image/jpeg", 900_000, b"\xff\xd8\xff\xe0")
    assert [one.name for one in documents([logo, card, photo])] == ["IMG_2.jpg"]


@pytest.mark.parametrize("how", [*FILLED, *UNSEEN])
def test_a_form_is_read_however_it_was_filled_in(how: str) -> None:
    data = (FILLED | UNSEEN)[how]
    found = said("form.odt" if "libreoffice" in how else "form.docx", data)
    told = {key: " ".join(text.split()) for key, text in found.items()}
    assert told == {"outcome": VISITS, "feedback": SLOW}
