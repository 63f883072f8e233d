"""The parts of a run, each by itself."""

import json
import multiprocessing
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from restock.cli import app
from restock.locations import Locations
from restock.operations import preflight, resume
from restock.operations.build_stage import Build, StageError
from restock.operations.console import seconds_left, told
from restock.operations.events import Failure, Watched
from restock.operations.explanation import next_step
from restock.operations.journal import Journal, prune, run_id_of
from restock.operations.lock import AnotherRunError, Owner, hold
from restock.operations.notification import notify
from restock.operations.record import RunRecord, Stage, read_record
from restock.operations.secrets import Redactor
from restock.operations.settings import Settings, expected_month, month_before
from restock.publish import settle, swap_folder, unfinished

NOW = datetime(2026, 1, 1, 0, 0, 30, tzinfo=UTC)
NOTIFY = (
    "mailto://me:pa55word@mail.example.com?to=you@example.com slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnl"
)


def owner_of(folder: Path, run_id: str = "20260101T000030Z-abcdef") -> Owner:
    return Owner.this_process(run_id, folder, NOW)


def try_to_hold(path: Path, folder: Path, answers: "multiprocessing.Queue[str]") -> None:
    try:
        with hold(path, owner_of(folder)):
            answers.put("held")
    except AnotherRunError as error:
        answers.put(str(error))


class TestLock:
    def test_one_holds_it_at_a_time_and_says_who(self, tmp_path: Path) -> None:
        context = multiprocessing.get_context("spawn")
        answers: multiprocessing.Queue[str] = context.Queue()
        other = (tmp_path / "w.lock", tmp_path, answers)
        with hold(tmp_path / "w.lock", owner_of(tmp_path)) as held:
            assert held.abandoned is None
            process = context.Process(target=try_to_hold, args=other)
            process.start()
            refused = answers.get(timeout=60)
            process.join()
        assert "another run is going on since 2026-01-01 00:00 UTC" in refused
        assert f"process {owner_of(tmp_path).process}" in refused
        assert f"see {tmp_path}/run.log" in refused
        process = context.Process(target=try_to_hold, args=other)
        process.start()
        assert answers.get(timeout=60) == "held"
        process.join()

    def test_what_a_killed_run_left_is_found_once(self, tmp_path: Path) -> None:
        path = tmp_path / "w.lock"
        left = owner_of(tmp_path)
        path.write_text(json.dumps(left.__dict__))
        with hold(path, owner_of(tmp_path, "20260201T000000Z-000000")) as held:
            assert held.abandoned == left
        with hold(path, owner_of(tmp_path)) as held:
            assert held.abandoned is None

    @pytest.mark.parametrize("text", ["", "{", "[]", '{"run_id": 1}', "\x00"])
    def test_half_a_line_in_it_is_nobody(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "w.lock").write_text(text)
        with hold(tmp_path / "w.lock", owner_of(tmp_path)) as held:
            assert held.abandoned is None

    def test_a_full_disk_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.pwrite", full)
        with (
            pytest.raises(ValueError, match="No space left on device"),
            hold(tmp_path / "w.lock", owner_of(tmp_path)),
        ):
            raise AssertionError

    def test_a_place_that_cannot_hold_it_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with (
            pytest.raises(ValueError, match="RESTOCK_WAREHOUSE names another place"),
            hold(tmp_path / "file" / "w.lock", owner_of(tmp_path)),
        ):
            raise AssertionError


class TestSecrets:
    def test_passwords_and_tokens_are_hidden_servers_are_not(self) -> None:
        redact = Redactor({"RESTOCK_NOTIFY": NOTIFY, "PGPASSWORD": "hunter2!", "HOME": "/root"})
        said = redact(f"{NOTIFY} pa55word at mail.example.com, TIiajkdnl, hunter2!, /root")
        assert said == "*** *** *** at mail.example.com, ***, ***, /root"

    def test_an_address_that_is_none_hides_as_a_whole(self) -> None:
        address = "mailto://me:pa[ss@mail.example.com"
        assert Redactor({"RESTOCK_NOTIFY": address})(f"to {address}") == "to ***"

    def test_what_only_sounds_like_a_secret_is_none(self) -> None:
        assert Redactor({"TOKENIZERS_PARALLELISM": "false"})("is false") == "is false"

    @given(st.text(min_size=4).filter(str.strip))
    def test_no_text_keeps_a_secret(self, secret: str) -> None:
        assert secret not in Redactor({"A_TOKEN": secret})(f"a {secret} b {secret}") or all(
            character == "*" for character in secret
        )

    def test_logs_have_neither_secrets_nor_commands_of_a_terminal(self, tmp_path: Path) -> None:
        with Journal(tmp_path / "run", Redactor({"MY_SECRET": "s3cr3t"})) as journal:
            journal.say("a product \x1b[31mnamed s3cr3t\x07")
            journal.event({"info": {"msg": ['a "s3cr3t"', 1, None]}})
        assert (tmp_path / "run" / "run.log").read_text().endswith("  a product named ***\n")
        assert (tmp_path / "run" / "dbt.jsonl").read_text() == (
            '{"info": {"msg": ["a \\"***\\"", 1, null]}}\n'
        )
        assert (tmp_path / "run").stat().st_mode & 0o077 == 0


class TestLogs:
    def test_old_ones_go_by_the_start_of_their_run_and_nothing_else(self, tmp_path: Path) -> None:
        for age in (1, 399, 401):
            run_id = run_id_of(NOW - timedelta(days=age), f"00000{age}")
            (tmp_path / run_id).mkdir()
        (tmp_path / "20010101T000000Z-notes").mkdir()
        (tmp_path / "dbt.log").touch()
        assert prune(tmp_path, 400, NOW) == []
        assert len(list(tmp_path.iterdir())) == 4

    def test_a_record_is_read_as_it_was_written(self, tmp_path: Path) -> None:
        record = RunRecord("r", "build", "w", "h", "u", 1, NOW.isoformat())
        record.stages = [Stage("build", "failed", 2.5, 1.5)]
        record.seen_at = (NOW + timedelta(seconds=90)).isoformat()
        record.write(tmp_path)
        assert read_record(tmp_path) == record
        assert record.duration_seconds == 90

    @pytest.mark.parametrize("text", ["", "{", "[]", '{"run_id": "r"}'])
    def test_a_record_that_is_none_is_nothing(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "summary.json").write_text(text)
        assert read_record(tmp_path) is None


def event(name: str, node: str = "", **data: object) -> str:
    info = {"unique_id": f"model.{node}", "node_name": node, "node_relation": {"schema": "ops"}}
    return json.dumps({"info": {"name": name, "msg": name}, "data": {**data, "node_info": info}})


class TestWatching:
    def test_nodes_failures_and_what_was_skipped_are_seen(self) -> None:
        watched = Watched()
        for line in (
            event("LogStartLine", "a", total=4),
            event("LogModelResult", "a", execution_time=2.0),
            event("LogStartLine", "b", total=4),
            "12:00:00  theta: 5 of 9 series fitted",
        ):
            watched.see(line)
        assert told(watched, 4.0) == "1 of 4 nodes, b, theta: 5 of 9 series fitted, about 4 s left"
        for line in (
            event("LogTestResult", "b", execution_time=1.0, num_failures=3),
            event("SkippingDetails", "c", node_name="c"),
            event("RunResultFailure", "b", node_name="b", path="tests/b.sql", resource_type="test"),
            event("RunResultError", "b", msg="Got 3 results"),
            "not JSON {",
        ):
            watched.see(line)
        (failure,) = watched.failures
        assert (failure.name, failure.message, failure.failed_rows) == ("b", "Got 3 results", 3)
        assert watched.skipped == ["c"]

    def test_time_left_is_that_of_the_last_run_at_this_run_s_speed(self) -> None:
        watched = Watched(total=4, finished={"a": 4.0})
        # The last run: 2 s of the node that is over now, after twice that; 3 s of the others.
        assert seconds_left(watched, {"a": 2.0, "b": 1.0, "c": 2.0}, 4.0) == 6.0
        assert seconds_left(watched, {}, 4.0) == 12.0
        assert seconds_left(Watched(), {}, 4.0) is None


@pytest.mark.parametrize(
    ("message", "path", "advice"),
    [
        ("Out of Memory Error: failed", "models/a.sql", "raise RESTOCK_MEMORY_LIMIT"),
        ("IO Error: No space left on device", "models/a.sql", "The disk is full"),
        ("IO Error: Could not set lock on file", "models/a.sql", "has the warehouse open"),
        ("Got 1 result", "tests/dbt/sanity/a.sql", "docs/gate.md"),
        ("Conversion Error: 'Bathroom lamp'", "models/a.sql", "Correct models/a.sql"),
        ("anything", "models/a.sql", "Correct models/a.sql, then the same command with `--resume`"),
    ],
)
def test_each_failure_has_a_next_step(message: str, path: str, advice: str) -> None:
    assert advice in next_step(Failure("model", "a", path, message))


class TestDates:
    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            (date(2026, 1, 31), date(2025, 12, 1)),
            (date(2026, 1, 3), date(2025, 12, 1)),
            (date(2026, 1, 2), date(2025, 11, 1)),
            (date(2026, 2, 1), date(2025, 12, 1)),
            (date(2025, 12, 31), date(2025, 11, 1)),
        ],
    )
    def test_the_expected_month_turns_on_the_due_day(self, day: date, expected: date) -> None:
        assert expected_month(day, 3) == expected

    @given(st.dates(min_value=date(2, 1, 1)))
    def test_the_month_before_ends_the_day_before_this_one_begins(self, day: date) -> None:
        before = day.replace(day=1) - timedelta(days=1)
        assert month_before(day) == before.replace(day=1)

    @pytest.mark.parametrize(
        "given_vars",
        [
            {"release_due_day": 31},
            {"release_due_day": 2.5},
            {"kept_log_days": 0},
            {"run_window_minutes": True},
            {"notify_on_success": "yes"},
        ],
    )
    def test_vars_that_make_no_sense_are_refused(self, given_vars: dict) -> None:
        (name,) = given_vars
        with pytest.raises(ValueError, match=f"var {name} is "):
            Settings.of_project(Path(__file__).parents[2], given_vars)


class TestPreflight:
    def locations(self, folder: Path) -> Locations:
        return Locations(folder, folder / "w" / "r.duckdb", folder / "output", folder / "logs")

    def settings(self, least: float) -> Settings:
        return Settings(60, 3, least, 400, notify_on_success=False)

    def test_a_disk_with_too_little_room_is_told_with_both_figures(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match=r"GB free, and a run needs 1,?000,?000\.00 GB"):
            preflight.check(self.locations(tmp_path), self.settings(1e6))

    def test_a_damaged_warehouse_is_told_with_the_way_back(self, tmp_path: Path) -> None:
        locations = self.locations(tmp_path)
        locations.warehouse.parent.mkdir()
        locations.warehouse.write_text("no database")
        with pytest.raises(ValueError, match="`restock restore` brings back"):
            preflight.check(locations, self.settings(0.001))

    def test_a_torn_warehouse_is_damaged_not_in_use(self, tmp_path: Path) -> None:
        locations = self.locations(tmp_path)
        locations.warehouse.parent.mkdir()
        with duckdb.connect(str(locations.warehouse)) as connection:
            connection.execute("create table t as from range(100000)")
        content = bytearray(locations.warehouse.read_bytes())
        for place in range(0, len(content), 4096):
            content[place : place + 64] = bytes(64)
        locations.warehouse.write_bytes(content)
        with pytest.raises(ValueError, match="`restock restore` brings back"):
            preflight.check(locations, self.settings(0.001))

    def test_an_output_that_is_a_file_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "output").touch()
        with pytest.raises(ValueError, match="name another with RESTOCK_OUTPUT"):
            preflight.check(self.locations(tmp_path), self.settings(0.001))

    def test_what_a_killed_swap_took_away_is_put_back(self, tmp_path: Path) -> None:
        (tmp_path / "parquet").mkdir()
        (tmp_path / "parquet" / "old").touch()
        left = tmp_path / ".unfinished-x"
        left.mkdir()
        (tmp_path / "parquet").rename(left / "replaced-parquet")
        settle(tmp_path)
        assert [str(each.relative_to(tmp_path)) for each in sorted(tmp_path.rglob("*"))] == [
            "parquet",
            "parquet/old",
        ]
        with unfinished(tmp_path) as beside:
            (beside / "parquet").mkdir()
            swap_folder(beside / "parquet", tmp_path / "parquet")
            settle(tmp_path)
        assert not any((tmp_path / "parquet").iterdir())


def build_that_ends(code: int, lines: list[str], folder: Path) -> RunRecord:
    """Return the record of a build whose dbt says these lines and ends so."""

    class Child:
        def run(self, _arguments: object, each_line: Callable[[str], None]) -> int:
            for line in lines:
                each_line(line)
            return code

    record = RunRecord("r", "build", "w", "h", "u", 1, NOW.isoformat())
    with Journal(folder / "run", Redactor({})) as journal:
        build = Build(Child(), record, journal, lambda _: None)  # type: ignore[arg-type]
        with pytest.raises(StageError):
            build.run([])
    return record


class TestResuming:
    def test_what_a_killed_dbt_has_skipped_is_not_all_that_is_left(self, tmp_path: Path) -> None:
        skipped = event("SkippingDetails", "b", node_name="b")
        assert build_that_ends(-9, [skipped], tmp_path).unfinished == []
        failed = [
            event("RunResultFailure", "a", node_name="a", path="a.sql", resource_type="model"),
            event("StatsLine"),
        ]
        assert build_that_ends(1, [skipped, *failed], tmp_path).unfinished == ["a", "b"]

    def test_it_goes_on_only_where_nothing_it_was_built_from_has_changed(
        self, tmp_path: Path
    ) -> None:
        data = tmp_path / "data"
        data.mkdir()
        (data / "sales.csv").write_text("1")
        (tmp_path / "seeds").mkdir()

        def now(**changed: object) -> str | None:
            return resume.digest(data, tmp_path, changed, full_refresh=False)

        last = RunRecord("r", "build", "w", "h", "u", 1, NOW.isoformat(), resumable=now())
        assert resume.selection(last, now())[0] == []
        last.unfinished = ["a", "b"]
        assert resume.selection(last, now())[0] == ["--select", "a", "b", "tag:sanity"]
        assert resume.selection(last, now(threads=1))[0] == []
        (data / "sales.csv").write_text("12")
        assert resume.selection(last, now())[0] == []
        assert resume.digest(tmp_path / "none", tmp_path, {}, full_refresh=False) is None
        assert resume.selection(last, None)[0] == []


class TestNotification:
    def test_nobody_is_told_where_nobody_is_named(self) -> None:
        assert notify({}, "t", "b", is_failure=True) is None

    def test_what_is_no_address_is_told_without_it(self) -> None:
        (reason,) = notify({"RESTOCK_NOTIFY": "nonsense://x"}, "t", "b", is_failure=True) or ()
        assert reason == "address 1 in RESTOCK_NOTIFY is none that apprise knows"


def test_status_tells_a_release_that_is_there_and_one_that_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "output"
    output.mkdir()
    with duckdb.connect(str(output / "restock.duckdb")) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.fct_forecasts as select 'abcdefgh1' as release_id, "
            "1 as release_number, date '2025-12-01' as cutoff_month, "
            "timestamp '2026-01-02 06:00' as released_at, 'A' as product_id"
        )
    for name, place in (
        ("RESTOCK_OUTPUT", output),
        ("RESTOCK_WAREHOUSE", tmp_path / "w.duckdb"),
        ("DBT_LOG_PATH", tmp_path / "logs"),
    ):
        monkeypatch.setenv(name, str(place))
    there = CliRunner().invoke(app, ["status", "--on", "2026-02-02"])
    assert there.exit_code == 0, there.output
    assert "a release of 2025-12" in there.output
    assert (
        "abcdefgh (cutoff 2025-12, number 1, made 2026-01-02 06:00 UTC, 1 products)" in there.output
    )
    missing = CliRunner().invoke(app, ["status", "--on", "2026-02-03"])
    assert missing.exit_code == 1
    assert "a release of 2026-01" in missing.output
    assert "The release is missing." in missing.output
    assert "No run has left a log" in missing.output
    # To its readers a file that cannot be read is none.
    (output / "restock.duckdb").write_text("no database")
    damaged = CliRunner().invoke(app, ["status", "--on", "2026-02-02"])
    assert damaged.exit_code == 1
    assert "not known, as it cannot be read" in damaged.output
    (output / "restock.duckdb").unlink()
    assert CliRunner().invoke(app, ["status"]).exit_code == 1
