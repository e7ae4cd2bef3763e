"""What there is to choose from, and what it is called: units, indicators, series' restrictions, words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.queries.columns import CLUSTERS
from dashboard.queries.reading import ask
from dashboard.rows import only

if TYPE_CHECKING:
    from dashboard.rows import Record


def federations() -> list[Record]:
    """Return the 30 federations in administrative order, with the name of their cluster."""
    return ask(
        f"""
        select unit_id, name, type_vi, type_en, slug, cluster_id, cluster_name, cluster_evidence_kind, valid_to,
            tile_row, tile_col
        from units join {CLUSTERS} using (cluster_id)
        where unit_kind = 'federation'
        order by unit_id
        """
    )


def clusters() -> list[Record]:
    """Return unit_id, name and name_en of the emulation clusters."""
    return ask("select unit_id, name, name_en from units where unit_kind = 'cluster' order by unit_id")


def above(unit_ids: tuple[str, ...]) -> tuple[str, ...]:
    """Return the units that federations are part of: their clusters and the city."""
    found = ask(
        """
        select unit_id from units
        where unit_kind = 'city' or unit_id in (select cluster_id from units where list_contains($unit_ids, unit_id))
        order by unit_id
        """,
        unit_ids=unit_ids,
    )
    return tuple(row["unit_id"] for row in found)


def unit_of(unit_id: str) -> Record | None:
    """Return a federation with its cluster, where that was seen, its life and its name today; None if unknown."""
    found = ask(
        f"""
        select unit_id, unit_kind, name, name_en as unit_en, type_vi, type_en, slug, cluster_id, cluster_name,
            cluster_name_en, cluster_evidence, cluster_evidence_kind, valid_from, valid_to, name_reused_by
        from units join {CLUSTERS} using (cluster_id)
        where unit_kind = 'federation' and unit_id = $unit_id
        """,
        unit_id=unit_id,
    )
    return only(found) if found else None


def units_with_claims() -> list[Record]:
    """Return the federations in administrative order, each with the number of claims about it and about its cluster."""
    return ask(
        f"""
        with counted as (select unit_id, count(*) as n from claims group by all)
        select u.unit_id, unit_kind, name, name_en as unit_en, type_vi, type_en, slug, cluster_name, cluster_name_en,
            coalesce(own.n, 0) as n_claims, coalesce(shared.n, 0) as n_cluster_claims
        from units u join {CLUSTERS} using (cluster_id)
        left join counted own on own.unit_id = u.unit_id
        left join counted shared on shared.unit_id = u.cluster_id
        where unit_kind = 'federation'
        order by u.unit_id
        """
    )


def indicators() -> dict[str, Record]:
    """Return all indicators by id, in their order of presentation."""
    found = ask(
        """
        select i.*, m.name_vi as measure_vi, m.name_en as measure_en,
            m.name_en_one as measure_en_one
        from indicators i join unit_measures m using (unit_measure) order by position
        """
    )
    return {indicator["indicator_id"]: indicator for indicator in found}


def topics() -> dict[str, Record]:
    """Return the fields of work by code, in their order of presentation."""
    return {row["topic"]: row for row in ask("from topics order by position")}


def core_indicators() -> dict[str, Record]:
    """Return those indicators that have a page of their own."""
    return {code: indicator for code, indicator in indicators().items() if indicator["is_core"]}


def sectors() -> dict[str, Record]:
    """Return the sectors and other restrictions by code, with their names."""
    return {sector["sector"]: sector for sector in ask("from sectors")}


def headlines() -> dict[str, str]:
    """Return the headline of each article by its id."""
    return {row["article_id"]: row["title"] for row in ask("select article_id, title from articles order by all")}


def translations() -> dict[str, str]:
    """Return the English of the readers' sentences in the seeds, by their Vietnamese."""
    return {row["text_vi"]: row["text_en"] for row in ask("from translations")}


def is_any_zero() -> bool:
    """Return whether an article says of anything that there was none."""
    return bool(ask("select count(*) > 0 as is_any from in_use where value = 0 and qualifier = 'exact'")[0]["is_any"])


def glossary() -> list[Record]:
    """Return term, short and definition in both languages, in their order of presentation."""
    return ask("from glossary order by position")
