"""`mailservice policy new [ID] [--ask]`: a new partnership's file, to be read through, or asked for step by step."""

from pathlib import Path
from typing import Annotated, Any

import typer

from mailservice.cli.options import write
from mailservice.errors import Problem, UserError
from mailservice.policy.interview import Question, UnclearAnswerError, interview
from mailservice.policy.load import load_bytes
from mailservice.policy.looks import looks_of
from mailservice.policy.skeleton import Draft, nations, skeleton, written
from mailservice.simulator.soundness import played

EXAMPLE = ("example", "Example Partnership")
Identity = Annotated[str, typer.Argument(metavar="ID", help="A short name in small letters.")]
Partnership = Annotated[str, typer.Option(help="The partnership's full name.")]
Nation = Annotated[str, typer.Option(help=f"Whose bank holidays count: one of {', '.join(nations())}.")]
Output = Annotated[Path | None, typer.Option(help="The file to write; without it, to the terminal.")]
Ask = Annotated[bool, typer.Option("--ask", help="Ask for each stage in turn, with your policy's text beside you.")]


def policy_new(
    identity: Identity = EXAMPLE[0],
    partnership: Partnership = EXAMPLE[1],
    nation: Nation = "england-and-wales",
    output: Output = None,
    *,
    ask: Ask = False,
) -> None:
    """Start a new partnership's file: sound as it stands, and partial until somebody has read it through."""
    if output is not None and output.exists():
        raise UserError([Problem(str(output), "", "exists already: give another name, nothing was written")])
    given = ("" if identity == EXAMPLE[0] else identity, "" if partnership == EXAMPLE[1] else partnership)
    text = written(_asked(*given)) if ask else skeleton(identity, partnership, nation)
    policy = load_bytes(text.encode(), "the new file")
    if output is None:
        typer.echo(text, nl=False)
        return
    write(output, text)
    if ask:
        shown = played(policy)
        looks = (f"Look: {key}: {said}" for key, said in looks_of(policy))
        for line in (*(f"{key}: {remedy}" for key, remedy in shown.faults), *shown.told, *looks):
            typer.echo(line)
    typer.echo(f"Written: {output}. Next: mailservice policy check {output}")


def _asked(identity: str, partnership: str) -> Draft:
    """Put the questions in turn, each again until its answer can be read."""
    typer.echo('Answer from your policy. "?" for whatever its text does not tell: that becomes a gap in the file.')
    typer.echo("Return alone takes what stands in [ ].")
    asking = interview(identity, partnership)
    question = next(asking)
    explained = {""}
    while True:
        if question.why not in explained:
            typer.echo(f"  ({question.why})")
            explained.add(question.why)
        try:
            question = asking.send(_answer(question))
        except StopIteration as done:
            draft: Draft = done.value
            return draft


def _answer(question: Question) -> Any:
    while True:
        said = typer.prompt(question.text, default=question.default or None, show_default=bool(question.default))
        try:
            return question.read(str(said))
        except UnclearAnswerError as fault:
            typer.echo(f"  {fault}")
