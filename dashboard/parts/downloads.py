"""The button “Download” of a view, a list, a profile or a whole selection: links to files that are made on the click.

The links work by themselves; the script adds that a reader sees that a file is being made, and why one is not.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard import markup
from dashboard.exports import picture
from dashboard.messages import t
from dashboard.selection import PARAMETERS, in_language, linked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from dashboard.selection import Address


def of_view(place: str, address: Address) -> Markup:
    """Return the files of a view at `<indicator>/<view>`."""
    pictures = {"png": t("Picture (PNG)"), "svg": t("Picture that stays sharp (SVG)"), "pdf": t("Picture (PDF)")}
    figures = {
        "xlsx": t("Workbook with a chart (Excel)"),
        "pptx": t("Slides with a chart (PowerPoint)"),
        "csv": t("Figures (CSV)"),
    }
    found = (pictures if picture.is_available() else {}) | figures
    return _menu(t("Download"), {f"files/{place}.{kind}": label for kind, label in found.items()}, address, _hint())


def of_list(place: str, address: Address) -> Markup:
    """Return the files of a list at `<page>/<list>`."""
    found = {"xlsx": t("Workbook (Excel)"), "csv": t("Figures (CSV)")}
    return _menu(t("Download"), {f"files/{place}.{kind}": label for kind, label in found.items()}, address)


def of_selection(address: Address) -> Markup:
    """Return the files of everything about a selection."""
    shared = {key: values for key, values in address.items() if key in PARAMETERS}
    return _menu(t("Download this selection"), _whole(), shared, _hint())


def of_profile(address: Address) -> Markup:
    """Return the files of one federation; `address` names it."""
    return _menu(t("Download"), {"files/unit_profile/profile.pdf": t("One page (PDF)")} | _whole(), address)


def _whole() -> dict[str, str]:
    found = {
        "files/selection/workbook.xlsx": t("Workbook: charts, annexes, sources (Excel)"),
        "files/selection/slides.pptx": t("Slides (PowerPoint)"),
        "files/selection/report.docx": t("Report with footnotes (Word)"),
        "files/selection/charts.zip": t("Pictures of all charts (ZIP)"),
        "data/datapackage.zip": t("Open data, all units (ZIP)"),
    }
    if not picture.is_available():
        del found["files/selection/charts.zip"]
    return found


def _hint() -> str:
    return "" if picture.is_available() else without_pictures()


def without_pictures() -> str:
    """Return what to do for a picture where the server draws none."""
    return t(
        "For PNG and SVG use the camera above the chart; the full picture with title and source needs Chrome or "
        "Chromium on the server."
    )


def _menu(title: str, found: Mapping[str, str], address: Address, hint: str = "") -> Markup:
    """Return a button that unfolds links; what comes of a click is said below them."""
    # The open data are about everything: all that they can be asked is a language.
    asked = {place: in_language() if place.startswith("data/") else address for place in found}
    links = (
        markup.element("li", markup.element("a", label, href=linked(place, asked[place]), download=" "))
        for place, label in found.items()
    )
    said = markup.element("p", class_="download-said", role="status")
    content = markup.element("ul", *links) + markup.paragraphs([hint], "chart-notes") + said
    return markup.details(title, content, class_="download")


def script() -> str:
    """Return the script that fetches a file where its link is clicked, and says what comes of it.

    No "<" may stand before a letter in it: Streamlit would throw the script away.
    """
    said = {
        "making": t("The file is being made: {seconds} s …"),
        "made": t("Made: {name}. If it is not among your downloads, let your browser download files from this page."),
        "other": t(
            "What came back is not the file. Reload this page, log in again where that is asked for, try again."
        ),
        "failed": t("The file could not be fetched: the server does not answer. Try again in a minute."),
    }
    return f"<script>window.downloads = {json.dumps(said, ensure_ascii=False)}; {_code()}</script>"


@cache
def _code() -> str:
    return Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
