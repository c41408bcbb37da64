"""Outcomes: one row an answer; pairs and speeds: one row a person and measure tested; levels: one row a reader."""

from __future__ import annotations

from libcollab_metrics.metrics.definition import Measure
from libcollab_metrics.metrics.measures.counted import counted

AGREEING = counted("outcomes", "agreeing", "rows", "answers that agree", where="agrees", one="answer that agrees")
DISAGREEING = counted(
    "outcomes", "disagreeing", "rows", "answers that disagree", where="disagrees", one="answer that disagrees"
)
#: The first less the second; here for the words of the formula.
NET_AGREEING = Measure("net_agreeing", "more answers that agree than disagree", "outcomes", "sum")
ANSWERS = counted("outcomes", "answers", "rows", "valid answers", where="valid", one="valid answer")
#: Of a scale with a rating from which on one agrees.
JUDGED = counted("outcomes", "judged", "rows", "valid answers", where="judged", one="valid answer")
JUDGES = counted("outcomes", "judges", "distinct", "different people who answered", "respondent_key", "judged")
UNNAMED_JUDGED = counted("outcomes", "unnamed_judged", "rows", "answers of nobody named", where="unnamed_judged")
SCALES = counted("outcomes", "scales", "distinct", "scales", "scale", "valid")
ASKED = counted("outcomes", "asked", "rows", "answers given or left blank", where="asked")
#: The ends of the scale, and the ratings up to which and from which on one disagrees and agrees.
SCALE_END = counted("outcomes", "scale_end", "max", "points of the scale", "scale", "valid")
DISAGREES_TO = counted("outcomes", "disagrees_to", "max", "points up to which one disagrees", "disagrees_to", "judged")
AGREES_FROM = counted("outcomes", "agrees_from", "max", "points from which on one agrees", "agrees_from", "judged")
RATED = counted("ratings", "rated", "rows", "answers with so many points")
RATINGS = counted("outcomes", "ratings", "sum", "points given", "rating", "valid", "point given")
GRANT_AGREEING = counted(
    "outcomes", "grant_agreeing", "rows", "answers that agree", where="grant_agrees", one="answer that agrees"
)
GRANT_ANSWERS = counted(
    "outcomes", "grant_answers", "rows", "valid answers to an item of the grant", where="grant_valid"
)
GRANT_JUDGED = counted(
    "outcomes", "grant_judged", "rows", "valid answers to an item of the grant", where="grant_judged",
    one="valid answer to an item of the grant",
)  # fmt: skip
GRANT_JUDGES = counted(
    "outcomes", "grant_judges", "distinct", "different people who answered", "respondent_key", "grant_judged"
)
GRANT_UNNAMED = counted("outcomes", "grant_unnamed", "rows", "answers of nobody named", where="grant_unnamed")
GRANT_ASKED = counted("outcomes", "grant_asked", "rows", "answers given or left blank", where="grant_asked")
RESPONDENTS = counted(
    "respondents", "respondents", "distinct", "different people who answered", "respondent_key", "valid",
    "person who answered",
)  # fmt: skip
ALL_ANSWERS = counted("respondents", "all_answers", "rows", "valid answers", where="valid", one="valid answer")
UNNAMED_ANSWERS = counted("respondents", "unnamed_answers", "rows", "answers of nobody named", where="unnamed_answer")

GAIN = counted("pairs", "gain", "sum", "points gained", "gain", one="point gained")
GAINERS = counted("gains", "gainers", "rows", "people who gained so many points")
MEAN_GAIN = counted("pairs", "mean_gain", "mean", "points gained on average", "gain")
GAIN_SD = counted("pairs", "gain_sd", "std", "points of spread of the gains", "gain")
POINTS_BEFORE = counted("pairs", "points_before", "sum", "points scored before", "before", "paired")
POINTS_AFTER = counted("pairs", "points_after", "sum", "points scored after", "after", "paired")
LOWEST_BEFORE = counted("pairs", "lowest_before", "min", "points of the lowest score before", "before", "paired")
LOWEST_AFTER = counted("pairs", "lowest_after", "min", "points of the lowest score after", "after", "paired")
HIGHEST_BEFORE = counted("pairs", "highest_before", "max", "points of the highest score before", "before", "paired")
HIGHEST_AFTER = counted("pairs", "highest_after", "max", "points of the highest score after", "after", "paired")
BEFORE_SD = counted("pairs", "before_sd", "std", "spread of the scores before", "before", "paired")
AFTER_SD = counted("pairs", "after_sd", "std", "spread of the scores after", "after", "paired")
#: Made of the two above; here for the words of the formula.
BOTH_SD = Measure("both_sd", "points of spread of the scores, before and after on average", "pairs", "std")
PAIRS = counted("pairs", "pairs", "rows", "people with both scores", where="paired", one="person with both scores")
PAIRED_PEOPLE = counted("pairs", "paired_people", "distinct", "different people", "person", "paired")
PAIRED_NAMELESS = counted("pairs", "paired_nameless", "rows", "pairs of nobody named", where="paired_nameless")
TESTED_BEFORE = counted(
    "pairs", "tested_before", "rows", "people with a before score", where="tested_before",
    one="person with a before score",
)  # fmt: skip
TESTED = counted("pairs", "tested", "rows", "people with a score")
IMPROVED = counted(
    "pairs", "improved", "rows", "people who scored higher", where="improved", one="person who scored higher"
)
WORSENED = counted(
    "pairs", "worsened", "rows", "people who scored lower", where="worsened", one="person who scored lower"
)
PAIRS_SCALED = counted("pairs", "pairs_scaled", "rows", "people with both scores of a known scale", where="scaled")
PERCENT_GAINED = counted(
    "pairs", "percent_gained", "mean", "percent of the scale gained on average", "gain_percent", "scaled"
)
PERCENT_LEFT = counted("pairs", "percent_left", "mean", "percent of the scale left to gain", "left_percent", "scaled")

FASTER = counted("speeds", "faster", "sum", "words a minute gained", "gain", one="word a minute gained")
FASTER_SD = counted("speeds", "faster_sd", "std", "spread of the gains", "gain")
TIMED = counted("speeds", "timed_pairs", "rows", "people timed twice", where="paired", one="person timed twice")
TIMED_BEFORE = counted("speeds", "timed_before", "rows", "people timed before", where="tested_before")

MOVED_UP = counted(
    "levels", "moved_up", "rows", "readers a level or more up", where="moved_up", one="reader a level or more up"
)
MOVED_DOWN = counted("levels", "moved_down", "rows", "readers a level or more down", where="moved_down")
#: The first less the second; here for the words of the formula.
NET_MOVED = Measure("net_moved", "more readers up than down", "levels", "sum")
LEVELED = counted(
    "levels", "leveled", "rows", "readers with both levels", where="leveled", one="reader with both levels"
)
BELOW_TOP = counted("levels", "below_top", "rows", "readers below Independent before", where="below_top")
LEVEL_BEFORE = counted("levels", "level_before", "rows", "readers with a level before", where="level_tested_before")
FLOWS = counted("level_flows", "flows", "rows", "readers", one="reader")

READERS = counted(
    "readers", "readers", "rows", "readers with both scores", where="matched", one="reader with both scores"
)
IMPROVED_READERS = counted(
    "readers", "improved_readers", "rows", "readers who improved", where="improved", one="reader who improved"
)
#: The same over several programs: whoever has a name is one reader, whoever has none a reader of their own.
IMPROVED_BY_NAME = counted("readers", "improved_by_name", "distinct", "readers who improved", "person", "improved")
IMPROVED_UNNAMED = counted("readers", "improved_unnamed", "rows", "readers without a name", where="unnamed_improved")
