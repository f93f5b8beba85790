"""Whatever breaks, the service lives, what does not need it goes on, status says why, and after the cure all is done, once."""

from collections.abc import Callable, Iterator
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest

from tests.faults.lab import Lab
from tests.faults.playing import play
from tests.faults.rows import ROWS, Row
from tests.faults.table import differences, written


def _param(row: Row) -> Any:
    group = pytest.mark.xdist_group("-".join(str(one) for one in row.place))
    return pytest.param(row, id=row.name, marks=[group] if row.short else [group, pytest.mark.long])


class Labs:
    """One installation for all rows that are tried at it; after a row that failed, the next has another."""

    def __init__(self, root: Path) -> None:
        self.root, self.count = root, 0
        self.place: tuple[str, bool, bool, bool] | None = None
        self.lab: Lab | None = None

    def at(self, row: Row) -> Lab:
        """Return the installation for a row."""
        if self.lab is None or self.place != row.place:
            self.close()
            self.count += 1
            folder = self.root / str(self.count)
            folder.mkdir()
            lab = Lab(folder, row.engine, broker=row.broker, small=row.small, relayed=row.relayed)
            self.lab, self.place = lab.__enter__(), row.place
        return self.lab

    def close(self) -> None:
        """End it."""
        lab, self.lab = self.lab, None
        if lab is not None:
            lab.__exit__(None, None, None)


@pytest.fixture(scope="module")
def labs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Labs]:
    one = Labs(tmp_path_factory.mktemp("lab"))
    yield one
    one.close()


@pytest.mark.timeout(400)
@pytest.mark.parametrize("row", [_param(row) for row in sorted(ROWS, key=lambda one: one.place)])
def test_it_lives_goes_on_tells_and_is_done_after_the_cure(
    row: Row, labs: Labs, record_property: "Callable[[str, object], None]"
) -> None:
    lab = labs.at(row)
    try:
        line = play(lab, row)
    except BaseException:
        labs.close()
        raise
    if row.hourly:
        labs.close()  # what was set aside stands for an hour, and is no other row's
    record_property("lines", [list(astuple(line))])
    assert list(differences(line)) == []


def test_the_page_tells_of_every_row() -> None:
    assert {(row.part, row.fault) for row in ROWS} <= written().keys()
