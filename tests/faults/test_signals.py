"""Whatever is broken, SIGTERM is heard: gone within five seconds, and the next start goes on."""

import pytest

from tests.faults.playing import stops
from tests.faults.rows import ROWS, Row
from tests.faults.test_rows import Labs, labs  # noqa: F401 - a fixture

LASTING = [row for row in ROWS if row.seconds > 1 and not row.at_start and row.name not in ("memory", "handles")]


@pytest.mark.long
@pytest.mark.timeout(400)
@pytest.mark.parametrize("row", [pytest.param(row, id=row.name) for row in sorted(LASTING, key=lambda one: one.place)])
def test_in_the_midst_of_a_fault_it_is_gone_within_five_seconds(row: Row, labs: Labs) -> None:  # noqa: F811 - the fixture
    lab = labs.at(row)
    try:
        stops(lab, row)
    except BaseException:
        labs.close()
        raise
