"""Describes the seed files to other programs: seeds/datapackage.json, written from the schema's own words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import duckdb

from etl.verify import HERE, Column, tables

if TYPE_CHECKING:
    from pathlib import Path

TYPES = {"VARCHAR": "string", "INTEGER": "integer", "DATE": "date", "BOOLEAN": "boolean", "DECIMAL(18,4)": "number"}


def describe(path: Path) -> str:
    """Return the data package at `path` with the resources that the schema has; its name and title stay."""
    package = json.loads(path.read_text(encoding="utf-8"))
    return json.dumps(package | {"resources": resources()}, indent=2, ensure_ascii=False) + "\n"


def resources() -> list[dict[str, Any]]:
    """Return each seed file with its columns, keys and references, in the words of the schema."""
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
        described = []
        for table, columns in tables(connection).items():
            ours = [constraint for name, *constraint in constraints if name == table]
            unique = {names[0] for kind, names, *_ in ours if kind in ("PRIMARY KEY", "UNIQUE") and len(names) == 1}
            described.append(
                {
                    "name": table.replace("_", "-"),
                    "path": f"{table}.csv",
                    "profile": "tabular-data-resource",
                    "title": comments[table],
                    "schema": {
                        "fields": [
                            {
                                "name": column.name,
                                "type": TYPES.get(column.type, "string"),
                                "description": comments[f"{table}.{column.name}"],
                            }
                            | _limits(connection, column, is_unique=column.name in unique)
                            for column in columns
                        ],
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
    return described


def _limits(connection: duckdb.DuckDBPyConnection, column: Column, *, is_unique: bool) -> dict[str, Any]:
    """Return what a value of the column has to be, if anything."""
    limits: dict[str, Any] = {}
    if column.required:
        limits["required"] = True
    if is_unique:
        limits["unique"] = True
    if column.type.startswith("ENUM"):
        ((limits["enum"],),) = connection.execute(f"select enum_range(null::{column.type})").fetchall()
    return {"constraints": limits} if limits else {}
