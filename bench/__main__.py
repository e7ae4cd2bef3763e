"""The benchmark: `python -m bench` measures all, with a name one part (etl, intake, …, crowd); `--quick` less often.

Nothing here passes or fails: each figure is printed beside the one it is measured against and what it aims for.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import streamlit

from bench import crowd, etl, exports, faults, intake, page, proposals, soak
from bench.report import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bench.report import Row

PARTS = ("etl", "intake", "page", "exports", "soak")
ASKED_FOR = ("faults", "crowd")  # more than an hour together: run where they are named


def machine() -> str:
    """Return what the figures were measured on."""
    names = (
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        if line.startswith("model name")
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"Machine: {os.cpu_count()} × {next(names, platform.machine())}, "
        f"{memory:.0f} GiB, load {os.getloadavg()[0]:.1f} at the start; "
        f"Python {platform.python_version()}, Streamlit {streamlit.__version__}, DuckDB {duckdb.__version__}"
    )


def shown(rows: Iterable[Row]) -> Iterator[Row]:
    """Say each figure as soon as it is there: the next one may take an hour."""
    for row in rows:
        print(f"{row.measure}: {row.ours}; {row.reference}", file=sys.stderr, flush=True)
        yield row


def main() -> None:
    """Measure the chosen parts and print one table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, *ASKED_FOR, []], help="what to measure; all without it")
    parser.add_argument("--quick", action="store_true", help="fewer repeats, to try it out")
    options = parser.parse_args()
    parts = options.parts or PARTS
    foot = machine()
    rows = []
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        scratch = Path(name)
        if "etl" in parts:
            rows += etl.measure(scratch, quick=options.quick)
        if "intake" in parts:
            rows += proposals.measure(scratch, quick=options.quick)
            rows += intake.measure(scratch, quick=options.quick)
        if "faults" in parts:
            rows += shown(faults.measure(scratch, quick=options.quick))
        if "crowd" in parts:
            rows += shown(crowd.measure(scratch, quick=options.quick))
        if set(parts) - {"etl", "intake", *ASKED_FOR}:
            warehouse = scratch / "warehouse.duckdb"
            subprocess.run(etl.build(etl.made_up_seeds(scratch, 36_000), warehouse), check=True)
            if "page" in parts:
                rows += page.measure(warehouse, scratch, quick=options.quick)
            if "exports" in parts:
                rows += exports.measure(scratch, quick=options.quick)
            if "soak" in parts:
                rows += soak.measure(warehouse, quick=options.quick)
    print(f"\n{table(rows)}\n\n{foot}")


if __name__ == "__main__":
    main()
