"""The front door without dbt's start: an input is read, and judged by the project's own SQL.

dbt compiles the models of staging and cleaning once; for each input the views are made and the
compiled SQL runs in a warehouse in memory.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import openpyxl

from restock.inputs import Contract, read_input

ROOT = Path(__file__).parents[2]
DATABASE = "door"
CLEAN = "path:models/intermediate/clean"
PRODUCTS = "product_id,product_name,product_group\nA,Apple,Fruit\nB,Bean,Vegetables\n"
SALES = "sale_date,product_id,quantity\n2024-01-03,A,1\n2024-03-09,B,2\n"

Writer = Callable[[Path], None]
Content = str | bytes | Writer


@dataclass(frozen=True)
class Case:
    """An input, and what is to come of it.

    Parameters
    ----------
    files
        Content by file name; products.csv with A and B is added where there are no products.
    refused
        What the message must say; nothing where the input is used.
    units
        Accepted units by product.
    rejected
        Rejected lines: reason and product.
    unreadable
        Values that count as missing: column and example.
    """

    name: str
    files: Mapping[str, Content]
    refused: tuple[str, ...] = ()
    units: Mapping[str, float] = field(default_factory=dict)
    rejected: tuple[tuple[str, str | None], ...] = ()
    unreadable: tuple[tuple[str, str], ...] = ()

    def write(self, folder: Path) -> Path:
        """Write the input into a folder."""
        with_products = any(name.lower().startswith("products") for name in self.files)
        added: Mapping[str, Content] = {} if with_products else {"products.csv": PRODUCTS}
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in (added | dict(self.files)).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, str):
                path.write_bytes(content.encode())
            elif isinstance(content, bytes):
                path.write_bytes(content)
            else:
                content(path)
        return folder


def parquet(query: str) -> Writer:
    """Return a writer of a query's result as Parquet."""

    def write(path: Path) -> None:
        with duckdb.connect() as connection:
            target = str(path).replace("'", "''")
            connection.execute(f"copy ({query}) to '{target}' (format parquet)")

    return write


def sheet(*rows: Iterable[Any]) -> Writer:
    """Return a writer of rows as the first sheet of a spreadsheet; another sheet follows."""

    def write(path: Path) -> None:
        book = openpyxl.Workbook()
        for row in rows:
            book.worksheets[0].append(list(row))
        book.create_sheet("Notes").append(["nobody", "reads", "this"])
        book.save(path)

    return write


def lines(*rows: str, header: str = "sale_date,product_id,quantity") -> str:
    """Return CSV of the rows below a header."""
    return "\n".join([header, *rows]) + "\n"


@dataclass(frozen=True, repr=False)
class FrontDoor:
    """The contract and the models that judge, compiled."""

    contract: Contract
    models: tuple[tuple[str, str], ...]

    def rows(self, data: Path, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query over the judged input."""
        with self.open(data, data.parent / "copies") as connection:
            return connection.execute(query).fetchall()

    @classmethod
    def compiled(cls, folder: Path, models: str = CLEAN) -> "FrontDoor":
        """Compile models, and all before them, into a folder."""
        subprocess.run(
            [
                *(str(Path(sys.executable).with_name("dbt")), "--quiet", "compile"),
                *(
                    "--no-partial-parse",
                    "--select",
                    f"+{models},resource_type:model",
                ),
            ],
            cwd=ROOT,
            env=os.environ
            | {
                "RESTOCK_WAREHOUSE": str(folder / f"{DATABASE}.duckdb"),
                "DBT_TARGET_PATH": str(folder),
                "DBT_LOG_PATH": str(folder),
            },
            capture_output=True,
            check=True,
        )
        manifest = json.loads((folder / "manifest.json").read_text())
        nodes = {
            unique_id: node
            for unique_id, node in manifest["nodes"].items()
            if node["resource_type"] == "model"
            and node["language"] == "sql"
            and node.get("compiled_code")
        }
        return cls(contract_of(manifest), tuple(_in_order(nodes)))

    def open(
        self, folder: Path, copies: Path, materialized: str = "view"
    ) -> duckdb.DuckDBPyConnection:
        """Return a warehouse in memory with the input and all models, views or tables."""
        reading = read_input(str(folder), self.contract, copies)
        connection = duckdb.connect()
        connection.execute(f"attach ':memory:' as {DATABASE}; use {DATABASE}")
        connection.execute("create schema staging; create schema intermediate")
        # The one model that is not SQL: no holidays.
        connection.execute("create table intermediate.int_holidays (holiday_date date)")
        for statement in reading.statements:
            connection.execute(statement)
        for relation, query in self.models:
            connection.execute(f"create {materialized} {relation} as {query}")
        return connection


def contract_of(manifest: Mapping[str, Any]) -> Contract:
    """Return the contract as macro `input_contract` hands it over."""
    tables = [
        source["config"]["meta"]
        | {
            "name": source["name"],
            "columns": [
                column["config"]["meta"] | {"name": name, "data_type": column["data_type"]}
                for name, column in source["columns"].items()
            ],
        }
        for source in manifest["sources"].values()
        if source["source_name"] == "raw"
    ]
    return Contract.from_json(json.dumps({"tables": tables, "max_rejected_share": 0.01}))


def _in_order(nodes: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Return relation and SQL of the models, each after those that it reads."""
    done: set[str] = set()
    while len(done) < len(nodes):
        for unique_id, node in nodes.items():
            parents = set(node["depends_on"]["nodes"]) & set(nodes)
            if unique_id not in done and parents <= done:
                done.add(unique_id)
                yield node["relation_name"], node["compiled_code"]
