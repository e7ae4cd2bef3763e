"""A warehouse that is copied from a store: what is new arrives, what is wrong is never served, what is gone is said."""

import gzip
import hashlib
import json
import time
from contextvars import Context

import pytest
from playwright.sync_api import expect

from dashboard import kept, queries
from dashboard.queries import reading
from dashboard.queries.replica import Replica, Unusable
from etl.builds import INDEX, SCHEMA_VERSION, Builds, Misconfigured
from tests.conftest import PATIENCE, serve
from tests.dashboard.test_browser import open_page
from tests.dashboard.test_served import ask
from tests.store.stores import Faulty, keep


@pytest.fixture
def store():
    one = Faulty()
    yield one
    one.end()


@pytest.fixture
def publish(built, tmp_path, store):
    """Publishes builds that call themselves aaa…, bbb… into the store."""
    builds = Builds(tmp_path / "published")

    def publish(*letters, version=SCHEMA_VERSION):
        found = [keep(builds, built, letter, tmp_path, version) for letter in letters]
        store.take(builds)
        return found[-1]

    return publish


@pytest.fixture
def replica(store, tmp_path, monkeypatch):
    """A replica that asks only when it is told to."""
    monkeypatch.setenv("WAREHOUSE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(Replica, "_watch", lambda _: None)

    def start():
        reading._replica_of.cache_clear()
        reading._newest.cache_clear()
        monkeypatch.setenv("WAREHOUSE", store.address)
        return reading._replica(store.address)

    yield start
    reading._replica_of.cache_clear()


def served(asof=None):
    def ask():
        with queries.pinned(asof):
            return queries.build()["seeds_sha256"][0]

    return Context().run(ask)


def test_what_is_published_arrives_and_nothing_is_fetched_twice(store, publish, replica):
    publish("a")
    one = replica()
    one.look()
    assert (served(), one.state.problem) == ("a", None)
    for _ in range(3):
        one.look()
    assert [name for name, _ in store.asked].count(INDEX) == 4
    assert len(store.asked) == 5
    publish("b", "c")
    one.look()
    assert served() == "c"
    assert len(store.asked) == 7  # the newest alone


def test_older_builds_are_fetched_when_they_are_asked_for_and_stay(store, publish, replica):
    publish("a", "b", "c")
    one = replica()
    one.look()
    assert [served("2026-11-01"), served("bbbbbbbb"), served("2026-11-30"), served()] == ["a", "b", "c", "c"]
    store.files = {INDEX: store.files[INDEX]}
    reading._kept.cache_clear()
    assert served("2026-11-01") == "a"


FAULTS = {
    "half": ("half", "file", "unanswered"),
    "changed": ("changed", "file", "unusable"),
    "longer than it says": ("longer", "file", "unanswered"),
    "refused": ("500", "file", "unanswered"),
    "an index that is garbage": ("garbage", INDEX, "unanswered"),
    "half an index": ("half", INDEX, "unanswered"),
    "an index that is refused": ("500", INDEX, "unanswered"),
}


@pytest.mark.parametrize(("fault", "of", "problem"), FAULTS.values(), ids=FAULTS)
def test_what_is_wrong_is_never_served_and_said_once(store, publish, replica, caplog, tmp_path, fault, of, problem):
    publish("a")
    one = replica()
    one.look()
    kept = publish("b")
    store.faults[kept.file if of == "file" else INDEX] = fault
    for _ in range(3):
        one.look()
        assert served() == "a"
    assert one.state.problem == problem
    assert len(caplog.records) == 1
    assert store.address in caplog.text
    assert not list((tmp_path / "cache").rglob("*.draft"))
    store.faults.clear()
    one.look()
    assert (served(), one.state.problem, len(caplog.records)) == ("b", None, 2)


def test_a_hanging_store_keeps_no_reader_waiting(store, publish, replica, monkeypatch):
    monkeypatch.setattr("etl.store.TIMES", {"read_timeout": "1s", "timeout": "1s", "allow_http": True})
    publish("a")
    one = replica()
    one.look()
    store.faults[INDEX] = "hangs"
    one.look()
    assert (served(), one.state.problem) == ("a", "unanswered")


def listed(store, change, data):
    """Have the store list a build whose bytes are what the index says, though they are no build."""
    (row,) = json.loads(store.files[INDEX])
    row |= {
        "file": "0123456789abcdef-00000000.duckdb.gz",
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    store.files |= {row["file"]: data, INDEX: json.dumps([*json.loads(store.files[INDEX]), row]).encode()}


@pytest.mark.parametrize(
    "data",
    [b"no archive", gzip.compress(b"no database " * 999), gzip.compress(b"")],
    ids=["no archive", "no database", "nothing"],
)
def test_what_is_whole_but_no_build_is_never_served(store, publish, replica, caplog, data):
    publish("a")
    one = replica()
    one.look()
    listed(store, "x", data)
    one.look()
    assert (served(), one.state.problem) == ("a", "unusable")
    reading._replica_of.cache_clear()


def test_a_build_of_a_version_to_come_is_fetched_once_and_the_one_before_is_served(store, publish, replica, caplog):
    publish("a")
    kept = publish("b", version=SCHEMA_VERSION + 1)
    one = replica()
    for _ in range(3):
        one.look()
    assert served() == "a"  # though there was none before
    assert one.state.problem == "unusable"
    assert [name for name, _ in store.asked].count(kept.file) == 1


def test_another_index_under_the_same_tag_is_taken_where_the_store_answers_with_it(store, publish, replica):
    publish("a")
    store.tags[INDEX] = '"always"'
    store.faults[INDEX] = "same tag"
    one = replica()
    one.look()
    publish("b")
    one.look()
    assert served() == "b"


def test_a_restart_without_the_store_serves_the_last_build_and_says_since_when(store, publish, replica):
    publish("a")
    one = replica()
    one.look()
    answered = one._serves.stat().st_mtime
    store.faults[INDEX] = "500"
    again = replica()
    again.look()
    assert again is not one
    assert (served(), again.state.problem) == ("a", "unanswered")
    assert again.state.since.timestamp() == pytest.approx(answered, abs=1e-3)


def test_without_store_and_copy_the_page_says_so(store, replica, monkeypatch):
    monkeypatch.setattr("dashboard.queries.replica.PATIENCE", 0)
    replica().look()
    with pytest.raises(queries.Unavailable, match="uncopied") as found:
        served()
    assert "Chưa lấy được dữ liệu từ kho" in kept.unavailable(found.value)
    assert store.address not in kept.unavailable(found.value)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://", "is no address of a store"),
        ("s3://", "is no address of a store"),
        ("https://[", "is no address of a store"),
        ("https://reader:hidden@example.org/builds/", "carries more than a place"),
        ("https://example.org/builds/?token=hidden", "carries more than a place"),
    ],
)
def test_a_bad_address_is_named_without_what_is_secret(address, said, monkeypatch, caplog):
    monkeypatch.setenv("WAREHOUSE", address)
    reading._note.cache_clear()
    with pytest.raises(queries.Unavailable, match="misconfigured") as found:
        served()
    assert said in caplog.text
    assert "hidden" not in caplog.text + kept.unavailable(found.value)


@pytest.mark.parametrize("seconds", ["soon", "0", "-1", "nan", "1e9"])
def test_a_bad_interval_is_named(seconds, tmp_path, monkeypatch):
    monkeypatch.setenv("WAREHOUSE_EVERY", seconds)
    with pytest.raises(Misconfigured, match="WAREHOUSE_EVERY"):
        Replica("http://127.0.0.1:9/", lambda _: None)


def test_a_look_that_finds_nothing_new_costs_less_than_a_millisecond(store, publish, replica):
    publish("a")
    one = replica()
    one.look()
    begun = time.thread_time()
    for _ in range(50):
        one.look()
    assert (time.thread_time() - begun) / 50 < 0.001


def test_servers_that_share_a_folder_do_not_disturb_each_other(store, publish, replica):
    publish("a")
    first, second = replica(), replica()
    assert first.path == second.path
    first.look()
    publish("b")
    second.look()
    first.look()
    assert served() == "b"


def test_a_reader_sees_what_is_published_and_that_the_store_is_gone(store, publish, page, tmp_path):
    publish("a")
    cache = str(tmp_path / "cache")
    with serve(store.address, WAREHOUSE_CACHE=cache, WAREHOUSE_EVERY="0.1") as address:

        def health():
            return json.loads(ask(f"{address}/health")[2])

        def until(key, value):
            deadline = time.monotonic() + PATIENCE / 1000
            while health().get(key) != value:
                assert time.monotonic() < deadline, health()
                time.sleep(0.05)

        until("seeds_sha256", "a" * 64)
        assert health()["store"] == "ok"
        publish("b")
        until("seeds_sha256", "b" * 64)
        store.faults[INDEX] = "500"
        until("store", "unanswered")
        assert health()["status"] == "ok"
        open_page(page, f"{address}/unions_formed")
        expect(page.locator(".foot", has_text="Kho dữ liệu không trả lời từ")).to_be_visible()
        store.faults.clear()
        until("store", "ok")


def test_without_store_and_copy_the_server_says_so(tmp_path, page):
    log = tmp_path / "log"
    with serve("http://127.0.0.1:9/builds/", log=log, WAREHOUSE_CACHE=str(tmp_path / "cache")) as address:
        status, _, said = ask(f"{address}/health")
        assert (status, json.loads(said)) == (503, {"status": "uncopied"})
        page.goto(address)
        expect(page.locator(".stAlert")).to_contain_text("Chưa lấy được dữ liệu từ kho")
        assert log.read_text().count("http://127.0.0.1:9/builds/") == 1


def test_a_file_that_cannot_be_proven_is_unusable(tmp_path):
    (tmp_path / "x").write_bytes(b"x")
    with pytest.raises(Unusable, match="unreadable"):
        reading._prove(tmp_path / "x")
