"""What succeeded: the criteria declared beforehand, what people say, what changed, what arrived."""

import streamlit as st

from libcollab_metrics.figures import book_funnel, completion_by_group, mean_gain, outcome_agreement, project_success
from pages.ui import show
from pages.ui.criteria import criteria_table
from pages.ui.frame import border, open_page

frame = open_page("success")

with border():
    show.cards(frame, ("criteria_met_rate", "project_success_rate", "target_attainment", "session_delivery_rate"))
    if frame.dataset.is_empty("criteria"):
        show.nothing_yet(
            "A verdict", "criteria declared beforehand: the sheet “Success criteria” of the blank template", "criteria"
        )
    else:
        st.header("The success contract")
        criteria_table(frame)
        show.figure(frame, project_success, ("criteria_met_rate",), by="program")
    if frame.dataset.is_empty("outcomes"):
        show.nothing_yet("What changed", "scores or ratings: the sheet “Outcomes” of the blank template", "outcomes")
    else:
        show.figure(frame, outcome_agreement, ("outcome_agreement",))
        show.figure(frame, mean_gain, ("mean_gain",))
    if not frame.dataset.is_empty("participation"):
        show.figure(frame, completion_by_group, ("completion_rate",), by="program")
    if not frame.dataset.is_empty("deliveries"):
        show.figure(frame, book_funnel, ("books_at_stage",))
