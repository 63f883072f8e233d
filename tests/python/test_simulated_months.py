"""Months lived through one by one: nothing promised is lost, and what it was worth is known."""

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from simulated_months import RELEASED, Schedule, Simulation, add_months

if TYPE_CHECKING:
    from datetime import date

SCHEDULES = [
    pytest.param(
        Schedule(months=3, proposed=1, approved=2, withdrawn=9, waived=2, taken_back=1), id="3"
    ),
    pytest.param(
        Schedule(months=24, proposed=6, approved=9, withdrawn=14, waived=17, taken_back=11),
        id="24",
        marks=pytest.mark.proof,
    ),
]


@pytest.fixture(scope="module", params=SCHEDULES)
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Simulation:
    simulation = Simulation(tmp_path_factory.mktemp("simulated"), request.param)
    simulation.run()
    return simulation


def test_every_release_stands_as_it_was_made(lived: Simulation) -> None:
    made = lived.warehouse.rows("select distinct release_id from marts.fct_forecast_releases")
    assert {release_id for (release_id,) in made} == {p.release_id for p in lived.promises}
    for promise in lived.promises:
        relation = f"marts.fct_forecast_releases where release_id = '{promise.release_id}'"
        assert lived.warehouse.rows(RELEASED.format(relation=relation)) == promise.rows
    released = lived.warehouse.rows(
        "select release_id from marts.fct_release_events where event = 'released'"
    )
    assert len(released) == len(lived.promises)
    checks = lived.warehouse.rows(
        "select release_id, count(*) from marts.rpt_checks group by release_id"
    )
    assert len(checks) == len(lived.promises)
    assert len({count for _, count in checks}) == 1


def test_every_release_is_made_again_from_what_is_stored(lived: Simulation) -> None:
    # Of few months the first, of which nothing was approved, and the last: each takes its time.
    is_short = len(lived.promises) < 10
    for promise in lived.promises[:: len(lived.promises) - 1] if is_short else lived.promises:
        done = lived.reproduce(promise)
        assert done.returncode == 0, done.stdout + done.stderr
        assert f"Release {promise.release_id}" in done.stdout
        assert done.stdout.rstrip().endswith("identical.")


def test_errors_are_those_of_the_sums_of_the_lines(lived: Simulation) -> None:
    last = lived.schedule.months - 1
    current = {(product, month): units for product, month, units in lived.sold(last)}
    expected = []
    for promise in lived.promises:
        for product, horizon, month, units, model, baseline, *_ in promise.rows:
            if month <= lived.month(last):
                first_known = lived.first_known.get((product, month), 0)
                now = current.get((product, month), 0)
                expected.append(
                    (
                        *(promise.release_id, product, horizon, first_known, now),
                        *(units - first_known, units - now, model - first_known),
                        *(model - now, baseline - first_known, baseline - now),
                    )
                )
    found = lived.warehouse.rows(
        "select release_id, product_id, horizon, first_known_units, current_units, "
        "error_first_known, error_current, model_error_first_known, model_error_current, "
        "baseline_error_first_known, baseline_error_current from marts.fct_forecast_accuracy"
    )
    assert len(found) == len(expected) > 0
    for row, by_hand in zip(sorted(found), sorted(expected), strict=True):
        assert row == (*by_hand[:3], *(pytest.approx(number) for number in by_hand[3:]))
    restated = [row for row in found if row[3] != row[4]]
    assert {row[4] - row[3] for row in restated} <= {5}
    assert bool(restated) == (last > 1)


def test_kpis_are_those_of_the_standing_releases(lived: Simulation) -> None:
    last = lived.schedule.months - 1
    # The last release of a cutoff stands; in the month taken back there is no other.
    standing = {promise.cutoff_month: promise for promise in lived.promises}
    del standing[lived.month(lived.schedule.taken_back)]
    sums: dict[tuple[date, str, str], list[float]] = defaultdict(lambda: [0, 0])
    for promise in standing.values():
        for product, horizon, month, released, model, baseline, override, *_ in promise.rows:
            if month > lived.month(last):
                continue
            units = lived.first_known.get((product, month), 0)
            steps = {"champion": released, "model": model, "baseline": baseline}
            if override is not None:
                owner = "Ann" if override < 200 else "Ben"
                steps |= {"override": override, f"override by {owner}": override}
            for step, forecast in steps.items():
                pooled = sums[month, str(horizon), step]
                pooled[0] += abs(forecast - units)
                pooled[1] += abs(units)
    found = lived.warehouse.rows(
        "select target_month, horizon, candidate, wape from marts.rpt_kpis "
        "where basis = 'release' and horizon <> 'total' and scored_against = 'sold_units' "
        "and product_group = 'all' and demand_class = 'all'"
    )
    assert {row[:3] for row in found} == set(sums)
    for *key, wape in found:
        error, units = sums[tuple(key)]
        assert wape == (pytest.approx(error / units, abs=1e-6) if units else None)


def test_only_what_is_approved_is_champion(lived: Simulation) -> None:
    schedule = lived.schedule
    by_month = defaultdict(list)
    for promise in lived.promises:
        by_month[promise.cutoff_month].append({row[7] for row in promise.rows})
    first_month = by_month[lived.month(0)]
    assert len(first_month) == 2
    # Nothing is approved yet: the baseline, and launches that no candidate forecasts.
    assert first_month[0] <= {"weighted_moving_average", "cold_start"}
    for number in range(schedule.proposed, min(schedule.approved, schedule.months)):
        for candidates in by_month[lived.month(number)]:
            assert not candidates & {"lightgbm", "ensemble"}
    for number in range(schedule.withdrawn, schedule.months):
        for candidates in by_month[lived.month(number)]:
            assert "ensemble" not in candidates
    champions = set().union(*(candidates for made in by_month.values() for candidates in made))
    assert champions & {"lightgbm", "ensemble"}


def test_a_block_is_waived_for_its_month_and_the_release_says_so(lived: Simulation) -> None:
    assert ["release_is_of_the_expected_month" in output for output in lived.blocked] == [True]
    waived = lived.warehouse.rows(
        "select distinct cutoff_month, waived_checks from marts.fct_forecast_releases "
        "where waived_checks is not null"
    )
    month = lived.month(lived.schedule.waived)
    assert waived == [(month, "release_is_of_the_expected_month")]


def test_what_was_taken_back_does_not_count(lived: Simulation) -> None:
    month = lived.month(lived.schedule.taken_back)
    withdrawn = lived.warehouse.rows(
        "select events.release_id, events.event_at::date from marts.fct_release_events as events "
        "where event = 'withdrawn'"
    )
    made = [promise.release_id for promise in lived.promises if promise.cutoff_month == month]
    assert withdrawn == [(made[-1], add_months(month, 1))]
