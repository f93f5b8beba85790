"""A report as one page: `page`, and `standing`, what it says of when it was counted.

Each picture has its table beside it; nothing is told by colour alone, and nothing is loaded.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from typing import Final

from mailservice.cases.letters import phrases
from mailservice.exports import frame
from mailservice.exports.figures import chart
from mailservice.exports.figures.tables import Report, Table

NOT_ASKED: Final = ("What was learnt: not known. Nobody has been asked it yet.",)
SUMMED: Final = (
    "Added up from its four quarters as they were published, because they would be counted differently today. What one of them "
    "held back is held back here, and a case that ended in two of them counts twice. Tables of two things together, and days at "
    "each stage, are left out."
)
TOO_FEW: Final = "So few that nothing is told of them."
NOTHING_TOLD: Final = "So little is counted here that no table can be told without giving some of it away."
_STYLE = """
:root{color-scheme:light}*{box-sizing:border-box}
body{margin:0;background:#fff;color:#1b2327;font:1.0625rem/1.5 Georgia,serif}
main{max-width:62rem;margin:0 auto;padding:1.25rem}
h1{font-size:1.7rem;line-height:1.2;margin:.2rem 0}h2{font-size:1.35rem;margin:2.2rem 0 .4rem;
border-top:2px solid #0f5a63;padding-top:.8rem}
h3{font-size:1.1rem;margin:1.8rem 0 .4rem}.over{color:#3c4a50;margin:0 0 .4rem;max-width:46rem}
.sums{font-size:1.2rem;font-weight:bold}
.wide{overflow-x:auto}svg{max-width:100%;height:auto;display:block}
table{border-collapse:collapse;margin:.6rem 0;width:100%}
th,td{border-bottom:1px solid #8a979c;padding:.3rem .5rem;text-align:left;vertical-align:top}
td,thead th+th{text-align:right}td{white-space:nowrap}tfoot th,tfoot td{font-weight:bold}
.held{font-style:italic;color:#3c4a50}details{margin:.4rem 0}summary{cursor:pointer;padding:.3rem 0}
@media print{section{break-inside:avoid}details>*{display:block}}
"""


def page(report: Report, said: Sequence[str] = ()) -> str:
    """Return a report as an HTML page; `said` stands at its head."""
    return frame.page(f"Figures, {report.period.title}", _STYLE, _lines(report, said))


def standing(report: Report, counted: date, threshold: int) -> tuple[str, ...]:
    """Return what a reader has to know of a report that was counted on a day, where counts below `threshold` are few today.

    Whether the record says otherwise today is not told: of a few cases that would be told too.
    """
    lines = [f"Counted on {phrases.day(counted)}. Every later copy says the same, whatever happens to the record."]
    if report.summed:
        lines.append(SUMMED)
    if threshold != report.threshold:
        was = f"Counts below {report.threshold} were held back when this was counted; today the limit is {threshold}."
        lines.append(f"{was} What was held back stays held back.")
    return tuple(lines)


def notes(report: Report) -> tuple[str, ...]:
    """Return what a reader has to know of the figures: what is counted, and what is held back."""
    few = report.threshold
    return (
        "Raised: the cases that were opened in this time. Ended: those that ended in it, whenever they were opened.",
        "How far up a case went, and where a date passed, is told of those that ended.",
        f"All is as it stood on the last day{' of its quarter' if report.summed else ''}.",
        f"A count below {few} is held back, lest a person or a child be guessed; 0 is told.",
        "Others are held back beside it, so that none can be worked out from sums, or from all reports together.",
        "What has changed since is asked once, six weeks after the end, of whoever raised it: of what ended later, not yet.",
        "A date counts as passed if it is the policy's and what it asked for was not done; not if we were late ourselves.",
        "Where the record does not tell, it says not known; a topic that nobody named is not said.",
        "A case that was joined to another is counted once, in that.",
    )


def _lines(report: Report, said: Sequence[str]) -> Iterator[str]:
    yield f"<header>\n<p class='over'>{escape(report.partnership)}</p>\n<h1>Figures</h1>"
    yield f"<p>{escape(report.period.title)}</p>"
    yield f"<p class='sums'>Raised: {_count(report.raised)}. Ended: {_count(report.ended)}.</p>"
    yield from (f"<p class='over'>{escape(one)}</p>" for one in said)
    yield "</header>"
    if not report.tables:
        yield f"<p>{NOTHING_TOLD}</p>"
    for cohort, title in (("raised", "What was raised"), ("ended", "What ended")):
        if report.tables:
            yield f"<h2>{title}</h2>"
            yield "" if any(one.cohort == cohort for one in report.tables) else f"<p>{TOO_FEW}</p>"
        for table in report.tables:
            if table.cohort == cohort:
                yield from _single(table)
    if report.means:
        yield "<section><h3>Working days at each stage</h3>\n<table><thead><tr><th scope='col'>Stage</th>"
        yield "<th scope='col'>Mean, whole days</th></tr></thead><tbody>"
        yield from (f"<tr><th scope='row'>{escape(one.stage)}</th>{_cell(one.days)}</tr>" for one in report.means)
        yield "</tbody></table></section>"
    if report.crossed:
        yield "<h2>Two together</h2>"
        for table in report.crossed:
            yield from _crossed(table)
    yield "<h2>What nobody can tell yet</h2>\n<ul>"
    yield from (f"<li>{escape(one)}</li>" for one in NOT_ASKED)
    yield "</ul>\n<h2>How to read this</h2>\n<ul>"
    yield from (f"<li>{escape(one)}</li>" for one in notes(report))
    yield "</ul>"


def _single(table: Table) -> Iterator[str]:
    yield f"<section><h3>{escape(table.title)}</h3>"
    yield f"<div class='wide'>{chart.drawn(table, titled=False)}</div>"
    yield "<details><summary>The same as a table</summary>\n<table><thead><tr><th scope='col'>"
    yield f"{escape(table.title)}</th><th scope='col'>Cases</th></tr></thead><tbody>"
    yield from (f"<tr><th scope='row'>{escape(row)}</th>{_cell(table.counts[row])}</tr>" for row in table.rows)
    yield f"</tbody><tfoot><tr><th scope='row'>Together</th>{_cell(table.total)}</tr></tfoot></table></details></section>"


def _crossed(table: Table) -> Iterator[str]:
    yield f"<section><h3>{escape(table.title)}</h3>"
    yield f"<div class='wide' tabindex='0' role='region' aria-label='{escape(table.title, quote=True)}'><table><thead><tr>"
    yield "<td></td>"
    yield from (f"<th scope='col'>{escape(one)}</th>" for one in (*table.columns, "Together"))
    yield "</tr></thead><tbody>"
    for row in table.rows:
        cells = "".join(_cell(table.crossed[row, column]) for column in table.columns)
        yield f"<tr><th scope='row'>{escape(row)}</th>{cells}{_cell(table.counts[row])}</tr>"
    below = "".join(_cell(table.below[column]) for column in table.columns)
    yield f"</tbody><tfoot><tr><th scope='row'>Together</th>{below}{_cell(table.total)}</tr></tfoot></table></div></section>"


def _cell(count: int | None) -> str:
    return f"<td class='held'>{chart.HELD_BACK}</td>" if count is None else f"<td>{count}</td>"


def _count(count: int | None) -> str:
    return chart.HELD_BACK if count is None else phrases.counted_things(count, "case")
