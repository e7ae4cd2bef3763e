"""Where a desk's things are, what time it is there, and who reads."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Self

from etl.articles import ARTICLES_DIR
from etl.store import is_address
from intake.desk import persons, store
from intake.desk.refusals import Refused
from intake.desk.seedfiles import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[2]
HANOI = timezone(timedelta(hours=7))
DRAFTS, WAREHOUSE = "DRAFTS", "WAREHOUSE"


@dataclass(frozen=True)
class Place:
    """The files of a desk, and its clock."""

    drafts: Path | str  # SQLite file, made where it is missing; or the address of a database, postgresql://…
    seeds: Path
    warehouse: Path
    articles_dir: Path
    now: Callable[[], datetime] | None = None  # for tests
    person: str = ""  # who has logged in, by what tells people apart and names nobody; "" without login

    @classmethod
    def from_environment(cls, person: str = "") -> Self:
        """Return the desk of this checkout: WAREHOUSE, DRAFTS (beside it) and ARTICLES_DIR say where the rest is.

        Where WAREHOUSE is the address of a store a desk publishes the file beside the seeds; PUBLISH_TO sends it on.
        """
        named = os.environ.get(WAREHOUSE, "")
        warehouse = Path(named) if named and not is_address(named) else ROOT / "warehouse.duckdb"
        drafts = store.named(os.environ.get(DRAFTS, ""), warehouse.with_name("drafts.sqlite"))
        return cls(drafts, ROOT / "seeds", warehouse, Path(os.environ.get(ARTICLES_DIR, "")), person=person)

    def time(self) -> str:
        """Return the time in Hà Nội, to the second."""
        return (self.now or (lambda: datetime.now(UTC)))().astimezone(HANOI).isoformat(timespec="seconds")

    def today(self) -> str:
        """Return the day in Hà Nội."""
        return self.time()[:10]

    def readers(self) -> tuple[str, ...]:
        """Return the role names that one can read under."""
        return tuple(row["reader_id"] for row in rows_of(self.seeds, "readers"))

    def knows(self, reader: str) -> None:
        """Raise `Refused` for a name that is no role."""
        if reader not in self.readers():
            raise Refused("{reader} is not a reader of seeds/readers.csv; choose one from the list.", reader=reader)

    @contextmanager
    def _writing(self, of: str, reader: str) -> Iterator[store.Connection]:
        """Yield the drafts to a reader who is the same person in all of an article."""
        with store.opened(self.drafts) as db:
            persons.hold(db, of, reader, self.person)
            yield db

    @contextmanager
    def _seeing(self, of: str, reader: str) -> Iterator[store.Connection]:
        """Yield the drafts to be asked only, as above."""
        with store.reading(self.drafts) as db:
            persons.check(db, of, reader, self.person)
            yield db
