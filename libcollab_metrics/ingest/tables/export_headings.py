"""Headings by which exports of other programs are recognized: LibCal, ticket orders, online meetings."""

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
    "barcode #",
    "ticket type",
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
    "checked in at",
)
#: Headings of a meeting's log that give the minutes of each person.
MINUTES_HEADINGS = ("total duration (minutes)", "duration (minutes)", "in-meeting duration")
