"""The front door of intake: `python -m intake propose PATH… --csv OUT` proposes figures for two readers to decide."""

from __future__ import annotations

import argparse
import csv
import os
import sys
from pathlib import Path

from intake.lexicon import BadRow
from intake.proposals import Proposal
from intake.propose import propose
from intake.texts import PAGES, Refused, read

COLUMNS = ("file", *Proposal._fields)


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return the exit code: 0 done, 1 refused with a sentence for each file that cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m intake", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("propose", help="write what each numeral of the texts may be")
    command.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="a text (UTF-8) or a saved page (.html)")
    command.add_argument("--csv", type=Path, required=True, metavar="OUT", help="file to write")
    options = parser.parse_args(arguments)

    rows: list[tuple[str | int, ...]] = []
    refusals = []
    seen: dict[str, Path] = {}
    for path in options.paths:
        known = seen.setdefault(path.name, path)
        if known is not path:
            if known != path:
                refusals.append(f"{path} has the name of {known}; the column file tells them apart by it: rename one.")
            continue
        try:
            proposals = propose(read(path))
        except (BadRow, Refused) as refusal:
            refusals.append(str(refusal))
            continue
        # A page has no lines that a reader could count: what text it becomes is decided when it is taken in.
        is_page = path.suffix.lower() in PAGES
        rows += [(path.name, *(("", "", "", *row[3:]) if is_page else row)) for row in proposals]
    if refusals:
        print(*refusals, "Nothing was written.", sep="\n", file=sys.stderr)
        return 1
    try:
        write(options.csv, rows)
    except OSError as error:
        print(f"{options.csv} cannot be written: {error.strerror}; name another place with --csv.", file=sys.stderr)
        return 1
    count = sum(not row[-1].startswith("pass over") for row in rows if isinstance(row[-1], str))
    print(f"{options.csv}: {count} proposed figures, {len(rows) - count} numerals to pass over, {len(seen)} texts")
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
