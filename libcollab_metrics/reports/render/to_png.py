"""PNG renderer of the share card: a square picture with one large number and a mark for each item."""

from __future__ import annotations

from libcollab_metrics.localization import Language
from libcollab_metrics.reports.document import Document, Heroes, Pictogram
from libcollab_metrics.reports.render.to_pdf import clean_text, compile_template, template_data

#: Pixels per inch: a point of the template is a pixel of the picture.
PPI = 72


def to_png(document: Document, language: Language) -> bytes:
    """Render the card as a picture of 1080 × 1080 pixels; equal documents give equal bytes.

    Parameters
    ----------
    document : Document
        Document with at most one number and one pictogram.
    language : Language
        Language of the text.

    Returns
    -------
    bytes
        PNG file.
    """
    heroes = [hero for block in document.blocks if isinstance(block, Heroes) for hero in block.heroes]
    marks = [block for block in document.blocks if isinstance(block, Pictogram)]
    data = template_data(document, [], language)
    data["value"], data["unit"], data["place"] = (
        (clean_text(text) for text in (heroes[0].value, heroes[0].unit, heroes[0].note))
        if heroes
        else ("", data["title"], data["contact"])
    )
    data["marks"] = marks[0].count if marks else 0
    data["thanks"] = clean_text(marks[0].text) if marks else ""
    picture: bytes = compile_template(data, False, "card.typ", format="png", ppi=PPI)
    return picture
