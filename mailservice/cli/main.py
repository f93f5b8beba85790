"""The command line: `mailservice --help` lists it. Start at `main`; each group of commands has a `*_cli.py` of its own.

Leaves with 0 if all is well, 1 if what was looked at is not or something was written wrongly, 2 if the command was.
"""

import sys

import typer

from mailservice import logs
from mailservice.cli import case, demo, inspect, policy, run, settings, simulate
from mailservice.errors import MailserviceError

app = typer.Typer(
    name="mailservice",
    help="Escalations by email, for the people who keep children safe.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
# One line for each group of commands, and for each command that stands alone.
app.add_typer(policy.app, name="policy")
app.add_typer(settings.app, name="settings")
app.add_typer(settings.directory_app, name="directory")
app.add_typer(case.app, name="case")
app.add_typer(case.record_app, name="record")
app.command("inspect")(inspect.inspect)
app.command("demo")(demo.demo)
app.command("run")(run.run)
app.command("worker")(run.worker)
app.command("simulate")(simulate.simulate)


def main() -> None:
    """Run one command; what people wrote wrongly, and what servers refused, is told without a traceback."""
    logs.configure()  # from the first line on: an unset logger would print what a mail says beside a fault
    try:
        app()
    except MailserviceError as fault:
        typer.echo(str(fault), err=True)
        sys.exit(1)
