"""Messages with values: what survives copying, JSON and the worker, and what a saved file cannot do."""

from __future__ import annotations

import copy
import json
import pickle

import numpy as np
import pytest

from libcollab_metrics.localization import language
from libcollab_metrics.messages import Message, decode_message, encode_messages, join_messages, plural_message

SPANISH = language("es")
CANCELLED = Message("Reading {file} was cancelled. Nothing was changed.", file="March.xlsx")


def test_message_equals_its_english_text() -> None:
    assert CANCELLED == "Reading March.xlsx was cancelled. Nothing was changed."
    assert json.loads(json.dumps({"message": CANCELLED}))["message"] == CANCELLED


@pytest.mark.parametrize(
    "again",
    [
        copy.deepcopy,
        copy.copy,
        lambda message: pickle.loads(pickle.dumps(message)),
        lambda message: json.loads(json.dumps(encode_messages(message)), object_hook=decode_message),
    ],
    ids=["deepcopy", "copy", "pickle", "json"],
)
def test_copied_message_is_translated_with_its_values(again: type[Message]) -> None:
    assert SPANISH.translate(again(CANCELLED), "screen") == (
        "Se canceló la lectura de March.xlsx. No se cambió nada."
    )


def test_message_inside_a_message_is_translated_too() -> None:
    advice = Message("Open it in Excel or LibreOffice, save it as .xlsx and choose the new file.")
    damaged = Message(
        "{file} is a web page under a spreadsheet's name. {advice}", file="a.xls", advice=advice
    )
    assert SPANISH.translate(damaged, "screen").endswith("guárdelo como .xlsx y elija el archivo nuevo.")


def test_numbers_are_formatted_for_the_language() -> None:
    counts = Message("{found} of {limit} MB", found=np.int64(1200), limit=2.5)
    assert (counts, SPANISH.translate(counts, "screen")) == ("1,200 of 2.5 MB", "1.200 of 2,5 MB")


def test_plural_takes_the_form_of_its_count() -> None:
    counts = [plural_message(count, "{count} row", "{count} rows") for count in (1, 0, 1200)]
    assert [SPANISH.translate(count, "screen") for count in counts] == ["1 fila", "0 filas", "1.200 filas"]


def test_joined_messages_are_translated_one_by_one() -> None:
    joined = join_messages("; ", [plural_message(1, "{count} row", "{count} rows"), "as typed"])
    assert (joined, SPANISH.translate(joined, "screen")) == ("1 row; as typed", "1 fila; as typed")


def test_values_that_no_phrase_names_are_dropped() -> None:
    assert Message("row {row}", row="3", name="Ana Cruz").values == {"row": "3"}


def test_phrase_of_a_saved_file_reaches_no_attribute() -> None:
    forged = decode_message({"$message": ["{x.__class__} {x!r:>999}", {"x": "as typed"}]})
    assert SPANISH.translate(forged, "screen") == "{x.__class__} {x!r:>999}"


@pytest.mark.parametrize("value", [{"$message": "text"}, {"$message": [1, {}]}, {"$message": [], "more": 1}])
def test_object_that_is_no_message_stays_as_it_is(value: dict[str, object]) -> None:
    assert decode_message(value) is value
