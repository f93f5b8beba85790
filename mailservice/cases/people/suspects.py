"""Mail from a mailbox that may be taken (rule 10): it passes every proof, so the mailbox itself is not believed."""

from dataclasses import replace

from mailservice.cases.history.commands import Hear, Proof
from mailservice.directory import Directory, bare


def seen(hear: Hear, directory: Directory) -> Hear:
    """Return a mail as it counts: from a suspect mailbox it is no proven one, no office's, and answers no question of ours."""
    if not directory.is_suspect(hear.sender.address):
        return hear
    proof: Proof = "failed" if hear.sender.proof == "failed" else "plausible"
    sender = replace(hear.sender, suspect=True, office=False, other_office=False, proof=proof)
    return replace(hear, sender=sender, answer="", arranging=None)


def concerns(address: str, mailbox: str) -> bool:
    """Tell whether an address is a suspect mailbox, or lies in a suspect domain ("@…")."""
    one = bare(address)
    return one == bare(mailbox) or (mailbox.startswith("@") and one.endswith(mailbox))
