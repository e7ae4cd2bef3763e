"""Figures as rows under headings, and as CSV: numbers are numbers, and every row leads back to its article."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard import queries, tables, wording
from dashboard.messages import t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.captions import Caption
    from dashboard.exports.handout import Handout
    from dashboard.figure import Figure
    from dashboard.listings import Listing
    from dashboard.rows import Row
    from dashboard.views import View

SHOWN = (
    "name", "unit_id", "state", "value", "qualifier", "lower", "upper", "obs_status", "target", "target_qualifier",
    "target_at_least", "target_at_most", "target_status", "target_formula", "target_kind", "target_claim_id",
    "share_printed", "share_recomputed", "share_agrees", "share_claim_id", "claim_id",
)  # fmt: skip

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what Excel takes for the beginning of one in a CSV

PROVENANCE = (
    "time_period", "period_start", "period_end", "sector", "unit_measure", "as_printed", "article_id", "title",
    "publisher", "publisher_kind", "published_from", "published_to", "published_kind", "line", "char_start", "char_end",
    "entered_by", "entered_on", "checked_by", "checked_on", "note",
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
        "state": t("Availability"),
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


def of_view(view: View) -> Content:
    """Return the rows of a view with the provenance of each figure, in codes, for other programs.

    The columns of a view are the same whatever is known; the series is said of units without a figure too.
    """
    claims = {claim["claim_id"]: claim for claim in queries.provenance(view.claim_ids)}
    series = {"time_period": view.series.time_period, "sector": view.series.sector}
    # A unit that an article leaves out has no claim, and an article all the same.
    rows = [
        {column: row.get(column) for column in (*SHOWN, *PROVENANCE)} | series | _traced(claims.get(row["claim_id"]))
        for row in view.figures
    ]
    return Content(view.caption, {code: code for code in (*SHOWN, *PROVENANCE)}, rows)


def _traced(claim: Figure | None) -> dict[str, Any]:
    return {} if claim is None else {column: claim[column] for column in PROVENANCE}


def of_view_as_csv(handout: Handout) -> bytes:
    """Return the rows of a handout of one view as CSV."""
    (view,) = handout.views
    return as_csv(of_view(view))


def of_listing(listing: Listing) -> Content:
    """Return the rows and columns of a list as they are shown; the claim behind each row stands last."""
    shown = {code: heading for code, heading in listing.columns.items() if code != "claim_id"}
    return Content(listing.caption, shown | {"claim_id": t("Claim")}, listing.rows)


def as_csv(content: Content) -> bytes:
    """Return the rows as CSV in UTF-8 with a byte order mark, by which Excel knows it.

    Text that Excel would run as a formula has an apostrophe before it; numbers, negative ones too, are as they are.
    Whoever needs every letter as it stands in the seeds takes the open data.
    """
    file = io.StringIO()
    writer = csv.writer(file)  # its usual "\r\n" has it quote text with either: a bare one would begin a row
    writer.writerow(map(_plain, content.columns.values()))
    writer.writerows([_plain(row.get(code)) for code in content.columns] for row in content.rows)
    return file.getvalue().encode("utf-8-sig")


def _plain(value: object) -> object:
    """Return a value as a CSV has it: 16, not 16.0, and no text that is a formula.

    >>> _plain(16.0), _plain(-1.5), _plain("-1"), _plain("=1+1")
    (16, -1.5, "'-1", "'=1+1")
    """
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return int(value) if isinstance(value, float) and value.is_integer() else value
