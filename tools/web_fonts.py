"""Write the Latin parts of Inter as WOFF2 for the screens.

Run it in an environment with fonttools and brotli: python tools/web_fonts.py. The result is committed.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE, TARGET = ROOT / "libcollab_metrics" / "assets" / "fonts", ROOT / "pages" / "ui" / "assets"
WEIGHTS = ("Regular", "SemiBold")
#: Latin with its European accents, punctuation, currencies, arrows and the signs of the figures.
CHARACTERS = (
    "U+0020-007E,U+00A0-017F,U+0218-021B,U+02C6,U+02DC,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,"
    "U+2032,U+2033,U+2039,U+203A,U+2060,U+20A0-20BF,U+2122,U+2190-2193,U+2212,U+2215,U+2248,U+2260,U+2264,"
    "U+2265,U+2713,U+2715,U+2717"
)


def main() -> None:
    from fontTools import subset

    for weight in WEIGHTS:
        subset.main(
            [
                str(SOURCE / f"Inter-{weight}.otf"),
                f"--unicodes={CHARACTERS}",
                "--layout-features=kern,ccmp,locl,mark,tnum,calt",
                "--flavor=woff2",
                "--no-hinting",
                "--desubroutinize",
                f"--output-file={TARGET / f'Inter-{weight}.woff2'}",
            ]
        )


if __name__ == "__main__":
    sys.exit(main())
