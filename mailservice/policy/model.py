"""A partnership's policy as values, named as in its file (`policies/*.toml`, manual in `policies/README.md`).

Every key of the file is a field here and an unknown key is refused by `load`; what the file lists under `[[stage]]` is
`Policy.stages`. The service acts on each, or shows it to people, but for those marked `Refused`. People are never in a
policy: they are in the directory. Start at `Policy`, at the foot.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal, NamedTuple

from mailservice.policy import nations

# Whose choice a value is: the partnership's text, ours, or the Business Office's where the text has a gap.
Basis = Literal["policy", "house", "office"]
Stated = Literal["policy", "house", "office", "none"]
Strength = Literal["guide", "limit", "judgement", "mixed"]
Goal = Literal[
    "discussion",
    "manager-contact",
    "plan",
    "resolve-or-escalate",
    "offer-mediation",
    "choose-mediation-or-panel",
    "decision",
    "report",
    "referral",
    "feedback",
    "raise",
    "acknowledgement",
]
# Hours in whole days of 24 are told by the clock on working days; any other number is counted in working hours.
Counted = Literal["working-days", "calendar-days", "hours"]
Unit = Literal[Counted, "at-once", "judgement"]
NUMBERED: tuple[Counted, ...] = ("working-days", "calendar-days", "hours")
Anchor = Literal[
    "case-opened",
    "stage-entered",
    "tier-entered",
    "previous-stage-ended",
    "reported",
    "office-notified",
    "agreed",
    "mediation-ended",
    "decision",
    "discussion",
    "meeting",
]
# Whose bank holidays count: a nation's or an island's.
Jurisdiction = Literal["england-and-wales", "scotland", "northern-ireland", "guernsey", "jersey", "isle-of-man"]
OnMissed = Literal["climb", "ask", "remind"]
# Whose duty it is that a clock counts: of every side, of the one that raised it, or of those it was raised with.
OfSide = Literal["both", "raising", "responding"]
DecidedBy = Literal["authority", "sides", "all", "panel"]


class Refused(NamedTuple):
    """Marks a key that may only say what it says when it is left out: `why` the service cannot carry out anything else."""

    why: str


@dataclass(frozen=True)
class Measure:
    """A second measure of one time limit: the earlier of the two is its date. Without a `basis` it is its clock's."""

    amount: int
    unit: Counted
    starts: Anchor
    basis: Basis | None = None


@dataclass(frozen=True)
class Clock:
    """One time limit of a stage: what must be done, in how long, counted from what, and whose limit it is."""

    id: str
    goal: Goal
    unit: Unit
    starts: Anchor
    basis: Basis
    amount: int = 0
    check_in: int = 0
    check_in_basis: Basis = "house"
    step: str = ""
    reading: str = ""
    same_as: str = ""
    on_missed: OnMissed | None = None
    no_later_than: Measure | None = None
    side: OfSide = "both"

    @property
    def of_side(self) -> OfSide:
        """Whose duty it is: whoever raised something has nothing to acknowledge."""
        return "responding" if self.goal == "acknowledgement" else self.side

    @property
    def when_missed(self) -> OnMissed:
        """What a miss does: where the file is silent a number climbs, unless it is ours, and anything else asks.

        That nobody has acknowledged something is only reminded of.
        """
        if self.on_missed is not None:
            return self.on_missed
        if self.goal == "acknowledgement":
            return "remind"
        return "climb" if self.basis != "house" and self.unit in NUMBERED else "ask"

    def when_ended(self, *, second: bool) -> OnMissed:
        """Return what a miss does by the measure that held: a second one that is ours asks, unless the file says more (6.1)."""
        ours = second and self.no_later_than is not None and self.no_later_than.basis == "house"
        return "ask" if ours and self.on_missed is None else self.when_missed


@dataclass(frozen=True)
class Roles:
    """Who acts for one side: any one of `decides` decides; `hands_over` gets the letter first."""

    decides: tuple[str, ...] = ()
    hands_over: tuple[str, ...] = ()


@dataclass(frozen=True)
class OptionalTier:
    """A tier inside a stage, entered only when asked for (South Gloucestershire, 3B)."""

    id: str
    title: str
    roles: Mapping[str, Roles] = field(default_factory=dict)


@dataclass(frozen=True)
class Stage:
    """One stage of the ladder: who meets whom, by when, and where it goes next."""

    id: str
    title: str
    # None: the policy says neither.
    formal: bool | None = None
    sides: Literal["both", "convened"] = "both"
    convenor: str = ""
    next: str = ""
    optional: bool = False
    repeats: bool = False
    steps: tuple[str, ...] = ()
    roles: Mapping[str, Roles] = field(default_factory=dict)
    optional_tier: OptionalTier | None = None
    if_conflicted: str = ""
    may_include: tuple[str, ...] = ()
    always_includes: tuple[str, ...] = ()
    also_enter_for: tuple[str, ...] = ()
    clock: tuple[Clock, ...] = ()
    record: tuple[str, ...] = ()
    form: str = ""
    form_by: str = ""
    support: tuple[str, ...] = ()
    known: bool = True
    basis: Basis = "policy"
    facilitator: str = ""
    urgent_convenor: str = ""

    @property
    def convenors(self) -> tuple[str, ...]:
        """Every role that may convene this stage: the usual one, and the one that does if it is urgent."""
        return tuple(role for role in (self.convenor, self.urgent_convenor) if role)

    def convened_by(self, *, urgent: bool) -> str:
        """Return the role that convenes a case here, which may be another if it is urgent."""
        return (urgent and self.urgent_convenor) or self.convenor

    def roles_for(self, agency_type: str) -> Roles:
        """Return the roles of an agency type, or the default ones, or none."""
        return self.roles.get(agency_type) or self.roles.get("default") or Roles()


@dataclass(frozen=True)
class Reading:
    """Our answer to an ambiguity of the policy's text, kept with its reason."""

    id: str
    about: str
    choice: str
    why: str


@dataclass(frozen=True)
class Topic:
    """A kind of disagreement that the policy names; a category of the report."""

    id: str
    label: str


# For the figures of a policy that names no kinds of its own.
HOUSE_TOPICS = (
    Topic("threshold", "Whether a threshold is met"),
    Topic("action", "What should be done, or how soon"),
    Topic("roles", "Who should do it"),
    Topic("information", "Sharing information"),
    Topic("plan", "Whether a plan or a closure is right"),
)


@dataclass(frozen=True)
class Calendar:
    """Whose bank holidays count, in which time zone, and when a working day ends (HH:MM)."""

    jurisdiction: Jurisdiction
    timezone: str = "Europe/London"
    day_ends: str = "17:00"


@dataclass(frozen=True)
class Person:
    """What letters call whoever a case is about: one of them, several, what is theirs, and the number they are known by.

    No other place knows the word. Of what is theirs, a policy that says nothing has "adult's" for "adult".
    """

    one: str = "child"
    several: str = "children"
    whose: str = ""
    reference: str = "reference"

    @property
    def a(self) -> str:
        """One of them, with the article: "an adult"."""
        return f"{'an' if self.one[:1].lower() in 'aeiou' else 'a'} {self.one}"

    @property
    def theirs(self) -> str:
        """What stands before something of theirs: "adult's"."""
        return self.whose or f"{self.one}'s"

    @property
    def shown(self) -> Mapping[str, str]:
        """The forms as letters have them, with the apostrophe of our letters."""
        whose = self.theirs.replace("'", "’")  # noqa: RUF001 - as said above
        return {"one": self.one, "several": self.several, "whose": whose, "reference": self.reference, "a": self.a}


@dataclass(frozen=True)
class Board:
    """One of two boards or more that the policy holds for. `words`, in any case, are how a first mail names it.

    `person`: what its letters call whoever a case is about, where that is another word than the other board's.
    """

    id: str
    title: str
    words: tuple[str, ...] = ()
    person: Person | None = None


@dataclass(frozen=True)
class AgencyType:
    """A kind of agency that the policy gives roles of its own."""

    id: str
    label: str


@dataclass(frozen=True)
class Limit:
    """An overall cap that stands whatever the stages do: by then it is resolved, or at this stage."""

    id: str
    goal: Goal
    stage: str
    amount: int
    unit: Unit
    starts: Literal["case-opened", "decision", "discussion"]
    basis: Basis
    reading: str = ""
    no_later_than: Measure | None = None


@dataclass(frozen=True)
class Avoided:
    """A word the policy does not want used for this process, and the one to use instead."""

    word: str
    use: str


@dataclass(frozen=True)
class Terms:
    """The fixed words of our letters for which a policy may have its own."""

    disagreement: str = "disagreement"
    designated_officer: str = "designated officer"
    office: str = "Business Office"
    social_care: str = nations.Nation().social_care

    @property
    def shown(self) -> Mapping[str, str]:
        """The words as letters have them."""
        names = ("disagreement", "designated_officer", "office", "social_care")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class Wording:
    """What the process is called in letters, whom it is about, and what is never said of it."""

    call_it: str
    avoid: tuple[Avoided, ...] = ()
    tone: tuple[str, ...] = ()
    complaint_route: str = ""
    person: Person = Person()
    terms: Terms = Terms()


@dataclass(frozen=True)
class Reference:
    """How references look: the prefix of our own, and the pattern of a child's (a regular expression, any case)."""

    prefix: str
    child: str
    example: str

    def children(self, text: str) -> tuple[str, ...]:
        """Return the child references in a text, in capitals, each once, in their order."""
        found = re.finditer(self.child, text, re.IGNORECASE)
        return tuple(dict.fromkeys(one.group().upper() for one in found))


@dataclass(frozen=True)
class Extra:
    """Something more that urgency asks for in a case of its own."""

    when: str
    who: str
    how_soon: str = ""
    do: Annotated[
        Literal["tell-office"], Refused("an alarm goes to the office, which tells whoever stands in `who`")
    ] = "tell-office"


@dataclass(frozen=True)
class Urgent:
    """What the policy allows when a child is at risk now. URGENT itself is never refused (rules, section 8).

    `hours` are real ones, for each stage or for the whole way to the last; 0 where the policy has none, and ours hold.
    `stages` are the only ones that an urgent case passes; without any, all.
    """

    basis: Basis
    always_say: str
    mode: tuple[Literal["start-at", "compress", "speedy"], ...] = ()
    may_start_at: tuple[str, ...] = ()
    who_may: Annotated[Literal["any-party"], Refused("URGENT is never refused, whoever in a case writes it")] = (
        "any-party"
    )
    trigger: str = ""
    skip_steps: tuple[str, ...] = ()
    extra: tuple[Extra, ...] = ()
    hours: int = 0
    hours_for: Literal["each-stage", "whole-route"] = "each-stage"
    stages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Panel:
    """Who sits on a resolution panel and whom it hears."""

    members: str
    hears: str


@dataclass(frozen=True)
class Report:
    """Who reports the end of a case to whom."""

    by: str
    to: str
    when: str = ""


@dataclass(frozen=True)
class Final:
    """The last word: whose it is, whether it binds, and how a case can end at the last stage.

    `decided_by`: `authority` alone; or together those who decide for every side, one of each of `authorities`, or
    `quorum` of the people who hold them.
    """

    stage: str
    authority: str
    binding: Literal["yes", "no", "not-stated"]
    ends_with: tuple[Literal["agreed", "decided", "not-agreed"], ...]
    means: tuple[Literal["mediation", "panel", "decision", "course-of-action", "agreed-course-to-decision"], ...] = ()
    panel: Panel | None = None
    report: Report | None = None
    basis: Basis = "policy"
    decided_by: DecidedBy = "authority"
    authorities: tuple[str, ...] = ()
    quorum: int = 0

    @property
    def joint(self) -> bool:
        """Whether several people decide together, and nobody alone."""
        return "decided" in self.ends_with and self.decided_by != "authority"


@dataclass(frozen=True)
class RouteClock:
    """A time of another procedure: told with the way there, and run by nobody here."""

    goal: str
    amount: int
    unit: Literal["working-days"]


@dataclass(frozen=True)
class Route:
    """Another way for a matter that is not, or not only, a disagreement.

    `words` are how a mail names it, in any case; a star stands for any ending. Where an open one replaces the stages, a
    case that names it may go straight to `at_stage`. Whoever it `alerts` is written to by a NOTE to them.
    """

    id: str
    when: str
    go_to: str
    phone: str = ""
    then: str = ""
    outcomes: tuple[str, ...] = ()
    record: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    at_stage: str = ""
    adds_participant: str = ""
    alerts: str = ""
    replaces_stages: bool = False
    alongside: bool = False
    at_end: bool = False
    confidential: bool = False
    words: tuple[str, ...] = ()
    clocks: tuple[RouteClock, ...] = ()


@dataclass(frozen=True)
class Exclusion:
    """What the policy does not cover, and where that goes instead; `words` are how a mail names it."""

    id: str
    says: str
    send_to: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class FormField:
    """One field of a form; an identity never stands in a subject, a body or a file name."""

    id: str
    label: str
    kind: Literal["text", "choice", "number", "auto", "identity", "signatory", "contact"]
    required: bool = False
    auto: bool = False
    choices: tuple[str, ...] = ()
    never_in: tuple[Literal["subject", "body", "filename"], ...] = ()


@dataclass(frozen=True)
class Form:
    """A form of the policy, prescribed or suggested, and where its copies go."""

    id: str
    title: str
    prescribed: bool
    fields_known: bool
    stages: tuple[str, ...] = ()
    field: tuple[FormField, ...] = ()
    copies: tuple[str, ...] = ()
    send_when: tuple[Literal["resolved", "escalated"], ...] = ()
    use_as: str = ""
    basis: Basis = "policy"


@dataclass(frozen=True)
class RecordRule:
    """Where the policy wants it recorded, and with whom that is shared."""

    where: tuple[str, ...]
    share_with: tuple[str, ...] = ()
    form: str = ""
    written_confirmation: str = ""


@dataclass(frozen=True)
class Within:
    """In how long something is told, from the moment that it tells of."""

    amount: int
    unit: Literal["working-days", "hours"]


@dataclass(frozen=True)
class Tell:
    """Who hears of what; without stages, at any stage. `by` is who tells it, and `within` how long they have."""

    event: Literal["entered", "agreed", "closed", "mediation-ended", "pertinent-issue"]
    who: tuple[str, ...]
    basis: Basis
    stages: tuple[str, ...] = ()
    how_soon: Literal["", "at-once"] = ""
    how: str = ""
    by: str = ""
    within: Within | None = None


@dataclass(frozen=True)
class Contacts:
    """How people find out who comes next."""

    basis: Stated
    directory_published: bool = False
    duty: str = ""
    named_manager: bool = False
    form: str = ""


# "stage": in every letter that asks somebody to act; "same-person": where one person acts at a further stage.
Moment = Literal["opened", "stage", "same-person", "contact", "overtaken", "closed"]


@dataclass(frozen=True)
class Duty:
    """A duty that letters name at the right moment; where the file is silent, whenever somebody is asked to act.

    Without `stages` at any of them.
    """

    id: str
    says: str
    at: tuple[Moment, ...] = ("stage",)
    stages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Closing:
    """What closing by agreement needs."""

    basis: Basis
    needs: tuple[Literal["both-sides", "written-confirmation"], ...]
    plan_required: bool = True
    tell_raiser: Annotated[bool, Refused("whoever raised it always hears how it ends")] = True
    overtaken_by_events: Literal["", "ask-to-continue"] = ""


@dataclass(frozen=True)
class Care:
    """One kind of after-care; `none` where the policy has none."""

    basis: Stated = "none"
    when: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Aftercare:
    """What follows a closed case."""

    learning_points: Care = Care()
    debrief: Care = Care()
    case_review: Care = Care()
    policy_feedback: Care = Care()


@dataclass(frozen=True)
class Retention:
    """How long the partnership keeps a case that has ended: the name of its class, and years; with 0 nothing is ever due."""

    name: str = ""
    years: int = 0


@dataclass(frozen=True)
class Gap:
    """Something the policy's text does not tell; while one is open the policy does not run live."""

    id: str
    need: str


@dataclass(frozen=True)
class Policy:
    """One partnership's policy, checked whole; a case keeps the version, by digest, that it opened under."""

    id: str
    title: str
    partnership: str
    status: Literal["ready", "partial"]
    scope: tuple[Literal["between-agencies", "within-agency"], ...]
    timescales_are: Strength
    calendar: Calendar
    wording: Wording
    reference: Reference
    stages: tuple[Stage, ...]
    urgent: Urgent
    final: Final
    record: RecordRule
    contacts: Contacts
    closing: Closing
    aftercare: Aftercare = Aftercare()
    retention: Retention = Retention()
    version: str = ""
    review_due: str = ""
    topics: tuple[Topic, ...] = ()
    agency_types: tuple[AgencyType, ...] = ()
    limits: tuple[Limit, ...] = ()
    routes: tuple[Route, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    forms: tuple[Form, ...] = ()
    tells: tuple[Tell, ...] = ()
    duties: tuple[Duty, ...] = ()
    readings: tuple[Reading, ...] = ()
    boards: tuple[Board, ...] = ()
    open_gaps: tuple[Gap, ...] = ()
    # Not in the file: what `load` knows about it.
    digest: str = ""
    overlay_digest: str = ""
    filled: tuple[str, ...] = ()

    def stage(self, identity: str) -> Stage:
        """Return the stage with this id; KeyError if there is none."""
        for one in self.stages:
            if one.id == identity:
                return one
        raise KeyError(identity)

    @property
    def nation(self) -> nations.Nation:
        """What holds by the law and the customs of its nation or island."""
        return nations.of(self.calendar.jurisdiction)

    @property
    def first_stage(self) -> Stage:
        """Where a case begins."""
        return self.stages[0]

    @property
    def last_stage(self) -> Stage:
        """The stage that leads nowhere further."""
        return self.ladder[-1]

    @property
    def ladder(self) -> tuple[Stage, ...]:
        """Every stage in climbing order."""
        return tuple(self._climb())

    @property
    def places(self) -> tuple[str, ...]:
        """Every id at which a person may act: each stage, and the optional tier inside one."""
        inside = (stage.optional_tier.id for stage in self.stages if stage.optional_tier)
        return (*(stage.id for stage in self.stages), *inside)

    @property
    def named_beside(self) -> tuple[str, ...]:
        """Every role that the policy names beside the agencies: whoever holds one is an officer of the directory."""
        alone = [self.final.authority] if self.final.decided_by == "authority" else []
        last = (
            [*alone, *self.last_stage.convenors, *self.final.authorities] if "decided" in self.final.ends_with else []
        )
        last += [stage.urgent_convenor for stage in self.ladder]
        report = [self.final.report.to] if self.final.report else []
        always = [role for stage in self.ladder for role in (*stage.always_includes, stage.facilitator)]
        routes = [role for route in self.routes for role in (route.adds_participant, route.alerts)]
        noted = [row.by for row in self.tells if row.event == "pertinent-issue"]
        return tuple(role for role in dict.fromkeys([*last, *always, *routes, *report, *noted]) if role)

    def next_stage(self, identity: str) -> Stage | None:
        """Return the stage after this one, or None after the last."""
        onward = self.stage(identity).next
        return self.stage(onward) if onward else None

    def reading(self, identity: str) -> Reading | None:
        """Return our reading with this id."""
        return next((one for one in self.readings if one.id == identity), None)

    def form(self, identity: str) -> Form | None:
        """Return the form with this id."""
        return next((one for one in self.forms if one.id == identity), None)

    def topic(self, identity: str) -> Topic | None:
        """Return the topic with this id."""
        return next((one for one in self.topics if one.id == identity), None)

    def board(self, identity: str) -> Board | None:
        """Return the board with this id."""
        return next((one for one in self.boards if one.id == identity), None)

    def person_of(self, board: str) -> Person:
        """Return what a case of a board calls whoever it is about; until its board is told, the policy's own word."""
        mine = self.board(board)
        return (mine.person if mine else None) or self.wording.person

    @property
    def reasons(self) -> tuple[Topic, ...]:
        """The kinds of disagreement to choose from: the policy's own, or the house list."""
        return self.topics or HOUSE_TOPICS

    def review_passed(self, today: date) -> bool:
        """Tell whether the policy is past its own review date; it stays in force all the same."""
        return bool(self.review_due) and self.review_due < today.isoformat()[: len(self.review_due)]

    @property
    def may_start_at(self) -> tuple[str, ...]:
        """The stages at which an urgent case may start."""
        return self.urgent.may_start_at

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is still missing, in plain words; empty when the policy can run live."""
        return tuple(one.need for one in self.open_gaps)

    @property
    def runs_live(self) -> bool:
        """Whether the service may open real cases under this policy."""
        return self.status == "ready"

    def _climb(self) -> Iterator[Stage]:
        stage: Stage | None = self.first_stage
        while stage is not None:
            yield stage
            stage = self.next_stage(stage.id)
