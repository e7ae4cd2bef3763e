"""What every request passes first: is it meant for this host, who asks, may they, and what the answer says beside."""

from __future__ import annotations

import os
import re
import socket
from functools import cache
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from dashboard import access, links, login, policy
from dashboard.access import HEADER, OIDC, PROXY, Misconfigured
from dashboard.messages import language, t
from dashboard.selection import spoken

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Where Streamlit is told to serve under a prefix, all else does too. A proxy that strips one needs nothing: links are
# relative.
PREFIX = f"/{st.get_option('server.baseUrlPath').strip('/')}".rstrip("/")
HOSTS = "HOSTS"
# Names that no stranger can have in the world's directory of names, so that no page of theirs leads here by them.
OF_A_HOUSE = (".local", ".lan", ".internal", ".home.arpa", ".localhost")
UNREAD = ("/health", login.PLACE, login.BACK, login.OUT, "/favicon.png", "/_stcore/health")  # open to all, always
STATIC = "/static/"  # Streamlit's own scripts and fonts
CLOSED = ("/_stcore/metrics", "/_stcore/agent")  # Streamlit's, which nobody here asks for
LARGEST_MESSAGE = 1 << 20  # bytes that a page sends at once; the largest of ours are some thousands
POLICY_VIOLATION, TOO_BIG = 1008, 1009  # why a connection is closed


def problem() -> str | None:
    """Return why nothing may be served as it is configured; None where all is well."""
    try:
        access.rules()
        policy.framing()
        _hosts()
    except Misconfigured as wrong:
        return str(wrong)
    return None


@cache
def _hosts() -> tuple[str, ...]:
    """Return the names that the dashboard is reached by: `HOSTS`, and that of `BASE_ADDRESS`."""
    named = [one.strip().lower() for one in os.environ.get(HOSTS, "").split(",") if one.strip()]
    for one in named:
        if set(one) & set("/: "):
            raise Misconfigured(
                t("{name} has “{one}”; it is a list of names such as example.org, parted by commas.", name=HOSTS,
                  one=one[:80])
            )  # fmt: skip
    base = links.base()
    return (*named, *([urlsplit(base).hostname or ""] if base else []))


def knows(host: str) -> bool:
    """Return whether a request for this host is meant for us: another name is a stranger's, who leads readers here."""
    try:
        parts = urlsplit(f"//{host}")
        name = (parts.hostname or "").rstrip(".")
        is_name = parts.port != 0 and re.fullmatch(r"[\w.:\[\]-]+", host)
    except ValueError:
        return False
    if not (name and is_name):
        return False
    if name in _hosts() or any(one.startswith("*.") and name.endswith(one[1:]) for one in _hosts()):
        return True
    try:
        ip_address(name)
    except ValueError:
        return "." not in name or name.endswith(OF_A_HOUSE) or name == socket.gethostname().lower()
    return True


class Door:
    """Middleware around everything."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through with who asks, or answer it."""
        if scope["type"] == "http":
            await self._answer(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._connect(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        place = scope["path"].removeprefix(PREFIX)
        is_static = place.startswith(STATIC)
        is_private = access.rules().is_closed and not is_static

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                found = MutableHeaders(scope=message)
                for name, value in policy.headers(found.get("Content-Type")).items():
                    found.setdefault(name, value)
                if is_private:  # no cache between here and the reader may give it to another
                    found["Cache-Control"] = "private, no-cache"
            await send(message)

        language.set(spoken({"lang": Request(scope).query_params.getlist("lang")}))
        instead = _unknown_host(scope) or _closed(scope, place) or (None if is_static else _unread(scope, place))
        await (instead or self._app)(scope, receive, answer)

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        said = Headers(scope=scope)
        if not knows(said.get("Host", "")):
            await _hang_up(receive, send)
            return
        person = _introduce(scope)
        if not access.may_read(person):
            access.refused(person, "/_stcore/stream")
            await _hang_up(receive, send)
            return
        is_over = False

        async def heard() -> Message:
            nonlocal is_over
            message = await receive()
            if len(message.get("bytes") or message.get("text") or "") <= LARGEST_MESSAGE:
                return message
            access.refused(person, "1009")
            is_over = True
            await send({"type": "websocket.close", "code": TOO_BIG})
            return {"type": "websocket.disconnect", "code": TOO_BIG}

        async def tell(message: Message) -> None:
            if not is_over:
                await send(message)

        await self._app(scope, heard, tell)


async def _hang_up(receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "websocket.close", "code": POLICY_VIOLATION})


def _introduce(scope: Scope) -> access.Person | None:
    """Find out who asks, and have the rest know it by a header that nobody else can set."""
    connection = HTTPConnection(scope)
    said, person = access.rules(), None
    if said.login == PROXY:
        person = access.by_proxy(connection.headers, connection.client.host if connection.client else "")
    elif said.login == OIDC:
        person = login.person_of(connection.cookies)
    name = HEADER.lower().encode()
    headers = [one for one in scope["headers"] if one[0].lower() != name]
    scope["headers"] = [*headers, (name, person.header())] if person else headers
    return person


def _unknown_host(scope: Scope) -> Response | None:
    if knows(Headers(scope=scope).get("Host", "")):
        return None
    access.refused(None, "421")
    said = t("The dashboard is not found under this name. Whoever runs it names its hosts in {name}.", name=HOSTS)
    return PlainTextResponse(said, 421)


def _closed(scope: Scope, place: str) -> Response | None:
    """Return the answer where Streamlit would tell strangers about the server; nothing is sent there anyway."""
    if scope["method"] == "GET" and place.startswith(CLOSED):
        return PlainTextResponse(t("There is nothing at this address."), 404)
    return None


def _unread(scope: Scope, place: str) -> Response | None:
    """Return the answer to whoever may not read what they ask for; None where they may."""
    person = _introduce(scope)
    if place in UNREAD or access.may_read(person):
        return None
    access.refused(person, f"{scope['method']} {place[:80]}")
    if person:
        said = t("You are logged in as {name}, who may not read this. Ask whoever runs the dashboard.",
                 name=person.name)  # fmt: skip
        return PlainTextResponse(said, 403)
    if access.rules().login != OIDC:
        return PlainTextResponse(t("Only people who have logged in may read this."), 401)
    asked = Request(scope)
    if "text/html" not in asked.headers.get("Accept", ""):
        return PlainTextResponse(t("Only people who have logged in may read this. Log in on the page, then try again."),
                                 401)  # fmt: skip
    here = place.lstrip("/") + (f"?{asked.url.query}" if asked.url.query else "")
    return RedirectResponse("../" * (place.count("/") - 1) + login.address_of(here), 303)
