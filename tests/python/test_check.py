"""`restock check`: what it says of an input, and that it leaves no trace."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from front_door import Case

from restock.build import as_variables
from restock.check import Finding, as_text


def check(data: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a person does; nothing may be written where a run would write."""
    untouched = data.parent / "untouched"
    done = subprocess.run(
        [str(Path(sys.executable).with_name("restock")), "check", *options],
        cwd=ROOT,
        env=os.environ
        | {
            "RESTOCK_DATA": str(data),
            "RESTOCK_WAREHOUSE": str(untouched / "restock.duckdb"),
            "RESTOCK_OUTPUT": str(untouched / "output"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert not untouched.exists()
    return done


def faulty_input(folder: Path) -> Path:
    """Write five lines of a product each weekday of January to May 2024, with faults.

    Nothing is sold in March; the 6th of February is there twice; a product is unknown; another
    one never sold; a month is not over.
    """
    lines = ["sale_date,product_id,quantity"]
    for number in range(152):
        day = date(2024, 1, 1) + timedelta(days=number)
        if day.weekday() < 5 and day.month != 3:
            times = 2 if day == date(2024, 2, 6) else 1
            lines += times * [f"{day},A,{1 + number + line}" for line in range(5)]
    lines += ["2024-01-02,X,1", "2024-06-03,A,1", ""]
    return Case("faults", {"daily_sales.csv": "\n".join(lines)}).write(folder)


@pytest.fixture(scope="session")
def checked(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    folder = tmp_path_factory.mktemp("check")
    return check(faulty_input(folder / "input"), "--json")


def test_findings_are_one_document_of_json(checked: subprocess.CompletedProcess[str]) -> None:
    assert checked.returncode == 0, checked.stderr
    document = json.loads(checked.stdout)
    assert (document["can_run"], document["reason"]) == (True, None)
    found: dict[tuple[str, str, str], dict[str, Any]] = {
        (row["table_name"], row["finding"], row["item"]): row for row in document["findings"]
    }
    doubtful = {key for key, row in found.items() if row["is_doubtful"]}
    assert doubtful == {
        ("daily_sales", "days perhaps loaded twice", "all"),
        ("daily_sales", "lines rejected", "unknown product"),
        ("daily_sales", "months without a sale", "all"),
        ("daily_sales", "open days without a sale", "longest run"),
        ("daily_sales", "products unknown", "all"),
    }

    def of_sales(finding: str, item: str = "all") -> dict[str, Any]:
        return found["daily_sales", finding, item]

    closed = of_sales("open days without a sale", "longest run")
    assert (closed["figure"], closed["first_date"]) == (21, "2024-03-01")
    assert of_sales("months without a sale")["first_date"] == "2024-03-01"
    assert of_sales("days perhaps loaded twice")["last_date"] == "2024-02-06"
    assert of_sales("products unknown")["example"] == "X"
    assert of_sales("lines left out", "month not over")["figure"] == 1
    assert of_sales("months complete")["last_date"] == "2024-05-01"
    assert of_sales("columns missing", "unit_price")["figure"] is None
    assert found["products", "products without sales", "all"]["example"] == "B"
    assert not any(table == "stock_levels" for table, _, _ in found)


def test_a_refusal_is_that_of_a_run(tmp_path: Path) -> None:
    folder = tmp_path / "nowhere"
    for options in ((), ("--json",)):
        done = check(folder, *options)
        assert done.returncode == 2
        said = json.loads(done.stdout)["reason"] if options else done.stderr
        assert said.startswith(f"the input folder '{folder}' does not exist or holds no file.")
        assert "macro" not in said


def test_a_failure_of_dbt_is_no_refusal(tmp_path: Path) -> None:
    done = check(faulty_input(tmp_path / "input"), "--vars", "{absurd_quantity: oops}")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "oops" in done.stderr


def test_people_get_a_table_and_a_verdict() -> None:
    doubt = Finding("daily_sales", "values unreadable", "unit_price", "x" * 70, 1234, 0.5, True)
    plain = Finding("products", "lines accepted", "all", None, 2, 1, False, date(2024, 1, 2))
    lines = as_text([doubt, plain]).splitlines()
    assert lines[4].split() == [
        *("!", "values", "unreadable", "unit_price", "1,234", "50.00%", "-", "-", "x" * 57 + "..."),
    ]
    assert "2024-01-02" in lines[11]
    assert lines[-1] == "A run can go on. What is marked ! is worth a look before it: 1 in all."
    assert as_text([plain]).endswith("\nA run can go on.")


def test_vars_are_a_mapping() -> None:
    assert as_variables("{threads: 1}") == {"threads": 1}
    for text in ("threads", "{threads: "):
        with pytest.raises(ValueError, match="is not YAML of names and values"):
            as_variables(text)
