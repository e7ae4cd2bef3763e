"""The open data, read by other programs than the one that wrote it: pandas, pyarrow, frictionless; and by DuckDB."""

import asyncio
import io
import json
import shutil
import zipfile
from datetime import date
from types import SimpleNamespace

import duckdb
import pandas as pd
import pytest
from frictionless import Package
from pyarrow import parquet
from starlette.applications import Starlette

from dashboard import queries, wording
from dashboard.exports import __main__ as exports
from dashboard.exports import open_data
from dashboard.exports.shelf import Shelf
from dashboard.messages import language
from dashboard.queries import open_tables, reading
from dashboard.routes import ROUTES
from tests.conftest import apart

KEY = ["REF_AREA", "INDICATOR", "SCENARIO", "TARGET_KIND", "SECTOR", "TIME_PERIOD"]
HOSTILE = '=1+1 <b>*x*</b>,"y"\n\x07[l](javascript:x)'


def frame(name: str) -> pd.DataFrame:
    """A CSV with every cell as the text that stands in it."""
    return pd.read_csv(io.BytesIO(open_data.make(name).data), dtype=str, keep_default_na=False)


def typed(name: str) -> pd.DataFrame:
    return pd.read_parquet(io.BytesIO(open_data.make(f"{name}.parquet").data))


def ask(path, method="GET", **headers):
    """Status, headers and body of an answer of the routes, without a server around them."""
    found = SimpleNamespace(status=0, headers={}, body=b"")
    place, _, query = path.partition("?")
    scope = {
        "type": "http", "method": method, "path": place, "query_string": query.encode(), "root_path": "",
        "headers": [(name.lower().replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        if message["type"] == "http.response.start":
            found.status = message["status"]
            found.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            found.body += message.get("body", b"")

    apart(lambda: asyncio.run(Starlette(routes=ROUTES)(scope, receive, send)))
    return found


@pytest.fixture
def speak():
    """Chooses the language of files; the next test begins in Vietnamese again."""
    yield language.set
    language.set("vi")


@pytest.fixture(scope="module")
def altered(built, tmp_path_factory):
    """The real warehouse as another build, with what the real one lacks.

    A zero, a bound, a year that the districts did not live to see, a second computed target, and hostile text.
    """
    path = tmp_path_factory.mktemp("altered") / "warehouse.duckdb"
    shutil.copy(built, path)
    with duckdb.connect(str(path)) as connection:
        for claim_id, like, changed in (
            ("zero", "a001-l08-3", "'2025' as time_period, date '2025-12-31' as period_end, 0 as value"),
            ("bound", "a001-l08-1", "'2022-S1' as time_period, 1234.5 as value, 'more_than' as qualifier"),
            ("nine", "a003-l08-2", "'2020-01-01/P9M' as time_period, date '2020-09-30' as period_end, 90 as value"),
            ("share", "a003-l08-4", "'2020-01-01/P9M' as time_period, date '2020-09-30' as period_end, 75 as value"),
        ):
            given = {"like": like, "claim_id": claim_id}
            connection.execute(
                f"insert into claims select * replace ($claim_id as claim_id, {changed}) from claims "
                "where claim_id = $like",
                given,
            )
        connection.execute("update claims set period_start = date '2025-01-01' where claim_id = 'zero'")
        connection.execute("update claims set period_start = date '2022-01-01' where claim_id = 'bound'")
        connection.execute("update claims set note = $note where claim_id = 'bound'", {"note": HOSTILE})
        connection.execute("update articles set title = $title", {"title": HOSTILE})
        connection.execute("update build set seeds_sha256 = repeat('0', 64)")
    return path


@pytest.mark.parametrize("name", queries.OPEN_TABLES)
def test_a_table_is_whole_in_both_forms(warehouse, name):
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        (rows,) = connection.execute(f"select count(*) from {name}").fetchone() or (0,)
        columns = [column for column, *_ in connection.execute(f"describe {name}").fetchall()]
    plain, kept = frame(f"{name}.csv"), typed(name)
    assert len(plain) == len(kept) == rows
    assert list(plain) == list(kept)
    assert set(columns) <= set(plain)
    assert not plain.duplicated(open_data.primary_keys().get(name)).any()


def test_every_figure_is_the_one_on_the_screen(warehouse):
    shown = {row["claim_id"]: row for row in queries.figures("observations", None, ())}
    plain, kept = frame("observations.csv").set_index("claim_id"), typed("observations").set_index("claim_id")
    assert set(plain.index) == set(kept.index) == set(shown)
    assert {key: float(value) for key, value in plain["value"].items()} == {
        key: row["value"] for key, row in shown.items()
    }
    for column in ("value", "lower", "upper", "out_of", "qualifier", "obs_status", "unit_id", "as_printed", "line"):
        assert {key: None if pd.isna(value) else value for key, value in kept[column].items()} == {
            key: row[column] for key, row in shown.items()
        }
    sdmx = frame("sdmx.csv")
    assert {
        row["CLAIM_ID"]: float(row["OBS_VALUE"]) for row in sdmx[sdmx["STATE"] == "observed"].to_dict("records")
    } == {key: row["value"] for key, row in shown.items()}


def test_a_csv_is_plain(warehouse):
    data = open_data.make("observations.csv").data
    text = data.decode()
    assert text.startswith("claim_id,article_id,unit_id,")
    assert "\r" not in text
    plain = frame("observations.csv")
    found = plain[plain["claim_id"] == "a001-l08-1"].iloc[0]
    assert (found["value"], found["unit_id"], found["period_start"], found["out_of"]) == ("16", "004", "2023-01-01", "")
    assert set(frame("indicators.csv")["is_core"]) == {"true", "false"}


def test_a_csv_has_values_as_other_programs_read_them(warehouse, monkeypatch):
    values = """
        select unnest([1, 2, 3, 4]) as row, unnest([16, 60.24, 2e10, null]::double[]) as number,
            unnest([100, 0.5, 1000.0001, 0]::decimal(18, 4)[]) as exact, true as is_so, date '2025-06-30' as day,
            'a,"b"' as text
    """
    monkeypatch.setitem(open_tables._OPEN, "units", values)
    assert open_tables.open_csv("units").decode().splitlines() == [
        "row,number,exact,is_so,day,text",
        '1,16,100,true,2025-06-30,"a,""b"""',
        '2,60.24,0.5,true,2025-06-30,"a,""b"""',
        '3,20000000000,1000.0001,true,2025-06-30,"a,""b"""',
        '4,,0,true,2025-06-30,"a,""b"""',
    ]


@pytest.mark.parametrize("name", ["claims.csv", "claims.parquet"])
def test_a_server_needs_no_place_to_write_to(warehouse, monkeypatch, name):
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    monkeypatch.setattr(open_data, "_made", lambda: Shelf(limit=0))
    monkeypatch.chdir("/")
    assert open_data.make(name).data
    assert reading.MEMORY.find("/") == []


def test_a_table_that_cannot_be_read_leaves_nothing_behind(warehouse, monkeypatch):
    monkeypatch.setitem(open_tables._OPEN, "units", "select error(unit_id) as unit_id, 1 as row from units")
    with pytest.raises(duckdb.InvalidInputException):
        open_tables.open_csv("units")
    assert reading.MEMORY.find("/") == []


def test_parquet_keeps_types_and_says_its_build(warehouse):
    kept = typed("observations")
    assert kept["value"].dtype == "float64"
    assert kept["period_start"].iloc[0] >= date(2020, 1, 1)
    assert "004" in set(kept["unit_id"])
    assert typed("indicators")["is_core"].dtype == "bool"
    written = parquet.read_metadata(io.BytesIO(open_data.make("observations.parquet").data))
    assert written.metadata[b"build"].decode() == queries.build()["seeds_sha256"]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_duckdb_finds_the_article_of_every_figure(warehouse, tmp_path, kind):
    for name in ("observations", "claims", "articles", "units"):
        (tmp_path / f"{name}.{kind}").write_bytes(open_data.make(f"{name}.{kind}").data)
    question = """
        select o.unit_id, u.name, o.value, c.as_printed, a.title from {observations} o
        join {claims} c using (claim_id) join {articles} a on a.article_id = c.article_id
        join {units} u on u.unit_id = o.unit_id order by o.claim_id
    """
    read = "read_csv('{}', all_varchar = true)" if kind == "csv" else "'{}'"
    names = {name: read.format(tmp_path / f"{name}.{kind}") for name in ("observations", "claims", "articles", "units")}
    rows = duckdb.sql(question.format(**names)).fetchall()
    assert len(rows) == queries.n_figures("observations")
    found = next(row for row in rows if row[1] == "Long Biên" and row[3] == "16 Công đoàn cơ sở")
    assert (found[0], float(found[2])) == ("004", 16)


def test_what_is_missing_is_a_sign_and_never_a_number(altered, monkeypatch):
    monkeypatch.setenv("WAREHOUSE", str(altered))
    plain, kept = frame("gaps.csv"), typed("gaps")
    signs = {state: set(rows["value"]) for state, rows in plain.groupby("state")}
    assert (signs["unpublished"], signs["omitted"], signs["not_applicable"]) == ({""}, {"..."}, {"n/a"})
    assert {float(value) for value in signs["observed"]} >= {0, 15, 16, 19, 1234.5}
    assert kept["value"].isna().equals(plain["state"] != "observed")
    read = pd.read_csv(io.BytesIO(open_data.make("gaps.csv").data), dtype={"unit_id": str}, na_values=["..."])
    assert read["value"].isna().equals(kept["value"].isna())
    assert "001" in set(read["unit_id"])
    totals = frame("totals.csv")
    assert set(totals[totals["n_observed"] == "0"]["lower"]) == {""}


def test_sdmx_csv_has_its_columns_codes_and_keys(altered, monkeypatch):
    monkeypatch.setenv("WAREHOUSE", str(altered))
    found = open_data.make("sdmx.csv")
    assert found.media_type == "application/vnd.sdmx.data+csv; version=2.0.0"
    sdmx = frame("sdmx.csv")
    assert list(sdmx)[:10] == ["STRUCTURE", "STRUCTURE_ID", "ACTION", *KEY, "OBS_VALUE"]
    assert set(sdmx["STRUCTURE"]) == {"dataflow"}
    assert set(sdmx["ACTION"]) == {"I"}
    assert not (sdmx[[*KEY, "OBS_STATUS", "UNIT_MEASURE"]] == "").any(axis=None)
    assert not sdmx.duplicated(KEY).any()
    missing = sdmx[sdmx["OBS_STATUS"].isin(["L", "M"])]
    assert set(missing["OBS_VALUE"]) == {"NaN"}
    assert set(sdmx["STATE"][sdmx["OBS_STATUS"] == "M"]) == {"not_applicable"}
    assert "NaN" not in set(sdmx.drop(missing.index)["OBS_VALUE"])
    assert len(missing) == (frame("gaps.csv")["state"] != "observed").sum()
    by_claim = sdmx.set_index(["CLAIM_ID", "STATE"])
    assert by_claim.loc[("zero", "observed"), "OBS_VALUE"] == "0"
    columns = ["OBS_VALUE", "QUALIFIER", "LOWER", "UPPER"]
    assert list(by_claim.loc[("bound", "observed"), columns]) == ["1234.5", "more_than", "1234.5", ""]


def test_a_computed_target_is_marked_and_there_is_one_for_a_year(altered, built, monkeypatch):
    def targets():
        rows = frame("sdmx.csv")
        columns = [*KEY, "OBS_VALUE", "OBS_STATUS", "LOWER", "UPPER", "FORMULA", "CLAIM_ID", "SHARE_CLAIM_ID"]
        return rows.loc[(rows["STATE"] == "computed") & (rows["SECTOR"] == "_T"), columns].to_numpy().tolist()

    key = ["281", "members_recruited", "target", "assigned", "_T", "2020"]
    monkeypatch.setenv("WAREHOUSE", str(built))
    assert targets() == [[*key, "120", "E", "119", "121", "60 / 50% = 120", "a003-l08-2", "a003-l08-4"]]
    monkeypatch.setenv("WAREHOUSE", str(altered))  # where the result of nine months has a share too
    assert (frame("targets.csv")["target_status"] == "E").sum() == 3
    assert [(row[6], row[10], row[11:]) for row in targets()] == [("120", "90 / 75% = 120", ["nine", "share"])]


@pytest.mark.parametrize("spoken", ["vi", "en"])
def test_the_package_is_valid_and_its_missing_values_are_labelled(altered, monkeypatch, speak, tmp_path, spoken):
    monkeypatch.setenv("WAREHOUSE", str(altered))
    speak(spoken)
    (tmp_path / "data.zip").write_bytes(open_data.make("datapackage.zip").data)
    package = Package(str(tmp_path / "data.zip"))
    report = package.validate()
    assert report.flatten(["title", "rowNumber", "note"]) == []
    assert [resource.name for resource in package.resources] == list(queries.OPEN_TABLES)
    written = json.loads(zipfile.ZipFile(tmp_path / "data.zip").read("datapackage.json"))
    gaps = next(resource for resource in written["resources"] if resource["name"] == "gaps")
    value = next(field for field in gaps["schema"]["fields"] if field["name"] == "value")
    labels = {entry["value"]: entry["label"] for entry in value["missingValues"]}
    assert (
        labels
        == {
            "vi": {
                "": "chưa có trong bài đã đọc",
                "...": "có nhắc tên đơn vị, không nêu số",
                "n/a": "chưa có hoặc đã kết thúc hoạt động trong kỳ này",
            },
            "en": {
                "": "not in the articles that were read",
                "...": "the article speaks of the unit but prints no figure",
                "n/a": "did not exist in this period",
            },
        }[spoken]
    )
    rows = package.get_table_resource("gaps").read_rows()
    assert {row["state"] for row in rows if row["value"] is None} == {"omitted", "unpublished", "not_applicable"}
    assert all(field["description"] for resource in written["resources"] for field in resource["schema"]["fields"])
    assert written["build"] == queries.build()["seeds_sha256"]
    assert "licenses" not in written


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b",16,", b",x6,", "type-error"),
        (b",exact,", b",exakt,", "constraint-error"),
        (b"a001-l08-1,", b"a001-l99-1,", "foreign-key"),
        (b"a001-l08-1,", b"a001-l08-2,", "primary-key"),
        (b"UNION", b"MEMBER", "hash-count"),
    ],
)
def test_a_spoiled_package_is_not_valid(warehouse, tmp_path, old, new, fault):
    zipfile.ZipFile(io.BytesIO(open_data.make("datapackage.zip").data)).extractall(tmp_path)
    path = tmp_path / "observations.csv"
    assert old in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(old, new, 1))
    if fault != "hash-count":  # which would stand before any other
        described = tmp_path / "datapackage.json"
        package = json.loads(described.read_text(encoding="utf-8"))
        del package["resources"][0]["hash"], package["resources"][0]["bytes"]
        described.write_text(json.dumps(package), encoding="utf-8")
    report = Package(str(tmp_path / "datapackage.json")).validate(name="observations")
    assert fault in {found for (found,) in report.flatten(["type"])}


@pytest.mark.parametrize(
    ("spoken", "said"),
    [
        ("vi", ("Số bài báo: 5", "(suy ra)", "Chưa nêu điều khoản sử dụng", "không phải là số 0", "Phiên bản dữ liệu")),
        ("en", ("Articles: 5", "(inferred)", "No terms of reuse", "Missing is never zero", "no registry holds it")),
    ],
)
def test_the_readme_speaks_the_readers_language(warehouse, speak, spoken, said):
    speak(spoken)
    readme = zipfile.ZipFile(io.BytesIO(open_data.make("datapackage.zip").data)).read("README.md").decode()
    assert [words for words in said if words not in readme] == []
    titles = [row["title"] for row in queries.articles()]
    assert [title for title in titles if title not in readme] == []
    assert [name for name in queries.OPEN_TABLES if f"`{name}.csv`" not in readme] == []


def test_hostile_text_stays_the_text_it_is(altered, monkeypatch):
    monkeypatch.setenv("WAREHOUSE", str(altered))
    assert set(frame("articles.csv")["title"]) == set(typed("articles")["title"]) == {HOSTILE}
    assert HOSTILE in set(frame("observations.csv")["note"])
    readme = zipfile.ZipFile(io.BytesIO(open_data.make("datapackage.zip").data)).read("README.md").decode()
    assert r"=1+1 \<b\>\*x\*\</b\>" in readme
    assert r"\[l\](javascript:x)" in readme
    assert "\x07" not in readme


def test_one_build_gives_the_same_bytes_each_time(warehouse, monkeypatch):
    def made():
        monkeypatch.setattr(open_data, "_made", lambda: Shelf(limit=0))
        return {name: open_data.make(name) for name in (open_data.INDEX, *open_data.names())}

    first, second = made(), made()
    assert first == second
    assert len({file.tag for file in first.values()}) == len(first)
    archive = zipfile.ZipFile(io.BytesIO(first["datapackage.zip"].data))
    built = wording.in_hanoi(queries.build()["built_at"])
    assert {entry.date_time[:3] for entry in archive.infolist()} == {built.timetuple()[:3]}


def test_another_build_and_another_language_have_other_tags(built, altered, monkeypatch, speak):
    monkeypatch.setenv("WAREHOUSE", str(built))
    before = {name: open_data.tag(name) for name in open_data.names()}
    speak("en")
    spoken = {name: open_data.tag(name) for name in open_data.names()}
    speak("vi")
    assert {name for name in before if before[name] != spoken[name]} == {
        "datapackage.json", "datapackage.zip", "citation.bib", "citation.json", "changes.xml",
    }  # fmt: skip
    old = open_data.make("claims.csv")
    monkeypatch.setenv("WAREHOUSE", str(altered))
    new = open_data.make("claims.csv")
    assert (new.tag != old.tag, b"zero" in new.data, b"zero" in old.data) == (True, True, False)
    assert new.build == "0" * 64
    assert not set(before.values()) & {open_data.tag(name) for name in open_data.names()}


def test_the_shelf_keeps_what_was_asked_last_within_its_limit():
    shelf: Shelf[bytes] = Shelf(limit=10)
    made = []

    def get(key, size):
        def make():
            made.append(key)
            return b"x" * size

        return shelf.get(key, make)

    for key, size in (("a", 4), ("b", 4), ("a", 4), ("c", 4), ("a", 4), ("b", 4), ("huge", 11), ("huge", 11)):
        assert len(get(key, size)) == size
    assert made == ["a", "b", "c", "b", "huge", "huge"]


def test_the_index_lists_every_file_with_its_address(warehouse):
    found = ask("/data/?lang=en")
    listed = json.loads(found.body)
    assert found.headers["content-type"] == "application/json"
    assert listed["build"] == queries.build()["seeds_sha256"] == found.headers["x-build"]
    assert len(listed["files"]) == len(open_data.names())
    for file in listed["files"]:
        answer = ask(f"/data/{file['path']}" + ("" if "?" in file["path"] else "?lang=en"))
        assert (answer.status, answer.headers["etag"], answer.headers["content-type"]) == (
            200, file["etag"], file["type"],
        )  # fmt: skip
        assert answer.body
        assert file["title"]
    redirected = ask("/data?lang=en")
    assert (redirected.status, redirected.headers["location"]) == (307, "data/?lang=en")


@pytest.mark.parametrize(
    ("name", "kind", "attached"),
    [
        ("observations.csv", "text/csv; charset=utf-8", None),
        ("sdmx.csv", "application/vnd.sdmx.data+csv; version=2.0.0", None),
        ("datapackage.json", "application/json", None),
        ("gaps.parquet", "application/vnd.apache.parquet", 'attachment; filename="gaps.parquet"'),
        ("datapackage.zip", "application/zip", 'attachment; filename="datapackage.zip"'),
    ],
)
def test_an_answer_says_what_it_is(warehouse, name, kind, attached):
    found = ask(f"/data/{name}")
    assert (found.status, found.body) == (200, open_data.make(name).data)
    assert found.headers["content-type"] == kind
    assert found.headers.get("content-disposition") == attached
    assert (found.headers["cache-control"], found.headers["access-control-allow-origin"]) == ("no-cache", "*")
    assert ask(f"/data/{name}", "HEAD").headers == found.headers


@pytest.mark.parametrize(
    ("known", "status"),
    [
        ("{tag}", 304), ("W/{tag}", 304), ('"other", W/{tag}', 304), ("*", 304), (" * ", 304),
        ('"other"', 200), ("", 200), ("{bare}", 200), ('W/"', 200), ('"*"', 200), ("," * 5000, 200),
    ],
)  # fmt: skip
def test_who_has_a_file_already_gets_none_made(warehouse, monkeypatch, known, status):
    made = []

    def make(name):
        made.append(name)
        return b"made"

    monkeypatch.setattr(open_data, "_made", lambda: Shelf(limit=0))
    monkeypatch.setattr(open_data, "_make", make)
    tag = open_data.tag("claims.csv")
    found = ask("/data/claims.csv", If_None_Match=known.format(tag=tag, bare=tag.strip('"')))
    assert (found.status, found.headers["etag"]) == (status, tag)
    assert (found.body, made) == ((b"", []) if status == 304 else (b"made", ["claims.csv"]))
    assert found.headers["x-build"] == queries.build()["seeds_sha256"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_nothing_can_be_written(warehouse, method):
    found = ask("/data/claims.csv", method)
    assert (found.status, found.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("name", ["build.csv", "claims.xlsx", "a/claims.csv", "../seeds/claims.csv", "x" * 5000, "%00"])
def test_an_unknown_name_is_answered_with_those_there_are(warehouse, name):
    found = ask(f"/data/{name}", If_None_Match="*")
    assert (found.status, found.headers["content-type"]) == (404, "text/plain; charset=utf-8")
    assert found.body.decode().startswith("Không có tệp này. Các tệp hiện có: observations.csv, ")
    assert found.body.decode().endswith("citation.json, changes.xml")


@pytest.mark.parametrize(
    ("put", "said", "status"),
    [
        (lambda _: None, "There is no data yet.", "missing"),
        (lambda path: path.symlink_to(path), "There is no data yet.", "missing"),
        (lambda path: path.write_bytes(b"not a database" * 1000), "The data file cannot be read.", "unreadable"),
    ],
    ids=["nothing", "a link to itself", "garbage"],
)
def test_without_a_warehouse_the_answer_says_what_to_do(monkeypatch, tmp_path, capsys, put, said, status):
    path = tmp_path / "warehouse.duckdb"
    put(path)
    monkeypatch.setenv("WAREHOUSE", str(path))
    for place in ("/data/claims.csv", "/data/", "/files/unions_formed/by_unit.csv"):
        found = ask(f"{place}?lang=en&lang=xx&lang=en")
        assert (found.status, found.headers["content-type"]) == (503, "text/plain; charset=utf-8")
        assert found.body.decode().startswith(said)
        assert "python -m etl" in found.body.decode()
    found = ask("/health")
    assert (found.status, json.loads(found.body)) == (503, {"status": status})
    assert exports.main(["data/claims.csv", "--to", str(tmp_path)]) == 1
    assert f"python -m etl --warehouse {path}" in capsys.readouterr().err


def test_the_data_are_cited_by_one_set_of_words(warehouse, monkeypatch):
    monkeypatch.setenv("BASE_ADDRESS", "https://example.org/union")
    (cited,) = json.loads(open_data.make("citation.json").data)
    bibtex = open_data.make("citation.bib").data.decode()
    build = queries.build()
    assert (cited["type"], cited["version"]) == ("dataset", build["seeds_sha256"][:8])
    assert cited["URL"] == f"https://example.org/union/data/?asof={build['seeds_sha256'][:16]}"
    assert "author" not in cited
    for words in (cited["title"], cited["version"], cited["note"], cited["URL"]):
        assert words in bibtex
    assert cited["id"] == f"hanoi-union-indicators-{cited['version']}"
    assert bibtex.startswith(f"@misc{{{cited['id']},")
    assert bibtex.count("{") == bibtex.count("}")
