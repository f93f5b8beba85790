"""What the events of one case add up to: where it stands, who is in it, what is due. Start at `Case`.

Only an event changes it, by `folding.after`. Nothing here decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from mailservice.cases.history import events as e
from mailservice.cases.history.letters import Fault, Stalled

Status = Literal["unopened", "open", "agreed", "closed", "joined", "halted", "disposed", "book"]
Standing = Literal["standing", "met", "missed", "dropped"]


@dataclass(frozen=True)
class Deadline:
    """A date of the case, as it was set or last moved, and what became of it."""

    id: str
    purpose: e.Purpose
    stage: str
    tier: int
    due: datetime
    counted_from: datetime
    basis: e.Whose
    goal: str = ""
    clock: str = ""
    reading: str = ""
    skipped: tuple[e.Skipped, ...] = ()
    about: str = ""
    state: Standing = "standing"
    second: bool = False
    says: str = ""
    side: Literal["", "raising", "responding"] = ""


@dataclass(frozen=True)
class Proposal:
    """Words put to every other agency: agreed only when each has assented to these words. `dissent`: who did not, and why."""

    id: str
    kind: e.ProposalKind
    by: e.Party
    text: str
    stage: str
    tier: int
    at: datetime
    actions: tuple[e.Action, ...] = ()
    due: datetime | None = None
    action: str = ""
    assents: tuple[e.Party, ...] = ()
    state: Literal["standing", "agreed", "denied", "stopped"] = "standing"
    dissent: tuple[e.Party, str] | None = None

    @property
    def settles(self) -> bool:
        """Whether these words would settle the disagreement itself: RESOLVED or PLAN."""
        return self.kind in ("resolved", "plan")


@dataclass(frozen=True)
class Answered:
    """What somebody said for their side with a word that every side is shown, and their words; `among` were the agencies."""

    at: datetime
    by: e.Party
    did: str
    text: str
    among: tuple[str, ...] = ()


@dataclass(frozen=True)
class Task:
    """What somebody is asked for until they answer: an action, after-care, to tell somebody, a form, the words it quotes."""

    id: str
    text: str
    on: date
    owner: e.Party
    kind: e.TaskKind = "agreed"
    state: Literal["standing", "done", "not-done", "dropped"] = "standing"
    tells_of: str = ""
    answered_by: e.Party | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True)
class Filled:
    """What somebody wrote in one field, `was` what stood there before; other sides see it once its author has signed."""

    text: str
    by: e.Party
    seen: bool = False
    was: str = ""


@dataclass(frozen=True)
class Form:
    """A form of the policy and what people have filled in, by field; `facts` are ours, as of when it was `wanted`.

    `changed` is, by agency, when what it is shown of the form last changed: who signed before that has signed other words.
    """

    id: str
    kind: str
    stage: str
    tier: int
    signatories: tuple[e.Party, ...]
    wanted: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    filled: Mapping[str, Filled] = field(default_factory=dict)
    changed: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class LastWords:
    """The words of the mail that last moved the case, by whom, since when, and the case as it stood before them."""

    by: e.Party
    verbs: tuple[str, ...]
    before: "Case"
    words: str = ""
    since: datetime | None = None


@dataclass(frozen=True)
class Ordered:
    """A letter of the case and what became of it; `undone`: the words that brought it were taken back.

    `words` are those that it offered its reader to answer with. `did` says what we did with the mail it answers, `mail`,
    and `news` what else it tells: they must arrive, whatever it is that brings them. Until `leaves` it waits; of a letter
    that is nothing but news, `told` is what it tells itself. `fault`: whose it is that it came back; `stalled`: what else
    was heard of it last; `own_return`: it left with a return address of its own.
    """

    letter: str
    template: str
    to: e.Party
    stage: str
    tier: int
    at: datetime
    about: str = ""
    state: Literal["ordered", "sent", "bounced", "withheld"] = "ordered"
    away: bool = False
    undone: e.Undone | None = None
    replied: bool = False
    sent_at: datetime | None = None
    words: tuple[str, ...] = ()
    mail: str = ""
    did: tuple[tuple[str, str], ...] = ()
    news: tuple[Mapping[str, Any], ...] = ()
    leaves: datetime | None = None
    told: Mapping[str, Any] = field(default_factory=dict)
    fault: Fault = "reader"
    stalled: Stalled | None = None
    own_return: bool = False

    @property
    def reader_unreached(self) -> bool:
        """Whether it came back because its reader's address takes nothing; not where the fault is ours, or the letter's."""
        return self.state == "bounced" and self.fault == "reader"


@dataclass(frozen=True)
class Absent:
    """Since when somebody's out-of-office has answered us, and until when it says; `who` of those who hold the office."""

    at: datetime
    until: date | None
    who: e.Party | None = None


@dataclass(frozen=True)
class Case:
    """One disagreement about a child, from the first mail on. `status` "book" is the office's own book.

    "halted": a death or grave harm was told, `harm`, and nothing is asked of anyone but the office (rule 12.6).
    "disposed": all that is left of it is `disposed`, and the facts that stand in that.
    "joined": it goes on in the case `joined_to`; `taken_in` are the cases that go on in this one.

    `began_at` is where clocks of the whole case are counted from: its opening, or the last time it was opened again.
    `authors` are, for each side, who wrote its issue and when; they stay whoever follows the raiser.
    `attached` are, for each side, who wrote its issue and the names of the files that came with it.
    `among` are, for a side that wrote before another agency joined, those that are shown it; `again` what it wrote since.
    `rested` is the case as it stood when its raiser stopped it before anybody else had a letter: it rests.
    `told` is, by address, for which agency somebody said that they write whose address is that of two; `confirmed` are the
    addresses of which somebody else has said so too, and `addressed` those in the first To whose side is not known yet.
    `dead` are the addresses, in small letters, that take nothing, each since when: a letter came back from there, and no proven
    mail has come from there since.
    `offered` is the mediation, or the panel, whose day was set last.
    `left` are those who left their agency meanwhile, `changed` the agencies that have another name, or are one, by now.
    `acted` are, by address, the words of each mail that moved the case, and when it did, at most the last three times: the
    same again may be a copy of it. `calls` is each URGENT of a day, the newest of each person's same words.
    `ways` are the other ways of the policy that a side's words speak of.
    `board` is the one of the policy's boards that it is for, "" until that is told.
    `decided` is when the decision disagreed with was made, as its raiser says; `discussed`, by stage, when somebody first
    told us that they had spoken; `urgent_since` when the first URGENT came of those that still hold.
    `assigned` is who of the office sees to it; `rests`, `paused` and `seconds` are the office's own words that hold it still,
    our letters, or wait for a second of the office.
    `retained` is the day that the office named, `keeping` whatever forbids that anything of it goes, the oldest first: the
    office's own word, a death or grave harm, a court's or a legal matter. `disposal` waits to be carried out.
    `lost`: its history is lost, and all that is known of it stands in that.
    `suspects` is, in the office's book alone, what was last said of a mailbox that may be taken.
    `forms` are the policy's, by our id of each; `quotes`, for each side, what they quote of its words where its author was asked.
    `policy` and `opened_under` are the id and digest of the policy at its opening; `heard` the Message-IDs of its mails.
    """

    status: Status = "unopened"
    reference: str = ""
    policy_digest: str = ""
    overlay_digest: str = ""
    beside: str = ""
    joined_to: str = ""
    taken_in: tuple[str, ...] = ()
    opened_at: datetime | None = None
    began_at: datetime | None = None
    root: str = ""
    raiser: e.Party | None = None
    responders: tuple[e.Party, ...] = ()
    agencies: tuple[str, ...] = ()
    child_references: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    issues: Mapping[str, str] = field(default_factory=dict)
    authors: Mapping[str, tuple[e.Party, datetime]] = field(default_factory=dict)
    attached: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    among: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    again: Mapping[str, tuple[str, e.Party, datetime]] = field(default_factory=dict)
    rested: "Case | None" = None
    parties: tuple[e.Party, ...] = ()
    stage: str = ""
    tier: int = 1
    entered_at: datetime | None = None
    counted_from: datetime | None = None
    path: tuple[tuple[str, int], ...] = ()
    step: str = ""
    step_from: datetime | None = None
    urgent: e.UrgentRaised | None = None
    topics: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    last_words: Mapping[str, datetime] = field(default_factory=dict)
    wrote: Mapping[str, tuple[datetime, ...]] = field(default_factory=dict)
    acted: Mapping[str, Mapping[str, tuple[datetime, ...]]] = field(default_factory=dict)
    released: tuple[tuple[str, str], ...] = ()
    acknowledged: Mapping[str, datetime] = field(default_factory=dict)
    absent: Mapping[str, Absent] = field(default_factory=dict)
    covers: tuple[e.CoverAsked, ...] = ()
    deadlines: Mapping[str, Deadline] = field(default_factory=dict)
    proposals: Mapping[str, Proposal] = field(default_factory=dict)
    letters: Mapping[str, Ordered] = field(default_factory=dict)
    contacts: tuple[e.ContactNamed, ...] = ()
    conflicts: tuple[e.ConflictFound, ...] = ()
    waiting: tuple[e.AddressNamed, ...] = ()
    objections: Mapping[tuple[str, int], int] = field(default_factory=dict)
    reported: bool = False
    mediation_on: datetime | None = None
    offered: e.MediationOffered | None = None
    settled_at: tuple[str, int] | None = None
    ending: e.Ending | None = None
    withdrawn: e.Withdrawn | None = None
    actions: Mapping[str, Task] = field(default_factory=dict)
    forms: Mapping[str, Form] = field(default_factory=dict)
    quotes: Mapping[str, e.QuoteSettled] = field(default_factory=dict)
    to_confirm: tuple[e.ConfirmationAsked, ...] = ()
    questions: Mapping[str, e.WordAsked] = field(default_factory=dict)
    addressed: tuple[e.Party, ...] = ()
    told: Mapping[str, e.AgencyTold] = field(default_factory=dict)
    confirmed: tuple[str, ...] = ()
    left: tuple[e.ColleagueLeft, ...] = ()
    said_left: tuple[e.SaidToHaveLeft, ...] = ()
    changed: tuple[str, ...] = ()
    last: LastWords | None = None
    before: "Case | None" = None
    policy: str = ""
    opened_under: str = ""
    closed_at: datetime | None = None
    heard: tuple[str, ...] = ()
    answers: tuple[Answered, ...] = ()
    decided: e.DecisionDated | None = None
    assigned: e.Party | None = None
    rests: e.HeldUntil | None = None
    paused: e.Paused | None = None
    seconds: Mapping[str, e.SecondAsked] = field(default_factory=dict)
    discussed: Mapping[str, datetime] = field(default_factory=dict)
    urgent_since: datetime | None = None
    calls: tuple[e.UrgentRaised, ...] = ()
    facilitated: tuple[e.Facilitated, ...] = ()
    harm: e.HarmTold | None = None
    legal: tuple[e.LegalTold, ...] = ()
    move: e.MoveTold | None = None
    area: e.AreaNamed | None = None
    area_received: e.AreaReceived | None = None
    barred: Mapping[str, e.AddressBarred | e.AddressLet] = field(default_factory=dict)
    dead: Mapping[str, datetime] = field(default_factory=dict)
    board: str = ""
    suspects: Mapping[str, e.Suspected | e.Cleared] = field(default_factory=dict)
    retained: e.RetainedUntil | None = None
    keeping: tuple[e.Preserved | e.HarmTold | e.LegalTold, ...] = ()
    disposal: e.DisposalOrdered | None = None
    disposed: e.CaseDisposed | None = None
    lost: e.HistoryLost | None = None

    @property
    def conversation_held(self) -> bool:
        """Whether somebody who decides nothing brought both sides together, and they spoke: counted apart."""
        return any(one.what == "held" for one in self.facilitated)

    @property
    def conversation_settled(self) -> bool:
        """Whether it ended agreed at a stage where such a conversation was held."""
        held = {one.stage for one in self.facilitated if one.what == "held"}
        return self.ending == "agreed" and self.settled_at is not None and self.settled_at[0] in held

    @property
    def here(self) -> tuple[str, int]:
        """The present place: the stage, and the tier inside it."""
        return (self.stage, self.tier)

    @property
    def standing(self) -> tuple[Deadline, ...]:
        """The dates that still matter, the earliest first."""
        return tuple(sorted((d for d in self.deadlines.values() if d.state == "standing"), key=lambda d: d.due))

    def may_read(self, agency: str, side: str) -> bool:
        """Tell whether an agency is shown a side's words: not those of before it joined (rule 16); who is no party is."""
        return agency not in self.agencies or agency in (side, *self.among.get(side, self.agencies))

    @property
    def pending(self) -> Proposal | None:
        """The proposal to settle the disagreement that waits for AGREE."""
        return next((one for one in reversed(self.asked) if one.settles), None)

    @property
    def asked(self) -> tuple[Proposal, ...]:
        """Every proposal that waits for AGREE, the oldest first: at most one to settle it, and one of each other kind."""
        return tuple(one for one in self.proposals.values() if one.state == "standing")

    @property
    def agreed(self) -> Proposal | None:
        """The RESOLVED that every agency has agreed to, while the raiser may still object."""
        return next(
            (p for p in reversed([*self.proposals.values()]) if p.state == "agreed" and p.kind == "resolved"), None
        )

    @property
    def agreed_plan(self) -> Proposal | None:
        """The last PLAN that every agency has agreed to."""
        return next((p for p in reversed([*self.proposals.values()]) if p.state == "agreed" and p.settles), None)

    def dissents(self, decision: Proposal | None) -> list[tuple[e.Party, str]]:
        """Return who of those that decide together did not agree in the end, and their words (rule 11.5); of none, nothing."""
        if decision is None or decision.kind != "decision":
            return []
        since = self.began_at or decision.at
        put = (one for one in self.proposals.values() if one.kind == "decision" and one.at >= since)
        last = {one.dissent[0].address.lower(): one.dissent for one in put if one.dissent}
        agreed = {one.address.lower() for one in (decision.by, *decision.assents)}
        return [said for address, said in last.items() if address not in agreed]

    @property
    def to_do(self) -> tuple[Task, ...]:
        """The agreed actions and the after-care that are still asked about, the oldest first."""
        asked = {one.about for one in self.standing}
        return tuple(one for one in self.actions.values() if one.state == "standing" or one.id in asked)

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do after the end (rule 14): its actions, forms, after-care and report."""
        return self.status == "closed" and self.lost is None and not self.to_do

    @property
    def taking_part(self) -> tuple[e.Party, ...]:
        """Everybody from whom a reference to the case counts (rule 2): who took part or was written to, or was named to."""
        return self.parties_with(*(e.Party(one.address, one.name, "", one.agency) for one in self.contacts))

    def party(self, address: str) -> e.Party | None:
        """Return who takes part at this address."""
        return next((one for one in self.taking_part if one.address.lower() == address.lower()), None)

    def parties_with(self, *people: e.Party) -> tuple[e.Party, ...]:
        """Return everybody in the case, and whoever of these has an address that is not among theirs."""
        known = {one.address.lower() for one in self.parties}
        return (*self.parties, *(one for one in people if one.address and one.address.lower() not in known))


def book() -> Case:
    """Return the office's own book: what is on no case. It is never replayed, so it never grows slow."""
    return Case(status="book")
