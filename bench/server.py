"""Starts a Streamlit server on this computer only, and says what it uses."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psutil  # type: ignore[import-untyped]

from tests.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Server:
    """A running server: its address, and its process with the children it has (a browser for pictures is none)."""

    port: int
    process: psutil.Process

    @property
    def url(self) -> str:
        """The address for a browser."""
        return f"http://{HOST}:{self.port}"

    def cpu(self) -> float:
        """Return the seconds of processor time used so far, by the program and the system for it."""
        return sum(sum(process.cpu_times()[:2]) for process in self._family())

    def memory(self) -> float:
        """Return the resident memory, MiB."""
        return float(sum(process.memory_info().rss for process in self._family())) / 2**20

    def _family(self) -> list[psutil.Process]:
        return [self.process, *(c for c in self.process.children(recursive=True) if "chrom" not in c.name().lower())]


@contextmanager
def ours(warehouse: Path) -> Iterator[Server]:
    """Run the dashboard on a warehouse."""
    with _running(ROOT / "app.py", ROOT, {"WAREHOUSE": str(warehouse)}) as server:
        yield server


@contextmanager
def baseline(scratch: Path, charts: int) -> Iterator[Server]:
    """Run a page of so many hard-coded charts in Streamlit's default configuration: from a folder without any."""
    place = scratch / "baseline"
    place.mkdir(exist_ok=True)
    with _running(ROOT / "bench" / "baseline.py", place, {"CHARTS": str(charts)}) as server:
        yield server


@contextmanager
def _running(script: Path, place: Path, variables: dict[str, str]) -> Iterator[Server]:
    port = free_port()
    options = {"server.address": HOST, "server.port": port, "server.headless": "true"}
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            str(script),
            *(f"--{name}={said}" for name, said in options.items()),
        ],
        cwd=place,
        env=os.environ | {"STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false"} | variables,
        stdout=subprocess.DEVNULL,
    )
    server = Server(port, psutil.Process(process.pid))
    try:
        _wait(server, process)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start: {process.args!r}, exit code {process.poll()}")
