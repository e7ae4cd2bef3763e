"""Every question asked of the warehouse; the only reader of it.

Rows that come back are shared between viewers: read them, never change them. A missing value is None.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import duckdb

from dashboard.rows import Row, only

SCHEMA_VERSION = 1


class Series(NamedTuple):
    """One indicator over one period (SDMX code) for one sector: what may be ranked and added together."""

    indicator_id: str
    time_period: str
    sector: str


class Unavailable(Exception):
    """There is no warehouse to read; the message is for whoever runs the dashboard."""

    def __init__(self, problem: str, path: Path) -> None:
        super().__init__(f"{problem}: {path}")
        self.problem = problem
        self.path = path


class Identity(NamedTuple):
    """Which file stands at the warehouse's path: another build is another identity."""

    path: str
    inode: int
    modified: int


def identity() -> Identity:
    """Return which warehouse is published now. Raise `Unavailable` where there is none."""
    path = Path(os.environ.get("WAREHOUSE") or Path(__file__).parent.parent / "warehouse.duckdb")
    try:
        found = path.stat()
    except FileNotFoundError:
        raise Unavailable("missing", path) from None
    return Identity(str(path), found.st_ino, found.st_mtime_ns)


@lru_cache(maxsize=2)
def _open(published: Identity) -> duckdb.DuckDBPyConnection:
    """Return a connection to one published file; a build that replaces the file gets a connection of its own.

    The file is attached to a database in memory: DuckDB hands out one instance for each path within a process, and
    would go on reading the replaced file.
    """
    connection = duckdb.connect(config={"threads": 1, "python_enable_replacements": False})
    try:
        connection.execute(f"attach '{published.path.replace(chr(39), chr(39) * 2)}' as warehouse (read_only)")
        (version,) = connection.execute("select schema_version from warehouse.build").fetchone() or (None,)
    except duckdb.Error as error:
        raise Unavailable("unreadable", Path(published.path)) from error
    if version != SCHEMA_VERSION:
        raise Unavailable("other version", Path(published.path))
    return connection


@lru_cache(maxsize=1024)
def _answer(published: Identity, question: str, parameters: tuple[tuple[str, object], ...]) -> list[Row]:
    given = {name: list(value) if isinstance(value, tuple) else value for name, value in parameters}
    with _open(published).cursor() as cursor:  # a cursor for each question: viewers ask at the same time
        cursor.execute("use warehouse").execute(question, given)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


def _ask(question: str, **parameters: object) -> list[Row]:
    return _answer(identity(), question, tuple(parameters.items()))


def build() -> Row:
    """Return schema_version, seeds_sha256, built_at (UTC), passages_checked and claims of the published warehouse."""
    return only(_ask("from build"))


def federations() -> list[Row]:
    """Return the 30 federations in administrative order, with the name of their cluster."""
    return _ask(
        """
        select u.unit_id, u.name, u.type_vi, u.type_en, u.slug, u.cluster_id, c.name as cluster_name,
            u.cluster_evidence_kind, u.valid_to, u.tile_row, u.tile_col
        from units u join units c on c.unit_id = u.cluster_id
        where u.unit_kind = 'federation'
        order by u.unit_id
        """
    )


def indicators() -> dict[str, Row]:
    """Return all indicators by id, in their order of presentation."""
    found = _ask(
        """
        select i.*, m.name_vi as measure_vi, m.name_en as measure_en
        from indicators i join unit_measures m using (unit_measure) order by position
        """
    )
    return {indicator["indicator_id"]: indicator for indicator in found}


def sectors() -> dict[str, Row]:
    """Return the sectors and other restrictions by code, with their names."""
    return {sector["sector"]: sector for sector in _ask("from sectors")}


def series_of(indicator_id: str) -> list[Row]:
    """Return time_period, sector, period_start and period_end of every series of an indicator, newest first.

    Among series that end on one day the unrestricted one stands first.
    """
    return _ask(
        """
        select time_period, sector, period_start, period_end from series
        where indicator_id = $indicator_id
        order by period_end desc, sector <> '_T', period_start, sector
        """,
        indicator_id=indicator_id,
    )


def total(series: Series, unit_ids: tuple[str, ...]) -> Row:
    """Return lower, upper (null: unbounded), n_observed, n_covered, n_units, is_provisional, covered_cluster.

    lower is null where no unit has a figure. `series` is one of the warehouse.
    """
    found = _ask(
        """
        select t.* replace (lower::double as lower, upper::double as upper), c.name as covered_cluster_name
        from totals_of($unit_ids) t left join units c on c.unit_id = t.covered_cluster
        where indicator_id = $indicator_id and time_period = $time_period and sector = $sector
        """,
        unit_ids=unit_ids,
        **series._asdict(),
    )
    return only(found)


ORDERS = {
    "administrative": "c.unit_id",
    "alphabetical": "c.name collate vi",
    "value": "c.value desc nulls last, c.unit_id",
}


def by_unit(series: Series, order: str = "administrative") -> list[Row]:
    """Return one row for each of the 30 federations in a series, a figure or not: state says which.

    value, lower and upper are null without a figure; target is the yearly target (target_status E: computed, by
    target_formula, between target_at_least and target_at_most); share_printed and share_recomputed are percents.
    """
    return _ask(
        f"""
        with yearly as ( -- of this series alone: the view would work out the targets of every series
            from targets where indicator_id = $indicator_id and time_period = $time_period and sector = $sector
            -- one outline for a bar: where both kinds are printed, the target that the city assigned
            qualify row_number() over (partition by actual_claim_id order by target_kind nulls last) = 1
        )
        select c.unit_id, c.name, c.state, c.obs_status, c.value::double as value, c.qualifier,
            c.lower::double as lower, c.upper::double as upper, c.claim_id, c.line,
            a.article_id, a.title, a.publisher, a.publisher_kind, a.published_from, a.published_to, a.published_kind,
            y.target, y.target_at_least, y.target_at_most, y.target_status, y.target_formula,
            y.share_printed::double as share_printed, y.share_recomputed,
            u.tile_row, u.tile_col
        from cells c
        join units u using (unit_id)
        left join articles a on a.article_id = c.article_id
        left join yearly y on y.actual_claim_id = c.claim_id
        where c.indicator_id = $indicator_id and c.time_period = $time_period and c.sector = $sector
        order by {ORDERS[order]}
        """,
        **series._asdict(),
    )


def by_period(indicator_id: str) -> list[Row]:
    """Return the figures of each unit whose period lies inside no longer one, oldest first within a unit.

    is_comparable marks the two newest figures of a unit that are of equal length.
    """
    return _ask(
        """
        select l.unit_id, u.name, l.sector, l.time_period, l.period_start, l.period_end, l.value::double as value,
            l.qualifier, l.obs_status, l.claim_id, l.is_comparable,
            a.article_id, a.title, a.publisher, a.publisher_kind, a.published_from, a.published_to, a.published_kind
        from timeline l join units u using (unit_id) join articles a using (article_id)
        where l.indicator_id = $indicator_id
        order by unit_id, sector, period_start
        """,
        indicator_id=indicator_id,
    )


def left_out(series: Series) -> list[Row]:
    """Return the figures of the indicator that are not in `series`, newest first, with why they are not ranked with it.

    reasons: sector (another restriction), length (a period of another length), year (another year).
    """
    return _ask(
        """
        select u.name, o.unit_id, o.time_period, o.sector, o.value::double as value, o.qualifier, o.claim_id,
            list_filter([
                if(substring(o.time_period, 5) <> substring($time_period, 5), 'length', null),
                if(o.time_period[1:4] <> $time_period[1:4], 'year', null),
                if(o.sector <> $sector, 'sector', null)
            ], lambda reason: reason is not null) as reasons
        from observations o join units u using (unit_id)
        where o.indicator_id = $indicator_id and o.scenario = 'actual' and u.unit_kind = 'federation'
            and (o.time_period, o.sector) <> ($time_period, $sector)
        order by o.period_end desc, o.unit_id
        """,
        **series._asdict(),
    )


def evidence(claim_id: str) -> Row | None:
    """Return everything about a claim: its own columns, its unit, indicator and article; None for an unknown id."""
    found = _ask(
        """
        select c.* replace (c.value::double as value, c.out_of::double as out_of),
            u.name, u.type_vi, u.type_en, u.unit_kind, i.name_vi, i.name_en, m.name_vi as measure_vi,
            m.name_en as measure_en, a.* exclude (article_id)
        from claims c join units u using (unit_id) join indicators i using (indicator_id)
        join unit_measures m on m.unit_measure = c.unit_measure join articles a using (article_id)
        where claim_id = $claim_id
        """,
        claim_id=claim_id,
    )
    return only(found) if found else None


def provenance(claim_ids: tuple[str, ...]) -> list[Row]:
    """Return, for each claim, the columns that let a figure in a file be traced: article, place, words, readers."""
    return _ask(
        """
        select claim_id, time_period, period_start, period_end, sector, unit_measure, as_printed, article_id, title,
            publisher, publisher_kind, published_from, published_to,
            published_kind, line, char_start, char_end, entered_by, entered_on, checked_by,
            checked_on, note
        from claims join articles using (article_id)
        where list_contains($claim_ids, claim_id)
        """,
        claim_ids=claim_ids,
    )


def rivals(claim_id: str) -> list[Row]:
    """Return the other claims for the same unit, indicator, period and kind, with their rank and its reason."""
    return _ask(
        """
        select r.claim_id, r.as_printed, r.rank, r.rank_reason, a.title
        from claims c
        join claims r using (unit_id, indicator_id, time_period, scenario, sector)
        join articles a on a.article_id = r.article_id
        where c.claim_id = $claim_id and r.claim_id <> c.claim_id
            and r.target_kind is not distinct from c.target_kind
        order by r.rank, r.claim_id
        """,
        claim_id=claim_id,
    )


def coverage_of(claim_id: str) -> list[Row]:
    """Return list_kind and reason of the list that a claim stands in; no row where it stands in none."""
    return _ask(
        """
        select l.list_kind, l.reason, count(*) over (partition by l.article_id, l.indicator_id,
            l.time_period, l.sector) as n_units
        from claims c join coverage l using (article_id, indicator_id, time_period, sector)
        where c.claim_id = $claim_id limit 1
        """,
        claim_id=claim_id,
    )


def overview() -> list[Row]:
    """Return the newest series of each core indicator, in their order of presentation."""
    return _ask(
        """
        select i.indicator_id, s.time_period, s.sector
        from indicators i left join series s using (indicator_id)
        where i.is_core
        qualify row_number() over (
            partition by i.indicator_id order by s.period_end desc, s.sector <> '_T', s.period_start
        ) = 1
        order by i.position
        """
    )


def other_claims(unit_ids: tuple[str, ...], at_most: int) -> list[Row]:
    """Return claims outside the core indicators about some federations or a cluster of theirs, newest period first.

    There are at most so many; n_all counts all of them.
    """
    return _ask(
        """
        select c.claim_id, u.name, i.name_vi, i.name_en, c.as_printed, c.time_period, c.scenario,
            count(*) over () as n_all
        from claims c join units u using (unit_id) join indicators i using (indicator_id)
        where not i.is_core and (
            list_contains($unit_ids, c.unit_id)
            or c.unit_id in (select cluster_id from units where list_contains($unit_ids, unit_id))
        )
        order by c.period_end desc, c.claim_id
        limit $at_most
        """,
        unit_ids=unit_ids,
        at_most=at_most,
    )
