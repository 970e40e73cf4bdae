"""A file that was made for somebody to keep."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.http import content_disposition_header


@dataclass(frozen=True)
class Download:
    """What it is called when it is kept, what it is, and its bytes."""

    name: str
    content_type: str
    content: bytes

    def answer(self, *, to_keep: bool = True) -> HttpResponse:
        """Send it to be kept; with `to_keep=False` the browser shows it."""
        response = HttpResponse(self.content, content_type=self.content_type)
        disposition = content_disposition_header(to_keep, self.name)
        if disposition:
            response["Content-Disposition"] = disposition
        return response
