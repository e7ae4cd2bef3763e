"""The same files from the shell: `python -m dashboard.exports ADDRESS … --to FOLDER`, for a job that runs by itself."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from dashboard import links, queries, terms
from dashboard.exports import catalogue, files, open_data, picture, sheet
from dashboard.messages import LANGUAGES, language, t
from dashboard.selection import spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

DATA = "data"  # the place of the open data


def main(arguments: list[str] | None = None) -> int:
    """Write files and print their names; return the exit code: 0 done, 1 not made, with one sentence why."""
    parser = argparse.ArgumentParser(prog="python -m dashboard.exports", description=t("Write files of the dashboard."))
    parser.add_argument(
        "address",
        nargs="*",
        help=t("what the server has under /files/ or /data/, such as “selection/workbook.xlsx?cluster=cum-1”"),
    )
    parser.add_argument("--to", type=Path, default=Path(), help=t("folder, or name of the file, to write to"))
    parser.add_argument("--list", action="store_true", help=t("print the addresses that there are"))
    options = parser.parse_args(arguments)
    for problem in filter(None, [links.problem(), terms.problem()]):
        print(problem, file=sys.stderr)
    try:
        if options.list:
            print("\n".join(addresses()))
        elif not options.address:
            parser.error(t("Name a file; “--list” names them all."))
        else:
            _write(options.address, options.to)
    except files.NoFile as fault:
        said = str(fault)
    except queries.Unavailable as unavailable:
        said = t(
            "There is no data to read ({problem}): run “python -m etl --warehouse {path}”.",
            problem=unavailable.problem,
            path=unavailable.path,
        )
    except picture.NoPicture:
        said = t("The picture could not be made: it needs a Chrome or Chromium on this computer.")
    except sheet.NoSheet:
        said = t("The profile could not be set as a PDF. Try again in a minute.")
    except OSError as fault:
        said = t("The file could not be written: {problem}", problem=fault)
    else:
        return 0
    print(said, file=sys.stderr)
    return 1


def addresses() -> list[str]:
    """Return the address of every file that there is."""
    return [*catalogue.addresses(), *(f"{DATA}/{name}" for name in open_data.names())]


def _write(asked: Sequence[str], to: Path) -> None:
    """Write files to a folder, or one file under a name; nothing is written unless all of them can be made.

    A file of an earlier call is replaced; of two that get one name in this call, the later one is numbered.
    """
    kinds = {Path(urlsplit(address).path).suffix for address in asked}
    if not to.is_dir() and (len(asked) > 1 or kinds != {to.suffix}):
        raise NotADirectoryError(t("{place} is no folder, and no name for a file of this kind", place=to))
    if not to.is_dir() and not to.parent.is_dir():
        raise NotADirectoryError(t("there is no folder {place}", place=to.parent))
    taken: set[str] = set()
    with queries.pinned():  # the files of one call are of one build
        made = asyncio.run(_all(asked))
    for name, data in made:
        path = to / _numbered(name, taken) if to.is_dir() else to
        draft = path.with_name(f".{path.name}.draft")  # whoever reads meanwhile finds the old file, whole
        try:
            draft.write_bytes(data)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)  # left where there was no room for it
        print(path)


def _numbered(name: str, taken: set[str]) -> str:
    """Return a name that none of those before has, and note it as taken; some systems know no capitals."""
    stem, kind = Path(name).stem, Path(name).suffix
    later = (f"{stem} ({number}){kind}" for number in count(2))
    free = next(one for one in chain([name], later) if one.casefold() not in taken)
    taken.add(free.casefold())
    return free


async def _all(asked: Sequence[str]) -> list[tuple[str, bytes]]:
    camera = picture.Camera()
    found = []
    try:
        for address in asked:
            try:
                found.append(await _made(address, camera))
            except files.NoFile as fault:  # of several files a reader must learn which
                raise files.NoFile(f"{address}: {fault}") from fault
        return found
    finally:
        await camera.close()


async def _made(address: str, camera: picture.Camera) -> tuple[str, bytes]:
    """Return the name of a file and what it holds."""
    parts = urlsplit(address.removeprefix("/").removeprefix("files/"))
    place, _, file = parts.path.partition("/")
    asked = parse_qs(parts.query, keep_blank_values=True)
    language.set(spoken(asked))
    if place == DATA:
        files.refuse_parameters(asked, {"lang": LANGUAGES})
        if file not in open_data.names():
            raise files.NoFile(t("There is no such file; “--list” names them all."))
        return file, (await asyncio.to_thread(open_data.make, file)).data
    name, _, extension = file.partition(".")
    made = await files.make(place, name, extension, asked, camera)
    return made.name, made.data


if __name__ == "__main__":
    # A pipe that ends early, as in "… | head", is no fault.
    try:
        sys.exit(main())
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
