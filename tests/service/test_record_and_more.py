"""Who tries to have more of a record by mail than their side had: whoever moved, stands in, shares a mailbox, or manages both."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mailservice.cases.history.events import LetterOrdered, LetterWithheld
from mailservice.exports.marking import Somebody
from mailservice.record import contents
from mailservice.service.access.gathering import Asked, gather
from tests import servers
from tests.service.asking import (
    AMIRA,
    CHILD,
    FILE,
    MANAGER,
    NURSE,
    OFFICE,
    TEAM_LEADER,
    VISITOR,
    WORKER,
    Partnership,
    has,
    packed,
    partnership,
    said,
)
from tests.service.beginning import WAITING
from tests.service.test_disposal import SAID, an_office, found_in

LEFT = "NCT-100009"
SHARED = 'domains = ["rockinghamhealth.example", "hv.rockinghamhealth.example"]'
SAFEGUARDING, SECRETARY = "safeguarding@rockinghamhealth.example", "pam.ross@rockinghamhealth.example"
RUTH = "ruth.lindqvist@nenevalley.example"


@pytest.fixture
def here(tmp_path: Path, dovecot: servers.Dovecot) -> Iterator[Partnership]:
    with partnership(tmp_path, dovecot) as made:
        yield made


def test_within_one_agency_each_of_the_two_has_what_was_theirs_and_no_manager_has_any(here: Partnership) -> None:
    here.mail(WORKER, f"I disagree, Joy, that {CHILD} should be closed.", to=MANAGER, copy=here.desk.address)
    here.mail(WORKER, "CONTACT Joy Okafor joy.okafor@nenevalley.example", answers=here.newest(WORKER))
    here.live(timedelta(minutes=20))
    here.mail(MANAGER, "RECEIVED", answers=here.newest(MANAGER))
    here.climbs()
    afraid = "I am afraid that Joy will mark me down for it"
    here.mail(WORKER, f"Ruth, {afraid}.", to=RUTH, copy=here.desk.address, subject=here.references()[-1])
    here.mail(
        RUTH,
        "Daniel, I hear you and will speak to her alone.",
        to=WORKER,
        copy=here.desk.address,
        subject=here.references()[-1],
    )
    [hers] = [one for one in here.mail(MANAGER, "RECORD", answers=here.newest(MANAGER)) if packed(one)]
    assert not has(hers, afraid)
    assert not has(hers, "will speak to her alone")
    assert has(hers, "should be closed")
    assert "what you had of this" in said([hers])
    [his] = [one for one in here.mail(WORKER, "RECORD", answers=here.newest(WORKER)) if packed(one)]
    assert has(his, afraid)
    told = here.mail(RUTH, "RECORD", answers=here.newest(RUTH))
    assert "Within one agency it goes to the two who disagree" in said(told)
    assert here.given() == [MANAGER, WORKER]


def test_of_what_a_colleague_sent_to_us_alone_only_the_words_that_moved_something_reach_their_manager(
    here: Partnership,
) -> None:
    here.disagrees()
    pressed = "my own team leader wants me to withdraw this"
    for number, text in enumerate(
        (
            "STATUS\n\nBetween us, {}.",
            "HELP\n\nBetween us, {}.",
            "{}.\n\nRECEIVED",
            "RECEIVED\n\n> NOTE {}.",
            "RECEIVED\n\n-- \nSarah, {}",
            "RECORD\n\nBetween us, {}.",
        )
    ):
        here.mail(VISITOR, text.format(f"{pressed} {number}"), answers=here.newest(VISITOR))
    here.mail(VISITOR, "RECEIVED", answers=here.newest(VISITOR), file=(f"{pressed}.pdf", b"%PDF"))
    here.mail(VISITOR, "RECEIVED", copy=f'"{pressed}" <union@law.example>', answers=here.newest(VISITOR))
    here.mail(
        VISITOR,
        f"ESCALATE no visit was made\n\nNOTE {pressed}.\n\n> On Monday we wrote:\n> NOTE {pressed}.",
        answers=here.newest(VISITOR),
    )
    here.live(WAITING)
    [theirs] = [one for one in here.mail(TEAM_LEADER, "RECORD", answers=here.newest(TEAM_LEADER)) if packed(one)]
    assert not has(theirs, pressed)
    assert has(theirs, "no visit was made")
    assert has(theirs, "what is left are the words that moved something")
    [own] = [one for one in here.mail(VISITOR, "RECORD", answers=here.newest(VISITOR)) if packed(one)]
    assert has(own, f"{pressed} 0")
    whole = next(one for one in here.mail(AMIRA, "RECORD", subject=here.references()[-1]) if packed(one))
    assert has(whole, f"{pressed} 0")


def test_whom_a_colleague_copied_unseen_is_not_told_their_manager(here: Partnership) -> None:
    here.disagrees(f"I do not agree that {CHILD} was closed.")
    hidden = "union.rep@law.example"
    seen = f"Daniel, when will you visit {CHILD}"
    here.mail(VISITOR, f"{seen}?", to=WORKER, copy=here.desk.address, subject=here.references()[-1], unseen=hidden)
    here.climbs()
    [theirs] = [one for one in here.mail(TEAM_LEADER, "RECORD", answers=here.newest(TEAM_LEADER)) if packed(one)]
    assert has(theirs, seen)
    assert not has(theirs, hidden)


def test_what_somebody_was_sent_at_another_address_of_theirs_they_had_and_their_own_in_copy_is_nobody_elses(
    here: Partnership,
) -> None:
    reference = here.disagrees()
    other = "s.whitlock@hv.rockinghamhealth.example"
    here.mail(other, "RECEIVED", answers=here.newest(VISITOR))
    sent, alone = "Sarah, she was seen at the clinic on Friday", "My own team leader wants me to withdraw this"
    here.mail(WORKER, "Thank you for the call.", to=VISITOR, copy=here.desk.address, subject=reference)
    here.mail(WORKER, f"{sent}.", to=other, copy=here.desk.address, subject=reference)
    here.mail(VISITOR, f"{alone}.", copy=other, subject=reference)
    here.climbs()
    for who in (VISITOR, TEAM_LEADER, MANAGER):
        [letter] = [one for one in here.mail(who, "RECORD", subject=reference) if packed(one)]
        assert has(letter, sent), who
        assert has(letter, alone) == (who == VISITOR)


def test_who_changed_agency_has_no_record_of_the_old_one_nor_of_the_new(here: Partnership) -> None:
    reference = here.disagrees()
    here.climbs()
    assert here.newest(MANAGER)
    moved = FILE.replace(
        'name = "Joy Okafor"\naddress = "joy.okafor@nenevalley.example"',
        'name = "Joy Okafor"\nleft = 2026-11-25\naddress = "joy.okafor@nenevalley.example"',
    ).replace(
        '[[agency]]\nid = "shire-police"',
        '[[agency.person]]\nid = "j-okafor-2"\nname = "Joy Okafor"\naddress = "joy.okafor@rockinghamhealth.example"\n'
        'role = "Named nurse"\n\n[[agency]]\nid = "shire-police"',
    )
    here.knows(moved)
    here.live(timedelta(days=1))
    here.mail(MANAGER, f"RECORD {reference}", subject=reference)
    here.mail(MANAGER, "RECORD", answers=here.newest(MANAGER))
    here.mail("joy.okafor@rockinghamhealth.example", f"RECORD {reference}", subject=reference)
    here.mail("joy.okafor@rockinghamhealth.example", "RECORD", answers=here.newest(MANAGER))
    assert here.given() == []


def test_a_shared_mailbox_and_a_secretary_are_told_who_has_to_ask(here: Partnership) -> None:
    here.knows(
        FILE.replace(SHARED, f'{SHARED}\nshared = ["{SAFEGUARDING}"]').replace(
            '[[agency]]\nid = "shire-police"',
            f'[[agency.person]]\nid = "p-ross"\nname = "Pam Ross"\naddress = "{SECRETARY}"\nassistant_of = "s-whitlock"\n'
            '\n[[agency]]\nid = "shire-police"',
        )
    )
    here.disagrees(by=SAFEGUARDING)
    told = here.mail(SAFEGUARDING, "RECORD", answers=here.newest(SAFEGUARDING))
    assert "Several people read this mailbox" in said(told)
    reference = here.disagrees("I do not agree that NCT-100200 was closed.", "NCT-100200")
    told = here.mail(SECRETARY, f"RECORD {reference}", subject=reference)
    assert "Whom you assist has to ask, from their own address" in said(told)
    assert here.given() == []


def test_what_is_held_in_confidence_is_in_no_record_and_brings_none(here: Partnership) -> None:
    here.disagrees()
    secret = "ESCALATE: there is an allegation against a worker at the nursery, and nobody acts."
    here.mail(VISITOR, secret, answers=here.newest(VISITOR))
    signpost = here.letters(VISITOR)[-1]
    here.mail(VISITOR, "RECORD", answers=signpost)
    assert here.given() == []
    [letter] = here.mail(VISITOR, f"RECORD {here.references()[-1]}")
    assert packed(letter)
    assert not has(letter, "an allegation against a worker at the nursery")
    whole = next(one for one in here.mail(AMIRA, "RECORD", subject=here.references()[-1]) if packed(one))
    assert not has(whole, "an allegation against a worker at the nursery")


def test_an_email_to_the_wrong_person_of_a_side_was_not_had_by_it(here: Partnership) -> None:
    here.disagrees()
    wrong = "tom.byrne@nenevalley.example"
    here.mail(VISITOR, f"CONTACT Tom Byrne {wrong}", answers=here.newest(VISITOR))
    here.mail(WORKER, f"CONTACT Tom Byrne {wrong}", answers=here.newest(WORKER))
    here.live(timedelta(minutes=20))
    for_tom = "Tom, the grandmother has a key to the flat"
    here.mail(VISITOR, f"{for_tom}.", to=wrong, copy=here.desk.address, subject=here.references()[-1])
    here.mail(wrong, "WRONG PERSON", answers=here.newest(wrong))
    [theirs] = [one for one in here.mail(WORKER, "RECORD", answers=here.newest(WORKER)) if packed(one)]
    assert not has(theirs, for_tom)
    assert has(theirs, "I do not agree that NCT-483920 was closed")


def test_who_is_barred_before_it_leaves_is_not_sent_it(here: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    reference = here.disagrees()
    with monkeypatch.context() as slow:
        slow.setattr(type(here.service.sending), "work", lambda _self, _letters: 0)
        here.mail(WORKER, "RECORD", answers=here.newest(WORKER))
        here.mail(WORKER, "WRONG PERSON", answers=here.newest(WORKER))
    here.live(timedelta(minutes=5))
    ordered = [one.letter for one in here.events(1) if isinstance(one, LetterOrdered) and one.template == "record"]
    withheld = [one.letter for one in here.events(1) if isinstance(one, LetterWithheld)]
    assert here.given() == []
    assert {*ordered} <= {*withheld}
    assert reference


def test_after_a_death_the_office_alone_gives_it_out(here: Partnership) -> None:
    reference = here.disagrees()
    here.mail(WORKER, "I am sorry to say that the child died at home this morning.", answers=here.newest(WORKER))
    told = here.mail(VISITOR, f"RECORD {reference}", subject=reference)
    assert here.given() == []
    assert "the Business Office alone gives it out" in said(told)
    here.mail(AMIRA, "RECORD", subject=reference)
    assert here.given() == [AMIRA]


def test_what_is_held_on_a_person_holds_no_copy_of_the_record_a_second_time(here: Partnership) -> None:
    reference = here.disagrees()
    here.mail(AMIRA, "RECORD", subject=reference)
    with here.service.record.read(here.desk.partnership) as tx:
        service = Somebody("", (here.desk.address,), (), work=True, what="the service itself")
        now, rules = here.desk.rules.days.local(here.clock.now()), here.desk.rules
        asked = Asked(children=(CHILD,))
        found = gather(tx, rules.policy, here.desk.directory, service, asked, by="ann", at=now)
    [letter] = [one for one in found.items if "the record of this case, as asked for" in one.said]
    assert any("It brought a copy of the record of the case, which is left out here" in one for one in letter.notes)
    originals = [contents_of(here, one.digest) for one in found.originals]
    assert originals
    assert not any(b"case.pdf" in one for one in originals)


def contents_of(here: Partnership, digest: str) -> bytes:
    with here.service.record.read(here.desk.partnership) as tx:
        return contents.get(tx, digest) or b""


def test_the_offices_mailbox_and_its_deputy_have_the_whole(here: Partnership) -> None:
    deputy = "ben.lowe@nscp.example"
    here.knows(
        FILE.replace(
            "staff = [",
            f'deputies = [{{ name = "Ben Lowe", address = "{deputy}", phone = "01632 960 112" }}]\nstaff = [',
        )
    )
    reference = here.disagrees()
    here.mail(OFFICE, "RECORD", subject=reference)
    here.mail(deputy, "RECORD", subject=reference)
    assert here.given() == [OFFICE, deputy]


def test_a_manager_who_is_only_above_and_a_nurse_who_only_wrote_have_none(here: Partnership) -> None:
    reference = here.disagrees()
    here.mail(NURSE, "I back Sarah in this.", to=WORKER, copy=here.desk.address, answers=here.newest(VISITOR))
    told = here.mail(NURSE, "RECORD", answers=here.newest(VISITOR))
    assert "It goes to whoever took part for a side" in said(told)
    told = here.mail(TEAM_LEADER, "RECORD", subject=f"[{reference}]")
    assert "It goes to whoever took part for a side" in said(told)
    assert here.given() == []


def test_who_calls_themself_by_our_address_does_not_have_what_others_wrote_to_us(here: Partnership) -> None:
    new = "nia.pugh@rockinghamhealth.example"
    for name in ("escalate@nscp.example", WORKER, "office@nscp.example"):
        child = f"NCT-{len(here.references()) + 100200}"
        called = f'"{name}" <{new}>'
        here.mail(called, f"I do not agree that {child} was closed.", to=WORKER, copy=here.desk.address, subject=child)
        here.live(timedelta(minutes=20))
        secret = "Our own team is off sick and nobody has read the referral"
        here.mail(WORKER, f"NOTE {secret}.", answers=here.newest(WORKER))
        here.mail(WORKER, f"For the office alone: {secret}.", answers=here.newest(WORKER))
        before = len(here.letters(new))
        here.mail(called, "RECORD", answers=here.newest(new))
        [letter] = [one for one in here.letters(new)[before:] if packed(one)]
        assert not has(letter, secret), name


def test_once_a_case_is_disposed_of_nothing_of_its_copies_or_lists_is_left(
    tmp_path: Path, dovecot: servers.Dovecot, sqlite_url: str
) -> None:
    with an_office(tmp_path, dovecot, sqlite_url) as office:
        office.writes(VISITOR, f"I do not agree that {LEFT} was closed. {SAID}.", child=LEFT)
        office.live(WAITING)
        office.live(WAITING)
        reference = office.references()[-1]
        office.writes(WORKER, "CASES", answers=office.newest(WORKER))
        office.live(WAITING)
        assert LEFT in office.newest(WORKER, "open cases").text
        office.writes(
            WORKER, "RESOLVED Daniel sees him at breakfast club each week.", answers=office.newest(WORKER, reference)
        )
        office.live(WAITING)
        office.writes(VISITOR, "AGREE", answers=office.newest(VISITOR))
        office.live(timedelta(days=4))
        office.writes(VISITOR, "RECORD", answers=office.newest(VISITOR))
        office.live(WAITING)
        assert packed(office.newest(VISITOR, "The record"))
        office.live(timedelta(days=400))
        office.confirmed(reference)
        assert office.status(reference) == "disposed"
        places = [dovecot.folder / "mail" / office.account.user, tmp_path]
        assert [one for place in places for one in found_in(place, SAID, LEFT, "case.pdf")] == []
        office.writes(VISITOR, f"RECORD {reference}", child="NCT-100201")
        office.live(WAITING)
        assert not packed(office.letters(VISITOR)[-1])
        assert office.faults() == []
