"""Make the sample workbook, the blank template and the sign-in sheet: `python data/make_sample.py`.

Every person, place and organisation in the sample is invented. The same seed always makes the same cells.
"""

from __future__ import annotations

import io
import random
import sys
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
sys.path.insert(0, str(HERE))

import sample_story as story  # noqa: E402 - in this folder, importable only after the lines above

from libcollab_metrics.ingest.writers.template import (  # noqa: E402
    build_blank_template,
    build_sign_in_sheet,
    new_workbook,
    template_heading,
)
from libcollab_metrics.model.schema import SCHEMA  # noqa: E402

SEED = 20250111
Cell = str | int | float | date | None
Row = Sequence[Cell]


def write_all(folder: Path = HERE) -> None:
    """Write the three workbooks into `folder`."""
    (folder / "sample_library.xlsx").write_bytes(sample_workbook())
    (folder / "blank_template.xlsx").write_bytes(build_blank_template())
    (folder / "sign_in_sheet.xlsx").write_bytes(build_sign_in_sheet())


def sample_workbook() -> bytes:
    """Return 18 months of records of an invented library, with the flaws of real sheets."""
    rng = random.Random(SEED)
    log, roster = _story_log(rng)
    sheets: dict[str, Iterable[Row]] = {
        "Read me": [[line] for line in story.READ_ME],
        "Story log": log,
        "Readers": _readers(rng),
        "Roster May": roster,
        "Sessions": _template_rows("sessions", [*_workshop_sessions(), *story.OTHER_SESSIONS]),
        "Outcomes": _template_rows("outcomes", [*_scores(rng), *_ratings(rng), *_phil_iri()]),
        "Perspectives": _template_rows("perspectives", _perspectives()),
    }
    template_tables = {"partners": story.PARTNERS, "programs": story.PROGRAMS, "ledger": story.LEDGER}
    template_tables |= {"deliveries": story.DELIVERIES, "criteria": story.CRITERIA, "notes": story.NOTES}
    template_tables |= {"sites": story.SITES, "settings": story.SETTINGS}
    sheets |= {SCHEMA[name].label: _template_rows(name, rows) for name, rows in template_tables.items()}
    return _workbook(sheets)


def _workbook(sheets: dict[str, Iterable[Row]]) -> bytes:
    stream = io.BytesIO()
    with new_workbook(stream) as workbook:
        day = workbook.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            sheet.set_column(0, 0, 24)
            sheet.set_column(1, 30, 15)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(number, column, value, day)
                    elif value is not None:
                        sheet.write(number, column, value)
    return stream.getvalue()


def _template_rows(table: str, rows: Sequence[dict[str, Cell]]) -> list[list[Cell]]:
    """Return a template sheet: its headings, then one row per dictionary of field → cell."""
    fields = SCHEMA[table].typed_fields
    known = {field.name for field in fields}
    for row in rows:
        if not set(row) <= known:
            raise KeyError(f"{table} has no {sorted(set(row) - known)}")
    return [
        [template_heading(field) for field in fields],
        *([row.get(field.name) for field in fields] for row in rows),
    ]


def _saturdays() -> list[date]:
    """Return the days of storybook readings: weekly, except at holidays and other closures."""
    first = date(2025, 1, 11)
    days = [first + timedelta(weeks=week) for week in range(77)]
    return [day for day in days if day not in story.NO_STORY_DAYS]


def _story_log(rng: random.Random) -> tuple[list[Row], list[Row]]:
    """Return the session log, and the roster of May 2026 for five of its sessions."""
    rows: list[Row] = [[line] for line in story.LOG_TITLE]
    rows += [[], story.LOG_HEADINGS]
    roster, present_by_day = _roster_may(rng)
    total = 0
    for number, day in enumerate(_saturdays()):
        if day in story.STORMS:
            rows.append(
                [_as_typed(day, number), "CANCELLED - Storybook reading", story.SITE_CYCLE[number % 4]]
                + [None] * 6
                + [story.STORMS[day]]
            )
            continue
        count = round(17.5 + 7 * number / 72 + rng.uniform(-3.2, 3.2))
        count = max(count, present_by_day.get(day, 0) + 2) if day in present_by_day else count
        is_counted = day in present_by_day or number % 5 != 3
        total += count if is_counted else 0
        seats = (30, count + rng.randint(0, 4)) if number % 6 == 0 else (None, None)
        rows.append(
            [
                _as_typed(day, number),
                "storybook reading" if number % 11 == 5 else "Storybook reading",
                story.MISSPELLED_SITES.get(number, story.SITE_CYCLE[number % 4]),
                (f"about {count}" if number in story.ESTIMATED else count) if is_counted else None,
                story.LANGUAGE_CYCLE[number % 5],
                "4-7" if number in (20, 41) else ("6-11" if number % 3 else "3-5"),
                rng.choice((2, 2.5, 3)),
                *seats,
                story.REMARKS.get(number),
            ]
        )
    rows.append(["TOTAL", None, None, total])
    return rows, roster


def _as_typed(day: date, number: int) -> Cell:
    """Return a day as text or date: several people kept the log and wrote days differently."""
    long_form = f"{day:%B} {day.day}, {day.year}"
    return {
        3: long_form,
        7: f"{day.day} {day:%B %Y}",
        9: day.isoformat(),
        12: f"{day.month}/{day.day}/{day.year}",
    }.get(number % 14, day)


def _roster_may(rng: random.Random) -> tuple[list[Row], dict[date, int]]:
    days = [date(2026, 5, day) for day in (2, 9, 16, 23, 30)]
    present = dict.fromkeys(days, 0)
    rows: list[Row] = [["Program", "Storybook reading"], ["P = present, A = absent, L = late"], []]
    rows.append(["No.", "Name", "Age", "Mother tongue", *days, "Total"])
    for number, (name, age, tongue) in enumerate(story.LISTENERS, start=1):
        marks = [rng.choices("PLA", (82, 6, 12))[0] for _ in days]
        for day, mark in zip(days, marks, strict=True):
            present[day] += mark in "PL"
        rows.append([number, name, age, tongue, *marks, sum(mark in "PL" for mark in marks)])
    return rows, present


def _workshop_days() -> list[date]:
    days = [date(2025, 8, 6) + timedelta(weeks=week) for week in range(30)]
    return [day for day in days if day not in story.NO_WORKSHOP_DAYS][:24]


def _enrolled(number: int) -> list[tuple[str, int, str | None, str | None]]:
    """Return the learners on the list of a session: two joined late, one moved away."""
    return [
        learner
        for index, learner in enumerate(story.LEARNERS)
        if not (index in story.JOINED_LATE and number < 3)
        and not (index == story.MOVED_AWAY and number >= 15)
    ]


def _readers(rng: random.Random) -> list[Row]:
    """Return the attendee log, with one row per learner and session."""
    rows: list[Row] = [story.READERS_HEADINGS]
    attended_before: set[str] = set()
    for number, day in enumerate(_workshop_days()):
        for name, age, tongue, heard_from in _enrolled(number):
            weights = (45, 5, 10, 40) if name in story.OFTEN_AWAY else (82, 6, 3, 9)
            status = rng.choices(("Present", "Late", "Excused", "Absent"), weights)[0]
            is_first_time = "yes" if status in ("Present", "Late") and name not in attended_before else "no"
            if is_first_time == "yes":
                attended_before.add(name)
            rows.append([day, story.WORKSHOP, name, status, tongue, age, is_first_time, heard_from])
    return rows


def _workshop_sessions() -> list[dict[str, Cell]]:
    held = [
        {
            "program_id": story.WORKSHOP,
            "date": day,
            "site": story.SCHOOL,
            "format": "offsite",
            "status": "held",
            "language": "Filipino" if number % 3 == 2 else "Cebuano; Filipino",
            "age_group": "6-11",
            "start": "15:30",
            "end": "17:00",
            "capacity": 20,
            "registered": len(_enrolled(number)),
            "staff_hours": 2.5,
            "volunteer_hours": 2,
        }
        for number, day in enumerate(_workshop_days())
    ]
    cancelled = {
        "program_id": story.WORKSHOP,
        "date": story.LOST_WORKSHOP_DAY,
        "site": story.SCHOOL,
        "format": "offsite",
    }
    return [*held, {**cancelled, "status": "cancelled", "language": "Filipino", "age_group": "6-11"}]


def _scores(rng: random.Random) -> list[dict[str, Cell]]:
    """Return scores before and after for 18 learners; three missed the second test, one the first."""
    rows = []
    for index, (name, *_) in enumerate(story.LEARNERS):
        before = rng.randint(7, 13)
        after = min(20, before + rng.choice((0, 1, 2, 2, 3, 3, 4, 5)))
        rows.append(
            {
                "program_id": story.WORKSHOP,
                "respondent_key": name,
                "date": date(2026, 2, 18),
                "occasion": "August 2025 to February 2026",
                "measure": "reading score",
                "before": None if index == 11 else before,
                "after": None if index in (3, 8, 15) else after,
                "scale_max": 20,
            }
        )
    return rows


def _ratings(rng: random.Random) -> list[dict[str, Cell]]:
    """Return the answers on paper slips from parents and helpers after the reading in May 2026.

    Some slips leave one line empty.
    """
    rows = []
    for slip in range(1, 55):
        for measure, weights, remainder in (
            ("knowledge", (38, 41, 12, 6, 3), 2),
            ("confidence", (33, 42, 15, 7, 3), 4),
        ):
            rating = rng.choices((5, 4, 3, 2, 1), weights)[0]
            rows.append(
                {
                    "program_id": story.STORYBOOK,
                    "respondent_key": f"Slip {slip}",
                    "date": date(2026, 5, 30),
                    "occasion": "May 2026",
                    "measure": measure,
                    "rating": None if slip % 13 == remainder else rating,
                }
            )
    return rows


def _phil_iri() -> list[dict[str, Cell]]:
    """Return the school's own reading inventory before and after, in percent.

    Three readers missed one of the two days.
    """
    rng = random.Random(SEED + 1)
    rows = []
    for index, (name, *_) in enumerate(story.LEARNERS):
        level = rng.choice((0, 0, 0, 1, 1, 2))  # frustration, instructional, independent
        gain = rng.choice((-1, 2, 6, 9, 12, 15))
        word_reading, comprehension = (82, 92, 97)[level], (48, 66, 82)[level]
        scores = (("philiri_word", word_reading), ("philiri_comprehension", comprehension))
        for measure, typical in scores:
            before = typical + rng.randint(-3, 3)
            rows.append(
                {
                    "program_id": story.WORKSHOP,
                    "respondent_key": name,
                    "date": date(2026, 2, 18),
                    "occasion": "August 2025 to February 2026",
                    "measure": measure,
                    "before": None if index == 11 else min(100, before),
                    "after": None if index in (3, 15) else min(100, before + gain),
                    "scale_max": 100,
                }
            )
    return rows


def _perspectives() -> list[dict[str, Cell]]:
    items = SCHEMA["perspectives"].field("item").choices
    return [
        {
            "partner_id": partner,
            "side": side,
            "respondent_key": respondent,
            "item": item,
            "rating": rating,
            "date": day,
        }
        for partner, side, respondent, day, ratings in story.PERSPECTIVES
        for item, rating in zip(items, ratings, strict=True)
    ]


if __name__ == "__main__":
    write_all()
    print("Made sample_library.xlsx, blank_template.xlsx and sign_in_sheet.xlsx in", HERE)
