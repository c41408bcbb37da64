"""The page of a text document: A4, whose document it is at the head, and what it covers and its number at the foot."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from libcollab_metrics.reports.document import Document
from libcollab_metrics.reports.letter import marks
from libcollab_metrics.reports.picture import points_of
from libcollab_metrics.reports.printable import printable
from libcollab_metrics.wording import Language

if TYPE_CHECKING:
    from docx.document import Document as Made
    from docx.text.paragraph import Paragraph

#: An A4 page in inches: wide, high, its margins, and the width that is written on.
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 8.268, 11.693, 0.85
WIDTH = PAGE_WIDTH - 2 * MARGIN
#: Inches a logo may take at the head.
LOGO_WIDTH, LOGO_HEIGHT = 1.8, 0.42
#: Points left free under the head, so that no title stands against it.
UNDER_HEAD = 10


def lay_out(made: Made, document: Document, language: Language) -> None:
    """An A4 page with whose document it is at its head, and at its foot the scope, the fingerprint and its number."""
    from docx.shared import Inches, Pt

    page = made.sections[0]
    page.page_width, page.page_height = Inches(PAGE_WIDTH), Inches(PAGE_HEIGHT)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Inches(MARGIN)
    page.header_distance = page.footer_distance = Inches(MARGIN / 2)
    head, foot = page.header.paragraphs[0], page.footer.paragraphs[0]
    _align_ends(head)
    _align_ends(foot)
    if document.letterhead.contact or document.letterhead.logo:
        head.add_run(f"{printable(document.letterhead.contact)}\t")
        _add_logo(head, document)
        head.paragraph_format.space_after = Pt(UNDER_HEAD)
    foot.add_run(f"{printable(document.scope)} {printable(document.footer)}\t")
    parts = re.split(r"\{(page|pages)\}", language.say("page-of", page="{page}", pages="{pages}"))
    for part in parts:
        if part in ("page", "pages"):
            marks.count(foot, "PAGE" if part == "page" else "NUMPAGES")
        else:
            foot.add_run(part)


def _align_ends(line: Paragraph) -> None:
    """What stands after the tab of a header or footer stands at the right edge."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Inches

    for stop in list(line.style.paragraph_format.tab_stops) if line.style else []:
        stop._tab.getparent().remove(stop._tab)
    line.paragraph_format.tab_stops.add_tab_stop(Inches(WIDTH), WD_TAB_ALIGNMENT.RIGHT)


def _add_logo(head: Paragraph, document: Document) -> None:
    from docx.shared import Inches

    if logo := document.letterhead.logo:
        wide, high = points_of(logo)
        scale = min(LOGO_WIDTH / wide, LOGO_HEIGHT / high)
        shape = head.add_run().add_picture(io.BytesIO(logo), Inches(wide * scale), Inches(high * scale))
        marks.describe(shape, printable(document.letterhead.contact) or "Logo")
