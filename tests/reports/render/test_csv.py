"""The tidy table and the metadata file that describes its columns."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from libcollab_metrics.localization import LANGUAGES, language
from libcollab_metrics.metrics import DEFINITIONS_VERSION
from libcollab_metrics.metrics.definition import Evaluation
from libcollab_metrics.model import Dataset
from libcollab_metrics.reports import Published, publish
from tests.reports.conftest import DAY, ENGLISH, MADE
from tests.support.builders.datasets import dataset as small

Row = dict[str, str]


def published(sample: Dataset, fmt: str = "csv", code: str = "en", **more: Any) -> Published:
    return publish(
        sample, audience="planning", fmt=fmt, as_of=DAY, generated_at=MADE, language=language(code), **more
    )


@pytest.fixture(scope="module")
def output(sample: Dataset) -> Published:
    return published(sample)


@pytest.fixture(scope="module")
def parsed_metadata(output: Published) -> dict[str, Any]:
    return read_metadata(output)


def read_metadata(published: Published) -> dict[str, Any]:
    metadata: dict[str, Any] = json.loads(
        dict(published.companion_files)[f"{published.filename}-metadata.json"]
    )
    return metadata


def rows_of(published: Published, parsed_metadata: dict[str, Any]) -> list[Row]:
    """The rows parsed only as the metadata file describes."""
    dialect = parsed_metadata["dialect"]
    text = published.data.decode(dialect["encoding"]).removeprefix("\ufeff")
    reader = csv.DictReader(
        io.StringIO(text, newline=""),
        delimiter=dialect["delimiter"],
        quotechar=dialect["quoteChar"],
        doublequote=dialect["doubleQuote"],
        strict=True,
    )
    return list(reader)


def reader_of(column: dict[str, Any]) -> Callable[[str], Any]:
    """The function that parses a cell of a column by its datatype, or fails."""
    kind = column["datatype"]
    if isinstance(kind, dict):
        assert kind["base"] == "boolean"
        return dict(zip(kind["format"].split("|"), (True, False), strict=True)).__getitem__
    return {"number": float, "string": str}[kind]


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_cell_has_the_datatype_of_its_column(code: str, sample: Dataset) -> None:
    output = published(sample, code=code)
    parsed_metadata = read_metadata(output)
    columns = parsed_metadata["tableSchema"]["columns"]
    rows = rows_of(output, parsed_metadata)
    assert len(rows) > 100
    assert list(rows[0]) == [column["titles"] for column in columns]
    for column in columns:
        parse_cell = reader_of(column)
        cells = [row[column["titles"]] for row in rows]
        assert all(cells) or not column["required"]
        for cell in cells:
            assert cell == column["null"] or parse_cell(cell) is not None


def test_no_two_rows_have_the_same_key(output: Published, parsed_metadata: dict[str, Any]) -> None:
    key = parsed_metadata["tableSchema"]["primaryKey"]
    rows = [tuple(row[name] for name in key) for row in rows_of(output, parsed_metadata)]
    assert len(set(rows)) == len(rows)


def test_csv_numbers_equal_the_evaluation(
    output: Published, parsed_metadata: dict[str, Any], whole: Evaluation
) -> None:
    rows = {row["metric"]: row for row in rows_of(output, parsed_metadata) if not row["group"]}
    compared = 0
    for value in whole.values:
        row = rows.get(value.metric)
        if row and not value.group and value.value is not None and not row["reason"]:
            assert float(row["value"]) == value.value
            compared += 1
    assert compared > 10


def test_only_a_figure_with_a_value_or_bounds_has_certainty(
    output: Published, parsed_metadata: dict[str, Any]
) -> None:
    rows = rows_of(output, parsed_metadata)
    pairs = [(row["certainty"] != "", any(row[name] for name in ("value", "low", "high"))) for row in rows]
    assert {(True, True), (False, False)} == set(pairs)


@pytest.mark.parametrize("code", LANGUAGES)
def test_accepted_unclear_money_is_noted_in_rows_and_metadata(code: str) -> None:
    words = language(code)
    data = small(
        [{"on": "2026-01-10", "attended": 30}],
        ledger=[
            {"on": "2026-01-05", "to_party": "project", "kind": "cash", "value": 900, "status": "unclear"}
        ],
    )
    output = publish(
        data,
        audience="sponsor",
        fmt="csv",
        as_of=DAY,
        generated_at=MADE,
        language=words,
        accept_unclear=True,
    )
    parsed_metadata = read_metadata(output)
    caution = words.message("unclear-text", finding="").strip(". ")
    assert caution in parsed_metadata["dc:description"]
    assert all(caution in row["scope"] for row in rows_of(output, parsed_metadata))
    clear = publish(data, audience="board", fmt="csv", as_of=DAY, generated_at=MADE, language=words)
    assert caution not in read_metadata(clear)["dc:description"]


def test_metadata_describes_the_file(
    output: Published, parsed_metadata: dict[str, Any], documents: dict[str, Any]
) -> None:
    assert parsed_metadata["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "en"}]
    assert parsed_metadata["url"] == output.filename
    assert parsed_metadata["dc:title"] == documents["planning"].title
    assert documents["planning"].scope in parsed_metadata["dc:description"]
    assert parsed_metadata["dc:identifier"] == output.record.fingerprint
    assert parsed_metadata["schema:version"] == DEFINITIONS_VERSION
    assert datetime.fromisoformat(parsed_metadata["dc:created"]["@value"]) == MADE
    defined = {note["dc:identifier"] for note in parsed_metadata["notes"]}
    assert defined == {row["metric"] for row in rows_of(output, parsed_metadata)}
    assert all(column["dc:description"] for column in parsed_metadata["tableSchema"]["columns"])


def test_metadata_file_is_named_after_the_data_file(sample: Dataset) -> None:
    output = published(sample, filename="what we did.csv")
    assert output.filename == "what we did.csv"
    assert [name for name, _ in output.companion_files] == ["what we did.csv-metadata.json"]
    assert read_metadata(output)["url"] == "what%20we%20did.csv"


def test_both_files_are_zipped_together_and_always_the_same(sample: Dataset, output: Published) -> None:
    name, data = output.to_single_file()
    assert name == output.filename.removesuffix(".csv") + ".zip"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {member: archive.read(member) for member in archive.namelist()} == {
            output.filename: output.data,
            **dict(output.companion_files),
        }
    assert published(sample).to_single_file() == (name, data)


def test_single_file_is_handed_over_without_a_zip(sample: Dataset) -> None:
    output = published(sample, fmt="pdf")
    assert output.companion_files == ()
    assert output.to_single_file() == (output.filename, output.data)


def test_no_person_key_is_in_the_metadata(sample: Dataset, output: Published) -> None:
    keys = set(sample.tables["participation"]["person_key"].dropna())
    text = dict(output.companion_files)[f"{output.filename}-metadata.json"].decode()
    assert keys
    assert [key for key in keys if str(key) in text] == []


def test_spanish_metadata_is_in_spanish(sample: Dataset) -> None:
    parsed_metadata = read_metadata(published(sample, code="es"))
    assert parsed_metadata["@context"][1] == {"@language": "es"}
    english = read_metadata(published(sample))
    assert parsed_metadata["dc:title"] != english["dc:title"]
    assert ENGLISH.message("yes") not in parsed_metadata["tableSchema"]["columns"][14]["datatype"][
        "format"
    ].split("|")
