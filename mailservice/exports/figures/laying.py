"""A report as files: `files`. The same figures give the same bytes."""

from collections.abc import Mapping, Sequence

from mailservice.exports.figures import chart
from mailservice.exports.figures.page import page
from mailservice.exports.figures.sheet import workbook
from mailservice.exports.figures.tables import Report

PAGE = "figures.html"
SHEET = "figures.xlsx"


def files(report: Report, said: Sequence[str] = ()) -> Mapping[str, bytes]:
    """Return the page and the sheet, which begin with what is `said`, and each single table as a drawing and as a picture."""
    drawings = {one.id: chart.drawn(one) for one in report.tables}
    return {
        PAGE: page(report, said).encode(),
        SHEET: workbook(report, said),
        **{f"{name}.svg": drawing.encode() for name, drawing in drawings.items()},
        **{f"{name}.png": chart.picture(drawing) for name, drawing in drawings.items()},
    }
