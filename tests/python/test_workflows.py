"""The workflows: what they call exists, and no secret is in a command."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT
from typer.main import get_command

from restock.cli import app

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
MAKE = (ROOT / "Makefile").read_text()


@pytest.fixture(params=WORKFLOWS, ids=lambda path: path.stem)
def workflow(request: pytest.FixtureRequest) -> dict[str, Any]:
    path = Path(request.param)
    read: dict[str, Any] = yaml.safe_load(path.read_text())
    return read


def commands(workflow: dict[str, Any]) -> list[str]:
    """Return what the steps of all jobs run."""
    return [
        step["run"] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step
    ]


def secrets_outside_environments(node: Any, name: str = "") -> Iterator[str]:
    """Yield the values that use a secret or token and are not given by an environment."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key != "env":
                yield from secrets_outside_environments(value, str(key))
    elif isinstance(node, list):
        for value in node:
            yield from secrets_outside_environments(value, name)
    elif re.search(r"\b(secrets|github\.token)\b", str(node)):
        yield f"{name}: {node}"


def test_there_are_workflows() -> None:
    assert {path.stem for path in WORKFLOWS} >= {"ci", "monthly"}


def test_what_they_run_exists(workflow: dict[str, Any]) -> None:
    known = set(get_command(app).commands)  # type: ignore[attr-defined]
    for command in commands(workflow):
        for target in re.findall(r"\bmake ([\w./-]+)", command):
            assert re.search(rf"^{re.escape(target)}:", MAKE, re.MULTILINE), command
        for name in re.findall(r"bin/restock (\w+)", command):
            assert name in known, command
        for script in re.findall(r"\.ci/\w+", command):
            assert (ROOT / script).stat().st_mode & 0o100, command


def test_values_reach_commands_by_the_environment_alone(workflow: dict[str, Any]) -> None:
    """What is put into a command's text is run; what is in its environment is not."""
    assert list(secrets_outside_environments(workflow)) == []
    assert [command for command in commands(workflow) if "${{" in command] == []
    assert "env" not in workflow or "secrets" not in str(workflow["env"])


def test_they_may_only_read(workflow: dict[str, Any]) -> None:
    granted = [workflow["permissions"]]
    granted += [job["permissions"] for job in workflow["jobs"].values() if "permissions" in job]
    assert {right for rights in granted for right in rights.values()} == {"read"}
