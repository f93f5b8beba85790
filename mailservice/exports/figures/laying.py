"""A report as files: `files`. The same figures give the same bytes."""

from collections.abc import Mapping

from mailservice.exports.figures import chart
from mailservice.exports.figures.page import page
from mailservice.exports.figures.sheet import workbook
from mailservice.exports.figures.tables import Report

PAGE = "figures.html"
SHEET = "figures.xlsx"


def files(report: Report) -> Mapping[str, bytes]:
    """Return the page, the sheet, and each single table as a drawing and as a picture."""
    drawings = {one.id: chart.drawn(one) for one in report.tables}
    return {
        PAGE: page(report).encode(),
        SHEET: workbook(report),
        **{f"{name}.svg": drawing.encode() for name, drawing in drawings.items()},
        **{f"{name}.png": chart.picture(drawing) for name, drawing in drawings.items()},
    }
