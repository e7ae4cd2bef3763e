"""PostgreSQL, which serves several machines with a lake and with drafts: `python tests/postgres.py` installs it."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

USER = "union"


def available() -> Path | None:
    """Return the folder of the server's programs; None where there is none."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: int(one.parent.name))
    if found := shutil.which("initdb"):
        folders.append(Path(found).resolve().parent)
    return folders[-1] if folders else None


@dataclass
class Server:
    """A server of the test's own in a folder, at a port of this computer alone."""

    folder: Path
    port: int

    @property
    def address(self) -> str:
        """The way to its database, as the database's own library takes it."""
        return f"host=127.0.0.1 port={self.port} dbname=postgres user={USER}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        # No fsync: what is tested is what happens to us, not to the disk of PostgreSQL.
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._run("pg_ctl", "-w", "-D", "data", "-l", "log", "-o", options, "start")

    def stop(self) -> None:
        """Stop it at once, as a machine that falls does."""
        self._run("pg_ctl", "-w", "-D", "data", "-m", "immediate", "stop")

    def database(self, stem: str) -> str:
        """Make a database that no other test uses, and return its name."""
        name = f"{stem}_{random.randrange(10**9)}"
        subprocess.run(["psql", "-qX", self.address, "-c", f"create database {name}"], check=True)
        return name

    def _run(self, program: str, *arguments: str) -> None:
        folder = available()
        assert folder
        command = [str(folder / program), *arguments]
        if os.geteuid() == 0:  # as whom it refuses to run
            command = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command]
        subprocess.run(command, cwd=self.folder, check=True, stdout=subprocess.DEVNULL)


def made(folder: Path) -> Server:
    """Return a server that was never started, in an empty folder that its user can reach."""
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody", "nogroup")
    from tests.ports import free_port  # noqa: PLC0415  (as a script this file only installs)

    server = Server(folder, free_port())
    server._run("initdb", "-D", "data", "-U", USER, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C")
    return server


@contextmanager
def running() -> Iterator[Server]:
    """Run a server in a folder of its own: those of tests are closed to the one user as whom it runs."""
    with tempfile.TemporaryDirectory(prefix="postgres-") as folder:
        one = made(Path(folder))
        one.start()
        yield one
        one.stop()


def install() -> None:
    """Install PostgreSQL as a Debian package; for root on apt only."""
    if not (shutil.which("apt-get") and os.geteuid() == 0):
        sys.exit("install PostgreSQL, and call again")
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "postgresql"], check=True)


if __name__ == "__main__":
    if not available():
        install()
    print("PostgreSQL:", available() or sys.exit("PostgreSQL could not be installed"))
