"""Every file that there is: from an address, the same for the server and the shell, to bytes and a name.

`<indicator>/<view>.<kind>` is a view, `<page>/<list>.<kind>` a list, `selection/<file>.<kind>` everything about a
selection, `unit_profile/profile.pdf` a federation on one page.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard import links, listings, profiles, provenance, queries, views, wording
from dashboard.exports import archive, handout, names, picture, report, sheet, slides, table, workbook
from dashboard.exports.workbook import listing as listing_sheet
from dashboard.listings import LISTINGS
from dashboard.messages import LANGUAGES, t
from dashboard.selection import is_tracker, resolve_series, selected
from dashboard.views import VIEWS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from dashboard.exports.handout import Handout
    from dashboard.exports.picture import Camera
    from dashboard.selection import Address, Selection
    from dashboard.views import View

TYPES = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "zip": "application/zip",
}
PICTURES = ("png", "svg", "pdf")
OF_A_VIEW = (*PICTURES, "xlsx", "pptx", "csv")
OF_A_LIST = ("xlsx", "csv")
OF_A_SELECTION = {"workbook": "xlsx", "slides": "pptx", "report": "docx", "charts": "zip"}
WHOLE = "selection"  # the place of what is about everything that is chosen
PROFILE = ("unit_profile", "profile")
ONCE = ("cluster", "order", "period", "sector", "lang", "list", "q")  # parameters of which only one value can count
FEW = 8  # values that are named where another one is asked for


class NoFile(Exception):
    """There is no such file, or not of what is asked for; the message says what to do."""


@dataclass(frozen=True)
class File:
    """What a file holds, its kind, and its name without the kind: in all letters and in plain ones."""

    data: bytes
    kind: str
    readable: str
    plain: str

    @property
    def name(self) -> str:
        """The name that a reader sees."""
        return f"{self.readable}.{self.kind}"

    @property
    def disposition(self) -> str:
        """The header by which a browser names the file."""
        return names.disposition(self.name, f"{self.plain}.{self.kind}")


async def make(place: str, name: str, kind: str, asked: Address, camera: Camera) -> File:
    """Return a file. Raise `NoFile`, `queries.Unavailable` or `picture.NoPicture`.

    Work is done in threads, so that two readers do not wait for one another; only pictures have a queue. A page leaves
    out what it does not know and says so; a file would be about something else than its reader thinks, and is refused.
    """
    with queries.pinned():
        return await _made(place, name, kind, asked, camera)


async def _made(place: str, name: str, kind: str, asked: Address, camera: Camera) -> File:
    await asyncio.to_thread(refuse, place, name, kind, asked)
    if place == WHOLE and OF_A_SELECTION.get(name) == kind:
        return await _of_selection(name, asked, camera)
    if (place, name, kind) == (*PROFILE, "pdf"):
        return await asyncio.to_thread(_profile, asked)
    if (place, name) in LISTINGS:
        return await asyncio.to_thread(_listing, place, name, kind, asked)
    return await _of_view(place, name, kind, asked, camera)


def refuse(place: str, name: str, kind: str, asked: Address) -> None:
    """Raise `NoFile` where there is no such file, or not of what is asked for.

    A view must have the period and the sector; a selection is refused those that no core indicator has.
    """
    refuse_parameters(asked, _accepted(place, name, kind))
    _, unknown = selected(asked)
    if unknown:
        raise NoFile(t("“{name}” is not known here, or means more than one.", name=unknown[0][:80]))
    if place in queries.indicators():
        _refuse_series(asked, [place])
    elif place == WHOLE:  # whose charts are of the core indicators
        _refuse_series(asked, [code for code, indicator in queries.indicators().items() if indicator["is_core"]])


def _accepted(place: str, name: str, kind: str) -> Mapping[str, Collection[str] | None]:
    """Return what a file may be asked for: its parameters with their values, None where those are looked up."""
    shared = {"unit": None, "cluster": None, "order": queries.ORDERS, "lang": LANGUAGES}
    of_a_period = {**shared, "period": None, "sector": None}
    if place == WHOLE and OF_A_SELECTION.get(name) == kind:
        return of_a_period
    if (place, name, kind) == (*PROFILE, "pdf"):
        return {"unit": None, "lang": LANGUAGES}
    if (place, name) in LISTINGS and kind in OF_A_LIST:
        return {**shared, **listings.accepted(place, name)}
    if name in VIEWS and kind in OF_A_VIEW and place in queries.indicators():
        return of_a_period
    raise NoFile(t("There is no such file. Open the page and use its “Download”."))


def refuse_parameters(asked: Address, accepted: Mapping[str, Collection[str] | None]) -> None:
    """Raise `NoFile` for a slip in an address: an unknown parameter or value, an empty one, one value too many."""
    for parameter, given in asked.items():
        if is_tracker(parameter):
            continue
        if parameter not in accepted:
            known = ", ".join(accepted)
            raise NoFile(t("“{name}” is no filter of this file; it has: {known}.", name=parameter[:80], known=known))
        if "" in given:
            raise NoFile(t("“{name}” has no value: give it one, or leave it out.", name=parameter))
        if parameter in ONCE and len(given) > 1:
            raise NoFile(t("“{name}” stands in the address more than once; this file takes one.", name=parameter))
        offered = accepted[parameter]
        for value in given:
            if offered is not None and value not in offered:
                said = t(
                    "“{value}” is not known as “{name}”; there are: {known}.",
                    value=value[:80],
                    name=parameter,
                    known=_few(offered),
                )
                raise NoFile(said)


def _refuse_series(asked: Address, indicator_ids: Iterable[str]) -> None:
    """Raise `NoFile` where none of some indicators has a series of the period and the sector that are asked for."""
    period, sector = (asked.get(key, [""])[-1] for key in ("period", "sector"))
    if sector and not period:
        raise NoFile(t("“sector” narrows down a period: name the period too, as in “period=2023-S1”."))
    found = [row for indicator_id in indicator_ids for row in queries.series_of(indicator_id)]
    found.sort(key=lambda row: row["period_end"], reverse=True)
    sectors = {row["sector"] for row in found if row["time_period"] == period}
    if period and found and not sectors:
        known = _few(row["time_period"] for row in found)
        raise NoFile(t("There are no figures of “{period}” here, but of: {known}.", period=period[:80], known=known))
    if sector and found and sector not in sectors:
        said = t(
            "The figures of {period} here are not of the sector “{sector}”, but of: {known}.",
            period=period,
            sector=sector[:80],
            known=_few(sorted(sectors)),
        )
        raise NoFile(said)


def _few(codes: Iterable[str]) -> str:
    """Return codes as they are typed, the first few of many."""
    several = list(dict.fromkeys(codes))
    return ", ".join([*several[:FEW], *(["…"] if len(several) > FEW else [])])


def _profile(asked: Address) -> File:
    selection, _ = selected(asked)
    profile = profiles.profile(selection.unit_ids[0]) if len(selection.unit_ids) == 1 else None
    if profile is None:
        raise NoFile(t("A profile is about one unit: name it in the address, as in “?unit=ba-dinh”."))
    link = links.to(PROFILE[0], selection.address())
    name, day = profiles.name(profile), _day()
    called = names.readable(t("Unit profile"), name, last=day), names.plain("profile", name, last=day)
    return File(sheet.as_pdf(profile, link), "pdf", *called)


def _listing(page: str, name: str, kind: str, asked: Address) -> File:
    selection, _ = selected(asked)
    listing = LISTINGS[page, name](selection, asked)
    foot = " · ".join(filter(None, [listing.caption.freshness, provenance.standing(queries.build())]))
    content = table.of_listing(listing)
    data = table.as_csv(content) if kind == "csv" else listing_sheet.as_xlsx(content, foot)
    return File(data, kind, *_names(selection, listing.caption.title, page, name))


async def _of_view(indicator_id: str, name: str, kind: str, asked: Address, camera: Camera) -> File:
    view, selection = await asyncio.to_thread(_view, indicator_id, name, asked)
    page = _page(view)
    if kind in PICTURES:
        link = links.to(page, selection.address(view.series))
        data = await _picture(view, kind, link, camera)
    elif kind == "csv":
        data = await asyncio.to_thread(lambda: table.as_csv(table.of_view(view)))
    else:
        write = workbook.as_xlsx if kind == "xlsx" else slides.as_pptx
        data = await asyncio.to_thread(lambda: write(handout.of_view(view, selection, page)))
    return File(data, kind, *_of_a_view(view, selection))


def _view(indicator_id: str, name: str, asked: Address) -> tuple[View, Selection]:
    """Return the view that an address asks for; one without any mark where nothing is known."""
    selection, _ = selected(asked)
    series, _ = resolve_series(indicator_id, asked)
    if series is None:
        raise NoFile(t("None of the articles that were read has a figure for this indicator."))
    found = VIEWS[name](series, selection) if selection.unit_ids else None
    return found or views.nothing(series, name, selection), selection


async def _picture(view: View, kind: str, link: str | None, camera: Camera) -> bytes:
    if not await asyncio.to_thread(picture.is_available):
        raise picture.NoPicture
    composed = await asyncio.to_thread(lambda: picture.compose(view, standing(view), link))
    drawn = await camera.take(composed, kind)
    return picture.described(drawn, view, queries.build()["built_at"]) if kind == "pdf" else drawn


async def _of_selection(name: str, asked: Address, camera: Camera) -> File:
    whole = await asyncio.to_thread(handout.of_selection, asked)
    if name == "charts":
        data = await _charts(whole, camera)
    elif name == "report":
        drawn = []
        with suppress(picture.NoPicture):  # without them it says so, and loses no figure
            drawn = await _pictures(whole, report.pictured(whole), camera) if picture.is_available() else []
        by_view = {(view.series, view.name): data for view, data in drawn}
        data = await asyncio.to_thread(report.as_docx, whole, by_view)
    else:
        data = await asyncio.to_thread(workbook.as_xlsx if name == "workbook" else slides.as_pptx, whole)
    titles = {"workbook": t("Workbook"), "slides": t("Slides"), "report": t("Report"), "charts": t("Charts")}
    return File(data, OF_A_SELECTION[name], *_names(whole.selection, f"{whole.title}, {titles[name]}", name))


async def _pictures(whole: Handout, chosen: Sequence[View], camera: Camera) -> list[tuple[View, bytes]]:
    """Return views with their pictures, drawn one after another: a reader takes one place in the queue."""
    drawn = []
    for view in chosen:
        link = links.to(_page(view), whole.selection.address(view.series))
        drawn.append((view, await _picture(view, "png", link, camera)))
    return drawn


async def _charts(whole: Handout, camera: Camera) -> bytes:
    """Return an archive of the pictures of a selection, with a list of what is in it."""
    drawn = await _pictures(whole, whole.views, camera)
    pictures = {}
    for number, (view, data) in enumerate(drawn, 1):
        name = names.readable(f"{number:02}", *_words_of(view), last=_day())
        pictures[f"{name}.png"] = data
    said = [whole.title, whole.scope, whole.freshness, whole.standing, whole.link or ""]
    if not drawn:
        said.append(
            t("The articles that were read have no figure for this selection")
            if whole.is_empty
            else t("There is no chart of this selection: its figures are of other indicators or periods.")
        )
    for (view, _), name in zip(drawn, pictures, strict=True):
        said += ["", name, view.caption.title, view.caption.subtitle, view.caption.coverage, *view.caption.sources]
    read_me = {t("Read me") + ".txt": ("\n".join(said).strip() + "\n").encode()}
    return archive.packed(read_me | pictures, wording.in_hanoi(whole.build["built_at"]))


def _words_of(view: View) -> tuple[str, str, str]:
    period = "" if view.name == "by_period" else wording.series(view.series, queries.sectors())
    return wording.name(queries.indicators()[view.series.indicator_id]), views.kinds()[view.name], period


def _page(view: View) -> str:
    """Return the page that a view stands on."""
    if view.name == "targets":
        return "targets"
    return view.series.indicator_id if queries.indicators()[view.series.indicator_id]["is_core"] else "explore"


def _of_a_view(view: View, selection: Selection) -> tuple[str, str]:
    codes = (view.series.indicator_id, view.name, view.series.time_period)
    return _names(selection, ", ".join(filter(None, _words_of(view))), *codes)


def _names(selection: Selection, title: str, *codes: str) -> tuple[str, str]:
    """Return what a file of a selection is called, in all letters and in plain ones."""
    chosen = () if selection.is_whole_city else (selection.scope(),)
    address = selection.address()
    slugs = [*address.get("unit", [])[:3], *address.get("cluster", [])]
    day = _day()
    return names.readable(title, *chosen, last=day), names.plain(*codes, *slugs, last=day)


def _day() -> str:
    """Return the day of the data, by which the files of two builds are told apart and put in order."""
    return wording.in_hanoi(queries.build()["built_at"]).date().isoformat()


def standing(view: View) -> str:
    """Return the last line of a picture: which periods it covers, when they were checked, which build they are of."""
    claims = [claim for claim in queries.provenance(view.claim_ids) if claim["scenario"] != "target"]
    said = []
    if claims:
        said.append(provenance.covered(claims))
        said.append(t("checked {day}", day=wording.day(max(claim["checked_on"] for claim in claims))))
    return " · ".join([*said, provenance.standing(queries.build())])
