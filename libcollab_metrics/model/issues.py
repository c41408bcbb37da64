"""Catalog of issue kinds: severity, title, reason and advice of each; and the issue with its cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Severity = Literal["left-out", "assumption", "note"]


@dataclass(frozen=True)
class IssueKind:
    """Catalog entry for one kind of issue.

    Attributes
    ----------
    code : str
        Identifier, such as "date-missing".
    severity : {"left-out", "assumption", "note"}
        Whether data was excluded, an assumption was made, or it is for information only.
    title, why, advice : str
        Sentences shown to the user: what happened, the reason, and what to do.
    """

    code: str
    severity: Severity
    title: str
    why: str
    advice: str


@dataclass(frozen=True)
class Issue:
    """Issue of one kind in one sheet and column.

    Attributes
    ----------
    code : str
        Key of `ISSUE_KINDS`.
    sheet : str
        Name of the sheet; empty where the issue does not come from one.
    cell : str
        First affected cell in Excel notation ("C14").
    cells : tuple of str
        All affected cells.
    heading : str
        Heading or label of the column.
    value : str
        Text as typed; never a person's name.
    message : str
        One sentence saying how the value was read instead.
    count : int
        Number of affected rows.
    messages : tuple of str
        Message for each of `cells` where the messages differ.
    """

    code: str
    sheet: str = ""
    cell: str = ""
    cells: tuple[str, ...] = ()
    heading: str = ""
    value: str = ""
    message: str = ""
    count: int = 1
    messages: tuple[str, ...] = field(default=(), repr=False, compare=False)

    @property
    def kind(self) -> IssueKind:
        """Catalog entry of this issue."""
        return ISSUE_KINDS[self.code]

    @property
    def severity(self) -> Severity:
        """Severity: left-out, assumption or note."""
        return self.kind.severity


def _kind(code: str, severity: Severity, title: str, why: str, advice: str) -> IssueKind:
    return IssueKind(code, severity, title, why, advice)


_KINDS: tuple[IssueKind, ...] = (
    # Sheets and layouts
    _kind("header-below-top", "note", "The table starts lower down",
          "There are titles or instructions above the headings.", "Nothing to do."),
    _kind("header-rows-joined", "note", "Two rows of headings were read as one",
          "A label covers several columns.", "Nothing to do."),
    _kind("sheet-skipped", "left-out", "A sheet was not read",
          "It is empty, hidden, not chosen, or has no table.", "Choose the sheet again if it has data."),
    _kind("workbook-unreadable", "left-out", "A file could not be opened",
          "It is damaged, locked with a password, too large, or no spreadsheet.",
          "Do what its message says, and choose the file again."),
    _kind("read-from-prose", "assumption", "Sessions were read from lines of text",
          "The sheet is a memo, not a table.", "Check each day, title and number."),
    _kind("layout-unknown", "left-out", "A sheet was not recognized",
          "Its headings and cells fit no known layout.", "Say what it is, and map its columns."),
    _kind("members-not-counted", "left-out", "The people on a list were not counted",
          "The list shows no day, mark or signature: it may be a list of members.",
          "Answer whether they came, or add the day."),
    _kind("school-days-not-counted", "left-out", "A school's own attendance was not counted",
          "The form lists class days, which may be no sessions of the library.",
          "Answer whose sessions they are."),
    _kind("version-open", "assumption", "A file repeats most rows of an earlier one",
          "It may be its newer version; until you answer, both are counted.",
          "Answer whether it replaces the earlier file or is added to it."),
    _kind("hidden-content", "assumption", "Some content is hidden",
          "Hidden rows and columns count; hidden sheets only when you say so.",
          "Leave it out if it should not count."),
    _kind("encoding-guessed", "assumption", "The text encoding was guessed",
          "The file does not name its text encoding.",
          "Check names with accents; save as UTF-8 if they look wrong."),
    _kind("text-shortened", "assumption", "Only the beginning of a long text was read",
          "A cell has more characters than any title, name or number.",
          "If several cells were merged into one, split them and upload again."),
    _kind("ragged-row", "left-out", "A row has more cells than headings",
          "Its cells cannot be matched with the headings.",
          "Put quotes around text with commas, then upload again."),
    _kind("answer-not-used", "left-out", "An answer could not be used",
          "It does not fit the sheet it was given for.", "Change the answer as its message says."),
    _kind("column-not-used", "note", "A column was not used",
          "Its heading is not known, or may mean several things.", "Map it by hand if it matters."),
    _kind("column-assumed", "assumption", "A column was recognized by its words and cells",
          "Its heading is not known as a whole.", "Check it; map it by hand if it means something else."),
    _kind("partner-by-mark", "assumption", "A partner is written as a mark",
          "An asterisk says that a partner helped, not which.", "Answer which partner the mark means."),
    _kind("age-band-straddles", "assumption", "An age band spans two official classes",
          "The session counts, but in no class of the official grid.",
          "Answer which class the band belongs to."),
    _kind("signature-missing", "assumption", "A name without a signature counts as present",
          "Others on the list signed.", "Delete the name if the person was not there."),
    _kind("personal-column-discarded", "note", "Personal details are not stored",
          "Names become codes in memory; contacts and signatures are discarded.", "Nothing to do."),
    # Rows
    _kind("totals-row-left-out", "left-out", "A totals row is not counted",
          "It adds up other rows; counting it would count them twice.", "Nothing to do."),
    _kind("totals-disagree", "note", "The sheet's own total disagrees",
          "Its total is not the sum of what was read.", "Check which is right. We used the sum of the rows."),
    _kind("tables-stacked", "note", "The headings are repeated lower down",
          "Several tables below each other are read as one.", "Nothing to do."),
    _kind("blank-rows-skipped", "note", "Blank lines of the form were skipped",
          "A printed number alone is not a person or a session.", "Nothing to do."),
    _kind("example-row-skipped", "note", "The template's example was skipped",
          "Its first cell begins with e.g.", "Nothing to do."),
    _kind("row-left-out", "left-out", "A row could not be used",
          "Something it needs is missing.", "Fix it in the download of skipped rows, then upload that file."),
    _kind("row-without-data", "note", "A row is not part of the data",
          "It is a remark, a heading inside the table, a signature, or a withdrawn order.",
          "Nothing to do."),
    _kind("duplicate-rows", "note", "Two rows are equal in every cell",
          "Two sessions may look alike, so both count.",
          "Answer that duplicates should be dropped if they are one."),
    _kind("spelling-joined", "assumption", "Spellings were merged",
          "They differ only in capital letters or spaces, or you merged them.",
          "Undo the merge if they are different."),
    _kind("session-matched", "assumption", "Two entries are the same session",
          "Same program and day, or a remark says so.",
          "Give the sessions different start times if they are two."),
    _kind("session-perhaps-twice", "assumption", "Possible duplicate sessions (list and log)",
          "They are on the same days, but the list names no program.",
          "Write the program above the list, spelled as in the log; then they count once."),
    _kind("numbers-perhaps-twice", "assumption", "The same numbers may be on two tabs",
          "Another tab of the file has the same numbers, or the days that these sum up; both count.",
          "Skip one of the tabs if they are the same."),
    _kind("tab-perhaps-repeats", "assumption", "A tab that seems to repeat others was left out",
          "It has the same days and numbers as other tabs, or nearly the sums of their rows.",
          "Answer whether it should be read."),
    _kind("tab-within-another", "assumption", "A tab is part of another one",
          "The other tab has its rows and more of the same days, perhaps of other places; it was left out.",
          "Answer whether it should be read; if the other tab is not yours, answer that it counts nothing."),
    _kind("tab-version", "assumption", "Two versions of a tab",
          "Their days are the same and their numbers differ; one was left out.",
          "Answer whether it should be read, and skip the other one."),
    _kind("corrections-not-used", "left-out", "A tab of corrections was not used",
          "Numbers on the other tabs were read as they are and may be wrong.",
          "Make the corrections on the other tabs and upload the file again."),
    _kind("summary-left-out", "assumption", "Sums of another sheet or file were left out",
          "They add up what the other one lists by day, so that both together would count it twice.",
          "Answer that both count if they are different."),
    _kind("summary-perhaps-twice", "assumption", "Some numbers may sum up another sheet or file",
          "They have the same months, programs or budget; until you answer, both count.",
          "Answer whether they are the same."),
    _kind("arrival-times", "assumption", "Times differ for nearly everyone",
          "They are read as when each person came; appointments would be more sessions.",
          "Map the column as the start if each time is a session of its own."),
    _kind("homes-assumed", "assumption", "Places differ between the people of a day",
          "They are read as where people live; at several places there would be more sessions.",
          "Map the column as the site if the sessions were at these places."),
    _kind("similar-names", "assumption", "Two names are similar",
          "They may be one person; both count until you merge them.",
          "Answer whether they are one person."),
    _kind("several-people-perhaps", "assumption", "A row may be that of several people",
          "It counts as one visit of one person.", "Write each person in a row of their own."),
    _kind("same-person-perhaps", "assumption", "One person, or two?",
          "Two spellings merged by your answer, or one name in two rows of a roster.", "Check the names."),
    # Manual changes
    _kind("typed-over", "assumption", "A cell of a sheet was overridden",
          "The value typed here counts; the sheet still has another one.",
          "Correct the sheet too, or undo the step."),
    _kind("removed-by-hand", "left-out", "A row of a sheet was deleted by hand",
          "It was deleted in Records.", "Undo the step if it should count."),
    _kind("person-forgotten", "left-out", "Rows of a person were deleted",
          "They cannot be restored; earlier figures may differ.",
          "Nothing to do. If the sheet is read again, the person is in it again."),
    _kind("facts-differ", "assumption", "Conflicting details for the same name",
          "The latest entry is used.", "Correct the row that is wrong."),
    # Between tables
    _kind("partner-unknown", "note", "Partner without details",
          "Counted, but there is no information about it.",
          "Correct the spelling, or add it to the partners."),
    _kind("program-unknown", "note", "Unknown program name",
          "Its rows count, but it has no attendance.",
          "Correct the spelling, or add it to the programs."),
    # Dates and times
    _kind("date-unreadable", "left-out", "A date could not be read",
          "The row counts, but without a date.", "Write dates as 2026-03-07."),
    _kind("date-missing", "left-out", "A row has no date",
          "Counted in totals, but not in monthly charts.", "Write the date in every row."),
    _kind("date-far-off", "assumption", "A date is many years from the others",
          "It counts in its own year, not in that of its neighbours.",
          "Check the year for a typo."),
    _kind("date-order-assumed", "assumption", "Day and month could change places",
          "Nothing in the column decides.", "Answer which of the two is written first."),
    _kind("date-from-context", "assumption", "A date was completed from outside the table",
          "The sheet's title, another cell or your answer gives the rest.", "Check the year."),
    _kind("session-unclear", "assumption", "People without a day were counted as a session of their own",
          "Others on the list have a day; these may have come on one of those days.",
          "Write the day in each row."),
    _kind("sessions-perhaps-several", "assumption", "There may have been several sessions on one day",
          "The people who came on one day were counted as one session.",
          "Answer which program it is or which column names it, or write the start of each session in a"
          " column."),
    _kind("one-session-assumed", "assumption", "A list without a day was read as one session",
          "Nothing says on how many days these people came.", "Write the day above the list or in a column."),
    _kind("year-missing", "left-out", "No year is given",
          "Counted in totals, but not in monthly charts.", "Answer which year it is."),
    _kind("times-missing", "note", "A time could not be read",
          "The session counts, its length is not known.", "Write times as 10:00."),
    _kind("times-reversed", "note", "A session ends before it begins",
          "It counts, but in no figure of time spent: one of the two times is wrong, or it went past "
          "midnight.",
          "Correct the time; give what goes past midnight a row a day."),
    # Numbers
    _kind("number-from-text", "assumption", "A number was written as text",
          "The cell has thousands separators, units or a currency.", "Check the number."),
    _kind("footnote-dropped", "assumption", "A mark follows a number",
          "The number counts; what its mark refers to was not read.",
          "Look for the remark: if it says that the number is another, or about so many, write that."),
    _kind("number-unreadable", "left-out", "A cell is not a number",
          "It is unknown, not zero.", "Write one number in the cell."),
    _kind("estimate-in-words", "assumption", "A number is an estimate",
          "It says about, almost or at least, or ends in +.",
          "Nothing to do."),
    _kind("number-merged", "assumption", "One number is merged over several rows",
          "It counts once, in the first of them; how it is shared among the rows is not known.",
          "Undo the merge, and write a number in each row."),
    _kind("estimate-scaled", "assumption", "A count was multiplied up from one period",
          "One normal week times 52 estimates visits; it says nothing of how many sessions there were.",
          "Write the sessions one by one if they were counted."),
    _kind("amounts-multiplied", "assumption", "Amounts of money were multiplied",
          "The sheet says that its amounts are in thousands or millions.",
          "Remove those words from the sheet if its amounts are written in full."),
    _kind("range-lower-end", "assumption", "A range was read as one number",
          "The lower end is used, as an estimate.",
          "Answer that the upper end should be used if it is right."),
    _kind("sum-in-cell", "assumption", "A cell contains a sum",
          "Its total is used if the parts agree with it.", "Check the number."),
    _kind("missing-code", "note", "A code means that no number was recorded",
          "N/A, a dash, X, M or −1: unknown, not zero.", "Nothing to do."),
    _kind("zero-may-mean-none", "assumption", "0 was read as not recorded",
          "The sheet asks for 0 where something does not apply, or you said so.",
          "Answer that 0 means no one came, if it does."),
    _kind("percent-not-count", "left-out", "A percentage in place of a count",
          "A share cannot be added up.", "Write the number of people."),
    _kind("sentinel-number", "left-out", "A number is too large to be people",
          "It looks like a code or a telephone number.", "Write the right number."),
    _kind("size-implausible", "assumption", "A number is larger than it can be",
          "More people than twice the seats, or than the library serves.", "Check for a typo."),
    _kind("formula-error", "left-out", "A formula shows an error",
          "The cell is unknown, not zero.", "Fix the formula or type the number."),
    _kind("formula-without-value", "left-out", "A formula's result was never stored",
          "The cell is unknown, not zero.", "Open the workbook in Excel, save it, and upload it again."),
    _kind("part-missing", "assumption", "A part of a count is missing",
          "The others count as “at least”, or the total next to them is used.",
          "Fill in the missing part, or map its column."),
    _kind("zero-with-events", "note", "A session without people",
          "A zero counts as a session to which no one came.", "Clear the cell if no one counted."),
    _kind("all-zero-block", "assumption", "A whole month of zeros",
          "Groups met and every count is 0: not counted yet.",
          "Answer that the month is finished if no one came."),
    _kind("door-count", "left-out", "Monthly counts are not counted as attendance",
          "They may count everyone who came through the door, not people at programs.",
          "Answer that they count people at programs if they do."),
    _kind("door-count-perhaps", "assumption", "Counts without a program were counted as attendance",
          "They may count everyone who came through the door, not people at programs.",
          "Answer what the numbers count."),
    _kind("cadence-mixed", "left-out", "A column or row sums up others",
          "Months, quarters and years of one measure are next to each other; the finest is used.",
          "Nothing to do."),
    _kind("not-sessions", "left-out", "A column counts no program sessions",
          "Self-directed activities and room use by others are no sessions.",
          "Map the column by hand if it counts program sessions."),
    _kind("people-without-events", "assumption", "People but no session",
          "The visits count in the total, not in the average.", "Write how many sessions there were."),
    _kind("events-unknown", "assumption", "The number of sessions of a row is unknown",
          "Its visits count, but not in averages; coverage is by rows.",
          "Fill in the number of sessions."),
    _kind("dominant-value", "note", "Unusually large number",
          "It is over half of the total, or ten times the usual.",
          "Check that it is the same kind of activity."),
    _kind("unit-named", "note", "What the numbers count",
          "A head count counts visits: one person at two sessions is two.",
          "Answer that it counts people if it does."),
    _kind("unit-unclear", "assumption", "The numbers may count people, not visits",
          "The heading or you said so; people cannot be added over sessions.",
          "Answer which of the two it is."),
    _kind("people-mixed", "note", "Children and adults are counted together",
          "One count, or two that add up, includes both.",
          "Map only the children's column if adults should not count."),
    _kind("balance-broken", "note", "Two ways to count the same people disagree",
          "Attendance by age is not attendance by format.",
          "Check which is right; one of them is used."),
    # Words and choices
    _kind("zero-in-text", "assumption", "0 in a column of words",
          "The word is unknown; the row counts.", "Write the word."),
    _kind("choice-unknown", "left-out", "A word is not one of the choices",
          "The cell is unknown.", "Use one of the words of the list."),
    _kind("answer-unreadable", "left-out", "An answer is not on the scale",
          "It counts as no answer, so that shares and averages may be different.",
          "Write a number of the scale or one of its words."),
    _kind("choice-assumed", "assumption", "A word was assumed",
          "It is unknown or missing: the status is then unclear, the amount money.",
          "Write the word: pledged, received, spent or unclear; cash, in kind, volunteer hours."),
    _kind("cancelled-by-title", "assumption", "Session marked as cancelled",
          "The title says so, or a remark without a number.", "Change the title if it was held."),
    _kind("status-unclear", "left-out", "A status does not say whether a session was held",
          "The word is not known; until you answer, the session counts as not held.",
          "Answer whether the sessions with this word were held."),
    _kind("count-of-cancelled", "left-out", "People were counted at a cancelled session",
          "A cancelled session has no attendance.",
          "Delete the word from the title, remark or status if it was held."),
    _kind("remark-open", "assumption", "A remark may mean that its row does not count",
          "It speaks of an error, a second entry or a change; until you answer, the row counts.",
          "Answer whether the row counts."),
    _kind("held-unclear", "assumption", "A session without a number may not have been held",
          "It has a remark and no number, or no one on its list came; until you answer, it counts as held.",
          "Answer whether it was held."),
    _kind("several-values", "note", "One row has several labels",
          "It is one session with a list of labels; its number is not split among them.",
          "Answer which is the main audience if official figures need one."),
    _kind("ditto-read", "note", "Ditto marks were read as the cell above",
          "A cell with a ditto mark, such as -do-, has the value of the cell above it.", "Nothing to do."),
    # Attendance marks
    _kind("marks-from-legend", "note", "Marks were read by the sheet's legend",
          "The sheet explains them itself.", "Nothing to do."),
    _kind("marks-from-form", "assumption", "Marks were read as the form uses them",
          "A school form, a register or a registration export has a meaning of its own for its marks "
          "and blanks.",
          "Answer the question if yours means something else."),
    _kind("marks-from-totals", "assumption", "Marks were read by the sheet's own totals",
          "Only this meaning of the marks adds up to the totals of days and people on the sheet.",
          "Compare one day with the sheet."),
    _kind("rule-not-applied", "note", "A rule written on the sheet was not applied",
          "A form that turns so many late arrivals into an absence counts days for a report; whoever "
          "came late came.",
          "Nothing to do."),
    _kind("number-in-roster", "left-out", "A number in place of a mark",
          "1 is a presence; what another number counts is not known.", "Answer what it means."),
    _kind("colour-not-read", "note", "Cells are colored and otherwise empty",
          "A colour alone is not read as a mark.", "Write a mark into the cell."),
    _kind("program-from-tab", "assumption", "A list was read as that of the program its tab is named after",
          "A log in the same file has a program of that name; otherwise one meeting could count twice.",
          "Answer the question if the list is of another program."),
    _kind("program-from-log", "assumption", "A list was read as the people of the sessions of a log",
          "The log has one session on each of its days, on most of them with as many people: otherwise one "
          "meeting would count twice.",
          "Name the program of the list if it is of other sessions."),
    _kind("day-twice", "note", "One day is above several columns of a roster",
          "Each column is a session of its own, such as one in the morning and one in the afternoon.",
          "Correct the day if it was typed twice by mistake."),
    _kind("days-numbered", "assumption", "Columns without a heading were read as days",
          "One heading, such as Attendance, is over several columns of marks next to each other.",
          "Type the day above each column, so that the figures by month are known."),
    _kind("stay-from-remark", "note", "A remark says when a person joined or left the list",
          "Before the first day in and from the first day out there is neither a presence nor an absence.",
          "Correct the remark if the day is wrong."),
    _kind("day-without-marks", "left-out", "A day has no marks or no total",
          "On a day that was not filled in, blanks are unknown.",
          "Type the total of the day below its column, or a mark for each person."),
    _kind("day-not-explained", "left-out", "A day has only marks that are not explained",
          "A word or a letter that no other day has may be a holiday, or mean that people came.",
          "Answer what it means."),
    _kind("holiday-column", "assumption", "A word is below a day in place of marks",
          "It reads as a reason why there was no session on that day.",
          "Answer that it was held if it was."),
    _kind("mark-by-custom", "note", "A mark was read by custom",
          "P, a tick, / and 1 usually mean present.",
          "Answer the question if it means something else here."),
    _kind("mark-unconfirmed", "left-out", "A mark was not explained",
          "x means present in one place and absent in another; a blank too.", "Answer what it means."),
    _kind("presence-implausible", "note", "Nearly everyone came, or almost no one",
          "Marks may have been read the wrong way round.", "Check what the marks mean."),
    _kind("roster-exceeds-count", "note", "The list is longer than the number typed",
          "The typed number is used.", "Check which of the two is right."),
    # Money and books
    _kind("currency-mixed", "left-out", "Amounts in two currencies",
          "A sum would mix them.", "Convert one of them, and write the same currency everywhere."),
    _kind("opening-balance", "left-out", "A cash book opens with a balance",
          "It is money from before, neither received nor spent in these entries.",
          "Write it as money received, with the name of who gave it, if it belongs to the program."),
    _kind("spent-into-project", "assumption", "Money into the project is marked spent",
          "It is a cost only if the program has no other outlay.", "Write received for money that came in."),
    _kind("given-to-library", "note", "Something was given to the library, and a program is named",
          "It counts as what the library received, not as money or goods for the program.",
          "Write project as receiver if it was for the program."),
    _kind("value-disagrees", "assumption", "The value is not quantity times unit value",
          "The typed value is used.", "Check the three cells."),
    _kind("outside-scale", "left-out", "A rating is outside its scale",
          "Ratings run from 1 to 5, or to the highest possible score given; others are not counted.",
          "Check the rating, or give the highest possible score."),
    _kind("score-above-scale", "assumption", "A score is above the highest possible one",
          "It counts in the average gain, but in no share of the scale and no reading level.",
          "Check the score and the highest possible one."),
    _kind("stage-grows", "note", "More books at this stage than the one before",
          "Both numbers are used.", "Check the lot."),
    _kind("received-before-sent", "assumption", "A lot arrived before it was sent",
          "Its books count; its days on the way are not known.", "Check the two days."),
    _kind("criterion-unknown", "left-out", "A criterion names no figure",
          "It is undecided, and so is its program.",
          "Write a name that Help & definitions lists."),
    _kind("band-out-of-order", "note", "A floor, an ideal and a ceiling are out of order",
          "No number is above the floor and below the ceiling.",
          "Check the cells At least, Ideal and At most."),
    _kind("bound-out-of-reach", "note", "A criterion asks for a number its figure cannot have",
          "A share runs from 0 to 1, so 75 is 7,500%.", "Write 75% or 0.75 for three quarters."),
    _kind("setting-not-read", "left-out", "A setting could not be read",
          "Its name or value is not known.", "Use the names on the settings sheet."),
)  # fmt: skip

ISSUE_KINDS: Mapping[str, IssueKind] = MappingProxyType({kind.code: kind for kind in _KINDS})
