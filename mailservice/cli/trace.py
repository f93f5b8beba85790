"""`mailservice trace`: what became of a mail."""


def trace() -> None:
    """Tell what became of a mail."""
