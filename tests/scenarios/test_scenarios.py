"""Each story folder is one test: played on real servers under a virtual clock, and compared letter by letter.

Where a story came out differently, read the difference against the rules; only then run `python -m tests.scenarios.accept`.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from mailservice.cases.history.events import Event, LetterSent, MailFiled, MailHeard, MailTakenOff
from mailservice.record.verify import verify
from mailservice.service.folders import case_folder
from tests.scenarios.told import Telling, play, stories


@pytest.fixture(params=stories(), ids=lambda path: path.name)
def story(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.param
    return folder


def test_a_story_comes_out_as_it_is_told(story: Path, tmp_path: Path) -> None:
    telling = play(story, tmp_path)
    expected = story / "expected.txt"
    assert telling.text == (expected.read_text(encoding="utf-8") if expected.exists() else "")
    _the_record_is_whole(telling)
    _the_mailbox_holds_everything_once(telling)
    _every_open_case_has_a_next_date(telling)


def _the_record_is_whole(telling: Telling) -> None:
    with telling.simulator.record.read(telling.simulator.desk.partnership) as tx:
        assert verify(tx) == []


def _the_mailbox_holds_everything_once(telling: Telling) -> None:
    filed = telling.simulator.filed
    assert filed["INBOX"] == ()
    once = Counter(one for ids in filed.values() for one in ids)
    assert {one for one, times in once.items() if times != 1} == set()
    # A mail that opens a case for each of two boards lies with the first of them.
    elsewhere: set[str] = set()
    for reference, history in telling.simulator.histories().items():
        mails = {event.message_id for event in history if isinstance(event, MailHeard) and event.outcome != "held"}
        mails -= elsewhere
        mails |= {
            one.message_id for one in history if isinstance(one, MailFiled) and not _taken_off(one, history)
        } - elsewhere
        elsewhere |= mails
        sent = {event.letter for event in history if isinstance(event, LetterSent)}
        letters = {one.mail.message_id for one in telling.simulator.arrivals if one.order.letter in sent}
        assert {_bare(one) for one in filed[case_folder(reference)]} == {_bare(one) for one in mails | letters}


def _taken_off(filed: MailFiled, history: Sequence[Event]) -> bool:
    return any(isinstance(one, MailTakenOff) and one.mail == filed.mail and one.at >= filed.at for one in history)


def _every_open_case_has_a_next_date(telling: Telling) -> None:
    for reference, case in telling.cases().items():
        rests = case.status == "closed" or case.joined_to in telling.cases()
        assert rests or case.standing, f"{reference} waits for nothing"


def _bare(message_id: str) -> str:
    return message_id.strip("<>")
