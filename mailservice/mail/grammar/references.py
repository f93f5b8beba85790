"""References in a text: the partnership's of a child, ours of a case, and NHS numbers, which are neither.

Start at `case_reference`. Pure; what a reference leads to is for the service to look up.
"""

import re
from functools import cache

# Twenty-three letters, a prime, without I, O and Q. Each digit counts with its own weight, and no digit and no difference
# of two reaches 23: so one wrong digit, or two digits swapped, always gives another letter.
ALPHABET = "ABCDEFGHJKLMNPRSTUVWXYZ"
_FIRST_WEIGHT = 4
_GAP = r"[\s\u00a0\u2007\u202f_]"
_DASH = r"[-\u00ad\u2010-\u2015\u2212/]"
_NHS = re.compile(r"(?<![\w/-])(\d{3})[ \u00a0-]?(\d{3})[ \u00a0-]?(\d{4})(?![\w/]|-\d)")
# Where no policy says how a child's reference looks: the house's form, and its kin with a year.
ANY_CHILD = r"(?!(?:NHS|DOB|TEL|FAX|ISO|RFC)-)[A-Z]{2,6}-\d{4,8}(?:-\d{2,6})?"


def check_letter(year: int, number: int) -> str:
    """Return the letter that guards the digits of a case reference against slips."""
    digits = f"{year:04d}{number:04d}"
    return ALPHABET[sum(int(digit) * weight for weight, digit in enumerate(digits, _FIRST_WEIGHT)) % len(ALPHABET)]


def make_case_reference(prefix: str, year: int, number: int) -> str:
    """Return the reference as every subject shows it: `NSCP 2026-0042-K`."""
    return f"{prefix.upper()} {year:04d}-{number:04d}-{check_letter(year, number)}"


@cache
def _case_pattern(prefix: str) -> re.Pattern[str]:
    letters = re.escape(prefix) if prefix else "[A-Z]{2,8}"
    return re.compile(
        rf"(?<![A-Z0-9])({letters}){_GAP}{{0,6}}{_DASH}?{_GAP}{{0,3}}(20\d\d){_GAP}{{0,3}}{_DASH}{_GAP}{{0,3}}"
        rf"(\d{{4,6}}){_GAP}{{0,3}}{_DASH}{_GAP}{{0,3}}([A-Z])(?![A-Z0-9])",
        re.IGNORECASE,
    )


def _case_references(text: str, prefix: str) -> list[tuple[int, int, str]]:
    found = []
    for match in _case_pattern(prefix).finditer(text):
        name, year, number, letter = match.groups()
        if check_letter(int(year), int(number)) == letter.upper():
            found.append((match.start(), match.end(), make_case_reference(name, int(year), int(number))))
    return found


def case_reference(text: str, prefix: str) -> str:
    """Return the first case reference with the right check letter, in its canonical form, or nothing.

    An empty prefix takes any partnership's. Survives Re:, FW:, [EXTERNAL], a lost bracket, another case, and spaces and
    dashes that a gateway changed.
    """
    return next((reference for _, _, reference in _case_references(text, prefix)), "")


def case_references(text: str) -> tuple[str, ...]:
    """Return every case reference with the right check letter, of any partnership, in order, once each."""
    return tuple(dict.fromkeys(reference for _, _, reference in _case_references(text, "")))


def plain_child(reference: str) -> str:
    """Return a child's reference as people look for it: its letters and digits, however it is spaced and hyphened."""
    return "".join(one for one in reference.casefold() if one.isalnum())


def _is_nhs_number(digits: str) -> bool:
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == int(digits[9]) and len(set(digits)) > 1


def _nhs_spans(text: str) -> list[tuple[int, int, str]]:
    found = [(match.start(), match.end(), "".join(match.groups())) for match in _NHS.finditer(text)]
    return [span for span in found if _is_nhs_number(span[2])]


@cache
def _child_pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/-])(?:{pattern})(?![\w]|[-/]\w)", re.IGNORECASE)


def child_references(text: str, pattern: str = ANY_CHILD) -> tuple[str, ...]:
    """Return every child reference of the partnership's pattern, in order, once each, in capitals.

    What lies inside an NHS number or one of our case references is neither.
    """
    taken = [span[:2] for span in (*_nhs_spans(text), *_case_references(text, ""))]
    found = (
        match.group().upper()
        for match in _child_pattern(pattern).finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    )
    return tuple(dict.fromkeys(found))
