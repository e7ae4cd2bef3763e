"""A program of its own: words as JSON on standard input, their sheet as PDF on standard output.

Typst keeps what it has set in memory for as long as its process lives: with its own, the server's stays as it was.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import typst

TEMPLATE = Path(__file__).with_name("sheet.typ")


def main() -> None:
    """Set `data`, dated `timestamp`, by the standard for accessible documents."""
    given = json.load(sys.stdin)
    try:
        made = compiled(given, ["ua-1"])
    except typst.TypstError:
        # The standard refuses a letter that no font has; paper shows a box for it.
        made = compiled(given, [])
    sys.stdout.buffer.write(made)


def compiled(given: dict[str, Any], standards: list[typst.PDFStandard]) -> bytes:
    """Return the PDF. The letters are those that Typst brings along: every computer makes the same sheet."""
    return typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"data": json.dumps(given["data"])},
        font_paths=typst.Fonts(include_system_fonts=False),
        ignore_system_fonts=True,
        pdf_standards=standards,
        timestamp=given["timestamp"],
    )


if __name__ == "__main__":
    main()
