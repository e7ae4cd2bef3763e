"""Stores for the tests: one over http that can fail in every way, and a real S3 server."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

import duckdb

from etl.builds import INDEX, SCHEMA_VERSION, Builds, Kept, Limits
from tests.conftest import answers
from tests.ports import free_ports

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def keep(builds: Builds, built: Path, letter: str, folder: Path, version: int = SCHEMA_VERSION) -> Kept:
    """Keep a copy of a build that calls itself aaa…, bbb…, of one day each."""
    path = folder / f"{letter}.duckdb"
    if not path.exists():
        shutil.copy(built, path)
        with duckdb.connect(str(path)) as connection:
            connection.execute(f"update build set seeds_sha256 = repeat('{letter}', 64), schema_version = {version}")
    moment = f"2026-11-{ord(letter) - ord('a') + 1:02}"
    return builds.keep(path, letter * 64, datetime.fromisoformat(moment), version, Limits())


class Faulty:
    """A store over http: `files` by name, `fault` by name, and how often each was asked for."""

    def __init__(self):
        self.files, self.faults, self.asked, self.tags = {}, {}, [], {}
        self.may_end = Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                outer.answer(self, self.path.rpartition("/")[2])

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        self.address = f"http://127.0.0.1:{self._server.server_port}/builds/"

    def take(self, builds: Builds) -> None:
        """Have what a folder of builds has."""
        self.files = {path.name: path.read_bytes() for path in builds.place.iterdir()}

    def answer(self, handler, name):
        fault, data = self.faults.get(name), self.files.get(name)
        self.asked.append((name, fault))
        if fault == "hangs":
            self.may_end.wait(60)
            handler.close_connection = True
            return
        if fault == "500" or data is None:
            handler.send_response(500 if fault else 404)
            handler.send_header("Content-Length", "0")
            handler.end_headers()
            return
        if fault == "garbage":
            data = b"<html>no such thing</html>" * 9
        if fault == "changed":
            data = bytes([data[0] ^ 1, *data[1:]])
        if fault == "longer":
            data += b"x" * 5_000_000
        tag = self.tags.get(name) or f'"{hashlib.sha256(data).hexdigest()[:16]}"'
        if handler.headers.get("If-None-Match") == tag and fault != "same tag":
            handler.send_response(304)
            handler.send_header("ETag", tag)
            handler.end_headers()
            return
        handler.send_response(200)
        handler.send_header("ETag", tag)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data[: len(data) // 2] if fault == "half" else data)
        handler.close_connection = fault == "half"

    def end(self):
        self.may_end.set()
        self._server.shutdown()
        self._server.server_close()


def weed() -> str | None:
    """The S3 server of the tests; None where it is not installed."""
    beside = Path(sys.executable).with_name("weed")
    return str(beside) if beside.exists() else shutil.which("weed")


KEY, SECRET = "tests", "not-to-be-seen-in-any-log"


@contextmanager
def s3(folder: Path, ports: Sequence[int] | None = None) -> Iterator[dict[str, str]]:
    """Run an S3 server with one user, and yield what the environment has to say of it.

    A folder that had one before, with the same eight ports, has it again with all that was in it.
    """
    master, volume, filer, port, *grpc = ports or free_ports(8)
    config = folder / "s3.json"
    user = {"name": "tests", "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": ["Admin"]}
    config.write_text(json.dumps({"identities": [user]}))
    command = [
        str(weed()), "-logtostderr=true", "server", f"-dir={folder}", "-ip=127.0.0.1",
        "-ip.bind=127.0.0.1", "-filer", "-s3",
        f"-master.port={master}", f"-volume.port={volume}", f"-filer.port={filer}", f"-s3.port={port}",
        f"-master.port.grpc={grpc[0]}", f"-volume.port.grpc={grpc[1]}", f"-filer.port.grpc={grpc[2]}",
        f"-s3.port.grpc={grpc[3]}", f"-s3.config={config}", "-master.volumeSizeLimitMB=64", "-volume.max=8",
        # Of what it brings beside: no fixed ports, and nothing is told to anybody.
        "-s3.port.iceberg=0", "-s3.port.lance=0", "-master.telemetry=false",
    ]  # fmt: skip
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    environment = {
        "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_ALLOW_HTTP": "true",
    }  # fmt: skip
    try:
        deadline = time.monotonic() + 60
        while not answers(f"http://127.0.0.1:{port}/healthz"):
            assert process.poll() is None, (folder / "log").read_text()[-2000:]
            assert time.monotonic() < deadline, (folder / "log").read_text()[-2000:]
            time.sleep(0.1)
        yield environment
    finally:
        process.terminate()
        process.wait()


__all__ = ["INDEX", "KEY", "SECRET", "Faulty", "keep", "s3", "weed"]
