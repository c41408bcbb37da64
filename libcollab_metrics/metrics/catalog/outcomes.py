"""What changed for people: what they say and how they scored."""

from __future__ import annotations

from libcollab_metrics.metrics.catalog.fields import OF_MONEY
from libcollab_metrics.metrics.definition import Metric
from libcollab_metrics.metrics.recipes.answers import (
    GRANT_AGREEMENT,
    Agreement,
    MeanRating,
    NetAgreement,
    ResponseRate,
)
from libcollab_metrics.metrics.recipes.levels import LevelFlows, MovedUp, NetMove
from libcollab_metrics.metrics.recipes.scores import (
    SPEED_GAIN,
    EffectSize,
    ImprovedShare,
    NormalizedGain,
    PairCoverage,
    PairedMean,
    PairedScores,
    ScoreMoves,
)

OF_ANSWERS = ("measure", "occasion")
OF_SCORES = ("measure",)
#: Printed beside every gain.
NO_PROOF = "Change, not proof of cause: low scorers tend to rise anyway, and children grow."
ONLY_CHANCE = "The interval covers chance only, not who chose to answer."

OUTCOMES: tuple[Metric, ...] = (
    Metric(
        "outcome_agreement", "Agreement", "How many say that it helped them?", "share", "higher",
        "Practice of Project Outcome", "outcomes", Agreement(), OF_MONEY, OF_ANSWERS,
        caveat=ONLY_CHANCE, guards="n", personal=True, core=True, counts="answers",
    ),
    Metric(
        "lsta_agreement", "LSTA agreement", "How many agree with the items of the grant?", "share", "higher",
        "LSTA outcome measures, Florida", "outcomes", GRANT_AGREEMENT, OF_MONEY, OF_ANSWERS,
        caveat="Only items in the grant's own words, which must not change.",
        guards="n", personal=True, counts="answers",
    ),
    Metric(
        "mean_rating", "Mean score", "How high do they rate it?", "points", "higher",
        "Usual name", "outcomes", MeanRating(), OF_MONEY, OF_ANSWERS,
        caveat="Steps of agreement are not equally far apart: look at how the answers are spread too.",
        guards="n", personal=True, counts="answers",
    ),
    Metric(
        "net_agreement", "Net agreement", "How many more agree than disagree?", "change", "higher",
        "This project", "outcomes", NetAgreement(), OF_MONEY, OF_ANSWERS,
        caveat="Top two answers less bottom two.", guards="n", personal=True, counts="answers",
    ),
    Metric(
        "survey_response_rate", "Response rate", "How many of those who came answered?", "share", "higher",
        "Usual name", "outcomes", ResponseRate(), OF_MONEY,
        caveat="Of different people, not of visits; who answered may differ from who did not.",
        guards="denominator", personal=True, counts="people",
    ),
    Metric(
        "mean_gain", "Average gain", "How much did the scores change?", "points", "higher",
        "Paired comparison, as in textbooks", "outcomes", PairedMean(), OF_MONEY, OF_SCORES,
        caveat=NO_PROOF, guards="n", personal=True, core=True, counts="pairs",
    ),
    Metric(
        "pair_coverage", "Pairs among those tested before", "How many were tested again?", "share", "higher",
        "This project", "outcomes", PairCoverage(), OF_MONEY, OF_SCORES,
        caveat="Who left before the second test may have read less well.",
        guards="n", personal=True, counts="tested",
    ),
    Metric(
        "improved_share", "Readers who improved", "How many scored higher than before?", "share", "higher",
        "This project", "outcomes", ImprovedShare(), OF_MONEY, OF_SCORES,
        caveat=NO_PROOF, guards="n", personal=True, counts="pairs",
    ),
    Metric(
        "normalized_gain", "Normalized gain (Hake)", "How much of what could be gained was gained?", "ratio", "higher",
        "Hake's normalized gain, as PhysPort explains it", "outcomes", NormalizedGain(), OF_MONEY, OF_SCORES,
        caveat=f"Tests with a highest possible score only. {NO_PROOF}",
        guards="n", personal=True, counts="pairs",
    ),
    Metric(
        "effect_dz", "Effect size, paired (d_z)", "How large is the gain beside the spread of the gains?",
        "deviations", "higher", "Standardised mean of the differences", "outcomes", EffectSize(by="z"), OF_MONEY,
        OF_SCORES, caveat=f"Not comparable with d_av. {NO_PROOF}", guards="n", personal=True, counts="pairs",
    ),
    Metric(
        "effect_dav", "Effect size, paired (d_av)", "How large is the gain beside the spread of the scores?",
        "deviations", "higher", "Mean gain over the mean of both standard deviations", "outcomes", EffectSize(by="av"),
        OF_MONEY, OF_SCORES, caveat=f"Not comparable with d_z. {NO_PROOF}", guards="n", personal=True, counts="pairs",
    ),
    Metric(
        "philiri_moved_up", "Level moved up", "How many readers rose a level?", "share", "higher",
        "Bands of the Phil-IRI", "outcomes", MovedUp(), OF_MONEY, OF_SCORES,
        caveat=f"The level is the lower of word reading and comprehension. {NO_PROOF}",
        guards="n", personal=True, counts="levels",
    ),
    Metric(
        "philiri_net_move", "Net level movement", "How many more readers rose than fell?", "change", "higher",
        "This project; bands of the Phil-IRI", "outcomes", NetMove(), OF_MONEY, OF_SCORES,
        caveat=NO_PROOF, guards="n", personal=True, counts="levels",
    ),
    Metric(
        "reading_speed_gain", "Reading speed", "How much faster do they read?", "words_per_minute", "higher",
        "Phil-IRI", "outcomes", SPEED_GAIN, OF_MONEY, OF_SCORES,
        caveat=f"Passages of equal difficulty only. {NO_PROOF}", guards="n", personal=True, counts="timed",
    ),
)  # fmt: skip

PICTURED_OUTCOMES: tuple[Metric, ...] = (
    Metric(
        "score_moves", "Scores up, same and down", "How many scored higher, the same or lower?", "people", "neutral",
        "This project", "outcomes", ScoreMoves(), OF_MONEY, ("measure", "move"),
        caveat=NO_PROOF, guards="value", personal=True, counts="pairs",
    ),
    Metric(
        "paired_scores", "Mean score before and after", "Where did the scores stand before, and where after?",
        "points", "neutral", "This project", "outcomes", PairedScores(), OF_MONEY, ("measure", "side"),
        caveat=NO_PROOF, guards="n", personal=True, counts="pairs",
    ),
    Metric(
        "level_moves", "Moves between reading levels", "From which level did readers move to which?", "people",
        "neutral", "Bands of the Phil-IRI", "outcomes", LevelFlows(), OF_MONEY, ("level_before", "level_after"),
        caveat=NO_PROOF, guards="value", personal=True, counts="levels",
    ),
)  # fmt: skip
