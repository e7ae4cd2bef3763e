"""Measures `python -m etl` against a bare `create table as select * from read_csv` of the same claims.

Both are whole processes, started in turn (A B A B …) after one unmeasured start of each: time by the wall clock, and
the largest resident memory as the system counts it for the process.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from bench.report import Row, compared

if TYPE_CHECKING:
    from pathlib import Path

BARE = (
    "import duckdb, sys; duckdb.connect(sys.argv[1]).execute('create table claims as from read_csv(?)', [sys.argv[2]])"
)


def measure(scratch: Path, *, quick: bool) -> list[Row]:
    """Return time and memory at 36,000 and 1,000,000 claims."""
    rows = []
    for claims, pairs in ((36_000, 3 if quick else 15), (1_000_000, 2 if quick else 7)):
        seeds = made_up_seeds(scratch, claims)
        ours, bare = _in_turn(seeds, scratch, pairs)
        size = f"ETL, {claims:,} claims"
        rows.append(
            compared(size, [t for t, _ in ours], [t for t, _ in bare], "s", "≤ 3" if claims >= 1_000_000 else "")
        )
        rows.append(
            compared(f"{size}: peak memory", [m for _, m in ours], [m for _, m in bare], "MiB", "≤ 2048 MiB", 2**-10)
        )
    return rows


def made_up_seeds(scratch: Path, claims: int) -> Path:
    """Return a folder with made-up seeds. A process of its own makes them: what it needed must not count as ours."""
    folder = scratch / f"seeds-{claims}"
    subprocess.run([sys.executable, "-m", "bench.generate", str(folder), str(claims)], check=True)
    return folder


def build(seeds: Path, warehouse: Path) -> list[str]:
    """Return the command that builds a warehouse of made-up seeds."""
    places = ["--seeds", str(seeds), "--warehouse", str(warehouse)]
    return [sys.executable, "-m", "etl", *places, "--max-mib", "4096"]


def _in_turn(seeds: Path, scratch: Path, pairs: int) -> tuple[list[tuple[float, int]], list[tuple[float, int]]]:
    warehouse, plain = scratch / "etl.duckdb", scratch / "plain.duckdb"
    ours, bare = [], []
    for _ in range(pairs + 1):
        ours.append(_run(build(seeds, warehouse)))
        plain.unlink(missing_ok=True)
        bare.append(_run([sys.executable, "-c", BARE, str(plain), str(seeds / "claims.csv")]))
    return ours[1:], bare[1:]


def _run(command: list[str]) -> tuple[float, int]:
    """Return a process's seconds and its largest resident memory in KiB."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)  # or Popen would wait for it again
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return time.perf_counter() - begun, usage.ru_maxrss
