"""Runs of `restock run` as a person or a job starts them: a process of its own, with its words."""

import email
import email.policy
import json
import os
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from conftest import ROOT, Warehouse, project_vars

RESTOCK = str(Path(sys.executable).with_name("restock"))


@dataclass
class MonthEnds:
    """A business: its input, and the folder of its warehouse, output, logs and dbt's target."""

    folder: Path
    data: Path
    project: Path = ROOT
    variables: dict[str, Any] = field(default_factory=project_vars)
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def warehouse(self) -> Warehouse:
        return Warehouse(self.folder)

    @property
    def published(self) -> Warehouse:
        return Warehouse(self.folder / "output")

    def command(self, *arguments: str, **changed: Any) -> list[str]:
        return [RESTOCK, "run", "--vars", json.dumps(self.variables | changed), *arguments]

    def all_environment(self) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if name != "RESTOCK_NOTIFY"},
            **Warehouse(self.folder).environment(self.data),
            **self.environment,
        }

    def start(self, *arguments: str, **changed: Any) -> subprocess.Popen[str]:
        """Start a run in a process group of its own, to be killed as one."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return subprocess.Popen(
            self.command(*arguments, **changed),
            cwd=self.project,
            env=self.all_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str, **changed: Any) -> subprocess.CompletedProcess[str]:
        """Run to the end; the caller looks at the exit code."""
        started = self.start(*arguments, **changed)
        said, wrong = started.communicate()
        return subprocess.CompletedProcess(started.args, started.returncode, said, wrong)

    def done(self, *arguments: str, **changed: Any) -> str:
        """Run and expect success."""
        ended = self.run(*arguments, **changed)
        assert ended.returncode == 0, ended.stdout[-2000:] + ended.stderr[-2000:]
        return ended.stdout

    def logs(self) -> list[Path]:
        """Folders of the runs' logs, the oldest first."""
        return sorted((self.folder / "logs").glob("*Z-*"))

    def summary(self) -> dict[str, Any]:
        """What the latest run tells of itself."""
        return json.loads((self.logs()[-1] / "summary.json").read_text())

    def release_ids(self) -> list[str]:
        return [
            release_id
            for (release_id,) in self.warehouse.rows(
                "select distinct release_id from marts.fct_forecast_releases order by all"
            )
        ]


class _Inbox:
    def __init__(self) -> None:
        self.mails: list[str] = []

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append(f"{mail['subject']}\n{mail.get_content()}")
        return "250 OK"


@contextmanager
def mail_server():
    """Give a real mail server on loopback: its address for RESTOCK_NOTIFY, and the mails it got."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    inbox = _Inbox()
    server = Controller(inbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield (
            f"mailto://127.0.0.1:{port}/?from=restock@example.com&to=purchasing@example.com"
            "&mode=insecure",
            inbox.mails,
        )
    finally:
        server.stop()
