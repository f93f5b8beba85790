"""Cases as they stood when they were last replayed, kept in memory: a long history is not read again for each reply.

A case counts only while its chain ends where it ended then, by number and hash, so that what another process appended, what was
rolled back and a record that was set back are each read anew. All of it can be lost at any moment.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from mailservice.cases.history.case import Case

# How many cases are kept: more than are worked on in a week.
MOST = 300

# The partnership and the number of a case; how many entries its chain has, and the hash of the last.
Key = tuple[int, int]
End = tuple[int, str]


@dataclass
class Memory:
    """The cases that were looked at last."""

    _kept: OrderedDict[Key, tuple[End, Case]] = field(default_factory=OrderedDict)
    _alone: Lock = field(default_factory=Lock)

    def get(self, key: Key, end: End) -> Case | None:
        """Return a case whose chain ends here; None where it ended elsewhere when it was kept, or was not."""
        with self._alone:
            was, case = self._kept.get(key, (None, None))
            if was != end:
                return None
            self._kept.move_to_end(key)
            return case

    def clear(self) -> None:
        """Forget all of them."""
        with self._alone:
            self._kept.clear()

    def keep(self, key: Key, end: End, case: Case) -> None:
        """Keep a case whose chain ends here; of one that was disposed of nothing is left here either."""
        with self._alone:
            self._kept.pop(key, None)
            if case.disposed is None:
                self._kept[key] = (end, case)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
