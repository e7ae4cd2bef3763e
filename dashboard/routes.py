"""Plain routes beside the pages: every file under an address of its own, and a sign of life."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboard import arriving, door, kept, links, login, queries, shell, terms, wording
from dashboard.data_routes import DATA_ANSWERS, inside, is_known, status
from dashboard.exports import files, picture, sheet
from dashboard.exports.shelf import Shelf
from dashboard.messages import language, t
from dashboard.parts import downloads
from dashboard.selection import asof_of, spoken

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from dashboard.selection import Address

log = logging.getLogger(__name__)
camera = picture.Camera()
made_last: Shelf[files.File] = Shelf(limit=32 * 2**20)


async def file(request: Request) -> Response:
    """Answer `/files/<place>/<name>.<kind>?…` with a file, under the address of the page that shows the same."""
    asked = {key: request.query_params.getlist(key) for key in request.query_params}
    language.set(spoken(asked))  # of this request alone
    place, name, kind = (request.path_params[part] for part in ("place", "name", "kind"))
    try:
        return await _answer(request, place, name, kind, asked)
    except files.NoFile as none:
        return PlainTextResponse(str(none), 404)
    except queries.Unavailable as unavailable:
        return PlainTextResponse(kept.unavailable(unavailable), status(unavailable))
    except picture.NoPicture:
        said = t("The picture could not be made now. Try again in a minute, or use the chart’s own toolbar.")
        return PlainTextResponse(said if picture.is_available() else downloads.without_pictures(), 503)
    except sheet.NoSheet:
        log.exception("%s", request.url)  # what the typesetter said is for whoever runs the server
        return PlainTextResponse(t("The profile could not be set as a PDF. Try again in a minute."), 503)
    except Exception:
        # A fault of ours: whoever runs the server finds it in the log, the reader learns that it is no fault of theirs.
        log.exception("%s", request.url)
        return PlainTextResponse(t("The file could not be made because of a fault in the dashboard. Report it."), 500)


async def _answer(request: Request, place: str, name: str, kind: str, asked: Address) -> Response:
    """Answer with a file that is kept, made for somebody else too, or made now; with 304 to whoever has it already."""
    with queries.pinned(asof_of(asked)):
        tag = await run_in_threadpool(_tag, place, name, kind, asked)
        if is_known(tag.removeprefix("W/"), request.headers.getlist("If-None-Match")):
            return Response(status_code=304, headers=_headers(tag, str(queries.build()["seeds_sha256"])))
        made = await made_last.shared(tag, lambda: _made(place, name, kind, asked))
    headers = _headers(made.tag, made.build) | {"Content-Disposition": made.disposition}
    return Response(made.data, media_type=made.kind.media_type, headers=headers)


def _tag(place: str, name: str, kind: str, asked: Address) -> str:
    return files.tag(files.refuse(place, name, kind, asked), place, name, asked)


async def _made(place: str, name: str, kind: str, asked: Address) -> tuple[files.File, str | None]:
    made = await files.make(place, name, kind, asked, camera)
    return made, made.tag


def _headers(tag: str | None, build: str) -> dict[str, str]:
    """Return what is said of a file; one that lacks something for now is not to be kept by anybody."""
    known = {"ETag": tag, "Cache-Control": "no-cache"} if tag else {"Cache-Control": "no-store"}
    return {**known, "X-Build": build}


async def no_file(request: Request) -> PlainTextResponse:
    """Answer any other address under `/files/`, which would show a page under the name of a file."""
    language.set(spoken({"lang": request.query_params.getlist("lang")}))
    return PlainTextResponse(t("There is no such file. Open the page and use its “Download”."), 404)


async def health(_: Request) -> JSONResponse:
    """Answer with the build that is being served, and since when its store gives nothing new; 503 without one."""
    try:
        build = await run_in_threadpool(queries.build)
    except queries.Unavailable as unavailable:
        return JSONResponse({"status": unavailable.problem}, 503)
    built_at = wording.in_hanoi(build["built_at"]).isoformat()
    said = {"status": "ok", "seeds_sha256": build["seeds_sha256"], "built_at": built_at}
    if store := queries.store():
        said["store"] = store.problem or "ok"
        if store.since:
            said["store_since"] = wording.in_hanoi(store.since.replace(tzinfo=None)).isoformat(timespec="seconds")
    return JSONResponse(said)


async def overview(request: Request) -> RedirectResponse:
    """Answer `/overview`, which the other pages' addresses suggest: Streamlit serves its first page at `/` only."""
    return RedirectResponse("./" + (f"?{request.url.query}" if request.url.query else ""))


for problem in filter(None, [links.problem(), terms.problem()]):
    log.warning(problem)
if wrong := door.problem():
    sys.exit(wrong)

ANSWERS: dict[str, Callable[..., Any]] = {
    "/": shell.page,
    **{f"/{name}": shell.page for name in shell.PAGES},
    "/overview": overview,
    "/files/{place}/{name}.{kind}": file,
    "/files/{rest:path}": no_file,
    "/health": health,
    **DATA_ANSWERS,
    **login.answers(),
}
ROUTES = [Route(door.PREFIX + place, answer) for place, answer in ANSWERS.items()]
ROUTES.append(Route(door.PREFIX + arriving.PLACE, arriving.put, methods=["PUT"]))
if door.PREFIX:
    ROUTES.append(Route(door.PREFIX, inside))
MIDDLEWARE = [Middleware(door.Door), Middleware(shell.Gate)]
