"""Cut the self-hosted fonts out of the fontsource packages (see README.md beside this file).

A developer's tool: run it only when the fonts or the letters change; the results are committed.
"""

import argparse
import io
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

# The weights the design uses: text to the heaviest heading.
WEIGHTS = (400, 800)

# Letters of German, English and every Latin-1 language, with the punctuation we print.
CORE = (
    "20-7E A0-FF 131 152-153 2C6 2DA 2DC 2010-2015 2018-201E 2020-2022 2026 202F 2030 2032-2033 "
    "2039-203A 2044 20AC 2122 2212"
)
# What Turkish needs on top: a file of its own, so that other languages do not load it.
TURKISH = "11E-11F 130 15E-15F 20BA"
# Polish, Romanian, Kurdish (Latin), Serbian and other neighbours' names.
EXTENDED = "100-11D 120-12F 132-151 154-15D 160-17F 18F 1A0-1A1 1AF-1B0 218-21B 259 1E9E 1EF2-1EF3"
# Arabic, and the letters that Persian, Kurdish (Sorani) and Urdu add to it.
ARABIC = (
    "60C 61B 61F 621-63A 640-652 660-66C 670 671 679 67E 686 688 691 695 698 6A9 6AF 6B5 6BA "
    "6BE 6C1 6C6 6CC 6CE 6D2 6D4 6D5 6F0-6F9 200C-200F"
)

JOBS = {
    "noto-sans-core": ("noto-sans-latin-wght-normal", CORE),
    "noto-sans-turkish": ("noto-sans-latin-ext-wght-normal", TURKISH),
    "noto-sans-extended": ("noto-sans-latin-ext-wght-normal", EXTENDED),
    "noto-sans-arabic": ("noto-sans-arabic-arabic-wght-normal", ARABIC),
}


def code_points(ranges: str) -> set[int]:
    """The code points that a list such as "20-7E 131" names (hexadecimal)."""
    points: set[int] = set()
    for part in ranges.split():
        first, _, last = part.partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return points


def cut(source: Path, ranges: str, weights: tuple[int, int] = WEIGHTS) -> bytes:
    """The font at `source` with only these letters and weights, as WOFF2."""
    font = TTFont(source)
    options = Options()
    options.hinting = False
    options.desubroutinize = True
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 6, 13, 14]
    # Shaping, marks, kerning and tabular figures; no small caps, no alternates.
    options.layout_features = [
        "calt", "ccmp", "curs", "fina", "init", "isol", "kern", "liga", "locl", "mark",
        "medi", "mkmk", "rlig", "rclt", "tnum", "lnum",
    ]  # fmt: skip
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=code_points(ranges))
    subsetter.subset(font)
    if "fvar" in font:
        instantiateVariableFont(font, {"wght": weights}, inplace=True)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def main() -> None:
    """Write the four files beside this script."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("packages", type=Path, help="folder that holds the unpacked packages")
    packages = parser.parse_args().packages
    for name, (source, ranges) in JOBS.items():
        path = next(packages.rglob(f"{source}.woff2"))
        data = cut(path, ranges)
        (Path(__file__).parent / f"{name}.woff2").write_bytes(data)
        print(f"{name}: {len(data) / 1024:.1f} KB")  # noqa: T201


if __name__ == "__main__":
    main()
