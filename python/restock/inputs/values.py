"""How values are read: SQL that gives a column's value in the type of the contract, else null."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from restock.inputs.contract import Column
    from restock.inputs.parts import Found


class Style(StrEnum):
    """How the dates or numbers of a column are written."""

    ISO = "ISO"
    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    POINT = "decimal point"
    COMMA = "decimal comma"


_ORDERS: Final = {Style.DAY_FIRST: "%d/%m/%Y", Style.MONTH_FIRST: "%m/%d/%Y"}
_NUMBERS: Final = (
    *("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"),
    *("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE", "DECIMAL"),
)
_FLOATS: Final = ("FLOAT", "DOUBLE")
_FRACTIONS: Final = (*_FLOATS, "DECIMAL")
_ZONED: Final = "TIMESTAMP WITH TIME ZONE"
_DATES: Final = ("DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", _ZONED)
_SUITABLE: Final = {
    "date": _DATES,
    "double": _NUMBERS,
    "boolean": ("BOOLEAN", *_NUMBERS),
    "varchar": ("BOOLEAN", "DATE", "UUID", "JSON", *_NUMBERS, *_DATES),
}

SLASH_DATE: Final = r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?:[T ].*)?"
COMMA_NUMBER: Final = r"[+\-]?(\d*|\d{1,3}(\.\d{3})+)(,\d+)?"


def suits(source_type: str, data_type: str) -> bool:
    """Return whether values of a type in a file can be read as one of the contract."""
    base = source_type.split("(", maxsplit=1)[0]
    return base in {"VARCHAR", "ENUM"} or base in _SUITABLE[data_type]


def trimmed(expression: str) -> str:
    """Return a text without the blanks around it, no-break spaces among them."""
    return f"trim({expression}, ' \t\r\n\u00a0')"


def value_sql(column: Column, found: Found, style: Style | None) -> str:
    """Return SQL for the value; null where it is missing or cannot be read."""
    reader = {"date": _date, "double": _number, "boolean": _boolean, "varchar": _text}
    return reader[column.data_type](column, found, style)


def unreadable_sql(column: Column, found: Found, style: Style | None) -> str | None:
    """Return SQL that is true where there is a value that cannot be read; None: never."""
    base = found.source_type.split("(")[0]
    can_fail = found.is_text or base in _FLOATS or (column.data_type == "boolean")
    if column.data_type == "varchar" or not can_fail or base == "BOOLEAN":
        return None
    is_there = f"{found.expression} is not null"
    if found.is_text:
        is_there = f"{trimmed(found.expression)} <> ''"
    return f"{is_there} and ({value_sql(column, found, style)}) is null"


def iso_date(text: str) -> str:
    """Return SQL for the date of a trimmed text, alone or in front of a time."""
    return (
        f"case when substr({text}, 5, 1) = '-' and substr({text}, 8, 1) = '-' "
        f"and substr({text}, 11, 1) in ('', ' ', 'T') "
        f"then try_cast(left({text}, 10) as date) end"
    )


def slash_date(text: str, order: Style) -> str:
    """Return SQL for the date of a trimmed text such as 31/12/2024, 31.12.2024 or 12-31-2024."""
    parts = f"regexp_extract({text}, '^{SLASH_DATE}$', "
    return (
        f"cast(try_strptime({parts}1) || '/' || {parts}2) || '/' || {parts}3), "
        f"'{_ORDERS[order]}') as date)"
    )


def plain_number(text: str) -> str:
    """Return SQL for the number of a trimmed text; DuckDB would take 1_000 for one."""
    return f"case when not contains({text}, '_') then try_cast({text} as double) end"


def _date(_column: Column, found: Found, style: Style | None) -> str:
    if found.source_type == _ZONED:
        return f"cast(timezone('UTC', {found.expression}) as date)"
    if not found.is_text:
        return f"cast({found.expression} as date)"
    text = trimmed(found.expression)
    return slash_date(text, style) if style in _ORDERS else iso_date(text)


def _number(column: Column, found: Found, style: Style | None) -> str:
    number = f"cast({found.expression} as double)"
    if found.is_text:
        number = _text_number(trimmed(found.expression), style)
    if found.is_text or found.source_type in _FLOATS:
        # What is infinite is a reason to reject a line where the number is needed.
        for no_number in ("nan",) if column.is_required else ("nan", "inf", "-inf"):
            number = f"nullif({number}, cast('{no_number}' as double))"
    return number


def _text_number(text: str, style: Style | None) -> str:
    if style != Style.COMMA:
        return plain_number(text)
    with_point = f"replace(replace({text}, '.', ''), ',', '.')"
    return (
        f"case when not contains({text}, ',') and not contains({text}, '.') "
        f"then {plain_number(text)} "
        f"when regexp_full_match({text}, '{COMMA_NUMBER}') "
        f"then {plain_number(with_point)} end"
    )


def _boolean(_column: Column, found: Found, _style: Style | None) -> str:
    if found.source_type == "BOOLEAN":
        return found.expression
    if not found.is_text:
        return f"case {found.expression} when 1 then true when 0 then false end"
    return (
        f"case when lower({trimmed(found.expression)}) in ('1', 'true', 't', 'yes', 'y') then true "
        f"when lower({trimmed(found.expression)}) in ('0', 'false', 'f', 'no', 'n') then false end"
    )


def _text(_column: Column, found: Found, _style: Style | None) -> str:
    """Return the text as it is written: '' alone is missing, and 7.0 is the text 7."""
    if found.is_text:
        return f"nullif({found.expression}, '')"
    text = f"cast({found.expression} as varchar)"
    if found.source_type.split("(")[0] in _FRACTIONS:
        whole = f"try_cast({found.expression} as hugeint)"
        return (
            f"case when {found.expression} % 1 = 0 then coalesce(cast({whole} as varchar), {text}) "
            f"else {text} end"
        )
    return text
