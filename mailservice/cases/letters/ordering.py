"""Which letters are written, and every fact each shows: decided here, only rendered later by `mail.compose`.

`order` puts one letter to one reader into the record. The facts are plain JSON values; their names are the contract
with `templates/email`, and a template that asks for another name fails at start.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from mailservice.cases.dates import kinds
from mailservice.cases.history.case import Deadline
from mailservice.cases.history.events import DeadlineDropped, DeadlineMet, DeadlineMissed, LetterOrdered, Party
from mailservice.cases.letters import phrases
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn
from mailservice.policy import sayings
from mailservice.policy.model import Stage

# These end what a date was for: its diary entry is cancelled with them.
LETS_GO = frozenset({"climbed", "agreed", "closed"})
# What the office has to do about something that it is only to know.
NOTHING = "You need do nothing; this is for you to know."
URGENT, DANGER, FORGED = "URGENT", "Words of danger", "A mail that may be forged"
NO_CASE = "URGENT, on no case"
ALARMS = frozenset({URGENT, DANGER, FORGED, NO_CASE})
# A letter to the office in which a convened stage begins has this `about`: its sending counts as the notification.
CONVENED = "convened"
_OFFICE_NEEDS = timedelta(hours=1)

Facts = Mapping[str, Any]
Said = tuple[Party, str]

WORDS = {
    "RECEIVED": ("", "you have this letter and are dealing with it; no date changes"),
    "MET": ("", "the two sides have spoken"),
    "PLAN": ("who does what, by when", "this is the plan you propose; the other side is asked to agree to it"),
    "RESOLVED": (
        "what was agreed: who does what, by when",
        "you propose to settle it so; the other side is asked",
    ),
    "AGREE": ("", "you agree to exactly these words"),
    "DISAGREE": ("why", "you do not agree; it goes back to everybody, and every date stands"),
    "OBJECT": ("why", "you do not accept this; it is stopped, and the managers are asked again"),
    "ESCALATE": ("why", "it goes to the next stage now"),
    "REOPEN": ("why", "the case is opened again, under the same reference"),
    "CONTACT": (
        "name and email address",
        "this is who acts for your agency there; add AS RAISER for who follows the person who raised it",
    ),
    "MEDIATION": ("the date, and who mediates", "mediation is offered for this date"),
    "REPORT": ("what came of the mediation", "the report is recorded"),
    "NOT AGREED": ("what each agency will do, who watches the child, who is told", "the case ends without agreement"),
    "PANEL": ("the date, and who sits on it", "a panel is convened for this date"),
    "DECISION": ("what is decided and why, who does what by when", "the case ends with this decision"),
    "NEW DATE": ("the date, and why", "you ask for this date; each agency is asked to agree"),
    "OVERTAKEN": ("what has changed", "events have overtaken this; each agency is asked if the cause is settled"),
    "WITHDRAW": ("why", "you take it back, if you raised it; for a working day anybody who takes part may keep it"),
    "KEEP": ("why", "it is not withdrawn, and goes on"),
    "DONE": ("", "it is done; the person who raised this is told of an action"),
    "NOT DONE": ("why", "the action is not done; everybody is told"),
    "UNDO": ("", "you take back what you last did, if no other side has acted since"),
    "NOTE": ("what you want kept", "it is kept on the record; nothing moves"),
    "NEW": ("", "it is a disagreement of its own"),
    "JOIN": ("", "that agency takes part in the first case, and this goes on there; it cannot be undone"),
    "COVER": ("name, email address, UNTIL the date", "this is who stands in until then; no date moves"),
    "ALLOW": ("the address, and UNTIL the date if there is one", "we may write to somebody who was named"),
    "GO ON": ("", "we take your email up as if it had just come, and write to those it names"),
    "STOP": ("", "nothing is sent to anybody"),
    "STATUS": ("", "we write back where the case stands"),
    "HELP": ("", "we write back every word you can use"),
}
SIDE_SEES = "Both sides and the Business Office will see what you reply."
YOU_SEE = "Only you get an answer; the Business Office keeps it on the record."
YOU_SEE_ALONE = "Only you get this letter. Your email lies in a folder of its own, and nobody else has been sent it."


def order(turn: Turn, template: str, to: Party, facts: Facts, *, answers: str = "", about: str = "") -> None:
    """Order one letter to one reader; `answers` is the Message-ID it directly replies to, `about` a proposal's id."""
    if template in LETS_GO:
        facts = {**facts, "gone": gone(turn)}
    turn.put(
        LetterOrdered(
            at=turn.at,
            letter=turn.rules.new_id(),
            template=template,
            to=to,
            facts={**common(turn, to), **facts},
            answers=answers,
            replied=bool(answers),
            stage=turn.case.stage,
            tier=turn.case.tier if turn.case.stage else 0,
            about=about,
        )
    )


def common(turn: Turn, to: Party) -> dict[str, Any]:
    """Return the facts that every letter shows, or may show, to this reader."""
    office = turn.directory.office
    policy = turn.policy
    on_case = bool(turn.case.stage)
    # A missing detail is asked of the raiser alone, in a letter that says its date.
    dates = shown_dates(turn)
    return {
        "reference": turn.case.reference,
        "call_it": policy.wording.call_it,
        "policy_title": policy.title,
        "partnership": policy.partnership,
        "you": {
            "name": to.name,
            "role": to.role,
            "agency": turn.agency(to.agency).name if to.agency else "",
            "side": "",
        },
        "why": "",
        "stage": stage(turn, turn.stage, turn.case.tier) if on_case else None,
        "due": dates[0] if dates else None,
        "dates": dates,
        "child_references": list(turn.case.child_references),
        "sides": sides(turn),
        "opposite": [person(turn, one) for one in turn.others_of(to.agency)] if to.agency else [],
        "words": [],
        "policy_asks": [],
        "office": {"name": office.name, "address": office.address, "phone": office.phone},
        "danger": list(turn.rules.danger),
        "others_see": SIDE_SEES,
        "service": {"name": turn.rules.service_name, "address": turn.rules.service_address},
    }


def gone(turn: Turn) -> list[dict[str, Any]]:
    """Return the dates of its stage that this decision has let go: whoever has one in the diary takes it out."""
    ended = (one.deadline for one in turn.events if isinstance(one, DeadlineDropped | DeadlineMet | DeadlineMissed))
    left = [turn.case.deadlines[identity] for identity in dict.fromkeys(ended)]
    return [
        {**date(turn, one), "stage": stage(turn, turn.policy.stage(one.stage), one.tier)}
        for one in left
        if kinds.of(one).shown and one.purpose != "limit" and one.stage
    ]


def shown_dates(turn: Turn) -> list[dict[str, Any]]:
    """Return the dates that letters show, the earliest first."""
    return [date(turn, one) for one in turn.case.standing if _shown(turn, one)]


def _shown(turn: Turn, one: Deadline) -> bool:
    """Tell whether letters show a date: those of the present stage and the overall limits, not what only stands beside."""
    beside = one.purpose == "clock" and one.stage != turn.case.stage
    # An action of an earlier agreement has its own letters; no date of it is asked of those who act on an open case.
    earlier = kinds.of(one).to_do and turn.case.status != "closed"
    return kinds.of(one).shown and not beside and not earlier


def words(*verbs: str) -> list[dict[str, str]]:
    """Return the reply words a letter offers, the likeliest first."""
    return [{"verb": verb, "after": WORDS[verb][0], "means": WORDS[verb][1]} for verb in verbs]


def date(turn: Turn, deadline: Deadline) -> dict[str, Any]:
    """Return a date as a letter shows it: what, by when, whose, and which days were not counted."""
    return {
        "what": kinds.asked_for(deadline),
        "due": deadline.due.isoformat(),
        "basis": deadline.basis,
        "counted_from": turn.rules.days.local(deadline.counted_from).isoformat(),
        "skipped": [{"day": one.day.isoformat(), "name": one.name} for one in deadline.skipped],
        "reading": deadline.reading,
        "strength": turn.policy.timescales_are,
        "limit": phrases.limit_of(turn.policy, deadline.stage, deadline.clock),
    }


def stage(turn: Turn, one: Stage, tier: int) -> dict[str, Any]:
    """Return a stage as a letter names it; `of` is the number of stages in the ladder."""
    inside = one.optional_tier if tier > 1 else None
    named = (inside.id, inside.title) if inside else (one.id, one.title)
    return {"id": named[0], "title": named[1], "tier": tier, "of": len(turn.policy.stages)}


def person(turn: Turn, one: Party) -> dict[str, str]:
    """Return a person as a letter shows them."""
    known = turn.directory.person(one.person)
    return {
        "name": one.name or one.address,
        "role": one.role,
        "agency": turn.agency(one.agency).name if one.agency else turn.directory.office.name,
        "address": one.address,
        "phone": known.phone if known else "",
    }


def sides(turn: Turn) -> list[dict[str, Any]]:
    """Return both sides: who acts for each now, and the issue in their own words, verbatim."""
    return [
        {
            "agency": turn.agency(agency).name,
            "people": [person(turn, one) for one in turn.present(agency)],
            "words": turn.case.issues.get(agency, ""),
        }
        for agency in turn.case.agencies
    ]


def names(turn: Turn, parties: Iterable[Party]) -> list[dict[str, str]]:
    """Return people as a letter lists them."""
    return [person(turn, one) for one in parties]


def office_party(turn: Turn) -> Party:
    """Return the Business Office as a reader."""
    office = turn.directory.office
    return Party(office.address, office.name, "", "", "Business Office")


def tell_office(  # noqa: PLR0913 - the facts of an office letter, each named at the call
    turn: Turn,
    headline: str,
    items: Iterable[str],
    action: str,
    by: Deadline | datetime | None = None,
    *,
    about: str = "",
    words: Sequence[Mapping[str, str]] = (),
    to: str = "",
) -> None:
    """Write to the Business Office what needs a person, with one action, its owner and a date: ours where none is given.

    `to` is one of its own people instead of its mailbox.
    """
    given = by.due if isinstance(by, Deadline) else by or _office_day(turn)
    asked = action != NOTHING
    facts = {
        "why": "The Business Office hears of everything that needs a person.",
        "headline": headline,
        "items": [one for one in items if one],
        "action": action,
        "owner": turn.directory.office.name if asked else "",
        "by": given.isoformat() if asked else "",
        "words": list(words),
        "also": [],
        "others_see": "Only the Business Office gets this letter.",
    }
    reader = office_party(turn)
    order(turn, "office", replace(reader, address=to) if to else reader, facts, about=about)


def _office_day(turn: Turn) -> datetime:
    """Return by when the office acts on what it is told: the end of this working day, or of the next if it is nearly over."""
    days = turn.rules.days
    ends = days.due_after(turn.at, 0).at
    left = days.working_hours_between(turn.at, ends) if turn.at < ends else timedelta()
    return ends if left >= _OFFICE_NEEDS else days.due_after(turn.at, 1).at


def gather(turn: Turn) -> None:
    """Fold what one decision tells the office into one letter: one happening, one letter; an alarm leads."""
    office = office_party(turn).address
    mine = [one for one in turn.events if isinstance(one, LetterOrdered) and one.to.address == office]
    told = [one for one in mine if one.template == "office"]
    convened = [one for one in mine if one.template == "convened"]
    if not told or len(told) + len(convened) < 2:  # noqa: PLR2004 - one letter stays as it is
        return
    first = next((one for one in told if one.facts["headline"] in ALARMS), told[0])
    rest = [one for one in (*told, *convened) if one is not first]
    offered = {word["verb"]: word for one in (first, *rest) for word in one.facts["words"]}
    facts = {**first.facts, "also": [_also(one) for one in rest], "words": [*offered.values()]}
    about = CONVENED if convened else next((one.about for one in (first, *rest) if one.about), "")
    whole = replace(first, facts=facts, about=about)
    turn.events[:] = [whole if one is first else one for one in turn.events if one not in rest]


def _also(one: LetterOrdered) -> dict[str, Any]:
    facts, due = one.facts, one.facts["due"]
    if one.template == "office":
        return {name: facts[name] for name in ("headline", "items", "action", "by")}
    headline = f"Stage {facts['stage']['id']} is to be arranged"
    return {"headline": headline, "items": [], "action": facts["action"], "by": due["due"] if due else ""}


def policy_asks(turn: Turn) -> list[str]:
    """Return whom the policy wants told when a child needs action now and an agency stays out."""
    return [f"Tell the {one.who} {one.how_soon}, if this is so: {one.when}." for one in turn.policy.urgent.extra]


def number(shown: Mapping[str, str]) -> str:
    """Return a person with their telephone number, as the office rings them."""
    return f"{shown['name']}, {shown['agency']}: {shown['phone'] or 'no number'}"


def tell(turn: Turn, to: Party, headline: str, paragraphs: Iterable[str], said: Said, *, dated: bool = False) -> None:
    """Write to somebody what moved the case, with the words of who moved it; `dated`: its date goes into their diary."""
    by, text = said
    facts = {
        "why": "You act in this case.",
        "headline": headline,
        "paragraphs": list(paragraphs),
        "words_of": {"name": person(turn, by)["name"], "text": text} if text else None,
        "words": words("RESOLVED", "ESCALATE", "STATUS"),
        "dated": dated,
    }
    order(turn, "news", to, facts)


def urgency(turn: Turn) -> dict[str, str] | None:
    """Return who wrote URGENT and why, as a letter shows it; None where the case is not urgent."""
    raised = turn.case.urgent
    if raised is None:
        return None
    return {"by": person(turn, raised.by)["name"], "text": raised.text, "policy": sayings.when_urgent(turn.policy)}


def already_written(turn: Turn, to: Party, template: str) -> bool:
    """Tell whether this decision has already ordered a letter of this kind to this reader."""
    return any(
        isinstance(event, LetterOrdered) and event.template == template and deciders.same_person(event.to, to)
        for event in turn.events
    )
