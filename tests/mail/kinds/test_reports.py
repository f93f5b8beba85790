"""Every report of a server finds its letter, and says what became of it and whose fault that was."""

import pytest

from mailservice.mail import returning
from mailservice.mail.parse import Mail, parse
from mailservice.mail.trust import signing
from mailservice.service.fates import fault_of, tells
from tests.mail.kinds.reports import DESK, FIRST, KEY, LETTER, SECOND, Report

MINE = signing.message_id(LETTER, KEY, "nscp.example")
BACK = returning.return_address(LETTER, KEY, DESK)
# What cannot be found where the mailbox takes no plus-addresses: nothing of our letter came back. The office rings.
NAMES_NO_LETTER = {"Domino, nothing returned", "IMail, nothing but a line"}


def came(report: Report, to: str, message_id: str = MINE) -> Mail:
    return parse(report.raw(to, message_id).replace(b"%M", message_id.encode()))


@pytest.mark.parametrize("report", [*FIRST, *SECOND], ids=lambda one: one.name)
def test_what_it_tells_of_which_letter_and_whose_fault_it_is(report: Report) -> None:
    mail = came(report, BACK)
    assert tells(mail, KEY) == report.tells
    assert returning.letter_of(mail, KEY) == LETTER
    if report.tells == "bounce":
        assert fault_of(mail) == report.fault


@pytest.mark.parametrize("report", [*FIRST, *SECOND], ids=lambda one: one.name)
def test_without_plus_addresses_the_returned_message_id_finds_it(report: Report) -> None:
    assert (returning.letter_of(came(report, DESK), KEY) == LETTER) == (report.name not in NAMES_NO_LETTER)


@pytest.mark.parametrize("report", [*FIRST, *SECOND], ids=lambda one: one.name)
def test_a_signature_that_is_not_ours_finds_nothing(report: Report) -> None:
    forged = f"<{LETTER}.{'a' * 16}@nscp.example>"
    assert returning.letter_of(came(report, DESK, forged), KEY) == ""
