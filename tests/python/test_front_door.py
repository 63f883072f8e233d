"""The front door: every input is used, set aside line by line with a reason, or refused."""

from pathlib import Path
from typing import Any

import broken_dates
import broken_files
import broken_lines
import broken_numbers
import broken_tables
import odd_inputs
import pytest
from front_door import Case, FrontDoor

from restock.inputs import InputRefusedError

BROKEN = [
    case
    for module in (broken_files, broken_lines, broken_dates, broken_numbers, broken_tables)
    for case in module.CASES
]
ALL = [*BROKEN, *odd_inputs.CASES]

# One compilation of the project serves all, so they run in one process.
pytestmark = pytest.mark.xdist_group("front door")


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> FrontDoor:
    return FrontDoor.compiled(tmp_path_factory.mktemp("compiled"))


def outcome(case: Case, door: FrontDoor, folder: Path) -> dict[str, Any]:
    """What comes of an input: the refusal, or what is used and what is not."""
    data = case.write(folder / "it's [input]")
    try:
        connection = door.open(data, folder / "copies")
    except InputRefusedError as refusal:
        return {"refused": str(refusal)}
    with connection:
        return {
            "units": dict(
                connection.execute(
                    "select product_id, cast(sum(sold_units) as double) "
                    "from intermediate.int_sales_daily group by product_id"
                ).fetchall()
            ),
            "rejected": connection.execute(
                "select rejection_reason, product_id from intermediate.int_rejected_lines "
                "order by all"
            ).fetchall(),
            "unreadable": connection.execute(
                "select column_name, example from intermediate.int_unreadable_values order by all"
            ).fetchall(),
        }


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_input_has_its_outcome(case: Case, door: FrontDoor, tmp_path: Path) -> None:
    found = outcome(case, door, tmp_path)
    if case.refused:
        assert [word for word in case.refused if word not in found["refused"]] == []
    else:
        assert found == {
            "units": case.units,
            "rejected": sorted(case.rejected, key=str),
            "unreadable": sorted(case.unreadable),
        }


def test_there_are_enough_cases_and_each_has_its_own_name() -> None:
    assert len({case.name for case in ALL}) == len(ALL)
    assert len(BROKEN) >= 45
