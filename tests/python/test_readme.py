"""What the README tells a newcomer to do, done word for word."""

import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from conftest import GATE_ALONE, ROOT, Warehouse, copy_project, project_vars

README = (ROOT / "README.md").read_text()
NEW_FILE = re.compile(r"^`([^`]+)`:\n\n```\w+\n(.*?)```", re.DOTALL | re.MULTILINE)
INSERTION = re.compile(
    r"^In `([^`]+)`, below `([^`]+)`[^:`]*:\n\n```\w+\n(.*?)```", re.DOTALL | re.MULTILINE
)

BLOCK = re.compile(r"^```(sql)?\n(.*?)^```", re.DOTALL | re.MULTILINE)
IDENTIFIER = re.compile(r"\b[0-9a-f]{8,32}\b")


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the candidate and the feature of the README in it."""
    project = copy_project(tmp_path_factory.mktemp("readme") / "project")
    new_files, insertions = NEW_FILE.findall(README), INSERTION.findall(README)
    assert len(new_files) == 2
    assert len(insertions) == 3
    for name, text in new_files:
        (project / name).write_text(text)
    for name, anchor, text in insertions:
        file = project / name
        assert file.read_text().count(f"{anchor}\n") == 1, anchor
        file.write_text(file.read_text().replace(f"{anchor}\n", f"{anchor}\n{text}"))
    return project


def test_the_candidate_and_the_feature_are_used(
    followed: Path, tiny_input: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(followed / "python"))
    warehouse = Warehouse(tmp_path, project=followed, variables=project_vars(root=followed))
    warehouse.build(tiny_input, *GATE_ALONE)
    scored = warehouse.rows(
        "select distinct candidate from marts.rpt_kpis where basis = 'backtest' order by 1"
    )
    assert ("last_month",) in scored
    features = warehouse.value(
        "select max(features) from ml.ml_model_registry where candidate = 'lightgbm'"
    )
    assert '"target_quarter"' in features


@pytest.mark.parametrize(
    ("title", "count"), [("Five queries", 5), ("How a configuration is approved", 1)]
)
def test_the_queries_run(title: str, count: int, tiny_warehouse: Warehouse) -> None:
    section = README.split(f"## {title}")[1].split("\n## ")[0]
    queries = re.findall(r"```sql\n(.*?)```", section, re.DOTALL)
    assert len(queries) == count
    for query in queries:
        tiny_warehouse.rows(query)


def masked(text: str) -> str:
    """Return the text without identifiers, which are of the processor's last digits as well."""
    return IDENTIFIER.sub("<id>", text)


@pytest.mark.proof
def test_the_month_goes_as_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = copy_project(tmp_path / "project")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(project / "python"))
    section = README.split("## One month")[1].split("\n## ")[0]
    published = project / "build/month/output/restock.duckdb"
    exports, shown, first_id = "", "", ""
    for language, block in BLOCK.findall(section):
        if language == "sql":
            with duckdb.connect(str(published), read_only=True) as connection:
                shown = str(connection.sql(block))
        elif block.startswith(("mkdir", "restock", "echo")):
            command = block.replace("907a5374", first_id)
            exports += "".join(line for line in block.splitlines(True) if line[:6] == "export")
            done = subprocess.run(
                ["bash", "-ec", f"{exports}\n{command}"],
                cwd=project,
                capture_output=True,
                text=True,
                check=False,
            )
            shown = done.stdout + done.stderr
            assert done.returncode == 0, shown[-3000:]
            first_id = first_id or "".join(re.findall(r"Made release (\w+)", shown))
        else:
            for line in masked(block).splitlines():
                told = ".*".join(re.escape(part) for part in line.split("..."))
                assert re.search(told, masked(shown)), f"{line}\nis not in\n{shown[-3000:]}"
