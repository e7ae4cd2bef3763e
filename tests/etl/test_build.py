"""A build publishes all or nothing, alone, and says what it did."""

from __future__ import annotations

import csv
import errno
import os
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from etl.__main__ import main
from etl.build import Busy, Refused, build, check
from etl.builds import SCHEMA_VERSION
from etl.seeds import digest
from tests.etl.conftest import REAL_SEEDS, Seeds

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
DECIMALS = {"value", "out_of"}
# Pythons that lack what one system or the other has: a lock of the system's own, room on the disk.
WITHOUT_LOCKS = "import sys; sys.modules['fcntl'] = None\n"
FULL_DISK = (  # nor may it write down in part what Python has compiled: other tests would load that
    "import resource, sys; sys.dont_write_bytecode = True\n"
    "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
)
RUN = "import sys\nfrom etl.__main__ import main\nsys.exit(main(sys.argv[1:]))\n"
HELD = "make room there, close what holds it, or name another place"
# Builds, and stands still at a step, so that the test can do to it what it wants.
STANDING_BUILD = """
import sys
from pathlib import Path
from etl.build import build

def stand(step):
    if step == sys.argv[3]:
        print("standing", flush=True)
        sys.stdin.read()

build(Path(sys.argv[1]), Path(sys.argv[2]), tick=stand)
"""


@pytest.fixture
def warehouse(real_warehouse: Path, tmp_path: Path) -> Path:
    """Yesterday's warehouse."""
    return Path(shutil.copy(real_warehouse, tmp_path / "warehouse.duckdb"))


def ask(warehouse: Path, question: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(question).fetchall()


def run(program: str, *arguments: str | Path) -> tuple[int, str]:
    """Exit code and last line of the ETL in a Python of its own."""
    command = [sys.executable, "-c", program + RUN, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, (done.stderr or done.stdout).splitlines()[-1]


def standing_build(warehouse: Path, step: str, program: str = "") -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", program + STANDING_BUILD, str(REAL_SEEDS), str(warehouse), step],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "standing\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_the_warehouse_carries_what_it_was_built_from(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    begun = datetime.now(UTC).replace(tzinfo=None)
    build(REAL_SEEDS, warehouse)
    ended = datetime.now(UTC).replace(tzinfo=None)
    ((version, sha256, built_at, passages_checked, claims),) = ask(warehouse, "from build")
    tables = ["articles", "units", "unit_measures", "sectors", "topics", "indicators", "claims", "coverage"]
    tables += ["passed_over", "corrections", "readers", "comparisons", "differences", "glossary", "translations"]
    lines = (REAL_SEEDS / "claims.csv").read_text(encoding="utf-8").count("\n")
    assert (version, sha256) == (SCHEMA_VERSION, digest([REAL_SEEDS / f"{table}.csv" for table in tables]))
    assert (passages_checked, claims) == (0, lines - 1)
    assert begun <= built_at <= ended


@pytest.mark.parametrize("path", sorted(REAL_SEEDS.glob("*.csv")), ids=lambda path: path.stem)
def test_the_warehouse_holds_the_seeds_in_their_order(warehouse: Path, path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    texts = [f"coalesce({f'trim_number({c})' if c in DECIMALS else f'{c}::varchar'}, '')" for c in header]
    assert ask(warehouse, f"select {', '.join(texts)} from {path.stem}") == [tuple(row) for row in rows]


def test_the_same_seeds_have_the_same_hash_and_others_another(seeds: Seeds) -> None:
    before = check(seeds.path).seeds_sha256
    assert check(REAL_SEEDS).seeds_sha256 == before
    seeds.cell("indicators", "unions_formed", "name_en", "Unions")
    assert check(seeds.path).seeds_sha256 != before


def test_a_refused_build_changes_nothing(warehouse: Path, seeds: Seeds) -> None:
    published = warehouse.read_bytes()
    seeds.cell("claims", "a001-l08-1", "value", "17")
    with pytest.raises(Refused, match=r"^1 fault$"):
        build(seeds.path, warehouse)
    assert warehouse.read_bytes() == published


@pytest.mark.parametrize("step", ["checking the rules", "loading claims", "publishing"])
def test_a_killed_build_leaves_yesterdays_warehouse_and_the_next_one_works(warehouse: Path, step: str) -> None:
    published = warehouse.read_bytes()
    end(standing_build(warehouse, step))
    assert warehouse.read_bytes() == published
    build(REAL_SEEDS, warehouse)
    assert ask(warehouse, "select count(*) from build") == [(1,)]
    assert sorted(path.name for path in warehouse.parent.iterdir()) == [
        "warehouse.duckdb", "warehouse.duckdb.builds", "warehouse.duckdb.lock",
    ]  # fmt: skip


def test_a_draft_that_is_no_database_is_no_obstacle(warehouse: Path) -> None:
    warehouse.with_name("warehouse.duckdb.draft").write_bytes(b"half of a header")
    warehouse.with_name("warehouse.duckdb.draft.wal").write_bytes(b"half of a log")
    build(REAL_SEEDS, warehouse)
    assert ask(warehouse, "select count(*) from build") == [(1,)]


def test_of_two_builds_at_once_the_second_says_so(warehouse: Path, capsys: pytest.CaptureFixture[str]) -> None:
    process = standing_build(warehouse, "loading claims")
    try:
        with pytest.raises(Busy):
            build(REAL_SEEDS, warehouse)
        assert main(["--warehouse", str(warehouse)]) == 1
        assert capsys.readouterr().err == f"another build of {warehouse} is under way; wait until it has ended\n"
    finally:
        end(process)


def test_a_system_without_locks_of_its_own_builds_alone_too(warehouse: Path) -> None:
    process = standing_build(warehouse, "loading claims", WITHOUT_LOCKS)
    busy = f"another build of {warehouse} is under way; wait until it has ended"
    try:
        assert run(WITHOUT_LOCKS, "--warehouse", warehouse) == (1, busy)
    finally:
        end(process)
    assert run(WITHOUT_LOCKS, "--warehouse", warehouse)[0] == 0


def another_database(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table figures (figure integer)")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (Path.mkdir, "{} is a folder; name the file to publish in it with --warehouse"),
        (Path.touch, "{} is no warehouse and stays as it is; name another file with --warehouse"),
        (os.mkfifo, "{} is no warehouse and stays as it is; name another file with --warehouse"),
        (another_database, "{} is no warehouse and stays as it is; name another file with --warehouse"),
        (
            lambda path: shutil.copy(REAL_SEEDS / "claims.csv", path),
            "{} is no warehouse and stays as it is; name another file with --warehouse",
        ),
    ],
)
def test_what_is_no_warehouse_is_never_replaced(
    make: Callable[[Path], object], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a slip"
    make(path)
    before = path.lstat().st_ino
    assert main(["--warehouse", str(path)]) == 1
    assert capsys.readouterr().err == said.format(path) + "\n"
    assert (path.lstat().st_ino, list(tmp_path.iterdir())) == (before, [path])


def test_a_database_that_another_program_writes_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "theirs.duckdb"
    another_database(path)
    with duckdb.connect(str(path)):
        said = f"{path} is no warehouse and stays as it is; name another file with --warehouse"
        assert run("", "--warehouse", path) == (1, said)


@pytest.mark.parametrize("left", [12, 5_000, 300_000], ids="{} bytes left".format)
def test_a_broken_warehouse_is_replaced(warehouse: Path, left: int) -> None:
    warehouse.write_bytes(warehouse.read_bytes()[:left])
    build(REAL_SEEDS, warehouse)
    assert ask(warehouse, "select count(*) from build") == [(1,)]


def test_a_warehouse_of_another_version_is_replaced(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("drop view observations; update build set schema_version = 1")
    build(REAL_SEEDS, warehouse)
    assert ask(warehouse, "select schema_version from build") == [(SCHEMA_VERSION,)]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--warehouse", str(tmp_path / "none" / "warehouse.duckdb")]) == 1
    said = f"there is no folder {tmp_path / 'none'}; create it, or name another with --warehouse\n"
    assert capsys.readouterr().err == said


@pytest.mark.skipif(os.name == "nt", reason="Windows limits no process to a size of files")
def test_a_full_disk_is_one_sentence_and_leaves_nothing(warehouse: Path, seeds: Seeds) -> None:
    published = warehouse.read_bytes()
    code, said = run(FULL_DISK, "--warehouse", warehouse)
    place = f"{warehouse} could not be written: "
    assert (code, said[: len(place)], said[-len(HELD) :]) == (1, place, HELD)
    assert "File too large" in said
    assert warehouse.read_bytes() == published
    assert not [path for path in warehouse.parent.iterdir() if ".draft" in path.name]
    package = seeds.path / "datapackage.json"
    described = package.read_bytes()
    assert run(FULL_DISK.replace("200_000", "20"), "--seeds", seeds.path, "describe") == (
        1,
        f"{package} could not be written: File too large; {HELD}",
    )
    assert package.read_bytes() == described
    assert not [path for path in seeds.path.iterdir() if ".draft" in path.name]


@pytest.mark.skipif(os.name == "nt", reason="locks of files are another call there")
def test_a_share_without_locks_is_one_sentence(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("fcntl.flock", refuse)
    assert main(["--warehouse", str(warehouse)]) == 1
    said = f"{warehouse} could not be written: No locks available; {HELD}\n"
    assert capsys.readouterr().err == said


@pytest.mark.parametrize(
    ("code", "times", "said"),
    [
        (errno.EACCES, 2, ""),  # a reader that copies the warehouse, or a virus scanner, on Windows
        (errno.EACCES, 99, "{} could not be written: Permission denied; {}\n"),
        (errno.EBUSY, 99, "{} could not be written: Device or resource busy; {}\n"),  # a mount of the file itself
    ],
)
def test_a_rename_that_is_refused_is_tried_again_and_then_said(
    warehouse: Path,
    seeds: Seeds,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    code: int,
    times: int,
    said: str,
) -> None:
    published = warehouse.stat().st_ino  # the same seeds may give the same bytes
    replace, refused = Path.replace, iter(range(times))

    def rename(draft: Path, path: Path) -> Path:
        if next(refused, None) is not None:
            raise OSError(code, os.strerror(code))
        return replace(draft, path)

    monkeypatch.setattr(Path, "replace", rename)
    monkeypatch.setattr("etl.build.PAUSES", (0, 0))
    assert main(["--warehouse", str(warehouse)]) == bool(said)
    assert capsys.readouterr().err == said.format(warehouse, HELD)
    assert (warehouse.stat().st_ino == published) == bool(said)
    assert sorted(path.name for path in warehouse.parent.iterdir()) == [
        "seeds",
        "warehouse.duckdb",
        "warehouse.duckdb.builds",
        "warehouse.duckdb.lock",
    ]


def test_clean_seeds_need_no_place_for_mended_ones(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(warehouse.parent / "none"))
    build(REAL_SEEDS, warehouse)


def test_a_log_file_has_no_line_of_progress(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("time.time", iter(range(0, 10_000, 10)).__next__)  # each look at the clock is ten seconds later
    assert main(["check"]) == 0
    assert capsys.readouterr().err == ""


def test_an_open_reader_keeps_its_figures_and_does_not_block_a_build(warehouse: Path, seeds: Seeds) -> None:
    seeds.cell("claims", "a001-l08-1", "note", "Khác.")
    seeds.translate("Khác.")
    note = "select note from claims where claim_id = 'a001-l08-1'"
    with duckdb.connect(str(warehouse), read_only=True) as reader:
        before = reader.execute(note).fetchall()
        build(seeds.path, warehouse)
        assert reader.execute(note).fetchall() == before
    assert ask(warehouse, note) == [("Khác.",)]


def test_a_check_publishes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--warehouse", str(tmp_path / "warehouse.duckdb"), "check"]) == 0
    assert list(tmp_path.iterdir()) == []
    assert capsys.readouterr().err == ""


def test_a_build_without_articles_says_that_passages_were_not_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--warehouse", str(tmp_path / "warehouse.duckdb")]) == 0
    summary = check(REAL_SEEDS)
    assert capsys.readouterr().out == (
        f"{summary.claims} claims, {summary.observations} observations, 36 units, 5 articles, 0 ranked conflicts; "
        f"{summary.claims} passages not re-checked: set ARTICLES_DIR to the folder of the articles to check them; "
        f"seeds {summary.seeds_sha256[:8]}\n"
    )


def test_a_build_names_what_is_to_do_and_counts_the_rest(seeds: Seeds, capsys: pytest.CaptureFixture[str]) -> None:
    keys = [row.split(",", 1)[0] for row in seeds.file("passed_over").read_text(encoding="utf-8").splitlines()[1:13]]
    for key in keys:
        seeds.cell("passed_over", key, "reason", f"Số của {key}.")
    arguments = ["--seeds", str(seeds.path), "--warehouse", str(seeds.path.parent / "warehouse.duckdb")]
    assert main(arguments) == 0
    first, *lines = capsys.readouterr().out.splitlines()
    assert first.startswith("29 claims, ")
    assert lines == [
        *(
            f'to do: passed_over.csv:{line}: reason: "Số của {key}." has no English yet; add it to translations.csv.'
            for line, key in enumerate(keys[:10], start=2)
        ),
        "and 2 more to do",
    ]


@pytest.mark.parametrize("folder", ["nowhere", "."])
def test_articles_dir_has_to_be_a_folder_of_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: str
) -> None:
    monkeypatch.setenv("ARTICLES_DIR", str(tmp_path / folder))
    assert main(["check"]) == 1
    sentence = f"ARTICLES_DIR: {tmp_path / folder} is no folder of articles; correct it, or unset it\n"
    assert capsys.readouterr().err == sentence


def test_a_large_file_is_read_when_allowed(seeds: Seeds, capsys: pytest.CaptureFixture[str]) -> None:
    with seeds.file("translations").open("a", encoding="utf-8") as file:
        file.writelines(f"Câu {number},{'a' * 1500}\n" for number in range(1000))
    remedy = "check that it is the right file, or allow more with --max-mib"
    assert main(["--seeds", str(seeds.path), "--max-mib", "1", "check"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"translations.csv: has 2 MiB, more than the 1 MiB that hand-read seeds may have; {remedy}.",
        "1 fault; nothing was published.",
    ]
    assert main(["--seeds", str(seeds.path), "--max-mib", "2", "check"]) == 0


def test_a_folder_of_seeds_may_have_a_quote_in_its_name(tmp_path: Path) -> None:
    shutil.copytree(REAL_SEEDS, tmp_path / "the readers' seeds")
    build(tmp_path / "the readers' seeds", tmp_path / "the readers' seeds" / "warehouse.duckdb")
