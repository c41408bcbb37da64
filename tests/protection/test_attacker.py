"""What leaves, read back from the files and attacked: no hidden count is found, or found to be less than k -
1 wide.

The CSV of a document is every number it is made of; the workbook holds the same rows, and the other formats
are held to the same numbers: where the counts behind a hidden one change and no number of the CSV does, no
byte of theirs does.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from random import Random

import openpyxl
import pytest

from libcollab_metrics.localization import language
from libcollab_metrics.metrics import field_values
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.protection import AuditedRelease, protect
from libcollab_metrics.reports import (
    AUDIENCES,
    FORMATS,
    Numbers,
    ReportData,
    collect_report_data,
    programs_to_plan,
    publish,
    report_data,
)
from tests.support.attackers.document_reader import Attacker
from tests.support.builders.datasets import AS_OF, dataset
from tests.support.builders.random_workspaces import FIRST_DAY, Library, random_library
from tests.support.references.disclosure import Cell, Found

MADE, ENGLISH = datetime(2026, 6, 30, 12), language("en")


def left(data: Dataset, scope: Scope, released: Sequence[Numbers] = ()) -> tuple[str, Numbers]:
    """The CSV of a selection's document, and its numbers for the list of what left."""
    ground = collect_report_data(
        data, scope, AS_OF, MADE, programs_to_plan("planning", data, scope, AS_OF), released
    )
    made = publish(
        data,
        audience="planning",
        fmt="csv",
        scope=scope,
        as_of=AS_OF,
        generated_at=MADE,
        language=ENGLISH,
        report_data=ground,
    )
    return made.data.decode("utf-8-sig"), made.numbers


def some_scope(random: Random, data: Dataset) -> Scope:
    """Everything, some months, a program or two, or a place, at random."""
    start = end = None
    if random.random() < 0.6:
        start = FIRST_DAY + timedelta(days=random.choice([0, 0, 61, 122]))
        end = start + timedelta(days=random.choice([60, 121, 150, 300]))
    where = []
    for field, chance in (("program", 0.3), ("site", 0.2)):
        if random.random() < chance and (names := sorted(field_values(data, field))):
            where.append((field, tuple(random.sample(names, min(len(names), random.choice([1, 2]))))))
    return Scope(tuple(where), start, end)


def worked_out(seed: int, releases: int) -> tuple[list[Found], list[Cell]]:
    """What an attacker finds in so many documents of one library that left one after the other.

    Each is attacked beside those before it. What only a later one names may be known from these as far as it
    is: they have left, and no table of theirs named it.
    """
    random, data = Random(seed), random_library(seed, few=seed % 2 == 0).dataset()
    attacker, found, cells, released = Attacker(data, AS_OF), list[Found](), list[Cell](), list[Numbers]()
    for number in range(releases):
        scope = Scope() if number == seed % releases else some_scope(random, data)
        text, numbers = left(data, scope, released)
        released.append(numbers)
        now = list(attacker.cells(text, scope))
        found += attacker.attack(now, cells)
        cells += now
    return found, cells


@pytest.mark.parametrize("seed", range(25))
def test_nothing_hidden_can_be_worked_out_of_a_document(seed: int) -> None:
    assert worked_out(seed, 1)[0] == []


@pytest.mark.parametrize("seed", range(1000, 1005))
def test_nothing_hidden_can_be_worked_out_of_two_documents_of_selections_that_overlap(seed: int) -> None:
    assert worked_out(seed, 2)[0] == []


def test_nothing_is_found_that_the_first_document_told_before_the_second_named_it() -> None:
    """12 visits of a month told that one of Story hour was virtual and not of the youngest; its form says no
    more."""
    assert worked_out(3134, 2)[0] == []


def told_again(seed: int) -> tuple[list[Found], list[Cell]]:
    """What an attacker finds in a library's document before and after its last few sessions were typed."""
    random, library = Random(seed), random_library(seed, few=seed % 2 == 0)
    late = {row["id"] for row in library.rows["sessions"][-random.randint(1, 2) :]}
    sessions, people = (
        [row for row in library.rows[table] if row[key] not in late]
        for table, key in (("sessions", "id"), ("people", "at"))
    )
    before = Library(seed, {**library.rows, "sessions": sessions, "people": people}).dataset()
    attacker, scope = Attacker(library.dataset(), AS_OF), Scope()
    then, numbers = left(before, scope)
    now, _ = left(library.dataset(), scope, [numbers])
    cells = list(attacker.cells(now, scope))
    return [*attacker.attack(cells), *attacker.attack_since(attacker.cells(then, scope), cells)], cells


@pytest.mark.parametrize("seed", range(2000, 2005))
def test_nothing_of_the_few_that_came_since_can_be_worked_out_of_a_document_told_again(seed: int) -> None:
    assert told_again(seed)[0] == []


@pytest.mark.long
@pytest.mark.parametrize("hundred", range(10))
def test_nothing_hidden_can_be_worked_out_of_a_thousand_libraries(hundred: int) -> None:
    """Two documents each, so that every single one is attacked too."""
    found = {seed: worked_out(seed, 2)[0] for seed in range(hundred * 100, hundred * 100 + 100)}
    assert {seed: breaches for seed, breaches in found.items() if breaches} == {}


def test_the_attacker_is_no_fool(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the rules alone the official form of library 0 gives counts away, and it finds them."""
    monkeypatch.setattr(
        report_data,
        "audit_release",
        lambda found, counted, settings, links, released: AuditedRelease(
            tuple(protect(found, settings, links))
        ),
    )
    assert any(found.is_exact for found in worked_out(0, 1)[0])


@lru_cache
def few(a: int, b: int, c: int) -> Dataset:
    """Programs of a and b visits beside large ones, on one day at one place; lists of people behind the small
    ones."""
    counts = {"Adult letters": a, "Baby rhymes": b, "Craft": c, "Drama": 60}
    sessions = [
        {"id": p, "p": p, "on": "2026-03-07", "site": "Main", "attended": n} for p, n in counts.items()
    ]
    people = [
        {"at": p, "who": f"{p[0]}{n}"} for p in ("Adult letters", "Baby rhymes") for n in range(counts[p])
    ]
    return dataset(sessions, people)


@lru_cache
def ground_of_few(a: int, b: int, c: int) -> ReportData:
    return collect_report_data(few(a, b, c), Scope(), AS_OF, MADE)


ALL_FORMATS = [("planning", fmt) for fmt in FORMATS] + [(a, "html") for a in AUDIENCES if a != "planning"]


@pytest.mark.parametrize(("audience", "fmt"), ALL_FORMATS)
def test_no_format_tells_what_no_number_of_the_csv_does(audience: str, fmt: str) -> None:
    """Two visits and three, or three and two: where the protected numbers are the same, so is every byte."""
    one, other, another = (
        publish(
            few(*counts),
            audience=audience,
            fmt=fmt,
            as_of=AS_OF,
            generated_at=MADE,
            language=ENGLISH,
            accept_unclear=True,
            report_data=ground_of_few(*counts),
        ).data
        for counts in ((2, 3, 40), (3, 2, 40), (2, 3, 41))
    )
    assert ground_of_few(2, 3, 40).evaluations == ground_of_few(3, 2, 40).evaluations
    assert one == other != another


def test_the_workbook_holds_the_rows_of_the_csv() -> None:
    data = random_library(3).dataset()
    text, _ = left(data, Scope())
    made = publish(data, audience="planning", fmt="xlsx", as_of=AS_OF, generated_at=MADE, language=ENGLISH)
    book = openpyxl.load_workbook(io.BytesIO(made.data), read_only=True)
    rows = [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]
    printed = list(csv.DictReader(text.splitlines()))
    labels = {(row["metric"], row["group"] or None): row for row in printed}
    found = 0
    for row in rows:
        ours = labels.get((row[0], row[2])) if len(row) > 5 else None
        if ours is not None:
            found += 1
            wanted = [float(ours[c]) if ours[c] else None for c in ("numerator", "denominator", "n")]
            assert [_digits(cell) for cell in row[5:8]] == [_digits(number) for number in wanted]
    assert found >= 400  # the wide ones stand in a form of their own


def _digits(number: float | None) -> str:
    """A number to the fifteen digits a workbook keeps."""
    return "" if number is None else f"{number:.15g}"
