"""Questions about a sheet in display order: wording, choices, default, and the issue that raises each.

To add one, add an entry in display order; a reader then calls `ask`, or the entry names the issue that raises
the question. The answers file, the review screen and the stored answers read their rules from here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from libcollab_metrics.messages import Message
from libcollab_metrics.model.readings import Question
from libcollab_metrics.model.schema import (
    AGE_CLASSES,
    LEDGER_KINDS,
    LEDGER_STATUSES,
    SESSION_STATUSES,
    STATUSES,
    UNCLASSIFIED,
)
from libcollab_metrics.model.scope import FIRST_DAY, LAST_DAY

#: Values and labels to choose from.
Options = tuple[tuple[str, str], ...]


#: Fields for which `column_of` may name several headings, joined by `PLUS`, and for which the screen lets the
#: user choose several.
PLUS, JOINED_FIELDS, CHOSEN_FIELDS = " + ", ("ledger.value", "outcomes.rating"), ("outcomes.rating",)
#: Answer that no column is the one.
NO_COLUMN = "none"


@dataclass(frozen=True)
class QuestionKind:
    """A question and the rules of its answer.

    Attributes
    ----------
    type : type
        Type of the answer; an object has entries, such as one per mark.
    label : str
        Label of a stored answer; empty to show the key.
    text, options, default : str, tuple of (str, str), str
        The question, its options and the value assumed without an answer, unless a reader gives others.
    issue : str
        Code of the issue that raises the question; empty where a reader asks.
    choices : tuple
        Allowed values; the values of `options` if empty.
    entry_choices : tuple of str
        Allowed values of the entries of an object.
    may_have_entries : bool
        Whether the answer, a word for all, may also be an object with a word for each entry.
    is_valid_entry : callable or None
        Validator of each value of an object or item of a list, or of a text.
    description : str
        The valid form of a list or text, in words, for an error message.
    bounds : tuple of two int, or None
        Inclusive minimum and maximum of a whole number.
    is_open : bool
        Whether another text than the options offered may be typed.
    is_requested : bool
        Whether readers raise it through the issue log instead of calling `ask`.
    is_stored : bool
        Whether the answer is offered again for sheets with the same headings; not where it names people or
        applies to one file only.
    """

    type: type
    label: str = ""
    text: str = ""
    options: Options = ()
    default: str = ""
    issue: str = ""
    choices: tuple[object, ...] = ()
    entry_choices: tuple[str, ...] = ()
    may_have_entries: bool = False
    is_valid_entry: Callable[[object], bool] | None = None
    description: str = ""
    bounds: tuple[int, int] | None = None
    is_open: bool = False
    is_requested: bool = False
    is_stored: bool = True

    @property
    def allowed(self) -> tuple[object, ...]:
        """Allowed values; empty if any value of the type is allowed."""
        if self.type is dict or self.is_open:
            return ()
        return self.choices or tuple(value for value, _ in self.options)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_name_group(names: object) -> bool:
    return isinstance(names, list | tuple) and len(names) > 1 and all(map(_is_text, names))


#: Answers that a list without a day is of one day that is not known, and that it is of several days.
ONE_DAY, SEVERAL_DAYS = "one", "several"


def parse_session_day(answer: object) -> date | None:
    """Return the day that an answer names, as 2026-03-07; None for any other answer."""
    try:
        day = date.fromisoformat(answer) if isinstance(answer, str) else None
    except ValueError:
        return None
    return day if day is not None and FIRST_DAY <= day <= LAST_DAY else None


def _is_day(value: object) -> bool:
    return value in (ONE_DAY, SEVERAL_DAYS) or parse_session_day(value) is not None


_AUDIENCE_CLASSES = (*AGE_CLASSES, UNCLASSIFIED)
#: Answers that a mark means that there was no session, and that a person was not, or no longer, on the list.
CLOSED, NOT_LISTED = "closed", "not-listed"
#: Answer that amounts below zero were spent, and others received.
BY_SIGN = "by-sign"
_MARK_OPTIONS = (
    ("present", "came"),
    ("absent", "did not come"),
    ("late", "came late"),
    ("excused", "excused"),
    ("unknown", "not recorded"),
    (CLOSED, "there was no session"),
    (NOT_LISTED, "not on the list yet, or no longer"),
)

#: What one row of a table can be: label by value of the answer.
ROW_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "session": "a session, with the number of people",
        "person-at-session": "a person at a session",
        "person": "a person on a list of members (not counted as visitors)",
        "payment": "a payment, a gift or an expense",
        "delivery": "a delivery of books",
        "score": "a person's test result",
        "answer": "a person's answers to a survey",
        "month-total": "the total of a month",
        "partner": "a partner",
        "promise": "a promise or a task of an agreement",
        "hours": "hours that someone worked",
        "program": "a program",
        "budget-line": "a line of a budget",
        "nothing": "nothing that counts: leave the sheet out",
    }
)

#: Every question by the key of its answer, in display order: what the sheet is, then its headings, marks,
#: days, numbers, people and partners.
QUESTIONS: Mapping[str, QuestionKind] = MappingProxyType(
    {
        "only_sheets": QuestionKind(
            list,
            "Sheets read",
            is_valid_entry=_is_text,
            description="a list of names of sheets",
            is_stored=False,
        ),
        "hidden_sheets": QuestionKind(
            str,
            "The hidden sheet",
            "The sheet is hidden and holds {rows} filled rows. Should it be read?",
            (("leave-out", "no, leave it out"), ("read", "yes, read it")),
            "leave-out",
        ),
        "hidden_rows": QuestionKind(
            str,
            "Hidden rows and columns",
            "Some rows or columns are hidden. Do they count?",
            (("count", "yes"), ("leave-out", "no, leave them out")),
            "count",
            is_requested=True,
        ),
        "header_row": QuestionKind(
            int,
            "Row of the headings",
            "Row {row} was read as the headings; row {rivals} looks like headings too. Which row has"
            " the headings?",
            bounds=(0, 1_048_576),
        ),
        "layout": QuestionKind(str, "What the sheet is"),
        "row_is": QuestionKind(str, "What one row is", options=tuple(ROW_KINDS.items())),
        "activity": QuestionKind(
            str,
            "What the sheet counts",
            "What do the numbers count: people at programs, or everyone who came through the door?",
            (("program", "people at programs"), ("door-count", "everyone who came through the door")),
            "door-count",
        ),
        "whose": QuestionKind(
            str,
            "Whose sessions the form lists",
            "This is a school's attendance form. Whose sessions are these?",
            (
                ("library", "the library's own sessions: count them"),
                ("school", "the school's class days: leave them out"),
            ),
        ),
        "version_of": QuestionKind(
            str,
            "A newer version of a file",
            choices=("replace", "add"),
            is_stored=False,
        ),
        "tab_program": QuestionKind(
            str,
            "The program a tab is named after",
            'Is this the list of the program "{program}"?',
            (("the-program", "the program of that name"), ("another", "another program, or none")),
            "the-program",
        ),
        "mapping": QuestionKind(dict, "The heading", is_valid_entry=_is_text),
        "column_of": QuestionKind(dict, "The column of", is_valid_entry=_is_text),
        "marks": QuestionKind(
            dict,
            "The mark",
            options=_MARK_OPTIONS,
            default="unknown",
            entry_choices=(*STATUSES, *LEDGER_STATUSES, *SESSION_STATUSES, CLOSED, NOT_LISTED, BY_SIGN),
        ),
        "kinds": QuestionKind(
            dict,
            "The kind",
            options=(
                ("cash", "money"),
                ("in_kind", "goods or services"),
                ("volunteer_hours", "hours of volunteers"),
                ("staff_hours", "hours of staff"),
                ("other", "something else"),
            ),
            default="other",
            entry_choices=LEDGER_KINDS,
        ),
        "year": QuestionKind(
            int,
            "Year",
            "No year is given. Which year does the sheet begin in?",
            bounds=(FIRST_DAY.year, LAST_DAY.year),
        ),
        "session_day": QuestionKind(
            str,
            "Day of a list",
            "No day is given. Did these people come on one day? If you know it, type it: 2026-03-07.",
            ((ONE_DAY, "one day, not known which"), (SEVERAL_DAYS, "several days, not known which")),
            issue="one-session-assumed",
            is_open=True,
            is_valid_entry=_is_day,
            description="a day such as 2026-03-07, “one” or “several”",
            is_stored=False,
        ),
        "date_order": QuestionKind(
            str,
            "Day or month first",
            "Is the day or the month written first?",
            (("month-first", "month first: 3/7 is 7 March"), ("day-first", "day first: 3/7 is 3 July")),
            "month-first",
            "date-order-assumed",
            choices=("day-first", "month-first"),
        ),
        "fiscal_year_start": QuestionKind(
            int,
            "First month of the fiscal year",
            "The tabs begin with {month}. In which month, 1 to 12, does your fiscal year begin?",
            default="1",
            bounds=(1, 12),
        ),
        "holidays": QuestionKind(
            str,
            "The day with a word in place of marks",
            "A word is below a day ({cells}) in place of marks. Was a session held on that day?",
            (("not-held", "no, it was a holiday or called off"), ("held", "yes")),
            "not-held",
            "holiday-column",
        ),
        "people": QuestionKind(
            str,
            "What the numbers count",
            'Does "{heading}" count people, or visits of people?',
            (("visits", "everyone present each time: visits"), ("people", "each person once")),
            "visits",
            "unit-unclear",
        ),
        "head_count": QuestionKind(
            str,
            "The number of people",
            "The sheet counts the people in two ways, and the numbers differ in some rows. Which is right?",
            is_open=True,
        ),
        "count_note": QuestionKind(
            str,
            "What a note says of the numbers",
            options=(("people", "yes"), ("none", "no: do not use them")),
            default="people",
        ),
        "zero_means": QuestionKind(
            str,
            "What 0 means",
            "What does 0 mean in the attendance column?",
            (("nobody-came", "no one came"), ("not-recorded", "no number was recorded")),
            "not-recorded",
        ),
        "month_finished": QuestionKind(
            object,
            "The month is finished",
            "Every count of a month is 0 although groups met. Is the month finished?",
            (("true", "yes, no one came"), ("false", "no, the numbers are not in yet")),
            "false",
            "all-zero-block",
            choices=(True, False, "true", "false"),
        ),
        "totals": QuestionKind(
            str,
            "When the total disagrees",
            "The sheet's own total is not the sum of its rows. Which is right?",
            (("rows", "the rows"), ("sheet", "the total typed on the sheet")),
            "rows",
            is_requested=True,
        ),
        "ranges": QuestionKind(
            str,
            "A range",
            "A range such as 15-20 is given for one number. Which end counts?",
            (("low", "the lower end"), ("high", "the upper end")),
            "low",
            "range-lower-end",
        ),
        "postponed": QuestionKind(
            str,
            "A postponed session",
            "The sheet says that a session was postponed. Was it held on the day of its row?",
            (("cancelled", "no, not on that day"), ("held", "yes")),
            "cancelled",
            is_requested=True,
        ),
        "duplicates": QuestionKind(
            str,
            "Equal rows",
            "Some rows repeat an earlier row ({cells}). Were they entered twice?",
            (("keep", "no, both count"), ("drop", "yes, count them once")),
            "keep",
            "duplicate-rows",
        ),
        "doubtful_rows": QuestionKind(
            str,
            "Rows with a doubtful remark",
            options=(("count", "yes"), ("leave-out", "no, leave them out")),
            default="count",
            entry_choices=("count", "leave-out"),
            may_have_entries=True,
        ),
        "refunds": QuestionKind(
            str,
            "Refunds",
            options=(("subtract", "yes, subtract it"), ("income", "no, it is money received")),
            default="subtract",
        ),
        "uncounted_rows": QuestionKind(
            str,
            "Sessions without a number",
            options=(
                ("held", "yes, the number is missing"),
                ("cancelled", "no, or not yet"),
            ),
            default="held",
            entry_choices=("held", "cancelled"),
            may_have_entries=True,
        ),
        "unattended": QuestionKind(
            str,
            "Sessions to which no one came",
            options=(
                ("held", "yes, and no one came"),
                ("cancelled", "no"),
            ),
            default="held",
        ),
        "columns_of_places": QuestionKind(
            str,
            "Columns of places",
            "Are the columns places where sessions were held, or homes or groups of the people who came?",
            (("held", "each number is a session at that place"), ("from", "one session in each row")),
            "",
        ),
        "rows_of_groups": QuestionKind(
            str,
            "Rows of the same day and title",
            'Several rows have the same day and title, and differ in "{heading}". Are they one session?',
            (("one", "yes, one session with several groups of people"), ("several", "no, each is a session")),
            "one",
        ),
        "rows_of_months": QuestionKind(
            str,
            "Rows without a day",
            "The rows have a month or a year and no day. Is each row one session?",
            (("session", "yes, each row is one session"), ("total", "no, a row adds up several sessions")),
            "",
        ),
        "mark_columns": QuestionKind(
            str,
            "Columns of marks",
            "The columns {columns} hold marks such as {marks}. What is each of these columns?",
            (
                ("sessions", "a session: the marks say who came"),
                ("people", "a person: the marks say when that person came"),
                ("none", "something else"),
            ),
            "",
        ),
        "excused": QuestionKind(str, "Excused", choices=("ignore", "absent")),
        "blank_checkin": QuestionKind(
            str,
            "A blank check-in",
            "{came} orders are checked in, {blank} are blank: what does a blank check-in mean?",
            (("absent", "did not come"), ("unknown", "not recorded")),
            "absent",
        ),
        "unsigned": QuestionKind(
            str,
            "People who did not sign",
            "Some people on this list did not sign. Did they come?",
            (("count", "yes, count them"), ("leave-out", "no, only those who signed came")),
            "count",
            "signature-missing",
        ),
        "list_complete": QuestionKind(
            str,
            "A list of those who came",
            "Is everyone who came on this list? If not, at least these people came.",
            (("no", "no, or not known"), ("yes", "yes, everyone")),
            "no",
        ),
        "sittings": QuestionKind(
            str,
            "Several rows on one day",
            "Several people came on some days. Was each row a session of its own, with one tutor?",
            (("day", "no, one session a day, with everyone"), ("row", "yes, each row was a session")),
            "day",
        ),
        "companions": QuestionKind(
            str,
            "People who came along",
            "Next to the names, {headings} gives numbers of people. Did they come along?",
            (("came", "yes: count them as visits"), ("no", "no: count the names only")),
            "came",
        ),
        "enrolment_of": QuestionKind(
            str,
            "Who was enrolled at",
            "This looks like a list of names. If it says who was enrolled, name the sheet or file that says"
            " who came.",
        ),
        "same_person": QuestionKind(
            list,
            is_valid_entry=_is_name_group,
            description='a list such as [["Ana Cruz", "A. Cruz"]]',
            is_stored=False,
        ),
        "different_people": QuestionKind(
            list,
            is_valid_entry=_is_name_group,
            description='a list such as [["Ana Cruz", "Anna Cruz"]]',
            is_stored=False,
        ),
        "spelling": QuestionKind(dict, "Joined spelling", is_valid_entry=_is_text),
        "partner_mark": QuestionKind(
            dict, "Partner behind the mark", 'Who is the partner behind "{entry}"?', is_valid_entry=_is_text
        ),
        "age_class": QuestionKind(
            dict,
            "Age class of",
            'Which official class is "{entry}"?',
            tuple((name, name) for name in _AUDIENCE_CLASSES),
            UNCLASSIFIED,
            entry_choices=_AUDIENCE_CLASSES,
        ),
        "target_is_criterion": QuestionKind(
            str,
            "Targets as success criteria",
            "The list gives the target attendance of {count} programs. Is a program a success when it reaches"
            " its target?",
            (("no", "no, the target is only for planning"), ("yes", "yes, count it as a success criterion")),
            "no",
        ),
        "program": QuestionKind(
            str,
            "The program",
            "No column names the program. Which program is it?",
            is_open=True,
        ),
        "main_audience": QuestionKind(dict, "Main audience of", entry_choices=_AUDIENCE_CLASSES),
        "sheets": QuestionKind(dict, is_stored=False),
    }
)


def answer_label(key: str) -> str:
    """Return the label of a stored answer.

    Parameters
    ----------
    key : str
        Key of the answer; may be unknown, of a later version.

    Returns
    -------
    str
    """
    label = QUESTIONS[key].label if key in QUESTIONS else ""
    return label or key.replace("_", " ")


def ask(
    key: str,
    sheet: str,
    *,
    entry: str | None = None,
    text: str = "",
    options: Options | None = None,
    default: str | None = None,
    likely: str = "",
    **values: object,
) -> Question:
    """Build a question about a sheet.

    Parameters
    ----------
    key : str
        Key of `QUESTIONS`.
    sheet : str
        Name of the sheet.
    entry : str, optional
        Entry of an object that the answer is about, such as a mark.
    text, options, default : optional
        Used instead of those of the kind.
    likely : str, default ""
        Answer that the screen proposes as chosen.
    **values : object
        Values of the placeholders in the text of the kind.

    Returns
    -------
    Question

    Examples
    --------
    >>> ask("partner_mark", "March", entry="*")
    Question(id='sheets.March.partner_mark.*', text='Who is the partner behind "*"?', options=(), default='')
    """
    kind = QUESTIONS[key]
    path = f"sheets.{sheet}.{key}" if entry is None else f"sheets.{sheet}.{key}.{entry}"
    return Question(
        path,
        text or Message(kind.text, entry="" if entry is None else entry, **values),
        kind.options if options is None else options,
        kind.default if default is None else default,
        likely,
    )
