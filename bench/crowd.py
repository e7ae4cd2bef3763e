"""What befalls a server: publishes while many change filters, hostile addresses, a crowd, a warehouse of garbage.

What is wrong ends the measuring with an error that says what. All traffic stays on this computer and ends by itself.
"""

from __future__ import annotations

import http.client
import json
import random
import shutil
import socket
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING
from urllib.parse import quote

from websockets.sync.client import connect

from bench import server
from bench.faults import SEEDS, other_seeds
from bench.page import PAGE
from bench.report import Row
from bench.server import HOST, ROOT
from bench.viewer import Viewer, viewer
from etl.build import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bench.server import Server

VIEWERS = 50
HOSTILE = (
    "", " ", "'", '"', "\\", "%", "%00", "\0", "\n", "../../etc/passwd", "..%2f..%2f", "//", "<script>x()</script>",
    "'; drop table claims; --", "1e999", "-1", "NaN", "null", "None", "\u202e", "\ud7ff", "💥", "ệ" * 300, "x" * 4000,
    "{{7*7}}", "${jndi:x}", "2023-S1", "ba-dinh", "cum-1", "unions_formed", "by_unit", "a003-l08-1", "2026-11-21",
)  # fmt: skip
NAMES = (
    "unit", "cluster", "order", "period", "sector", "lang", "claim", "view", "q", "list", "columns", "state", "asof",
    "article", "topic", "indicator", "utm_source", "__proto__", "\0", "",
)  # fmt: skip
PLACES = (
    "", "overview", PAGE, "targets", "gaps", "explore", "sources", "glossary", "unit_profile", "intake", "health",
    "data/", "data/observations.csv", "data/claims.parquet", "data/datapackage.zip", "data/sdmx.csv",
    "files/gaps/list.csv", f"files/{PAGE}/by_unit.csv", "files/explore/claims.csv", "files/selection/workbook.xlsx",
    "files/unit_profile/profile.pdf", "static/", "_stcore/health", "_stcore/upload_file/x/y", "component/x",
)  # fmt: skip


def measure(scratch: Path, *, quick: bool) -> Iterator[Row]:
    """Yield what was sent to servers before anything was wrong: never."""
    place = scratch / "crowd"
    place.mkdir()
    builds = [place / "one.duckdb", place / "other.duckdb"]
    for seeds, path in zip((SEEDS, other_seeds(place / "other")), builds, strict=True):
        build(seeds, path)
    warehouse = place / "warehouse.duckdb"
    _publish(builds[0], warehouse)
    with server.ours(warehouse) as ours:
        with viewer(ours, PAGE):  # what the first page and the first picture of all cost is nobody's who comes later
            _get(ours, f"/files/{PAGE}/by_unit.png")
        yield _publishes(ours, builds, warehouse, 10 if quick else 100)
        yield _hostile(ours, 500 if quick else 5_000)
        yield from _many(ours, quick=quick)
    yield _garbage(builds, warehouse)


def _publish(path: Path, warehouse: Path) -> None:
    draft = warehouse.with_name("draft")
    shutil.copy(path, draft)
    draft.replace(warehouse)


def is_of(viewer: Viewer) -> int:
    """Return of which of two builds a page is. Raise an error where it is of both, or says neither."""
    new, all_of_it = viewer.said.count("Ba Đình mới"), viewer.said.count("Ba Đình")
    if not all_of_it or new not in (0, all_of_it):
        raise RuntimeError(f"a mixed page: {all_of_it} names, {new} of them of the other build")
    return int(bool(new))


def _publishes(ours: Server, builds: list[Path], warehouse: Path, n: int) -> Row:
    """Publish while viewers change filters, each as fast as it is answered."""
    changes: Counter[int] = Counter()
    is_over = threading.Event()

    def look(number: int, one: Viewer) -> None:
        chance = random.Random(number)
        while not is_over.is_set():
            one.choose(chance.choice(["Cụm 1", ""]))  # both show Ba Đình
            is_of(one)
            changes[number] += 1

    with ExitStack() as stay, ThreadPoolExecutor(VIEWERS) as threads:
        viewers = [stay.enter_context(viewer(ours, PAGE)) for _ in range(VIEWERS)]
        files, memory, halfway = ours.process.num_fds(), ours.memory(), 0.0
        looking = [threads.submit(look, *each) for each in enumerate(viewers)]
        try:
            for number in range(n):
                if number == n // 2:
                    halfway = ours.memory()
                _publish(builds[(number + 1) % 2], warehouse)
                seen = changes.total()
                while changes.total() < seen + VIEWERS // 5 and not any(each.done() for each in looking):
                    is_over.wait(0.02)
        finally:
            is_over.set()
        for each in looking:
            each.result()
        for one in viewers:
            one.choose("Cụm 1")
            if is_of(one) != n % 2:
                raise RuntimeError("a click after the last publish shows the build before")
        more_files, now = ours.process.num_fds() - files, ours.memory()
    return Row(
        f"{n} publishes under {VIEWERS} viewers ({changes.total():,} changes)",
        "0 errors, 0 mixed",
        f"{more_files:+d} open files, {now - memory:+.1f} MiB ({now - halfway:+.1f} in the second half)",
        aim="flat",
    )


def _hostile(ours: Server, n: int) -> Row:
    """Ask for addresses that nobody means well with; a page too, of which the session is what is asked."""
    answers: Counter[int] = Counter()
    for trial in range(n):
        chance = random.Random(trial)
        place = chance.choice(PLACES) if chance.random() < 0.8 else "/".join(chance.choices(HOSTILE, k=3))
        asked = "&".join(
            f"{quote(chance.choice(NAMES))}={quote(chance.choice(HOSTILE), safe=chance.choice(['', '/%']))}"
            for _ in range(chance.randrange(4))
        )
        if trial % 10 == 0 and place in PLACES[1:9]:
            with viewer(ours, place, asked):  # which raises an error for a page that failed
                answers[200] += 1
            continue
        status, body = _get(ours, f"/{quote(place, safe='/%')}?{asked}")
        answers[status] += 1
        if status >= 500 or b"Traceback" in body or str(ROOT).encode() in body:
            raise RuntimeError(f"trial {trial}, /{place}?{asked}: {status} {body[:200]!r}")
    said = ", ".join(f"{status}: {count:,}" for status, count in sorted(answers.items()))
    return Row(f"hostile addresses (n = {n:,})", "0 wrong", said, aim="no traceback, no 5xx")


def _get(ours: Server, address: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(HOST, ours.port, timeout=60)
    try:
        connection.request("GET", address)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def _many(ours: Server, *, quick: bool) -> list[Row]:
    """Hold sockets open that say nothing, queue pictures, and leave in the middle of an answer."""
    n_idle, n_pictures, n_leaving = (50, 10, 50) if quick else (500, 200, 500)
    files, memory = ours.process.num_fds(), ours.memory()
    with ExitStack() as stay:
        address = f"ws://{HOST}:{ours.port}/_stcore/stream"
        for _ in range(n_idle):
            stay.enter_context(connect(address, open_timeout=60))
        with viewer(ours, PAGE) as one:
            one.choose("Cụm 1")
            if not one.charts:
                raise RuntimeError("beside idle sockets a page has no chart")
        per_socket = (ours.memory() - memory) / n_idle
    with ThreadPoolExecutor(n_pictures) as threads:
        asked = [f"/files/{PAGE}/by_unit.png?cluster=cum-{1 + number % 5}" for number in range(n_pictures)]
        pictures = Counter(status for status, _ in threads.map(lambda place: _get(ours, place), asked))
    if set(pictures) - {200, 503}:
        raise RuntimeError(f"pictures were answered with {pictures}")
    for number in range(n_leaving):
        with socket.create_connection((HOST, ours.port)) as client:
            client.sendall(f"GET /files/selection/workbook.xlsx HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
            if number % 2:
                client.recv(1024)
    status, _ = _get(ours, f"/files/{PAGE}/by_unit.png")
    if status != 200:
        raise RuntimeError(f"after the crowd a picture is answered with {status}")
    until = time.monotonic() + 120  # what was asked for is still made, though nobody waits for it
    while ours.process.num_fds() > files and time.monotonic() < until:
        time.sleep(0.5)
    left = f"{ours.process.num_fds() - files:+d} open files, {ours.memory() - memory:+.1f} MiB"
    said = ", ".join(f"{status}: {count}" for status, count in sorted(pictures.items()))
    return [
        Row(f"{n_idle} idle websockets", f"{1024 * per_socket:.0f} KiB each", "others are served"),
        Row(f"{n_pictures} pictures at once", said, "a picture after them: 200"),
        Row(f"{n_leaving} clients that leave half-way", "0 wrong", left),
    ]


def _garbage(builds: list[Path], warehouse: Path) -> Row:
    """Replace the warehouse of two servers by garbage and by a good one, again and again."""
    rounds = 10
    garbage = warehouse.with_name("garbage")
    with server.ours(warehouse) as first, server.ours(warehouse) as second, viewer(first, PAGE) as one:
        for number in range(rounds):
            data = builds[0].read_bytes()
            chance = random.Random(number)
            garbage.write_bytes(chance.randbytes(50_000) if number % 2 else data[: chance.randrange(len(data))])
            _publish(garbage, warehouse)
            for each in (first, second):
                status, body = _get(each, "/health")
                if status != 503 or json.loads(body)["status"] != "unreadable":
                    raise RuntimeError(f"garbage is answered with {status} {body[:200]!r}")
            one.choose("Cụm 1")
            _publish(builds[number % 2], warehouse)
            found = {json.loads(_get(each, "/health")[1])["seeds_sha256"] for each in (first, second)}
            one.choose("Cụm 1")
            if len(found) != 1 or is_of(one) != number % 2:
                raise RuntimeError(f"after garbage two servers say {found}")
    return Row(f"garbage and a good warehouse in turn, two servers (n = {rounds})", "0 wrong", aim="0 wrong")
