"""Clues about the layout of a table: facts that headings and cells decide together, with their weights."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from libcollab_metrics.ingest.tables.cash_sides import find_section_statuses, speaks_of_things
from libcollab_metrics.ingest.tables.column_profiles import count_texts, holds_marks
from libcollab_metrics.ingest.tables.column_roles import AMOUNT_SOURCES, SIDES, ledger_role
from libcollab_metrics.ingest.tables.delivery_columns import delivery_role, find_unit, have_stages
from libcollab_metrics.ingest.tables.evidence import (
    MAX_OWN_COLUMNS,
    MIN_DAY_COLUMNS,
    PERSON_ROLES,
    TableEvidence,
    are_head_counts,
    are_numbers,
)
from libcollab_metrics.ingest.tables.export_headings import (
    LIBCAL_HEADINGS,
    MIN_LIBCAL_HEADINGS,
    MINUTES_HEADINGS,
    ORDER_HEADINGS,
    SEAT_HEADINGS,
)
from libcollab_metrics.ingest.tables.form_questions import asks_before, asks_to_check_in
from libcollab_metrics.ingest.tables.gift_columns import is_titled_donations
from libcollab_metrics.ingest.tables.heading import (
    Heading,
    find_sheet_phase,
    find_statement,
    heading_month,
    is_period_rollup,
    says_people_were_paid,
)
from libcollab_metrics.ingest.tables.heading_rows import has_day_numbers
from libcollab_metrics.ingest.tables.legend import parse_legend
from libcollab_metrics.ingest.tables.other_lists import (
    BOOKS,
    counts_at_door,
    counts_expected_people,
    counts_loans,
    counts_pages,
    counts_posts,
    gives_goods,
    has_day_for_each,
    has_hxl_tags,
    holds_shifts,
    holds_work_hours,
    lists_duties,
    lists_households,
    lists_loans,
    lists_other_days,
)
from libcollab_metrics.ingest.tables.people_across import (
    are_full_names,
    find_counted_mark,
    find_people_across,
)
from libcollab_metrics.ingest.tables.score_columns import is_score_sheet
from libcollab_metrics.ingest.tables.status_column import say_who_came
from libcollab_metrics.ingest.tables.survey_columns import (
    find_likely_ratings,
    find_rating_columns,
    is_yes_no_survey,
)
from libcollab_metrics.ingest.tables.survey_tallies import find_tally
from libcollab_metrics.ingest.tables.visit_columns import counts_visits, counts_visits_by_month
from libcollab_metrics.ingest.values.categories import is_agreement_column
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.dates import parse_day
from libcollab_metrics.ingest.values.lexicon import known_words, weekdays, word_list
from libcollab_metrics.ingest.values.marks import hold_amounts
from libcollab_metrics.ingest.values.parts import names_companions
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.schema import STAGES

#: Roles of names in a form, and fewest people who sent it more than once if they sign in with it.
NAME_ROLES, MIN_NAMES_AGAIN = {*PERSON_ROLES, "name"}, 2
_SF2 = re.compile(r"school form 2|\bsf ?2\b|daily attendance (report|record) of learners")
#: Marks of a register, apart from ticks and answers such as yes, and fewest columns of them.
REGISTER_MARKS, MIN_REGISTER_COLUMNS = {*"patlfje", "✓", "✔", "√", "✗", "✘"}, 3
#: Dimensions whose values each have a number of sessions and one of people.
PAIRED_KINDS = ("months", "measures", "programs")


def _is_meeting(evidence: TableEvidence) -> bool:
    roles = evidence.meeting_roles
    timed = "stamp" in roles and bool(roles & {"action", "left", "duration"})
    return timed or bool(evidence.heading_texts & set(MINUTES_HEADINGS))


def _has_days_of_joining(evidence: TableEvidence) -> bool:
    """Return whether the times of joining have their day."""
    stamps = [h for h in evidence.headings if (e := h.entry_for("meeting_log")) and e.role == "stamp"]
    return any(parse_day(text) is not None for h in stamps for text in evidence.texts_under(h))


def _is_meeting_log(evidence: TableEvidence) -> bool:
    """Return whether people have times of joining; next to a column of days, days and times of both ends."""
    roles = evidence.meeting_roles
    is_own_day = "date" in roles and not ("left" in roles and _has_days_of_joining(evidence))
    return (
        bool(roles & PERSON_ROLES) and "attendance" not in roles and not is_own_day and _is_meeting(evidence)
    )


def _checks_people_in(evidence: TableEvidence) -> bool:
    """Return whether a form with names says that these people came, or several sent it more than once.

    Others may wish to come: "Will you attend?".
    """
    texts = [text for text in (evidence.title, *evidence.heading_texts) if not asks_before(text)]
    if any(asks_to_check_in(text) or set(text.split()) & set(word_list("took_part")) for text in texts):
        return True
    named = [h for h in evidence.headings if (e := h.entry_for("form_responses")) and e.role in NAME_ROLES]
    again = [count_texts(heading, evidence.cells, evidence.header) for heading in named[:1]]
    return any(sum(times > 1 for times in names.values()) >= MIN_NAMES_AGAIN for names in again)


def _answers_form(evidence: TableEvidence) -> bool:
    """Return whether people who came named themselves, or answered in words of agreement."""
    asked = [h for h in evidence.headings if not asks_before(normalize_heading(h.text))]
    roles = {entry.role for heading in asked if (entry := heading.entry_for("form_responses"))}
    if roles & NAME_ROLES and (roles & {"which", "date", "program"} or _checks_people_in(evidence)):
        return True
    return any(
        is_agreement_column(evidence.texts_under(heading), heading.text)
        for heading in evidence.headings
        if heading.text
    )


def _is_survey(evidence: TableEvidence) -> bool:
    table = (evidence.headings, evidence.cells, evidence.header)
    return bool(find_rating_columns(*table)) or is_yes_no_survey(*table)


def _count_likely_ratings(evidence: TableEvidence) -> int:
    return len(find_likely_ratings(evidence.headings, evidence.cells, evidence.header))


def _has_sent_times(evidence: TableEvidence) -> bool:
    entries = (heading.entry_for("form_responses") for heading in evidence.headings)
    return any(entry is not None and entry.role == "sent" for entry in entries)


#: Fewest columns of likely ratings of a form with the time of each answer, and of one without.
MIN_LIKELY, MIN_ALL_LIKELY = 2, 3
#: Stages of books that donors give; those that are received from them are collected.
STAGES_OF_DONORS = ("pledged", "collected", "usable")


def _has_stages(evidence: TableEvidence) -> bool:
    """Return whether lots of books have stages."""
    return have_stages(evidence.headings[:MAX_OWN_COLUMNS], evidence.cells, evidence.header, evidence.title)


def _counts_books_at_stages(evidence: TableEvidence) -> bool:
    """Return whether rows have a place or a program, and two columns whose headings count books at stages.

    Next to donors, one column of books before they are sent is enough ("Books pledged"), or two of stages
    ("Collected", "Usable").
    """
    headings = evidence.headings[:MAX_OWN_COLUMNS]
    stages = {h.column: stage for h in headings if (stage := delivery_role(h)) in STAGES}
    named = {stages[h.column] for h in headings if h.column in stages and find_unit(h.text) == "books"}
    if any(h.own_role("books_by_donor") == "giver" for h in headings):
        of_donors = set(STAGES_OF_DONORS)
        return bool(named & of_donors) or len(set(stages.values()) & of_donors) > 1
    return len(named) > 1 and (_has_role("site", "program")(evidence) or _has_stages(evidence))


def _has_amounts(evidence: TableEvidence) -> bool:
    """Return whether amounts or quantities have a giver, receiver, kind, status or purpose.

    The title may say instead that they were spent or donated.
    """
    own = [ledger_role(heading) for heading in evidence.headings]
    if speaks_of_things(evidence.title, evidence.headings):
        own = [role for role in own if role not in SIDES]
    sources = [role for role in own if role in AMOUNT_SOURCES]
    details = set(own) & {"giver", "taker", "kind", "state", "what"}
    amounts = {"amount", "estimate", "converted", "sum", "unit_value", *AMOUNT_SOURCES} & set(own)
    spending = rf"\b(?:{'|'.join(map(re.escape, word_list('spending', 'titles')))})\b"
    if "amount" in own and (re.search(spending, evidence.title) or is_titled_donations(evidence.title)):
        return True
    return (
        len(sources) >= 2
        or bool(amounts and details)
        or ("quantity" in own and bool(details & {"giver", "kind"}))
    )


def _goes_both_ways(evidence: TableEvidence) -> bool:
    """Return whether a column says of each amount whether it came in or went out: "CR" and "DR"."""
    known = known_words("ledger_status")
    states = [h for h in evidence.headings[:MAX_OWN_COLUMNS] if ledger_role(h) == "state"]
    found = [
        {known.get(normalize_heading(text), "") for text in evidence.texts_under(state) if text}
        for state in states
    ]
    return {"received", "spent"} in found


def _has_money_sections(evidence: TableEvidence) -> bool:
    sections = find_section_statuses(evidence.cells, evidence.header)
    return {"received", "spent"} <= set(sections.values())


def _has_money(evidence: TableEvidence) -> bool:
    roles = {ledger_role(heading) for heading in evidence.headings}
    return bool(
        roles
        & (
            {"amount", "estimate", "converted", "sum", "unit_value", *AMOUNT_SOURCES}
            - {"volunteer_hours", "staff_hours"}
        )
    )


def _has_only_months(evidence: TableEvidence) -> bool:
    months = [heading for heading in evidence.headings if heading_month(heading) is not None]
    about_places = {*word_list("month_grids", "places"), *word_list("month_grids", "visits")}
    others = [
        heading
        for heading in evidence.headings
        if heading.text
        and heading not in months
        and not is_period_rollup(heading)
        and heading.role not in ("site", "program")
        and not set(re.findall(r"[^\W\d_]+", normalize_heading(heading.text))) & about_places
    ]
    return len(months) >= MIN_DAY_COLUMNS and not others


def _has_settings(evidence: TableEvidence) -> bool:
    """Return whether groups of people are in rows and settings over columns of counts."""
    settings = sum(1 for h in evidence.headings if h.spanning_text and h.role == "attendance")
    return settings >= 2 or {"audience", "events"} <= evidence.roles


def _is_grouped(evidence: TableEvidence) -> bool:
    """Return whether a row sums up the sessions of a period, a program or a site, or of a month."""
    roles = evidence.roles
    if "events" in roles:
        return bool(roles & {"date", "month", "year", "program", "site"})
    return bool(roles & {"month", "year"}) and "date" not in roles


def _marks_people(evidence: TableEvidence) -> bool:
    """Return whether columns of marks are people who came: a title, a legend or a total says so."""
    table = (evidence.headings[:MAX_OWN_COLUMNS], evidence.cells, evidence.header)
    people = find_people_across(*table)
    if not people:
        return False
    words = set(re.findall(r"[^\W\d_]+", evidence.title))
    if words & set(word_list("legend_labels", "attendance")) and are_full_names(people):
        return True
    above = evidence.cells.rows[: evidence.header]
    texts = [cell_text(cell) for row in above for cell in row if isinstance(cell, str)]
    return "present" in parse_legend(texts).values() or bool(find_counted_mark(people, *table))


def _holds_hours(evidence: TableEvidence) -> bool:
    """Return whether the title speaks of hours and the cells below days or months are amounts."""
    if not set(re.findall(r"\w+", evidence.title)) & set(word_list("cross_measures", "hours")):
        return False
    across = [
        h for h in evidence.headings[:MAX_OWN_COLUMNS] if h.entry is None and (h.day or h.number or h.month)
    ]
    counts: Counter[str] = Counter()
    for heading in across:
        counts += count_texts(heading, evidence.cells, evidence.header)
    return hold_amounts(counts)


def _are_not_live(evidence: TableEvidence) -> bool:
    """Return whether the line above the headings, alone in its row, begins with words for no live session."""
    cells, index = evidence.cells, evidence.header - 1
    if index < 0 or cells.filled_counts[index] != 1:
        return False
    text = next(cell_text(cell) for cell in cells.rows[index] if cell is not None)
    return normalize_heading(text).startswith(word_list("not_sessions"))


def _says_who_attended(evidence: TableEvidence) -> bool:
    """Return whether a heading such as "Attended?" is above words for yes and no, in a list of one day."""
    known = {} if "date" in evidence.roles else known_words("status")
    return any(
        normalize_heading(heading.text) in word_list("attendance_headings")
        and bool(texts := {normalize_heading(text) for text in evidence.texts_under(heading)} - {""})
        and all(text in known for text in texts)
        for heading in evidence.headings[:MAX_OWN_COLUMNS]
    )


def _lists_groups(evidence: TableEvidence) -> bool:
    """Return whether rows name a person or a family and have numbers of people above 1."""
    counting = filter(evidence.counts_people, evidence.headings[:MAX_OWN_COLUMNS])
    return any(not names_companions(heading.text) for heading in counting)


def _reports_visits(evidence: TableEvidence) -> bool:
    """Return whether a form asks for numbers of people, and whether a session was held or who took part."""
    first = evidence.headings[:MAX_OWN_COLUMNS]
    asked = (set(re.findall(r"\w+", normalize_heading(h.text))) for h in evidence.headings)
    is_held = any(words & set(word_list("asked_if_held")) for words in asked)
    several = sum(map(evidence.counts_people, first)) > 1
    return (several and is_held) or any(_asks_who_came(h, evidence) for h in first)


def _asks_who_came(heading: Heading, evidence: TableEvidence) -> bool:
    """Return whether a heading asks how many others came, and most answers are numbers.

    Such as "How many residents took part?" over "9", "11 residents" and "none - turned away".
    """
    folded = normalize_heading(heading.text)
    words = set(re.findall(r"\w+", folded))
    if not folded.startswith(word_list("companions", "how_many")) or words & set(word_list("own_party")):
        return False
    if not words & set(word_list("took_part")) and not re.search(r"\btook part\b", folded):
        return False
    texts = evidence.texts_under(heading) - {""}
    numbers = [int(match[0]) for text in texts if (match := re.match(r"\d{1,4}\b", text))]
    return 2 * len(numbers) > len(texts) and max(numbers) > 1


def _lists_sessions_ticked(evidence: TableEvidence) -> bool:
    """Return whether a heading asks which sessions a person came to, and an answer names several of them."""
    asked = [
        heading
        for heading in evidence.headings[:MAX_OWN_COLUMNS]
        if (words := set(re.findall(r"\w+", normalize_heading(heading.text)))) & set(word_list("took_part"))
        and words & set(word_list("sessions_ticked"))
    ]
    return any(re.search(r"\S[,;] \S", text) for h in asked for text in evidence.texts_under(h))


def _holds_test_scores(evidence: TableEvidence) -> bool:
    """Return whether numbers are below a heading with a word for scores."""
    words = set(word_list("score_titles"))
    return any(
        words & set(re.findall(r"[^\W\d_]+", normalize_heading(heading.text)))
        and are_numbers(evidence.texts_under(heading))
        for heading in evidence.headings[:MAX_OWN_COLUMNS]
    )


def _marks_weekdays(evidence: TableEvidence) -> bool:
    """Return whether marks are below several weekdays: a register whose days are not known."""
    named = [h for h in evidence.headings[:MAX_OWN_COLUMNS] if normalize_heading(h.text) in weekdays()]
    marked = [h for h in named if holds_marks(h, evidence.cells, evidence.header)]
    return len(marked) >= MIN_DAY_COLUMNS


def _marks_unknown_columns(evidence: TableEvidence) -> bool:
    """Return whether marks such as P and A, or ✓ and ✗, are below several headings that name no day."""
    marks: set[str] = set()
    columns = 0
    for heading in evidence.headings[:MAX_OWN_COLUMNS]:
        if (
            heading.entry is None
            and heading.day is None
            and holds_marks(heading, evidence.cells, evidence.header)
        ):
            own = set(count_texts(heading, evidence.cells, evidence.header)) & REGISTER_MARKS
            marks |= own
            columns += bool(own)
    return columns >= MIN_REGISTER_COLUMNS and len(marks) > 1


def _names_visits(evidence: TableEvidence) -> bool:
    """Return whether a title or heading speaks of coming, or rows have a program, a time or a status."""
    if evidence.roles & {"program", "session_no", "status", "start", "end", "first_time"}:
        return True
    words = re.findall(r"[^\W\d_]+", evidence.words)
    return any(word.startswith(word_list("visit_words", "beginnings")) for word in words) or bool(
        set(words) & set(word_list("visit_words"))
    )


def _counts_under_attended(evidence: TableEvidence) -> bool:
    """Return whether head counts, not marks of a person, are under a heading such as Attended."""
    if evidence.roles & PERSON_ROLES:
        return False
    return any(
        are_head_counts(evidence.texts_under(heading))
        for heading in evidence.headings
        if heading.role == "status"
    )


@dataclass(frozen=True)
class Clue:
    """A fact about a table that speaks for or against a layout.

    Attributes
    ----------
    weight : float
        What the fact adds to the score of a layout that needs it.
    meaning : str
        The fact in one sentence.
    holds : callable
        Returns whether the fact is true of a table.
    """

    weight: float
    meaning: str
    holds: Callable[[TableEvidence], bool]


def _has_role(*roles: str) -> Callable[[TableEvidence], bool]:
    return lambda evidence: bool(evidence.roles & set(roles))


def _has_signatures(evidence: TableEvidence) -> bool:
    """Return whether a heading is no more than a word for signatures."""
    return any(normalize_heading(heading.text) in word_list("signatures") for heading in evidence.headings)


def _lists_children(evidence: TableEvidence) -> bool:
    """Return whether a column of people is headed by a word for children, and none by one for volunteers."""
    children = {word for key in ("children", "learners") for word in word_list("count_parts", key)}
    words = {
        word
        for heading in evidence.headings
        if heading.role in PERSON_ROLES
        for word in re.findall(r"[^\W\d_]+", normalize_heading(heading.text))
    }
    return bool(words & children) and "volunteer" not in evidence.own_roles("volunteer_log")


#: Facts about a table by name. What only one kind of sheet has weighs more than what many have.
CLUES: Mapping[str, Clue] = MappingProxyType(
    {
        "people": Clue(3, "A column holds names, or first and last names.", _has_role(*PERSON_ROLES)),
        "volunteers": Clue(
            3, "A heading names volunteers.", lambda e: "volunteer" in e.own_roles("volunteer_log")
        ),
        "head-count": Clue(4, "Each row has a number of people.", _has_role("attendance")),
        "attended-numbers": Clue(
            4, "Numbers above 1 are under a heading such as Attended.", _counts_under_attended
        ),
        "events": Clue(1, "Each row has a number of sessions.", _has_role("events")),
        "date": Clue(2, "Each row has a day.", _has_role("date")),
        "dated-people": Clue(
            5,
            "Each row has a person and a day: someone who came.",
            lambda e: "date" in e.roles and bool(e.roles & PERSON_ROLES),
        ),
        "dated-titles": Clue(
            5,
            "Each row has a day and a title: a session.",
            lambda e: {"date", "program"} <= e.roles,
        ),
        "when-or-what": Clue(
            2,
            "Each row has a day, month, year, title or number.",
            _has_role("date", "month", "year", "program", "session_no"),
        ),
        "grouped": Clue(3, "A row sums up the sessions of a period.", _is_grouped),
        "day-columns": Clue(
            5, "Days or numbered sessions are across the top.", lambda e: e.meeting_count >= MIN_DAY_COLUMNS
        ),
        "day-numbers": Clue(3, "Numbers of days are across the top.", lambda e: has_day_numbers(e.headings)),
        "months-across": Clue(
            5, "Months are across the top.", lambda e: sum(map(bool, map(heading_month, e.headings))) >= 2
        ),
        "hours-below": Clue(
            3, "The title speaks of hours, and amounts are below the days or months.", _holds_hours
        ),
        "people-across": Clue(
            8,
            "Below words across the top are marks, which the title or a total says are of people.",
            _marks_people,
        ),
        "place-or-program": Clue(2, "Each row has a place or a program.", _has_role("site", "program")),
        "only-months": Clue(
            8, "Months are across the top, and nothing else but places and totals.", _has_only_months
        ),
        "month-pairs": Clue(
            12,
            "Each month, or each program in a month, has numbers of sessions and of people.",
            lambda e: e.cross_columns is not None and e.cross_columns.kind in PAIRED_KINDS,
        ),
        "cross": Clue(
            4,
            "Counts are below months of several measures, below weekdays, or below places.",
            lambda e: e.cross_columns is not None,
        ),
        "settings": Clue(5, "Groups of people are in rows, and settings are across the top.", _has_settings),
        "school-form": Clue(3, "The sheet calls itself School Form 2.", lambda e: bool(_SF2.search(e.words))),
        "below-title": Clue(0.5, "The table is below a title.", lambda e: e.header > 0),
        "libcal": Clue(
            20,
            "Several headings are those of a LibCal export.",
            lambda e: len(e.heading_texts & set(LIBCAL_HEADINGS)) >= MIN_LIBCAL_HEADINGS,
        ),
        "order": Clue(
            6, "A heading is that of a ticket order.", lambda e: bool(e.heading_texts & set(ORDER_HEADINGS))
        ),
        "seats": Clue(
            6,
            "A heading is that of the seats of an order.",
            lambda e: bool(e.heading_texts & set(SEAT_HEADINGS)) or _says_who_attended(e),
        ),
        "meeting": Clue(8, "People have times of joining and leaving, or minutes in a meeting.", _is_meeting),
        "meeting-log": Clue(8, "The table is the log of a meeting.", _is_meeting_log),
        "own-day": Clue(
            2, "Each row has a day that is not the time of joining.", lambda e: "date" in e.meeting_roles
        ),
        "sent": Clue(6, "Each row has the time when a form was sent.", _has_sent_times),
        "tally": Clue(
            9,
            "Answers of agreement are across or down, with how many people gave each.",
            lambda e: find_tally(e.headings, e.cells, e.header) is not None,
        ),
        "rated": Clue(
            5,
            "Ratings are below statements, and the title or a heading explains their scale from 1 to 5; or "
            "people answered with yes, no or ticks what an event did.",
            _is_survey,
        ),
        "likely-rated": Clue(
            2,
            f"At least {MIN_LIKELY} statements have whole numbers from 1 to 5 below them.",
            lambda e: _count_likely_ratings(e) >= MIN_LIKELY,
        ),
        "all-likely-rated": Clue(
            2,
            f"At least {MIN_ALL_LIKELY} statements have whole numbers from 1 to 5 below them.",
            lambda e: _count_likely_ratings(e) >= MIN_ALL_LIKELY,
        ),
        "answers": Clue(3, "People name themselves or answer in words of agreement.", _answers_form),
        "scores": Clue(
            8.5,
            "People have scores before, after or both.",
            lambda e: is_score_sheet(e.headings, lambda: find_sheet_phase(e.cells, e.header), e.holds_scores),
        ),
        "stages": Clue(8, "Lots of books have stages.", _has_stages),
        "books-at-stages": Clue(
            11, "Each row has a place, a program or a donor, and books at stages.", _counts_books_at_stages
        ),
        "both-ways": Clue(4, "A column says whether each amount came in or went out.", _goes_both_ways),
        "paid-people": Clue(
            4, "The title says that people were paid.", lambda e: says_people_were_paid(e.title)
        ),
        "donations-of-people": Clue(
            6,
            "People are listed below a title that speaks of donations.",
            lambda e: bool(e.roles & PERSON_ROLES) and is_titled_donations(e.title),
        ),
        "amounts": Clue(7, "Amounts have a giver, receiver, kind, status or purpose.", _has_amounts),
        "statements": Clue(
            9,
            "Two headings are statements about a partnership.",
            lambda e: sum(bool(find_statement(h.text)) for h in e.headings) >= 2,
        ),
        "money": Clue(3, "A column holds amounts of money.", _has_money),
        "promises": Clue(
            6,
            "Rows have a promise and the day it is due.",
            lambda e: {"promise", "due"} <= e.own_roles("agreement"),
        ),
        "books": Clue(3, "The title or a heading speaks of books.", lambda e: bool(BOOKS.search(e.words))),
        "clock": Clue(
            3,
            "Rows have the times when work began and ended.",
            lambda e: {"start", "end"} <= e.own_roles("volunteer_log"),
        ),
        "scans": Clue(
            6,
            "A column says whether each scan is in or out.",
            lambda e: bool(e.roles & PERSON_ROLES) and any(map(e.holds_scans, e.headings[:MAX_OWN_COLUMNS])),
        ),
        "shifts": Clue(3, "Most cells below the days are working hours or days off.", holds_shifts),
        "groups": Clue(
            3,
            "Rows that name people have numbers of people above 1, such as those of a family.",
            _lists_groups,
        ),
        "visit-reports": Clue(
            3, "A form asks whether a session was held, and how many people came.", _reports_visits
        ),
        "test-scores": Clue(3, "Numbers are below a word for scores.", _holds_test_scores),
        "sessions-ticked": Clue(
            3, "A column lists the sessions that each person came to.", _lists_sessions_ticked
        ),
        "weekdays": Clue(3, "Marks are below several weekdays.", _marks_weekdays),
        "register": Clue(
            3, "Marks of a register are below several unknown headings.", _marks_unknown_columns
        ),
        "other-days": Clue(
            3,
            "The days are those of joining a list or of a loan, and not of coming.",
            lists_other_days,
        ),
        "signatures": Clue(3, "A column is for signatures.", _has_signatures),
        "work-hours": Clue(
            3, "People have times, hours and what they worked on: not visits.", holds_work_hours
        ),
        "pages-read": Clue(3, "A column counts the pages that each person read.", counts_pages),
        "books-given": Clue(3, "The title speaks of things that are given or delivered.", gives_goods),
        "books-to-people": Clue(
            9,
            "People are listed, and the title speaks of books that are given.",
            lambda e: bool(e.roles & PERSON_ROLES) and bool(BOOKS.search(e.words)) and gives_goods(e),
        ),
        "day-for-each": Clue(
            3, "Each person has a day of their own, and nothing says that they came.", has_day_for_each
        ),
        "visits": Clue(0.1, "A title or heading speaks of people who come.", _names_visits),
        "hxl": Clue(3, "A matrix of humanitarian data says who does what where.", has_hxl_tags),
        "unnamed-people": Clue(
            3,
            "A column says of each row that someone was present or absent.",
            lambda e: any(
                e.has_few_texts(h) and say_who_came(e.texts_under(h))
                for h in e.headings[:MAX_OWN_COLUMNS]
                if h.text
            ),
        ),
        "children-listed": Clue(
            3,
            "The people of the rows are children, and no heading names who worked with them.",
            _lists_children,
        ),
        "duties": Clue(3, "The same people take turns in several columns.", lists_duties),
        "households": Clue(
            3,
            "Each day has many rows that only a case number distinguishes.",
            lists_households,
        ),
        "loans": Clue(3, "The days are those when things are due and came back.", lists_loans),
        "circulation": Clue(
            3, "Several columns count loans, and none counts everyone who came.", counts_loans
        ),
        "money-sections": Clue(3, "Lines such as Income and Expenses divide the rows.", _has_money_sections),
        "times-came": Clue(4, "A column says how often each person came.", counts_visits),
        "times-by-month": Clue(
            8, "Below months are numbers of the times that each person came.", counts_visits_by_month
        ),
        "door-counts": Clue(3, "The title speaks of a counter at the door.", counts_at_door),
        "titled-expected": Clue(
            3, "The title says that these people were expected, not that they came.", counts_expected_people
        ),
        "not-live": Clue(
            3, "The line above the headings calls these activities self-directed or recorded.", _are_not_live
        ),
        "online-posts": Clue(
            3, "Columns count views, likes and shares of what was posted online.", counts_posts
        ),
        "payments": Clue(
            3,
            "A column holds what people paid, and none says whether they came.",
            lambda e: e.holds_payments and "status" not in e.roles,
        ),
    }
)
