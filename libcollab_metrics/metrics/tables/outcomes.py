"""What an outcome row says: a valid answer, one that agrees, one that disagrees, and how high a score can be."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw

from libcollab_metrics.metrics.tables.rows import Frame, folded, is_true
from libcollab_metrics.model.names import fold
from libcollab_metrics.model.settings import Settings

#: Agreement is asked from 1 to 5; another scale counts only with a threshold of its own in the settings.
SCALE, USUAL_THRESHOLD = 5, 4
#: The lowest two points of a scale that starts at 1.
BOTTOM = 2
#: The items of the outcome survey that grants of the Library Services and Technology Act ask for: by their short name
#: and in the words of the survey, which must not change. Source: Florida's LSTA outcome measures.
LSTA_ITEMS = (
    "learned", "I learned something by participating in this library activity",
    "more confident", "I feel more confident about what I just learned",
    "intend to apply", "I intend to apply what I just learned",
    "more aware", "I am more aware of resources and services provided by the library",
    "more likely to use", "I am more likely to use other library resources and services",
)  # fmt: skip


def with_answers(outcomes: Frame, settings: Settings) -> Frame:
    """Return one row an outcome line: what its answer says, and its scores beside the highest possible one.

    `before_share` and `after_share` are scores over the highest possible one, unknown where there is none; a line
    with a rating is an opinion and has none.
    """
    threshold = settings.agreement_threshold
    rating, before, after = nw.col("rating"), nw.col("before"), nw.col("after")
    valid = is_true(rating >= 1)
    if threshold == USUAL_THRESHOLD:
        valid = valid & is_true(rating <= SCALE)
    no_score = before.is_null() & after.is_null() & nw.col("words").is_null() & nw.col("seconds").is_null()
    asked = ~rating.is_null() | no_score
    agrees = valid & is_true(rating >= threshold)
    wanted = _without_stop(folded("measure")).is_in([fold(item) for item in LSTA_ITEMS])
    for_grant = is_true(wanted)
    frame = outcomes.with_columns(
        valid=valid,
        agrees=agrees,
        disagrees=valid & ~agrees & is_true(rating <= BOTTOM),
        asked=asked,
        unnamed_answer=valid & nw.col("respondent_key").is_null(),
        grant_valid=valid & for_grant,
        grant_agrees=agrees & for_grant,
        grant_asked=asked & for_grant,
        both=~before.is_null() & ~after.is_null(),
        best=nw.when(rating.is_null()).then(_highest(settings.scale_max)),
    )
    best = nw.when(is_true(nw.col("best") > 0)).then(nw.col("best"))
    return frame.with_columns(before_share=before / best, after_share=after / best)


def _without_stop(text: nw.Expr) -> nw.Expr:
    """A question without the full stop at its end."""
    return text.str.replace_all(".", "", literal=True)


def _highest(settings: Mapping[str, float]) -> nw.Expr:
    """The highest possible score: the row's own, else the one the settings give for its measure."""
    best = nw.col("scale_max")
    for measure, number in settings.items():
        given = best.is_null() & is_true(folded("measure") == fold(measure))
        best = nw.when(given).then(nw.lit(float(number))).otherwise(best)
    return best
