"""Invent people: no name is a real person's."""

from __future__ import annotations

import random

FIRST_NAMES = {
    "us": "Abner Beulah Cyril Dovie Elspeth Ferris Gilda Horace Imogen Jethro Keturah Lyle Maude Norbert "
    "Opaline Percival Quenby Rufus Sabra Thurman Ursel Verna Wilmot Zora",
    "ph": "Alitaptap Balani Dayang Gunita Habagat Indayog Kalinaw Liwayway Malaya Nilad Pagasa Rangya "
    "Sibol Tagumpay Umaga Yumi Banaag Diwata Lakan Matimyas",
    "es": "Aquilino Benilde Claudino Dorotea Edelmira Fulgencio Graciana Higinio Iluminada Jacoba Ladislao "
    "Melitona Nemesio Onofre Petronila Quirino Rufina Sinforosa Toribio Venancia",
}
LAST_NAMES = {
    "us": "Ambleforth Bristlecone Cobblesworth Drumholler Eddingwood Fallowmere Gorsebank Hickoryhill "
    "Inglebrook Jackdaw Kettlewhite Lowbarrow Muddlecroft Nightwater Oakhanger Pennyroyal",
    "ph": "Abotlangit Batongbuhay Dagatlayag Gatasniyog Hamogan Kawayanlayo Luntianan Mutyahon Parolsilid "
    "Salamatin Tabingilog Ulapdagat Yamanlupa Bungangsibol",
    "es": "Arroyoseco Brezomonte Cantizalba Dehesarrubia Encinaluz Frentealta Garzonegro Hontanilla "
    "Jarallano Lomaverde Molinuevo Naranjalto Olmocano Pradoclaro Riosonado Sierraluna",
}


def invent_people(rng: random.Random, country: str, count: int) -> list[tuple[str, str]]:
    """Return different first and last names of invented people."""
    pairs = [(first, last) for first in FIRST_NAMES[country].split() for last in LAST_NAMES[country].split()]
    return rng.sample(pairs, count)


def invent_names(rng: random.Random, country: str, count: int) -> list[str]:
    """Return different full names of invented people, first name first."""
    return [f"{first} {last}" for first, last in invent_people(rng, country, count)]
