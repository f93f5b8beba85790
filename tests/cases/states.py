"""Where a case can stand beyond Northamptonshire's ladder of two agencies, and who is who there. Start at `STATES`.

Each policy's own states, by its place's name first; then three agencies, one agency alone, and cases that lack a detail.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from mailservice.cases.history.commands import Grave
from mailservice.cases.history.events import Action
from mailservice.cases.history.words import Verb
from mailservice.simulator.story import moment
from tests.cases.world import CHILD, OFFICE, RAISER, RESPONDER, World, addressee, said

Roles = Mapping[str, str]

BSCP = {
    "raiser": "b-osei",
    "responder": "i-marsh",
    "decider": "g-tanner",
    "decider of the raiser's side": "p-kerr",
    "named manager": "u-bell",
    "strategic head": "q-lane",
    "chair": "chair",
    "office": "office@bscp.example",
    "stranger": "parent@mailhost.example",
}
SGCP = {
    "raiser": "m-reid",
    "responder": "k-doyle",
    "line manager": "a-finch",
    "line manager of the raiser": "c-ayres",
    "team manager": "r-vance",
    "service manager": "j-holt",
    "head teacher": "d-lowe",
    "Executive member": "e-quinn",
    "chair of governors": "w-grant",
    "the Executive": "executive",
    "office": "office@sgcp.example",
    "stranger": "parent@mailhost.example",
}
CRP = {
    "raiser": "d-abara",
    "responder": "h-watt",
    "line manager": "z-noor",
    "line manager of the raiser": "i-fox",
    "second tier": "l-cross",
    "head of service": "b-yates",
    "head of safeguarding": "head-safeguarding",
    "CAF/TAC officer": "caf",
    "office": "office@fenland.example",
    "stranger": "parent@mailhost.example",
}
RPD = {
    "raiser": "a1",
    "responder": "b1",
    "decider": "b2",
    "decider of the raiser's side": "a2",
    "somebody above": "b3",
    "scrutineer": "scrutineer",
    "office": "office@quay.example",
    "stranger": "parent@mailhost.example",
}
THREE = {
    "raiser": RAISER,
    "responder": RESPONDER,
    "the third agency": "l-park",
    "their manager": "g-stone",
    "office": OFFICE,
    "another agency": "a-bright",
    "stranger": "parent@mailhost.example",
}
WITHIN = {
    "raiser": "d-mensah",
    "their manager": "j-okafor",
    "next manager up": "r-lindqvist",
    "colleague": "t-byrne",
    "office": OFFICE,
    "another agency": "l-park",
    "stranger": "parent@mailhost.example",
}
LACKING = {
    "raiser": RAISER,
    "responder": RESPONDER,
    "manager": "m-dasgupta",
    "office": OFFICE,
    "another agency": "l-park",
    "stranger": "parent@mailhost.example",
}


def opened(place: str, *escalations: str) -> World:
    """Open a case at a place, and let these people write ESCALATE in turn."""
    world = World(place=place).open()
    for who in escalations:
        world.say(who, Verb.ESCALATE)
    return world


def bscp_by_judgement() -> World:
    return opened("bscp", "b-osei")


def bscp_unanswered() -> World:
    world = bscp_by_judgement()
    world.wait("Thu 26 Nov 2026 09:00")
    assert world.case.stage == "1", "silence climbed where the policy has no number"
    return world


def bscp_urgent() -> World:
    world = bscp_by_judgement()
    world.say("b-osei", Verb.URGENT)
    return world


def bscp_optional_stage() -> World:
    world = opened("bscp", "b-osei", "b-osei", "b-osei", "b-osei")
    assert world.case.stage == "3"
    return world


def bscp_chair() -> World:
    world = bscp_optional_stage()
    world.say("b-osei", Verb.ESCALATE)
    assert world.case.stage == "4"
    return world


def bscp_course_set() -> World:
    world = bscp_chair()
    world.say("chair", Verb.NEW_DATE)
    return world


def bscp_decided() -> World:
    world = bscp_course_set()
    world.say("chair", Verb.DECISION)
    assert world.case.ending == "decided"
    return world


def sgcp_first_step() -> World:
    return opened("sgcp")


def sgcp_second_step() -> World:
    return opened("sgcp", "m-reid")


def sgcp_executive_member() -> World:
    world = opened("sgcp", "m-reid", "m-reid", "m-reid")
    world.hear("r-vance", replace(said(Verb.ESCALATE, world.now), stage="3B"))
    world.send()
    assert (world.case.stage, world.case.tier) == ("3", 2)
    return world


def sgcp_executive() -> World:
    world = opened("sgcp", "m-reid", "m-reid", "m-reid", "m-reid")
    assert world.case.stage == "4"
    return world


def sgcp_panel_named() -> World:
    world = sgcp_executive()
    world.say("executive", Verb.PANEL)
    return world


def crp_line_managers() -> World:
    return opened("crp", "d-abara")


def crp_urgent_and_agreed() -> World:
    world = crp_line_managers()
    world.say("h-watt", Verb.URGENT)
    world.say("z-noor", Verb.RESOLVED)
    world.say("i-fox", Verb.AGREE)
    return world


def crp_last_stage() -> World:
    world = opened("crp", "d-abara", "d-abara", "d-abara", "d-abara")
    assert world.case.stage == "4"
    return world


def crp_reported() -> World:
    world = crp_last_stage()
    world.say("office@fenland.example", Verb.REPORT)
    return world


def rpd_office_s_stage() -> World:
    return opened("rpd", "a1")


def rpd_last_stage() -> World:
    world = opened("rpd", "a1", "a1", "a1")
    assert world.case.stage == "4"
    return world


def three_agencies_proposed() -> World:
    """Let two of three agree."""
    world = World()
    to = (addressee(RESPONDER), addressee("l-park"))
    world.hear(RAISER, child_references=(CHILD,), to=to, own_words="I do not agree.")
    world.send()
    world.say(RESPONDER, Verb.RESOLVED)
    world.say(RAISER, Verb.AGREE)
    assert world.case.status == "open"
    return world


def within_one_agency() -> World:
    """Set a social worker against his own team manager, at stage 2: the manager above both brings them together."""
    world = World()
    world.hear("d-mensah", child_references=(CHILD,), to=(addressee("j-okafor"),), own_words="I disagree, Joy.")
    world.send()
    manager = replace(said(Verb.CONTACT, world.now), name="Joy Okafor", address="joy.okafor@nenevalley.example")
    world.hear("d-mensah", manager)
    world.send()
    world.say("d-mensah", Verb.ESCALATE)
    assert world.case.stage == "2"
    return world


def lacking_the_agency() -> World:
    world = World()
    world.hear(RAISER, child_references=(CHILD,), own_words="I do not agree.")
    world.send()
    assert world.case.missing == ("agency",)
    return world


def lacking_the_reference() -> World:
    world = World()
    world.hear(RAISER, to=(addressee(RESPONDER),), own_words="I do not agree.")
    world.send()
    assert world.case.missing == ("reference",)
    return world


def action_to_come() -> World:
    """End it, with an action whose day has not come."""
    world = World().open()
    to_do = (Action("Daniel Mensah visits", moment("Tue 01 Dec 2026 09:00").date()),)
    world.hear(RESPONDER, replace(said(Verb.RESOLVED, world.now), actions=to_do))
    world.send()
    world.say(RAISER, Verb.AGREE)
    assert world.case.status == "closed"
    return world


def kept_open() -> World:
    """Withdraw it, and let the other side keep it."""
    world = World().open()
    world.say(RAISER, Verb.WITHDRAW)
    world.say(RESPONDER, Verb.KEEP)
    return world


def death_told() -> World:
    """Let the worker write that the child has died: nothing more is asked of anyone but the office."""
    world = World().open()
    world.hear(RESPONDER, own_words="She died on Sunday.", grave=Grave("She died on Sunday.", sure=True))
    world.send()
    return world


STATES: dict[str, tuple[Callable[[], World], Roles]] = {
    "bscp by judgement": (bscp_by_judgement, BSCP),
    "bscp two check-ins unanswered": (bscp_unanswered, BSCP),
    "bscp urgent": (bscp_urgent, BSCP),
    "bscp at the optional stage": (bscp_optional_stage, BSCP),
    "bscp with the Chair": (bscp_chair, BSCP),
    "bscp with a course set": (bscp_course_set, BSCP),
    "bscp decided": (bscp_decided, BSCP),
    "sgcp at the first step": (sgcp_first_step, SGCP),
    "sgcp at the second step": (sgcp_second_step, SGCP),
    "sgcp with the Executive member": (sgcp_executive_member, SGCP),
    "sgcp with the Executive": (sgcp_executive, SGCP),
    "sgcp with a panel named": (sgcp_panel_named, SGCP),
    "crp with line managers": (crp_line_managers, CRP),
    "crp urgent and agreed": (crp_urgent_and_agreed, CRP),
    "crp at the last stage": (crp_last_stage, CRP),
    "crp reported": (crp_reported, CRP),
    "rpd at a stage of the office's": (rpd_office_s_stage, RPD),
    "rpd at the last stage": (rpd_last_stage, RPD),
    "three agencies, two agreed": (three_agencies_proposed, THREE),
    "within one agency": (within_one_agency, WITHIN),
    "the agency is missing": (lacking_the_agency, LACKING),
    "the reference is missing": (lacking_the_reference, LACKING),
    "an action to come": (action_to_come, LACKING),
    "withdrawn and kept": (kept_open, LACKING),
    "a death was told": (death_told, LACKING),
}
