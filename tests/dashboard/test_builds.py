"""What is published while somebody reads: a page and a file are of one build, and a build that nobody reads is let go.

And what is no warehouse as a whole is refused as a whole, in one sentence, with the cause in the log.
"""

import asyncio
import os
import shutil
import weakref
from contextvars import Context
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest

from dashboard import queries
from dashboard.exports import open_data, picture
from dashboard.exports.__main__ import main
from dashboard.parts import glossary
from dashboard.queries import reading
from etl.builds import SCHEMA_VERSION
from tests.conftest import apart
from tests.dashboard.test_pages import opened

FILES = [
    "selection/workbook.xlsx", "selection/slides.pptx", "unit_profile/profile.pdf?unit=ba-dinh", "gaps/list.csv",
    "explore/claims.xlsx", "unions_formed/by_unit.csv", "data/datapackage.zip", "data/sdmx.csv",
]  # fmt: skip


def test_the_files_of_one_call_are_of_one_build(met, tmp_path):
    (tmp_path / "files").mkdir()
    assert apart(lambda: main([*FILES, "--to", str(tmp_path / "files")])) == 0
    assert len(list((tmp_path / "files").iterdir())) == len(FILES)
    assert (len(met) > 50, set(met)) == (True, {"a" * 64})


@pytest.mark.parametrize("name", [open_data.INDEX, *open_data.names()])
def test_the_open_data_are_of_the_build_that_they_name(met, name):
    assert {open_data.make(name).build} == set(met)


def held(folder: Path) -> list[str]:
    """The files of a folder that this process has open, those that are gone from it too."""
    places = list(Path("/proc/self/fd").iterdir())
    return [place for place in map(os.readlink, filter(os.path.lexists, places)) if place.startswith(str(folder))]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="this system does not tell which files are open")
def test_a_build_that_nobody_reads_is_let_go(publish, tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "_SHAPE", "select 1")  # most of what opening costs
    monkeypatch.setattr(reading, "SHAPE", sha256(b"[(1,)]").hexdigest()[:16])
    seen = []

    def look():
        seen.append(weakref.ref(reading._published()))
        assert glossary.marked("công đoàn cơ sở", "x")  # what is made of a build is kept with it

    with queries.pinned():
        first = queries.build()
        for _ in range(200):
            publish()
            Context().run(look)
        assert [one() is None for one in seen] == [*[True] * 199, False]
        assert len(held(tmp_path)) == 2
        assert queries.build() is first
        assert queries.evidence("a001-l08-1") is not None
    assert len(held(tmp_path)) == 1


def test_a_browser_that_draws_pictures_holds_no_build_open(publish, tmp_path, monkeypatch):
    class Browser:
        """Like the real one, it begins something that goes on after the picture."""

        def __init__(self, **_):
            self.listens = None

        async def open(self):
            self.listens = asyncio.create_task(asyncio.Event().wait())

        async def calc_fig(self, *_):
            return b"picture"

    monkeypatch.setattr(picture, "Kaleido", Browser)
    read = []

    async def draw():
        camera = picture.Camera()
        with queries.pinned():
            read.append(weakref.ref(reading._published()))
            drawn = await camera.take({"layout": {"width": 1, "height": 1}}, "png")
        publish()
        queries.build()
        return drawn, [one() for one in read]

    assert apart(lambda: asyncio.run(draw())) == (b"picture", [None])


def loop(path):
    path.unlink()
    path.symlink_to(path)


def folder_is_a_file(path):
    path.unlink()
    path.parent.rmdir()
    path.parent.write_text("")


def instead(make):
    """Put something else where the warehouse was."""

    def spoil(path):
        path.unlink()
        make(path)

    return spoil


def cut(share):
    return lambda path: path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])


def changed(statement):
    def change(path):
        draft = path.with_name("draft")
        if path.exists():
            shutil.copy(path, draft)
        with duckdb.connect(str(draft)) as connection:
            connection.execute(statement)
        draft.replace(path)

    return change


VERSION = (SCHEMA_VERSION,)
SPOILT = {
    "gone": (Path.unlink, "missing", "No such file"),
    "a link to itself": (loop, "missing", "Too many levels of symbolic links"),
    "its folder a file": (folder_is_a_file, "missing", "Not a directory"),
    "a folder": (instead(Path.mkdir), "unreadable", "it is no file"),
    "a pipe": (instead(os.mkfifo), "unreadable", "it is no file"),
    "garbage": (lambda path: path.write_bytes(b"not a database" * 1000), "unreadable", "not a valid DuckDB database"),
    "empty": (lambda path: path.write_bytes(b""), "unreadable", "not a valid DuckDB database"),
    "cut off": (cut(0.4), "unreadable", "Could not read enough bytes"),
    "cut off behind what is read on opening": (cut(0.9), "unreadable", "Could not read enough bytes"),
    "another database": (instead(changed("create table t as select 1 as x")), "other version", "does not exist"),
    "another version": (changed("update build set schema_version = 999"), "other version", "[(999,)]"),
    "no build": (changed("delete from build"), "other version", "([], "),
    "two builds": (
        changed("insert into build from build"),
        "other version",
        f"[{VERSION}, {VERSION}]",
    ),
    **{
        statement: (changed(statement), "other version", said)
        for statement, said in {
            "drop table glossary": "shape",
            "drop table claims": "does not exist",
            "drop view timeline": "shape",
            "drop view dictionary": "shape",
            "drop view cells": "does not exist",
            "drop macro totals_of": "does not exist",
            "drop macro is_outside": "does not exist",
            "drop macro figures_of": "does not exist",
            "drop macro trim_number": "does not exist",
            "alter table units rename column slug to slugs": "shape",
            "alter table articles alter column file_name drop not null": "shape",
            "alter table passed_over drop column reason": "shape",
            "alter table translations add column text_fr varchar": "shape",
            "create table more as select 1 as x": "shape",
            "create or replace view series as select 'x' as indicator_id": "does not exist",
            "create or replace view timeline as select 1 as unit_id": "shape",
            "create or replace view gaps as from cells": "shape",
            "create or replace view figures as from claims": "shape",
            "create or replace macro totals_of(unit_ids) as table select 1 as n": "shape",
        }.items()
    },
}


def problem():
    try:
        queries.build()
        queries.figures("claims", None, ())
        open_data.make("datapackage.zip")
    except queries.Unavailable as unavailable:
        return unavailable.problem
    return "none"


@pytest.mark.parametrize(("spoil", "said", "cause"), SPOILT.values(), ids=SPOILT)
def test_what_is_no_warehouse_is_refused_as_a_whole_and_the_log_says_once_why(
    built, tmp_path, monkeypatch, caplog, spoil, said, cause
):
    path = tmp_path / "folder" / "warehouse.duckdb"
    path.parent.mkdir()
    shutil.copy(built, path)
    monkeypatch.setenv("WAREHOUSE", str(path))
    assert problem() == "none"
    spoil(path)
    assert [problem() for _ in range(3)] == [said] * 3
    (record,) = caplog.records
    assert record.getMessage().startswith(f"{path}: {said}: ")
    assert cause in record.getMessage()


@pytest.mark.parametrize(
    ("fault", "said"),
    [(PermissionError(13, "Permission denied"), "unreadable"), (OSError(116, "Stale file handle"), "unreadable")],
)
def test_what_the_system_refuses_to_show_cannot_be_read(warehouse, monkeypatch, caplog, fault, said):
    def refused(_):
        raise fault

    monkeypatch.setattr("dashboard.queries.reading.os.stat", refused)
    with pytest.raises(queries.Unavailable, match=said):
        queries.build()
    assert [record.getMessage() for record in caplog.records] == [f"{warehouse}: {said}: {fault}"]


def test_a_path_that_is_too_long_leads_to_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("WAREHOUSE", str(tmp_path / ("x" * 300)))
    assert problem() == "missing"


def test_a_fault_that_comes_back_is_logged_again(built, tmp_path, monkeypatch, caplog):
    path = tmp_path / "warehouse.duckdb"
    monkeypatch.setenv("WAREHOUSE", str(path))
    assert problem() == "missing"
    shutil.copy(built, path)
    assert problem() == "none"
    path.rename(tmp_path / "elsewhere")
    assert (problem(), problem()) == ("missing", "missing")
    (tmp_path / "elsewhere").rename(path)
    assert problem() == "none"
    assert len(caplog.records) == 2


@pytest.mark.parametrize(
    ("page", "touch"),
    [
        ("unions_formed", lambda app: app.multiselect(key="unit").set_value(["long bien"])),
        ("unit_profile", lambda app: app.selectbox(key="profile_unit").set_value("Long Biên")),
        ("explore", lambda app: app.radio(key="explore_list").set_value("observations")),
    ],
)
def test_a_choice_made_while_there_is_no_warehouse_is_answered_in_a_sentence_and_kept(publish, tmp_path, page, touch):
    app = opened(page)
    (tmp_path / "warehouse.duckdb").unlink()
    touch(app).run()
    assert ([error.value for error in app.exception], len(app.error)) == ([], 1)
    publish()
    app.run()
    assert [error.value for error in (*app.exception, *app.error)] == []
    assert app.query_params.get("unit", []) in ([], "long-bien")
