"""What is said of a kept build that cannot be read: why, and what to do; no figure of another one stands in for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import wording
from dashboard.messages import t

if TYPE_CHECKING:
    from dashboard.queries import Unavailable

PROBLEMS = ("garbled", "unknown", "ambiguous", "before", "damaged", "older")  # those of `queries.NoBuild`


def unreadable(found: Unavailable) -> str:
    """Return what to do about a kept build that cannot be read."""
    first = getattr(found, "first", None)
    return {
        "garbled": t(
            "“asof” takes a day, as in asof=2026-11-21, or the first 8 or more digits of a build’s code; what the "
            "address says is neither."
        ),
        "unknown": t("No build with this code is kept here. Choose one under “Corrections and changes”."),
        "ambiguous": t("Several builds begin with this code; give more of its digits."),
        "before": t(
            "No build is kept from that day or before; the oldest one is of {day}.",
            day=wording.day(wording.in_hanoi(first)),
        )
        if first
        else t("No older build is kept here; only the newest data can be read."),
        "damaged": t(
            "This build is kept, but its file is damaged or gone, so none of it is shown. Have it put back from a "
            "backup, or read another one."
        ),
        "older": t(
            "This build was made by another version of the program, which this one cannot read, so none of it is "
            "shown. Read another one, or its files as they were downloaded then."
        ),
    }[found.problem]


def of_store() -> dict[str, str]:
    """Return what to say where nothing could be taken from a store, by what the problem is."""
    return {
        "uncopied": t(
            "The store of data has given nothing that can be shown yet, and no copy is here. Reload this page in a "
            "minute; whoever runs it finds the cause in the log."
        ),
        "misconfigured": t(
            "The place of the data is not set as it should be; whoever runs this page finds it in the log."
        ),
    }


def unavailable(found: Unavailable) -> str:
    """Return what to do about a warehouse that cannot be read."""
    if found.problem in PROBLEMS:
        return unreadable(found)
    problems = of_store() | {
        "missing": t("There is no data yet. Build it with “python -m etl”, then reload this page."),
        "unreadable": t("The data file cannot be read. Build it anew with “python -m etl”, then reload this page."),
        "other version": t(
            "The data file is of another version. Build it anew with “python -m etl”, then reload this page."
        ),
    }
    return f"{problems[found.problem]} ({found.path.name})"
