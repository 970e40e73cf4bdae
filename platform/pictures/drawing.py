"""What Pillow is asked to do: colours, turning, and the files that go over the wire.

Nothing here reads a file that somebody sent; that is pictures/intake.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import ExifTags, Image, ImageCms

ORIENTATION = ExifTags.Base.Orientation
# What stands behind a transparent picture where the format knows no transparency: --paper.
PAPER = "#fdfaf6"
WIDTHS = (480, 960, 1600)
FALLBACK_WIDTH = 960
# Of the one that is kept, which is drawn anew once more for each other.
ORIGINAL_QUALITY = 90
FALLBACK_QUALITY = 80
# The next lower one is tried where a file would be heavier than this a pixel: at 960 by 720
# these are 120 KB. Leaves and gravel need more than a face.
WEBP_QUALITIES = (80, 70, 60, 50)
BYTES_PER_PIXEL = 120_000 / (960 * 720)
TURNS = {
    2: [Image.Transpose.FLIP_LEFT_RIGHT],
    3: [Image.Transpose.ROTATE_180],
    4: [Image.Transpose.FLIP_TOP_BOTTOM],
    5: [Image.Transpose.TRANSPOSE],
    6: [Image.Transpose.ROTATE_270],
    7: [Image.Transpose.TRANSVERSE],
    8: [Image.Transpose.ROTATE_90],
}


@dataclass(frozen=True)
class Drawn:
    """A file that is ready to be stored."""

    format: str
    width: int
    content: bytes


def plain(image: Image.Image) -> Image.Image:
    """The same dots in a mode that can be made smaller: palettes and single bits can't."""
    if image.mode in ("RGB", "RGBA", "L", "LA", "CMYK"):
        return image
    if image.mode.startswith(("I", "F")):
        # Sixteen bits a dot: cut off by Pillow, not made smaller, if they are not asked for.
        return image.point(lambda value: value / 256).convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The same colours in sRGB, as RGB or, where something shows through, as RGBA."""
    alpha = image.getchannel("A") if image.mode in ("RGBA", "LA") else None
    colours = image.convert(image.mode.removesuffix("A")) if alpha else image
    colours = _converted(colours, profile) or colours.convert("RGB")
    if alpha is None or alpha.getextrema() == (255, 255):
        return colours
    colours.putalpha(alpha)
    return colours


def _converted(image: Image.Image, profile: bytes | None) -> Image.Image | None:
    """None without a profile, and with one that is broken or of another kind of colours."""
    if not profile:
        return None
    try:
        return ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None


def turned(image: Image.Image, orientation: object) -> Image.Image:
    """The right way round, whichever way the camera was held (Exif 2.32, 4.6.4)."""
    if isinstance(orientation, int):
        for turn in TURNS.get(orientation, []):
            image = image.transpose(turn)
    return image


def original(image: Image.Image) -> tuple[bytes, str]:
    """The file that is kept, and its format; quick to make, since somebody waits for it."""
    if image.mode == "RGBA":
        return _saved(image, "WEBP", quality=ORIGINAL_QUALITY, method=0), "webp"
    return _saved(image, "JPEG", quality=ORIGINAL_QUALITY), "jpeg"


def widths(width: int) -> list[tuple[str, int]]:
    """Which files a picture of this width is shown by: never wider than it is."""
    webp = sorted({min(one, width) for one in WIDTHS})
    return [*(("webp", one) for one in webp), ("jpeg", min(FALLBACK_WIDTH, width))]


def draw(content: bytes, kind: str, width: int) -> Drawn:
    """Draw one file from the original's content."""
    with Image.open(BytesIO(content), formats=("JPEG", "WEBP")) as image:
        height = max(round(image.height * width / image.width), 1)
        image.draft(None, (width, height))
        small = image.resize((width, height), Image.Resampling.LANCZOS)
    if kind == "jpeg":
        return Drawn(kind, width, _fallback(small))
    return Drawn(kind, width, _webp(small))


def _webp(image: Image.Image) -> bytes:
    most = BYTES_PER_PIXEL * image.width * image.height
    for quality in WEBP_QUALITIES:
        content = _saved(image, "WEBP", quality=quality, method=4)
        if len(content) <= most:
            break
    return content


def _fallback(image: Image.Image) -> bytes:
    if image.mode == "RGBA":
        paper = Image.new("RGB", image.size, PAPER)
        paper.paste(image, mask=image.getchannel("A"))
        image = paper
    return _saved(image, "JPEG", quality=FALLBACK_QUALITY, optimize=True, progressive=True)


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    # Pillow would write along what it read of comments, and a profile that holds no more.
    image.info = {}
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
