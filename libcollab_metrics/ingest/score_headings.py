"""What a heading says of a test: when it was taken, what it measured, and the highest possible score."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from libcollab_metrics.ingest.columns import as_text
from libcollab_metrics.ingest.lexicon import word_list, words
from libcollab_metrics.model.names import plain, tidy

if TYPE_CHECKING:
    from libcollab_metrics.ingest.cells import SheetCells
    from libcollab_metrics.ingest.heading import Heading

_BEST = re.compile(
    r"\(?\s*(?:(?<![^\W\d_])(?:out of|of|over|max(?:imum)?\.?|sobre|de|sa)\s*:?|/)"
    r"\s*(\d+)\s*(?:items?|points?|pts|puntos)?\s*\)?$"
    r"|\(\s*(\d+)\s*(?:items?|points?|pts|puntos|aytem)?\s*\)$|[-–,]?\s*(\d+)\s*(?:items|points|pts|puntos|aytem)$",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"\(?%\)?|\bpercent(age)?\b|\bporcentaje\b", re.IGNORECASE)


#: Measures known by name, so that a heading without before or after is one of scores all the same.
NAMED = ("philiri_word", "philiri_comprehension", "philiri_level", "wpm")
#: A heading has at most so many words, and so many letters.
LONGEST, MOST_LETTERS = 7, 200


@dataclass(frozen=True)
class Score:
    """A column of scores: `phase` is before, after or nothing; `measure` as written, "" where only the phase is."""

    phase: str
    measure: str
    best: float | None = None


def score_of(text: str) -> Score:
    """Read a heading as one of scores.

    Examples
    --------
    >>> score_of("Pre-test (of 20)"), score_of("Word Reading Post")
    (Score(phase='before', measure='', best=20.0), Score(phase='after', measure='philiri_word', best=None))
    >>> score_of("After reading score /50")
    Score(phase='after', measure='reading', best=50.0)
    """
    rest = tidy(text)
    best: float | None = None
    found = _BEST.search(rest) if len(rest) <= MOST_LETTERS else None
    if found:
        best = float(next(number for number in found.groups() if number))
        rest = rest[: found.start()]
    if _PERCENT.search(rest):
        best, rest = best or 100.0, _PERCENT.sub(" ", rest)
    phase, rest = _phase(rest)
    return Score(phase, _measure(rest), best)


def names_a_test(text: str) -> bool:
    """True for a text as short as a heading that says before or after, or names a measure of reading."""
    if not text or len(text) > MOST_LETTERS or len(text.split()) > LONGEST:
        return False
    score = score_of(text)
    return bool(score.phase) or score.measure in NAMED


def phase_in(texts: Iterable[str]) -> str:
    """The phase that texts outside the table name ("Phil-IRI Pre-test Results"); nothing where it is none or both."""
    named = {phase for text in texts if (phase := _phase(tidy(text))[0])}
    return named.pop() if len(named) == 1 else ""


def sheet_phase(cells: SheetCells, top: int) -> str:
    """The phase a whole sheet is of, by its name and its title rows."""
    above = [as_text(cell) for row in cells.rows[: max(top, 0)] for cell in row if isinstance(cell, str)]
    return phase_in([cells.name, *above])


def names_phil_iri(found: Sequence[Heading]) -> bool:
    """True when headings are those of the Phil-IRI: its comprehension is measured beside word reading or a level."""
    measures = {score_of(heading.text).measure for heading in found}
    return bool(measures & {"philiri_word", "philiri_level"}) or any("phil" in plain(h.text) for h in found)


def _phase(text: str) -> tuple[str, str]:
    """The phase named in a text, and the text without its words."""
    folded = plain(text)
    found = _phases().search(folded)
    if found is None:
        return "", text
    return words("score_phase")[found[0]], f"{folded[: found.start()]} {folded[found.end() :]}"


@cache
def _phases() -> re.Pattern[str]:
    """Every word of a phase, the longest first; "Post" is no part of "Postal"."""
    listed = sorted(words("score_phase"), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, listed))})(?!\w)")


def _measure(text: str) -> str:
    folded = plain(re.sub(r"[()\[\]:]", " ", text))
    known = words("measure")
    if folded in known:
        return known[folded]
    filler = set(word_list("score_filler"))
    kept = " ".join(word for word in re.sub(r"\s[-–—/]\s|^[-–—/]|[-–—/]$", " ", folded).split() if word not in filler)
    return known.get(kept, kept)


def with_measure(score: Score, texts: set[str], phil_iri: bool) -> Score:
    """Return the score with the measure its cells show: words of reading levels are the level."""
    if is_levels(texts):
        return replace(score, measure="philiri_level", best=None)
    if score.measure == "philiri_comprehension" and not phil_iri:
        return replace(score, measure="comprehension")
    return score


def is_levels(texts: set[str]) -> bool:
    """True for a column in which most words are levels of the Phil-IRI."""
    filled = {plain(text) for text in texts if text} - set(word_list("not_tested"))
    known = {text for text in filled if text in words("reading_level")}
    return bool(known) and 2 * len(known) >= len(filled)
