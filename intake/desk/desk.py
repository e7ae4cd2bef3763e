"""The face of the desk: what the pages and the shell ask of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake.desk import articles, checks, corrections, coverage, persons, publish, readings, settling, store, texts
from intake.desk import vocabulary as words
from intake.desk.place import Place
from intake.desk.refusals import Refused
from intake.desk.seedfiles import rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    )  # fmt: skip


@dataclass(frozen=True)
class Desk(Place):
    """All articles that are being read, and the way from them into the seeds (`Place`: where its things are).

    Where people log in, `person` is the one who asks: no one is two readers of an article, or of a correction.
    Every method opens the drafts, does its work in one transaction and closes them: a desk may be used by many threads
    and processes at once, and what a method returned from is kept, whatever ends the program. Readers are role names of
    seeds/readers.csv. Every method raises `Refused` with a sentence where it cannot do what was asked.
    """

    def _settled(self, article_id: str, reader: str) -> settling.Settled:
        text = self.text(article_id)
        with self._seeing(article_id, reader) as db:
            settling.allowed(db, article_id, reader)
            return settling.settled_of(db, article_id, text)

    # Who reads, and what there is to read.

    def add(
        self, article_id: str, sha256: str, metadata: Mapping[str, str], *, received_name: str = "",
        received_sha256: str = "",
    ) -> Draft:  # fmt: skip
        """Lay an article (`<article_id>.txt` in ARTICLES_DIR) on the desk; one that lies there stays as it is.

        `metadata`: proposed columns of articles.csv (title, publisher, publisher_kind, …); readers confirm them later.
        """
        if any(row["article_id"] == article_id for row in rows_of(self.seeds, "articles")):
            raise Refused("This article is published already; correct a figure at its evidence card instead.")
        texts.text_of(self.articles_dir, article_id, sha256)
        received = received_name or f"{article_id}.txt", received_sha256 or sha256
        with store.opened(self.drafts) as db:
            articles.add(db, article_id, sha256, received, self.today(), metadata)
        return self.draft(article_id)

    def discard(self, article_id: str) -> None:
        """Take an article from the desk of which nobody has read anything yet; its files stay on the shelf."""
        with store.opened(self.drafts) as db:
            articles.discard(db, article_id)

    def articles(self) -> tuple[Draft, ...]:
        """Return every article on the desk, the newest first."""
        with store.reading(self.drafts) as db:
            return articles.every(db)

    def draft(self, article_id: str) -> Draft:
        """Return how far an article has come."""
        with store.reading(self.drafts) as db:
            return articles.draft_of(db, readings.article_of(db, article_id))

    def text(self, article_id: str) -> str:
        """Return the NFC text in which places count; also of a published article."""
        with store.reading(self.drafts) as db:
            row = db.execute("select sha256 from articles where article_id = ?", (article_id,)).fetchone()
        known = {one["article_id"]: one["sha256"] for one in rows_of(self.seeds, "articles")} if row is None else {}
        if row is None and article_id not in known:
            raise Refused("{article} is not on the desk; bring it in first.", article=article_id)
        return texts.text_of(self.articles_dir, article_id, row["sha256"] if row else known[article_id])

    def marks(self, article_id: str) -> tuple[Mark, ...]:
        """Return every numeral of the text in its order: the same for every reader, and nothing of what it means."""
        return texts.marks_of(self.text(article_id))

    # One reading.

    def start(self, article_id: str, reader: str) -> Reading:
        """Begin to read, as the first or the second reader, or go on where this reader was.

        Refused for a third reader. The first to begin is the one who is shown proposals.
        """
        self.knows(reader)
        with self._writing(article_id, reader) as db:
            readings.start(db, article_id, reader)
        return self.reading(article_id, reader)

    def reading(self, article_id: str, reader: str) -> Reading:
        """Return this reader's own reading, as it was saved."""
        text = self.text(article_id)
        with self._seeing(article_id, reader) as db:
            return readings.reading_of(db, readings.own(db, article_id, reader), text)

    def proposals(self, article_id: str, reader: str) -> tuple[Entry, ...]:
        """Return what each numeral may be, to the first reader; nothing to the second, until both have finished."""
        with self._seeing(article_id, reader) as db:
            row = readings.own(db, article_id, reader)
            if row["nth"] != 1 and not readings.both_finished(db, article_id):
                return ()
            said = json.loads(readings.article_of(db, article_id)["metadata"])
        return readings.proposed(self.text(article_id), said["event_to"] or said["published_to"])

    def bare(self, article_id: str, char_start: int, char_end: int) -> Entry:
        """Return an unsaved figure at a place, with nothing but the number that its words print."""
        return readings.bare(self.text(article_id), char_start, char_end)

    def save(self, article_id: str, reader: str, *entries: Entry) -> tuple[Entry, ...]:
        """Keep entries, new ones and changed ones (by their `entry_id`); return them as they are kept.

        Incomplete entries are kept too (`problems` names what they lack). Words, line and days of the period are filled
        in from the text and the code. Refused for a place outside the text, and once the reading is finished.
        """
        text = self.text(article_id)
        with self._writing(article_id, reader) as db:
            return readings.save(db, article_id, reader, text, entries)

    def remove(self, article_id: str, reader: str, entry_id: str) -> None:
        """Drop an entry of this reader's own reading."""
        with self._writing(article_id, reader) as db:
            readings.remove(db, article_id, reader, entry_id)

    def leave_at(self, article_id: str, reader: str, char_start: int) -> None:
        """Remember where the reader is, for whoever comes back."""
        with self._writing(article_id, reader) as db:
            nth = readings.own(db, article_id, reader)["nth"]
            db.execute("update readings set place = ? where article_id = ? and nth = ?", (char_start, article_id, nth))

    def problems(self, article_id: str, reader: str) -> tuple[Problem, ...]:
        """Return what keeps this reading from being finished: numerals left over, entries that lack something."""
        reading = self.reading(article_id, reader)
        return checks.of_reading(self.text(article_id), reading.entries, self.vocabulary(article_id, reader))

    def finish(self, article_id: str, reader: str) -> Draft:
        """End this reading; refused while it has problems. When both have ended, each sees the other's."""
        problems = self.problems(article_id, reader)
        if problems:
            raise publish.refused(problems)
        with self._writing(article_id, reader) as db:
            readings.finish(db, article_id, reader, self.today())
        return self.draft(article_id)

    def resume(self, article_id: str, reader: str) -> Reading:
        """Open a finished reading again; refused once the other reader has finished too."""
        with self._writing(article_id, reader) as db:
            readings.resume(db, article_id, reader)
        return self.reading(article_id, reader)

    # What may be named.

    def vocabulary(self, article_id: str, reader: str) -> Vocabulary:
        """Return what entries may name, with what this reader asked for; once both have finished, also the other's."""
        with self._seeing(article_id, reader) as db:
            return words.vocabulary(self.seeds, articles.asked_by(db, article_id, reader))

    def ask_for(self, article_id: str, reader: str, table: str, row: Mapping[str, str]) -> Row:
        """Ask for a new row of `units`, `indicators` or `sectors`; it is published with the first figure that names it.

        Columns left out are filled in where they follow (slug, position, family, valid_to of no unit). The same code
        again replaces what was asked for before. Return the whole row.
        """
        row = words.completed(self.seeds, table, row)
        with self._writing(article_id, reader) as db:
            articles.ask(db, article_id, reader, table, row)
        return row

    # Settling: both readings are finished.

    def differences(self, article_id: str, reader: str) -> tuple[Difference, ...]:
        """Return where the two readings differ, by place and column; refused until both have finished."""
        return self._settled(article_id, reader).differences

    def settle(self, article_id: str, reader: str, difference_id: str, value: str, reason: str) -> Difference:
        """Take `value` for a difference, with a reason; what was settled before is settled anew.

        For the column "kind", "figure" takes the one figure there is and "passed" leaves it out. The other reader
        agrees with `agree`, or settles it otherwise.
        """
        text = self.text(article_id)
        with self._writing(article_id, reader) as db:
            settling.allowed(db, article_id, reader)
            return settling.settle(db, article_id, reader, text, difference_id, value, reason)

    def amend(self, article_id: str, reader: str, entry: Entry, reason: str) -> Entry:
        """Change an entry of `settled` that both had alike, or add one (`entry_id` ""); each change is a difference."""
        text = self.text(article_id)
        with self._writing(article_id, reader) as db:
            settling.allowed(db, article_id, reader)
            return settling.amend(db, article_id, reader, text, entry, reason)

    def settled(self, article_id: str, reader: str) -> tuple[Entry, ...]:
        """Return the entries that would be published; what is not settled yet stands as the first reader has it."""
        return self._settled(article_id, reader).entries

    def agreement(self, article_id: str, reader: str) -> Agreement:
        """Return how often the two readings agreed."""
        return self._settled(article_id, reader).agreement

    def lists(self, article_id: str, reader: str) -> tuple[CoverageList, ...]:
        """Return which units the article speaks for: as saved, or as proposed from the settled figures and the text."""
        entries, text = self.settled(article_id, reader), self.text(article_id)
        with store.reading(self.drafts) as db:
            saved = articles.lists_of(db, article_id)
        if saved is not None:
            return saved
        return coverage.proposed(text, entries, self.vocabulary(article_id, reader).units)

    def save_lists(self, article_id: str, reader: str, lists: Sequence[CoverageList]) -> tuple[CoverageList, ...]:
        """Keep the lists of an article in place of those before; none is an answer too."""
        with self._writing(article_id, reader) as db:
            settling.allowed(db, article_id, reader)
            return articles.save_lists(db, article_id, lists)

    def metadata(self, article_id: str) -> Row:
        """Return the columns of articles.csv as they are proposed or saved."""
        with store.reading(self.drafts) as db:
            found: Row = json.loads(readings.article_of(db, article_id)["metadata"])
            return found

    def save_metadata(self, article_id: str, reader: str, metadata: Mapping[str, str]) -> Row:
        """Keep columns of articles.csv; those left out stay."""
        with self._writing(article_id, reader) as db:
            readings.own(db, article_id, reader)
            return articles.save_metadata(db, article_id, metadata)

    def agree(self, article_id: str, reader: str) -> Draft:
        """Agree to all that is settled: figures, differences, lists, metadata; any later change takes that back.

        Refused while a difference is open or lists have not been saved.
        """
        text, known = self.text(article_id), self.vocabulary(article_id, reader)
        with self._writing(article_id, reader) as db:
            settling.allowed(db, article_id, reader)
            if problems := articles.open_points(db, article_id, text, known):
                raise publish.refused(problems)
            db.execute("insert into agreements values (?, ?) on conflict do nothing", (article_id, reader))
        return self.draft(article_id)

    # Publishing.

    def preview(self, article_id: str) -> tuple[Problem, ...]:
        """Return what the ETL would refuse if the article were published now; nothing is written."""
        before = publish.files_of(self.seeds)
        with store.reading(self.drafts) as db:
            after, claims = articles.into_seeds(self, db, article_id, before)
        return publish.tried(before, after, claims)

    def unchecked(self, article_id: str) -> tuple[str, ...]:
        """Return the titles of published articles that a publish cannot check again: their texts are not at hand."""
        published = [row for row in rows_of(self.seeds, "articles") if row["article_id"] != article_id]
        return tuple(row["title"] for row in publish.lacking(self.articles_dir, published))

    def publish(self, article_id: str, reader: str) -> Publish:
        """Write an article that both agreed to into the seeds, all files or none, and build the warehouse.

        Refused while numerals are not settled, while another publish is under way, and for what `preview` names.
        """
        self.knows(reader)

        def make(db: store.Connection, before: dict[str, bytes]) -> tuple[dict[str, bytes], dict[str, str]]:
            persons.check(db, article_id, reader, self.person)
            if len(articles.draft_of(db, readings.article_of(db, article_id)).agreed_by) < 2:  # noqa: PLR2004
                raise Refused("Both readers have to agree to the whole before it is published.")
            return articles.into_seeds(self, db, article_id, before)

        return publish.publish(self, "article", article_id, reader, make)

    def last_publish(self) -> Publish | None:
        """Return the publish that `take_back` would undo, if there is one."""
        return publish.last(self)

    def take_back(self, reader: str) -> Publish:
        """Undo the last publish; refused where the seeds have changed since. What was read stays on the desk."""
        self.knows(reader)
        return publish.take_back(self, reader)

    def recover(self) -> Publish | None:
        """Complete a publish that was broken off, and say which; None where there was none. To be called at each start.

        One that was killed before it was certain leaves the old seeds and no trace; one killed later is completed.
        """
        return publish.recover(self)

    # Corrections.

    def claim(self, claim_id: str) -> Entry:
        """Return a published claim as an entry (`entry_id` is the claim's id)."""
        return corrections.claim(self.seeds, claim_id)

    def correct(self, reader: str, entry: Entry, reason: str) -> Correction:
        """Ask that a published claim (by `entry_id`) say what `entry` says; a second proposal replaces the first."""
        self.knows(reader)
        article_id = corrections.article_of(self.seeds, entry.entry_id)
        entry = readings.placed(self.text(article_id), entry)
        known = words.vocabulary(self.seeds, {})
        with store.opened(self.drafts) as db:
            found = corrections.propose(self, db, reader, article_id, entry, reason, known)
            persons.hold(db, corrections.named(found.correction_id), reader, self.person)
            return found

    def corrections(self) -> tuple[Correction, ...]:
        """Return the corrections that are not published or withdrawn, the oldest first."""
        with store.reading(self.drafts) as db:
            return corrections.open_ones(self, db)

    def confirm(self, correction_id: int, reader: str) -> Correction:
        """Confirm another reader's correction; refused to whoever proposed it."""
        self.knows(reader)
        with store.opened(self.drafts) as db:
            found = corrections.confirm(self, db, correction_id, reader)
            persons.hold(db, corrections.named(correction_id), reader, self.person)
            return found

    def withdraw(self, correction_id: int, reader: str) -> Correction:
        """Drop a correction that is not published."""
        self.knows(reader)
        with store.opened(self.drafts) as db:
            return corrections.withdraw(self, db, correction_id)

    def publish_correction(self, correction_id: int, reader: str) -> Publish:
        """Write a confirmed correction into the seeds, as `publish` does, with a row for each column."""
        self.knows(reader)

        def make(db: store.Connection, before: dict[str, bytes]) -> tuple[dict[str, bytes], dict[str, str]]:
            return corrections.into_seeds(self, db, correction_id, before)

        return publish.publish(self, "correction", str(correction_id), reader, make)
