"""Settings: invalid values are rejected in one sentence, from every source, and nothing is guessed."""

from __future__ import annotations

from typing import Any

import pytest

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.model import Setting, Settings, Workspace
from libcollab_metrics.model.settings import SETTING_PARSERS
from tests.support.sheets import imported, xlsx

CRITERION = {"program": "Story hour", "metric": "attendance_total"}
WRONG = [
    (
        {"population": "twelve"},
        "“twelve” was read, and that is no number. Write a number, 0 or more, such as 12000.",
    ),
    ({"population": -5}, "-5 was read, and that is out of range. Write a number, 0 or more"),
    ({"population": True}, "true was read, and that is no number"),
    ({"population": float("nan")}, "nan was read, and that is no number"),
    ({"currency": 5}, "Write three letters, such as PHP"),
    ({"currency": "pesos"}, "“pesos” was read"),
    ({"small_people": "ten"}, "“ten” was read"),
    ({"small_people": 3}, "small numbers below 5 may not be shown"),
    ({"small_events": 7.5}, "no whole number"),
    ({"volunteer_rate": 75}, 'Write it like {"low": 60, "rate": 75, "high": 95}'),
    ({"volunteer_rate": {"low": 90, "rate": 75}}, "90 was read, and that is more than “rate”, 75"),
    ({"volunteer_rate": {"low": 90, "high": 75}}, "more than “high”, 75"),
    ({"volunteer_rate": {"rat": 75}}, 'Did you mean "rate"'),
    ({"scale_max": 20}, 'Write it like {"reading score": 20}'),
    ({"scale_max": {"reading score": "twenty"}}, "scale_max, reading score”: “twenty” was read"),
    ({"programs": ["Story hour"]}, "a list was read"),
    ({"programs": {"Story hour": 5}}, "programs, Story hour”: 5 was read"),
    ({"programs": {"Story hour": {"official": "perhaps"}}}, "Write “yes” or “no” or “unknown”"),
    (
        {"programs": {"Story hour": {"target_low": 9, "target_ideal": 5}}},
        "“target_low” no higher than “target_ideal”",
    ),
    (
        {"programs": {"Story hour": {"popluation": 9}}},
        'no program field "popluation". Did you mean "population"',
    ),
    ({"programs": {"Story hour": {"start": "10 January"}}}, "no day of the calendar"),
    ({"programs": {"Story hour": {"partners": 5}}}, "no list of names"),
    ({"criteria": CRITERION}, "a group of named values was read, and that is no list of criteria"),
    ({"criteria": ["x"]}, "criteria, number 1”: “x” was read"),
    ({"criteria": [{"program": "x"}]}, "names no program or no metric"),
    (
        {"criteria": [CRITERION | {"declared_on": "2026-13-10"}]},
        "number 1, declared_on”: “2026-13-10” was read",
    ),
    (
        {"criteria": [CRITERION | {"low": 300, "high": 200}]},
        "300 was read, and that is more than “high”, 200",
    ),
    ({"criteria": [CRITERION | {"hihg": 200}]}, 'Did you mean "high"'),
    ({"population_by": {"mother_tongue": 2900}}, 'Write it like {"Cebuano": 2900}'),
    ({"population_by": {"mother_tongue": {"Cebuano": "many"}}}, "mother_tongue, Cebuano”: “many” was read"),
    ({"population_by": {"mother_tounge": {}}}, 'Did you mean "mother_tongue"'),
    ({"replacement_price": "cheap"}, "“cheap” was read"),
    ({"staff": "two"}, "“two” was read"),
    ({"staff_rate": -1}, "-1 was read"),
    ({"completion_threshold": 75}, "Write a number from 0 to 1, such as 0.75"),
    ({"agreement_threshold": "high"}, "“high” was read"),
    ({"excused": "maybe"}, "Write “ignore” or “absent”"),
    ({"ledger_complete": "perhaps"}, "Write “yes” or “no”"),
    ({"fiscal_year_start": 13}, "Write a whole number from 1 to 12"),
    ({"sites": 5}, "no list of names"),
    ({"sroi": 5}, "5 was read"),
    ({"sroi": {"outcomes": 5}}, "needs a list of outcomes"),
]


@pytest.mark.parametrize(("given", "said"), WRONG, ids=[str(given)[:60] for given, _ in WRONG])
def test_invalid_value_message_states_what_was_read_and_expected(given: dict[str, Any], said: str) -> None:
    with pytest.raises(LibCollabError) as caught:
        Workspace().append(Setting(given))
    assert said in str(caught.value)


@pytest.mark.parametrize("name", list(SETTING_PARSERS))
@pytest.mark.parametrize(
    "value", [object(), [[]], {"x": [1]}, {"x": {"x": []}}, float("inf"), [None], b"", {1: 2}]
)
def test_any_malformed_value_is_rejected(name: str, value: Any) -> None:
    with pytest.raises(LibCollabError):
        Settings().with_values({name: value})


def test_valid_values_are_normalized() -> None:
    values = {
        "currency": "php",
        "sites": "Main",
        "small_people": 12.0,
        "excused": "Absent",
        "completion_threshold": 1,
        "volunteer_rate": {"low": 60, "high": 60, "year": 2025},
        "scale_max": {"reading": 20},
        "programs": {
            "Craft": {"start": "2026-01-10", "partners": "Hope", "target_low": 5, "target_high": None}
        },
        "criteria": [CRITERION | {"low": -0.5, "high": None, "declared_on": "2026-01-10"}],
    }
    dataset = Workspace().append(Setting(values)).dataset()
    settings = dataset.settings
    assert (settings.currency, settings.sites, settings.small_people, settings.excused) == (
        "PHP",
        ("Main",),
        12,
        "absent",
    )
    assert list(dataset.tables["program_partners"]["partner"]) == ["Hope"]
    assert list(dataset.tables["criteria"]["low"]) == [-0.5]
    unset = settings.with_values({"currency": None, "sites": None, "small_people": None})
    assert (unset.currency, unset.sites, unset.small_people) == ("", (), 10)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("population", "twelve", "“twelve” was read"),
        ("fiscal year start", 13, "13 was read"),
        ("excused", "maybe", "“maybe” was read"),
        ("scale_max", 20, "Write it like reading score: 20"),
        ("staff", "inf", "no number"),
        ("scale_max", "joy: x", "scale_max, joy”: “x” was read"),
        ("completion_threshold", "75 %", "“75 %” was read"),
    ],
)
def test_settings_sheet_reports_invalid_value_and_continues(key: str, value: object, said: str) -> None:
    dataset = (
        Workspace()
        .append(imported(xlsx(Settings=[["Setting", "Value"], [key, value], ["staff", "2"]])))
        .dataset()
    )
    assert [(i.cell, i.value) for i in dataset.issues if i.code == "setting-not-read"] == [("A2", key)]
    assert any(said in issue.message for issue in dataset.issues)
    assert dataset.settings == Settings(staff=2)


def test_stored_invalid_setting_is_reported_when_opened() -> None:
    dataset = Workspace(((Setting({"excused": "maybe", "staff": 2}),),)).dataset()
    assert (dataset.settings.excused, dataset.settings.staff) == ("ignore", 2)
    assert [(i.code, i.value) for i in dataset.issues] == [("setting-not-read", "excused")]
