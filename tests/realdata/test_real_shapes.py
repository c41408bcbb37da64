"""Sheets in shapes that occur in the wild give their true figures, ask, or give none; never a wrong number.

Each folder holds a file with invented values and `expected.json`: what must come out with its answers
(`expect`), what may not come out with or without them (`never`), and texts that may not be quoted
(`privacy`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from libcollab_metrics.cli.output import describe_reading_json
from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.ingest import collect_questions
from libcollab_metrics.metrics import CATALOG, Evaluation, evaluate
from libcollab_metrics.model import Dataset, Import, Setting, Workspace
from tests.support.paths import ROOT
from tests.support.sheets import imported

REALDATA = Path(os.environ.get("LIBCOLLAB_REALDATA") or ROOT.parent / "shared" / "realdata")
SHAPES = REALDATA.with_name("realshapes")
FOLDERS = sorted(path.parent.name for path in SHAPES.glob("*/expected.json"))
AS_OF = date(2026, 11, 25)
Expected = dict[str, Any]

pytestmark = pytest.mark.skipif(not FOLDERS, reason="The sheets are not here: set LIBCOLLAB_REALDATA.")


@cache
def expected(folder: str) -> Expected:
    return json.loads((SHAPES / folder / "expected.json").read_text(encoding="utf-8"))


@cache
def read(folder: str, answered: bool) -> tuple[Import, Dataset] | None:
    """Read the file of a folder, with or without its answers; None if it is refused."""
    wanted = expected(folder)
    path = SHAPES / folder / wanted["file"]
    try:
        file = imported(path.read_bytes(), path.name, **(wanted.get("answers") or {} if answered else {}))
    except LibCollabError:
        return None
    workspace = Workspace().append(file)
    if wanted.get("settings"):
        workspace = workspace.append(Setting(wanted["settings"]))
    return file, workspace.dataset()


@cache
def evaluated(folder: str, answered: bool) -> Evaluation | None:
    found = read(folder, answered)
    return evaluate(found[1], as_of=AS_OF) if found else None


def numbers(
    evaluation: Evaluation | None, metric: str, group: Expected, any_group: bool
) -> list[float | None]:
    """Return the values of a metric in a group, or in any."""
    if evaluation is None or metric not in {known.id for known in CATALOG}:
        return []
    values = evaluation.values_for(metric)
    return [v.value for v in values if any_group or group.items() <= dict(v.groups).items()]


def wrong_numbers(folder: str, answered: bool) -> Iterator[str]:
    """List the figures that a folder forbids and that were given all the same."""
    wanted, found = expected(folder), evaluated(folder, answered)
    for metric, value in wanted["never"]:
        for number in numbers(found, metric, {}, any_group=bool(wanted.get("any_measure_name"))):
            if number is not None and number == pytest.approx(value, rel=1e-6):
                yield f"{metric} may not be {value}"
    for metric, group, value in wanted.get("or_none", []):
        for number in numbers(found, metric, group, any_group=False):
            if number is not None and number != pytest.approx(value, rel=1e-6):
                yield f"{metric} is {number} and neither {value} nor unknown"


def missing_numbers(folder: str, key: str, answered: bool) -> Iterator[str]:
    """List the expected figures that were not given."""
    wanted, found = expected(folder), evaluated(folder, answered)
    any_name = bool(wanted.get("any_measure_name"))
    for metric, group, value in wanted.get(key, []):
        given = numbers(found, metric, group, any_group=any_name and bool(group))
        if value is None and any(number not in (None, 0) for number in given):
            yield f"{metric} is {given} and should be unknown"
        if value is not None and not any(
            number is not None and number == pytest.approx(value, rel=1e-6) for number in given
        ):
            yield f"{metric} is {given} and should be {value}"


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_wrong_number_is_given(folder: str) -> None:
    assert [*wrong_numbers(folder, False), *wrong_numbers(folder, True)] == []


#: Sheets that give no wrong figure, but not yet all of theirs.
NOT_READ_YET = {
    "wide-register-100-days": "The order of days without a year is not used.",
}


@pytest.mark.parametrize(
    "folder",
    [
        pytest.param(
            name,
            marks=pytest.mark.xfail(reason=NOT_READ_YET[name], strict=True) if name in NOT_READ_YET else (),
        )
        for name in FOLDERS
    ],
)
def test_sheet_gives_its_figures(folder: str) -> None:
    unanswered = list(missing_numbers(folder, "without_answers", False))
    assert unanswered + list(missing_numbers(folder, "expect", True)) == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_private_text_is_quoted(folder: str) -> None:
    found = read(folder, False)
    shown = json.dumps(describe_reading_json([found[0]], found[1]), ensure_ascii=False) if found else ""
    assert [text for text in expected(folder)["privacy"] if text in shown] == []


@pytest.mark.parametrize("folder", [name for name in FOLDERS if expected(name).get("must_be_read")])
def test_sound_file_is_read(folder: str) -> None:
    assert read(folder, False) is not None


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_question_fits_on_a_few_lines(folder: str) -> None:
    """A question has at most 240 characters and quotes at most six values; eight are shown first."""
    found = read(folder, False)
    for asked in collect_questions(found[0].reading) if found else ():
        assert [text for text in (asked.text, *(text for _, text in asked.details)) if len(text) > 240] == []
        assert asked.text.count('"') <= 12
