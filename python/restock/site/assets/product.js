/* Product: what was sold, what is forecast and why, what was promised, what to order. */
"use strict";

(() => {
  const R = window.restock;
  const { show, fill, table, chart, element } = R;

  const FIELDS = {
    forecasts: ["target_month", "forecast_units", "forecast_units_p10", "forecast_units_p90", "model_forecast_units", "baseline_forecast_units", "override_units", "override_owner", "candidate", "fallback_reason"],
    drivers: ["horizon", "driver", "units", "change_units"],
    overrides: ["target_month", "override_units", "model_forecast_units", "owner", "reason", "comment", "is_applied", "reason_not_applied", "expires_on"],
    exceptions: ["urgency", "reason", "comment"],
    order_proposal: ["quantity_kind", "urgency", "reason", "stock_basis", "lead_time_months", "protection_months", "service_level", "expected_units", "safety_units", "order_up_to_units", "on_hand_units", "open_order_units", "overdue_units", "net_need_units", "pack_size", "minimum_order_units", "cap_units", "proposed_units", "unit_cost", "proposed_value", "monthly_units", "cover_months", "cover_with_order_months", "stockout_risk", "excess_units", "excess_value", "is_overstock", "stock_date", "arrival_month"],
  };

  const named = (fields, values) => Object.fromEntries(fields.map((field, place) => [field, values[place]]));

  function monthAfter(first, months) {
    const [year, month] = first.split("-").map(Number);
    return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
  }

  function releases(product) {
    const came = new Map(product.came ?? []);
    return (product.releases ?? []).flatMap(([cutoff, number, forecasts, errors]) =>
      forecasts.map((forecast, place) => {
        const month = monthAfter(cutoff, place + 1);
        return {
          cutoff_month: cutoff, release_number: number, target_month: month,
          forecast_units: forecast, first_known_units: came.get(month) ?? null,
          error_first_known: errors[place],
        };
      }));
  }

  function unfold(columns, row) {
    const product = named(columns, row);
    product.releases = releases(product);
    for (const key of ["forecasts", "drivers", "overrides", "exceptions"]) {
      product[key] = (product[key] ?? []).map((values) => named(FIELDS[key], values));
    }
    product.order = product.order_proposal ? named(FIELDS.order_proposal, product.order_proposal) : null;
    return product;
  }

  async function find(id) {
    const { ids } = await R.products();
    const place = ids.indexOf(id);
    if (place < 0) return null;
    const size = R.settings.products_per_shard;
    const shard = await R.load(`products/${Math.floor(place / size)}`);
    return unfold(shard.columns, shard.rows[place % size]);
  }

  function history(product) {
    const corrected = new Map((product.corrections ?? []).map(([place, ...values]) => [place, values]));
    return (product.sold_units ?? []).map((sold, place) => {
      const [demand, stockout, outlier] = corrected.get(place) ?? [sold, false, false];
      return {
        month: monthAfter(product.first_month, place),
        sold_units: sold,
        demand_units: demand,
        mark: [stockout ? "out of stock" : "", outlier ? "bulk order" : ""].filter(Boolean).join(", "),
      };
    });
  }

  function drawTraits(product) {
    const traits = {
      Number: product.product_id,
      Group: product.product_group === null ? "–" : element("a", { href: R.address("group.html", { group: product.product_group }) }, product.product_group),
      Supplier: show.text(product.supplier),
      "Demand": show.text(product.demand_class),
      "Class": `${product.abc_class ?? "–"}${product.xyz_class ?? ""}`,
      "First sale": show.month(product.first_sale_month),
      "Last sale": show.month(product.last_sale_month),
      Launched: product.launched_on && show.date(product.launched_on),
      Discontinued: product.discontinued_on && show.date(product.discontinued_on),
      "Successor of": product.predecessor_id && element("a", { href: R.address("product.html", { id: product.predecessor_id }) }, product.predecessor_id),
    };
    fill("traits", Object.entries(traits).filter(([, value]) => value !== null && value !== undefined)
      .map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value))));
  }

  function drawNotices(product) {
    const notices = product.exceptions.map((row) => element("p", { class: "note" },
      R.urgency(row.urgency), ` · look before ordering: ${row.reason}${row.comment ? ` – ${row.comment}` : ""}`));
    if (!product.forecasts.length) {
      notices.push(element("p", { class: "note" }, "Nothing is forecast for this product: it is not active, or was not by the last month of sales."));
    }
    fill("notices", notices);
  }

  function drawHistory(product) {
    const months = history(product);
    const earlier = product.releases.filter((row) => row.forecast_units !== null);
    const values = [
      ...months.map((row) => ({ month: row.month, series: "Sold", units: row.sold_units, mark: row.mark })),
      ...months.map((row) => ({ month: row.month, series: "Demand", units: row.demand_units, mark: row.mark })),
      ...product.forecasts.map((row) => ({ month: row.target_month, series: "Forecast", units: row.forecast_units, low: row.forecast_units_p10, high: row.forecast_units_p90 })),
      ...earlier.map((row) => ({ month: row.target_month, series: "Promised before", units: row.forecast_units, release: `after ${show.month(row.cutoff_month)}` })),
    ];
    const certain = values.some((row) => typeof row.low === "number");
    const domain = ["Sold", "Demand", "Forecast", "Promised before"].slice(0, earlier.length ? 4 : 3);
    const range = ["series-ink", "series-quiet", "series-1", "series-2"].map(R.colour);
    const tooltip = [
      { field: "month", type: "temporal", timeUnit: "utcyearmonth", format: "%b %Y", title: "Month" },
      { field: "series", title: "Series" },
      { field: "units", format: ",.1f", title: "Units" },
    ];
    const rows = [
      ...[...product.forecasts].reverse().map((row) => ({ month: row.target_month, forecast_units: row.forecast_units, low: row.forecast_units_p10, high: row.forecast_units_p90 })),
      ...[...months].reverse(),
    ];
    fill("history", chart({
      summary: `Units by month: sold, demand (sales corrected for stock-outs, bulk orders and returns) and the current forecast with its interval${earlier.length ? "; diamonds are what earlier releases promised" : ""}.`,
      height: 340,
      of: "units",
      values,
      series: [
        { label: "Sold", colour: "series-ink", look: "line" },
        { label: "Demand", colour: "series-quiet", look: "dotted" },
        { label: "Forecast", colour: "series-1", look: "dashed" },
        { label: "Interval", colour: "series-1", look: "area" },
        ...(earlier.length ? [{ label: "Promised before", colour: "series-2", look: "diamond" }] : []),
      ],
      rows,
      columns: [
        { label: "Month", key: "month", kind: "month" },
        { label: "Sold", key: "sold_units", kind: "units" },
        { label: "Demand", key: "demand_units", kind: "units" },
        { label: "Corrected for", key: "mark" },
        { label: "Forecast", key: "forecast_units", kind: "units" },
        { label: "Low (p10)", key: "low", kind: "units" },
        { label: "High (p90)", key: "high", kind: "units" },
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
            transform: [{ filter: "datum.series != 'Promised before'" }],
            mark: { type: "line", point: { size: 22, filled: true } },
            encoding: {
              y: { field: "units", type: "quantitative", title: "Units" },
              color: { field: "series", scale: { domain, range } },
              strokeDash: { field: "series", scale: { domain, range: [[1, 0], [2, 3], [6, 3], [1, 0]] } },
              tooltip,
            },
          },
          ...(earlier.length ? [{
            transform: [{ filter: "datum.series == 'Promised before'" }],
            mark: { type: "point", shape: "diamond", filled: true, size: 60, opacity: 0.75 },
            encoding: {
              y: { field: "units", type: "quantitative" },
              color: { field: "series", scale: { domain, range } },
              tooltip: [...tooltip, { field: "release", title: "Release" }],
            },
          }] : []),
        ],
      },
    }));
  }

  function drawForecast(product) {
    const overridden = product.forecasts.some((row) => row.override_units !== null);
    const fallbacks = product.forecasts.filter((row) => row.fallback_reason);
    fill("forecast", table({
      caption: "Forecast of the current release by month",
      rows: product.forecasts,
      empty: "Nothing is forecast.",
      columns: [
        { label: "Month", key: "target_month", kind: "month" },
        { label: "Forecast", key: "forecast_units", kind: "units", class: "number strong" },
        { label: "Low", key: "forecast_units_p10", kind: "units", title: "p10: in one case of ten less is sold" },
        { label: "High", key: "forecast_units_p90", kind: "units", title: "p90: in one case of ten more is sold" },
        ...(overridden ? [{ label: "Model", key: "model_forecast_units", kind: "units", title: "What the model said, before an override" }] : []),
        { label: "Baseline", key: "baseline_forecast_units", kind: "units", title: "Mean of the last three months" },
        { label: "By", key: "candidate", title: "The method, or who overrode it", render: (row) => row.override_owner ?? row.candidate ?? "–" },
      ],
    }), fallbacks.length ? element("p", { class: "small" }, `Not by the usual method: ${[...new Set(fallbacks.map((row) => row.fallback_reason))].join(", ")}.`) : "");
  }

  function part(sign, label, value, hint) {
    return element("div", { class: sign === "=" ? "part sum" : "part" },
      element("dt", {}, element("span", { class: "sign", "aria-hidden": "true" }, sign), label,
        hint ? element("span", { class: "small" }, ` ${hint}`) : null),
      element("dd", {}, value));
  }

  function drawOrder(product) {
    const order = product.order;
    if (!order) return fill("order", R.note("There is no order proposal, as nothing is forecast."));
    const stock = order.stock_date === null ? "" : `counted ${show.date(order.stock_date)}, ${order.stock_basis}`;
    return fill("order",
      element("p", {}, R.urgency(order.urgency), " urgency: ", show.text(order.reason)),
      element("dl", { class: "parts" },
        part("", "Expected demand", show.units(order.expected_units), `of ${show.count(order.protection_months)} months: lead time ${show.count(order.lead_time_months)} and the next order`),
        part("+", "Safety", show.units(order.safety_units), `for a service level of ${show.percent(order.service_level)}`),
        part("=", "Order-up-to level", show.units(order.order_up_to_units)),
        part("−", "On hand", order.on_hand_units === null ? "not known" : show.units(order.on_hand_units), stock),
        part("−", "On order, due in time", show.units(order.open_order_units), order.overdue_units ? `of which overdue ${show.units(order.overdue_units)}` : ""),
        part("=", "Needed", show.units(order.net_need_units)),
        part("", order.quantity_kind === "order" ? "Order" : "Gross need", element("strong", {}, show.units(order.proposed_units)),
          `in packs of ${show.figure(order.pack_size)}, at least ${show.units(order.minimum_order_units)}, at most ${show.units(order.cap_units)}`),
      ),
      element("dl", { class: "traits" }, Object.entries({
        "Value": show.money(order.proposed_value),
        "Arrives": show.month(order.arrival_month),
        "Stock lasts": order.cover_months === null ? "–" : `${show.months(order.cover_months)} months`,
        "With the order": order.cover_with_order_months === null ? "–" : `${show.months(order.cover_with_order_months)} months`,
        "Risk of running out": show.percent(order.stockout_risk),
        ...(order.is_overstock ? { "Excess": `${show.units(order.excess_units)} units, ${show.money(order.excess_value)}` } : {}),
      }).map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value)))));
  }

  function drawDrivers(product) {
    const select = R.byId("month");
    const horizons = [...new Set(product.drivers.map((row) => row.horizon))];
    select.replaceChildren(...horizons.map((horizon) => element("option", { value: String(horizon) },
      show.month(product.forecasts[horizon - 1]?.target_month))));
    select.parentElement.hidden = !horizons.length;
    const draw = () => {
      const rows = product.drivers.filter((row) => String(row.horizon) === select.value);
      fill("drivers", chart({
        summary: "What the forecast is made of, in units; the parts add up to it.",
        height: Math.max(120, 34 * rows.length),
        of: "units",
        values: rows,
        rows,
        columns: [
          { label: "Driver", key: "driver" },
          { label: "Units", key: "units", kind: "signed" },
          { label: "Change", key: "change_units", kind: "signed", title: "From what it came to for the same month one cutoff earlier" },
        ],
        spec: {
          mark: { type: "bar", cornerRadiusEnd: 2, tooltip: true },
          encoding: {
            y: { field: "driver", type: "nominal", sort: null, title: null, axis: { labelLimit: 180 } },
            x: { field: "units", type: "quantitative", title: "Units" },
            color: { condition: { test: "datum.units < 0", value: R.colour("series-2") }, value: R.colour("series-1") },
            tooltip: [{ field: "driver", title: "Driver" }, { field: "units", format: "+,.1f", title: "Units" }, { field: "change_units", format: "+,.1f", title: "Change from a month ago" }],
          },
        },
      }));
    };
    select.onchange = draw;
    draw();
  }

  function drawOverrides(product) {
    fill("overrides", table({
      caption: "Overrides given for this product",
      rows: product.overrides,
      empty: "No override is given.",
      columns: [
        { label: "Month", key: "target_month", kind: "month" },
        { label: "Override", key: "override_units", kind: "units" },
        { label: "Model", key: "model_forecast_units", kind: "units" },
        { label: "By", key: "owner" },
        { label: "Reason", key: "reason", render: (row) => [row.reason, row.comment].filter(Boolean).join(" – ") || "–" },
        { label: "Applied", key: "is_applied", kind: "yesNo", render: (row) => (row.is_applied ? "yes" : `no: ${show.text(row.reason_not_applied)}`) },
        { label: "Expires", key: "expires_on", kind: "date" },
      ],
    }));
  }

  function drawReleases(product) {
    fill("releases", table({
      caption: "Forecasts of earlier releases and what came",
      rows: product.releases,
      size: 12,
      empty: "There is no earlier release of this product.",
      columns: [
        { label: "Month", key: "target_month", kind: "month" },
        { label: "Promised after", key: "cutoff_month", kind: "month", title: "The last month whose sales were known" },
        { label: "Number", key: "release_number", kind: "count", title: "Of the releases after that month" },
        { label: "Forecast", key: "forecast_units", kind: "units" },
        { label: "Came", key: "first_known_units", kind: "units", title: "Sold, as first known" },
        { label: "Error", key: "error_first_known", kind: "signed", title: "Forecast less what came: above 0 too high" },
      ],
    }));
  }

  async function draw() {
    const { id } = R.state();
    const known = id === undefined ? null : await find(id);
    R.byId("product").hidden = !known;
    R.byId("empty").hidden = Boolean(known);
    if (id !== undefined && !known) R.byId("empty").textContent = `There is no product ${id}. Type a name or a number into the search field above.`;
    const title = known ? known.product_name ?? known.product_id : "Product";
    R.byId("heading").textContent = title;
    document.title = `${title} · Restock`;
    if (!known) return;
    for (const one of [drawTraits, drawNotices, drawHistory, drawForecast, drawOrder, drawDrivers, drawOverrides, drawReleases]) one(known);
  }

  R.page("product", draw);
})();
