"""The first draft of a new partnership's file: sound as it stands, and partial until somebody has read it through.

Start at `written`, which turns a `Draft` into the text of a file with remarks. What a draft does not know is a [[gap]] in it.
"""

from dataclasses import dataclass, field
from typing import Literal

from mailservice.files import MANUAL
from mailservice.policy.model import Calendar, Unit
from mailservice.policy.nations import of as nations_of

# An island has a time zone of its own name.
ISLANDS = {"guernsey": "Guernsey", "jersey": "Jersey", "isle-of-man": "Isle_of_Man"}
UNREAD = "This file is a first draft: compare each line with the policy's text, then take this gap out"


@dataclass(frozen=True)
class Span:
    """How long something may take; by judgement, the amount is the working days to our check-in."""

    amount: int
    unit: Unit = "working-days"


@dataclass(frozen=True)
class DraftStage:
    """One stage as its partnership tells it; with a `convenor` a third party brings the sides together."""

    title: str
    who: tuple[str, ...] = ()
    convenor: str = ""
    span: Span = Span(1, "judgement")
    starts: Literal["case-opened", "stage-entered", "previous-stage-ended"] = "stage-entered"
    formal: bool = False
    asks: bool = False


@dataclass(frozen=True)
class Draft:
    """What is known of a policy so far; `missing` are the questions that nobody could answer yet."""

    identity: str
    partnership: str
    nation: str
    title: str = "Resolving professional disagreements"
    call_it: str = "professional disagreement"
    person: str = "child"
    within: bool = False
    stages: tuple[DraftStage, ...] = (
        DraftStage("Practitioner to practitioner", ("Practitioner",), span=Span(2), starts="case-opened"),
        DraftStage("Manager to manager", ("Line manager",), span=Span(5), starts="previous-stage-ended"),
        DraftStage("Senior manager to senior manager", ("Senior manager",), formal=True),
        DraftStage("Partnership", convenor="Independent scrutineer", span=Span(2, "judgement"), formal=True),
    )
    limit: Span | None = None
    urgent: str = ""
    urgent_hours: int = 0
    together: bool = False
    authority: str = "Independent scrutineer"
    binding: Literal["yes", "no", "not-stated"] = "not-stated"
    decides: bool = True
    missing: tuple[str, ...] = field(default=())


_HEAD = """\
# The policy of @PARTNERSHIP@ as data. The manual of this format: @MANUAL@
# Go through it with the policy's text beside you, then run: mailservice policy check THIS-FILE
schema = 1

[policy]
id = "@ID@"
title = "@TITLE@"
partnership = "@PARTNERSHIP@"
status = "partial"                    # "ready" once every [[gap]] at the foot is gone
version = ""                          # the policy's own date, such as "2026-04"
review_due = ""
scope = @SCOPE@          # and "within-agency", if the policy says so
timescales_are = "limit"              # guide | limit | judgement | mixed

[calendar]
jurisdiction = "@NATION@"
timezone = "@ZONE@"
day_ends = "17:00"

[reference]
prefix = "@PREFIX@"                   # of our own references, such as @PREFIX@ 2026-0042
child = '(?<![\\w-])(?!(?:@PREFIX@|NHS|DOB|TEL|FAX|ISO)-)[A-Z]{2,6}-\\d{5,8}(?![\\w-])'
example = "NCT-483920"                # a child's reference that the pattern finds

[wording]
call_it = "@CALL_IT@"
avoid = []                            # [{ word = "complaint", use = "disagreement" }]
@PERSON@"""
_FOOT = """
[urgent]
basis = "@URGENT_BASIS@"                       # "policy" if its text speaks of urgency
mode = ["speedy"]                     # "start-at" needs may_start_at = ["2", "3"]
@HOURS@trigger = "@URGENT@"
always_say = "This process never replaces an urgent referral or a @EMERGENCY@ call"

[final]
stage = "@LAST@"
authority = "@AUTHORITY@"
@TOGETHER@binding = "@BINDING@"                # yes | no | not-stated
means = ["@MEANS@"]
ends_with = @ENDS@

[record]
where = ["@PERSON_ONE@'s file"]

[contacts]
directory_published = false
basis = "none"

[closing]
needs = ["both-sides"]
basis = "house"
"""


def skeleton(identity: str, partnership: str, nation: str) -> str:
    """Return the text of a new policy file for a partnership, sound and partial."""
    return written(Draft(identity, partnership, nation))


def written(draft: Draft) -> str:
    """Return a draft as the text of a file, with remarks on what to look at."""
    stages = (_stage(number, one, draft) for number, one in enumerate(draft.stages, start=1))
    gaps = (_gap("unread", UNREAD), *(_gap(f"open-{n}", need) for n, need in enumerate(draft.missing, start=1)))
    parts = (_filled(_HEAD, draft), *stages, *_limit(draft), _filled(_FOOT, draft), *gaps)
    return "".join(parts)


def nations() -> tuple[str, ...]:
    """Return the nations and islands whose bank holidays are known."""
    return tuple(Calendar.__annotations__["jurisdiction"].__args__)


def _filled(text: str, draft: Draft) -> str:
    # The office ends what it or a third party convenes; where the sides meet, it is they who end it.
    cannot = ["not-agreed"] if draft.stages[-1].convenor else []
    ends = ["agreed", *(["decided"] if draft.decides else []), *cannot]
    facts = {
        "ID": draft.identity,
        "PREFIX": draft.identity.upper(),
        "PARTNERSHIP": draft.partnership,
        "TITLE": draft.title,
        "NATION": draft.nation,
        "ZONE": f"Europe/{ISLANDS.get(draft.nation, 'London')}",
        "CALL_IT": draft.call_it,
        "EMERGENCY": nations_of(draft.nation).emergency,
        "PERSON_ONE": draft.person,
        "URGENT_BASIS": "policy" if draft.urgent else "house",
        "URGENT": draft.urgent,
        "LAST": str(len(draft.stages)),
        "AUTHORITY": draft.authority,
        "BINDING": draft.binding,
        "MEANS": "decision" if draft.decides else "mediation",
    }
    for name, value in facts.items():
        text = text.replace(f"@{name}@", _plain(value))
    person = "" if draft.person == "child" else f'person = "{_plain(draft.person)}"\n'
    hours = f'hours = {draft.urgent_hours}\nhours_for = "whole-route"\n' if draft.urgent_hours else ""
    together = 'decided_by = "sides"                  # those who decide at the last stage, one of every agency\n'
    lines = {"PERSON": person, "HOURS": hours, "TOGETHER": together if draft.together else ""}
    for name, value in lines.items():
        text = text.replace(f"@{name}@", value)
    scope = ["between-agencies", *(["within-agency"] if draft.within else [])]
    return text.replace("@MANUAL@", str(MANUAL)).replace("@SCOPE@", _list(scope)).replace("@ENDS@", _list(ends))


def _stage(number: int, one: DraftStage, draft: Draft) -> str:
    onward = f'next = "{number + 1}"\n' if number < len(draft.stages) else ""
    who = f'sides = "convened"\nconvenor = "{_plain(one.convenor)}"\n' if one.convenor else _sides(one)
    formal = "formal = true\n" if one.formal else ""
    return f'\n[[stage]]\nid = "{number}"\ntitle = "{_plain(one.title)}"\n{formal}{who}{onward}{_clock(number, one, draft)}'


def _sides(one: DraftStage) -> str:
    return f'sides = "both"\nroles.default = {_list(one.who)}\n'


def _clock(number: int, one: DraftStage, draft: Draft) -> str:
    decided = one.convenor or (draft.together and number == len(draft.stages))
    goal = "decision" if decided else "resolve-or-escalate"
    starts = "case-opened" if number == 1 else one.starts
    name = "decide" if one.convenor else "settle" if one.span.unit == "judgement" else "stage"
    head = f'[[stage.clock]]\nid = "{name}"\ngoal = "{goal}"\n'
    foot = f'starts = "{starts}"\nbasis = "policy"\n'
    if one.span.unit == "judgement":
        days = f"check_in = {one.span.amount}                          # after how many working days people are asked\n"
        return f'{head}unit = "judgement"                    # no number: it asks, and never climbs by itself\n{days}{foot}'
    asks = (
        'on_missed = "ask"                     # the next stage comes by a person\'s word alone\n' if one.asks else ""
    )
    return f'{head}amount = {one.span.amount}\nunit = "{one.span.unit}"\n{foot}{asks}'


def _limit(draft: Draft) -> tuple[str, ...]:
    if draft.limit is None:
        return ()
    head = f'\n[[limit]]\nid = "overall"\ngoal = "referral"\nstage = "{len(draft.stages)}"\n'
    span = f'amount = {draft.limit.amount}\nunit = "{draft.limit.unit}"\n'
    return (f'{head}{span}starts = "case-opened"\nbasis = "policy"\n',)


def _gap(identity: str, need: str) -> str:
    return f'\n[[gap]]  # take it out once you know, and have written it above\nid = "{identity}"\nneed = "{_plain(need)}"\n'


def _list(values: tuple[str, ...] | list[str]) -> str:
    return "[" + ", ".join(f'"{_plain(one)}"' for one in values) + "]"


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("\\", "").replace('"', "'")
