"""Build sprite.svg from the unpacked lucide-static package.

A developer's tool: add a name to ICONS, run `python static/icons/sprite.py <package>`, commit.
"""

import argparse
import re
from pathlib import Path

ICONS = """
accessibility arrow-right award bell briefcase building-2 calendar check chevron-down
circle-alert circle-check clock copy download external-link eye eye-off file-text flag globe
graduation-cap hand-heart handshake heart-handshake house inbox info key-round landmark
languages link list lock log-in log-out mail map-pin megaphone menu message-circle music
newspaper pen-line phone plus printer qr-code refresh-cw rotate-ccw scale school search send
settings share-2 shield shield-check sprout trash-2 triangle-alert trophy user users vote
wifi-off x
"""
# Names that templates may use for an icon that Lucide has renamed.
ALIASES = {"alert-triangle": "triangle-alert"}
LICENCE = "Icons: Lucide (https://lucide.dev), ISC licence, see LICENSE.txt"


def symbol(name: str, source: Path) -> str:
    """One icon as a <symbol>; the stroke's width comes from the page's CSS."""
    inner = re.search(r"<svg[^>]*>(.*)</svg>", source.read_text(encoding="utf-8"), re.DOTALL)
    if inner is None:
        raise SystemExit(f"{source} is not an icon.")
    shapes = re.sub(r"\s*/>", "/>", re.sub(r">\s+<", "><", inner[1].strip()))
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        f'stroke-linecap="round" stroke-linejoin="round">{shapes}</symbol>'
    )


def main() -> None:
    """Write sprite.svg beside this script."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=Path, help="folder of the unpacked lucide-static package")
    icons = parser.parse_args().package / "icons"
    symbols = [symbol(name, icons / f"{name}.svg") for name in ICONS.split()]
    symbols += [symbol(alias, icons / f"{name}.svg") for alias, name in ALIASES.items()]
    sprite = "\n".join(
        ['<svg xmlns="http://www.w3.org/2000/svg">', f"<!-- {LICENCE} -->", *symbols, "</svg>\n"]
    )
    (Path(__file__).parent / "sprite.svg").write_text(sprite, encoding="utf-8")


if __name__ == "__main__":
    main()
