"""Settings for documents are validated when they are typed, and rejected with a message."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.model import Settings

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"0" * 20).decode()


def test_document_settings_are_stored_without_surrounding_space() -> None:
    wishes = {
        "contact": " Main Library, 555-0100 ",
        "logo": PNG,
        "sponsor": {
            "ask": "Books for two schools.\nAnd a shelf.",
            "offers": ["Your name on the shelf"],
            "tiers": [{"name": "Friend", "amount": 5000}],
            "from": "2026-01-01",
            "program": ["Story hour"],
        },
    }
    documents = Settings().with_values({"documents": wishes}).documents
    assert documents["contact"] == "Main Library, 555-0100"
    assert documents["sponsor"]["ask"] == "Books for two schools.\nAnd a shelf."
    assert documents["sponsor"]["tiers"] == ({"name": "Friend", "amount": 5000},)
    assert documents["sponsor"]["program"] == ("Story hour",)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"sponser": {}}, "sponsor"),
        ({"sponsor": {"asks": "…"}}, "ask"),
        ({"contact": "x" * 201}, "too long for a line"),
        ({"sponsor": {"ask": "x" * 2001}}, "too long"),
        ({"logo": "no base64!"}, "no picture in base64"),
        ({"logo": base64.b64encode(b"GIF89a").decode()}, "no PNG or JPEG"),
        ({"logo": base64.b64encode(b"\xff\xd8\xff" + b"0" * 300_000).decode()}, "too large a picture"),
        ({"sponsor": {"tiers": [{"name": "Friend"}]}}, "no name with an amount"),
        ({"sponsor": {"tiers": [{"name": "Friend", "amount": 0}]}}, "out of range"),
        ({"sponsor": {"tiers": [{"name": "Friend", "amount": 1}] * 7}}, "longer than 6 entries"),
        ({"sponsor": {"offers": "a text"}}, "no list"),
        ({"sponsor": {"language": "de"}}, "none of the choices"),
        ({"sponsor": {"from": "2026-02-01", "to": "2026-01-01"}}, "no higher than"),
        ("a text", "no group of named values"),
    ],
)
def test_invalid_document_settings_are_rejected_with_a_message(wrong: Any, said: str) -> None:
    with pytest.raises(LibCollabError, match=said):
        Settings().with_values({"documents": wrong})
