from datetime import date

import pytest

from dashboard import wording


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0"), (7, "7"), (1234.5, "1.234,5"), (60.24, "60,24"), (1_000_000, "1.000.000"), (-3, "-3")],
)
def test_a_number_is_written_the_vietnamese_way(value, said):
    assert wording.number(value) == said


@pytest.mark.parametrize(
    ("qualifier", "said"),
    [
        ("exact", "700"),
        ("more_than", "hơn 700"),
        ("at_least", "ít nhất 700"),
        ("about", "khoảng 700"),
        ("nearly", "gần 700"),
        ("at_most", "tối đa 700"),
    ],
)
def test_a_qualifier_travels_with_its_number(qualifier, said):
    assert str(wording.amount(700, qualifier)) == said


@pytest.mark.parametrize(
    ("value", "qualifier", "said"),
    [
        (None, None, "chưa cộng được"),
        (0, "exact", "0"),
        (1500, "at_least", "ít nhất 1.500"),
        (28, "at_most", "tối đa 28"),
        (28, "nearly", "gần 28"),
        (28, "about", "khoảng 28"),
        (1674, "at_least_about", "ít nhất khoảng 1.674"),
        (1674, "at_most_about", "tối đa khoảng 1.674"),
    ],
)
def test_a_sum_says_how_exact_it_is(value, qualifier, said):
    assert str(wording.total({"value": value, "qualifier": qualifier})) == said


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("2023", "năm 2023"),
        ("2023-S1", "6 tháng đầu năm 2023"),
        ("2023-S2", "6 tháng cuối năm 2023"),
        ("2023-Q3", "quý III/2023"),
        ("2023-01-01/P9M", "9 tháng đầu năm 2023"),
        ("2023-05-31", "tính đến 31/05/2023"),
    ],
)
def test_a_period_is_said_in_words(code, said):
    assert wording.period(code) == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2021-02-26", "2021-02-26", "26/02/2021"),
        ("2023-06-01", "2023-07-31", "trong khoảng 01/06/2023–31/07/2023"),
        ("2022-04-14", None, "từ 14/04/2022 trở đi"),
    ],
)
def test_a_range_of_days_may_have_no_end(first, last, said):
    assert wording.days(date.fromisoformat(first), last and date.fromisoformat(last)) == said


@pytest.mark.parametrize(
    ("covered", "n_covered", "n_units", "said"),
    [
        ("Cụm 3", 6, 30, "3/6 đơn vị Cụm 3 · 3/30 toàn thành phố"),
        (None, 4, 30, "3/4 đơn vị được bài báo đề cập · 3/30 toàn thành phố"),
        ("Cụm 3", 6, 6, "3/6 toàn thành phố"),
        (None, 0, 30, "3/30 toàn thành phố"),
    ],
)
def test_coverage_counts_what_is_spoken_for_and_what_was_chosen(covered, n_covered, n_units, said):
    row = {"n_observed": 3, "n_covered": n_covered, "n_units": n_units, "covered_cluster_name": covered,
           "covered_cluster_name_en": covered}  # fmt: skip
    assert wording.coverage(row, "toàn thành phố") == said
