"""What stands in the catalogs: English sentences by their id, and their translations with those of English phrases."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, get_args

#: What an English phrase of the code names: one word may be two in another language.
PhraseKind = Literal[
    "metric", "measure", "definition", "caveat", "source", "field", "lacking", "issue", "part", "assumption"
]  # fmt: skip
PHRASE_KINDS: tuple[PhraseKind, ...] = get_args(PhraseKind)
#: How the context of a phrase begins, which no id of a sentence does.
PHRASE = "phrase "

Sentences = Mapping[str, str]
Phrases = Mapping[tuple[PhraseKind, str], str]


def english() -> Sentences:
    """Return the English sentences by their id."""
    return MappingProxyType(tomllib.loads(_catalog("en.toml").decode()))


def translated(code: str) -> tuple[Sentences, Phrases]:
    """Return the sentences by their id and the phrases by kind and English words, as far as they are translated.

    An entry stands under the id of its sentence, or under "phrase" and its kind; one that is marked fuzzy does not
    count as translated.
    """
    from babel.messages.pofile import read_po

    sentences: dict[str, str] = {}
    phrases: dict[tuple[PhraseKind, str], str] = {}
    with files("libcollab_metrics.languages").joinpath(f"{code}.po").open("rb") as held:
        for entry in read_po(held):
            context, text, said = entry.context or "", str(entry.id), str(entry.string)
            if not context or not said or entry.fuzzy:
                continue
            kinds = [kind for kind in PHRASE_KINDS if context == PHRASE + kind]
            if kinds:
                phrases[kinds[0], text] = said
            else:
                sentences[context] = said
    return MappingProxyType(sentences), MappingProxyType(phrases)


def _catalog(name: str) -> bytes:
    return files("libcollab_metrics.languages").joinpath(name).read_bytes()
