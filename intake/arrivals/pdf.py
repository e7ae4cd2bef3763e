"""Has the text of a PDF taken out by a process of its own, which may use only so much memory and time.

A few bytes of a PDF can unpack to more than a computer has; the process ends then, and nobody else notices.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from intake.refusals import Refused, Sentence, say

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_PAGES = 300
MEMORY_MIB = 2048  # that one PDF may take
_ROOT = Path(__file__).parents[2]
_SHOWN = 10  # pages that are named


def read(data: bytes, name: object, tick: Callable[[int, int], object]) -> tuple[str, list[Sentence]] | None:
    """Return the text of a PDF and what to know of it, None where it is broken; `tick` hears of each page.

    Raise `Refused` for one that is locked, too long, or only pictures.
    """
    found = _asked(data, tick)
    if found.get("locked"):
        raise Refused(
            "{name} is locked with a password; open it with the password, print it to a new PDF, and bring in that.",
            name=name,
        )
    if found.get("pages", 0) > MOST_PAGES:
        raise Refused(
            "{name} has {pages} pages, more than {most}: an article has fewer. Bring in the pages that are meant.",
            name=name, pages=found["pages"], most=MOST_PAGES,
        )  # fmt: skip
    if "lines" not in found:
        return None
    if not found["lines"]:
        raise Refused(
            "{name} holds only pictures of pages, no letters; have it read by a program for scanned pages (OCR) and "
            "check each number, or bring in the original.", name=name,
        )  # fmt: skip
    empty = ", ".join(map(str, found["empty"][:_SHOWN])) + "…" * (len(found["empty"]) > _SHOWN)
    notices = [say("Pages without letters: {pages}. Look whether they are pictures of text.", pages=empty)]
    return "\n".join(found["lines"]), notices if empty else []


def _asked(data: bytes, tick: Callable[[int, int], object]) -> dict[str, Any]:
    """Return what the process answers last; nothing where it ended before."""
    command = [sys.executable, "-m", "intake.arrivals.pdf_pages", str(MOST_PAGES), str(MEMORY_MIB)]
    process = subprocess.Popen(  # noqa: S603  (our own module)
        command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    with process:
        if process.stdin is None or process.stdout is None:
            return {}
        try:
            process.stdin.write(data)
            process.stdin.close()
        except BrokenPipeError:
            return {}
        for line in process.stdout:
            said = json.loads(line)
            if "page" not in said:
                return dict(said)
            tick(said["page"], said["of"])
    return {}
