"""The face of the desk: what the pages and the shell ask of it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from etl.articles import ARTICLES_DIR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from intake.desk.entries import (
        Agreement,
        Correction,
        CoverageList,
        Difference,
        Draft,
        Entry,
        Mark,
        Problem,
        Publish,
        Reading,
        Row,
        Vocabulary,
    )

ROOT = Path(__file__).parents[2]
DRAFTS, WAREHOUSE = "DRAFTS", "WAREHOUSE"


@dataclass(frozen=True)
class Desk:
    """All articles that are being read, and the way from them into the seeds.

    Every method opens the drafts, does its work in one transaction and closes them: a desk may be used by many threads
    and processes at once, and what a method returned from is kept, whatever ends the program. Readers are role names of
    seeds/readers.csv. Every method raises `Refused` with a sentence where it cannot do what was asked.
    """

    drafts: Path  # SQLite file; made where it is missing
    seeds: Path
    warehouse: Path
    articles_dir: Path
    now: Callable[[], datetime] | None = None  # the clock, for tests

    @classmethod
    def from_environment(cls) -> Desk:
        """Return the desk of this checkout: WAREHOUSE, DRAFTS (beside it) and ARTICLES_DIR say where the rest is."""
        warehouse = Path(os.environ.get(WAREHOUSE) or ROOT / "warehouse.duckdb")
        drafts = Path(os.environ.get(DRAFTS) or warehouse.with_name("drafts.sqlite"))
        return cls(drafts, ROOT / "seeds", warehouse, Path(os.environ.get(ARTICLES_DIR, "")))

    # Who reads, and what there is to read.

    def readers(self) -> tuple[str, ...]:
        """Return the role names that one can read under."""
        raise NotImplementedError

    def add(
        self,
        article_id: str,
        sha256: str,
        metadata: Mapping[str, str],
        *,
        received_name: str = "",
        received_sha256: str = "",
    ) -> Draft:
        """Lay an article (`<article_id>.txt` in ARTICLES_DIR) on the desk; one that lies there stays as it is.

        `metadata`: proposed columns of articles.csv (title, publisher, publisher_kind, …); readers confirm them later.
        """
        raise NotImplementedError

    def discard(self, article_id: str) -> None:
        """Take an article from the desk that nobody has begun to read; its files stay on the shelf."""
        raise NotImplementedError

    def articles(self) -> tuple[Draft, ...]:
        """Return every article on the desk, the newest first."""
        raise NotImplementedError

    def draft(self, article_id: str) -> Draft:
        """Return how far an article has come."""
        raise NotImplementedError

    def text(self, article_id: str) -> str:
        """Return the NFC text in which places count; also of a published article."""
        raise NotImplementedError

    def marks(self, article_id: str) -> tuple[Mark, ...]:
        """Return every numeral of the text in its order: the same for every reader, and nothing of what it means."""
        raise NotImplementedError

    # One reading.

    def start(self, article_id: str, reader: str) -> Reading:
        """Begin to read, as the first or the second reader, or go on where this reader was.

        Refused for a third reader. The first to begin is the one who is shown proposals.
        """
        raise NotImplementedError

    def reading(self, article_id: str, reader: str) -> Reading:
        """Return this reader's own reading, as it was saved."""
        raise NotImplementedError

    def proposals(self, article_id: str, reader: str) -> tuple[Entry, ...]:
        """Return what each numeral may be, to the first reader; nothing to the second, until both have finished."""
        raise NotImplementedError

    def save(self, article_id: str, reader: str, *entries: Entry) -> tuple[Entry, ...]:
        """Keep entries, new ones and changed ones (by their `entry_id`); return them as they are kept.

        Incomplete entries are kept too (`problems` names what they lack). Words, line and days of the period are filled
        in from the text and the code. Refused for a place outside the text, and once the reading is finished.
        """
        raise NotImplementedError

    def remove(self, article_id: str, reader: str, entry_id: str) -> None:
        """Drop an entry of this reader's own reading."""
        raise NotImplementedError

    def leave_at(self, article_id: str, reader: str, char_start: int) -> None:
        """Remember where the reader is, for whoever comes back."""
        raise NotImplementedError

    def problems(self, article_id: str, reader: str) -> tuple[Problem, ...]:
        """Return what keeps this reading from being finished: numerals left over, entries that lack something."""
        raise NotImplementedError

    def finish(self, article_id: str, reader: str) -> Draft:
        """End this reading; refused while it has problems. When both have ended, each sees the other's."""
        raise NotImplementedError

    def resume(self, article_id: str, reader: str) -> Reading:
        """Open a finished reading again; refused once the other reader has finished too."""
        raise NotImplementedError

    # What may be named.

    def vocabulary(self, article_id: str, reader: str) -> Vocabulary:
        """Return what entries may name, with what this reader asked for; once both have finished, also the other's."""
        raise NotImplementedError

    def ask_for(self, article_id: str, reader: str, table: str, row: Mapping[str, str]) -> Row:
        """Ask for a new row of `units`, `indicators` or `sectors`; it is published with the first figure that names it.

        Columns left out are filled in where they follow (slug, position, family, valid_to of no unit). The same code
        again replaces what was asked for before. Return the whole row.
        """
        raise NotImplementedError

    # Settling: both readings are finished.

    def differences(self, article_id: str, reader: str) -> tuple[Difference, ...]:
        """Return where the two readings differ, by place and column; refused until both have finished."""
        raise NotImplementedError

    def settle(self, article_id: str, reader: str, difference_id: str, value: str, reason: str) -> Difference:
        """Take `value` for a difference, with a reason; what was settled before is settled anew.

        For the column "kind", "figure" takes the one figure there is and "passed" leaves it out. The other reader
        agrees with `agree`, or settles it otherwise.
        """
        raise NotImplementedError

    def amend(self, article_id: str, reader: str, entry: Entry, reason: str) -> Entry:
        """Change an entry of `settled` that both had alike, or add one (`entry_id` ""); each change is a difference."""
        raise NotImplementedError

    def settled(self, article_id: str, reader: str) -> tuple[Entry, ...]:
        """Return the entries that would be published; what is not settled yet stands as the first reader has it."""
        raise NotImplementedError

    def agreement(self, article_id: str, reader: str) -> Agreement:
        """Return how often the two readings agreed."""
        raise NotImplementedError

    def lists(self, article_id: str, reader: str) -> tuple[CoverageList, ...]:
        """Return which units the article speaks for: as saved, or as proposed from the settled figures and the text."""
        raise NotImplementedError

    def save_lists(self, article_id: str, reader: str, lists: Sequence[CoverageList]) -> tuple[CoverageList, ...]:
        """Keep the lists of an article in place of those before; none is an answer too."""
        raise NotImplementedError

    def metadata(self, article_id: str) -> Row:
        """Return the columns of articles.csv as they are proposed or saved."""
        raise NotImplementedError

    def save_metadata(self, article_id: str, reader: str, metadata: Mapping[str, str]) -> Row:
        """Keep columns of articles.csv; those left out stay."""
        raise NotImplementedError

    def agree(self, article_id: str, reader: str) -> Draft:
        """Agree to all that is settled: figures, differences, lists, metadata; any later change takes that back.

        Refused while a difference is open or lists have not been saved.
        """
        raise NotImplementedError

    # Publishing.

    def preview(self, article_id: str) -> tuple[Problem, ...]:
        """Return what the ETL would refuse if the article were published now; nothing is written."""
        raise NotImplementedError

    def publish(self, article_id: str, reader: str) -> Publish:
        """Write an article that both agreed to into the seeds, all files or none, and build the warehouse.

        Refused while numerals are not settled, while another publish is under way, and for what `preview` names.
        """
        raise NotImplementedError

    def last_publish(self) -> Publish | None:
        """Return the publish that `take_back` would undo, if there is one."""
        raise NotImplementedError

    def take_back(self, reader: str) -> Publish:
        """Undo the last publish; refused where the seeds have changed since. What was read stays on the desk."""
        raise NotImplementedError

    def recover(self) -> Publish | None:
        """Complete a publish that was broken off, and say which; None where there was none. To be called at each start.

        One that was killed before it was certain leaves the old seeds and no trace; one killed later is completed.
        """
        raise NotImplementedError

    # Corrections.

    def claim(self, claim_id: str) -> Entry:
        """Return a published claim as an entry (`entry_id` is the claim's id)."""
        raise NotImplementedError

    def correct(self, reader: str, entry: Entry, reason: str) -> Correction:
        """Ask that a published claim (by `entry_id`) say what `entry` says; a second proposal replaces the first."""
        raise NotImplementedError

    def corrections(self) -> tuple[Correction, ...]:
        """Return the corrections that are not published or withdrawn, the oldest first."""
        raise NotImplementedError

    def confirm(self, correction_id: int, reader: str) -> Correction:
        """Confirm another reader's correction; refused to whoever proposed it."""
        raise NotImplementedError

    def withdraw(self, correction_id: int, reader: str) -> Correction:
        """Drop a correction that is not published."""
        raise NotImplementedError

    def publish_correction(self, correction_id: int, reader: str) -> Publish:
        """Write a confirmed correction into the seeds, as `publish` does, with a row for each column."""
        raise NotImplementedError
