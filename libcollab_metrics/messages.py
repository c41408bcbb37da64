"""Messages with values: English text that a page can show in another language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from numbers import Integral, Real
from typing import Any

#: A value of a message; a number is formatted for the language, and a message is translated.
MessageValue = str | int | float
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Message(str):
    """English text composed of a phrase and values, which can be translated where it is shown.

    `make words` adds the phrases of all calls with a literal to the catalogs. Elsewhere a message is its
    English text: in comparisons, on the command line and in JSON.

    Parameters
    ----------
    phrase : str
        English phrase, with the names of values in braces; a name without a value remains as it is.
    **values : object
        Values by name. Whole numbers are grouped ("1,200"); pass a year or a row number as text.

    Examples
    --------
    >>> Message("{used} of {all} rows in {where}", used=2, all=1200, where=Message("this sheet"))
    '2 of 1,200 rows in this sheet'
    """

    __slots__ = ("phrase", "values")

    phrase: str
    values: Mapping[str, MessageValue]

    def __new__(cls, phrase: str, /, **values: object) -> Message:
        """Fill the English phrase."""
        named = _split_phrase(phrase)[1::2]
        plain = {name: _plain_value(value) for name, value in values.items() if name in named}
        texts = {name: _format_english(value) for name, value in plain.items()}
        message = super().__new__(cls, fill_phrase(phrase, texts))
        message.phrase, message.values = str(phrase), plain
        return message

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, MessageValue]]:
        """Return the arguments that pickle and copy create it with."""
        return (self.phrase,), dict(self.values)

    def __deepcopy__(self, memo: dict[int, Any]) -> Message:
        """Return itself, because a message never changes."""
        return self


def plural_message(count: float, one: str, many: str, /, **values: object) -> Message:
    """Return the message for one or for another number, which is the value `count`.

    Examples
    --------
    >>> plural_message(1, "{count} row", "{count} rows"), plural_message(3, "{count} row", "{count} rows")
    ('1 row', '3 rows')
    """
    return Message(one if count == 1 else many, **{"count": count} | values)


def join_messages(separator: str, messages: Sequence[str]) -> Message:
    """Join messages by punctuation, so that each can be translated.

    Examples
    --------
    >>> join_messages("; ", [Message("no date"), Message("no name")])
    'no date; no name'
    """
    names = [f"part{number}" for number in range(len(messages))]
    phrase = separator.join(f"{{{name}}}" for name in names)
    return Message(phrase, **dict(zip(names, messages, strict=True)))


def join_with_and(texts: Sequence[str]) -> str:
    """Join texts: "A and B".

    Examples
    --------
    >>> join_with_and(["Boys", "Girls"])
    'Boys and Girls'
    """
    return _join_pairs(Message("{first} and {second}"), texts)


def join_with_or(texts: Sequence[str]) -> str:
    """Join texts: "A or B"."""
    return _join_pairs(Message("{first} or {second}"), texts)


def _join_pairs(phrase: str, texts: Sequence[str]) -> str:
    first, *others = texts
    joined: str = first
    for text in others:
        joined = Message(phrase, first=joined, second=text)
    return joined


def fill_phrase(phrase: str, texts: Mapping[str, str]) -> str:
    """Put texts in the place of their names.

    SECURITY: only plain names are filled, because a phrase may come from a file of saved work.
    """
    parts = _split_phrase(phrase)
    return "".join(texts.get(part, f"{{{part}}}") if place % 2 else part for place, part in enumerate(parts))


@lru_cache(maxsize=4096)
def _split_phrase(phrase: str) -> list[str]:
    """Return the texts between the names of a phrase, with the names in between; a cell may need many."""
    return _PLACEHOLDER.split(phrase)


def encode_messages(value: Any) -> Any:
    """Return plain data in which every message is an object that JSON can hold.

    Examples
    --------
    >>> encode_messages([Message("row {row}", row="3"), "as typed"])
    [{'$message': ['row {row}', {'row': '3'}]}, 'as typed']
    """
    if isinstance(value, Message):
        return {"$message": [value.phrase, encode_messages(value.values)]}
    if isinstance(value, Mapping):
        return {name: encode_messages(part) for name, part in value.items()}
    return [encode_messages(part) for part in value] if isinstance(value, list | tuple) else value


def decode_message(value: dict[str, Any]) -> Any:
    """Return the message that an object encodes, else the object; a hook for `json.loads`.

    Examples
    --------
    >>> decode_message({"$message": ["row {row}", {"row": "3"}]})
    'row 3'
    """
    match value:
        case {"$message": [str(phrase), dict(values)]} if len(value) == 1:
            return Message(phrase, **values)
    return value


def translate_message(
    message: Message, translate: Callable[[str], str], format_number: Callable[[float], str]
) -> str:
    """Return the message with its phrase and values translated.

    Parameters
    ----------
    message : Message
        Message to translate.
    translate : callable
        Translates an English phrase.
    format_number : callable
        Formats a number as the language does.

    Returns
    -------
    str
    """

    def text(value: MessageValue) -> str:
        if isinstance(value, Message):
            return translate_message(value, translate, format_number)
        return value if isinstance(value, str) else format_number(value)

    return fill_phrase(
        translate(message.phrase), {name: text(value) for name, value in message.values.items()}
    )


def _plain_value(value: object) -> MessageValue:
    """Convert numbers of other types, such as NumPy's; anything that is not a number becomes its text."""
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, Integral):
        return int(value)
    return float(value) if isinstance(value, Real) else str(value)


def _format_english(value: MessageValue) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:.15g}" if isinstance(value, float) else value
