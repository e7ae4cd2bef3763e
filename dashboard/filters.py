"""What a reader has chosen: a frozen selection that lives in the address, resolved one way for pages and files."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from dashboard import queries, wording
from dashboard.messages import LANGUAGES, language, t
from dashboard.queries import Series

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dashboard.rows import R, Row

DEFAULT_LANGUAGE = next(iter(LANGUAGES))
Address = dict[str, list[str]]  # the parameters of a query string; a parameter may be there more than once
PARAMETERS = ("unit", "cluster", "order", "period", "sector", "lang")  # those that a selection is made of
# What other programs hang on a link that is shared: Facebook, Zalo, Google, mail and advertising.
TRACKERS = (
    "utm_*", "fbclid", "fb_*", "mibextid", "igsh", "igshid", "zarsrc", "gclid", "gclsrc", "gbraid", "wbraid", "dclid",
    "gad_*", "srsltid", "_ga", "_gl", "msclkid", "ttclid", "twclid", "yclid", "li_fat_id", "mc_cid", "mc_eid", "_hsenc",
    "_hsmi",
)  # fmt: skip


@dataclass(frozen=True)
class Selection:
    """The chosen federations: `unit_ids` in effect (all 30 when nothing is chosen), and how they were chosen."""

    unit_ids: tuple[str, ...]
    units: tuple[str, ...] = ()  # names of the units chosen one by one
    cluster: str | None = None  # Vietnamese name of the chosen cluster
    order: str = "administrative"

    @property
    def is_whole_city(self) -> bool:
        """Whether nothing narrows the city down."""
        return not self.units and not self.cluster

    def counted(self) -> str:
        """Return what the units of a coverage are counted in, as it stands behind "3/30"."""
        if self.is_whole_city:
            return t("units of the whole city")
        return t("chosen units") if self.units else t("units of {name}", name=cluster_name(self.cluster))

    def scope(self) -> str:
        """Return the chosen scope in words, by name where few units were chosen."""
        if self.is_whole_city:
            return t("all {n} units", n=len(self.unit_ids))
        if not self.units:
            return cluster_name(self.cluster)
        listed = ", ".join(self.units) if len(self.units) <= 4 else t("{n} chosen units", n=len(self.units))  # noqa: PLR2004
        return f"{listed} ({cluster_name(self.cluster)})" if self.cluster else listed

    def among(self, marks: Sequence[R]) -> list[R]:
        """Return those rows that are about a chosen unit."""
        chosen = set(self.unit_ids)
        return [row for row in marks if row["unit_id"] in chosen]

    def address(self, series: Series | None = None) -> Address:
        """Return the address of the view: codes and names without diacritics, nothing for what is the default."""
        said = {
            "unit": [_slug(name) for name in self.units],
            "cluster": [_slug(self.cluster)] if self.cluster else [],
            "order": [self.order] if self.order != "administrative" else [],
            "period": [series.time_period] if series else [],
            "sector": [series.sector] if series and series.sector != "_T" else [],
            **in_language(),
        }
        return {key: values for key, values in said.items() if values}


def in_language() -> Address:
    """Return the part of an address that says the reader's language; nothing for Vietnamese."""
    return {} if language.get() == DEFAULT_LANGUAGE else {"lang": [language.get()]}


def is_tracker(parameter: str) -> bool:
    """Return whether a parameter of an address is about where its reader comes from, not about what is asked for."""
    return any(fnmatchcase(parameter, pattern) for pattern in TRACKERS)


def spoken(address: Mapping[str, Sequence[str]]) -> str:
    """Return the language that an address asks for; Vietnamese where it asks for none that there is."""
    given = (address.get("lang") or [DEFAULT_LANGUAGE])[-1]
    return given if given in LANGUAGES else DEFAULT_LANGUAGE


def cluster_name(name: str | None) -> str:
    """Return the name of a cluster in the reader's language, from its Vietnamese one."""
    return next(wording.unit(row) for row in queries.clusters() if row["name"] == name)


def query(address: Address) -> str:
    """Return an address as a query string."""
    return urlencode(address, doseq=True, safe="/")


def _slug(name: str) -> str:
    return wording.fold(name).replace(" ", "-")


def resolve(units: Sequence[str], cluster: str | None = None, order: str | None = None) -> tuple[Selection, list[str]]:
    """Return the selection that names from an address or a widget mean, and the names that mean nothing.

    A unit may be given by name (with or without diacritics), by a part of it that only one unit has, by slug or by
    code; a cluster by name or slug. What is unknown is left out.
    """
    federations = queries.federations()
    clusters = {wording.fold(unit["cluster_name"]): unit["cluster_name"] for unit in federations}
    meant = {given: _unit(given, federations) for given in units}
    unknown = [given for given, name in meant.items() if name is None]
    if cluster and wording.fold(cluster) not in clusters:
        unknown.append(cluster)
    if order and order not in queries.ORDERS:
        unknown.append(order)

    cluster_name = clusters.get(wording.fold(cluster)) if cluster else None
    names = set(meant.values()) - {None}
    chosen = [
        unit["unit_id"]
        for unit in federations
        if (not names or unit["name"] in names) and cluster_name in (None, unit["cluster_name"])
    ]
    in_order = tuple(unit["name"] for unit in federations if unit["name"] in names)
    known_order = order if order in queries.ORDERS else None
    return Selection(tuple(chosen), in_order, cluster_name, known_order or "administrative"), unknown


def selected(address: Address) -> tuple[Selection, list[str]]:
    """Return the selection that an address asks for, and what it asks for in vain."""
    cluster, order = (address.get(key, [None])[-1] for key in ("cluster", "order"))
    return resolve(address.get("unit", []), cluster, order)


def _unit(given: str, federations: Sequence[Row]) -> str | None:
    """Return the name of the one unit that `given` means, or None."""
    folded = wording.fold(given[:80])
    spellings = {unit["name"]: (wording.fold(unit["name"]), unit["unit_id"]) for unit in federations}
    exact = [name for name, known in spellings.items() if folded in known]
    partly = [name for name, (spelling, _) in spellings.items() if folded and folded in spelling]
    found = exact or partly
    return found[0] if len(found) == 1 else None


def resolve_series(indicator_id: str, address: Mapping[str, Sequence[str]]) -> tuple[Series | None, str | None]:
    """Return the series that an address asks for, the newest where it asks for none, and a period that is not there.

    None where the indicator has no series at all.
    """
    found = [Series(indicator_id, row["time_period"], row["sector"]) for row in queries.series_of(indicator_id)]
    if not found:
        return None, None
    asked = address.get("period", [])[-1:]
    if not asked:
        return found[0], None
    fitting = [one for one in found if one.time_period == asked[0]]
    sector = (*address.get("sector", ()), "_T")[0]
    exact = [one for one in fitting if one.sector == sector]
    return (exact or fitting or found)[0], None if fitting else asked[0]


# What a session remembers beside its widgets, whose values Streamlit forgets on a change of page.
ADDRESS = "address"  # as written last
PLACE = "place"  # the page of the last run
ARRIVAL = "arrival"  # how the reader came to this run; see `arrive`
SELECTION = "selection"  # as returned last
UNKNOWN = "unknown"  # names that meant nothing
TYPED = "typed"  # whether a unit was typed or chosen since the last run
LANGUAGE = "language"


def speak() -> None:
    """Set the language: what the address asks for; where there is no address, what the session spoke last."""
    asked = _asked()
    if asked:
        st.session_state[LANGUAGE] = spoken(asked)
    language.set(st.session_state.get(LANGUAGE, DEFAULT_LANGUAGE))


def arrive(place: str) -> None:
    """Find out how the reader came to this run of a page.

    By "link": an address typed, followed or stepped back to says what to show. By "page": another page was opened from
    the navigation, which gives it no address, so the session's own choices go on. None: something was clicked.
    """
    state, asked = st.session_state, _asked()
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
    given = _asked().get("claim", []) if st.session_state[ARRIVAL] == "link" else []
    return given[-1][:80] if given else None


def chosen(key: str, *, asked: Callable[[list[str]], object], default: object) -> None:
    """Give the widget `key` its value when the reader arrives, before the widget is drawn.

    By a link: what `asked` makes of the address's values for `key`; by another page: what the widget said last.
    """
    state = st.session_state
    kept = f"{key}_kept"
    if state[ARRIVAL] == "link":
        state[key] = asked(_asked().get(key, []))
    elif state[ARRIVAL] == "page":
        state[key] = state.get(kept, default)
    state[kept] = state.get(key, default)


def sidebar() -> Selection:
    """Draw the filters that pages share and return what they say; name what the address asks for in vain."""
    state = st.session_state
    if state[ARRIVAL]:
        meant = state.get(SELECTION) or resolve([])[0]
        if state[ARRIVAL] == "link":
            meant, unknown = selected(_asked())
            state[UNKNOWN] = [*state.get(UNKNOWN, ()), *unknown]
        state["unit"], state["cluster"], state["order"] = list(meant.units), meant.cluster or "", meant.order
    elif state.pop(TYPED, False):
        meant, state[UNKNOWN] = resolve(state["unit"])
        state["unit"] = list(meant.units)
    federations = queries.federations()
    orders = {"administrative": t("Administrative"), "alphabetical": t("A–Z"), "value": t("By value")}
    with st.sidebar:
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
            ["", *sorted({unit["cluster_name"] for unit in federations})],
            format_func=lambda name: cluster_name(name) if name else t("All clusters"),
            key="cluster",
            on_change=_forget_unknown,
            help=t("Each cluster’s members are known from one or two years only; those of cluster 4 are inferred."),
        )
        order = st.radio(
            t("Order of units"),
            list(queries.ORDERS),
            format_func=orders.__getitem__,
            key="order",
            on_change=_forget_unknown,
        )
    name_unknown()
    selection, _ = resolve(units, cluster, order)
    state[SELECTION] = selection
    if not selection.unit_ids:
        st.info(
            t(
                "None of the chosen units belongs to {name}; choose others or another cluster.",
                name=cluster_name(selection.cluster),
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
    newest, _ = resolve_series(indicator_id, {})
    if newest is None:
        return None
    if state[ARRIVAL]:
        asked = _asked()
        if asked.get("period"):
            state[key], state[missing] = resolve_series(indicator_id, asked)
        else:
            state[key] = state.get(remembered, newest)
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
        format_func=lambda one: wording.series(one, sectors),
        key=key,
        on_change=lambda: state.pop(missing, None),
        width=420,
    )
    state[remembered] = chosen
    return chosen


def write(address: Address) -> None:
    """Put the view into the reader's address bar, and remember that it was we who did."""
    if address != _asked():
        st.query_params.from_dict(address)
    st.session_state[ADDRESS] = address


def _asked() -> Address:
    return {key: st.query_params.get_all(key) for key in st.query_params}


def _forget_unknown() -> None:
    st.session_state.pop(UNKNOWN, None)
