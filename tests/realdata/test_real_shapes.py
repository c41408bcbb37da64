"""Sheets in shapes that occur in the wild give their true figures, ask, or give none; never a wrong number.

The shapes of the project are in `tests/support/shapes`; further ones are in a folder next to the real files,
each with a file and `expected.json`, whose keys are the attributes of `Shape`.
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
from libcollab_metrics.metrics import CATALOG, Evaluation, Value, evaluate
from libcollab_metrics.model import Dataset, Import, Setting, Workspace
from tests.support.paths import ROOT
from tests.support.shapes import SHAPES, Shape
from tests.support.sheets import imported

REALDATA = Path(os.environ.get("LIBCOLLAB_REALDATA") or ROOT.parent / "shared" / "realdata")
FOLDERS = sorted(path.parent for path in REALDATA.with_name("realshapes").glob("*/expected.json"))
AS_OF = date(2026, 11, 25)


def load_shape(folder: Path) -> Shape:
    """Load a shape from a folder with a file and `expected.json`."""
    wanted: dict[str, Any] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    figures = {key: tuple(map(tuple, wanted.get(key) or ())) for key in ("expect", "never", "or_none")}
    return Shape(
        folder.name,
        wanted["what"],
        wanted["file"],
        (folder / wanted["file"]).read_bytes,
        wanted["row_is"],
        wanted.get("answers") or {},
        wanted.get("settings") or {},
        without_answers=tuple(map(tuple, wanted.get("without_answers") or ())),
        privacy=tuple(wanted["privacy"]),
        any_measure_name=bool(wanted.get("any_measure_name")),
        must_be_read=bool(wanted.get("must_be_read")),
        **figures,
    )


ALL_SHAPES = {shape.id: shape for shape in (*map(load_shape, FOLDERS), *SHAPES)}


@cache
def read(name: str, answered: bool) -> tuple[Import, Dataset] | None:
    """Read the file of a shape, with or without its answers; None if it is refused."""
    shape = ALL_SHAPES[name]
    try:
        file = imported(shape.content(), shape.file, **(shape.answers if answered else {}))
    except LibCollabError:
        return None
    workspace = Workspace().append(file)
    if shape.settings:
        workspace = workspace.append(Setting(dict(shape.settings)))
    return file, workspace.dataset()


@cache
def evaluated(name: str, answered: bool) -> Evaluation | None:
    if answered and not ALL_SHAPES[name].answers:
        return evaluated(name, False)
    found, shape = read(name, answered), ALL_SHAPES[name]
    figures = (*shape.never, *shape.or_none, *shape.expect, *shape.without_answers)
    named = {figure[0] for figure in figures} & {metric.id for metric in CATALOG}
    return evaluate(found[1], as_of=AS_OF, metrics=sorted(named)) if found else None


def given_values(
    evaluation: Evaluation | None, metric: str, group: dict[str, str], any_group: bool
) -> list[Value]:
    """Return the values of a metric in a group, or in any, without those that are unknown."""
    if evaluation is None or metric not in {known.id for known in CATALOG}:
        return []
    values = [
        v for v in evaluation.values_for(metric) if any_group or group.items() <= dict(v.groups).items()
    ]
    return [v for v in values if v.value is not None]


def numbers(
    evaluation: Evaluation | None, metric: str, group: dict[str, str], any_group: bool
) -> list[float | None]:
    """Return the known numbers of a metric in a group, or in any."""
    return [v.value for v in given_values(evaluation, metric, group, any_group)]


def is_near(number: float | None, wanted: float | None) -> bool:
    return number is not None and wanted is not None and number == pytest.approx(wanted, rel=1e-6)


def allows(value: Value, wanted: float | None) -> bool:
    """Return whether a value that is not exact leaves the right figure open."""
    if value.value is None or wanted is None:
        return value.certainty != "exact"
    if value.certainty == "at_most":
        return wanted <= value.value or is_near(value.value, wanted)
    if value.certainty == "at_least":
        return wanted >= value.value or is_near(value.value, wanted)
    return value.certainty != "exact"


def wrong_numbers(name: str, answered: bool) -> Iterator[str]:
    """List the figures that are given and wrong.

    Other figures than the right one may only be given as a bound that allows it, or as a part of the data.
    """
    shape, found = ALL_SHAPES[name], evaluated(name, answered)
    for metric, wrong in shape.never:
        for value in given_values(found, metric, {}, any_group=shape.any_measure_name):
            if value.certainty == "exact" and is_near(value.value, wrong):
                yield f"{metric} may not be {wrong}"
    for metric, group, wanted in (*shape.or_none, *shape.expect):
        if group and shape.any_measure_name:
            continue
        for value in given_values(found, metric, dict(group), any_group=False):
            is_right = is_near(value.value, wanted) or (wanted is None and value.value == 0)
            if not is_right and not allows(value, wanted):
                yield f"{metric} is {value.value} ({value.certainty}) and neither {wanted} nor unknown"


def missing_numbers(name: str, answered: bool) -> Iterator[str]:
    """List the expected figures that were not given."""
    shape, found = ALL_SHAPES[name], evaluated(name, answered)
    for metric, group, value in shape.expect if answered else shape.without_answers:
        given = numbers(found, metric, dict(group), any_group=shape.any_measure_name and bool(group))
        if value is None and any(given):
            yield f"{metric} is {given} and should be unknown"
        if value is not None and not any(is_near(number, value) for number in given):
            yield f"{metric} is {given} and should be {value}"


@pytest.mark.parametrize("name", ALL_SHAPES)
def test_no_wrong_number_is_given(name: str) -> None:
    assert [*wrong_numbers(name, False), *wrong_numbers(name, True)] == []


#: Answers that complete the figures of a sheet whose own answers do not.
FURTHER_ANSWERS: dict[str, dict[str, Any]] = {
    "wide-register-100-days": {"year": 2025},
    "two-tables-side-by-side": {"row_is": "session"},
    "rhyme-diary": {"uncounted_rows": "cancelled"},
    "bookmobile": {"uncounted_rows": "cancelled"},
    "draft-final": {"only_sheets": ["Sept FINAL"], "totals": "sheet"},
    "two-day-training": {"doubtful_rows": "leave-out"},
    "parent-signin": {
        "doubtful_rows": "leave-out",
        "mapping": {"FIRST TIME? (Y/N)": "participation.first_time"},
    },
    "event-export-tsv": {"mapping": {"Start": "sessions.date"}},
    "bookstore-gifts": {"row_is": "payment", "marks": {"": "received"}},
    "island-manifest-boxes": {"mapping": {"Copies": "deliveries.shipped"}},
    "acta-entrega": {"row_is": "delivery"},
    "homework-help-signin": {"doubtful_rows": "leave-out"},
    "kerala-workshop": {
        "date_order": "day-first",
        "doubtful_rows": "leave-out",
        "marks": {"sd/-": "present", "-": "absent", "other text": "absent"},
    },
    "rotary-cash-book": {"marks": {"": "spent"}},
    "pta-book-fair": {"doubtful_rows": "leave-out"},
    "kerala-petty-cash": {"row_is": "payment", "marks": {"": "spent"}},
}
#: Sheets that give only a part of their figures, or none, and do not ask about the others.
INCOMPLETE = {
    *("outreach-plan", "event-export-tsv", "truck-manifest"),
    *("moa-tracker", "island-manifest-boxes", "giveaway"),
}
#: Sheets that are asked about instead of being read; the further answers complete some of them.
ASKED = {
    *(FURTHER_ANSWERS.keys() - INCOMPLETE),
    *("school-visits-planned-and-real", "camp-register-blank-is-present"),
    "survey-on-four-points",
    *("partner-two-counts", "grade-section", "signup-status"),
    *("day-sheet", "session-forms"),
    *("kenya-mobile", "toy-library-term", "toy-library-side-by-side"),
    *("pulo-diary", "mobile-stops", "outreach-form", "ghana-class-visits"),
    *("karnataka-forms", "knit-and-natter", "club-fichas", "tech-tuesday", "tutor-tabs"),
    *("wall-calendar", "reading-passports", "homework-calendar", "hours-grid", "homework-grid"),
    *("club-register", "tutorial-logbook", "camp-days", "parent-form-responses", "scout-evenings"),
    *("orientation-list", "family-night", "kenya-months", "quarter-form"),
    *("friends-checkbook", "friends-cashbook", "rifa", "kermes", "accounts-page", "csr-budget"),
    "ngo-camp-report",
    *("class-book-drive", "wbd-giveaway", "drive-sorting"),
    *("marks-of-twenty", "pre-post-tabs-uk", "badge-quiz-tabs"),
    *("eval-rows", "encuesta"),
    *("scots-hub-groups", "daycare-cards", "field-trip"),
    *("certificate-list", "hospital-gift-books"),
    *("prison-retest", "daycare-letters", "madrid-teacher-form", "pta-reading-night"),
}


@pytest.mark.parametrize("name", [name for name in ALL_SHAPES if name not in ASKED | INCOMPLETE])
def test_sheet_gives_its_figures(name: str) -> None:
    assert [*missing_numbers(name, False), *missing_numbers(name, True)] == []


@pytest.mark.parametrize("name", sorted(ASKED & {*ALL_SHAPES}))
def test_sheet_without_its_figures_is_asked_about(name: str) -> None:
    found = read(name, False)
    assert found is not None
    assert collect_questions(found[0].reading)
    assert [*missing_numbers(name, False), *missing_numbers(name, True)] != []


@pytest.mark.parametrize("name", sorted(INCOMPLETE & {*ALL_SHAPES}))
def test_incomplete_sheet_lacks_a_figure(name: str) -> None:
    assert [*missing_numbers(name, False), *missing_numbers(name, True)] != []


@pytest.mark.parametrize("name", [name for name in FURTHER_ANSWERS if name in ALL_SHAPES])
def test_answers_complete_the_figures(name: str) -> None:
    """Such as the year of the days of a register, or that the rows of a list are sessions."""
    shape = ALL_SHAPES[name]
    file = imported(shape.content(), shape.file, **shape.answers | FURTHER_ANSWERS[name])
    wanted = [figure for figure in shape.expect if figure[2] is not None]
    metrics = sorted({metric for metric, _, _ in wanted})
    given = evaluate(Workspace().append(file).dataset(), as_of=AS_OF, metrics=metrics)
    assert [numbers(given, metric, dict(group), False) for metric, group, _ in wanted] == [
        [pytest.approx(value)] for _, _, value in wanted
    ]


@pytest.mark.parametrize("name", ALL_SHAPES)
def test_no_private_text_is_quoted(name: str) -> None:
    found = read(name, False)
    shown = json.dumps(describe_reading_json([found[0]], found[1]), ensure_ascii=False) if found else ""
    assert [text for text in ALL_SHAPES[name].privacy if text in shown] == []


@pytest.mark.parametrize("name", [name for name, shape in ALL_SHAPES.items() if shape.must_be_read])
def test_sound_file_is_read(name: str) -> None:
    assert read(name, False) is not None


@pytest.mark.parametrize("name", ALL_SHAPES)
def test_every_question_fits_on_a_few_lines(name: str) -> None:
    """A question has at most 240 characters and quotes at most six values; eight are shown first."""
    found = read(name, False)
    for asked in collect_questions(found[0].reading) if found else ():
        assert [text for text in (asked.text, *(text for _, text in asked.details)) if len(text) > 240] == []
        assert asked.text.count('"') <= 12
