"""What the reader says about a sheet is a message, and every part of it is in the catalogs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest

from libcollab_metrics.ingest.importer import FileContent, read_cells
from libcollab_metrics.localization import language
from libcollab_metrics.messages import Message
from libcollab_metrics.metrics import find_metric
from tests.ingest.test_issue_kinds import BY_CELLS, SHEETS
from tests.support.builders.layout_samples import SAMPLES
from tests.support.sheets import read, xlsx

CATALOG = language("es").phrases.keys() & language("fil").phrases.keys()
#: A sentence without words of its own: only the text of a cell in quotes.
QUOTED = re.compile(r'"[^"]*"')


def read_case(code: str) -> FileContent:
    if code in BY_CELLS:
        return read_cells([BY_CELLS[code]], "log.xlsx", {"hidden_sheets": "read"}, b"k" * 32, "x")
    data, answers = SHEETS[code]
    return read(data, "log.xlsx" if data.startswith(b"PK") else "log.csv", **answers)


def texts_of(content: FileContent) -> Iterator[str]:
    """Yield what a screen shows of a reading: issues, questions and reasons."""
    for issue in content.issues:
        yield from (issue.message, *issue.messages)
    for sheet in content.reading.sheets:
        yield sheet.saw
        yield from (reason for reason, _, _ in sheet.reasons)
        yield from (mapped.reason for mapped in sheet.mapping if mapped.reason != "exact")
        for question in sheet.questions:
            yield question.text


def phrases_of(text: str) -> Iterator[str]:
    """Yield the phrases of a message, and of the messages among its values."""
    if isinstance(text, Message):
        yield text.phrase
        for value in text.values.values():
            yield from phrases_of(value) if isinstance(value, Message) else ()


def untranslated(texts: Iterable[str]) -> set[str]:
    """Return the texts that are no messages, and the phrases that a catalog lacks."""
    listed = list(texts)
    plain = {text for text in listed if text and not isinstance(text, Message) and not QUOTED.fullmatch(text)}
    phrases = {phrase for text in listed for phrase in phrases_of(text)}
    with_words = {phrase for phrase in phrases if re.search(r"[a-z]", re.sub(r"\{\w+\}", "", phrase))}
    return plain | {phrase for phrase in with_words if ("screen", phrase) not in CATALOG}


@pytest.mark.parametrize("code", [*SHEETS, *BY_CELLS])
def test_everything_said_about_a_sheet_is_translated(code: str) -> None:
    assert untranslated(texts_of(read_case(code))) == set()


@pytest.mark.parametrize("layout", SAMPLES)
def test_everything_said_about_a_layout_is_translated(layout: str) -> None:
    sample = SAMPLES[layout]
    content = read(xlsx(Sheet=sample.sheet()), **sample.answers)
    assert untranslated(texts_of(content)) == set()


def test_metric_in_a_message_is_translated() -> None:
    spanish, metric = language("es"), find_metric("attendance_total")
    said = spanish.translate(
        Message('"{metric}" is never {bound}.', metric=Message(metric.label), bound=-1), "screen"
    )
    assert spanish.translate(metric.label, "metric") in said
    assert metric.label not in said
