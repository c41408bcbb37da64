"""Canonical tables of the project: every field with its label, kind, meaning and choices.

Source: the tables of the metric specification. All other lists of columns (template, mapping form, editors,
data frames) are derived from `SCHEMA`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Kind = Literal["text", "category", "choice", "names", "date", "time", "count", "number", "money", "yes_no"]


@dataclass(frozen=True)
class Field:
    """One column of a table.

    Attributes
    ----------
    name : str
        Name in code and in data frames.
    label : str
        Heading on the template.
    kind : Kind
        How a cell is parsed: `names` is a list separated by semicolons, `time` is minutes since midnight,
        `count` is a number of people, events or books that may be unknown but not negative.
    meaning : str
        Explanation shown to the user.
    is_required : bool
        Whether every row needs a value.
    choices : tuple of str
        Allowed values of a choice; empty for any.
    example : str
        Grayed example on the blank template.
    is_derived : bool
        Whether the field is set by the reader and never typed.
    """

    name: str
    label: str
    kind: Kind
    meaning: str
    is_required: bool = False
    choices: tuple[str, ...] = ()
    example: str = ""
    is_derived: bool = False  # set by the reader, never typed


@dataclass(frozen=True)
class Table:
    """Canonical table, and the sheet of the template that fills it.

    Attributes
    ----------
    name : str
        Name in code.
    label : str
        Name of the sheet on the template.
    meaning : str
        Explanation shown to the user.
    fields : tuple of Field
        Columns in order.
    is_question_table : bool
        Whether rows come only from questions to the user; such a table has no sheet and no editor.
    """

    name: str
    label: str
    meaning: str
    fields: tuple[Field, ...]
    is_question_table: bool = False

    def field(self, name: str) -> Field:
        """Return the field called `name`.

        Raises
        ------
        KeyError
            If the table does not have the field.
        """
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    @property
    def typed_fields(self) -> tuple[Field, ...]:
        """Fields a person may type: all except derived ones."""
        return tuple(field for field in self.fields if not field.is_derived)


YES_NO = ("yes", "no", "unknown")
#: Who may read a quote, by the consent of its speaker.
CONSENT_SCOPES = ("sponsor", "public")
FORMATS = ("onsite", "offsite", "live_virtual", "recorded")
LIVE_FORMATS = FORMATS[:3]
UNCLASSIFIED = "unclassified"
AGE_CLASSES = ("0-5", "6-11", "12-18", "19+", "general interest")
STATUSES = ("present", "late", "excused", "absent", "unknown")
#: Statuses of people who came.
PRESENT_STATUSES = ("present", "late")
#: Ledger parties inside the library: the project itself and the library.
PROJECT, LIBRARY = "project", "library"
LEDGER_KINDS = ("cash", "in_kind", "staff_hours", "volunteer_hours", "venue", "promotion", "other")
SESSION_STATUSES = ("held", "cancelled")
LEDGER_STATUSES = ("pledged", "received", "spent", "budgeted", "unclear")
STAGES = ("pledged", "collected", "usable", "shipped", "received", "in_hands")
DECISIONS = ("continue", "renegotiate", "stop")
ALIGNMENT_ITEMS = (
    "We want the same thing for the people we serve",
    "We know who does what",
    "The exchange between us is fair",
    "Libraries are relevant to this work",
    "We would do it again together",
)


def _create_table(name: str, label: str, meaning: str, *fields: Field, asked: bool = False) -> Table:
    return Table(name, label, meaning, fields, asked)


_PROGRAM = Field(
    "program_id",
    "Program",
    "category",
    "Name of the program, the same on every sheet.",
    True,
    example="Story hour",
)

_TABLES = (
    _create_table(
        "partners", "Partners", "Schools, agencies, groups and sponsors you work with.",
        Field("name", "Partner", "category", "Name of the partner.", True, example="San Isidro Elementary School"),
        Field("kind", "Kind of partner", "category", "School, agency, sponsor, community group.", example="school"),
        Field("strengths", "Strengths", "text", "What this partner is good at or can bring.", example="teachers, classrooms"),
        Field("network_size", "People it can reach", "count", "How many people the partner reaches itself.", example="340"),
    ),
    _create_table(
        "programs", "Programs", "What you run: one row a program.",
        Field("name", "Program", "category", "Name of the program.", True, example="Story hour"),
        Field("kind", "Kind", "choice", "Book drive, workshop, reading session or other.",
              choices=("book_drive", "workshop", "reading_session", "other"), example="reading_session"),
        Field("partner_ids", "Partners", "names", "Partners of the program, separated by semicolons.", example="San Isidro Elementary School"),
        Field("start", "Start", "date", "First day of the program.", example="2026-01-10"),
        Field("end", "End", "date", "Last day of the program.", example="2026-06-30"),
        Field("population", "People to be served", "count", "How many people the program is meant for.", example="120"),
        Field("audience", "Audience", "category", "The intended audience in your words.", example="Grade 1-3"),
        Field("language", "Language", "category", "Language of the program.", example="Filipino"),
        Field("target_low", "Target, at least", "count", "Attendance below this is a miss.", example="200"),
        Field("target_ideal", "Target", "count", "The attendance you aim for over the whole program.", example="300"),
        Field("target_high", "Target, at most", "count", "Attendance above this is crowding.", example="400"),
        Field("target_unit", "Target counts", "choice", "Visits (default) or participants.", choices=("visits", "participants"), example="visits"),
        Field("official", "Counts in official statistics", "choice", "No for one-to-one tutoring, booths, take-away.", choices=YES_NO, example="yes"),
        Field("ledger_complete", "All costs are listed", "choice", "Yes when the ledger holds every cost of the program.", choices=YES_NO, example="yes"),
        Field("recurring", "Recurring", "choice", "Meant to go on with no last day.", choices=YES_NO, example="yes"),
    ),
    _create_table(
        "sessions", "Sessions", "One row for every time a program met, also when it was cancelled.",
        _PROGRAM,
        Field("date", "Date", "date", "Day of the session.", True, example="2026-03-07"),
        Field("start", "Start time", "time", "When it began.", example="10:00"),
        Field("end", "End time", "time", "When it ended.", example="11:30"),
        Field("site", "Site", "category", "Where it was held.", example="Barangay hall"),
        Field("format", "Format", "choice", "Onsite, offsite, live virtual or recorded.", choices=FORMATS, example="onsite"),
        Field("status", "Status", "choice", "Held or cancelled.", choices=SESSION_STATUSES, example="held"),
        Field("language", "Language", "category", "Language or languages spoken.", example="Filipino"),
        Field("age_group", "Age group", "category", "The intended audience, one for the session.", example="6-11"),
        Field("capacity", "Seats", "count", "Seats available.", example="30"),
        Field("registered", "Registered", "count", "People who signed up.", example="22"),
        Field("attended", "Attendance", "count", "Everyone present. Leave blank when no one counted; 0 means no one came.", example="18"),
        Field("events", "Number of sessions in this row", "count", "1 unless the row sums up several sessions.", example="1"),
        Field("staff_hours", "Staff hours", "number", "Hours of library staff, travel and preparation included.", example="3"),
        Field("volunteer_hours", "Volunteer hours", "number", "Hours of volunteers.", example="2"),
        Field("attended_is_estimate", "Attendance is an estimate", "yes_no", "The number was written as an estimate.", is_derived=True),
        Field("attended_at_least", "Attendance is a lower bound", "yes_no", "The number is a lower bound.", is_derived=True),
        Field("age_class", "Official audience class", "choice", "The class the intended audience lies wholly inside.", choices=(*AGE_CLASSES, UNCLASSIFIED), is_derived=True),
        Field("date_precision", "Date precision", "choice", "Day, month or year.", choices=("day", "month", "year"), is_derived=True),
        Field("roster", "Roster", "choice", "Whether a list of people stands behind the session.", choices=("complete", "partial", "none"), is_derived=True),
        Field("session_no", "Session as typed", "category", "How the sheet named a session whose date is unknown.", is_derived=True),
        Field("partners", "Partners", "names", "Partners named in the log's own column, empty for none; unknown without such a column.", is_derived=True),
    ),
    _create_table(
        "participation", "Participants", "One row for one person at one session.",
        _PROGRAM,
        Field("date", "Date", "date", "Day of the session.", True, example="2026-03-07"),
        Field("site", "Site", "category", "Where it was held.", example="Barangay hall"),
        Field("start", "Start time", "time", "When it began, if there were two that day.", example="10:00"),
        Field("person_key", "Name", "text", "The person. The name is turned into a code in memory and never kept.", True, example="Learner 01"),
        Field("status", "Status", "choice", "Present, late, excused, absent or unknown.", choices=STATUSES, example="present"),
        Field("first_time", "First time", "choice", "Is it the person's first time?", choices=YES_NO, example="yes"),
        Field("age_group", "Age", "category", "Age or age group of the person.", example="7"),
        Field("mother_tongue", "Mother tongue", "category", "Language spoken at home.", example="Cebuano"),
        Field("heard_from", "Heard from", "category", "Who told the person about it; a partner's name if a partner did.", example="San Isidro Elementary School"),
        Field("source", "Source", "choice", "The kind of list the person stood on.", choices=("roster", "registration", "sign_in"), is_derived=True),
        Field("session_no", "Session as typed", "category", "How the sheet named a session whose date is unknown.", is_derived=True),
    ),
    _create_table(
        "ledger", "Ledger", "Money, goods and hours: one row a contribution or outlay, at its latest state.",
        _PROGRAM,
        Field("date", "Date", "date", "Day it was given or paid.", example="2026-01-12"),
        Field("from_party", "From", "category", "Who gave or paid. Write library for yourselves.", example="Hope Foundation"),
        Field("to_party", "To", "category", "Who received it. Write project for the project itself.", example="project"),
        Field("kind", "Kind", "choice", "Cash, in kind, hours, venue, promotion or other.", choices=LEDGER_KINDS, example="cash"),
        Field("quantity", "Quantity", "number", "How many.", example="1"),
        Field("unit", "Unit", "category", "Of what.", example="grant"),
        Field("unit_value", "Value of one", "money", "Value of one unit.", example="15000"),
        Field("value", "Value", "money", "Total value. 0 means it cost nothing; blank means it is not priced.", example="15000"),
        Field("status", "Status", "choice", "Pledged, received, spent, budgeted or unclear.", choices=LEDGER_STATUSES, example="received"),
        Field("note", "Note", "text", "Anything to remember.", example=""),
        Field("value_is_estimate", "Value is an estimate", "yes_no", "The amount was written as an estimate.", is_derived=True),
        Field("value_at_least", "Value is a lower bound", "yes_no", "The amount is a lower bound.", is_derived=True),
        Field("currency", "Currency as written", "category", "The currency written with the amount, if any.", is_derived=True),
    ),
    _create_table(
        "outcomes", "Outcomes", "Scores before and after, and survey ratings: one row a person and measure.",
        _PROGRAM,
        Field("respondent_key", "Name or code", "text", "The person. Turned into a code in memory and never kept.", example="Learner 01"),
        Field("date", "Date", "date", "Day of the test or survey.", example="2026-03-07"),
        Field("occasion", "Occasion", "category", "Which test or survey round.", example="March"),
        Field("measure", "Measure", "category", "What was measured: knowledge, confidence, application, awareness, reading score.", True, example="reading score"),
        Field("before", "Before", "number", "Score before.", example="10"),
        Field("after", "After", "number", "Score after.", example="14"),
        Field("scale_max", "Highest possible score", "number", "The maximum of the test.", example="20"),
        Field("rating", "Rating", "number", "Agreement from 1 (strongly disagree) to 5 (strongly agree).", example=""),
        Field("words", "Words read", "count", "Words in the passage.", example=""),
        Field("seconds", "Seconds", "number", "Seconds taken to read them.", example=""),
    ),
    _create_table(
        "deliveries", "Deliveries", "Books on their way: one row a lot.",
        _PROGRAM,
        Field("lot", "Lot", "category", "Name or number of the lot.", True, example="Lot A"),
        Field("site", "Site", "category", "Where it goes.", example="San Isidro"),
        Field("language", "Language", "category", "Language of the books.", example="Filipino"),
        Field("unit", "Unit", "choice", "Books or boxes. Boxes are never converted unasked.", choices=("books", "boxes"), example="books"),
        Field("books_per_unit", "Books in a box", "count", "Only if you know it; the figure is then an estimate.", example=""),
        Field("pledged", "Pledged", "count", "Promised.", example="500"),
        Field("collected", "Collected", "count", "Collected.", example="420"),
        Field("usable", "Usable", "count", "Good enough to send.", example="300"),
        Field("shipped", "Shipped", "count", "Sent.", example="300"),
        Field("received", "Received", "count", "Arrived.", example="290"),
        Field("in_hands", "In readers' hands", "count", "Given to readers.", example=""),
        Field("dispatched_on", "Sent on", "date", "Day it left.", example="2026-02-01"),
        Field("received_on", "Received on", "date", "Day it arrived.", example="2026-02-09"),
        *(Field(f"{stage}_is_estimate", f"{stage} is an estimate", "yes_no", "The number was written as an estimate.", is_derived=True) for stage in STAGES),
        *(Field(f"{stage}_at_least", f"{stage} is a lower bound", "yes_no", "The number is a lower bound.", is_derived=True) for stage in STAGES),
    ),
    _create_table(
        "perspectives", "Perspectives", "How each side sees the partnership: one row a person and item.",
        Field("partner_id", "Partner", "category", "The partner it is about.", True, example="Hope Foundation"),
        Field("side", "Side", "choice", "Who answers: the partner or the library.", choices=("partner", "library"), example="partner"),
        Field("respondent_key", "Respondent", "text", "Who answered. Turned into a code in memory and never kept.", example="Coordinator"),
        Field("item", "Item", "choice", "The statement rated.", True, choices=ALIGNMENT_ITEMS, example=ALIGNMENT_ITEMS[0]),
        Field("rating", "Rating", "number", "From 1 (not at all) to 5 (fully).", example="4"),
        Field("date", "Date", "date", "Day of the answer.", example="2026-02-01"),
    ),
    _create_table(
        "decisions", "Decisions", "Whether a partnership goes on, and why: one row each time it was decided.",
        Field("partner_id", "Partner", "category", "The partner it is about.", True, example="Hope Foundation"),
        Field("program_id", "Program", "category", "The program, if it is about one only.", example="Story hour"),
        Field("decision", "Decision", "choice", "Continue, renegotiate or stop.", True, choices=DECISIONS, example="continue"),
        Field("reason", "Reason", "text", "Why it was decided so.", example="Both sides rate the exchange as fair"),
        Field("date", "Date", "date", "Day it was decided.", True, example="2026-06-30"),
        asked=True,
    ),
    _create_table(
        "criteria", "Success criteria", "What success means, written down before the program starts.",
        _PROGRAM,
        Field("metric_id", "Metric", "category", "The id of a metric on the page “Help & definitions”.", True, example="attendance_total"),
        Field("low", "At least", "number", "The floor. Blank means none.", example="200"),
        Field("ideal", "Ideal", "number", "What you hope for.", example="300"),
        Field("high", "At most", "number", "The ceiling. Blank means none.", example=""),
        Field("declared_on", "Declared on", "date", "Day this was agreed.", example="2026-01-05"),
    ),
    _create_table(
        "notes", "Notes", "What people nearby know: one row a note. Never exported unless you choose it.",
        _PROGRAM,
        Field("date", "Date", "date", "Day it is about.", example="2026-03-21"),
        Field("text", "Note", "text", "What happened.", True, example="Typhoon, roads closed"),
        Field("tag", "Tag", "category", "A word to find it by.", example="weather"),
        Field("may_leave", "May be shown to others", "choice", "Yes for a note that may be printed in a report. Blank means no.", choices=YES_NO, example=""),
        Field("consent", "Written consent for", "choice",
              "Whom the speaker of a quote agreed to share it with: this sponsor, or the public. For a minor, the guardian's consent.",
              choices=CONSENT_SCOPES, example=""),
        Field("consent_until", "Consent until", "date", "Last day of the consent. Blank means no end.", example=""),
    ),
    _create_table(
        "sites", "Sites", "Places you serve.",
        Field("site", "Site", "category", "Name of the place.", True, example="San Isidro"),
        Field("population", "People living there", "count", "How many people live or study there.", example="310"),
        Field("languages", "Languages", "names", "Languages read there, separated by semicolons.", example="Cebuano; Filipino"),
    ),
    _create_table(
        "settings", "Settings", "Facts about your library that no sheet repeats.",
        Field("key", "Setting", "category", "Name of the setting.", True, example="population"),
        Field("value", "Value", "text", "Its value.", True, example="12000"),
    ),
)  # fmt: skip

SCHEMA: Mapping[str, Table] = MappingProxyType({table.name: table for table in _TABLES})
#: Tables with a sheet on the blank template.
SHEET_TABLES: tuple[Table, ...] = tuple(table for table in SCHEMA.values() if not table.is_question_table)
#: Label of each field that a heading can be mapped to, by "table.field".
FIELD_LABELS: Mapping[str, str] = MappingProxyType(
    {
        f"{table.name}.{field.name}": f"{table.label}: {field.label}"
        for table in SHEET_TABLES
        for field in table.typed_fields
    }
)
