"""Forecasts of known months, scored: candidates, champion and references on the same rows."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Final

import duckdb

from restock.accuracy.metrics import create_metrics
from restock.report import Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyarrow as pa

BASELINE: Final = "weighted_moving_average"
CHAMPION: Final = "champion"

# What has to be built for it.
MODELS: Final = "+ml_champion_forecasts +ml_forecast_totals +ml_backtest_errors"

_ONE_OF_SET: Final = "select 1 from scored where data_set = ? limit 1"


@dataclass(frozen=True)
class Scored:
    """An in-memory database with the table `scored`, filled one warehouse at a time.

    scored: one row per data set, candidate, product, reported cutoff and horizon, or their total:
    forecast_units (of what would stand in where the candidate has none), the baseline's, p10 and
    p90 of those that have them, sold_units, the scales at the cutoff, and the half of the
    cutoffs, older or newer.
    """

    connection: duckdb.DuckDBPyConnection
    horizons: int

    @classmethod
    def empty(cls, project: Path, horizons: int) -> Scored:
        """Return the table without rows.

        Parameters
        ----------
        project
            Root of the dbt project, the home of the metrics.
        horizons
            Months ahead that are scored.
        """
        connection = duckdb.connect()
        create_metrics(connection, project)
        connection.execute(query("scored"))
        return cls(connection, horizons)

    def keep_baseline_intervals(self, warehouse: Path) -> None:
        """Keep the intervals of a warehouse whose champion is everywhere the baseline.

        They are of the data set that is added next.
        """
        self._execute(
            "keep_baseline_intervals", warehouse, horizons=self.horizons, baseline=BASELINE
        )

    def add(self, data_set: str, warehouse: Path, references: pa.Table | None = None) -> None:
        """Add the candidates and the champion of a warehouse, and forecasts made elsewhere.

        Parameters
        ----------
        data_set
            Its name.
        warehouse
            Its warehouse, built up to `MODELS`.
        references
            candidate, product_id, cutoff_month, horizon, forecast_units.

        Raises
        ------
        ValueError
            Nothing in it can be scored.
        """
        if references is not None:
            self.connection.register("made", references)
            self.connection.execute("insert into reference_forecasts by name from made")
            self.connection.unregister("made")
        self._execute(
            "add_scored", warehouse, data_set=data_set, horizons=self.horizons, baseline=BASELINE
        )
        self.connection.execute("truncate reference_forecasts; truncate baseline_intervals")
        if not self.connection.execute(_ONE_OF_SET, [data_set]).fetchall():
            raise ValueError(
                f"{data_set}: there is nothing to score, as no cutoff has all of its months known: "
                "give more months of sales"
            )

    def scores(self, data_set: str, title: str, order: Sequence[str], note: str = "") -> Table:
        """Measure: one row per slice (all, horizon, total, class, half) and candidate."""
        return self.table("scores", title, note, data_set=data_set, order=list(order))

    def table(self, name: str, title: str, note: str = "", **parameters: object) -> Table:
        """Return what a query of this package finds."""
        return Table.of(title, self.connection.sql(query(name), params=parameters), note)

    def _execute(self, name: str, warehouse: Path, **parameters: object) -> None:
        literal = "'" + str(warehouse).replace("'", "''") + "'"
        self.connection.execute(f"attach {literal} as built (read_only)")
        self.connection.execute(query(name), parameters)
        self.connection.execute("detach built")


def query(name: str) -> str:
    """Return a query of this package, by the name of its file."""
    return resources.files("restock.accuracy").joinpath("queries", f"{name}.sql").read_text()
