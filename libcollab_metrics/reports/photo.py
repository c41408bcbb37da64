"""The library's photo and its consent record: who is in it, who may see it, and until when."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from libcollab_metrics.localization import Language
from libcollab_metrics.reports.document import Photo
from libcollab_metrics.reports.render.office import prepare_photo

#: Documents that may have a photo.
PHOTO_DOCUMENTS = ("sponsor", "pitch", "board")
#: Why a photo is not printed; empty where it is.
Gap = Literal["", "consent", "guardian", "scope", "expired"]


@dataclass(frozen=True)
class LibraryPhoto:
    """A photo of the library with the consent of the people it shows.

    Attributes
    ----------
    picture : bytes
        JPEG from `prepare_photo`.
    caption : str
        May be empty.
    shows : str
        "no-person" who can be recognized, "adults", or "children", alone or with adults.
    consent : str
        Who may see it, "sponsor" or "public"; empty if no consent is recorded.
    has_guardian : bool
        Whether a guardian of each child has agreed.
    until : date or None
        Last day of the consent; None for no end.
    """

    picture: bytes
    caption: str = ""
    shows: str = "children"
    consent: str = ""
    has_guardian: bool = False
    until: date | None = None

    def gap(self, audience: str, as_of: date) -> Gap:
        """Return why the photo may not be printed for an audience; empty if it may.

        Parameters
        ----------
        audience : str
            Key of `AUDIENCES`; a consent for the sponsor covers the sponsor's report only.
        as_of : date
            Day of the document.

        Returns
        -------
        str
        """
        if self.shows == "no-person":
            return ""
        if not self.consent:
            return "consent"
        if self.shows == "children" and not self.has_guardian:
            return "guardian"
        if self.until is not None and self.until < as_of:
            return "expired"
        return "scope" if self.consent == "sponsor" and audience != "sponsor" else ""


def load_photo(stored: Mapping[str, Any]) -> LibraryPhoto | None:
    """Return the photo of the setting `documents`; None without a picture."""
    picture = prepare_photo(base64.b64decode(stored.get("picture") or ""))
    if not picture:
        return None
    return LibraryPhoto(
        picture,
        stored.get("caption") or "",
        stored.get("shows") or "children",
        stored.get("consent") or "",
        stored.get("guardian") == "yes",
        date.fromisoformat(stored["until"]) if stored.get("until") else None,
    )


def photo_block(
    photo: LibraryPhoto | None, audience: str, as_of: date, language: Language, is_cover: bool = False
) -> Photo | None:
    """Build the photo of a document; None if there is none or if it may not be printed."""
    if photo is None or photo.gap(audience, as_of):
        return None
    source = language.message("photo-consent") if photo.shows != "no-person" else ""
    return Photo(
        photo.picture, photo.caption, photo.caption or language.message("photo-alt"), source, is_cover
    )
