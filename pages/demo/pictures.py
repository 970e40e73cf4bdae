"""The demo's pictures: drawn when it is loaded, and taken in like those that people send."""

from __future__ import annotations

import hashlib
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from campaigns.models import Campaign
from events.models import Programme
from pages.demo import content, drawing
from pages.demo.rows import put, put_texts
from pictures import services
from pictures.models import PictureText

CREDIT = "Mitstimme (Demo)"
QUALITY = 90


def show_picture(thing: Campaign | Programme, found: dict[str, Any]) -> None:
    """Give it the drawing of this sign, unless somebody has chosen another picture."""
    present = thing.picture
    if present and not present.is_demo:
        return
    alts = {language: found[language] for language in content.LANGUAGES}
    digest = _digest(found["sign"])
    if present and present.source_digest == digest:
        texts = {language: {"alt": alt} for language, alt in alts.items()}
        put_texts(PictureText, present, texts)
        return
    picture = services.take(
        _drawn(found["sign"], digest), services.About(alts, CREDIT), is_demo=True
    )
    put(type(thing), {"pk": thing.pk}, picture=picture)


def _drawn(sign: str, digest: str) -> services.Prepared:
    image = drawing.draw(sign)
    file = BytesIO()
    image.save(file, "JPEG", quality=QUALITY)
    return services.Prepared(file.getvalue(), "jpeg", image.width, image.height, digest)


@cache
def _digest(sign: str) -> str:
    """Another one as soon as it may be drawn otherwise."""
    lines = Path(drawing.__file__).read_bytes()
    return hashlib.sha256(sign.encode() + b"\0" + lines).hexdigest()
