"""Takes files in from the shell: a line for each that says what became of it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tqdm import tqdm

from intake.arrivals import files
from intake.arrivals.shelf import AlmostSame, Arrival, Same, Shelf
from intake.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def add(paths: Sequence[Path], *, is_another: bool = False) -> int:
    """Put files on the shelf and say of each what became of it; return 0, or 1 where one was refused or held back.

    One that is refused does not keep the others from being stored.
    """
    try:
        shelf = Shelf()
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    code = 0
    # The bar names what is under way, past two seconds, and never in a log.
    with tqdm(paths, delay=2, bar_format="{n}/{total} {desc}", file=sys.stderr, leave=False, disable=None) as bar:
        for path in bar:
            bar.set_description_str(path.name)

            def tick(page: int, pages: int, name: str = path.name) -> None:
                bar.set_description_str(f"{name}, {page}/{pages}")

            try:
                found = shelf.put(files.read(path), path.name, is_another=is_another, tick=tick)
            except Refused as refusal:
                code = 1
                tqdm.write(str(refusal), file=sys.stderr)
                continue
            code = max(code, isinstance(found, AlmostSame))
            said = sys.stderr if isinstance(found, AlmostSame) else sys.stdout
            tqdm.write("\n".join(_said(path.name, found)), file=said)
    return code


def _said(name: str, found: Arrival | Same | AlmostSame) -> list[str]:
    if isinstance(found, Same):
        return [f"{name} is on the shelf already, as {found.arrival.article_id}; nothing was stored."]
    if isinstance(found, AlmostSame):
        lines = [f"{name} was not stored. {found.sentence} --another stores it."]
        for difference in found.differences:
            lines += [f"  {number} - {line}" for number, line in enumerate(difference.old, start=difference.old_line)]
            lines += [f"  {number} + {line}" for number, line in enumerate(difference.new, start=difference.new_line)]
        return lines
    lines = [f"{name}: kept as {found.article_id}, {len(found.text.split())} words."]
    for one in found.proposed:
        until = f" to {one.last}" if one.last and one.last != one.value else ""
        lines.append(f"  {one.column}: {one.value}{until} ({one.kind}) {one.reason}")
    return lines + [f"  {notice}" for notice in found.notices]
