"""A month with workbooks: exported, filled in, read by the next run, seen in its workbooks."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Warehouse
from filled_workbooks import fill_in, records

pytestmark = pytest.mark.proof

PROPOSAL = """
    select quantity_kind, open_order_units, overdue_units, net_need_units
    from marts.fct_order_proposals where product_id = '{}'
"""


def run(warehouse: Warehouse, data: Path) -> str:
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("restock")),
            "run",
            *warehouse.command("build")[2:],
        ],
        cwd=warehouse.project,
        env=warehouse.environment(data),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    return done.stdout


def test_what_purchasers_fill_in_counts_in_the_next_run(
    copied_warehouse: Warehouse, tiny_input: Path, tmp_path: Path
) -> None:
    data = Path(shutil.copytree(tiny_input, tmp_path / "input"))
    (data / "open_orders.csv").unlink()
    (data / "overrides.csv").unlink()
    warehouse = copied_warehouse
    excel = warehouse.folder / "output" / "excel"
    assert "Exported 2 workbooks" in run(warehouse, data)
    product, group, month, need = warehouse.rows(
        "select product_id, product_group, min(target_month), max(net_need_units) "
        "from marts.fct_forecasts inner join marts.fct_order_proposals "
        "using (product_id, product_group) where net_need_units > 10 group by all order by 1"
    )[0]
    assert warehouse.rows(PROPOSAL.format(product)) == [("gross need", 0, 0, need)]
    first = workbook_of(excel, group)
    entries = {
        ("Orders", product): {"ordered units": need},
        ("Forecasts", product, month): {"override units": 4321, "owner": "Ann", "comment": "fair"},
    }
    saved = fill_in(first, data / "workbooks" / first.name, entries)
    fill_in(saved, data / "workbooks" / "copy.xlsx", {})
    run(warehouse, data)
    assert warehouse.rows(
        "select product_id, target_month, override_units, owner, comment, reason_not_applied "
        "from marts.rpt_overrides order by line_number"
    ) == [
        (product, month, 4321, "Ann", "fair", None),
        (product, month, 4321, "Ann", "fair", "repeated override"),
    ]
    ((kind, open_units, overdue, _),) = warehouse.rows(PROPOSAL.format(product))
    assert (kind, open_units, overdue) == ("order", need, 0)
    assert warehouse.rows(
        "select rejection_reason, product_id, source_line ->> 'place' like 'sheet Orders, row %' "
        "from marts.rpt_rejected_lines where table_name = 'open_orders'"
    ) == [("repeated order", product, True)]
    # The workbook of the release that was made says who has decided it, and is the next word.
    second = workbook_of(excel, group)
    assert "Ann" in {row["override owner"] for row in records(second, "Forecasts")}
    later = {("Forecasts", product, month): {"override units": 5000, "owner": "Bob"}}
    fill_in(second, data / "workbooks" / second.name, later)
    run(warehouse, data)
    assert warehouse.rows(
        "select owner, reason_not_applied from marts.rpt_overrides "
        "where reason_not_applied is null or reason_not_applied <> 'repeated override' order by 1"
    ) == [
        ("Ann", "superseded by a later decision"),
        ("Ann", "superseded by a later decision"),
        ("Bob", None),
    ]


def workbook_of(excel: Path, group: str) -> Path:
    return excel / json.loads((excel / "index.json").read_text())[group]
