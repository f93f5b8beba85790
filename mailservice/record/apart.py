"""A look at the record by another process, on a second core, while this one looks at the rest: start at `begun`."""

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from typing import TypeVar

from mailservice.record.database import Database, Transaction

Result = TypeVar("Result")


def has_second_core() -> bool:
    """Tell whether there is a core for it."""
    return len(os.sched_getaffinity(0)) > 1


@contextmanager
def begun(tx: Transaction, work: Callable[[Transaction], Result]) -> Iterator[Callable[[], Result | None]]:
    """Let another process do some work in a transaction of its own; what is given waits for it, and is None where it failed."""
    url = tx.connection.engine.url.render_as_string(hide_password=False)
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        done = pool.submit(_done, url, tx.name, work)
        yield lambda: None if done.exception() else done.result()


def _done(url: str, partnership: str, work: Callable[[Transaction], Result]) -> Result:
    with closing(Database(url)) as record, record.read(partnership) as tx:
        return work(tx)
