"""The record of a case, read by somebody who was not there."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from mailservice.cases.history import events as e
from mailservice.cases.told.transcript import Transcript, explain, transcript
from mailservice.policy.load import load

POLICY = load(Path(__file__).parents[2] / "policies" / "northamptonshire-nscp.toml")
AGENCIES = {"riverside": "Riverside Health", "northfield": "Northfield Council"}
ANNA = e.Party("anna.lee@riverside-health.example", "Anna Lee", "anna", "riverside", "Health visitor")
SAM = e.Party("sam.okoro@northfield.example", "Sam Okoro", "sam", "northfield", "Social worker")
PRIYA = e.Party("priya.nair@northfield.example", "Priya Nair", "priya", "northfield", "Team manager")
ISSUE = "Dear Sam,\n\nI do not agree that the referral should be closed.\n<b>Please</b> ring me.\n\nAnna"
PLAN = "Sam visits on Monday 4 January.\nAnna weighs the baby weekly."


def on(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=UTC)


def christmas() -> Sequence[e.Event]:
    """Return a case raised before Christmas, silent over it, and settled by the managers."""
    skipped = (
        e.Skipped(date(2026, 12, 25), "Christmas Day"),
        e.Skipped(date(2026, 12, 26), "Saturday"),
        e.Skipped(date(2026, 12, 27), "Sunday"),
        e.Skipped(date(2026, 12, 28), "Boxing Day (substitute day)"),
    )
    raised = on(23, 16, 30)
    return (
        e.MailHeard(raised, "m1", "<1@x>", ANNA, "message", ISSUE, "acted"),
        e.CaseOpened(
            raised,
            "NSCP 2026-0042-K",
            "nscp",
            "d" * 64,
            "m1",
            "<1@x>",
            ANNA,
            (SAM,),
            tuple(AGENCIES),
            ("NCT-483920",),
            ISSUE,
        ),
        e.StageEntered(raised, "1", 1, "opened", raised),
        e.DeadlineSet(raised, "d1", "clock", "1", 1, on(29, 17), raised, "policy", "plan", "plan", "A1", skipped),
        e.DeadlineSet(raised, "d2", "reminder", "1", 1, on(24, 12), raised, "house"),
        e.LetterOrdered(raised, "l1", "receipt", ANNA, {}),
        e.LetterSent(on(23, 16, 31), "l1"),
        e.LetterOrdered(raised, "l2", "stage", SAM, {}),
        e.LetterBounced(on(23, 16, 32), "l2", "5.1.1", "no such mailbox"),
        e.MailHeard(on(24, 9), "m2", "<2@x>", SAM, "out-of-office", "Back on 4 January. RESOLVED", "automatic"),
        e.DeadlineMissed(on(29, 17), "d1"),
        e.StageEntered(on(29, 17), "2", 1, "climbed", on(29, 17)),
        e.DeadlineSet(on(29, 17), "d3", "silence", "2", 1, on(31, 17), on(29, 17), "house"),
        e.MailHeard(on(30, 10), "m3", "<3@x>", PRIYA, "message", f"RESOLVED {PLAN}", "acted"),
        e.Proposed(on(30, 10), "p1", "resolved", PRIYA, PLAN, "2", 1),
        e.Assented(on(30, 11), "p1", ANNA),
        e.Agreed(on(30, 11), "p1", objection=False),
        e.DeadlineDropped(on(30, 11), "d3", "the case has ended"),
        e.CaseClosed(on(30, 11), "agreed", PLAN, None, "p1"),
    )


def told(upto: int = 99) -> Transcript:
    return transcript(
        christmas()[:upto], POLICY, AGENCIES, {"l1": "Write your reply above this line\n\nDear Anna Lee,"}
    )


def test_the_record_says_who_raised_it_and_how_it_ended() -> None:
    record = told()
    assert record.reference == "NSCP 2026-0042-K"
    assert record.raised_by == "Anna Lee (Riverside Health)"
    assert record.agencies == ("Riverside Health", "Northfield Council")
    assert record.status == "Ended: every agency agreed; finished"
    assert record.standing == ("Nothing is due. Anyone who took part may open it again at any time.",)


def test_each_mail_stands_once_in_its_writers_own_words() -> None:
    shown = [entry.words for entry in told().entries if entry.words]
    assert shown == [ISSUE, f"RESOLVED {PLAN}", PLAN]


def test_an_automatic_message_is_never_shown_as_somebodys_word() -> None:
    away = next(entry for entry in told().entries if "automatic" in entry.said)
    assert (away.side, away.words) == (0, "")
    assert away.said == "An automatic message came from Sam Okoro (Northfield Council). Nothing moved."


def test_each_letter_says_whether_it_arrived() -> None:
    letters = {entry.said: entry.notes for entry in told().entries if entry.kind == "letter"}
    assert letters == {
        "We wrote to Anna Lee (Riverside Health): what we understood.": (
            "Sent at 4.31pm on Wednesday 23 December 2026.",
        ),
        "We wrote to Sam Okoro (Northfield Council): what is asked at this stage.": (
            "It came back at 4.32pm on Wednesday 23 December 2026, unread. No such mailbox.",
        ),
    }


def test_a_date_is_explained_with_every_day_it_left_out() -> None:
    assert explain(christmas(), POLICY)[0] == (
        "By 5pm on Tuesday 29 December 2026: a plan that both sides agree to, with dates (stage 1)."
        " The partnership’s guide says 2 working days, as we read it."  # noqa: RUF001 - proper type
        " We counted from Wednesday 23 December 2026; that day is not counted. Days left out: Friday 25 December"
        " (Christmas Day), Saturday 26 December, Sunday 27 December and Monday 28 December (Boxing Day, substitute day)."
        " It ran out."
    )
    assert len(explain(christmas(), POLICY)) == 3


def test_a_date_of_ours_is_not_shown_as_the_policys() -> None:
    house = explain(christmas(), POLICY)[2]
    assert "The policy gives no time for this. The date is our own." in house


def test_the_ladder_shows_what_passed_and_what_is_ahead() -> None:
    assert [(rung.title, rung.state) for rung in told(13).ladder[:3]] == [
        ("Stage 1: Professional to professional", "passed"),
        ("Stage 2: Manager to manager", "now"),
        ("Stage 3: Senior manager to senior manager", "ahead"),
    ]
    assert told().ladder[1].state == "ended"
    assert told().ladder[1].entered == "Tuesday 29 December 2026"


def test_what_stands_now_names_the_next_date() -> None:
    assert (
        told(13).standing[0].startswith("By 5pm on Thursday 31 December 2026: a word from those who are asked to act")
    )
    assert told(15).standing[0] == "A proposal waits for the answer of every other agency."
