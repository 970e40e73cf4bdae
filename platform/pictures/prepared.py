"""A picture on its way in. Without Pillow, which is loaded where somebody looks into a file."""

from dataclasses import dataclass
from typing import IO

from django.core.files.base import File

ACCEPT = "image/jpeg,image/png,image/webp,image/gif"

type Upload = File[bytes] | IO[bytes]


@dataclass(frozen=True)
class Prepared:
    """A picture that is well, and stored nowhere yet."""

    content: bytes
    format: str
    width: int
    height: int
    source_digest: str
