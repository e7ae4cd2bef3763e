"""The CSV headers, seeds/datapackage.json and the schema describe the same columns with the same words."""

from __future__ import annotations

import csv
import json
from typing import Any

import duckdb
import pytest

from etl.verify import HERE, tables
from tests.etl.conftest import REAL_SEEDS

TYPES = {"VARCHAR": "string", "INTEGER": "integer", "DATE": "date", "BOOLEAN": "boolean", "DECIMAL(18,4)": "number"}


def described() -> list[dict[str, Any]]:
    """Return the resources of a data package as the schema would write them."""
    with duckdb.connect() as connection:
        connection.execute((HERE / "schema.sql").read_text(encoding="utf-8"))
        comments = dict(
            connection.execute(
                """
                select table_name, comment from duckdb_tables()
                union all select table_name || '.' || column_name, comment from duckdb_columns()
                """
            ).fetchall()
        )
        constraints = connection.execute(
            """
            select table_name, constraint_type, constraint_column_names, referenced_table, referenced_column_names
            from duckdb_constraints() order by table_oid, constraint_index
            """
        ).fetchall()
        resources = []
        for table, columns in tables(connection).items():
            ours = [constraint for name, *constraint in constraints if name == table]
            unique = [names[0] for kind, names, *_ in ours if kind in ("PRIMARY KEY", "UNIQUE") and len(names) == 1]
            fields = []
            for column in columns:
                limits: dict[str, Any] = {"required": True} if column.required else {}
                if column.name in unique:
                    limits["unique"] = True
                if column.type.startswith("ENUM"):
                    codes = connection.execute(f"select enum_range(null::{column.type})").fetchall()
                    limits["enum"] = codes[0][0]
                field = {
                    "name": column.name,
                    "type": TYPES.get(column.type, "string"),
                    "description": comments[f"{table}.{column.name}"],
                }
                fields.append(field | ({"constraints": limits} if limits else {}))
            resources.append(
                {
                    "name": table.replace("_", "-"),
                    "path": f"{table}.csv",
                    "profile": "tabular-data-resource",
                    "title": comments[table],
                    "schema": {
                        "fields": fields,
                        "missingValues": [""],
                        "primaryKey": next(names for kind, names, *_ in ours if kind == "PRIMARY KEY"),
                        "foreignKeys": [
                            {
                                "fields": names,
                                "reference": {"resource": parent.replace("_", "-"), "fields": parent_names},
                            }
                            for kind, names, parent, parent_names in ours
                            if kind == "FOREIGN KEY"
                        ],
                    },
                }
            )
    return resources


def test_the_data_package_says_what_the_schema_says() -> None:
    package = json.loads((REAL_SEEDS / "datapackage.json").read_text(encoding="utf-8"))
    assert package["profile"] == "tabular-data-package"
    assert package["resources"] == described()


@pytest.mark.parametrize("resource", described(), ids=lambda resource: resource["name"])
def test_each_header_names_the_columns_in_the_order_of_the_schema(resource: dict[str, Any]) -> None:
    with (REAL_SEEDS / resource["path"]).open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    assert header == [field["name"] for field in resource["schema"]["fields"]]


@pytest.mark.parametrize("resource", described(), ids=lambda resource: resource["name"])
def test_every_column_is_described_in_a_sentence(resource: dict[str, Any]) -> None:
    undescribed = [
        field["name"] for field in resource["schema"]["fields"] if not str(field["description"]).endswith(".")
    ]
    assert undescribed == []


def test_every_seed_file_is_a_table() -> None:
    assert {path.name for path in REAL_SEEDS.glob("*.csv")} == {resource["path"] for resource in described()}
