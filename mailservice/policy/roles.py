"""The roles that a policy names: what nobody could ever hold, who stands on two sides at once, and what looks mistyped.

Start at `unheld`, which gives faults, and `doubtful`, which gives what a person should look at. Pure.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from itertools import combinations
from typing import Final, NamedTuple

from mailservice.policy.model import Policy, Roles, Stage

Fault = tuple[str, str]
DEFAULT: Final = "default"
# What stands in a file until somebody knows: no directory has an officer of that name.
_NOBODY: Final = "n/a na none nobody no-one unknown tba tbc tbd xxx someone somebody".split()  # noqa: SIM905 - read as one line
_NOT_YET: Final = ("no one", "not known", "not stated", "not read", "not appointed", "not yet appointed", "not in post")
_VACANT: Final = ("vacant", "vacancy")
_SHORT_WORD: Final = 5  # letters: of shorter words, two that differ by one are two words
_LONG_WORD: Final = 8
_OTHERS: Final = 3


class Named(NamedTuple):
    """A role, and the key of the file where it stands, as a person would name it."""

    role: str
    key: str


def unheld(policy: Policy) -> Iterator[Fault]:
    """Yield each role that nobody could hold, that agencies of some type lack, or that contradicts what it is for."""
    if policy.status == "ready":
        for one in named(policy):
            if is_nobody(one.role):
                yield one.key, f"is {one.role!r}, and nobody holds that: write the role as the policy names it"
    for stage in policy.stages:
        yield from _of_some_types(policy, stage)
        yield from _facilitates(policy, stage)


def is_nobody(role: str) -> bool:
    """Tell whether what stands for a role names none: it is not known yet, or no words at all."""
    plain = _plain(role)
    vacant = plain.startswith("to be ") or not {*_VACANT}.isdisjoint(plain.split())
    return vacant or plain in (*_NOBODY, *_NOT_YET) or not any(letter.isalpha() for letter in role)


def doubtful(policy: Policy) -> Iterator[Fault]:
    """Yield each role that looks mistyped, and whoever would do two things that do not go together."""
    yield from _nearly_alike(policy)
    yield from _alone(policy)
    yield from _convenes(policy)


def named(policy: Policy) -> Iterator[Named]:
    """Give every role of a policy, as often as it stands there."""
    for stage in policy.stages:
        yield from _of_stage(stage)
    final = policy.final
    beside = {"final, authority": (final.authority,), "final, authorities": final.authorities}
    if final.report:
        beside |= {"final, report, by": (final.report.by,), "final, report, to": (final.report.to,)}
    for route in policy.routes:
        beside |= {f"route {route.id}, adds_participant": (route.adds_participant,)}
        beside |= {f"route {route.id}, alerts": (route.alerts,)}
    for number, tell in enumerate(policy.tells, start=1):
        beside |= {f"tell number {number}, who": tell.who, f"tell number {number}, by": (tell.by,)}
    yield from _given(beside)


def _of_stage(stage: Stage) -> Iterator[Named]:
    key = f"stage {stage.id}"
    yield from _acting(f"{key}, roles", stage.roles)
    yield from _acting(f"{key}, optional_tier, roles", stage.optional_tier.roles if stage.optional_tier else {})
    alone = {"convenor": stage.convenor, "facilitator": stage.facilitator, "form_by": stage.form_by}
    yield from _given({f"{key}, {name}": (role,) for name, role in alone.items()})
    yield from _given({f"{key}, may_include": stage.may_include, f"{key}, always_includes": stage.always_includes})


def _acting(key: str, roles: Mapping[str, Roles]) -> Iterator[Named]:
    yield from _given({f"{key}, {kind}": (*one.decides, *one.hands_over) for kind, one in roles.items()})


def _given(listed: Mapping[str, tuple[str, ...]]) -> Iterator[Named]:
    return (Named(role, key) for key, roles in listed.items() for role in roles if role)


def _of_some_types(policy: Policy, stage: Stage) -> Iterator[Fault]:
    """Yield a stage at which some agencies have their people, and agencies of every other type nobody."""
    decide = [kind for kind, one in stage.roles.items() if one.decides]
    if stage.sides == "convened" or not stage.known or not decide or DEFAULT in decide:
        return
    types = {one.id for one in policy.agency_types}
    near = get_close_matches(DEFAULT, [kind for kind in decide if kind not in types], n=1)
    lack = [one.id for one in policy.agency_types if one.id not in stage.roles]
    if near and types:
        return  # told beside the other stages' roles, with the types that there are
    if near:
        yield f"stage {stage.id}, roles, {near[0]}", "there is no such agency type: did you mean default?"
    elif lack or not policy.agency_types:
        who = f"of type {', '.join(lack)}" if lack else "of every other type"
        if DEFAULT in stage.roles:
            remedy = f"names nobody who decides, and agencies {who} have no roles of their own: write their roles in it"
            yield f"stage {stage.id}, roles, {DEFAULT}", remedy
        else:
            remedy = f"agencies {who} have nobody here: write roles.default, or the roles of each"
            yield f"stage {stage.id}, roles", remedy


def _facilitates(policy: Policy, stage: Stage) -> Iterator[Fault]:
    """Yield who would bring both sides together, and is of one of them, or has the last word over both."""
    if not stage.facilitator:
        return
    final = policy.final
    last = () if "decided" not in final.ends_with else (*final.authorities, final.authority)
    if any(_same(stage.facilitator, one) for one in last):
        remedy = "decides at the end, and whoever facilitates decides nothing: name somebody else here, or in final"
        yield f"stage {stage.id}, facilitator", remedy
    acting = [role for one in stage.roles.values() for role in (*one.decides, *one.hands_over)]
    if _folded(stage.facilitator) in {_folded(one) for one in acting}:
        yield f"stage {stage.id}, facilitator", "acts for one side here: name somebody who is of neither"


def _convenes(policy: Policy) -> Iterator[Fault]:
    decide = [(role, one.id) for one in policy.stages for roles in one.roles.values() for role in roles.decides]
    acting = [(role, at) for role, at in decide if not is_nobody(role)]
    for stage in policy.stages:
        at = next((where for role, where in acting if stage.convenor and _same(stage.convenor, role)), "")
        if at:
            said = f"{stage.convenor!r} acts for a side at stage {at}, and convenes both here: is that another person?"
            yield f"stage {stage.id}, convenor", said
    final, last = policy.final, policy.last_stage
    if "mediation" in final.means and "decided" in final.ends_with and _same(final.authority, last.convenor):
        said = f"{final.authority!r} would mediate, and then decide what they mediated: does the policy say so?"
        yield "final, authority", said


def _nearly_alike(policy: Policy) -> Iterator[Fault]:
    every = [*named(policy)]
    often = Counter(_plain(one.role) for one in every)
    first: dict[str, Named] = {}
    for named_here in every:
        first.setdefault(_plain(named_here.role), named_here)
    # The one that stands less often is the slip; of two that stand as often, the later.
    for one, other in combinations(sorted(first, key=lambda role: -often[role]), 2):
        if _is_near(one, other):
            wrong, right = first[other], first[one]
            said = f"is {wrong.role!r}, and {right.key} has {right.role!r}: did you mean {right.role!r}?"
            yield wrong.key, f"{said} Whoever holds one does not hold the other"


def _alone(policy: Policy) -> Iterator[Fault]:
    """Yield the one role that stands once, where every other stands twice or more."""
    every = [*named(policy)]
    often = Counter(_plain(one.role) for one in every)
    once = [one for one in every if often[_plain(one.role)] == 1]
    if len(once) == 1 and len(often) > _OTHERS:
        yield once[0].key, f"is {once[0].role!r}, which stands here alone, and every other role twice: is it meant?"


def _is_near(one: str, other: str) -> bool:
    """Tell whether two roles differ by a slip of the hand alone: word by word, or by a space or a dash."""
    mine, theirs = _words(one), _words(other)
    if "".join(mine) == "".join(theirs):
        return mine != theirs
    if len(mine) != len(theirs):
        return False
    differ = [(a, b) for a, b in zip(mine, theirs, strict=True) if a != b]
    return bool(differ) and all(_is_slip(a, b) for a, b in differ)


def _is_slip(one: str, other: str) -> bool:
    shorter = min(len(one), len(other))
    if shorter < _SHORT_WORD or one.removesuffix("s") == other.removesuffix("s"):
        return False
    return _distance(one, other) <= (2 if shorter >= _LONG_WORD else 1)


def _distance(one: str, other: str) -> int:
    """Return how many letters are added, left out, changed or swapped with the next; 3 for far apart."""
    far = 3
    if abs(len(one) - len(other)) >= far:
        return far
    before: list[int] = []
    above: list[int] = [*range(len(other) + 1)]
    for row, letter in enumerate(one, start=1):
        here = [row]
        for column, against in enumerate(other, start=1):
            cost = min(above[column] + 1, here[-1] + 1, above[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            here.append(cost)
        before, above = above, here
    return above[-1]


def _same(one: str, other: str) -> bool:
    """Tell whether one person would hold both roles: a policy may say more after the role itself."""
    first, second = sorted((_folded(one), _folded(other)), key=len)
    return bool(first) and second.startswith(first) and not second[len(first) :][:1].isalnum()


def _words(role: str) -> list[str]:
    return role.replace("-", " ").split()


def _plain(role: str) -> str:
    """Return a role without what the policy says after it."""
    return _folded(role.partition(":")[0].partition(",")[0].partition("(")[0].partition(";")[0])


def _folded(role: str) -> str:
    return " ".join(role.replace("'", "").replace("\u2019", "").replace(".", "").split()).casefold()
