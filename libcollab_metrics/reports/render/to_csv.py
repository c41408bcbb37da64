"""CSV renderer: tidy tables, official forms, byte order mark, and safety against formula injection."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from libcollab_metrics.figures import Chart, chart_table, metric_name
from libcollab_metrics.figures.text import value_remark
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import DEFINITIONS_VERSION, find_metric, format_definition
from libcollab_metrics.metrics.definition import NUMBER_FIELDS, Value
from libcollab_metrics.protection import PublicEvaluation
from libcollab_metrics.reports.document import Document, Grid
from libcollab_metrics.reports.render.tidy import (
    COLUMNS,
    KEY,
    Cell,
    SheetNumber,
    parse_printed_number,
    tidy_rows,
)

#: Characters that make a spreadsheet interpret a text as a formula.
FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r", "\n")


def to_csv(document: Document, language: Language) -> bytes:
    """Render every number of the document as one tidy table; for official statistics, the form.

    Parameters
    ----------
    document : Document
        Document to render.
    language : Language
        Language of the text.

    Returns
    -------
    bytes
        CSV file.
    """
    return form_csv(document, language) if _has_form(document) else data_csv(document, language)


def companion_files(document: Document, language: Language, name: str) -> tuple[tuple[str, bytes], ...]:
    """Render the files that belong to a document's CSV.

    A table has its metadata file. The official form has its other forms, the table of all numbers, and the
    metadata of that table. A document with sheets has each of their tables.

    Parameters
    ----------
    document : Document
        Document to render.
    language : Language
        Language of the text.
    name : str
        Name of the document's file.

    Returns
    -------
    tuple[tuple[str, bytes], ...]
        Name and content of each file.
    """
    stem = PurePath(name).stem
    if not _has_form(document):
        tables = [table for sheet in document.sheets for table in sheet.tables]
        return (
            csv_metadata(document, language, name),
            *(
                (f"{stem}-{number}.csv", write_csv(_bare_number_rows(table, language)))
                for number, table in enumerate(tables, start=1)
            ),
        )
    forms = [(f"{stem}-{form}.csv", data) for form, data in render_companion_forms(document, language)]
    return (*forms, csv_metadata(document, language, f"{stem}-{DATA_SUFFIX}.csv"))


def _has_form(document: Document) -> bool:
    """Return whether the document is official statistics, whose CSV is a form."""
    return document.audience == "official"


def data_csv(document: Document, language: Language) -> bytes:
    """Render every number of the document as one tidy table."""
    return write_csv([COLUMNS, *tidy_rows(document.evaluations, language, document.caution)])


def figure_csv(chart: Chart, language: Language) -> bytes:
    """Render the data table of a figure, with its title, caption and source below.

    Parameters
    ----------
    chart : Chart
        Chart with the data.
    language : Language
        Language of the text.

    Returns
    -------
    bytes
        CSV file.
    """
    table = chart_table(chart, language)
    words = [(text,) for text in (chart.title, chart.caption, chart.source) if text]
    return write_csv([table.headings, *table.rows, (), *words])


def write_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write rows as CSV in UTF-8 with a byte order mark; cells cannot become formulas."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows(
        [escape_formula(cell) for cell in row] for row in rows
    )
    return buffer.getvalue().encode("utf-8-sig", errors="replace")


def escape_formula(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet executes: an apostrophe precedes formula characters.

    Examples
    --------
    >>> escape_formula("=1+1"), escape_formula("Story hour"), escape_formula(-3.5)
    ("'=1+1", 'Story hour', -3.5)
    """
    if not isinstance(cell, str):
        return cell
    visible = "".join(c for c in cell if c in "\t\r\n" or (c.isprintable() and c != "\ufffe"))
    return "'" + visible if visible.lstrip(" ").startswith(FORMULA_PREFIXES) else visible


# Metadata of a CSV: columns, types and descriptions. Source: "Metadata Vocabulary for Tabular Data", W3C
# Recommendation, 17 December 2015.

CONTEXT = "http://www.w3.org/ns/csvw"
#: Format of the file. The standard allows the byte order mark, by which Excel detects the encoding.
DIALECT = {
    "encoding": "utf-8",
    "header": True,
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
    "lineTerminators": ["\r\n", "\n"],
}


def csv_metadata(document: Document, language: Language, filename: str) -> tuple[str, bytes]:
    """Build the metadata file of a document's CSV.

    Parameters
    ----------
    document : Document
        Document of the CSV.
    language : Language
        Language of the text.
    filename : str
        Name of the CSV file, in the same folder.

    Returns
    -------
    tuple[str, bytes]
        Name and content of the metadata file.
    """
    about = (document.caution, document.scope, document.coverage, document.issues)
    described = {
        "@context": [CONTEXT, {"@language": language.code}],
        "url": quote(filename),
        "dc:title": document.title,
        "dc:description": " ".join(filter(None, about)),
        "dc:created": {"@value": document.generated_at.isoformat(), "@type": "xsd:dateTime"},
        "dc:identifier": document.fingerprint,
        "dc:language": language.code,
        "schema:version": DEFINITIONS_VERSION,
        "notes": list(_definitions(document, language)),
        "dialect": DIALECT,
        "tableSchema": {
            "columns": [_column(name, language) for name in COLUMNS],
            "primaryKey": list(KEY),
        },
    }
    text = json.dumps(described, ensure_ascii=False, indent=1) + "\n"
    return f"{filename}-metadata.json", text.encode("utf-8", errors="replace")


def _column(name: str, language: Language) -> dict[str, Any]:
    return {
        "name": name,
        "titles": name,
        "datatype": _datatype(name, language),
        "null": "",
        "required": name in KEY and name != "group",
        "dc:description": language.message(f"column-{name}"),
    }


def _datatype(name: str, language: Language) -> str | dict[str, str]:
    if name in NUMBER_FIELDS:
        return "number"
    if name == "estimated":
        return {"base": "boolean", "format": f"{language.message('yes')}|{language.message('no')}"}
    return "string"


def _definitions(document: Document, language: Language) -> Iterator[dict[str, str]]:
    """Yield the definition of each metric in the file, in the order of the file."""
    written = (value.metric for evaluation in document.evaluations for value in evaluation.values)
    for metric in map(find_metric, dict.fromkeys(written)):
        yield {
            "dc:identifier": metric.id,
            "dc:title": metric_name(metric, language),
            "dc:description": format_definition(metric, language),
        }


# Official statistics as CSV: the form of the period, by month, contributions, and the tidy data.

#: Suffix of the file name of the table with every number.
DATA_SUFFIX = "data"
#: Counts in a row of the form; each has a remark where it is not exact.
COUNTS = ("sessions", "visits", "views")


def form_csv(document: Document, language: Language) -> bytes:
    """Render the form of the period: a row per class of each margin, and totals.

    Views of recordings have a column of their own. Numbers are bare, for sums and copying; the last column
    has their qualifiers, or the reason for a missing number.

    Parameters
    ----------
    document : Document
        Official document.
    language : Language
        Language of the text.

    Returns
    -------
    bytes
        CSV file.
    """
    return write_csv([_headings(language), *_form_rows(_find_form_evaluation(document, ""), language)])


def render_companion_forms(document: Document, language: Language) -> tuple[tuple[str, bytes], ...]:
    """Render the companion files of the form: months, contributions and data.

    Parameters
    ----------
    document : Document
        Official document.
    language : Language
        Language of the text.

    Returns
    -------
    tuple[tuple[str, bytes], ...]
        Suffix of the name and content of each file.
    """
    months: list[tuple[Cell, ...]] = [(language.message("category-month"), *_headings(language))]
    months += [
        (month, *line) for month, line in _month_rows(_find_form_evaluation(document, "month"), language)
    ]
    title = language.message("table-contributions")
    grids = [block for block in document.blocks if isinstance(block, Grid) and block.title == title]
    tables = [("contributions", write_csv(_bare_number_rows(table, language))) for table in grids]
    return (("months", write_csv(months)), *tables, (DATA_SUFFIX, data_csv(document, language)))


def _bare_number_rows(table: Grid, language: Language) -> Iterator[tuple[Cell, ...]]:
    """Yield a printed table with bare numbers and a column of remarks.

    The remark of a qualified number is its printed form.
    """
    yield (*table.headings, language.message("heading-remark"))
    for row in table.rows:
        numbers = {index: parse_printed_number(row[index], language) for index in table.numeric}
        cells = (
            _to_plain_number(numbers[index]) if index in numbers else cell for index, cell in enumerate(row)
        )
        remarks = [
            row[index] for index, number in numbers.items() if number is None or not row[index][:1].isdigit()
        ]
        yield (*cells, language.message("joined-by-semicolon").join(filter(None, remarks)))


def _to_plain_number(number: SheetNumber | None) -> Cell:
    """Return a number that all programs read the same way: 12000, not 12000.0; None for a gap."""
    if number is None:
        return None
    return int(number.value) if number.value.is_integer() else number.value


def _find_form_evaluation(document: Document, by: str) -> PublicEvaluation | None:
    """Return the document's evaluation with the form, for the period or by month."""
    return next((e for e in document.evaluations if e.by == by and e.values_for("imls_grid")), None)


def _headings(language: Language) -> tuple[str, ...]:
    names = ("form-margin", "form-class", "margin-sessions", "margin-visits", "form-views", "heading-remark")
    return tuple(language.message(name) for name in names)


def _form_rows(
    evaluation: PublicEvaluation | None, language: Language, month: str | None = None
) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of one form, one per class, in the order of the form."""
    lines: dict[tuple[str, str], dict[str, Value]] = {}
    for value in evaluation.values_for("imls_grid") if evaluation else ():
        groups = value.groups
        if groups.get("count") and groups.get("month") == month:
            line = lines.setdefault((groups["margin"] or "", groups["class"] or ""), {})
            line[groups["count"] or ""] = value
    for (margin, name), line in lines.items():
        numbers = (line[count].value if count in line else None for count in COUNTS)
        yield _margin(margin, language), _class(name, language), *numbers, _remarks(line, language)


def _month_rows(
    evaluation: PublicEvaluation | None, language: Language
) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    months = (
        dict.fromkeys(v.groups.get("month") for v in evaluation.values_for("imls_grid")) if evaluation else {}
    )
    for month in months:
        for line in _form_rows(evaluation, language, month):
            yield month or "", line


def _margin(margin: str, language: Language) -> str:
    return language.messages.get(f"margin-{margin}", language.messages.get(f"class-{margin}", margin))


def _class(name: str, language: Language) -> str:
    return language.messages.get(f"class-{name}", name)


def _remarks(line: Mapping[str, Value], language: Language) -> str:
    """Join the qualifiers of a row's numbers, each with the name of its column."""
    names = {"sessions": "margin-sessions", "visits": "margin-visits", "views": "form-views"}
    named_remarks = ((names[count], value_remark(value, language)) for count, value in line.items())
    sentences = [
        language.message("form-remark", what=language.message(name), remark=text)
        for name, text in named_remarks
        if text
    ]
    return language.message("joined-by-semicolon").join(sentences)
