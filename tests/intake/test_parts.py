"""The parts that proposals are made of: hedges, the lexicon, periods."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake import hedges, lexicon
from intake.numerals import value_of, value_of_words
from intake.periods import Calendar, Span
from intake.propose import propose
from intake.texts import lines_of

INDICATORS = duckdb.sql("select indicator_id from 'seeds/indicators.csv'").fetchall()


def test_hedges_are_those_of_the_etl():
    """Read by the ETL itself: what is said before the pattern of hedges is made."""
    connection = duckdb.connect()
    connection.execute(hedges.RULES.read_text(encoding="utf-8").split("-- The longest first")[0])
    rows = connection.execute("select qualifier, place, is_loose, words from hedges").fetchall()
    own = hedges.rows()
    for qualifier, place, is_loose, words in rows:
        if words not in own[place, is_loose]:
            assert (qualifier, place) == ("unknown", "before")
            assert re.fullmatch(hedges.denied(), words)
        elif (place, words) != ("before", "suýt"):
            assert own[place, is_loose][words] == qualifier
    assert {words for several in own.values() for words in several} <= {row[3] for row in rows}


def test_every_figure_of_the_lexicon_is_an_indicator_or_another_count():
    found = set(lexicon.load().figures.values()) | set(lexicon.load().shares.values())
    assert {one for one in found if not one.startswith("other:")} <= {row[0] for row in INDICATORS}


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("verb,form,lập", "rows.csv:2: kind: “verb”"),
        ('pass_over,date,"(?P<n>\\d"', "rows.csv:2: phrases: missing ), unterminated subpattern at position 7"),
    ],
)
def test_a_row_that_nothing_reads_is_named(tmp_path, row, sentence):
    path = tmp_path / "rows.csv"
    path.write_text(f"kind,means,phrases\n{row}\n", encoding="utf-8")
    with pytest.raises(lexicon.BadRow) as error:
        lexicon.load(path)
    assert str(error.value).startswith(sentence.replace("“", '"').replace("”", '"'))


def with_rows(folder: Path, indicators: str, words: str) -> lexicon.Lexicon:
    """The lexicon with rows more, of the seeds' indicators too."""
    (folder / "indicators.csv").write_text(Path("seeds/indicators.csv").read_text("utf-8") + indicators, "utf-8")
    (folder / "lexicon.csv").write_text(lexicon.ROWS.read_text("utf-8") + words, "utf-8")
    return lexicon.load(folder / "lexicon.csv", folder)


WORDS = "noun,clinic,phòng khám\ncue,open,khai trương\nfigure,clinics_opened,open+clinic\n"


@pytest.mark.parametrize(
    ("is_core", "expected"),
    [
        ("false", [("clinics_opened", "actual", "12", "10")]),
        (
            "true",
            [
                ("clinics_opened", "actual", "12", "10"),
                ("clinics_opened", "target", "10", ""),
                ("clinics_opened_share", "actual", "120", ""),
            ],
        ),
    ],
)
def test_a_new_indicator_needs_rows_only_and_so_does_a_core_one(tmp_path, monkeypatch, is_core, expected):
    rows = (
        f"clinics_opened,clinics_opened,{is_core},,welfare,,a,b,c,d,e,f,CLINIC,flow,90\n"
        "clinics_opened_share,clinics_opened,false,,welfare,,a,b,c,d,e,f,PERCENT,flow,91\n"
    )
    found = with_rows(tmp_path, rows, WORDS)
    monkeypatch.setattr(lexicon, "load", lambda: found)
    text = "LĐLĐ quận Ba Đình năm 2023\nQuận khai trương 12/10 phòng khám, đạt 120% chỉ tiêu."
    rows_of = [row for row in propose(lines_of(text)) if not row.rule.startswith("pass over")]
    assert [(row.indicator_id, row.scenario, row.value, row.out_of) for row in rows_of] == expected


def test_a_core_indicator_without_a_share_in_the_seeds_proposes_none_of_them(tmp_path, monkeypatch):
    found = with_rows(tmp_path, "clinics_opened,clinics_opened,true,,welfare,,a,b,c,d,e,f,CLINIC,flow,90\n", WORDS)
    monkeypatch.setattr(lexicon, "load", lambda: found)
    text = "LĐLĐ quận Ba Đình năm 2023\nĐơn vị | Phòng khám khai trương | Tỷ lệ % | Ghi chú\nTây Hồ | 3 | 75% | -"
    rows_of = [row for row in propose(lines_of(text)) if not row.rule.startswith("pass over")]
    assert [(row.unit_id, row.indicator_id, row.value) for row in rows_of] == [("003", "clinics_opened", "3")]


def test_core_indicators_go_by_their_nouns():
    assert lexicon.load().core == {
        "union": "unions_formed", "member": "members_recruited", "agreement": "agreements_signed",
        "copy": "agreements_signed",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("9 tháng đầu năm 2023", "2023-01-01/P9M"), ("sáu tháng đầu năm", "2024-S1"), ("quý iii/2023", "2023-Q3"),
        ("trong năm", "2024"), ("tháng 5/2022", "2022-05"), ("từ đầu năm đến nay", "2024-01-01/P183D"),
        ("từ tháng 3 đến nay", "2024-03-01/P123D"), ("tính đến hết tháng 5", "2024-01-01/P5M"),
        ("năm ngoái", "2023"), ("3 tháng cuối năm", "2024-Q4"), ("nhiệm kỳ này", ""), ("tháng 13", ""),
        ("ngày 31/2", ""), ("hai tháng lương", None), ("quý vị", None),
    ],
)  # fmt: skip
def test_a_period_is_read(text, code):
    found = Calendar(date(2024, 7, 1), None).find(text)
    assert [one.span.code for one in found] == ([] if code is None else [code])


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 2000))
def test_a_period_has_a_code_of_its_days(first, days):
    span = Span(first, date.fromordinal(first.toordinal() + days))
    assert span.code
    assert span.code.startswith(str(first.year))


@given(st.integers(0, 10_000_000))
def test_a_number_is_read_as_it_is_written(number):
    assert value_of(f"{number:,}".replace(",", ".")) == number
    assert value_of(str(number)) == number


@pytest.mark.parametrize(
    ("words", "value"),
    [("mười", 10), ("mười lăm", 15), ("hai mươi mốt", 21), ("một trăm linh năm", 105), ("hai nghìn ba trăm", 2300)],
)
def test_number_words_are_read(words, value):
    assert value_of_words(words) == value
