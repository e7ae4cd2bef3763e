"""What a browser gets before Streamlit draws anything: its page in our words, and no page where there is none."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from dashboard import arriving, links, markup, queries
from dashboard.data_routes import is_known
from dashboard.desk import is_offered
from dashboard.door import PREFIX
from dashboard.exports import open_data, open_words, picture
from dashboard.messages import LANGUAGES, current_language, language, t
from dashboard.selection import asof_of, is_tracker, linked, spoken

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGES = sorted(path.stem for path in (Path(__file__).parent.parent / "pages").glob("*.py"))
FEED_TYPE = "application/atom+xml"
READING = ("GET", "HEAD", "OPTIONS")


@lru_cache
def _html(spoken: str) -> str:
    """Return Streamlit's page with our language, title and description in it."""
    html = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    link = markup.element("a", "data/", href="data/")
    feed = linked("data/changes.xml", {} if spoken == next(iter(LANGUAGES)) else {"lang": [spoken]})
    ours = {
        "<html [^>]*>": Markup('<html lang="{}">').format(spoken),
        "<title>.*?</title>": markup.element("title", t("Union indicators of Hà Nội"))
        + Markup('<meta name="description" content="{}" />').format(open_words.about())
        + Markup('<link rel="alternate" type="{}" title="{}" href="{}" />').format(
            FEED_TYPE, t("Corrections and changes"), feed
        ),
        "<noscript>.*?</noscript>": markup.element(
            "noscript", t("This page needs JavaScript; without it, all figures are found as files:"), " ", link
        ),
    }
    for theirs, said in ours.items():
        html = re.sub(theirs, lambda _, said=said: said, html, count=1, flags=re.DOTALL)  # type: ignore[misc]
    return html


def _with_preview(request: Request, indicator_id: str | None, described: Markup) -> str:
    """Return the page with what other programs show of it: words, the map of an indicator, the data `described`."""
    said = {
        "og:type": "website",
        "og:locale": current_language().tag.replace("-", "_"),
        "og:title": t("Union indicators of Hà Nội"),
        "og:description": open_words.about(),
    }
    place = request.url.path.removeprefix(f"{PREFIX}/") or "overview"
    given = {key: request.query_params.getlist(key) for key in request.query_params if not is_tracker(key)}
    drawn = {key: values for key, values in given.items() if key == "asof"}
    drawn |= {} if language.get() == next(iter(LANGUAGES)) else {"lang": [language.get()]}
    if here := links.to(place, given):
        said["og:url"] = here  # with what is chosen: whoever shares a link means that
    if indicator_id and (image := links.to(f"files/{indicator_id}/tile_map.png", drawn)):
        said |= {"og:image": image, "twitter:card": "summary_large_image"}
    tags = markup.joined(Markup('<meta property="{}" content="{}" />').format(*one) for one in said.items())
    return _html(language.get()).replace("</title>", f"</title>{tags}{described}", 1)


def _pictured(asof: str | None) -> str | None:
    """Return the indicator whose map stands for the overview; None where there is none, or nobody to draw it."""
    if not (links.base() and picture.is_available()):
        return None
    try:
        with queries.pinned(asof):
            return next(iter(queries.core_indicators()), None)
    except queries.Unavailable:
        return None


def _described(asof: str | None) -> Markup:
    """Return what the page says of the data to search engines; nothing where there are none."""
    try:
        with queries.pinned(asof):
            return open_data.on_pages()
    except queries.Unavailable:
        return Markup()


async def page(request: Request) -> Response:
    """Answer with the page in which Streamlit draws; with 304 to whoever has it already."""
    _speak(request)
    pictured = await run_in_threadpool(_pictured, _asof(request))
    html = _with_preview(request, pictured, await run_in_threadpool(_described, _asof(request)))
    tag = f'"{sha256(html.encode()).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if is_known(tag, request.headers.getlist("If-None-Match")):
        return Response(status_code=304, headers=headers, media_type="text/html")  # by which its policy is chosen anew
    return HTMLResponse(html, headers=headers)


class Gate:
    """Middleware around Streamlit: it takes in articles alone; its page stands for no address where there is none."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] != "http" or _is_arrival(scope):
            await self._app(scope, receive, send)
        elif scope["method"] not in READING:  # Streamlit would keep what a stranger sends, though no page asks for it
            _speak(Request(scope))
            said = t("Nothing can be sent to this address; it can only be read.")
            await PlainTextResponse(said, 405, {"Allow": ", ".join(READING)})(scope, receive, send)
        else:
            await self._read(scope, receive, send)

    async def _read(self, scope: Scope, receive: Receive, send: Send) -> None:
        instead: Response | None = None

        async def answer(message: Message) -> None:
            nonlocal instead
            if message["type"] == "http.response.start" and isinstance(scope.get("endpoint"), StaticFiles):
                instead = await _instead(Request(scope), message["status"], Headers(raw=message["headers"]))
            if not instead:
                await send(message)

        await self._app(scope, receive, answer)
        if instead:
            await instead(scope, receive, send)


def _is_arrival(scope: Scope) -> bool:
    """Return whether a request brings an article in, where that is allowed."""
    return scope["method"] == "PUT" and scope["path"] == PREFIX + arriving.PLACE and is_offered()


async def _instead(request: Request, status: int, headers: Headers) -> Response | None:
    """Return what to answer instead of what Streamlit's files do; None where that is one of them."""
    place = request.url.path.removeprefix(f"{PREFIX}/")
    if (
        status == HTTPStatus.MOVED_PERMANENTLY
    ):  # away from a last slash: Streamlit forgets that a proxy may strip a prefix
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"../{place.rstrip('/').rpartition('/')[2]}{query}", status)
    if not headers.get("Content-Type", "").startswith("text/html"):
        return None
    if await run_in_threadpool(_is_of_indicator, place, _asof(request)):
        return await page(request)
    spoken = _speak(request)
    if "/" in place or "." in place:
        return PlainTextResponse(t("There is nothing at this address."), 404)
    return HTMLResponse(_html(spoken), 404, {"Cache-Control": "no-cache"})  # in which Streamlit says the same


def _asof(request: Request) -> str | None:
    return asof_of({"asof": request.query_params.getlist("asof")})


def _is_of_indicator(place: str, asof: str | None) -> bool:
    """Return whether an indicator has its page here, in the build that is asked for; without one, any may have."""
    try:
        with queries.pinned(asof):
            return place in queries.core_indicators()
    except queries.Unavailable:
        return place.isidentifier()


def _speak(request: Request) -> str:
    """Have this request alone answered in the language that it asks for, and return which one that is."""
    language.set(spoken({"lang": request.query_params.getlist("lang")}))
    return language.get()
