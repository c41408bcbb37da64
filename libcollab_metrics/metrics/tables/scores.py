"""Prepare paired scores: words for before and after, matching of lines, bands of reading levels."""

from __future__ import annotations

from libcollab_metrics.metrics.frames import Expr, Frame, col, lit, when
from libcollab_metrics.metrics.tables.rows import (
    PERIOD_COLUMNS,
    Rows,
    as_integer,
    folded_text,
    is_true,
    text,
)
from libcollab_metrics.model.scope import PERIODS

SHARES = ("before_share", "after_share", "before_percent", "after_percent")
SCORES = ("before", "after", *SHARES)
#: Measure whose scores are already speeds, in words per minute.
WORDS_A_MINUTE = "wpm"
#: Columns that identify the readings of one person and measure.
READER = ("reader_program", "reader", "reader_measure")
#: Names of occasions that mean before or after the program.
BEFORE = ("before", "pre", "pre-test", "pretest", "pre test", "baseline")
AFTER = ("after", "post", "post-test", "posttest", "post test", "endline")


def pair_scores(outcomes: Frame) -> Rows:
    """Return one row per person and measure tested, with the scores before and after.

    A line with both scores is a pair. Before and after scores on separate lines form a pair only if they have
    the same person, program and measure, and no line has both; several such scores of one side are averaged.
    A pair from two lines belongs to the later period.
    """
    frame = outcomes.select(
        "measure",
        *SCORES,
        "both",
        *(text(p).alias(p) for p in PERIODS),
        program_id=text("program_id"),
        person=text("respondent_key"),
        measured=text("measure"),
    )
    frame = frame.filter(~col("before").is_null() | ~col("after").is_null())
    loose = frame.with_columns(
        program=col("program_id").fill_null(""),
        whole=as_integer(col("both")),
        measured=col("measured").fill_null(""),
    )
    loose = loose.filter(~col("person").is_null()).aggregate(
        ["program", "person", "measured"],
        col("whole").sum(),
        *(col(score).mean() for score in SCORES),
        *(col(p).max() for p in PERIODS),
    )
    loose = loose.filter(col("whole") == 0).with_columns(
        program_id=when(col("program") != "").then(col("program")),
        measure=when(col("measured") != "").then(col("measured")),
    )
    whole = frame.filter(col("both") | col("person").is_null()).with_columns(measure=text("measure"))
    columns = ("program_id", "person", "measure", *SCORES, *PERIODS)
    together = whole.select(*columns).concat(loose.select(*columns))
    return Rows(_add_gains(together), PERIOD_COLUMNS, ("measure",))


def _add_gains(pairs: Frame) -> Frame:
    """Add the gain of each pair, its direction, and the gain as a percentage of the scale."""
    before, after = col("before"), col("after")
    frame = pairs.with_columns(
        gain=after - before,
        tested_before=~before.is_null(),
        gain_percent=(col("after_share") - col("before_share")) * 100,
    )
    frame = frame.with_columns(
        paired=~col("gain").is_null(),
        improved=is_true(col("gain") > 0),
        worsened=is_true(col("gain") < 0),
        scaled=~col("gain_percent").is_null(),
    )
    return frame.with_columns(
        paired_nameless=col("paired") & col("person").is_null(),
        left_percent=when(col("scaled")).then((1 - col("before_share")) * 100),
    )


def pair_speeds(outcomes: Frame) -> Rows:
    """Return one row per person and measure timed, like `pair_scores` with words per minute.

    A speed is a score of the measure `wpm`, or words over seconds of one reading. A reading is before or
    after if its occasion says so; otherwise the person's first day with this measure is before and the last
    day is after. Readings in between are not used.
    """
    score, timed = is_true(folded_text("measure") == WORDS_A_MINUTE), is_true(col("seconds") > 0)
    speed = when(~score & timed & ~col("respondent_key").is_null()).then(col("words") / col("seconds") * 60)
    frame = outcomes.with_columns(is_speed=score, speed=speed, said=_phase(), **_reader_columns())
    frame = frame.filter(col("is_speed") | ~col("speed").is_null())
    days = frame.filter(~col("speed").is_null()).aggregate(
        READER, first_day=col("date").min(), last_day=col("date").max()
    )
    renamed = {f"{key}_there": col(key) for key in READER}
    frame = frame.join(days.select("first_day", "last_day", **renamed), READER, list(renamed))
    frame = frame.with_columns(phase=_phase_by_day())
    sides = {
        side: when(col("is_speed")).then(col(side)).otherwise(when(col("phase") == side).then(col("speed")))
        for side in ("before", "after")
    }
    none = lit(None, "float")
    frame = frame.with_columns(**sides).with_columns(**dict.fromkeys(SHARES, none))
    return pair_scores(frame.with_columns(both=~col("before").is_null() & ~col("after").is_null()))


def _reader_columns() -> dict[str, Expr]:
    """Return program, person and measure, without unknown values, because these match nothing."""
    columns = ("program_id", "respondent_key", "measure")
    return {key: text(column).fill_null("") for key, column in zip(READER, columns, strict=True)}


def _phase() -> Expr:
    """Return "before" or "after" from the name of the occasion, otherwise null."""
    occasion = folded_text("occasion")
    after = when(is_true(occasion.is_in(AFTER))).then(lit("after"))
    return when(is_true(occasion.is_in(BEFORE))).then(lit("before")).otherwise(after)


def _phase_by_day() -> Expr:
    """Return the phase the occasion names, else by the day's position among the person's days."""
    day, first, last = col("date"), col("first_day"), col("last_day")
    by_day = (
        when(is_true(day == first))
        .then(lit("before"))
        .otherwise(when(is_true(day == last)).then(lit("after")))
    )
    return when(~col("said").is_null()).then(col("said")).otherwise(by_day)


def aggregate_readers(pairs: Frame) -> Rows:
    """Return one row per person tested in a program: whether paired, and whether any score rose.

    Each line without a name is a separate reader with a null `person`.
    """
    frame = pairs.select(
        "person",
        program=col("program_id").fill_null(""),
        pairs=as_integer(col("paired")),
        rises=as_integer(col("improved")),
    )
    people = frame.filter(~col("person").is_null())
    named = people.aggregate(["program", "person"], col("pairs").sum(), col("rises").sum())
    named = named.with_columns(
        *(col(name).cast("integer") for name in ("pairs", "rises"))
    )  # DuckDB widens the type of sums
    columns = ("program", "person", "pairs", "rises")
    unnamed = frame.filter(col("person").is_null())
    together = (
        named.select(*columns)
        .concat(unnamed.select(*columns))
        .with_columns(
            program_id=when(col("program") != "").then(col("program")),
            matched=col("pairs") > 0,
            improved=col("rises") > 0,
            unnamed_improved=col("person").is_null() & (col("rises") > 0),
        )
    )
    return Rows(together, {"program": "program_id"}, is_dated=False)


# Phil-IRI reading levels before and after: one row per person, the lower of word reading and comprehension.

#: Levels by code, from lowest to highest.
LEVELS = ("Non-reader", "Frustration", "Instructional", "Independent")
TOP_LEVEL = len(LEVELS) - 1
WORD_MEASURE, COMPREHENSION_MEASURE, LEVEL_MEASURE = "philiri_word", "philiri_comprehension", "philiri_level"
#: Lowest whole percent for Instructional and for Independent, by test. Source: Phil-IRI manual.
BANDS = ((WORD_MEASURE, 90, 97), (COMPREHENSION_MEASURE, 59, 80))
#: Scores are rounded half up to a whole percent, so a band begins half a percent lower; the rest is float
#: noise.
HALF_PERCENT = 0.5 + 1e-9
SIDES = ("before", "after")


def compute_levels(pairs: Frame) -> Rows:
    """Return one row per person with at least one level: before, after, and the change.

    A level needs both tests; with only one it is unknown, unless the level itself was recorded. A person
    recorded as a non-reader keeps that level, because no score implies it. Lines without a person count if
    they have both levels.

    Parameters
    ----------
    pairs : Frame
        Result of `pair_scores`. Scores of the two tests are percentages, or are converted with the highest
        possible score; a score above it has no level.
    """
    frame = pairs.with_columns(kind=col("measure").strip().lower())
    frame = frame.filter(col("kind").is_in([WORD_MEASURE, COMPREHENSION_MEASURE, LEVEL_MEASURE]))
    frame = frame.with_columns(
        **{f"{name}_{side}": _test_percent(name, side) for name, _, _ in BANDS for side in SIDES}
    )
    frame = frame.with_columns(**{f"written_{side}": _recorded_level(side) for side in SIDES})
    scores = [f"{name}_{side}" for name in (WORD_MEASURE, COMPREHENSION_MEASURE, "written") for side in SIDES]
    named = frame.filter(~col("person").is_null()).with_columns(program=col("program_id").fill_null(""))
    named = named.aggregate(
        ["program", "person"],
        *(col(score).mean() if "written" not in score else col(score).min() for score in scores),
        *(col(p).max() for p in PERIODS),
    )
    named = named.with_columns(program_id=when(col("program") != "").then(col("program")))
    nameless = frame.filter(col("person").is_null() & (col("kind") == LEVEL_MEASURE))
    columns = ("program_id", *scores, *PERIODS)
    together = named.select(*columns).concat(nameless.select(*columns))
    together = together.with_columns(**{f"level_{side}": _combine_levels(side) for side in SIDES})
    return Rows(_add_moves(together), PERIOD_COLUMNS)


def group_level_flows(levels: Rows) -> Rows:
    """Return the people with a level before and after, grouped by both."""
    frame = levels.frame.filter(col("leveled"))
    named = {f"{side}_name": _level_name(f"level_{side}") for side in SIDES}
    return Rows(frame.with_columns(**named), levels.fields, tuple(named))


def _test_percent(measure: str, side: str) -> Expr:
    """Return a score of one of the two tests as a percentage."""
    return when(is_true(col("kind") == measure)).then(col(f"{side}_percent"))


def _recorded_level(side: str) -> Expr:
    """Return a recorded level code; null for any other number."""
    code = col(side)
    coded = is_true((code == 0) | (code == 1) | (code == 2) | (code == TOP_LEVEL))
    return when(is_true(col("kind") == LEVEL_MEASURE) & coded).then(code)


def _combine_levels(side: str) -> Expr:
    """Return the lower level of the two tests, else the recorded level.

    Only a recorded level can be non-reader.
    """
    word, comprehension = (_test_level(col(f"{name}_{side}"), middle, top) for name, middle, top in BANDS)
    lower = when(word < comprehension).then(word).otherwise(comprehension)
    written, known = col(f"written_{side}"), ~word.is_null() & ~comprehension.is_null()
    return when(known & ~is_true(written == 0)).then(lower).otherwise(written)


def _test_level(percent: Expr, middle: int, top: int) -> Expr:
    """Return the level of one test: 1, 2 or 3."""
    above = (
        when(percent >= top - HALF_PERCENT)
        .then(lit(3.0))
        .otherwise(when(percent >= middle - HALF_PERCENT).then(lit(2.0)).otherwise(lit(1.0)))
    )
    return when(~percent.is_null()).then(above)


def _add_moves(levels: Frame) -> Frame:
    before, after = col("level_before"), col("level_after")
    leveled = ~before.is_null() & ~after.is_null()
    return levels.with_columns(
        level_tested_before=~before.is_null(),
        leveled=leveled,
        moved_up=leveled & is_true(after > before),
        moved_down=leveled & is_true(after < before),
        below_top=leveled & is_true(before < TOP_LEVEL),
    )


def _level_name(column: str) -> Expr:
    """Return the name of a level code."""
    name = lit(LEVELS[0])
    for code, level in enumerate(LEVELS):
        name = when(col(column) == code).then(lit(level)).otherwise(name)
    return name
