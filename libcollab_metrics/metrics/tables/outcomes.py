"""Prepare survey answers and ratings: scales, agreement thresholds, wording of grant items (LSTA)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from libcollab_metrics.metrics.frames import Expr, Frame, col, lit, when
from libcollab_metrics.metrics.tables.rows import Rows, folded_text, is_named, is_true, text
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.settings import Settings

if TYPE_CHECKING:
    from libcollab_metrics.metrics.prepare import PreparedTables

#: Default scale (1 to 5) and default agreement threshold (the top two of five).
SCALE, USUAL_THRESHOLD = 5, 4
#: The lowest two points of a scale that starts at 1.
BOTTOM = 2
#: The scale of a question answered with yes (2) or anything else (1), and of an option that can be ticked.
YES_OR_NO = 2
#: Items of the outcome survey required by grants of the Library Services and Technology Act, by short name
#: and in the words of the survey, which must not change. Source: Florida's LSTA outcome measures.
LSTA_ITEMS = (
    "learned",
    "I learned something by participating in this library activity",
    "more confident",
    "I feel more confident about what I just learned",
    "intend to apply",
    "I intend to apply what I just learned",
    "more aware",
    "I am more aware of resources and services provided by the library",
    "more likely to use",
    "I am more likely to use other library resources and services",
)


#: Percent of the whole.
WHOLE = 100


def with_answers(outcomes: Frame, settings: Settings) -> Frame:
    """Return one row per outcome line with its answer and its scores as shares of the highest.

    `before_share` and `after_share` are scores divided by the highest possible score. They are unknown
    without a highest score or if the score exceeds it. A line with a rating is an opinion and has neither.
    """
    rating, before, after = col("rating"), col("before"), col("after")
    unscored = before.is_null() & after.is_null()
    no_score = unscored & col("words").is_null() & col("seconds").is_null()
    # For a line with scores, the highest possible one belongs to the test.
    end = when(unscored).then(_highest_score(settings.scale_max))
    frame = outcomes.with_columns(
        scale=when(is_true(end > 1)).then(end).otherwise(lit(float(SCALE))),
        asked=~rating.is_null() | no_score,
        best=when(rating.is_null()).then(_highest_score(settings.scale_max)),
        both=~before.is_null() & ~after.is_null(),
    )
    frame = frame.with_columns(
        valid=is_true((rating >= 1) & (rating <= col("scale"))),
        agrees_from=_threshold(settings.agreement_threshold),
    )
    return _with_shares(_with_agreement(frame))


def _with_agreement(answers: Frame) -> Frame:
    """Add the agreement of each valid answer that has a known agreement threshold."""
    valid, rating, agrees_from = col("valid"), col("rating"), col("agrees_from")
    wanted = _strip_full_stops(folded_text("measure")).is_in([casefold_name(item) for item in LSTA_ITEMS])
    for_grant, nameless = is_true(wanted), col("respondent_key").is_null()
    judged = valid & ~agrees_from.is_null()
    agrees = judged & is_true(rating >= agrees_from)
    # As many points at the bottom of a longer or shorter scale as at its top.
    bottom = when(col("scale") == SCALE).then(lit(float(BOTTOM))).otherwise(col("scale") + 1 - agrees_from)
    return answers.with_columns(
        judged=judged,
        disagrees_to=bottom,
        agrees=agrees,
        disagrees=judged & ~agrees & is_true(rating <= bottom),
        unnamed_answer=valid & nameless,
        unnamed_judged=judged & nameless,
        grant_valid=valid & for_grant,
        grant_judged=judged & for_grant,
        grant_unnamed=judged & for_grant & nameless,
        grant_agrees=agrees & for_grant,
        grant_asked=col("asked") & for_grant,
    )


def _with_shares(answers: Frame) -> Frame:
    """Add each score as a share and a percentage of its scale; null for a score above its scale.

    Without a known highest score, a score up to 100 is taken as a percentage.
    """
    best = when(is_true(col("best") > 0)).then(col("best"))
    frame = answers.with_columns(best=best)
    within = {side: is_true(col(side) <= col("best")) for side in ("before", "after")}
    frame = frame.with_columns(
        **{f"{side}_share": when(is_in).then(col(side) / col("best")) for side, is_in in within.items()}
    )
    percent = {side: col("best").is_null() & is_true(col(side) <= WHOLE) for side in ("before", "after")}
    return frame.with_columns(
        **{
            f"{side}_percent": when(is_fraction).then(col(side)).otherwise(col(f"{side}_share") * WHOLE)
            for side, is_fraction in percent.items()
        }
    )


def _threshold(declared: float | Mapping[str, float]) -> Expr:
    """Return the lowest rating that counts as agreement; unknown for an undeclared scale.

    On a scale of two points, yes agrees, whatever is declared for longer ones. A single number for all
    measures applies to the scales it fits: three to five points, or more than five. The default number is not
    a declaration and applies only to five points, as it does where nothing else is known.
    """
    scale = col("scale")
    yes_or_no = when(scale == YES_OR_NO).then(lit(float(YES_OR_NO)))
    agrees_from: Expr = when(scale == SCALE).then(lit(float(USUAL_THRESHOLD))).otherwise(yes_or_no)
    if not isinstance(declared, Mapping):
        if declared == USUAL_THRESHOLD:
            return agrees_from
        shorter = (scale > YES_OR_NO) & (scale <= SCALE) & (scale >= declared)
        fits = scale >= declared if declared > SCALE else shorter
        return when(fits).then(lit(float(declared))).otherwise(agrees_from)
    for measure, number in declared.items():
        here = is_true(is_named("measure", measure)) & (scale >= number)
        agrees_from = when(here).then(lit(float(number))).otherwise(agrees_from)
    return agrees_from


def _strip_full_stops(text: Expr) -> Expr:
    """Return the text without full stops."""
    return text.without_full_stops()


def _highest_score(settings: Mapping[str, float]) -> Expr:
    """Return the highest possible score: the row's own, else the one in the settings."""
    best = col("scale_max")
    for measure, number in settings.items():
        applies = best.is_null() & is_true(is_named("measure", measure))
        best = when(applies).then(lit(float(number))).otherwise(best)
    return best


# Scores and answers by number of points, used to check what a mean discloses about low values.


def prepare_gains(prepared: PreparedTables) -> Rows | None:
    """Return the people with both scores, grouped by measure and gain."""
    pairs = prepared.rows("pairs")
    if pairs is None:
        return None
    return replace(pairs, frame=pairs.frame.filter(col("paired")), parts=("measure", "gain"))


def prepare_ratings(prepared: PreparedTables) -> Rows | None:
    """Return the valid answers, grouped by measure, occasion and rating."""
    outcomes = prepared.rows("outcomes")
    if outcomes is None:
        return None
    return replace(
        outcomes, frame=outcomes.frame.filter(col("valid")), parts=("measure", "occasion", "rating")
    )


# Ratings of the partnership: one row per answer, grouped by partner, side, statement and respondent.

#: Ends of the scale; a rating outside is not valid.
LOWEST, HIGHEST = 1, 5
PARTNER_COLUMNS = {"partner": "partner_id"}


def with_ratings(perspectives: Frame) -> Rows:
    """Return one row per answer with whether its rating lies on the scale.

    The parts include the respondent, so that each person has the same weight, however many statements they
    rated. Answers without a name are grouped under None.
    """
    rating, partner = col("rating"), col("partner_id")
    frame = perspectives.filter(~partner.is_null()).with_columns(
        party=text("partner_id"),
        side=text("side"),
        item=text("item"),
        respondent=text("respondent_key"),
        rated=is_true((rating >= LOWEST) & (rating <= HIGHEST)),
    )
    return Rows(frame, PARTNER_COLUMNS, ("party", "side", "item", "respondent"))
