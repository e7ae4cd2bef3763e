"""Whatever is published or left out, `totals_of` never says more than the figures do."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.verify import HERE

if TYPE_CHECKING:
    from collections.abc import Callable

UNITS = [f"{number:03}" for number in range(6)]
# What may really have happened where an article prints 0 … 100 with a qualifier: from, to. Words that come close to a
# number are within a fifth of it.
TRUTHS: dict[str, Callable[[int], tuple[int, int]]] = {
    "exact": lambda value: (value, value),
    "more_than": lambda value: (value, value + value // 5),
    "at_least": lambda value: (value, 200),
    "about": lambda value: (value - value // 5, value + value // 5),
    "nearly": lambda value: (value - value // 5, value),
    "less_than": lambda value: (0, max(value - 1, 0)),
    "at_most": lambda value: (0, value),
    "between": lambda value: (value, value + WIDTH),
}
# What a sum says of what happened, by its qualifier: from, to, in parts of it.
SAID = {
    "exact": (1.0, 1.0),
    "at_least": (1.0, inf),
    "at_most": (0.0, 1.0),
    "nearly": (0.8, 1.0),
    "about": (0.8, 1.2),
    "at_least_about": (0.8, inf),
    "at_most_about": (0.0, 1.2),
    "between": (1.0, inf),
}
BOUNDED_BELOW = {"exact", "more_than", "at_least", "between"}
BOUNDED_ABOVE = {"exact", "nearly", "less_than", "at_most", "between"}
WIDTH = 7  # of a range
CLOSE = {"exact", "more_than", "about", "nearly"}
VIEWS = (HERE / "views.sql").read_text(encoding="utf-8")
RANGES = VIEWS.partition("create table range_ends as")[2].partition(";")[0]


@st.composite
def worlds(draw: st.DrawFn) -> tuple[dict[str, tuple[int, str]], dict[str, int]]:
    """Return printed figures of some units (value and qualifier), and what really happened in every unit."""
    printed = draw(
        st.dictionaries(st.sampled_from(UNITS), st.tuples(st.integers(0, 100), st.sampled_from(sorted(TRUTHS))))
    )
    truth = {}
    for unit in UNITS:
        value, qualifier = printed.get(unit, (0, "at_least"))
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
        insert into indicators by name
            select 'i' as indicator_id, 'i' as family, true as is_core, 'o' as topic, 'i' as name_vi, 'i' as name_en,
                'i' as short_vi, 'i' as short_en, 'i' as definition_vi, 'i' as definition_en, 'UNION' as unit_measure,
                'flow' as stock_flow, 1 as position;
        """
    )
    return connection


class Total(NamedTuple):
    """A row of `totals_of`."""

    value: float | None
    qualifier: str | None
    lower: int | None
    upper: int | None
    n_observed: int


def total(connection: duckdb.DuckDBPyConnection, printed: dict[str, tuple[int, str]], chosen: set[str]) -> Total | None:
    """Return the total of the chosen units, None where the series has no figure at all."""
    connection.execute("delete from claims")
    claims = [(unit, unit, value, qualifier) for unit, (value, qualifier) in printed.items() if qualifier != "between"]
    for unit, (value, qualifier) in printed.items():
        if qualifier == "between":
            claims += [(unit, unit, value, "at_least"), (f"{unit}-high", unit, value + WIDTH, "at_most")]
    for claim_id, unit, value, qualifier in claims:
        connection.execute(
            """
            insert into claims by name
            select $claim_id as claim_id, 'a' as article_id, $unit as unit_id, 'i' as indicator_id,
                '2023-S1' as time_period, date '2023-01-01' as period_start, date '2023-06-30' as period_end,
                'actual' as scenario, $value as value, $qualifier as qualifier, 'UNION' as unit_measure,
                'A' as obs_status, '_T' as sector, '1' as as_printed, '1' as numeral,
                1 as line, 0 as char_start, 1 as char_end,
                'normal' as rank, 'reader-1' as entered_by, date '2026-01-01' as entered_on,
                'reader-2' as checked_by, date '2026-01-01' as checked_on
            """,
            {"claim_id": claim_id, "unit": unit, "value": value, "qualifier": qualifier},
        )
    connection.execute(f"create or replace table range_ends as {RANGES}")  # as a build finds them, once
    row = connection.execute(
        "select value::double as value, qualifier, lower, upper, n_observed from totals_of($units::varchar[])",
        {"units": sorted(chosen)},
    ).fetchone()
    return Total(*row) if row else None


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
    happened = sum(truth[unit] for unit in chosen)
    assert row.n_observed == len(chosen & printed.keys())
    assert row.lower is None or row.lower <= happened
    assert row.upper is None or happened <= row.upper
    if row.qualifier is not None and row.value is not None:
        least, most = SAID[row.qualifier]
        assert least * row.value <= happened + 1e-9
        assert most == inf or happened <= most * row.value + 1e-9


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
    known = [printed[unit] for unit in chosen & printed.keys()]
    used = {qualifier for _, qualifier in known}
    is_complete, is_any_range = len(known) == len(chosen), "between" in used
    is_said = bool(known) and (
        used <= BOUNDED_BELOW | CLOSE or (is_complete and not is_any_range and used <= BOUNDED_ABOVE | CLOSE)
    )
    added = sum(value for value, _ in known)
    assert (row.value, row.qualifier is None) == ((added, False) if is_said else (None, True))
    assert row.lower == (added if known and used <= BOUNDED_BELOW else None)
    most = added + WIDTH * sum(qualifier == "between" for _, qualifier in known)
    assert row.upper == (most if known and is_complete and used <= BOUNDED_ABOVE else None)
    assert (row.qualifier == "between") == (is_complete and is_any_range and used <= {"exact", "between"})


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
    if before.value is not None and after.value is not None:
        assert after.value >= before.value
    assert before.upper is not None or after.upper is None
    assert more in printed or after.upper is None
