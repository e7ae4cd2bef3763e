"""Every file that there is: from an address, the same for the server and the shell, to bytes and a name."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from dashboard import links, profiles, provenance, queries, terms, views, wording
from dashboard.exports import catalogue, handout, names, picture, shelf, table
from dashboard.listings import LISTINGS
from dashboard.messages import language, t
from dashboard.selection import asof_of, is_tracker, resolve_series, selected
from dashboard.views import VIEWS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from dashboard.exports.catalogue import Kind
    from dashboard.exports.handout import Handout
    from dashboard.exports.picture import Camera
    from dashboard.selection import Address
    from dashboard.views import View

ONCE = ("cluster", "order", "period", "sector", "lang", "asof", "list", "q")  # of which one value can count
FEW = 8  # values that are named where another one is asked for


class NoFile(Exception):
    """There is no such file, or not of what is asked for; the message says what to do."""


@dataclass(frozen=True)
class File:
    """What a file holds, its kind, and its name without the kind: in all letters and in plain ones.

    `build`: the seeds that it is of; `tag`: by which it is known, None where it lacks what it would have in a minute.
    """

    data: bytes
    kind: Kind
    readable: str
    plain: str
    build: str
    tag: str | None

    def __len__(self) -> int:
        """Return how many bytes it holds."""
        return len(self.data)

    @property
    def name(self) -> str:
        """The name that a reader sees."""
        return f"{self.readable}.{self.kind.extension}"

    @property
    def disposition(self) -> str:
        """The header by which a browser names the file."""
        return names.disposition(self.name, f"{self.plain}.{self.kind.extension}")


class Subject(NamedTuple):
    """What a file is made of, as its writer takes it, and what it is called: in all letters and in plain ones."""

    parts: tuple[Any, ...]
    called: tuple[str, str]


async def make(place: str, name: str, extension: str, asked: Address, camera: Camera) -> File:
    """Return a file. Raise `NoFile`, `queries.Unavailable` or `picture.NoPicture`.

    Work is done in threads, so that two readers do not wait for one another; only pictures have a queue. A page leaves
    out what it does not know and says so; a file would be about something else than its reader thinks, and is refused.
    """
    with queries.pinned(asof_of(asked)):
        kind = await asyncio.to_thread(refuse, place, name, extension, asked)
        parts, called = await asyncio.to_thread(SUBJECTS[kind.scope], kind, place, name, asked)
        known_as: str | None = await asyncio.to_thread(tag, kind, place, name, asked)
        if kind.draws:
            drawn: list[tuple[View, bytes]] = []
            try:
                drawn = await _pictures(kind, parts[0], camera)
            except picture.NoPicture:  # without pictures what needs none says so, and loses no figure
                if kind.needs_browser:
                    raise
                known_as = None if picture.is_available() else known_as
            parts = (*parts, drawn)
        data = await asyncio.to_thread(kind.write, *parts)
        return File(data, kind, *called, str(queries.build()["seeds_sha256"]), known_as)


def tag(kind: Kind, place: str, name: str, asked: Address) -> str:
    """Return the ETag of a file of the published build, without making it; weak where a browser draws pictures.

    It draws the same picture in other bytes at times.
    """
    build = queries.build()
    known = {parameter: given for parameter, given in asked.items() if not is_tracker(parameter)}
    found = shelf.tag(
        (place, name, kind.extension, sorted(known.items()), language.get(), links.base(), terms.stated()),
        sorted((column, str(value)) for column, value in build.items()),
        bool(kind.draws) and picture.is_available(),
    )
    return f"W/{found}" if kind.draws else found


def refuse(place: str, name: str, extension: str, asked: Address) -> Kind:
    """Return the kind of a file. Raise `NoFile` where there is no such file, or not of what is asked for.

    A view must have the period and the sector; a selection is refused those that no core indicator has.
    """
    kind = catalogue.find(place, name, extension)
    if kind is None:
        raise NoFile(t("There is no such file. Open the page and use its “Download”."))
    refuse_parameters(asked, catalogue.accepted(kind, place, name))
    _, unknown = selected(asked)
    if unknown:
        raise NoFile(t("“{name}” is not known here, or means more than one.", name=unknown[0][:80]))
    if kind.scope == "view":
        _refuse_series(asked, [place])
    elif kind.scope == "selection":  # whose charts are of the core indicators
        _refuse_series(asked, [code for code, indicator in queries.indicators().items() if indicator["is_core"]])
    return kind


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


def _of_selection(kind: Kind, _place: str, name: str, asked: Address) -> Subject:
    whole = handout.of_selection(asked)
    return Subject((whole,), names.of_selection(whole.selection, f"{whole.title}, {kind.title}", name))


def _of_profile(kind: Kind, page: str, name: str, asked: Address) -> Subject:
    selection, _ = selected(asked)
    profile = profiles.profile(selection.unit_ids[0]) if len(selection.unit_ids) == 1 else None
    if profile is None:
        raise NoFile(t("A profile is about one unit: name it in the address, as in “?unit=ba-dinh”."))
    link = links.to(page, selection.address())
    unit, day = profiles.name(profile), names.day()
    called = names.readable(kind.title, unit, last=day), names.plain(name, unit, last=day)
    return Subject((profile, link), called)


def _of_list(_kind: Kind, page: str, name: str, asked: Address) -> Subject:
    selection, _ = selected(asked)
    listing = LISTINGS[page, name](selection, asked)
    return Subject((table.of_listing(listing),), names.of_selection(selection, listing.caption.title, page, name))


def _of_view(_kind: Kind, indicator_id: str, name: str, asked: Address) -> Subject:
    """Return the view that an address asks for; one without any mark where nothing is known."""
    selection, _ = selected(asked)
    series, _ = resolve_series(indicator_id, asked)
    if series is None:
        raise NoFile(t("None of the articles that were read has a figure for this indicator."))
    view_kind = VIEWS[name]
    found = view_kind.make(series, selection) if selection.unit_ids else None
    view = found or views.nothing(series, view_kind, selection)
    codes = (indicator_id, name, series.time_period)
    called = names.of_selection(selection, ", ".join(filter(None, names.in_words(view))), *codes)
    return Subject((handout.of_view(view, selection, _page(view)),), called)


SUBJECTS: dict[str, Callable[[Kind, str, str, Address], Subject]] = {
    "selection": _of_selection,
    "profile": _of_profile,
    "list": _of_list,
    "view": _of_view,
}


async def _pictures(kind: Kind, whole: Handout, camera: Camera) -> list[tuple[View, bytes]]:
    """Return views with their pictures, drawn one after another: a reader takes one place in the queue."""
    wanted: Sequence[View] = kind.draws(whole) if kind.draws else ()
    form = kind.extension if kind.scope == "view" else "png"
    return [(view, await _picture(view, form, whole, camera)) for view in wanted]


async def _picture(view: View, form: str, whole: Handout, camera: Camera) -> bytes:
    if not await asyncio.to_thread(picture.is_available):
        raise picture.NoPicture
    link = links.to(_page(view), whole.selection.address(view.series))
    composed = await asyncio.to_thread(lambda: picture.compose(view, standing(view), link))
    drawn = await camera.take(composed, form)
    return picture.described(drawn, view, queries.build()["built_at"]) if form == "pdf" else drawn


def _page(view: View) -> str:
    """Return the page that a view stands on."""
    is_core = queries.indicators()[view.series.indicator_id]["is_core"]
    return view.kind.page or (view.series.indicator_id if is_core else "explore")


def standing(view: View) -> str:
    """Return the last line of a picture: which periods it covers, when they were checked, which build they are of."""
    claims = [claim for claim in queries.provenance(view.claim_ids) if claim["scenario"] != "target"]
    said = []
    if claims:
        said.append(provenance.covered(claims))
        said.append(t("checked {day}", day=wording.day(max(claim["checked_on"] for claim in claims))))
    return " · ".join([*said, provenance.standing(queries.build())])
