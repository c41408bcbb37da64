"""Audience classes of age labels, lists of labels, survey measures, and ratings of agreement.

An age label maps to one official audience class, or to none when its ages span two. A cell may list several
labels, which may contain commas themselves.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from libcollab_metrics.ingest.question_kinds import ask
from libcollab_metrics.ingest.values.columns import CellIssue, Column, ParseContext, report_issues
from libcollab_metrics.ingest.values.lexicon import known_words, word_list
from libcollab_metrics.ingest.values.table import EncodedValues
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import casefold_name, clean_spaces, normalize_heading
from libcollab_metrics.model.readings import Question
from libcollab_metrics.model.schema import UNCLASSIFIED

#: Audience classes of the Public Libraries Survey, with the first and last age of each.
CLASSES = {"0-5": (0.0, 5.99), "6-11": (6.0, 11.99), "12-18": (12.0, 18.99), "19+": (19.0, 130.0)}
GENERAL = "general interest"
_BAND = re.compile(
    r"(?<!\d)(\d+(?:\.\d+)?)\s*(months?|mos?|m)?\s*(?:-|–|—|to|a|hanggang)\s*(\d+(?:\.\d+)?)\s*(months?|mos?|m\b)?"
)
_MINIMUM_AGE = re.compile(
    r"(?<!\d)(\d+)\s*(?:\+|and (?:up|over|older)|pataas|y mas|o mas)|(?:over|mas de) (\d+)"
)
_MAXIMUM_AGE = re.compile(r"(?:up to|under|below|hasta|menores de|hanggang) (?:age )?(\d+)")
_MONTH_IN_YEARS = 1 / 12


def audience_class(label: str) -> str:
    """Return the audience class of an age label, "general interest" or "unclassified".

    An age band that spans two classes is unclassified until the librarian chooses a class. "18+" counts as
    adults.

    Examples
    --------
    >>> [audience_class(label) for label in ("Children (0-5)", "Ages 3-6", "13-18 years", "18+")]
    ['0-5', 'unclassified', '12-18', '19+']
    >>> audience_class("All Ages"), audience_class("18 months-3"), audience_class("Family")
    ('general interest', '0-5', 'unclassified')
    """
    folded = normalize_heading(label)
    if known_words("audience").get(folded) and not re.search(r"\d", folded):
        return known_words("audience")[folded]
    ages = _parse_ages(folded)
    if ages is None:
        named = {
            meaning
            for word, meaning in known_words("audience").items()
            if re.search(rf"\b{re.escape(word)}\b", folded)
        }
        return named.pop() if len(named) == 1 else UNCLASSIFIED
    low, high = ages
    inside = [name for name, (first, last) in CLASSES.items() if first <= low and high <= last]
    return inside[0] if inside else UNCLASSIFIED


def spans_classes(label: str) -> bool:
    """Return whether a label gives ages that no single class contains.

    The librarian is then asked for its class.
    """
    folded = normalize_heading(label)
    return audience_class(label) == UNCLASSIFIED and (
        _parse_ages(folded) is not None or folded in ("family", "families")
    )


def is_audience_label(label: str) -> bool:
    """Return whether a label is recognized as an audience on its own."""
    return audience_class(label) != UNCLASSIFIED or spans_classes(label)


def _parse_ages(folded: str) -> tuple[float, float] | None:
    if match := _MINIMUM_AGE.search(folded):
        first = float(match.group(1) or match.group(2))
        return (19.0 if first == 18 else first), 130.0
    if match := _BAND.search(folded):
        low, low_unit, high, high_unit = match.groups()
        months_low = low_unit or (high_unit if not low_unit and high_unit else None)
        return float(low) * (_MONTH_IN_YEARS if months_low else 1), float(high) * (
            _MONTH_IN_YEARS if high_unit else 1
        )
    if match := _MAXIMUM_AGE.search(folded):
        return 0.0, float(match.group(1))
    return None


# Cells that list several labels, where the labels may contain commas.

#: Separator between labels: a comma outside brackets, unlike the one in "Preschool (ages 3, 4)".
_COMMA = re.compile(r",(?![^()\[\]]*[)\]])")


def parse_tag_column(
    column: Column, context: ParseContext, is_label: Callable[[str], bool] = lambda part: False
) -> EncodedValues:
    """Split each cell into a tuple of labels, and report cells with several labels.

    A row with several labels is one session, and its count is not split among them. `is_label` recognizes
    labels by their own words, in addition to labels that occur alone in some row.
    """
    texts = column.cell_texts
    labels = find_labels(
        [*texts, *(part for text in texts for part in _split_at_commas(text) if is_label(part))]
    )
    tags = [split_tags(text, labels) for text in texts]
    cell_issues: list[CellIssue] = [
        (
            (
                "several-values",
                Message(
                    "{count} labels on one row: {labels}. The count is not split",
                    count=len(listed),
                    labels="; ".join(listed),
                ),
            )
            if len(listed) > 1
            else None
        )
        for listed in tags
    ]
    report_issues(column, context, cell_issues)
    return EncodedValues(column.codes, tags)


def find_labels(texts: Iterable[str]) -> frozenset[str]:
    """Return the casefolded labels of a column: those that occur alone in some row.

    A cell with a comma is one label when none of its parts occurs alone in any row.

    Examples
    --------
    >>> sorted(find_labels(["Craft", "Arts, Music & More", "Craft, Arts, Music & More"]))
    ['arts, music & more', 'craft']
    """
    parts = {clean_spaces(text): _split_at_commas(text) for text in texts if clean_spaces(text)}
    alone = {casefold_name(text) for text, listed in parts.items() if len(listed) == 1}
    whole = {
        casefold_name(text) for text, listed in parts.items() if not alone & set(map(casefold_name, listed))
    }
    return frozenset(alone | whole)


def split_tags(text: str, labels: Collection[str]) -> tuple[str, ...]:
    """Split one cell into labels, matching the longest known label first.

    Parameters
    ----------
    text : str
        Text of the cell.
    labels : collection of str
        Known labels, casefolded, as returned by `find_labels`.

    Returns
    -------
    tuple of str
        Labels in order, without duplicates.

    Examples
    --------
    >>> split_tags("Preschool (ages 3-6), Family", {"family"})
    ('Preschool (ages 3-6)', 'Family')
    >>> split_tags("Craft, Arts, Music & More", {"craft", "arts, music & more"})
    ('Craft', 'Arts, Music & More')
    """
    rest, tags = _split_at_commas(text), []
    while rest:
        length = next(
            (many for many in range(len(rest), 1, -1) if casefold_name(", ".join(rest[:many])) in labels), 1
        )
        tags.append(", ".join(rest[:length]))
        rest = rest[length:]
    return tuple(dict.fromkeys(tags))


def _split_at_commas(text: str) -> list[str]:
    return [part for piece in _COMMA.split(text) if (part := clean_spaces(piece))]


# A column of intended audiences: a list of tags, each in one official class or in none.

#: Maximum number of labels asked about, so that the questions fit on one screen; further labels are only
#: reported.
MAX_LABEL_QUESTIONS = 6


def parse_audience_column(
    column: Column, sheet: str, context: ParseContext
) -> tuple[EncodedValues, tuple[Question, ...]]:
    """Return the audience class of each row, and questions about labels without a single class.

    A cell with several labels has the class of the main audience if the librarian named one; otherwise the
    class all labels agree on; otherwise it is unclassified.
    """
    answered = {
        normalize_heading(label): chosen for label, chosen in context.answers.get("age_class", {}).items()
    }
    main = {
        normalize_heading(label): chosen for label, chosen in context.answers.get("main_audience", {}).items()
    }
    tags = parse_tag_column(column, context, is_audience_label)
    texts = column.cell_texts
    classes = [
        main.get(normalize_heading(text)) or _common_class(labels or (), answered) if text else None
        for text, labels in zip(texts, tags.values, strict=True)
    ]
    cell_issues: list[CellIssue] = [
        (
            (
                "age-band-straddles",
                Message('"{text}" lies in no single official class; it stays unclassified', text=text),
            )
            if text and audience == UNCLASSIFIED and any(spans_classes(label) for label in labels or ())
            else None
        )
        for text, labels, audience in zip(texts, tags.values, classes, strict=True)
    ]
    report_issues(column, context, cell_issues)
    open_labels = dict.fromkeys(
        label
        for issue, labels in zip(cell_issues, tags.values, strict=True)
        if issue
        for label in labels or ()
        if spans_classes(label)
    )
    return EncodedValues(column.codes, classes), _class_questions(
        [label for label in open_labels if normalize_heading(label) not in answered], sheet
    )


def _common_class(labels: tuple[str, ...], answered: Mapping[str, str]) -> str:
    classes = {answered.get(normalize_heading(label)) or audience_class(label) for label in labels}
    return classes.pop() if len(classes) == 1 else UNCLASSIFIED


def _class_questions(labels: list[str], sheet: str) -> tuple[Question, ...]:
    return tuple(ask("age_class", sheet, entry=label) for label in labels[:MAX_LABEL_QUESTIONS])


# Ratings of agreement: the words of a five-point scale as 1 to 5, yes and no as 2 and 1, and what a survey
# question measures.

#: Patterns of questions that name a known measure. Knowledge is checked last: "I am confident about what I
#: learned" asks for confidence, and "I will apply what I learned" for application.
MEASURES = (
    ("confidence", re.compile(r"\bconfiden|\bconfianza|\bseguro de\b|\bkumpiyansa|\btiwala")),
    (
        "application",
        re.compile(r"\bappl(y|ying|ied|ication)\b|\baplica|\bponer en practica|\bisasagawa|\bilalapat"),
    ),
    ("awareness", re.compile(r"\baware|\bal tanto\b|\bkamalayan")),
)
KNOWLEDGE = re.compile(r"\blearn(ed|t|ing)?\b|\bknowledge\b|\baprend|\bconocimiento|\bnatut|\bkaalaman")
_NUMBERED_RATING = re.compile(r"^(10|[1-9])\s*[-–—=:.)(]+\s*(.+?)\)?$|^(.+?)\s*[(=:–—-]{1,3}\s*([1-5])\)?$")
#: A number alone, or with a word that says nothing more: "5 po", "4 puntos".
_BARE_RATING = re.compile(
    r"(10|[1-9])(?:\.0)?"
    r"(?:\s*(?:po|lang|lang po|stars?|points?|pts?|puntos|estrellas)|\s*(?:/|out of|de|sa)\s*(5|10))?"
)
#: Ratings of a question that is answered with yes or no, and the end of that scale; the share of answers that
#: must be one of the two.
YES, NOT_YES, YES_OR_NO_END, MIN_YES_OR_NO = 2.0, 1.0, 2.0, 0.75
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_CLAUSE = re.compile(r"[^,.;:!()–—-]+")
#: Pairs of words with the same rating on five points that differ on a longer scale.
_LONGER_SCALE_WORDS = (("agree", "somewhat agree"), ("disagree", "somewhat disagree"))


def is_agreement_column(texts: Iterable[str], heading: str = "") -> bool:
    """Return whether at least half of the texts are words of a five-point agreement scale.

    Bare numbers count only when the heading explains them ("1 = strongly disagree"). A longer scale, with
    both "agree" and "somewhat agree", is rejected.
    """
    listed = [text for text in texts if text and not is_no_answer(text)]
    folded = {normalize_heading(text) for text in listed}
    if not listed or any({first, second} <= folded for first, second in _LONGER_SCALE_WORDS):
        return False
    explained = any(
        word in normalize_heading(heading)
        for word in known_words("agreement")
        if "agree" in word or "acuerdo" in word
    )
    known = [text for text in listed if parse_rating(text) is not None or (explained and text in "12345")]
    return len(known) * 2 >= len(listed) and bool(known)


def parse_rating(text: str, accept_numbers: bool = False, highest: float = 5.0) -> float | None:
    """Parse a rating from 1 (strongly disagree) to 5; None when the text is not a rating.

    With `accept_numbers`, a bare number is a rating, and so is a number before words of no known rating; it
    may then be as high as `highest`.

    Examples
    --------
    >>> (parse_rating("Strongly agree"), parse_rating("4 - Agree"), parse_rating("De acuerdo"),
    ...  parse_rating("4"))
    (5.0, 4.0, 4.0, None)
    >>> parse_rating("5 - loved it!", accept_numbers=True), parse_rating("5 - disagree", accept_numbers=True)
    (5.0, None)
    >>> parse_rating("5 (very!)", accept_numbers=True), parse_rating("4/5", accept_numbers=True)
    (5.0, 4.0)
    >>> parse_rating("9", accept_numbers=True), parse_rating("9 (nine!)", accept_numbers=True, highest=10)
    (None, 9.0)
    """
    known, folded = known_words("agreement"), normalize_heading(text)
    if folded in known:
        return float(known[folded])
    if accept_numbers and (bare := _BARE_RATING.fullmatch(folded)):
        is_on_scale = float(bare[1]) <= highest and float(bare[2] or highest) == highest
        return float(bare[1]) if is_on_scale else None
    match = _NUMBERED_RATING.match(folded)
    if match:
        number, word = (
            (match.group(1), match.group(2)) if match.group(1) else (match.group(4), match.group(3))
        )
        meant = known.get(normalize_heading(word))
        is_remark = accept_numbers and meant is None and match.group(1) and not re.search(r"\d", word)
        return float(number) if meant == number or (is_remark and float(number) <= highest) else None
    return None


def find_scale_end(texts: Iterable[str]) -> float:
    """Return the highest rating of a scale from its answers: 10 if a number is above 5, and none above 10.

    Examples
    --------
    >>> find_scale_end(["4", "9", "10"]), find_scale_end(["4", "5", "N/A"]), find_scale_end(["9", "41"])
    (10.0, 5.0, 5.0)
    """
    numbers = [float(text) for text in texts if text.isdecimal()]
    return 10.0 if numbers and 5 < max(numbers) <= 10 else 5.0


def parse_yes_or_no(text: str) -> float | None:
    """Return `YES`, `NOT_YES`, or None for a text that does not begin with a word for one of them.

    Examples
    --------
    >>> [parse_yes_or_no(text) for text in ("Yes, lots", "Sí", "Hindi po", "Maybe", "Si tuviera tiempo")]
    [2.0, 2.0, 1.0, 1.0, None]
    >>> parse_yes_or_no("It was a good day"), parse_yes_or_no("No idea what you mean")
    (None, None)
    """
    clause = _CLAUSE.match(clean_spaces(text).lower())
    answer = normalize_heading(clause[0] if clause else "")
    if answer in word_list("yes_or_no", "yes") or _begins_with_yes(text):
        return YES
    return NOT_YES if answer in word_list("yes_or_no", "not_yes") else None


def _begins_with_yes(text: str) -> bool:
    """Return whether the first word can only be yes: "sí", but not "si", which also means "if"."""
    first = _FIRST_WORD.match(text.lower())
    return first is not None and first[0] in word_list("yes_or_no", "begins")


def are_yes_or_no(texts: Iterable[str]) -> bool:
    """Return whether nearly all texts begin with yes or no, and at least one begins with plain yes or no.

    Examples
    --------
    >>> are_yes_or_no(["Yes, lots", "Maybe", "n/a"]), are_yes_or_no(["Always", "Sometimes", "Never"])
    (True, False)
    """
    given = [text for text in texts if text and not is_no_answer(text)]
    known = [text for text in given if parse_yes_or_no(text) is not None]
    first = {normalize_heading(clause[0]) for text in known if (clause := _CLAUSE.match(text.lower()))}
    words = {text.partition(" ")[0] for text in first}
    is_plain = bool((first | words) & set(word_list("yes_or_no", "plain")))
    return is_plain and len(known) >= MIN_YES_OR_NO * len(given)


def is_no_answer(text: str) -> bool:
    """Return whether a text such as N/A means that the question was not answered."""
    return text.casefold() in word_list("no_answer") or normalize_heading(text) in word_list("no_answer")


def classify_questions(questions: Sequence[str]) -> list[str]:
    """Return what each survey question measures: a known measure, or else the question itself.

    Two questions that name the same measure keep their own wording, because their answers are not comparable.

    Examples
    --------
    >>> classify_questions(["I learned something new", "I feel more confident", "I enjoyed it"])
    ['knowledge', 'confidence', 'I enjoyed it']
    """
    named = [_find_measure(question) for question in questions]
    often = Counter(named)
    return [name if name and often[name] == 1 else q for name, q in zip(named, questions, strict=True)]


def _find_measure(question: str) -> str:
    measures = [name for name, pattern in MEASURES if pattern.search(normalize_heading(question))]
    if len(measures) == 1:
        return measures[0]
    return "knowledge" if not measures and KNOWLEDGE.search(normalize_heading(question)) else ""
