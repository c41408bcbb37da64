"""The names that a notebook uses, `import libcollab_metrics as lc`, and the page about them."""

from __future__ import annotations

import doctest
import re
import shutil
import subprocess
import sys
from datetime import date
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd
import pytest

import libcollab_metrics as lc
from tests.support.paths import ROOT
from tests.support.sheets import xlsx

NOTEBOOK = (ROOT / "docs" / "notebook.md").read_text(encoding="utf-8")
DAY = date(2026, 12, 31)
LOG = [
    ["Date", "Program", "Site", "Attendance"],
    ["2026-03-07", "Story hour", "Main", 18],
    ["2026-03-14", "Story hour", "Main", None],
    ["2026-03-21", "Craft", "Annex", 11],
]
LEDGER = [
    ["Date", "From", "To", "Kind", "Status", "Value"],
    ["2026-03-02", "Rosario Magsaysay", "library", "cash", "received", 5000],
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> lc.Library:
    path = tmp_path_factory.mktemp("notebook") / "march.xlsx"
    path.write_bytes(xlsx(Log=LOG, Ledger=LEDGER))
    return lc.read(path, settings={"currency": "PHP"})


def test_every_public_name_exists_and_is_listed() -> None:
    assert set(lc.__all__) == set(lc._MODULES) <= set(dir(lc))
    for name, module in lc._MODULES.items():
        assert getattr(lc, name) is getattr(import_module(f"libcollab_metrics.{module}"), name)
    with pytest.raises(AttributeError, match="no attribute 'reed'"):
        lc.reed  # noqa: B018


def test_import_loads_neither_pandas_nor_a_reader() -> None:
    code = "import sys, libcollab_metrics; print(*sorted({'pandas', 'numpy', 'pyarrow'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_data_frame_has_a_row_per_value(library: lc.Library) -> None:
    metrics = ["attendance_total", "participants_unique"]
    frame = library.evaluate(metrics, by="program", as_of=DAY).to_pandas()
    assert list(frame["metric"]) == ["attendance_total"] * 2 + ["participants_unique"] * 2
    assert dict(zip(frame["program"], frame["value"][:2], strict=False)) == {"Craft": 11, "Story hour": 18}
    assert list(frame["certainty"][:2]) == ["exact", "at_least"]
    reach = frame[frame["metric"] == "participants_unique"]
    assert reach["value"].isna().all()
    assert reach["reason"].notna().all()
    assert frame["value"].dtype == pd.Float64Dtype()


def test_selection_limits_rows_and_unknown_name_is_an_error(library: lc.Library) -> None:
    results = library.evaluate("attendance_total", where={"site": "Annex"}, as_of=DAY)
    assert results.value_for("attendance_total").value == 11
    results = library.evaluate("attendance_total", end=date(2026, 3, 8), as_of=DAY)
    assert results.value_for("attendance_total").value == 18
    with pytest.raises(lc.LibCollabError, match="Anex"):
        library.evaluate("attendance_total", where={"site": "Anex"})


def test_released_values_name_no_donor_outside_the_partners(library: lc.Library) -> None:
    internal = library.evaluate(as_of=DAY).to_pandas().to_csv()
    released = library.evaluate(as_of=DAY, release=True).to_pandas().to_csv()
    assert "Rosario Magsaysay" in internal
    assert "Rosario Magsaysay" not in released


def test_released_values_hide_small_groups(tmp_path: Path) -> None:
    rows = [["Date", "Program", "Name"], *(["2026-03-07", "Story hour", f"Reader {n}"] for n in range(3))]
    path = tmp_path / "list.xlsx"
    path.write_bytes(xlsx(Log=rows))
    small = lc.read(path)
    assert small.evaluate("participants_unique", as_of=DAY).value_for("participants_unique").value == 3
    hidden = small.evaluate("participants_unique", as_of=DAY, release=True).value_for("participants_unique")
    assert (hidden.value, hidden.numerator, hidden.n, hidden.reason) == (None, None, None, "small-cell")


def test_report_takes_audience_and_format_from_the_file_name(library: lc.Library, tmp_path: Path) -> None:
    (path,) = library.report(tmp_path / "board.pdf", as_of=DAY)
    assert path.read_bytes().startswith(b"%PDF")
    files = library.report(tmp_path / "numbers.csv", "planning", as_of=DAY)
    assert sorted(file.name for file in files) == sorted(file.name for file in tmp_path.iterdir())[1:]
    with pytest.raises(lc.LibCollabError, match="bord"):
        library.report(tmp_path / "bord.pdf")
    with pytest.raises(lc.LibCollabError, match="does not say a format"):
        library.report(tmp_path / "board.odt")


def test_answers_and_settings_may_be_files_or_mappings(tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    path.write_bytes(xlsx(Log=LOG))
    settings = tmp_path / "settings.json"
    settings.write_text('{"currency": "PHP"}', encoding="utf-8")
    assert lc.read(path, settings=settings).dataset.settings.currency == "PHP"
    assert lc.read(path, settings=MappingProxyType({"currency": "EUR"})).dataset.settings.currency == "EUR"
    with pytest.raises(lc.LibCollabError):
        lc.read(path, answers={"colour": "red"})
    with pytest.raises(lc.UnreadableFileError):
        lc.read(tmp_path / "missing.xlsx")


def test_template_is_read_back_without_rows(tmp_path: Path) -> None:
    path = lc.write_template(tmp_path / "blank.xlsx")
    assert all(sheet.rows_used == 0 for sheet in lc.read(path).imports[0].reading.sheets)


def test_examples_of_the_notebook_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    shutil.copy(ROOT / "data" / "sample_library.xlsx", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    examples = re.sub(r"^```.*$", "", NOTEBOOK, flags=re.MULTILINE)
    test = doctest.DocTestParser().get_doctest(examples, {}, "notebook.md", None, 0)
    reports: list[str] = []
    results = doctest.DocTestRunner(verbose=False).run(test, out=reports.append)
    assert results.failed == 0, "".join(reports)
    assert results.attempted == NOTEBOOK.count(">>>") > 20


def test_notebook_page_names_only_public_names() -> None:
    assert set(re.findall(r"\blc\.(\w+)", NOTEBOOK)) <= set(lc.__all__)


def test_released_values_have_the_order_asked_for(library: lc.Library) -> None:
    metrics = ["attendance_per_session", "attendance_total"]
    for release in (False, True):
        results = library.evaluate(metrics, as_of=DAY, release=release)
        assert [value.metric for value in results.values] == metrics


def test_representation_of_a_library_quotes_nothing(library: lc.Library) -> None:
    assert repr(library) == "Library()"


def test_scope_and_its_parts_cannot_both_be_given(library: lc.Library) -> None:
    with pytest.raises(ValueError, match="scope"):
        library.evaluate(scope=library.select(), where={"site": "Main"})


def test_newer_version_is_open_until_answered(tmp_path: Path) -> None:
    """March, then March and April: 60 visits are in both files, 20 are new."""
    march = [["2026-03-07", "Story hour", 18], ["2026-03-14", "Craft", 22], ["2026-03-21", "Chess", 20]]
    for name, rows in (("a.xlsx", march), ("b.xlsx", [*march, ["2026-04-04", "Story hour", 20]])):
        (tmp_path / name).write_bytes(xlsx(Log=[["Date", "Title", "Attendance"], *rows]))
    files = [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]

    def total(**answers: Any) -> tuple[Any, str]:
        library = lc.read(*files, answers=answers)
        value = library.evaluate(metrics=["attendance_total"], as_of=date(2026, 11, 25)).values[0]
        return value.value, value.certainty

    assert total() == (140, "at_most")
    assert "version-open" in {issue.code for issue in lc.read(*files).issues}
    assert total(version_of="replace") == (80, "exact")
    assert total(version_of="add") == (140, "exact")
