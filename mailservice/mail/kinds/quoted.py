"""What stands above the quoted mail that a mail ends in, for mails that no person composed. Start at `above`.

A person's mail is parted with more care by `mail.reply`: here it is enough that nothing of a person's is ever passed over.
"""

import re

_LONGEST = 200_000
# The first line of a heading of headers, as mail programs write "From:" in their users' languages.
_FROM = re.compile(r"(?i)^\*?(?:from|von|de|da|van|od|oddi wrth|från|fra|de la|expéditeur)\s?:")


def above(text: str) -> list[str]:
    """Return the lines that are not blank above the quote which ends a mail; all of them where it ends in none."""
    lines = [line.strip() for line in text[:_LONGEST].splitlines() if line.strip()]
    marked = _from_here_marked(lines)
    for at, line in enumerate(lines):
        if _FROM.match(line) and _has_headers(lines[at + 1 : at + 6]):
            return _without_rule(lines[:at])
        if marked[at]:
            return _without_rule(lines[: at - _heading(lines, at)])
    return lines


def _from_here_marked(lines: list[str]) -> list[bool]:
    """Tell of each line whether it and every line below it carry the mark of a quote."""
    marked, so_far = [], True
    for line in reversed(lines):
        so_far = so_far and line.startswith(">")
        marked.append(so_far)
    return marked[::-1]


def _has_headers(below: list[str]) -> bool:
    """Tell whether two lines more are named fields: a case note that begins "From: mum" is no heading."""
    return sum(bool(re.match(r"\*?[^\W\d][\w ]{1,20}\s?:", line)) for line in below) > 1


def _heading(lines: list[str], at: int) -> int:
    """Count the lines of the attribution above a quote: one that ends in a colon, and the half before it."""
    if not at or not lines[at - 1].endswith(":"):
        return 0
    return 2 if at > 1 and not re.search(r"\d", lines[at - 1]) and re.search(r"\d", lines[at - 2]) else 1


def _without_rule(lines: list[str]) -> list[str]:
    while lines and not any(letter.isalnum() for letter in lines[-1]):
        lines = lines[:-1]
    return lines
