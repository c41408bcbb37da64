"""Answers to import questions: validation, merging, order of the questions, and which may be stored.

Answers come from an answers file (`--answers`) or from the review screen. An answer under "sheets" applies to
one sheet only and overrides the answer for the whole file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from libcollab_metrics.errors import LibCollabError, unknown_name_error
from libcollab_metrics.ingest.question_kinds import CHOSEN_FIELDS, NO_COLUMN, PLUS, QUESTIONS, QuestionKind
from libcollab_metrics.messages import Message, join_messages, join_with_or, plural_message
from libcollab_metrics.model import ALL_SHEETS, Answer, Setting
from libcollab_metrics.model.name_matching import NearSpelling
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import FileReading, Question, SheetReading

_TYPE_DESCRIPTIONS = {
    int: Message("a whole number"),
    str: Message("a word"),
    dict: Message("an object of names and values"),
    list: Message("a list"),
}


@dataclass(frozen=True)
class Answers:
    """Answers that apply to one sheet.

    Attributes
    ----------
    values : mapping of str to Any
        Answers by key, with those of the sheet merged over those of the file.
    sheet_keys : frozenset of str
        Keys answered for this sheet alone.
    """

    values: Mapping[str, Any]
    sheet_keys: frozenset[str] = frozenset()

    def get(self, key: str, default: Any = None) -> Any:
        """Return the answer for a key, or the default when there is none."""
        value = self.values.get(key)
        return default if value is None else value

    def without(self, key: str) -> Answers:
        """Return the answers without one of them."""
        return Answers({k: v for k, v in self.values.items() if k != key}, self.sheet_keys - {key})


def merge_sheet_answers(answers: Mapping[str, Any], sheet: str) -> Answers:
    """Merge the answers for one sheet over those for the whole file.

    The objects under "marks", "mapping" and "column_of" are merged entry by entry, and so are two objects
    under a key that may also have one word for all; other answers replace the general one.
    """
    own = answers.get("sheets", {}).get(sheet, {})
    merged = {**answers, **own}
    for key in ("marks", "mapping", "column_of"):
        merged[key] = {**answers.get(key, {}), **own.get(key, {})}
    for key, kind in QUESTIONS.items():
        given = answers.get(key), own.get(key)
        if kind.may_have_entries and all(isinstance(part, Mapping) for part in given):
            merged[key] = {**answers[key], **own[key]}
    return Answers(merged, frozenset(own))


def collect_shared_answers(answers: Mapping[str, Any]) -> tuple[Answer | Setting, ...]:
    """Extract the answers that apply across files, as operations of the workspace.

    These are whether sessions found in two files are duplicates, and the first month of the fiscal year. The
    month may have been answered under the sheet that asked for it. Files that are added although they repeat
    rows hold different sessions.

    Parameters
    ----------
    answers : mapping of str to Any
        Answers in the shape of an answers file.

    Returns
    -------
    tuple of Answer or Setting
        At most one operation of each kind; empty when neither was answered.
    """
    own = [answers, *answers.get("sheets", {}).values()]
    starts = [part["fiscal_year_start"] for part in own if part.get("fiscal_year_start")]
    shared: list[Answer | Setting] = []
    decision = answers.get("duplicates") or ("keep" if answers.get("version_of") == "add" else None)
    if decision:
        shared.append(Answer(ALL_SHEETS, {"duplicates": decision}))
    if starts:
        shared.append(Setting({"fiscal_year_start": starts[0]}))
    return tuple(shared)


def check_answers(answers: Mapping[str, Any]) -> None:
    """Validate the keys and values of the answers.

    Parameters
    ----------
    answers : mapping of str to Any
        Answers in the shape of an answers file.

    Raises
    ------
    LibCollabError
        If a key is unknown or a value is not allowed; the message lists the allowed values.
    """
    sheets = answers.get("sheets", {})
    for part in (answers, *(sheets.values() if isinstance(sheets, Mapping) else ())):
        if not isinstance(part, Mapping):
            raise LibCollabError("The answers must be an object of keys and values.")
        for key, value in part.items():
            if key not in QUESTIONS:
                raise unknown_name_error("answer", key, QUESTIONS)
            _check_value(key, value)


def _check_value(key: str, value: object) -> None:
    kind = QUESTIONS[key]
    if value is None and kind.type not in (dict, list):
        return
    if kind.may_have_entries and isinstance(value, dict):
        _check_entries(key, kind, value)
        return
    if not isinstance(value, kind.type) or (kind.type is int and isinstance(value, bool)):
        raise LibCollabError(
            Message('The answer "{key}" must be {what}.', key=key, what=_TYPE_DESCRIPTIONS[kind.type])
        )
    if kind.bounds and isinstance(value, int) and not kind.bounds[0] <= value <= kind.bounds[1]:
        least, most = kind.bounds
        raise LibCollabError(
            Message(
                'The answer "{key}" must be a whole number from {least} to {most}.',
                key=key,
                least=least,
                most=most,
            )
        )
    if kind.allowed and value not in kind.allowed:
        raise LibCollabError(
            Message(
                'The answer "{key}" is "{value}"; it can be {allowed}.',
                key=key,
                value=str(value),
                allowed=join_with_or(list(map(str, kind.allowed))),
            )
        )
    if isinstance(value, dict):
        _check_entries(key, kind, value)
        return
    items = value if isinstance(value, list) else [value]
    if kind.is_valid_entry and not all(map(kind.is_valid_entry, items)):
        raise LibCollabError(Message('The answer "{key}" must be {what}.', key=key, what=kind.description))


def _check_entries(key: str, kind: QuestionKind, entries: Mapping[str, object]) -> None:
    if kind.is_valid_entry and not all(map(kind.is_valid_entry, entries.values())):
        raise LibCollabError(Message('Every value of the answer "{key}" must be a text.', key=key))
    for name, chosen in entries.items():
        if kind.entry_choices and chosen not in kind.entry_choices:
            raise LibCollabError(
                Message(
                    'The answer "{key}" of "{name}" can be {allowed}.',
                    key=key,
                    name=name,
                    allowed=join_with_or(list(map(str, kind.entry_choices))),
                )
            )


# Questions shown on the review screen, in a fixed order and without duplicates.

#: Spellings of yes and no in an answers file.
BOOLEAN_WORDS = {"true": True, "yes": True, "false": False, "no": False}
#: Options of the question about one person: the likely answer is two.
#: Answers that hold lists of names: those of one person, and those of different people.
NAME_ANSWERS = ("same_person", "different_people")
PERSON_OPTIONS = (("no", Message("two people")), ("yes", Message("one person")))

Choice = str | int | None


@dataclass(frozen=True)
class PendingQuestion:
    """Question on the review screen.

    Attributes
    ----------
    key : str
        Key of the answer, for example "marks".
    name : str
        Entry within an answer that is an object, for example the mark "x"; empty for plain keys.
    is_entry : bool
        Whether the answer is an entry of an object; False for plain keys such as "year".
    text : str
        Question as shown.
    options : tuple of (str, str)
        Values and labels to choose from; empty when the answer is typed.
    default : str
        Value assumed without an answer.
    sheets : tuple of str
        Sheets the answer applies to; empty for the whole file.
    details : tuple of (str, str)
        Sheet and its part of the text, where several sheets ask the same question with different texts.
    confirmed_value : Any
        What a "yes" confirms: a pair of names, or the spelling to use; None for other questions.
    likely : str
        Answer to propose as chosen instead of the default; "" for none.
    texts : tuple of (str, str)
        Sheet and its whole text, where several sheets ask the same question.
    """

    key: str
    name: str
    is_entry: bool
    text: str
    options: tuple[tuple[str, str], ...]
    default: str
    sheets: tuple[str, ...]
    details: tuple[tuple[str, str], ...] = ()
    confirmed_value: Any = None
    likely: str = ""
    texts: tuple[tuple[str, str], ...] = field(default=(), repr=False, compare=False)

    def translate(self, translate: Callable[[str], str]) -> PendingQuestion:
        """Return the question with the text and the details in another language."""
        translated = [translate(text) for _, text in self.texts or (("", self.text),)]
        text, details = _merge_texts([sheet for sheet, _ in self.texts] or [""], translated)
        return replace(self, text=text, details=details)

    @property
    def id(self) -> tuple[str, str, tuple[str, ...]]:
        """Key, entry and sheets: the same for a question that is asked again."""
        return self.key, self.name, self.sheets

    @property
    def is_number(self) -> bool:
        """Whether the answer is a typed number."""
        return QUESTIONS[self.key].type is int and not self.options

    @property
    def is_text(self) -> bool:
        """Whether the answer is typed text, for example the partner that an asterisk marks."""
        return not self.options and not self.is_number and not self.is_open

    @property
    def is_open(self) -> bool:
        """Whether one of the options is chosen or another text is typed, for example a program."""
        return QUESTIONS[self.key].is_open

    @property
    def may_have_several(self) -> bool:
        """Whether several options may be chosen, for example all columns of ratings."""
        names_columns = self.key == "column_of" and self.name in CHOSEN_FIELDS
        return names_columns and not any(PLUS in value for value, _ in self.options)

    def split_choice(self, choice: Choice) -> list[str]:
        """Return the options that an answer to a question with several names."""
        return [value for value in str(choice or "").split(PLUS) if value in dict(self.options)]

    def join_choices(self, chosen: Sequence[str]) -> str | None:
        """Return several options as one answer; None without any. Next to a column, "none" has no meaning."""
        columns = [value for value in chosen if value != NO_COLUMN]
        return PLUS.join(columns or chosen) or None

    def accepts(self, typed: Choice) -> bool:
        """Return whether a choice or a typed text may be the answer; "last week" is no day."""
        is_valid = QUESTIONS[self.key].is_valid_entry
        return not self.is_open or typed is None or is_valid is None or is_valid(typed)


def collect_questions(
    reading: FileReading, near_spellings: Sequence[NearSpelling] = (), *, per_sheet: bool = False
) -> tuple[PendingQuestion, ...]:
    """Collect, order and de-duplicate the questions of a file.

    What a row is, is asked once for all tabs with the same headings; the program once for all tabs that are
    likely to have the same.

    Parameters
    ----------
    reading : FileReading
        Import result of the file.
    near_spellings : sequence of NearSpelling, optional
        Similar spellings to ask about in addition to the questions of the sheets.
    per_sheet : bool, default False
        Ask a question shared by several sheets once per sheet rather than once for all.

    Returns
    -------
    tuple of Asked
        Questions in the order in which they are shown: those that can change the most rows first.
    """
    kinds: dict[str, tuple[str, ...]] = {}  # of a tab with several tables, those of the first
    for sheet in reading.sheets:
        kinds.setdefault(sheet.name, _headings_without_numbers(sheet))
    groups: dict[tuple[object, ...], list[tuple[str, Question, tuple[str, str, bool]]]] = {}
    for sheet in reading.sheets:
        for question in sheet.questions:
            where = split_question_path(question.id, sheet.name)
            if where[0] != "same_person":  # asked below, with the names
                group_key = (
                    where,
                    question.likely if where[0] == "program" else tuple(sorted(question.options)),
                    question.default,
                    sheet.name if per_sheet else "",
                    kinds[sheet.name] if where[0] == "row_is" else (),
                )
                groups.setdefault(group_key, []).append((sheet.name, question, where))
    questions = [_merge_questions(group) for group in groups.values()]
    pairs = [_same_person_question(sheet, *pair) for sheet in reading.sheets for pair in sheet.near_names]
    questions += {tuple(asked.confirmed_value): asked for asked in reversed(pairs)}.values()
    questions += [_spelling_question(join) for join in near_spellings]
    rows = {sheet.name: sheet.rows_read for sheet in reading.sheets}
    return tuple(sorted(questions, key=lambda asked: (-_count_rows(asked, rows), _key_rank(asked.key))))


def _headings_without_numbers(sheet: SheetReading) -> tuple[str, ...]:
    """Return the headings of a sheet without days and other numbers: equal for tabs of one kind."""
    words = (re.sub(r"[\d\W_]+", " ", normalize_heading(mapped.heading)).strip() for mapped in sheet.mapping)
    return tuple(dict.fromkeys(filter(None, words)))


def _count_rows(asked: PendingQuestion, rows_by_sheet: Mapping[str, int]) -> int:
    """Return the number of rows whose count an answer can change; a name only says where they are listed."""
    if asked.confirmed_value is not None or asked.key == "program":
        return 0
    return sum(rows_by_sheet.get(sheet, 0) for sheet in asked.sheets or rows_by_sheet)


def question_rank(path: str, sheet: str) -> int:
    """Return the position of a question in the display order."""
    return _key_rank(split_question_path(path, sheet)[0])


def _key_rank(key: str) -> int:
    return list(QUESTIONS).index(key) if key in QUESTIONS else len(QUESTIONS)


def split_question_path(path: str, sheet: str) -> tuple[str, str, bool]:
    """Split the path of a question into its key, its name, and whether it has a name.

    Names of sheets, marks and labels may contain dots.

    Examples
    --------
    >>> (split_question_path("sheets.Mar. 2026.marks.", "Mar. 2026"),
    ...  split_question_path("sheets.March.partner_mark.*", "March"))
    (('marks', '', True), ('partner_mark', '*', True))
    >>> (split_question_path("sheets.March.year", "March"),
    ...  split_question_path("sheets.March.age_class.Ages 3.5-6", "March"))
    (('year', '', False), ('age_class', 'Ages 3.5-6', True))
    """
    key, dot, name = path.removeprefix(f"sheets.{sheet}.").partition(".")
    return key, name, bool(dot)


def _merge_questions(group: Sequence[tuple[str, Question, tuple[str, str, bool]]]) -> PendingQuestion:
    _, first, (key, name, named) = group[0]
    sheets = tuple(sheet for sheet, _, _ in group)  # a sheet with two tables may ask twice
    texts = [question.text for _, question, _ in group]
    text, details = _merge_texts(sheets, texts)
    return PendingQuestion(
        key,
        name,
        named,
        text,
        tuple(dict.fromkeys(option for _, question, _ in group for option in question.options)),
        first.default,
        tuple(dict.fromkeys(sheets)),
        details,
        likely=first.likely,
        texts=tuple(zip(sheets, texts, strict=True)),
    )


def _merge_texts(sheets: Sequence[str], texts: Sequence[str]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the sentences that the texts share at their end, and the rest of each text with its sheet."""
    shared = _common_ending(texts)
    details = tuple(
        (sheet, rest)
        for sheet, text in zip(sheets, texts, strict=True)
        if shared != text and (rest := text.removesuffix(shared).strip())
    )
    return shared or texts[0], details


def _common_ending(texts: Sequence[str]) -> str:
    """Return the trailing sentences that all texts share; the whole text when all are equal."""
    cut = [re.split(r"(?<=[.?!]) ", text) for text in texts]
    shared: list[str] = []
    for sentences in zip(*(reversed(parts) for parts in cut), strict=False):
        if len(set(sentences)) > 1:
            break
        shared.insert(0, sentences[0])
    return " ".join(shared)


def _same_person_question(
    sheet: SheetReading, other: str, row: int, name: str, second_row: int, second_name: str
) -> PendingQuestion:
    facts = {"name": name, "row": str(row), "second_name": second_name, "second_row": str(second_row)}
    text = Message("Are “{name}” (row {row}) and “{second_name}” (row {second_row}) one person?", **facts)
    if other:
        text = Message(
            "Are “{name}” (row {row} of {sheet}) and “{second_name}” (row {second_row}) one person?",
            sheet=other,
            **facts,
        )
    return PendingQuestion(
        "same_person",
        f"{other} {row}-{second_row}".strip(),
        True,
        text,
        PERSON_OPTIONS,
        "",
        (sheet.name,),
        confirmed_value=[name, second_name],
    )


def _spelling_question(near_spelling: NearSpelling) -> PendingQuestion:
    kind, old, new = Message(near_spelling.kind.lower()), near_spelling.old, near_spelling.new
    old_rows, new_rows = (
        plural_message(count, "{count} row", "{count} rows")
        for count in (near_spelling.old_rows, near_spelling.new_rows)
    )
    likely = near_spelling.is_likely_same
    text = Message(
        "Is “{old}” the same {kind} as “{new}”? {old_rows} and {new_rows}.",
        old=old,
        new=new,
        kind=kind,
        old_rows=old_rows,
        new_rows=new_rows,
    )
    if likely:
        difference = Message("They differ only in capital letters and dots.")
        text = join_messages(" ", [text, difference])
    return PendingQuestion(
        "spelling",
        old,
        True,
        text,
        (("yes", Message("same {kind}", kind=kind)), ("no", Message("two {kind}s", kind=kind))),
        "no",
        (),
        confirmed_value=new,
        likely="yes" if likely else "",
    )


def make_answers(choices: Iterable[tuple[PendingQuestion, Choice]], reading: FileReading) -> dict[str, Any]:
    """Build an answers file from the options chosen on screen.

    Each answer is stored under every sheet that asked, so that it does not affect other sheets. A year that
    every table of the file asks for is stored at the top level, as the year of the first table. Merged
    spellings and persons are stored at the top level too. Questions without a choice are omitted.

    Parameters
    ----------
    choices : iterable of (Asked, str, int or None)
        Questions with the chosen value; None or "" when nothing was chosen.
    reading : FileReading
        Import result of the file.

    Returns
    -------
    dict of str to Any
        Answers in the shape of an answers file.
    """
    tables = {sheet.name for sheet in reading.sheets if sheet.layout != "skipped"}
    answers: dict[str, Any] = {}
    for asked, choice in choices:
        if choice is None or choice == "":
            continue
        if asked.confirmed_value is not None:
            _add_decision(answers, asked, is_same=choice == "yes")
            continue
        value = (
            BOOLEAN_WORDS.get(choice, choice)
            if asked.key == "month_finished" and isinstance(choice, str)
            else choice
        )
        whole = asked.key == "year" and len(tables) > 1 and set(asked.sheets) >= tables
        under = () if whole else asked.sheets
        places = [answers.setdefault("sheets", {}).setdefault(sheet, {}) for sheet in under] or [answers]
        for target in places:
            if asked.is_entry:
                target.setdefault(asked.key, {})[asked.name] = value
            else:
                target[asked.key] = value
    return answers


def _add_decision(answers: dict[str, Any], question: PendingQuestion, *, is_same: bool) -> None:
    """Add whether two names are of one person, or that two spellings are one name."""
    if question.key == "same_person":
        key = "same_person" if is_same else "different_people"
        answers.setdefault(key, []).append(list(question.confirmed_value))
    elif is_same:
        answers.setdefault("spelling", {})[question.name] = question.confirmed_value


def merge_answers(answers: Mapping[str, Any], updates: Mapping[str, Any]) -> dict[str, Any]:
    """Merge new answers over existing ones.

    Objects are merged key by key, pairs of people are appended, and any other value is replaced.

    Parameters
    ----------
    answers : mapping of str to Any
        Existing answers.
    updates : mapping of str to Any
        Answers that take precedence.

    Returns
    -------
    dict of str to Any
        Merged answers; the arguments are not changed.
    """
    merged = dict(answers)
    for key, value in updates.items():
        old = merged.get(key)
        if isinstance(old, Mapping) and isinstance(value, Mapping):
            merged[key] = merge_answers(old, value)
        elif key in NAME_ANSWERS and isinstance(old, list):
            merged[key] = [*old, *(pair for pair in value if pair not in old)]
        else:
            merged[key] = value
    return merged


def find_answer(asked: PendingQuestion, answers: Mapping[str, Any]) -> Choice:
    """Return the answer that was given to a question, as `make_answers` takes it.

    Parameters
    ----------
    asked : PendingQuestion
        The question.
    answers : mapping of str to Any
        Answers in the shape of an answers file.

    Returns
    -------
    str, int or None
        None if the question has no answer.
    """
    if asked.confirmed_value is not None:
        return _find_decision(asked, answers)
    for place in (*(answers.get("sheets", {}).get(sheet, {}) for sheet in asked.sheets), answers):
        value = place.get(asked.key)
        if asked.is_entry and isinstance(value, Mapping):
            value = value.get(asked.name)
        if value is not None:
            return str(value).lower() if isinstance(value, bool) else value
    return None


def _find_decision(asked: PendingQuestion, answers: Mapping[str, Any]) -> str | None:
    if asked.key != "same_person":
        return "yes" if answers.get("spelling", {}).get(asked.name) == asked.confirmed_value else None
    for key, choice in zip(NAME_ANSWERS, ("yes", "no"), strict=True):
        if list(asked.confirmed_value) in map(list, answers.get(key, ())):
            return choice
    return None


def replace_answer(
    asked: PendingQuestion, choice: Choice, answers: Mapping[str, Any], reading: FileReading
) -> dict[str, Any]:
    """Return the answers with another answer to one question.

    Parameters
    ----------
    asked : PendingQuestion
        The question.
    choice : str, int or None
        The new answer; None or "" withdraws the answer.
    answers : mapping of str to Any
        Answers in the shape of an answers file; not changed.
    reading : FileReading
        Import result of the file.

    Returns
    -------
    dict of str to Any
        Answers in the same shape.
    """
    sheets = dict(answers.get("sheets", {}))
    for sheet in asked.sheets:
        sheets[sheet] = _without_answer(asked, sheets.get(sheet, {}))
    file = {key: value for key, value in answers.items() if key != "sheets"}
    rest = {**_without_answer(asked, file), "sheets": {name: own for name, own in sheets.items() if own}}
    return merge_answers(rest, make_answers([(asked, choice)], reading))


def _without_pair(pairs: Iterable[Sequence[str]], removed: Sequence[str]) -> list[Sequence[str]]:
    return [pair for pair in pairs if list(pair) != list(removed)]


def _without_answer(asked: PendingQuestion, answers: Mapping[str, Any]) -> dict[str, Any]:
    if asked.key == "same_person":
        pairs = {name: _without_pair(answers.get(name, ()), asked.confirmed_value) for name in NAME_ANSWERS}
        others = {key: given for key, given in answers.items() if key not in NAME_ANSWERS}
        return others | {name: rest for name, rest in pairs.items() if rest}
    value = answers.get(asked.key)
    rest: Any = None
    if asked.is_entry and isinstance(value, Mapping):
        rest = {name: given for name, given in value.items() if name != asked.name}
    others = {key: given for key, given in answers.items() if key != asked.key}
    return {**others, asked.key: rest} if rest else others


@dataclass(frozen=True)
class StoredAnswer:
    """Single answer, as stored.

    Attributes
    ----------
    key : str
        Key of the answer.
    name : str or None
        Entry within an answer that is an object; None for plain keys.
    value : Any
        Value of the answer; for "same_person" and "different_people", a pair of names.
    sheets : tuple of str
        Sheets the answer applies to; empty for the whole file.
    """

    key: str
    name: str | None
    value: Any
    sheets: tuple[str, ...] = ()


def list_answers(answers: Mapping[str, Any]) -> tuple[StoredAnswer, ...]:
    """List the stored answers one by one.

    Parameters
    ----------
    answers : mapping of str to Any
        Answers in the shape of an answers file.

    Returns
    -------
    tuple of Given
        One entry per distinct answer; the same answer for several sheets is listed once.
    """
    sheets: dict[tuple[str, str | None, str], list[str]] = {}
    values: dict[tuple[str, str | None, str], Any] = {}
    for sheet, own in (("", answers), *answers.get("sheets", {}).items()):
        for key, name, value in _iterate_answers(own):
            values.setdefault((key, name, repr(value)), value)
            sheets.setdefault((key, name, repr(value)), []).extend([sheet] if sheet else [])
    return tuple(
        StoredAnswer(key, name, value, tuple(sheets[key, name, text]))
        for (key, name, text), value in values.items()
    )


def _iterate_answers(answers: Mapping[str, Any]) -> Iterator[tuple[str, str | None, Any]]:
    for key, value in answers.items():
        if key in NAME_ANSWERS:
            yield from ((key, None, pair) for pair in value)
        elif isinstance(value, Mapping) and key != "sheets":
            yield from ((key, name, answer) for name, answer in value.items())
        elif key != "sheets":
            yield key, None, value


def remove_answer(answers: Mapping[str, Any], removed: StoredAnswer) -> dict[str, Any]:
    """Remove one answer from the file and from every sheet.

    Parameters
    ----------
    answers : mapping of str to Any
        Answers in the shape of an answers file.
    removed : Given
        Answer to remove.

    Returns
    -------
    dict of str to Any
        Remaining answers, without empty objects and lists; `answers` is not changed.
    """
    remaining = {key: _remove_value(key, value, removed) for key, value in answers.items() if key != "sheets"}
    sheets = {
        sheet: {
            key: left
            for key, value in own.items()
            if (left := _remove_value(key, value, removed)) not in (None, {}, [])
        }
        for sheet, own in answers.get("sheets", {}).items()
    }
    return {key: value for key, value in remaining.items() if value not in (None, {}, [])} | {
        "sheets": sheets
    }


def _remove_value(key: str, value: Any, removed: StoredAnswer) -> Any:
    if key != removed.key:
        return value
    if key in NAME_ANSWERS:
        return _without_pair(value, removed.value)
    if removed.name is not None:
        return {
            name: answer for name, answer in value.items() if (name, answer) != (removed.name, removed.value)
        }
    return None if value == removed.value else value


def storable_answers(answers: Mapping[str, Any], sheet: str) -> dict[str, Any]:
    """Return the answers that may be stored on disk for the next sheet with the same headings.

    Answers that name a person or belong to one file only are excluded.

    Parameters
    ----------
    answers : mapping of str to Any
        Answers in the shape of an answers file.
    sheet : str
        Name of the sheet; its own answers override those of the file.

    Returns
    -------
    dict of str to Any
        Answers by key, without a "sheets" level.
    """
    own = answers.get("sheets", {}).get(sheet, {})
    merged = merge_answers({key: value for key, value in answers.items() if key != "sheets"}, own)
    return {
        key: value
        for key, value in merged.items()
        if (key not in QUESTIONS or QUESTIONS[key].is_stored) and value not in ({}, None)
    }


def redact_people(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Remove the answers that name people, so that the rest may be copied from the screen.

    Parameters
    ----------
    answers : mapping of str to Any
        Answers in the shape of an answers file.

    Returns
    -------
    dict of str to Any
        Answers without names of people, at file and sheet level.
    """
    remaining = {key: value for key, value in answers.items() if key not in (*NAME_ANSWERS, "sheets")}
    sheets = {name: redact_people(own) for name, own in answers.get("sheets", {}).items()}
    return remaining | ({"sheets": sheets} if any(sheets.values()) else {})
