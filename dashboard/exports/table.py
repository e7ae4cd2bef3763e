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
    "name", "unit_id", "state", "value", "qualifier", "lower", "upper", "obs_status", "target", "target_status",
    "target_formula", "share_printed", "share_recomputed", "claim_id",
)  # fmt: skip


def headings() -> dict[str, str]:
    """Return what the columns are called in a workbook; a CSV keeps the codes, for other programs."""
    return {
        "name": t("Unit"),
        "unit_id": t("Unit’s code"),
        "state": t("Status"),
        "value": t("Result"),
        "qualifier": t("Qualifier"),
        "lower": t("At least"),
        "upper": t("At most"),
        "obs_status": t("OBS_STATUS (SDMX)"),
        "target": t("Target"),
        "target_status": t("Target: A printed, E computed"),
        "target_formula": t("Target: formula"),
        "share_printed": t("Share, printed (%)"),
        "share_recomputed": t("Share, recomputed (%)"),
        "claim_id": t("Claim"),
        "time_period": t("Period (SDMX)"),
        "period_start": t("From"),
        "period_end": t("To"),
        "sector": t("Restriction (code)"),
        "unit_measure": t("Unit of measure (code)"),
        "as_printed": t("As printed"),
        "article_id": t("Article (file)"),
        "title": t("Article"),
        "publisher": t("Publisher"),
        "publisher_kind": t("Publisher: printed or inferred"),
        "published_from": t("Published, earliest"),
        "published_to": t("Published, latest"),
        "published_kind": t("Published: printed or inferred"),
        "line": t("Line"),
        "char_start": t("First character"),
        "char_end": t("Behind the last character"),
        "entered_by": t("Entered by"),
        "entered_on": t("Entered on"),
        "checked_by": t("Checked by"),
        "checked_on": t("Checked on"),
        "note": t("Readers’ note"),
    }


def words() -> dict[str, dict[str, str]]:
    """Return what the codes of some columns mean, for a workbook."""
    kinds = {"printed": t("printed"), "inferred": t("inferred")}
    return {
        "state": {
            "observed": t("published"),
            "omitted": t("not printed by the article"),
            "unpublished": t("nothing published"),
            "not_applicable": t("did not exist in this period"),
        },
        "qualifier": {
            "exact": t("exact"),
            "more_than": t("more than"),
            "at_least": t("at least"),
            "about": t("about"),
            "nearly": t("nearly"),
            "at_most": t("at most"),
        },
        "publisher_kind": kinds,
        "published_kind": kinds,
    }


def frame(view: View) -> pd.DataFrame:
    """Return the rows of a view with the provenance of each figure. Missing values stay missing."""
    claims = {claim["claim_id"]: claim for claim in queries.provenance(view.claim_ids)}
    shown = [
        {column: row[column] for column in SHOWN if column in row} | claims.get(row["claim_id"], {})
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
        headed, meaning = headings(), words()
        for column, name in enumerate(rows.columns):
            sheet.write_string(top, column, headed[name], head)
            for number, value in enumerate(rows[name], start=top + 1):
                if pd.isna(value):
                    continue
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif isinstance(value, str):
                    sheet.write_string(number, column, meaning.get(name, {}).get(value, value))
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
