"""What must not go the open way first waits for its sender's GO ON: a confidential route named, or secrecy asked (rule 16).

Pure. Nobody but the sender is written to; the office hears that one is held, and nothing of it. No timer releases it.
"""

import re
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import lru_cache

from mailservice.cases.dates import haste
from mailservice.cases.history.commands import Hear
from mailservice.cases.history.events import MailHeard, Party
from mailservice.cases.history.words import Verb
from mailservice.cases.letters import ordering
from mailservice.cases.opening import alleged, danger, secrecy
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn
from mailservice.policy.model import Exclusion, Policy, Route, Terms
from mailservice.policy.naming import stands_in
from mailservice.policy.nations import ALLEGATIONS
from mailservice.policy.sayings import how_to_alert, way_of, where_to

HELD = "held in confidence"
_ASIDE = "The policy has another way for this, if it is what you mean."
# Where a policy names no confidential route, or its route no words, these are ours.
_WHISTLE = Route(
    "whistleblowing",
    "Harm or poor practice by a colleague or manager, with fear of what follows for you",
    "Your own agency's whistleblowing procedure",
    confidential=True,
    words=("whistleblow*", "whistle blow*", "fear of repercussions", "fear of reprisal*"),
)
# With no other agency to write to, these too look like a matter for another way.
AMONG_OURSELVES = (
    "allegation*",
    "my manager*",
    "my own manager*",
    "misconduct",
    "position of trust",
    "speak up",
    "malpractice",
    "cover up",
    "covering up",
)


def ours(policy: Policy) -> tuple[Route, ...]:
    """Return our own routes, in the words of a policy; who hears of a colleague of children has a name by nation."""
    wording, nation = policy.wording, policy.nation
    officer = wording.terms.designated_officer
    usual = officer == Terms().designated_officer and bool(nation.officer)
    called = nation.officer if usual else f"the {officer}"
    alleged_of = Route(
        ALLEGATIONS,
        f"An allegation against somebody who works with {wording.person.several}",
        f"Your agency's safeguarding lead, who tells {called}; or that officer direct",
        confidential=True,
        words=(*nation.officer_words, "allegation* against", officer.casefold()),
    )
    return (_WHISTLE, alleged_of)


# A child's allegation against their own family is what cases are about; one against who works with children is not.
_FAMILY = re.compile(
    r"\ballegations? (?:made )?against (?:\w+ ){0,2}?(?:step)?(?:father|mother|dad|mum|parents?|uncle|aunt|brother|sister"
    r"|cousin|partner|boyfriend|girlfriend|husband|wife|grand\w+|family|carer's partner)\b",
    re.IGNORECASE,
)
_WORKS = re.compile(
    r"\b(?:foster\w*|teach\w+|staff|work(?:s|er|ers)|volunteers?|coach\w*|nurses?|doctors?|officers?|childminders?"
    r"|professionals?|lado)\b",
    re.IGNORECASE,
)
# "I have told the LADO", and what takes it back.
_TOLD = re.compile(
    r"\b(?:told|informed|rang|phoned|emailed|referred|reported|contacted|spoke|spoken|notified)\b|\b(?:was|is) done\b"
    r"|\b(?:has|have|did|knows?|was)\.?$",
    re.IGNORECASE,
)
_NOT_TOLD = re.compile(
    r"\b(?:not|n['\u2019]t|no|never|yet|nobody|will|shall|going to|if|unless|when|tomorrow|later|intend\w{0,3}|plan to"
    r"|haven|hasn|didn|wasn)\b",
    re.IGNORECASE,
)
ANSWER_DAYS = 1  # working days for its sender's answer, before the confidential reader has it (rule 16)
_JOINTS = str.maketrans("-_/", "   ")
_SENTENCE = re.compile(r"(?<=[.!?])\s")


def held(hear: Hear, policy: Policy, *, cleared: Collection[str] = (), on_case: bool = False) -> bool:
    """Tell whether a mail waits: a colleague's, and it names a confidential route or asks for secrecy.

    `cleared` are the routes that its sender let go before; who asks for secrecy anew is asked anew.

    The plainer words count only in a mail that is on no case: "my manager agrees" beside ESCALATE waits for nobody.
    """
    if hear.released_at or hear.kind != "message" or not hear.sender.known or hear.sender.office:
        return False
    if any(one not in cleared for one in named(hear, policy)) or secrecy.asks(_said(hear)):
        return True
    return not on_case and _among_ourselves(hear) and _names(hear, AMONG_OURSELVES)


def named(hear: Hear, policy: Policy) -> tuple[str, ...]:
    """Return the ids of the confidential routes that a mail names."""
    return tuple(one.id for one in _routes(hear, policy))


def hold(turn: Turn, hear: Hear) -> None:
    """Keep a mail in the office's book, unread; answer its sender with the signpost, and tell the office the count alone."""
    sender = deciders.party_of(hear.sender, turn.directory)
    turn.put(MailHeard(turn.at, hear.mail, hear.message_id, sender, hear.kind, "", "held", HELD))
    routes = _routes(hear, turn.policy) or tuple(one for one, _ in _confidential(turn.policy))
    reader, until = turn.rules.reader, turn.rules.days.due_after(turn.at, ANSWER_DAYS).at
    if reader and reader.address.lower() == sender.address.lower():
        reader = None
    facts = {
        "why": "Your email has not been sent on to anybody.",
        "reader": {"name": reader.name, "phone": reader.phone} if reader else None,
        "until": until.isoformat(),
        "routes": [{"when": one.when, "go_to": where_to(one), "then": _then(one)} for one in routes],
        "urgent": danger.calls(hear),
        "secret": secrecy.asks(_said(hear)),
        "words": ordering.words("GO ON", "STOP"),
        "others_see": ordering.YOU_SEE_ALONE,
    }
    ordering.order(turn, "signpost", sender, facts, answers=hear.message_id, about=hear.mail)
    if reader:
        _for_the_reader(turn, hear, Party(reader.address, reader.name, "", "", "Confidential reader"), until)
    lines = [
        "Nothing of it is shown here. Its sender was told where such matters go, and decides: nobody else can let it go on."
    ]
    if not _alarm(turn, hear, lines):
        ordering.tell_office(turn, "One email is held in confidence", lines, ordering.NOTHING)


def _then(one: Route) -> str:
    """Return where it goes after that, and how once its sender has let it go on."""
    return ". ".join([one.then, *(f"Once it goes on: {how}" for how in how_to_alert(one))]) if one.then else ""


def _for_the_reader(turn: Turn, hear: Hear, reader: Party, until: datetime) -> None:
    """Order the letter that brings a held mail to the confidential reader; an answer of its sender's withholds it."""
    facts = {
        "why": "You read what is held in confidence, where its sender does not answer.",
        "received": turn.rules.days.local(hear.at).isoformat(),
        "others_see": "Only you get this letter. Nobody else has been sent the email.",
    }
    ordering.order(turn, "in_confidence", reader, facts, about=hear.mail, leaves=until)


def _alarm(turn: Turn, hear: Hear, lines: list[str]) -> bool:
    """Alarm the office of a mail in confidence that calls for help: its sender's number, and nothing of what it says."""
    if not danger.calls(hear):
        return False
    person = turn.directory.person(hear.sender.person)
    number = person.phone if person and person.phone else "no number is known"
    action = f"Ring its sender now: {number}. They have the numbers for danger; what they wrote stays theirs to tell."
    ordering.tell_office(turn, ordering.HELD_URGENT, lines, action, haste.until(turn))
    return True


def confirms(hear: Hear) -> bool:
    """Tell whether a mail says "yes, GO ON" in direct answer to our letter, which went to the address that is known."""
    yes = hear.yes_to
    plain = yes is not None and yes.verbs == (Verb.GO_ON,) and not yes.rest
    return plain and bool(hear.replies_to) and not hear.sender.delegate


def _unsure(hear: Hear) -> str:
    """Say how a GO ON counts whose sender is in doubt; empty where there is none."""
    if not any(said.verb is Verb.GO_ON and not said.dry_run for said in hear.said):
        return ""
    if hear.sender.delegate:
        return "Only you yourself can let it go on, so it stays in confidence. If you mean it, answer this letter with GO ON."
    return "We could not be sure that GO ON came from you, so it stays in confidence. If it did, answer: yes, GO ON."


def keep(turn: Turn, hear: Hear, mail: str) -> None:
    """Keep what a sender answers to a signpost, in the same confidence: STOP, or words without a sure GO ON."""
    sender = deciders.party_of(hear.sender, turn.directory)
    turn.put(MailHeard(turn.at, hear.mail, hear.message_id, sender, hear.kind, "", "held", HELD))
    stopped = any(said.verb is Verb.STOP for said in hear.said)
    if stopped and hear.officer == "to ask":
        _ask_of_officer(turn, sender, mail)
    result = "Stopped: we send it on to nobody, and tell nobody what it says." if stopped else ""
    kept = f"Kept in confidence with your first email. Nothing was sent to anybody.{_who_reads_on(turn, hear)}"
    result = result or _unsure(hear) or _of_officer(turn, hear) or kept
    later = "" if _unsure(hear) else " If you change your mind, answer this email with GO ON."
    ahead = {"line": "", "result": f"{result}{later}"}
    numbers = ordering.numbers(turn)
    alarmed = _alarm(turn, hear, ["Nothing of it is shown here: it is kept with an email that is held in confidence."])
    told = f"{numbers} The {turn.terms.office} is asked to ring you now; it is told nothing of what you wrote."
    ahead_of_all = [{"line": "", "result": told}] if alarmed else []
    facts = {"why": "You wrote to us.", "lines": [*ahead_of_all, ahead], "next": "", "words": ordering.words("GO ON")}
    shown = {**facts, "others_see": ordering.YOU_SEE_ALONE}
    ordering.order(turn, "answer", sender, shown, answers=hear.message_id, about=mail)


def _who_reads_on(turn: Turn, hear: Hear) -> str:
    """Say that the confidential reader's day still comes, where its sender has neither let the email go on nor stopped it."""
    reader = turn.rules.reader
    mine = reader is not None and reader.address.lower() == hear.sender.address.lower()
    if reader is None or mine or hear.officer != "to ask":
        return ""
    return (
        f" Unless you write STOP, {reader.name} alone reads your first email once the day that we told you has passed."
    )


def _ask_of_officer(turn: Turn, sender: Party, mail: str) -> None:
    """Ask, once, at 9am on the next working day, whether the designated officer was told."""
    facts = {
        "why": "You stopped an email that we hold in confidence.",
        "officer": for_who_works_with_children(turn.policy),
        "others_see": f"Only you get this letter. The {turn.terms.office} hears a yes or a no, without your name.",
    }
    morning = turn.rules.days.next_working_morning(turn.at)
    ordering.order(turn, "officer_told", sender, facts, about=mail, leaves=morning)


def _of_officer(turn: Turn, hear: Hear) -> str:
    """Take the answer whether the officer was told: the office hears that one came, and what; of whom and what, nothing."""
    if hear.officer != "answers":
        return ""
    told = hear.answer in ("yes", "yes and more") or bool(_TOLD.search(hear.own_words))
    told = told and not _NOT_TOLD.search(hear.own_words) and hear.answer != "no"
    says = "says that the officer was told" if told else "does not say that the officer was told"
    lines = [f"One sender of an email held in confidence {says}. We show no name."]
    ordering.tell_office(turn, f"An answer about the {turn.terms.designated_officer}", lines, ordering.NOTHING)
    if told:
        return "Thank you. We ask no more, and keep your answer in confidence."
    about = f"somebody who works with {turn.person.several}"
    return f"Kept in confidence. If it is about {about}, please tell them today: {_officer(turn)}"


def _officer(turn: Turn) -> str:
    return f"{for_who_works_with_children(turn.policy)}. You need nobody's leave for it."


def for_who_works_with_children(policy: Policy) -> str:
    """Return where a matter about somebody who works with children goes: every receipt says it (rule 16)."""
    return next(where_to(route) for route, _ in _confidential(policy) if route.id == ALLEGATIONS)


def not_covered(hear: Hear, policy: Policy) -> list[str]:
    """Say what a policy does not cover, where a mail names it; the case runs all the same (reading of each policy)."""
    return [_outside(one) for one in policy.exclusions if _names(hear, one.words)]


def other_ways(hear: Hear, policy: Policy) -> list[str]:
    """Say which other way of the policy a mail names, such as a complaint, and one that was let go on: the case runs."""
    text = _said(hear)
    found = [one for one in policy.routes if one.id in open_ways(text, policy) and not one.adds_participant]
    let_go = named(hear, policy) if hear.released_at else ()
    went_on = [one for one in policy.routes if one.id in let_go and one.alerts]
    said = [f"{_ASIDE} {_aside(one)} Your email is kept and acted on all the same." for one in found]
    return [*said, *(_aside(one) for one in went_on)]


def open_ways(text: str, policy: Policy) -> tuple[str, ...]:
    """Return the ids of the routes that are not confidential and that a text names."""
    plain = _plainly(text)
    return tuple(one.id for one in policy.routes if not one.confidential and _stand_in(plain, one.words))


def _aside(one: Route) -> str:
    straight = one.replaces_stages and bool(one.at_stage)
    there = f" ESCALATE TO {one.at_stage} takes it there now, past the stages before." if straight else ""
    return f"{one.when}: {way_of(one)}.{there}"


def _outside(one: Exclusion) -> str:
    to = f" For that there is {one.send_to[:1].lower()}{one.send_to[1:]}." if one.send_to else ""
    return f"This policy does not cover: {one.says}.{to} Your email is kept and acted on all the same."


def _confidential(policy: Policy) -> list[tuple[Route, tuple[str, ...]]]:
    own = [one for one in policy.routes if one.confidential]
    mine = ours(policy)
    words = {one.id: one.words for one in mine}
    named = {one.id for one in own}
    both = [*own, *(one for one in mine if one.id not in named)]
    return [(one, one.words or words.get(one.id, ())) for one in both]


def _routes(hear: Hear, policy: Policy) -> tuple[Route, ...]:
    accused = alleged.alleges(_said(hear))
    return tuple(
        one for one, words in _confidential(policy) if _names(hear, words) or (accused and one.id == ALLEGATIONS)
    )


def _among_ourselves(hear: Hear) -> bool:
    return not hear.answers and not any(one.agency and one.agency not in hear.sender.own for one in hear.to)


def _said(hear: Hear) -> str:
    return ". ".join([hear.subject, hear.own_words, *(one.text for one in hear.documents)])


def _names(hear: Hear, words: Iterable[str]) -> bool:
    return _stand_in(_plainly(_said(hear)), words)


def _stand_in(plain: str, words: Iterable[str]) -> bool:
    return any(stands_in(plain, word.casefold()) for word in words)


@lru_cache(maxsize=1)  # one mail is looked through for one route after the other
def _plainly(text: str) -> str:
    """Return a text in small letters and single spaces, without what is said of somebody's own family."""
    text = " ".join(text.casefold().translate(_JOINTS).split())
    return " ".join(part if _WORKS.search(part) else _FAMILY.sub("", part) for part in _SENTENCE.split(text))
