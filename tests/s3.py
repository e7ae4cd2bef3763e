"""A store that speaks S3, on this computer alone, for what is kept in one: SeaweedFS, from its package."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from sysconfig import get_path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY, SECRET, BUCKET = "tester", "only-for-tests", "union"


def available() -> str | None:
    """Return the path of the server; None where it is not installed."""
    return shutil.which("weed", path=get_path("scripts"))


@contextmanager
def running(folder: Path) -> Iterator[dict[str, str]]:
    """Run a store with one empty bucket in a folder; yield the environment by which it is reached."""
    program = available()
    assert program, "there is no weed: pip install -r requirements-dev.txt"
    credentials = [{"accessKey": KEY, "secretKey": SECRET}]
    identity = {"name": KEY, "credentials": credentials, "actions": ["Admin", "Read", "Write", "List"]}
    (folder / "s3.json").write_text(json.dumps({"identities": [identity]}))
    names = ("master", "volume", "filer", "s3")
    ports = dict(
        zip([*(f"{one}.port" for one in names), *(f"{one}.port.grpc" for one in names)], _free(8), strict=True)
    )
    options = [f"-{name}={port}" for name, port in ports.items()]
    command = [program, "server", "-s3", f"-dir={folder}", "-ip=127.0.0.1", "-s3.config=s3.json", *options]
    endpoint = f"http://127.0.0.1:{ports['s3.port']}"
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        _wait(endpoint, process)
        subprocess.run(
            [program, "shell", f"-master=127.0.0.1:{ports['master.port']}.{ports['master.port.grpc']}"],
            input=f"s3.bucket.create -name {BUCKET}\n".encode(),
            check=True,
            capture_output=True,
        )
        yield {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_ENDPOINT_URL": endpoint}
    finally:
        process.terminate()
        process.wait()


def _free(n: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(n)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _wait(endpoint: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, "the store ended"
        try:
            urllib.request.urlopen(endpoint, timeout=5).close()
        except urllib.error.HTTPError:
            return  # it answers: that nobody said who asks
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the store does not answer")
