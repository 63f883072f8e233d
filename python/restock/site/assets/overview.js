/* Overview: what was released, how good it has been, what needs eyes. */
"use strict";

(() => {
  const R = window.restock;
  const { show, fill, table, chart, light } = R;
  const baseline = "weighted_moving_average";

  function drawTiles(data, group) {
    const row = data.groups.find((one) => one.product_group === group);
    const total = data.accuracy.find((one) => one.product_group === group && one.horizon === "total");
    R.tiles("tiles", [
      { label: `Forecast, ${R.settings.period}`, value: show.units(row?.released_units), note: `${show.units(row?.last_year_units)} sold in these months last year` },
      { label: "To order", value: show.count(row?.order_lines), note: `products, ${show.count(row?.urgent_orders)} of them urgent` },
      { label: "Value of the orders", value: show.money(row?.order_value), note: `${show.count(row?.overstock_products)} products not to be ordered` },
      { label: "Must be looked at", value: show.count(row?.required_exceptions), note: `${show.count(row?.informational_exceptions)} more are worth a look`, kind: row?.required_exceptions ? "poor" : null },
      total ? { label: "WAPE, all months together", value: light(total.fva_light, show.percent(total.wape)), note: `baseline ${show.percent(total.baseline_wape)}` } : null,
      total ? { label: "Bias", value: light(total.bias_light, show.signedPercent(total.bias)), note: "above 0 too high, below too low" } : null,
    ]);
  }

  function drawExceptions(data, group) {
    const rows = data.exceptions.filter(R.inGroup(group));
    fill("exceptions", table({
      caption: "Products to look at before ordering, the urgent ones and those with most at stake first",
      rows,
      empty: "No product stands out in this release.",
      size: 10,
      columns: [
        R.productColumn,
        { label: "Group", key: "product_group" },
        { label: "Urgency", key: "urgency", render: (row) => R.urgency(row.urgency) },
        { label: "Reason", key: "reason" },
        { label: "Forecast", key: "forecast_units", kind: "units" },
        { label: "Last year", key: "last_year_units", kind: "units", title: "Sold in the same months a year before" },
        { label: "Forecast before", key: "previous_units", kind: "units", title: "Of the previous release" },
        { label: "Value at stake", key: "value_at_stake", kind: "money" },
        { label: "Comment", key: "comment" },
      ],
    }));
  }

  function drawReleased(data, group) {
    const shown = data.groups.filter((row) => (group === "all"
      ? row.product_group !== "all" || data.groups.length === 1 : row.product_group === group))
      .sort((one, other) => (other.released_units ?? 0) - (one.released_units ?? 0));
    const drawn = shown.slice(0, 12);
    const values = drawn.flatMap((row) => [
      { product_group: row.product_group, what: "Forecast", units: row.released_units },
      { product_group: row.product_group, what: "Same months last year", units: row.last_year_units },
    ]);
    const more = shown.length > drawn.length ? ` The chart has the ${drawn.length} largest groups.` : "";
    fill("released", chart({
      summary: `Units forecast for the released months beside what was sold in the same months a year before.${more}`,
      height: Math.max(120, 40 * drawn.length),
      series: [{ label: "Forecast", colour: "series-1", look: "block" }, { label: "Same months last year", colour: "series-quiet", look: "block" }],
      of: "units",
      values,
      rows: shown,
      columns: [
        { label: "Product group", key: "product_group" },
        { label: "Forecast", key: "released_units", kind: "units" },
        { label: "Last year", key: "last_year_units", kind: "units" },
        { label: "Products", key: "products", kind: "count" },
      ],
      spec: {
        mark: { type: "bar", cornerRadiusEnd: 2, tooltip: true },
        encoding: {
          y: { field: "product_group", type: "nominal", title: null, sort: null, scale: { paddingInner: 0.3 } },
          yOffset: { field: "what", sort: null },
          x: { field: "units", type: "quantitative", title: "Units" },
          color: { field: "what", sort: null, scale: { range: [R.colour("series-1"), R.colour("series-quiet")] } },
          tooltip: [{ field: "product_group", title: "Group" }, { field: "what", title: "Figure" }, { field: "units", title: "Units", format: ",.0f" }],
        },
      },
    }));
  }

  function drawStock(data, group) {
    const rows = data.stock.filter((row) => row.product_group === group);
    if (rows.every((row) => !row.out_of_stock_products && row.stock_value === null)) {
      fill("stock", R.note("No stock level is known, and sales show no stock-out."));
      return;
    }
    fill("stock", chart({
      summary: "Share of the products that were out of stock on a day of the month, known or inferred from sales.",
      of: "out_of_stock_share",
      values: rows,
      rows: [...rows].reverse(),
      height: 220,
      columns: [
        { label: "Month", key: "demand_month", kind: "month" },
        { label: "Out of stock", key: "out_of_stock_share", kind: "percent" },
        { label: "Units short", key: "units_short", kind: "units", title: "Units of demand that could not be sold" },
        { label: "Months of cover", key: "cover_months", kind: "months" },
        { label: "Stock value", key: "stock_value", kind: "money" },
        { label: "Excess value", key: "excess_value", kind: "money" },
      ],
      spec: {
        mark: { type: "bar", tooltip: true, width: { band: 0.8 } },
        encoding: {
          x: { field: "demand_month", ...R.monthAxis, bandPosition: 0.5 },
          y: { field: "out_of_stock_share", type: "quantitative", title: null, axis: { format: ".0%" } },
          tooltip: [
            { field: "demand_month", type: "temporal", timeUnit: "utcyearmonth", title: "Month", format: "%b %Y" },
            { field: "out_of_stock_share", title: "Out of stock", format: ".1%" },
            { field: "out_of_stock_products", title: "Products out of stock" },
            { field: "units_short", title: "Units short", format: ",.0f" },
          ],
        },
      },
    }));
  }

  const accuracyColumns = [
    { label: "WAPE", key: "wape", kind: "percent", title: "Sum of all errors as a share of what was sold; 0% is perfect" },
    { label: "Baseline", key: "baseline_wape", kind: "percent", title: "WAPE of a simple mean of the last three months" },
    { label: "Value added", key: "fva", kind: "points", title: "WAPE of the baseline less WAPE, in percentage points", render: (row) => light(row.fva_light, show.points(row.fva)) },
    { label: "Bias", key: "bias", kind: "percent", title: "Above 0%: too high; below: too low", render: (row) => light(row.bias_light, show.signedPercent(row.bias)) },
    { label: "Coverage", key: "coverage_80", kind: "percent", title: "How often what came lay inside the interval; 80% is right", render: (row) => light(row.coverage_light, show.percent(row.coverage_80)) },
    { label: "Forecasts", key: "forecasts", kind: "count" },
  ];

  function drawAccuracy(data, group, horizon) {
    const rows = data.accuracy.filter((row) => row.horizon === horizon)
      .map((row) => ({ ...row, row_class: row.product_group === group ? "chosen" : null }));
    fill("accuracy", table({
      caption: "Accuracy of the forecasts by product group over the reported months",
      rows,
      empty: "No month is known yet for which there was a forecast.",
      columns: [
        { label: "Product group", key: "product_group", render: (row) => R.element("a", { href: R.address("group.html", { group: row.product_group }) }, R.groupName(row.product_group)) },
        ...accuracyColumns,
      ],
    }));
  }

  function drawMonths(data, group, horizon) {
    const all = data.kpis.filter((row) => row.product_group === group && row.horizon === horizon);
    const rows = all.filter((row) => row.candidate === "champion").reverse();
    const released = rows.some((row) => row.basis === "release");
    const values = all.map((row) => ({
      ...row,
      series: row.basis === "release" ? "Released" : (row.candidate === baseline ? "Baseline" : "Forecast"),
    }));
    fill("accuracy-chart", chart({
      summary: `WAPE by month, ${R.groupName(group)}: the lower, the better.`,
      series: [
        { label: "Forecast", colour: "series-1", look: "line" },
        { label: "Baseline", colour: "series-quiet", look: "dashed" },
        ...(released ? [{ label: "Released", colour: "series-2", look: "dotted" }] : []),
      ],
      of: "wape",
      values,
      rows,
      columns: [
        { label: "Month", key: "target_month", kind: "month" },
        { label: "WAPE", key: "wape", kind: "percent" },
        { label: "Value added", key: "fva", kind: "points" },
      ],
      spec: {
        mark: { type: "line", point: { size: 50 }, tooltip: true },
        encoding: {
          x: { field: "target_month", ...R.monthAxis },
          y: { field: "wape", type: "quantitative", title: "WAPE", axis: { format: ".0%" } },
          color: { field: "series", scale: { domain: ["Forecast", "Baseline", "Released"].slice(0, released ? 3 : 2), range: [R.colour("series-1"), R.colour("series-quiet"), R.colour("series-2")] } },
          strokeDash: { field: "series", scale: { domain: ["Forecast", "Baseline", "Released"], range: [[1, 0], [5, 3], [2, 2]] } },
          tooltip: [{ field: "series", title: "Series" }, { field: "target_month", type: "temporal", timeUnit: "utcyearmonth", format: "%b %Y", title: "Month" }, { field: "wape", format: ".1%", title: "WAPE" }],
        },
      },
    }));
    fill("accuracy-months", table({
      caption: `Accuracy by month, ${R.groupName(group)}`,
      rows,
      size: 12,
      empty: "No month is known yet.",
      columns: [
        { label: "Month", key: "target_month", kind: "month" },
        ...(released ? [{ label: "Basis", key: "basis", title: "backtest: what would have been released; release: what was" }] : []),
        ...accuracyColumns.filter((column) => column.key !== "baseline_wape" && column.key !== "forecasts"),
      ],
    }));
  }

  function drawRun(data) {
    const run = data.last_run[0];
    if (!run) return fill("run", R.note("No run is recorded."));
    const good = run.outcome === "done";
    return fill("run", R.element("p", {},
      light(good ? "good" : "poor", run.outcome),
      ` · started ${show.time(run.started_at)} UTC, ${show.seconds(run.duration_seconds)}, `
      + `${show.count(run.node_count)} steps, ${show.count(run.failed_node_count)} failed. `,
      R.element("a", { href: "runs.html" }, "Runs and data")));
  }

  R.page("overview", (data, group) => {
    const horizon = R.choice("horizon", "total");
    drawTiles(data, group);
    drawExceptions(data, group);
    drawReleased(data, group);
    drawStock(data, group);
    drawAccuracy(data, group, horizon);
    drawMonths(data, group, horizon);
    drawRun(data);
  });
})();
