"""What an outcome row says: an answer that agrees, or a score before and after."""

from __future__ import annotations

import narwhals as nw

from libcollab_metrics.metrics.tables.rows import PERIOD_COLUMNS, Frame, Rows, is_true, one, text
from libcollab_metrics.model.scope import PERIODS

#: Agreement is asked from 1 to 5; another scale counts only with a threshold of its own in the settings.
SCALE, USUAL_THRESHOLD = 5, 4


def with_answers(outcomes: Frame, threshold: float) -> Frame:
    """Return one row an outcome line with whether it is a valid answer and whether it agrees."""
    rating, before, after = nw.col("rating"), nw.col("before"), nw.col("after")
    valid = is_true(rating >= 1)
    if threshold == USUAL_THRESHOLD:
        valid = valid & is_true(rating <= SCALE)
    no_score = before.is_null() & after.is_null()
    return outcomes.with_columns(
        valid=valid,
        agrees=valid & is_true(rating >= threshold),
        asked=~rating.is_null() | no_score,
        both=~before.is_null() & ~after.is_null(),
    )


def pair_scores(outcomes: Rows) -> Rows:
    """Return one row a person and measure tested: before and after from one line, or matched from two.

    A line with both scores is a pair. A before and an after on separate lines are one only if they bear the
    same person, program and measure, and no line holds both; several loose scores of one side are averaged.
    A pair from two lines belongs to the later period.
    """
    score = ("measure", "before", "after")
    frame = outcomes.frame.select(
        *score, "both", *(text(p).alias(p) for p in PERIODS), program_id=text("program_id"),
        person=text("respondent_key"), measured=text("measure"),
    )  # fmt: skip
    frame = frame.filter(~nw.col("before").is_null() | ~nw.col("after").is_null())
    loose = frame.with_columns(
        program=nw.col("program_id").fill_null(""),
        whole=one(nw.col("both")),
        measured=nw.col("measured").fill_null(""),
    )
    loose = loose.filter(~nw.col("person").is_null()).group_by("program", "person", "measured").agg(
        nw.col("whole").sum(),
        nw.col("before").mean(),
        nw.col("after").mean(),
        *(nw.col(p).max() for p in PERIODS),
    )  # fmt: skip
    loose = loose.filter(nw.col("whole") == 0).with_columns(
        program_id=nw.when(nw.col("program") != "").then(nw.col("program")),
        measure=nw.when(nw.col("measured") != "").then(nw.col("measured")),
    )
    unnamed = frame.filter(nw.col("both") | nw.col("person").is_null()).with_columns(measure=text("measure"))
    columns = ("program_id", "person", *score, *PERIODS)
    together = nw.concat([unnamed.select(*columns), loose.select(*columns)], how="vertical")
    before, after = nw.col("before"), nw.col("after")
    together = together.with_columns(gain=after - before, tested_before=~before.is_null())
    return Rows(together.with_columns(paired=~nw.col("gain").is_null()), PERIOD_COLUMNS, ("measure",))


def readers(pairs: Rows) -> Rows:
    """Return one row a person tested in a program: whether there is a pair, and whether any measure rose.

    Whoever gave no name is a reader of their own, line by line.
    """
    frame = pairs.frame.select(
        "person",
        program=nw.col("program_id").fill_null(""),
        pairs=one(nw.col("paired")),
        rises=one(is_true(nw.col("gain") > 0)),
    )
    people = frame.filter(~nw.col("person").is_null()).group_by("program", "person")
    named = people.agg(nw.col("pairs").sum(), nw.col("rises").sum())
    columns = ("program", "pairs", "rises")
    unnamed = frame.filter(nw.col("person").is_null())
    together = nw.concat([named.select(*columns), unnamed.select(*columns)], how="vertical").with_columns(
        program_id=nw.when(nw.col("program") != "").then(nw.col("program")),
        matched=nw.col("pairs") > 0,
        improved=nw.col("rises") > 0,
    )
    return Rows(together, {"program": "program_id"}, dated=False)
