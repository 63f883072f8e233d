"""Print the inputs of test_front_door.py and what comes of each, one line a case.

PYTHONPATH=python .venv/bin/python tests/python/list_broken_inputs.py
"""

import tempfile
from pathlib import Path

from front_door import Case, FrontDoor
from test_front_door import ALL as CASES
from test_front_door import BROKEN, outcome


def described(case: Case, door: FrontDoor) -> str:
    with tempfile.TemporaryDirectory() as name:
        found = outcome(case, door, Path(name))
        if "refused" in found:
            return "refused: " + found["refused"].replace(f"{name}/it's [input]/", "")
    units = ", ".join(f"{product} {units:g}" for product, units in sorted(found["units"].items()))
    rejected = ", ".join(f"{reason} ({product})" for reason, product in found["rejected"])
    unreadable = ", ".join(f"{column} '{example}'" for column, example in found["unreadable"])
    return (
        f"used: {units}"
        + (f"; rejected: {rejected}" if rejected else "")
        + (f"; counts as missing: {unreadable}" if unreadable else "")
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        door = FrontDoor.compiled(Path(name))
    for number, case in enumerate(CASES, start=1):
        kind = "broken" if case in BROKEN else "odd"
        print(f"{number:3} {kind:6} {case.name}: {described(case, door)}")


if __name__ == "__main__":
    main()
