"""Find what a document would run, link to or fetch when it is opened, and read its words."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

from PIL import Image
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from libcollab_metrics.reports.render.to_csv import FORMULA_PREFIXES
from tests.reports.conftest import parts, plain, read_html
from tests.support.documents.packages import members

#: Actions of a PDF that reach outside its own pages.
_ACTIONS = {
    "/URI",
    "/JavaScript",
    "/JS",
    "/Launch",
    "/GoToR",
    "/EmbeddedFile",
    "/EmbeddedFiles",
    "/AA",
    "/OpenAction",
    "/SubmitForm",
    "/ImportData",
    "/RichMedia",
}
#: Fields of a text document that only number its pages.
_NUMBERING = {b"PAGE", b"NUMPAGES"}
#: The tags that the renderer writes.
_TAG = re.compile(
    "html|head|title|meta|style|script|body|header|main|nav|footer|section|div|p|h[1-3]|ul|ol|li|a|dl|dt|dd|button|"
    "details|summary|table|caption|thead|tbody|tr|th|td|figure|figcaption|img|span|strong|b|i|br|blockquote"
)


def live_parts(data: bytes, fmt: str) -> list[str]:
    """Return every part that would run, link outside or fetch; a harmless file has none."""
    return list(_SCANNERS.get(fmt, _in_package)(data))


def words(data: bytes, fmt: str) -> str:
    """Return all words of a file as a reader sees them, without spaces."""
    if fmt == "csv":
        cells = (
            cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")) for cell in row
        )
        return plain("".join(cell.removeprefix("'") for cell in cells))
    if fmt in ("xlsx", "pptx", "docx"):
        trees = (ElementTree.fromstring(part) for name, part in members(data) if name.endswith(".xml"))
        return plain("".join(text for tree in trees for text in tree.itertext()))
    return plain("".join(parts(data)))


def _in_package(data: bytes) -> Iterator[str]:
    """Yield formulas, links, outside relations, fetching fields and programs of an Office file."""
    for name, part in members(data):
        if name.endswith(".rels") and b"External" in part:
            yield f"{name} leads outside"
        if re.search(rb"vbaProject|oleObject|externalLink|ddeLink|attachedTemplate", name.encode()):
            yield f"{name} is a program or leads outside"
        if "/worksheets/" in name and re.search(rb"<f[ >]|<hyperlink", part):
            yield f"{name} holds a formula or a link"
        if re.search(rb"<a:hlink(?:Click|Hover|MouseOver)|<w:hyperlink[^>]* r:|<w:instrText", part):
            yield f"{name} holds a link"
        for field in set(re.findall(rb'w:instr="([^"]*)"', part)) - _NUMBERING:
            yield f"{name} holds a field {field!r}"


def _in_page(data: bytes) -> Iterator[str]:
    """Yield what an HTML page must not contain.

    It may have only the renderer's own tags, links within the page and embedded pictures.
    """
    for tag, attributes in read_html(data).tags:
        if not _TAG.fullmatch(tag):
            yield f"<{tag}>"
        yield from (f"<{tag} {name}>" for name in attributes if name.startswith("on"))
        if not attributes.get("href", "#").startswith("#") or not attributes.get("src", "data:").startswith(
            "data:"
        ):
            yield f"<{tag}> leads outside"
        if "url(" in attributes.get("style", ""):
            yield f"<{tag}> fetches by its style"


def _in_pdf(data: bytes) -> Iterator[str]:
    names: set[str] = set()
    seen: set[int] = set()
    pending: list[Any] = [PdfReader(io.BytesIO(data)).trailer]
    while pending:
        value = pending.pop()
        if isinstance(value, IndirectObject):
            if value.idnum in seen:
                continue
            seen.add(value.idnum)
            value = value.get_object()
        if isinstance(value, dict):
            names |= {str(name) for name in value} | {str(value.get(name)) for name in ("/S", "/Subtype")}
            pending += value.values()
        elif isinstance(value, list):
            pending += value
    yield from sorted(names & _ACTIONS)


def _in_drawing(data: bytes) -> Iterator[str]:
    """Yield scripts, foreign content and outside references of an SVG drawing."""
    for element in ElementTree.fromstring(data).iter():
        tag = element.tag.rpartition("}")[2]
        if tag in ("script", "foreignObject", "a", "iframe"):
            yield f"<{tag}>"
        for name, value in element.attrib.items():
            leads_outside = name.rpartition("}")[2] == "href" and not value.startswith(("#", "data:"))
            if leads_outside or name.startswith("on") or re.search(r"url\((?!['\"]?#)", value):
                yield f"<{tag} {name}>"


def _in_picture(data: bytes) -> Iterator[str]:
    """Yield the texts that a picture carries next to its pixels."""
    with Image.open(io.BytesIO(data)) as picture:
        yield from (f"{name}: {value}" for name, value in picture.info.items() if isinstance(value, str))


def _in_csv(data: bytes) -> Iterator[str]:
    csv.field_size_limit(sys.maxsize // 2**32)
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        yield from (cell[:40] for cell in row if cell.startswith(FORMULA_PREFIXES) and not _is_number(cell))


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"-\d+(\.\d+)?", cell) is not None


_SCANNERS: Mapping[str, Callable[[bytes], Iterator[str]]] = {
    "html": _in_page,
    "pdf": _in_pdf,
    "csv": _in_csv,
    "svg": _in_drawing,
    "png": _in_picture,
}
