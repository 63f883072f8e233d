/* Orders: what to order and why, by supplier, and what not to order. */
"use strict";

(() => {
  const R = window.restock;
  const { show, fill, table, element } = R;

  const columns = [
    R.productColumn,
    { label: "Urgency", key: "urgency", render: (row) => R.urgency(row.urgency), value: (row) => ["high", "unknown", "medium", "low", "none"].indexOf(row.urgency) },
    { label: "Order", key: "proposed_units", kind: "units", title: "Units to order", class: "number strong" },
    { label: "Value", key: "proposed_value", kind: "money" },
    { label: "On hand", key: "on_hand_units", kind: "units" },
    { label: "On order", key: "open_order_units", kind: "units", title: "Units on order that come in time" },
    { label: "Cover", key: "cover_months", kind: "months", title: "Months that the stock lasts at the expected rate" },
    { label: "Risk", key: "stockout_risk", kind: "percent", title: "Of running out before an order arrives" },
    { label: "Class", key: "abc_class", title: "ABC by value (A: the most), XYZ by how steady demand is (X: the steadiest)", render: (row) => `${row.abc_class ?? "–"}${row.xyz_class ?? ""}` },
    { label: "Supplier", key: "supplier", title: "And the month at whose start an order placed now arrives", render: (row) => element("div", {}, show.text(row.supplier), element("div", { class: "small" }, `arrives ${show.month(row.arrival_month)}`)) },
    { label: "Why", key: "reason", class: "words" },
  ];

  const csv = [
    "product_id", "product_name", "product_group", "supplier", "abc_class", "urgency", "quantity_kind",
    "proposed_units", "proposed_value", "on_hand_units", "open_order_units", "cover_months",
    "arrival_month", "reason",
  ];

  function options(id, label, values) {
    const select = R.byId(id);
    if (select.options.length) return;
    select.append(element("option", { value: "" }, label),
      ...values.map((value) => element("option", { value }, value)));
  }

  function prepare(data) {
    const distinct = (key) => [...new Set(data.proposals.map((row) => row[key]))].filter((value) => value !== null).sort();
    options("supplier", "All suppliers", distinct("supplier"));
    options("abc", "All classes", distinct("abc_class"));
    options("urgency", "All", ["high", "unknown", "medium", "low", "none"]);
    const [text, lines] = [R.byId("text"), R.byId("lines")];
    if (document.activeElement !== text) text.value = R.state().text ?? "";
    text.oninput = () => R.retype({ text: text.value });
    lines.checked = R.state().lines !== "all";
    lines.onchange = () => R.change({ lines: lines.checked ? "" : "all" });
    R.byId("filters").onsubmit = (event) => event.preventDefault();
  }

  function chosen(data, group) {
    const wanted = { supplier: R.choice("supplier", ""), abc_class: R.choice("abc", ""), urgency: R.choice("urgency", "") };
    const filters = Object.entries(wanted).filter(([, value]) => value);
    const text = (R.state().text ?? "").trim().toLowerCase();
    const all = R.state().lines === "all" || wanted.urgency === "none";
    return data.proposals.filter((row) => (group === "all" || row.product_group === group)
      && (all || row.proposed_units > 0)
      && filters.every(([key, value]) => row[key] === value)
      && (!text || `${row.product_id}\n${row.product_name ?? ""}`.toLowerCase().includes(text)));
  }

  function drawTiles(data, group) {
    const row = data.groups.find((one) => one.product_group === group);
    R.tiles("tiles", [
      { label: "To order", value: show.count(row?.order_lines), note: `of ${show.count(row?.products)} products` },
      { label: "Urgent", value: show.count(row?.urgent_orders), note: "likely to run out before an order arrives", kind: row?.urgent_orders ? "poor" : null },
      { label: "Value of the orders", value: show.money(row?.order_value) },
      { label: "Do not order", value: show.count(row?.overstock_products), note: `${show.money(row?.excess_value)} in excess stock` },
    ]);
  }

  function drawDownloads(group, rows) {
    const names = Object.keys(R.settings.workbooks).sort();
    const links = group === "all"
      ? (names.length ? [element("details", { class: "menu" }, element("summary", { class: "button" }, "Excel workbooks"),
        element("ul", {}, names.map((name) => element("li", {}, R.workbookLink(name, name)))))] : [])
      : [R.workbookLink(group)].filter(Boolean);
    fill("downloads", ...links, R.downloadButton("Download this list (CSV)", "orders.csv", csv, () => rows));
  }

  function drawOverstock(data, group) {
    fill("overstock", table({
      caption: "Products of which too much is in stock or on order",
      rows: data.proposals.filter((row) => row.is_overstock).filter(R.inGroup(group)),
      size: 10,
      empty: "No product is overstocked.",
      columns: [
        ...columns.slice(0, 1),
        { label: "Excess", key: "excess_units", kind: "units", title: "Units above what may be kept" },
        { label: "Excess value", key: "excess_value", kind: "money" },
        ...columns.filter((column) => ["on_hand_units", "open_order_units", "cover_months", "abc_class", "supplier", "reason"].includes(column.key)),
      ],
    }));
  }

  function drawSuppliers(data) {
    fill("suppliers", table({
      caption: "Proposed orders by supplier, all product groups together",
      rows: data.suppliers,
      size: 15,
      empty: "There are no orders.",
      columns: [
        { label: "Supplier", key: "supplier", render: (row) => element("a", { href: R.address("", { ...R.state(), group: "all", supplier: row.supplier }) }, row.supplier ?? "unknown") },
        { label: "Products", key: "products", kind: "count" },
        { label: "To order", key: "order_lines", kind: "count", title: "Products with something to order" },
        { label: "Units", key: "proposed_units", kind: "units" },
        { label: "Value", key: "proposed_value", kind: "money" },
        { label: "Without a cost", key: "lines_without_cost", kind: "count", title: "Products to order that have no unit cost: not in the value" },
        { label: "Least order", key: "minimum_order_value", kind: "money", title: "Least value of an order that the supplier takes" },
        { label: "Lacking", key: "missing_value", kind: "money", title: "What the order lacks to the least value", render: (row) => (row.is_below_minimum ? R.light("watch", show.money(row.missing_value)) : show.money(row.missing_value)) },
      ],
    }));
  }

  R.page("orders", (data, group) => {
    prepare(data);
    const rows = chosen(data, group);
    drawTiles(data, group);
    drawDownloads(group, rows);
    const gross = rows.some((row) => row.quantity_kind !== "order");
    fill("orders",
      gross ? element("p", { class: "note" }, "Where stock or open orders are not known, the quantity is the gross need: take off what is there.") : "",
      table({ caption: "Products to order, the urgent ones first", columns, rows, size: 25, empty: "No product fits this choice." }));
    drawOverstock(data, group);
    drawSuppliers(data);
  });
})();
