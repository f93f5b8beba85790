"""Long work at a mail server, cut into steps: one that could not be done is done again, and none is left out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

Step = Callable[[], None]


@dataclass
class Steps:
    """The steps of a work in their order; each may be done twice."""

    left: Iterator[Step]
    _next: Step | None = None

    def step(self) -> bool:
        """Do the next one; False once all are done. Where it raised, it is the next one still."""
        if self._next is None:
            self._next = next(self.left, None)
        if self._next is None:
            return False
        self._next()
        self._next = None
        return True
