"""Keeps what arrives: the file byte for byte, and the text that was taken out of it, which figures are counted in."""

from __future__ import annotations

import csv
import errno
import hashlib
import json
import os
import re
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, NoReturn

from filelock import FileLock, Timeout

from etl import articles
from etl.articles import ARTICLES_DIR
from intake.arrivals import alike, files, letters, metadata
from intake.refusals import Refused, Sentence, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from intake.arrivals.alike import Difference, Likeness
    from intake.arrivals.metadata import Proposed

RECEIVED = "received"  # folder of the files as they came, beside the texts
_ID = re.compile(r"[A-Za-z0-9_-]+")
_NUMBER = re.compile(r"(\d{1,9})_")  # that an id begins with
_PUBLISHED = Path(__file__).parents[2] / "seeds" / "articles.csv"
_SUFFIXES = {"text": ".txt", "paste": ".txt", "page": ".html", "document": ".docx", "pdf": ".pdf"}
_WAIT = 60  # seconds for another one who is putting something on the shelf
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


@dataclass(frozen=True)
class Arrival:
    """An article on the shelf.

    `file_name` is its text in ARTICLES_DIR (`<article_id>.txt`; UTF-8, NFC, lines end in LF), `sha256` the hash of that
    file; `received_name` and `received_sha256` are of the file as it came, which lies in `ARTICLES_DIR/received`.
    `proposed` is what it says of itself, `notices` what a reader should know before reading.
    """

    article_id: str
    file_name: str
    sha256: str
    received_name: str
    received_sha256: str
    text: str
    proposed: tuple[Proposed, ...] = ()
    notices: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class Same:
    """The article is on the shelf already, and was not stored again."""

    arrival: Arrival


@dataclass(frozen=True)
class AlmostSame:
    """Much of the article is on the shelf already: nothing was stored; `put(…, is_another=True)` stores it.

    `text` is the new one, `likeness` how much of it is in the `arrival`, `differences` the lines that differ, in which
    the old text is the arrival's.
    """

    arrival: Arrival
    text: str
    likeness: Likeness
    differences: tuple[Difference, ...]

    @property
    def sentence(self) -> Sentence:
        """Say how alike the two are."""
        return say(
            "{shared} of the {runs} runs of five words ({percent} %) stand in {article_id} as well: a reprint, or a "
            "newer version. Compare the two, and keep both only if both are to be read.",
            shared=self.likeness.shared, runs=self.likeness.runs, percent=int(self.likeness.share * 100),
            article_id=self.arrival.article_id,
        )  # fmt: skip


def _today() -> date:
    return datetime.now().astimezone().date()


class Shelf:
    """The folder ARTICLES_DIR: what it keeps is never changed, and never removed."""

    def __init__(
        self, folder: Path | str | None = None, today: Callable[[], date] = _today, seeds: Path = _PUBLISHED
    ) -> None:
        """Take the folder, that of the environment if None; `seeds`: the articles that are published.

        Raise `Refused` where no folder is set.
        """
        place = folder or os.environ.get(ARTICLES_DIR)
        if not place:
            raise Refused(
                "There is no folder for articles: whoever runs the dashboard has to set ARTICLES_DIR to one, outside "
                "of the program's own folder."
            )
        self.folder = Path(place)
        self.today = today
        self.seeds = seeds

    def put(
        self,
        data: bytes,
        name: str,
        *,
        is_another: bool = False,
        tick: Callable[[int, int], object] = files.silent,
    ) -> Arrival | Same | AlmostSame:
        """Store a file that was received under a name. Raise `Refused` where it cannot be read or kept.

        `is_another` stores also what is almost the same as something on the shelf; `tick` hears of pages that are read.
        """
        return self._keep(data, files.shown(name), files.take_out(data, name, tick), is_another=is_another)

    def paste(self, text: str, *, is_another: bool = False) -> Arrival | Same | AlmostSame:
        """Store a text that was pasted. Raise `Refused` where it is empty or cannot be kept."""
        return self._keep(text.encode("utf-8", "replace"), "", files.paste(text), is_another=is_another)

    def get(self, article_id: str) -> Arrival:
        """Return an article of the shelf, also one put there by hand. Raise `Refused` where it is not there."""
        path = self.folder / f"{article_id}.txt"
        if not _ID.fullmatch(article_id) or not path.is_file():
            raise Refused(
                "The text of article {article_id} is not in {folder}; put it back there, or correct ARTICLES_DIR.",
                article_id=article_id, folder=self.folder,
            )  # fmt: skip
        try:
            found = articles.read(path)
            note = self._note(article_id)
        except OSError as error:
            raise Refused("{path} cannot be read: {why}; let it be read.", path=path, why=error.strerror) from error
        if found.text is None:
            raise Refused("{path} is not UTF-8; find the file as it was received.", path=path)
        return Arrival(
            article_id, path.name, found.sha256, note.get("received_name", path.name),
            note.get("received_sha256", found.sha256), found.text,
            tuple(metadata.from_note(one) for one in note.get("proposed", ())),
            tuple(Sentence(**one) for one in note.get("notices", ())),
        )  # fmt: skip

    def all(self) -> list[str]:
        """Return the ids of the articles on the shelf, sorted; none where the folder is not there."""
        return sorted(path.stem for path in self.folder.glob("*.txt") if _ID.fullmatch(path.stem))

    def _next_number(self) -> int:
        """Return a number behind those of all articles, on the shelf or in the seeds: readers call an article by it."""
        published: list[str] = []
        if self.seeds.is_file():
            with self.seeds.open(encoding="utf-8", newline="") as file:
                published = [row["article_id"] for row in csv.DictReader(file)]
        numbers = (_NUMBER.match(article_id) for article_id in [*self.all(), *published])
        return 1 + max((int(number[1]) for number in numbers if number), default=-1)

    def received(self, article_id: str) -> Path:
        """Return where the file lies as it came; the text itself where it was put on the shelf by hand."""
        suffix = self._note(article_id).get("suffix")
        return self.folder / RECEIVED / f"{article_id}{suffix}" if suffix else self.folder / f"{article_id}.txt"

    def _note(self, article_id: str) -> dict[str, Any]:
        """Return what was written down when an article arrived, nothing for one put there by hand."""
        try:
            note = json.loads((self.folder / RECEIVED / f"{article_id}.json").read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return note if isinstance(note, dict) else {}

    def _keep(self, data: bytes, name: str, taken: files.Taken, *, is_another: bool) -> Arrival | Same | AlmostSame:
        sha256 = hashlib.sha256(data).hexdigest()
        text = taken.text.encode()
        with self._alone() as is_new:
            known = self._known(taken.text, {sha256, hashlib.sha256(text).hexdigest()})
            if isinstance(known, Same) or (known and not is_another):
                return known
            article_id = f"{self._next_number():03}_{sha256[:16]}"
            note = {
                "received_name": name,
                "received_sha256": sha256,
                "suffix": _suffix(name, taken.kind),
                "notices": [asdict(one) for one in taken.notices],
                "proposed": [asdict(one) for one in metadata.propose(taken.text, taken.said, self.today())],
            }
            self._store(article_id, data, note, text)
        arrival = self.get(article_id)
        if not is_new:
            return arrival
        made = say(
            "The folder {folder} was not there and was made. If articles were kept before, look where it went.",
            folder=str(self.folder),
        )
        return replace(arrival, notices=(*arrival.notices, made))

    def _store(self, article_id: str, data: bytes, note: dict[str, Any], text: bytes) -> None:
        """Write what belongs to an article, the text last: with it, it has arrived. Leave nothing where one fails."""
        received = self.folder / RECEIVED
        received.mkdir(exist_ok=True)
        files_of = [received / f"{article_id}{suffix}" for suffix in (note["suffix"], ".json")]
        try:
            _write(files_of[0], data)
            _write(files_of[1], json.dumps(note, ensure_ascii=False, indent=1).encode())
            _write(self.folder / f"{article_id}.txt", text)
        except OSError:
            for path in files_of:
                path.unlink(missing_ok=True)
            raise

    def _known(self, text: str, hashes: set[str]) -> Same | AlmostSame | None:
        """Return what of the shelf is the same or almost so."""
        own = alike.runs(text)
        best, nearest = None, alike.Likeness(0, 0)
        for article_id in self.all():
            found = articles.read(self.folder / f"{article_id}.txt")
            if found.sha256 in hashes or self._note(article_id).get("received_sha256") in hashes:
                return Same(self.get(article_id))
            likeness = alike.likeness(own, alike.runs(found.text or ""))
            if likeness.share == 1 and letters.clean(found.text or "") == text:
                return Same(self.get(article_id))
            if likeness.share > max(nearest.share, alike.ALMOST):
                best, nearest = article_id, likeness
        if best is None:
            return None
        arrival = self.get(best)
        return AlmostSame(arrival, text, nearest, alike.differences(arrival.text, text))

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        """Hold the only right to put something on the shelf; yield whether its folder had to be made."""
        try:
            is_new = self._made()
            with FileLock(self.folder / ".lock", timeout=_WAIT):
                yield is_new
        except Timeout as error:
            raise Refused("Another article is being stored; wait a moment, and try again.") from error
        except OSError as error:
            self._refuse(error)

    def _made(self) -> bool:
        """Make the folder where it is missing, and return whether it was."""
        try:
            self.folder.mkdir()
        except FileExistsError:
            return False
        return True

    def _refuse(self, error: OSError) -> NoReturn:
        """Say in one sentence why something cannot be kept."""
        folder = str(self.folder)
        if error.errno in _FULL:
            raise Refused(
                "The disk of {folder} is full, and nothing was stored; make room there, and try again.", folder=folder
            ) from error
        if error.errno in _FORBIDDEN:
            raise Refused(
                "Nothing may be written to {folder}, and nothing was stored; whoever runs the dashboard has to allow "
                "it, or to set ARTICLES_DIR to another folder.", folder=folder,
            ) from error  # fmt: skip
        if error.errno in {errno.ENOENT, errno.ENOTDIR, errno.EEXIST}:
            raise Refused(
                "The folder of the articles, {folder}, is gone or is no folder, and nothing was stored; put it back, "
                "or set ARTICLES_DIR to another one.", folder=folder,
            ) from error  # fmt: skip
        raise Refused(
            "Nothing could be stored in {folder}: {why}; mend that, or set ARTICLES_DIR to another folder.",
            folder=folder, why=error.strerror,
        ) from error  # fmt: skip


def _suffix(name: str, kind: str) -> str:
    """Return how the received file is called: as it was, where that says what it is."""
    own = PurePath(name).suffix.lower()
    return own if own in files.PAGES and kind == "page" else _SUFFIXES[kind]


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, so that it survives a loss of power. Raise `OSError` where that cannot be."""
    draft = path.with_name(f".{path.name}.draft")
    try:
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
