"""Small pictures of every kind, drawn when they are asked for."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image

from pictures.services import About

RED, BLUE = (200, 30, 30), (20, 40, 200)


def about(**changes: Any) -> About:
    said: dict[str, Any] = {"alts": {"de": "Zwei Frauen halten ein Banner"}, "credit": "Gül Demir"}
    return About(**(said | changes))


def halves(width: int = 64, height: int = 48, mode: str = "RGB") -> Image.Image:
    """Red above, blue below."""
    image = Image.new(mode, (width, height), RED)
    image.paste(BLUE, (0, height // 2, width, height))
    return image


def saved(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def sent(content: bytes, name: str = "foto.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


def photo(width: int = 64, height: int = 48) -> SimpleUploadedFile:
    return sent(saved(halves(width, height)))


def dots(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


def see_through(width: int = 64, height: int = 48) -> Image.Image:
    """The left half is red, the right one isn't there."""
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    image.paste((*RED, 255), (0, 0, width // 2, height))
    return image


def with_position() -> bytes:
    """A photo lying on its side that says where it was taken, and more."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Artist] = "secret artist"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (51.0, 30.0, 49.5)
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSMapDatum] = "secret place"
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>secret xmp</x:xmpmeta>"
    return saved(halves(), exif=exif, xmp=xmp, comment=b"secret comment")


def png_bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is as large as this."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    data = zlib.compress(bytes(100_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def webp_bomb() -> bytes:
    """A WebP of a few bytes whose canvas is as large as the format allows."""
    content = bytearray(moving("WEBP"))
    place = content.index(b"VP8X") + 12
    content[place : place + 6] = (16382).to_bytes(3, "little") * 2
    return bytes(content)


def jpeg_of(width: int, height: int) -> bytes:
    """A JPEG whose head says that it is as large as this."""
    content = bytearray(saved(halves()))
    place = content.index(b"\xff\xc0") + 5
    content[place : place + 4] = struct.pack(">HH", height, width)
    return bytes(content)


SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><rect width="9"/></svg>'
SVG_WITH_SCRIPT = b'\xef\xbb\xbf <svg onload="alert(1)"><script>alert(1)</script></svg>'
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(500)
VIDEO = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42" + bytes(500)


def moving(kind: str) -> bytes:
    return saved(halves(), kind, save_all=True, append_images=[Image.new("RGB", (64, 48))])
