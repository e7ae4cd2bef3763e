"""From the desk into the seeds: all files or none, one at a time, taken back, corrected, and as the ETL has it."""

from __future__ import annotations

import errno
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from filelock import FileLock

from etl.build import Busy, check, draft_of
from intake.desk import CoverageList, Desk, Entry, Refused, publish
from tests.intake.desks import (
    ABOUT,
    DAY,
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
    contents,
    desk_in,
    figure,
    fresh,
    lay,
    read,
    refusal,
    rows,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return fresh(tmp_path, monkeypatch)


def ask(desk: Desk, question: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(desk.warehouse), read_only=True) as connection:
        return connection.execute(question).fetchall()


def test_an_article_is_published_with_who_read_it_and_shown_at_once(desk):
    agreed(desk)
    before = contents(desk)
    assert desk.preview(MADE_UP) == ()
    assert contents(desk) == before
    made = desk.publish(MADE_UP, ONE)
    assert (made.what, made.of, made.by, made.state, made.is_built, made.trouble) == (
        "article", MADE_UP, ONE, "published", True, None,
    )  # fmt: skip
    assert made.files == ("articles.csv", "claims.csv", "comparisons.csv", "passed_over.csv", "translations.csv")
    changed = {name for name, data in contents(desk).items() if data != before.get(name)}
    assert changed == set(made.files)
    for name in made.files:  # the diff is the new rows
        assert contents(desk)[name].startswith(before[name])
    claims = rows(desk.seeds, "claims")
    assert [(row["claim_id"], row["value"], row["qualifier"], row["unit_measure"]) for row in claims] == [
        ("a005-l02-1", "12", "exact", "UNION"), ("a005-l02-2", "345", "more_than", "MEMBER"),
    ]  # fmt: skip
    assert {(row["entered_by"], row["checked_by"], row["entered_on"]) for row in claims} == {(ONE, TWO, DAY)}
    assert [row["as_printed"] for row in rows(desk.seeds, "passed_over")] == ["2023", "2023", "30 suất quà"]
    assert ask(desk, "select value::int from observations order by 1") == [(12,), (345,)]
    assert ask(desk, "from comparisons")[0][4:] == (2, 0, 0, 3, 2)
    assert ask(desk, "select compared, agreed, kappa from agreement where column_name = 'kind'") == [(5, 5, 1.0)] * 2
    assert ask(desk, "select differed from claim_readings") == [([],), ([],)]
    assert desk.draft(MADE_UP).state == "published"
    assert refusal(desk.publish, MADE_UP, ONE).startswith("This article is published already")
    assert refusal(desk.save_metadata, MADE_UP, ONE, {"title": "x"}).startswith("This article is published already")


def test_what_differed_and_how_it_was_settled_is_kept_and_stands_with_the_claim(desk):
    read(desk, MADE_UP, ONE, (UNIONS, MEMBERS, *REST))
    read(desk, MADE_UP, TWO, (replace(UNIONS, unit_id="004"), figure("345 đoàn viên", "members_recruited"), *REST))
    for one, value in zip(desk.differences(MADE_UP, ONE), ("003", "more_than", "hơn 345 đoàn viên"), strict=True):
        desk.settle(MADE_UP, ONE, one.difference_id, value, WHY)
    desk.save_lists(MADE_UP, ONE, [])
    desk.agree(MADE_UP, ONE)
    desk.agree(MADE_UP, TWO)
    desk.publish(MADE_UP, TWO)
    assert [tuple(row.values())[2:] for row in rows(desk.seeds, "differences")] == [
        ("a005-l02-1", "2", "12", "unit_id", "003", "004", "003", WHY),
        ("a005-l02-2", "2", "345", "qualifier", "more_than", "exact", "more_than", WHY),
        (
            "a005-l02-2",
            "2",
            "345",
            "as_printed",
            "hơn 345 đoàn viên",
            "345 đoàn viên",
            "hơn 345 đoàn viên",
            WHY,
        ),
    ]
    assert ask(desk, "select differed from claim_readings order by claim_id") == [
        (["unit_id"],), (["qualifier", "as_printed"],),
    ]  # fmt: skip
    found = dict(ask(desk, "select column_name, (compared, agreed) from agreement where article_id is null"))
    assert (found["unit_id"], found["qualifier"], found["value"], found["kind"]) == ((2, 1), (2, 1), (2, 2), (5, 5))


def test_what_was_asked_for_is_published_with_the_first_figure_that_names_it(desk):
    desk.start(MADE_UP, ONE)
    wanted = {
        "name_vi": "Suất quà đã trao",
        "topic": "welfare",
        "unit_measure": "CONTENT",
        "name_en": "Gifts handed over",
    }
    row = desk.ask_for(MADE_UP, ONE, "indicators", wanted)
    assert (row["indicator_id"], row["family"], row["short_vi"]) == ("suat_qua_da_trao",) * 2 + ("Suất quà đã trao",)
    desk.ask_for(MADE_UP, ONE, "sectors", {"name_vi": "không ai dùng"})
    assert refusal(desk.ask_for, MADE_UP, ONE, "sectors", {"sector": "_T", "name_vi": "x"}).startswith(
        "_T is there already"
    )
    assert refusal(desk.ask_for, MADE_UP, ONE, "claims", {}).startswith("claims cannot be asked for")
    assert refusal(desk.ask_for, MADE_UP, ONE, "indicators", {"name_vi": "x"}).startswith("Say which topic")
    desk.start(MADE_UP, TWO)
    desk.ask_for(MADE_UP, TWO, "indicators", wanted)
    agreed(desk, UNIONS, MEMBERS, *REST[:2], figure("30 suất quà", "suat_qua_da_trao"))
    assert desk.preview(MADE_UP) == ()
    made = desk.publish(MADE_UP, ONE)
    assert {"indicators.csv"} == set(made.files) & {"indicators.csv", "sectors.csv", "units.csv"}
    assert rows(desk.seeds, "indicators")[-1]["position"] == "20"
    assert ask(desk, "select value::int from claims where indicator_id = 'suat_qua_da_trao'") == [(30,)]


def test_lists_of_units_are_published_as_they_were_confirmed(desk):
    text = (
        "Cụm thi đua số 1: kết quả năm 2023\n"
        "Năm 2023, thành lập công đoàn cơ sở: quận Ba Đình 12 công đoàn cơ sở, quận Đống Đa 15 công đoàn cơ sở..."
    )
    lay(desk, "20261121_list", text, ABOUT)
    entries = [
        replace(UNIONS, char_start=at(words, text)[0], char_end=at(words, text)[1], unit_id=unit)
        for words, unit in (("12 công đoàn cơ sở", "001"), ("15 công đoàn cơ sở", "006"))
    ]
    numerals = [
        Entry(*at(words, text, nth), kind="passed", reason=reason)
        for words, nth, reason in (("số 1", 0, "Tên cụm thi đua."), ("2023", 0, "Năm."), ("2023", 1, "Năm."))
    ]
    for reader in (ONE, TWO):
        read(desk, "20261121_list", reader, [*entries, *numerals])
    (proposed,) = desk.lists("20261121_list", ONE)
    assert (proposed.list_kind, proposed.line, proposed.unit_ids, proposed.is_confirmed) == (
        "open", 2, ("001", "002", "004", "006", "007", "008"), False,
    )  # fmt: skip
    assert refusal(desk.save_lists, "20261121_list", ONE, [replace(proposed, unit_ids=())]).startswith(
        "Say of each list"
    )
    assert desk.save_lists("20261121_list", TWO, [proposed]) == (replace(proposed, is_confirmed=True),)
    for reader in (ONE, TWO):
        desk.agree("20261121_list", reader)
    desk.publish("20261121_list", ONE)
    assert [row["unit_id"] for row in rows(desk.seeds, "coverage")] == list(proposed.unit_ids)
    english = {row["text_vi"]: row["text_en"] for row in rows(desk.seeds, "translations")}
    assert proposed.reason in english


def test_what_the_etl_would_refuse_is_said_of_the_entry_and_nothing_is_written(desk):
    agreed(desk, replace(UNIONS, value="13"), MEMBERS, *REST)
    before = contents(desk)
    (problem,) = desk.preview(MADE_UP)
    assert (problem.entry_id, problem.column, problem.values["line"]) == ("1-1", "as_printed", 2)
    assert "prints 12, but value is 13" in problem.detail
    with pytest.raises(Refused) as caught:
        desk.publish(MADE_UP, ONE)
    assert caught.value.problems == (problem,)
    assert contents(desk) == before
    assert not desk.warehouse.exists()
    assert desk.last_publish() is None


def test_without_the_articles_nothing_is_published(desk, monkeypatch):
    agreed(desk)
    monkeypatch.delenv("ARTICLES_DIR")
    assert refusal(desk.publish, MADE_UP, ONE).startswith("Let ARTICLES_DIR name the folder")


def test_the_last_publish_is_taken_back_once(desk):
    agreed(desk)
    before = contents(desk)
    desk.publish(MADE_UP, ONE)
    last = desk.last_publish()
    assert last
    assert last.of == MADE_UP
    # from seeds without a single figure the ETL builds nothing: the one before is what counts
    back = refusal(desk.take_back, TWO)
    assert back.startswith("The seeds do not pass the check")
    lay(desk, "20261121_second", TEXT, ABOUT)
    behind = [replace(one, rank="deprecated", rank_reason=WHY) for one in (UNIONS, MEMBERS)]
    for reader in (ONE, TWO):
        read(desk, "20261121_second", reader, [*behind, *REST])
    desk.save_lists("20261121_second", ONE, [])
    for reader in (ONE, TWO):
        desk.agree("20261121_second", reader)
    between = contents(desk)
    assert between != before
    desk.publish("20261121_second", ONE)
    assert len(ask(desk, "from claims")) == 4
    undone = desk.take_back(TWO)
    assert (undone.what, undone.by, undone.is_built) == ("take_back", TWO, True)
    assert contents(desk) == between
    assert len(ask(desk, "from claims")) == 2
    assert (desk.draft("20261121_second").state, desk.draft(MADE_UP).state) == ("agreed", "published")
    assert refusal(desk.take_back, TWO) == "There is no publish to take back."
    desk.publish("20261121_second", ONE)  # what was read stays on the desk
    assert len(ask(desk, "from claims")) == 4


def test_a_publish_is_not_taken_back_over_what_changed_since(desk):
    agreed(desk)
    desk.publish(MADE_UP, ONE)
    path = desk.seeds / "claims.csv"
    path.write_bytes(path.read_bytes().replace(b",exact,", b",about,"))
    after = contents(desk)
    assert refusal(desk.take_back, ONE).startswith("The seeds have changed since the last publish")
    assert contents(desk) == after


def test_two_publishes_at_once(desk):
    agreed(desk)
    with FileLock(desk.seeds.with_name("seeds.lock")), ThreadPoolExecutor(1) as threads:
        said = threads.submit(refusal, desk.publish, MADE_UP, ONE).result()
    assert said.startswith("Somebody else is publishing just now")
    with ThreadPoolExecutor(2) as threads:
        tried = [threads.submit(desk.publish, MADE_UP, reader) for reader in (ONE, TWO)]
        failed = [one.exception() for one in tried if one.exception()]
    assert len(failed) == 1
    assert isinstance(failed[0], Refused)
    assert len(rows(desk.seeds, "claims")) == 2


def test_a_disk_that_is_full_before_or_in_the_middle_loses_nothing(desk, monkeypatch):
    agreed(desk)
    before = contents(desk)

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        written = Path.write_bytes
        patch.setattr(
            Path, "write_bytes", lambda path, data: full() if path.name.endswith(".new") else written(path, data)
        )
        assert refusal(desk.publish, MADE_UP, ONE).startswith("The seeds cannot be written: No space left")
    assert contents(desk) == before
    assert desk.last_publish() is None

    asked: list[Path] = []

    @contextmanager
    def second_fails(path: Path) -> Iterator[Path]:
        asked.append(path)
        if len(asked) == 2:
            full()
        with draft_of(path) as draft:
            yield draft

    with monkeypatch.context() as patch:
        patch.setattr(publish, "draft_of", second_fails)
        assert refusal(desk.publish, MADE_UP, ONE).startswith("The seeds could be written in part only: No space left")
    with pytest.raises(Busy, match="python -m intake desk recover"):
        check(desk.seeds)
    recovered = desk.recover()
    assert recovered
    assert (recovered.of, recovered.state, recovered.is_built) == (MADE_UP, "published", True)
    assert len(rows(desk.seeds, "claims")) == 2
    assert desk.draft(MADE_UP).state == "published"
    assert desk.recover() is None


def test_what_somebody_wrote_after_a_publish_was_broken_off_is_not_overwritten(desk, monkeypatch):
    agreed(desk)

    def fails(path: Path) -> None:
        raise OSError(errno.EIO, "broken")

    with monkeypatch.context() as patch:
        patch.setattr(publish, "draft_of", fails)
        refusal(desk.publish, MADE_UP, ONE)
    path = desk.seeds / "claims.csv"
    before = path.read_bytes()
    path.write_bytes(before + b"a hand\n")
    assert refusal(desk.recover).startswith("claims.csv of the seeds changed after a publish was broken off")
    path.write_bytes(before)
    assert desk.recover()


def test_other_drafts_do_not_publish_over_one_that_was_broken_off(desk, tmp_path):
    agreed(desk)
    (tmp_path / "seeds.publishing").write_text("elsewhere\n")
    assert refusal(desk.publish, MADE_UP, ONE).startswith("A publish from other drafts was broken off: elsewhere.")


def test_a_warehouse_that_cannot_be_built_is_built_at_the_next_start(desk, monkeypatch):
    agreed(desk)

    def broken(*_: Any, **__: Any) -> None:
        raise OSError(errno.EACCES, "no")

    with monkeypatch.context() as patch:
        patch.setattr(publish, "build", broken)
        made = desk.publish(MADE_UP, ONE)
    assert (made.state, made.is_built) == ("published", False)
    assert "could not be built" in str(made.trouble)
    recovered = desk.recover()
    assert recovered
    assert recovered.is_built
    assert len(ask(desk, "from claims")) == 2


def test_the_desk_keeps_in_step_with_seeds_that_somebody_put_there(desk):
    agreed(desk)
    before = contents(desk)
    desk.publish(MADE_UP, ONE)
    after = contents(desk)
    for seeds, state in ((before, "agreed"), (after, "published")):
        for name, data in seeds.items():
            (desk.seeds / name).write_bytes(data)
        assert desk.recover() is None
        assert desk.draft(MADE_UP).state == state


def test_a_correction_is_confirmed_by_another_reader_and_public(desk):
    agreed(desk)
    desk.publish(MADE_UP, ONE)
    claim = desk.claim("a005-l02-1")
    assert (claim.value, claim.as_printed, claim.line) == ("12", "12 công đoàn cơ sở", 2)
    assert refusal(desk.correct, TWO, claim, WHY).startswith("Nothing is different")
    assert refusal(desk.correct, TWO, replace(claim, unit_id="004"), " ").startswith("Say why")
    assert "say which unit" in refusal(desk.correct, TWO, replace(claim, unit_id="x"), WHY)
    assert "rank deprecated" in refusal(desk.correct, TWO, replace(claim, kind="passed"), WHY)
    assert refusal(desk.claim, "x").startswith("There is no claim x")
    first = desk.correct(ONE, replace(claim, unit_id="005"), WHY)
    made = desk.correct(TWO, replace(claim, unit_id="004", time_period="2023-S2"), WHY)
    assert made.changes == {"unit_id": ("003", "004"), "time_period": ("2023", "2023-S2")}
    assert desk.corrections() == (made,)  # the second stands for the first
    assert refusal(desk.confirm, first.correction_id, TWO).startswith("This correction was confirmed or withdrawn")
    assert refusal(desk.confirm, made.correction_id, TWO).startswith("Whoever asks for a correction cannot confirm it")
    assert refusal(desk.publish_correction, made.correction_id, ONE).startswith(
        "A correction is published when another"
    )
    assert desk.confirm(made.correction_id, ONE).confirmed_by == ONE
    before = contents(desk)
    published = desk.publish_correction(made.correction_id, ONE)
    assert (published.what, published.files, published.is_built) == (
        "correction",
        ("claims.csv", "corrections.csv"),
        True,
    )
    old, new = (data["claims.csv"].split(b"\n") for data in (before, contents(desk)))
    assert sum(a != b for a, b in zip(old, new, strict=True)) == 1
    assert [tuple(row.values())[1:] for row in rows(desk.seeds, "corrections")] == [
        ("a005-l02-1", "unit_id", "003", "004", WHY, TWO, ONE, DAY),
        ("a005-l02-1", "time_period", "2023", "2023-S2", WHY, TWO, ONE, DAY),
    ]
    assert ask(desk, "select unit_id, period_start::varchar from claims where value = 12") == [("004", "2023-07-01")]
    assert desk.corrections() == ()
    assert refusal(desk.withdraw, made.correction_id, ONE).startswith("This correction is published")
    desk.take_back(ONE)
    assert contents(desk) == before
    assert [one.state for one in desk.corrections()] == ["confirmed"]
    assert desk.withdraw(made.correction_id, TWO).state == "withdrawn"


def test_a_list_that_was_saved_comes_back_as_it_was(desk):
    agreed(desk)
    one = CoverageList("unions_formed", "2023", "_T", "closed", 2, ("003",), WHY)
    assert desk.save_lists(MADE_UP, ONE, [one]) == (replace(one, is_confirmed=True),)
    assert desk.lists(MADE_UP, TWO) == (replace(one, is_confirmed=True),)


def test_an_office_publishes_without_the_texts_of_other_articles_and_never_without_its_own(tmp_path, monkeypatch):
    desk = desk_in(tmp_path)
    monkeypatch.setenv("ARTICLES_DIR", str(desk.articles_dir))
    lay(desk, MADE_UP, TEXT, ABOUT)
    agreed(desk)
    titles = [row["title"] for row in rows(desk.seeds, "articles")]
    assert list(desk.unchecked(MADE_UP)) == titles
    assert desk.preview(MADE_UP) == ()
    own = desk.articles_dir / f"{MADE_UP}.txt"
    before, text = contents(desk), own.read_bytes()
    (desk.articles_dir / "of-another.txt").write_text("7")  # so that the folder is one of articles still
    own.unlink()
    assert refusal(desk.publish, MADE_UP, ONE)
    assert contents(desk) == before
    own.write_bytes(text)
    assert desk.publish(MADE_UP, ONE).is_built
    with duckdb.connect(str(desk.warehouse), read_only=True) as connection:
        found = connection.execute("select claims - passages_checked from build").fetchall()
    assert found == [(len(rows(SEEDS, "claims")),)]
