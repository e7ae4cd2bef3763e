"""Measures what `intake` proposes: how fast, and, where the labelled texts are at hand (INTAKE_LABELS), how well."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from bench.report import Row
from intake.__main__ import main
from intake.propose import propose
from intake.texts import lines_of
from tests.made_up import SECOND

WORDS = 2000  # of a text
COLUMNS = 12  # of a line of the score, behind its name


def measure(scratch: Path, *, quick: bool) -> list[Row]:
    """Return the processor time of 1,000 dense texts (of fewer, if quick), and the score of the labelled ones."""
    lines = SECOND.partition("Tin khác")[0].rstrip("\n")
    text = "\n".join([lines] * (WORDS // len(lines.split()) + 1))
    n = 20 if quick else 1000
    begun = time.process_time()
    for _ in range(n):
        propose(lines_of(text))
    each = (time.process_time() - begun) / n
    rows = [Row(f"proposals for 1,000 texts of {WORDS} words, CPU (n = {n})", f"{1000 * each:.0f} s", aim="≤ 60 s")]
    labels = os.environ.get("INTAKE_LABELS")
    return rows + (_score(Path(labels), scratch / "proposals.csv") if labels else [])


def _score(labels: Path, out: Path) -> list[Row]:
    """Return recall, precision and all five attributes of each line of the score that comes with the texts."""
    main(["propose", *map(str, sorted((labels / "articles").iterdir())), "--csv", str(out)])
    said = subprocess.run([sys.executable, labels / "score.py", out], capture_output=True, text=True, check=True).stdout
    aims = {"core, all three": "≥ 0.95, 0.95, 0.92", "other indicators": "≥ 0.90 each"}
    rows = []
    for line in said.splitlines():
        name, values = line[:24].strip(), line[24:].replace("|", " ").split()
        if len(values) == COLUMNS:
            recall, precision, all_five = values[2], values[4], values[10]
            found = f"{recall}, {precision}, {all_five}"
            rows.append(Row(f"score, {name}: recall, precision, all five", found, aim=aims.get(name, "")))
    return rows
