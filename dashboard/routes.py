"""Plain routes beside the pages: the files of a view or a list under its own address, and a sign of life."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboard import captions, filters, queries, wording
from dashboard.exports import picture, table
from dashboard.listings import LISTINGS
from dashboard.messages import LANGUAGES, language, t
from dashboard.views import VIEWS, View

if TYPE_CHECKING:
    from starlette.requests import Request

    from dashboard.filters import Address, Selection

TABLES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
TYPES = {"png": "image/png", "svg": "image/svg+xml", **TABLES}
File = tuple[bytes, str]  # what it holds, and its name without the kind

camera = picture.Camera()


async def files(request: Request) -> Response:
    """Answer `/files/<place>/<name>.<kind>?…` with the file of a view or a list, under the address of its page.

    The place of a view is its indicator, that of a list its page.
    """
    asked = {key: request.query_params.getlist(key) for key in request.query_params}
    spoken = asked.get("lang", [""])[-1]
    language.set(spoken if spoken in LANGUAGES else filters.DEFAULT_LANGUAGE)  # of this request alone
    place, name, kind = (request.path_params[part] for part in ("place", "name", "kind"))
    is_list = (place, name) in LISTINGS
    if kind not in (TABLES if is_list else TYPES) or not (is_list or name in VIEWS):
        return _plain(t("There is no such file. Open the page and use the links under the chart."), 404)
    try:
        if is_list:
            file = await run_in_threadpool(_list, place, name, kind, asked)
        else:
            file = await _view(place, name, kind, asked)
    except queries.Unavailable:
        return _plain(t("There is no data yet. Build it with “python -m etl”, then reload this page."), 503)
    except picture.NoPicture:
        return _plain(
            t("The picture could not be made now. Try again in a minute, or use the chart’s own toolbar."), 503
        )
    if file is None:
        return _plain(t("There are no figures for this selection, so there is no file."), 404)
    data, stem = file
    headers = {"Content-Disposition": f'attachment; filename="{stem}.{kind}"'}
    return Response(data, media_type=TYPES[kind], headers=headers)


def _list(page: str, name: str, kind: str, asked: Address) -> File | None:
    """Return the file of a list; None where it has no rows."""
    selection = _selection(asked)
    listing = LISTINGS[page, name](selection, asked)
    if not listing.rows:
        return None
    foot = " · ".join(filter(None, [listing.caption.freshness, captions.standing(queries.build())]))
    return _table(table.of_listing(listing), kind, foot), _stem(page, name, *selection.address().get("unit", [])[:3])


async def _view(indicator_id: str, name: str, kind: str, asked: Address) -> File | None:
    """Return the file of a view; None where there is nothing to show."""
    view, stem = await run_in_threadpool(_asked_view, indicator_id, name, asked)
    if view is None:
        return None
    foot = await run_in_threadpool(standing, view)
    if kind in TABLES:
        content = await run_in_threadpool(table.of_view, view, in_words=kind == "xlsx")
        return await run_in_threadpool(_table, content, kind, foot), stem
    return await camera.take(await run_in_threadpool(picture.compose, view, foot), kind), stem


def _asked_view(indicator_id: str, name: str, asked: Address) -> tuple[View | None, str]:
    """Return the view that an address asks for and the stem of its file name."""
    selection = _selection(asked)
    series, _ = filters.resolve_series(indicator_id, asked)
    if series is None or not selection.unit_ids:
        return None, ""
    stem = _stem(indicator_id, name, series.time_period, *selection.address().get("unit", [])[:3])
    return VIEWS[name](series, selection), stem


def _selection(asked: Address) -> Selection:
    cluster, order = (asked.get(key, [None])[-1] for key in ("cluster", "order"))
    return filters.resolve(asked.get("unit", []), cluster, order)[0]


def _table(content: table.Content, kind: str, foot: str) -> bytes:
    return table.as_csv(content) if kind == "csv" else table.as_xlsx(content, foot)


def _stem(*parts: str) -> str:
    return re.sub("[^A-Za-z0-9]+", "-", "-".join(parts))


def standing(view: View) -> str:
    """Return the last line of a file: how far the figures reach, when they were checked, which build they are of."""
    claims = queries.provenance(view.claim_ids)
    said = []
    if claims:
        said.append(t("Figures up to {day}", day=wording.day(max(claim["period_end"] for claim in claims))))
        said.append(t("checked {day}", day=wording.day(max(claim["checked_on"] for claim in claims))))
    return " · ".join([*said, captions.standing(queries.build())])


async def health(_: Request) -> JSONResponse:
    """Answer with the build that is being served; 503 without one."""
    try:
        build = await run_in_threadpool(queries.build)
    except queries.Unavailable as unavailable:
        return JSONResponse({"status": unavailable.problem}, 503)
    return JSONResponse(
        {"status": "ok", "seeds_sha256": build["seeds_sha256"], "built_at": build["built_at"].isoformat()}
    )


def _plain(text: str, status: int) -> PlainTextResponse:
    return PlainTextResponse(text, status)


async def overview(request: Request) -> RedirectResponse:
    """Answer `/overview`, which the other pages' addresses suggest: Streamlit serves its first page at `/` only."""
    return RedirectResponse("./" + (f"?{request.url.query}" if request.url.query else ""))


ROUTES = [
    Route("/overview", overview),
    Route("/files/{place}/{name}.{kind}", files),
    Route("/health", health),
]
