"""How far a text is read where all of it is looked through: as far as anybody writes. Pure; what is beyond is kept."""

_FAR, _MOST_LINES = 20_000, 2_000  # characters, some seven pages


def near(text: str) -> str:
    """Return as much of a text as is read, in whole lines."""
    if len(text) > _FAR:
        text = text[: text.rfind("\n", 0, _FAR) + 1 or _FAR]
    return text if text.count("\n") <= _MOST_LINES else "\n".join(text.split("\n", _MOST_LINES)[:-1])
