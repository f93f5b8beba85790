"""What of a sentence is denied: by the clause that a denial governs, not by how near it stands."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from mailservice.mail.danger.clauses import words

_CUES = words(
    "no nil n't never without denies denied denying deny neither nor none negative excludes excluded zero dim nid nad heb"
)
_PEOPLE = words("nobody noone one")
# "No doubt that he is", "no bed for her", "did not dispute", "cannot rule out": what follows is not denied.
_SEEMS = words(
    """doubt question answer reply response bed beds one way choice option adult adults worker unit only dispute deny denied
    disputing denying rule ruled exclude sure certain wonder time idea money food heating longer just until yet home able know
    want mind"""
)
_UNABLE = words("can could will would must should may might")
_BECOMES = words("is 's was were are has have got")
_BREAKS = words(
    """, ; : ( ) - \u2013 \u2014 ? but although though however because so when while who that which as until unless except yet
    since if after before where whereas despite then"""
)
_SUBJECTS = words("i he she it they we you there mum dad mother father is was has had are were 's this that")
# "No evidence that …", "we do not think that …": the denial reaches past commas and "that".
_REACHES_ON = words(
    """evidence sign signs indication indications suggestion concern concerns report reports disclosure disclosures thoughts
    history plans intent ideation mention allegation allegations suspicion episodes incidents reason think believe feel consider
    suspect"""
)
_PASSED = words(", - \u2013 \u2014 that")
_AFTERWARDS = words("none nil no denied negative low absent excluded unfounded nothing")
_IN_A_SENTENCE = _AFTERWARDS - words("no nothing none")
_REACH = 12
"""Words that one denial reaches."""
_SOON = 4
_LIST = 6


def denied(forms: Sequence[str], taken: AbstractSet[int]) -> set[int]:
    """Return the places of the words that are denied; a cue among `taken` is part of a sign and denies nothing."""
    found: set[int] = set()
    for here, form in enumerate(forms):
        if here not in taken and _denies(forms, here):
            found.update(_after(forms, here))
        if form == ":" or form in _BECOMES:
            found.update(_before(forms, here))
    return found


def _denies(forms: Sequence[str], here: int) -> bool:
    form, (before, after) = forms[here], (forms[here - 1] if here else "", _at(forms, here + 1))
    if form == "nothing":
        return _at(forms, here + 2) in ("suggest", "indicate")
    if form in _PEOPLE:
        return after in _BECOMES and (form != "one" or before == "no")
    if form not in _CUES or after in _SEEMS:
        return False
    return not ((form == "n't" and before in _UNABLE) or (form.startswith("den") and before == "n't"))


def _at(forms: Sequence[str], place: int) -> str:
    return forms[place] if place < len(forms) else ""


def _after(forms: Sequence[str], here: int) -> range:
    """Return the places that a denial governs: to the end of its clause, further where it denies evidence or belief."""
    on = forms[here] == "nothing" or bool(_REACHES_ON & set(forms[here + 1 : here + _SOON]))
    most = min(len(forms), here + 1 + _REACH * (3 if on else 1))
    for at in range(here + 1, most):
        passed = (on and forms[at] in _PASSED) or (forms[at] == "," and _is_list(forms, here, at))
        if (forms[at] in _BREAKS and not passed) or (forms[at] == "and" and _at(forms, at + 1) in _SUBJECTS):
            return range(here + 1, at)
    return range(here + 1, most)


def _is_list(forms: Sequence[str], here: int, comma: int) -> bool:
    """Tell whether what follows a comma goes on with what was denied: "no bruising, swelling or marks"."""
    rest = forms[comma + 1 : comma + _SOON]
    return comma - here < _LIST and bool({"or", "nor"} & set(rest)) and rest[0] not in _SUBJECTS


def _before(forms: Sequence[str], here: int) -> range:
    """Return the places that are denied by what follows them: "Suicidal thoughts: none", "the risk is low"."""
    rest = forms[here + 1 : here + 1 + _SOON]
    first = rest[0] if rest else ""
    is_denied = first in _AFTERWARDS if forms[here] == ":" else first in _IN_A_SENTENCE or "low" in rest
    if not is_denied and rest[:2] != ["ruled", "out"]:
        return range(0)
    start = here
    while start and here - start < _REACH and forms[start - 1] not in ",;:-":
        start -= 1
    return range(start, here)
