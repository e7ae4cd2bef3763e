"""Keeps all that readers see, so that a change of the code can show that it changes none of it.

`python -m tests.golden FOLDER` writes every page's words and HTML, and every file that the pages link to, for eight
selections; with `--against OTHER`, kept by the code before, it prints what differs and ends with 1 if anything does.
Office files are written part by part, PDFs as words, pictures by their drawing (SVG): a difference can be read.
"""

from __future__ import annotations

import argparse
import difflib
import io
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from bench.generate import generate
from etl.build import build
from tests import browser as installed
from tests.conftest import PATIENCE, ROOT, profile, serve
from tests.dashboard.test_browser import open_page
from tests.pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

# What is opened of each warehouse: the real one, and a made-up one that has comparable periods and targets of all.
REAL = (
    "",
    "cluster=cum-1",
    "unit=ba-dinh&unit=long-bien&order=value",
    "unit=soc-son&period=2020-S1&sector=non_state",
    "unit=ba-vi",
    "lang=en&cluster=cum-2&order=alphabetical",
)
MADE_UP = ("unit=ba-dinh&unit=dong-da", "lang=en&cluster=cum-1&period=2020")
CLAIMS = 2000
MOST_LINES = 12  # of a difference that is printed

# What is another one at each start: numbers that libraries count up, the time of a build, a port.
VARIABLE = (
    (r"\bp[0-9a-f]{6}-[0-9a-f]{6}", "PATTERN"),
    (r"127\.0\.0\.1:\d+", "HOST"),
    (r"\b(trace|clip|legend|topdef|defs|cb|g)-?[0-9a-f]{6}", r"\1-ID"),
    (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?", "MOMENT"),
    (r"\d\d:\d\d( (ngày )?\d\d/\d\d/\d{4})", r"HH:MM\1"),
    (r"(id|for|aria-controls|aria-labelledby|aria-describedby)=\"[^\"]*\d[^\"]*\"", r"\1"),
    (r"\b(react-aria|radix|bui|stAppEmbeddingId)[-:\w]*", r"\1"),
    (r'"etag": "[^"]*\\""', '"etag"'),
)


def main() -> int:
    """Keep what there is, and compare it where that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.golden", description=__doc__)
    parser.add_argument("folder", type=Path, help="what is written anew")
    parser.add_argument("--against", type=Path, help="a folder that was written before")
    options = parser.parse_args()
    shutil.rmtree(options.folder, ignore_errors=True)
    with TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed.find(), args=["--no-sandbox"])
        for name, seeds, selections in _warehouses(Path(scratch)):
            warehouse = Path(scratch) / f"{name}.duckdb"
            build(seeds, warehouse)
            with serve(warehouse, BASE_ADDRESS="https://example.org") as address:
                for selection in selections:
                    place = options.folder / name / (selection.replace("&", ",") or "all")
                    _keep(browser, address, selection, place)
                    print(place)
        browser.close()
    return _compared(options.against, options.folder) if options.against else 0


def _warehouses(scratch: Path) -> Iterator[tuple[str, Path, tuple[str, ...]]]:
    yield "real", ROOT / "seeds", REAL
    generate(scratch / "seeds", CLAIMS)
    yield "made-up", scratch / "seeds", MADE_UP


def _keep(browser: Browser, address: str, selection: str, place: Path) -> None:
    """Write all pages of a selection, and each file that they link to."""
    files = set()
    with profile(browser) as context:
        for name in PAGES:
            page = context.new_page()
            open_page(page, f"{address}/{'' if name == 'overview' else name}?{selection}")
            _write(place / "pages" / f"{name}.txt", page.locator("body").inner_text().encode())
            _write(place / "pages" / f"{name}.html", page.locator("#root").inner_html().replace(">", ">\n").encode())
            links = page.locator("a[href^='files/'], a[href^='data/']")
            files |= set(links.evaluate_all("links => links.map(link => link.getAttribute('href'))"))
            page.close()
    spoken = re.findall("lang=[a-z]+", selection)
    files |= {f"data/{name}" + "".join(f"?{lang}" for lang in spoken) for name in _open_data(address)}
    for link in sorted(files):
        if not re.search(r"\.(png|pdf)\b", link) or "profile" in link:
            _unfold(place / link.replace("/", "~")[:150], _fetched(f"{address}/{link}"))


def _open_data(address: str) -> list[str]:
    return re.findall('"path": "([^"?]*)', _fetched(f"{address}/data/index.json").decode())


def _fetched(address: str) -> bytes:
    """Return what an address answers, be it a refusal."""
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE / 1000) as answer:
            data: bytes = answer.headers.get("Content-Disposition", "").encode() + b"\n" + answer.read()
    except urllib.error.HTTPError as refusal:
        data = f"\n{refusal.code} ".encode() + refusal.read()
    return data


def _unfold(path: Path, answer: bytes) -> None:
    """Write a file, an archive as a folder of its parts; its name, as the server gives it, stands beside."""
    name, _, data = answer.partition(b"\n")
    if name:
        _write(path.with_name(f"{path.name}.name"), name)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in archive.namelist():
                inner = archive.read(part)
                if inner.startswith(b"PK"):  # the workbook behind a slide's chart
                    _unfold(path / part, b"\n" + inner)
                else:
                    _write(path / part, inner.replace(b"><", b">\n<") if part.endswith(("xml", "rels")) else inner)
    elif data.startswith(b"%PDF"):
        _write(path, _words(data))
    elif data.lstrip().startswith(b"<svg"):
        _write(path, re.sub(rb"url\(data:[^)]*\)|href=\"data:[^\"]*\"", b"DATA", data).replace(b">", b">\n"))
    else:
        _write(path, data)


def _words(pdf: bytes) -> bytes:
    """Return the words of a PDF, in their places."""
    return subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        path.write_bytes(data)
        return
    for found, instead in VARIABLE:
        text = re.sub(found, instead, text)
    path.write_text(text, encoding="utf-8")


def _compared(before: Path, after: Path) -> int:
    """Print what differs between two folders; return how a program ends that found a difference, or none."""
    kept = {path.relative_to(folder) for folder in (before, after) for path in folder.rglob("*") if path.is_file()}
    differing = [path for path in sorted(kept) if _read(before / path) != _read(after / path)]
    for path in differing:
        print(f"\n{path}")
        for line in islice(_difference(_read(before / path), _read(after / path)), MOST_LINES):
            print(f"  {line[:300]}")
    print(f"\n{len(differing)} of {len(kept)} files differ")
    return 1 if differing else 0


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _difference(before: bytes | None, after: bytes | None) -> Iterator[str]:
    if before is None or after is None:
        yield "is new" if before is None else "is gone"
        return
    old, new = (data.decode(errors="replace").splitlines() for data in (before, after))
    yield from islice(difflib.unified_diff(old, new, lineterm="", n=0), 2, None)


if __name__ == "__main__":
    sys.exit(main())
