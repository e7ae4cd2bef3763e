"""Every kind of file that there is, a row each: addresses, refusals, buttons and media types follow from it.

A new kind is a module that writes it, and its row. `<indicator>/<view>.<kind>` is a view, `<page>/<list>.<kind>` a
list, `selection/<file>.<kind>` everything about a selection, `unit_profile/profile.pdf` a federation on one page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard import listings, queries
from dashboard.exports import gallery, ods, report, sheet, slides, table, workbook
from dashboard.exports.workbook import listing as listing_sheet
from dashboard.listings import LISTINGS
from dashboard.messages import LANGUAGES, t
from dashboard.views import VIEWS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from dashboard.exports.handout import Handout
    from dashboard.views import View

WHOLE = "selection"  # the place of what is about everything that is chosen
PROFILE = ("unit_profile", "profile")
SCOPES = ("selection", "profile", "view", "list")  # what a file may be of, in the order of their addresses

OPEN_XML = "application/vnd.openxmlformats-officedocument"
XLSX = f"{OPEN_XML}.spreadsheetml.sheet"
PPTX = f"{OPEN_XML}.presentationml.presentation"
DOCX = f"{OPEN_XML}.wordprocessingml.document"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
CSV = "text/csv; charset=utf-8"
PDF = "application/pdf"


@dataclass(frozen=True)
class Kind:
    """A kind of file of a scope, `name` empty where every view or list has one.

    `title`: what such a file is called; `label`: what its button says. `write` gets a handout (of a view or selection),
    `table.Content` (of a list) or a profile with its link; behind it the pictures of the views that `draws` chooses,
    each with its view.
    """

    scope: str
    name: str
    extension: str
    media_type: str
    title: str
    label: str
    write: Callable[..., bytes]
    draws: Callable[[Handout], Sequence[View]] | None = None
    needs_browser: bool = False


def kinds() -> tuple[Kind, ...]:
    """Return every kind of file, those of a scope in the order of their buttons."""
    picture, figures, book = t("Picture"), t("Figures"), t("Workbook")
    drawn = (gallery.alone, gallery.every, True)
    return (
        Kind("selection", "workbook", "xlsx", XLSX, book, t("Workbook: charts, annexes, sources (Excel)"),
             workbook.as_xlsx),
        Kind("selection", "workbook", "ods", ODS, book, t("Workbook without charts (ODS)"), ods.as_ods),
        Kind("selection", "slides", "pptx", PPTX, t("Slides"), t("Slides (PowerPoint)"), slides.as_pptx),
        Kind("selection", "report", "docx", DOCX, t("Report"), t("Report with footnotes (Word)"), _report,
             report.pictured),
        Kind("selection", "charts", "zip", "application/zip", t("Charts"), t("Pictures of all charts (ZIP)"),
             gallery.as_zip, gallery.every, needs_browser=True),
        Kind("profile", "profile", "pdf", PDF, t("Unit profile"), t("One page (PDF)"), sheet.as_pdf),
        Kind("view", "", "png", "image/png", picture, t("Picture (PNG)"), *drawn),
        Kind("view", "", "svg", "image/svg+xml", picture, t("Picture that stays sharp (SVG)"), *drawn),
        Kind("view", "", "pdf", PDF, picture, t("Picture (PDF)"), *drawn),
        Kind("view", "", "xlsx", XLSX, book, t("Workbook with a chart (Excel)"), workbook.as_xlsx),
        Kind("view", "", "pptx", PPTX, t("Slides"), t("Slides with a chart (PowerPoint)"), slides.as_pptx),
        Kind("view", "", "csv", CSV, figures, t("Figures (CSV)"), table.of_view_as_csv),
        Kind("list", "", "xlsx", XLSX, book, t("Workbook (Excel)"), listing_sheet.as_xlsx),
        Kind("list", "", "ods", ODS, book, t("Workbook (ODS)"), ods.list_as_ods),
        Kind("list", "", "csv", CSV, figures, t("Figures (CSV)"), table.as_csv),
    )  # fmt: skip


def _report(whole: Handout, drawn: gallery.Drawn) -> bytes:
    return report.as_docx(whole, {(view.series, view.name): data for view, data in drawn})


def of(scope: str) -> list[Kind]:
    """Return the kinds of a scope."""
    return [kind for kind in kinds() if kind.scope == scope]


def find(place: str, name: str, extension: str) -> Kind | None:
    """Return the kind of file at an address, None where there is none."""
    if place == WHOLE:
        scope = "selection"
    elif (place, name) in LISTINGS:
        scope = "list"
    elif (place, name) == PROFILE:
        scope = "profile"
    else:
        scope = "view" if name in VIEWS and place in queries.indicators() else ""
    found = (kind for kind in of(scope) if kind.name in ("", name) and kind.extension == extension)
    return next(found, None)


def addresses() -> list[str]:
    """Return the address of every file of the core indicators, the lists, the selection, and a federation."""
    core = [indicator_id for indicator_id, row in queries.indicators().items() if row["is_core"]]
    places = {
        "selection": [(WHOLE, name) for name in dict.fromkeys(kind.name for kind in of("selection"))],
        "profile": [PROFILE],
        "view": [(indicator_id, name) for indicator_id in core for name in VIEWS],
        "list": list(LISTINGS),
    }
    return [
        f"{place}/{name}.{kind.extension}" + ("?unit=…" if scope == "profile" else "")
        for scope in SCOPES
        for place, name in places[scope]
        for kind in of(scope)
        if kind.name in ("", name)
    ]


def accepted(kind: Kind, place: str, name: str) -> Mapping[str, Collection[str] | None]:
    """Return what a file may be asked for: its parameters with their values, None where those are looked up."""
    shared = {"unit": None, "cluster": None, "order": queries.ORDERS, "lang": LANGUAGES, "asof": None}
    if kind.scope == "profile":
        return {"unit": None, "lang": LANGUAGES, "asof": None}
    if kind.scope == "list":
        return {**shared, **listings.accepted(place, name)}
    return {**shared, "period": None, "sector": None}
