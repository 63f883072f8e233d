"""Only what is approved is champion, as long as it is not withdrawn; the rest runs in shadow."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import Warehouse, copy_project, project_vars

BASELINE = "weighted_moving_average"
CHAMPIONS = """
    select cutoff_month, product_group, demand_class, candidate, wape, loss, baseline_loss
    from ml.ml_champions
    order by all
"""
CANDIDATES = "select distinct candidate from ml.ml_champions order by 1"
AWAITED = """
    select product_group, demand_class, candidate, configuration_version, awaited_gain, wape
    from marts.rpt_candidates
    where is_awaiting_approval
    order by all
"""
# What depends on the seeds, up to the champions.
DECISIONS = (
    *("ml_candidates", "int_configurations", "int_known_configurations", "approvals"),
    *("withdrawals", "int_allowed_candidates", "ml_segment_choices", "ml_nominees"),
    *("ml_champions", "ml_champion_reigns", "rpt_candidates"),
)


@pytest.fixture(scope="module")
def decided(tiny_warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A built warehouse with the candidates of dbt_project.yml, and seeds that can be written."""
    folder = tmp_path_factory.mktemp("decided")
    shutil.copytree(tiny_warehouse.folder, folder, dirs_exist_ok=True)
    variables = project_vars(require_approval=True)
    del variables["candidates"]
    return Warehouse(folder, copy_project(folder / "project"), variables)


def write(warehouse: Warehouse, seed: str, *rows: str) -> None:
    """Write the rows of a seed, those that it has being gone."""
    file = warehouse.project / "seeds" / f"{seed}.csv"
    header = file.read_text().splitlines()[0]
    file.write_text("\n".join((header, *rows)) + "\n")


def decide(warehouse: Warehouse, data: Path) -> tuple[int, str]:
    """Build what depends on the seeds; exit code and what dbt said."""
    done = warehouse.dbt(
        data,
        *("build", "--exclude-resource-type", "unit_test", "--select", *DECISIONS),
        *("--exclude", "test_name:names_a_release"),
    )
    return done.returncode, done.stdout


def champions(warehouse: Warehouse, data: Path) -> list[tuple[Any, ...]]:
    code, said = decide(warehouse, data)
    assert code == 0, said[-3000:]
    return warehouse.rows(CHAMPIONS)


def test_the_decisions_of_this_project_are_of_what_exists(
    decided: Warehouse, tiny_input: Path
) -> None:
    code, said = decide(decided, tiny_input)
    assert code == 0, said[-3000:]


def test_an_approval_makes_a_champion_where_it_wins_and_a_withdrawal_takes_it_back(
    decided: Warehouse, tiny_input: Path
) -> None:
    write(decided, "approvals")
    write(decided, "withdrawals")
    shadow = champions(decided, tiny_input)
    assert decided.rows(CANDIDATES) == [(BASELINE,)]
    scored = decided.rows("select distinct candidate from marts.rpt_candidates")
    assert len(scored) == len(project_vars()["candidates"])
    awaited = decided.rows(AWAITED)

    candidate, version = awaited[0][2:4]
    write(decided, "approvals", f"{candidate},{version},ann,2025-01-01,least error for a year")
    approved = champions(decided, tiny_input)
    assert decided.rows(CANDIDATES) == sorted([(BASELINE,), (candidate,)])
    for *_, champion, _, loss, baseline_loss in approved:
        assert champion == BASELINE or loss <= 0.98 * baseline_loss
    for group, demand_class, named, _, gain, wape in awaited:
        if named == candidate:
            assert decided.rows(
                "select candidate, wape, fva from marts.rpt_candidates where is_champion "
                f"and product_group = '{group}' and demand_class = '{demand_class}'"
            ) == [(candidate, wape, pytest.approx(gain))]
    assert candidate not in {row[2] for row in decided.rows(AWAITED)}

    write(decided, "withdrawals", f",{version},2025-02-01,ann,too high since the spring")
    assert champions(decided, tiny_input) == shadow != approved
    assert candidate not in {row[2] for row in decided.rows(AWAITED)}


def test_a_decision_on_what_does_not_exist_blocks_and_says_where(
    decided: Warehouse, tiny_input: Path
) -> None:
    versions = dict(
        decided.rows("select candidate, configuration_version from ml.int_configurations")
    )
    write(
        decided,
        "approvals",
        "theta,0123456789abcdef,ann,2025-01-01,least error for a year",
        f"imapa,{versions['theta']},ann,2025-01-01,least error for a year",
    )
    write(
        decided,
        "withdrawals",
        f",{versions[BASELINE]},2025-01-01,ann,too high",
        f"0123,{versions['theta']},2025-01-01,ann,too high",
    )
    before = decided.rows(CHAMPIONS)
    code, said = decide(decided, tiny_input)
    assert code == 1
    column = "configuration_version"
    assert f"seeds/approvals.csv, {column} '0123456789abcdef': no candidate has it" in said
    assert f"theta {versions['theta']}" in said
    assert f"approvals.csv, {column} '{versions['theta']}': it is of theta, not of imapa" in said
    assert f"withdrawals.csv, {column} '{versions[BASELINE]}': it is of the baseline" in said
    assert "the row of release_id '0123'" in said
    assert "SKIP relation ml.ml_champions" in said
    assert decided.rows(CHAMPIONS) == before
