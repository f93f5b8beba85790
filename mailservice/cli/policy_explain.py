"""`mailservice policy explain ID`: how a policy's unclear words are read, and why."""

from rich.console import Console

from mailservice.cli.policies import FOLDER, Folder, Overlay, PolicyId, find, print_head
from mailservice.policy.words import counting_in_words, urgent_in_words


def policy_explain(identity: PolicyId, folder: Folder = FOLDER, overlay: Overlay = None) -> None:
    """Tell how unclear words of the policy are read, and why, and what it does not say."""
    policy = find(identity, folder, overlay)
    console = Console(highlight=False)
    print_head(console, policy)
    for one in policy.readings:
        console.print(f"\n[bold]{one.id}[/bold]  {one.about}", highlight=False)
        console.print(f"    Read as: {one.choice}.\n    Because: {one.why}.", highlight=False)
    if counting_in_words(policy):
        console.print(f"\n[bold]TIMES[/bold]  {'. '.join(counting_in_words(policy))}.", highlight=False)
    console.print(f"\n[bold]URGENT[/bold]  {'. '.join(urgent_in_words(policy))}.", highlight=False)
    if policy.filled:
        console.print("\n[bold]Filled in by the office:[/bold]", "; ".join(policy.filled))
