"""Failures made on purpose, each with the message that a person gets."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psutil
import pytest
from conftest import Warehouse, copy_project, rewrite_sales
from month_ends import MonthEnds, mail_server

from restock.operations.record import read_record
from restock.publish import publish

UNKNOWN_MONTH = {"expected_month": "2030-01-01"}
STANDS = "The release that stands, in the warehouse and published: "


def of_built(copied: Warehouse, data: Path, **more: object) -> MonthEnds:
    """Month-ends of a business that has a release, which is published."""
    publish(copied.path, copied.folder / "output")
    return MonthEnds(copied.folder, data, **more)


def wait_for_node(started: subprocess.Popen[str], month_ends: MonthEnds, node: str) -> None:
    """Wait until the dbt of a run is at a node, or beyond it."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        for folder in month_ends.logs():
            record, events = read_record(folder), folder / "dbt.jsonl"
            if record and record.process == started.pid and f'"{node}"' in events.read_text():
                return
        assert started.poll() is None, started.communicate()
        time.sleep(0.1)
    raise AssertionError(f"{node} was never reached")


def test_a_blocked_release_is_told_by_mail_and_keeps_another_run_out(
    copied_warehouse: Warehouse, tiny_input: Path
) -> None:
    month_ends = of_built(copied_warehouse, tiny_input)
    (released,) = month_ends.release_ids()
    with mail_server() as (address, mails):
        month_ends.environment["RESTOCK_NOTIFY"] = address
        first = month_ends.start(**UNKNOWN_MONTH)
        wait_for_node(first, month_ends, "stg_products")
        second = month_ends.run()
        said, wrong = first.communicate()
    assert second.returncode == 3
    assert f"process {first.pid}" in second.stderr
    assert first.returncode == 1, said + wrong
    (refused, blocked) = mails
    assert "another run is going on since" in refused
    for message in (wrong, blocked):
        assert "The gate has blocked the release, after" in message
        assert "tests/dbt/sanity/release_is_of_the_expected_month.sql" in message
        assert "It stored 1 rows in ops.release_is_of_the_expected_month:" in message
        assert "release_is_of_the_expected_month: " in message
        assert "nodes behind were skipped, the release among them." in message
        assert f"{STANDS}{released[:8]} (cutoff " in message
        assert "waive the check (docs/gate.md says how)" in message
        assert f"Log: {month_ends.logs()[-1]}/run.log" in message
    assert "Its last lines:" in blocked
    assert month_ends.release_ids() == [released]
    assert month_ends.warehouse.rows(
        "select outcome, peak_memory_bytes > 5e7, cpu_seconds > 1, message like 'The gate has%' "
        "from marts.rpt_runs order by started_at desc limit 1"
    ) == [("failed", True, True, True)]


def test_what_failed_is_built_again_by_resume(
    copied_warehouse: Warehouse, tiny_input: Path, tmp_path: Path
) -> None:
    project = copy_project(tmp_path / "project")
    month_ends = of_built(copied_warehouse, tiny_input, project=project)
    model = project / "models" / "marts" / "groups" / "rpt_group_months.sql"
    sound = model.read_text()
    model.write_text(sound.replace("select * from", "select no_such_column from", 1))
    failed = month_ends.run()
    assert failed.returncode == 1
    assert "model rpt_group_months (models/marts/groups/rpt_group_months.sql):" in failed.stderr
    assert "no_such_column" in failed.stderr
    assert "then the same command with `--resume`" in failed.stderr
    model.write_text(sound)
    said = month_ends.done("--resume")
    assert "Going on after run " in said
    ((nodes,),) = month_ends.warehouse.rows(
        "select node_count from marts.rpt_runs order by started_at desc limit 1"
    )
    assert nodes < 60


def test_what_cannot_be_read_is_told_and_builds_nothing(tiny_input: Path, tmp_path: Path) -> None:
    data = rewrite_sales(tiny_input, tmp_path / "input", "select sale_date, product_id from sales")
    month_ends = MonthEnds(tmp_path / "built", data)
    month_ends.environment["RESTOCK_NOTIFY"] = "mailto://u:pa55word@127.0.0.1:1/?to=a@example.com"
    ended = month_ends.run()
    assert ended.returncode == 2
    assert "The input cannot be used: " in ended.stderr
    assert "has no column 'quantity'" in ended.stderr
    assert "`restock check` tells whether a run can go on" in ended.stderr
    # The mail server is down: told, and nothing else.
    assert "The notification was not sent: address 1 in RESTOCK_NOTIFY" in ended.stderr
    written = [file.read_text() for file in month_ends.logs()[-1].iterdir()]
    assert not any("pa55word" in text for text in [ended.stdout, ended.stderr, *written])
    assert month_ends.summary()["outcome"] == "failed"
    assert not (month_ends.folder / "output" / "restock.duckdb").exists()


@pytest.mark.parametrize(
    "sent", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.proof)]
)
def test_a_stopped_run_ends_dbt_and_tells(sent: int, tiny_input: Path, tmp_path: Path) -> None:
    month_ends = MonthEnds(tmp_path / "built", tiny_input)
    started = month_ends.start()
    wait_for_node(started, month_ends, "stg_products")
    children = psutil.Process(started.pid).children(recursive=True)
    started.send_signal(sent)
    _, wrong = started.communicate()
    assert started.returncode == 1
    assert "The run was stopped by SIG" in wrong
    assert "in the stage build" in wrong
    assert month_ends.summary()["outcome"] == "stopped"
    assert children
    assert not any(child.is_running() for child in children)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(tmp_path_factory.mktemp("faults") / "project")


class TestProof:
    """The long ones."""

    pytestmark = pytest.mark.proof

    def told(self, month_ends: MonthEnds, **changed: object) -> tuple[int, str]:
        ended = month_ends.run(**changed)
        show(ended.returncode, ended.stderr)
        return ended.returncode, ended.stderr

    @pytest.mark.parametrize(
        ("file", "old", "new", "code", "message"),
        [
            (
                "models/features/feat_forecast_inputs.sql",
                "with\n",
                "{% if %}with\n",
                2,
                "Compilation Error in model feat_forecast_inputs "
                "(models/features/feat_forecast_inputs.sql)",
            ),
            (
                "models/features/feat_forecast_inputs.sql",
                "select * from",
                "select * fro m",
                1,
                "model feat_forecast_inputs (models/features/feat_forecast_inputs.sql):",
            ),
            (
                "models/staging/stg_products.sql",
                "product_name",
                "name_of_product",
                1,
                "name_of_product",
            ),
            (
                "models/ml/train/ml_theta_models.py",
                "    show_progress()\n",
                "    raise ZeroDivisionError('a fault in training')\n",
                1,
                "ZeroDivisionError: a fault in training",
            ),
        ],
    )
    def test_faults_in_the_project(
        self, project: Path, tiny_input: Path, tmp_path: Path, file, old, new, code, message
    ) -> None:
        path = project / file
        sound = path.read_text()
        assert old in sound
        path.write_text(sound.replace(old, new))
        try:
            month_ends = MonthEnds(tmp_path / "built", tiny_input, project=project)
            ended, told = self.told(month_ends)
        finally:
            path.write_text(sound)
        assert ended == code
        assert message in told
        assert file in told
        assert "What to do:" in told

    def test_memory_that_does_not_suffice(self, tiny_input: Path, tmp_path: Path) -> None:
        month_ends = MonthEnds(tmp_path / "built", tiny_input)
        month_ends.environment["RESTOCK_MEMORY_LIMIT"] = "60MB"
        code, told = self.told(month_ends)
        assert code == 1
        assert "raise RESTOCK_MEMORY_LIMIT" in told

    def test_a_killed_dbt(self, tiny_input: Path, tmp_path: Path) -> None:
        month_ends = MonthEnds(tmp_path / "built", tiny_input)
        started = month_ends.start()
        wait_for_node(started, month_ends, "int_demand_monthly")
        (child,) = psutil.Process(started.pid).children()
        child.kill()
        _, wrong = started.communicate()
        show(started.returncode, wrong)
        assert started.returncode == 1
        assert "dbt was ended by signal 9 from outside, as the system does" in wrong
        month_ends.done()

    @pytest.mark.parametrize("whole_group", [True, False])
    def test_a_killed_run_is_logged_by_the_next(
        self, whole_group: bool, tiny_input: Path, tmp_path: Path
    ) -> None:
        month_ends = MonthEnds(tmp_path / "built", tiny_input)
        started = month_ends.start()
        wait_for_node(started, month_ends, "int_demand_monthly")
        children = psutil.Process(started.pid).children(recursive=True)
        if whole_group:
            os.killpg(started.pid, signal.SIGKILL)
        else:
            started.kill()
        started.communicate()
        psutil.wait_procs(children, timeout=120)
        said = month_ends.done()
        show(0, said)
        assert "did not end: it was killed in the stage build at " in said
        ((seconds, memory),) = month_ends.warehouse.rows(
            "select duration_seconds, peak_memory_bytes from marts.rpt_runs "
            "where outcome = 'killed'"
        )
        assert seconds > 1
        assert memory > 5e7

    @pytest.mark.parametrize(
        ("options", "size", "message"),
        [
            ({}, "60m", "GB free, and a run needs 1.00 GB (var min_free_disk_gb"),
            ({"min_free_disk_gb": 0.001}, "24m", "The disk is full. Free space on it"),
        ],
    )
    def test_a_full_disk(
        self, options: dict, size: str, message: str, tiny_input: Path, tmp_path: Path
    ) -> None:
        month_ends = MonthEnds(tmp_path / "small", tiny_input)
        ended = in_own_mounts(month_ends, f"mount -t tmpfs -o size={size} tmpfs {{}}", **options)
        assert ended.returncode == (1 if options else 2)
        assert message in ended.stderr

    def test_a_disk_that_fills_up_while_publishing(self, tiny_input: Path, tmp_path: Path) -> None:
        month_ends = MonthEnds(tmp_path / "built", tiny_input)
        (month_ends.folder / "output").mkdir(parents=True)
        ended = in_own_mounts(
            month_ends, "mount -t tmpfs -o size=3m tmpfs {}/output", min_free_disk_gb=0.001
        )
        assert ended.returncode == 1
        assert "The stage publish failed: " in ended.stderr
        assert "The disk is full. Free space on it" in ended.stderr
        assert "The release that stands in the warehouse: " in ended.stderr

    def test_an_output_that_cannot_be_written(self, tiny_input: Path, tmp_path: Path) -> None:
        month_ends = MonthEnds(tmp_path / "built", tiny_input)
        (month_ends.folder / "output").mkdir(parents=True)
        ended = in_own_mounts(month_ends, "mount -t tmpfs -o ro tmpfs {}/output")
        assert ended.returncode == 2
        assert "cannot be written (Read-only file system)" in ended.stderr
        assert "name another with RESTOCK_OUTPUT" in ended.stderr


def show(code: int, said: str) -> None:
    """Print what a person gets: `pytest -s` shows all of it."""
    print(f"\n--- exit code {code}\n{said}")


def in_own_mounts(
    month_ends: MonthEnds, mount: str, **changed: object
) -> subprocess.CompletedProcess[str]:
    """Run where a file system is mounted that nothing else sees."""
    assert shutil.which("unshare"), "unshare (util-linux) is needed"
    month_ends.folder.mkdir(parents=True, exist_ok=True)
    ended = subprocess.run(
        [
            *("unshare", "--map-root-user", "--mount", "sh", "-c"),
            f'{mount.format(month_ends.folder)} && exec "$@"',
            "sh",
            *month_ends.command(**changed),
        ],
        cwd=month_ends.project,
        env=month_ends.all_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    show(ended.returncode, ended.stderr)
    return ended
