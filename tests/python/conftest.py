"""Builds of the project as its users make them: dbt in a process of its own."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from restock.generate import GenerateOptions, generate

ROOT = Path(__file__).parents[2]
TINY_PRODUCTS = 12
TINY_CUTOFF = date(2025, 9, 1)
# What dbt said of the build of the tiny warehouse, beside it.
SAID = "build.txt"
# For builds whose tables other builds have tested: the gate is left, tests of columns are not.
GATE_ALONE = ("--exclude", "test_type:generic")


def project_vars(*, root: Path = ROOT, **changes: Any) -> dict[str, Any]:
    """Vars of a small, quick build: few cutoffs and trees, evidence from few errors."""
    candidates = yaml.safe_load((root / "dbt_project.yml").read_text())["vars"]["candidates"]
    candidates["lightgbm"]["parameters"]["trees"]["num_iterations"] = 10
    small = {
        "reported_cutoffs": 3,
        "selection_months": 3,
        "member_months": 2,
        "min_segment_errors": 10,
        "min_segment_months": 2,
        "min_member_errors": 10,
        "min_ensemble_months": 6,
        "min_interval_errors": 20,
        "threads": 1,
        "require_approval": False,
        "candidates": candidates,
    }
    return small | changes


def copy_project(target: Path) -> Path:
    """Copy the project, to change it."""
    ignored = shutil.ignore_patterns(".*", "target", "logs", "warehouse", "output", "build")
    return Path(shutil.copytree(ROOT, target, symlinks=True, ignore=ignored))


@dataclass
class Warehouse:
    """A warehouse file with the project that builds it."""

    folder: Path
    project: Path = ROOT
    variables: dict[str, Any] = field(default_factory=project_vars)

    @property
    def path(self) -> Path:
        return self.folder / "restock.duckdb"

    def copy(self, folder: Path) -> "Warehouse":
        """Copy the warehouse with all that lies beside it, to build on with the usual vars."""
        shutil.copytree(self.folder, folder)
        return Warehouse(folder)

    def environment(self, data: Path) -> dict[str, str]:
        return os.environ | {
            "RESTOCK_DATA": str(data),
            "RESTOCK_WAREHOUSE": str(self.path),
            "RESTOCK_OUTPUT": str(self.folder / "output"),
            "DBT_TARGET_PATH": str(self.folder / "target"),
            "DBT_LOG_PATH": str(self.folder / "logs"),
        }

    def command(self, *arguments: str) -> list[str]:
        dbt = str(Path(sys.executable).with_name("dbt"))
        return [dbt, *arguments, "--vars", json.dumps(self.variables)]

    def dbt(self, data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run dbt on the input; the caller looks at the exit code."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return subprocess.run(
            self.command(*arguments),
            cwd=self.project,
            # Nobody reads what dbt would write of itself.
            env=self.environment(data) | {"DBT_WRITE_JSON": "false"},
            capture_output=True,
            text=True,
            check=False,
        )

    def build(self, data: Path, *arguments: str) -> str:
        """Build all and expect success; unit tests of single rules run elsewhere."""
        done = self.dbt(data, "build", "--exclude-resource-type", "unit_test", *arguments)
        assert done.returncode == 0, done.stdout[-3000:]
        return done.stdout

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.path), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def value(self, query: str) -> Any:
        return self.rows(query)[0][0]

    def execute(self, statement: str) -> None:
        with duckdb.connect(str(self.path)) as connection:
            connection.execute(statement)


def rewrite_sales(source: Path, target: Path, query: str) -> Path:
    """Copy an input folder with its sales replaced by a query over them (relation `sales`)."""
    shutil.copytree(source, target)
    with duckdb.connect() as connection:
        connection.execute(
            "create view sales as "
            f"select * from read_csv('{source / 'daily_sales.csv'}', all_varchar = true)"
        )
        connection.execute(f"copy ({query}) to '{target / 'daily_sales.csv'}' (header)")
    return target


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder that one of the processes that run the tests makes for all of them."""
    base = factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "made_once"
    shared.mkdir(exist_ok=True)
    folder, made = shared / name, shared / f"{name}.made"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            made.touch()
    return folder


def make_tiny_input(folder: Path) -> None:
    generated = generate(
        GenerateOptions(products=20, years=3, seed=11, out=folder / "generated", groups=2)
    ).path
    tiny = rewrite_sales(
        generated,
        folder / "tiny",
        "select * from sales where product_id in "
        f"(select product_id from '{generated}/products.csv' order by 1 limit {TINY_PRODUCTS})",
    )
    with duckdb.connect() as connection:
        connection.execute(
            f"copy (select * from read_csv('{generated}/products.csv', all_varchar = true) "
            f"order by product_id limit {TINY_PRODUCTS}) to '{tiny}/products.csv' (header)"
        )


@pytest.fixture(scope="session")
def tiny_input(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three years of twelve products, the first of a generated business."""
    return made_once(tmp_path_factory, "input", make_tiny_input) / "tiny"


@pytest.fixture(scope="session")
def tiny_warehouse(tiny_input: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The tiny input, built once from nothing; read it, do not build on it."""

    def make(folder: Path) -> None:
        said = Warehouse(folder).build(tiny_input)
        (folder / SAID).write_text(said)

    return Warehouse(made_once(tmp_path_factory, "tiny", make))


@pytest.fixture
def copied_warehouse(
    tiny_warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory
) -> Warehouse:
    """A copy of the built warehouse, to build on.

    It always lies in the same place: dbt finds its last parse of the project again there.
    """
    place = tmp_path_factory.getbasetemp() / "copied"
    parsed = place / "target" / "partial_parse.msgpack"
    last_parse = parsed.read_bytes() if parsed.exists() else None
    shutil.rmtree(place, ignore_errors=True)
    copied = tiny_warehouse.copy(place)
    if last_parse:
        parsed.write_bytes(last_parse)
    return copied
