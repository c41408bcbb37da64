"""List the texts to translate and bring the catalogs of the languages other than English up to date.

`make words` refreshes the catalogs from the English sentences and the phrases in the code. It keeps existing
translations, marks those whose English has changed as fuzzy and lists what is still to be translated.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import import_module
from itertools import takewhile
from pathlib import Path

from babel.messages.pofile import normalize, read_po

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":  # run by make, not imported by a test
    sys.path.insert(0, str(ROOT))

from libcollab_metrics.document_kinds import DOCUMENT_AUDIENCES, DOCUMENT_FORMATS  # noqa: E402
from libcollab_metrics.ingest.layouts import LAYOUTS  # noqa: E402
from libcollab_metrics.ingest.question_kinds import QUESTIONS, ROW_KINDS  # noqa: E402
from libcollab_metrics.localization import LANGUAGES, PHRASE_KINDS, PHRASE_PREFIX, PhraseKind, language  # noqa: E402
from libcollab_metrics.metrics import CATALOG, PICTURED  # noqa: E402
from libcollab_metrics.metrics import measures as m  # noqa: E402
from libcollab_metrics.metrics.definition import Measure, Recipe  # noqa: E402
from libcollab_metrics.metrics.families import FAMILIES  # noqa: E402
from libcollab_metrics.metrics.families.cost import ADDED_AMOUNTS, SUBTRACTED_AMOUNTS  # noqa: E402
from libcollab_metrics.metrics.families.partners import ExchangeByKind  # noqa: E402
from libcollab_metrics.metrics.families.peers import load_peer_bands  # noqa: E402
from libcollab_metrics.metrics.measures import STEPS  # noqa: E402
from libcollab_metrics.metrics.tables.scores import LEVELS  # noqa: E402
from libcollab_metrics.model import (  # noqa: E402
    ISSUE_KINDS,
    LIBRARY,
    NAME_KINDS,
    OVERLAP_QUESTION,
    PROJECT,
    SCHEMA,
    Settings,
)
from libcollab_metrics.model.import_summary import DETAILS  # noqa: E402
from libcollab_metrics.model.import_summary import PHRASES as SUMMARY_PHRASES  # noqa: E402
from libcollab_metrics.model.schema import ALIGNMENT_ITEMS, STAGES  # noqa: E402
from libcollab_metrics.model.scope import SCOPE_FIELDS  # noqa: E402
from libcollab_metrics.model.social_return import REQUIRED_PARTS, SHARE_PARTS  # noqa: E402
from libcollab_metrics.planning import assumptions  # noqa: E402
from libcollab_metrics.store import describe_strength  # noqa: E402

TRANSLATED = tuple(code for code in LANGUAGES if code != "en")
PACKAGE = ROOT / "libcollab_metrics"
ENGLISH = language("en").messages
METRICS = (*CATALOG, *PICTURED)
#: One passphrase of each strength.
PASSPHRASES = ("short", "12345678", "library2026", "seven brown carabaos read")
#: The values of a reason that are texts.
IN_WORDS = ("field", "things", "name")


@dataclass(frozen=True)
class Entry:
    """One text to translate.

    `context` is the id of a sentence or the kind of a phrase, `text` the English, and `said` the translation,
    empty if there is none.
    """

    context: str
    text: str
    said: str = ""
    fuzzy: bool = False


def to_translate() -> list[Entry]:
    """Return every sentence and phrase of the project, always in the same order."""
    sentences = [Entry(message, text) for message, text in ENGLISH.items()]
    return sentences + [Entry(PHRASE_PREFIX + kind, text) for kind in PHRASE_KINDS for text in phrases(kind)]


@cache
@cache
def phrases(kind: PhraseKind) -> tuple[str, ...]:
    """Return the English phrases of one kind that documents and charts print, each once."""
    return tuple(dict.fromkeys(filter(None, _PHRASES[kind]())))


def _measures() -> Iterator[str]:
    """Yield the labels of every measure that a formula or a cost table prints."""
    for measure in (*_recipe_measures(), *_formula_measures(), *_cost_measures()):
        yield from (measure.label, measure.singular)


def _recipe_measures() -> Iterator[Measure]:
    for metric in METRICS:
        yield metric.recipe.top
        if metric.recipe.bottom is not None:
            yield metric.recipe.bottom
        yield from metric.recipe.row_measures or ()


def _cost_measures() -> Iterator[Measure]:
    return (
        amount for level in ADDED_AMOUNTS for amount, _ in (*ADDED_AMOUNTS[level], *SUBTRACTED_AMOUNTS[level])
    )


def _formula_measures() -> Iterator[Measure]:
    """Yield the measures of formulas that recipes write themselves.

    Where a formula picks one of several measures, all of them are yielded.
    """
    for path in sorted((PACKAGE / "metrics" / "families").glob("*.py")):
        for formula in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(formula, ast.FunctionDef) and formula.name == "formula":
                named = [part for part in ast.walk(formula) if isinstance(part, ast.Attribute)]
                for part in (part for part in named if ast.unparse(part.value) == "m"):
                    yield from _as_measures(getattr(m, part.attr))


def _as_measures(value: object) -> Iterable[Measure]:
    if isinstance(value, Measure):
        return (value,)
    return value.values() if isinstance(value, Mapping) else ()


def _missing_names() -> Iterator[str]:
    """Yield what a reason can name as missing, from every call that makes a value undefined."""
    for folder in ("metrics", "planning"):
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            for expression in _missing_expressions(ast.parse(path.read_text(encoding="utf-8"))):
                yield from _texts(expression, path)


def _missing_expressions(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "undefined_value":
            yield from (keyword.value for keyword in node.keywords if keyword.arg in IN_WORDS)
        elif isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            yield from (value for key, value in pairs if key is not None and ast.unparse(key) == "'things'")


def _texts(expression: ast.expr, path: Path) -> Iterable[str]:
    """Return the English of one expression: a literal, a constant, or texts composed while counting."""
    if isinstance(expression, ast.Constant):
        return () if f"setting-{expression.value}" in ENGLISH else (str(expression.value),)
    if isinstance(expression, ast.Name) and expression.id.isupper():
        module = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
        return (str(getattr(import_module(module), expression.id)),)
    return _COMPOSED[ast.unparse(expression)]


#: Functions of `pages/ui/translation.py` and `libcollab_metrics/messages.py`, with the positions of their
#: phrases.
PHRASE_POSITIONS = {"_": slice(0, 1), "later": slice(0, 1), "plural": slice(1, 3)}
MESSAGE_POSITIONS = {"Message": slice(0, 1), "plural_message": slice(1, 3)}


def _literal_phrases(folder: Path, calls: Mapping[str, slice]) -> Iterator[str]:
    """Yield the literal phrases of all calls of these functions."""
    for call in _phrase_calls(folder, calls):
        for argument in call.args[calls[ast.unparse(call.func)]]:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value


def _phrase_calls(folder: Path, functions: Iterable[str]) -> Iterator[ast.Call]:
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in functions:
                yield node


def _equal_forms() -> Iterator[str]:
    """Yield the phrases of the pages for one that are equal to those for several in English."""
    for call in _phrase_calls(ROOT / "pages", PHRASE_POSITIONS):
        if ast.unparse(call.func) == "plural" and ast.dump(call.args[1]) == ast.dump(call.args[2]):
            yield ast.literal_eval(call.args[1])


def _shown_on_pages() -> Iterator[str]:
    """Yield the phrases of the package that pages show."""
    yield from (metric.question for metric in METRICS)
    yield from (_in_words(metric.unit) for metric in METRICS)
    yield from FAMILIES.values()
    for table in SCHEMA.values():
        yield from (table.label, table.meaning)
        for field in table.typed_fields:
            yield from (field.label, field.meaning, *map(_in_words, field.choices or ()))
    for kind in ISSUE_KINDS.values():
        yield from (kind.why, kind.advice)
    for question in (*QUESTIONS.values(), OVERLAP_QUESTION):
        yield from (getattr(question, "label", ""), question.text, *(text for _, text in question.options))
    for text in ROW_KINDS.values():
        yield from (text.partition(",")[0], text.partition(" (")[0])
    for document in DOCUMENT_AUDIENCES.values():
        yield from (document.label, document.description)
    yield from (format_kind.label for format_kind in DOCUMENT_FORMATS.values())
    yield from (*NAME_KINDS, *map(str.lower, NAME_KINDS))
    yield from map(_in_words, (*LAYOUTS, *(field.name for field in fields(Settings)), LIBRARY, PROJECT))
    yield from SUMMARY_PHRASES
    yield from map(describe_strength, PASSPHRASES)
    yield from _error_messages()


def _error_messages() -> Iterator[str]:
    """Yield the messages of errors that name no value, where pages show them."""
    for folder in ("model", "store"):
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
                    message = node.exc.args[0]
                    if isinstance(message, ast.Constant) and str(message.value).endswith("."):
                        yield message.value


def _band_names() -> Iterator[str]:
    return (band.name for band in load_peer_bands())


def _in_words(name: str) -> str:
    return name.replace("_", " ")


_RECIPES: tuple[Recipe, ...] = tuple(metric.recipe for metric in METRICS)
_RATES = tuple(
    metric.recipe
    for metric in vars(assumptions).values()
    if isinstance(getattr(metric, "recipe", None), Recipe)
)
_GIVEN_AND_RECEIVED = tuple(recipe.top.label for recipe in _RECIPES if isinstance(recipe, ExchangeByKind))
#: Phrases composed while counting, by the source code of the expression.
_COMPOSED: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("field", "self.field"), tuple(recipe.field for recipe in _RECIPES if hasattr(recipe, "field"))
    ),
    "self.measure.label": tuple(recipe.top.label for recipe in _RATES),
    "m.PAIRS.label": (m.PAIRS.label,),
    "f'books {_stage_words(stage)}'": tuple(f"books {_in_words(stage)}" for stage in STAGES),
    "f'books {_stage_words(from_stage)} and books {_stage_words(to_stage)}'": tuple(
        f"books {_in_words(this)} and books {_in_words(to)}" for this, to in STEPS
    ),
    "f'anything {self.top.label} by or to a partner'": tuple(
        f"anything {what} by or to a partner" for what in _GIVEN_AND_RECEIVED
    ),
    "'a value for what was ' + total.label": tuple(
        f"a value for what was {what}" for what in _GIVEN_AND_RECEIVED
    ),
}
_PHRASES = {
    "metric": lambda: (metric.label for metric in METRICS),
    "measure": _measures,
    "definition": lambda: (metric.recipe.definition() for metric in METRICS),
    "caveat": lambda: (metric.caveat for metric in METRICS),
    "source": lambda: (metric.source for metric in METRICS),
    "field": lambda: (*SCOPE_FIELDS.values(), "day"),
    "lacking": _missing_names,
    "issue": lambda: (kind.title for kind in ISSUE_KINDS.values()),
    "part": lambda: (*LEVELS, *ALIGNMENT_ITEMS, *_band_names()),
    "assumption": lambda: map(_in_words, (*REQUIRED_PARTS, *SHARE_PARTS)),
    "screen": lambda: (
        *_literal_phrases(ROOT / "pages", PHRASE_POSITIONS),
        *_shown_on_pages(),
        *_literal_phrases(PACKAGE, MESSAGE_POSITIONS),
    ),
    "screen-one": lambda: (*_equal_forms(), *(one for one, many in DETAILS.values() if one == many)),
}


def catalog_of(code: str) -> list[Entry]:
    """Return the entries of a language's catalog, or none if there is no catalog."""
    path = PACKAGE / "languages" / f"{code}.po"
    if not path.exists():
        return []
    with path.open("rb") as file:
        entries = [entry for entry in read_po(file) if entry.id]
    return [Entry(e.context or "", str(e.id), str(e.string), e.fuzzy) for e in entries]


def refreshed(code: str) -> list[Entry]:
    """Return everything to translate, with the translations that exist.

    A translation of an older English text is fuzzy.
    """
    existing = {(entry.context, entry.text): entry for entry in catalog_of(code)}
    older = {
        entry.context: entry.said
        for entry in existing.values()
        if not entry.context.startswith(PHRASE_PREFIX)
    }
    return [
        existing.get((wanted.context, wanted.text)) or _outdated(wanted, older.get(wanted.context, ""))
        for wanted in to_translate()
    ]


def _outdated(entry: Entry, said: str) -> Entry:
    return Entry(entry.context, entry.text, said, fuzzy=bool(said))


def write(code: str, entries: Iterable[Entry]) -> None:
    """Write a catalog; the same entries give the same bytes."""
    path = PACKAGE / "languages" / f"{code}.po"
    header = (
        f'{_header_comments(path)}msgid ""\nmsgstr ""\n'
        f'"Language: {code}\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    )
    text = "\n".join([header, *map(_format_entry, entries)])
    path.write_text(text, encoding="utf-8")


def _header_comments(path: Path) -> str:
    """Return the comments of translators at the top of a catalog."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True) if path.exists() else []
    return "".join(takewhile(lambda line: line.startswith("#"), lines))


def _format_entry(entry: Entry) -> str:
    flag = "#, fuzzy\n" if entry.fuzzy else ""
    context, text, translation = (
        normalize(part, width=0) for part in (entry.context, entry.text, entry.said)
    )
    return f"{flag}msgctxt {context}\nmsgid {text}\nmsgstr {translation}\n"


def main() -> None:
    """Refresh every catalog and list what is still to be translated."""
    for code in TRANSLATED:
        entries = refreshed(code)
        write(code, entries)
        unfinished = [entry for entry in entries if entry.fuzzy or not entry.said]
        print(f"{LANGUAGES[code]}: {len(entries) - len(unfinished)} of {len(entries)} translated")
        for entry in unfinished:
            print(f"  {'changed' if entry.fuzzy else 'missing'}  {entry.context}: {entry.text}")


if __name__ == "__main__":
    main()
