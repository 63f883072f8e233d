"""A year of months run one after the other: disk, memory and reading stay as they were."""

from pathlib import Path

import pytest
from conftest import ROOT
from month_ends import MonthEnds

MONTHS = [f"2025-{month:02}-01" for month in range(1, 13)]
FIGURES = """
    select
        round(duration_seconds, 1), round(cpu_seconds, 1), round(peak_memory_bytes / 1e6),
        round(database_bytes / 1e6, 1), round(1000 * slowest_read_seconds, 1), outcome
    from marts.rpt_runs
    order by started_at
"""


def size(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


@pytest.mark.proof
def test_a_year_stays_flat(tmp_path: Path) -> None:
    month_ends = MonthEnds(tmp_path / "year", ROOT / "seeds" / "sample", variables={})
    sizes = []
    print("\nmonth        seconds     cpu s   peak MB warehouse   read ms output MB   logs MB")
    for month in MONTHS:
        # Unusual months are the gate's matter, not this one's.
        month_ends.done(production_cutoff=month, expected_month=month, bound_times=30)
        sizes.append((size(month_ends.folder / "output"), size(month_ends.folder / "logs")))
        row = month_ends.warehouse.rows(FIGURES)[-1]
        print(
            month,
            *(f"{value:>9}" for value in row[:5]),
            *(f"{mb:>9.1f}" for mb in sizes[-1]),
            flush=True,
        )
    figures = month_ends.warehouse.rows(FIGURES)
    assert {row[5] for row in figures} == {"done"}
    assert month_ends.warehouse.value(
        "select count(distinct release_id) from marts.fct_forecast_releases"
    ) == len(MONTHS)
    second, last = figures[1], figures[-1]
    # The state grows by what each month adds: a release and the models of one cutoff.
    assert last[2] <= 1.2 * second[2], "memory grows"
    assert last[3] <= 1.5 * second[3], "the warehouse grows"
    assert sizes[-1][0] <= 1.5 * sizes[1][0], "what is published grows"
