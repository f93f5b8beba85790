"""Brings a case into words, in the order of a reader's questions: what stands now, whose turn it was when, what was written.

Start at `dossier`. Of one side's pack nothing is told but what stands in its own emails and letters (`Share.knows`): its headings
are ours, and every fact under them was sent to it.
"""

from collections.abc import Iterator

from mailservice.cases.letters import phrases
from mailservice.exports.pack.cuts import Cuts
from mailservice.exports.pack.dossier import Dossier, through
from mailservice.exports.pack.happening import Happening
from mailservice.exports.pack.kept import Kept
from mailservice.exports.pack.sharing import Share
from mailservice.exports.pack.standing import Standing
from mailservice.exports.pack.way import Way
from mailservice.exports.pack.work import Work, straight

_WHOLE = ("Nothing that is held in confidence is in this pack, nor how much of it there is.",)
_OF_A_SIDE = (
    "This is what the people of this side wrote, what others wrote and sent to them as well, and our letters to them. No more.",
    "Letters that came back or went to a wrong person are not in it, nor an email that may be forged, nor the papers of a court.",
)


def dossier(kept: Kept, share: Share, cuts: Cuts | None = None) -> Dossier:
    """Return what the pack says; of `cuts`, what must be cut before it is shortened, and the files."""
    work = Work(kept, share, cuts or Cuts())
    way = Way(work)
    entries = Happening(work).entries()
    standing = Standing(work, way, entries)
    first = entries[0].at if entries else work.here(kept.history[0].at)
    newest = max((one.at for one in (kept.history if work.whole else entries)), default=first)
    told = Dossier(
        partnership=work.policy.partnership,
        reference=work.end.reference,
        call_it=work.policy.wording.call_it,
        whose="" if work.whole else work.called.get(share.side, share.side),
        status=standing.status(),
        agencies=tuple(phrases.capital(work.called[one]) for one in work.sides),
        facts=(
            ("As of", phrases.moment(work.here(newest))),
            *((name, fact) for name, fact in standing.facts() if fact),
        ),
        standing=tuple(standing.lines()),
        way=tuple(way.legs()),
        dates=tuple(way.beside()),
        entries=entries,
        left_out=(*(_WHOLE if work.whole else _OF_A_SIDE), *_of_reader(share), *_elsewhere(work)),
        # How many entries there are, and their last hash, would tell a side that another wrote what it may not see.
        proofs=tuple(_proofs(kept)) if work.whole else (),
        opened=work.here(work.end.opened_at) if work.end.opened_at and work.whole else first,
        at=work.here(newest),
    )
    return through(told, straight)


def _of_reader(share: Share) -> Iterator[str]:
    if share.reader is not None:
        yield (
            "What a colleague of this side wrote to us alone is not in it, but for the words that moved something; nor are our "
            "answers to that."
        )


def _elsewhere(work: Work) -> Iterator[str]:
    """Say in which other packs something of this case is: two were made one."""
    for reference in work.end.taken_in:
        if work.whole:
            yield f"What was written on {reference} before it was joined to this is in the pack of {reference}."


def _proofs(kept: Kept) -> Iterator[str]:
    if kept.head:
        entries = "1 entry" if kept.length == 1 else f"{kept.length:,} entries"
        yield (
            f"The record of this case has {entries}, each of which goes on from the one before it. The last has the SHA-256 "
            f"{kept.head}."
        )
    if kept.seal:
        seal, where = kept.seal, "in the mailbox of the office, in the folder Record/Seals"
        yield f"Seal {seal.number}, as of entry {seal.entry}, has the print {seal.print}. It lies {where}."
        yield (
            f"Each morning letter of the office names its newest seal: the one that names seal {seal.number} has the same print "
            "there, if nobody has changed the record since."
        )
    yield (
        "To check without the service: in the folder of this pack, “sha256sum -c --ignore-missing digests.txt” says OK of each "
        "file that is as it was made. The emails and letters lie in the mailbox of the office too, in the folder of this case; "
        "one that is saved from there as it came has the SHA-256 that digests.txt lists for it."
    )
