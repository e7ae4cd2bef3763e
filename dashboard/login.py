"""Logging in by a provider of OpenID Connect, and out again; between them a cookie says who somebody is.

Streamlit's own `st.login` stands on the same library; why it is not used is in docs/adr/0024.
"""

from __future__ import annotations

import logging
import secrets
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from dashboard import access, links
from dashboard.access import LONGEST_NAME, OIDC, Person, identity
from dashboard.messages import language, t
from dashboard.selection import spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

log = logging.getLogger(__name__)
COOKIE, NEXT = "union_login", "next"  # who somebody is; where they were going
PLACE, BACK, OUT = "/login", "/login/back", "/logout"
SCOPE = "openid profile"
LONGEST_ADDRESS = 2000  # letters of an address that is kept over the login


@cache
def _client() -> Any:
    from authlib.integrations.starlette_client import OAuth  # noqa: PLC0415  (slow, and seldom needed)

    said, oauth = access.rules(), OAuth()
    oauth.register(
        "provider",
        client_id=said.client_id,
        client_secret=said.client_secret,
        server_metadata_url=f"{said.issuer}/.well-known/openid-configuration",
        client_kwargs={"scope": SCOPE, "code_challenge_method": "S256", "timeout": 10},
    )
    return oauth.create_client("provider")


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(access.rules().secret, salt="login")


def person_of(cookies: Mapping[str, str]) -> Person | None:
    """Return who a request's cookie says that somebody is; nobody where it is not ours, has run out, or has ended."""
    said, cookie = access.rules(), cookies.get(COOKIE, "")
    if not cookie:
        return None
    try:
        (session, who, name, groups), signed = _signer().loads(cookie, max_age=said.seconds, return_timestamp=True)
        found = Person(str(who), str(name), said.roles_of(groups), str(session), signed.timestamp() + said.seconds)
    except (BadSignature, ValueError, TypeError):
        return None
    return None if access.has_ended(found.session) else found


def address_of(going: str) -> str:
    """Return the address of the login for somebody who is going to a place, relative to the dashboard's."""
    return f"login?{NEXT}={quote(going[:LONGEST_ADDRESS], safe='')}"


async def enter(request: Request) -> Response:
    """Answer `/login?next=…`: send the reader to the provider."""
    _speak(request)
    request.session[NEXT] = request.query_params.get(NEXT, "")[:LONGEST_ADDRESS]
    try:
        found: Response = await _client().authorize_redirect(request, f"{links.base()}{BACK}")
    except Exception:
        log.exception("OIDC_ISSUER")
        return _failed()
    return found


async def back(request: Request) -> Response:
    """Answer `/login/back`: take the reader from the provider to where they were going."""
    import httpx  # noqa: PLC0415  (as above)

    _speak(request)
    said = access.rules()
    try:
        token = await _client().authorize_access_token(
            request, claims_options={"iss": {"essential": True, "value": said.issuer}}
        )
        claims = token["userinfo"]
    except httpx.HTTPError:
        log.exception("OIDC_ISSUER")
        return _failed()
    except Exception as error:  # noqa: BLE001  (refused by the provider, run out, forged, or an address that was kept)
        log.warning("refused=%s error=%s", BACK, type(error).__name__)
        return PlainTextResponse(t("You were not logged in. Open the page again, and log in once more."), 403)
    groups = claims.get(said.groups_claim) or []
    groups = [groups] if isinstance(groups, str) else [one for one in groups if isinstance(one, str)]
    name = next((claims[key] for key in ("name", "preferred_username") if claims.get(key)), claims["sub"])
    who = identity(OIDC, said.issuer, claims["sub"])
    cookie = _signer().dumps([secrets.token_urlsafe(16), who, str(name)[:LONGEST_NAME], said.mapped(groups)])
    answer = RedirectResponse(f"../{request.session.pop(NEXT, '')}", 303)
    answer.set_cookie(
        COOKIE, cookie, max_age=int(said.seconds), path=_path(request), httponly=True, samesite="lax",
        secure=str(links.base()).startswith("https:"),
    )  # fmt: skip
    log.info("login=%s roles=%s", who[:8], said.roles_of(groups))
    return answer


async def leave(request: Request) -> Response:
    """Answer `/logout`: the login ends here, for every copy of its cookie."""
    _speak(request)
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return PlainTextResponse(t("Another website wanted to log you out; you are still logged in."), 403)
    person = person_of(request.cookies)
    if person:
        try:
            await run_in_threadpool(access.end, person.session)
        except OSError:
            log.exception(access.ENDED)
            return PlainTextResponse(
                t("You were not logged out: it could not be kept that your login has ended. Try again in a minute."),
                503,
            )
        log.info("logout=%s", person.identity[:8])
    said = t("You are logged out here. Whoever uses this browser after you should log out of the login page too.")
    answer = PlainTextResponse(said)
    answer.delete_cookie(COOKIE, path=_path(request))
    return answer


def _path(request: Request) -> str:
    """Return where the cookie is sent to: the dashboard's own prefix, as its server knows it."""
    return request.url.path.removesuffix(BACK).removesuffix(OUT) or "/"


def _failed() -> PlainTextResponse:
    return PlainTextResponse(t("Nobody can log in now: the login page does not answer. Try again in a minute."), 503)


def _speak(request: Request) -> None:
    language.set(spoken({"lang": request.query_params.getlist("lang")}))


def answers() -> dict[str, Callable[..., Any]]:
    """Return the addresses that there are where people log in here."""
    return {PLACE: enter, BACK: back, OUT: leave} if access.rules().login == OIDC else {}
