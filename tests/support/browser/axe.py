"""Check a page with axe, except for what Streamlit's own controls cause."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

#: The list of the navigation holds its sections, which are no list items.
NAVIGATION, LIST_RULES = "[data-testid='stSidebarNav']", ["list", "listitem"]
#: The uploader of files has two roles.
ACCEPTED = {"presentation-role-conflict"}


def own_violations(page: Page) -> list[tuple[str, list[str]]]:
    """Return the rules that the page breaks, each with the first elements that break it."""
    others = {"rules": {rule: {"enabled": False} for rule in LIST_RULES}}
    found: list[dict[str, Any]] = Axe().run(page, options=others).response["violations"]
    lists = {"runOnly": {"type": "rule", "values": LIST_RULES}}
    found += Axe().run(page, context={"exclude": [[NAVIGATION]]}, options=lists).response["violations"]
    return [
        (violation["id"], [node["html"][:200] for node in violation["nodes"]][:3])
        for violation in found
        if violation["id"] not in ACCEPTED
    ]
