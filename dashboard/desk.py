"""The desk at which readers bring articles in, for its pages: who may sit there, and how what it refuses is said."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Protocol

import streamlit as st

from dashboard import access
from dashboard.access import LOOPBACK
from dashboard.messages import language, looked_up, t
from intake.arrivals.files import MAX_MIB
from intake.arrivals.metadata import propose
from intake.arrivals.shelf import Shelf
from intake.desk import Desk, Refused, store
from intake.desk.vocabulary import vocabulary as in_seeds

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from intake.arrivals.shelf import Arrival
    from intake.desk import Vocabulary

LARGEST = MAX_MIB << 20  # bytes of a file that is taken in


class Said(Protocol):
    """A sentence as `intake` gives it: English with the names of its values, and the values."""

    @property
    def message(self) -> str: ...  # noqa: D102
    @property
    def values(self) -> Mapping[str, object]: ...  # noqa: D102


def is_served_here() -> bool:
    """Return whether the dashboard answers this computer alone: without login, nobody else may read articles in."""
    return st.get_option("server.address") in LOOPBACK


def is_of_here(headers: Mapping[str, str]) -> bool:
    """Return whether a request comes from this computer, and from a page of ours: no proxy, no name of elsewhere."""
    host = headers.get("Host", "").lower()
    name = host.partition("]")[0].lstrip("[") if host.startswith("[") else host.partition(":")[0]
    through = any(header in headers for header in ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded"))
    return name in LOOPBACK and not through


def is_offered() -> bool:
    """Return whether anybody may read articles in here: who has a role, or whoever sits at this computer."""
    return bool(access.rules().login) or is_served_here()


def admits(headers: Mapping[str, str]) -> bool:
    """Return whether a request comes from somebody who may read articles in."""
    if access.rules().login:
        return access.may_enter(access.who(headers))
    return is_served_here() and is_of_here(headers)


def is_allowed() -> bool:
    """Return whether the reader of this page may read articles in."""
    return admits(st.context.headers)


def why_not(headers: Mapping[str, str]) -> str:
    """Return what to say to whoever may not."""
    if not access.rules().login:
        return t(
            "Articles are read in on the computer that runs this dashboard alone: open it there, at an address such as "
            "http://127.0.0.1:8501/intake. Nothing was changed."
        )
    if person := access.who(headers):
        return t(
            "You are logged in as {name}, who may not bring articles in or correct figures. Ask whoever runs the "
            "dashboard. Nothing was changed.",
            name=person.name,
        )
    return t("Log in to bring articles in or to correct figures. Nothing was changed.")


def only_today() -> str:
    """Return what to say to whoever would read an article into an older build."""
    return t("Articles are read into the newest data alone: what was published before stays as it was.")


def desk() -> Desk:
    """Return the desk of this dashboard. Raise `Refused` where its reader has to log in, and is not logged in now."""
    if not access.rules().login:
        return Desk.from_environment()
    person = access.who(st.context.headers)  # at each act: a login may end while its page is open
    if person is None or not access.may_enter(person):
        access.refused(person, "desk")
        raise Refused(why_not(st.context.headers))
    return Desk.from_environment(person.identity)


@st.cache_resource(show_spinner=False)
def recovered() -> str:
    """Complete a publish that was broken off, once for each start of the server; return what to say of it, if any."""
    at_desk = Desk.from_environment()
    if not store.exists(at_desk.drafts):
        return ""
    try:
        found = at_desk.recover()
    except Refused as refused:
        return says(refused)
    return t("A publish that was broken off has been completed: {what}.", what=found.of) if found else ""


def says(said: Said) -> str:
    """Return a sentence of `intake` in the reader's language; values that are sentences too are said with it."""
    values = {
        name: says(value) if hasattr(value, "message") else value  # type: ignore[arg-type]
        for name, value in said.values.items()
    }
    text = looked_up(said.message)
    return text.format(**values) if values else text


def vocabulary(article_id: str, reader: str) -> Vocabulary:
    """Return what an entry of an article may name; of one that never lay on the desk, what the seeds name."""
    at_desk = desk()
    if any(one.article_id == article_id for one in at_desk.articles()):
        return at_desk.vocabulary(article_id, reader)
    return in_seeds(at_desk.seeds, {})


@contextmanager
def vietnamese() -> Iterator[None]:
    """Have what is said within be Vietnamese, as the seeds are, whatever the reader speaks."""
    reader = language.set("vi")
    try:
        yield
    finally:
        language.reset(reader)


def lay(arrival: Arrival) -> None:
    """Lay an article on the desk with what it says of itself; its reasons stay Vietnamese, as the seeds are."""
    metadata: dict[str, str] = {}
    with vietnamese():
        for one in arrival.proposed or propose(arrival.text, {}, date.today()):  # noqa: DTZ011
            if one.column == "published":
                metadata |= {"published_from": one.value, "published_to": one.last or one.value}
            else:
                metadata[one.column] = one.value
            if one.column in ("publisher", "published"):
                metadata |= {f"{one.column}_kind": one.kind, f"{one.column}_reason": says(one.reason)}
    Desk.from_environment().add(
        arrival.article_id,
        arrival.sha256,
        metadata,
        received_name=arrival.received_name,
        received_sha256=arrival.received_sha256,
    )


def lay_all(published: Collection[str]) -> None:
    """Lay on the desk what was put on the shelf from the shell, or by hand, and is not published yet."""
    shelf, known = Shelf(), {one.article_id for one in desk().articles()} | set(published)
    for article_id in shelf.all():
        if article_id not in known:
            lay(shelf.get(article_id))
