"""Whether others on this machine may read the record. What the service writes itself is its own user's alone (`cli.main`)."""

from pathlib import Path

from mailservice.record.copying import BESIDE
from mailservice.settings.loading import Settings

_OTHERS, _ENTER = 0o077, 0o011


def open_to_others(settings: Settings) -> str:
    """Return what to write where others may read the record, or what lies beside it; empty where nobody can."""
    data = settings.service.data
    file = (
        Path(settings.database_url.removeprefix("sqlite:///")) if settings.database_url.startswith("sqlite:") else None
    )
    named = [file, *(file.with_name(file.name + end) for end in BESIDE)] if file else []
    try:
        found = [one for one in (*named, *data.glob("*.before-*")) if one.exists() and one.stat().st_mode & _OTHERS]
        reached = [one for one in found if one.parent.stat().st_mode & _ENTER]
    except OSError:  # whoever works with the record tells what is wrong with its disk
        return ""
    if not reached:
        return ""
    folders = " ".join(dict.fromkeys(str(one.parent) for one in reached))
    return f"Others on this machine may read the record: {reached[0]}. Write: chmod -R go= {folders}"
