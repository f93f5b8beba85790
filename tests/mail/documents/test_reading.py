"""What a form says that somebody filled in and sent back, however their program wrote it."""

from collections.abc import Mapping

import pytest

from mailservice.cases.forms import labels
from mailservice.exports.forms.document import document
from mailservice.mail.documents.reading import documents, read
from mailservice.mail.mime.body import Attachment
from tests.cases.world import policy
from tests.mail.documents.made import cell, control, docx, odt, p, run, table
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


OLD = "Nothing is agreed. "
AGAIN = table((cell(p(FEEDBACK)), cell(p(SLOW))))


def _answered(inside: str) -> bytes:
    return docx(table((cell(p(OUTCOME)), cell(inside)), (cell(p(FEEDBACK)), cell(p(SLOW)))))


def _styled(how: str, text: str = OLD, more: str = VISITS) -> bytes:
    return odt(
        f"<text:p>{OUTCOME}</text:p><text:p><text:span text:style-name='T1'>{text}</text:span>{more}</text:p>"
        f"<text:p>{FEEDBACK}</text:p><text:p>{SLOW}</text:p>",
        styles=f"<style:style style:name='T1' style:family='text'><style:text-properties {how}/></style:style>",
    )


def _google(text: str) -> str:
    return f"<w:sdt><w:sdtPr><w:tag w:val='goog_rdk_0'/></w:sdtPr><w:sdtContent>{run(text)}</w:sdtContent></w:sdt>"


# What somebody struck out, hid, or deleted is no answer of theirs.
TAKEN_BACK = {
    "word, hidden": _answered(f"<w:p>{run(OLD, '<w:vanish/>')}{run(VISITS)}</w:p>"),
    "word, hidden and shown again": _answered(
        "<w:p>" + run(VISITS, '<w:vanish w:val="0"/><w:strike w:val="false"/>') + "</w:p>"
    ),
    "word, struck out": _answered(f"<w:p>{run(OLD, '<w:strike/>')}{run(VISITS)}</w:p>"),
    "word, struck out twice": _answered(f"<w:p>{run(OLD, '<w:dstrike/>')}{run(VISITS)}</w:p>"),
    "word, a whole row deleted": docx(
        f"<w:tbl><w:tr><w:trPr><w:del w:id='1'/></w:trPr>{cell(p(OUTCOME))}{cell(p(OLD))}</w:tr></w:tbl>"
        + table((cell(p(OUTCOME)), cell(p(VISITS))))
        + AGAIN
    ),
    "word, a cell deleted": docx(
        f"<w:tbl><w:tr>{cell(p(OUTCOME))}<w:tc><w:tcPr><w:cellDel w:id='1'/></w:tcPr>{p(OLD)}</w:tc>"
        f"{cell(p(VISITS))}</w:tr></w:tbl>" + AGAIN
    ),
    "libreoffice, hidden": _styled("text:display='none'"),
    "libreoffice, struck out": _styled("style:text-line-through-style='solid'"),
    "libreoffice, struck out and then not": _styled("style:text-line-through-style='none'", VISITS, ""),
    "libreoffice, a field that is hidden": odt(
        f"<text:p>{OUTCOME}</text:p><text:p><text:hidden-text text:is-hidden='true'>{OLD}</text:hidden-text>{VISITS}</text:p>"
        f"<text:p>{FEEDBACK}</text:p><text:p>{SLOW}</text:p>"
    ),
    "google, which lays controls of its own round pieces": docx(
        table(
            (
                cell(f"<w:p>{_google(OUTCOME[:9])}{run(OUTCOME[9:])}</w:p>"),
                cell(f"<w:p>{run(VISITS[:7])}{_google(VISITS[7:20])}{run(VISITS[20:])}</w:p>"),
            ),
            (cell(p(FEEDBACK)), cell(p(SLOW))),
        )
    ),
    "google, the prompt left standing": _answered(p(f"Click here and write. {VISITS}")),
    "in a text box that hangs on the label": docx(
        f"<w:p>{run(OUTCOME)}<w:r><w:pict><w:txbxContent>{p(VISITS)}</w:txbxContent></w:pict></w:r></w:p>" + AGAIN
    ),
}


def test_a_document_without_an_ending_to_its_name_is_read_all_the_same() -> None:
    assert said("Monitoring form", _answered(p(VISITS))) == {"outcome": VISITS, "feedback": SLOW}
    assert read("form.pdf", _answered(p(VISITS))).hostile


@pytest.mark.parametrize("more", ["Child's name: Jane Roe", "Name of young person:\nJane Roe", "D.O.B.: 1 May 2015"])
def test_a_field_that_we_do_not_know_is_not_taken_for_the_words_of_the_one_above_it(more: str) -> None:
    lines = "".join(p(one) for one in (f"{OUTCOME}:", VISITS, *more.splitlines()))
    found = labels.in_document(read("form.docx", docx(lines)).rows, labels.Labels(LABELS))
    assert (found.fields, len(found.left)) == ({"outcome": VISITS}, 1)
    assert labels.in_mail(f"Outcome: {VISITS}\n{more}", labels.Labels(LABELS)).fields == {"outcome": VISITS}


def test_a_dash_behind_a_whole_label_begins_its_words_and_no_other_does() -> None:
    mail = f"* {OUTCOME} - {VISITS}\n* {FEEDBACK} \u2013 {SLOW}\n"
    assert labels.in_mail(mail, labels.Labels(LABELS)).fields == {"outcome": VISITS, "feedback": SLOW}
    prose = f"{OUTCOME}: {VISITS}\nOutcome - of which we are glad\n"
    assert list(labels.in_mail(prose, labels.Labels(LABELS)).fields) == ["outcome"]


def test_a_plain_text_is_read_by_its_labels() -> None:
    text = f"{OUTCOME}: {VISITS}\r\n{FEEDBACK}:\r\n{SLOW}\r\n"
    assert said("form.txt", text.encode("utf-8-sig")) == {"outcome": VISITS, "feedback": SLOW}


def test_what_a_mail_program_hangs_on_a_mail_is_no_document_of_anybodys() -> None:
    logo = Attachment("logo.png", "image/png", 90_000, b"\x89PNG", content_id="logo")
    card = Attachment("date.ics", "text/calendar", 400, b"BEGIN:VCALENDAR")
    photo = Attachment("IMG_2.jpg", "image/jpeg", 900_000, b"\xff\xd8\xff\xe0")
    assert [one.name for one in documents([logo, card, photo])] == ["IMG_2.jpg"]


@pytest.mark.parametrize("how", [*FILLED, *UNSEEN, *TAKEN_BACK])
def test_a_form_is_read_however_it_was_filled_in(how: str) -> None:
    data = (FILLED | UNSEEN | TAKEN_BACK)[how]
    found = said("form.odt" if "libreoffice" in how else "form.docx", data)
    told = {key: " ".join(text.split()) for key, text in found.items()}
    assert told == {"outcome": VISITS, "feedback": SLOW}
