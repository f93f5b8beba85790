"""The office asks by mail whether everything is as it was written, and is told."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from mailservice.cases.history.events import ProofAsked, ProofGiven
from mailservice.errors import TryLater
from mailservice.mail.parse import Mail
from mailservice.service.custody import proving
from mailservice.transport.imap import Mailbox
from tests.directory.test_by_mail import AMIRA, LEE, RFC8601, SHARED, TWO, ByMail, opened, said


@pytest.fixture
def two(tmp_path: Path) -> Iterator[ByMail]:
    """Give an office of two."""
    yield from opened(tmp_path, TWO)


def proofs(letters: list[Mail]) -> list[Mail]:
    """Return those letters that tell what was found."""
    return [one for one in letters if "changed" in one.subject.casefold()]


def test_a_word_is_answered_at_once_and_a_letter_tells_that_all_is_whole(two: ByMail) -> None:
    letters = two.writes(AMIRA, "VERIFY")
    assert set(two.reached) == {AMIRA}
    assert "under way" in said(letters[0])
    [told] = proofs(letters)
    assert "the record is as it was written" in said(told)
    assert "looked at: 0 cases, 1 email" in said(told)
    assert "messages in the mailbox" in said(told) or "message in the mailbox" in said(told)
    assert two.kept_of(ProofAsked, ProofGiven) == ["ProofAsked", "ProofGiven"]


def test_what_was_changed_is_named_with_what_it_does_about_it(two: ByMail) -> None:
    two.writes(AMIRA, "STATUS")
    with closing(Mailbox(two.service.mailbox.account)) as hands:
        for entry in hands.scan("Other"):
            assert hands.remove("Other", entry.message_id)
    letters = two.writes(LEE, "VERIFY")
    [told] = proofs(letters)
    assert "something was changed" in said(told)
    assert "the email on no case that came at" in said(told)
    assert "mailservice record refile puts each back as it was kept" in said(told)


def test_nobody_but_the_office_is_told(two: ByMail) -> None:
    two.writes("sarah.whitlock@rockinghamhealth.example", "VERIFY")
    two.writes("somebody@elsewhere.example", "VERIFY")
    assert two.kept_of(ProofAsked) == []


def test_a_mailbox_out_of_reach_delays_the_letter_and_loses_nothing(
    two: ByMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_given: object) -> list[object]:
        raise TryLater("the mail server is away")

    with monkeypatch.context() as broken:
        broken.setattr(Mailbox, "read", away)
        two.writes(AMIRA, "STATUS")
        assert proofs(two.writes(AMIRA, "VERIFY")) == []
    [told] = proofs(two.writes(SHARED, "STATUS"))
    assert "the record is as it was written" in said(told)


def test_twenty_findings_are_named_and_the_rest_counted(two: ByMail, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "MOST_TOLD", 2)
    two.writes(AMIRA, "STATUS")
    two.writes(AMIRA, "HELP")
    with closing(Mailbox(two.service.mailbox.account)) as hands:
        for entry in hands.scan("Other"):
            assert hands.remove("Other", entry.message_id)
    [told] = proofs(two.writes(AMIRA, "VERIFY"))
    assert said(told).count("is not in the mailbox") == 2
    assert re.search(r"and \d+ more", said(told))


def test_who_may_not_be_of_the_office_is_asked_once_more(tmp_path: Path) -> None:
    for office in opened(tmp_path, TWO, RFC8601):
        letters = office.writes(AMIRA, "VERIFY", result="none")
        assert office.kept_of(ProofAsked) == []
        assert "we could not be sure that verify came from you" in said(letters[0])
        office.writes(AMIRA, "VERIFY", to=letters[0], result="none")
        assert office.kept_of(ProofAsked) == ["ProofAsked"]


def test_a_look_that_ended_with_its_process_is_made_anew(two: ByMail, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as slow:
        slow.setattr(proving.Proving, "work", lambda _self: 0)
        two.writes(AMIRA, "VERIFY")
    again = replace(two.service.proving)
    assert again.waits()
    assert again.work() == 1
    assert not again.waits()
    assert two.kept_of(ProofAsked, ProofGiven) == ["ProofAsked", "ProofGiven"]
