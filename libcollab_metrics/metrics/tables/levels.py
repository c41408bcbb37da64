"""Reading levels of the Phil-IRI before and after: one row a person, the lower of word reading and comprehension."""

from __future__ import annotations

import narwhals as nw

from libcollab_metrics.metrics.tables.rows import PERIOD_COLUMNS, Frame, Rows, is_true
from libcollab_metrics.model.scope import PERIODS

#: Levels as they are coded, from lowest to highest.
LEVELS = ("Non-reader", "Frustration", "Instructional", "Independent")
TOP = len(LEVELS) - 1
WORD, COMPREHENSION, LEVEL = "philiri_word", "philiri_comprehension", "philiri_level"
#: From which whole percent on a test is Instructional, and from which Independent. Source: Phil-IRI manual.
BANDS = ((WORD, 90, 97), (COMPREHENSION, 59, 80))
#: Scores are rounded half up to a whole percent first, so a band begins half a percent lower; the rest is float noise.
HALF = 0.5 + 1e-9
SIDES = ("before", "after")


def levels_of(pairs: Frame) -> Rows:
    """Return one row a person with a level at least once: before, after, and how it moved.

    Parameters
    ----------
    pairs : what `pair_scores` gives. Scores of the two tests are percentages, or turned into them by the highest
        possible score; one above it has no level.

    A level needs both tests; with one alone it is unknown, unless the level itself was written. A person recorded as
    non-reader stays one, for no score says so. Lines without a person count where they hold both levels.
    """
    frame = pairs.with_columns(kind=nw.col("measure").str.strip_chars().str.to_lowercase())
    frame = frame.filter(nw.col("kind").is_in([WORD, COMPREHENSION, LEVEL]))
    frame = frame.with_columns(**{f"{name}_{side}": _only(name, side) for name, _, _ in BANDS for side in SIDES})
    frame = frame.with_columns(**{f"written_{side}": _written(side) for side in SIDES})
    scores = [f"{name}_{side}" for name in (WORD, COMPREHENSION, "written") for side in SIDES]
    named = frame.filter(~nw.col("person").is_null()).with_columns(program=nw.col("program_id").fill_null(""))
    named = named.group_by("program", "person").agg(
        *(nw.col(score).mean() if "written" not in score else nw.col(score).min() for score in scores),
        *(nw.col(p).max() for p in PERIODS),
    )
    named = named.with_columns(program_id=nw.when(nw.col("program") != "").then(nw.col("program")))
    nameless = frame.filter(nw.col("person").is_null() & (nw.col("kind") == LEVEL))
    columns = ("program_id", *scores, *PERIODS)
    together = nw.concat([named.select(*columns), nameless.select(*columns)], how="vertical")
    together = together.with_columns(**{f"level_{side}": _level(side) for side in SIDES})
    return Rows(_moved(together), PERIOD_COLUMNS)


def flows_of(levels: Rows) -> Rows:
    """Return the people with a level before and after, kept apart by both."""
    frame = levels.frame.filter(nw.col("leveled"))
    named = {f"{side}_name": _name(f"level_{side}") for side in SIDES}
    return Rows(frame.with_columns(**named), levels.fields, tuple(named))


def _only(measure: str, side: str) -> nw.Expr:
    """A score of one of the two tests as a percentage."""
    return nw.when(is_true(nw.col("kind") == measure)).then(nw.col(f"{side}_percent"))


def _written(side: str) -> nw.Expr:
    """A level written as its code; another number is none."""
    code = nw.col(side)
    coded = is_true((code == 0) | (code == 1) | (code == 2) | (code == TOP))
    return nw.when(is_true(nw.col("kind") == LEVEL) & coded).then(code)


def _level(side: str) -> nw.Expr:
    """The lower of the two tests' levels, else the one written; a non-reader is only ever written."""
    word, comprehension = (_band(nw.col(f"{name}_{side}"), middle, top) for name, middle, top in BANDS)
    lower = nw.when(word < comprehension).then(word).otherwise(comprehension)
    written, known = nw.col(f"written_{side}"), ~word.is_null() & ~comprehension.is_null()
    return nw.when(known & ~is_true(written == 0)).then(lower).otherwise(written)


def _band(percent: nw.Expr, middle: int, top: int) -> nw.Expr:
    """The level of one test: 1, 2 or 3."""
    above = nw.when(percent >= top - HALF).then(nw.lit(3.0)).otherwise(
        nw.when(percent >= middle - HALF).then(nw.lit(2.0)).otherwise(nw.lit(1.0))
    )  # fmt: skip
    return nw.when(~percent.is_null()).then(above)


def _moved(levels: Frame) -> Frame:
    before, after = nw.col("level_before"), nw.col("level_after")
    leveled = ~before.is_null() & ~after.is_null()
    return levels.with_columns(
        level_tested_before=~before.is_null(),
        leveled=leveled,
        moved_up=leveled & is_true(after > before),
        moved_down=leveled & is_true(after < before),
        below_top=leveled & is_true(before < TOP),
    )


def _name(column: str) -> nw.Expr:
    """The name of a coded level."""
    name = nw.lit(LEVELS[0])
    for code, level in enumerate(LEVELS):
        name = nw.when(nw.col(column) == code).then(nw.lit(level)).otherwise(name)
    return name
