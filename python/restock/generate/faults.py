"""Bad sales lines, such as every export has: a few for each reason to reject one."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

BAD_SHARE = 0.0003


@dataclass(frozen=True)
class Fault:
    """One way for a line to be bad: a column with a value that cannot be right."""

    reason: str
    column: str
    value: str | None


FAULTS = (
    Fault("unparseable date", "sale_date", "31/31/2024"),
    Fault("missing date", "sale_date", None),
    Fault("missing product", "product_id", None),
    Fault("unknown product", "product_id", "SHIPPING"),
    Fault("unparseable quantity", "quantity", "abc"),
    Fault("missing quantity", "quantity", None),
    Fault("infinite quantity", "quantity", "inf"),
    Fault("absurd quantity", "quantity", "1e18"),
    Fault("date too early", "sale_date", "1900-01-01"),
    Fault("date in the future", "sale_date", "2099-01-01"),
    Fault("unparseable date", "sale_date", "yesterday"),
)


def _broken(lines: pa.Table, fault: Fault) -> pa.Table:
    column = lines.schema.get_field_index(fault.column)
    values = pa.array([fault.value] * len(lines), pa.string())
    return lines.set_column(column, fault.column, values)


def add_bad_lines(rng: np.random.Generator, lines: pa.Table, month: int) -> pa.Table:
    """Add broken copies of some lines of a month, each after its original.

    Parameters
    ----------
    rng
        The random stream.
    lines
        Sales lines with text columns ``sale_date``, ``product_id`` and ``quantity``.
    month
        Number of the month. Months begin with different faults, so that over a year each fault
        turns up even where a month has a single bad line.
    """
    count = max(1, round(BAD_SHARE * len(lines)))
    copied = rng.integers(0, len(lines), count)
    kinds = (month + np.arange(count)) % len(FAULTS)
    bad = [_broken(lines.take(copied[kinds == k]), FAULTS[k]) for k in np.unique(kinds)]
    positions = [np.arange(len(lines)), *(copied[kinds == k] for k in np.unique(kinds))]
    # The sort is stable, hence a copy comes after its original.
    order = np.argsort(np.concatenate(positions), kind="stable")
    return pa.concat_tables([lines, *bad]).take(order)


def with_line_ids(lines: pa.Table, first: int) -> pa.Table:
    """Return the lines with identifiers, counted from ``first``."""
    ids = pa.array(np.arange(first, first + len(lines)))
    return lines.append_column("sale_line_id", ids)
