"""The bench, on few lines: what it prints, not how fast it was, as machines differ."""

from pathlib import Path

import pytest
from conftest import ROOT

from restock.bench import bench
from restock.export.speed import workbook_speed

FILES = ("daily_sales.parquet", "products.parquet")


def test_a_small_bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RESTOCK_MEMORY_LIMIT", "1GB")
    report = bench(20_000, tmp_path, ROOT)
    steps, models = report.tables
    assert int(steps.title.split()[0].replace(",", "")) > 15_000
    assert [row[0] for row in steps.rows[:2]] == ["bare scan", "months, plainly"]
    assert len(models.rows) == 5
    assert [goal.limit for goal in report.goals] == [60, 4000]
    assert report.goals[1].value > 0
    # The sales stay for the next bench, the warehouse does not.
    assert [path.name for path in tmp_path.iterdir()] == ["20000-lines"]
    assert sorted(path.name for path in (tmp_path / "20000-lines").iterdir()) == sorted(FILES)


def test_a_few_workbooks() -> None:
    table = workbook_speed(products=40, groups=2)
    assert table.title == "Workbooks of 40 products in 2 groups, 0 MB"
    assert [row[0] for row in table.rows] == ["all written", "one read back"]
    assert all(int(str(row[1])) > 0 for row in table.rows)
