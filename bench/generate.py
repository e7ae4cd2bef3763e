"""Generates seeds of any size that obey every rule: `python -m bench.generate FOLDER CLAIMS`.

Units, sectors, measures, topics, glossary and articles are the real ones, with what was passed over in them. Indicators
and claims are made up, the same at every call: each federation has one claim for each indicator and period (the three
core indicators first). One indicator in four is the share of a yearly target that another one has reached, with the
target beside it, so that every rule has work to do.
"""

from __future__ import annotations

import csv
import shutil
import sys
from pathlib import Path

import duckdb

SEEDS = Path(__file__).parent.parent / "seeds"

# Periods of one year: the code behind the year, first month, number of months.
SPANS = [
    ("", 1, 12),
    ("-S1", 1, 6),
    ("-S2", 7, 6),
    ("-Q1", 1, 3),
    ("-01-01/P9M", 1, 9),
    ("-Q2", 4, 3),
    ("-Q3", 7, 3),
    ("-Q4", 10, 3),
    *((f"-01-01/P{months}M", 1, months) for months in (2, 4, 5, 7, 8, 10, 11)),
    ("-05", 5, 1),
    ("-11", 11, 1),
]
LAST_YEAR = 2024  # all 30 federations existed from 01/04/2014 to 30/06/2025

INDICATORS = """
create table indicators as
with numbered as (select unnest(range($indicators)) as number),
named as (
    select number, number % 4 = 3 as is_share,
        coalesce(['unions_formed', 'members_recruited', 'agreements_signed'][number + 1], 'made_up_' || number) as id
    from numbered
)
select id as indicator_id,
    if(is_share, (select id from named base where base.number = named.number - 3), id) as family,
    number < 3 as is_core,
    ['groups', 'person_add', 'handshake'][number + 1] as icon,
    'organisation' as topic,
    'Chỉ tiêu ' || number as name_vi, 'Indicator ' || number as name_en,
    'Chỉ tiêu ' || number as short_vi, 'Indicator ' || number as short_en,
    'Số liệu giả định để đo tốc độ.' as definition_vi, 'Made-up figures, to measure speed.' as definition_en,
    if(is_share, 'PERCENT', ['UNION', 'MEMBER', 'AGREEMENT', 'CLASS'][number % 4 + 1]) as unit_measure,
    'flow' as stock_flow,
    number + 1 as position
from named
"""

CLAIMS = """
create table claims as
with periods as (
    select year || span.code as time_period, span.months,
        make_date(year, span.month, 1) as period_start,
        (make_date(year, span.month, 1) + to_months(span.months) - interval 1 day)::date as period_end
    from (select unnest(range($last_year - $years + 1, $last_year + 1)) as year), (select unnest($spans) as span)
),
federations as (from units where unit_kind = 'federation'),
paces as (
    select unit_id, i.*, year(period_start) as year, time_period, period_start, period_end, months,
        100 + hash(unit_id, family, year(period_start)) % 3000 as target,
        greatest(1, target * months // 12 + (hash(unit_id, family, time_period) % 41)::bigint - 20) as actual
    from indicators i, periods, federations
),
figures as (
    select *, 'actual' as scenario, if(unit_measure = 'PERCENT', 'assigned', null) as target_kind,
        if(unit_measure = 'PERCENT', round(100 * actual / target)::bigint, actual) as value,
        if(unit_measure <> 'PERCENT' and hash(actual) % 7 = 0, 'more_than', 'exact') as qualifier
    from paces
    union all
    select *, 'target', 'assigned', target, 'exact' from paces
    where months = 12 and indicator_id in (select family from indicators where family <> indicator_id)
),
kept as (
    select *, row_number() over (order by position, period_start, months, scenario, unit_id) as number
    from figures qualify number <= $claims
),
printed as (
    select *,
        if(qualifier = 'more_than', 'hơn ', '')
            || replace(format('{:,}', kept.value), ',', '.')
            || if(kept.unit_measure = 'PERCENT', '%', ' ' || m.name_vi) as as_printed,
        list_filter(known, -- an article that was not out before the period began
            lambda a: a.last_day is null or a.last_day >= kept.period_start or kept.scenario = 'target') as possible,
        possible[1 + (hash(kept.number) % len(possible))::bigint].article_id as article_id
    from kept join unit_measures m using (unit_measure), (
        select list({'article_id': article_id, 'last_day': published_to::date} order by article_id) as known
        from articles)
)
select 'made-up-' || number as claim_id, article_id, unit_id, indicator_id, time_period, period_start, period_end,
    scenario, target_kind, value, qualifier, unit_measure,
    if(scenario = 'actual' and a.published_to::date < period_end, 'P', 'A') as obs_status,
    '_T' as sector, as_printed, number as line, number * 80 as char_start,
    number * 80 + length(as_printed) as char_end, 'normal' as rank,
    'reader-1' as entered_by, date '2026-01-05' as entered_on, 'reader-2' as checked_by, date '2026-01-06' as checked_on
from printed join articles a using (article_id)
"""

# A list needs a row; this one is about a restriction that no made-up claim has.
COVERAGE = """
create table coverage as
select article_id, 'unions_formed' as indicator_id, '2023-S1' as time_period, 'non_state' as sector, unit_id,
    'open' as list_kind, 1 as line, 'Danh sách giả định.' as reason
from articles, units where unit_kind = 'federation' order by article_id, unit_id limit 1
"""


# English of what is still said once the real claims and lists are gone.
TRANSLATIONS = """
create table translations as
from real_translations
where text_vi in (
    select unnest([publisher_reason, published_reason, event_reason, saved_reason]) from articles
    union select unnest([cluster_evidence, name_reused_by]) from units
    union select reason from passed_over)
union all values ('Danh sách giả định.', 'A made-up list.')
"""

# No made-up claim was ever found wrong, or read twice apart.
CORRECTIONS = "create table corrections (correction_id varchar)"
DIFFERENCES = "create table differences (difference_id varchar)"


def generate(folder: Path, claims: int) -> None:
    """Write seeds with exactly `claims` claims into `folder`: 24 indicators, or 200 from 100,000 claims on."""
    is_large = claims >= 100_000
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        for path in sorted(SEEDS.glob("*.csv")):
            shutil.copy(path, folder / path.name)
            name = "real_translations" if path.stem == "translations" else path.stem
            if name in ("units", "articles", "unit_measures", "passed_over", "real_translations"):
                connection.execute(f"create table {name} as from read_csv('{path}', all_varchar = true)")
        connection.execute(INDICATORS, {"indicators": 200 if is_large else 24})
        connection.execute(
            CLAIMS,
            {
                "claims": claims,
                "last_year": LAST_YEAR,
                "years": 10 if is_large else 8,
                "spans": [
                    dict(zip(("code", "month", "months"), span, strict=True))
                    for span in (SPANS if is_large else SPANS[:6])
                ],
            },
        )
        for made_up in (COVERAGE, TRANSLATIONS, CORRECTIONS, DIFFERENCES):
            connection.execute(made_up)
        for table in ("indicators", "claims", "coverage", "translations", "corrections", "differences"):
            _write(connection, table, folder / f"{table}.csv")


def _write(connection: duckdb.DuckDBPyConnection, table: str, path: Path) -> None:
    """Write a table under the header of the real seed file; a column that is not made up stays empty."""
    with (SEEDS / path.name).open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    made_up = [column for column, *_ in connection.execute(f"describe {table}").fetchall()]
    columns = ", ".join(column if column in made_up else f"null as {column}" for column in header)
    connection.execute(
        f"copy (select {columns} from {table}) to '{path}' (header, delimiter ',', quote '\"', escape '\"')"
    )
    (written,) = connection.execute(f"select count(*) from {table}").fetchone() or (0,)
    print(f"{path}: {written} rows")


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]))
