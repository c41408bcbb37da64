"""By which fields the figures of a table can be grouped and filtered."""

from __future__ import annotations

from libcollab_metrics.model.scope import PERIODS

OF_PROGRAMS = ("program", "partner")
OF_PARTNERS = ("partner",)
OF_MONEY = (*OF_PROGRAMS, *PERIODS)
OF_SESSIONS = (*OF_PROGRAMS, "site", "format", *PERIODS, "language", "age_group")
OF_PEOPLE = (*OF_SESSIONS, "mother_tongue", "person_age")
