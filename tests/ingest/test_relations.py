"""Changes that must not change a figure: row and column order, position of the table, splitting, format."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import pytest
from babel.dates import format_date

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.importer import read_cells
from libcollab_metrics.ingest.tables.heading import read_heading
from libcollab_metrics.ingest.values.lexicon import known_headings
from libcollab_metrics.ingest.worker.protocol import to_arrow
from libcollab_metrics.model import Workspace
from tests.support.builders.file_formats import SAVERS
from tests.support.builders.layout_samples import SAMPLES, Sample, figures
from tests.support.examples import sampled_pairs
from tests.support.sheets import KEY, codes, dataset, imported, xlsx


@cache
def expected(layout: str) -> list[tuple[Any, ...]]:
    """The figures of the unchanged sheet."""
    return figures(dataset(xlsx(Sheet1=SAMPLES[layout].sheet()), **SAMPLES[layout].answers))


Change = Callable[[Sample], Sequence[Sequence[object]]]


def shuffled(sample: Sample) -> list[list[object]]:
    rows = list(sample.rows)
    random.Random(7).shuffle(rows)
    return sample.sheet(rows=rows)


def reordered(sample: Sample) -> list[list[object]]:
    """The movable columns in reverse order."""
    order = list(range(sample.width))
    for target, source in zip(sample.moves, reversed(sample.moves), strict=True):
        order[target] = source
    moved = {
        part: [[(*row, *[None] * sample.width)[column] for column in order] for row in getattr(sample, part)]
        for part in ("heads", "rows", "below")
    }
    return sample.sheet(**moved)


def all_rows(sample: Sample, change: Callable[[list[object]], list[list[object]]]) -> list[list[object]]:
    return [line for row in sample.sheet() for line in change(row)]


def blank_between(sample: Sample) -> list[list[object]]:
    return sample.sheet(rows=[line for row in sample.rows for line in (row, [None])])


def capitals(sample: Sample) -> list[list[object]]:
    heads = [[cell.upper() + " " if isinstance(cell, str) else cell for cell in row] for row in sample.heads]
    return sample.sheet(heads=heads)


def dates_as_text(form: str, locale: str) -> Change:
    """Every date as text in this form, also in headings."""

    def typed(cell: object) -> object:
        return format_date(cell, form, locale=locale) if isinstance(cell, datetime) else cell

    def change(sample: Sample) -> list[list[object]]:
        return [[typed(cell) for cell in row] for row in sample.sheet()]

    return change


CHANGES: dict[str, Change] = {
    "rows in another order": shuffled,
    "columns in another order": reordered,
    "titles above": lambda sample: [["San Isidro Library"], ["Kept by the front desk"], [], *sample.sheet()],
    "the table lower down": lambda sample: [[], [], [], [], *sample.sheet()],
    "shifted to the right": lambda sample: all_rows(sample, lambda row: [[None, None, *row]]),
    "blank rows between": blank_between,
    "headings in capitals": capitals,
    "days in English words": dates_as_text("d MMMM y", "en"),
    "days in English words, month first": dates_as_text("MMM d, y", "en"),
    "days in Spanish words": dates_as_text("d 'de' MMMM 'de' y", "es"),
    "days in Filipino words": dates_as_text("MMMM d, y", "fil"),
    "days as day/month/year": dates_as_text("d/M/y", "en"),
    "days as month/day/year": dates_as_text("MM/dd/y", "en"),
    "days as ISO texts": dates_as_text("y-MM-dd", "en"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("layout", "how"), sampled_pairs(SAMPLES, CHANGES))
def test_changed_sheet_gives_the_same_figures(layout: str, how: str) -> None:
    sample = SAMPLES[layout]
    assert figures(dataset(xlsx(Sheet1=CHANGES[how](sample)), **sample.answers)) == expected(layout)


@pytest.mark.parametrize("layout", SAMPLES)
def test_every_sample_is_read_as_its_layout_and_gives_figures(layout: str) -> None:
    result = imported(xlsx(Sheet1=SAMPLES[layout].sheet()), **SAMPLES[layout].answers)
    assert [sheet.layout for sheet in result.reading.sheets] == [layout]
    assert sum(1 for figure in expected(layout) if figure[2] is not None) > 3 or layout == "form_responses"


@pytest.mark.slow
@pytest.mark.parametrize(("layout", "how"), sampled_pairs(SAMPLES, SAVERS))
def test_sheet_saved_in_another_format_gives_the_same_figures(layout: str, how: str) -> None:
    sample, (name, save) = SAMPLES[layout], SAVERS[how]
    cells = sample.sheet()
    if how == "Western letters":
        cells = [[cell.replace("—", "-") if isinstance(cell, str) else cell for cell in row] for row in cells]
    loaded = dataset(save(cells), name, **sample.answers)
    assert figures(loaded) == expected(layout)
    assert codes(loaded) - {"encoding-guessed"} == codes(dataset(xlsx(Sheet1=cells), **sample.answers))


#: Layouts that cannot be split: a class has one register per month, a meeting has one log.
UNSPLITTABLE = ("sf2", "meeting_log")


@pytest.mark.parametrize("layout", [layout for layout in SAMPLES if layout not in UNSPLITTABLE])
def test_sheet_split_over_tabs_or_files_gives_the_same_figures(layout: str) -> None:
    sample = SAMPLES[layout]
    half = len(sample.rows) // 2
    first, second = (sample.sheet(rows=rows) for rows in (sample.rows[:half], sample.rows[half:]))
    answers = {**sample.answers, "totals": "rows"}  # the printed total is that of both halves
    assert figures(dataset(xlsx(A=first, B=second), **answers)) == expected(layout)
    first_import, second_import = (
        imported(xlsx(Sheet1=part), name, **answers) for part, name in ((first, "a"), (second, "b"))
    )
    assert figures(Workspace().append(first_import).append(second_import).dataset()) == expected(layout)


def synonyms(heading: object) -> list[str]:
    """Every heading known to have the same meaning; none for a date or an unknown heading."""
    entry = read_heading(heading, 1).entry
    return (
        [word for word, known_entry in known_headings().items() if known_entry == entry and not entry.is_weak]
        if entry
        else []
    )


RENAMED = [
    (layout, place)
    for layout, sample in SAMPLES.items()
    if not sample.fixed
    for place, heading in enumerate(sample.heads[-1])
    if synonyms(heading)
]


@pytest.mark.slow
@pytest.mark.parametrize(("layout", "place"), RENAMED)
def test_heading_may_be_any_of_its_synonyms(layout: str, place: int) -> None:
    """In English, Spanish and Filipino: the rows read are the same, and therefore the figures."""
    sample = SAMPLES[layout]
    original = tables(sample.sheet(), sample)
    *upper_headings, last_headings = sample.heads
    for word in synonyms(last_headings[place]):
        heads = [
            *upper_headings,
            [word if column == place else cell for column, cell in enumerate(last_headings)],
        ]
        assert tables(sample.sheet(heads=heads), sample) == original, word


def tables(cells: Sequence[Sequence[object]], sample: Sample) -> dict[str, list[dict[str, Any]]]:
    """The rows read, without the identifier of the file."""
    rows_by_table = to_arrow(
        read_cells([SheetCells.from_rows("Sheet1", cells)], "a.xlsx", sample.answers, KEY, "s").tables
    )
    return {name: table.to_pylist() for name, table in rows_by_table.items() if len(table)}
