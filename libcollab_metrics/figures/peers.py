"""Where the library stands among others of its size, in one sentence."""

from __future__ import annotations

from libcollab_metrics.figures.words import part_name
from libcollab_metrics.metrics.peers import PeerBand
from libcollab_metrics.wording import Language

#: The quantiles that are said.
SAID = {"low": 0.25, "middle": 0.5, "high": 0.75}


def peers_sentence(band: PeerBand, language: Language) -> str:
    """Say how attendance is spread over the libraries of a band.

    Examples
    --------
    >>> from libcollab_metrics.metrics.peers import band_of
    >>> from libcollab_metrics.wording import language
    >>> peers_sentence(band_of(1_500), language("en"))[:67]
    'Of 1,328 US public libraries serving 1,000 to 2,499 people, a quart'
    """
    spread = dict(band.quantiles)
    ends = {name: language.average(spread[share]) for name, share in SAID.items()}
    return language.say("peers-stand", n=language.number(band.libraries), peers=part_name(band.name, language), **ends)
