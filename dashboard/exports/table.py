"""The figures of a view as CSV and XLSX: numbers are numbers, and every row leads back to its article."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import xlsxwriter

from dashboard import queries, wording
from dashboard.messages import t

if TYPE_CHECKING:
    from dashboard.views import View

SHOWN = (
    "name",
    "unit_id",
    "state",
    "value",
    "qualifier",
    "lower",
    "upper",
    "obs_status",
    "target",
    "target_status",
    "target_formula",
    "share_printed",
    "share_recomputed",
)


def frame(view: View) -> pd.DataFrame:
    """Return the rows of a view with the provenance of each figure. Missing values stay missing."""
    claims = {claim["claim_id"]: claim for claim in queries.provenance(view.claim_ids)}
    shown = [
        {column: row[column] for column in (*SHOWN, "claim_id") if column in row} | claims.get(row["claim_id"], {})
        for row in view.marks
    ]
    return pd.DataFrame(shown).convert_dtypes()


def csv(view: View) -> bytes:
    """Return the rows as CSV in UTF-8 with a byte order mark, by which Excel knows it."""
    return frame(view).to_csv(index=False).encode("utf-8-sig")


def xlsx(view: View, foot: str) -> bytes:
    """Return the rows as a workbook that opens with the view's title, coverage and sources above them."""
    rows = frame(view)
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True, "font_size": 14})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        muted = book.add_format({"font_color": "#566370"})
        day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
        sheet = book.add_worksheet(t("Figures"))
        sheet.write_string(0, 0, view.caption.title, bold)
        lines = [
            *filter(None, [view.caption.subtitle, view.caption.coverage]),
            *view.caption.notes,
            *view.caption.sources,
            foot,
        ]
        for number, line in enumerate(lines, start=1):
            sheet.write_string(number, 0, line, muted)
        top = len(lines) + 2
        for column, name in enumerate(rows.columns):
            sheet.write_string(top, column, name, head)
            for number, value in enumerate(rows[name], start=top + 1):
                if pd.isna(value):
                    continue
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif isinstance(value, str):
                    sheet.write_string(number, column, value)
                else:
                    sheet.write_number(number, column, float(value))
            sheet.set_column(
                column, column, min(40, max(10, *(len(str(value)) for value in [name, *rows[name].dropna()])))
            )
        sheet.freeze_panes(top + 1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.repeat_rows(top)
        sheet.fit_to_pages(1, 0)
        book.set_properties(
            {"title": view.caption.title, "comments": foot, "keywords": wording.fold(view.caption.subtitle)}
        )
    return file.getvalue()
