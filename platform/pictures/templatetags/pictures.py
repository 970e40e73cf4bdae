"""`{% load pictures %}`: a picture in the width and format that a browser needs."""

from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("components/picture.html")
def picture(
    picture: Any,
    sizes: str = "100vw",
    *,
    shape: str = "",
    loading: str = "lazy",
    caption: bool = False,
) -> dict[str, Any]:
    """`{% picture campaign.picture sizes="(min-width: 48rem) 50vw, 100vw" %}`; nothing for None.

    `sizes` is how wide the page shows it (HTML, 4.8.4.2.2). loading="eager" for the one that
    is seen first; shape="wide" (16 to 9) or "square" cuts it; caption=True puts who made it,
    and the licence, under it. Where many are shown, fetch them with
    `pictures.models.pictures_of`.
    """
    if picture is None:
        return {"picture": None}
    sources = picture.sources
    return {
        "picture": picture,
        "srcset": ", ".join(f"{source.url} {source.width}w" for source in sources),
        "sizes": sizes,
        "shape": shape,
        "loading": loading,
        "caption": caption,
    }
