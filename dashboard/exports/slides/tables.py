"""The slides of tables: key figures, figures without a chart, what the symbols mean, and the sources."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from dashboard import activities, columns, provenance, queries, signs, tables, wording
from dashboard.columns import headings
from dashboard.exports import handout
from dashboard.exports.letters import clean
from dashboard.exports.slides import deck
from dashboard.exports.slides.deck import ACROSS, EDGE, FOOT, INCH, TITLE, cut, fitting, lines, set_letters
from dashboard.messages import LANGUAGES, t, tn
from dashboard.rows import claims_of, observed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.exports.handout import Handout
    from dashboard.figure import Figure
    from dashboard.rows import Row
    from dashboard.views import View

MOST_OTHERS = 100  # figures in tables
MOST_ON_A_SLIDE = 9  # of several topics
TEXT, GAP = 14, 0.2  # of a table: type size, and inches between columns
UNLINED = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's own style of a table without lines and colours


def key_figures(show: Any, whole: Handout, shown: Sequence[View]) -> None:
    """Add a table of the core indicators: each sum with its bound, its period, what it covers, and its articles."""
    by_unit = {view.series.indicator_id: view for view in shown if view.kind.is_ranking}
    rows = []
    for indicator_id, indicator in queries.indicators().items():
        if (view := by_unit.get(indicator_id)) is not None:
            total = queries.total(view.series, whole.selection.unit_ids)
            period = wording.sentence(wording.period(view.series.time_period))
            covered = wording.coverage(total, whole.selection.counted())
            marks = [row for row in view.figures if row["state"] in ("observed", "omitted")]
            rows.append([counted(view), _total(indicator, total, observed(marks)), period, covered, _articles(marks)])
        elif indicator["is_core"]:
            rows.append([wording.name(indicator), wording.sentence(columns.states()["unpublished"]), "", "", ""])
    said = [*headings("indicator", "figure", "period"), t("Coverage"), *headings("place")]
    _table(show, t("Key figures"), said, rows, (3.2, 3.0, 2.4, 2.4, ACROSS - 11.0), bold=1, size=18)


def counted(view: View) -> str:
    """Return what a view counts, with its restriction."""
    name = wording.name(queries.indicators()[view.series.indicator_id])
    return wording.restricted(name, view.series.sector, queries.sectors())


def _total(indicator: Row, total: Row, figures: Sequence[Figure]) -> str:
    """Return a sum in words; one figure is no sum: it stands with the name of its unit."""
    if not figures:
        return wording.MISSING
    if len(figures) == 1:
        (row,) = figures
        return f"{row.said} {wording.measure(indicator)} ({row['name']})"
    said = f"{wording.total_in_short(total)} {wording.measure(indicator) if total['qualifier'] else ''}"
    return signs.marked(said, signs.of_total(total))


def _articles(rows: Sequence[Row]) -> str:
    codes = sorted({wording.code(row) for row in rows})
    return ", ".join(t("article {code}", code=code) for code in codes[: deck.MOST_CODES]) + (
        "…" if codes[deck.MOST_CODES :] else ""
    )


def others(whole: Handout, shown: Sequence[View]) -> list[Figure]:
    """Return the figures that no chart shows, in the order of topics and indicators."""
    drawn = {claim_id for view in shown for row in view.figures for claim_id in claims_of(row).values()}
    if len(whole.views) == 1:  # a deck of one chart, whose notes have the figures that it cannot be compared with
        drawn |= set(handout.behind(whole.views[0]))
    topics, indicators = list(queries.topics()), list(queries.indicators())
    found = [claim for claim_id, claim in whole.cited.items() if claim_id not in drawn]
    return sorted(found, key=lambda row: (topics.index(row["topic"]), indicators.index(row["indicator_id"])))


def other_figures(show: Any, claims: Sequence[Figure]) -> None:
    """Add tables of figures: what, of whom, how much with its hedge, of when, and where it is printed."""
    batches: list[list[Figure]] = []
    for _, group in groupby(claims, key=lambda row: str(row["topic"])):
        of_topic = list(group)
        if not batches or len(batches[-1]) + len(of_topic) > MOST_ON_A_SLIDE:
            batches.append([])
        batches[-1] += of_topic
    for batch in batches:
        topics = wording.sentence(", ".join(dict.fromkeys(wording.within(wording.name(row, "topic")) for row in batch)))
        title = tn("{topics}: {n} figure", "{topics}: {n} figures", n=len(batch), topics=topics)
        table = tables.of(
            batch, "indicator", "whom", "measured", "period", "place", indicator=activities.title, measured=_measured
        )
        _table(show, title, table.headings, table.rows, (3.8, 2.3, 2.0, 2.25, ACROSS - 10.35), bold=2)


def _measured(claim: Figure) -> str:
    return signs.marked(claim.measured, activities.worth(claim))


def symbols(show: Any) -> None:
    """Add the table of the symbols."""
    rows = [list(line) for line in signs.legend(is_any_zero=queries.is_any_zero())]
    _table(show, t("What the symbols mean"), [t("Symbol"), t("Meaning")], rows, (2.6, ACROSS - 2.6))


def sources(show: Any, whole: Handout, shown: Sequence[View]) -> None:
    """Add a line for each article of the charts and of the other figures of the selection."""
    counted: dict[str, int] = {}
    for claim in whole.cited.values():
        counted[claim["article_id"]] = counted.get(claim["article_id"], 0) + 1
    marks = (row for view in shown for row in view.figures if row["article_id"] is not None)
    found = {row["article_id"]: row for row in (*marks, *whole.articles)}
    rows = [
        [
            wording.code(row),
            row["title"],
            wording.publisher(row),
            provenance.published(row),
            wording.number(counted[article_id]) if article_id in counted else wording.MISSING,
        ]
        for article_id, row in sorted(found.items())
    ]
    said = [t("Code"), *headings("title", "publisher", "published"), t("Figures taken")]
    if rows:
        _table(show, t("Sources"), said, rows, (0.9, 5.0, 2.6, 2.6, ACROSS - 11.1), originals=(1, 2))


def _table(
    show: Any,
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    originals: Sequence[int] = (),
    bold: int | None = None,
    size: float = TEXT,
) -> None:
    """Add a table, on as many slides as its rows need.

    `originals` are columns in Vietnamese whoever reads, `bold` is the one of the figures.
    """
    pages: list[list[list[str]]] = []
    left = 0.0
    for row in rows:
        cells = [cut(clean(cell), size, room - GAP, 4) for cell, room in zip(row, widths, strict=True)]
        high = _height(cells, widths, size)
        if not pages or high > left:
            pages.append([])
            left = FOOT - deck.SUBTITLE - 0.3 - _height(headings, widths, size)
        pages[-1].append(cells)
        left -= high
    for number, page in enumerate(pages, 1):
        slide = show.slides.add_slide(show.slide_layouts[deck.TABLE])
        said = f"{title} ({number}/{len(pages)})" if len(pages) > 1 else title
        of_title = fitting(said, TITLE, 1, 28, 24, 20)
        deck.write(slide.shapes.title, [cut(said, of_title, TITLE, 2)], of_title)
        places = (EDGE, deck.SUBTITLE + 0.1, ACROSS, 0.4 * (len(page) + 1))
        frame = slide.shapes.add_table(len(page) + 1, len(headings), *map(Inches, places))
        frame.name = title
        deck.describe(frame, said)
        next(frame.element.iter(qn("a:tableStyleId"))).text = UNLINED
        frame.table.horz_banding = False
        for column, room in zip(frame.table.columns, widths, strict=True):
            column.width = Inches(room)
        for place, cells in enumerate([list(headings), *page]):
            frame.table.rows[place].height = Inches(_height(cells, widths, size))
            for column, text in enumerate(cells):
                cell = frame.table.cell(place, column)
                _cell(cell, text, size, is_heading=place == 0, is_bold=column == bold)
                if place and column in originals:
                    deck.speak(cell.text_frame._txBody, LANGUAGES["vi"].tag)  # noqa: SLF001


def _height(cells: Sequence[str], widths: Sequence[float], size: float) -> float:
    most = max(lines(cell, size, room - GAP) for cell, room in zip(cells, widths, strict=True))
    return most * size * deck.LEADING / INCH + 0.14


def _cell(cell: Any, text: str, size: float, *, is_heading: bool, is_bold: bool) -> None:
    cell.text = text
    cell.margin_left, cell.margin_right = Inches(0), Inches(GAP)
    colour = deck.MUTED if is_heading else deck.INK
    set_letters(cell.text_frame.paragraphs[0], size, colour, is_bold=is_heading or is_bold)
    line = deck.child(cell._tc.get_or_add_tcPr(), "a:lnB", w=str(Pt(0.75)))  # noqa: SLF001
    deck.child(deck.child(line, "a:solidFill"), "a:schemeClr", val="accent4" if is_heading else "accent3")
