"""Plain routes beside the pages: the files of a view under the view's own address, and a sign of life."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboard import captions, filters, queries, wording
from dashboard.exports import picture, table
from dashboard.messages import t
from dashboard.views import VIEWS, View

if TYPE_CHECKING:
    from starlette.requests import Request

TYPES = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

camera = picture.Camera()


async def files(request: Request) -> Response:
    """Answer `/files/<indicator>/<view>.<kind>?unit=…&cluster=…&period=…` with the file of that view."""
    indicator_id, name, kind = (request.path_params[part] for part in ("indicator_id", "view", "kind"))
    if name not in VIEWS or kind not in TYPES:
        return _plain(t("There is no such file. Open the page and use the links under the chart."), 404)
    try:
        view, stem = await run_in_threadpool(_view, indicator_id, name, request)
        if view is None:
            return _plain(t("There are no figures for this selection, so there is no file."), 404)
        foot = await run_in_threadpool(standing, view)
        if kind == "csv":
            data = await run_in_threadpool(table.csv, view)
        elif kind == "xlsx":
            data = await run_in_threadpool(table.xlsx, view, foot)
        else:
            data = await camera.take(await run_in_threadpool(picture.compose, view, foot), kind)
    except queries.Unavailable:
        return _plain(t("There is no data yet. Build it with “python -m etl”, then reload this page."), 503)
    except picture.NoPicture:
        return _plain(
            t("The picture could not be made now. Try again in a minute, or use the chart’s own toolbar."), 503
        )
    headers = {"Content-Disposition": f'attachment; filename="{stem}.{kind}"'}
    return Response(data, media_type=TYPES[kind], headers=headers)


def _view(indicator_id: str, name: str, request: Request) -> tuple[View | None, str]:
    """Return the view that an address asks for and the stem of its file name; None where there is nothing to show."""
    asked = request.query_params
    selection, _ = filters.resolve(asked.getlist("unit"), asked.get("cluster"), asked.get("order"))
    series, _ = filters.resolve_series(indicator_id, {key: asked.getlist(key) for key in asked})
    if series is None or not selection.unit_ids:
        return None, ""
    stem = "-".join([indicator_id, name, series.time_period, *selection.address().get("unit", [])[:3]])
    return VIEWS[name](series, selection), re.sub("[^A-Za-z0-9]+", "-", stem)


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


ROUTES = [
    Route("/files/{indicator_id}/{view}.{kind}", files),
    Route("/health", health),
]
