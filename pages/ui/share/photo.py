"""The photo of the documents, with the consent of the people it shows."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from libcollab_metrics.reports import prepare_photo
from pages.ui.share.inputs import DocumentOptions, WidgetKeys, widget_key, widget_value
from pages.ui.translation import _, labels, later

#: Who may be in a photo, and who may see it; without consent it is not printed.
SHOWS = {
    "children": later("Children, alone or with adults"),
    "adults": later("Adults only"),
    "no-person": later("No one who can be recognized"),
}
CONSENTS = {
    "": later("No written consent"),
    "sponsor": later("For the sponsor of the report"),
    "public": later("For everybody"),
}
#: Inputs that describe a photo.
_PARTS = ("caption", "shows", "consent", "guardian", "until")


def draw_photo(photo: Mapping[str, Any]) -> WidgetKeys:
    """Draw the photo, its caption and its consent record."""
    picture = photo.get("picture") or ""
    boxes = {"photo": widget_key("photo", "every", picture)}
    boxes |= {f"photo-{part}": widget_key(f"photo-{part}", "every", photo.get(part)) for part in _PARTS}
    with st.expander(_("Photo"), expanded=bool(picture)):
        if picture:
            st.image(base64.b64decode(picture), width=240, alt=photo.get("caption") or _("Your photo"))
        st.file_uploader(
            _("Photo, on reports to sponsors and the board (PNG or JPEG)"),
            type=["png", "jpg", "jpeg"],
            max_upload_size=20,
            key=boxes["photo"],
        )
        if picture:
            boxes["without-photo"] = widget_key("without-photo", "every", picture)
            st.checkbox(_("Remove the photo"), key=boxes["without-photo"])
        st.text_input(
            _("Caption, without names"),
            photo.get("caption") or "",
            max_chars=200,
            placeholder=_("Saturday reading in the main hall"),
            key=boxes["photo-caption"],
        )
        with st.grid(2, min_column_width=180, vertical_alignment="bottom"):
            _draw_choice(_("It shows"), SHOWS, photo.get("shows") or "children", boxes["photo-shows"])
            _draw_choice(
                _("Written consent of the people in it"),
                CONSENTS,
                photo.get("consent") or "",
                boxes["photo-consent"],
            )
            st.date_input(
                _("Consent ends on"),
                date.fromisoformat(photo["until"]) if photo.get("until") else None,
                key=boxes["photo-until"],
            )
            st.checkbox(
                _("A guardian of each child has agreed"),
                photo.get("guardian") == "yes",
                key=boxes["photo-guardian"],
            )
    return boxes


def _draw_choice(label: str, choices: Mapping[str, str], chosen: str, key: str) -> None:
    names = labels(choices)
    st.selectbox(label, tuple(choices), tuple(choices).index(chosen), format_func=names.__getitem__, key=key)


def photo_options(boxes: WidgetKeys, stored: Mapping[str, Any]) -> DocumentOptions:
    """Return the photo of the form: as uploaded, or the stored one; empty without a picture."""
    upload = widget_value(boxes, "photo")
    picture = upload.getvalue() if upload is not None else stored.get("picture") or ""
    if not picture or (upload is None and widget_value(boxes, "without-photo")):
        return {}
    entered = {part: widget_value(boxes, f"photo-{part}") for part in _PARTS}
    until = entered["until"]
    entered |= {
        "picture": picture,
        "caption": (entered["caption"] or "").strip(),
        "guardian": "yes" if entered["guardian"] else "",
        "until": until.isoformat() if until else "",
    }
    return {name: value for name, value in entered.items() if value}


def encode_photo(options: DocumentOptions) -> DocumentOptions:
    """Encode an uploaded photo as text.

    Raises
    ------
    LibCollabError
        If the file is not an image.
    """
    photo = options.get("photo") or {}
    uploaded = photo.get("picture")
    if not isinstance(uploaded, bytes):
        return options
    return {**options, "photo": {**photo, "picture": base64.b64encode(prepare_photo(uploaded)).decode()}}
