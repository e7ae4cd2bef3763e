"""Drafts in PostgreSQL: whatever holds of a desk with a file holds of one with a database; two machines share it."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import replace
from inspect import signature
from typing import TYPE_CHECKING

import pytest

from intake.desk import Desk, command, store
from tests import postgres
from tests.intake import test_desk, test_publish
from tests.intake.desks import MADE_UP, MEMBERS, ONE, TWO, UNIONS, fresh, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.service
pytest.importorskip("psycopg", reason="drafts in a database need requirements-service.txt")
OF_A_FILE = {"test_drafts_that_cannot_be_used_are_said", "test_full_drafts_are_said_and_what_was_saved_is_kept"}
PUBLISHING = {
    "test_an_article_is_published_with_who_read_it_and_shown_at_once",
    "test_the_last_publish_is_taken_back_once",
    "test_two_publishes_at_once",
    "test_what_somebody_wrote_after_a_publish_was_broken_off_is_not_overwritten",
    "test_a_correction_is_confirmed_by_another_reader_and_public",
}
for name, test in {**vars(test_desk), **vars(test_publish)}.items():
    is_of_readers = name in vars(test_desk) and name.startswith("test_") and name not in OF_A_FILE
    if name in PUBLISHING or (is_of_readers and "desk" in signature(test).parameters):
        globals()[name] = test


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    if not postgres.available():
        pytest.skip("no PostgreSQL here; python tests/postgres.py installs it")
    with postgres.running() as one:
        yield one


@pytest.fixture
def desk(server: postgres.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    name = server.database("drafts")
    monkeypatch.setenv("DRAFTS", f"postgresql://{postgres.USER}:unheard-of@127.0.0.1:{server.port}/{name}")
    return fresh(tmp_path, monkeypatch)


def test_two_machines_have_one_desk(desk, tmp_path):
    """The seeds and articles of the other are its own: drafts are all that they share."""
    desk.start(MADE_UP, ONE)
    desk.save(MADE_UP, ONE, UNIONS)
    other = replace(desk, seeds=tmp_path / "other")
    shutil.copytree(desk.seeds, other.seeds)
    assert [one.value for one in other.reading(MADE_UP, ONE).entries] == ["12"]
    assert other.start(MADE_UP, TWO).nth == 2
    assert refusal(desk.start, MADE_UP, "reader-3")


def test_a_database_that_falls_is_said_without_the_password_and_keeps_what_was_saved(server, desk, capfd):
    desk.start(MADE_UP, ONE)
    desk.save(MADE_UP, ONE, UNIONS)
    server.stop()
    try:
        for work in (desk.articles, lambda: desk.save(MADE_UP, ONE, MEMBERS)):
            said = refusal(work)
            assert said.startswith(f"The drafts in postgresql://{postgres.USER}@127.0.0.1:{server.port}/drafts_")
            assert "cannot be reached" in said
            assert "unheard-of" not in said
    finally:
        server.start()
    assert [one.value for one in desk.reading(MADE_UP, ONE).entries] == ["12"]
    assert command.run("status") == 0
    assert "unheard-of" not in "".join(capfd.readouterr())


def test_a_reader_who_is_killed_in_the_middle_leaves_what_was_saved(desk):
    desk.start(MADE_UP, ONE)
    with suppress(KeyboardInterrupt), store.opened(desk.drafts) as db:
        db.execute("update articles set metadata = ?", ("half",))
        raise KeyboardInterrupt
    assert desk.articles()[0].title


def test_drafts_of_a_later_version_are_left_alone(desk):
    with store.opened(desk.drafts) as db:
        db.execute("update drafts set version = 99")
    assert "are of version 99, and this program reads version" in refusal(desk.articles)
