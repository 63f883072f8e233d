"""A real Postgres for tests: it listens on loopback alone, and ends with the tests."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb

USER = "reader"
SECONDS_TO_START = 30.0


@dataclass(frozen=True)
class Postgres:
    """A server with a user who has to give a password."""

    port: int
    password: str = field(default_factory=lambda: secrets.token_hex(8))

    @property
    def environment(self) -> dict[str, str]:
        """Variables by which a program finds it, and is told to read it."""
        return {
            "RESTOCK_TARGET": "postgres",
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.port),
            "PGUSER": USER,
            "PGPASSWORD": self.password,
            "PGDATABASE": "postgres",
        }

    def execute(self, *statements: str) -> None:
        """Execute statements in the words of Postgres."""
        with self.attached() as connection:
            for statement in statements:
                connection.execute("call postgres_execute('served', ?)", [statement])

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query in the words of Postgres."""
        with self.attached() as connection:
            return connection.execute(
                "select * from postgres_query('served', ?)", [query]
            ).fetchall()

    def fill(self, schema: str, folder: Path, **queries: str) -> None:
        """Make a table of each CSV file of an input folder, with all values as texts.

        A query for a table may make others of the relation `lines`.
        """
        self.execute(f"create schema if not exists {schema}")
        with self.attached() as connection:
            for file in sorted(folder.glob("*.csv")):
                connection.execute(
                    f"create or replace view lines as from read_csv('{file}', all_varchar = true)"
                )
                query = queries.get(file.stem, "from lines")
                connection.execute(f"create table served.{schema}.{file.stem} as {query}")

    @contextmanager
    def attached(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a connection of DuckDB with the database attached as `served`."""
        login = f"host=127.0.0.1 port={self.port} user={USER} password={self.password}"
        extension = (
            files("duckdb_extension_postgres_scanner")
            / f"extensions/v{duckdb.__version__}/postgres_scanner.duckdb_extension"
        )
        with duckdb.connect() as connection:
            connection.execute(f"load '{extension}'")
            connection.execute(f"attach '{login} dbname=postgres' as served (type postgres)")
            yield connection


@contextmanager
def started_postgres() -> Iterator[Postgres]:
    """Start a server in a folder of its own, and end it.

    It refuses to run as root, so root starts it as the system's user `nobody`.
    """
    programs = _programs()
    as_user: list[str] = []
    server = Postgres(_free_port())
    with tempfile.TemporaryDirectory(prefix="restock-postgres-") as name:
        folder = Path(name)
        password = folder / "password"
        password.write_text(server.password)
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            as_user = ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}"]
            as_user.append("--clear-groups")
            for place in (folder, password):
                os.chown(place, nobody.pw_uid, nobody.pw_gid)
        initdb = [*as_user, str(programs / "initdb"), "--pgdata", str(folder / "data")]
        initdb += ["--username", USER, "--pwfile", str(password), "--auth", "scram-sha-256"]
        initdb += ["--encoding", "UTF8", "--locale", "C", "--no-sync"]
        done = subprocess.run(initdb, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        postgres = [*as_user, str(programs / "postgres"), "-D", str(folder / "data")]
        for option in (
            *("listen_addresses=127.0.0.1", f"port={server.port}", "fsync=off"),
            *(f"unix_socket_directories={folder}", "log_statement=all"),
        ):
            postgres += ["-c", option]
        with (folder / "log").open("w") as log:
            process = subprocess.Popen(postgres, cwd=folder, stdout=log, stderr=log)
        try:
            _wait_for(server, folder / "log")
            yield server
        finally:
            # A shutdown that waits for nobody who is connected.
            process.send_signal(signal.SIGINT)
            process.wait(timeout=SECONDS_TO_START)


def _programs() -> Path:
    """Return the folder of Postgres's programs, which distributions keep off the path."""
    found = shutil.which("initdb")
    places = [Path(found).resolve()] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if not places:
        raise FileNotFoundError(
            "there is no Postgres on this machine, which tests of the database start: install the "
            "distribution's package postgresql (.ci/run does), or put its initdb on the path"
        )
    return places[0].parent


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(server: Postgres, log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            return server.execute("select 1")
        except duckdb.IOException as error:
            if time.monotonic() > until:
                raise TimeoutError(f"{error}{log.read_text()}") from error
            time.sleep(0.1)
