/* Runs and data: how the runs went, and what the input was like. */
"use strict";

(() => {
  const R = window.restock;
  const { show, fill, table, chart, light } = R;
  const LIGHTS = { done: "good", success: "good", pass: "good", skipped: "watch" };
  const ended = (outcome) => (outcome ? light(LIGHTS[outcome] ?? "poor", outcome) : show.text(outcome));
  const outcome = (row) => ended(row.outcome);

  function drawTiles(data) {
    const [run] = data.runs;
    const accepted = data.inputs.find((row) => row.table_name === "daily_sales" && row.finding === "lines accepted");
    const rejected = data.inputs.find((row) => row.table_name === "daily_sales" && row.finding === "lines rejected" && row.item === "all");
    R.tiles("tiles", [
      run ? { label: "Last run", value: outcome(run), note: `${show.time(run.started_at)} UTC` } : null,
      run ? { label: "It took", value: show.seconds(run.duration_seconds), note: `${show.count(run.node_count)} steps` } : null,
      run && run.peak_memory_megabytes !== null ? { label: "Memory at its peak", value: `${show.count(run.peak_memory_megabytes)} MB`, note: `${show.units(run.free_disk_gigabytes)} GB of disk free` } : null,
      accepted ? { label: "Latest sale", value: show.date(accepted.last_date), note: `${show.count(accepted.figure)} lines of sales accepted` } : null,
      rejected ? { label: "Sales lines rejected", value: show.count(rejected.figure) } : null,
    ]);
  }

  /* A bar for each run, the earliest first. */
  function bars(data, { of, title, kind, summary }) {
    const values = [...data.runs].reverse()
      .map((row, place) => ({ ...row, place, when: show.time(row.started_at) }));
    return chart({
      summary,
      of,
      values,
      rows: data.runs,
      height: 180,
      columns: [{ label: "Started (UTC)", key: "started_at", kind: "time" }, { label: title, key: of, kind }],
      spec: {
        mark: { type: "bar", tooltip: true, cornerRadiusEnd: 2 },
        encoding: {
          x: { field: "place", type: "ordinal", title: "Runs, the latest on the right", axis: { labels: false, ticks: false } },
          y: { field: of, type: "quantitative", title, axis: { tickCount: 5 } },
          color: { condition: { test: "datum.outcome != 'done'", value: R.colour("poor") }, value: R.colour("series-1") },
          tooltip: [{ field: "when", title: "Started" }, { field: "command", title: "Command" }, { field: "outcome", title: "Outcome" }, { field: of, title, format: ",.1f" }],
        },
      },
    });
  }

  function drawRuns(data) {
    fill("durations", bars(data, { of: "duration_seconds", title: "Seconds", kind: "seconds", summary: "Duration of the last runs; red: not done." }));
    fill("memory", bars(data, { of: "peak_memory_megabytes", title: "Memory (MB)", kind: "count", summary: "Memory of the last runs at its peak; known of restock run." }));
    fill("runs", table({
      caption: "The last runs, the latest first",
      rows: data.runs,
      size: 10,
      empty: "No run is recorded.",
      columns: [
        { label: "Started (UTC)", key: "started_at", kind: "time" },
        { label: "Run", key: "command" },
        { label: "Outcome", key: "outcome", render: outcome },
        { label: "Took", key: "duration_seconds", kind: "seconds" },
        { label: "In time", key: "is_window_kept", kind: "yesNo", title: "Done within var run_window_minutes" },
        { label: "Steps", key: "node_count", kind: "count", render: (row) => show.count(row.node_count) + (row.failed_node_count ? ` (${show.count(row.failed_node_count)} failed)` : "") },
        { label: "Products/s", key: "products_per_second", kind: "units" },
        { label: "CPU", key: "cpu_seconds", kind: "seconds", title: "Time of processors" },
        { label: "Peak MB", key: "peak_memory_megabytes", kind: "count", title: "Memory at its peak" },
        { label: "File MB", key: "database_megabytes", kind: "count", title: "Size of the warehouse file" },
        { label: "Free GB", key: "free_disk_gigabytes", kind: "units", title: "Disk that is free at the warehouse" },
        { label: "Read", key: "slowest_read_seconds", kind: "seconds", title: "The slowest of some typical queries on what it published" },
        { label: "Commit", key: "git_commit", class: "nowrap code", title: "Of the project; +: with changes" },
      ],
    }));
    const undone = data.runs.filter((row) => row.message);
    fill("undone", undone.length ? table({
      caption: "Why runs were not done",
      rows: undone,
      size: 5,
      columns: [
        { label: "Not done (UTC)", key: "started_at", kind: "time" },
        { label: "Why", key: "message", class: "words" },
      ],
    }) : []);
    fill("stages", table({
      caption: "Stages of the last run, and typical queries on what it published, beside the run before",
      rows: data.stages,
      empty: "Stages are known of restock run only.",
      columns: [
        { label: "What", key: "node_name", render: (row) => show.text(row.node_name).replaceAll("_", " ") },
        { label: "Kind", key: "resource_type" },
        { label: "Outcome", key: "outcome", render: outcome },
        { label: "Last run", key: "duration_seconds", kind: "seconds" },
        { label: "Outcome before", key: "outcome_before", render: (row) => ended(row.outcome_before) },
        { label: "Run before", key: "duration_before_seconds", kind: "seconds" },
      ],
    }));
    fill("nodes", table({
      caption: "Steps of the last run, failed ones and the slowest first",
      rows: data.nodes,
      columns: [
        { label: "Step", key: "node_name" },
        { label: "Kind", key: "resource_type" },
        { label: "Outcome", key: "outcome", render: outcome },
        { label: "Duration", key: "duration_seconds", kind: "seconds" },
        { label: "Rows", key: "row_count", kind: "count" },
        { label: "Products/s", key: "products_per_second", kind: "units" },
        { label: "Message", key: "message", class: "words" },
      ],
    }));
  }

  function drawChecks(data) {
    fill("checks", table({
      caption: "What the checks of the current release found",
      rows: data.checks,
      empty: "Nothing is released.",
      columns: [
        { label: "Check", key: "check_name", render: (row) => show.text(row.check_name).replace(/^release_/, "").replaceAll("_", " ") },
        { label: "Outcome", key: "is_waived", kind: "yesNo", render: (row) => (row.is_waived ? light("watch", "waived") : light("good", "passed")) },
        { label: "Found", key: "finding", class: "words" },
        { label: "Figure", key: "figure", kind: "figure" },
        { label: "At most", key: "bound", kind: "figure" },
      ],
    }));
    fill("releases", table({
      caption: "What happened to releases, the latest first",
      rows: data.releases,
      size: 10,
      empty: "Nothing is released.",
      columns: [
        { label: "When (UTC)", key: "event_at", kind: "time" },
        { label: "Release", key: "release_id", render: (row) => show.text(row.release_id).slice(0, 8) },
        { label: "Event", key: "event" },
        { label: "Reason", key: "reason" },
      ],
    }));
  }

  const inputColumns = [
    { label: "Table", key: "table_name" },
    { label: "Finding", key: "finding" },
    { label: "Of", key: "item" },
    { label: "How many", key: "figure", kind: "figure" },
    { label: "Share", key: "share", kind: "percent" },
    { label: "From", key: "first_date", kind: "date" },
    { label: "To", key: "last_date", kind: "date" },
    { label: "Example", key: "example", class: "words" },
  ];

  function drawInputs(data) {
    const doubtful = data.inputs.filter((row) => row.is_doubtful);
    fill("doubtful", doubtful.length ? table({ caption: "Findings that a person should look at", rows: doubtful, columns: inputColumns })
      : R.note("Nothing in the input is doubtful."));
    fill("inputs", table({ caption: "All findings in the input", rows: data.inputs, columns: inputColumns, fold: "All findings" }));
    fill("rejected", table({
      caption: "Lines of the input that are not used, the first 500",
      rows: data.rejected,
      size: 10,
      empty: "No line is rejected.",
      columns: [
        { label: "Table", key: "table_name" },
        { label: "Why", key: "rejection_reason" },
        { label: "Product", key: "product_id" },
        { label: "File", key: "source_file", class: "words" },
        { label: "As it stands there", key: "source_line", class: "words code" },
      ],
    }));
    fill("restatements", table({
      caption: "Complete months whose sales changed after they were first known, the first 500",
      rows: data.restatements,
      size: 10,
      empty: "No month has changed.",
      columns: [
        R.productColumn,
        { label: "Month", key: "demand_month", kind: "month" },
        { label: "Before", key: "units_before", kind: "units" },
        { label: "After", key: "units_after", kind: "units" },
        { label: "Seen (UTC)", key: "seen_at", kind: "time" },
      ],
    }));
  }

  R.page("runs", (data) => {
    drawTiles(data);
    drawRuns(data);
    drawChecks(data);
    drawInputs(data);
  });
})();
