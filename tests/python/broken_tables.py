"""Broken inputs: lines of the other tables."""

from front_door import SALES, Case, lines

UNITS = {"A": 1.0, "B": 2.0}

CASES = [
    Case(
        "stock levels",
        {
            "daily_sales.csv": SALES,
            "stock_levels.csv": lines(
                "2024-01-01,A,5",
                "2024-01-01,A,4",
                "2024-01-01,X,4",
                "2999-01-01,A,4",
                "2024-01-02,A,much",
                "2024-01-02,B,",
                ",B,1",
                header="stock_date,product_id,on_hand_units",
            ),
        },
        units=UNITS,
        rejected=(
            ("date in the future", "A"),
            ("missing date", "B"),
            ("missing level", "B"),
            ("repeated level", "A"),
            ("unknown product", "X"),
            ("unparseable level", "A"),
        ),
    ),
    Case(
        "open orders",
        {
            "daily_sales.csv": SALES,
            "open_orders.csv": lines(
                "A,2999-01-01,5",
                "A,2999-01-01,5",
                "X,2999-01-01,5",
                "A,,5",
                "A,2024-13-01,5",
                "A,2999-01-01,-5",
                "A,2999-01-01",
                header="product_id,due_month,ordered_units",
            ),
        },
        units=UNITS,
        rejected=(
            ("fewer fields than the header", "A"),
            ("missing due month", "A"),
            ("negative units", "A"),
            ("unknown product", "X"),
            ("unparseable due month", "A"),
        ),
    ),
    Case(
        "planned events",
        {
            "daily_sales.csv": SALES,
            "planned_events.csv": lines(
                "A,2024-03-01,2024-03-05,promotion,2024-01-01",
                "A,2024-03-05,2024-03-01,promotion,2024-01-01",
                "A,2024-03-05,2024-03-06,promotion,",
                "A,2024-03-05,never,promotion,2024-01-01",
                "X,2024-03-05,2024-03-06,promotion,2024-01-01",
                header="product_id,start_date,end_date,kind,known_on",
            ),
        },
        units=UNITS,
        rejected=(
            ("end before start", "A"),
            ("missing known-on date", "A"),
            ("unknown product", "X"),
            ("unparseable end date", "A"),
        ),
    ),
    Case(
        "overrides",
        {
            "daily_sales.csv": SALES,
            "overrides.csv": lines(
                "A,2024-05-01,5",
                "A,2024-05-01,6",
                "A,2024-05-02,6",
                "A,2024-06-01,-6",
                "B,2024-06-01,inf",
                "X,2024-06-01,1",
                header="product_id,target_month,override_units",
            ),
        },
        units=UNITS,
        rejected=(
            ("infinite units", "B"),
            ("negative units", "A"),
            ("unknown product", "X"),
        ),
    ),
    Case(
        "products of which nothing can be read but the id",
        {
            "products.csv": lines(
                "A,,,dear,?",
                "B,,,inf,",
                header="product_id,product_name,product_group,unit_cost,pack_size",
            ),
            "daily_sales.csv": SALES,
        },
        units=UNITS,
        unreadable=(("pack_size", "?"), ("unit_cost", "dear")),
    ),
]
