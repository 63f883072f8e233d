"""The gate against planted faults, and its false alarms on months without any."""

from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Any

import pytest
from conftest import Warehouse, project_vars
from gate_replay import Replay

from restock.generate import GenerateOptions, generate

pytestmark = pytest.mark.proof

CLEAN_MONTHS = 24
SHARES = (0.01, 0.1, 1.0)
# What a fault makes of the forecasts of a product: SQL over `now` (its forecasts) and the columns
# later_units (one horizon further), stale_units (the previous release's of that horizon) and
# swapped_units (another product's).
FAULTS = {
    "times ten": "forecast_units * 10",
    "zeroed": "0",
    "swapped products": "swapped_units",
    "shifted months": "later_units",
    "stale copy": "stale_units",
    "negative": "-1 - forecast_units",
    "NaN": "cast('nan' as double)",
    "group doubled": "forecast_units * 2",
}
# A product counts as bad if its months differ by so much of their sum: swapping two products that
# are alike, or moving what is the same every month, makes no forecast bad.
BAD_SHARE = 0.3
# What is caught of faults that the chosen model itself makes, at the least. Months that the model
# gets wrong among themselves look like another season.
LEAST_CAUGHT = {
    "times ten": 0.98,
    "zeroed": 0.9,
    "swapped products": 0.9,
    "shifted months": 0.5,
    "stale copy": 0.5,
    "group doubled": 0.8,
}

# Released forecasts of the cutoff with what faults are made of; place orders products at random.
NOW = """
create or replace temp table now as
with released as (
    select product_id, product_group, horizon, forecast_units, candidate
    from ml.ml_champion_forecasts where cutoff_kind = 'production'
),
placed as (
    select *, row_number() over (order by md5(product_id || '{cutoff}')) as place
    from (
        select product_id, any_value(product_group) as product_group
        from released group by all having sum(forecast_units) > 0
    )
)
select
    placed.product_id, placed.product_group, placed.place, released.horizon, released.candidate,
    released.forecast_units, later.forecast_units as later_units,
    coalesce(stale.forecast_units, released.forecast_units) as stale_units,
    swapped.forecast_units as swapped_units,
    count(distinct placed.product_id) over () as product_count
from placed
inner join released using (product_id)
inner join released as later
    on later.product_id = placed.product_id and later.horizon = released.horizon + 1
left join marts.previous_release as stale
    on stale.product_id = placed.product_id and stale.horizon = released.horizon
inner join placed as partners
    on partners.place = placed.place % (select max(place) from placed) + 1
inner join released as swapped
    on swapped.product_id = partners.product_id and swapped.horizon = released.horizon
where released.horizon <= 3
"""
PLANTED = """
create or replace temp table planted as
with changed as (
    select product_id, horizon, candidate, forecast_units as right_units, {fault} as planted_units
    from now where {chosen}
)
select *,
    sum(abs(planted_units - right_units)) over (partition by product_id)
    > {bad} * sum(right_units) over (partition by product_id) as is_bad
from changed
"""
PLANT = """
update {relation} as target set forecast_units = planted.planted_units from planted
where target.product_id = planted.product_id and target.horizon = planted.horizon
    and {condition}
"""


@pytest.fixture(scope="module")
def replay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replay]:
    """Seven years of 150 products: 24 months, each with as many before it to learn from."""
    folder = tmp_path_factory.mktemp("gate")
    data = generate(GenerateOptions(products=150, years=7, seed=5, out=folder / "generated")).path
    variables: dict[str, Any] = {
        "reported_cutoffs": 45,
        "selection_months": 12,
        "member_months": 6,
        "min_interval_errors": 30,
        "min_segment_errors": 300,
        "min_segment_months": 4,
        "min_member_errors": 100,
        "min_ensemble_months": 12,
    }
    warehouse = Warehouse(folder / "built", variables=project_vars(**variables))
    done = warehouse.dbt(
        data,
        "build",
        "--select",
        "+release_checks",
        "+int_product_comments",
        "--exclude-resource-type",
        "test",
        "unit_test",
    )
    assert done.returncode == 0, done.stdout[-3000:]
    done = warehouse.dbt(
        data, "compile", "--write-json", "--select", "release_candidates", "models/marts/gate"
    )
    assert done.returncode == 0, done.stdout[-3000:]
    replayed = folder / "replayed"
    replayed.mkdir()
    with Replay(warehouse, replayed) as opened:
        yield opened


def judged_months(replay: Replay) -> list[date]:
    """Months whose gate has a whole window behind it, the latest last."""
    return replay.cutoffs()[-CLEAN_MONTHS:]


def test_months_without_a_fault_pass_and_few_products_are_listed(replay: Replay) -> None:
    blocked = {}
    shares = []
    for cutoff in judged_months(replay):
        replay.go_to(cutoff)
        replay.judge()
        products = replay.rows("select count(distinct product_id) from marts.release_candidates")
        shares.append(len(replay.listed()) / products[0][0])
        if failed := replay.failed():
            blocked[cutoff] = failed
    listed = sum(shares) / len(shares)
    print(f"\nClean months: {len(shares)}, blocked: {blocked}, listed: {listed:.1%}")
    assert len(shares) == CLEAN_MONTHS
    assert len(blocked) <= 1
    assert listed <= 0.06


def caught(replay: Replay, fault: str, chosen: str, place: str) -> tuple[int, int, bool]:
    """Bad products, those of them that are blocked or listed, and whether all is blocked."""
    replay.execute(PLANTED.format(fault=FAULTS[fault], chosen=chosen, bad=BAD_SHARE))
    replay.execute("create or replace table kept as from ml.ml_champion_forecasts")
    replay.execute(
        PLANT.format(
            relation="ml.ml_champion_forecasts", condition="target.cutoff_kind = 'production'"
        )
    )
    said = PLANT.format(
        relation="marts.int_model_forecasts", condition="target.candidate = planted.candidate"
    )
    replay.judge({"int_model_forecasts": [said]} if place == "in the model" else None)
    replay.execute("create or replace table ml.ml_champion_forecasts as from kept")
    bad = {p for (p,) in replay.rows("select distinct product_id from planted where is_bad")}
    is_blocked = bool(replay.failed())
    return len(bad), len(bad if is_blocked else bad & replay.listed()), is_blocked


def test_planted_faults_are_blocked_or_listed(replay: Replay) -> None:
    cases = [
        (place, fault, share)
        for place in ("after the models", "in the model")
        for fault in FAULTS
        for share in (SHARES if fault != "group doubled" else (None,))
        if place == "after the models" or fault not in ("negative", "NaN")
    ]
    found: dict[tuple[str, str, float | None], list[tuple[int, int, bool]]] = {}
    for cutoff in judged_months(replay)[3::4]:
        replay.go_to(cutoff)
        replay.execute(NOW.format(cutoff=cutoff))
        for place, fault, share in cases:
            chosen = (
                f"place <= ceil({share} * product_count)"
                if share
                else "product_group = (select min(product_group) from now where place = 1)"
            )
            found.setdefault((place, fault, share), []).append(caught(replay, fault, chosen, place))
    table = [
        "| planted | fault | products | releases blocked | bad forecasts | caught | missed |",
        "|---|---|---|---|---|---|---|",
    ]
    failed = []
    for (place, fault, share), results in found.items():
        bad, seen, blocked = (sum(column) for column in zip(*results, strict=True))
        part = f"{share:.0%}" if share else "one group"
        table.append(
            f"| {place} | {fault} | {part} | {blocked} of {len(results)} | {bad} | "
            f"{seen / bad:.0%} | {bad - seen} |"
        )
        least = 1.0 if place == "after the models" else LEAST_CAUGHT[fault]
        if seen < least * bad or (place == "after the models" and blocked < len(results)):
            failed.append((place, fault, share))
    print("\n".join(["", *table]))
    bad, seen, _ = (sum(column) for column in zip(*chain(*found.values()), strict=True))
    assert seen >= 0.95 * bad
    assert failed == []
