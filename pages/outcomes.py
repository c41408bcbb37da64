"""Outcomes page: criteria declared in advance, ratings, score changes, retention."""

import streamlit as st

from libcollab_metrics.figures import (
    before_and_after,
    completion_by_group,
    language_match_by_group,
    level_flow,
    mean_gain,
    outcome_agreement,
    project_success,
    score_moves,
)
from pages.ui import display
from pages.ui.criteria import draw_criteria_table
from pages.ui.page import error_boundary, open_page

frame = open_page("outcomes")

GAINS = ("mean_gain", "pair_coverage", "improved_share", "normalized_gain", "effect_dz", "effect_dav")

with error_boundary():
    display.draw_cards(
        frame, ("criteria_met_rate", "project_success_rate", "declared_first_share", "target_attainment")
    )
    st.header("The success contract", anchor=False)
    if frame.dataset.is_empty("criteria"):
        display.draw_empty_state(
            "A verdict", "criteria declared beforehand, each a band for one figure", table="criteria"
        )
    else:
        draw_criteria_table(frame)
        display.draw_figure(frame, project_success, ("criteria_met_rate",), by="program")
with error_boundary():
    st.header("What people say", anchor=False)
    if frame.dataset.is_empty("outcomes"):
        display.draw_empty_state(
            "What changed", "scores or ratings: the sheet “Outcomes” of the blank template", table="outcomes"
        )
    else:
        display.draw_figure(frame, outcome_agreement, ("outcome_agreement",))
        display.draw_parts(
            frame, "Answers", ("outcome_agreement", "net_agreement", "mean_rating"), "category-measure"
        )
        display.draw_parts(frame, "Answers to the grant's items", ("lsta_agreement",), "category-measure")
        display.draw_cards(frame, ("survey_response_rate",))
        st.header("What changed", anchor=False)
        st.text(frame.language.message("regression-to-the-mean"))
        display.draw_figure(frame, mean_gain, ("mean_gain",))
        display.draw_figure(frame, before_and_after, ("paired_scores", "mean_gain"))
        display.draw_figure(frame, score_moves, ("score_moves",))
        display.draw_figure(frame, level_flow, ("level_moves", "philiri_moved_up"))
        display.draw_parts(frame, "Gains by measure", GAINS, "category-measure")
        display.draw_cards(frame, ("philiri_moved_up", "philiri_net_move", "reading_speed_gain"))
with error_boundary():
    st.header("Who stayed, and who understood", anchor=False)
    if frame.dataset.is_empty("participation"):
        display.draw_empty_state("Who stayed", "a roster or a list of names")
    else:
        display.draw_cards(frame, ("completion_rate", "retention_rate", "repeat_rate", "drop_off_count"))
        display.draw_figure(frame, completion_by_group, ("completion_rate",), by="program")
        display.draw_cards(frame, ("language_match_rate", "language_known_share"))
        display.draw_figure(frame, language_match_by_group, ("language_match_rate",), by="program")
    display.draw_cards(frame, ("session_delivery_rate", "maintenance"))
