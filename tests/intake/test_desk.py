"""Two readers at one desk: what each sees, what is kept, where they differ, and what comes of it."""

from __future__ import annotations

import csv
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from intake.desk import Desk, Entry, Refused, store
from intake.desk.agreement import COMPARED, kappa
from intake.desk.seedfiles import SeedFile
from intake.desk.seeding import Seeds, claim_of, prefix_of
from intake.desk.texts import days_of, marks_of
from intake.desk.vocabulary import usual_reasons
from tests.intake.desks import (
    ABOUT,
    MADE_UP,
    MEMBERS,
    ONE,
    REST,
    SEEDS,
    TEXT,
    TWO,
    UNIONS,
    WHY,
    agreed,
    at,
    figure,
    fresh,
    lay,
    passed,
    read,
    refusal,
    rows,
)  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return fresh(tmp_path, monkeypatch)


def test_numerals_are_marked_alike_for_all_in_digits_and_in_words():
    text = "Năm 2023, quận có mười hai công đoàn cơ sở, đạt 5/6 đơn vị (83,3%).\nGọi 024.3825-1234: 4-5 nhà, 2019-2020."
    assert [(mark.as_printed, mark.line, mark.must_settle) for mark in marks_of(text)] == [
        ("2023", 1, True), ("mười hai", 1, False), ("5/6", 1, True), ("83,3", 1, True), ("024.3825-1234", 2, True),
        ("4", 2, True), ("5", 2, True), ("2019-2020", 2, True),
    ]  # fmt: skip
    assert all(text[mark.char_start : mark.char_end] == mark.as_printed for mark in marks_of(text))


def test_the_first_reader_is_shown_proposals_and_the_second_is_not(desk):
    assert desk.start(MADE_UP, ONE).nth == 1
    assert desk.start(MADE_UP, TWO).nth == 2
    shown = {one.as_printed: one for one in desk.proposals(MADE_UP, ONE)}
    assert (shown["12 công đoàn cơ sở"].indicator_id, shown["12 công đoàn cơ sở"].unit_id) == ("unions_formed", "003")
    assert (shown["hơn 345 đoàn viên"].qualifier, shown["hơn 345 đoàn viên"].origin) == ("more_than", "proposed")
    assert shown["2023"].reason == "Năm."
    assert desk.proposals(MADE_UP, TWO) == ()
    assert desk.marks(MADE_UP) == marks_of(TEXT)


def test_no_reader_sees_the_others_work_until_both_have_ended(desk):
    read(desk, MADE_UP, ONE, (UNIONS, MEMBERS, *REST))
    desk.start(MADE_UP, TWO)
    assert desk.reading(MADE_UP, TWO).entries == ()
    for ask in (desk.differences, desk.settled, desk.agreement, desk.lists):
        assert refusal(ask, MADE_UP, ONE).startswith("The two readings can be compared when both have ended")
    desk.ask_for(MADE_UP, TWO, "sectors", {"name_vi": "khu vực giả định"})
    assert not any(row["name_vi"] == "khu vực giả định" for row in desk.vocabulary(MADE_UP, ONE).sectors)
    desk.save(MADE_UP, TWO, UNIONS, *REST, MEMBERS)
    desk.finish(MADE_UP, TWO)
    assert desk.differences(MADE_UP, ONE) == ()
    assert any(row["name_vi"] == "khu vực giả định" for row in desk.vocabulary(MADE_UP, ONE).sectors)
    assert desk.proposals(MADE_UP, TWO) != ()


def test_one_person_cannot_read_twice_and_nobody_third(desk):
    with (desk.seeds / "readers.csv").open("a") as file:
        file.write("reader-3\n")
    read(desk, MADE_UP, ONE, (UNIONS, MEMBERS, *REST))
    assert (desk.start(MADE_UP, ONE).nth, desk.draft(MADE_UP).second_reader) == (1, "")
    desk.start(MADE_UP, TWO)
    assert (
        refusal(desk.start, MADE_UP, "reader-3")
        == f"{ONE} and {TWO} read this article already; choose another article."
    )
    assert refusal(desk.start, MADE_UP, "Lan").startswith("Lan is not a reader of seeds/readers.csv")
    assert refusal(desk.reading, MADE_UP, "reader-3").startswith("reader-3 has not begun")


def test_a_reader_who_leaves_goes_on_where_they_were(desk, tmp_path):
    desk.start(MADE_UP, ONE)
    (kept,) = desk.save(MADE_UP, ONE, Entry(*at("12 công đoàn")))  # not whole yet: kept all the same
    assert (kept.value, kept.line, kept.as_printed, kept.entry_id) == ("12", 2, "12 công đoàn", "1-1")
    desk.leave_at(MADE_UP, ONE, at("345")[0])
    again = Desk(desk.drafts, desk.seeds, desk.warehouse, desk.articles_dir).start(MADE_UP, ONE)
    assert (again.entries, again.at, again.is_finished) == ((kept,), at("345")[0], False)
    assert [mark.as_printed for mark in again.unsettled] == ["2023", "2023", "345", "30"]
    (changed,) = desk.save(MADE_UP, ONE, replace(kept, unit_id="003", indicator_id="unions_formed", time_period="2023"))
    assert (changed.period_start, changed.period_end) == ("2023-01-01", "2023-12-31")
    assert desk.reading(MADE_UP, ONE).entries == (changed,)
    desk.remove(MADE_UP, ONE, changed.entry_id)
    assert desk.reading(MADE_UP, ONE).entries == ()


def test_a_reading_ends_when_every_numeral_is_settled_and_every_figure_whole(desk):
    desk.start(MADE_UP, ONE)
    desk.save(MADE_UP, ONE, Entry(*at("12")), passed("2023", reason=""))
    assert [str(problem) for problem in desk.problems(MADE_UP, ONE)] == [
        "“2023” on line 2 is neither a figure nor passed over.",
        "“345” on line 2 is neither a figure nor passed over.",
        "“30” on line 3 is neither a figure nor passed over.",
        "Line 1: say why “2023” is passed over.",
        "Line 2: say which unit “12” is about.",
        "Line 2: say what “12” counts.",
        "Line 2: say which period “12” is of, such as 2023-S1.",
    ]
    with pytest.raises(Refused) as caught:
        desk.finish(MADE_UP, ONE)
    assert len(caught.value.problems) == 7


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (figure("12 công đoàn cơ sở", "unions_formed", value="mười hai"), "Line 2: write the number of"),
        (figure("12 công đoàn cơ sở", "unions_formed", value="12", out_of="0"), "Line 2: write the whole of"),
        (figure("12 công đoàn cơ sở", "unions_formed", qualifier="sure"), "Line 2: choose one of the list"),
        (figure("12 công đoàn cơ sở", "unions_formed", sector="x"), "Line 2: choose a sector"),
        (figure("12 công đoàn cơ sở", "unions_formed", rank="preferred"), "Line 2: say why “12 công đoàn cơ sở” goes"),
        (figure("12 công đoàn cơ sở", "unions_formed", time_period="2023-S3"), "Line 2: say which period"),
        (figure("2 công đoàn cơ sở", "unions_formed"), "“2 công đoàn cơ sở” on line 2 cuts a numeral in two"),
        (figure("2023\nTrong năm 2023, quận thành lập mới 12", "unions_formed"), "run over several lines"),
        (passed(TEXT.split("\n")[1]), "have more than 60 letters"),
    ],
)
def test_what_cannot_be_published_is_said_before_the_reading_ends(desk, entry, said):
    desk.start(MADE_UP, ONE)
    desk.save(MADE_UP, ONE, UNIONS, MEMBERS, *REST, entry)
    assert any(said in str(problem) for problem in desk.problems(MADE_UP, ONE))


def test_a_place_outside_the_text_is_refused_and_nothing_is_lost(desk):
    desk.start(MADE_UP, ONE)
    desk.save(MADE_UP, ONE, UNIONS)
    for place in ((-1, 3), (5, 5), (0, len(TEXT) + 1)):
        assert "mark the words again" in refusal(desk.save, MADE_UP, ONE, MEMBERS, Entry(*place))
    assert "Only blanks" in refusal(desk.save, MADE_UP, ONE, Entry(*at(" ")))
    assert len(desk.reading(MADE_UP, ONE).entries) == 1
    assert refusal(desk.remove, MADE_UP, ONE, "2-1") == "The entry 2-1 is not one of yours."


def test_an_ended_reading_is_opened_again_until_the_other_has_ended(desk):
    read(desk, MADE_UP, ONE, (UNIONS, MEMBERS, *REST))
    assert refusal(desk.save, MADE_UP, ONE, UNIONS).startswith("This reading has ended")
    assert not desk.resume(MADE_UP, ONE).is_finished
    desk.finish(MADE_UP, ONE)
    read(desk, MADE_UP, TWO, (UNIONS, MEMBERS, *REST))
    assert desk.draft(MADE_UP).state == "settling"
    assert refusal(desk.resume, MADE_UP, ONE).startswith("Both readings have ended and were compared")


def differing(desk: Desk) -> None:
    """The second reader errs in a qualifier and its words, passes a figure over, and finds one more."""
    read(desk, MADE_UP, ONE, (UNIONS, MEMBERS, *REST))
    other = figure("345 đoàn viên", "members_recruited")
    gifts = figure("30 suất quà", "gift_giving_federations")
    read(desk, MADE_UP, TWO, (passed("12 công đoàn cơ sở", "Số tiền."), other, *REST[:2], gifts))


def test_differences_are_named_column_by_column_and_settled_with_a_reason(desk):
    differing(desk)
    found = desk.differences(MADE_UP, TWO)
    assert [(one.as_printed, one.column, one.first, one.second, one.is_settled) for one in found] == [
        ("12", "kind", "figure", "passed", False),
        ("345", "qualifier", "more_than", "exact", False),
        ("345", "as_printed", "hơn 345 đoàn viên", "345 đoàn viên", False),
        ("30", "kind", "passed", "figure", False),
    ]
    agreement = desk.agreement(MADE_UP, ONE)
    assert (agreement.both_figure, agreement.only_first, agreement.only_second, agreement.both_passed) == (1, 1, 1, 2)
    assert agreement.fields["qualifier"] == (1, 0)
    assert agreement.fields["value"] == (1, 1)
    assert agreement.kappa == kappa(1, 1, 1, 2)
    with pytest.raises(Refused) as caught:
        desk.agree(MADE_UP, ONE)
    assert len(caught.value.problems) == 5  # the differences, and lists that nobody confirmed
    assert refusal(desk.settle, MADE_UP, ONE, found[0].difference_id, "figure", " ").startswith("Say why")
    assert refusal(desk.settle, MADE_UP, ONE, found[0].difference_id, "12", WHY).startswith("Say whether")
    assert refusal(desk.settle, MADE_UP, ONE, "1-9:kind", "figure", WHY).startswith("This difference is not there")
    assert refusal(desk.settle, MADE_UP, ONE, found[2].difference_id, "345", WHY).startswith("Take the words")
    for one, value in zip(found, ("figure", "exact", "345 đoàn viên", "passed"), strict=True):
        assert desk.settle(MADE_UP, ONE, one.difference_id, value, WHY).settled == value
    settled = desk.settled(MADE_UP, TWO)
    assert [(one.as_printed, one.kind) for one in settled] == [
        ("2023", "passed"), ("2023", "passed"), ("12 công đoàn cơ sở", "figure"), ("345 đoàn viên", "figure"),
        ("30 suất quà", "passed"),
    ]  # fmt: skip
    desk.settle(MADE_UP, TWO, found[1].difference_id, "more_than", WHY)  # settled anew, by the other
    desk.settle(MADE_UP, TWO, found[2].difference_id, "hơn 345 đoàn viên", WHY)
    assert [one.qualifier for one in desk.settled(MADE_UP, ONE) if one.kind == "figure"] == ["exact", "more_than"]


def test_both_agree_to_the_whole_and_any_change_takes_that_back(desk):
    agreed(desk)
    assert desk.draft(MADE_UP).state == "agreed"
    desk.save_metadata(MADE_UP, ONE, {"title": "Tiêu đề khác"})
    assert (desk.draft(MADE_UP).agreed_by, desk.draft(MADE_UP).title) == ((), "Tiêu đề khác")
    desk.agree(MADE_UP, ONE)
    assert refusal(desk.publish, MADE_UP, ONE).startswith("Both readers have to agree")
    desk.agree(MADE_UP, TWO)
    desk.save_lists(MADE_UP, TWO, [])
    assert desk.draft(MADE_UP).state == "settling"
    assert refusal(desk.save_metadata, MADE_UP, ONE, {"colour": "red"}) == "An article has no colour."


def test_what_both_had_alike_can_be_amended_and_stands_as_a_difference(desk):
    for reader in (ONE, TWO):
        read(desk, MADE_UP, reader, (replace(UNIONS, unit_id="004"), MEMBERS, *REST))
    wrong = next(one for one in desk.settled(MADE_UP, ONE) if one.indicator_id == "unions_formed")
    desk.amend(MADE_UP, ONE, replace(wrong, unit_id="003"), WHY)
    (one,) = desk.differences(MADE_UP, TWO)
    assert (one.column, one.first, one.second, one.settled, one.reason) == ("unit_id", "004", "004", "003", WHY)
    gifts = desk.amend(MADE_UP, TWO, figure("30 suất quà", "gift_giving_federations"), WHY)
    assert [entry.entry_id for entry in desk.settled(MADE_UP, ONE) if entry.kind == "figure"] == [
        "1-1",
        "1-2",
        gifts.entry_id,
    ]
    assert [entry.as_printed for entry in desk.settled(MADE_UP, ONE) if entry.kind == "passed"] == ["2023", "2023"]
    desk.amend(MADE_UP, TWO, replace(wrong, kind="passed", reason="Số tiền."), WHY)
    assert [entry.as_printed for entry in desk.settled(MADE_UP, ONE) if entry.kind == "passed"] == [
        "2023", "2023", "12 công đoàn cơ sở",
    ]  # fmt: skip
    assert desk.agreement(MADE_UP, ONE).fields["unit_id"] == (2, 2)  # how they read is not changed by what they settle


def test_one_number_may_be_of_several_units_and_a_share_of_two_indicators(desk):
    several = [replace(UNIONS, unit_id=unit) for unit in ("003", "004", "005")]
    read(desk, MADE_UP, ONE, (*several, MEMBERS, *REST))
    read(desk, MADE_UP, TWO, (*several[1:][::-1], MEMBERS, *REST))
    assert [(one.column, one.first, one.second, one.entry.unit_id) for one in desk.differences(MADE_UP, ONE)] == [
        ("kind", "figure", "", "003")
    ]
    assert desk.agreement(MADE_UP, ONE).kappa == 1


def test_of_a_figure_that_is_printed_again_one_is_proposed_and_two_are_not_taken(desk):
    text = "LĐLĐ quận Tây Hồ thành lập mới 12 công đoàn cơ sở trong năm 2023\n" + TEXT
    lay(desk, "20261121_again", text, ABOUT)
    desk.start("20261121_again", ONE)
    shown = [one for one in desk.proposals("20261121_again", ONE) if one.as_printed.startswith("12")]
    assert [(one.line, one.kind, one.reason) for one in shown] == [
        (1, "passed", "Nhắc lại con số đã nêu ở dòng khác."), (3, "figure", ""),
    ]  # fmt: skip
    both = [replace(shown[1], char_start=at(words, text, nth)[0], char_end=at(words, text, nth)[1])
            for nth, words in enumerate(["12 công đoàn cơ sở"] * 2)]  # fmt: skip
    desk.save("20261121_again", ONE, *both)
    (said,) = [str(one) for one in desk.problems("20261121_again", ONE) if one.column == "rank"]
    assert said.startswith(
        "“12 công đoàn cơ sở” on line 3 is of the same thing as line 1; pass one over as a repetition"
    )


@pytest.mark.parametrize(
    ("words", "is_fine"),
    [
        ("15", True), ("15/13", True), ("1", False), ("2.000", True), ("2.0", False), ("000", False), ("4", True),
        ("16:", True), ("7,5", True), ("7", False),
    ],
)  # fmt: skip
def test_a_number_is_not_taken_in_part(desk, words, is_fine):
    text = "Đạt 15/13, 2.000 người, 4-5 nhà, lúc 16:09, 7,5 điểm."
    lay(desk, "20261121_cut", text, ABOUT)
    desk.start("20261121_cut", ONE)
    desk.save("20261121_cut", ONE, Entry(*at(words, text), kind="passed", reason="Năm."))
    said = [str(one) for one in desk.problems("20261121_cut", ONE)]
    assert any("cuts a numeral in two" in one for one in said) is not is_fine
    desk.save("20261121_cut", ONE, Entry(*at("16", text), kind="passed", reason="Năm."),
              Entry(*at("09", text), kind="passed", reason="Năm."))  # fmt: skip
    assert not any("16:09" in str(one) for one in desk.problems("20261121_cut", ONE) if "neither" in str(one))


def test_a_result_and_the_target_that_it_is_printed_against_are_two_figures_of_one_numeral(desk):
    text = "LĐLĐ quận Tây Hồ\nNăm 2023, quận thành lập mới 15/13 công đoàn cơ sở."
    lay(desk, "20261121_ratio", text, {**ABOUT, "published_to": "2023-12-01"})
    desk.start("20261121_ratio", ONE)
    result, target = (one for one in desk.proposals("20261121_ratio", ONE) if one.kind == "figure")
    assert (result.as_printed, result.value, result.out_of, result.numeral) == ("15/13 công đoàn cơ sở", "15", "13", "")
    assert (result.scenario, result.obs_status) == ("actual", "P")  # the article was out before the year had ended
    assert (target.as_printed, target.value, target.out_of, target.numeral) == ("15/13 công đoàn cơ sở", "13", "", "13")
    assert (target.scenario, target.obs_status) == ("target", "A")
    (bare,) = {desk.bare("20261121_ratio", *at("13 công đoàn cơ sở", text))}
    assert (bare.as_printed, bare.value, bare.numeral) == ("15/13 công đoàn cơ sở", "13", "13")
    year = Entry(*at("2023", text), kind="passed", reason="Năm.")
    read(desk, "20261121_ratio", ONE, (result, target, year))
    read(desk, "20261121_ratio", TWO, (year, replace(bare, **asked_of(target)), replace(result, entry_id="")))
    assert desk.differences("20261121_ratio", TWO) == ()


def asked_of(entry: Entry) -> dict[str, Any]:
    return {column: getattr(entry, column) for column in COMPARED if column not in ("value", "out_of")}


def test_which_numeral_is_meant_is_told_where_words_hold_several(desk):
    lay(desk, "20261121_both", "Đạt 50% đối với cả 2 chỉ tiêu, 2023", ABOUT)
    desk.start("20261121_both", ONE)
    words = at("50% đối với cả 2 chỉ tiêu", "Đạt 50% đối với cả 2 chỉ tiêu, 2023")
    for numeral, value in (("", "50"), ("50%", "50"), ("2", "2"), ("7", "50")):
        (kept,) = desk.save("20261121_both", ONE, Entry(*words, numeral=numeral))
        assert (kept.value, kept.numeral) == (value, numeral if numeral != "7" else "")
    assert claim_of(kept, "Đạt 50% đối với cả 2 chỉ tiêu, 2023", {})["numeral"] == "50%"


def test_whole_lines_are_passed_over_at_once(desk):
    read(desk, MADE_UP, ONE, (UNIONS, MEMBERS, *REST))
    lines = Entry(*at("30"), kind="passed", is_whole_lines=True, reason="Tiêu đề của bài khác.")
    read(desk, MADE_UP, TWO, (UNIONS, MEMBERS, *REST[:2], lines))
    (kept,) = [one for one in desk.reading(MADE_UP, TWO).entries if one.is_whole_lines]
    assert (kept.line, kept.line_to, kept.as_printed, TEXT[kept.char_start : kept.char_end]) == (
        3,
        3,
        "",
        TEXT.split("\n")[2],
    )
    assert desk.differences(MADE_UP, ONE) == ()


def test_an_article_lies_on_the_desk_once_and_goes_while_nobody_reads_it(desk):
    assert len(desk.articles()) == 1
    lay(desk, MADE_UP, TEXT, {"title": "anders"})
    assert [one.title for one in desk.articles()] == [ABOUT["title"]]
    desk.start(MADE_UP, ONE)
    desk.save(MADE_UP, ONE, UNIONS)
    assert refusal(desk.discard, MADE_UP).startswith("Somebody has begun")
    lay(desk, "20261121_ffff", TEXT, ABOUT)
    desk.start("20261121_ffff", ONE)
    desk.discard("20261121_ffff")
    assert len(desk.articles()) == 1
    assert refusal(desk.draft, "20261121_ffff").endswith("is not on the desk; bring it in first.")


def test_a_text_that_is_gone_or_changed_is_said_and_what_was_read_is_kept(desk):
    desk.start(MADE_UP, ONE)
    desk.save(MADE_UP, ONE, UNIONS)
    path = desk.articles_dir / f"{MADE_UP}.txt"
    data = path.read_bytes()
    path.write_bytes(data + b" ")
    assert "is not the text that the readers began with" in refusal(desk.reading, MADE_UP, ONE)
    path.unlink()
    assert "what was read so far is kept" in refusal(desk.save, MADE_UP, ONE, MEMBERS)
    path.write_bytes(data)
    assert len(desk.reading(MADE_UP, ONE).entries) == 1


def test_drafts_that_cannot_be_used_are_said(desk, tmp_path):
    def other(path: Path) -> Desk:
        return Desk(path, desk.seeds, desk.warehouse, desk.articles_dir)

    (tmp_path / "spoilt").write_bytes(b"no database" * 1000)
    assert "cannot be used" in refusal(other(tmp_path / "spoilt").articles)
    assert "cannot be used" in refusal(other(tmp_path / "gone" / "drafts").articles)
    with closing(sqlite3.connect(tmp_path / "newer")) as connection:
        connection.execute("pragma user_version = 9")
    assert "are of version 9" in refusal(other(tmp_path / "newer").articles)


def test_full_drafts_are_said_and_what_was_saved_is_kept(desk, monkeypatch):
    desk.start(MADE_UP, ONE)
    desk.save(MADE_UP, ONE, UNIONS)
    connected = store._connected

    def small(path: Path) -> sqlite3.Connection:
        connection = connected(path)
        connection.execute("pragma max_page_count = 30")
        return connection

    monkeypatch.setattr(store, "_connected", small)
    long = replace(MEMBERS, note="x" * 200_000)
    assert refusal(desk.save, MADE_UP, ONE, long).startswith("There is no room left where the drafts are")
    assert len(desk.reading(MADE_UP, ONE).entries) == 1


def test_two_readers_at_one_instant(desk):
    with ThreadPoolExecutor(8) as threads:
        begun = list(threads.map(lambda n: desk.start(MADE_UP, (ONE, TWO)[n % 2]).nth, range(8)))
        assert sorted(set(begun)) == [1, 2]
        list(threads.map(lambda n: desk.save(MADE_UP, (ONE, TWO)[n % 2], replace(UNIONS, note=str(n))), range(40)))
    for place, reader in enumerate((ONE, TWO)):
        notes = {int(one.note) for one in desk.reading(MADE_UP, reader).entries}
        assert notes == set(range(place, 40, 2))


def test_ten_thousand_numerals_are_read_without_waiting(desk):
    text = "\n".join(f"Năm 2023, dòng {n}: {n} người." for n in range(3_500))
    lay(desk, "20261121_many", text, ABOUT)
    began = time.perf_counter()
    marks = desk.marks("20261121_many")
    assert len(marks) > 10_000
    entries = [Entry(mark.char_start, mark.char_end, kind="passed", reason="Năm.") for mark in marks]
    for reader in (ONE, TWO):
        read(desk, "20261121_many", reader, entries)
    assert desk.differences("20261121_many", ONE) == ()
    assert time.perf_counter() - began < 60


def test_rows_go_where_they_belong_and_no_other_line_changes():
    for path in SEEDS.glob("*.csv"):
        data = path.read_bytes()
        file = SeedFile.parse(path.stem, data)
        assert file.data() == data
        assert [file.written(row) for row in file.rows] == file.lines, "the program would write them otherwise"
    seeds = Seeds({path.name: path.read_bytes() for path in SEEDS.glob("*.csv")})
    for name in ("claims", "articles", "passed_over"):
        assert seeds[name].rows
    assert seeds.changed() == {}
    before = SeedFile.parse("t", b"a,b\n1,x\n3,y\n3,z\n5,w\n")
    before.put({"a": "3", "b": 'say "no", twice'}, lambda row: int(row["a"]))
    before.put({"a": "0"}, lambda row: int(row["a"]))
    assert before.data() == b'a,b\n0,\n1,x\n3,y\n3,z\n3,"say ""no"", twice"\n5,w\n'


def test_the_usual_sentences_are_those_of_the_seeds():
    english = {row["text_vi"]: row["text_en"] for row in rows(SEEDS, "translations")}
    usual = {one.text_vi: one.text_en for one in usual_reasons("passed")}
    assert {row["reason"] for row in rows(SEEDS, "passed_over")} <= set(usual)
    assert {text: english[text] for text in usual if text in english} == {
        text: said for text, said in usual.items() if text in english
    }


def test_the_columns_that_are_compared_are_those_that_the_warehouse_counts():
    views = (Path(__file__).parents[2] / "etl" / "views.sql").read_text(encoding="utf-8")
    listed = next(
        csv.reader(
            [views.partition("select unnest([")[2].partition("])")[0].replace("\n", "").replace(" ", "")], quotechar="'"
        )
    )
    assert tuple(listed) == COMPARED


@pytest.mark.parametrize(
    ("code", "days"),
    [
        ("2023", ("2023-01-01", "2023-12-31")), ("2023-S2", ("2023-07-01", "2023-12-31")),
        ("2023-Q1", ("2023-01-01", "2023-03-31")), ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2023-01-01/P9M", ("2023-01-01", "2023-09-30")), ("2025-01-01/P161D", ("2025-01-01", "2025-06-10")),
        ("2008-01-01/P5Y", ("2008-01-01", "2012-12-31")), ("2023-05-31", ("2023-05-31", "2023-05-31")),
        ("2023-02-30", None), ("2023-13", None), ("2023-S1/P2M", None), ("nine months", None), ("", None),
        ("9999-01-01/P9Y", None),
    ],
)  # fmt: skip
def test_a_period_s_days_follow_from_its_code(code, days):
    assert days_of(code) == days


def test_kappa_is_one_for_agreement_and_none_where_there_is_nothing_to_agree_on():
    assert (kappa(5, 0, 0, 5), kappa(0, 0, 0, 9), kappa(0, 0, 0, 0), kappa(0, 5, 5, 0)) == (1, None, None, -1)


def test_ids_of_rows_begin_with_what_no_other_article_has():
    taken = [{"claim_id": "a005-l02-1"}, {"passed_over_id": "a006-p01"}, {"claim_id": "a006_0011-l02-1"}]
    assert prefix_of("004_0011aaaa", taken) == "a004"
    assert prefix_of("005_0011aaaa", taken) == "a005_0011"
    assert prefix_of("006_0011aaaa", taken) == "a006_0011aaaa"
