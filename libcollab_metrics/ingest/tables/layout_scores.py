"""Layout of a table: what each layout needs, and the layout with the highest score.

To add a layout, add an entry to `LAYOUT_EVIDENCE`. A clue is the name of an entry of `CLUES`, or
"own:role" for a heading with that role in the layout's own vocabulary (`values/vocabularies.toml`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from libcollab_metrics.ingest.answers import Answers
from libcollab_metrics.ingest.tables.clues import CLUES
from libcollab_metrics.ingest.tables.evidence import PERSON_ROLES, TableEvidence, heading_roles
from libcollab_metrics.ingest.tables.heading import Heading
from libcollab_metrics.ingest.values.lexicon import names_layout
from libcollab_metrics.model.names import casefold_name

#: Layouts that a bare list of names may be detected as.
BARE_LAYOUTS = ("unknown", "sign_in", "member_list")
#: Weight of a heading in a layout's own vocabulary, and of a title that names the layout.
OWN_ROLE_WEIGHT, TITLE_WEIGHT = 3.0, 4.0
#: Name of the clue that the title or the tab has a word of `sheet_titles` in `values/words.toml`.
TITLED = "titled"


@dataclass(frozen=True)
class LayoutEvidence:
    """What speaks for and against a layout.

    Attributes
    ----------
    layout : str
        Name of the layout.
    needs : tuple of tuple of str
        Clues that must hold; of a tuple of several, the one with the highest weight that holds counts.
    against : tuple of str
        Clues of which none may hold.
    """

    layout: str
    needs: tuple[tuple[str, ...], ...]
    against: tuple[str, ...] = ()

    def score(self, evidence: TableEvidence) -> float:
        """Return the sum of the weights of what is needed; 0 if anything is missing or speaks against it."""
        total = 0.0
        for alternatives in self.needs:
            weight = max(self._weigh(clue, evidence) for clue in alternatives)
            if not weight:
                return 0.0
            total += weight
        return 0.0 if any(self._weigh(clue, evidence) for clue in self.against) else total

    def share(self, evidence: TableEvidence) -> float:
        """Return the share of the needs that are met, from 0 to 1; 0 if anything speaks against it."""
        if any(self._weigh(clue, evidence) for clue in self.against):
            return 0.0
        met = sum(any(self._weigh(clue, evidence) for clue in alternatives) for alternatives in self.needs)
        return met / len(self.needs)

    def _weigh(self, clue: str, evidence: TableEvidence) -> float:
        if clue == TITLED:
            return TITLE_WEIGHT if names_layout(evidence.title, self.layout) else 0.0
        if clue.startswith("own:"):
            return OWN_ROLE_WEIGHT if clue[4:] in evidence.own_roles(self.layout) else 0.0
        if clue not in evidence.weights:
            evidence.weights[clue] = CLUES[clue].weight if CLUES[clue].holds(evidence) else 0.0
        return evidence.weights[clue]


_NO_FORM = ("head-count", "meeting-log", "scans", "visit-reports", "sessions-ticked")
_COUNTS = ("head-count", "attended-numbers", "events")

#: What each layout needs; of layouts with the same score the first wins.
LAYOUT_EVIDENCE: tuple[LayoutEvidence, ...] = (
    LayoutEvidence("libcal", (("libcal",),)),
    LayoutEvidence("registration_export", (("order",), ("seats",)), ("head-count",)),
    LayoutEvidence("meeting_log", (("people",), ("meeting-log",))),
    LayoutEvidence(
        "form_responses",
        (("sent", "rated"), ("answers", "rated")),
        _NO_FORM,
    ),
    LayoutEvidence("form_responses", (("sent",), ("likely-rated",)), _NO_FORM),
    LayoutEvidence("form_responses", (("all-likely-rated",),), _NO_FORM),
    LayoutEvidence("tallied_survey", (("tally",),), ("people",)),
    LayoutEvidence("scores", (("scores",),), ("head-count", "events", "day-columns")),
    LayoutEvidence("deliveries", (("stages",),), ("head-count", "events", "people", "day-columns")),
    LayoutEvidence(
        "deliveries",
        (("stages",), ("books",), (TITLED,)),
        ("attended-numbers", "events", "people", "day-columns", "visits"),
    ),
    LayoutEvidence(
        "deliveries", (("books-at-stages",),), ("people", "day-columns", "dated-titles", "events")
    ),
    LayoutEvidence(
        "deliveries",
        (("books-at-stages",), ("stages",)),
        ("people", "day-columns", "dated-titles", "events"),
    ),
    LayoutEvidence(
        "deliveries",
        (("books-to-people",),),
        ("head-count", "events", "day-columns", "scores"),
    ),
    LayoutEvidence("ledger", (("amounts",),), ("head-count", "events", "people", "day-columns")),
    LayoutEvidence("ledger", (("amounts",), ("both-ways",)), ("head-count", "events", "day-columns")),
    LayoutEvidence("ledger", (("amounts",), ("paid-people",)), ("head-count", "events", "day-columns")),
    LayoutEvidence(
        "ledger",
        (("amounts",), ("donations-of-people",)),
        ("head-count", "events", "day-columns", "books"),
    ),
    LayoutEvidence("sf2", (("people",), ("day-columns",), ("school-form",))),
    LayoutEvidence("roster", (("people",), ("day-columns",)), ("shifts",)),
    LayoutEvidence("day_register", (("date",), ("people-across",)), ("people", "scores")),
    LayoutEvidence("month_grid", (("place-or-program",), ("only-months",)), ("people",)),
    LayoutEvidence("cross_table", (("month-pairs", "cross"),), ("people", "books-given")),
    LayoutEvidence(
        "visit_counts",
        (("people",), ("times-came",)),
        ("date", "day-columns", "months-across", "scores", "payments", "hours-below", "work-hours"),
    ),
    LayoutEvidence(
        "visit_counts",
        (("people",), ("times-by-month",)),
        ("date", "day-columns", "scores", "payments", "hours-below", "work-hours", "times-came"),
    ),
    LayoutEvidence("tally_grid", (("head-count",), ("settings",)), ("when-or-what", "people")),
    LayoutEvidence(
        "aggregated_log",
        (("head-count",), ("grouped",)),
        ("circulation", "door-counts", "online-posts", "titled-expected", "not-live"),
    ),
    LayoutEvidence(
        "session_log",
        (("head-count", "attended-numbers"), ("when-or-what",)),
        (
            *("loans", "circulation", "households", "hxl", "duties", "unnamed-people", "books-given"),
            *("online-posts", "titled-expected", "not-live", "door-counts"),
        ),
    ),
    LayoutEvidence(
        "attendee_log",
        (("people",), ("date", "scans"), ("visits",)),
        (
            *("payments", "other-days", "groups", "visit-reports", "test-scores", "sessions-ticked"),
            *("hxl", "duties", "day-for-each", "work-hours", "pages-read", "books-given"),
        ),
    ),
    LayoutEvidence(
        "volunteer_log",
        (
            ("own:volunteer", "own:kind_of_worker", TITLED),
            ("own:hours", "own:minutes", "own:shift", "clock"),
            ("own:day", "date"),
        ),
        (*_COUNTS, "day-columns", "money", "scores", "children-listed"),
    ),
    LayoutEvidence(
        "staff_roster",
        ((TITLED,), ("own:hours", "own:minutes", "own:shift", "clock"), ("own:day", "date")),
        (*_COUNTS, "day-columns", "money", "scores"),
    ),
    LayoutEvidence(
        "hours_grid",
        (("people", "volunteers"), ("day-columns", "months-across"), (TITLED,), ("hours-below",)),
        (*_COUNTS, "scores", "shifts"),
    ),
    LayoutEvidence(
        "agreement",
        (("own:giver", "own:person"), ("own:promise",), ("own:due", TITLED)),
        (*_COUNTS, "people", "day-columns", "sent", "scores"),
    ),
    LayoutEvidence(
        "partner_list",
        (
            ("own:partner", TITLED),
            ("own:partner", "own:organization", "own:plain_name"),
            ("own:kind", "own:strengths", "own:reach", "own:contact", "own:since"),
        ),
        (
            *(*_COUNTS, "dated-people", "dated-titles", "day-columns", "money", "promises", "stages"),
            *("scores", "sent", "statements", "books", "signatures"),
        ),
    ),
    LayoutEvidence(
        "program_list",
        (
            ("own:name", TITLED),
            ("own:name", "own:plain_name"),
            ("own:target", "own:population", "own:audience"),
            ("own:start", "own:end", "own:partners"),
        ),
        (*_COUNTS, "date", "people", "day-columns", "sent", "scores"),
    ),
    LayoutEvidence(
        "books_by_donor",
        (("own:giver",), ("own:copies", "own:titles"), ("own:day", "own:book_title", TITLED)),
        (*_COUNTS, "people", "day-columns", "stages", "scores"),
    ),
    LayoutEvidence(
        "partner_survey", (("own:partner", TITLED), ("statements",)), ("head-count", "day-columns")
    ),
    LayoutEvidence(
        "budget",
        (
            ("own:planned",),
            ("own:spent", "own:accrued"),
            ("own:line", "own:program", TITLED, "money-sections"),
        ),
        (*_COUNTS, "people", "day-columns", "scores"),
    ),
    LayoutEvidence(
        "sign_in",
        (("people",), ("below-title",)),
        (
            "head-count",
            "day-numbers",
            "payments",
            "other-days",
            "groups",
            "visit-reports",
            "weekdays",
            "register",
            "duties",
            "shifts",
            "test-scores",
            "sessions-ticked",
            "work-hours",
            "pages-read",
            "books-given",
        ),
    ),
)


def rank_layouts(evidence: TableEvidence) -> list[tuple[float, str]]:
    """Return the layouts that a table can be, with their scores, the best first."""
    scored = [(layout.score(evidence), layout.layout) for layout in LAYOUT_EVIDENCE]
    return sorted(((score, layout) for score, layout in scored if score), key=lambda pair: -pair[0])


def choose_layout(evidence: TableEvidence) -> str:
    """Return the layout with the highest score, else "unknown"."""
    ranked = rank_layouts(evidence)
    return ranked[0][1] if ranked else "unknown"


def is_enrolment_list(headings: Sequence[Heading], layout: str, sheet: str, answers: Answers) -> bool:
    """Return True if a sheet of names was declared the enrolment of another sheet or file."""
    target = answers.get("enrolment_of")
    return (
        bool(target)
        and casefold_name(target) != casefold_name(sheet)
        and layout in BARE_LAYOUTS
        and bool(heading_roles(headings) & PERSON_ROLES)
    )
