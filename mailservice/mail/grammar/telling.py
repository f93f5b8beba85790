"""The sentences of what somebody tells, for the readers of a move, of a court, and of who has left."""

import re

_SHORT, _MOST, _LONG = 20_000, 400, 400  # letters that are looked at, sentences, and letters of one
_BROKEN = re.compile(r"(?<![\n.!?:])\n(?=[a-z(])")  # a line that goes on below
_ENDS = re.compile(r"(?<=[.!?;])\s{1,9}|\n{1,9}")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, those that are broken over two lines whole; of a long text, of its first part."""
    whole = _BROKEN.sub(" ", text[:_SHORT])
    return [one.strip()[:_LONG] for one in _ENDS.split(whole)[:_MOST] if one.strip()]
