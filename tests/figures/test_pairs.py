"""Scores before and after, joined: the numbers, the finding about the gain, and what is not known."""

from __future__ import annotations

from typing import Any

from libcollab_metrics.figures import Point, before_and_after, chart_table, to_plotly, to_svg
from libcollab_metrics.figures.layout import value_range
from libcollab_metrics.figures.outcomes import SIDES
from libcollab_metrics.figures.shapes import layout_pairs
from libcollab_metrics.localization import language
from libcollab_metrics.metrics import Evaluation
from libcollab_metrics.model import Scope
from tests.figures.test_drawing import words
from tests.support.builders.evaluations import DAY, chart, value

ENGLISH = language("en")


def sides(**measures: tuple[Any, ...]) -> Evaluation:
    """Measure → mean before, mean after, and the ends of the interval of the gain; None for a hidden one."""
    values = []
    for name, numbers in measures.items():
        if numbers[0] is None:
            hidden = {"reason": "small-cell", "reason_values": {"k": "10"}}
            values += [
                value("paired_scores", None, group={"measure": name, "side": s}, **hidden) for s in SIDES
            ]
            values.append(value("mean_gain", None, group={"measure": name}, **hidden))
            continue
        before, after, low, high = numbers
        values += [
            value("paired_scores", n, group={"measure": name, "side": s}, n=12, coverage=1.0)
            for s, n in zip(SIDES, (before, after), strict=True)
        ]
        values.append(
            value("mean_gain", after - before, group={"measure": name}, n=12, ci_low=low, ci_high=high)
        )
    return Evaluation(tuple(values), Scope(), "", DAY, "PHP")


def test_before_and_after_scores_are_joined_under_gain_finding() -> None:
    drawn = before_and_after(sides(reading=(11.25, 14.0, 0.8, 4.8)), ENGLISH)
    assert [(s.name, [p.value for p in s.points]) for s in drawn.series] == [
        ("before", [11.25]),
        ("after", [14.0]),
    ]
    assert drawn.title == "Reading rose by 2.8 points on average (+0.8 to +4.8; 12 readers)"
    assert "n = 12 people with both scores" in drawn.caption
    assert "low scorers tend to rise anyway" in drawn.caption
    assert "reading, before: 11.3; reading, after: 14.0 (+2.8 (+0.8 to +4.8; n = 12))" in drawn.alt
    assert {"11.3", "14.0", "+2.8"} <= set(words(to_svg(drawn, ENGLISH)).split())
    assert "11.3 \\u2192 14.0" in to_plotly(drawn, ENGLISH).to_json()


def test_measure_without_pairs_is_not_drawn() -> None:
    evaluation = sides(reading=(11.25, 14.0, 0.8, 4.8))
    unpaired = value("mean_gain", None, group={"measure": "speed"}, reason="no-pairs")
    drawn = before_and_after(Evaluation((*evaluation.values, unpaired), Scope(), "", DAY, "PHP"), ENGLISH)
    assert [[point.label for point in series.points] for series in drawn.series] == [["reading"], ["reading"]]


def test_several_measures_show_each_gain_with_its_interval() -> None:
    drawn = before_and_after(
        sides(reading=(11, 14, 0.8, 4.8), speed=(60, 50, -14, -6), small=(None,)), ENGLISH
    )
    assert drawn.title.startswith("Of 2 measures 1 rose clearly and 1 fell")
    assert "reading +3.0 (+0.8 to +4.8; n = 12) and speed −10.0 (−14.0 to −6.0; n = 12)" in drawn.caption
    assert "fewer than 10 people" in drawn.caption
    assert chart_table(drawn, ENGLISH).rows == (
        ("reading", "11.0", "14.0", "+3.0 (+0.8 to +4.8; n = 12)"),
        ("speed", "60.0", "50.0", "−10.0 (−14.0 to −6.0; n = 12)"),
        ("small", "", "", "hidden to protect a small group"),
    )
    for narrow in (False, True):
        assert "hidden to protect a small group" in words(to_svg(drawn, ENGLISH, narrow=narrow))


def test_axis_has_room_for_the_pair_numbers() -> None:
    for narrow in (False, True):
        low, high = value_range(before_and_after(sides(reading=(11, 14, 0.8, 4.8)), ENGLISH), narrow)
        assert low == 0
        assert high > 14 * 1.2


def test_pair_missing_a_side_is_not_drawn() -> None:
    drawn = chart(
        "pairs", ((Point("A", 1.0), Point("B", None)), (Point("A", None, note="hidden"), Point("B", None)))
    )
    assert layout_pairs(drawn, ENGLISH) == ()
    assert drawn.is_empty is False
    assert words(to_svg(drawn, ENGLISH)).count("no figure") == 2


def test_title_says_when_pairs_are_missing() -> None:
    none = Evaluation(
        tuple(value(m, None, reason="no-pairs") for m in ("paired_scores", "mean_gain")), Scope(), "", DAY
    )
    drawn = before_and_after(none, ENGLISH)
    assert drawn.is_empty
    assert drawn.title == "Average gain: nothing to show yet. No one has both a before and an after score."
