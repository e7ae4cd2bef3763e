"""What the open data say of themselves, read by programs that know only an address: sdmx1, pysdmx, rdflib."""

import io
import json
import re
import shutil
from typing import Any
from urllib.parse import urljoin
from urllib.request import urlopen

import duckdb
import openpyxl
import pandas as pd
import pysdmx.io
import pytest
import sdmx
from rdflib import DCAT, DCTERMS, RDF, XSD, Graph, Literal, URIRef

from dashboard import queries, terms
from dashboard.exports import described, open_data, open_words
from dashboard.exports.__main__ import main
from dashboard.exports.sdmx import COMPONENTS, codes
from dashboard.messages import LANGUAGES, in_each, language
from dashboard.parts import foot
from tests.conftest import apart, serve
from tests.dashboard.test_open_data import ask, frame

ADDRESS = "https://example.org/union"
# rdflib's own reader of JSON-LD makes what rdflib calls outdated.
READS_JSON_LD = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
HOSTILE = '</script><script>alert(1)</script> & "x"\u2028'
DIMENSIONS = [column for column, one in COMPONENTS.items() if one.role.endswith("Dimension")]
STRUCTURE = f"{queries.AGENCY}:{queries.FLOW}({queries.STRUCTURE_VERSION})"


@pytest.fixture
def speak():
    """Chooses the language; the next test begins in Vietnamese again."""
    yield language.set
    language.set("vi")


@pytest.fixture
def hostile(built, tmp_path, monkeypatch):
    """The real warehouse with text that would end a script, or cannot stand in XML, where people type names."""
    path = tmp_path / "warehouse.duckdb"
    shutil.copy(built, path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("update indicators set name_vi = $said where is_core", {"said": HOSTILE})
        connection.execute("update units set name = $said where unit_id = '004'", {"said": f"<&\x07{HOSTILE}"})
    monkeypatch.setenv("WAREHOUSE", str(path))


def keyed(rows: Any) -> dict[tuple[str, ...], float]:
    """The figures by the codes of their dimensions; those that are missing are left out."""
    return {
        tuple(str(row[column]) for column in DIMENSIONS): float(row["OBS_VALUE"])
        for row in rows
        if str(row["OBS_VALUE"]).lower() != "nan"
    }


def test_pysdmx_reads_structure_and_figures_from_the_address(warehouse, server):
    found: Any
    (found,) = pysdmx.io.get_datasets(f"{server}/data/sdmx.csv", f"{server}/data/structure.xml")
    assert found.short_urn == f"Dataflow={STRUCTURE}"
    components = found.structure.components
    assert [one.id for one in components.dimensions] == DIMENSIONS
    assert [one.id for one in components.measures] == ["OBS_VALUE"]
    assert {one.id for one in components.attributes} == {
        column for column, one in COMPONENTS.items() if one.role == "Attribute"
    }
    areas = {code.id: code.name for code in components["REF_AREA"].enumeration}
    assert areas["004"] == "Long Biên urban district federation"
    rows = found.data.to_dict("records")
    assert len(rows) == len(frame("sdmx.csv"))
    assert keyed(rows) == keyed(frame("sdmx.csv").to_dict("records"))


def test_sdmx1_reads_structure_and_figures_from_the_address(warehouse, server):
    structure: Any = sdmx.read_url(f"{server}/data/structure.xml")
    flow = structure.dataflow[queries.FLOW]
    assert (flow.maintainer.id, str(flow.version)) == (queries.AGENCY, queries.STRUCTURE_VERSION)
    assert [one.id for one in flow.structure.dimensions] == DIMENSIONS
    assert structure.codelist["CL_REF_AREA"]["004"].name.localizations == {
        "vi": "LĐLĐ quận Long Biên", "en": "Long Biên urban district federation",
    }  # fmt: skip
    with urlopen(f"{server}/data/sdmx.csv", timeout=60) as answer:  # read_url takes no structure
        message: Any = sdmx.read_sdmx(io.BytesIO(answer.read()), format="CSV", structure=flow)
    (data,) = message.data
    frame_of: Any = sdmx.to_pandas
    read = frame_of(data).reset_index().rename(columns={"value": "OBS_VALUE"})
    assert len(read) == len(frame("sdmx.csv"))
    assert keyed(read.to_dict("records")) == keyed(frame("sdmx.csv").to_dict("records"))
    attributes = {str(one.attached_attribute["CLAIM_ID"].value): one for one in data.obs}
    assert str(attributes["a001-l08-1"].attached_attribute["UNIT_MEASURE"].value) == "UNION"


def test_the_figures_have_the_columns_and_codes_of_the_structure(warehouse):
    rows = frame("sdmx.csv")
    assert list(rows)[3:] == list(COMPONENTS)
    assert set(rows["STRUCTURE_ID"]) == {STRUCTURE}
    known = codes()
    assert set(known) == {column for column, one in COMPONENTS.items() if not one.kind}
    for column, one in COMPONENTS.items():
        found = set(rows[column])
        if one.role.endswith("Dimension") or one.is_always:
            assert "" not in found, column
        if column in known:
            assert found - {""} <= set(known[column]), column
        elif one.kind in ("Double", "GregorianDay"):
            read = pd.to_numeric if one.kind == "Double" else pd.to_datetime
            assert read(pd.Series(sorted(found - {"", "NaN"}))).notna().all(), column


def test_codes_are_those_of_the_warehouse_and_named_in_each_language(warehouse):
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        enums = {
            column: {code for (code,) in connection.execute(f"select unnest(enum_range(null::{kind}))").fetchall()}
            for column, kind in (("SCENARIO", "scenario"), ("TARGET_KIND", "target_kind"), ("QUALIFIER", "exactness"))
        }
        for column, table in (("REF_AREA", "units"), ("SECTOR", "sectors"), ("INDICATOR", "indicators")):
            enums[column] = {row[0] for row in connection.execute(f"from {table}").fetchall()}
    spoken = in_each(codes)
    assert list(spoken) == list(LANGUAGES)
    for known in spoken.values():
        assert {column: set(known[column]) - {"_Z", "_U"} for column in enums} == enums
        assert all(name for listed in known.values() for name, _ in listed.values())
    assert spoken["vi"]["QUALIFIER"] != spoken["en"]["QUALIFIER"]
    assert {column: list(listed) for column, listed in spoken["vi"].items()} == {
        column: list(listed) for column, listed in spoken["en"].items()
    }


def test_hostile_names_stay_names_in_the_structure(hostile):
    structure = open_data.make("structure.xml").data
    message: Any = pysdmx.io.read_sdmx(io.BytesIO(structure))  # valid by the schemas of SDMX
    assert message.header.id == f"B{queries.build()['seeds_sha256'][:8]}"
    read: Any = sdmx.read_sdmx(io.BytesIO(structure))
    assert (
        read.codelist["CL_REF_AREA"]["004"].name.localizations["vi"]
        == 'LĐLĐ quận <& </script><script>alert(1)</script> & "x"'
    )


@pytest.mark.parametrize("path", ["/", "/unions_formed", "/unions_formed?lang=en"])
def test_pages_tell_search_engines_of_the_data(warehouse, server, path):
    with urlopen(server + path, timeout=60) as answer:
        html = answer.read().decode()
    (said,) = re.findall('<script type="application/ld[+]json">(.*?)</script>', html.partition("</head>")[0], re.DOTALL)
    found = json.loads(said)
    assert (found["@context"], found["@type"]) == ("https://schema.org/", "Dataset")
    assert found["version"] == queries.build()["seeds_sha256"]
    assert found["name"].startswith("Union indicators" if "en" in path else "Số liệu công đoàn Hà Nội")
    assert found["temporalCoverage"] == "2020-01-01/2023-06-30"
    assert not {"license", "creator", "publisher"} & set(found)
    for one in found["distribution"]:
        with urlopen(urljoin(server + path, one["contentUrl"]), timeout=60) as answer:
            assert answer.headers["Content-Type"] == one["encodingFormat"]


def test_no_text_ends_the_script_of_a_page(hostile):
    script = str(open_data.on_pages())
    assert script.count("<") == script.count(">") == 2
    assert "\u2028" not in script
    found = json.loads(script.removeprefix('<script type="application/ld+json">').removesuffix("</script>"))
    assert {one["name"] for one in found["variableMeasured"]} == {HOSTILE}


def test_without_data_a_page_says_nothing_of_them(monkeypatch, tmp_path):
    monkeypatch.setenv("WAREHOUSE", str(tmp_path / "none.duckdb"))
    found = ask("/gaps", Host="127.0.0.1")
    assert found.status == 200
    assert b"ld+json" not in found.body


@READS_JSON_LD
def test_the_catalogue_names_every_file_by_its_address(warehouse, server):
    found = Graph().parse(f"{server}/data/catalog.jsonld", format="json-ld")
    (catalogue,) = found.subjects(RDF.type, DCAT.Catalog)
    assert str(catalogue) == f"{server}/data/"
    (data,) = found.objects(catalogue, DCAT.dataset)
    assert {one.language for one in found.objects(data, DCTERMS.title) if isinstance(one, Literal)} == set(LANGUAGES)
    assert found.value(data, URIRef(f"{DCAT}version")) == Literal(queries.build()["seeds_sha256"])
    period = found.value(data, DCTERMS.temporal)
    assert found.value(period, DCAT.startDate) == Literal("2020-01-01", datatype=XSD.date)
    files = list(found.objects(data, DCAT.distribution))
    addresses = {str(found.value(one, DCAT.downloadURL)) for one in files}
    assert addresses == {f"{server}/data/{name}" for name in open_data.names()}
    for one in files:
        with urlopen(str(found.value(one, DCAT.downloadURL)), timeout=60) as answer:
            kind = str(found.value(one, DCAT.mediaType)).rpartition("media-types/")[2]
            assert answer.headers.get_content_type() == kind
    assert list(found.objects(None, DCTERMS.license)) == []
    assert {str(said) for said in found.objects(found.value(data, DCTERMS.rights))} >= {
        "Chưa nêu điều khoản sử dụng lại", "No terms of reuse are stated",
    }  # fmt: skip


@READS_JSON_LD
def test_addresses_are_whole_where_it_is_configured_where_readers_are(warehouse, monkeypatch):
    relative = open_data.tag("catalog.jsonld")
    monkeypatch.setenv("BASE_ADDRESS", ADDRESS)
    assert open_data.tag("catalog.jsonld") != relative
    assert f'"url":"{ADDRESS}/data/"' in open_data.on_pages()
    found = Graph().parse(data=open_data.make("catalog.jsonld").data, format="json-ld")
    assert (URIRef(f"{ADDRESS}/data/"), RDF.type, DCAT.Catalog) in found


STATED = [
    ({"DATA_LICENCE": "cc-by-4.0"}, ("https://spdx.org/licenses/CC-BY-4.0", "CC-BY-4.0", "CC-BY-4.0")),
    (
        {"DATA_LICENCE": " ODbL-1.0 ", "DATA_LICENCE_NAME": "Giấy phép <mở>"},
        ("https://spdx.org/licenses/ODbL-1.0", "Giấy phép <mở>", "ODbL-1.0"),
    ),
    ({"DATA_LICENCE": f"{ADDRESS}/terms?v=2#a"}, (f"{ADDRESS}/terms?v=2#a", f"{ADDRESS}/terms?v=2#a", None)),
]


@READS_JSON_LD
@pytest.mark.parametrize(("configured", "meant"), STATED)
def test_terms_of_reuse_stand_wherever_the_data_do(warehouse, monkeypatch, configured, meant):
    tags = {name: open_data.tag(name) for name in ("index.json", "datapackage.zip", "claims.csv")}
    for name, value in configured.items():
        monkeypatch.setenv(name, value)
    assert (terms.stated(), terms.problem()) == (meant, None)
    address, name, spdx = meant
    listed = {"path": address, "title": name} | ({"name": spdx} if spdx else {})
    for file in ("index.json", "datapackage.json"):
        assert json.loads(open_data.make(file).data)["licenses"] == [listed]
    assert json.loads(ask("/data/").body)["terms_of_reuse"] == terms.said()
    assert f'"license":"{address}"' in open_data.on_pages()
    found = Graph().parse(data=open_data.make("catalog.jsonld").data, format="json-ld", publicID=ADDRESS)
    n_files = len(open_data.names())
    assert list(found.objects(None, DCTERMS.license)) == [URIRef(address)] * (n_files + 1)
    readme = open_words.readme(dict.fromkeys(open_data.names(), ""))
    assert "Chưa nêu điều khoản" not in readme
    assert f"<{address}>" in readme
    assert address in str(foot.cite("x"))
    assert "<mở>" not in str(foot.cite("x"))
    assert {file for file, tag in tags.items() if open_data.tag(file) != tag} == {"index.json", "datapackage.zip"}


BAD = [
    {},
    {"DATA_LICENCE": "free for all"},
    {"DATA_LICENCE": "CCBY"},
    {"DATA_LICENCE": "LicenseRef-ours"},
    {"DATA_LICENCE": "MIT OR ODbL-1.0"},
    {"DATA_LICENCE": "javascript:alert(1)"},
    {"DATA_LICENCE": 'https://x.org/"><b>'},
    {"DATA_LICENCE": "https://[x"},
    {"DATA_LICENCE_NAME": "CC BY"},
    {"DATA_LICENCE": "CC-BY-4.0", "DATA_LICENCE_NAME": "x" * 201},
    {"DATA_LICENCE": "CC-BY-4.0", "DATA_LICENCE_NAME": "a\nb"},
]


@pytest.mark.parametrize("configured", BAD)
def test_without_terms_that_are_understood_none_are_stated(warehouse, monkeypatch, speak, configured):
    for name, value in configured.items():
        monkeypatch.setenv(name, value)
    assert terms.stated() is None
    assert bool(terms.problem()) == bool(configured)
    index = json.loads(open_data.make("index.json").data)
    assert (index["terms_of_reuse"], index["licenses"]) == ("Chưa nêu điều khoản sử dụng lại", [])
    assert "licenses" not in json.loads(open_data.make("datapackage.json").data)
    assert '"license"' not in open_data.on_pages()
    assert "Chưa nêu điều khoản sử dụng lại." in str(foot.cite("x"))
    speak("en")
    assert "No terms of reuse are stated." in str(foot.cite("x"))
    assert described.moment().endswith("Z")


@pytest.mark.parametrize(
    ("licence", "said"),
    [
        (None, "Chưa nêu điều khoản sử dụng lại"),
        ("CC-BY-4.0", "CC-BY-4.0 (https://spdx.org/licenses/CC-BY-4.0)"),
    ],
)
def test_the_cover_of_a_workbook_says_the_terms(warehouse, monkeypatch, tmp_path, licence, said):
    if licence:
        monkeypatch.setenv(terms.LICENCE, licence)
    assert apart(lambda: main(["selection/workbook.xlsx?cluster=cum-1", "--to", str(tmp_path)])) == 0
    (written,) = tmp_path.iterdir()
    cover = openpyxl.load_workbook(written).worksheets[0]
    rows = {row[0]: row[1] for row in cover.iter_rows(max_col=2, values_only=True)}
    assert rows["Điều khoản sử dụng lại"] == said


def test_terms_that_are_not_understood_are_said_once_where_the_server_starts(built, tmp_path):
    log = tmp_path / "log"
    with (
        serve(built, log=log, DATA_LICENCE="free for all") as address,
        urlopen(f"{address}/data/", timeout=60) as answer,
    ):
        assert json.loads(answer.read())["licenses"] == []
    said = log.read_text(encoding="utf-8")
    assert said.count("DATA_LICENCE nhận một mã SPDX như CC-BY-4.0") == 1
    assert "free for all" not in said
