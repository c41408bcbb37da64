"""Counts in words and strokes: "18 children and 6 mothers", "nobody came", "IIII/ II", "18/25"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from libcollab_metrics.ingest.values.lexicon import known_words, word_list
from libcollab_metrics.ingest.values.parts import find_axes, part_of
from libcollab_metrics.model.names import normalize_heading

_PIECE = re.compile(r"(\d{1,5})(?: na)?(?: mga)? ([^\W\d_]+(?:[ -][^\W\d_]+){0,2})")
#: Strokes in groups: up to five of I or |, of which the fifth may be a slash; or slashes alone.
_STROKES = re.compile(r"(?:[I|]{1,4}/?|[I|]{5}|/{2,5})(?: (?:[I|]{1,4}/?|[I|]{5}|/{2,5}))*")
#: Letters for the two sexes, in order.
SEXES = {("f", "m"), ("h", "m"), ("b", "g"), ("b", "l")}
#: What may be between the words of a number, and between a number and the parts of those it counts.
_BETWEEN_WORDS = re.compile(r"'t |-| y | at | ")
_SHARED = re.compile(r"(\d{1,5}) (?:entre|between|both) (.+)")
#: A number and others who came: "12 + 3 babies".
_ADDED = re.compile(r"(\d{1,5})\s*(?:\+|plus|mas)\s*(\d.*[^\W\d_])")
_FRACTION = re.compile(r"\s*(\d{1,4})\s*/\s*(\d{1,4})\s*((?:[^\W\d_]+\s*)*)")
#: Fewest different texts such as "18/25" of a column, if no word is behind them.
MIN_PAIRS = 2


@cache
def _connectors() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in word_list("and_words"))
    return re.compile(rf"\s*[,;+&]\s*(?:(?:{words})\s+)?|\s+(?:{words})\s+")


def parse_worded_count(text: str) -> float | None:
    """Return the number of people that a text counts in words or strokes; None for other texts.

    Numbers of several parts are added up only if the parts lie along one axis.

    Examples
    --------
    >>> [parse_worded_count(text) for text in ("18 bata at 6 nanay", "15 niñas, 12 niños y 3 maestras")]
    [24.0, 30.0]
    >>> [parse_worded_count(text) for text in ("no vino nadie", "IIII/ II", "25 bata, 12 lalaki", "4 dogs")]
    [0.0, 7.0, None, None]
    >>> parse_worded_count("13 kids & 4 moms & 1 dad"), parse_worded_count("9 parents, 4 moms")
    (18.0, None)
    >>> [parse_worded_count(text) for text in ("quince", "Apatnapu", "twenty", "twenty went home")]
    [15.0, 40.0, 20.0, None]
    >>> [parse_worded_count(text) for text in ("Twenty-three", "treinta y cinco", "dalawampu't lima")]
    [23.0, 35.0, 25.0]
    >>> [parse_worded_count(text) for text in ("31 entre niños y papás", "31 between meetings")]
    [31.0, None]
    >>> [parse_worded_count(text) for text in ("12 + 3 babies", "12 plus 2 moms", "12 + 3 dogs")]
    [15.0, 14.0, None]
    """
    if _STROKES.fullmatch(text):
        return float(len(text.replace(" ", "")))
    folded = normalize_heading(text)
    if folded in word_list("nobody_came"):
        return 0.0
    if (number := _parse_number_words(folded)) is not None:
        return number
    if added := _ADDED.fullmatch(folded):
        more = parse_worded_count(added[2])
        return None if more is None else float(added[1]) + more
    if shared := _SHARED.fullmatch(folded):
        return float(shared[1]) if all(map(part_of, _connectors().split(shared[2]))) else None
    pieces = [_PIECE.fullmatch(piece.strip()) for piece in _connectors().split(folded)]
    named = [(int(match[1]), match[2]) for match in pieces if match]
    if len(named) < len(pieces) or not named or not all(part_of(words) for _, words in named):
        return None
    return float(sum(number for number, _ in named)) if _add_up([words for _, words in named]) else None


def _parse_number_words(folded: str) -> float | None:
    """Return the number that words say: "twelve", "twenty-three", "treinta y cinco"."""
    numbers = _number_words()
    if folded in numbers:
        return numbers[folded]
    tens, *units = _BETWEEN_WORDS.split(folded)
    if len(units) != 1 or tens not in numbers or units[0] not in numbers:
        return None
    ten, unit = numbers[tens], numbers[units[0]]
    return ten + unit if ten in range(20, 100, 10) and 1 <= unit <= 9 else None


@cache
def _number_words() -> dict[str, float]:
    return {word: float(number) for word, number in known_words("number_words").items()}


def _add_up(parts: Sequence[str]) -> bool:
    """Return whether parts lie along one axis.

    Relatives of a child are different people: "4 moms and 1 dad", but not "9 parents, 4 moms".
    """
    relatives = [part for part in parts if part.split()[-1] in word_list("relatives")]
    others = [part_of(part) for part in parts if part not in relatives]
    if len(set(relatives)) + len(set(others)) < len(parts) or set(map(part_of, relatives)) & set(others):
        return False
    once = list({part_of(part): part for part in parts}.values())
    axes = find_axes(once)
    return len(axes) == 1 and len(axes[0].places) == len(once)


def split_present(texts: Sequence[str], heading: str = "") -> dict[str, float]:
    """Return the number of those present by text, if all texts are such as "18/25": present of enrolled.

    Words may be behind the numbers, and dashes in place of them.
    The smaller number is that of those present; it must be on the same side in every text. Below a heading
    with two parts of those present, such as "Adults/children", the numbers are added up.

    Examples
    --------
    >>> split_present(["18/25", "12/12"]), split_present(["18/25", "30/12"]), split_present(["18"])
    ({'18/25': 18.0, '12/12': 12.0}, {}, {})
    >>> split_present(["4 / 5 members present", "5 / 5 members present", "-"])
    {'4 / 5 members present': 4.0, '5 / 5 members present': 5.0}
    >>> split_present(["14/17", "9/6"], "Adults/children"), split_present(["14/17", "9/11"], "M/F")
    ({'14/17': 31.0, '9/6': 15.0}, {'14/17': 31.0, '9/11': 20.0})
    >>> split_present(["14/17", "9/11"], "Adults/sheets")
    {}
    """
    found = {text: match for text in texts if text and (match := _FRACTION.fullmatch(text))}
    behind = set(word_list("present_of"))
    pairs = {
        text: (int(match[1]), int(match[2]))
        for text, match in found.items()
        if set(normalize_heading(match[3]).split()) <= behind
    }
    others = {text for text in texts if text.strip(" -–—")} - pairs.keys()
    are_worded = all(found[text][3] for text in pairs)
    if others or not pairs or (len(pairs) < MIN_PAIRS and not are_worded):
        return {}
    halves = [half.strip() for half in normalize_heading(heading).split("/")]
    if len(halves) == 2 and (tuple(sorted(halves)) in SEXES or all(map(part_of, halves))):
        adds_up = tuple(sorted(halves)) in SEXES or _add_up(halves)
        return {text: float(sum(pair)) for text, pair in pairs.items()} if adds_up else {}
    if len(halves) == 2 and any(map(part_of, halves)):
        return {}
    for side in (0, 1):
        if all(pair[side] <= pair[1 - side] for pair in pairs.values()):
            return {text: float(pair[side]) for text, pair in pairs.items()}
    return {}
