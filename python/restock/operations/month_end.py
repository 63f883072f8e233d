"""A run that holds the lock, stage by stage."""

from __future__ import annotations

import threading
import time
import traceback
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import duckdb

from restock.build import DONE, FAILED, input_folder
from restock.operations import preflight, reads, resume, run_log, stages
from restock.operations.build_stage import Build, StageError
from restock.operations.child import DbtChild
from restock.operations.console import echo, progress
from restock.operations.earlier import earlier_runs, settle
from restock.operations.good_news import good_news
from restock.operations.interruption import StoppedError, stoppable
from restock.operations.journal import prune
from restock.operations.lock import ANOTHER_RUN, AnotherRunError
from restock.operations.message import Trouble, told_trouble, trouble_of_stage
from restock.operations.notification import notify
from restock.operations.record import RunRecord, Stage
from restock.operations.usage import Sampler, cpu_seconds, free_disk
from restock.provenance import git_commit, library_versions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from restock.operations.journal import Journal
    from restock.operations.lock import Held, Owner
    from restock.operations.request import Request


class MonthEnd:
    """A run that holds the lock."""

    def __init__(self, request: Request, owner: Owner, held: Held, journal: Journal) -> None:
        self._locations = locations = request.locations
        self._options = request.options
        self._environment = request.environment
        self._settings = request.settings
        self._held = held
        self._journal = journal
        self._writing = threading.Lock()
        self._cpu_before = cpu_seconds()
        self._pending: list[RunRecord] = []
        self._unsaved: str | None = None
        self._news: list[str] = []
        self._record = RunRecord(
            run_id=owner.run_id,
            command="build",
            warehouse=str(locations.warehouse),
            host=owner.host,
            user=owner.user,
            process=owner.process,
            started_at=owner.started_at,
            library_versions=library_versions(),
            git_commit=git_commit(locations.project),
        )

    def run(self) -> int:
        """Go through the stages; return the exit code."""
        trouble: Trouble | None = None
        with Sampler(self._see_memory):
            try:
                with stoppable():
                    self._go()
            except StageError as error:
                trouble = error.trouble
            except StoppedError as signal:
                self._record.outcome = "stopped"
                trouble = Trouble(
                    f"The run was stopped by {signal} in the stage {self._record.stage}.",
                    FAILED,
                    next_steps=("The same command begins anew and keeps what was trained.",),
                )
            return self._end(trouble)

    def _go(self) -> None:
        with self._stage("preflight"):
            preflight.check(self._locations, self._settings)
            self._settle_earlier_runs()
            arguments = self._build_arguments()
        with self._stage("build"):
            self._build(arguments)
        with self._stage("publish"):
            # What is published tells of this run as far as it has come: of the stages before.
            self._look_around()
            so_far = replace(
                self._record,
                outcome="done",
                stages=self._record.stages[:-1],
                is_window_kept=self._in_window(),
            )
            self._log_run(so_far)
            self._journal.tell(stages.publish_marts(self._locations))
        with self._stage("export"):
            self._journal.tell(stages.export(self._locations))
        with self._stage("site"):
            self._journal.tell(stages.make_site(self._locations))
        with self._stage("measure"):
            published = self._locations.output / "restock.duckdb"
            self._record.read_seconds = reads.read_seconds(published)
            self._news = good_news(published)

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        """Time a stage, and put what ends it early into words."""
        stage = Stage(name, "failed")
        self._record.stages.append(stage)
        started, cpu_before = time.monotonic(), cpu_seconds()
        try:
            yield
            stage.outcome = "done"
        except AnotherRunError as error:
            raise StageError(Trouble(f"Nothing was built: {error}", ANOTHER_RUN)) from error
        except StageError:
            raise
        except Exception as error:
            self._journal.say(traceback.format_exc())
            raise StageError(trouble_of_stage(name, error)) from error
        finally:
            stage.duration_seconds = time.monotonic() - started
            stage.cpu_seconds = cpu_seconds() - cpu_before
            self._save()

    def _settle_earlier_runs(self) -> None:
        """Note how killed runs ended, find what the log of runs lacks, and prune old logs."""
        for left in prune(self._locations.logs, self._settings.kept_log_days, datetime.now(UTC)):
            self._journal.tell_trouble(f"Old logs could not be removed: {left}")
        run_id = self._record.run_id
        self._pending = settle(self._locations, run_id, self._held.abandoned)
        for record in self._pending:
            if record.outcome == "killed":
                self._journal.tell(f"Run {record.run_id} did not end: it was {record.message}.")

    def _build_arguments(self) -> list[str]:
        given = self._options
        now = resume.digest(
            input_folder(self._locations.project, self._environment),
            self._locations.project,
            given.variables,
            full_refresh=given.full_refresh,
        )
        chosen: list[str] = []
        if given.resume:
            before = earlier_runs(self._locations, self._record.run_id)
            chosen, why = resume.selection(before[-1] if before else None, now)
            self._journal.tell(f"{why[0].upper()}{why[1:]}.")
        self._record.resumable = now
        return [
            *chosen,
            "--vars",
            resume.as_text(given.variables),
            *(["--full-refresh"] if given.full_refresh else []),
        ]

    def _build(self, arguments: list[str]) -> None:
        child = DbtChild(
            self._locations.project,
            {
                "RESTOCK_RUN_ID": self._record.run_id,
                "RESTOCK_WAREHOUSE": str(self._locations.warehouse),
            },
            self._held.descriptor,
        )
        usual = run_log.usual_seconds(self._locations.warehouse)
        quiet = self._options.quiet or bool(self._environment.get("CI"))
        with progress(usual, is_quiet=quiet) as display:
            built = Build(child, self._record, self._journal, display).run(arguments)
        echo(self._journal.clean("\n".join([*built.said, built.totals])))

    def _end(self, trouble: Trouble | None) -> int:
        """Complete the record, tell people, and log the run; return the exit code."""
        record = self._record
        record.exit_code = DONE if trouble is None else trouble.exit_code
        if record.outcome == "running":
            record.outcome = "done" if trouble is None else "failed"
        record.message = "" if trouble is None else self._journal.clean(trouble.headline)
        self._look_around()
        self._save()
        record.is_window_kept = trouble is None and self._in_window()
        self._tell(trouble)
        try:
            self._log_run(record)
        except (OSError, duckdb.Error) as error:
            self._journal.tell_trouble(f"The log of runs (ops.run_log) was not written: {error}")
        self._save()
        lost = self._unsaved or self._journal.lost
        if lost:
            self._journal.tell_trouble(f"The logs in {self._journal.folder} are not whole: {lost}")
        return record.exit_code

    def _look_around(self) -> None:
        warehouse = self._locations.warehouse
        try:
            self._record.database_bytes = warehouse.stat().st_size if warehouse.exists() else None
            self._record.free_disk_bytes = free_disk(warehouse.parent)
        except OSError as error:
            self._journal.tell_trouble(f"The disk of {warehouse} tells nothing: {error}")

    def _in_window(self) -> bool:
        return self._record.duration_seconds <= self._settings.run_window_minutes * 60

    def _tell(self, trouble: Trouble | None) -> None:
        record, locations = self._record, self._locations
        if trouble is None:
            title = "Restock: done"
            if not self._settings.notify_on_success:
                return
            body = "\n".join(self._news)
        else:
            title = f"Restock: run {record.run_id} {record.outcome} (exit code {record.exit_code})"
            body = told_trouble(trouble, locations, locations.shown(self._journal.path))
            last_lines = self._journal.last_lines
            self._journal.tell_trouble(f"{title}\n{body}")
            body = "\n".join([body, "", "Its last lines:", *(f"  {each}" for each in last_lines)])
        started = time.monotonic()
        unsent = notify(
            self._environment, title, self._journal.clean(body), is_failure=trouble is not None
        )
        if unsent is None:
            return
        stage = Stage("notify", "failed" if unsent else "done", time.monotonic() - started)
        record.stages.append(stage)
        for reason in unsent:
            self._journal.tell_trouble(f"The notification was not sent: {reason}")

    def _log_run(self, record: RunRecord) -> None:
        run_log.write(self._locations.warehouse, [*self._pending, record])

    def _see_memory(self, memory: int) -> None:
        self._record.peak_memory_bytes = max(self._record.peak_memory_bytes, memory)
        self._save()

    def _save(self) -> None:
        with self._writing:
            self._record.is_seen()
            self._record.cpu_seconds = cpu_seconds() - self._cpu_before
            try:
                self._record.write(self._journal.folder)
            except OSError as error:
                self._unsaved = error.strerror
