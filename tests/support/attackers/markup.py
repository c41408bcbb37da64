"""Texts that some program would run, fetch, follow or fail on, and a library full of them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import Any

#: A host that does not exist; no test may request it.
ELSEWHERE = "elsewhere.invalid"
#: What a browser finds if a text has become markup.
INJECTED = (
    f"[src*='{ELSEWHERE}'], [href^='http'][href*='{ELSEWHERE}'], [href^='//'], [style*='{ELSEWHERE}'], "
    "[onload], [onerror], "
    "[href^='javascript'], .katex"
)
#: The texts by what they attempt. Most end in a word of their own, to tell them apart in a table.
TEXTS: Mapping[str, str] = {
    "formula": f'=HYPERLINK("http://{ELSEWHERE}/f","Story")',
    "command": "+cmd|' /C calc'!A0",
    "sum": "@SUM(1,2) circle",
    "minus": "-2+3 minus club",
    "image": f"<img src=http://{ELSEWHERE}/i onerror=alert(1)> painting",
    "script": "<script>alert('reading')</script> plays",
    "anchor": f"<a href='http://{ELSEWHERE}/a'>link</a> makers",
    "picture": f"![x](http://{ELSEWHERE}/m.png) drawing",
    "address": "[open](javascript:alert(1)) evening",
    "icon": ":material/home: crafts",
    "sums": "$x^2$ and $$y$$ numbers",
    "colour": ":red[danger] :smile: choir",
    "styled": f'<span style="background:url(http://{ELSEWHERE}/p)">shade</span> garden',
    "svg": f"</script><svg onload=alert(1)><image href=http://{ELSEWHERE}/s /></svg> stage",
    "jinja": "{{7*7}}{% raw %} tales",
    "typst": '#import "@preview/x:1.0.0": * #panic() *bold* _em_ `raw` <lab> @ref songs',
    "xml": "]]>&amp;&#x41;<!-- no --><?php x?> puzzles",
    "turned": "story \u202egnp.exe\u202c end",
    "invisible": "Sto\u200bry\u2060 hour\ufeff hidden",
    "control": "bell\x07 back\x08 null\x00 escape\x1b[31m music",
    "family": "👩‍👩‍👧‍👦 family 🏳️‍🌈 day",
    "stacked": "Z" + "\u0301\u0327\u0338" * 12 + "algo night",
    "folders": "..\\..\\..\\secret /etc/passwd \\\\server\\share CON",
    "format": "%s %d {0} {name} %(x)s ${y} %{x} books",
    "vega": "datum.value; '); url(#a) 'x' \"y\" walk",
    "lines": "two\nlines\tand a tab\rend",
    "arabic": "قصة الأطفال",
    "long": "Wide" * 250,
}
#: What a settings file can hold but no sheet: a lone surrogate and two noncharacters.
BEYOND_A_SHEET = "half \ud800 and \ufffe\uffff letters"


def workbook(texts: Sequence[str] = tuple(TEXTS.values()), sheet_name: str = "=1+1 <b>&amp; 'x' !") -> bytes:
    """Return a library's workbook with a program per text and a text in every text cell."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for name, rows in tables(texts, sheet_name).items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, str):
                        sheet.write_string(row, column, cell)
                    elif cell is not None:
                        sheet.write_number(row, column, cell)
    return stream.getvalue()


def tables(texts: Sequence[str], sheet_name: str) -> dict[str, list[list[Any]]]:
    """Return the sheets of the workbook, header rows first."""
    next_text = cycle(texts)
    sessions: list[list[Any]] = [["Program", "Date", "Site", "Language", "Age group", "Seats", "Attendance"]]
    ledger: list[list[Any]] = [
        ["Program", "Date", "From", "To", "Kind", "Quantity", "Unit", "Value", "Status", "Note"]
    ]
    outcomes: list[list[Any]] = [
        ["Program", "Name or code", "Occasion", "Measure", "Before", "After", "Highest possible score"]
    ]
    for number, text in enumerate(texts):
        program_and_date = [text, f"2026-0{1 + number % 6}-07"]
        sessions += [
            [text, f"2026-0{month}-1{number % 9}", text, text, text, 90, 60 + number] for month in (1, 2, 3)
        ]
        sessions.append([text, "2026-04-01", text, text, text, 90, text])
        ledger += [
            [*program_and_date, text, "project", "cash", 1, text, 900 + number, "received", text],
            [*program_and_date, "library", next(next_text), "in_kind", 2, text, 400, "spent", text],
            [*program_and_date, next(next_text), text, text, None, text, text, text, text],
        ]
        outcomes += [[text, f"Learner {n}", "March", text, 5 + n % 4, 9 + n % 5, 20] for n in range(12)]
    return {
        "Programs": [
            ["Program", "Kind", "Partners", "Audience", "Language", "People to be served", "Target"],
            *([text, text, text, text, text, 400, 200] for text in texts),
        ],
        "Partners": [
            ["Partner", "Kind of partner", "Strengths", "People it can reach"],
            *([text, text, text, 300] for text in texts),
        ],
        sheet_name: sessions,
        "Ledger": ledger,
        "Outcomes": outcomes,
        "Deliveries": [
            ["Program", "Lot", "Site", "Language", "Unit", "Pledged", "Usable", "Received"],
            *([text, text, text, text, "books", 500, 300, 290] for text in texts),
        ],
        "Perspectives": [
            ["Partner", "Side", "Respondent", "Item", "Rating"],
            *(
                [text, side, f"Person {n}", "We would do it again together", 4]
                for text in texts
                for side in ("partner", "library")
                for n in range(2)
            ),
        ],
        "Notes": [
            ["Program", "Date", "Note", "Tag", "May be shown to others"],
            *([text, "2026-03-07", text, text, "yes"] for text in texts),
        ],
        "Sites": [["Site", "People living there", "Languages"], *([text, 900, text] for text in texts)],
        "Odd": [list(texts[:8]), *(list(texts[8:16]) for _ in range(3))],
    }
