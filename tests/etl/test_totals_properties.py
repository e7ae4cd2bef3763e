"""Whatever is published or left out, `totals_of` never says more than the figures do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.verify import HERE

if TYPE_CHECKING:
    from collections.abc import Callable

UNITS = [f"{number:03}" for number in range(6)]
# What may really have happened where an article prints 0 … 100 with a qualifier: from, to.
TRUTHS: dict[str, Callable[[int], tuple[int, int]]] = {
    "exact": lambda value: (value, value),
    "more_than": lambda value: (value, 200),
    "at_least": lambda value: (value, 200),
    "about": lambda _: (0, 200),
    "nearly": lambda value: (0, value),
    "at_most": lambda value: (0, value),
}


@st.composite
def worlds(draw: st.DrawFn) -> tuple[dict[str, tuple[int, str]], dict[str, int]]:
    """Return printed figures of some units (value and qualifier), and what really happened in every unit."""
    printed = draw(
        st.dictionaries(st.sampled_from(UNITS), st.tuples(st.integers(0, 100), st.sampled_from(sorted(TRUTHS))))
    )
    truth = {}
    for unit in UNITS:
        value, qualifier = printed.get(unit, (50, "about"))
        truth[unit] = draw(st.integers(*TRUTHS[qualifier](value)))
    return printed, truth


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"threads": 1})  # few rows, many questions: a third less
    for name in ("schema.sql", "views.sql"):
        connection.execute((HERE / name).read_text(encoding="utf-8"))
    connection.execute(
        f"""
        insert into articles by name
        select 'a' as article_id, 'a.txt' as file_name, repeat('0', 64) as sha256, 't' as title, 'p' as publisher,
            'inferred' as publisher_kind, 'r' as publisher_reason, date '2023-07-01' as published_from,
            'inferred' as published_kind, 'r' as published_reason, '2023-S1' as reported_period;
        insert into units by name
        select unnest({UNITS}) as unit_id, 'federation' as unit_kind, unit_id as name, unit_id as name_en,
            'q' as type_vi, 'd' as type_en, unit_id as slug, 'C1' as cluster_id;
        insert into unit_measures values ('UNION', 'u', 'us', 'u', 0);
        insert into sectors values ('_T', 't', 't');
        insert into topics values ('o', 'o', 'o', 1);
        insert into indicators values ('i', 'i', true, 'o', null, 'i', 'i', 'i', 'i', 'UNION', 'flow', 1);
        """
    )
    return connection


def total(
    connection: duckdb.DuckDBPyConnection, printed: dict[str, tuple[int, str]], chosen: set[str]
) -> tuple[int | None, int | None, int] | None:
    """Return lower, upper and the number of observed units, null where the series has no figure at all."""
    connection.execute("delete from claims")
    for unit, (value, qualifier) in printed.items():
        connection.execute(
            """
            insert into claims by name
            select $unit as claim_id, 'a' as article_id, $unit as unit_id, 'i' as indicator_id,
                '2023-S1' as time_period, date '2023-01-01' as period_start, date '2023-06-30' as period_end,
                'actual' as scenario, $value as value, $qualifier as qualifier, 'UNION' as unit_measure,
                'A' as obs_status, '_T' as sector, '1' as as_printed, 1 as line, 0 as char_start, 1 as char_end,
                'normal' as rank, 'reader-1' as entered_by, date '2026-01-01' as entered_on,
                'reader-2' as checked_by, date '2026-01-01' as checked_on
            """,
            {"unit": unit, "value": value, "qualifier": qualifier},
        )
    row: tuple[int | None, int | None, int] | None = connection.execute(
        "select lower, upper, n_observed from totals_of($units::varchar[])", {"units": sorted(chosen)}
    ).fetchone()
    return row


deterministic = settings(
    derandomize=True,
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@deterministic
@given(world=worlds(), chosen=st.sets(st.sampled_from(UNITS), min_size=1))
def test_the_truth_lies_within_the_bounds(
    connection: duckdb.DuckDBPyConnection,
    world: tuple[dict[str, tuple[int, str]], dict[str, int]],
    chosen: set[str],
) -> None:
    printed, truth = world
    row = total(connection, printed, chosen)
    assert (row is None) == (not printed)
    if row is None:
        return
    lower, upper, n_observed = row
    happened = sum(truth[unit] for unit in chosen)
    assert n_observed == len(chosen & printed.keys())
    assert lower is None or lower <= happened
    assert upper is None or happened <= upper


@deterministic
@given(world=worlds(), chosen=st.sets(st.sampled_from(UNITS), min_size=1))
def test_what_is_missing_is_neither_zero_nor_bounded(
    connection: duckdb.DuckDBPyConnection,
    world: tuple[dict[str, tuple[int, str]], dict[str, int]],
    chosen: set[str],
) -> None:
    printed, _ = world
    row = total(connection, printed, chosen)
    if row is None:
        return
    lower, upper, _ = row
    bounded_below = {unit for unit in chosen & printed.keys() if printed[unit][1] in ("exact", "more_than", "at_least")}
    assert (lower is None) == (not bounded_below)
    assert lower is None or lower == sum(printed[unit][0] for unit in bounded_below)
    assert upper is None or chosen <= printed.keys()


@deterministic
@given(world=worlds(), chosen=st.sets(st.sampled_from(UNITS), min_size=1), more=st.sampled_from(UNITS))
def test_one_more_federation_never_lowers_the_total_nor_closes_it(
    connection: duckdb.DuckDBPyConnection,
    world: tuple[dict[str, tuple[int, str]], dict[str, int]],
    chosen: set[str],
    more: str,
) -> None:
    printed, _ = world
    before = total(connection, printed, chosen)
    after = total(connection, printed, chosen | {more})
    if before is None or after is None:
        return
    assert (after[0] or 0) >= (before[0] or 0)
    assert before[1] is not None or after[1] is None
    assert more in printed or after[1] is None
