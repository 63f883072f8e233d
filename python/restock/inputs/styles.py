"""The style in which each column is read, or why none can be chosen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from restock.inputs.evidence import DATE_KINDS, NUMBER_KINDS, file_of, gather, text_columns
from restock.inputs.refusal import InputRefusedError, shown
from restock.inputs.values import Style

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from restock.inputs.contract import Column, Table
    from restock.inputs.evidence import Evidence
    from restock.inputs.parts import Part

_SLASHES: Final = ("day", "month", "either", "same")
_ORDERS: Final = frozenset({Style.DAY_FIRST, Style.MONTH_FIRST})
_READABLE: Final = {
    Style.ISO: ("iso",),
    Style.DAY_FIRST: ("day", "either", "same"),
    Style.MONTH_FIRST: ("month", "either", "same"),
    Style.POINT: ("plain", "point", "point groups"),
    Style.COMMA: ("plain", "comma", "comma groups", "point groups"),
}
_HINTS: Final = {
    "date": "Write all dates as YYYY-MM-DD.",
    "double": "Write all numbers with a decimal point, and without separators of thousands.",
}


@dataclass(frozen=True)
class _Texts:
    """The texts of a column, and where they stand."""

    connection: duckdb.DuckDBPyConnection
    parts: Sequence[Part]
    column: Column
    evidence: Evidence

    @property
    def is_date(self) -> bool:
        return self.column.data_type == "date"

    def refusal(self, template: str, *examples: Sequence[str]) -> InputRefusedError:
        """Return a refusal: the file of the first example, the column, the examples, a hint."""
        texts = [self.evidence.example(*kinds) or "" for kinds in examples]
        files = [file_of(self.connection, self.column, self.parts, text) for text in texts]
        named = [
            shown(text) + (f" (in '{file}')" if file != files[0] else "")
            for text, file in zip(texts, files, strict=True)
        ]
        return InputRefusedError(
            f"'{files[0]}', column '{self.column.input_column}': {template.format(*named)} "
            f"{_HINTS[self.column.data_type]}"
        )


def column_styles(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    parts: Sequence[Part],
    max_other_share: float,
) -> dict[str, Style]:
    """Return the style of each column of texts; one that does not tell goes by the others.

    Parameters
    ----------
    max_other_share
        Share of the values up to which those of another style are taken for slips.

    Raises
    ------
    InputRefusedError
        The texts of a column contradict each other, none of them tells, or none can be read.
    """
    columns = text_columns(table, parts)
    evidence = gather(connection, columns, parts)
    texts = [_Texts(connection, parts, column, evidence[column.name]) for column in columns]
    told = [(_date_style if t.is_date else _number_style)(t, max_other_share) for t in texts]
    styles = {}
    for text, style in zip(texts, told, strict=True):
        others = frozenset(other for other in told if other)
        chosen = style or (_date_by_others if text.is_date else _number_by_others)(text, others)
        _check_readable(text, chosen)
        styles[text.column.name] = chosen
    return styles


def _is_few(count: int, others: int, share: float) -> bool:
    return count <= share * (count + others)


def _date_style(texts: _Texts, share: float) -> Style | None:
    evidence = texts.evidence
    iso, slashes = evidence.total("iso"), evidence.total(*_SLASHES)
    if not _is_few(min(iso, slashes), max(iso, slashes), share):
        raise texts.refusal("dates are written in two ways, {0} and {1}.", ("iso",), _SLASHES)
    if iso > slashes:
        return Style.ISO
    if evidence.total("day") and evidence.total("month"):
        raise texts.refusal(
            "{0} has the day first, {1} the month: others cannot be told.", ("day",), ("month",)
        )
    if evidence.total("day"):
        return Style.DAY_FIRST
    return Style.MONTH_FIRST if evidence.total("month") else None


def _date_by_others(texts: _Texts, others: frozenset[Style]) -> Style:
    """Return the order in which the other columns of the table have day and month."""
    if not texts.evidence.total(*_SLASHES):
        return Style.ISO
    orders = list(others & _ORDERS)
    if len(orders) == 1:
        return orders[0]
    if example := texts.evidence.example("either"):
        one, other = re.findall(r"\d+", example)[:2]
        raise texts.refusal(
            f"{{0}} can be day {one} of month {other} or day {other} of month {one}, and no other "
            "value tells.",
            ("either",),
        )
    return Style.DAY_FIRST


def _number_style(texts: _Texts, share: float) -> Style | None:
    commas, points = texts.evidence.total("comma"), texts.evidence.total("point")
    if not _is_few(min(commas, points), max(commas, points), share):
        raise texts.refusal("numbers are written in two ways, {0} and {1}.", ("comma",), ("point",))
    if commas > points:
        return Style.COMMA
    return Style.POINT if points else None


def _number_by_others(texts: _Texts, others: frozenset[Style]) -> Style:
    """Return a decimal comma where the other columns of the table have it, and no point."""
    if Style.POINT in others:
        return Style.POINT
    if Style.COMMA in others:
        return Style.COMMA
    # Where every number has three decimals, points are decimal ones.
    if texts.evidence.total("plain") and (example := texts.evidence.example("point groups")):
        raise texts.refusal(
            f"{{0}} can be {example.replace('.', '')} or have three decimals, and no other value "
            "tells.",
            ("point groups",),
        )
    return Style.POINT


def _check_readable(texts: _Texts, style: Style) -> None:
    """Refuse a column that is needed in lines of which none has a value that can be read."""
    evidence, column = texts.evidence, texts.column
    if not column.is_required or not evidence.lines or evidence.total(*_READABLE[style]):
        return
    if any(not part.columns[column.name].is_text for part in texts.parts):
        return
    kinds = DATE_KINDS if texts.is_date else NUMBER_KINDS
    if evidence.total(*kinds):
        word = "a date" if texts.is_date else "a number"
        raise texts.refusal(f"no value can be read as {word}; one of them is {{0}}.", kinds)
    raise InputRefusedError(
        f"'{texts.parts[0].files[0].shown}', column '{column.input_column}': every value is "
        "missing."
    )
