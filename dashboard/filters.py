"""The filters of the pages: what their widgets, the session and the address bar say of a reader's selection."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import limits, links, queries, wording
from dashboard.messages import LANGUAGES, language, t
from dashboard.queries import Series
from dashboard.selection import (
    DEFAULT_LANGUAGE,
    Address,
    Selection,
    asof_of,
    cluster_name,
    resolve,
    resolve_series,
    selected,
    spoken,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from streamlit.delta_generator import DeltaGenerator

# What a session remembers beside its widgets, whose values Streamlit forgets on a change of page.
ADDRESS = "address"  # as written last
PLACE = "place"  # the page of the last run
ARRIVAL = "arrival"  # how the reader came to this run; see `arrive`
SELECTION = "selection"  # as returned last
UNKNOWN = "unknown"  # names that meant nothing
TYPED = "typed"  # whether a unit was typed or chosen since the last run
LANGUAGE = "language"
ASOF = "asof"  # as of what the reader reads; None for today
NARROW = "is_narrow"  # whether the reader's window is as narrow as a phone's


def is_narrow() -> bool:
    """Return whether the reader's window is as narrow as a phone's, as far as it is known yet."""
    return bool(st.session_state.get(NARROW))


def speak() -> None:
    """Set the language: what the address asks for; where there is no address, what the session spoke last.

    And in the same way as of what is read.
    """
    asked = in_address()
    if asked:
        st.session_state[LANGUAGE], st.session_state[ASOF] = spoken(asked), asof_of(asked)
    language.set(st.session_state.get(LANGUAGE, DEFAULT_LANGUAGE))


@contextmanager
def pinned() -> Iterator[None]:
    """Answer every question within from the build that this reader reads: a fragment is of the build of its page."""
    with queries.pinned(st.session_state.get(ASOF)):
        yield


def arrive(place: str) -> None:
    """Find out how the reader came to this run of a page.

    By "link": an address typed, followed or stepped back to says what to show. By "page": another page was opened from
    the navigation, which gives it no address, so the session's own choices go on. None: something was clicked.
    """
    state, asked = st.session_state, in_address()
    is_another = place != state.get(PLACE)
    if is_another:
        state[ARRIVAL] = "link" if asked else "page"
    else:  # a step back leads to the address of before, which may be an empty one
        state[ARRIVAL] = "link" if asked != state.get(ADDRESS, {}) else None
    state[PLACE] = place
    if state[ARRIVAL] == "link":
        state[UNKNOWN] = [given for given in asked.get("lang", []) if given not in LANGUAGES]


def typed() -> None:
    """Have what was typed spelt out: "dong da" becomes Đống Đa in the widget too.

    In the run itself, since it asks the warehouse: a callback comes before the run, and may meet another build.
    """
    st.session_state[TYPED] = True


def asked_claim() -> str | None:
    """Return the claim whose evidence a link asks for; the address forgets it once the card is open."""
    given = in_address().get("claim", []) if st.session_state[ARRIVAL] == "link" else []
    return given[-1][:80] if given else None


def chosen(key: str, *, asked: Callable[[list[str]], object], default: object) -> None:
    """Give the widget `key` its value when the reader arrives, before the widget is drawn.

    By a link: what `asked` makes of the address's values for `key`; by another page, or where the widget was not drawn
    for a while: what it said last.
    """
    state = st.session_state
    kept = f"{key}_kept"
    if state[ARRIVAL] == "link":
        state[key] = asked(in_address().get(key, []))
    elif state[ARRIVAL] == "page" or key not in state:
        state[key] = state.get(kept, default)
    state[kept] = state.get(key, default)


def row() -> DeltaGenerator:
    """Return the row at the head of a page, for what is chosen there."""
    return st.container(key="head", horizontal=True)


def head(
    indicator_id: str | None = None, *, has_order: bool = False, inside: DeltaGenerator | None = None
) -> tuple[Selection, Series | None]:
    """Draw what is chosen at the head of a page, and return it; name what the address asks for in vain.

    The period of an indicator with `indicator_id` (None without any data); the order of units where they are ranked.
    `inside`: the row, where the page adds a choice of its own to it.
    """
    with inside or row():
        units, cluster = _units()
        series = period(indicator_id) if indicator_id else None
        order = _order() if has_order else st.session_state["order"]
    return _resolved(units, cluster, order), series


def _units() -> tuple[list[str], str]:
    state = st.session_state
    if state[ARRIVAL]:
        meant = state.get(SELECTION) or resolve([])[0]
        if state[ARRIVAL] == "link":
            meant, unknown = selected(in_address())
            state[UNKNOWN] = [*state.get(UNKNOWN, ()), *unknown]
        state["unit"], state["cluster"], state["order"] = list(meant.names), meant.cluster_id or "", meant.order
    elif state.pop(TYPED, False):
        meant, state[UNKNOWN] = resolve(state["unit"])
        state["unit"] = list(meant.names)
    federations = queries.federations()
    units = st.multiselect(
        t("Units"),
        [unit["name"] for unit in federations],
        key="unit",
        on_change=typed,
        placeholder=t("All {n} units", n=len(federations)),
        filter_mode="contains",
        accept_new_options=True,
        select_all=False,
        help=t("Type a name with or without diacritics and press Enter."),
    )
    cluster = st.selectbox(
        t("Emulation cluster"),
        ["", *(row["unit_id"] for row in queries.clusters())],
        format_func=lambda cluster_id: cluster_name(cluster_id) if cluster_id else t("All clusters"),
        key="cluster",
        placeholder=t("Choose"),  # read aloud, in English if left out
        on_change=_forget_unknown,
        help=limits.clusters(federations),
    )
    return units, cluster


def _order() -> str:
    orders = {"value": t("By value"), "administrative": t("Administrative"), "alphabetical": t("A–Z")}
    chosen: str = st.selectbox(
        t("Order"),
        list(orders),
        format_func=orders.__getitem__,
        key="order",
        placeholder=t("Choose"),
        on_change=_forget_unknown,
    )
    return chosen


def _resolved(units: list[str], cluster: str, order: str) -> Selection:
    """Return what the widgets say, remember it, and name what is unknown or contradicts itself."""
    name_unknown()
    selection, _ = resolve(units, cluster, order)
    st.session_state[SELECTION] = selection
    if not selection.unit_ids:
        st.info(
            t(
                "None of the chosen units belongs to {name}; choose others or another cluster.",
                name=cluster_name(selection.cluster_id),
            )
        )
    return selection


def name_unknown() -> None:
    """Name what the address asks for in vain."""
    for name in st.session_state.get(UNKNOWN, ()):
        st.warning(
            t("“{name}” is not known here, or means more than one, and was left out.", name=wording.literal(name[:80])),
            icon=":material/info:",
        )


def period(indicator_id: str) -> Series | None:
    """Draw the choice of a period, newest with data first; return its series, or None without any data."""
    state = st.session_state
    key, remembered, missing = (f"{what}_{indicator_id}" for what in ("period", "series", "missing"))
    if is_narrow():
        key += "_in_short"  # another widget: one keeps the words that it showed first, though its options change
    newest, _ = resolve_series(indicator_id, {})
    if newest is None:
        return None
    if state[ARRIVAL]:
        asked = in_address()
        if asked.get("period"):
            state[key], state[missing] = resolve_series(indicator_id, asked)
        else:
            state[key] = state.get(remembered, newest)
    state.setdefault(key, state.get(remembered, newest))
    if state.get(missing):
        st.warning(
            t(
                "“{name}” has no figures here; the newest period with figures is shown.",
                name=wording.literal(state[missing][:80]),
            ),
            icon=":material/info:",
        )
    sectors = queries.sectors()
    chosen: Series = st.selectbox(
        t("Period"),
        [Series(indicator_id, row["time_period"], row["sector"]) for row in queries.series_of(indicator_id)],
        format_func=lambda one: wording.series(one, sectors, is_short=is_narrow()),
        key=key,
        placeholder=t("Choose"),
        on_change=lambda: state.pop(missing, None),
    )
    state[remembered] = chosen
    return chosen


def write(address: Address) -> None:
    """Put the view into the reader's address bar, and remember that it was we who did."""
    links.HERE.set(address)
    if address != in_address():
        st.query_params.from_dict(address)
    st.session_state[ADDRESS] = address


def in_address() -> Address:
    """Return what the reader's address says."""
    return {key: st.query_params.get_all(key) for key in st.query_params}


def _forget_unknown() -> None:
    st.session_state.pop(UNKNOWN, None)
