"""Builds are kept as they were published: all or nothing, oldest first, named by what is in them."""

from __future__ import annotations

import gzip
import json
import shutil
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from etl.__main__ import main
from etl.build import Unwritable, build
from etl.builds import HANOI, Builds, Damaged, Kept, Limits, NotKept, meant, place_of, unpacked
from tests.etl.conftest import REAL_SEEDS, Seeds
from tests.etl.test_build import ask

DAY = datetime(2026, 11, 20, 16, 59, tzinfo=UTC).replace(tzinfo=None)  # 23:59 in Hà Nội


@pytest.fixture
def warehouse(real_warehouse: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(real_warehouse, tmp_path / "warehouse.duckdb"))


@pytest.fixture
def builds(tmp_path: Path) -> Builds:
    """Three kept files, published a day apart."""
    kept = Builds(tmp_path / "kept")
    for n, letter in enumerate("abc"):
        (tmp_path / letter).write_bytes(letter.encode() * 1000)
        kept.keep(tmp_path / letter, letter * 64, DAY + timedelta(days=n), 8, Limits())
    return kept


def test_a_build_is_kept_as_it_was_published(warehouse: Path, seeds: Seeds) -> None:
    published = []
    for _ in range(2):
        build(seeds.path, warehouse)
        published.append(warehouse.read_bytes())
        seeds.drop_row("claims", "a001-l07-2")
    found = Builds(place_of(warehouse))
    assert [found.read(one) for one in found.listed()][-2:] == published
    assert [one.seeds_sha256 for one in found.listed()] == [
        name for (name,) in ask(warehouse, "select seeds_sha256 from builds order by published_at")
    ]


def test_the_same_bytes_have_the_same_name_and_the_index_says_what_lies_there(builds: Builds) -> None:
    first = builds.listed()[0]
    data = (builds.place / first.file).read_bytes()
    assert data == gzip.compress(b"a" * 1000, mtime=0)
    assert (first.bytes, first.sha256) == (len(data), sha256(data).hexdigest())
    assert first.file == f"{'a' * 16}-{first.sha256[:8]}.duckdb.gz"
    assert sorted(path.name for path in builds.place.iterdir()) == sorted(
        ["index.json", *(one.file for one in builds.listed())]
    )


@pytest.mark.parametrize(
    ("packed", "why"),
    [
        (gzip.compress(b"a" * 1001), "has more than 1000 bytes"),
        (gzip.compress(b"a" * 1000)[:-1], "ends too early"),
        (b"no archive", "incorrect header"),
        (b"", "ends too early"),
    ],
    ids=["a bomb", "half", "no archive", "nothing"],
)
def test_what_cannot_be_unpacked_is_said(monkeypatch: pytest.MonkeyPatch, packed: bytes, why: str) -> None:
    monkeypatch.setattr("etl.builds.LARGEST", 1000)
    assert unpacked(gzip.compress(b"a" * 1000), "x") == b"a" * 1000
    with pytest.raises(Damaged, match=f"x:? .*{why}"):
        unpacked(packed, "x")


def test_the_same_seeds_published_again_take_the_place_of_what_was_kept(builds: Builds, tmp_path: Path) -> None:
    before = builds.listed()
    (tmp_path / "again").write_bytes(b"again")
    builds.keep(tmp_path / "again", "c" * 64, before[-1].moment.replace(tzinfo=None), 8, Limits())
    assert builds.listed()[:-1] == before[:-1]
    assert builds.read(builds.listed()[-1]) == b"again"
    assert not (builds.place / before[-1].file).exists()


def test_seeds_of_before_published_again_are_another_build(builds: Builds, tmp_path: Path) -> None:
    builds.keep(tmp_path / "a", "a" * 64, DAY + timedelta(days=9), 8, Limits())
    assert [one.seeds_sha256[0] for one in builds.listed()] == ["a", "b", "c", "a"]
    assert meant("2026-11-21", builds.listed()).seeds_sha256[0] == "b"
    assert meant("a" * 8, builds.listed()).moment == (DAY + timedelta(days=9)).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("limits", "left"),
    [(Limits(), "abcd"), (Limits(most=2), "cd"), (Limits(days=8), "bcd"), (Limits(most=1, days=1), "d")],
)
def test_how_many_and_how_long_are_configured(builds: Builds, tmp_path: Path, limits: Limits, left: str) -> None:
    builds.keep(tmp_path / "a", "d" * 64, DAY + timedelta(days=9), 8, limits)
    assert "".join(one.seeds_sha256[0] for one in builds.listed()) == left
    assert len(list(builds.place.glob("*.gz"))) == len(left)


@pytest.mark.parametrize(
    ("asof", "found"),
    [
        ("2026-11-20", "a"), ("2026-11-21", "b"), ("2999-01-01", "c"), ("b" * 8, "b"), ("B" * 64, "b"),
        ("2026-11-19", "before"), ("2026-02-30", "garbled"), ("b" * 7, "garbled"), ("b" * 65, "garbled"),
        ("dddddddd", "unknown"), ("", "garbled"), ("yesterday", "garbled"), ("2026-11-21 ", "garbled"),
        ("２０２６-11-21", "garbled"), ("../index", "garbled"),
    ],
)  # fmt: skip
def test_a_day_in_hanoi_or_a_hash_means_a_build(builds: Builds, asof: str, found: str) -> None:
    if len(found) == 1:
        assert meant(asof, builds.listed()).seeds_sha256[0] == found
        return
    with pytest.raises(NotKept) as none:
        meant(asof, builds.listed())
    assert none.value.why == found


def test_two_builds_that_begin_alike_are_not_told_apart() -> None:
    listed = [Kept(f"{'a' * 8}{n}", "2026-11-20T00:00:00+00:00", 8, "", 0, "") for n in range(2)]
    with pytest.raises(NotKept, match="ambiguous"):
        meant("a" * 8, listed)
    assert meant(f"{'a' * 8}1", listed) == listed[1]


def test_no_build_of_a_day_is_younger_than_that_day(builds: Builds) -> None:
    for n in range(-3, 6):
        day = date(2026, 11, 20) + timedelta(days=n)
        older = [one for one in builds.listed() if one.moment.astimezone(HANOI).date() <= day]
        try:
            assert meant(day.isoformat(), builds.listed()) == older[-1]
        except NotKept:
            assert older == []


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    "spoil", [_flip, Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:-1])], ids=["bit", "gone", "short"]
)
def test_a_kept_file_that_is_not_what_was_kept_is_refused(builds: Builds, spoil: Any) -> None:
    spoil(builds.place / builds.listed()[1].file)
    with pytest.raises(Damaged):
        builds.read(builds.listed()[1])
    assert builds.read(builds.listed()[0]) == b"a" * 1000


def _said(builds: Builds, **other: object) -> bytes:
    rows = json.loads((builds.place / "index.json").read_bytes())
    return json.dumps([rows[0] | other]).encode()


@pytest.mark.parametrize(
    "spoilt",
    [
        b"", b"{}", b"[1]", b"\xff", b"[" * 100_000, b'[{"file": "x"}]', {"file": "../../etc/passwd.duckdb.gz"},
        {"published_at": "soon"}, {"published_at": "2026-11-20T00:00:00"}, {"bytes": "9"}, {"bytes": True},
        {"seeds_sha256": None}, {"published_at": 7},
    ],
    ids=str,
)  # fmt: skip
def test_an_index_that_is_none_is_refused_and_stays_as_it_is(builds: Builds, tmp_path: Path, spoilt: Any) -> None:
    index = builds.place / "index.json"
    index.write_bytes(said := spoilt if isinstance(spoilt, bytes) else _said(builds, **spoilt))
    with pytest.raises(Damaged):
        builds.listed()
    with pytest.raises(Damaged):
        builds.keep(tmp_path / "a", "d" * 64, DAY, 8, Limits())
    assert index.read_bytes() == said


def test_what_cannot_be_kept_is_published_all_the_same_and_said(warehouse: Path, seeds: Seeds) -> None:
    place_of(warehouse).write_bytes(b"no folder")
    seeds.drop_row("claims", "a001-l07-2")
    summary = build(seeds.path, warehouse)
    assert ask(warehouse, "select seeds_sha256 from build") == [(summary.seeds_sha256,)]
    assert "published, but not kept among the builds: " in str(summary)
    assert "make room or mend that place" in str(summary)
    place_of(warehouse).unlink()
    assert build(seeds.path, warehouse).not_kept == ""  # the next publish mends it
    assert Builds(place_of(warehouse)).listed()[-1].seeds_sha256 == summary.seeds_sha256


def test_a_build_that_was_published_and_not_kept_is_kept_by_the_next_one(warehouse: Path, seeds: Seeds) -> None:
    (published,) = ask(warehouse, "select seeds_sha256 from build")
    seeds.drop_row("claims", "a001-l07-2")
    build(seeds.path, warehouse)
    assert Builds(place_of(warehouse)).listed()[0].seeds_sha256 == published[0]


@pytest.mark.parametrize("name", ["BUILDS_MOST", "BUILDS_DAYS"])
@pytest.mark.parametrize("said", ["many", "0", "-1", "1.5", "٣", "9" * 30])
def test_a_number_that_is_none_is_said_and_nothing_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    monkeypatch.setenv(name, said)
    warehouse = tmp_path / "warehouse.duckdb"
    assert main(["--warehouse", str(warehouse)]) == 1
    assert capsys.readouterr().err.startswith(f"{name} is {said!r}, which is no number from 1 on; set it to one")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(Unwritable):
        build(REAL_SEEDS, warehouse)


def test_the_folder_is_configured(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUILDS", str(tmp_path / "elsewhere" / "kept"))
    build(REAL_SEEDS, warehouse)
    assert len(Builds(tmp_path / "elsewhere" / "kept").listed()) == 1
    assert not Path(f"{warehouse}.builds").exists()


def test_without_its_warehouse_the_history_goes_on_from_the_newest_kept_build(warehouse: Path, seeds: Seeds) -> None:
    build(REAL_SEEDS, warehouse)
    warehouse.unlink()
    seeds.drop_row("claims", "a001-l07-2")
    build(seeds.path, warehouse)
    assert ask(warehouse, "select kind from changes") == [("withdrawn",)]
    assert ask(warehouse, "select count(*) from builds") == [(2,)]


def test_an_old_warehouse_that_was_put_back_does_not_cut_the_history(warehouse: Path, seeds: Seeds) -> None:
    build(REAL_SEEDS, warehouse)
    old = warehouse.read_bytes()
    seeds.drop_row("claims", "a001-l07-2")
    build(seeds.path, warehouse)
    warehouse.write_bytes(old)
    build(REAL_SEEDS, warehouse)
    assert ask(warehouse, "select kind from changes order by published_at") == [("withdrawn",), ("added",)]
    first, second, third = (one.seeds_sha256 for one in Builds(place_of(warehouse)).listed())
    assert (first == third, first == second) == (True, False)
