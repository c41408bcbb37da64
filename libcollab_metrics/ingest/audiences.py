"""A column of intended audiences: comma lists are tags, and each label lies in one official class or in none."""

from __future__ import annotations

from collections.abc import Mapping

from libcollab_metrics.ingest.ages import CLASSES, GENERAL, UNCLASSIFIED, names_audience, official_class, straddles
from libcollab_metrics.ingest.columns import Column, Context, Said, as_text, tell
from libcollab_metrics.ingest.tags import read_tags
from libcollab_metrics.ingest.values import Values
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.readings import Question

#: More labels than this are told, not asked: the questions fit one screen.
ASKED_AT_MOST = 6


def read_classes(column: Column, sheet: str, context: Context) -> tuple[Values, tuple[Question, ...]]:
    """Return each row's official audience class, and what to ask about labels that lie in none.

    A list of labels has the class of its main audience if the librarian named one, else that of all its labels if
    they agree, else none.
    """
    answered = {plain(label): chosen for label, chosen in context.answers.get("age_class", {}).items()}
    main = {plain(label): chosen for label, chosen in context.answers.get("main_audience", {}).items()}
    tags = read_tags(column, context, names_audience)
    texts = [as_text(cell) for cell in column.distinct]
    classes = [
        main.get(plain(text)) or _class_of(labels or (), answered) if text else None
        for text, labels in zip(texts, tags.values, strict=True)
    ]
    said: list[Said] = [
        ("age-band-straddles", f'"{text}" lies in no single official class; it stays unclassified')
        if text and found == UNCLASSIFIED and any(straddles(label) for label in labels or ())
        else None
        for text, labels, found in zip(texts, tags.values, classes, strict=True)
    ]
    tell(column, context, said)
    open_labels = dict.fromkeys(
        label
        for one, labels in zip(said, tags.values, strict=True)
        if one
        for label in labels or ()
        if straddles(label)
    )
    return Values(column.codes, classes), _questions(
        [label for label in open_labels if plain(label) not in answered], sheet
    )


def _class_of(labels: tuple[str, ...], answered: Mapping[str, str]) -> str:
    found = {answered.get(plain(label)) or official_class(label) for label in labels}
    return found.pop() if len(found) == 1 else UNCLASSIFIED


def _questions(labels: list[str], sheet: str) -> tuple[Question, ...]:
    options = tuple((name, name) for name in (*CLASSES, GENERAL, UNCLASSIFIED))
    return tuple(
        Question(f"sheets.{sheet}.age_class.{label}", f'Which official class is "{label}"?', options, UNCLASSIFIED)
        for label in labels[:ASKED_AT_MOST]
    )
