"""Each form is taken for what a person takes it for, and of what it is not nothing is lost."""

from email.message import EmailMessage
from email.policy import SMTP

import pytest

from mailservice.mail.kinds.plain_absence import says_only_absence
from mailservice.mail.mime.addresses import Address
from mailservice.mail.parse import Absence, Mail, parse
from tests.mail.kinds.forms import EVERY, NO_ABSENCES, NO_REACTIONS, REACTIONS, Form
from tests.timing import within

JOY = Address("Joy Okafor", "joy.okafor@nenevalley.example")
OURS = "<abc123def456.aaaaaaaaaaaaaaaa@nscp.example>"
BOUNCED = [one for one in EVERY if one.names]


def name_of(form: Form) -> str:
    return f"{form.kind} {form.language} {form.subject[:20]} {form.text[:40]}"


def raw(form: Form, **headers: str) -> bytes:
    """Return a form as a mail that answers a letter of ours, with no mark of a machine."""
    mail = EmailMessage(SMTP)
    mail["From"] = form.sender
    mail["To"] = "NSCP Escalations <escalate@nscp.example>"
    mail["Subject"] = form.subject
    mail["Date"] = "Wed, 25 Nov 2026 11:42:10 +0000"
    mail["Message-ID"] = "<form@nenevalley.example>"
    if form.subject.startswith("Re: "):
        mail["In-Reply-To"] = "<abc123def456.aaaaaaaaaaaaaaaa@nscp.example>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(form.text, cte="8bit")
    return mail.as_bytes()


def read(form: Form, **headers: str) -> Mail:
    return parse(raw(form, **headers))


@pytest.mark.parametrize("form", EVERY, ids=name_of)
def test_it_is_what_a_person_takes_it_for(form: Form) -> None:
    assert read(form).kind == form.kind


@pytest.mark.parametrize("form", BOUNCED, ids=name_of)
def test_a_bounce_tells_whom_it_could_not_reach_why_and_which_mail(form: Form) -> None:
    bounce = read(form).bounce
    assert bounce is not None
    assert (bounce.address, bounce.status) == (form.names, form.status)
    assert bounce.message_id == (OURS if form.quotes_id else "")


@pytest.mark.parametrize("form", [*NO_ABSENCES, *NO_REACTIONS], ids=name_of)
def test_what_a_person_wrote_is_all_there(form: Form) -> None:
    assert parse(raw(form)).text.split() == form.text.split()


# Said by somebody who is away, and no notice: each says something else besides.
BESIDES = """
I am on leave until Monday and have not received a response.
I am on leave until Monday. I have not received a response to my enquiry.
I am out of the office today. Please respond to Sarah urgently.
I am away from the office. The family left on Friday.
I'm on leave until Monday. Please send the report to Tom Ellis.
I am on leave. The meeting on Friday is not possible.
I am on leave until Thursday. I cannot meet before then.
I am on leave until Thursday. I have received this and will respond.
I am on leave until Thursday, received with thanks.
I am on leave until Thursday. Please call Leo's school.
I am on annual leave. Please would you forward this to Ann Marsh.
I am on annual leave. Please forward this to Ann Marsh.
I am on leave and have directed this to Ann Marsh, who will cover.
I have left the police a message. I am out of the office.
I am on leave until Monday. All is well.
I am on leave until Monday. There is a safety issue.
I am on leave until Monday. If the child is at risk, no-one will call.
The school is closed and the child is at home alone.
I am out of the office. Leave it with me.
I am out of the office, working on it.
I'm not in the office and I need help.
I am out of the office. Please help.
I am on leave until Monday. I am not sure.
I am on leave until Monday. I will not respond.
I am not available. Not closed.
I am off sick. The matter is closed.
I am on leave. This is closed.
I am on leave. The matter is now closed, thank you.
I am on leave until Monday. We have spoken, all good.
I am on leave, the other team are dealing with this.
I am out of the office. I have left it with the duty team.
I am on leave until Monday, please call me when you are free.
I'm off sick. Tell Daniel to escalate.
I am out of the office. Kind regards to all but this is not agreed
I am on leave until Monday. In danger.
I am away until Monday. Unfortunately the school has closed the case.
I am on leave. Unfortunately I am not in a position to agree.
I am on leave until Monday. Our response follows on Tuesday.
I am on annual leave. I request a response by Monday.
I am on leave, response requested by Friday.
I am out of the office. No response from the school.
I am on leave. The school is not answering.
Out of office. Father is back.
I am on annual leave. The father is back home.
I am out of the office until Monday. He is back on Friday.
On leave. Police called.
I am on leave. Email from the school: he was not in.
I am on leave until Monday. She has been reached.
I am on leave. Mum is not answering messages.
I am away from the office today, back tomorrow. Not urgent.
I am on leave until 30 November. Happy for Tom to cover.
I am on leave. I will reply to Sarah on Monday.
I am on leave. Until then please do not contact the family.
I am on leave. Please wait for my reply on Monday.
I am on leave and will respond on Monday, please hold.
I'm on leave until Monday. You will have our response on Tuesday.
I am on leave until Monday. We are closed to Leo.
""".strip().splitlines()


@pytest.mark.parametrize("text", BESIDES)
def test_somebody_who_is_away_and_says_something_is_heard(text: str) -> None:
    assert not says_only_absence(text, JOY)


def test_a_notice_to_others_as_well_is_a_persons() -> None:
    notice = next(one for one in EVERY if one.kind == "out-of-office")
    assert read(notice, Cc="Daniel Mensah <daniel.mensah@rockinghamhealth.example>").kind == "message"


def test_a_notice_that_answers_nothing_is_a_persons() -> None:
    notice = next(one for one in EVERY if one.kind == "out-of-office")
    assert (
        parse(raw(notice).replace(b"Subject: Re: ", b"Subject: ").replace(b"In-Reply-To", b"X-Was")).kind == "message"
    )


def test_a_reaction_that_a_machine_marks_is_answered_by_nobody() -> None:
    for mark in ({"Auto_Submitted": "auto-generated"}, {"Return_Path": "<>"}, {"X_Auto_Response_Suppress": "All"}):
        assert read(REACTIONS[0], **mark).kind == "auto-reply"
    assert not read(REACTIONS[0]).auto_submitted


@pytest.mark.parametrize(
    "line",
    [
        "I am on leave until Monday. ",
        "> ",
        "-- ",
        "-" * 70 + "\n",
        "From: a\n",
        "Wir: \n",
        "Joy\n",
        "Hello,\n",
        "nicht ",
        "a b ",
    ],
)
def test_a_mail_of_any_length_is_sorted_in_its_time(line: str) -> None:
    form = Form("message", "en", line * (500_000 // len(line)))
    for sender in (form.sender, "Mail Delivery System <mailer-daemon@mx.nenevalley.example>"):
        mail = raw(Form("", "", form.text, sender=sender))
        assert within(1, lambda: parse(mail))  # noqa: B023 - it is done at once


@pytest.mark.parametrize("marks", [{}, {"Auto_Submitted": "auto-replied"}])
def test_who_stands_in_is_not_read_from_our_letter_below(marks: dict[str, str]) -> None:
    quoted = "On Tue, 24 Nov 2026, 15:05 NSCP Escalations wrote:\n\n> Please contact Amira Hill, office@nscp.example."
    found = read(Form("", "", f"I am out of the office today. Please email my colleague.\n\n{quoted}"), **marks)
    assert (found.kind, found.absence) == ("out-of-office", Absence())
