"""The sentences with which the attendance and the outcomes page begin."""

from __future__ import annotations

from collections.abc import Sequence

from libcollab_metrics.figures.headlines import Headline, overview_headline
from libcollab_metrics.figures.outcome_rows import Rating, ScoreChange, TargetRow, ratings_title
from libcollab_metrics.figures.text import EvaluationLike
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics.comparison import Comparison


def attendance_headline(
    evaluation: EvaluationLike, comparison: Comparison | None, language: Language
) -> Headline:
    """Write the headline of the attendance page: people per session of all programs, else the visits.

    Parameters
    ----------
    evaluation : EvaluationLike
        `OVERVIEW_METRICS` of the selection.
    comparison : Comparison or None
        The same compared with an earlier period; None if that is not possible.
    language : Language
        Language of the text.

    Returns
    -------
    Headline
        A direction only where the change is fair and clear; the note says how many sessions were counted.
    """
    found = overview_headline(evaluation, comparison, None, language)
    return Headline(found.sentence, "", _counted_note(evaluation, language))


def _counted_note(evaluation: EvaluationLike, language: Language) -> str:
    held = next(iter(evaluation.values_for("sessions_held")), None)
    average = next(iter(evaluation.values_for("attendance_per_session")), None)
    if held is None or not held.value or average is None or average.n is None:
        return ""
    if average.n >= held.value:
        return language.plural(held.value, "attendance-note-all", held=language.number(held.value))
    numbers = {"held": language.number(held.value), "counted": language.number(average.n)}
    return language.message("attendance-note", **numbers)


def outcomes_headline(
    targets: Sequence[TargetRow],
    scores: Sequence[ScoreChange],
    found: Sequence[Rating],
    language: Language,
) -> Headline:
    """Write the headline of the outcomes page: targets met, else readers who scored higher, else ratings.

    Parameters
    ----------
    targets : sequence of TargetRow
        Targets of the selection.
    scores : sequence of ScoreChange
        Scores before and after.
    found : sequence of Rating
        Ratings of statements and options.
    language : Language
        Language of the text.

    Returns
    -------
    Headline
        A sentence, and a second finding below it.
    """
    sentences = [_targets_sentence(targets, language), _scores_sentence(scores, language)]
    if found:
        sentences.append(ratings_title(found, language))
    known = [sentence for sentence in sentences if sentence]
    if not known:
        return Headline(language.message("headline-no-outcomes"))
    return Headline(known[0], "", f"{known[1]}." if len(known) > 1 else "")


def _targets_sentence(targets: Sequence[TargetRow], language: Language) -> str:
    if not targets:
        return ""
    counts = [sum(row.verdict == verdict for row in targets) for verdict in ("met", "not met", "undecided")]
    met, missed, still_open = (language.number(count) for count in counts)
    numbers = {"met": met, "count": language.number(len(targets)), "missed": missed, "open": still_open}
    if counts[0] == len(targets):
        return language.plural(len(targets), "headline-targets-all", **numbers)
    kind = "-and-".join(name for name, count in (("missed", counts[1]), ("open", counts[2])) if count)
    return language.message(f"headline-targets-{kind}", **numbers)


def _scores_sentence(scores: Sequence[ScoreChange], language: Language) -> str:
    best = next((change for change in scores if change.up is not None), None)
    if best is None:
        return ""
    numbers = {"up": language.number(best.up or 0), "readers": language.number(best.readers)}
    return language.message("headline-scores", measure=best.measure, **numbers)
