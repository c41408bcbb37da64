"""The tidy table and the file beside it that says what its columns are."""

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
def made(sample: Dataset) -> Published:
    return published(sample)


@pytest.fixture(scope="module")
def described(made: Published) -> dict[str, Any]:
    return read_metadata(made)


def read_metadata(made: Published) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(dict(made.companion_files)[f"{made.filename}-metadata.json"])
    return found


def rows_of(made: Published, described: dict[str, Any]) -> list[Row]:
    """The rows read as the file beside them says, and in no other way."""
    dialect = described["dialect"]
    text = made.data.decode(dialect["encoding"]).removeprefix("\ufeff")
    read = csv.DictReader(
        io.StringIO(text, newline=""),
        delimiter=dialect["delimiter"],
        quotechar=dialect["quoteChar"],
        doublequote=dialect["doubleQuote"],
        strict=True,
    )
    return list(read)


def reader_of(column: dict[str, Any]) -> Callable[[str], Any]:
    """What reads a cell of a column under its datatype, or fails."""
    kind = column["datatype"]
    if isinstance(kind, dict):
        assert kind["base"] == "boolean"
        return dict(zip(kind["format"].split("|"), (True, False), strict=True)).__getitem__
    return {"number": float, "string": str}[kind]


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_cell_of_the_file_is_of_the_type_that_its_column_is_said_to_have(
    code: str, sample: Dataset
) -> None:
    made = published(sample, code=code)
    described = read_metadata(made)
    columns = described["tableSchema"]["columns"]
    rows = rows_of(made, described)
    assert len(rows) > 100
    assert list(rows[0]) == [column["titles"] for column in columns]
    for column in columns:
        read = reader_of(column)
        cells = [row[column["titles"]] for row in rows]
        assert all(cells) or not column["required"]
        for cell in cells:
            assert cell == column["null"] or read(cell) is not None


def test_no_two_rows_have_the_same_key(made: Published, described: dict[str, Any]) -> None:
    key = described["tableSchema"]["primaryKey"]
    rows = [tuple(row[name] for name in key) for row in rows_of(made, described)]
    assert len(set(rows)) == len(rows)


def test_the_numbers_of_the_file_are_those_of_the_evaluation(
    made: Published, described: dict[str, Any], whole: Evaluation
) -> None:
    rows = {row["metric"]: row for row in rows_of(made, described) if not row["group"]}
    compared = 0
    for value in whole.values:
        row = rows.get(value.metric)
        if row and not value.group and value.value is not None and not row["reason"]:
            assert float(row["value"]) == value.value
            compared += 1
    assert compared > 10


def test_only_a_figure_with_a_value_or_bounds_claims_to_be_certain(
    made: Published, described: dict[str, Any]
) -> None:
    rows = rows_of(made, described)
    told = [(row["certainty"] != "", any(row[name] for name in ("value", "low", "high"))) for row in rows]
    assert {(True, True), (False, False)} == set(told)


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_was_written_in_spite_of_unclear_money_says_so_in_each_row_and_beside_them(code: str) -> None:
    spoken = language(code)
    data = small(
        [{"on": "2026-01-10", "attended": 30}],
        ledger=[
            {"on": "2026-01-05", "to_party": "project", "kind": "cash", "value": 900, "status": "unclear"}
        ],
    )
    made = publish(
        data,
        audience="sponsor",
        fmt="csv",
        as_of=DAY,
        generated_at=MADE,
        language=spoken,
        accept_unclear=True,
    )
    described = read_metadata(made)
    caution = spoken.message("unclear-text", finding="").strip(". ")
    assert caution in described["dc:description"]
    assert all(caution in row["scope"] for row in rows_of(made, described))
    clear = publish(data, audience="board", fmt="csv", as_of=DAY, generated_at=MADE, language=spoken)
    assert caution not in read_metadata(clear)["dc:description"]


def test_what_the_file_is_about_stands_beside_it(
    made: Published, described: dict[str, Any], documents: dict[str, Any]
) -> None:
    assert described["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "en"}]
    assert described["url"] == made.filename
    assert described["dc:title"] == documents["planning"].title
    assert documents["planning"].scope in described["dc:description"]
    assert described["dc:identifier"] == made.record.fingerprint
    assert described["schema:version"] == DEFINITIONS_VERSION
    assert datetime.fromisoformat(described["dc:created"]["@value"]) == MADE
    defined = {note["dc:identifier"] for note in described["notes"]}
    assert defined == {row["metric"] for row in rows_of(made, described)}
    assert all(column["dc:description"] for column in described["tableSchema"]["columns"])


def test_the_file_beside_bears_the_name_that_the_file_was_given(sample: Dataset) -> None:
    made = published(sample, filename="what we did.csv")
    assert made.filename == "what we did.csv"
    assert [name for name, _ in made.companion_files] == ["what we did.csv-metadata.json"]
    assert read_metadata(made)["url"] == "what%20we%20did.csv"


def test_both_files_are_handed_over_as_one_and_always_the_same(sample: Dataset, made: Published) -> None:
    name, data = made.to_single_file()
    assert name == made.filename.removesuffix(".csv") + ".zip"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {each: archive.read(each) for each in archive.namelist()} == {
            made.filename: made.data,
            **dict(made.companion_files),
        }
    assert published(sample).to_single_file() == (name, data)


def test_a_file_that_stands_alone_is_handed_over_as_it_is(sample: Dataset) -> None:
    made = published(sample, fmt="pdf")
    assert made.companion_files == ()
    assert made.to_single_file() == (made.filename, made.data)


def test_no_code_of_a_person_stands_beside_the_file(sample: Dataset, made: Published) -> None:
    keys = set(sample.tables["participation"]["person_key"].dropna())
    text = dict(made.companion_files)[f"{made.filename}-metadata.json"].decode()
    assert keys
    assert [key for key in keys if str(key) in text] == []


def test_spanish_words_stand_in_spanish(sample: Dataset) -> None:
    described = read_metadata(published(sample, code="es"))
    assert described["@context"][1] == {"@language": "es"}
    english = read_metadata(published(sample))
    assert described["dc:title"] != english["dc:title"]
    assert ENGLISH.message("yes") not in described["tableSchema"]["columns"][14]["datatype"]["format"].split(
        "|"
    )
