"""What the claims mean: the views, asked of the real seeds and of small changes to them."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from etl.build import build
from etl.seeds import digest

if TYPE_CHECKING:
    from tests.etl.conftest import Seeds

SEEDS = Path(__file__).parents[2] / "seeds"
Rows = list[tuple[Any, ...]]
HALF_2023 = "indicator_id = 'unions_formed' and time_period = '2023-S1' and sector = '_T'"


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Warehouses by the hash of their seeds: each is built once."""
    return tmp_path_factory.mktemp("known")


@pytest.fixture
def ask(known: Path, seeds: Seeds, tmp_path: Path) -> Any:
    """A question to the warehouse of the seeds as the test has left them."""

    def answer(question: str) -> Rows:
        built = known / digest(sorted(seeds.path.glob("*.csv")))
        if not built.exists():
            build(seeds.path, built)
        shutil.copy(built, tmp_path / "warehouse.duckdb")
        with duckdb.connect(str(tmp_path / "warehouse.duckdb"), read_only=True) as connection:
            return connection.execute(question).fetchall()

    return answer


@pytest.mark.parametrize(
    ("rank", "values"),
    [
        ({"rank": "preferred", "rank_reason": "Rõ hơn."}, [("rival", 18)]),
        ({"rank": "deprecated", "rank_reason": "In nhầm."}, [("a001-l08-1", 16)]),
    ],
)
def test_a_preferred_claim_stands_and_a_deprecated_one_never_does(
    seeds: Seeds, ask: Any, rank: dict[str, str], values: Rows
) -> None:
    printed = {"value": "18", "as_printed": "18 Công đoàn cơ sở"}
    seeds.copy_row("claims", "a001-l08-1", claim_id="rival", **printed, **rank)
    seeds.translate(rank["rank_reason"])
    assert ask(f"select claim_id, value from observations where unit_id = '004' and {HALF_2023}") == values
    assert ask(f"select claim_id, value from figures_of('in_use') where unit_id = '004' and {HALF_2023}") == values
    assert ask("select claim_id from figures order by all") == ask("select claim_id from claims order by all")


def test_a_thing_whose_only_claim_is_deprecated_is_not_observed(seeds: Seeds, ask: Any) -> None:
    seeds.cell("claims", "a001-l08-1", "rank", "deprecated")
    seeds.cell("claims", "a001-l08-1", "rank_reason", "In nhầm.")
    seeds.translate("In nhầm.")
    assert ask(f"select state, value from cells where unit_id = '004' and {HALF_2023}") == [("omitted", None)]


@pytest.mark.parametrize(
    ("qualifier", "printed", "bounds"),
    [
        ("exact", "16 bản", (16, 16)),
        ("more_than", "hơn 16 bản", (16, None)),
        ("at_least", "ít nhất 16 bản", (16, None)),
        ("about", "khoảng 16 bản", (None, None)),
        ("nearly", "gần 16 bản", (None, 16)),
        ("less_than", "dưới 16 bản", (None, 16)),
        ("at_most", "tối đa 16 bản", (None, 16)),
    ],
)
def test_a_qualifier_bounds_the_value(
    seeds: Seeds, ask: Any, qualifier: str, printed: str, bounds: tuple[int | None, int | None]
) -> None:
    for column, value in {"qualifier": qualifier, "as_printed": printed, "char_end": str(2000 + len(printed))}.items():
        seeds.cell("claims", "a001-l08-1", column, value)
    assert ask("select lower, upper from observations where claim_id = 'a001-l08-1'") == [bounds]


NOT_DATED = "004_cbaa0af9124c2583"  # its file sets no limit to the day on which it was out
TOTAL = "select value, qualifier, lower, upper, n_observed, n_covered, n_units, is_provisional, covered_cluster from"


def test_a_total_over_an_open_list_is_a_bound_with_its_coverage(ask: Any) -> None:
    assert ask(f"{TOTAL} totals where {HALF_2023} order by scope_id") == [
        (50, "at_least", 50, None, 3, 6, 30, True, "C1"),
        (50, "at_least", 50, None, 3, 6, 6, True, "C1"),
        *[(None, None, None, None, 0, 0, 6, False, None)] * 4,
    ]


def test_a_number_printed_once_for_each_of_several_units_counts_for_each(seeds: Seeds, ask: Any) -> None:
    words = {"as_printed": "mỗi đơn vị đều đạt 16", "char_end": "2021"}
    for column, value in words.items():
        seeds.cell("claims", "a001-l08-1", column, value)
    seeds.copy_row("claims", "a001-l08-1", claim_id="of-another", unit_id="002")
    assert ask(f"select unit_id, value, char_start from observations where {HALF_2023} order by 1") == [
        ("001", 15, 2111), ("002", 16, 2000), ("004", 16, 2000), ("007", 19, 2058)
    ]  # fmt: skip
    assert ask(f"{TOTAL} totals_of(['002', '004']) where {HALF_2023}") == [(32, "exact", 32, 32, 2, 2, 2, True, None)]


@pytest.mark.parametrize(
    ("unit_ids", "total"),
    [
        (["004", "007"], [(35, "exact", 35, 35, 2, 2, 2, True, None)]),
        (["004", "002"], [(16, "at_least", 16, None, 1, 2, 2, True, None)]),
        (["002"], [(None, None, None, None, 0, 1, 1, False, None)]),
        ([], []),
        (["C1", "01"], []),
    ],
)
def test_a_total_over_chosen_federations(ask: Any, unit_ids: list[str], total: Rows) -> None:
    assert ask(f"{TOTAL} totals_of({unit_ids}::varchar[]) where {HALF_2023}") == total


ABOUT, NEARLY, AT_LEAST, AT_MOST = (
    ("about", "15", "khoảng 15 Công đoàn"), ("nearly", "1640", "gần 1.640 Công đoàn"),
    ("at_least", "19", "ít nhất 19 Công đoàn"), ("at_most", "9", "tối đa 9 Công đoàn"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "of_the_three", "of_the_cluster"),
    [
        ((ABOUT, NEARLY, AT_LEAST), (1674, "at_least_about", None, None), (1674, "at_least_about", None, None)),
        ((ABOUT, NEARLY, NEARLY), (3295, "about", None, None), (3295, "at_least_about", None, None)),
        ((NEARLY, NEARLY, NEARLY), (4920, "nearly", None, 4920), (4920, "at_least_about", None, None)),
        ((AT_LEAST, AT_LEAST, AT_LEAST), (57, "at_least", 57, None), (57, "at_least", 57, None)),
        ((AT_MOST, AT_MOST, NEARLY), (1658, "at_most", None, 1658), (None, None, None, None)),
        ((AT_MOST, ABOUT, NEARLY), (1664, "at_most_about", None, None), (None, None, None, None)),
        ((AT_MOST, ABOUT, AT_LEAST), (None, None, None, None), (None, None, None, None)),
    ],
)
def test_a_figure_without_a_lower_bound_is_no_zero_in_a_sum(
    seeds: Seeds, ask: Any, printed: Any, of_the_three: tuple[Any, ...], of_the_cluster: tuple[Any, ...]
) -> None:
    claims = ("a001-l08-1", 2000), ("a001-l08-2", 2058), ("a001-l08-3", 2111)
    for (key, start), (qualifier, value, words) in zip(claims, printed, strict=True):
        seeds.cell("claims", key, "qualifier", qualifier)
        seeds.cell("claims", key, "value", value)
        seeds.cell("claims", key, "as_printed", words)
        seeds.cell("claims", key, "char_end", str(start + len(words)))
    total = f"select value, qualifier, lower, upper from totals_of($units) where {HALF_2023}"
    cluster = "(select list(unit_id) from units where cluster_id = 'C1')"
    assert ask(total.replace("$units", "['001', '004', '007']")) == [of_the_three]
    assert ask(total.replace("$units", cluster)) == [of_the_cluster]


OF_A_PERIOD = "select time_period from {} where indicator_id = 'members_recruited' and unit_id = '281' order by all"


def enter(seeds: Seeds, *periods: tuple[str, str, str]) -> None:
    """60 members recruited by Ứng Hòa, printed for further periods: code, first day, last day."""
    for code, first, last in periods:
        days = {"time_period": code, "period_start": first, "period_end": last}
        seeds.copy_row("claims", "a003-l08-2", claim_id=f"x{code[:10]}".replace("/", "-"), **days)


MAY = ("2020-05", "2020-05-01", "2020-05-31")
TO_A_DAY = ("2019-01-01/P161D", "2019-01-01", "2019-06-10")
ON_A_DAY = ("2018-05-12", "2018-05-12", "2018-05-12")
TERM = ("2016-01-01/P5Y", "2016-01-01", "2020-12-31")


def test_what_happened_on_a_day_is_no_count_as_of_it(seeds: Seeds, ask: Any) -> None:
    enter(seeds, ON_A_DAY)
    assert ask("select time_period from claims where claim_id like 'x%'") == [("2018-05-12/P1D",)]
    assert ask("select distinct time_period from claims where article_id like '004%'") == [("2022-04-14",)]


def test_a_period_of_an_article_s_own_asks_nobody_for_more(seeds: Seeds, ask: Any) -> None:
    enter(seeds, MAY, TO_A_DAY, ON_A_DAY, TERM)
    rows = "select time_period, count(*) from gaps where indicator_id = 'members_recruited' group by all order by all"
    assert ask(rows) == [
        ("2016-01-01/P5Y", 1), ("2018-05-12/P1D", 1), ("2019-01-01/P161D", 1), ("2020-05", 1), ("2020-S1", 30),
        ("2023-S1", 30),
    ]  # fmt: skip
    sums = "select time_period, qualifier, n_observed from totals where scope_id = '01' and value = 60 order by 1"
    assert ask(sums) == [
        ("2016-01-01/P5Y", "at_least", 1), ("2018-05-12/P1D", "at_least", 1), ("2019-01-01/P161D", "at_least", 1),
        ("2020-05", "at_least", 1), ("2020-S1", "at_least", 1),
    ]  # fmt: skip


def test_a_term_hides_no_year_on_the_time_axis(seeds: Seeds, ask: Any) -> None:
    enter(seeds, TERM)
    assert ask(OF_A_PERIOD.format("timeline")) == [("2020-S1",)]
    enter(seeds, MAY, TO_A_DAY)
    assert ask(OF_A_PERIOD.format("timeline")) == [("2019-01-01/P161D",), ("2020-S1",)]


def test_a_term_stands_on_the_time_axis_where_nothing_is_inside_it(seeds: Seeds, ask: Any) -> None:
    enter(seeds, ("2010-01-01/P5Y", "2010-01-01", "2014-12-31"))
    assert ask(OF_A_PERIOD.format("timeline")) == [("2010-01-01/P5Y",), ("2020-S1",)]


def test_only_what_builds_up_in_a_year_is_set_against_its_target(seeds: Seeds, ask: Any) -> None:
    enter(seeds, MAY, TO_A_DAY, ON_A_DAY, TERM)
    for year in ("2016", "2018", "2019", "2020"):
        plan = {"claim_id": f"p{year}", "scenario": "target", "target_kind": "assigned", "value": "120"}
        days = {"time_period": year, "period_start": f"{year}-01-01", "period_end": f"{year}-12-31"}
        words = {"as_printed": "120 đoàn viên", "char_end": "1429"}
        seeds.copy_row("claims", "a003-l08-2", **plan, **days, **words)
    columns = "time_period, target, share_recomputed"
    assert ask(f"select {columns} from targets where indicator_id = 'members_recruited' order by 1") == [
        ("2019-01-01/P161D", 120, 50), ("2020-S1", 120, 50),
    ]  # fmt: skip


def enter_range(seeds: Seeds, key: str, words: str, low: str, high: str, **values: str) -> None:
    """A range in the place of a claim, which takes its low end; the high end is called like it, with -high."""
    start = {"a001-l08-1": 2000, "a001-l08-2": 2058, "a001-l08-3": 2111}[key]
    said = {"as_printed": words, "char_end": str(start + len(words)), **values}
    for column, value in (said | {"numeral": low, "value": low, "qualifier": "at_least"}).items():
        seeds.cell("claims", key, column, value)
    seeds.copy_row("claims", key, claim_id=f"{key}-high", numeral=high, value=high, qualifier="at_most")


def test_a_range_is_one_observation_with_both_bounds(seeds: Seeds, ask: Any) -> None:
    enter_range(seeds, "a001-l08-1", "10-15 công đoàn", "10", "15")
    bounds = "claim_id, value, qualifier, lower, upper"
    assert ask(f"select {bounds} from observations where unit_id = '004' and {HALF_2023}") == [
        ("a001-l08-1", 10, "between", 10, 15)
    ]
    assert ask(f"select {bounds} from figures where unit_id = '004' and {HALF_2023} order by 1") == [
        ("a001-l08-1", 10, "between", 10, 15), ("a001-l08-1-high", 15, "between", 10, 15)
    ]  # fmt: skip
    assert ask(f"select value, qualifier from cells where unit_id = '004' and {HALF_2023}") == [(10, "between")]
    assert ask(f"select qualifier from claims where unit_id = '004' and {HALF_2023} order by 1") == [
        ("at_least",), ("at_most",)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("of_the_others", "of_three", "of_the_cluster"),
    [
        (None, (44, "between", 44, 49), (44, "at_least", 44, None)),
        (ABOUT, (44, "at_least_about", None, None), (44, "at_least_about", None, None)),
        (AT_LEAST, (48, "at_least", 48, None), (48, "at_least", 48, None)),
        (AT_MOST, (None, None, None, 43), (None, None, None, None)),
        (NEARLY, (1669, "at_least_about", None, 1674), (1669, "at_least_about", None, None)),
    ],
)
def test_a_range_keeps_both_ends_in_a_sum(
    seeds: Seeds, ask: Any, of_the_others: Any, of_three: Rows, of_the_cluster: Rows
) -> None:
    enter_range(seeds, "a001-l08-1", "10-15 công đoàn", "10", "15")
    if of_the_others:
        qualifier, value, words = of_the_others
        said = {"qualifier": qualifier, "value": value, "as_printed": words, "char_end": str(2111 + len(words))}
        for column, content in said.items():
            seeds.cell("claims", "a001-l08-3", column, content)
    total = f"select value, qualifier, lower, upper from totals_of($units) where {HALF_2023}"
    assert ask(total.replace("$units", "['001', '004', '007']")) == [of_three]
    assert ask(total.replace("$units", "(select list(unit_id) from units where cluster_id = 'C1')")) == [of_the_cluster]


def test_a_target_can_be_a_range(seeds: Seeds, ask: Any) -> None:
    year = {"time_period": "2023", "period_end": "2023-12-31", "scenario": "target", "obs_status": "A"}
    seeds.copy_row("claims", "a001-l08-1", claim_id="result")
    enter_range(seeds, "a001-l08-1", "từ 20 đến 25 bản", "20", "25", **year)
    columns = "actual, target, target_qualifier, target_at_least, target_at_most, target_status, share_recomputed"
    assert ask(f"select {columns} from targets where unit_id = '004'") == [(16, 20, "between", 20, 25, "A", None)]


def test_the_share_of_a_target_is_no_series_to_rank_or_add(ask: Any) -> None:
    assert ask("select indicator_id from series where indicator_id like '%share'") == []


def test_a_series_is_never_added_to_another(ask: Any) -> None:
    assert ask(
        "select time_period, sector, lower from totals where indicator_id = 'unions_formed' and scope_id = '01' "
        "order by all"
    ) == [("2020-S1", "non_state", 1), ("2023-S1", "_T", 50)]


def test_each_federation_has_a_figure_or_a_reason(ask: Any) -> None:
    assert ask(f"select unit_id, state, obs_status, value from cells where {HALF_2023} and is_covered order by 1") == [
        ("001", "observed", "P", 15),
        ("002", "omitted", "L", None),
        ("004", "observed", "P", 16),
        ("006", "omitted", "L", None),
        ("007", "observed", "P", 19),
        ("008", "omitted", "L", None),
    ]
    assert ask(f"select state, obs_status, count(*) from cells where {HALF_2023} and not is_covered group by all") == [
        ("unpublished", "L", 24)
    ]


TIMELINE = "select time_period, is_comparable from timeline where indicator_id = 'members_recruited' order by 1"


def test_no_federation_has_comparable_periods_in_the_real_seeds(ask: Any) -> None:
    assert ask("select count(*) from timeline where is_comparable") == [(0,)]


def test_a_period_inside_a_longer_one_is_not_laid_along_time_and_the_newest_twins_compare(
    seeds: Seeds, ask: Any
) -> None:
    for claim_id, code, start, end in (
        ("half18", "2018-S1", "2018-01-01", "2018-06-30"),
        ("half19", "2019-S1", "2019-01-01", "2019-06-30"),
        ("nine20", "2020-01-01/P9M", "2020-01-01", "2020-09-30"),
        ("last20", "2020-Q4", "2020-10-01", "2020-12-31"),
        ("nine21", "2021-01-01/P9M", "2021-01-01", "2021-09-30"),
        ("half22", "2022-S1", "2022-01-01", "2022-06-30"),
    ):
        dates = {"time_period": code, "period_start": start, "period_end": end}
        seeds.copy_row("claims", "a003-l08-2", claim_id=claim_id, obs_status="P", article_id=NOT_DATED, **dates)
    assert ask(TIMELINE) == [
        ("2018-S1", False),
        ("2019-S1", True),
        ("2020-01-01/P9M", False),
        ("2020-Q4", False),
        ("2021-01-01/P9M", False),
        ("2022-S1", True),
    ]


def test_a_federation_is_not_applicable_before_it_began(seeds: Seeds, ask: Any) -> None:
    old = {"claim_id": "old", "time_period": "2013", "period_start": "2013-01-01", "period_end": "2013-12-31"}
    seeds.copy_row("claims", "a003-l08-2", **old)
    of_2013 = "time_period = '2013' and indicator_id = 'members_recruited'"
    assert ask(f"select unit_id, obs_status from cells where {of_2013} and state = 'not_applicable' order by 1") == [
        ("019", "M"),
        ("021", "M"),
    ]
    every = "select indicator_id, obs_status from gaps where time_period = '2013' and state = 'not_applicable'"
    assert ask(f"{every} and unit_id = '019' order by 1") == [
        ("agreements_signed", "M"),
        ("members_recruited", "M"),
        ("unions_formed", "M"),
    ]
    assert ask(f"select n_units from totals where {of_2013} and scope_id in ('01', 'C2') order by scope_id") == [
        (28,),
        (4,),
    ]
    assert ask(f"select n_units, n_observed, lower, upper from totals_of(['019', '021']) where {of_2013}") == [
        (0, 0, None, None)
    ]


def test_what_is_there_and_what_is_not_in_every_core_indicator_and_period(ask: Any) -> None:
    assert ask("select indicator_id, time_period, sector, state, count(*) from gaps group by all order by all") == [
        ("agreements_signed", "2020-S1", "_T", "unpublished", 30),
        ("agreements_signed", "2023-S1", "_T", "observed", 3),
        ("agreements_signed", "2023-S1", "_T", "omitted", 3),
        ("agreements_signed", "2023-S1", "_T", "unpublished", 24),
        ("members_recruited", "2020-S1", "_T", "observed", 1),
        ("members_recruited", "2020-S1", "_T", "unpublished", 29),
        ("members_recruited", "2023-S1", "_T", "unpublished", 30),
        ("unions_formed", "2020-S1", "non_state", "observed", 1),
        ("unions_formed", "2020-S1", "non_state", "unpublished", 29),
        ("unions_formed", "2023-S1", "_T", "observed", 3),
        ("unions_formed", "2023-S1", "_T", "omitted", 3),
        ("unions_formed", "2023-S1", "_T", "unpublished", 24),
    ]


def test_what_is_not_there_says_of_when_and_by_which_article(ask: Any) -> None:
    columns = "period_start::varchar, period_end::varchar, state, obs_status, claim_id, article_id"
    assert ask(f"select {columns} from gaps where unit_id = '002' order by indicator_id, time_period") == [
        ("2020-01-01", "2020-06-30", "unpublished", "L", None, None),
        ("2023-01-01", "2023-06-30", "observed", "P", "a001-l09-3", "001_161702fb8bb32444"),
        ("2020-01-01", "2020-06-30", "unpublished", "L", None, None),
        ("2023-01-01", "2023-06-30", "unpublished", "L", None, None),
        ("2020-01-01", "2020-06-30", "unpublished", "L", None, None),
        ("2023-01-01", "2023-06-30", "omitted", "L", None, "001_161702fb8bb32444"),
    ]


def test_a_period_of_an_indicator_that_is_not_core_asks_for_nothing(seeds: Seeds, ask: Any) -> None:
    later = {"time_period": "2022", "period_start": "2022-01-01", "period_end": "2022-12-31", "obs_status": "P"}
    seeds.copy_row("claims", "a003-l09-1", claim_id="later", article_id=NOT_DATED, **later)
    assert ask("select distinct time_period from gaps order by 1") == [("2020-S1",), ("2023-S1",)]


def test_of_two_series_in_one_period_both_are_asked_for_and_no_third(seeds: Seeds, ask: Any) -> None:
    for sector in ("non_state", "with_youth_union"):
        seeds.copy_row("claims", "a003-l08-2", claim_id=sector, sector=sector)
    seeds.drop_row("claims", "a003-l08-2")
    assert ask(
        "select sector, count(*) from gaps where indicator_id = 'members_recruited' and time_period = '2020-S1' "
        "group by all order by all"
    ) == [("non_state", 30), ("with_youth_union", 30)]


TARGETS = (
    "select indicator_id, actual, target, target_at_least, target_at_most, target_status, target_formula, "
    "share_printed, share_recomputed, share_agrees from targets order by indicator_id"
)


def test_a_target_is_worked_out_from_the_printed_share(ask: Any) -> None:
    assert ask(TARGETS) == [
        ("members_recruited", 60, 120, 119, 121, "E", "60 / 50% = 120", 50, None, None),
        ("unions_formed", 1, 2, 2, 2, "E", "1 / 50% = 2", 50, None, None),
    ]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ({"value": "120", "as_printed": "120 đoàn viên"}, (60, 120, None, None, "A", None, 50, 50, True)),
        ({"value": "100", "as_printed": "100 người"}, (60, 100, None, None, "A", None, 50, 60, False)),
        ({"value": "0", "as_printed": "0 người"}, (60, 0, None, None, "A", None, 50, None, None)),
    ],
)
def test_a_printed_target_stands_beside_the_share_recomputed_from_it(
    seeds: Seeds, ask: Any, printed: dict[str, str], expected: tuple[Any, ...]
) -> None:
    yearly = {"claim_id": "plan", "time_period": "2020", "period_end": "2020-12-31", "scenario": "target"}
    place = {"target_kind": "assigned", "char_start": "0", "char_end": str(len(printed["as_printed"]))}
    seeds.copy_row("claims", "a003-l08-2", **yearly, **place, **printed)
    seeds.cell("claims", "a003-l08-4", "share_note", "Bài in như vậy.")
    seeds.translate("Bài in như vậy.")
    assert ask(TARGETS)[0] == ("members_recruited", *expected)


@pytest.mark.parametrize(
    ("words", "qualifier", "agrees"),
    [("hơn 50%", "more_than", True), ("dưới 50%", "less_than", False), ("khoảng 50%", "about", None)],
)
def test_a_hedged_share_keeps_its_hedge_and_is_compared_as_a_bound(
    seeds: Seeds, ask: Any, words: str, qualifier: str, agrees: object
) -> None:
    yearly = {"claim_id": "plan", "time_period": "2020", "period_end": "2020-12-31", "scenario": "target"}
    place = {"target_kind": "assigned", "char_start": "0", "char_end": "9"}
    seeds.copy_row("claims", "a003-l08-2", **yearly, **place, value="100", as_printed="100 người")
    for column, value in {
        "qualifier": qualifier,
        "as_printed": words,
        "numeral": "",
        "char_end": str(1434 + len(words)),
    }.items():
        seeds.cell("claims", "a003-l08-4", column, value)
    seeds.cell("claims", "a003-l08-4", "share_note", "Bài in như vậy.")
    seeds.translate("Bài in như vậy.")
    columns = "share_printed, share_qualifier, share_at_most, share_recomputed, share_agrees"
    assert ask(f"select {columns} from targets where indicator_id = 'members_recruited'") == [
        (50, qualifier, None, 60, agrees)
    ]


def test_of_a_hedged_share_no_target_is_worked_out(seeds: Seeds, ask: Any) -> None:
    for column, value in {"qualifier": "more_than", "as_printed": "hơn 50%", "numeral": "", "char_end": "1441"}.items():
        seeds.cell("claims", "a003-l08-4", column, value)
    assert ask(TARGETS)[0] == ("members_recruited", 60, None, None, None, None, None, 50, None, None)


def test_a_result_above_its_target_has_a_share_above_100(seeds: Seeds, ask: Any) -> None:
    words = {"as_printed": "16/13 bản", "char_end": "2009"}
    for column, value in (words | {"out_of": "13"}).items():
        seeds.cell("claims", "a001-l08-1", column, value)
    year = {"time_period": "2023", "period_end": "2023-12-31", "scenario": "target", "obs_status": "A"}
    seeds.copy_row("claims", "a001-l08-1", claim_id="plan", value="13", numeral="13", out_of="", **year)
    columns = "actual, target, target_status, share_printed, round(share_recomputed, 2), target_claim_id"
    assert ask(f"select {columns} from targets where unit_id = '004'") == [(16, 13, "A", None, 123.08, "plan")]
    assert ask("select value, out_of, lower, upper from observations where claim_id = 'a001-l08-1'") == [
        (16, 13, 16, 16)
    ]


def test_a_share_that_no_whole_target_has_gives_no_target(seeds: Seeds, ask: Any) -> None:
    for column, value in {"value": "30", "as_printed": "30% đối với cả 2 chỉ tiêu", "numeral": "30%"}.items():
        seeds.cell("claims", "a003-l08-3", column, value)
    assert ask(TARGETS)[1] == ("unions_formed", 1, None, None, None, None, None, 30, None, False)


def test_a_registered_target_is_not_mixed_with_the_share_of_an_assigned_one(seeds: Seeds, ask: Any) -> None:
    plan = {"claim_id": "plan", "time_period": "2020", "period_end": "2020-12-31", "scenario": "target"}
    place = {"target_kind": "registered", "char_start": "0", "char_end": "9"}
    seeds.copy_row("claims", "a003-l08-2", **plan, **place, value="150", as_printed="150 người")
    assert ask(TARGETS)[0][:6] == ("members_recruited", Decimal(60), 120, 119, 121, "E")


def test_the_dictionary_describes_every_table_view_and_column(ask: Any) -> None:
    assert ask("select table_name, column_name from dictionary where comment is null or not comment like '%.'") == []
    assert (
        ask(
            """
        select table_name, null from duckdb_tables()
        union all select view_name, null from duckdb_views() where not internal
        union all select table_name, column_name from duckdb_columns() where not internal
        except all select table_name, column_name from dictionary
        """
        )
        == []
    )
    assert ask("select count(*) from dictionary") == ask(
        """
        select (select count(*) from duckdb_tables()) + (select count(*) from duckdb_views() where not internal)
            + (select count(*) from duckdb_columns() where not internal)
        """
    )


def test_the_warehouse_names_the_keys_and_references_that_were_proven(ask: Any) -> None:
    assert ask("from keys where table_name = 'corrections'") == [
        ("corrections", ["correction_id"], None, []),
        ("corrections", ["claim_id"], "claims", ["claim_id"]),
    ]
    with_key = "select table_name from keys where parent is null order by all"
    assert [name for (name,) in ask(with_key)] == sorted(seed.stem for seed in SEEDS.glob("*.csv"))


def test_a_column_of_a_view_has_a_comment_of_its_own_or_that_of_the_seeds(ask: Any) -> None:
    described = "select is_view, comment from dictionary where table_name = 'cells' and column_name"
    assert ask(f"{described} = 'is_covered'") == [
        (True, "Whether an article speaks for the unit in this series, with or without a figure.")
    ]
    assert ask(f"{described} = 'sector'") == [(True, "Sector or other restriction of the figure; _T for none.")]
    assert ask("select is_view, data_type from dictionary where table_name = 'claims' and column_name is null") == [
        (False, None)
    ]


def test_the_dictionary_is_of_the_warehouse_alone_where_it_is_attached(ask: Any, tmp_path: Path) -> None:
    (own,) = ask("select list(dictionary) from dictionary")
    with duckdb.connect() as connection:
        connection.execute("create table other (x integer)")
        connection.execute(f"attach '{tmp_path / 'warehouse.duckdb'}' as warehouse (read_only); use warehouse")
        assert connection.execute("select list(dictionary) from dictionary").fetchall() == [own]
