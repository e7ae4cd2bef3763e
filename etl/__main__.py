"""The ETL's front door: `python -m etl` builds the warehouse.

`check` proves the seeds, `locate` counts a place, `describe` renews the data package.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from etl.articles import ARTICLES_DIR
from etl.build import Busy, Refused, Unwritable, build, check, rewrite
from etl.datapackage import describe
from etl.lake import EXAMPLES, Lake, NoLake
from etl.locate import NotFound, locate
from etl.seeds import MAX_MIB

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return the exit code: 0 done, 1 refused with one sentence for each fault."""
    parser = argparse.ArgumentParser(prog="python -m etl", description=__doc__)
    parser.add_argument("--seeds", type=Path, default=ROOT / "seeds", help="folder of the seed files")
    parser.add_argument("--warehouse", type=Path, default=ROOT / "warehouse.duckdb", help="file to publish")
    parser.add_argument("--max-mib", type=int, default=MAX_MIB, help="largest seed file that is read")
    parser.add_argument("--lake", help=f"lake to publish into too, such as {EXAMPLES}")
    parser.add_argument("--lake-data", help="folder or s3:// address of the lake's files: needed once, to make it")
    parser.add_argument("--publish", metavar="ADDRESS", help="store (s3://…) that the kept builds are put into as well")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("build", help="prove the seeds and publish them (the default)")
    commands.add_parser("check", help="prove the seeds and publish nothing")
    place = commands.add_parser("locate", help="print char_start and char_end of a figure in an article")
    place.add_argument("article_id")
    place.add_argument("line", type=int)
    place.add_argument("as_printed")
    commands.add_parser("describe", help="write datapackage.json from the schema's comments")
    options = parser.parse_args(arguments)

    try:
        if options.command == "locate":
            start, end, words = locate(
                os.environ.get(ARTICLES_DIR), options.article_id, options.line, options.as_printed
            )
            print(f"char_start {start}, char_end {end}" + f', as_printed "{words}"' * (words != options.as_printed))
            return 0
        if options.command == "describe":
            path = options.seeds / "datapackage.json"
            rewrite(path, describe(path))
            print(f"{path} says what the schema says")
            return 0
        # Steps of very different length: the bar names the one under way, past two seconds, and never in a log.
        with tqdm(delay=2, bar_format="{elapsed} {desc}", file=sys.stderr, leave=False, disable=None) as bar:

            def tick(step: str) -> None:
                bar.set_description_str(step, refresh=False)
                bar.update()

            if options.command == "check":
                print(check(options.seeds, max_mib=options.max_mib, tick=tick))
                code = 0
            else:
                code = _built(options, tick)
    except Refused as refusal:
        for fault in refusal.faults:
            print(fault, file=sys.stderr)
        print(f"{refusal}; nothing was published.", file=sys.stderr)
        return 1
    except (Busy, Unwritable, NoLake, NotFound) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename}: {error.strerror}" if error.filename else error, file=sys.stderr)
        return 1
    return code


def _built(options: argparse.Namespace, tick: Callable[[str], None]) -> int:
    """Build, publish wherever that is to go, and say so; return 1 where the store has not got it."""
    lake = Lake(options.lake, options.lake_data) if options.lake else None  # a slip costs no build
    summary = build(options.seeds, options.warehouse, max_mib=options.max_mib, tick=tick, publish_to=options.publish)
    print(summary)
    if lake:
        tick("publishing into the lake")
        print(f"build {lake.publish(options.warehouse).number} of {lake}")
    return 1 if summary.not_sent else 0


if __name__ == "__main__":
    sys.exit(main())
