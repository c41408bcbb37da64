"""Entry point of the dashboard: checks access and runs the chosen page."""

from pages.ui.app_shell import open_dashboard

open_dashboard()
