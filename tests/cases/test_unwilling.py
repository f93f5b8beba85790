"""Who will not act: an agency is an alarm, a family is what cases are about."""

import pytest

from mailservice.cases.history.commands import Hear
from mailservice.cases.opening import unwilling
from mailservice.cases.people.turn import Turn
from tests.cases.world import CHILD, RAISER, World, addressee, letters, sender


def speaks(words: str) -> bool:
    world = World().open()
    turn = Turn(world.case, world.rules, world.who_is_who, world.now)
    return unwilling.speaks(turn, Hear(world.now, "m9", "<m9@people.example>", sender(RAISER), own_words=words))


@pytest.mark.parametrize(
    "words",
    [
        "Nene Valley refuse to attend, and will not assess.",
        "Social care has declined to assess.",
        "Your team will not visit before Friday.",
        "The police won't take part in the meeting.",
        "You are not prepared to meet us.",
        "We asked the school twice. The school did not want to engage.",
        "Social care say this is not for them.",
        "The police told us it is not their role.",
        "Your team are taking no action.",
        "The council keeps out of it.",
        "The trust has stepped back.",
        "Social care want no involvement.",
    ],
)
def test_an_agency_that_will_not_act_is_heard(words: str) -> None:
    assert speaks(words)


@pytest.mark.parametrize(
    "words",
    [
        "His mother refuses to engage.",
        "Dad will not attend the appointments.",
        "The parents declined to meet the health visitor.",
        "She will not visit him any more.",
        "We will visit, and the school will help.",
        "Mum keeps out of it.",
        "The worker decided on no further action.",
        "School is not for them, his brothers say.",
    ],
)
def test_what_a_family_will_not_do_is_no_alarm(words: str) -> None:
    assert not speaks(words)


def test_where_the_policy_asks_for_it_an_agency_that_stays_out_is_told_of_from_the_first_mail_on() -> None:
    world = World(place="bscp")
    to = (addressee(world.responder, "bscp"),)
    words = "He may be hurt tonight. Social care say this is not for them."
    world.hear(world.raiser, child_references=(CHILD,), to=to, own_words=words)
    [told] = [one for one in letters(world.events) if one.to.address == world.office]
    parts = [told.facts, *told.facts["also"]]
    assert any("Tell the Partnership as soon as possible" in line for part in parts for line in part["items"])
