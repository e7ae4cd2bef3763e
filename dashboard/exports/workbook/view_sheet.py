"""The sheet of a view in a workbook: its finding, its chart or tiles, the figures behind them, and its notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_rowcol_to_cell

from dashboard import marks, queries, wording
from dashboard.columns import known, named
from dashboard.exports import labels
from dashboard.exports.letters import clean
from dashboard.exports.workbook import cells, chart
from dashboard.exports.workbook.cells import MUTED, PLAIN, TITLE
from dashboard.marks import Role, Spans, Tiles
from dashboard.messages import t
from dashboard.rows import CLAIMS
from dashboard.style import LIGHT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.exports.workbook.cells import Book, Draft
    from dashboard.figure import Figure
    from dashboard.marks import Marks, Tile
    from dashboard.rows import Row
    from dashboard.views import View

# Columns that stand there even where nothing is known in any row.
ALWAYS = ("name", "value", "exactness", "lower", "upper", "state", "status_in_full", "period", "as_printed", "claim_id")
# The last columns, which are not printed: paper has them in words, or in the notes below.
SCREEN_ONLY = ("exactness", "lower", "upper", "status_in_full", "target_set_by", "target_formula", "target_claim_id",
               "share_claim_id", "unit_id", "shown_value", "shown_target", "shown_label", "shown_name")  # fmt: skip
READ = (*CLAIMS, "name", "unit_id", "exactness", "state", "status_in_full", "target", "target_set_by", "target_formula",
        "share_printed", "share_recomputed", "share_agrees")  # fmt: skip
WIDE = ("state", "period", "sector", "as_printed")  # columns that are wider than a tile
ON_A_PAGE = {False: 60, True: 40}  # rows that a page holds if it is printed a little smaller; True: across
WIDEST = 1100  # pixels of a chart
TILE = 14.0  # letters
LIGHT_UP = 14  # a pattern of cells: thin strokes


def write(view: View, draft: Draft, sheet: Any) -> None:
    """Write the sheet of a view."""
    book, handout, evidence = draft
    columns = _columns(view, draft)
    headings = _headings(view.marks)
    fitting = cells.widths({headings[code]: values for code, values in columns.items()}, most=24)
    width = dict(zip(columns, fitting, strict=True)) | {"shown_name": 48.0}
    caption = view.caption
    on_screen: tuple[str, ...] = SCREEN_ONLY
    if is_map := isinstance(view.marks, Tiles):
        # Tiles are as wide as the columns below them: those that need no more come first.
        columns = {code: columns[code] for code in sorted(columns, key=WIDE.__contains__)}
        above = list(columns)[: view.marks.columns]
        width |= dict.fromkeys(above, TILE)
        on_screen = tuple(columns.keys() - above)
    shown = {headings[code]: values for code, values in columns.items()}
    printed = [width[code] for code in columns if code not in on_screen]
    sheet.hide_gridlines(2)
    if is_across := is_map or sum(printed) > cells.UPRIGHT:
        sheet.set_landscape()
    head = {caption.title: TITLE, caption.subtitle: PLAIN, caption.coverage: PLAIN | {"bold": True}}
    _lines(book, sheet, 0, head, printed)
    said = [*book.notes(caption), *caption.sources, caption.freshness, handout.standing]
    foot = dict.fromkeys(filter(None, said), MUTED)
    top = 4
    if isinstance(view.marks, Tiles):  # a page of its own: the table, whose rows are those by unit, makes small print
        end = tiles(book, sheet, view, top, list(columns).index("value"), len(foot) + 2) + len(foot) + 1
        top = end + 1
    elif book.calculates and any(mark.figure.is_observed for mark in marks.of(view.marks)):
        top = _chart(book, sheet, view, list(columns), printed, top) + 1
    book.table(sheet, top, shown, [width[code] for code in columns])
    _follow(book, sheet, view.marks, columns, top + 1)
    for code in CLAIMS:
        if code in columns:
            evidence.lead(sheet, top + 1, list(columns).index(code), columns[code])
    sheet.freeze_panes(1, 0)
    if not is_map:
        sheet.repeat_rows(top)
        end = top + len(view.figures) + 2 + len(foot)
    _lines(book, sheet, end - len(foot), foot, printed)
    sheet.fit_to_pages(1, int(end <= ON_A_PAGE[is_across]))  # 0: on as many as need be
    sheet.print_area(0, 0, end - 1, len(printed) - 1)


def _lines(book: Book, sheet: Any, top: int, said: Mapping[str, Mapping[str, Any]], widths: Sequence[float]) -> None:
    """Write texts, each with its look, below one another across columns of such widths."""
    for row, (text, look) in enumerate(said.items(), top):
        if text:
            book.line(sheet, row, text, look, widths)


def _headings(shown: Marks) -> dict[str, str]:
    """Return the columns that there may be, in their order."""
    printed = ("name", "value", "target", "share_printed", "share_recomputed", "share_agrees", "state", "period",
               "sector", "period_start", "period_end", "as_printed", "claim_id")  # fmt: skip
    headings = {code: column.heading for code, column in known().items()} | {
        "shown_value": "" if isinstance(shown, Tiles) else shown.measure,
        "shown_target": t("Full-year target (%)"),
        "shown_label": t("Label in the chart"),
        "shown_name": t("Name in the chart"),
    }
    return {code: headings[code] for code in (*printed, *SCREEN_ONLY)}


def _columns(view: View, draft: Draft) -> dict[str, list[object]]:
    """Return the columns of the figures of a view; the rows that are drawn come first, in the order of the bars."""
    drawn = _drawn(view.marks)
    order = {one: place for place, one in enumerate(drawn)}
    figures = sorted(view.figures, key=lambda one: order.get(id(one), len(order)))
    cited, said = draft.handout.cited, named(*READ)
    rows = [
        {code: column.value(one) or None for code, column in said.items()}
        | _row(view, one, cited.get(one.claim_id or "", {}))
        | drawn.get(id(one), {})
        for one in figures
    ]
    is_map = isinstance(view.marks, Tiles)
    shown = (*ALWAYS, "unit_id") if is_map else _headings(view.marks)  # tiles say nothing of targets
    found = [code for code in shown if code in ALWAYS or any(row.get(code) is not None for row in rows)]
    if not draft.book.calculates:
        found = [code for code in found if not code.startswith("shown_")]  # what only a chart refers to
    return {code: [row.get(code) for row in rows] for code in found}


def _drawn(shown: Marks) -> dict[int, dict[str, object]]:
    """Return what a chart refers to beside the columns of figures, by the identity of the figure of each mark."""
    if isinstance(shown, Tiles):
        return {}
    if isinstance(shown, Spans):
        return {id(span.figure): {"shown_name": span.heading, "shown_value": span.days} for span in shown.spans}
    found: dict[int, dict[str, object]] = {}
    for bar in shown.bars:
        row: dict[str, object] = {"shown_name": bar.heading}
        if bar.value is not None and not bar.label.is_result:
            row["shown_label"] = str(bar.label)
        if shown.is_percent and bar.value is not None and bar.target is not None:
            row |= {"shown_value": wording.percent(bar.value), "shown_target": wording.percent(bar.target)}
        found[id(bar.figure)] = row
    return found


def _follow(book: Book, sheet: Any, shown: Marks, columns: Mapping[str, Sequence[object]], first: int) -> None:
    """Write as formulas what follows from other cells of its row: shares, and what is said in the chart."""
    if isinstance(shown, Tiles):
        return
    places = {code: place for place, code in enumerate(columns)}
    for row, mark in enumerate(marks.of(shown), first):
        cell = {code: xl_rowcol_to_cell(row, place) for code, place in places.items()}
        share, reached = labels.worked_out(mark, cell)
        formulas = {"share_recomputed": share}
        if isinstance(shown, Spans):
            formulas["shown_name"] = labels.formula(mark.label.parts, cell, f"{mark.name}: ")
        else:
            formulas |= {"shown_label": labels.formula(mark.label.parts, cell), "shown_value": reached}
        for code, formula in formulas.items():
            if code in places:
                book.formula(sheet, row, places[code], formula, columns[code][row - first])


def _row(view: View, mark: Figure, claim: Row) -> dict[str, Any]:
    """Return what is known of a mark from its view and its claim, beside what it says itself."""
    row: dict[str, Any] = {code: mark.get(code, claim.get(code)) for code in ("lower", "upper")}
    if isinstance(view.marks, Spans):  # elsewhere all rows are of one period, or of two that have names
        row |= {code: mark[code] for code in ("period_start", "period_end")}
    sector = mark.get("sector", view.series.sector)
    return row | {
        "value": None if mark.value is None else mark.in_full.tabled,
        "period": wording.sentence(wording.period(mark.get("time_period", view.series.time_period))),
        "sector": None if sector == "_T" else wording.name(queries.sectors()[sector]),
        "as_printed": claim.get("as_printed"),
    }


def _chart(book: Book, sheet: Any, view: View, codes: Sequence[str], widths: Sequence[float], top: int) -> int:
    """Insert the chart of the marks whose rows begin the table below it; return the row below the chart."""
    shown = view.marks
    size = min(WIDEST, sum(map(cells.pixels, widths))), chart.height(shown)
    below = top + cells.rows_of(size[1])
    first = below + 2

    def place(*known: str) -> int | None:
        return next((codes.index(code) for code in known if code in codes), None)

    where = chart.Cells(
        sheet.get_name(),
        first,
        first + len(marks.of(shown)) - 1,
        codes.index("shown_name"),
        codes.index("shown_value" if "shown_value" in codes else "value"),
        codes.index("shown_label" if "shown_label" in codes else "shown_name"),
        place("period_start"),
        place("shown_target", "target"),
    )
    drawn = chart.draw(book, shown, where, size)
    sheet.insert_chart(top, 0, drawn, {"description": clean(view.caption.alt()), "object_position": 2})
    return below


def tiles(book: Book, sheet: Any, view: View, top: int, column: int, between: int) -> int:
    """Draw each unit as a tile of two cells, its name and its figure, at its place; return the row below them.

    Around the chosen units the others are named, so that the place of these can be seen. A figure is that of the table
    below, in a column of it, with so many rows `between` the two.
    """
    assert isinstance(view.marks, Tiles)  # noqa: S101  (other marks have a chart)
    below = top + 2 * view.marks.rows
    rows = {id(one): row for row, one in enumerate(view.figures, below + between + 1)}
    for tile in view.marks.tiles:
        row, place = top + 2 * tile.row, tile.column
        upper, lower = _paint(tile)
        book.write(sheet, row, place, tile.name, book.look(upper))
        if tile.role is Role.OUTSIDE:
            sheet.write_blank(row + 1, place, None, book.look(lower).text)
            continue
        found = xl_rowcol_to_cell(rows[id(tile.figure)], column)
        without = "" if tile.strength is not None else str(tile.label)
        formula = f"=IF(ISNUMBER({found}),{found},{labels.literal(without)})"
        book.formula(sheet, row + 1, place, formula, tile.figure.in_full.tabled, book.look(lower))
    return below


def _paint(tile: Tile) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return how the two cells of a tile look.

    Shaded by value, hatched without a figure, plain where nothing is published, without fill outside the selection.
    """
    looks: dict[Role, dict[str, Any]] = {
        Role.OUTSIDE: {"font_color": LIGHT.muted},
        Role.EMPTY: {"bg_color": LIGHT.quiet, "font_color": LIGHT.muted},
        Role.OMITTED: {
            "pattern": LIGHT_UP, "fg_color": LIGHT.edge, "bg_color": LIGHT.surface, "font_color": LIGHT.ink,
        },
    }  # fmt: skip
    if tile.strength is None:
        look = looks[tile.role]
    else:
        fill = LIGHT.shade(tile.strength)
        look = {"bg_color": fill, "font_color": LIGHT.ink_on(fill)}
    look |= {f"{side}_color": LIGHT.surface for side in ("left", "right", "top", "bottom")}
    look |= {"align": "center", "valign": "vcenter", "left": 5, "right": 5}
    return look | {"top": 5}, look | {"bottom": 5, "bold": True}
