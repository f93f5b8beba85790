"""What the office says of its mailbox, so that a mail's own headers can be told from its sender's; and what is found by it."""

from dataclasses import dataclass
from typing import Literal, get_args

from mailservice.cases.history.commands import Proof
from mailservice.mail.trust.author import Author

Profile = Literal["rfc8601", "exchange-online", "google", "verify", "trust-network"]
PROFILES: tuple[str, ...] = get_args(Profile)
# Where a server writes its results, seen from its Received line: milters above it, Exim's access rules at the very end.
Position = Literal["", "above", "below", "end"]


@dataclass(frozen=True)
class Setup:
    """How proof is read. `strips`: the server takes away foreign results that bear its own id (RFC 8601 section 5).

    `own_domains` are the domains that the mailbox and its colleagues have; mail is "to us" there. `sealers` are the domains
    whose ARC seal is believed. `witness`: signatures are checked by ourselves as well, which only ever lowers a verdict.
    """

    profile: Profile = "trust-network"
    authserv_ids: tuple[str, ...] = ()
    position: Position = ""
    strips: bool = False
    own_domains: tuple[str, ...] = ()
    sealers: tuple[str, ...] = ()
    witness: bool = False

    @property
    def checks_signatures(self) -> bool:
        """Tell whether keys are looked up for its mails."""
        return self.profile == "verify" or self.witness


AT_THEIR_WORD = Setup()


@dataclass(frozen=True)
class Found:
    """A verdict with its evidence, in short sentences, in the order in which it was found.

    `by_signature`: whether it rests on a signature alone, which may be an old one sent again.
    """

    proof: Proof
    evidence: tuple[str, ...] = ()
    by_signature: Literal["", "perhaps", "surely"] = ""

    def lowered(self, proof: Proof, why: str) -> "Found":
        """Return it with one more sentence, and no better than `proof`."""
        return Found(worst(self.proof, proof), (*self.evidence, why), self.by_signature)


@dataclass(frozen=True)
class Verdict:
    """Whose a mail is, and how sure that is; `author` is nobody where From is ambiguous."""

    proof: Proof
    author: Author
    evidence: tuple[str, ...]


_ORDER: tuple[Proof, ...] = ("failed", "unknown", "plausible", "proven")


def worst(*proofs: Proof) -> Proof:
    """Return the lowest of some verdicts."""
    return min(proofs, key=_ORDER.index)
