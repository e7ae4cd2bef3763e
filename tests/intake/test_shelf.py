"""The shelf: what it keeps, what it recognises, and that nothing is lost or half stored."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.articles import read
from intake.__main__ import main
from intake.arrivals import alike
from intake.arrivals.shelf import AlmostSame, Arrival, Same, Shelf
from intake.refusals import Refused

ROOT = Path(__file__).parents[2]
TEXT = "LĐLĐ quận Tây Hồ: Kết quả năm 2023\nQuận thành lập 12 CĐCS, kết nạp 345 đoàn viên, ký mới 9 bản thỏa ước."
OTHER = (
    "Một bài khác hẳn về tập huấn\nHuyện mở 4 lớp tập huấn cho cán bộ công đoàn của các xã, thị trấn trong tháng trước."
)
DAY = date(2024, 5, 6)


@pytest.fixture
def kept(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "articles", lambda: DAY)


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def files_of(arrival: Arrival) -> list[str]:
    received = f"received/{arrival.article_id}"
    return [".lock", arrival.file_name, f"{received}.json", f"{received}.txt"]


def put(kept: Shelf, text: str, name: str = "a.txt", *, is_another: bool = False) -> Arrival:
    found = kept.put(text.encode(), name, is_another=is_another)
    assert isinstance(found, Arrival)
    return found


def test_a_file_is_kept_byte_for_byte_with_its_text(kept):
    data = "\ufeffQuận kết na\u0323p\r\n12\xa0đoàn viên\r\n".encode()
    arrival = kept.put(data, "bài/1.TXT")
    sha256 = hashlib.sha256(data).hexdigest()
    assert arrival.article_id == f"005_{sha256[:16]}"  # the seeds have 000 to 004
    assert names(kept.folder) == files_of(arrival)
    assert kept.received(arrival.article_id).read_bytes() == data
    assert (arrival.received_name, arrival.received_sha256) == ("1.TXT", sha256)
    stored = (kept.folder / arrival.file_name).read_bytes()
    assert (stored.decode(), hashlib.sha256(stored).hexdigest()) == ("Quận kết nạp\n12 đoàn viên", arrival.sha256)
    assert read(kept.folder / arrival.file_name).text == arrival.text == stored.decode()


def test_what_is_kept_is_found_again(kept):
    first = put(kept, TEXT)
    assert [str(one) for one in first.notices] == [
        f"The folder {kept.folder} was not there and was made. If articles were kept before, look where it went."
    ]
    again = Shelf(kept.folder).get(first.article_id)
    assert (again.text, again.proposed, again.notices) == (first.text, first.proposed, ())
    assert kept.all() == [first.article_id]


def test_an_article_put_there_by_hand_is_one_too(kept):
    kept.folder.mkdir()
    (kept.folder / "000_ab.txt").write_text("Quận ký 9 bản", encoding="utf-8")
    arrival = kept.get("000_ab")
    assert (arrival.text, arrival.received_name, arrival.proposed) == ("Quận ký 9 bản", "000_ab.txt", ())
    assert kept.received("000_ab") == kept.folder / "000_ab.txt"
    assert isinstance(kept.put("Quận ký 9 bản".encode(), "b.txt"), Same)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (TEXT.encode(), "a.txt"),
        (TEXT.encode(), "b.txt"),
        (TEXT.encode("utf-16"), "a.txt"),
        (TEXT.replace("\n", "\r\n").encode() + b"\n", "a.txt"),
        (f"<html><p>{TEXT.replace(chr(10), '<p>')}</html>".encode(), "a.html"),
    ],
)
@pytest.mark.parametrize("is_another", [False, True])
def test_the_same_article_is_said_and_not_stored_twice(kept, data, name, is_another):
    first = put(kept, TEXT)
    before = names(kept.folder)
    found = Shelf(kept.folder, lambda: date(2024, 9, 9)).put(data, name, is_another=is_another)
    assert isinstance(found, Same)
    assert found.arrival.article_id == first.article_id
    assert names(kept.folder) == before


def test_the_same_file_on_another_day_is_the_same_also_where_its_text_would_be_read_otherwise_today(kept):
    first = put(kept, TEXT)
    (kept.folder / first.file_name).write_text("Văn bản khác", encoding="utf-8")
    assert isinstance(Shelf(kept.folder).put(TEXT.encode(), "a.txt"), Same)


def test_what_is_almost_the_same_is_held_back_with_the_lines_that_differ(kept):
    first = put(kept, TEXT)
    newer = TEXT.replace("12 CĐCS", "13 CĐCS") + "\nTheo báo khác"
    found = kept.put(newer.encode(), "b.txt")
    assert isinstance(found, AlmostSame)
    assert (found.arrival.article_id, found.text) == (first.article_id, newer)
    old, new = TEXT.split("\n"), newer.split("\n")
    assert found.differences == (alike.Difference(2, (old[1],), 2, tuple(new[1:])),)
    assert str(found.sentence).startswith("15 of the 20 runs of five words (75 %) stand in 005_")
    assert kept.all() == [first.article_id]
    assert put(kept, newer, is_another=True).text == newer
    assert len(kept.all()) == 2


def test_articles_of_one_kind_are_not_the_same(kept):
    put(kept, TEXT)
    put(kept, OTHER)
    put(kept, "12")
    put(kept, "13")
    assert len(kept.all()) == 4


@given(st.lists(st.sampled_from("abcdefgh"), max_size=30), st.lists(st.sampled_from("abcdefgh"), max_size=30))
def test_likeness_is_the_same_from_both_sides_and_whole_of_itself(one, other):
    left, right = alike.runs(" ".join(one)), alike.runs(" ".join(other))
    assert alike.likeness(left, right) == alike.likeness(right, left)
    assert alike.likeness(left, left).share == (1 if len(one) >= alike.RUN else 0)


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")))
def test_the_differences_make_one_text_of_the_other(one, other):
    lines = list(one or [""])
    for difference in reversed(alike.differences("\n".join(one), "\n".join(other))):
        at = difference.old_line - 1
        assert lines[at : at + len(difference.old)] == list(difference.old)
        lines[at : at + len(difference.old)] = difference.new
    assert lines == (other or [""])


def test_without_a_folder_nothing_begins(monkeypatch):
    monkeypatch.delenv("ARTICLES_DIR", raising=False)
    with pytest.raises(Refused, match="There is no folder for articles: whoever runs the dashboard has to set"):
        Shelf()


def test_the_folder_of_the_environment_is_taken(monkeypatch, tmp_path):
    monkeypatch.setenv("ARTICLES_DIR", str(tmp_path / "x"))
    assert Shelf().folder == tmp_path / "x"


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "is full, and nothing was stored; make room there, and try again."),
        (errno.EROFS, "Nothing may be written to"),
        (errno.ENOENT, "is gone or is no folder, and nothing was stored; put it back,"),
        (errno.EIO, "Nothing could be stored in"),
    ],
)
@pytest.mark.parametrize("nth", [1, 2, 3])
def test_a_disk_that_fails_leaves_nothing_half_stored(kept, monkeypatch, number, sentence, nth):
    put(kept, TEXT)
    before = names(kept.folder)
    count = iter(range(1, 9))

    def failing(_: int) -> None:
        if next(count) == nth:
            raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", failing)
        with pytest.raises(Refused, match=sentence):
            kept.put(OTHER.encode(), "b.txt")
    assert names(kept.folder) == before
    put(kept, OTHER)


def test_a_full_disk_is_said_in_the_shell(tmp_path):
    """The system itself refuses what is larger than a limit, as a full disk does."""
    (tmp_path / "a.txt").write_text(TEXT * 100, encoding="utf-8")
    code = (  # nor may it write down in part what Python has compiled: other tests would load that
        "import resource, sys; sys.dont_write_bytecode = True; "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)); "
        "from intake.__main__ import main; sys.exit(main(sys.argv[1:]))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, "add", str(tmp_path / "a.txt")],
        cwd=ROOT,
        env={**os.environ, "ARTICLES_DIR": str(tmp_path / "articles")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr == (
        f"The disk of {tmp_path}/articles is full, and nothing was stored; make room there, and try again.\n"
    )
    assert names(tmp_path / "articles") == [".lock"]


@pytest.mark.parametrize("what", ["gone", "file"])
def test_a_place_that_is_no_folder_is_refused(tmp_path, what):
    place = tmp_path / "x" / "articles" if what == "gone" else tmp_path / "file"
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(Refused, match="is gone or is no folder"):
        Shelf(place).put(TEXT.encode(), "a.txt")


def test_a_folder_that_goes_while_the_program_runs_is_made_again_and_that_is_said(kept):
    first = put(kept, TEXT)
    shutil.rmtree(kept.folder)
    with pytest.raises(Refused, match=f"The text of article {first.article_id} is not in"):
        kept.get(first.article_id)
    assert "was not there and was made" in str(put(kept, OTHER).notices[-1])
    assert len(kept.all()) == 1


def test_articles_are_numbered_behind_all_that_are_on_the_shelf_or_published(kept):
    (kept.folder).mkdir(exist_ok=True)
    (kept.folder / "041_put_by_hand.txt").write_text("Một bài khác.", encoding="utf-8")
    assert put(kept, TEXT, is_another=True).article_id.startswith("042_")
    other = Shelf(kept.folder.parent / "other", seeds=kept.folder / "no_such_file.csv")
    assert put(other, TEXT).article_id.startswith("000_")


@pytest.mark.parametrize("article_id", ["../secret", "", "a/b", "a.txt", "nowhere"])
def test_only_articles_are_given_out(kept, article_id):
    kept.folder.mkdir()
    (kept.folder.parent / "secret.txt").write_text("12", encoding="utf-8")
    with pytest.raises(Refused, match="is not in"):
        kept.get(article_id)


def test_an_article_that_is_no_text_is_refused(kept):
    kept.folder.mkdir()
    (kept.folder / "a.txt").write_bytes(b"\xff")
    with pytest.raises(Refused, match="is not UTF-8"):
        kept.get("a")


def test_what_a_kill_left_behind_is_in_nobodys_way(kept):
    """Killed before the text was there, the article has not arrived: it is stored when it comes again."""
    arrival = put(kept, TEXT)
    (kept.folder / arrival.file_name).unlink()
    (kept.folder / "received" / f"{arrival.article_id}.json").write_text('{"received_na', encoding="utf-8")
    (kept.folder / f".{arrival.file_name}.draft").write_text("LĐLĐ q", encoding="utf-8")
    assert kept.all() == []
    assert put(kept, TEXT).article_id == arrival.article_id
    assert names(kept.folder) == files_of(arrival)


def test_two_who_put_the_same_at_once_store_it_once(kept):
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: kept.put(TEXT.encode(), "a.txt"), range(16)))
    assert sorted(type(one).__name__ for one in found) == ["Arrival", *["Same"] * 15]


def test_a_paste_is_kept_as_a_file_without_a_name(kept):
    arrival = kept.paste(TEXT + "\r\n")
    assert isinstance(arrival, Arrival)
    assert (arrival.text, arrival.received_name) == (TEXT, "")
    assert kept.received(arrival.article_id).read_bytes() == TEXT.encode() + b"\r\n"


# The command


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("ARTICLES_DIR", str(tmp_path / "articles"))
    return tmp_path


def written(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def test_add_says_what_became_of_each_file(folder, capsys):
    paths = [
        written(folder, "a.txt", TEXT), str(folder / "gone.txt"), written(folder, "c.txt", TEXT),
        written(folder, "d.txt", OTHER), written(folder, "e.txt", ""),
        written(folder, "f.txt", TEXT.replace("12", "14")),
    ]  # fmt: skip
    assert main(["add", *paths]) == 1
    out, err = capsys.readouterr()
    first, second = sorted((folder / "articles").glob("*.txt"), key=lambda path: TEXT not in path.read_text("utf-8"))
    assert out.splitlines() == [
        f"a.txt: kept as {first.stem}, 24 words.",
        "  title: LĐLĐ quận Tây Hồ: Kết quả năm 2023 (printed) Printed in line 1.",
        "  reported_period: 2023 (inferred) Inferred from the headline.",
        f"  The folder {folder}/articles was not there and was made. If articles were kept before, look where it went.",
        f"c.txt is on the shelf already, as {first.stem}; nothing was stored.",
        f"d.txt: kept as {second.stem}, 26 words.",
        "  title: Một bài khác hẳn về tập huấn (printed) Printed in line 1.",
    ]
    old, new = TEXT.split("\n")[1], TEXT.replace("12", "14").split("\n")[1]
    assert err.splitlines() == [
        f"{folder}/gone.txt is not there; check its name.",
        "e.txt is empty; bring in the file that holds the article.",
        (
            f"f.txt was not stored. 15 of the 20 runs of five words (75 %) stand in {first.stem} as well: a reprint, "
            "or a newer version. Compare the two, and keep both only if both are to be read. --another stores it."
        ),
        f"  2 - {old}",
        f"  2 + {new}",
    ]
    assert main(["add", "--another", paths[-1]]) == 0


def test_add_without_a_folder_ends_with_one_sentence(monkeypatch, capsys):
    monkeypatch.delenv("ARTICLES_DIR", raising=False)
    assert main(["add", "a.txt"]) == 1
    assert capsys.readouterr().err.startswith("There is no folder for articles:")
