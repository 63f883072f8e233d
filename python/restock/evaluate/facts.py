"""What the warehouse made of invented businesses, side by side with the truth."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

import duckdb

from restock.accuracy.metrics import create_metrics
from restock.report import Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True)
class Facts:
    """Tables of an in-memory database, filled one warehouse at a time.

    product_months: one row per product and month of its life, up to the last complete one;
    in_stock is the true share of its open days, latent_units the true demand, lost_units that
    of the days out of stock, sold_units what was booked (at least 0), demand_units what
    cleaning made of it. is_planted: the month has a stock-out or a bulk order; is_found: so
    says the cleaning.

    out_days: one row per product and open day that is out of stock in truth or was judged so.

    outlier_days: one row per product and day with a planted bulk order or with capped units.

    forecasts: one row per candidate, cutoff, product and horizon, with cleaning on and off.
    """

    connection: duckdb.DuckDBPyConnection

    @classmethod
    def empty(cls, project: Path) -> Facts:
        """Return tables without rows; the project's root is the home of the metrics."""
        connection = duckdb.connect()
        create_metrics(connection, project)
        connection.execute(query("facts"))
        return cls(connection)

    def add_cleaning(self, business: str, seed: int, warehouse: Path, truth: Path) -> None:
        """Add what the warehouse says of a business, and its truth.

        Parameters
        ----------
        business, seed
            What tells it from the other businesses.
        warehouse
            Its warehouse, built up to the schema intermediate.
        truth
            Folder of its truth: demand, stockouts and bulk_orders, as Parquet.
        """
        self._attach(warehouse)
        for table in ("demand", "stockouts", "bulk_orders"):
            self.connection.execute(
                f"create or replace temp view truth_{table} as "
                f"from read_parquet({_literal(truth / f'{table}.parquet')})"
            )
        self.connection.execute(query("days"))
        for addition in ("add_product_months", "add_out_days", "add_outlier_days"):
            self.connection.execute(query(addition), {"business": business, "seed": seed})
        self.connection.execute("detach built")

    def add_forecasts(
        self, business: str, cleaning: str, warehouse: Path, candidates: Sequence[str]
    ) -> None:
        """Add the forecasts of a warehouse that was built with cleaning 'on' or 'off'."""
        self._attach(warehouse)
        for candidate in candidates:
            self.connection.execute(
                "insert into forecasts "  # noqa: S608
                "select $business, $cleaning, $candidate, product_id, "
                "cutoff_month, horizon, target_month, forecast_units "
                f"from built.ml.ml_forecasts_{candidate}",
                {"business": business, "cleaning": cleaning, "candidate": candidate},
            )
        self.connection.execute("detach built")

    def table(self, name: str, title: str, note: str = "", **parameters: object) -> Table:
        """Return what a query of this package finds in the facts."""
        return Table.of(title, self.connection.sql(query(name), params=parameters), note)

    def _attach(self, warehouse: Path) -> None:
        self.connection.execute(f"attach {_literal(warehouse)} as built (read_only)")


def query(name: str) -> str:
    """Return a query of this package, by the name of its file."""
    return resources.files("restock.evaluate").joinpath("queries", f"{name}.sql").read_text()


def _literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
