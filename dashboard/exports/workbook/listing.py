"""A list of a page as a workbook of one sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import provenance, queries, wording
from dashboard.exports.workbook import cells
from dashboard.exports.workbook.cells import Book
from dashboard.messages import t

if TYPE_CHECKING:
    from dashboard.exports.table import Content


def as_xlsx(content: Content) -> bytes:
    """Return the rows as a workbook: title and coverage above them, notes and sources below."""
    return written(content, Book)


def written(content: Content, make: type[Book]) -> bytes:
    """Return the rows as a workbook of some kind."""
    caption = content.caption
    foot = " · ".join(filter(None, [caption.freshness, provenance.standing(queries.build())]))
    about = {"title": caption.title, "comments": foot, "keywords": wording.fold(caption.subtitle)}
    book = make(foot, about | {"created": queries.build()["built_at"]})
    sheet = book.sheet(t("Figures"))
    columns = {heading: [row.get(code) for row in content.rows] for code, heading in content.columns.items()}
    widths = cells.widths(columns)
    above = list(filter(None, [caption.subtitle, caption.coverage]))
    book.line(sheet, 0, caption.title, cells.TITLE, widths)
    for number, line in enumerate(above, start=1):
        book.line(sheet, number, line, cells.MUTED, widths)
    top = len(above) + 2
    book.table(sheet, top, columns, widths)
    last = top + len(content.rows)
    for number, line in enumerate([*caption.notes, *caption.sources, foot], start=last + 2):
        book.line(sheet, number, line, cells.MUTED, widths)
    if content.rows:
        sheet.autofilter(top, 0, last, len(columns) - 1)
    sheet.freeze_panes(top + 1, 1)  # with few rows above, or a reader scrolls in what is left of the screen
    sheet.set_landscape()
    sheet.repeat_rows(top)
    return book.close()
