"""How the service speaks of itself: a constant sentence plus fields. The ledger is the history; a log carries ids only.

Start at `configure`. Whatever key may hold something of a child's matter or a secret is masked, whoever logs it.
"""

import logging
import sys
from pathlib import Path
from traceback import extract_tb
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

_MASKED = frozenset(
    {
        "address",
        "body",
        "child",
        "content",
        "email",
        "from",
        "html",
        "name",
        "password",
        "raw",
        "reason",
        "recipient",
        "reply_to",
        "secret",
        "sender",
        "subject",
        "text",
        "to",
        "token",
    }
)
# These log addresses, subjects or whole lines of mail, so only their faults are heard.
_TALKATIVE = ("imapclient", "mail.log", "pymap", "sqlalchemy", "asyncio")


def configure(*, debug: bool = False, out: TextIO | None = None) -> None:
    """Set logging up once, for this process: lines for people on a terminal, JSON lines anywhere else."""
    stream = out or sys.stderr
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            place,
            mask,
            structlog.dev.ConsoleRenderer() if stream.isatty() else structlog.processors.JSONRenderer(default=repr),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG if debug else logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_PlacesOnly("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.ERROR)


class _PlacesOnly(logging.Formatter):
    """Writes a library's fault as `place` does."""

    def formatException(self, ei: tuple[Any, Any, Any]) -> str:  # noqa: N802 - named by logging
        return _places(ei[1])


def place(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Write a fault as its kind and the lines it came through; its message and its variables may quote a mail."""
    told = event.pop("exc_info", None)
    fault = told if isinstance(told, BaseException) else sys.exception() if told else None
    return event if fault is None else {**event, "fault": _places(fault)}


def _places(fault: BaseException | None) -> str:
    kinds, lines = [], []
    while fault is not None:
        kinds.append(type(fault).__name__)
        lines += [f"{Path(at.filename).name}:{at.lineno}" for at in extract_tb(fault.__traceback__)]
        fault = fault.__cause__ or fault.__context__
    return f"{' from '.join(kinds)} at {' '.join(lines)}"


def mask(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Put three stars for the value of every key that may hold a person, a mail or a secret."""
    return {key: "***" if key.lower() in _MASKED else value for key, value in event.items()}
