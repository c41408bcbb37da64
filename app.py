"""The dashboard: names the pages and runs the chosen one."""

from pages.ui.navigation import run_chosen_page

run_chosen_page()
