"""What every page of ours that is written to a file has around it."""

from collections.abc import Iterable
from html import escape


def page(title: str, style: str, lines: Iterable[str]) -> str:
    """Return a whole HTML page: nothing is loaded from anywhere, and no machine lists it."""
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="robots" content="noindex">',
            f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>",
            *lines,
            "</main>\n</body>\n</html>\n",
        ]
    )
