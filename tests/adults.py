"""The policies of this repository as an adults' board would write them, and what of a letter or the record is ours alone."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from mailservice.directory import Directory
from mailservice.policy.load import load_bytes
from mailservice.policy.model import Policy

POLICIES = Path(__file__).parents[1] / "policies"
OVERLAY = POLICIES / "overlays" / "rpd-example.toml"
OTHERS = {
    "children": "adults",
    "a child": "an adult",
    "child": "adult",
    "disagreement": "challenge",
    "disagreements": "challenges",
    "complaint": "grievance",
    "complaints": "grievances",
    "lado": "officer",
    "business office": "partnership team",
    "designated officer": "people in positions of trust lead",
}
THEIR_WORDS = re.compile(rf"\b({'|'.join(sorted(OTHERS, key=len, reverse=True))})\b(?! = )", re.IGNORECASE)
# What a policy calls the person, the disagreement and the officer, each in a word that stands in no letter of ours.
WORDING = """
person = { one = "adult", several = "adults" }
terms = { disagreement = "challenge", designated_officer = "people in positions of trust lead", office = "Partnership Team" }
"""
# What an adults' board must never read in a sentence of ours, nor one that avoids those words.
NEVER = re.compile(
    r"\bchild(?:ren)?\b|\bdisagreements?\b|\bcomplaints?\b|\bLADO\b|\bdesignated officer\b|\bBusiness Office\b",
    re.IGNORECASE,
)
# Facts that people wrote, or that are the directory's.
THEIRS = {
    "text",
    "words",
    "reason",
    "issue",
    "own_words",
    "line",
    "exactly",
    "proposal_text",
    "action",
    "sides",
    "address",
}


def adults_text(path: Path) -> str:
    """Return a policy's file with an adults' board's words in it, everywhere but in its keys."""
    text = path.read_text(encoding="utf-8")
    text = THEIR_WORDS.sub(_other, re.sub(r"^avoid = .*$", "avoid = []", text, flags=re.MULTILINE))
    text = text.replace('id = "officer"', 'id = "lado"')
    return re.sub(r"^call_it = .*$", 'call_it = "professional challenge"' + WORDING, text, flags=re.MULTILINE)


def _other(found: re.Match[str]) -> str:
    other = OTHERS[found[0].lower()]
    return other.capitalize() if found[0][:1].isupper() else other


@cache
def adults(path: Path) -> Policy:
    """Return it as a policy; the partial one with its overlay."""
    partial = "rpd" in path.stem
    overlay = (adults_text(OVERLAY).encode(), "overlay.toml") if partial else None
    return load_bytes(adults_text(path).encode(), path.name, overlay)


def said_otherwise(value: Any) -> Any:
    """Return facts made up for a test as an adults' board has them."""
    if isinstance(value, Mapping):
        return {name: said_otherwise(one) for name, one in value.items()}
    if isinstance(value, list):
        return [said_otherwise(one) for one in value]
    return THEIR_WORDS.sub(_other, value) if isinstance(value, str) else value


def ours(value: Any, named: re.Pattern[str], key: str = "") -> Iterator[str]:
    """Give every sentence of ours in a letter's facts, without the names of a directory."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            offered = name == "words" and isinstance(one, list)
            yield from ours(one, named, name) if offered or name not in THEIRS else ()
    elif isinstance(value, list | tuple):
        for one in value:
            yield from ours(one, named, key)
    elif isinstance(value, str):
        yield named.sub("", value)


def names(directory: Directory) -> re.Pattern[str]:
    """Return what the directory calls its agencies and people: it is theirs."""
    people = (part for one in (*directory.people, *directory.officers) for part in (one.name, one.role, one.address))
    agencies = (part for one in directory.agencies for part in (one.name, *one.domains))
    found = {part for part in (*people, *agencies, directory.office.name, directory.office.address) if part}
    return re.compile("|".join(re.escape(one) for one in sorted(found, key=len, reverse=True)))
