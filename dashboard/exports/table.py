"""Figures as rows under headings, and as CSV: numbers are numbers, and every row leads back to its article."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard import columns, queries

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
    "share_printed", "share_qualifier", "share_at_most", "share_recomputed", "share_agrees", "share_claim_id",
    "claim_id",
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
    return Content(listing.caption, shown | {"claim_id": columns.heading("claim_id")}, listing.rows)


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
