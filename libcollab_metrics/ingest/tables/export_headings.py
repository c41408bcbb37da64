"""Headings of exports of other programs: LibCal, ticket orders, online meetings, forms with groups."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import replace

from libcollab_metrics.ingest.tables.heading import Heading, read_heading
from libcollab_metrics.ingest.values.lexicon import HeadingEntry, known_headings, word_list
from libcollab_metrics.model.names import normalize_heading

#: Headings specific to the LibCal export; a sheet needs MIN_LIBCAL_HEADINGS of them.
LIBCAL_HEADINGS = (
    "event id",
    "event start date",
    "event end date",
    "setup",
    "teardown",
    "library/branch",
    "event organizer",
    "publishing status",
    "internal tags",
    "registration required",
    "in-person seats",
    "online seats",
    "confirmed registrations",
    "waiting-list registrations",
    "cancelled registrations",
    "anticipated attendance",
    "actual attendance (in-person)",
    "actual attendance (online)",
    "confirmed attendance",
    "event url",
)
MIN_LIBCAL_HEADINGS = 5
#: Headings of the day on which someone registered.
REGISTRATION_DAYS = ("registration date", "date registered", "registered at", "registered on", "sign-up date")
#: Headings of an order and of its seats; a sheet with both kinds is a registration export.
ORDER_HEADINGS = (
    "order #",
    "order no",
    "order number",
    "order id",
    "order date",
    "attendee #",
    "attendee no",
    "guest id",
    "barcode #",
    "ticket type",
    "ticket type id",
    "ticket name",
    "ticket number",
    *REGISTRATION_DAYS,
)
SEAT_HEADINGS = (
    "quantity",
    "qty",
    "ticket quantity",
    "attendee status",
    "order status",
    "ticket status",
    "registration status",
    "checked in",
    "checked-in",
    "check in",
    "check-in",
    "check-in time",
    "check-in date",
    "checkin date",
    "checkin date (utc)",
    "checkin time",
    "checked in at",
)
#: Headings of a meeting's log that give the minutes of each person.
MINUTES_HEADINGS = ("total duration (minutes)", "duration (minutes)", "in-meeting duration")

#: Roles of the names of people.
NAME_ROLES = ("person", "first_name", "last_name")
#: Columns that a program for forms adds, and the times of filling in a form.
FORM_METADATA, FORM_TIMES = (
    ("_uuid", "_submission_time", "_submitted_by"),
    ("start", "end", "today", "deviceid"),
)
#: Columns of Microsoft Forms: the times and the sender of a response.
SENDER_TIMES, SENDERS = ("start time", "completion time"), ("email", "name")
#: Meaning of the headings of an export of gifts from a database of donors, and those that it has in any case.
GIFT_EXPORT = {
    "account name": HeadingEntry("giver", "ledger.from_party", False),
    "close date": HeadingEntry("date", "sessions.date", False),
    "stage": HeadingEntry("state", "ledger.status", False),
    "opportunity record type": HeadingEntry("kind", "ledger.kind", False),
    "record type": HeadingEntry("kind", "ledger.kind", False),
    "opportunity name": HeadingEntry("what", "ledger.note", False),
}
GIFT_EXPORT_NEEDS = {"close date", "stage", "amount"}

#: A question of a form under the name of its group: "asistencia/ninas", "grp_a-books", "form.child.sex".
_IN_GROUP = re.compile(r"((?:[a-z]\w*[/.])+|[a-z]\w*_\w+-)(\w\S*)")
#: Fewest questions of a group that show that the others are in groups too.
MIN_QUESTIONS = 2


def clear_respondents(headings: Sequence[Heading]) -> list[Heading]:
    """Return the headings of a form that staff fill in about sessions, without who sent it and when.

    Microsoft Forms puts "Start time", "Completion time", "Email" and "Name" in front of the questions; one of
    these asks how many people came. Names and addresses are personal.
    """
    texts = {normalize_heading(heading.text) for heading in headings}
    if not texts >= set(SENDER_TIMES) or not any(map(_asks_how_many_came, texts)):
        return list(headings)
    entries = dict.fromkeys(SENDER_TIMES) | dict.fromkeys(SENDERS, known_headings()["email"])
    folded = [normalize_heading(heading.text) for heading in headings]
    return [
        replace(heading, entry=entries[text], day=None, is_inferred=True) if text in entries else heading
        for heading, text in zip(headings, folded, strict=True)
    ]


def _asks_how_many_came(folded: str) -> bool:
    words = set(re.findall(r"\w+", folded))
    begins = folded.startswith(word_list("companions", "how_many"))
    return begins and bool(words & set(word_list("took_part"))) and not words & set(word_list("own_party"))


def lists_orders(texts: Set[str]) -> bool:
    """Return whether normalized headings are those of orders and of their seats, such as when people came."""
    return not texts.isdisjoint(ORDER_HEADINGS) and not texts.isdisjoint(SEAT_HEADINGS)


def clear_form_times(headings: Sequence[Heading]) -> list[Heading]:
    """Return the headings of an export of forms without the meaning of when a form was opened and sent.

    Such an export has columns of the program's own, such as "_uuid" and "_submission_time".
    """
    if not any(heading.text.strip().casefold() in FORM_METADATA for heading in headings):
        return list(headings)
    return [
        replace(heading, entry=None, is_inferred=True)
        if normalize_heading(heading.text) in FORM_TIMES
        else heading
        for heading in headings
    ]


def name_gift_export(headings: Sequence[Heading]) -> list[Heading]:
    """Return the headings of an export of gifts, such as "Opportunity Name", with their meaning."""
    texts = {normalize_heading(h.text).removeprefix("opportunity: ") for h in headings}
    if not texts >= GIFT_EXPORT_NEEDS or not texts & {"account name", "opportunity name"}:
        return list(headings)
    named = [GIFT_EXPORT.get(normalize_heading(h.text).removeprefix("opportunity: ")) for h in headings]
    return [
        heading if entry is None else replace(heading, entry=entry, is_inferred=True)
        for heading, entry in zip(headings, named, strict=True)
    ]


def separate_groups(headings: Sequence[Heading]) -> list[Heading]:
    """Return the headings of a form's export with the group of each question as its label.

    Parameters
    ----------
    headings : sequence of Heading
        Headings of a table.

    Returns
    -------
    list of Heading
        The headings; those of questions in groups have the meaning of the question alone.
    """
    matches = {h.column: _IN_GROUP.fullmatch(h.text) for h in headings if not h.spanning_text}
    groups = Counter(re.split(r"[/.-]", match[1])[0] for match in matches.values() if match is not None)
    if max(groups.values(), default=0) < MIN_QUESTIONS:
        return list(headings)
    return [
        replace(h, spanning_text=match[1], entry=h.entry or read_heading(match[2], h.column).entry)
        if (match := matches.get(h.column)) is not None
        else h
        for h in headings
    ]


def without_group(text: str) -> str:
    """Return a heading without the group of its question.

    Examples
    --------
    >>> without_group("datos/se_realizo"), without_group("Did it happen")
    ('se_realizo', 'Did it happen')
    """
    match = _IN_GROUP.fullmatch(text)
    return match[2] if match is not None else text


#: Heading of the code on the label of a child, in exports of check-ins.
CHECK_IN_CODE = "security code"


def clear_job_titles(headings: Sequence[Heading]) -> list[Heading]:
    """Return the headings of a list of people with "Title" as the title of a person, next to "Company".

    Next to a day, it may be what the people came to.
    """
    texts = {normalize_heading(heading.text) for heading in headings}
    roles = {heading.role for heading in headings}
    if not roles & set(NAME_ROLES) or "date" in roles or not texts & set(word_list("employers")):
        return list(headings)
    personal = known_headings()["email"]
    return [
        replace(h, entry=personal, is_inferred=True) if normalize_heading(h.text) == "title" else h
        for h in headings
    ]


def clear_rooms(headings: Sequence[Heading]) -> list[Heading]:
    """Return the headings of an export of check-ins without the site of sessions: "Location" is a room."""
    if CHECK_IN_CODE not in {normalize_heading(heading.text) for heading in headings}:
        return list(headings)
    return [replace(h, entry=None, is_inferred=True) if h.role == "site" else h for h in headings]
