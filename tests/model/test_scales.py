"""The maximum of a scale of scores or ratings, from the row or the settings, and numbers above it."""

from __future__ import annotations

from typing import Any

import pytest

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.model import Edit, Setting, Workspace
from libcollab_metrics.model.settings import Settings
from tests.support.sheets import dataset, xlsx


def test_numbers_above_the_scale_are_reported() -> None:
    """
    joy, of 10 by the settings: 11 is outside, 9 is not; in a row with a test of 20 a rating still ends at 5
    reading, of 20 by the settings: 26 after is above it, and so is 21 before of 20 in its own row
    """
    rows = (
        {"measure": "joy", "rating": 9.0},
        {"measure": "joy", "rating": 11.0},
        {"measure": "test", "rating": 4.0, "scale_max": 3.0},
        {"measure": "test", "rating": 8.0, "scale_max": 10.0},
        {"measure": "other", "before": 3.0, "rating": 8.0, "scale_max": 20.0},
        {"measure": "reading", "before": 10.0, "after": 26.0},
        {"measure": "other", "before": 21.0, "after": 3.0, "scale_max": 20.0},
    )
    typed = Workspace().append(Edit("outcomes", tuple({"program_id": "A"} | row for row in rows)))
    data = typed.append(Setting({"scale_max": {"Joy": 10, "Reading": 20}})).dataset()
    result = [
        (i.code, i.heading, i.value, i.count)
        for i in data.issues
        if i.code in ("outside-scale", "score-above-scale")
    ]
    assert result == [
        ("outside-scale", "Rating", "11", 3),
        ("score-above-scale", "Before", "21", 1),
        ("score-above-scale", "After", "26", 1),
    ]


@pytest.mark.parametrize(
    "typed", [{"scale_max": 20}, {"scale_max": {"joy": "ten"}}, {"agreement_threshold": "four"}]
)
def test_invalid_scale_setting_is_rejected(typed: dict[str, Any]) -> None:
    with pytest.raises(LibCollabError, match="was read, and that is no"):
        Settings().with_values(typed)


def test_scales_and_thresholds_are_read_from_one_settings_cell() -> None:
    rows = [
        ["Setting", "Value"],
        ["scale_max", "joy: 10; reading score: 20"],
        ["agreement_threshold", "joy: 8"],
    ]
    settings = dataset(xlsx(Settings=rows)).settings
    assert (settings.scale_max, settings.agreement_threshold) == (
        {"joy": 10, "reading score": 20},
        {"joy": 8},
    )
    plain = dataset(xlsx(Settings=[rows[0], ["scale_max", 20], ["agreement_threshold", 3]]))
    assert (dict(plain.settings.scale_max), plain.settings.agreement_threshold) == ({}, 3)
    assert [i.code for i in plain.issues if i.code == "setting-not-read"] == ["setting-not-read"]
