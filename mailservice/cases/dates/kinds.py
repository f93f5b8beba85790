"""The kinds of date a case can have, one row each: start at `of`. Whoever adds a kind writes its row here.

What is done when such a date comes stands in `timing`; whoever leaves a row or a column out is told so at import.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from mailservice.cases.history.case import Deadline
from mailservice.cases.history.events import Purpose
from mailservice.cases.history.rows import Row, column, whole
from mailservice.errors import IncompleteRow
from mailservice.policy.model import Goal


@dataclass(frozen=True, kw_only=True)
class Kind(Row):
    """One kind of date.

    In its words {goal} is what the policy's clock asks for, {stage} where an overall limit leads, and {urgent} how long an
    urgent letter leaves.
    """

    name: Purpose
    asked: str = column("what a letter asks its reader for by it; '' where no letter says")
    told: str = column("what it is for, as the record tells it")
    came: str = column("what we did when it came, as the record tells it; '' where it is somebody's word that meets it")
    seen: Literal["letters", "record", "nowhere"] = column(
        "'letters' where they list it and the record tells it, 'record' where only that does, 'nowhere' where neither does"
    )
    stands: Literal["next", "beside", "lasting"] = column(
        "'next' where it can be the one date of an open case, 'beside' where that needs another, 'lasting' where it also "
        "outlasts its stage"
    )
    counted: bool = column(
        "whether a newly closed day moves it (rule 4.6): it is reckoned in working days, not in hours"
    )
    days: int | None = column("how many working days we give it; None where whoever sets it reckons it")
    to_do: str = column(
        "what the morning letter says of what was agreed while it stands; '' where it is not about that"
    )
    urgent: bool = column("whether it goes when a case is no longer urgent")

    @property
    def shown(self) -> bool:
        """Whether letters list it among the dates of the case."""
        return self.seen == "letters"

    @property
    def quiet(self) -> bool:
        """Whether it only reminds: the record keeps it, and a reader is spared it."""
        return self.seen == "nowhere"


# What a clock of the policy asks for, in letters and in the record; how a policy's own tables say it is in `policy.words`.
GOALS: Mapping[str, str] = {
    "discussion": "a discussion between both sides",
    "manager-contact": "contact between both line managers",
    "plan": "a plan that both sides agree to, with dates",
    "resolve-or-escalate": "agreement, or the next stage",
    "offer-mediation": "an offer of mediation",
    "choose-mediation-or-panel": "the choice between mediation and a panel",
    "decision": "a decision",
    "report": "the report of the mediation",
    "referral": "agreement, or referral to the next stage",
    "feedback": "word to everybody involved",
    "raise": "the disagreement to be raised",
    "acknowledgement": "an acknowledgement",
}

_ROWS = (
    # A time limit of the policy's own.
    Kind(
        name="clock",
        asked="{goal}",
        told="{goal}",
        came="",
        seen="letters",
        stands="next",
        counted=True,
        days=None,
        to_do="",
        urgent=False,
    ),
    # Those who were written to should have been heard by now.
    Kind(
        name="nudge",
        asked="",
        told="a word that this has been read",
        came="Whoever was not heard from was covered.",
        seen="nowhere",
        stands="beside",
        counted=False,
        days=None,
        to_do="",
        urgent=False,
    ),
    Kind(
        name="reminder",
        asked="",
        told="our reminder",
        came="Sent.",
        seen="nowhere",
        stands="beside",
        counted=False,
        days=None,
        to_do="",
        urgent=False,
    ),
    # Where the policy gives no number, or nothing else stands.
    Kind(
        name="check-in",
        asked="tell us how things stand",
        told="a word from both sides on where this stands",
        came="We asked both sides.",
        seen="letters",
        stands="next",
        counted=True,
        days=2,
        to_do="",
        urgent=False,
    ),
    Kind(
        name="objection",
        asked="the raiser's word, if they object",
        told="the word of the person who raised it, if they object",
        came="No objection came.",
        seen="letters",
        stands="next",
        counted=True,
        days=1,
        to_do="",
        urgent=False,
    ),
    Kind(
        name="objection-answer",
        asked="a new proposal, or the next stage",
        told="an answer to the objection: a new proposal, or the next stage",
        came="",
        seen="letters",
        stands="next",
        counted=True,
        days=1,
        to_do="",
        urgent=False,
    ),
    # Asked of the raiser alone, in a letter that says its date.
    Kind(
        name="provisional",
        asked="the missing detail",
        told="the detail that is still missing",
        came="",
        seen="record",
        stands="next",
        counted=True,
        days=1,
        to_do="",
        urgent=False,
    ),
    Kind(
        name="silence",
        asked="an answer from those who are asked to act",
        told="a word from those who are asked to act",
        came="The office was told again.",
        seen="letters",
        stands="next",
        counted=True,
        days=1,
        to_do="",
        urgent=False,
    ),
    # The policy's overall time (rule 6.5).
    Kind(
        name="limit",
        asked="agreement, or referral to stage {stage}",
        told="agreement, or referral to stage {stage}",
        came="",
        seen="letters",
        stands="lasting",
        counted=True,
        days=None,
        to_do="",
        urgent=False,
    ),
    # Line managers get their letter at the latest now.
    Kind(
        name="hand-on",
        asked="",
        told="the letter to line managers",
        came="",
        seen="nowhere",
        stands="beside",
        counted=False,
        days=None,
        to_do="",
        urgent=False,
    ),
    # A stage by judgement is open too long.
    Kind(
        name="drift",
        asked="",
        told="agreement, or the next stage, before it has been open too long",
        came="The office and both next tiers were told.",
        seen="record",
        stands="beside",
        counted=True,
        days=5,
        to_do="",
        urgent=False,
    ),
    # 24 real hours (rules, section 8); then no RECEIVED in 2, and the letter once more at 9am.
    Kind(
        name="urgent",
        asked="agreement, or the next stage",
        told="agreement within {urgent}, or the next stage",
        came="",
        seen="letters",
        stands="next",
        counted=False,
        days=None,
        to_do="",
        urgent=True,
    ),
    Kind(
        name="chase",
        asked="",
        told="a word that the urgent letter has been read",
        came="A side of which nobody had answered was chased.",
        seen="record",
        stands="beside",
        counted=False,
        days=None,
        to_do="",
        urgent=True,
    ),
    Kind(
        name="again",
        asked="",
        told="the urgent letter once more",
        came="",
        seen="nowhere",
        stands="beside",
        counted=False,
        days=None,
        to_do="",
        urgent=True,
    ),
    Kind(
        name="withdrawal",
        asked="KEEP, if this is to stay open",
        told="KEEP, from anybody who wants this to stay open",
        came="Nobody kept it open.",
        seen="letters",
        stands="lasting",
        counted=True,
        days=1,
        to_do="",
        urgent=False,
    ),
    # What was agreed is asked about on its day, whatever becomes of the case meanwhile (rule 14).
    Kind(
        name="action",
        asked="whether an agreed action is done",
        told="the question whether an agreed action is done",
        came="Its owner was asked.",
        seen="letters",
        stands="lasting",
        counted=False,
        days=None,
        to_do="an agreed action falls due",
        urgent=False,
    ),
    Kind(
        name="action-answer",
        asked="DONE or NOT DONE",
        told="DONE or NOT DONE, from the owner of an agreed action",
        came="",
        seen="letters",
        stands="lasting",
        counted=True,
        days=1,
        to_do="an agreed action: we asked if it is done",
        urgent=False,
    ),
    Kind(
        name="action-date",
        asked="a new date that every agency agrees to",
        told="a new date for an action that was not done, agreed by every agency",
        came="",
        seen="letters",
        stands="next",
        counted=True,
        days=1,
        to_do="",
        urgent=False,
    ),
    Kind(
        name="care",
        asked="",
        told="the after-care",
        came="",
        seen="record",
        stands="lasting",
        counted=False,
        days=None,
        to_do="after-care: we asked if it is done",
        urgent=False,
    ),
    # By when somebody is to be told, as the policy has it.
    Kind(
        name="telling",
        asked="",
        told="the word to whom the policy wants told",
        came="",
        seen="record",
        stands="lasting",
        counted=True,
        days=5,
        to_do="somebody is to be told: we asked if it is done",
        urgent=False,
    ),
    # A form of the policy waits for its signature; and words that it quotes, for the word of who wrote them.
    Kind(
        name="form",
        asked="",
        told="the signature of a form",
        came="",
        seen="record",
        stands="lasting",
        counted=True,
        days=5,
        to_do="a form is not signed yet",
        urgent=False,
    ),
    Kind(
        name="quote",
        asked="",
        told="the word of somebody whom a form quotes",
        came="Nobody said otherwise.",
        seen="record",
        stands="lasting",
        counted=True,
        days=1,
        to_do="somebody has until then to say what a form quotes of them",
        urgent=False,
    ),
    # Until then the office lets the case rest: then the dates that came meanwhile are called, as ours.
    Kind(
        name="rest",
        asked="",
        told="until when the office lets it rest",
        came="It goes on.",
        seen="record",
        stands="beside",
        counted=False,
        days=None,
        to_do="",
        urgent=False,
    ),
    # Two working hours after an alarm, and again: it waits for the office, whatever becomes of the stage (rule 17).
    Kind(
        name="alarm",
        asked="",
        told="a word of the office on an alarm",
        came="",
        seen="record",
        stands="lasting",
        counted=False,
        days=None,
        to_do="",
        urgent=False,
    ),
    # A death or grave harm was told: the office is asked what became of it, and nobody else (rule 12.6).
    Kind(
        name="passed-on",
        asked="",
        told="the office's word on a death or grave harm",
        came="The office was asked again.",
        seen="record",
        stands="lasting",
        counted=True,
        days=5,
        to_do="",
        urgent=False,
    ),
    # By when a second of the office has to confirm a word; who asked for it hears where nobody did.
    Kind(
        name="second",
        asked="",
        told="a second person's yes",
        came="Nobody had said yes. Who asked for it was told, and the office.",
        seen="record",
        stands="lasting",
        counted=True,
        days=2,
        to_do="",
        urgent=False,
    ),
    # By when a request, or a court, wants its answer: the office's alone.
    Kind(
        name="legal",
        asked="",
        told="the legal date of a court or of a request",
        came="The office was told.",
        seen="nowhere",
        stands="lasting",
        counted=False,
        days=None,
        to_do="",
        urgent=False,
    ),
    # Six weeks after the end whoever raised it is asked, once; a case is finished without it, for nobody owes that answer.
    Kind(
        name="what-changed",
        asked="",
        told="our question what has changed since",
        came="Whoever raised it was asked.",
        seen="record",
        stands="lasting",
        counted=False,
        days=None,
        to_do="",
        urgent=False,
    ),
)
KINDS: Mapping[Purpose, Kind] = {one.name: one for one in _ROWS}

whole(
    "_ROWS in cases/dates/kinds.py", (one.name for one in _ROWS), get_args(Purpose), "a Kind with each of its columns"
)
whole("GOALS in cases/dates/kinds.py", GOALS, get_args(Goal), "what such a clock asks for")

LASTING = frozenset(one.name for one in _ROWS if one.stands == "lasting")
URGENT = frozenset(one.name for one in _ROWS if one.urgent)


def of(one: Deadline) -> Kind:
    """Return what kind a date is of."""
    return KINDS[one.purpose]


def days_of(purpose: Purpose) -> int:
    """Return how many working days we give a date of our own; IncompleteRow where its row does not say."""
    days = KINDS[purpose].days
    if days is None:
        raise IncompleteRow(
            f"a {purpose!r} has no days of its own in cases/dates/kinds.py: say how many where it is set"
        )
    return days


def asked_for(one: Deadline) -> str:
    """Return what a date asks for, as a letter says it to those who are asked."""
    return _filled(of(one).asked, one)


def told_as(one: Deadline) -> str:
    """Return what a date is for, as the record tells it."""
    return _filled(of(one).told, one)


def _filled(words: str, one: Deadline) -> str:
    own = one.purpose == "urgent" and (one.basis != "house" or one.says)
    urgent = "the policy's hours for an urgent case" if own else "24 hours of an urgent letter"
    return words.format(goal=GOALS.get(one.goal, "a word"), stage=one.stage, urgent=urgent)
