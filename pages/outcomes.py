"""Outcomes page: targets, scores before and after, ratings, and who stayed."""

from pages.ui import outcomes
from pages.ui.page import error_boundary, open_page

frame = open_page("outcomes", titled=False)

with error_boundary():
    found = outcomes.collect(frame)
    outcomes.draw_headline(frame, found)
    outcomes.draw_strip(frame, found)
    outcomes.draw_targets(frame, found)
with error_boundary():
    outcomes.draw_scores(frame, found)
    outcomes.draw_ratings(frame, found)
with error_boundary():
    outcomes.draw_more(frame)
    outcomes.draw_unlock_list(frame)
