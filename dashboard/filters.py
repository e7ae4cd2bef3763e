"""What a reader has chosen: a frozen selection that lives in the address, resolved one way for pages and files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from dashboard import queries, wording
from dashboard.messages import t
from dashboard.rows import rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from dashboard.queries import Series


@dataclass(frozen=True)
class Selection:
    """The chosen federations: `unit_ids` in effect (all 30 when nothing is chosen), and how they were chosen."""

    unit_ids: tuple[str, ...]
    units: tuple[str, ...] = ()  # names, as chosen
    cluster: str | None = None  # name, as chosen
    order: str = "administrative"

    @property
    def is_whole_city(self) -> bool:
        """Whether nothing narrows the city down."""
        return not self.units and not self.cluster

    def counted(self) -> str:
        """Return what the units of a coverage are counted in, as it stands behind "3/30"."""
        if self.is_whole_city:
            return t("the whole city")
        return t("chosen units") if self.units else t("units of {name}", name=self.cluster)

    def scope(self) -> str:
        """Return the chosen scope in words, by name where few units were chosen."""
        if self.is_whole_city:
            return t("the whole city")
        if not self.units:
            return str(self.cluster)
        listed = ", ".join(self.units) if len(self.units) <= 4 else t("{n} chosen units", n=len(self.units))  # noqa: PLR2004
        return f"{listed} ({self.cluster})" if self.cluster else listed

    def address(self, period: str) -> str:
        """Return the query string that opens the same view, or makes the file of it."""
        chosen: dict[str, object] = {"unit": list(self.units)}
        chosen |= {"cluster": self.cluster} if self.cluster else {}
        chosen |= {"order": order_name(self.order)} if self.order != "administrative" else {}
        return urlencode(chosen | {"period": period}, doseq=True)


def order_name(order: str) -> str:
    """Return the name of an order of units."""
    return {"administrative": t("Administrative"), "alphabetical": t("A–Z"), "value": t("By value")}[order]


def resolve(units: Sequence[str], cluster: str | None, order: str | None) -> tuple[Selection, list[str]]:
    """Return the selection that names from an address or a widget mean, and the names that mean nothing.

    A unit may be given by name (with or without diacritics), by a part of it that only one unit has, by slug or by
    code; what is unknown is left out.
    """
    federations = queries.federations()
    clusters = {wording.fold(name): name for name in federations["cluster_name"].unique()}
    orders = {order_name(key): key for key in queries.ORDERS}
    meant = {given: _unit(given, federations) for given in units}
    unknown = [given for given, name in meant.items() if name is None]
    if cluster and wording.fold(cluster) not in clusters:
        unknown.append(cluster)
    if order and order not in orders:
        unknown.append(order)

    cluster_name = clusters.get(wording.fold(cluster)) if cluster else None
    names = set(meant.values()) - {None}
    chosen = federations
    if names:
        chosen = chosen[chosen["name"].isin(names)]
    if cluster_name:
        chosen = chosen[chosen["cluster_name"] == cluster_name]
    in_order = tuple(name for name in federations["name"] if name in names)
    return Selection(
        tuple(chosen["unit_id"]), in_order, cluster_name, orders.get(order or "", "administrative")
    ), unknown


def _unit(given: str, federations: pd.DataFrame) -> str | None:
    """Return the name of the one unit that `given` means, or None."""
    folded = wording.fold(given[:80])
    spellings = {unit["name"]: (wording.fold(unit["name"]), unit["unit_id"]) for unit in rows(federations)}
    exact = [name for name, known in spellings.items() if folded in known]
    partly = [name for name, (spelling, _) in spellings.items() if folded and folded in spelling]
    found = exact or partly
    return found[0] if len(found) == 1 else None


def sidebar() -> Selection:
    """Draw the filters that every page shares and return what they say; name what the address asks for in vain."""
    federations = queries.federations()
    every_cluster = t("All clusters")
    asked = st.query_params
    cluster_asked = None if asked.get("cluster") == every_cluster else asked.get("cluster")
    is_first_run = "unit" not in st.session_state
    given = asked.get_all("unit") if is_first_run else st.session_state["unit"]
    meant, unknown = resolve(given, cluster_asked, asked.get("order"))
    is_spelled_out = set(given) == set(meant.units)
    if not is_spelled_out:  # "dong da" becomes Đống Đa in the widget too
        st.session_state["unit"] = list(meant.units)
    with st.sidebar:
        typed = st.multiselect(
            t("Units"),
            federations["name"].tolist(),
            key="unit",
            bind="query-params",
            placeholder=t("All 30 units"),
            filter_mode="contains",
            accept_new_options=True,
            select_all=False,
            help=t("Type a name with or without diacritics and press Enter."),
        )
        if is_first_run and not is_spelled_out:
            st.rerun()  # on the first run the address wins over the session; on the second the names are spelled out
        cluster = st.selectbox(
            t("Emulation cluster"),
            [every_cluster, *sorted(federations["cluster_name"].unique())],
            key="cluster",
            bind="query-params",
            persist_state="session",
            help=t("Clusters 1 to 5 were each seen in one year; the members of cluster 4 are inferred."),
        )
        order = st.radio(
            t("Order of units"),
            [order_name(key) for key in queries.ORDERS],
            key="order",
            bind="query-params",
            persist_state="session",
            horizontal=True,
        )
    selection, _ = resolve(typed, None if cluster == every_cluster else cluster, order)
    for name in unknown:
        st.warning(
            t("“{name}” names no unit, or more than one, and was left out.", name=name[:80]), icon=":material/info:"
        )
    if not selection.unit_ids:
        st.info(
            t("None of the chosen units belongs to {name}; choose others or another cluster.", name=selection.cluster)
        )
    return selection


def period(indicator_id: str) -> tuple[Series, str] | None:
    """Draw the choice of a period, newest with data first; return its series and name, or None without any data."""
    found, labels = series_by_name(indicator_id)
    if not found:
        return None
    asked = st.query_params.get("period")
    chosen = st.selectbox(t("Period"), labels, key="period", bind="query-params", width=420)
    if asked and asked not in labels:
        st.warning(
            t("“{name}” has no figures here; the newest period with figures is shown.", name=asked[:80]),
            icon=":material/info:",
        )
    return found[chosen], chosen


def series_by_name(indicator_id: str) -> tuple[dict[str, Series], list[str]]:
    """Return the series of an indicator by name, and the names, newest first."""
    sectors = queries.sectors()
    found = {}
    for row in rows(queries.series_of(indicator_id)):
        series = queries.Series(indicator_id, row["time_period"], row["sector"])
        found[wording.series(series, sectors)] = series
    return found, list(found)
