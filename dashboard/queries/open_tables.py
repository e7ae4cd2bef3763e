"""The open data: whole tables as files for other programs, CSV, SDMX-CSV 2.0 and Parquet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.queries.reading import ask, build, copied
from dashboard.rows import only
from dashboard.wording import MISSING
from etl.builds import SCHEMA_VERSION

if TYPE_CHECKING:
    from dashboard.rows import Record

OPEN_TABLES = (
    "observations", "gaps", "totals", "targets", "claims", "articles", "coverage", "corrections", "passed_over",
    "comparisons", "differences", "readers", "units", "indicators", "topics", "sectors", "unit_measures", "glossary",
    "translations", "builds", "changes",
)  # fmt: skip

# Ours: no registry holds it. The version is one of two numbers, since a build may add codes: three would promise that
# nothing changes.
AGENCY, FLOW, STRUCTURE_VERSION = "HANOI_UNIONS", "INDICATORS", f"{SCHEMA_VERSION}.0"
STRUCTURE = f"{AGENCY}:{FLOW}({STRUCTURE_VERSION})"

# What stands in gaps.csv where a figure would: a reader of the column `value` alone does not take one for another.
SIGNS = {"omitted": MISSING, "unpublished": "", "not_applicable": "n/a"}

# Figures, core figures that are missing, and computed targets. TARGET_KIND is _Z where no target is meant, and _U
# where an article does not say of which kind it is.
_SDMX = """
    with computed as (
        select *, year(period_start) as year from targets where target_status = 'E'
        -- each result of a year may have a printed share: the newest one stands for the year
        qualify row_number() over (
            partition by unit_id, indicator_id, sector, target_kind, year
            order by period_end desc, period_start, actual_claim_id
        ) = 1
    )
    select unit_id as REF_AREA, indicator_id as INDICATOR, scenario::varchar as SCENARIO,
        coalesce(target_kind::varchar, if(scenario = 'target' or family <> indicator_id, '_U', '_Z'))
            as TARGET_KIND,
        sector as SECTOR, time_period as TIME_PERIOD, value::double as OBS_VALUE, unit_measure as UNIT_MEASURE,
        obs_status::varchar as OBS_STATUS, 'observed' as STATE, qualifier as QUALIFIER, lower::double as LOWER,
        upper::double as UPPER, out_of as OUT_OF, period_start as PERIOD_START, period_end as PERIOD_END,
        claim_id as CLAIM_ID, null::varchar as SHARE_CLAIM_ID, null::varchar as FORMULA, article_id as ARTICLE_ID
    from observations
    union all by name
    select unit_id as REF_AREA, indicator_id as INDICATOR, 'actual' as SCENARIO, '_Z' as TARGET_KIND,
        sector as SECTOR, time_period as TIME_PERIOD, unit_measure as UNIT_MEASURE, obs_status as OBS_STATUS,
        state as STATE, period_start as PERIOD_START, period_end as PERIOD_END, article_id as ARTICLE_ID
    from gaps join indicators using (indicator_id) where claim_id is null
    union all by name
    select c.unit_id as REF_AREA, c.indicator_id as INDICATOR, 'target' as SCENARIO,
        coalesce(c.target_kind::varchar, '_U') as TARGET_KIND, c.sector as SECTOR, year::varchar as TIME_PERIOD,
        target as OBS_VALUE, r.unit_measure as UNIT_MEASURE, target_status as OBS_STATUS, 'computed' as STATE,
        target_at_least as LOWER, target_at_most as UPPER, make_date(year, 1, 1) as PERIOD_START,
        make_date(year, 12, 31) as PERIOD_END, actual_claim_id as CLAIM_ID, share_claim_id as SHARE_CLAIM_ID,
        target_formula as FORMULA, r.article_id as ARTICLE_ID
    from computed c join claims r on r.claim_id = actual_claim_id
    """

_OPEN = {name: f"from {name}" for name in OPEN_TABLES} | {
    "gaps": """
        select g.* exclude (claim_id, article_id), o.value, o.qualifier, o.lower, o.upper, g.claim_id, g.article_id
        from gaps g left join observations o using (claim_id)
        """,
    "sdmx": f"select 'dataflow' as STRUCTURE, '{STRUCTURE}' as STRUCTURE_ID, 'I' as ACTION, * from ({_SDMX})",
}

_PLAIN = {"DECIMAL": "double", "ENUM": "varchar", "MAP": "json::varchar"}  # types that other programs read as objects
_EMPTY = {  # what a CSV has where a number is missing
    ("gaps", "value"): f"nullif(map {SIGNS}[state], '')",
    ("sdmx", "OBS_VALUE"): "'NaN'",
}


def open_columns(name: str) -> dict[str, str]:
    """Return the columns of one of `OPEN_TABLES`, or `sdmx`, with their types in the warehouse."""
    return {row["column_name"]: row["column_type"] for row in ask(f"describe ({_OPEN[name]})")}


def open_csv(name: str) -> bytes:
    """Return one of `OPEN_TABLES`, or `sdmx`, as CSV; numbers are as other programs read them: 16, not 16.0."""
    columns = {column: f'"{column}"' for column in open_columns(name)}
    for column, kind in open_columns(name).items():
        if kind.startswith(("DECIMAL", "DOUBLE")):
            written = f"regexp_replace({columns[column]}::varchar, '[.]0$', '')"
            columns[column] = f"coalesce({written}, {_EMPTY.get((name, column), 'null')}) as {columns[column]}"
        elif kind == "TIMESTAMP":
            columns[column] = f"strftime({columns[column]}, '%Y-%m-%dT%H:%M:%SZ') as {columns[column]}"
    return copied(f"select {', '.join(columns.values())} from ({_plain(name)})", "format csv")


def open_parquet(name: str) -> bytes:
    """Return one of `OPEN_TABLES` as Parquet, with the build that it is of."""
    known = "build: '{seeds_sha256}', schema_version: '{schema_version}'".format(**build())
    return copied(_plain(name), f"format parquet, compression zstd, kv_metadata {{{known}}}")


def _plain(name: str) -> str:
    """Return what asks for a whole table, in types that all programs know and in an order that stays."""
    columns = ", ".join(
        f'"{column}"::{_PLAIN.get(kind.partition("(")[0], kind)} as "{column}"'
        for column, kind in open_columns(name).items()
    )
    return f"select {columns} from ({_OPEN[name]}) order by all"


def units() -> list[Record]:
    """Return what there is to say of each unit in full: id, kind, name in both languages, type in both."""
    return ask("select unit_id, unit_kind, name, name_en as unit_en, type_vi, type_en from units order by unit_id")


def unit_measures() -> list[Record]:
    """Return what is counted, by code, with its names."""
    return ask("from unit_measures order by unit_measure")


def reach() -> Record:
    """Return the first and the last day of all observed results; None for both where there are none."""
    return only(
        ask("select min(period_start) as first, max(period_end) as last from observations where scenario = 'actual'")
    )


def n_by_state() -> dict[str, int]:
    """Return how many cells of `gaps` are in each state."""
    return {row["state"]: row["n"] for row in ask("select state, count(*) as n from gaps group by all")}


def keys_and_references() -> list[Record]:
    """Return table_name and column_names of keys, and of references, which have a parent and parent_columns."""
    return ask("from keys")


def required() -> set[tuple[str, str]]:
    """Return table and column of what is never empty in a table; views do not say that of themselves."""
    found = ask(
        """
        select table_name, constraint_column_names[1] as column_name from duckdb_constraints()
        where database_name = current_database() and constraint_type = 'NOT NULL'
        """
    )
    return {(row["table_name"], row["column_name"]) for row in found}
