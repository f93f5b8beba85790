"""Which letter of ours a mail answers is proven by our signature; who wrote is looked up, never guessed."""

from hypothesis import given
from hypothesis import strategies as st

from mailservice.cases.history.commands import Sender
from mailservice.directory import Agency, Directory, Office, Person
from mailservice.mail.parse import parse
from mailservice.mail.trust import senders, signing
from mailservice.mail.trust.judging import judge
from mailservice.mail.trust.setup import Setup
from mailservice.service.desk import new_id

KEY, OTHER = (b"a key of this test alone, long enough",), (b"somebody else's key, just as long as it",)
DIRECTORY = Directory(
    Office("Business Office", "office@nscp.example", staff=("amira.hill@nscp.example",)),
    (Agency("trust", "Nene Valley Trust", domains=("nenevalley.example",)),),
    (Person("d-mensah", "Daniel Mensah", "daniel.mensah@nenevalley.example", "trust", aliases=("dm@old.example",)),),
)


def identified(raw: bytes) -> Sender:
    """Return who wrote a mail, where everybody is taken at their word."""
    return senders.identify(parse(raw), DIRECTORY, judge(raw, Setup()))


def test_an_answer_names_our_letter_by_its_message_id_and_by_its_token() -> None:
    letter = new_id()
    message_id = signing.message_id(letter, KEY, "nscp.example")
    token = signing.reply_address(letter, KEY, "escalate@nscp.example")
    assert signing.letter_in([message_id], KEY) == letter
    assert signing.letter_in([token.upper()], KEY) == letter, "gateways change the case of an address"
    assert len(token.partition("@")[0]) <= 64, "RFC 5321 section 4.5.3.1.1"


def test_a_letter_that_a_key_before_ours_signed_is_still_ours_and_what_is_new_is_signed_with_the_newest() -> None:
    letter = new_id()
    old = signing.message_id(letter, OTHER, "nscp.example")
    assert signing.letter_in([old], (*KEY, *OTHER)) == letter
    assert signing.message_id(letter, (*KEY, *OTHER), "nscp.example") == signing.message_id(letter, KEY, "nscp.example")


@given(st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=16, max_size=16))
def test_nobody_can_make_up_a_letter_of_ours(signature: str) -> None:
    letter = "abcdefghijklmnopqrstuvwxyz"
    assert signing.letter_in([f"<{letter}.{signature}@nscp.example>"], KEY) == ""
    assert signing.letter_in([signing.message_id(letter, OTHER, "nscp.example")], KEY) == ""


def test_a_sender_is_known_by_their_address_alias_or_domain() -> None:
    def who(sender: str) -> tuple[str, str, bool]:
        found = identified(f"From: {sender}\r\n\r\nHello".encode())
        return found.person, found.agency, found.office

    assert who("Daniel Mensah <Daniel.Mensah@NeneValley.example>") == ("d-mensah", "trust", False)
    assert who("dm@old.example") == ("d-mensah", "trust", False)
    assert who("new.starter@nenevalley.example") == ("", "trust", False)
    assert who("pupil@students.nenevalley.example") == ("", "", False)
    assert who("amira.hill@nscp.example") == ("", "", True)
    assert who('"daniel.mensah@nenevalley.example" <daniel@webmail.example>') == ("", "", False), "a name is no address"
    assert who("daniel.mensah@evil-nenevalley.example") == ("", "", False), "a look-alike domain is a stranger's"


def test_who_sends_in_anothers_name_is_their_delegate() -> None:
    def delegate(author: str, sent_by: str) -> str:
        mail = f"From: {author}\r\nSender: {sent_by}\r\n\r\nHello".encode()
        return identified(mail).delegate

    director = "Ann Marsh <ann.marsh@nenevalley.example>"
    assert delegate(director, "Pat Lee <pat.lee@nenevalley.example>") == "Pat Lee"
    assert delegate(director, "pat.lee@nenevalley.example") == "pat.lee@nenevalley.example"
    assert delegate(director, "D M <daniel.mensah@nenevalley.example>") == "Daniel Mensah", "by the directory"
    assert delegate(director, "ANN.Marsh@nenevalley.example") == "", "herself"
    assert delegate("daniel.mensah@nenevalley.example", "Daniel <dm@old.example>") == "", "his other address"
    assert delegate("office@nscp.example", "amira.hill@nscp.example") == "", "she is the office"
    assert delegate(director, "") == ""
    assert identified(f"From: {director}\r\n\r\nHello".encode()).delegate == ""
