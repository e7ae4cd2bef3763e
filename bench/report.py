"""What every part of the benchmark hands back: a figure of ours beside that of a reference."""

from __future__ import annotations

import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table. `ratio` is the median of the ratios pair by pair; `aim` stands beside it, unjudged."""

    measure: str
    ours: str
    reference: str = ""
    ratio: str = ""
    aim: str = ""


def compared(measure: str, ours: list[float], reference: list[float], unit: str, aim: str, scale: float = 1) -> Row:
    """Return the medians of two series that were measured in turn, and the median of the ratios pair by pair."""
    ratio = statistics.median(a / b for a, b in zip(ours, reference, strict=True))
    return Row(
        f"{measure} (n = {len(ours)})",
        f"{statistics.median(ours) * scale:.3g} {unit}",
        f"{statistics.median(reference) * scale:.3g} {unit}",
        f"{ratio:.2f}",
        aim,
    )


def table(rows: list[Row]) -> str:
    """Return the rows as plain text in columns."""
    cells = [
        ("measure", "ours", "reference", "ratio", "aim"),
        *((row.measure, row.ours, row.reference, row.ratio, row.aim) for row in rows),
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)
