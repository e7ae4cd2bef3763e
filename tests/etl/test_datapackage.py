"""The CSV headers, seeds/datapackage.json and the schema describe the same columns with the same words."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest

from etl.__main__ import main
from etl.datapackage import describe, resources
from tests.etl.conftest import REAL_SEEDS

if TYPE_CHECKING:
    from tests.etl.conftest import Seeds

PACKAGE = REAL_SEEDS / "datapackage.json"


def test_the_data_package_says_what_the_schema_says() -> None:
    assert PACKAGE.read_text(encoding="utf-8") == describe(PACKAGE)


def test_describe_renews_the_resources_and_keeps_the_rest(seeds: Seeds) -> None:
    path = seeds.path / "datapackage.json"
    path.write_text(json.dumps({"profile": "tabular-data-package", "title": "Số liệu"}), encoding="utf-8")
    assert main(["--seeds", str(seeds.path), "describe"]) == 0
    package = json.loads(path.read_text(encoding="utf-8"))
    assert package == {"profile": "tabular-data-package", "title": "Số liệu", "resources": resources()}


@pytest.mark.parametrize("resource", resources(), ids=lambda resource: resource["name"])
def test_each_header_names_the_columns_in_the_order_of_the_schema(resource: dict[str, Any]) -> None:
    with (REAL_SEEDS / resource["path"]).open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    assert header == [field["name"] for field in resource["schema"]["fields"]]


@pytest.mark.parametrize("resource", resources(), ids=lambda resource: resource["name"])
def test_every_column_is_described_in_a_sentence(resource: dict[str, Any]) -> None:
    undescribed = [
        field["name"] for field in resource["schema"]["fields"] if not str(field["description"]).endswith(".")
    ]
    assert undescribed == []


def test_every_seed_file_is_a_table() -> None:
    assert {path.name for path in REAL_SEEDS.glob("*.csv")} == {resource["path"] for resource in resources()}
