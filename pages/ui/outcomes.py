"""Parts of the outcomes page: headline, figures, targets by verdict, scores before and after, ratings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from itertools import groupby

import streamlit as st

from libcollab_metrics.figures import (
    RATING_METRICS,
    SCORE_METRICS,
    Rating,
    ScoreChange,
    TargetRow,
    before_and_after,
    completion_by_group,
    format_figure,
    language_match_by_group,
    level_flow,
    mean_gain,
    outcome_agreement,
    outcomes_headline,
    project_success,
    ratings,
    ratings_title,
    score_changes,
    score_moves,
    scores_title,
    target_rows,
    targets_title,
    verdict_dots,
)
from libcollab_metrics.metrics import find_metric, judge_criteria
from pages.ui import display, results, rows, session
from pages.ui.cards import Behind, Figure, card, chip, figure_strip
from pages.ui.criteria import draw_criteria_table, targets_behind
from pages.ui.details import Unlock, draw_unlocks
from pages.ui.look import headline, program_colour
from pages.ui.metric_texts import about_metric
from pages.ui.overview import count_open_targets
from pages.ui.page import Page
from pages.ui.rows_behind import sessions_behind
from pages.ui.translation import _, later, plural

GAINS = ("mean_gain", "pair_coverage", "improved_share", "normalized_gain", "effect_dz", "effect_dav")
#: Heading of each verdict, and the kind of its chip.
VERDICTS = {
    "met": (later("Met"), "good"),
    "not met": (later("Missed"), "missed"),
    "undecided": (later("Open"), "quiet"),
}
#: Mark and name of each side of a pair of scores.
SIDES = (("hollow", later("before")), ("solid", later("after")))
ABOUT_TARGETS = later(
    "Each target is a range that was set for a program, checked against everything recorded. Open: the"
    " records do not decide it yet. Set later: after the first session."
)


@dataclass(frozen=True)
class Outcomes:
    """What the page shows: targets, scores before and after, and ratings."""

    targets: tuple[TargetRow, ...]
    scores: tuple[ScoreChange, ...]
    ratings: tuple[Rating, ...]


def collect(frame: Page) -> Outcomes:
    """Evaluate the targets, scores and ratings of the selection."""
    chosen = dict(frame.scope.where).get("program", ())
    judged = [
        verdict
        for verdict in session.cached_lookup(judge_criteria, session.today())
        if not chosen or verdict.program in chosen
    ]
    currency = frame.dataset.settings.currency
    return Outcomes(
        target_rows(judged, frame.language, currency),
        score_changes(frame.figures(metrics=SCORE_METRICS), frame.language),
        ratings(frame.figures(metrics=RATING_METRICS), frame.language),
    )


def draw_headline(frame: Page, found: Outcomes) -> None:
    """Draw the sentence that answers first."""
    said = outcomes_headline(found.targets, found.scores, found.ratings, frame.language)
    headline(_("Outcomes"), said.sentence, said.note)


def draw_strip(frame: Page, found: Outcomes) -> None:
    """Draw targets met, readers who scored higher, agreement, and who completed; only what is known."""
    sessions = sessions_behind(frame.scope)
    shown = (
        (_targets_figure(found), targets_behind(frame)),
        (_readers_figure(found), Behind(_("Scores"), partial(_draw_moves, frame))),
        (_share_figure(frame, "completion_rate", _("Completed")), sessions),
        (_share_figure(frame, "retention_rate", _("Came back")), sessions),
    )
    figure_strip(
        [replace(figure, behind=behind) for figure, behind in shown if figure is not None], "outcomes"
    )


def _draw_moves(frame: Page) -> None:
    """Draw how many readers scored higher, the same and lower; their own scores are never drawn."""
    display.draw_table_and_downloads(frame, score_moves, ("score_moves",), "", place="strip")


def _targets_figure(found: Outcomes) -> Figure | None:
    if not found.targets:
        return None
    verdicts = [target.verdict for target in found.targets]
    early = len([target for target in found.targets if not target.is_late])
    missed, still_open = verdicts.count("not met"), verdicts.count("undecided")
    return Figure(
        _("Targets met"),
        _("{part} of {all}", part=verdicts.count("met"), all=len(verdicts)),
        _("Targets that were set for the programs, checked against everything recorded."),
        chip=count_open_targets(missed, still_open),
        marker=""
        if early == len(verdicts)
        else _("{early} of {count} set in advance", early=early, count=len(verdicts)),
        picture=verdict_dots(verdicts),
    )


def _readers_figure(found: Outcomes) -> Figure | None:
    best = next((change for change in found.scores if change.up is not None), None)
    if best is None:
        return None
    return Figure(
        _("Scored higher"),
        _("{part} of {all}", part=best.up, all=best.readers),
        _("Readers tested twice whose second score was higher: {measure}.", measure=best.measure),
        marker=best.measure,
    )


def _share_figure(frame: Page, name: str, label: str) -> Figure | None:
    value = next(iter(frame.figures(metrics=(name,)).values_for(name)), None)
    metric = find_metric(name)
    if value is None or not (shown := format_figure(value, metric, frame.language)):
        return None
    counted = ""
    if value.numerator is not None and value.denominator:
        words = frame.language
        part, whole = words.number(value.numerator), words.number(value.denominator)
        counted = _("{part} of {all} people", part=part, all=whole)
    return Figure(label, shown, about_metric(metric), marker=counted)


def draw_targets(frame: Page, found: Outcomes) -> None:
    """Draw the targets as one list: met, missed, open; nothing without any."""
    if not found.targets:
        return

    def more() -> None:
        draw_criteria_table(frame)
        display.draw_table_and_downloads(
            frame, project_success, ("criteria_met_rate",), "program", place="targets"
        )

    title = targets_title(found.targets, frame.language)
    about = lambda: st.markdown(_(ABOUT_TARGETS))  # noqa: E731
    with card("targets", title, _("Result and agreed range"), about=about, more=more):
        parts = []
        for verdict, (heading, kind) in VERDICTS.items():
            group = [target for target in found.targets if target.verdict == verdict]
            if group:
                parts.append(f'<h3 class="lc-group">{chip(_(heading), kind)}<span>{len(group)}</span></h3>')
                parts += [_target_row(target) for target in group]
        st.html(f'<div class="lc-targets">{"".join(parts)}</div>')


def _target_row(target: TargetRow) -> str:
    slot = session.program_colours().get(target.program, "")
    colour = program_colour(slot) if slot else "var(--neutral-2)"
    aim = _("{aim}, set later", aim=target.aim) if target.is_late else target.aim
    return (
        f'<div class="lc-target"><div class="a">{escape(target.name)}</div>'
        f'<div class="s">{rows.dot(colour)}{escape(target.program)}</div>'
        f'<div class="p">{rows.range_bullet(target.at, target.low_at, target.high_at, colour)}</div>'
        f'<div class="v">{escape(target.figure)}</div>'
        f'<div class="t">{escape(aim)}</div></div>'
    )


def draw_scores(frame: Page, found: Outcomes) -> None:
    """Draw average scores then and now, and how many went up, stayed and went down; nothing without any."""
    if not found.scores:
        return
    words = frame.language

    def about() -> None:
        metric = find_metric("mean_gain")
        st.text(about_metric(metric))
        st.text(words.message("regression-to-the-mean"))

    def more() -> None:
        display.draw_table_and_downloads(frame, before_and_after, ("paired_scores", "mean_gain"), "")

    title = scores_title(found.scores, words)
    with card("scores", title, _("Average of the same readers, before and after"), about=about, more=more):
        keys = "".join(f'<span><i class="lc-key {kind}"></i>{_(name)}</span>' for kind, name in SIDES)
        st.html(f'<div class="lc-legend">{keys}</div>')
        changes = "".join(_score_row(frame, change) for change in found.scores)
        st.html(f'<div class="lc-pairs">{changes}</div>')


def _score_row(frame: Page, change: ScoreChange) -> str:
    words = frame.language
    moves = [
        text
        for count, text in (
            (change.up, plural(change.up or 0, "{count} went up", "{count} went up")),
            (change.same, plural(change.same or 0, "{count} stayed", "{count} stayed")),
            (change.down, plural(change.down or 0, "{count} went down", "{count} went down")),
        )
        if count is not None
    ]
    return rows.dumbbell(
        change.measure,
        (change.before, words.average(change.before)),
        (change.after, words.average(change.after)),
        (0.0, change.ceiling),
        "var(--neutral-1)",
        " · ".join(moves),
        rows.WIDE_EDGE,
    )


def draw_ratings(frame: Page, found: Outcomes) -> None:
    """Draw the share who agree with each statement; nothing without ratings."""
    if not found.ratings:
        return

    def about() -> None:
        metric = find_metric("outcome_agreement")
        st.text(about_metric(metric))

    def more() -> None:
        display.draw_table_and_downloads(frame, outcome_agreement, ("outcome_agreement",), "")

    title = ratings_title(found.ratings, frame.language)
    with card("ratings", title, _("Share of answers that agree"), about=about, more=more):
        st.html(f'<div class="lc-plain lc-ratings">{"".join(_rating_rows(found.ratings))}</div>')


def _rating_rows(found: Sequence[Rating]) -> Iterator[str]:
    """Return the HTML of each rating, and of each question above its options."""
    for question, listed in groupby(found, key=lambda rating: rating.question):
        options = list(listed)
        numbers = {rating.answers for rating in options}
        answers = [plural(rating.answers, "{count} answer", "{count} answers") for rating in options]
        is_same_number = bool(question) and len(numbers) == 1
        if question:
            yield rows.question(question, answers[0] if is_same_number else "")
        for rating, note in zip(options, answers, strict=True):
            bar = rows.share_bullet(rating.share, "var(--neutral-1)")
            yield rows.row(rating.name, "" if is_same_number else note, rating.figure, bar, "")


def draw_more(frame: Page) -> None:
    """Draw further charts and tables behind one click."""
    results.draw_more(partial(_draw_more, frame))


def _draw_more(frame: Page) -> None:
    results.draw_known_figures(
        frame,
        "more-outcomes",
        _("More about outcomes"),
        (
            *("criteria_met_rate", "project_success_rate", "declared_first_share", "maintenance"),
            *("session_delivery_rate", "repeat_rate", "drop_off_count", "language_match_rate"),
            *("language_known_share", "survey_response_rate", "philiri_moved_up", "philiri_net_move"),
            "reading_speed_gain",
        ),
    )
    results.draw_known_figure(frame, project_success, ("criteria_met_rate",), by="program")
    results.draw_known_figure(frame, mean_gain, ("mean_gain",))
    results.draw_known_figure(frame, score_moves, ("score_moves",))
    results.draw_known_figure(frame, level_flow, ("level_moves", "philiri_moved_up"))
    results.draw_known_figure(frame, completion_by_group, ("completion_rate",), by="program")
    results.draw_known_figure(frame, language_match_by_group, ("language_match_rate",), by="program")
    if not frame.dataset.is_empty("outcomes"):
        answers = ("outcome_agreement", "net_agreement", "mean_rating")
        display.draw_parts(frame, _("Answers"), answers, "category-measure", outcome_agreement)
        display.draw_parts(frame, _("Answers to the grant's items"), ("lsta_agreement",), "category-measure")
        display.draw_parts(frame, _("Gains by measure"), GAINS, "category-measure", mean_gain)


#: What each table unlocks.
UNLOCKS = {
    "criteria": Unlock(
        later("Set targets: criteria for success"), later("Shows what was met"), "Success criteria"
    ),
    "outcomes": Unlock(
        later("Add scores or ratings"), later("Shows what changed for the people who came"), "Outcomes"
    ),
    "participation": Unlock(
        later("Add a roster or a list of names"), later("Shows who came back and who completed")
    ),
}


def draw_unlock_list(frame: Page) -> None:
    """Draw what more data would show; nothing if every table has rows."""
    missing = [entry for table, entry in UNLOCKS.items() if frame.dataset.is_empty(table)]
    draw_unlocks(missing, "outcomes")
