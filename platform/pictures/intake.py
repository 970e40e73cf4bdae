"""From a file that somebody sends to a picture that can be kept, or a sentence that says why not.

Only what is in the file counts: neither its name nor the type that a browser gives it. What
is kept is drawn anew from the dots alone, so nothing else that was in the file is kept with
it: not where a photo was taken, not a preview of what was cut off, not a script behind it.
"""

from __future__ import annotations

import hashlib
import os
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from pictures import drawing
from pictures.prepared import Prepared, Upload

# Each decoder is a door to the outside.
DECODERS = ("JPEG", "PNG", "WEBP", "GIF")
# Pixels of the longer side of what is kept; larger is shown nowhere.
LARGEST = 2400
# Of pixels, not of bytes: one byte can be a thousand of them. Cameras write JPEGs that can be
# read at a fraction of their size; everything else has to be unpacked as a whole, WebP three
# times over. Measured, each takes less than 250 MB at most; a camera's JPEG takes 90.
MOST_PIXELS = 50_000_000
MOST_PIXELS_UNPACKED = 20_000_000
MOST_PIXELS_OF_WEBP = 16_000_000
# How long somebody waits for a picture of somebody else.
PATIENCE_SECONDS = 10.0
BROKEN = (OSError, ValueError, SyntaxError, EOFError, struct.error)

# One at a time in a process: its memory is that of one picture, however many come at once.
_one_at_a_time = threading.Lock()


def prepare(upload: Upload) -> Prepared:
    """Look at the file and draw what will be kept of it.

    Raises ValidationError with a sentence for whoever sent it; the codes are `empty`,
    `too_large`, `svg`, `apple`, `unknown`, `moving`, `too_many_pixels`, `damaged` and `busy`.
    """
    upload.seek(0, os.SEEK_END)
    size = upload.tell()
    upload.seek(0)
    if not size:
        raise refusal("empty")
    if size > settings.MAX_PICTURE_BYTES:
        raise refusal("too_large", megabytes=settings.MAX_PICTURE_BYTES // 1_000_000)
    digest = _digest(upload)
    with _turn():
        upload.seek(0)
        try:
            with Image.open(upload, formats=DECODERS) as image:
                _check(image)
                still = _shrunken(image)
        except UnidentifiedImageError as problem:
            upload.seek(0)
            raise refusal(_kind_of(upload.read(4096))) from problem
        except (Image.DecompressionBombError, MemoryError) as problem:
            raise refusal("too_many_pixels", most=MOST_PIXELS_OF_WEBP // 1_000_000) from problem
        except BROKEN as problem:
            raise refusal("damaged") from problem
        content, kind = drawing.original(still)
    return Prepared(content, kind, still.width, still.height, digest)


REFUSALS = {
    "empty": _("This file is empty. Please choose the picture once more."),
    "too_large": _("This file is too large. Please choose one of at most %(megabytes)s MB."),
    "svg": _("SVG files are not taken here. Please save the picture as PNG first."),
    "apple": _("HEIC and AVIF files are not taken here. Please save the picture as JPEG first."),
    "unknown": _("This is no picture that can be taken here. Please send a JPEG, PNG or WebP."),
    "moving": _("Moving pictures are not taken here. Please save one of its pictures as JPEG."),
    "too_many_pixels": _(
        "This picture has too many pixels. Please make it smaller first: at most %(most)s million."
    ),
    "damaged": _("This file is damaged or incomplete. Please choose the picture once more."),
    "busy": _("Many pictures are coming in just now. Please send yours again in a moment."),
}


def refusal(code: str, **numbers: int) -> ValidationError:
    return ValidationError(REFUSALS[code], code=code, params=numbers)


def _digest(upload: Any) -> str:
    found = hashlib.sha256()
    while piece := upload.read(65536):
        found.update(piece)
    return found.hexdigest()


@contextmanager
def _turn() -> Iterator[None]:
    if not _one_at_a_time.acquire(timeout=PATIENCE_SECONDS):
        raise refusal("busy")
    try:
        yield
    finally:
        _one_at_a_time.release()


def _check(image: Image.Image) -> None:
    """Before anything is unpacked: by now only the head of the file has been read."""
    most = _most_pixels(image)
    if image.width * image.height > most:
        raise refusal("too_many_pixels", most=most // 1_000_000)
    # Movement can't be stopped by whom it disturbs (WCAG 2.2.2), and its first picture alone
    # is often not what was meant.
    if image.format != "MPO" and getattr(image, "is_animated", False):
        raise refusal("moving")


def _most_pixels(image: Image.Image) -> int:
    # MPO: the photos of many phones, a JPEG with more behind it, of which the first is taken.
    if image.format in ("JPEG", "MPO") and not image.info.get("progressive"):
        return MOST_PIXELS
    return MOST_PIXELS_OF_WEBP if image.format == "WEBP" else MOST_PIXELS_UNPACKED


def _shrunken(image: Image.Image) -> Image.Image:
    """The picture alone, as people see it: shrunken, in sRGB, turned the right way round."""
    share = min(1.0, LARGEST / max(image.size))
    image.draft(None, _scaled(image, share))
    share = min(1.0, LARGEST / max(image.size))
    image.load()
    still = drawing.plain(image)
    if share < 1:
        still = still.resize(_scaled(still, share), Image.Resampling.LANCZOS, reducing_gap=3.0)
    still = drawing.in_srgb(still, image.info.get("icc_profile"))
    return drawing.turned(still, _orientation(image))


def _orientation(image: Image.Image) -> object:
    try:
        return image.getexif().get(drawing.ORIENTATION)
    except BROKEN:
        # What a camera wrote beside the picture is no reason to refuse it.
        return None


def _scaled(image: Image.Image, share: float) -> tuple[int, int]:
    return max(round(image.width * share), 1), max(round(image.height * share), 1)


def _kind_of(head: bytes) -> str:
    """Which refusal fits a file that no decoder knows."""
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8")) or head[8:12] == b"WEBP":
        return "damaged"
    if head[4:8] == b"ftyp" and head[8:12] in APPLE_BRANDS:
        return "apple"
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if begin.startswith(b"<") and b"<svg" in begin.lower():
        return "svg"
    return "unknown"


# What follows "ftyp" in HEIC, HEIF and AVIF (ISO/IEC 23008-12, B.4; AVIF 1.1, 6).
APPLE_BRANDS = frozenset(
    (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")
)
