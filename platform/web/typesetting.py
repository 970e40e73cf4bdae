"""Pages for printing, set by typst from a template and words."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

TYPESETTER = Path(__file__).with_name("typesetter.py")
FONTS = Path(__file__).with_name("fonts")
LONGEST_SECONDS = 20
# Each takes 45 MB while it works, a tenth of a second.
_at_once = BoundedSemaphore(2)


class TypesettingFailed(Exception):
    """The template is wrong, or typst is: never what somebody wrote."""


def typeset(template: Path, words: Mapping[str, Any], *, ppi: float | None = None) -> bytes:
    """Return the template as PDF/UA, or as a PNG picture of its page with so many dots an inch.

    The template reads `words` by `json(bytes(sys.inputs.words))`, and no file but those beside
    it. The same words make the same bytes.
    """
    order = {"template": str(template), "fonts": str(FONTS), "words": words, "ppi": ppi}
    with _at_once:
        done = subprocess.run(  # noqa: S603 - our own program
            # -I: the names of our modules must not hide those of Python's library.
            [sys.executable, "-I", str(TYPESETTER)],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=LONGEST_SECONDS,
            check=False,
        )
    if done.returncode != 0:
        raise TypesettingFailed(done.stderr.decode(errors="replace")[-2000:])
    return done.stdout
