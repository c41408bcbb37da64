"""With an XML parser that is too old no workbook is opened, with a clear message; CSV is still read."""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Callable
from pathlib import Path
from xml.parsers import expat

import pytest

from libcollab_metrics.errors import UnreadableFileError
from libcollab_metrics.ingest import OLDEST_EXPAT, Reader, read_file
from libcollab_metrics.ingest.files.xml_scan import strip_invalid_xml_chars
from libcollab_metrics.ingest.writers import annotated_copy
from tests.conftest import ROOT
from tests.support.attackers import raw_files
from tests.support.sheets import KEY, LOG, csv_text, imported, xlsx

REFUSAL = (
    r"reads XML with expat 2\.4\.0, .* 2\.4\.1 or later is needed\. Install a newer Python, or save each"
    r" sheet as CSV"
)
BOOK = xlsx(Log=LOG)
#: A start-up file that makes the worker process report an old XML parser.
OLD_PYTHON = "from xml.parsers import expat\nexpat.version_info = (2, 4, 0)\n"


@pytest.fixture
def old_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expat, "version_info", (2, 4, 0))


TABLE = raw_files.ods_table(raw_files.ods_cell("a"))
WORKBOOKS: dict[str, Callable[[], bytes]] = {
    "xlsx": lambda: BOOK,
    "xlsb": raw_files.xlsb,
    "ods": lambda: raw_files.opendocument(TABLE),
}


@pytest.mark.parametrize("ending", WORKBOOKS)
def test_xml_workbook_is_refused_with_an_older_parser(ending: str, old_parser: None) -> None:
    with pytest.raises(UnreadableFileError, match=REFUSAL):
        imported(WORKBOOKS[ending](), f"March.{ending}")


def test_csv_is_read_whatever_the_parser(old_parser: None) -> None:
    assert len(imported(csv_text(LOG), "March.csv").tables["sessions"]) == 3


def test_workbook_is_not_annotated_with_an_older_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    result = imported(BOOK)
    monkeypatch.setattr(expat, "version_info", (2, 4, 0))
    with pytest.raises(UnreadableFileError, match=REFUSAL):
        annotated_copy.annotate(BOOK, "March.xlsx", result.issues)
    monkeypatch.setattr(expat, "version_info", OLDEST_EXPAT)
    assert annotated_copy.annotate(BOOK, "March.xlsx", result.issues).data


@pytest.mark.worker
def test_worker_process_with_an_old_parser_refuses_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(OLD_PYTHON)
    with Reader(
        {"PYTHONPATH": os.pathsep.join([str(tmp_path), *filter(None, sys.path), str(ROOT)])}
    ) as reader:
        with pytest.raises(UnreadableFileError, match=REFUSAL):
            read_file(reader, "March.xlsx", BOOK, KEY)
        assert len(read_file(reader, "March.csv", csv_text(LOG), KEY).tables["sessions"]) == 3


def test_only_xml_scan_creates_a_parser() -> None:
    files = {
        path.name
        for path in (ROOT / "libcollab_metrics" / "ingest").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in ("ParserCreate", "fromstring", "iterparse", "XMLParser")
    }
    assert files == {"xml_scan.py"}


@pytest.mark.parametrize("letter", ["\x00", "\x08", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_character_invalid_in_xml_becomes_a_space(letter: str) -> None:
    assert strip_invalid_xml_chars(f"a{letter}b") == "a b"


@pytest.mark.parametrize("text", ["two\nlines\tand\r", "\x7f\x85", "\ud7ff\ue000\ufffd", "😀 قصة"])
def test_valid_characters_stay(text: str) -> None:
    assert strip_invalid_xml_chars(text) == text
