"""The button “Download” of a view, a list, a profile or a whole selection: links to files that are made on the click.

The links work by themselves; the script adds that a reader sees that a file is being made, and why one is not.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard import markup
from dashboard.exports import catalogue, picture
from dashboard.messages import t
from dashboard.selection import PARAMETERS, along, linked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from dashboard.selection import Address


def of_view(place: str, address: Address) -> Markup:
    """Return the files of a view at `<indicator>/<view>`."""
    return _menu(t("Download"), _offered("view", place), address, _hint())


def of_views(indicator_id: str, address: Address) -> Markup:
    """Return the files of a page: those of its chart, then those of the whole selection."""
    return _menu(t("Download"), _offered("view", f"{indicator_id}/by_unit") | _whole(), address, _hint())


def of_several(places: Mapping[str, tuple[str, Address]], address: Address) -> Markup:
    """Return the files of several views, each a place and its address under a name, then those of the selection."""
    found = [markup.paragraphs([name], "download-of") + _links(_offered("view", place), asked)
             for name, (place, asked) in places.items()]  # fmt: skip
    return _unfolded(t("Download"), [*found, _links(_whole(), address)], _hint())


def of_list(place: str, address: Address) -> Markup:
    """Return the files of a list at `<page>/<list>`."""
    return _menu(t("Download"), _offered("list", place), address)


def of_selection(address: Address) -> Markup:
    """Return the files of everything about a selection."""
    shared = {key: values for key, values in address.items() if key in PARAMETERS}
    return _menu(t("Download"), _whole(), shared, _hint())


def of_profile(address: Address) -> Markup:
    """Return the files of one federation; `address` names it."""
    hint = t("To print this profile, press Ctrl+P: it takes one A4 page.")
    return _menu(t("Download"), _offered("profile", "/".join(catalogue.PROFILE)) | _whole(), address, hint)


def _whole() -> dict[str, str]:
    return _offered("selection", catalogue.WHOLE) | {"data/datapackage.zip": t("Open data, all units (ZIP)")}


def _offered(scope: str, place: str) -> dict[str, str]:
    """Return the labels of the files of a scope by their addresses; a selection is a place of several files."""
    has_browser = picture.is_available()
    return {
        f"files/{place}{f'/{kind.name}' if scope == 'selection' else ''}.{kind.extension}": kind.label
        for kind in catalogue.of(scope)
        if has_browser or not kind.needs_browser
    }


def _hint() -> str:
    return "" if picture.is_available() else without_pictures()


def without_pictures() -> str:
    """Return what to do for a picture where the server draws none."""
    return t(
        "For PNG and SVG use the camera above the chart; the full picture with title and source needs Chrome or "
        "Chromium on the server."
    )


def _menu(title: str, found: Mapping[str, str], address: Address, hint: str = "") -> Markup:
    return _unfolded(title, [_links(found, address)], hint)


def _links(found: Mapping[str, str], address: Address) -> Markup:
    # The open data are about everything: all that they can be asked is a language.
    asked = {place: along() if place.startswith("data/") else address for place in found}
    links = (
        markup.element("li", markup.element("a", label, href=linked(place, asked[place]), download=" "))
        for place, label in found.items()
    )
    return markup.element("ul", *links)


def _unfolded(title: str, lists: Sequence[Markup], hint: str) -> Markup:
    """Return a button that unfolds links; what comes of a click is said below them."""
    said = markup.element("p", class_="download-said", role="status")
    content = markup.joined([*lists, markup.paragraphs([hint], "chart-notes"), said])
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
