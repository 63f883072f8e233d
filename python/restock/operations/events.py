"""What dbt's log says of a build, as JSON lines: which node it is at, what failed, what it said."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any, Final

_STARTED: Final = "LogStartLine"
_FAILURE: Final = "RunResultFailure"
_FAILURE_MESSAGE: Final = "RunResultError"
_SAID: Final = "JinjaLogInfo"
_TOTALS: Final = "StatsLine"
_STOPPED: Final = "MainEncounteredError"
_HOOK_FAILED: Final = "LogHookEndLine"
_SKIPPED: Final = ("SkippingDetails", "LogSkipBecauseError")


@dataclass(frozen=True)
class Failure:
    """A node that failed, or dbt itself (then without name and file).

    Attributes
    ----------
    resource_type
        model, test, seed, snapshot, operation; "project" where dbt could not even begin.
    path
        File of the node, from the project's root.
    relation
        Table of the node; of a check, where it stores the rows that it found.
    """

    resource_type: str
    name: str
    path: str
    message: str
    relation: str = ""
    failed_rows: int | None = None

    @property
    def is_gate(self) -> bool:
        """Whether it is a check that a release needs."""
        return self.path.startswith("tests/dbt/sanity/")


@dataclass
class Watched:
    """What has been seen of a build so far.

    Attributes
    ----------
    total, node
        Number of nodes, and the one that is worked on.
    finished
        Seconds by unique id of the nodes that are over.
    said
        What the project's own macros said, line by line.
    """

    total: int = 0
    node: str | None = None
    node_id: str | None = None
    detail: str = ""
    finished: dict[str, float] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    other_lines: list[str] = field(default_factory=list)
    totals: str = ""
    _failed_rows: dict[str, int] = field(default_factory=dict)

    def see(self, line: str) -> None:
        """Take in a line: an event of dbt, or what a library printed."""
        event = as_event(line)
        if event is None:
            self._see_text(line)
            return
        name, data = event["info"]["name"], event.get("data", {})
        node = data.get("node_info") or {}
        if name == _STARTED:
            self.total, self.node, self.detail = data["total"], node["node_name"], ""
            self.node_id = node["unique_id"]
        elif name == _SAID:
            self.said.append(data["msg"])
        elif name == _TOTALS:
            self.totals = event["info"]["msg"]
        elif name in _SKIPPED:
            self.skipped.append(data.get("node_name", ""))
        else:
            self._see_end(name, data, node)

    def _see_end(self, name: str, data: dict[str, Any], node: dict[str, Any]) -> None:
        if name == _STOPPED:
            self.failures.append(Failure("project", "", "", str(data["exc"])))
        elif name == _FAILURE:
            self.failures.append(_failure(data, node, self._failed_rows.get(node["unique_id"])))
        elif name.startswith(_FAILURE_MESSAGE) and self.failures:
            # It follows the event that names the node.
            last = self.failures.pop()
            self.failures.append(replace(last, message=str(data.get("msg", ""))))
        elif "execution_time" in data and "unique_id" in node and name != _HOOK_FAILED:
            self.finished[node["unique_id"]] = float(data["execution_time"])
            if data.get("num_failures"):
                self._failed_rows[node["unique_id"]] = int(data["num_failures"])

    def _see_text(self, line: str) -> None:
        if line.strip():
            self.other_lines.append(line)
            # The library's progress begins with the time of day.
            self.detail = line.partition("  ")[2].strip() or line.strip()


def as_event(line: str) -> dict[str, Any] | None:
    """Return a line of dbt's JSON log; None for any other line."""
    try:
        event = json.loads(line) if line.startswith("{") else None
    except ValueError:
        return None
    return event if isinstance(event, dict) and "info" in event else None


def _failure(data: dict[str, Any], node: dict[str, Any], failed_rows: int | None) -> Failure:
    relation = node.get("node_relation") or {}
    return Failure(
        data.get("resource_type", node.get("resource_type", "")),
        data["node_name"],
        data["path"],
        "",
        f"{relation.get('schema', '')}.{relation.get('alias', '')}",
        failed_rows,
    )
