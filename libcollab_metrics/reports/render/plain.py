"""Designed blocks for formats that lack them: as data for a template, or as texts, tables and boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import singledispatch
from types import MappingProxyType
from typing import Any

from libcollab_metrics.reports.document import (
    Bars,
    Block,
    Callout,
    Columns,
    Counters,
    Decisions,
    GiftLevel,
    GiftRow,
    GiftRows,
    Grid,
    Heroes,
    KeyFigure,
    KeyFigures,
    Lead,
    Pictogram,
    Points,
    ReplySlip,
    Request,
    Strip,
    TargetBars,
    Text,
)

#: Name in the templates of each block that has only texts.
KINDS: Mapping[type, str] = MappingProxyType(
    {
        Lead: "lead",
        Heroes: "heroes",
        GiftRows: "gift-rows",
        Request: "request",
        Counters: "counters",
        Decisions: "decisions",
        TargetBars: "target-bars",
        Bars: "share-bars",
        Points: "points",
        Strip: "strip",
        ReplySlip: "reply-slip",
    }
)


def block_texts(block: Any, clean: Callable[[str], str]) -> dict[str, Any]:
    """Convert a block of `KINDS` to template data, with every text cleaned."""

    def convert(part: Any) -> Any:
        if isinstance(part, str):
            return clean(part)
        if isinstance(part, tuple):
            return [convert(item) for item in part]
        if is_dataclass(part):
            names = [each.name for each in fields(part)]
            return {name.removeprefix("is_"): convert(getattr(part, name)) for name in names}
        return part

    converted: dict[str, Any] = {"kind": KINDS[type(block)], **convert(block)}
    if isinstance(block, Request):
        converted["text"] = [clean(line) for line in block.text.splitlines() if line.strip()]
    return converted


# Simple blocks with the same texts. A box to tick is printed as a character.

BOX, LINE = "☐", "________________"
#: Column of `TargetBars` with the drawing, which a table of texts leaves out.
BAR_COLUMN = 3


def simplify_all(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Replace every designed block by simple ones, in reading order."""
    return tuple(simple for block in blocks for simple in simplify(block))


@singledispatch
def simplify(block: Block) -> tuple[Block, ...]:
    """Return simple blocks with the texts of a block; the block itself where it is simple."""
    return (block,)


@simplify.register
def _(block: Columns) -> tuple[Block, ...]:
    return simplify_all(inner for column in block.columns for inner in column)


@simplify.register
def _(block: Lead) -> tuple[Block, ...]:
    return tuple(Text(text) for text in (f"{block.opening} {block.text}".strip(), block.source) if text)


@simplify.register
def _(block: Heroes) -> tuple[Block, ...]:
    return (KeyFigures(tuple(KeyFigure(hero.unit, hero.value, "", hero.note) for hero in block.heroes)),)


@simplify.register
def _(block: Counters) -> tuple[Block, ...]:
    figures = (
        KeyFigure(f"{counter.symbol} {counter.label}".strip(), counter.count, "", counter.note)
        for counter in block.counters
    )
    return (KeyFigures(tuple(figures)),)


@simplify.register
def _(block: GiftRows) -> tuple[Block, ...]:
    return (gift_grid(block),)


def gift_grid(block: GiftRows) -> Grid:
    """Return what a gift became as a table, with its sum below."""
    rows = tuple((row.amount, row.purpose, row.use, result_text(row)) for row in block.rows)
    return Grid(block.title, block.headings, rows, note=f"{block.total} {block.remark}".strip())


def result_text(row: GiftRow) -> str:
    """Return the result of one part of a gift with its detail as one sentence after another."""
    return f"{row.result}. {row.detail}" if row.detail else row.result


@simplify.register
def _(block: Request) -> tuple[Block, ...]:
    lines = (*block.text.splitlines(), *map(level_text, block.levels), block.reply_by)
    return (Callout(block.title, "\n".join(filter(None, lines))),)


def level_text(level: GiftLevel) -> str:
    """Return an amount and what it pays for in one line."""
    label = f" ({level.label})" if level.label else ""
    return f"{level.amount}{label}: {', '.join(filter(None, (level.buys, level.detail)))}"


@simplify.register
def _(block: Decisions) -> tuple[Block, ...]:
    headings = (block.title, block.recommended, " / ".join(block.answers))
    rows = tuple(
        (
            f"{number}. {decision.question} {decision.reason}",
            decision.recommendation or LINE,
            " ".join(f"{BOX}\N{NO-BREAK SPACE}{answer}" for answer in block.answers),
        )
        for number, decision in enumerate(block.decisions, start=block.first)
    )
    return (Grid(block.title, headings, rows),)


@simplify.register
def _(block: TargetBars) -> tuple[Block, ...]:
    rows = tuple(
        (bar.program, bar.name, bar.aim, bar.result, f"{bar.symbol} {bar.status}".strip())
        for bar in block.bars
    )
    headings = tuple(
        heading
        for column, heading in enumerate(block.headings)
        if column != BAR_COLUMN or len(block.headings) == BAR_COLUMN + 2
    )
    return (Grid(block.title, headings, rows, (2, 3)),)


@simplify.register
def _(block: Pictogram) -> tuple[Block, ...]:
    return (Text(block.text),)


@simplify.register
def _(block: Bars) -> tuple[Block, ...]:
    lines = [f"{bar.name}: {bar.value}" if bar.name else bar.value for bar in block.bars]
    return (Callout(block.title, "\n".join(filter(None, (*lines, block.note)))),)


@simplify.register
def _(block: Points) -> tuple[Block, ...]:
    lines = [f"{point.symbol} {point.opening} {point.text}".strip() for point in block.points]
    return (Callout(block.title, "\n".join(lines)),) if block.title else tuple(map(Text, lines))


@simplify.register
def _(block: Strip) -> tuple[Block, ...]:
    return (Text(" · ".join(block.parts)),)


@simplify.register
def _(block: ReplySlip) -> tuple[Block, ...]:
    lines = (
        block.hint,
        *(f"{BOX} {statement}" for statement in block.statements),
        *(f"{field} {LINE}" for field in block.fields),
    )
    return (Callout(block.title, "\n".join(filter(None, lines))),)


def flatten_columns(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks in reading order, those of columns one after the other."""
    for block in blocks:
        if isinstance(block, Columns):
            yield from flatten_columns(inner for column in block.columns for inner in column)
        else:
            yield block
