"""Official statistics as CSV: the form of the period, and beside it the months, the contributions and the tidy data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from libcollab_metrics.figures.text import remark
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.protection import PublicEvaluation
from libcollab_metrics.reports.document import Document, Grid
from libcollab_metrics.reports.tidy import Cell
from libcollab_metrics.reports.to_csv import to_csv, written
from libcollab_metrics.reports.workbook_numbers import SheetNumber, as_number
from libcollab_metrics.wording import Language

#: How the name of the file of every number ends.
EVERY_NUMBER = "data"
#: What a line of the form counts, each with a remark where its number is not exact.
COUNTS = ("sessions", "visits", "views")


def form_csv(document: Document, language: Language) -> bytes:
    """Return the form of the period: a row a class of each margin and a total; views of recordings in a column apart.

    Numbers are bare, to be summed and copied; what qualifies one, or why there is none, stands in the last column.
    """
    return written([_headings(language), *_lines(_of(document, ""), language)])


def forms_beside(document: Document, language: Language) -> tuple[tuple[str, bytes], ...]:
    """Return the files that belong with the form, each by the word its name ends in."""
    months: list[tuple[Cell, ...]] = [(language.say("category-month"), *_headings(language))]
    months += [(month, *line) for month, line in _by_month(_of(document, "month"), language)]
    title = language.say("table-contributions")
    given = [block for block in document.blocks if isinstance(block, Grid) and block.title == title]
    tables = [("contributions", written(_bare(table, language))) for table in given]
    return (("months", written(months)), *tables, (EVERY_NUMBER, to_csv(document, language)))


def _bare(table: Grid, language: Language) -> Iterator[tuple[Cell, ...]]:
    """A printed table whose amounts are bare numbers; what qualifies one stands in a remark as it is printed."""
    yield (*table.headings, language.say("heading-remark"))
    for row in table.rows:
        numbers = {place: as_number(row[place], language) for place in table.numeric}
        cells = (_digits(numbers[place]) if place in numbers else cell for place, cell in enumerate(row))
        told = [row[place] for place, number in numbers.items() if number is None or not row[place][:1].isdigit()]
        yield (*cells, language.say("joined-by-semicolon").join(filter(None, told)))


def _digits(number: SheetNumber | None) -> Cell:
    """A number that every program reads alike: 12000, and not 12000.0; nothing where there is none."""
    if number is None:
        return None
    return int(number.value) if number.value.is_integer() else number.value


def _of(document: Document, by: str) -> PublicEvaluation | None:
    """The evaluation of the document that holds the form, of the period or by month."""
    return next((e for e in document.evaluations if e.by == by and e.of("imls_grid")), None)


def _headings(language: Language) -> tuple[str, ...]:
    names = ("form-margin", "form-class", "margin-sessions", "margin-visits", "form-views", "heading-remark")
    return tuple(language.say(name) for name in names)


def _lines(
    evaluation: PublicEvaluation | None, language: Language, month: str | None = None
) -> Iterator[tuple[Cell, ...]]:
    """The rows of one form, a class each, in the order of the form."""
    found: dict[tuple[str, str], dict[str, Value]] = {}
    for value in evaluation.of("imls_grid") if evaluation else ():
        groups = value.groups
        if groups.get("count") and groups.get("month") == month:
            line = found.setdefault((groups["margin"] or "", groups["class"] or ""), {})
            line[groups["count"] or ""] = value
    for (margin, name), line in found.items():
        numbers = (line[count].value if count in line else None for count in COUNTS)
        yield _margin(margin, language), _class(name, language), *numbers, _remarks(line, language)


def _by_month(evaluation: PublicEvaluation | None, language: Language) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    months = dict.fromkeys(v.groups.get("month") for v in evaluation.of("imls_grid")) if evaluation else {}
    for month in months:
        for line in _lines(evaluation, language, month):
            yield month or "", line


def _margin(margin: str, language: Language) -> str:
    return language.messages.get(f"margin-{margin}", language.messages.get(f"class-{margin}", margin))


def _class(name: str, language: Language) -> str:
    return language.messages.get(f"class-{name}", name)


def _remarks(line: Mapping[str, Value], language: Language) -> str:
    """What qualifies the numbers of a line, each with the name of its column."""
    names = {"sessions": "margin-sessions", "visits": "margin-visits", "views": "form-views"}
    told = ((names[count], remark(value, language)) for count, value in line.items())
    said = [language.say("form-remark", what=language.say(name), remark=text) for name, text in told if text]
    return language.say("joined-by-semicolon").join(said)
