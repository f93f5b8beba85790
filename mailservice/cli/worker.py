"""`mailservice worker`: one more process beside `mailservice run`, over a broker."""

import os

import structlog

from mailservice.cli.options import Config, given
from mailservice.cli.run import stopped_by_signals
from mailservice.clock import WallClock
from mailservice.errors import Problem, UserError
from mailservice.service.alone import at_work
from mailservice.service.assembly import assemble
from mailservice.service.workers import Doorbell
from mailservice.settings.loading import load

log = structlog.get_logger()


def worker(config: Config = None) -> None:
    """Run one more process that decides and sends, beside `mailservice run`, over the broker the settings name."""
    settings = load(given(config), os.environ)
    if not settings.broker_url:
        remedy = 'a second process needs a broker between the two: url = "redis://127.0.0.1:6379/0"'
        raise UserError([Problem(str(config), "[broker] url", remedy)])
    at_work(settings.service.data)
    stop = stopped_by_signals()
    doorbell = Doorbell(assemble(settings, WallClock()), settings.broker_url)
    doorbell.open()
    log.info("a worker has started")
    stop.wait()
    doorbell.close()
