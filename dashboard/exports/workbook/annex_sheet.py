"""The sheet of annexes in a workbook: as the federations have them, their sums and shares as formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_rowcol_to_cell

from dashboard import provenance, queries, signs, wording
from dashboard.columns import heading
from dashboard.exports import annex, labels
from dashboard.exports.workbook import cells
from dashboard.exports.workbook.cells import HEADING, LIKE_A_FORM, LIST_TOP, MUTED, PLAIN, TITLE
from dashboard.messages import t
from dashboard.rows import CLAIMS
from dashboard.style import LIGHT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.exports.annex import Annex, Line
    from dashboard.exports.workbook.cells import Book, Draft

NAME, TARGET, RESULT, SHARE = 1, 2, 3, 4  # columns of an annex
FORM = [6.0, 24.0, 12.0, 12.0, 9.0, 42.0]
BESIDE = len(FORM) + 1  # the first column of codes, which are not printed


def write(annexes: Sequence[Annex], draft: Draft, sheet: Any) -> None:
    """Write annexes as the federations have them, below one another, and what is said of all of them at the foot."""
    book = draft.book
    sheet.hide_gridlines(2)
    lines = [line for one in annexes for line in one.lines]
    amounts = {"target": [line.target for line in lines], "result": [line.result for line in lines]}
    widths = [max(pair) for pair in zip(FORM, (0, 0, *cells.widths(amounts), 0, 0), strict=True)]
    book.columns(sheet, widths)
    known = [code for code in CLAIMS if any(code in line.claims for line in lines)]
    for column, _ in enumerate(known, BESIDE):
        sheet.set_column(column, column, 16)
    below = 0
    for one in annexes:
        below = _table(one, draft, sheet, below, widths, known) + 1
    about = [
        t("Gathered from newspaper articles; it does not replace an official report."),
        t("Unit: a district federation of labour, ended on 30 June 2025; no ward or commune of the same name."),
    ]
    is_any_zero = queries.is_any_zero()
    shown = signs.legend(is_any_zero=is_any_zero)[: 4 + is_any_zero]
    legend = [f"{sign}: {meaning}" for sign, meaning in shown]
    cited = {row.article_id: row for one in annexes for row in one.cited}
    sources = [
        f"{wording.sentence(t('article {code}', code=wording.code(row)))}. {provenance.source(row)}"
        for _, row in sorted(cited.items())
    ]
    foot = [*about, *legend, *sources]
    for row, text in enumerate(foot, below):
        book.line(sheet, row, text, MUTED, widths)
    sheet.print_area(0, 0, below + len(foot) - 1, len(FORM) - 1)
    if len(annexes) == 1:  # else the sheet has several headings
        sheet.repeat_rows(LIST_TOP)
        sheet.freeze_panes(LIST_TOP + 1, 2)


def _table(one: Annex, draft: Draft, sheet: Any, top: int, widths: Sequence[float], known: Sequence[str]) -> int:
    """Write an annex from the row `top` on, the `known` codes of its figures beside it; return the row below it."""
    book, _, evidence = draft
    indicator = queries.indicators()[one.series.indicator_id]
    book.line(sheet, top, one.title, TITLE | {"align": "center"}, widths)
    book.line(sheet, top + 1, one.subtitle, PLAIN | {"align": "center", "italic": True}, widths)
    measure = t("Unit of measure: {measure}", measure=wording.measure(indicator))
    book.line(sheet, top + 2, measure, PLAIN | {"align": "right", "italic": True}, widths)
    head = top + LIST_TOP
    book.record(sheet, head, annex.headings(), HEADING | LIKE_A_FORM | {"align": "center", "valign": "vcenter"}, widths)
    for row, line in enumerate(one.lines, head + 1):
        look = LIKE_A_FORM if line.kind == "unit" else LIKE_A_FORM | {"bold": True, "bg_color": LIGHT.quiet}
        book.record(sheet, row, _cells(line), look, widths)
        if book.calculates:
            _follow(book, sheet, head, row, line, look)
    for column, code in enumerate(known, BESIDE):
        book.write(sheet, head, column, heading(code), book.look(HEADING))
        evidence.lead(sheet, head + 1, column, [line.claims.get(code) for line in one.lines])
    return head + len(one.lines) + 1


def _cells(line: Line) -> list[object]:
    return [line.number, line.name, line.target, line.result, line.share, line.note]


def _follow(book: Book, sheet: Any, head: int, row: int, line: Line, properties: Mapping[str, Any]) -> None:
    """Write as formulas what follows from other cells of an annex: sums, what they cover, and shares not printed.

    `head`: the row of the headings. Whether a sum is a bound depends on how many units have a figure; its hedge is the
    one of the figures there are.
    """
    look = book.look(properties)
    if line.sum is None:
        target, result = (xl_rowcol_to_cell(row, column) for column in (TARGET, RESULT))
        is_open = line.target.value is None or line.result.value is None
        if "share_claim_id" not in line.claims and (is_open or line.share.value is not None):
            share = f'=IF(AND(ISNUMBER({result}),N({target})>0),ROUND(100*{result}/{target},1),"")'
            book.formula(sheet, row, SHARE, share, line.share, look)
        return
    total, n_units = line.sum.total, line.sum.total["n_units"]
    units, fixed = (
        ",".join(xl_rowcol_to_cell(head + number, RESULT, is_fixed, is_fixed) for number in line.sum.numbers)
        for is_fixed in (False, True)
    )
    covered = f"={labels.literal(line.sum.before)}&COUNT({units})&{labels.literal(line.sum.behind)}"
    book.formula(sheet, row, NAME, covered, line.name, look)
    some, every = total["partial_qualifier"], total["complete_qualifier"]
    cannot = labels.literal(t("cannot be added"))
    amounts = [cannot if qualifier is None else f"SUM({units})" for qualifier in (some, every)]
    formula = f'=IF(COUNT({units})=0,"",IF(COUNT({units})<{n_units},{",".join(amounts)}))'
    # A cell holds the low end of a range, and so does the sum: without its top it is a lower bound.
    formats = {qualifier: cells.number_format(wording.bound(0, qualifier)) for qualifier in (some, every) if qualifier}
    found = str(line.result) if line.result.value is None else line.result.value
    sheet.write_formula(row, RESULT, formula, look.number(formats[every]) if every else look.words, found)
    if some in formats and some != every:
        partly = {
            "type": "formula",
            "criteria": f"=COUNT({fixed})<{n_units}",
            "format": book.format({"num_format": formats[some]}),
        }
        sheet.conditional_format(row, RESULT, row, RESULT, partly)
