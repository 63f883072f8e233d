"""The first sheet: which release this is, how to fill it in, and what the columns mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from restock.inputs.folder import WORKBOOKS
from restock.inputs.workbooks import header_name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from xlsxwriter.workbook import Workbook

    from restock.export.sheets import Sheet

_HOW_TO: Final = (
    "Sheet Orders: write what you have ordered into 'ordered units'. It counts as an open order "
    "until the month in which it arrives, where the input has no table open_orders.",
    "Sheet Forecasts: where you know better, write what you expect into 'override units', why into "
    "'comment' and your name into 'owner'. A comment alone stands beside the product's exceptions. "
    "What you write into the workbook of a later release goes before this.",
    "Only the yellow cells are read, in rows in which one of them is filled in. The others are "
    "locked, without a password: Review > Unprotect Sheet allows sorting.",
    f"Save it as .xlsx into the folder {WORKBOOKS}/ of the input folder, under a name of its own: "
    "as long as it lies there, what stands in it counts. The next run reads it; what it cannot use "
    "is listed with sheet and row in rpt_rejected_lines.",
)
_LONG_LINE: Final = 110


@dataclass(frozen=True)
class Release:
    """The current release, as a row of marts.fct_forecasts tells it."""

    release_id: str
    release_number: int
    cutoff_month: dt.date
    released_at: dt.datetime
    waived_checks: str | None


def write_read_me(book: Workbook, group: str, release: Release, sheets: Sequence[Sheet]) -> None:
    """Add the sheet to a workbook."""
    worksheet = book.add_worksheet("Read me")
    title = book.add_format({"bold": True, "font_size": 14})
    strong = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    looks = {"title": title, "strong": strong, "text": wrapped}
    worksheet.set_column(0, 0, 16)
    worksheet.set_column(1, 1, 26)
    worksheet.set_column(2, 2, _LONG_LINE)
    worksheet.hide_gridlines(2)
    worksheet.set_landscape()
    worksheet.set_paper(9)
    worksheet.fit_to_pages(1, 0)
    for row, (look, texts) in enumerate(_lines(group, release, sheets)):
        for place, text in enumerate(texts):
            if text:
                worksheet.write_string(row, place, text, looks[look])


def _lines(
    group: str, release: Release, sheets: Sequence[Sheet]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the look and the cells of each line."""
    cutoff, made = f"{release.cutoff_month:%B %Y}", f"{release.released_at:%Y-%m-%d %H:%M}"
    number = f"Number {release.release_number} of this cutoff, made {made}."
    yield "title", (group[:200],)
    yield "text", ("cutoff month", cutoff, "Last month whose sales are known.")
    yield "text", ("release", release.release_id, number)
    if release.waived_checks:
        yield "text", ("waived checks", "", f"Released in spite of: {release.waived_checks}.")
    yield "text", ()
    yield "strong", ("How to fill it in",)
    for step, text in enumerate(_HOW_TO, start=1):
        yield "text", (f"{step}.", "", text)
    yield "text", ()
    yield "strong", ("Sheet", "Column", "Meaning")
    for sheet in sheets:
        yield "text", (sheet.name, "", sheet.grain)
        for column in sheet.columns:
            yield "text", ("", header_name(column.name), column.meaning)
