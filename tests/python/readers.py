"""Readers of a published file: processes that open it again and again while it is replaced."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

# Queries by groups; those of a group give one value each, the same in all that is of one release.
Groups = Sequence[Sequence[str]]


@dataclass
class Seen:
    """What all readers saw: how often they read, which values, and what went wrong."""

    reads: list[int] = field(default_factory=list)
    values: set[Any] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


@contextmanager
def reading(
    file: Path, groups: Groups, stop: Path, readers: int, pause: float = 0
) -> Iterator[Seen]:
    """Read in so many processes until the end of the block; then it is known what they saw.

    Between two reads are so many seconds, so that something else can work.
    """
    command = [sys.executable, __file__, str(file), json.dumps(groups), str(stop), str(pause)]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(readers)]
    seen = Seen()
    try:
        # Each says so when it has read for the first time.
        for process in processes:
            assert process.stdout
            process.stdout.readline()
        yield seen
    finally:
        stop.touch()
        answers = [json.loads(process.communicate(timeout=60)[0]) for process in processes]
    for answer in answers:
        seen.reads.append(answer["reads"])
        seen.values |= set(answer["values"])
        seen.faults += answer["faults"]


def _read(file: str, groups: Groups) -> list[list[Any]]:
    with duckdb.connect(file, read_only=True) as connection:
        return [[connection.execute(query).fetchall()[0][0] for query in group] for group in groups]


def _main(file: str, groups: Groups, stop: Path, pause: float) -> None:
    reads, values, faults, is_last = 0, set(), [], False
    while not is_last:
        is_last = stop.exists()
        try:
            found = _read(file, groups)
        except duckdb.Error as error:
            faults.append(str(error))
        else:
            faults += [str(group) for group in found if len(set(group)) > 1]
            values |= {str(group[0]) for group in found}
        reads += 1
        if reads == 1:
            print("reading", flush=True)
        time.sleep(pause)
    sys.stdout.write(json.dumps({"reads": reads, "values": sorted(values), "faults": faults[:5]}))


if __name__ == "__main__":
    _main(sys.argv[1], json.loads(sys.argv[2]), Path(sys.argv[3]), float(sys.argv[4]))
