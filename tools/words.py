"""The catalogs of the languages beside English: what must be translated, and how a catalog is brought up to
date.

`make words` refreshes them from the English sentences and the phrases of the code. Translations are kept,
those whose English has changed are marked fuzzy, and what is left to do is listed.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from itertools import takewhile
from pathlib import Path

from babel.messages.pofile import normalize, read_po

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":  # run by make, not imported by a test
    sys.path.insert(0, str(ROOT))

from libcollab_metrics.localization import LANGUAGES, PHRASE_KINDS, PHRASE_PREFIX, PhraseKind, language  # noqa: E402
from libcollab_metrics.metrics import CATALOG, PICTURED  # noqa: E402
from libcollab_metrics.metrics import measures as m  # noqa: E402
from libcollab_metrics.metrics.definition import Measure, Recipe  # noqa: E402
from libcollab_metrics.metrics.families.cost import ADDED_AMOUNTS, SUBTRACTED_AMOUNTS  # noqa: E402
from libcollab_metrics.metrics.families.partners import ExchangeByKind  # noqa: E402
from libcollab_metrics.metrics.families.peers import load_peer_bands  # noqa: E402
from libcollab_metrics.metrics.measures import STEPS  # noqa: E402
from libcollab_metrics.metrics.tables.scores import LEVELS  # noqa: E402
from libcollab_metrics.model import ISSUE_KINDS  # noqa: E402
from libcollab_metrics.model.schema import ALIGNMENT_ITEMS, STAGES  # noqa: E402
from libcollab_metrics.model.scope import SCOPE_FIELDS  # noqa: E402
from libcollab_metrics.model.social_return import REQUIRED_PARTS, SHARE_PARTS  # noqa: E402
from libcollab_metrics.planning import assumptions  # noqa: E402

TRANSLATED = tuple(code for code in LANGUAGES if code != "en")
PACKAGE = ROOT / "libcollab_metrics"
ENGLISH = language("en").messages
METRICS = (*CATALOG, *PICTURED)
#: The parts of a reason that are words.
IN_WORDS = ("field", "things", "name")


@dataclass(frozen=True)
class Entry:
    """One thing to translate: where it stands, its English, and its translation, empty while there is
    none."""

    context: str
    text: str
    said: str = ""
    fuzzy: bool = False


def to_translate() -> list[Entry]:
    """Return every sentence and every phrase of the project, in a steady order."""
    sentences = [Entry(message, text) for message, text in ENGLISH.items()]
    return sentences + [Entry(PHRASE_PREFIX + kind, text) for kind in PHRASE_KINDS for text in phrases(kind)]


def phrases(kind: PhraseKind) -> tuple[str, ...]:
    """Return the English phrases of one kind that documents and figures print, each once."""
    return tuple(dict.fromkeys(filter(None, _PHRASES[kind]())))


def _measures() -> Iterator[str]:
    """The words of everything a formula or a table of costs prints."""
    for measure in (*_of_recipes(), *_written(), *_of_costs()):
        yield from (measure.label, measure.singular)


def _of_recipes() -> Iterator[Measure]:
    for metric in METRICS:
        yield metric.recipe.top
        if metric.recipe.bottom is not None:
            yield metric.recipe.bottom


def _of_costs() -> Iterator[Measure]:
    return (
        amount for level in ADDED_AMOUNTS for amount, _ in (*ADDED_AMOUNTS[level], *SUBTRACTED_AMOUNTS[level])
    )


def _written() -> Iterator[Measure]:
    """Measures of formulas that recipes write themselves; where a formula takes one of several, all of
    them."""
    for path in sorted((PACKAGE / "metrics" / "families").glob("*.py")):
        for formula in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(formula, ast.FunctionDef) and formula.name == "formula":
                named = [part for part in ast.walk(formula) if isinstance(part, ast.Attribute)]
                for part in (part for part in named if ast.unparse(part.value) == "m"):
                    yield from _those(getattr(m, part.attr))


def _those(found: object) -> Iterable[Measure]:
    if isinstance(found, Measure):
        return (found,)
    return found.values() if isinstance(found, Mapping) else ()


def _lacking() -> Iterator[str]:
    """What a reason says is missing, from wherever a value is said to be missing."""
    for folder in ("metrics", "planning"):
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            for said in _said_missing(ast.parse(path.read_text(encoding="utf-8"))):
                yield from _texts(said, path)


def _said_missing(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "undefined_value":
            yield from (word.value for word in node.keywords if word.arg in IN_WORDS)
        elif isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            yield from (said for key, said in pairs if key is not None and ast.unparse(key) == "'things'")


def _texts(said: ast.expr, path: Path) -> Iterable[str]:
    """The English of one place: as it stands, by its name, or one of those put together while counting."""
    if isinstance(said, ast.Constant):
        return () if f"setting-{said.value}" in ENGLISH else (str(said.value),)
    if isinstance(said, ast.Name) and said.id.isupper():
        module = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
        return (str(getattr(import_module(module), said.id)),)
    return _PUT_TOGETHER[ast.unparse(said)]


def _bands() -> Iterator[str]:
    return (band.name for band in load_peer_bands())


def _words(name: str) -> str:
    return name.replace("_", " ")


_RECIPES: tuple[Recipe, ...] = tuple(metric.recipe for metric in METRICS)
_RATES = tuple(
    metric.recipe
    for metric in vars(assumptions).values()
    if isinstance(getattr(metric, "recipe", None), Recipe)
)
_GIVEN_AND_RECEIVED = tuple(recipe.top.label for recipe in _RECIPES if isinstance(recipe, ExchangeByKind))
#: Phrases of which a part is put in while counting, by the source of the expression.
_PUT_TOGETHER: Mapping[str, tuple[str, ...]] = {
    "field": tuple(recipe.field for recipe in _RECIPES if hasattr(recipe, "field")),
    "self.measure.label": tuple(recipe.top.label for recipe in _RATES),
    "m.PAIRS.label": (m.PAIRS.label,),
    "f'books {_stage_words(stage)}'": tuple(f"books {_words(stage)}" for stage in STAGES),
    "f'books {_stage_words(from_stage)} and books {_stage_words(to_stage)}'": tuple(
        f"books {_words(this)} and books {_words(to)}" for this, to in STEPS
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
    "lacking": _lacking,
    "issue": lambda: (kind.title for kind in ISSUE_KINDS.values()),
    "part": lambda: (*LEVELS, *ALIGNMENT_ITEMS, *_bands()),
    "assumption": lambda: map(_words, (*REQUIRED_PARTS, *SHARE_PARTS)),
}


def catalog_of(code: str) -> list[Entry]:
    """Return what stands in a language's catalog."""
    path = PACKAGE / "languages" / f"{code}.po"
    if not path.exists():
        return []
    with path.open("rb") as held:
        entries = [entry for entry in read_po(held) if entry.id]
    return [Entry(e.context or "", str(e.id), str(e.string), e.fuzzy) for e in entries]


def refreshed(code: str) -> list[Entry]:
    """Return everything to translate with the translations there are; one of an older English text is
    fuzzy."""
    kept = {(entry.context, entry.text): entry for entry in catalog_of(code)}
    older = {
        entry.context: entry.said for entry in kept.values() if not entry.context.startswith(PHRASE_PREFIX)
    }
    return [kept.get((e.context, e.text)) or _older(e, older.get(e.context, "")) for e in to_translate()]


def _older(entry: Entry, said: str) -> Entry:
    return Entry(entry.context, entry.text, said, fuzzy=bool(said))


def write(code: str, entries: Iterable[Entry]) -> None:
    """Write a catalog, the same bytes for the same entries."""
    path = PACKAGE / "languages" / f"{code}.po"
    head = (
        f'{_remarks(path)}msgid ""\nmsgstr ""\n'
        f'"Language: {code}\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    )
    text = "\n".join([head, *map(_as_written, entries)])
    path.write_text(text, encoding="utf-8")


def _remarks(path: Path) -> str:
    """What translators wrote at the top of a catalog: who has read it, and which word stands for which."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True) if path.exists() else []
    return "".join(takewhile(lambda line: line.startswith("#"), lines))


def _as_written(entry: Entry) -> str:
    flag = "#, fuzzy\n" if entry.fuzzy else ""
    context, text, said = (normalize(part, width=0) for part in (entry.context, entry.text, entry.said))
    return f"{flag}msgctxt {context}\nmsgid {text}\nmsgstr {said}\n"


def main() -> None:
    """Refresh both catalogs and list what is left to translate."""
    for code in TRANSLATED:
        entries = refreshed(code)
        write(code, entries)
        left = [entry for entry in entries if entry.fuzzy or not entry.said]
        print(f"{LANGUAGES[code]}: {len(entries) - len(left)} of {len(entries)} translated")
        for entry in left:
            print(f"  {'changed' if entry.fuzzy else 'missing'}  {entry.context}: {entry.text}")


if __name__ == "__main__":
    main()
