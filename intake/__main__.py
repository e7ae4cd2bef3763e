"""The front door of intake: `add FILE…` takes articles in, `propose PATH… --csv OUT` proposes their figures.

`desk` looks after what readers have begun, and what they published.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from intake.arrivals import files
from intake.lexicon import BadRow
from intake.proposals import Proposal
from intake.propose import propose
from intake.refusals import Refused
from intake.texts import lines_of

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS = ("file", *Proposal._fields)


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return the exit code: 0 done, 1 refused with a sentence for each file that cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m intake", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("add", help="keep articles, and the text taken out of them, in ARTICLES_DIR")
    command.add_argument("paths", type=Path, nargs="+", metavar="FILE", help="a text, a page (.html), .docx or .pdf")
    command.add_argument("--another", action="store_true", help="keep also what is almost the same as another article")
    command = commands.add_parser("propose", help="write what each numeral of the texts may be")
    command.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="a text, a page (.html), .docx or .pdf")
    command.add_argument("--csv", type=Path, required=True, metavar="OUT", help="file to write")
    command = commands.add_parser("desk", help="look after drafts and publishes")
    command.add_argument("action", choices=["status", "recover", "take-back"])
    command.add_argument("--reader", default="", help="role of whoever takes back")
    options = parser.parse_args(arguments)
    if options.command == "add":
        from intake.arrivals.add import add  # noqa: PLC0415  (proposals need neither the shelf nor its libraries)

        return add(options.paths, is_another=options.another)
    if options.command == "desk":
        from intake.desk.command import run  # noqa: PLC0415  (proposals need no desk)

        return run(options.action, options.reader)
    return propose_all(options.paths, options.csv)


def propose_all(paths: Sequence[Path], out: Path) -> int:
    """Write what the numerals of several files may be, all or nothing, and return the exit code."""
    rows: list[tuple[str | int, ...]] = []
    refusals = []
    seen: dict[str, Path] = {}
    for path in paths:
        known = seen.setdefault(path.name, path)
        if known is not path:
            if known != path:
                refusals.append(f"{path} has the name of {known}; the column file tells them apart by it: rename one.")
            continue
        try:
            taken = files.take_out(files.read(path), path.name)
            proposals = propose(lines_of(taken.stored or taken.text))
        except (BadRow, Refused) as refusal:
            refusals.append(str(refusal))
            continue
        # What is no text file has no lines that a reader could count: its text is taken out of it by `add`.
        rows += [(path.name, *(row if taken.stored else ("", "", "", *row[3:]))) for row in proposals]
    if refusals:
        print(*refusals, "Nothing was written.", sep="\n", file=sys.stderr)
        return 1
    try:
        write(out, rows)
    except OSError as error:
        print(f"{out} cannot be written: {error.strerror}; name another place with --csv.", file=sys.stderr)
        return 1
    count = sum(not row[-1].startswith("pass over") for row in rows if isinstance(row[-1], str))
    print(f"{out}: {count} proposed figures, {len(rows) - count} numerals to pass over, {len(seen)} texts")
    return 0


def write(path: Path, rows: list[tuple[str | int, ...]]) -> None:
    """Write the proposals as CSV, all or nothing. Raise `OSError` where that cannot be."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows(rows)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
