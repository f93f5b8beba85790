"""Which letters are written, and the facts of their own; only rendered later, by `mail.compose`.

`order` drafts one letter to one reader; `finishing` fills in what every letter shows. The facts are plain JSON values; their
names are the contract with `templates/email`, and a template that asks for another name fails at start.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from mailservice.cases.dates import deadlines, duties, haste
from mailservice.cases.dates import kinds as date_kinds
from mailservice.cases.history.case import Deadline
from mailservice.cases.history.events import LetterOrdered, Party
from mailservice.cases.history.words import WORDS
from mailservice.cases.letters import cuts, kinds, phrases
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Draft, Facts, Turn
from mailservice.errors import IncompleteRow
from mailservice.policy import sayings
from mailservice.policy.model import Basis, Stage, Terms
from mailservice.policy.workdays import Due

# What the office has to do about something that it is only to know.
NOTHING = "You need do nothing; this is for you to know."
URGENT, DANGER, FORGED = "URGENT", "Words of danger", "A mail that may be forged"
NO_CASE, HELD_URGENT = "URGENT, on no case", "URGENT, held in confidence"
HARM, MAYBE_HARM = "A death or grave harm", "Perhaps a death or grave harm"
ALARMS = frozenset({URGENT, DANGER, FORGED, NO_CASE, HELD_URGENT, HARM, MAYBE_HARM})
# A letter to the office in which a convened stage begins has this `about`: its sending counts as the notification.
CONVENED = "convened"
# And one that alarms it of words of danger begins so.
ABOUT_DANGER = "danger "
_OFFICE_NEEDS = timedelta(hours=1)
_MOST_ANSWERS = 2
ALARM_HOURS = 2
# What a letter is about that asks to say once more what was not surely said.
CONFIRM = "confirm"

Said = tuple[Party, str]
# A date that is known only when the decision is finished.
Ahead = Callable[[Turn], Deadline | None]

SIDE_SEES = "Both sides will see your reply."
YOU_SEE_ALONE = "Only you get this letter. Nobody else has been sent your email."


def order(  # noqa: PLR0913 - who, which and why, each named at the call
    turn: Turn,
    kind: str,
    to: Party,
    facts: Facts,
    *,
    answers: str = "",
    about: str = "",
    outside: bool = False,
    alone: bool = False,
    waits: datetime | None = None,
    leaves: datetime | None = None,
    holds: str = "",
    letter: str = "",
) -> str:
    """Order one letter to one reader and return its id; its facts are filled in when the decision is finished.

    `answers` is the Message-ID it directly replies to, `about` a proposal's id; `outside`: as if there were no case.
    `alone`: news that is a letter of its own, whatever else its reader has. It does not leave before `leaves`; news that
    `waits` leaves then, or with another letter to its reader before. `holds` are the held mails it asks the office about.
    `letter` is its id, where that is given already.
    """
    letter = letter or turn.rules.new_id()
    turn.write(
        Draft(
            LetterOrdered(
                at=turn.at,
                letter=letter,
                template=kinds.of(kind).name,
                to=to,
                facts={},
                answers=answers,
                replied=bool(answers),
                stage="" if outside else turn.case.stage,
                tier=turn.case.tier if turn.case.stage and not outside else 0,
                about=about,
                leaves=leaves,
                holds=holds,
            ),
            facts if callable(facts) else dict(facts),  # what its caller does with them afterwards is another letter's
            outside=outside,
            alone=alone,
            waits=waits,
        )
    )
    return letter


def shown_dates(turn: Turn, to: Party | None = None) -> list[dict[str, Any]]:
    """Return the dates that letters show, the earliest first; what one side alone is to do, as this reader is told it."""
    return [date(turn, one, to) for one in turn.case.standing if _shown(turn, one)]


def next_shown(turn: Turn) -> Deadline | None:
    """Return the date that a letter puts first."""
    return next((one for one in turn.case.standing if _shown(turn, one)), None)


def _shown(turn: Turn, one: Deadline) -> bool:
    """Tell whether letters show a date: those of the present stage and the overall limits, not what only stands beside."""
    beside = one.purpose == "clock" and one.stage != turn.case.stage
    # An action of an earlier agreement has its own letters; no date of it is asked of those who act on an open case.
    earlier = date_kinds.of(one).to_do and turn.case.status != "closed"
    passed = (
        turn.read_at is not None and one.due <= turn.read_at
    )  # while nobody read: it acts next, and asks nothing any more
    return date_kinds.of(one).shown and not beside and not earlier and not passed


def words(*verbs: str) -> list[dict[str, str]]:
    """Return the reply words a letter offers, the likeliest first."""
    return [_offered(verb) for verb in verbs]


def you_see(terms: Terms) -> str:
    """Return who will see an answer that only its sender gets, and that is kept."""
    return f"Only you get an answer; the {terms.office} keeps it on the record."


def who_sees(offered: Sequence[Mapping[str, str]], terms: Terms) -> str:
    """Return who will see the answer to a letter: both sides, but where all that it offers answers its sender only."""
    alone = all(one["verb"] == "CONTACT" or WORDS[one["verb"]].direction == "aside" for one in offered)
    return you_see(terms) if alone else SIDE_SEES


def after_the_end(offered: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """Return those of the words that mean something on a case that has ended; REOPEN in the place of the others."""
    left = [one for one in offered if one["verb"] in _AFTER_THE_END]
    reopens = len(left) == len(offered) or any(one["verb"] == "REOPEN" for one in left)
    return left if reopens else [*words("REOPEN"), *left]


_AFTER_THE_END = frozenset(
    {
        "AGREE",
        "DISAGREE",
        "NEW DATE",
        "DONE",
        "NOT DONE",
        "REOPEN",
        "NOTE",
        "RECORD",
        "STATUS",
        "POLICY",
        "HELP",
        "GO ON",
        "STOP",
    }
)


def _offered(verb: str) -> dict[str, str]:
    if verb not in WORDS or not WORDS[verb].means:
        raise IncompleteRow(f"no letter can offer {verb}: write what it means in its row in cases/history/words.py")
    return {"verb": verb, "after": WORDS[verb].after, "means": WORDS[verb].means}


def date(turn: Turn, deadline: Deadline, to: Party | None = None) -> dict[str, Any]:
    """Return a date as a letter shows it: what, by when, whose, and which days were not counted."""
    return {
        "what": f"{date_kinds.asked_for(deadline)}{duties.said(turn, deadline, to)}",
        "due": deadline.due.isoformat(),
        "basis": deadline.basis,
        "counted_from": turn.rules.days.local(deadline.counted_from).isoformat(),
        "skipped": [{"day": one.day.isoformat(), "name": one.name} for one in deadline.skipped],
        "reading": deadline.reading,
        "strength": turn.policy.timescales_are,
        "limit": phrases.limit_of(turn.policy, deadline.stage, deadline.clock, second=deadline.second),
        "says": deadline.says,
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
        "name": turn.name(one),
        "role": one.role,
        "agency": turn.agency(one.agency).name if one.agency else turn.directory.office.name,
        "address": one.address,
        "phone": known.phone if known else "",
    }


def sides(turn: Turn, to: Party) -> list[dict[str, Any]]:
    """Return both sides: who acts for each now, and the issue in their own words, verbatim, by whom and on which day.

    Of what a side wrote before the reader's agency joined, `ask` tells from whom they may have it, and nothing else (rule 16).
    """
    return [
        {
            "agency": turn.agency(agency).name,
            "people": [person(turn, one) for one in turn.present(agency)],
            **(_words_of if turn.case.may_read(to.agency, agency) else _words_again)(turn, agency),
        }
        for agency in turn.case.agencies
    ]


def answered(turn: Turn, to: Party) -> list[dict[str, str]]:
    """Return what each side last answered, by day, with their words; what the letter shows elsewhere is not said twice.

    What was answered before the reader's agency joined is not theirs to read (rule 16).
    """
    read = [one for one in turn.case.answers if to.agency not in turn.case.agencies or to.agency in one.among]
    pending = turn.case.pending
    shown = {*turn.case.issues.values(), pending.text if pending else ""}
    sides = ([one for one in read if one.by.agency == agency] for agency in turn.case.agencies)
    newest = [one for side in sides for one in side[-_MOST_ANSWERS:]]
    return [
        {
            "on": turn.rules.days.local(one.at).date().isoformat(),
            "agency": turn.agency(one.by.agency).name,
            "did": one.did,
            "text": "" if one.text in shown else one.text,
        }
        for one in read
        if any(one is other for other in newest)
    ]


def _words_of(turn: Turn, agency: str) -> dict[str, Any]:
    case = turn.case
    files = phrases.attached(*case.attached.get(agency, ("", ())))
    return {"words": case.issues.get(agency, ""), **_author(turn, case.authors.get(agency)), "attached": files}


def _words_again(turn: Turn, agency: str) -> dict[str, Any]:
    """Return what a side has written since the reader's agency joined; where that is nothing, whom to ask."""
    text, *wrote = turn.case.again.get(agency, ("",))
    author = _author(turn, turn.case.authors.get(agency))["by"]
    ask = author["name"] if author and not text else ""
    return {"words": text, **_author(turn, wrote), "attached": "", "ask": ask}


def _author(turn: Turn, wrote: Sequence[Any] | None) -> dict[str, Any]:
    """Return who wrote the words of a side, by name and role, and the day of their mail (ISO); of none, None and ''."""
    if not wrote:
        return {"by": None, "on": ""}
    who, at = wrote
    return {
        "by": {"name": turn.name(who), "role": who.role},
        "on": turn.rules.days.local(at).date().isoformat(),
    }


def names(turn: Turn, parties: Iterable[Party]) -> list[dict[str, str]]:
    """Return people as a letter lists them."""
    return [person(turn, one) for one in parties]


def office_party(turn: Turn) -> Party:
    """Return the Business Office as a reader."""
    office = turn.directory.office
    return Party(office.address, office.name, "", "", turn.terms.office)


def tell_office(  # noqa: PLR0913 - the facts of an office letter, each named at the call
    turn: Turn,
    headline: str,
    items: Iterable[str],
    action: str,
    by: Deadline | datetime | Ahead | None = None,
    *,
    about: str = "",
    words: Sequence[Mapping[str, str]] = (),
    to: str = "",
    outside: bool = False,
    holds: str = "",
    undated: bool = False,
) -> None:
    """Write to the Business Office what needs a person, with one action, its owner and a date: ours where none is given.

    `by` may tell the date when the decision is finished; `to` is one of its own people instead of its mailbox.
    `outside`: it shows nothing of the case. `undated`: the action is done when it suits whoever it is written to.
    """
    asked = action != NOTHING and not undated
    facts = {
        "why": f"The {turn.terms.office} hears of everything that needs a person.",
        "headline": headline,
        "items": [one for one in items if one],
        "action": action,
        "owner": _owner(turn, to) if asked else "",
        "by": "",
        "words": list(words),
        "also": [],
        "others_see": f"Only the {turn.terms.office}, and who acts for it, get this letter."
        if to
        else f"Only the {turn.terms.office} gets this letter.",
    }
    reader = office_party(turn)

    def dated(now: Turn) -> Mapping[str, Any]:
        return {**facts, "by": _by(now, by).isoformat()} if asked else facts

    order(turn, "office", holder(turn, to) if to else reader, dated, about=about, outside=outside, holds=holds)
    if headline not in ALARMS or to:
        return
    for one in (*holders_left(turn), *_told_at_once(turn)):
        order(turn, "office", holder(turn, one), dated, about=about, holds=holds)
    if turn.case.status != "book" and turn.date("alarm") is None:
        watch_alarm(turn, headline, "1")


def watch_alarm(turn: Turn, headline: str, step: str, since: datetime | None = None) -> None:
    """Wait two working hours for a word of the office on an alarm, where there is anybody to tell then (rule 17)."""
    if turn.directory.office.stand_ins:
        due = turn.rules.days.working_hour_after(turn.at, ALARM_HOURS)
        deadlines.set_deadline(turn, "alarm", Due(due), since or turn.at, about=f"{step} {headline}")


def _owner(turn: Turn, to: str) -> str:
    """Return who of the office sees to it: whom it is written to, else whom the office gave the case to."""
    assigned = turn.case.assigned
    return holder(turn, to).name if to or assigned is None else assigned.name


def holder(turn: Turn, address: str) -> Party:
    """Return one of those who hold an office, or act for it, by name where the directory has that; this case's first."""
    mine = turn.directory.office
    office = next((one for one in (mine, *turn.directory.offices) if one.has_address(address)), mine)
    named = next((one.name for one in office.stand_ins if one.address == address), office.name)
    return replace(office_party(turn), address=address, name=named)


def _told_at_once(turn: Turn) -> tuple[str, ...]:
    """Return who beside the office hears of an alarm at once: on its closed days, and where no case waits for its answer."""
    office = turn.directory.office
    at_once = turn.today in office.closed or turn.case.status == "book"
    return tuple(one.address for one in office.stand_ins) if at_once else ()


def office_closed(turn: Turn) -> str:
    """Say on a closed day of the office's own that it is closed, and whom to ring; empty on any other (rule 4.2)."""
    office = turn.directory.office
    if turn.today not in office.closed:
        return ""
    there = [f"{one.name} on {one.phone}" for one in office.stand_ins]
    rings = f" For what cannot wait, ring {phrases.listed(there)}." if there else ""
    return f"{office.name} is closed today ({office.closed[turn.today]}).{rings} Every date of this stands."


def holders_left(turn: Turn) -> tuple[str, ...]:
    """Return the own addresses of those who hold the office and are here, while another, or its mailbox, is known to be away."""
    office = turn.directory.office
    away = [one for one in (office.address, *office.staff) if deciders.is_away(turn.case, Party(one), turn.today)]
    return tuple(one for one in office.staff if one not in away) if away else ()


def _by(turn: Turn, by: Deadline | datetime | Ahead | None) -> datetime:
    given = by(turn) if callable(by) else by
    return given.due if isinstance(given, Deadline) else given or office_day(turn)


def office_day(turn: Turn) -> datetime:
    """Return by when the office acts on what it is told: the end of this working day, or of the next if it is nearly over."""
    days = turn.rules.days
    ends = days.end_of(turn.at)
    left = days.working_hours_between(turn.at, ends) if turn.at < ends else timedelta()
    if left < _OFFICE_NEEDS:
        ends = days.due_after(turn.at, 1).at
    while ends.date() in turn.directory.office.closed:  # its own days move no date of the case, but nobody is there
        ends = days.due_after(ends, 1).at
    return ends


def too_late_in_the_morning(turn: Turn, due: datetime) -> bool:
    """Tell whether a date comes before the office can have acted on its next morning letter: then it hears at once."""
    return turn.rules.days.next_working_morning(turn.at) + _OFFICE_NEEDS > due


def numbers(turn: Turn) -> str:
    """Return the numbers for whoever is in danger now, as an answer says them."""
    return " ".join(turn.rules.danger) or f"If {turn.person.a} is in danger now, ring {turn.policy.nation.emergency}."


def policy_asks(turn: Turn) -> list[str]:
    """Return whom the policy wants told when a child needs action now and an agency stays out."""
    return [f"Tell the {one.who} {one.how_soon}, if this is so: {one.when}." for one in turn.policy.urgent.extra]


def own_numbers(turn: Turn) -> frozenset[str]:
    """Return the numbers, as digits, of everybody in the directory, and the addresses of all at work: letters show them."""
    who = turn.directory
    phones = (who.office.phone, *(one.phone for one in (*who.people, *who.officers)))
    listed = (address for one in (*who.people, *who.officers) for address in (one.address, *one.aliases))
    at_work = (*listed, who.office.address, *who.office.staff, *(one.address for one in turn.case.taking_part))
    return frozenset((*(cuts.digits(one) for one in phones if one), *(one.lower() for one in at_work)))


def number(shown: Mapping[str, str]) -> str:
    """Return a person with their telephone number, as the office rings them."""
    return f"{shown['name']}, {shown['agency']}: {shown['phone'] or 'no number'}"


def urgency(turn: Turn) -> dict[str, str] | None:
    """Return who wrote URGENT and why, as a letter shows it; None where the case is not urgent."""
    raised = turn.case.urgent
    if raised is None:
        return None
    says = sayings.when_urgent(turn.policy)
    route = urgent_route(turn)
    whole = f"{phrases.sentence(says)} {route}" if route else says
    return {"by": turn.name(raised.by), "text": raised.text, "policy": whole}


def urgent_route(turn: Turn) -> str:
    """Say how long the policy itself gives an urgent case, and which stages it passes; empty where it says neither."""
    urgent, last = turn.policy.urgent, turn.policy.last_stage.id
    said = []
    if urgent.hours and urgent.hours_for == "each-stage":
        said.append(f"{WHOSE_HOURS[urgent.basis]} {urgent.hours} hours at each stage.")
    elif haste.whole_way(turn):
        end = phrases.moment(turn.rules.days.local(haste.end(turn)))
        said.append(f"{WHOSE_HOURS[urgent.basis]} {urgent.hours} hours to be at stage {last}: until {end}.")
    if urgent.stages:
        said.append(f"It passes stage {phrases.listed(urgent.stages)} alone.")
    return " ".join(said)


WHOSE_HOURS: Mapping[Basis, str] = {
    "policy": "The policy gives an urgent case",
    "house": "We give an urgent case",
    "office": "The office gives an urgent case",
}


def already_written(turn: Turn, to: Party, template: str) -> bool:
    """Tell whether this decision has already ordered a letter of this kind to this reader."""
    return any(one.kind == template and deciders.same_person(one.to, to) for one in turn.drafts)
