/* What all pages share: data, state in the address, figures as text, tables, charts, search.
   Text from data only ever becomes text nodes or attributes, never HTML. */
"use strict";

window.restock = (() => {
  const settings = JSON.parse(document.documentElement.dataset.settings);
  const byId = (id) => document.getElementById(id);

  /* Data: scripts that call receive(); the same name is unpacked once. */

  const received = new Map();
  const loaded = new Map();

  function receive(name, length, text) {
    received.set(name, { length, text });
  }

  /* Each character holds 15 bits of the gzipped JSON, as its distance from U+3400. */
  function asBytes({ length, text }) {
    const bytes = new Uint8Array(length);
    let [held, bits, place] = [0, 0, 0];
    for (let at = 0; at < text.length; at += 1) {
      held = (held << 15) | (text.charCodeAt(at) - 0x3400);
      bits += 15;
      while (bits >= 8 && place < length) {
        bits -= 8;
        bytes[place] = (held >> bits) & 255;
        place += 1;
      }
      held &= (1 << bits) - 1;
    }
    return bytes;
  }

  async function unpack(packed) {
    const bytes = asBytes(packed);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  }

  function script(name) {
    return new Promise((resolve, reject) => {
      const tag = document.createElement("script");
      tag.src = `data/${name}.js`;
      tag.onload = resolve;
      tag.onerror = () => reject(new Error(`data/${name}.js is missing beside this page`));
      document.head.append(tag);
    });
  }

  async function fetchData(name) {
    if (!received.has(name)) await script(name);
    const data = await unpack(received.get(name));
    received.delete(name);
    return data;
  }

  function load(name) {
    if (!loaded.has(name)) loaded.set(name, fetchData(name));
    return loaded.get(name);
  }

  function records(table) {
    const count = table.values.length ? table.values[0].length : 0;
    return Array.from({ length: count }, (_, row) =>
      Object.fromEntries(table.columns.map((column, place) => [column, table.values[place][row]])));
  }

  async function loadRecords(name) {
    const tables = await load(name);
    return Object.fromEntries(Object.entries(tables).map(([key, table]) => [key, records(table)]));
  }

  /* State: in the address, so that it can be linked to; the product group is remembered. */

  const REMEMBERED = "restock.group";

  function remembered() {
    try { return localStorage.getItem(REMEMBERED); } catch { return null; }
  }

  function remember(group) {
    try { localStorage.setItem(REMEMBERED, group); } catch { /* Then the address alone does. */ }
  }

  function state() {
    return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  }

  function address(page, values) {
    const filled = Object.entries(values).filter(([, value]) => value !== "" && value != null);
    const query = new URLSearchParams(filled).toString();
    return query ? `${page}#${query}` : page;
  }

  function change(values) {
    location.hash = address("", { ...state(), ...values }).slice(1);
  }

  /* As change, without a step to go back to: for what is being typed. */
  function retype(values) {
    location.replace(address("", { ...state(), ...values }) || "#");
  }

  function groups() {
    const select = byId("group");
    return select ? [...select.options].map((option) => option.value) : [];
  }

  function group() {
    const known = groups();
    return [state().group, remembered()].find((name) => known.includes(name)) ?? "all";
  }

  const groupName = (name) => (name === "all" ? "All product groups" : name);
  const inGroup = (chosen) => (row) => chosen === "all" || row.product_group === chosen;

  function linkPages() {
    const carried = state().group ?? remembered();
    for (const link of document.querySelectorAll("[data-page-link]")) {
      const page = link.getAttribute("href").split("#")[0];
      link.href = address(page, { group: carried === "all" ? "" : carried });
    }
  }

  /* Figures as text. */

  const number = (digits) => new Intl.NumberFormat("en", { maximumFractionDigits: digits });
  const whole = number(0);
  const tenth = number(1);
  const NOTHING = "–";
  const minus = (text) => text.replace(/^-/, "−");
  const tenths = (value) => minus(value.toFixed(1).replace(/^-0\.0$/, "0.0"));
  // No sign for what is shown as zero.
  const plus = (text) => (/^−/.test(text) || !/[1-9]/.test(text) ? text : `+${text}`);
  const given = (show) => (value) => (value === null || value === undefined ? NOTHING : show(value));
  const inUtc = (options) => new Intl.DateTimeFormat("en", { timeZone: "UTC", ...options });
  const monthText = inUtc({ month: "short", year: "numeric" });
  const dayText = inUtc({ day: "numeric", month: "short", year: "numeric" });
  const minuteText = inUtc({
    day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit",
    hourCycle: "h23",
  });
  const asDate = (value) => new Date(/[ T]/.test(value) ? `${value.replace(" ", "T").slice(0, 19)}Z` : value);

  const show = {
    text: given(String),
    units: given((value) => minus((Math.abs(value) < 100 ? tenth : whole).format(value))),
    count: given((value) => minus(whole.format(value))),
    money: given((value) => minus(whole.format(value))),
    months: given((value) => minus(tenth.format(value))),
    percent: given((value) => `${tenths(value * 100)}%`),
    points: given((value) => plus(tenths(value * 100))),
    signed: given((value) => plus(show.units(value))),
    signedPercent: given((value) => plus(show.percent(value))),
    // Reads take hundredths of a second.
    seconds: given((value) => `${minus(number(value < 1 ? 3 : 1).format(value))} s`),
    month: given((value) => monthText.format(asDate(value))),
    date: given((value) => dayText.format(asDate(value))),
    time: given((value) => minuteText.format(asDate(value))),
    figure: given((value) => minus(number(3).format(value))),
    yesNo: given((value) => (value ? "yes" : "no")),
  };
  // Of columns that are no numbers.
  const CLASSES = { text: "text", yesNo: "text", month: "nowrap", date: "nowrap", time: "nowrap" };

  /* Elements. */

  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...children.flat().filter((child) => child !== null && child !== undefined));
    return made;
  }

  function fill(id, ...children) {
    byId(id).replaceChildren(...children.flat());
  }

  const SHAPES = { good: "●", watch: "▲", poor: "■" };

  function light(kind, text) {
    if (!kind) return text;
    return element("span", { class: `light ${kind}` }, text,
      element("span", { "aria-hidden": "true", class: "shape after", title: kind }, SHAPES[kind]),
      element("span", { class: "hidden" }, kind));
  }

  const URGENCIES = { high: "poor", medium: "watch", low: "good", unknown: "watch", required: "poor", informational: "watch" };

  function urgency(name) {
    const kind = URGENCIES[name];
    if (!kind) return show.text(name);
    return element("span", { class: `light ${kind}` },
      element("span", { "aria-hidden": "true", class: "shape before" }, SHAPES[kind]), name);
  }

  function productLink(row) {
    return element("a", { href: address("product.html", { id: row.product_id }) },
      row.product_name ?? row.product_id);
  }

  const productColumn = {
    label: "Product",
    class: "product",
    value: (row) => (row.product_name ?? row.product_id).toLowerCase(),
    render: (row) => element("div", {}, productLink(row),
      (row.product_name ?? row.product_id) === row.product_id ? null : element("div", { class: "small" }, row.product_id)),
  };

  function tiles(id, list) {
    fill(id, element("dl", {}, list.filter(Boolean).map(({ label, value, note, kind }) =>
      element("div", { class: kind ? `tile ${kind}` : "tile" },
        element("dt", {}, label),
        element("dd", { class: "value" }, value),
        note ? element("dd", { class: "note-text" }, note) : null))));
  }

  const note = (text) => element("p", { class: "none" }, text);

  /* Tables: sorted by their heads, a page of rows at a time. */

  function cell(row, column, first) {
    const value = column.render ? column.render(row) : show[column.kind ?? "text"](row[column.key]);
    const kind = CLASSES[column.kind ?? "text"] ?? "number";
    return element(first ? "th" : "td", { scope: first ? "row" : null, class: column.class ?? kind }, value);
  }

  function compare(column, descending) {
    const value = column.value ?? ((row) => row[column.key]);
    const direction = descending ? -1 : 1;
    return (left, right) => {
      const [one, other] = [value(left), value(right)];
      const [noOne, noOther] = [one === null || one === undefined, other === null || other === undefined];
      if (noOne || noOther) return noOne - noOther;
      if (one === other) return 0;
      if (typeof one === "string") return direction * (one < other ? -1 : 1);
      return direction * (one - other);
    };
  }

  function table({ caption, columns, rows, size = 25, empty = "Nothing here.", sort = null, fold = false }) {
    if (!rows.length) return note(empty);
    let sorted = rows;
    let start = 0;
    let order = sort;
    const body = element("tbody");
    const count = element("span", { role: "status" });
    const move = (label, step) => element("button", { type: "button", onclick: () => { start += step; draw(); } }, label);
    const [back, on] = [move("Previous", -size), move("Next", size)];
    const heads = columns.map((column) => head(column));

    function head(column) {
      const numeric = !((column.kind ?? "text") in CLASSES);
      const sortable = column.sortable !== false && (column.key || column.value);
      const label = column.title ? element("abbr", { title: column.title }, column.label) : column.label;
      const inside = sortable
        ? element("button", { type: "button", onclick: () => sortBy(column) }, label,
          element("span", { class: "arrow", "aria-hidden": "true" }))
        : label;
      return element("th", { scope: "col", class: numeric ? "number" : null }, inside);
    }

    function sortBy(column) {
      const again = order && order.column === column;
      order = { column, descending: again ? !order.descending : !((column.kind ?? "text") in CLASSES) };
      sorted = [...rows].sort(compare(column, order.descending));
      start = 0;
      draw();
    }

    function draw() {
      columns.forEach((column, place) => {
        const by = order && order.column === column;
        if (by) heads[place].setAttribute("aria-sort", order.descending ? "descending" : "ascending");
        else heads[place].removeAttribute("aria-sort");
      });
      const shown = sorted.slice(start, start + size);
      body.replaceChildren(...shown.map((row) =>
        element("tr", { class: row.row_class }, columns.map((column, place) => cell(row, column, place === 0)))));
      count.textContent = `${whole.format(start + 1)}–${whole.format(start + shown.length)} of ${whole.format(rows.length)}`;
      back.disabled = start === 0;
      on.disabled = start + size >= rows.length;
    }

    draw();
    const scroll = element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
      element("table", {}, element("caption", { class: "hidden" }, caption),
        element("thead", {}, element("tr", {}, heads)), body));
    const parts = [scroll, rows.length > size ? element("div", { class: "pager" }, back, count, on) : null];
    if (!fold) return element("div", { class: "table" }, parts);
    return element("details", { class: "data" }, element("summary", {}, fold), parts);
  }

  /* Charts: Vega-Lite in SVG, each with its figures as a table below. `of` is the figure drawn. */

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  }

  function config() {
    const [faint, grid] = ["muted", "line"].map(colour);
    const font = getComputedStyle(document.body).fontFamily;
    return {
      background: null, font, view: { stroke: null },
      axis: {
        labelColor: faint, titleColor: faint, gridColor: grid, domainColor: grid, tickColor: grid,
        labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal", labelLimit: 140,
      },
      axisX: { grid: false },
      legend: { disable: true },
      line: { strokeWidth: 2 },
      bar: { color: colour("series-1") },
    };
  }

  /* Which series is which: in colour and, for lines, dashes. */
  function key(series) {
    return element("ul", { class: "key" }, series.map(({ label, colour: name, look }) => {
      const sample = element("span", { class: `sample ${look}`, "aria-hidden": "true" });
      sample.style.setProperty("--sample", colour(name));
      return element("li", {}, sample, label);
    }));
  }

  function chart({ summary, of, values, spec, series = [], height = 260, columns, rows }) {
    const drawn = values.filter((row) => row[of] !== null && row[of] !== undefined);
    if (!drawn.length) return note("There are no figures yet.");
    const plot = element("div", { class: "plot", "aria-hidden": "true" });
    const figure = element("figure", { class: "chart" },
      series.length ? key(series) : null, plot,
      element("figcaption", {}, summary),
      table({ caption: summary, columns, rows, size: 60, fold: "The figures of this chart" }));
    const complete = {
      data: { values: drawn }, width: "container", height, autosize: { type: "fit", contains: "padding" },
      config: config(), ...spec,
    };
    // The box has a width only when it is on the page.
    requestAnimationFrame(() => {
      window.vegaEmbed(plot, complete, { actions: false, renderer: "svg", mode: "vega-lite" })
        .then(() => figure.setAttribute("data-drawn", "true"), fail);
    });
    return figure;
  }

  const monthAxis = { type: "temporal", timeUnit: "utcyearmonth", title: null, axis: { format: "%b %Y", labelAngle: 0, labelOverlap: true, tickCount: { interval: "month", step: 3 } } };

  /* Problems are told, not hidden. */

  function fail(error) {
    console.error(error);
    const missing = typeof DecompressionStream === "undefined";
    byId("problem").replaceChildren(element("p", { class: "note poor" }, missing
      ? "This browser is too old for this page: a current Chrome, Edge, Firefox or Safari shows it."
      : `The page could not be shown: ${error.message}. Make it again with restock site.`));
  }

  /* Search: by number and name, over all products. */

  async function searchIndex() {
    const { columns, values } = (await load("product")).index;
    const [ids, names, inGroups] = ["product_id", "product_name", "product_group"]
      .map((column) => values[columns.indexOf(column)]);
    const lower = ids.map((id, place) => `${id}\n${names[place] ?? ""}`.toLowerCase());
    return { ids, names, groups: inGroups, lower };
  }

  let index = null;
  const products = () => (index ??= searchIndex());

  function matches({ lower }, text, most) {
    const wanted = text.trim().toLowerCase();
    if (!wanted) return { places: [], count: 0 };
    const ranks = [[], [], [], []];
    let count = 0;
    for (let place = 0; place < lower.length; place += 1) {
      const at = lower[place].indexOf(wanted);
      if (at < 0) continue;
      count += 1;
      const name = lower[place].indexOf("\n") + 1;
      const rank = at === 0 ? (name === wanted.length + 1 ? 0 : 1) : (lower[place].startsWith(wanted, name) ? 2 : 3);
      if (ranks[rank].length < most) ranks[rank].push(place);
    }
    return { places: ranks.flat().slice(0, most), count };
  }

  function search() {
    const [input, list, told] = ["search", "found", "found-count"].map(byId);
    let active = -1;

    function close() {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function point(step) {
      const options = [...list.children];
      if (!options.length) return;
      active = (active + step + options.length) % options.length;
      options.forEach((option, place) => option.setAttribute("aria-selected", String(place === active)));
      input.setAttribute("aria-activedescendant", options[active].id);
      options[active].scrollIntoView({ block: "nearest" });
    }

    function go(id) {
      close();
      input.value = "";
      location.href = address("product.html", { id });
    }

    async function find() {
      const known = await products();
      const { places, count } = matches(known, input.value, 12);
      active = -1;
      input.removeAttribute("aria-activedescendant");
      list.replaceChildren(...places.map((place, option) => element("li", {
        role: "option", id: `found-${option}`, "aria-selected": "false", "data-id": known.ids[place],
        onmousedown: (event) => { event.preventDefault(); go(known.ids[place]); },
      }, element("strong", {}, known.names[place] ?? known.ids[place]),
      element("span", {}, `${known.ids[place]} · ${known.groups[place] ?? "no group"}`))));
      list.hidden = !places.length;
      input.setAttribute("aria-expanded", String(places.length > 0));
      told.textContent = input.value.trim() ? `${whole.format(count)} products found` : "";
    }

    const KEYS = {
      ArrowDown: () => point(1),
      ArrowUp: () => point(-1),
      Escape: close,
      Enter: () => { const chosen = list.children[Math.max(active, 0)]; if (chosen) go(chosen.dataset.id); },
    };
    input.addEventListener("focus", () => products().catch(fail), { once: true });
    input.addEventListener("input", () => find().catch(fail));
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (!(event.key in KEYS)) return;
      if (event.key !== "Escape") event.preventDefault();
      if (event.key === "Enter") find().then(KEYS.Enter, fail);
      else KEYS[event.key]();
    });
  }

  /* Downloads. */

  function asCsv(columns, rows) {
    // A text that a spreadsheet would take for a formula gets a quote before it.
    const field = (value) => {
      const text = value === null || value === undefined ? "" : String(value);
      const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
      return `"${safe.replaceAll('"', '""')}"`;
    };
    return [columns, ...rows.map((row) => columns.map((column) => row[column]))]
      .map((line) => line.map(field).join(",")).join("\r\n");
  }

  function downloadButton(text, name, columns, rows) {
    return element("button", {
      type: "button",
      onclick: () => {
        const file = new Blob(["\ufeff", asCsv(columns, rows())], { type: "text/csv" });
        const link = element("a", { href: URL.createObjectURL(file), download: name });
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      },
    }, text);
  }

  function workbookLink(name, text) {
    const file = Object.hasOwn(settings.workbooks, name) ? settings.workbooks[name] : null;
    return file === null ? null : element("a", {
      class: "button", href: `../excel/${encodeURIComponent(file)}`, download: file,
    }, text ?? `Excel: ${name}`);
  }

  /* A page: its data, and how it is drawn for what is chosen. */

  function page(name, draw) {
    const data = loadRecords(name);
    const redraw = () => {
      document.documentElement.removeAttribute("data-ready");
      return data.then((tables) => draw(tables, group())).then(() => {
        linkPages();
        document.documentElement.setAttribute("data-ready", "true");
      }).catch(fail);
    };
    const select = byId("group");
    if (select) {
      const follow = () => { select.value = group(); };
      follow();
      remember(group());
      select.addEventListener("change", () => { remember(select.value); change({ group: select.value }); });
      window.addEventListener("hashchange", () => { if (state().group) remember(group()); follow(); });
    }
    window.addEventListener("hashchange", redraw);
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
    return redraw();
  }

  /* A select whose choice stands in the address. */
  function choice(id, fallback) {
    const select = byId(id);
    const value = state()[id] ?? fallback;
    select.value = [...select.options].some((option) => option.value === value) ? value : fallback;
    select.onchange = () => change({ [id]: select.value });
    return select.value;
  }

  function start() {
    linkPages();
    search();
    document.querySelector(".skip").addEventListener("click", (event) => {
      event.preventDefault();
      byId("main").focus();
    });
  }

  start();
  return {
    settings, byId, receive, load, records, loadRecords, state, address, change, retype, group, groupName,
    inGroup, show, element, fill, light, urgency, productLink, productColumn, tiles, note, table, chart, colour,
    monthAxis, fail, products, downloadButton, workbookLink, page, choice,
  };
})();
