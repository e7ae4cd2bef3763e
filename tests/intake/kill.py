"""Kills a program that saves and publishes, at any moment, over and over: `python -m tests.intake.kill 200`.

Each time a child works on a desk of its own and is killed with SIGKILL; then the next start has to find all that was
called saved, and the seeds whole: the old set or the new one.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.build import Busy, check
from tests.intake.desks import MADE_UP, ONE, TWO, UNIONS, agreed, contents, desk_in, fresh

if TYPE_CHECKING:
    from intake.desk import Desk

ROOT = Path(__file__).parents[2]
# What a program does to files.
STEPS = ("open", "os.rename", "os.remove", "sqlite3.connect", "os.mkdir", "shutil.rmtree")


def child(what: str, folder: Path, step: int) -> None:
    """Save without end, or publish; killed by itself at a `step`, counted from when the seeds are first written."""
    desk = desk_in(folder)
    if what == "save":
        print("begun", flush=True)
        number = 0
        while True:
            desk.save(MADE_UP, ONE, replace(UNIONS, note=str(number)))
            print(number, flush=True)
            number += 1
    done = begun = 0

    def counted(event: str, given: tuple[Any, ...]) -> None:
        nonlocal done, begun
        begun = begun or (event == "open" and str(given[0]).endswith(".csv.new"))
        if begun and event in STEPS:
            done += 1
            if done == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(counted)
    print("begun", flush=True)
    desk.publish(MADE_UP, ONE)
    print(done, flush=True)


def started(what: str, folder: Path, step: int = 0) -> subprocess.Popen[str]:
    """Start a child and wait until it is at work."""
    command = [sys.executable, "-m", "tests.intake.kill", what, str(folder), str(step)]
    environment = {**os.environ, "ARTICLES_DIR": str(folder / "articles")}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "begun\n"
    return process


@dataclass(frozen=True)
class Model:
    """A desk on which an article is ready to be published, and what the seeds are before and after."""

    folder: Path
    old: dict[str, bytes]
    new: dict[str, bytes]
    steps: int

    @classmethod
    def make(cls, folder: Path) -> Model:
        """Prepare the desk, and publish once on a copy of it."""
        desk = fresh(folder / "model")
        agreed(desk)
        shutil.copytree(folder / "model", folder / "copy")
        process = started("publish", folder / "copy")
        said, _ = process.communicate()
        assert process.returncode == 0
        new = contents(desk_in(folder / "copy"))
        shutil.rmtree(folder / "copy")
        return cls(folder, contents(desk), new, int(said))

    def kill(self, *, step: int = 0, after: float = 0) -> str:
        """Kill one publish at a step or after some seconds, start again, and return what was found."""
        copy = self.folder / "copy"
        shutil.copytree(self.folder / "model", copy)
        process = started("publish", copy, step)
        try:
            process.wait(after or None)
        except subprocess.TimeoutExpired:
            process.kill()
        process.communicate()
        desk = desk_in(copy)
        found = self._found(desk)
        shutil.rmtree(copy)
        return found

    def _found(self, desk: Desk) -> str:
        """Start again as the program does, and return which set of seeds there is. Raise where it is neither."""
        marker = desk.seeds.with_name("seeds.publishing")
        was_broken_off = marker.exists()
        if was_broken_off:
            try:
                check(desk.seeds)
            except Busy:
                pass
            else:
                raise AssertionError("the ETL read seeds that were being replaced")
        told = desk.recover()
        seeds, state = contents(desk), desk.draft(MADE_UP).state
        assert not marker.exists()
        if seeds == self.old:
            assert (told, state) == (None, "agreed"), (told, state)
            return "old"
        assert seeds == self.new, sorted(name for name in seeds if seeds[name] != self.new.get(name))
        assert state == "published"
        assert told is None or (told.of, told.is_built) == (MADE_UP, True), told
        assert desk.last_publish()
        return "new, completed at the next start" if was_broken_off else "new, told" if told else "new"


def kill_saver(folder: Path, after: int) -> int:
    """Kill a reader's program when it has called so many entries saved; return how many, all of which are there."""
    desk = fresh(folder)
    desk.start(MADE_UP, ONE)
    desk.start(MADE_UP, TWO)
    process = started("save", folder)
    assert process.stdout
    lines = [process.stdout.readline() for _ in range(after)]
    process.kill()
    rest, _ = process.communicate()
    called = [int(number) for number in ("".join(lines) + rest).split("\n")[:-1]]
    kept = [int(entry.note) for entry in desk.reading(MADE_UP, ONE).entries]
    assert kept[: len(called)] == called
    assert len(kept) <= len(called) + 1  # the one under way may be kept, and not yet called so
    desk.save(MADE_UP, ONE, UNIONS)
    return len(called)


def main(times: int) -> None:
    """Kill so many publishes, half at each step of writing, half at a random time, and a tenth as many savers."""
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["ARTICLES_DIR"] = str(Path(scratch) / "copy" / "articles")
        chance = random.Random(12)
        model = Model.make(Path(scratch))
        found: Counter[str] = Counter()
        for number in range(times):
            if number % 2:
                found[model.kill(step=1 + number // 2 % model.steps)] += 1
            else:
                found[model.kill(after=chance.uniform(0.05, 4))] += 1
        print(f"{times} publishes killed, {model.steps} steps of writing: {dict(found)}")
        savers = [Path(scratch) / f"saver-{number}" for number in range(max(1, times // 10))]
        saved = sum(kill_saver(folder, chance.randrange(1, 100)) for folder in savers)
        print(f"{len(savers)} savers killed after {saved} entries called saved: none lost")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        child(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main(int(sys.argv[1]))
