"""Rewrite what stories are expected to say: `python -m tests.scenarios.accept [story…]`, after a person has looked."""

import logging
import sys
import tempfile
from pathlib import Path

import structlog

from tests.scenarios.told import play, stories


def main(names: list[str]) -> None:
    """Play the stories named, or all, and keep what they say."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    for story in stories():
        if not names or story.name in names:
            with tempfile.TemporaryDirectory() as folder:
                (story / "expected.txt").write_text(play(story, Path(folder)).text, encoding="utf-8")
            sys.stdout.write(f"{story.name}: written; read it against the rules before it is committed\n")


if __name__ == "__main__":
    main(sys.argv[1:])
