/* Models: who forecasts which segment, and what awaits approval. */
"use strict";

(() => {
  const R = window.restock;
  const { fill, table, chart } = R;

  const segment = [
    { label: "Product group", key: "product_group" },
    { label: "Demand", key: "demand_class", title: "Shape of the demand: smooth, erratic, intermittent, lumpy or new" },
    { label: "Candidate", key: "candidate", title: "The forecasting method" },
  ];
  const figures = [
    { label: "WAPE", key: "wape", kind: "percent" },
    { label: "Value added", key: "fva", kind: "points" },
    { label: "Bias", key: "bias", kind: "signedPercent" },
    { label: "Forecasts", key: "forecasts", kind: "count" },
  ];

  function drawCandidates(data, group) {
    const rows = data.candidates.filter(R.inGroup(group));
    fill("awaiting", table({
      caption: "Candidates that would be champion if they were approved",
      rows: rows.filter((row) => row.is_awaiting_approval),
      empty: "Nothing awaits approval.",
      columns: [
        ...segment,
        { label: "Would gain", key: "awaited_gain", kind: "points", title: "WAPE of the present champion less its own, in percentage points" },
        { label: "Configuration", key: "configuration", title: "What a row of seeds/approvals.csv approves" },
        ...figures,
      ],
    }));
    fill("champions", table({
      caption: "The champion of each segment",
      rows: rows.filter((row) => row.is_champion),
      empty: "There is no champion yet.",
      columns: [...segment, { label: "Champion since", key: "champion_since", kind: "month" }, ...figures, { label: "Why", key: "reason", class: "words" }],
    }));
    fill("challengers", table({
      caption: "Candidates that are not champion, the best first",
      rows: rows.filter((row) => !row.is_champion),
      empty: "There is no challenger.",
      columns: [...segment, ...figures, { label: "Configuration", key: "configuration" }],
    }));
  }

  function drawTime(data, group, horizon) {
    const rows = data.kpis.filter((row) => row.product_group === group && row.horizon === horizon && row.wape !== null);
    const candidates = [...new Set(rows.map((row) => row.candidate))].sort((one, other) => (other === "champion") - (one === "champion"));
    const names = candidates.map((_, place) => (place < 8 ? `series-${place + 1}` : "series-quiet"));
    fill("time", chart({
      summary: `WAPE of the champion and of every candidate by month, ${R.groupName(group)}: the lower, the better.`,
      height: 320,
      series: candidates.map((candidate, place) => ({ label: candidate, colour: names[place], look: candidate === "champion" ? "bold" : "line" })),
      of: "wape",
      values: rows,
      rows: [...rows].reverse(),
      columns: [
        { label: "Candidate", key: "candidate" },
        { label: "Month", key: "target_month", kind: "month" },
        { label: "WAPE", key: "wape", kind: "percent" },
        { label: "Bias", key: "bias", kind: "signedPercent" },
      ],
      spec: {
        mark: { type: "line", point: { size: 40 } },
        encoding: {
          x: { field: "target_month", ...R.monthAxis },
          y: { field: "wape", type: "quantitative", title: "WAPE", axis: { format: ".0%" } },
          color: { field: "candidate", scale: { domain: candidates, range: names.map(R.colour) } },
          shape: { field: "candidate", scale: { domain: candidates } },
          size: { condition: { test: "datum.candidate == 'champion'", value: 3.5 }, value: 1.5 },
          tooltip: [{ field: "candidate", title: "Candidate" }, { field: "target_month", type: "temporal", timeUnit: "utcyearmonth", format: "%b %Y", title: "Month" }, { field: "wape", format: ".1%", title: "WAPE" }],
        },
      },
    }));
  }

  const CUTS = { all: "All", product_group: "Product group", demand_class: "Demand", abc_class: "ABC class", price_class: "Price", volume_class: "Volume" };

  function drawRanges(data) {
    fill("ranges", table({
      caption: "Accuracy of the champion by part of the range, all product groups",
      rows: data.ranges,
      empty: "No month is known yet.",
      columns: [
        { label: "Cut by", key: "cut_by", render: (row) => CUTS[row.cut_by] ?? row.cut_by },
        { label: "Part", key: "part" },
        { label: "WAPE", key: "wape", kind: "percent" },
        { label: "Baseline", key: "baseline_wape", kind: "percent" },
        { label: "Value added", key: "fva", kind: "points" },
        { label: "Bias", key: "bias", kind: "signedPercent" },
        { label: "Coverage", key: "coverage_80", kind: "percent" },
        { label: "Products", key: "products", kind: "count" },
      ],
    }));
  }

  R.page("models", (data, group) => {
    drawTime(data, group, R.choice("horizon", "total"));
    drawCandidates(data, group);
    drawRanges(data);
  });
})();
