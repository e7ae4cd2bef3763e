"""Where people log in, the desk holds two readers apart as persons, and keeps no name of them."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from intake.desk import Entry, store
from tests.intake.desks import MADE_UP, MEMBERS, ONE, REST, TWO, UNIONS, WHY, agreed, at, contents, fresh, read, refusal

AN, BINH = "a" * 32, "b" * 32


@pytest.fixture
def desk(tmp_path, monkeypatch):
    return fresh(tmp_path, monkeypatch)


def test_one_person_is_one_reader_of_an_article(desk):
    an, binh = replace(desk, person=AN), replace(desk, person=BINH)
    read(an, MADE_UP, ONE, (UNIONS, MEMBERS, *REST))
    both = "You have begun as reader-1, so you cannot be reader-2 too"
    another = "Another person has begun as reader-1"
    assert refusal(an.start, MADE_UP, TWO).startswith(both)
    assert desk.draft(MADE_UP).second_reader == ""
    for work in (binh.start, binh.reading, binh.proposals, binh.resume, binh.vocabulary, binh.finish):
        assert refusal(work, MADE_UP, ONE).startswith(another)
    assert refusal(binh.save, MADE_UP, ONE, UNIONS).startswith(another)
    assert refusal(binh.remove, MADE_UP, ONE, "1-1").startswith(another)
    read(binh, MADE_UP, TWO, (UNIONS, MEMBERS, *REST))
    for work in (an.differences, an.agree):
        assert refusal(work, MADE_UP, TWO).startswith("Another person has begun as reader-2")
    assert (an.differences(MADE_UP, ONE), binh.differences(MADE_UP, TWO)) == ((), ())
    binh.save_lists(MADE_UP, TWO, ())
    an.agree(MADE_UP, ONE)
    binh.agree(MADE_UP, TWO)
    assert refusal(binh.publish, MADE_UP, ONE).startswith(another)


def test_what_was_refused_binds_nobody(desk):
    an, binh = replace(desk, person=AN), replace(desk, person=BINH)
    assert refusal(an.start, MADE_UP, "Lan").startswith("Lan is not a reader")
    assert refusal(an.save, MADE_UP, ONE, Entry(*at("12 công đoàn"))).startswith("reader-1 has not begun")
    assert binh.start(MADE_UP, ONE).nth == 1
    assert an.start(MADE_UP, TWO).nth == 2


def test_whoever_asks_for_a_correction_is_another_person_than_who_confirms_it(desk):
    agreed(desk)
    desk.publish(MADE_UP, ONE)
    an, binh = replace(desk, person=AN), replace(desk, person=BINH)
    made = an.correct(ONE, replace(desk.claim("a005-l02-1"), unit_id="004"), WHY)
    assert refusal(an.confirm, made.correction_id, TWO).startswith("You have begun as reader-1")
    assert [one.state for one in desk.corrections()] == ["proposed"]
    assert binh.confirm(made.correction_id, TWO).confirmed_by == TWO
    binh.publish_correction(made.correction_id, TWO)
    assert [name for name, data in contents(desk).items() if AN.encode() in data or BINH.encode() in data] == []


def test_drafts_from_before_logins_are_kept_and_go_on(desk):
    read(desk, MADE_UP, ONE, (UNIONS, MEMBERS, *REST))
    with closing(sqlite3.connect(desk.drafts)) as db:
        db.execute("drop table persons")
        db.execute("pragma user_version = 1")
        db.commit()
    an = replace(desk, person=AN)
    assert len(an.reading(MADE_UP, ONE).entries) == len((UNIONS, MEMBERS, *REST))
    an.resume(MADE_UP, ONE)
    assert refusal(an.start, MADE_UP, TWO).startswith("You have begun as reader-1")
    with closing(sqlite3.connect(desk.drafts)) as db:
        assert db.execute("pragma user_version").fetchone() == (store.VERSION,)
