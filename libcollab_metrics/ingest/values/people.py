"""Pseudonyms of names: which spellings are the same name, and which rows are not persons.

Names are replaced by keyed codes here and are not passed on.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.model.names import clean_spaces, has_phrase, normalize_heading

_REMARK = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_ACCENTED = re.compile(r"([aeiou])[\u0300-\u036f]+")
_WORD = re.compile(r"\w+")
#: Words of unaccented letters and digits: with single spaces between them, and with spaces and commas.
_PLAIN_NAME = re.compile(r"[A-Za-z0-9]+(?: [A-Za-z0-9]+)*")
_PLAIN_WORDS = re.compile(r"([A-Za-z0-9]+),*(?: [A-Za-z0-9 ,]*)?")
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}


def normalize_person_name(name: str) -> str:
    """Normalize a person's name, so that spellings of the same name are equal.

    Case, spaces, punctuation, Unicode form and accents on vowels are normalized; Ñ and suffixes such as Jr.
    are preserved, and "Last, First" is reordered. Remarks in brackets are removed.

    Examples
    --------
    >>> normalize_person_name("DELA CRUZ, Juán  (NLPA)") == normalize_person_name("Juan dela Cruz")
    True
    >>> normalize_person_name("Peña") == normalize_person_name("Pena")
    False
    """
    if _PLAIN_NAME.fullmatch(name):
        return name.lower()  # the fast path
    text = clean_spaces(name).casefold()
    if not text.replace(" ", "").isalnum():
        text = _REMARK.sub(" ", text)
        if "," in text:
            last, first = text.split(",", 1)
            if re.sub(r"\W", "", first) not in _SUFFIXES:
                text = f"{first} {last}"
    if not text.isascii():
        text = unicodedata.normalize("NFC", _ACCENTED.sub(r"\1", unicodedata.normalize("NFD", text)))
    return " ".join(_WORD.findall(text))


def pseudonymize_names(names: Sequence[str | None], key: bytes) -> list[str | None]:
    """Compute the pseudonym of each name under the workspace's key; None for blanks (guests).

    The pseudonym is the HMAC-SHA-256 of the normalized name, truncated to 24 hex digits. Without the key it
    is not possible to test whether a given name is in the data.
    """
    keyed = hmac.new(key, digestmod="sha256")  # a copy costs less than a new digest of each name
    seen: dict[str | None, str | None] = {None: None, "": None}
    for name in names:
        if name not in seen:
            seen[name] = _digest(keyed, normalize_person_name(name or ""))
    return [seen[name] for name in names]


def _digest(keyed: hmac.HMAC, text: str) -> str | None:
    """Return the first 24 hex digits of the HMAC of a text; None for a blank text."""
    if not text:
        return None
    digest = keyed.copy()
    digest.update(text.encode())
    return digest.hexdigest()[:24]


def pseudonymize_name(name: str, key: bytes) -> str:
    """Compute the pseudonym of a typed name, as it would be computed from a sheet.

    Parameters
    ----------
    name : str
        Name as typed.
    key : bytes
        Secret of the workspace for pseudonyms.

    Returns
    -------
    str
        24 hex digits; empty for a blank name.
    """
    return pseudonymize_names([name], key)[0] or ""


def is_name_part(heading: str, part: str) -> bool:
    """Return whether a heading is that of a part of a name: "last", "second" (surname), "middle" or "first".

    Examples
    --------
    >>> is_name_part("Ap. paterno", "last"), is_name_part("Nombre(s) del alumno", "first")
    (True, True)
    >>> is_name_part("Segundo apellido", "second"), is_name_part("Nombre del taller", "first")
    (True, False)
    """
    words = re.findall(r"[^\W\d_]+|\d+", normalize_heading(heading))
    followed_by = word_list("name_parts", "followed_by")
    end = next((place for place, word in enumerate(words) if place and word in followed_by), len(words))
    listed = word_list("name_parts", part)
    is_of_person = bool(set(words[end:]) & set(word_list("role_words", "person")))
    return " ".join(words) in listed or (is_of_person and " ".join(words[:end]) in listed)


# Rows in a list of people that are not persons: section headings, placeholders, ditto marks, "nothing
# follows".

#: Remarks in a column of names: words after a colon, a line to sign on, "VOID", "no circle - spring break".
_NO_NAME = re.compile(r":\s*\S|_{3}|^(?i:void|anulad[oa])\b|^(?:no|walang|sin)\s+[a-zñ]|\bno hubo\b")
_BETWEEN_WORDS = re.compile(r"[\W_]+")
#: What sets the parts of a notice apart: "PRESIDENTS DAY - CLOSED". A comma does not, it is inside names.
_BETWEEN_PARTS = re.compile(r"\s+[-–—]+\s*|\s*[–—:;!]+\s*")


#: Words in brackets, or several between dashes: a remark among the names.
_WHOLE_REMARK = re.compile(r"\([^()]*\w[^()]*\)|\[[^\[\]]*\w[^\[\]]*\]|[-–—*]+\s*\w.*\s\w.*[-–—*]+")
#: Words in small letters that are parts of names.
_PARTICLES = frozenset(("de", "del", "la", "las", "los", "dela", "delos", "y", "van", "von", "bin", "ng"))


def _is_remark(text: str) -> bool:
    """Return whether a text is in brackets, or several words between dashes, and not all of it is a name.

    Examples
    --------
    >>> _is_remark("(lights went off at 5)"), _is_remark("(book)"), _is_remark("(Ana dela Cruz)")
    (True, True, False)
    """
    words = re.findall(r"[^\W\d_]+", text)
    is_sentence = any(word.islower() and word not in _PARTICLES for word in words)
    return is_sentence and _WHOLE_REMARK.fullmatch(text.strip()) is not None


def is_footnote(text: str) -> bool:
    """Return whether a text begins with the sign of a footnote, and not all of it is a name.

    Examples
    --------
    >>> is_footnote("* 7/18 fiesta"), is_footnote("*lumipat na ng paaralan"), is_footnote("* Ana dela Cruz")
    (True, True, False)
    """
    words = re.findall(r"[^\W_]+", text)
    return text.startswith(("*", "†")) and any(
        word.isdigit() or (word.islower() and word not in _PARTICLES) for word in words
    )


def is_placeholder_name(text: str) -> bool:
    """Return whether a text is a placeholder (n/a, -, x-x-x, -do-, *** nothing follows ***) or a remark.

    A text with words after a colon is a remark ("Total present: 5", "Facilitator: Ana"), and so are words in
    brackets, or several between dashes.

    Examples
    --------
    >>> [is_placeholder_name(text) for text in ("n/a", "x-x-x", "***", "-do-",
    ...     "*** Nothing follows ***", "Kabuuan: 5", "Ana", "Nona")]
    [True, True, True, True, True, True, False, False]
    """
    if _is_plain_name(text):
        return False
    return _is_placeholder(_normalize_row_text(text)) or _NO_NAME.search(text) is not None or _is_remark(text)


def is_illegible(text: str) -> bool:
    """Return whether a text in place of a name says that the name cannot be read.

    Examples
    --------
    >>> [is_illegible(text) for text in ("(ilegible)", "can't read", "?", "Ana (cannot read)")]
    [True, True, True, False]
    """
    plain = normalize_heading(text.replace("’", "'")).strip("()[] ")
    return plain in word_list("illegible_names") or re.fullmatch(r"\W*\?\W*", text) is not None


def is_closing_notice(text: str) -> bool:
    """Return whether a text in place of a name says that there was no session.

    Examples
    --------
    >>> [is_closing_notice(text) for text in ("PRESIDENTS DAY - CLOSED", "Walang pasok", "Ana (closed)")]
    [True, True, False]
    >>> is_closing_notice("No class today - suspended because of the typhoon")
    True
    >>> is_closing_notice("Sept 3 walang bantay, sarado (seminar)"), is_closing_notice("Holiday, Ana")
    (True, False)
    """
    if _names_closure(text):
        return True
    if not _BETWEEN_PARTS.search(text):
        return _normalize_row_text(text) in _closing_words()
    parts = [_normalize_row_text(part) for part in _BETWEEN_PARTS.split(text)]
    if any(part in _closing_words() for part in parts if part):
        return True
    return any(part.startswith(f"{word} ") for part in parts for word in _closing_beginnings())


def _names_closure(text: str) -> bool:
    """Return whether a text begins with a date, and a later part is a word for a closure or a holiday.

    A day in numbers before several words is a remark whatever they say: "10/14 - no lapsit, staff training".
    """
    first, *others = re.split(r"[,;()]|\s[-–—]\s", text)
    if not any(map(str.isdigit, first)):
        return False
    if others and _DAY_IN_NUMBERS.fullmatch(first.strip()):
        return True
    return any(_normalize_row_text(part) in _closing_words() for part in others if part)


#: What was not held, and why: "NO TUTORIAL - brownout", "Walang basa (ulan)".
NEGATIONS = ("no ", "walang ", "sin ")
_NEGATED = re.compile(r"(?:no|walang|sin) [^\W\d_]{4,}(?: [^\W\d_]+)?\s*(?:\s[-–—]\s|\()")
_DAY_IN_NUMBERS = re.compile(r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?")


def is_non_person_row(text: str) -> bool:
    """Return whether a row is a placeholder, a remark, a notice or a section heading rather than a person.

    Examples
    --------
    >>> is_non_person_row("(lights went off at 5, all sent home)"), is_non_person_row("- Ana Cruz")
    (True, False)
    """
    if _is_plain_name(text):
        return False
    bare = _normalize_row_text(text)
    return (
        _is_remark(text)
        or _is_placeholder(bare)
        or bare in _section_words()
        or _heads_helpers(text)
        or ":" in text
        or says_no_session(text)
    )


def says_no_session(text: str) -> bool:
    """Return whether a text in place of a name is a closing notice, or says in any words what was not held.

    Examples
    --------
    >>> says_no_session("NO TUTORIAL - brownout"), says_no_session("No, Ana"), says_no_session("Noel - late")
    (True, False, False)
    """
    may_negate = text.lower().startswith(NEGATIONS)  # most names: nothing else is looked at
    return is_closing_notice(text) or (may_negate and _NEGATED.match(normalize_heading(text)) is not None)


#: What joins the names of two groups.
#: An article before the word for helpers, and a remark behind it.
_ARTICLE = re.compile(r"^(?:the|our|mga|ang mga|los|las|nuestros|nuestras)\s+")
_REMARK_BEHIND = re.compile(r"\s*(?:\([^()]*\)|\s[-–—]\s.*|[:,]\s.*)$")
_JOINED = re.compile(r"\s*[/&,+]\s*|\s+(?:and|y|at)\s+")


def is_section_heading(text: str) -> bool:
    """Return whether a row is a section heading: MALE, Teachers:, or any text ending in a colon.

    Examples
    --------
    >>> (is_section_heading("MALE"), is_section_heading("Teachers:"),
    ...  is_section_heading("Grade 4 - Rizal:"), is_section_heading("Ana Cruz"))
    (True, True, True, False)
    >>> is_section_heading("Helpers on duty"), is_section_heading("Duty, Helen")
    (True, False)
    """
    bare = _normalize_row_text(text)
    return text.rstrip().endswith(":") or bare in _section_words() or _heads_helpers(text)


def _heads_helpers(text: str) -> bool:
    """Return whether a text only names helpers and what they did: "Helpers on duty", "Helpers / staff".

    A remark may follow: "Mga boluntaryo (di kasali sa bilang)", "Helpers - not counted".
    """
    folded = _ARTICLE.sub("", normalize_heading(text))
    first, _, rest = folded.partition(" ")
    if rest in word_list("doubtful", "duties") and first in word_list("helpers"):
        return True
    bare = _REMARK_BEHIND.sub("", folded).strip()
    has_remark = bare != folded and (folded.endswith(")") or is_not_counted(text))
    named = [part.strip() for part in _JOINED.split(bare)]
    is_marked = len(named) > 1 or has_remark or folded != normalize_heading(text)
    return is_marked and set(named) <= set(word_list("helpers"))


def is_not_counted(text: str) -> bool:
    """Return whether a heading above people says that they are not counted.

    Examples
    --------
    >>> is_not_counted("VOLUNTEERS (not counted)"), is_not_counted("Mga Boluntaryo - di kasali sa bilang")
    (True, True)
    >>> is_not_counted("Volunteers")
    False
    """
    return has_phrase(text, word_list("doubtful", "not_counted"))


@lru_cache(maxsize=1 << 16)  # each name is looked at when rows are classified and when names are joined
def _is_plain_name(text: str) -> bool:
    """Return True for most names: plain letters, and a first word that begins no placeholder or notice.

    Only rules out what cannot be one of these; other names are compared with all of them.
    """
    plain = _PLAIN_WORDS.fullmatch(text)
    if plain is None:
        return False
    first = plain[1].lower()
    return first not in _first_words() and bool(first.strip("x")) and "no hubo" not in text


@cache
def _first_words() -> frozenset[str]:
    """Return the first word of each text that may be in place of a name, and of the beginning of a remark."""
    words = _placeholder_words() | _section_words() | _closing_words()
    return frozenset(word.partition(" ")[0] for word in words) | {"no", "walang", "sin"}


def _is_placeholder(bare: str) -> bool:
    return not bare or bare in _placeholder_words() or not bare.replace(" ", "").strip("x")


@lru_cache(maxsize=1 << 16)
def _normalize_row_text(text: str) -> str:
    folded = normalize_heading(text)
    plainly = folded.replace(" ", "").isalnum()  # the fast path: most names are letters and spaces only
    return folded if plainly else _BETWEEN_WORDS.sub(" ", folded).strip()


@cache
def _placeholder_words() -> frozenset[str]:
    return frozenset(_normalize_row_text(word) for word in word_list("nobody"))


@cache
def _section_words() -> frozenset[str]:
    return frozenset(_normalize_row_text(word) for word in word_list("sections"))


@cache
def _closing_beginnings() -> frozenset[str]:
    """Return the phrases that begin a notice, "No class today", and words such as "suspended".

    A single word for a holiday may be a surname.
    """
    phrases = {word for word in map(_normalize_row_text, word_list("no_session")) if " " in word}
    words = (*word_list("cancelled_in_title"), *word_list("no_session", "first"))
    return frozenset(phrases | {_normalize_row_text(word) for word in words})


@cache
def _closing_words() -> frozenset[str]:
    groups = ("no_session", "cancelled_in_title", "holidays")
    return frozenset(_normalize_row_text(word) for group in groups for word in word_list(group))


def is_count_line(text: str) -> bool:
    """Return True if a text consists only of words that label a count, such as "Absent".

    Examples
    --------
    >>> (is_count_line("Kabuuang dumalo"), is_count_line("Absent"), is_count_line("Girls"),
    ...  is_count_line("Late, Ana"))
    (True, True, False, False)
    """
    parts = re.findall(r"\w+|[#%]", normalize_heading(text))
    counted, accompanying = word_list("count_lines", "counted"), word_list("count_lines", "accompanying")
    return any(part in counted for part in parts) and all(
        part in counted or part in accompanying for part in parts
    )
