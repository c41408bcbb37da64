"""Test that logs hold codes and counts only.

No name, cell, file name or error text is written to the event log or to any other log.
"""

from __future__ import annotations

import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libcollab_metrics.crash_reports import build_crash_report, install_log_redaction, record_crash
from libcollab_metrics.errors import LibCollabError, UnreadableFileError
from libcollab_metrics.event_log import (
    EVENTS,
    LOGGER,
    error_code,
    log_event,
    log_import,
    log_refused_file,
    open_event_log,
)
from pages.ui.streamlit_internals import quotes_user_input
from tests.support.sheets import imported, xlsx

CANARY = "Xiomara Quiambao"
#: Ordinary names, and names made to break a log line.
HOSTILE = (
    CANARY,
    "xiomara",
    "Peña Ñ. O'Dógerty",
    "王 小明",
    '","event":"import',
    "quiambao\\n{}",
    "=HYPERLINK(1)",
    "%s %(args)s",
    "<b>dimaculangan</b>",
    "../../quiambao",
    "null",
    "\u202egnoriaM",
    "{0.__class__}",
)


@contextmanager
def listening() -> Iterator[io.StringIO]:
    """Yield what the event log writes while the block runs, at every level."""
    stream, level = io.StringIO(), LOGGER.level
    handler = logging.StreamHandler(stream)
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    yield stream
    LOGGER.removeHandler(handler)
    LOGGER.setLevel(level)


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    with listening() as stream:
        yield stream


@contextmanager
def redacted_logs() -> Iterator[None]:
    """Redact logs as the app does, and restore logging afterwards."""
    factory, shown = logging.getLogRecordFactory(), warnings.showwarning
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    logging.setLogRecordFactory(logging.LogRecord)
    install_log_redaction(quotes_user_input)
    yield
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    warnings.showwarning = shown
    logging.setLogRecordFactory(factory)


@pytest.fixture
def without_values() -> Iterator[None]:
    with redacted_logs():
        yield


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_import_is_one_line_of_counts(written: io.StringIO) -> None:
    rows = [["Date", "Title", "Attendance"], ["2026-03-07", CANARY, 18], ["2026-03-14", CANARY, "about 20"]]
    data = xlsx(**{CANARY: rows})
    log_import(imported(data), data, 0.1234, "mabini")
    (line,) = lines(written)
    assert CANARY not in written.getvalue()
    assert {**line, "time": ""} == {
        "time": "",
        "level": "info",
        "event": "import",
        "library": "mabini",
        "format": "zip",
        "bytes": len(data),
        "sheets": 1,
        "rows": 2,
        "left_out": 0,
        "issues": {"estimate-in-words": 1, "unit-named": 1},
        "seconds": 0.123,
    }


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_name_is_never_written(name: str, written: io.StringIO) -> None:
    """The name is in the sheet name, its title, a heading, a person cell and an unknown mark."""
    rows = [
        [name],
        ["Date", "Program", "Name", "Status", name],
        ["2026-03-07", name, name, "x", name],
        [name, name, f"{name} B", name, 3],
    ]
    data = xlsx(**{"".join(filter(str.isalnum, name))[:28]: rows})
    log_import(imported(data), data, 0.1, "mabini")
    text = written.getvalue()
    assert lines(written)[0]["event"] == "import"
    assert [part for part in name.split() if part.isalpha() and part in text] == []
    assert name not in text


def test_rejected_file_is_one_line_without_its_message(written: io.StringIO) -> None:
    log_refused_file(UnreadableFileError(f"{CANARY}.pdf is a PDF."), b"%PDF-1.7", 0.5, "")
    (line,) = lines(written)
    assert {**line, "time": ""} == {
        "time": "",
        "level": "warning",
        "event": "refusal",
        "library": "",
        "what": "file",
        "kind": "unreadable-file",
        "format": "other",
        "bytes": 8,
        "seconds": 0.5,
    }


@given(st.text(min_size=1), st.sampled_from(sorted(set(EVENTS) - {"failure"})))
def test_value_that_is_not_a_code_is_never_written(value: str, event: str) -> None:
    """Whatever value a fact has, the line is one line of JSON and holds the value only if it is a code."""
    fact = EVENTS[event][1][0]
    with listening() as stream:
        log_event(event, **{fact: value})
        log_event(event, **{fact: [value, f"{value} "]})
        log_event(event, **{fact: {f"{value} ": 1}})
    plain, listed, counted = lines(stream)
    is_code = value[0] in CODE_LETTERS[:36] and not set(value) - set(CODE_LETTERS) and len(value) <= 120
    assert plain[fact] == (value if is_code else "other")
    assert listed[fact] == [plain[fact], "other"]
    assert counted[fact] == {"other": 1}


CODE_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789._:/-"


def test_unknown_event_or_fact_is_an_error() -> None:
    with pytest.raises(ValueError, match="does not know"):
        log_event("gossip")
    with pytest.raises(ValueError, match="does not know"):
        log_event("forget", name=CANARY)


@pytest.mark.parametrize(
    ("setting", "expected"), [("info", 3), ("warning", 2), ("ERROR ", 1), ("chatter", 3)]
)
def test_level_sets_the_lowest_severity_written(
    setting: str, expected: int, capsys: pytest.CaptureFixture[str]
) -> None:
    handlers, level = list(LOGGER.handlers), LOGGER.level
    try:
        open_event_log({"LIBCOLLAB_LOG": setting})
        log_event("forget", what="everything")
        log_event("refusal", what="file")
        log_event("not-started", missing=1)
    finally:
        LOGGER.handlers, _ = handlers, LOGGER.setLevel(level)
    assert len(capsys.readouterr().err.splitlines()) == expected


def test_nothing_is_written_unless_the_log_is_opened(capsys: pytest.CaptureFixture[str]) -> None:
    log_event("refusal", what="file")
    assert capsys.readouterr().err == ""


def make_error(text: str) -> Exception:
    try:
        raise KeyError(text)
    except KeyError as error:
        return error


def test_crash_report_has_kind_and_location_but_no_text() -> None:
    from libcollab_metrics.model import Setting, Workspace

    with pytest.raises(LibCollabError) as caught:
        Workspace().append(Setting({CANARY: 3})).dataset()
    report = build_crash_report(caught.value)
    assert report.kind == error_code(caught.value)
    assert report.location.startswith("libcollab_metrics/")
    assert CANARY not in repr(report)
    assert build_crash_report(make_error(CANARY)).location == "elsewhere"


def test_crash_is_one_line_with_its_reference(written: io.StringIO, unexpected_errors: list[str]) -> None:
    report = record_crash(make_error(CANARY), "mabini")
    (line,) = lines(written)
    assert (line["event"], line["reference"], line["kind"]) == ("failure", report.reference, "key-error")
    assert CANARY not in written.getvalue()
    unexpected_errors.clear()


@given(text=st.text())
def test_log_of_any_library_omits_the_error_text(text: str) -> None:
    stream, logger, error = io.StringIO(), logging.Logger("uvicorn.error"), make_error(f"canary {text}")
    logger.addHandler(logging.StreamHandler(stream))
    with redacted_logs():
        logger.error("Uncaught app execution", exc_info=error)
        logger.error(f"Task failed: {error!r}", exc_info=error)
        logger.warning("Could not: %s", error)
        logger.warning(error)
        logger.info("plain %s", "words")
    written = stream.getvalue().splitlines()
    assert [line.partition(" at ")[0] for line in written[:2]] == ["An unexpected error: key-error"] * 2
    assert written[2:] == ["Could not: key-error", "key-error", "plain words"]


@pytest.mark.usefixtures("without_values")
def test_uncaught_exception_is_logged_without_values(
    written: io.StringIO, capsys: pytest.CaptureFixture[str], unexpected_errors: list[str]
) -> None:
    error = make_error(CANARY)
    sys.excepthook(type(error), error, error.__traceback__)
    threading.excepthook(threading.ExceptHookArgs((type(error), error, error.__traceback__, None)))
    assert [line["kind"] for line in lines(written)] == ["key-error"] * 2
    assert CANARY not in written.getvalue() + capsys.readouterr().err
    unexpected_errors.clear()


@pytest.mark.usefixtures("without_values")
def test_widget_remarks_and_warnings_log_only_their_location(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("streamlit.elements.widgets.data_editor").propagate = True
    logging.getLogger("streamlit.elements.widgets.data_editor").warning("Failed to apply edit %r", CANARY)
    logging.getLogger("streamlit.elements.json").warning(f"Odd: {CANARY}", stack_info=True)
    logging.getLogger("streamlit.web.server").warning("%d bytes received", 30)
    warnings.warn(f"Ignoring '{CANARY}'", UserWarning, stacklevel=1)
    assert CANARY not in caplog.text
    assert "A remark at streamlit.elements.widgets.data_editor:" in caplog.text
    assert "30 bytes received" in caplog.text
    assert "UserWarning at test_event_log.py:" in caplog.text


@pytest.mark.usefixtures("without_values")
def test_installing_log_redaction_twice_changes_nothing() -> None:
    once = logging.getLogRecordFactory()
    install_log_redaction(quotes_user_input)
    assert logging.getLogRecordFactory() is once
