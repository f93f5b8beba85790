"""How the service speaks of itself: a constant sentence plus fields. The ledger is the history; a log carries ids only.

Start at `configure`. Whatever key may hold something of a child's matter or a secret is masked, whoever logs it.
"""

import logging
import sys
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

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
    last: list[Processor] = (
        [structlog.dev.ConsoleRenderer()]
        if stream.isatty()
        else [structlog.processors.dict_tracebacks, mask, structlog.processors.JSONRenderer()]
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            mask,
            *last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG if debug else logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.WARNING, stream=stream, format="%(levelname)s %(name)s %(message)s", force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.ERROR)


def mask(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Put three stars for the value of every key that may hold a person, a mail or a secret."""
    return {key: "***" if key.lower() in _MASKED else value for key, value in event.items()}
