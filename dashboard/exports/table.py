"""Figures as CSV and XLSX: numbers are numbers, and every row leads back to its article."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import xlsxwriter

from dashboard import queries, tables, wording
from dashboard.messages import t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.captions import Caption
    from dashboard.listings import Listing
    from dashboard.rows import Row
    from dashboard.views import View

SHOWN = (
    "name", "unit_id", "state", "value", "qualifier", "lower", "upper", "obs_status", "target", "target_status",
    "target_formula", "target_kind", "target_claim_id", "share_printed", "share_recomputed", "share_agrees",
    "share_claim_id", "claim_id",
)  # fmt: skip


@dataclass(frozen=True)
class Content:
    """What a file holds: words above, and typed rows under headings (code → heading); None where nothing is known."""

    caption: Caption
    columns: Mapping[str, str]
    rows: Sequence[Row]


def headings() -> dict[str, str]:
    """Return what the columns of a view are called in a workbook; a CSV keeps the codes, for other programs."""
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
        "target_kind": t("Target: assigned or registered"),
        "target_claim_id": t("Claim of the target"),
        "share_printed": t("Share, printed (%)"),
        "share_recomputed": t("Share, recomputed (%)"),
        "share_agrees": t("Shares agree within rounding"),
        "share_claim_id": t("Claim of the share"),
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
        "char_end": t("Position after the last character"),
        "entered_by": t("Entered by"),
        "entered_on": t("Entered on"),
        "checked_by": t("Checked by"),
        "checked_on": t("Checked on"),
        "note": t("Readers’ note"),
    }


def words() -> dict[str, dict[Any, str]]:
    """Return what the codes of some columns mean, for a workbook."""
    kinds = {"printed": t("printed"), "inferred": t("inferred")}
    return {
        "state": tables.states(),
        "target_kind": wording.target_kinds(),
        "share_agrees": {True: t("yes"), False: t("no")},
        "qualifier": wording.qualifiers(),
        "publisher_kind": kinds,
        "published_kind": kinds,
    }


def of_view(view: View, *, in_words: bool) -> Content:
    """Return the rows of a view with the provenance of each figure, in words or, for other programs, in codes."""
    claims = {claim["claim_id"]: claim for claim in queries.provenance(view.claim_ids)}
    rows = [
        {column: row[column] for column in SHOWN if column in row} | claims.get(row["claim_id"], {})
        for row in view.marks
    ]
    codes = dict.fromkeys(code for row in rows for code in row)
    if not in_words:
        return Content(view.caption, {code: code for code in codes}, rows)
    headed, meaning = headings(), words()
    said = [
        {code: meaning[code].get(value, value) if code in meaning else value for code, value in row.items()}
        for row in rows
    ]
    return Content(view.caption, {code: headed[code] for code in codes}, said)


def of_listing(listing: Listing) -> Content:
    """Return the rows and columns of a list as they are shown; the claim behind each row stands last."""
    shown = {code: heading for code, heading in listing.columns.items() if code != "claim_id"}
    return Content(listing.caption, shown | {"claim_id": t("Claim")}, listing.rows)


def as_csv(content: Content) -> bytes:
    """Return the rows as CSV in UTF-8 with a byte order mark, by which Excel knows it."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(content.columns.values())
    writer.writerows([_plain(row.get(code)) for code in content.columns] for row in content.rows)
    return file.getvalue().encode("utf-8-sig")


def _plain(value: object) -> object:
    """Return a value as a CSV has it: 16, not 16.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def as_xlsx(content: Content, foot: str) -> bytes:
    """Return the rows as a workbook that opens with title, coverage and sources above them."""
    caption = content.caption
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True, "font_size": 14})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        muted = book.add_format({"font_color": "#566370"})
        day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
        sheet = book.add_worksheet(t("Figures"))
        sheet.write_string(0, 0, caption.title, bold)
        lines = [*filter(None, [caption.subtitle, caption.coverage]), *caption.notes, *caption.sources, foot]
        for number, line in enumerate(lines, start=1):
            sheet.write_string(number, 0, line, muted)
        top = len(lines) + 2
        for column, (code, heading) in enumerate(content.columns.items()):
            sheet.write_string(top, column, heading, head)
            values = [row.get(code) for row in content.rows]
            for number, value in enumerate(values, start=top + 1):
                if value is None:
                    continue
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif isinstance(value, str):
                    sheet.write_string(number, column, value)
                else:
                    sheet.write_number(number, column, float(value))
            longest = max([len(code), *(len(str(value)) for value in values if value is not None)])
            sheet.set_column(column, column, min(40, max(10, longest)))
        sheet.freeze_panes(top + 1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.repeat_rows(top)
        sheet.fit_to_pages(1, 0)
        book.set_properties({"title": caption.title, "comments": foot, "keywords": wording.fold(caption.subtitle)})
    return file.getvalue()
