"""A bare list of names: nobody's attendance, until it is said whose enrolment it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from libcollab_metrics.ingest.body import Body, ByField, sort_rows
from libcollab_metrics.ingest.lexicon import headings
from libcollab_metrics.ingest.people import NAME_FIELDS, person_values, read_people
from libcollab_metrics.ingest.registration import by_role, leave_withdrawn
from libcollab_metrics.ingest.shapes import PERSON
from libcollab_metrics.ingest.values import ReadRows, Rows, Values
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.readings import Question, SheetReading
from libcollab_metrics.model.sessions import enrolment_mark

if TYPE_CHECKING:
    from libcollab_metrics.ingest.layouts import Task


def read_enrolment(task: Task, target: str) -> tuple[Body, Rows]:
    """Return the names of a list as people expected at the meetings of the sheet or file `target`.

    Who of them came is decided where that log is: it may stand in another file.
    """
    body = sort_rows(task.grid, task.mapping, task.context.log, _unnamed)
    leave_withdrawn(body, by_role(task, body).get("state"), task.context)
    columns = {m.field: body.column(m) for m in reversed(task.mapping) if m.field}
    length = len(body.used)
    values = person_values(columns, task.context)
    for name in ("site", "start"):
        values.pop(name, None)
    values |= {"person_key": read_people(columns, length, task.key), "row": Values.of(body.numbers.tolist())}
    mark = enrolment_mark(target)
    rows = ReadRows(values, length).with_all(status="unknown", source="registration", session_no=mark)
    return body, {"participation": rows}


def _unnamed(row: ByField) -> str:
    return "" if any(row.get(name) for name in NAME_FIELDS) else "no name"


def undated_names(found: Sequence[tuple[SheetReading, Rows]]) -> bool:
    """True for a sheet read as a sign-in although nothing in it says on which day."""
    return any(
        reading.layout == "sign_in" and "participation" in rows and not rows["participation"].column("date").known.any()
        for reading, rows in found
    )


def ask_whose_enrolment(readings: Sequence[SheetReading]) -> list[SheetReading]:
    """Return the readings; a list of names that was not understood is asked whose enrolment it is."""
    return [_asked(reading, [r.name for r in readings if r.name != reading.name]) for reading in readings]


def _asked(reading: SheetReading, others: Sequence[str]) -> SheetReading:
    known = [headings().get(plain(mapped.heading)) for mapped in reading.mapping]
    named = any(entry is not None and entry.role in PERSON and not entry.weak for entry in known)
    if reading.layout != "unknown" or not named:
        return reading
    options = tuple((name, name) for name in dict.fromkeys(others))
    text = "This looks like a list of names. If it says who was enrolled, name the sheet or file that says who came."
    question = Question(f"sheets.{reading.name}.enrolment_of", text, options, "")
    return replace(reading, questions=(*reading.questions, question))
