"""A list of people on a tab that bears a program's name is that program's, where a log in the same file knows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from libcollab_metrics.ingest.answers import answers_for
from libcollab_metrics.ingest.cells import SheetCells
from libcollab_metrics.ingest.departures import Departures
from libcollab_metrics.ingest.values import Rows
from libcollab_metrics.model.names import fold
from libcollab_metrics.model.readings import Question, SheetReading

LISTS = ("roster", "sf2", "sign_in", "attendee_log")
#: A sheet, what departed on it, and for each of its tables how it was read and its rows.
ReadSheet = tuple[SheetCells, Departures, list[tuple[SheetReading, Rows]]]
OPTIONS = (("the-program", "the program of that name"), ("another", "another program, or none"))


def programs_by_tab(done: Sequence[ReadSheet], answers: Mapping[str, Any]) -> list[ReadSheet]:
    """Return the sheets, the lists that name no program under the program their tab is named after, told and asked."""
    logged = {fold(name): name for _, _, found in done for reading, rows in found
              if reading.layout not in LISTS for name in _programs(rows)}  # fmt: skip
    return [_named(sheet, logged.get(fold(sheet[0].name)), answers) for sheet in done]


def _programs(rows: Rows) -> set[str]:
    if "sessions" not in rows:
        return set()
    return {name for name in rows["sessions"].column("program_id").values if name}


def _named(sheet: ReadSheet, program: str | None, answers: Mapping[str, Any]) -> ReadSheet:
    cells, log, found = sheet
    if program is None or not any(_is_open(*one) for one in found):
        return sheet
    meant = answers_for(answers, cells.name).get("tab_program", "the-program") == "the-program"
    if meant:
        log.add("program-from-tab", value=cells.name, message=f'the list is read as that of "{program}"')
    question = Question(
        f"sheets.{cells.name}.tab_program", f'Is this the list of the program "{program}"?', OPTIONS, "the-program"
    )
    return cells, log, [_under(*one, program if meant else None, question) if _is_open(*one) else one for one in found]


def _is_open(reading: SheetReading, rows: Rows) -> bool:
    """True for a list of people without a program of its own."""
    listed = rows.get("participation")
    return reading.layout in LISTS and listed is not None and not listed.column("program_id").known.any()


def _under(reading: SheetReading, rows: Rows, program: str | None, question: Question) -> tuple[SheetReading, Rows]:
    asked = replace(reading, questions=(*reading.questions, question))
    return asked, {table: listed.with_all(program_id=program) for table, listed in rows.items()}
