"""Months of a small business, run as its people would: sales arrive and are restated, planners
override, a configuration is proposed, approved and withdrawn, a release is taken back."""

import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from conftest import TINY_PRODUCTS, Warehouse, copy_project, project_vars

from restock.generate import GenerateOptions, generate

FIRST_MONTH = date(2024, 1, 1)
RELEASED = """
    select product_id, horizon, target_month, forecast_units, model_forecast_units,
        baseline_forecast_units, override_units, candidate, model_version
    from {relation} order by product_id, horizon
"""
# What the product with the restated months sold more, as is known a month later.
RESTATED_UNITS = 5


@dataclass(frozen=True)
class Schedule:
    """What happens in which month, counted from the first that is released."""

    months: int
    proposed: int
    approved: int
    withdrawn: int
    waived: int
    taken_back: int


@dataclass(frozen=True)
class Promise:
    """A release as its readers saw it on the day: rows as in RELEASED."""

    release_id: str
    cutoff_month: date
    rows: list[tuple[Any, ...]]


def add_months(month: date, months: int) -> date:
    """Return the first of a month that lies some months later."""
    count = month.year * 12 + month.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


@dataclass
class Simulation:
    """A business, its project with the decisions of its people, and its warehouse."""

    folder: Path
    schedule: Schedule
    promises: list[Promise] = field(default_factory=list)
    # By product and month: units as first known.
    first_known: dict[tuple[str, date], float] = field(default_factory=dict)
    blocked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.business = generate(
            GenerateOptions(
                products=20,
                years=5,
                seed=11,
                out=self.folder / "business",
                groups=2,
                with_truth=False,
            )
        ).path
        self.project = copy_project(self.folder / "project")
        self.warehouse = Warehouse(self.folder / "warehouse", self.project)
        self.warehouse.variables = project_vars(require_approval=True)
        self.data = self.folder / "input"
        shutil.copytree(self.business, self.data)
        # A month known to be out of stock would not be scored.
        (self.data / "stock_levels.csv").unlink()

    def month(self, number: int) -> date:
        return add_months(FIRST_MONTH, number)

    def run(self) -> None:
        """Live through all months."""
        for number in range(self.schedule.months):
            self._sales_arrive(number)
            self._planners_override(number)
            self.warehouse.variables["expected_month"] = str(self.month(number))
            if number == self.schedule.proposed:
                trees = self.warehouse.variables["candidates"]["lightgbm"]["parameters"]["trees"]
                trees["num_iterations"] += 2
            if number == self.schedule.withdrawn:
                self._withdraw_the_ensemble(number)
            if number == self.schedule.waived:
                self._waive_the_month(number)
            self._release(number)
            if number in {0, self.schedule.approved}:
                self._approve_what_is_configured(number)
                self._release(number)
            if number == self.schedule.taken_back:
                self._take_back(self.promises[-1])

    def _build(self) -> subprocess.CompletedProcess[str]:
        # Checks of the tables are other tests' matter; those before the release are this one's.
        return self.warehouse.dbt(
            self.data, "build", "--exclude", "test_type:generic", "test_type:unit"
        )

    def _release(self, number: int) -> None:
        done = self._build()
        assert done.returncode == 0, done.stdout[-3000:]
        for product, month, units in self.sold(number):
            self.first_known.setdefault((product, month), units)
        release_id = self.warehouse.value("select distinct release_id from marts.fct_forecasts")
        cutoff_month = self.warehouse.value("select distinct cutoff_month from marts.fct_forecasts")
        assert cutoff_month == self.month(number)
        rows = self.warehouse.rows(RELEASED.format(relation="marts.fct_forecasts"))
        promise = Promise(release_id, cutoff_month, rows)
        if promise not in self.promises:
            self.promises.append(promise)

    def _sales_arrive(self, number: int) -> None:
        """Write all sales up to a month; those of each other month before are restated by then."""
        first_after = self.month(number + 1)
        restated = [str(self.month(earlier)) for earlier in range(1, number, 2)]
        with duckdb.connect() as connection:
            connection.execute(
                f"""
                create table products as
                from read_csv('{self.business}/products.csv', all_varchar = true)
                order by product_id limit {TINY_PRODUCTS};
                copy products to '{self.data}/products.csv' (header);
                create table sales as
                select sales.* from read_csv('{self.business}/daily_sales.csv', all_varchar = true)
                    as sales
                semi join products using (product_id)
                where try_cast(quantity as bigint) between -100000 and 100000
                    and try_cast(sale_date as date) between '1990-01-01' and '2025-12-31'
                    and try_cast(sale_date as date) < '{first_after}';
                update sales set quantity = quantity::bigint + {RESTATED_UNITS}
                where list_contains({restated}::varchar[], left(sale_date, 7) || '-01')
                    and sale_line_id in (
                        select min_by(sale_line_id, sale_line_id::bigint) from sales
                        where product_id = (select min(product_id) from products)
                        group by left(sale_date, 7)
                    );
                copy (from sales order by sale_line_id::bigint)
                to '{self.data}/daily_sales.csv' (header)
                """
            )

    def sold(self, number: int) -> list[tuple[str, date, float]]:
        """Return product, month and units of the input, of the months up to one."""
        with duckdb.connect() as connection:
            return connection.execute(
                f"""
                select product_id, date_trunc('month', sale_date::date)::date, sum(quantity::double)
                from read_csv('{self.data}/daily_sales.csv', all_varchar = true)
                where sale_date::date < '{self.month(number + 1)}'
                group by all
                """
            ).fetchall()

    def _planners_override(self, number: int) -> None:
        """Add the next month's by Ann and the third's by Ben, of two products."""
        with duckdb.connect() as connection:
            busiest = [
                product
                for (product,) in connection.execute(
                    f"select product_id from read_csv('{self.data}/daily_sales.csv', "
                    "all_varchar = true) group by 1 order by count(*) desc, 1 limit 2"
                ).fetchall()
            ]
        path = self.data / "overrides.csv"
        header = "product_id,target_month,override_units,owner,reason,expires_on\n"
        known = path.read_text() if number else header
        path.write_text(
            f"{known}{busiest[0]},{self.month(number + 1)},{100 + number},Ann,contract,\n"
            f"{busiest[1]},{self.month(number + 3)},{200 + number},Ben,contract,\n"
            f"{busiest[1]},{self.month(number + 2)},{300 + number},Ben,gone,{self.month(number)}\n"
        )

    def _decide(self, seed: str, row: str) -> None:
        with (self.project / "seeds" / f"{seed}.csv").open("a") as lines:
            lines.write(f"{row}\n")

    def _approve_what_is_configured(self, number: int) -> None:
        approved = (self.project / "seeds" / "approvals.csv").read_text()
        for candidate, version in self.warehouse.rows(
            "select candidate, configuration_version from ml.int_configurations order by 1"
        ):
            if version not in approved:
                self._decide(
                    "approvals", f"{candidate},{version},Ann,{self.month(number + 1)},better"
                )

    def _withdraw_the_ensemble(self, number: int) -> None:
        version = self.warehouse.value(
            "select configuration_version from ml.int_configurations where candidate = 'ensemble'"
        )
        self._decide("withdrawals", f",{version},{self.month(number + 1)},Ann,worse")

    def _waive_the_month(self, number: int) -> None:
        """Expect another month: the run is blocked until that is waived."""
        self.warehouse.variables["expected_month"] = str(self.month(number + 1))
        done = self._build()
        assert done.returncode == 1
        self.blocked.append(done.stdout)
        self._decide(
            "waivers",
            f"release_is_of_the_expected_month,{self.month(number)},Ann,"
            f"{self.month(number + 1)},the schedule is wrong",
        )

    def _take_back(self, promise: Promise) -> None:
        self._decide(
            "withdrawals", f"{promise.release_id},,{add_months(promise.cutoff_month, 1)},Ann,wrong"
        )

    def reproduce(self, promise: Promise) -> subprocess.CompletedProcess[str]:
        """Make a release again from what is stored."""
        return subprocess.run(
            [
                str(Path(sys.executable).with_name("restock")),
                *("models", "reproduce", promise.release_id),
            ],
            cwd=self.project,
            env=self.warehouse.environment(self.data),
            capture_output=True,
            text=True,
            check=False,
        )
