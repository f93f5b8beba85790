"""The command line: `mailservice --help` lists it. Start at `main`; each group of commands has a `*_cli.py` of its own.

Leaves with 0 if all is well, 1 if what was looked at is not or something was written wrongly, 2 if the command was.
"""

import sys

import typer

from mailservice import case_cli, demo_cli, inspect_cli, logs, policy_cli, run_cli, settings_cli, simulate_cli
from mailservice.errors import MailserviceError

app = typer.Typer(
    name="mailservice",
    help="Escalations by email, for the people who keep children safe.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
# One line for each group of commands, and for each command that stands alone.
app.add_typer(policy_cli.app, name="policy")
app.add_typer(settings_cli.app, name="settings")
app.add_typer(settings_cli.directory_app, name="directory")
app.add_typer(case_cli.app, name="case")
app.add_typer(case_cli.record_app, name="record")
app.command("inspect")(inspect_cli.inspect)
app.command("demo")(demo_cli.demo)
app.command("run")(run_cli.run)
app.command("worker")(run_cli.worker)
app.command("simulate")(simulate_cli.simulate)


def main() -> None:
    """Run one command; what people wrote wrongly, and what servers refused, is told without a traceback."""
    logs.configure()  # from the first line on: an unset logger would print what a mail says beside a fault
    try:
        app()
    except MailserviceError as fault:
        typer.echo(str(fault), err=True)
        sys.exit(1)
