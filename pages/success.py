"""What succeeded: the contract made beforehand, what people say, what changed, who stayed and who understood."""

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
from pages.ui import show
from pages.ui.criteria import criteria_table
from pages.ui.frame import border, open_page

frame = open_page("success")

GAINS = ("mean_gain", "pair_coverage", "improved_share", "normalized_gain", "effect_dz", "effect_dav")

with border():
    show.cards(frame, ("criteria_met_rate", "project_success_rate", "declared_first_share", "target_attainment"))
    st.header("The success contract", anchor=False)
    if frame.dataset.is_empty("criteria"):
        show.nothing_yet("A verdict", "criteria declared beforehand, each a band for one figure", table="criteria")
    else:
        criteria_table(frame)
        show.figure(frame, project_success, ("criteria_met_rate",), by="program")
with border():
    st.header("What people say", anchor=False)
    if frame.dataset.is_empty("outcomes"):
        show.nothing_yet(
            "What changed", "scores or ratings: the sheet “Outcomes” of the blank template", table="outcomes"
        )
    else:
        show.figure(frame, outcome_agreement, ("outcome_agreement",))
        show.parts(frame, "Answers", ("outcome_agreement", "net_agreement", "mean_rating"), "category-measure")
        show.parts(frame, "Answers to the grant's items", ("lsta_agreement",), "category-measure")
        show.cards(frame, ("survey_response_rate",))
        st.header("What changed", anchor=False)
        st.text(frame.language.say("regression-to-the-mean"))
        show.figure(frame, mean_gain, ("mean_gain",))
        show.figure(frame, before_and_after, ("paired_scores", "mean_gain"))
        show.figure(frame, score_moves, ("score_moves",))
        show.figure(frame, level_flow, ("level_moves", "philiri_moved_up"))
        show.parts(frame, "Gains by measure", GAINS, "category-measure")
        show.cards(frame, ("philiri_moved_up", "philiri_net_move", "reading_speed_gain"))
with border():
    st.header("Who stayed, and who understood", anchor=False)
    if frame.dataset.is_empty("participation"):
        show.nothing_yet("Who stayed", "a roster or a list of names")
    else:
        show.cards(frame, ("completion_rate", "retention_rate", "repeat_rate", "drop_off_count"))
        show.figure(frame, completion_by_group, ("completion_rate",), by="program")
        show.cards(frame, ("language_match_rate", "language_known_share"))
        show.figure(frame, language_match_by_group, ("language_match_rate",), by="program")
    show.cards(frame, ("session_delivery_rate", "maintenance"))
