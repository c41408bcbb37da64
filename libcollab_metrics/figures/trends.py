"""A trend in one sentence, true at every edge."""

from __future__ import annotations

from libcollab_metrics.planning import Half, Trend
from libcollab_metrics.wording import Language

DIRECTIONS = {1: "trend-rose", -1: "trend-fell", 0: "trend-same"}


def trend_sentence(trend: Trend, language: Language) -> str:
    """Say whether attendance per session rose, fell, or did neither by more than chance; or why that cannot be said."""
    if trend.before is None or trend.after is None:
        return language.say_of(trend.months, f"trend-{trend.reason}", months=trend.months)
    said = language.say(
        DIRECTIONS[_shown_direction(trend, language)],
        before=language.average(trend.before.average), after=language.average(trend.after.average),
        first=_span(trend.before, language), last=_span(trend.after, language),
    )  # fmt: skip
    return language.say("trend-estimated", said=said) if trend.estimated else said


def _shown_direction(trend: Trend, language: Language) -> int:
    """The direction; none where all sessions weigh otherwise than all months do, so that words and numbers agree."""
    if trend.before is None or trend.after is None:
        return 0
    rise = trend.after.average - trend.before.average
    same = language.average(trend.after.average) == language.average(trend.before.average)
    return 0 if same or rise * trend.direction <= 0 else trend.direction


def _span(half: Half, language: Language) -> str:
    first, last = language.month(half.first), language.month(half.last)
    return language.say("range", low=first, high=last)
