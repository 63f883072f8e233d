from restock.calendar import holidays_between


def model(dbt, session):
    sales_range = dbt.ref("int_sales_range").to_arrow_table()
    return holidays_between(sales_range, dbt.config.meta_get("holiday_country"))
