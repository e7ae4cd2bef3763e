"""Who somebody is, and what they may do: one answer for pages, plain routes and the pages' own connection.

Without configuration nobody logs in: whoever reaches the dashboard may read it, and articles are brought in on its own
computer. `LOGIN` says who vouches for people instead: a proxy in front, or a provider of OpenID Connect.
"""

from __future__ import annotations

import json
import logging
import os
import time
from dataclasses import asdict, dataclass
from functools import lru_cache
from hashlib import sha256
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dashboard import links
from dashboard.messages import t
from etl.store import is_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from ipaddress import IPv4Network, IPv6Network

log = logging.getLogger(__name__)
LOOPBACK = ("127.0.0.1", "localhost", "::1")
PROXY, OIDC = "proxy", "oidc"  # who vouches for people
VIEWER, READER = "viewer", "reader"  # reads where reading is closed; brings articles in, settles, publishes, corrects
EVERYBODY = "*"  # a group that all who have logged in are in
HEADER = "X-Dashboard-Person"  # how the door tells the rest who somebody is; from outside it never comes in
SECRET = "STREAMLIT_SERVER_COOKIE_SECRET"  # noqa: S105  (the name of a variable)
SHORTEST_SECRET, LONGEST_NAME = 32, 100  # letters
LONGEST_HOURS = 24  # of a login
ENDED = "ENDED"


class Misconfigured(ValueError):
    """What is configured would open more or less than is meant; its words are for whoever runs the server."""


@dataclass(frozen=True)
class Rules:
    """What is configured: who vouches for people, whether all may read, and which groups have which role."""

    login: str = ""
    is_closed: bool = False
    roles: tuple[tuple[str, str], ...] = ()  # group and role
    proxies: tuple[IPv4Network | IPv6Network, ...] = ()  # () where the server listens to its own computer alone
    user_header: str = ""
    groups_header: str = ""
    logout_address: str = ""
    issuer: str = ""
    client_id: str = ""
    client_secret: str = ""
    secret: str = ""
    groups_claim: str = ""
    seconds: int = 0  # that a login lasts

    def mapped(self, groups: Iterable[str]) -> list[str]:
        """Return those of somebody's groups that have a role."""
        known = {group for group, _ in self.roles}
        return sorted(known.intersection([*groups, EVERYBODY]))

    def roles_of(self, groups: Iterable[str]) -> tuple[str, ...]:
        """Return the roles of somebody in these groups."""
        return tuple(sorted({role for group, role in self.roles if group in {*groups, EVERYBODY}}))


@dataclass(frozen=True)
class Person:
    """Somebody who has logged in. `identity` tells people apart and names nobody; `until`: seconds since 1970."""

    identity: str
    name: str
    roles: tuple[str, ...] = ()
    session: str = ""
    until: float = 0.0  # 0: as long as the proxy says so with each request

    def header(self) -> bytes:
        """Return the person as the door hands them on."""
        return json.dumps(asdict(self)).encode("ascii")


def identity(*parts: str) -> str:
    """Return what tells a person apart from all others, and cannot be read back."""
    return sha256("\n".join(parts).encode()).hexdigest()[:32]


def _set(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def _needed(name: str) -> str:
    if not (value := _set(name)):
        raise Misconfigured(
            t("LOGIN={login} needs {name}, which is not set; nothing was started.", login=_set("LOGIN"), name=name)
        )
    return value


def _one_of(name: str, *allowed: str) -> str:
    if (value := _set(name)) in allowed:
        return value
    known = ", ".join(filter(None, allowed))
    raise Misconfigured(t("{name} is “{value}”; it can be: {known}.", name=name, value=value[:80], known=known))


def _roles() -> tuple[tuple[str, str], ...]:
    pairs = []
    for one in filter(str.strip, _needed("ROLES").split(";")):
        group, is_said, role = (part.strip() for part in one.rpartition("="))
        if not (is_said and group and role in (VIEWER, READER)):
            raise Misconfigured(
                t(
                    "ROLES has “{one}”; it gives groups their roles, such as readers=reader; staff=viewer. Roles are "
                    "reader and viewer, and * is everybody who has logged in.",
                    one=one.strip()[:80],
                )
            )
        pairs.append((group, role))
    return tuple(pairs)


def _proxies(address: str | None) -> tuple[IPv4Network | IPv6Network, ...]:
    """Return whose headers are believed. Raise where that could be a stranger."""
    if address in LOOPBACK:
        return ()
    try:
        named = tuple(ip_network(one.strip(), strict=False) for one in _set("PROXIES").split(",") if one.strip())
    except ValueError as error:
        raise Misconfigured(
            t("PROXIES are addresses such as 10.0.0.5 or 10.0.0.0/28, parted by commas: {why}.", why=error)
        ) from error
    if not named or any(one.is_loopback or one.prefixlen == 0 for one in named) or _set("FORWARDED_ALLOW_IPS"):
        raise Misconfigured(
            t(
                "LOGIN=proxy believes what a proxy says of people, and this server listens to others too. Let it "
                "listen to 127.0.0.1 alone, or name the proxy’s own address in PROXIES and leave FORWARDED_ALLOW_IPS "
                "unset; nothing was started."
            )
        )
    return named


def _seconds() -> int:
    try:
        hours = float(_set("LOGIN_HOURS", "8"))
    except ValueError:
        hours = 0
    if not 0 < hours <= LONGEST_HOURS:
        raise Misconfigured(t("LOGIN_HOURS says how long a login lasts: more than 0 and at most {n}.", n=LONGEST_HOURS))
    return int(hours * 3600)


def _oidc() -> dict[str, str | int]:
    issuer, secret = _needed("OIDC_ISSUER").rstrip("/"), _needed(SECRET)
    parts = urlsplit(issuer)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise Misconfigured(t("OIDC_ISSUER is an address that begins with https://."))
    if len(secret) < SHORTEST_SECRET:
        raise Misconfigured(
            t("{name} has to have at least {n} letters, by chance, the same for every replica.", name=SECRET,
              n=SHORTEST_SECRET)
        )  # fmt: skip
    if links.base() is None:
        raise Misconfigured(t("LOGIN=oidc needs BASE_ADDRESS, an address such as https://example.org/union."))
    return {
        "issuer": issuer, "secret": secret, "client_id": _needed("OIDC_CLIENT_ID"),
        "client_secret": _needed("OIDC_CLIENT_SECRET"), "groups_claim": _set("OIDC_GROUPS", "groups"),
        "seconds": _seconds(),
    }  # fmt: skip


def configured(address: str | None) -> Rules:
    """Return what the environment says, for a server that listens to `address`. Raise `Misconfigured`."""
    login = _one_of("LOGIN", "", PROXY, OIDC)
    is_closed = _one_of("READING", "", "open", "closed") == "closed"
    if not login:
        if is_closed:
            raise Misconfigured(t("READING=closed needs LOGIN, or nobody could read; nothing was started."))
        return Rules()
    if login == OIDC:
        return Rules(login, is_closed, _roles(), **_oidc())  # type: ignore[arg-type]
    return Rules(
        login, is_closed, _roles(), _proxies(address), _set("PROXY_USER", "X-Forwarded-User"),
        _set("PROXY_GROUPS", "X-Forwarded-Groups"), _set("PROXY_LOGOUT"),
    )  # fmt: skip


@lru_cache(maxsize=1)
def rules() -> Rules:
    """Return what is configured, as the server read it when it started."""
    import streamlit as st  # noqa: PLC0415  (files are made from the shell without it)

    return configured(st.get_option("server.address"))


def by_proxy(headers: Mapping[str, str], peer: str) -> Person | None:
    """Return whom the proxy names; nobody where it is not the proxy that asks."""
    said = rules()
    if said.proxies and not _is_among(peer, said.proxies):
        if said.user_header in headers:
            log.warning("refused=%s by=%s", said.user_header, peer)
        return None
    if not (user := headers.get(said.user_header, "").strip()):
        return None
    groups = [one.strip() for one in headers.get(said.groups_header, "").split(",")]
    return Person(identity(PROXY, user), user[:LONGEST_NAME], said.roles_of(groups))


def _is_among(peer: str, networks: Iterable[IPv4Network | IPv6Network]) -> bool:
    try:
        found = ip_address(peer)
    except ValueError:
        return False
    return any(found in network for network in networks)


def who(headers: Mapping[str, str]) -> Person | None:
    """Return who asks, as the door has it; nobody any more once the login has ended or run out."""
    if not rules().login or not (said := headers.get(HEADER)):
        return None
    found = json.loads(said)
    person = Person(**{**found, "roles": tuple(found["roles"])})
    return None if person.until and (time.time() >= person.until or has_ended(person.session)) else person


def may_read(person: Person | None) -> bool:
    """Return whether somebody may read the dashboard."""
    return not rules().is_closed or bool(person and person.roles)


def may_enter(person: Person | None) -> bool:
    """Return whether somebody who has logged in may bring articles in and correct figures."""
    return bool(person and READER in person.roles)


def refused(person: Person | None, what: str) -> None:
    """Tell the log that somebody tried what they may not; no name and no secret of theirs."""
    log.warning("refused=%s by=%s roles=%s", what, *((person.identity[:8], person.roles) if person else ("-", ())))


def _ended() -> Path:
    """Return the folder with a file for each login that has ended, which replicas may share."""
    warehouse = os.environ.get("WAREHOUSE", "")
    beside = Path(__file__).parent.parent if not warehouse or is_address(warehouse) else Path(warehouse).parent
    return Path(_set(ENDED) or beside / "ended")


def end(session: str) -> None:
    """Remember that a login has ended, as long as one can last. Raise `OSError` where that cannot be kept."""
    folder = _ended()
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        if path.stat().st_mtime < time.time() - LONGEST_HOURS * 3600:
            path.unlink(missing_ok=True)
    (folder / session).touch()


def has_ended(session: str) -> bool:
    """Return whether a login has ended; also where that cannot be known."""
    try:
        return (_ended() / session).exists()
    except OSError:
        log.exception("ENDED")
        return True
