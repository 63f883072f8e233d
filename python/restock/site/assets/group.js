/* Product group: what was forecast and what came. */
"use strict";

(() => {
  const R = window.restock;
  const { show, fill, table, chart } = R;

  function drawTiles(data, group) {
    const row = data.groups.find((one) => one.product_group === group);
    const total = data.accuracy.find((one) => one.product_group === group && one.horizon === "total");
    R.tiles("tiles", [
      { label: `Forecast, ${R.settings.period}`, value: show.units(row?.released_units), note: `${show.units(row?.last_year_units)} sold in these months last year` },
      { label: "Value of the orders", value: show.money(row?.order_value), note: `${show.count(row?.order_lines)} of ${show.count(row?.products)} products to order` },
      total ? { label: "WAPE, all months together", value: R.light(total.fva_light, show.percent(total.wape)), note: `baseline ${show.percent(total.baseline_wape)}` } : null,
      total ? { label: "Bias", value: R.light(total.bias_light, show.signedPercent(total.bias)), note: "above 0 too high, below too low" } : null,
      total ? { label: "Coverage", value: R.light(total.coverage_light, show.percent(total.coverage_80)), note: "80% is right" } : null,
    ]);
  }

  function drawForecast(data, group, horizon) {
    const months = data.months.filter((row) => row.product_group === group);
    const forecasts = data.forecasts.filter((row) => row.product_group === group
      && (row.is_released || String(row.horizon) === horizon));
    const values = [
      ...months.map((row) => ({ month: row.demand_month, series: "Sold", units: row.sold_units })),
      ...months.map((row) => ({ month: row.demand_month, series: "Demand", units: row.demand_units })),
      ...forecasts.map((row) => ({ month: row.target_month, series: "Forecast", units: row.forecast_units, low: row.forecast_units_p10, high: row.forecast_units_p90 })),
    ];
    const certain = values.some((row) => typeof row.low === "number");
    const domain = ["Sold", "Demand", "Forecast"];
    const colours = [R.colour("series-ink"), R.colour("series-quiet"), R.colour("series-1")];
    fill("forecast", chart({
      summary: `Units by month, ${R.groupName(group)}: sold, demand (sales corrected for stock-outs, bulk orders and returns), and what was forecast ${horizon} ${horizon === "1" ? "month" : "months"} ahead with its interval; at the end the current release.`,
      height: 340,
      series: [{ label: "Sold", colour: "series-ink", look: "line" }, { label: "Demand", colour: "series-quiet", look: "dotted" }, { label: "Forecast", colour: "series-1", look: "dashed" }, { label: "Interval", colour: "series-1", look: "area" }],
      of: "units",
      values,
      rows: [...forecasts].reverse(),
      columns: [
        { label: "Month", key: "target_month", kind: "month" },
        { label: "Forecast after", key: "cutoff_month", kind: "month", title: "The last month whose sales were known" },
        { label: "Forecast", key: "forecast_units", kind: "units" },
        { label: "Low (p10)", key: "forecast_units_p10", kind: "units" },
        { label: "High (p90)", key: "forecast_units_p90", kind: "units" },
        { label: "Came", key: "actual_units", kind: "units" },
        { label: "Baseline", key: "baseline_forecast_units", kind: "units" },
        { label: "Year before", key: "last_year_units", kind: "units" },
      ],
      spec: {
        encoding: { x: { field: "month", ...R.monthAxis } },
        layer: [
          ...(certain ? [{
            transform: [{ filter: "isValid(datum.low)" }],
            mark: { type: "area", opacity: 0.18, color: R.colour("series-1") },
            encoding: { y: { field: "low", type: "quantitative", title: "Units" }, y2: { field: "high" } },
          }] : []),
          {
            mark: { type: "line", tooltip: true },
            encoding: {
              y: { field: "units", type: "quantitative", title: "Units" },
              color: { field: "series", scale: { domain, range: colours } },
              strokeDash: { field: "series", scale: { domain, range: [[1, 0], [2, 3], [6, 3]] } },
            },
          },
          {
            transform: [{ filter: "datum.series == 'Forecast'" }],
            mark: { type: "point", filled: true, size: 45, color: R.colour("series-1"), tooltip: true },
            encoding: {
              y: { field: "units", type: "quantitative" },
              tooltip: [
                { field: "month", type: "temporal", timeUnit: "utcyearmonth", format: "%b %Y", title: "Month" },
                { field: "units", format: ",.0f", title: "Forecast" },
                { field: "low", format: ",.0f", title: "Low (p10)" },
                { field: "high", format: ",.0f", title: "High (p90)" },
              ],
            },
          },
        ],
      },
    }));
  }

  function drawError(data, group) {
    const rows = data.accuracy.filter((row) => row.product_group === group);
    const named = rows.map((row) => ({ ...row, ahead: row.horizon === "total" ? "together" : row.horizon }));
    const values = named.flatMap((row) => [
      { ahead: row.ahead, what: "Forecast", wape: row.wape },
      { ahead: row.ahead, what: "Baseline", wape: row.baseline_wape },
    ]);
    fill("error", chart({
      summary: "WAPE by months ahead, beside the baseline's: the lower, the better.",
      of: "wape",
      values,
      rows: named,
      height: 240,
      series: [{ label: "Forecast", colour: "series-1", look: "block" }, { label: "Baseline", colour: "series-quiet", look: "block" }],
      columns: [
        { label: "Months ahead", key: "ahead" },
        { label: "WAPE", key: "wape", kind: "percent" },
        { label: "Baseline", key: "baseline_wape", kind: "percent" },
        { label: "Value added", key: "fva", kind: "points" },
        { label: "Bias", key: "bias", kind: "signedPercent" },
        { label: "Coverage", key: "coverage_80", kind: "percent" },
      ],
      spec: {
        mark: { type: "bar", cornerRadiusEnd: 2, tooltip: true },
        encoding: {
          x: { field: "ahead", type: "nominal", sort: null, title: "Months ahead", axis: { labelAngle: 0 } },
          xOffset: { field: "what", sort: null },
          y: { field: "wape", type: "quantitative", title: "WAPE", axis: { format: ".0%" } },
          color: { field: "what", sort: null, scale: { range: [R.colour("series-1"), R.colour("series-quiet")] } },
          tooltip: [{ field: "what", title: "Of" }, { field: "ahead", title: "Months ahead" }, { field: "wape", format: ".1%", title: "WAPE" }],
        },
      },
    }));
  }

  function drawBias(data, group, horizon) {
    const rows = data.kpis.filter((row) => row.product_group === group && row.horizon === horizon);
    fill("bias", chart({
      summary: `Bias of forecasts made ${horizon} ${horizon === "1" ? "month" : "months"} ahead: bars above 0 were too high, below too low.`,
      of: "bias",
      values: rows,
      rows: [...rows].reverse(),
      height: 240,
      columns: [
        { label: "Month", key: "target_month", kind: "month" },
        { label: "Bias", key: "bias", kind: "signedPercent" },
        { label: "WAPE", key: "wape", kind: "percent" },
        { label: "Coverage", key: "coverage_80", kind: "percent" },
      ],
      spec: {
        mark: { type: "bar", width: { band: 0.75 }, tooltip: true },
        encoding: {
          x: { field: "target_month", ...R.monthAxis, bandPosition: 0.5 },
          y: { field: "bias", type: "quantitative", title: "Bias", axis: { format: "+.0%" } },
          color: { condition: { test: "datum.bias < 0", value: R.colour("series-2") }, value: R.colour("series-1") },
          tooltip: [{ field: "target_month", type: "temporal", timeUnit: "utcyearmonth", format: "%b %Y", title: "Month" }, { field: "bias", format: "+.1%", title: "Bias" }],
        },
      },
    }));
  }

  function drawRanking(data, group, list, caption) {
    fill(list, table({
      caption,
      rows: data.ranking.filter((row) => row.listed_in === group && row.list === list),
      empty: "There are no scored products yet.",
      columns: [
        R.productColumn,
        { label: "WAPE", key: "wape", kind: "percent" },
        { label: "Bias", key: "bias", kind: "signedPercent" },
        { label: "Value added", key: "fva", kind: "points" },
        { label: "Sold", key: "actual_units", kind: "units", title: "In the months that are scored" },
        { label: "Error value", key: "absolute_error_value", kind: "money", title: "All errors, at the value of a unit" },
      ],
    }));
  }

  R.page("group", (data, group) => {
    const horizon = R.choice("horizon", "1");
    R.byId("heading").textContent = R.groupName(group);
    drawTiles(data, group);
    drawForecast(data, group, horizon);
    drawError(data, group);
    drawBias(data, group, horizon);
    drawRanking(data, group, "best", "The ten products of lowest WAPE, of those that sell enough to tell");
    drawRanking(data, group, "worst", "The ten products of highest WAPE, of those that sell enough to tell");
  });
})();
