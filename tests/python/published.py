"""A published file with a few invented rows, its relations as the project's contracts have them."""

from pathlib import Path
from typing import Any

import duckdb
import yaml
from conftest import ROOT

RELEASE = {"release_id": "r1", "cutoff_month": "2024-03-01"}
MONTHS = ("2024-04-01", "2024-05-01", "2024-06-01")
RELATIONS = (
    *("dim_products", "fct_demand_monthly", "fct_forecasts", "fct_order_proposals"),
    *("rpt_exceptions", "rpt_kpis", "rpt_overrides", "rpt_product_ranking"),
)


def contracts() -> dict[str, dict[str, str]]:
    """Return the columns of each mart, with their types."""
    return {
        model["name"]: {c["name"]: c.get("data_type", "") for c in model.get("columns", [])}
        for path in (ROOT / "models/marts").rglob("_*.yml")
        for model in yaml.safe_load(path.read_text()).get("models", [])
    }


def publish_invented(folder: Path, products: dict[str, str], **texts: str) -> Path:
    """Publish products, by their group, each with an order, forecasts and errors.

    Other texts are those of columns of dim_products; a product is called as its id.
    """
    folder.mkdir(parents=True, exist_ok=True)
    types = contracts()
    with duckdb.connect(str(folder / "restock.duckdb")) as connection:
        connection.execute("create schema marts")
        for relation in RELATIONS:
            columns = ", ".join(f"{name} {kind}" for name, kind in types[relation].items())
            connection.execute(f"create table marts.{relation} ({columns})")
        for product, group in products.items():
            own = {"product_id": product, "product_group": group}
            insert(connection, "dim_products", own | {"product_name": product} | texts)
            order = {"urgency": "high", "proposed_units": 12.0, "arrival_month": "2024-07-01"}
            value = {"proposed_value": float("nan"), "stockout_risk": 0.25}
            insert(connection, "fct_order_proposals", own | RELEASE | order | value)
            for horizon, month in enumerate(MONTHS, start=1):
                forecast = {"horizon": horizon, "target_month": month, "forecast_units": 0.5}
                made = {"release_number": 1, "released_at": "2024-04-02 03:04:05"}
                forecast |= {"override_units": 7.0}
                insert(connection, "fct_forecasts", own | RELEASE | forecast | made)
            sold = {"demand_month": "2023-04-01", "sold_units": 4.0}
            insert(connection, "fct_demand_monthly", {"product_id": product} | sold)
            for reason, urgency in (("far off", "required"), ("new", "informational")):
                listed = {"reason": reason, "urgency": urgency}
                insert(connection, "rpt_exceptions", own | listed)
            for applied, comment in ((True, "fair"), (False, "rumour")):
                told = {"target_month": MONTHS[0], "is_applied": applied, "comment": comment}
                insert(connection, "rpt_overrides", {"product_id": product} | told)
            insert(connection, "rpt_product_ranking", own | {"wape": 0.5})
        for group in set(products.values()):
            for candidate in ("champion", "theta"):
                kpi = {"product_group": group, "demand_class": "all", "candidate": candidate}
                scored = {"scored_against": "sold_units", "horizon": "1", "basis": "backtest"}
                months = {"wape": 0.25, "target_month": "2024-03-01"}
                insert(connection, "rpt_kpis", kpi | scored | months)
    return folder


def insert(connection: duckdb.DuckDBPyConnection, relation: str, row: dict[str, Any]) -> None:
    """Insert a row; what it does not name is null."""
    places = ", ".join("?" for _ in row)
    connection.execute(
        f"insert into marts.{relation} ({', '.join(row)}) values ({places})", list(row.values())
    )
