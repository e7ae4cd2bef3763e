"""What a reader has chosen, by ids, and its address: resolved one way for pages and files."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from dashboard import queries, wording
from dashboard.messages import LANGUAGES, language, t
from dashboard.queries import Series

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.rows import R, Row

DEFAULT_LANGUAGE = next(iter(LANGUAGES))
DEFAULT_ORDER = "value"
Address = dict[str, list[str]]  # the parameters of a query string; a parameter may be there more than once
PARAMETERS = ("unit", "cluster", "order", "period", "sector", "lang", "asof")  # those that a selection is made of
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
    chosen: tuple[str, ...] = ()  # ids of the units chosen one by one
    cluster_id: str | None = None
    order: str = DEFAULT_ORDER

    @property
    def is_whole_city(self) -> bool:
        """Whether nothing narrows the city down."""
        return not self.chosen and not self.cluster_id

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the units chosen one by one."""
        return tuple(unit["name"] for unit in queries.federations() if unit["unit_id"] in self.chosen)

    def counted(self) -> str:
        """Return what the units of a coverage are counted in, as it stands behind "3/30"."""
        if self.is_whole_city:
            return t("units of the whole city")
        return t("chosen units") if self.chosen else t("units of {name}", name=cluster_name(self.cluster_id))

    def scope(self) -> str:
        """Return the chosen scope in words, by name where few units were chosen."""
        if self.is_whole_city:
            return t("all {n} units", n=len(self.unit_ids))
        if not self.chosen:
            return cluster_name(self.cluster_id)
        n = len(self.chosen)
        listed = ", ".join(self.names) if n <= 4 else t("{n} chosen units", n=n)  # noqa: PLR2004
        return f"{listed} ({cluster_name(self.cluster_id)})" if self.cluster_id else listed

    def among(self, marks: Sequence[R]) -> list[R]:
        """Return those rows that are about a chosen unit."""
        chosen = set(self.unit_ids)
        return [row for row in marks if row["unit_id"] in chosen]

    def address(self, series: Series | None = None) -> Address:
        """Return the address of the view: codes and names without diacritics, nothing for what is the default."""
        said = {
            "unit": [unit["slug"] for unit in queries.federations() if unit["unit_id"] in self.chosen],
            "cluster": [_slug(row) for row in queries.clusters() if row["unit_id"] == self.cluster_id],
            "order": [self.order] if self.order != DEFAULT_ORDER else [],
            "period": [series.time_period] if series else [],
            "sector": [series.sector] if series and series.sector != "_T" else [],
            **along(),
        }
        return {key: values for key, values in said.items() if values}


def along() -> Address:
    """Return what goes along with every link: the reader's language, and as of what they read."""
    return in_language() | as_read()


def in_language() -> Address:
    """Return what leads to the data of today in the reader's language; nothing for Vietnamese."""
    return {} if language.get() == DEFAULT_LANGUAGE else {"lang": [language.get()]}


def as_read() -> Address:
    """Return what leads to the build that is read to what is the same in each language; nothing for that of today."""
    asof = queries.asof()
    return {"asof": [asof]} if asof is not None else {}


def of_build(seeds_sha256: str) -> Address:
    """Return what leads to a build, today and later."""
    return {"asof": [seeds_sha256[:16]]}


def to_stay() -> Address:
    """Return what leads to the build that is read whatever is published later; nothing where it is not kept."""
    sha256 = str(queries.build()["seeds_sha256"])
    return of_build(sha256) if any(one.seeds_sha256 == sha256 for one in queries.kept_builds()) else {}


def asof_of(address: Mapping[str, Sequence[str]]) -> str | None:
    """Return as of what an address asks to read, as `queries.pinned` takes it; None for today."""
    given = address.get("asof")
    return given[-1][:80] if given else None


def is_tracker(parameter: str) -> bool:
    """Return whether a parameter of an address is about where its reader comes from, not about what is asked for."""
    return any(fnmatchcase(parameter, pattern) for pattern in TRACKERS)


def spoken(address: Mapping[str, Sequence[str]]) -> str:
    """Return the language that an address asks for; Vietnamese where it asks for none that there is."""
    given = (address.get("lang") or [DEFAULT_LANGUAGE])[-1]
    return given if given in LANGUAGES else DEFAULT_LANGUAGE


def cluster_name(cluster_id: str | None) -> str:
    """Return the name of a cluster in the reader's language."""
    return next(wording.unit(row) for row in queries.clusters() if row["unit_id"] == cluster_id)


def query(address: Address) -> str:
    """Return an address as a query string."""
    return urlencode(address, doseq=True, safe="/")


def linked(place: str, address: Address) -> str:
    """Return a link to a place with an address."""
    return f"{place}?{query(address)}" if address else place


def _slug(cluster: Row) -> str:
    return wording.fold(cluster["name"]).replace(" ", "-")


def resolve(units: Sequence[str], cluster: str | None = None, order: str | None = None) -> tuple[Selection, list[str]]:
    """Return the selection that names from an address or a widget mean, and the names that mean nothing.

    A unit may be given by name (with or without diacritics), by a part of it that only one unit has, by slug or by
    code; a cluster by name, slug or code. What is unknown is left out.
    """
    clusters = {
        said: row["unit_id"] for row in queries.clusters() for said in (wording.fold(row["name"]), row["unit_id"])
    }
    meant = {given: _unit(given) for given in units}
    unknown = [given for given, unit_id in meant.items() if unit_id is None]
    cluster_id = clusters.get(cluster, clusters.get(wording.fold(cluster))) if cluster else None
    unknown += [cluster] if cluster and cluster_id is None else []
    unknown += [order] if order and order not in queries.ORDERS else []
    federations = queries.federations()
    chosen = tuple(unit["unit_id"] for unit in federations if unit["unit_id"] in meant.values())
    in_effect = tuple(
        unit["unit_id"]
        for unit in federations
        if (not chosen or unit["unit_id"] in chosen) and cluster_id in (None, unit["cluster_id"])
    )
    known_order = order if order in queries.ORDERS else None
    return Selection(in_effect, chosen, cluster_id, known_order or DEFAULT_ORDER), unknown


def selected(address: Address) -> tuple[Selection, list[str]]:
    """Return the selection that an address asks for, and what it asks for in vain."""
    cluster, order = (address.get(key, [None])[-1] for key in ("cluster", "order"))
    return resolve(address.get("unit", []), cluster, order)


def _unit(given: str) -> str | None:
    """Return the id of the one unit that `given` means, or None."""
    folded = wording.fold(given[:80])
    spellings = {unit["unit_id"]: wording.fold(unit["name"]) for unit in queries.federations()}
    exact = [unit_id for unit_id, spelling in spellings.items() if folded in (unit_id, spelling)]
    partly = [unit_id for unit_id, spelling in spellings.items() if folded and folded in spelling]
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


Offer = dict[str, dict[str, str]]  # what a page lets choose beside these: parameter of the address → code → words
Choice = dict[str, tuple[str, ...]]  # parameter → chosen codes; none of a parameter means all


def understood(offer: Offer, asked: Mapping[str, Sequence[str]]) -> Choice:
    """Return what an address chooses of an offer; what is not offered is left out."""
    return {parameter: known(options, asked.get(parameter, ())) for parameter, options in offer.items()}


def known(options: Mapping[str, str], given: Sequence[str]) -> tuple[str, ...]:
    """Return those codes that are offered, each once."""
    return tuple(code for code in dict.fromkeys(given) if code in options)
