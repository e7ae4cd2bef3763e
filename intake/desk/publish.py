"""The way into the seeds: all files or none, one publish at a time, and the last one can be taken back.

The drafts are the journal. What a publish replaces and what it writes is kept there first; from then on it is certain,
and whoever starts next completes it. Until then the seeds are untouched.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from etl.articles import ARTICLES_DIR
from etl.build import Busy, Unwritable, build, check, draft_of
from etl.build import Refused as Faulty
from intake.desk import store
from intake.desk.entries import Problem, Publish
from intake.desk.faults import problem_of
from intake.desk.refusals import Refused
from intake.desk.seedfiles import SeedFile, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from intake.desk.entries import Row
    from intake.desk.place import Place

OF_ARTICLES = ("articles", "claims", "passed_over")  # seeds of which each row stands in the text of an article
TRIES, PAUSE = 40, 0.25  # a build that is under way takes some seconds
Files = dict[str, bytes]


def marker_of(seeds: Path) -> Path:
    """Return the file that is there while seed files are being replaced; the ETL builds from none of them meanwhile."""
    return seeds.with_name(f"{seeds.name}.publishing")


@contextmanager
def _alone(seeds: Path) -> Iterator[None]:
    """Hold the only right to write these seeds; the system takes it back from a program that is killed."""
    try:
        lock = FileLock(seeds.with_name(f"{seeds.name}.lock")).acquire(blocking=False)
    except Timeout as error:
        raise Refused(
            "Somebody else is publishing just now; try again when that has ended. Nothing is lost."
        ) from error
    except OSError as error:
        raise Refused("The folder of the seeds cannot be written to: {why}.", why=error.strerror) from error
    with lock:
        yield


def files_of(seeds: Path) -> Files:
    """Return every seed file as it stands."""
    return {path.name: path.read_bytes() for path in sorted(seeds.glob("*.csv"))}


def untouched(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[Row]:
    """Return the published articles of which a publish changes nothing."""
    touched = set()
    for name in OF_ARTICLES:
        old, new = ({tuple(row.items()) for row in SeedFile.parse(name, files[f"{name}.csv"]).rows}
                    for files in (before, {**before, **after}))  # fmt: skip
        touched |= {dict(row)["article_id"] for row in old ^ new}
    return [row for row in SeedFile.parse("articles", before["articles.csv"]).rows if row["article_id"] not in touched]


def lacking(articles_dir: Path, rows: Iterable[Row]) -> list[Row]:
    """Return those of these articles whose text is not in the folder of the articles."""
    return [row for row in rows if not (articles_dir / row["file_name"]).exists()]


def tried(before: Mapping[str, bytes], after: Mapping[str, bytes], claims: Mapping[str, str]) -> tuple[Problem, ...]:
    """Return what the ETL finds wrong with seeds in which some files have changed; nothing is written.

    Texts of articles that stay as they are need not be at hand; what changes is found again in its article.
    """
    if not os.environ.get(ARTICLES_DIR):
        return (Problem("Let ARTICLES_DIR name the folder of the articles; without it nothing can be proven."),)
    with TemporaryDirectory() as scratch:
        for name, data in {**before, **after}.items():
            (Path(scratch) / name).write_bytes(data)
        try:
            check(Path(scratch), may_lack=[row["file_name"] for row in untouched(before, after)])
        except Faulty as refusal:
            files = {**before, **after}
            return tuple(problem_of(fault, files, claims) for fault in refusal.faults)
        except OSError as error:
            return (Problem("The folder of the articles cannot be read: {why}.", {"why": error.strerror or error}),)
    return ()


def publish(
    desk: Place, what: str, of: str, by: str, make: Callable[[store.Connection, Files], tuple[Files, dict[str, str]]]
) -> Publish:
    """Write what `make` makes of the seeds (the files that change, and the entry of each claim), and build."""
    with _alone(desk.seeds):
        _complete(desk)
        before = files_of(desk.seeds)
        with store.reading(desk.drafts) as db:
            after, claims = make(db, before)
        if problems := tried(before, after, claims):
            raise refused(problems)
        with store.opened(desk.drafts) as db:
            again, _ = make(db, before)
            if again != after or files_of(desk.seeds) != before:
                raise Refused("Something changed while it was being checked; look at it again, then publish.")
            _write_drafts(desk.seeds, after)
            publish_id = _note(db, desk, what, of, by, before, after)
        _replace(desk, publish_id)
    return show(desk, publish_id)


def refused(problems: tuple[Problem, ...]) -> Refused:
    """Return the refusal that names the first of several problems and carries all."""
    refusal = Refused(problems[0].message, **problems[0].values)
    refusal.problems = problems
    return refusal


def _note(db: store.Connection, desk: Place, what: str, of: str, by: str, before: Files, after: Files) -> int:
    """Keep what is about to happen: when this is committed, it is certain."""
    db.execute("delete from files where publish_id not in (select publish_id from publishes where state = 'writing')")
    publish_id = db.execute(
        "insert into publishes (what, of, by, at, state) values (?, ?, ?, ?, 'writing') returning publish_id",
        (what, of, by, desk.time()),
    ).fetchone()[0]
    for name, data in after.items():
        db.execute("insert into files values (?, ?, ?, ?)", (publish_id, name, before[name], data))
    return int(publish_id)


def _write_drafts(seeds: Path, after: Files) -> None:
    """Find out whether there is room for all files before one is replaced."""
    drafts = [seeds / f"{name}.new" for name in after]
    try:
        for path, data in zip(drafts, after.values(), strict=True):
            path.write_bytes(data)
    except OSError as error:
        raise Refused(
            "The seeds cannot be written: {why}. Make room or let the folder be written to; nothing was changed.",
            why=error.strerror,
        ) from error  # fmt: skip
    finally:
        for path in drafts:
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _replace(desk: Place, publish_id: int) -> None:
    """Put every file of a publish in place, whatever of it is there already, and note that it is done."""
    marker = marker_of(desk.seeds)
    with store.reading(desk.drafts) as db:
        files = db.execute("select * from files where publish_id = ? order by name", (publish_id,)).fetchall()
    standing = {row["name"]: (desk.seeds / row["name"]).read_bytes() for row in files}
    strange = [row["name"] for row in files if standing[row["name"]] not in (row["before"], row["after"])]
    if strange:
        raise Refused(
            "{names} of the seeds changed after a publish was broken off, and stay as they are; put them back as they "
            "were (git restore), then start again.",
            names=", ".join(strange),
        )  # fmt: skip
    try:
        marker.write_text(f"{store.said(desk.drafts)}\n", encoding="utf-8")
        for row in files:
            if standing[row["name"]] != row["after"]:
                with draft_of(desk.seeds / row["name"]) as draft, draft.open("wb") as file:
                    file.write(row["after"])
                    file.flush()
                    os.fsync(file.fileno())
        marker.unlink(missing_ok=True)
    except OSError as error:
        raise Refused(
            "The seeds could be written in part only: {why}. Make room, then start the program again: it completes the "
            "publish.",
            why=error.strerror,
        ) from error  # fmt: skip
    with store.opened(desk.drafts) as db:
        _done(db, publish_id)
    _build(desk, publish_id)


def _done(db: store.Connection, publish_id: int) -> None:
    """Note that the files stand, and what that means for what was published."""
    row = db.execute("select * from publishes where publish_id = ?", (publish_id,)).fetchone()
    what, of = row["what"], row["of"]
    if what == "take_back":
        undone = db.execute("select * from publishes where publish_id = ?", (int(of),)).fetchone()
        db.execute("update publishes set state = 'taken_back' where publish_id = ?", (int(of),))
        what, of = undone["what"], undone["of"]
    is_there = row["what"] != "take_back"
    if what == "article":
        db.execute("update articles set is_published = ? where article_id = ?", (int(is_there), of))
    elif what == "correction":
        state = "published" if is_there else "confirmed"
        db.execute("update corrections set state = ? where correction_id = ?", (state, int(of)))
    db.execute("update publishes set state = 'published' where publish_id = ?", (publish_id,))


def _build(desk: Place, publish_id: int) -> None:
    """Build the warehouse from the seeds as they stand; where that fails the seeds stand all the same."""
    for _ in range(TRIES):
        try:
            # What has changed was found again in its article before the seeds were written.
            away = lacking(desk.articles_dir, rows_of(desk.seeds, "articles"))
            build(desk.seeds, desk.warehouse, may_lack=[row["file_name"] for row in away])
        except Busy:
            time.sleep(PAUSE)
        except (Faulty, Unwritable, OSError):
            return  # `show` says so, and the next start tries again
        else:
            with store.opened(desk.drafts) as db:
                db.execute("update publishes set is_built = 1 where publish_id = ?", (publish_id,))
            return


def show(desk: Place, publish_id: int) -> Publish:
    """Return a publish as it stands."""
    with store.reading(desk.drafts) as db:
        row = db.execute("select * from publishes where publish_id = ?", (publish_id,)).fetchone()
        names = db.execute("select name from files where publish_id = ? order by name", (publish_id,)).fetchall()
    trouble = None
    if not row["is_built"]:
        trouble = Problem(
            "The seeds have the figures, but the warehouse could not be built; run python -m etl and see what it says."
        )
    return Publish(
        publish_id, row["what"], row["of"], row["by"], row["at"], row["state"], tuple(name for (name,) in names),
        bool(row["is_built"]), trouble,
    )  # fmt: skip


def last(desk: Place) -> Publish | None:
    """Return the newest publish, where it can be taken back."""
    with store.reading(desk.drafts) as db:
        row = db.execute("select * from publishes order by publish_id desc limit 1").fetchone()
    if row is None or row["what"] == "take_back" or row["state"] != "published":
        return None
    return show(desk, row["publish_id"])


def take_back(desk: Place, by: str) -> Publish:
    """Put back the files that the last publish replaced."""
    undone = last(desk)
    if undone is None:
        raise Refused("There is no publish to take back.")

    def make(db: store.Connection, before: Files) -> tuple[Files, dict[str, str]]:
        rows = db.execute("select * from files where publish_id = ?", (undone.publish_id,)).fetchall()
        if not rows or any(before.get(row["name"]) != row["after"] for row in rows):
            raise Refused(
                "The seeds have changed since the last publish, so it cannot be taken back; correct figures instead."
            )
        return {row["name"]: row["before"] for row in rows}, {}

    return publish(desk, "take_back", str(undone.publish_id), by, make)


def _complete(desk: Place) -> int | None:
    """Complete a publish that was broken off; return which. To be called with the right to write the seeds."""
    for left in (*desk.seeds.glob("*.csv.new"), *desk.seeds.glob("*.csv.draft")):
        left.unlink(missing_ok=True)
    with store.reading(desk.drafts) as db:
        row = db.execute("select publish_id from publishes where state = 'writing'").fetchone()
    if row:
        _replace(desk, row["publish_id"])
        return int(row["publish_id"])
    if (marker := marker_of(desk.seeds)).exists():
        raise Refused(
            "A publish from other drafts was broken off: {whose}. Let DRAFTS name them, and run "
            "python -m intake desk recover.",
            whose=marker.read_text(encoding="utf-8").strip(),
        )  # fmt: skip
    return None


def _in_step(desk: Place) -> None:
    """Take from the seeds which articles are published: somebody may have put other seeds there (git)."""
    there = {row["article_id"] for row in rows_of(desk.seeds, "articles")}
    with store.opened(desk.drafts) as db:
        for article_id, is_published in db.execute("select article_id, is_published from articles").fetchall():
            if bool(is_published) != (article_id in there):
                now = int(article_id in there), article_id
                db.execute("update articles set is_published = ? where article_id = ?", now)


def recover(desk: Place) -> Publish | None:
    """Complete a publish that was broken off, or build the warehouse that one could not build."""
    if not store.exists(desk.drafts) and not marker_of(desk.seeds).exists():
        return None
    with _alone(desk.seeds):
        publish_id = _complete(desk)
        _in_step(desk)
        if publish_id is None:
            with store.reading(desk.drafts) as db:
                row = db.execute("select * from publishes order by publish_id desc limit 1").fetchone()
            if row is None or row["is_built"]:
                return None
            publish_id = int(row["publish_id"])
            _build(desk, publish_id)
    return show(desk, publish_id)
