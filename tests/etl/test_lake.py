"""The lake: what comes out of it is what was put in, of every build, or nothing at all."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from dashboard import queries
from dashboard.queries import reading
from dashboard.queries.replica import Replica
from etl.__main__ import main
from etl.build import Busy, Unwritable, build
from etl.lake import Lake, NoLake
from tests import postgres
from tests.store.stores import s3, weed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.etl.conftest import Seeds

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.service
pytest.importorskip("duckdb_extension_ducklake", reason="a lake needs requirements-service.txt")


def answers(path: Path) -> dict[str, list[str]]:
    """Every row of every table and view of a warehouse."""
    with duckdb.connect(str(path), read_only=True) as connection:
        names = connection.execute(
            "select table_name from duckdb_tables() union select view_name from duckdb_views() where not internal"
        ).fetchall()
        return {name: sorted(map(repr, connection.execute(f"from {name}").fetchall())) for (name,) in names}


@pytest.fixture
def builds(real_warehouse: Path, seeds: Seeds, tmp_path: Path) -> tuple[Path, Path]:
    """Two builds, of which the second lacks a claim of the first."""
    second = Path(shutil.copy(real_warehouse, tmp_path / "second.duckdb"))
    seeds.drop_row("claims", "a001-l07-2")
    build(seeds.path, second)
    return real_warehouse, second


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    if not postgres.available():
        pytest.skip("no PostgreSQL here; python tests/postgres.py installs it")
    with postgres.running() as one:
        yield one


@pytest.fixture(params=["sqlite", "postgres"])
def lake(request: pytest.FixtureRequest, tmp_path: Path) -> Lake:
    """A lake that is not made yet, its catalogue in a file or in a server's database of its own."""
    data = f"{tmp_path}/data/"
    if request.param == "sqlite":
        return Lake(f"ducklake:sqlite:{tmp_path}/lake.sqlite", data)
    at: postgres.Server = request.getfixturevalue("server")
    name = at.database("lake")
    return Lake(f"ducklake:postgres:{at.address.replace('dbname=postgres', f'dbname={name}')}", data)


def reader(lake: Lake) -> Lake:
    """The same lake, as somebody knows it who only reads."""
    return Lake(lake.address)


def test_every_build_comes_out_as_it_went_in(lake: Lake, builds: tuple[Path, Path], tmp_path: Path) -> None:
    for one in (*builds, builds[1]):  # the last one is there already
        lake.publish(one)
    copy = tmp_path / "copy.duckdb"
    old, new = reader(lake).snapshots()
    assert reader(lake).newest() == reader(lake).copy(copy) == new
    assert answers(copy) == answers(builds[1])
    assert reader(lake).copy(copy, old.number) == old
    assert answers(copy) == answers(builds[0])
    assert answers(builds[0]) != answers(builds[1])


def test_a_copy_can_be_served(
    lake: Lake, real_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake.publish(real_warehouse)
    reader(lake).copy(tmp_path / "copy.duckdb")
    monkeypatch.setenv("WAREHOUSE", str(tmp_path / "copy.duckdb"))
    assert queries.build()["seeds_sha256"] == reader(lake).newest().seeds_sha256
    assert queries.indicators()


def test_a_dashboard_copies_the_newest_build_and_older_ones_out_of_a_lake(
    lake: Lake, builds: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE", lake.address)
    monkeypatch.setenv("WAREHOUSE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(Replica, "_watch", lambda _: None)
    lake.publish(builds[0])
    reading._replica_of.cache_clear()
    replica = reading._replica(lake.address)
    replica.look()
    assert answers(replica.path) == answers(builds[0])
    first = queries.build()["seeds_sha256"]
    lake.publish(builds[1])
    replica.look()
    assert answers(replica.path) == answers(builds[1])
    with queries.pinned(first[:16]):
        assert queries.build()["seeds_sha256"] == first
    Path(lake.data or "").rename(tmp_path / "gone")
    lake_file = tmp_path / "lake.sqlite"
    if lake_file.exists():
        lake_file.rename(tmp_path / "gone.sqlite")
        replica._source._stay.close()  # type: ignore[attr-defined]
        replica._source._connection = None  # type: ignore[attr-defined]
        replica.look()
        assert replica.state.problem == "unanswered"
    assert answers(replica.path) == answers(builds[1])
    reading._replica_of.cache_clear()


def test_of_two_publishers_at_once_both_builds_are_whole_or_one_hears_of_it(
    lake: Lake, builds: tuple[Path, Path], tmp_path: Path
) -> None:
    lake.publish(builds[0])
    whole = [answers(one) for one in builds]

    def put(path: Path) -> str:
        try:
            return lake.publish(path).seeds_sha256
        except Busy:
            return ""

    with ThreadPoolExecutor(2) as both:
        for _ in range(4):
            done = list(both.map(put, builds))
            assert any(done)
            assert reader(lake).copy(tmp_path / "copy.duckdb").seeds_sha256 in done
            assert answers(tmp_path / "copy.duckdb") in whole


def test_a_publisher_that_is_killed_leaves_the_build_before_or_its_own(
    lake: Lake, builds: tuple[Path, Path], tmp_path: Path
) -> None:
    lake.publish(builds[0])
    whole = [answers(one) for one in builds]
    chance = random.Random(13)
    for nth in range(8):
        program = (
            "import sys; from pathlib import Path; from etl.lake import Lake; lake = Lake(sys.argv[1], sys.argv[2]);"
            "print(flush=True); lake.publish(Path(sys.argv[3]))"
        )
        command = [sys.executable, "-c", program, lake.address, str(lake.data), str(builds[(nth + 1) % 2])]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
            assert process.stdout
            process.stdout.readline()  # it is about to publish
            with suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0, 0.8))
            process.kill()
        reader(lake).copy(tmp_path / "copy.duckdb")
        assert answers(tmp_path / "copy.duckdb") in whole
    lake.publish(builds[0])
    lake.publish(builds[1])
    reader(lake).copy(tmp_path / "copy.duckdb")
    assert answers(tmp_path / "copy.duckdb") == answers(builds[1])


def test_no_flipped_bit_becomes_a_figure(real_warehouse: Path, tmp_path: Path) -> None:
    lake = Lake(f"ducklake:sqlite:{tmp_path}/lake.sqlite", f"{tmp_path}/data/")
    lake.publish(real_warehouse)
    files = sorted(Path(str(lake.data)).rglob("*.parquet"))
    copy, sound = tmp_path / "copy.duckdb", answers(real_warehouse)
    chance, refused = random.Random(41), 0
    for _ in range(20):
        file = chance.choice(files)
        bytes_of = file.read_bytes()
        spoilt = bytearray(bytes_of)
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
        file.write_bytes(spoilt)
        copy.unlink(missing_ok=True)
        try:
            reader(lake).copy(copy)
        except NoLake:
            refused += 1
            assert not copy.exists()
        else:
            assert answers(copy) == sound
        file.write_bytes(bytes_of)
    assert refused >= 17  # what is not noticed lies where nothing is read


def test_what_lies_in_the_store_is_encrypted(lake: Lake, real_warehouse: Path) -> None:
    lake.publish(real_warehouse)
    files = list(Path(str(lake.data)).rglob("*.parquet"))
    assert files
    assert {file.read_bytes()[:4] for file in files} == {b"PARE"}


def test_a_store_that_is_gone_is_said_and_the_copy_before_stays(
    lake: Lake, builds: tuple[Path, Path], tmp_path: Path
) -> None:
    copy = tmp_path / "copy.duckdb"
    lake.publish(builds[0])
    reader(lake).copy(copy)
    lake.publish(builds[1])
    shutil.rmtree(str(lake.data))
    with pytest.raises(NoLake, match="could not be read"):
        reader(lake).copy(copy)
    assert answers(copy) == answers(builds[0])


def test_a_catalogue_that_falls_is_said_and_answers_again_when_it_is_back(
    server: postgres.Server, real_warehouse: Path, tmp_path: Path
) -> None:
    lake = Lake(f"ducklake:postgres:{server.address}", f"{tmp_path}/data/")
    put = lake.publish(real_warehouse)
    server.stop()
    try:
        with pytest.raises(NoLake, match="could not be read"):
            reader(lake).newest()
        with pytest.raises(Unwritable, match="nothing of this build is in it"):
            lake.publish(real_warehouse)
    finally:
        server.start()
    assert reader(lake).newest() == put


@pytest.mark.skipif(not weed(), reason="no S3 server here; requirements-dev.txt brings it")
def test_a_lake_in_an_s3_store_answers_the_same_and_says_when_the_store_is_gone(
    builds: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake, copy = Lake(f"ducklake:sqlite:{tmp_path}/lake.sqlite", "s3://lake/rows/"), tmp_path / "copy.duckdb"
    (tmp_path / "store").mkdir()
    with s3(tmp_path / "store") as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        for one in builds:
            lake.publish(one)
        old, _ = reader(lake).snapshots()
        reader(lake).copy(copy)
        assert answers(copy) == answers(builds[1])
        reader(lake).copy(copy, old.number)
        assert answers(copy) == answers(builds[0])
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another-secret")
        with pytest.raises(NoLake, match="could not be read") as refused:
            reader(lake).copy(copy)
        assert "another-secret" not in str(refused.value)
    with pytest.raises(NoLake, match="could not be read"):
        reader(lake).copy(copy)
    assert answers(copy) == answers(builds[0])


def test_a_lake_that_is_not_there_is_not_made_by_a_slip(real_warehouse: Path, tmp_path: Path) -> None:
    lake = Lake(f"ducklake:sqlite:{tmp_path}/lake.sqlite")
    with pytest.raises(NoLake, match="--lake-data"):
        lake.publish(real_warehouse)
    for ask in (lake.newest, lake.snapshots):
        with pytest.raises(NoLake, match="could not be read"):
            ask()
    assert list(tmp_path.iterdir()) == []


def test_a_build_that_is_not_there_or_of_another_schema_is_refused(
    lake: Lake, real_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = lake.publish(real_warehouse)
    copy = tmp_path / "copy.duckdb"
    with pytest.raises(NoLake, match=f"no build 99; it has: {put.number}"):
        reader(lake).copy(copy, 99)
    monkeypatch.setattr("etl.lake.SCHEMA_VERSION", 999)
    with pytest.raises(NoLake, match="this program reads 999"):
        reader(lake).copy(copy)
    assert not copy.exists()


def test_a_catalogue_of_garbage_is_one_sentence(tmp_path: Path, real_warehouse: Path) -> None:
    (tmp_path / "lake.sqlite").write_bytes(b"garbage" * 1000)
    lake = Lake(f"ducklake:sqlite:{tmp_path}/lake.sqlite", f"{tmp_path}/data/")
    with pytest.raises(NoLake, match="could not be read"):
        lake.newest()
    with pytest.raises(Unwritable, match="could not be written"):
        lake.publish(real_warehouse)


@pytest.mark.parametrize("address", ["lake.sqlite", "ducklake:", "ducklake:lake.duckdb", "ducklake:mysql:x"])
def test_what_is_no_address_costs_no_build(address: str, seeds: Seeds, tmp_path: Path, capsys: Any) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    arguments = ["--seeds", str(seeds.path), "--warehouse", str(warehouse), f"--lake={address}"]
    assert main(arguments) == 1
    assert "is no address of a lake" in capsys.readouterr().err
    assert not warehouse.exists()


def test_a_build_goes_into_the_lake_by_one_command(seeds: Seeds, tmp_path: Path, capsys: Any) -> None:
    arguments = ["--seeds", str(seeds.path), "--warehouse", str(tmp_path / "warehouse.duckdb")]
    lake = Lake(f"ducklake:sqlite:{tmp_path}/lake.sqlite")
    with chdir(tmp_path):  # readers stand elsewhere
        assert main([*arguments, "--lake", lake.address, "--lake-data", "data"]) == 0
    lake.copy(tmp_path / "copy.duckdb")
    assert f"build {lake.newest().number} of {lake}" in capsys.readouterr().out
    seeds.drop_row("claims", "a001-l07-2")
    assert main([*arguments, "--lake", lake.address]) == 0  # which remembers where its files are
    assert len(lake.snapshots()) == 2


def test_no_password_is_repeated(real_warehouse: Path, tmp_path: Path) -> None:
    lake = Lake("ducklake:postgres:host=127.0.0.1 port=1 password='a secret' dbname=x", f"{tmp_path}/data/")
    with pytest.raises(Unwritable) as refused:
        lake.publish(real_warehouse)
    with pytest.raises(NoLake) as silent:
        lake.newest()
    for said in (refused, silent):
        assert "password=…" in str(said.value)
        assert "secret" not in str(said.value)
