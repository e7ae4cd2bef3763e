"""The sheet of a view in a workbook: its finding, its chart or tiles, the figures behind them, and its notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_rowcol_to_cell

from dashboard import charts, queries, wording
from dashboard.exports import labels, native, table
from dashboard.exports.letters import clean
from dashboard.exports.workbook import cells, chart
from dashboard.exports.workbook.cells import MUTED, PLAIN, TITLE
from dashboard.messages import t
from dashboard.rows import CLAIMS
from dashboard.style import LIGHT
from dashboard.wording import Amount

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.exports.native import Bars
    from dashboard.exports.workbook.cells import Book, Draft
    from dashboard.figure import Figure
    from dashboard.rows import Row
    from dashboard.views import View

# Columns that stand there even where nothing is known in any row.
ALWAYS = ("name", "value", "qualifier", "lower", "upper", "state", "obs_status", "period", "as_printed", "claim_id")
# The last columns, which are not printed: paper has them in words, or in the notes below.
SCREEN_ONLY = ("qualifier", "lower", "upper", "obs_status", "target_kind", "target_formula", "target_claim_id",
               "share_claim_id", "unit_id", "shown_value", "shown_target", "shown_label", "shown_name")  # fmt: skip
WIDE = ("state", "period", "sector", "as_printed")  # columns that are wider than a tile
ON_A_PAGE = {False: 60, True: 40}  # rows that a page holds if it is printed a little smaller; True: across
WIDEST = 1100  # pixels of a chart
TILE = 14.0  # letters
LIGHT_UP = 14  # a pattern of cells: thin strokes


def write(view: View, draft: Draft, sheet: Any) -> None:
    """Write the sheet of a view."""
    book, handout, evidence = draft
    bars = native.bars(view)
    columns = _columns(view, bars, draft)
    headings = _headings(bars)
    fitting = cells.widths({headings[code]: values for code, values in columns.items()}, most=24)
    width = dict(zip(columns, fitting, strict=True)) | {"shown_name": 48.0}
    caption = view.caption
    on_screen: tuple[str, ...] = SCREEN_ONLY
    if tiles := native.tiles(view) if view.name == "tile_map" else []:
        # Tiles are as wide as the columns below them: those that need no more come first.
        columns = {code: columns[code] for code in sorted(columns, key=WIDE.__contains__)}
        above = list(columns)[: 1 + max(unit["tile_col"] for unit in queries.federations())]
        width |= dict.fromkeys(above, TILE)
        on_screen = tuple(columns.keys() - above)
    shown = {headings[code]: values for code, values in columns.items()}
    printed = [width[code] for code in columns if code not in on_screen]
    sheet.hide_gridlines(2)
    if is_across := bool(tiles) or sum(printed) > cells.UPRIGHT:
        sheet.set_landscape()
    head = {caption.title: TITLE, caption.subtitle: PLAIN, caption.coverage: PLAIN | {"bold": True}}
    _lines(book, sheet, 0, head, printed)
    said = [*caption.plain_notes, *caption.sources, caption.freshness, handout.standing]
    foot = dict.fromkeys(filter(None, said), MUTED)
    top = 4
    if tiles:  # a page of its own, which the table would make small print: its rows are those of the chart by unit
        end = _tiles(book, sheet, tiles, top, list(columns).index("value"), len(foot) + 2) + len(foot) + 1
        top = end + 1
    elif bars and any(bar.value is not None for bar in bars.bars):
        top = _chart(book, sheet, view, bars, list(columns), printed, top) + 1
    book.table(sheet, top, shown, [width[code] for code in columns])
    _follow(book, sheet, bars, columns, top + 1)
    for code in CLAIMS:
        if code in columns:
            evidence.lead(sheet, top + 1, list(columns).index(code), columns[code])
    sheet.freeze_panes(1, 0)
    if not tiles:
        sheet.repeat_rows(top)
        end = top + len(view.marks) + 2 + len(foot)
    _lines(book, sheet, end - len(foot), foot, printed)
    sheet.fit_to_pages(1, int(end <= ON_A_PAGE[is_across]))  # 0: on as many as need be
    sheet.print_area(0, 0, end - 1, len(printed) - 1)


def _lines(book: Book, sheet: Any, top: int, said: Mapping[str, Mapping[str, Any]], widths: Sequence[float]) -> None:
    """Write texts, each with its look, below one another across columns of such widths."""
    for row, (text, look) in enumerate(said.items(), top):
        if text:
            book.line(sheet, row, text, look, widths)


def _headings(bars: Bars | None) -> dict[str, str]:
    """Return the columns that there may be, in their order."""
    known = table.headings()
    printed = ("name", "value", "target", "share_printed", "share_recomputed", "share_agrees", "state", "period",
               "sector", "period_start", "period_end", "as_printed", "claim_id")  # fmt: skip
    headings = known | {
        "shown_value": bars.measure if bars else "",
        "shown_target": t("Full-year target (%)"),
        "period": t("Period"),
        "sector": t("Restriction"),
        "shown_label": t("Label in the chart"),
        "shown_name": t("Name in the chart"),
    }
    return {code: headings[code] for code in (*printed, *SCREEN_ONLY)}


def _columns(view: View, bars: Bars | None, draft: Draft) -> dict[str, list[object]]:
    """Return the columns of the figures of a view; the rows that are drawn come first, in the order of the bars."""
    drawn = {id(bar.mark): bar for bar in bars.bars} if bars else {}
    marks = [*(bar.mark for bar in drawn.values()), *(mark for mark in view.marks if id(mark) not in drawn)]
    rows = []
    for mark in marks:
        row = _row(view, mark, draft.handout.cited.get(mark["claim_id"], {}))
        if bars and (bar := drawn.get(id(mark))):
            row["shown_name"] = f"{bar.name}: {bar.label}" if bars.is_of_time else bar.name
            if bar.label and bar.label != charts.said(mark) and not bars.is_of_time:
                row["shown_label"] = bar.label
            if bars.is_of_time:
                row["shown_value"] = bar.value
            elif view.name == "targets" and bar.value is not None and bar.target is not None:
                row["shown_value"] = wording.percent(bar.value)
                row["shown_target"] = wording.percent(bar.target)
        rows.append(row)
    shown = (*ALWAYS, "unit_id") if view.name == "tile_map" else _headings(bars)  # tiles say nothing of targets
    found = [code for code in shown if code in ALWAYS or any(row.get(code) is not None for row in rows)]
    return {code: [row.get(code) for row in rows] for code in found}


def _follow(book: Book, sheet: Any, bars: Bars | None, columns: Mapping[str, Sequence[object]], first: int) -> None:
    """Write as formulas what follows from other cells of its row: shares, and what is said in the chart."""
    places = {code: place for place, code in enumerate(columns)}
    for row, bar in enumerate(bars.bars if bars else (), first):
        cell = {code: xl_rowcol_to_cell(row, place) for code, place in places.items()}
        label = labels.formula(bar.label, [(said, cell[code]) for code, (_, said) in bar.numbers.items()])
        share, reached = native.worked_out(bar, cell)
        formulas = {"shown_label": label, "share_recomputed": share}
        if bars and bars.is_of_time:
            formulas["shown_name"] = label and f"={labels.literal(f'{bar.name}: ')}&{label[1:]}"
        elif "shown_value" in places:
            formulas["shown_value"] = reached
        for code, formula in formulas.items():
            if code in places:
                book.formula(sheet, row, places[code], formula, columns[code][row - first])


def _row(view: View, mark: Figure, claim: Row) -> dict[str, Any]:
    """Return what is known of a mark, in words where there are words for it."""
    meaning = table.words()
    row: dict[str, Any] = {code: mark.get(code) for code in ("name", "unit_id", *CLAIMS)}
    row["target_formula"] = wording.formula(mark) if mark.get("target_formula") else None
    if view.name == "by_period":  # elsewhere all rows are of one period, or of two that have names
        row |= {code: mark[code] for code in ("period_start", "period_end")}
    row |= {code: meaning[code].get(mark.get(code)) for code in ("qualifier", "share_agrees", "target_kind")}
    row |= {code: mark.get(code, claim.get(code)) for code in ("lower", "upper")}
    for code in ("share_printed", "share_recomputed"):
        if (share := mark.get(code)) is not None:
            in_words = wording.printed_percent if code == "share_printed" else wording.percent
            row[code] = in_words(share)
    if mark["value"] is not None:
        row["value"] = mark.in_full
    if mark.get("target") is not None:
        row["target"] = mark.target_in_full
    sector = mark.get("sector", view.series.sector)
    return row | {
        "state": meaning["state"][mark.get("state", "observed")],
        "obs_status": f"{mark['obs_status']} – {_statuses()[mark['obs_status']]}",
        "period": wording.sentence(wording.period(mark.get("time_period", view.series.time_period))),
        "sector": None if sector == "_T" else wording.name(queries.sectors()[sector]),
        "as_printed": claim.get("as_printed"),
    }


def _statuses() -> dict[str, str]:
    """Return in words what SDMX says of an observation."""
    return {"A": t("with a figure"), "P": t("provisional"), "L": t("missing"), "M": t("cannot exist")}


def _chart(
    book: Book, sheet: Any, view: View, bars: Bars, codes: Sequence[str], widths: Sequence[float], top: int
) -> int:
    """Insert the chart of the bars whose rows begin the table below it; return the row below the chart."""
    is_percent = view.name == "targets"
    width = min(WIDEST, sum(map(cells.pixels, widths)))
    height = chart.height(bars, is_percent=is_percent)
    below = top + cells.rows_of(height)
    first = below + 2

    def place(code: str) -> int | None:
        return codes.index(code) if code in codes else None

    where = chart.Cells(
        sheet.get_name(),
        first,
        first + len(bars.bars) - 1,
        codes.index("shown_name"),
        codes.index("shown_value" if "shown_value" in codes else "value"),
        codes.index("shown_label" if "shown_label" in codes else "shown_name"),
        place("period_start") if bars.is_of_time else None,
        place("shown_target") if is_percent else place("target"),
    )
    drawn = chart.draw(book, bars, where, (width, height), is_percent=is_percent)
    sheet.insert_chart(top, 0, drawn, {"description": clean(view.caption.alt()), "object_position": 2})
    return below


def _tiles(book: Book, sheet: Any, tiles: Sequence[native.Tile], top: int, column: int, between: int) -> int:
    """Draw each unit as a tile of two cells, its name and its figure, at its place; return the row below them.

    Around the chosen units the others are named, so that the place of these can be seen. A figure is that of the table
    below, in a column of it, with so many rows `between` the two.
    """
    units = queries.federations()
    first, last = (int(end(unit["tile_row"] for unit in units)) for end in (min, max))
    below = top + 2 * (1 + last - first)
    chosen = {tile.mark["unit_id"]: (number, tile) for number, tile in enumerate(tiles, below + between + 1)}
    for unit in units:
        number, tile = chosen.get(unit["unit_id"], (0, None))
        row, place = top + 2 * (unit["tile_row"] - first), unit["tile_col"]
        upper, lower = _paint(tile)
        book.write(sheet, row, place, unit["name"], book.look(upper))
        if tile is None:
            sheet.write_blank(row + 1, place, None, book.look(lower).text)
            continue
        found = xl_rowcol_to_cell(number, column)
        without = tile.said if tile.strength is None else ""
        value = Amount(before=tile.said) if tile.strength is None else tile.mark.in_full
        formula = f"=IF(ISNUMBER({found}),{found},{labels.literal(without)})"
        book.formula(sheet, row + 1, place, formula, value, book.look(lower))
    return below


def _paint(tile: native.Tile | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return how the two cells of a tile look.

    Shaded by value, hatched without a figure, plain where nothing is published, without fill outside the selection.
    """
    look: dict[str, Any]
    if tile is None:
        look = {"font_color": LIGHT.muted}
    elif tile.strength is not None:
        fill = LIGHT.shade(tile.strength)
        look = {"bg_color": fill, "font_color": LIGHT.ink_on(fill)}
    elif tile.said:
        look = {"pattern": LIGHT_UP, "fg_color": LIGHT.edge, "bg_color": LIGHT.surface, "font_color": LIGHT.ink}
    else:
        look = {"bg_color": LIGHT.quiet, "font_color": LIGHT.muted}
    look |= {f"{side}_color": LIGHT.surface for side in ("left", "right", "top", "bottom")}
    look |= {"align": "center", "valign": "vcenter", "left": 5, "right": 5}
    return look | {"top": 5}, look | {"bottom": 5, "bold": True}
