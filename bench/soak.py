"""Changes the filter of our page 10,000 times and watches the server's memory.

Four viewers without a browser change the filter in turn, each waiting for the whole page; every change is to another
cluster, so every chart has other figures. The table gives the memory after a warm-up of 200 changes and at the end, and
the slope of a straight line through all readings.
"""

from __future__ import annotations

import statistics
from contextlib import ExitStack
from typing import TYPE_CHECKING

from bench import server
from bench.page import PAGE
from bench.report import Row
from bench.viewer import viewer

if TYPE_CHECKING:
    from pathlib import Path

CLUSTERS = [f"Cụm {number}" for number in range(1, 6)]
WARM_UP = 200


def measure(warehouse: Path, *, quick: bool) -> list[Row]:
    """Return memory at the start and the end of the soak, and processor time per change."""
    changes = 500 if quick else 10_000
    step = changes // 10
    with server.ours(warehouse) as ours, ExitStack() as stay:
        viewers = [stay.enter_context(viewer(ours, PAGE)) for _ in range(4)]

        def change(number: int) -> None:
            viewers[number % 4].choose(CLUSTERS[number // 4 % 5])

        for number in range(WARM_UP):
            change(number)
        readings = [(0, ours.memory())]
        cpu = ours.cpu()
        print(f"soak: {readings[0][1]:.1f} MiB after {WARM_UP} changes to warm up")
        for number in range(changes):
            change(number)
            if (number + 1) % step == 0:
                readings.append((number + 1, ours.memory()))
                print(f"soak: {readings[-1][1]:.1f} MiB after {number + 1} changes")
        cpu = (ours.cpu() - cpu) / changes
    slope = statistics.linear_regression([x for x, _ in readings], [y for _, y in readings]).slope
    return [
        Row(
            f"soak, memory after {changes:,} changes", f"{readings[-1][1]:.1f} MiB", f"{readings[0][1]:.1f} MiB (start)"
        ),
        Row("soak, growth per 1,000 changes", f"{1000 * slope:+.2f} MiB", aim="flat"),
        Row("soak, server CPU per change", f"{1000 * cpu:.1f} ms"),
    ]
