"""What befalls a build: it is killed at any moment, or given seeds that are damaged in any way.

Each trial runs in a process of its own (where the system can split one). What is wrong ends the measuring with an error
that names the trial: its number is the seed of its chance, so that it can be run again by itself.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from bench.report import Row
from bench.server import ROOT
from etl.builds import Builds, place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SEEDS = ROOT / "seeds"


def measure(scratch: Path, *, quick: bool) -> Iterator[Row]:
    """Yield how many builds were killed, and how many damaged seeds were read, before anything was wrong: never."""
    yield _killed(scratch, 50 if quick else 1_000)
    yield _damaged(scratch, 100 if quick else 10_000)


def other_seeds(folder: Path) -> Path:
    """Return a copy of the seeds in which one unit has another name: a page of theirs is known by it."""
    shutil.copytree(SEEDS, folder)
    units = folder / "units.csv"
    units.write_text(units.read_text("utf-8").replace(",Ba Đình,Ba Đình,", ",Ba Đình mới,Ba Đình,", 1), "utf-8")
    return folder


def _killed(scratch: Path, n: int) -> Row:
    """Kill builds at random moments; after each the warehouse is one of two builds as a whole, then one more works."""
    place = scratch / "killed"
    place.mkdir()
    warehouse, other = place / "warehouse.duckdb", other_seeds(place / "other")
    _done(lambda: _build(SEEDS, warehouse))
    begun = time.monotonic()
    _done(lambda: _build(other, warehouse))
    seconds = time.monotonic() - begun
    reached = 0
    for trial in range(n):
        before = warehouse.stat().st_ino
        child = _split(partial(_build, (SEEDS, other)[trial % 2], warehouse))
        time.sleep(random.Random(trial).uniform(0, 1.1 * seconds))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        _done(lambda: _whole(warehouse))
        reached += warehouse.stat().st_ino != before
    _done(lambda: _build(SEEDS, warehouse))
    left = [path.name for path in place.iterdir() if ".draft" in path.name]
    if left:
        raise RuntimeError(f"drafts were left: {left}")
    return Row(f"builds killed at random moments (n = {n:,})", "0 wrong", f"{reached:,} had published", aim="0 wrong")


def _build(seeds: Path, warehouse: Path) -> None:
    from etl.build import build  # noqa: PLC0415  (in the process that is split off: the database keeps threads)

    build(seeds, warehouse)


def _whole(warehouse: Path) -> None:
    """Raise an error unless a warehouse answers as one of the two builds does, and what is kept beside it is whole."""
    import duckdb  # noqa: PLC0415

    builds = Builds(place_of(warehouse))
    for kept in builds.listed()[-3:]:
        builds.read(kept)

    with duckdb.connect(str(warehouse), read_only=True) as connection:
        for (view,) in connection.execute("select view_name from duckdb_views() where not internal").fetchall():
            connection.execute(f"from {view}").fetchall()
        names = connection.execute("select name from units where unit_id = '001'").fetchall()
        found = connection.execute("select count(*), any_value(claims) from claims, build").fetchall()
    if names not in ([("Ba Đình",)], [("Ba Đình mới",)]) or found[0][0] != found[0][1]:
        raise RuntimeError(f"a build by halves: {names}, {found}")


def _split(work: Callable[[], None]) -> int:
    """Do work in a process of its own, and return its number; it ends with 0 if all goes well."""
    if child := os.fork():
        return child
    code = 1
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def _done(work: Callable[[], None]) -> None:
    _, status = os.waitpid(_split(work), 0)
    if status:
        raise RuntimeError(f"a process of its own ended with {status}")


def _damaged(scratch: Path, n: int) -> Row:
    """Damage seeds, and check them: each time the ETL finds nothing wrong or says what is, in sentences."""
    folders = [scratch / f"damaged-{number}" for number in range(os.cpu_count() or 1)]
    for folder in folders:
        shutil.copytree(SEEDS, folder)
    shares = [range(number, n, len(folders)) for number in range(len(folders))]
    with ProcessPoolExecutor(len(folders)) as pool:
        refused = sum(pool.map(_check, folders, shares))
    return Row(f"damaged seeds checked (n = {n:,})", "0 wrong", f"{refused:,} refused", aim="no traceback")


def _check(folder: Path, trials: range) -> int:
    """Return how many of some trials were refused."""
    from etl.build import Refused, check  # noqa: PLC0415

    refused = 0
    for trial in trials:
        chance = random.Random(trial)
        path = chance.choice(sorted(folder.glob("*.csv")))
        sound = path.read_bytes()
        path.write_bytes(damaged(sound, chance))
        try:
            check(folder)
        except Refused as refusal:
            refused += 1
            said = "\n".join(map(str, refusal.faults))
            if not said or "Traceback" in said or "Error:" in said:
                raise RuntimeError(f"trial {trial}, {path.name}: {said[:300]}") from refusal
        except Exception as error:
            raise RuntimeError(f"trial {trial}, {path.name}: {error!r}") from error
        finally:
            path.write_bytes(sound)
    return refused


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return a seed file as it may come out of a wrong program, a bad copy or a slip of the hand."""
    lines = data.splitlines(keepends=True)
    at, row = chance.randrange(len(data)), chance.randrange(len(lines))
    cells = lines[row].split(b",")
    cell = chance.randrange(len(cells))
    junk = chance.choice(
        [b"", b'"', b",", b"\n", b"\r", b"\0", b"\xff\xfe", b"=1+1", b"1e999", b"-0", b"NaN", b"9" * 400, b"2023-02-30",
         "\u202e\u0301".encode(), b"'; drop table claims; --", b"x" * 100_000, b" ", "１２".encode()]
    )  # fmt: skip
    kinds: list[Callable[[], bytes]] = [
        lambda: data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :],
        lambda: data[:at],
        lambda: data[:at] + junk + data[at:],
        lambda: b"".join([*lines[:row], b",".join([*cells[:cell], junk, *cells[cell + 1 :]]), *lines[row + 1 :]]),
        lambda: b"".join(lines[:row] + lines[row + 1 :]),
        lambda: b"".join([*lines[: row + 1], lines[row], *lines[row + 1 :]]),
        lambda: b"".join([lines[0], *chance.sample(lines[1:], len(lines) - 1)]),
        lambda: data.decode().encode("utf-16"),
        lambda: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"),
        lambda: data.replace(b",", b";"),
        lambda: data + data,
        lambda: b"",
    ]
    return chance.choice(kinds)()
