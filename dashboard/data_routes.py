"""The open data at stable addresses: `/data/` lists the files, `/data/<name>` is one. Read-only, with ETags."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.endpoints import HTTPEndpoint
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from dashboard import kept, queries
from dashboard.exports import open_data
from dashboard.messages import language, t
from dashboard.selection import asof_of, spoken

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, X-Build",
    "X-Content-Type-Options": "nosniff",
}


class OpenData(HTTPEndpoint):
    """Answers GET and HEAD, in a thread of its own for each request; any other method is refused (405)."""

    def get(self, request: Request) -> Response:
        """Answer with a file; with 304, without making it, to whoever has it already."""
        asked = {key: request.query_params.getlist(key) for key in request.query_params}
        language.set(spoken(asked))  # of this request alone
        name = request.path_params["name"] or open_data.INDEX
        offered = open_data.names()
        if name not in (open_data.INDEX, *offered):
            said = t("There is no such file. There are: {names}", names=", ".join(offered))
            return PlainTextResponse(said, 404, OPEN_TO_ALL)
        try:
            with queries.pinned(asof_of(asked)):
                tag = open_data.tag(name)
                if is_known(tag, request.headers.getlist("If-None-Match")):
                    return Response(status_code=304, headers=_headers(tag, str(queries.build()["seeds_sha256"])))
                file = open_data.make(name)
        except queries.Unavailable as unavailable:
            return PlainTextResponse(kept.unavailable(unavailable), status(unavailable), OPEN_TO_ALL)
        headers = _headers(file.tag, file.build) | {"Content-Type": file.media_type}
        if name.endswith((".zip", ".parquet")):
            headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return Response(file.data, headers=headers)


def status(unavailable: queries.Unavailable) -> int:
    """Return the status of an answer without data: whether the address asks for what is not there, or we lack it."""
    is_asked_in_vain = unavailable.problem in ("garbled", "unknown", "ambiguous", "before")
    return HTTPStatus.NOT_FOUND if is_asked_in_vain else HTTPStatus.SERVICE_UNAVAILABLE


def is_known(tag: str, asked: list[str]) -> bool:
    """Return whether If-None-Match names a tag, or any: a reader who has the file has it as a weak one too.

    >>> is_known('"b"', ['"a", W/"b"']), is_known('"b"', ["*"]), is_known('"b"', ['"a"', "b"])
    (True, True, False)
    """
    return any(line.strip() == "*" or tag in re.findall('"[^"]*"', line) for line in asked)


def _headers(tag: str, build: str) -> dict[str, str]:
    return {"ETag": tag, "X-Build": build, "Cache-Control": "no-cache", **OPEN_TO_ALL}


async def inside(request: Request) -> RedirectResponse:
    """Answer the address of a folder without its last slash, from where relative links would lead elsewhere."""
    folder = request.url.path.rpartition("/")[2]
    return RedirectResponse(f"{folder}/" + (f"?{request.url.query}" if request.url.query else ""))


DATA_ANSWERS: dict[str, Callable[..., Any]] = {"/data": inside, "/data/{name:path}": OpenData}
