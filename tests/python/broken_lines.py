"""Broken inputs: lines with other fields than the header, quotes, repeated lines, products."""

from front_door import PRODUCTS, SALES, Case, lines, parquet

OPTIONAL = "sale_date,product_id,quantity,unit_price,on_promotion,sale_line_id"
UNITS = {"A": 1.0, "B": 2.0}
MORE, FEWER = "more fields than the header", "fewer fields than the header"

CASES = [
    Case(
        "more fields than the header",
        {"daily_sales.csv": SALES + "2024-03-09,B,2,7,8\n2024-03-09,B,2,\n"},
        units=UNITS,
        rejected=((MORE, "B"), (MORE, "B")),
    ),
    Case(
        "fewer fields than the header",
        {"daily_sales.csv": SALES + "2024-03-09,B\n2024-03-10\n"},
        units=UNITS,
        rejected=((FEWER, "B"), (FEWER, None)),
    ),
    Case(
        "a decimal comma between commas",
        {"daily_sales.csv": SALES + "2024-03-09,B,2,5\n"},
        units=UNITS,
        rejected=((MORE, "B"),),
    ),
    Case(
        "a line of blanks, and a last one that was cut off",
        {"daily_sales.csv": SALES + "   \n2024-03-10,A"},
        units=UNITS,
        rejected=((FEWER, None), (FEWER, "A")),
    ),
    Case(
        "another delimiter in the middle",
        {"daily_sales.csv": SALES + "2024-03-10;A;1\n"},
        units=UNITS,
        rejected=((FEWER, None),),
    ),
    Case(
        "ragged lines among quoted ones and line ends of two kinds",
        {"daily_sales.csv": SALES + '"2024-03-10","A","1","x"\r\n"2024-03-11","A"\r\n'},
        units=UNITS,
        rejected=((FEWER, "A"), (MORE, "A")),
    ),
    Case(
        "a product with fewer fields",
        {"products.csv": PRODUCTS + "C\n", "daily_sales.csv": SALES + "2024-03-10,C,1\n"},
        units=UNITS,
        rejected=((FEWER, "C"), ("unknown product", "C")),
    ),
    Case(
        "a quote that is never closed",
        {"daily_sales.csv": SALES + '2024-03-10,"A,1\n2024-03-11,A,1\n'},
        ("daily_sales.csv', line 4", '2024-03-10,"A,1', "quote"),
    ),
    Case(
        "a quote that is never closed in the last field",
        {"daily_sales.csv": SALES + '2024-03-10,A,"1\n2024-03-11,A,1\n'},
        ("daily_sales.csv', line 4", '2024-03-10,A,"1', "quote"),
    ),
    Case(
        "two quotes that are never closed",
        {"daily_sales.csv": SALES + '2024-03-10,"A,1\n2024-03-11,"A,1\n'},
        ("daily_sales.csv', line 4", "quote"),
    ),
    Case(
        "a quote that is never closed before megabytes",
        {"daily_sales.csv": SALES + '2024-03-10,"A,1\n' + "2024-03-11,A,1\n" * 200_000},
        ("daily_sales.csv', line 4", '2024-03-10,"A,1'),
    ),
    Case(
        "text after a closing quote",
        {"daily_sales.csv": SALES, "products.csv": PRODUCTS + 'C,"8" pipe",Fruit\n'},
        ("products.csv', line 4", '"8" pipe"', "written twice"),
    ),
    Case(
        "a line of megabytes",
        {"daily_sales.csv": SALES + f"2024-03-10,{'A' * 2_500_000},1\n"},
        ("daily_sales.csv'", "Line: 4", "Maximum line size"),
    ),
    Case(
        "sale lines loaded twice",
        {
            "daily_sales/a.csv": lines(
                "2024-01-03,A,1,2.5,0,11", "2024-01-03,A,1,2.5,0,12", header=OPTIONAL
            ),
            "daily_sales/b.csv": lines(
                "2024-01-03,A,1,2.5,0,12", "2024-01-03,B,2,2.5,0,12", header=OPTIONAL
            ),
        },
        units={"A": 2.0, "B": 2.0},
        rejected=(("repeated sale line", "A"),),
    ),
    Case(
        "the same sale line three times in a file",
        {"daily_sales.csv": lines(*["2024-01-03,A,1,2.5,0,11"] * 3, header=OPTIONAL)},
        units={"A": 1.0},
        rejected=(("repeated sale line", "A"), ("repeated sale line", "A")),
    ),
    Case(
        "no product and unknown products",
        {"daily_sales.csv": SALES + "2024-01-03,,1\n2024-01-03,a,1\n2024-01-03, A,1\n"},
        units=UNITS,
        rejected=(("missing product", None), ("unknown product", " A"), ("unknown product", "a")),
    ),
    Case(
        "unknown products in Parquet, with the values as they were",
        {
            "daily_sales.parquet": parquet(
                "select * from (values (date '2024-01-03', 'A', 1.5), (null, 'A', 1), "
                "(date '2024-01-03', 'X', 1), (date '2024-01-03', 'A', null)) "
                "as t(sale_date, product_id, quantity)"
            )
        },
        units={"A": 1.5},
        rejected=(("missing date", "A"), ("missing quantity", "A"), ("unknown product", "X")),
    ),
    Case(
        "products repeated and without an id",
        {"products.csv": PRODUCTS + "A,Again,Fruit\n,None,Fruit\n", "daily_sales.csv": SALES},
        units=UNITS,
        rejected=(("missing product", None), ("repeated product", "A")),
    ),
]
