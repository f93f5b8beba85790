"""A mailbox that several people read, and a secretary: both raise and acknowledge, neither settles (rule 11.1)."""

from dataclasses import replace

from mailservice.cases.history.commands import Addressee, Sender
from mailservice.cases.history.words import Verb
from mailservice.mail.parse import parse
from mailservice.mail.trust import senders
from mailservice.mail.trust.judging import judge
from mailservice.mail.trust.setup import Setup
from tests.cases.world import CHILD, RAISER, RESPONDER, World, addressee, answered, directory, letters, said

BOX = "safeguarding@nenevalley.example"
JOY, SECRETARY = "j-okafor", "p-wren"


def known() -> World:
    """Return a world in which Nene Valley has a shared mailbox, and Joy Okafor an assistant."""
    who = directory()
    agencies = tuple(replace(one, shared=(BOX,)) if one.id == "nene-valley" else one for one in who.agencies)
    joy = who.person(JOY)
    assert joy is not None
    wren = replace(
        joy, id=SECRETARY, name="Pat Wren", address="pat.wren@nenevalley.example", stages=(), assistant_of=JOY
    )
    return World(who_is_who=replace(who, agencies=agencies, people=(*who.people, wren)))


def box() -> Sender:
    return Sender(BOX, "Safeguarding", "", "nene-valley", proof="proven")


def test_the_mailbox_is_its_agencys_and_nobody_of_it() -> None:
    raw = f"From: Duty desk <{BOX}>\r\nSubject: x\r\n\r\nx".encode()
    sender = senders.identify(parse(raw), known().who_is_who, judge(raw, Setup()))
    assert (sender.agency, sender.person) == ("nene-valley", "")


def test_it_raises_a_case() -> None:
    world = known()
    world.hear(RAISER, sender=box(), child_references=(CHILD,), to=(addressee(RAISER),), own_words="I do not agree.")
    assert world.case.status == "open"
    assert world.case.raiser is not None
    assert world.case.raiser.address == BOX


def at_the_box() -> World:
    """Return a case in which the mailbox was written to."""
    world = known()
    to = (Addressee(BOX, "Safeguarding", "", "nene-valley"),)
    world.hear(RAISER, child_references=(CHILD,), to=to, own_words="I do not agree.")
    world.send()
    return world


def test_it_has_the_letter_where_it_was_written_to_and_its_received_counts() -> None:
    world = at_the_box()
    assert any(one.to.address == BOX and one.template == "stage" for one in world.case.letters.values())
    world.hear(RAISER, said(Verb.RECEIVED, world.now, ""), sender=box())
    assert "nene-valley" in world.case.acknowledged


def test_its_word_towards_quiet_is_asked_back_for_a_name_and_a_named_person_gives_it() -> None:
    world = at_the_box()
    world.say(RAISER, Verb.ESCALATE, "no plan")
    events = world.hear(RAISER, said(Verb.RESOLVED, world.now, "a visit; nothing stays open"), sender=box())
    assert world.case.pending is None
    assert "needs a name" in answered(events)[0]
    put = [one for one in letters(events) if one.template == "news" and one.to.person == JOY]
    assert put
    assert "write RESOLVED yourself" in str(put[0].facts)
    world.say(JOY, Verb.RESOLVED, "a visit; nothing stays open")
    assert world.case.pending


def test_its_call_for_attention_acts() -> None:
    world = at_the_box()
    stage = world.case.stage
    world.hear(RAISER, said(Verb.ESCALATE, world.now, "no answer"), sender=box())
    assert world.case.stage != stage


def test_a_secretarys_received_counts_and_nothing_else() -> None:
    world = known().open()
    world.say(RAISER, Verb.ESCALATE, "no plan")
    wren = Sender("pat.wren@nenevalley.example", "Pat Wren", SECRETARY, "nene-valley", proof="proven")
    world.hear(RESPONDER, said(Verb.RECEIVED, world.now, ""), sender=wren)
    assert "nene-valley" in world.case.acknowledged
    events = world.hear(RESPONDER, said(Verb.RESOLVED, world.now, "a visit; nothing stays open"), sender=wren)
    assert world.case.pending is None
    assert "must come from Joy Okafor" in answered(events)[0]
