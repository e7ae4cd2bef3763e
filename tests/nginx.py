"""nginx in front of servers, with the configuration of deploy/: `python tests/nginx.py` installs it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CONFIGURED = Path(__file__).parent.parent / "deploy" / "nginx.conf"
STATIC = "/srv/union/.venv/lib/python3.11/site-packages/streamlit/static/static/"
MAIN = """
{user} daemon off; pid {folder}/pid; error_log stderr warn; worker_processes 1;
events {{ worker_connections 256; }}
http {{
    types {{ text/html html; application/javascript js; text/css css; font/woff2 woff2; }}
    access_log {folder}/access;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/union.conf;
}}
"""


def available() -> str | None:
    """Return the path of nginx; None where there is none."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def configured(folder: Path, port: int, servers: Sequence[int], static: Path, prefix: str = "/union/") -> Path:
    """Write the project's configuration for ports and places of a test, under a prefix, and return it."""
    text = CONFIGURED.read_text(encoding="utf-8")
    for theirs, ours in {
        STATIC: f"{static}/",
        "127.0.0.1:8501": f"127.0.0.1:{servers[0]}",
        "127.0.0.1:8502": f"127.0.0.1:{servers[1]}",
        "listen 80;": f"listen 127.0.0.1:{port};",
        "/var/cache/nginx/union": f"{folder}/cache",
    }.items():
        assert text.count(theirs) == 1, theirs
        text = text.replace(theirs, ours)
    if prefix != "/union/":
        text = re.sub(r"    location = /(union)? \{.*?\n    \}\n", "", text, flags=re.DOTALL)
        text = text.replace("/union/", prefix)
    (folder / "union.conf").write_text(text, encoding="utf-8")
    main = folder / "nginx.conf"
    main.write_text(MAIN.format(folder=folder, user="user root root;" if os.geteuid() == 0 else ""), encoding="utf-8")
    return main


def tested(main: Path) -> str:
    """Return what `nginx -t` says."""
    command = [str(available()), "-t", "-q", "-e", "stderr", "-c", str(main)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


@contextmanager
def running(main: Path, port: int) -> Iterator[str]:
    """Run nginx, and yield its address."""
    with (main.parent / "said").open("w") as said:
        process = subprocess.Popen([str(available()), "-e", "stderr", "-c", str(main)], stdout=said, stderr=said)
    try:
        while True:
            assert process.poll() is None, (main.parent / "said").read_text()
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/none", timeout=30)
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.05)
            else:
                break
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def install() -> None:
    """Install nginx as a Debian package, without starting it; for root on apt only."""
    if not (shutil.which("apt-get") and os.geteuid() == 0):
        sys.exit("install nginx, and call again")
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "nginx-light"]
    subprocess.run(command, check=True, env={**os.environ, "RUNLEVEL": "1", "DEBIAN_FRONTEND": "noninteractive"})


if __name__ == "__main__":
    if not available():
        install()
    print("nginx:", available() or sys.exit("nginx could not be installed"))
