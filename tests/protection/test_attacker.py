"""Released files are parsed and attacked: no hidden count is found or bounded more narrowly than k - 1.

The CSV of a document has every number that the document is made of. The workbook has the same rows. The
other formats are tested against the CSV: where the counts behind a hidden number change and no number of
the CSV does, no byte of theirs does.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Any

import openpyxl
import pytest

from libcollab_metrics.document_kinds import PAGE_FORMATS
from libcollab_metrics.localization import language
from libcollab_metrics.metrics import field_values
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.protection import AuditedRelease, protect
from libcollab_metrics.reports import (
    AUDIENCES,
    Numbers,
    ReportData,
    collect,
    collect_report_data,
    programs_to_plan,
    publish,
)
from tests.support.attackers.document_reader import Attacker
from tests.support.builders.datasets import AS_OF, dataset
from tests.support.builders.random_workspaces import FIRST_DAY, Library, random_library
from tests.support.references.disclosure import Cell, Found

MADE, ENGLISH = datetime(2026, 6, 30, 12), language("en")


def publish_csv(data: Dataset, scope: Scope, released: Sequence[Numbers] = ()) -> tuple[str, Numbers]:
    """The CSV of a scope's document, and its numbers for the release ledger."""
    collected = collect_report_data(
        data, scope, AS_OF, MADE, programs_to_plan("planning", data, scope, AS_OF), released
    )
    published = publish(
        data,
        audience="planning",
        fmt="csv",
        scope=scope,
        as_of=AS_OF,
        generated_at=MADE,
        language=ENGLISH,
        report_data=collected,
    )
    return published.data.decode("utf-8-sig"), published.numbers


def random_scope(random: Random, data: Dataset) -> Scope:
    """A random scope: everything, some months, one or two programs, or a site."""
    start = end = None
    if random.random() < 0.6:
        start = FIRST_DAY + timedelta(days=random.choice([0, 0, 61, 122]))
        end = start + timedelta(days=random.choice([60, 121, 150, 300]))
    filters = []
    for field, chance in (("program", 0.3), ("site", 0.2)):
        if random.random() < chance and (names := sorted(field_values(data, field))):
            filters.append((field, tuple(random.sample(names, min(len(names), random.choice([1, 2]))))))
    return Scope(tuple(filters), start, end)


def attack_documents(seed: int, releases: int) -> tuple[list[Found], list[Cell]]:
    """What an attacker finds in several documents of one library, released one after the other.

    Each document is attacked together with the earlier ones. A count that only a later document names may
    be known from the earlier ones: they are already released, and none of their tables named it.
    """
    random, data = Random(seed), random_library(seed, few=seed % 2 == 0).dataset()
    attacker, findings, cells, released = Attacker(data, AS_OF), list[Found](), list[Cell](), list[Numbers]()
    for number in range(releases):
        scope = Scope() if number == seed % releases else random_scope(random, data)
        text, numbers = publish_csv(data, scope, released)
        released.append(numbers)
        new_cells = list(attacker.cells(text, scope))
        findings += attacker.attack(new_cells, cells)
        cells += new_cells
    return findings, cells


def seeds(first: int, count: int, often: Collection[int]) -> list[Any]:
    """Return the seeds of `count` libraries; those not in `often` are attacked in the long run only."""
    every = range(first, first + count)
    return [pytest.param(seed, marks=() if seed in often else pytest.mark.long) for seed in every]


@pytest.mark.parametrize("seed", seeds(0, 25, (12,)))
def test_no_hidden_count_can_be_computed_from_one_document(seed: int) -> None:
    assert attack_documents(seed, 1)[0] == []


@pytest.mark.parametrize("seed", seeds(1000, 5, (1000,)))
def test_no_hidden_count_can_be_computed_from_two_overlapping_documents(seed: int) -> None:
    assert attack_documents(seed, 2)[0] == []


def test_count_disclosed_before_it_was_named_is_not_a_finding() -> None:
    """12 visits of a month disclosed that one of Story hour was virtual and not of the youngest.

    The official form discloses no more.
    """
    assert attack_documents(3134, 2)[0] == []


def attack_before_and_after(seed: int) -> tuple[list[Found], list[Cell]]:
    """What an attacker finds in a library's document before and after its last few sessions were entered."""
    random, library = Random(seed), random_library(seed, few=seed % 2 == 0)
    late_ids = {row["id"] for row in library.rows["sessions"][-random.randint(1, 2) :]}
    sessions, people = (
        [row for row in library.rows[table] if row[key] not in late_ids]
        for table, key in (("sessions", "id"), ("people", "at"))
    )
    before = Library(seed, {**library.rows, "sessions": sessions, "people": people}).dataset()
    attacker, scope = Attacker(library.dataset(), AS_OF), Scope()
    text_before, numbers = publish_csv(before, scope)
    text_now, _ = publish_csv(library.dataset(), scope, [numbers])
    cells = list(attacker.cells(text_now, scope))
    return [*attacker.attack(cells), *attacker.attack_since(attacker.cells(text_before, scope), cells)], cells


@pytest.mark.parametrize("seed", seeds(2000, 5, (2003,)))
def test_few_late_visits_cannot_be_computed_from_a_repeated_document(seed: int) -> None:
    assert attack_before_and_after(seed)[0] == []


@pytest.mark.long
@pytest.mark.parametrize("first", range(0, 1000, 25))
def test_no_hidden_count_can_be_computed_from_a_thousand_libraries(first: int) -> None:
    """Two documents for each library, so each first document is attacked alone too."""
    findings_by_seed = {seed: attack_documents(seed, 2)[0] for seed in range(first, first + 25)}
    assert {seed: breaches for seed, breaches in findings_by_seed.items() if breaches} == {}


def test_attacker_finds_counts_without_the_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the rules alone, the official form of library 0 discloses counts, and the attacker finds them."""
    monkeypatch.setattr(
        collect,
        "audit_release",
        lambda found, counted, settings, links, released: AuditedRelease(
            tuple(protect(found, settings, links))
        ),
    )
    assert any(found.is_exact for found in attack_documents(0, 1)[0])


@lru_cache
def few(a: int, b: int, c: int) -> Dataset:
    """Programs of a and b visits, which have participant lists, and large ones; one day, one site."""
    counts = {"Adult letters": a, "Baby rhymes": b, "Craft": c, "Drama": 60}
    sessions = [
        {"id": p, "p": p, "on": "2026-03-07", "site": "Main", "attended": n} for p, n in counts.items()
    ]
    people = [
        {"at": p, "who": f"{p[0]}{n}"} for p in ("Adult letters", "Baby rhymes") for n in range(counts[p])
    ]
    return dataset(sessions, people)


@lru_cache
def few_report_data(a: int, b: int, c: int, audience: str = "board") -> ReportData:
    data = few(a, b, c)
    planned = programs_to_plan(audience, data, Scope(), AS_OF)
    return collect_report_data(data, Scope(), AS_OF, MADE, planned)


ALL_FORMATS = [("planning", fmt) for fmt in PAGE_FORMATS] + [
    (a, "html") for a in AUDIENCES if a not in ("planning", "card")
]


@pytest.mark.parametrize(("audience", "fmt"), ALL_FORMATS)
def test_no_format_discloses_more_than_the_csv(audience: str, fmt: str) -> None:
    """Two visits and three, or three and two: where the protected numbers are equal, every byte is equal."""
    first, swapped, changed = (
        publish(
            few(*counts),
            audience=audience,
            fmt=fmt,
            as_of=AS_OF,
            generated_at=MADE,
            language=ENGLISH,
            accept_unclear=True,
            report_data=few_report_data(*counts, audience),
        ).data
        for counts in ((2, 3, 40), (3, 2, 40), (2, 3, 41))
    )
    assert few_report_data(2, 3, 40).evaluations == few_report_data(3, 2, 40).evaluations
    assert first == swapped != changed


def test_workbook_has_the_rows_of_the_csv() -> None:
    data = random_library(3).dataset()
    text, _ = publish_csv(data, Scope())
    published = publish(
        data, audience="planning", fmt="xlsx", as_of=AS_OF, generated_at=MADE, language=ENGLISH
    )
    workbook = openpyxl.load_workbook(io.BytesIO(published.data), read_only=True)
    rows = [[cell.value for cell in row] for sheet in workbook for row in sheet.iter_rows()]
    csv_rows = list(csv.DictReader(text.splitlines()))
    labels = {(row["metric"], row["group"] or None): row for row in csv_rows}
    compared = 0
    for row in rows:
        csv_row = labels.get((row[0], row[2])) if len(row) > 5 else None
        if csv_row is not None:
            compared += 1
            expected = [float(csv_row[c]) if csv_row[c] else None for c in ("numerator", "denominator", "n")]
            assert [_digits(cell) for cell in row[5:8]] == [_digits(number) for number in expected]
    assert compared >= 400  # wide rows have their own layout


def _digits(number: float | None) -> str:
    """A number with the fifteen digits that a workbook stores."""
    return "" if number is None else f"{number:.15g}"
