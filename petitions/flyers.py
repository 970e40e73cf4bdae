"""Flyers and posters to print: who asks for what, and the way to sign."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info, override, pgettext
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from petitions.codes import file_name
from petitions.models import Petition, SourceLink
from petitions.services.links import short_address, spoken
from web.downloads import Download
from web.qr import qr_runs
from web.typesetting import typeset

TEMPLATE = Path(__file__).with_name("data") / "flyer.typ"
# Words that long are hyphenated where they can be spoken. Addresses and typing errors can't be,
# so they may be broken anywhere: thirty letters is what fits into a line of any size.
LONG_WORD = re.compile(r"\S{30,}")
LONGEST_WORD = 90
SILENT = re.compile(r"[^aeiouy\u0131]{9,}|[^\w\s-]\w", re.IGNORECASE)
ZERO_WIDTH_SPACE = "\u200b"


class Size(StrEnum):
    """A6 is handed out, A4 hangs in a window."""

    A6 = "a6"
    A4 = "a4"


def flyer(
    link: SourceLink, language: str, size: Size = Size.A6, *, for_print_shop: bool = False
) -> Download:
    """A PDF that leads to the link's page in this language.

    For print shops with 3 mm more on each side, marks where to cut, and in printing inks.
    Raises ValidationError where there is no text in this language. Takes a tenth of a second
    in a process of its own (web.typesetting).
    """
    words = _words(link, language, size, for_print_shop)
    what = f"flyer-{size}-print-shop" if for_print_shop else f"flyer-{size}"
    name = file_name(what, link, language, "pdf")
    return Download(name, "application/pdf", typeset(TEMPLATE, words))


def flyer_picture(
    link: SourceLink, language: str, size: Size = Size.A6, *, ppi: float = 110
) -> Download:
    """How it will look, as a PNG. Raises ValidationError as `flyer` does."""
    words = _words(link, language, size, for_print_shop=False)
    name = file_name(f"flyer-{size}", link, language, "png")
    return Download(name, "image/png", typeset(TEMPLATE, words, ppi=ppi))


def _words(link: SourceLink, language: str, size: Size, for_print_shop: bool) -> dict[str, Any]:
    """All that the template writes, in one language."""
    target, url = link.target, short_address(link, language)
    text = _text_in(target, language)
    modules, runs = qr_runs(url)
    with override(language):
        about = _about_petition(target) if isinstance(target, Petition) else _about(target)
        return {
            "language": language,
            "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
            "size": Size(size).value,
            "for_print_shop": for_print_shop,
            "title": _breakable(text.title),
            "summary": _breakable(text.summary),
            "url": url,
            "address": spoken(url),
            "qr_modules": modules,
            "qr_runs": runs,
            "qr_name": _("QR code that leads to %(address)s") % {"address": spoken(url)},
            "how": _("Scan the code with your phone, or type the address below."),
            **about,
        }


def _text_in(target: Campaign | Petition, language: str) -> Any:
    """The published text in just this language: half a flyer in another one helps nobody."""
    texts: Any = target.texts.filter(language=language)
    if isinstance(target, Petition):
        texts = texts.filter(version=target.published_version)
    text = texts.first()
    if text is None:
        name = get_language_info(language)["name_translated"]
        raise ValidationError(
            _("There is no text in this language yet (%(language)s). Write it before you print."),
            params={"language": name},
        )
    return text


def _about_petition(petition: Petition) -> dict[str, Any]:
    who = [(_("Who asks"), _breakable(petition.initiator.name))]
    if petition.addressee is not None:  # a draft may not know yet
        who.append((_("Who is asked"), _breakable(petition.addressee.text.name)))
    return {
        "call": pgettext("flyer", "Sign now"),
        "yours": _("This place is yours."),
        "asks": petition.initiator.name,
        "who": who,
        "privacy": _(
            "Your signature counts once you confirm it by e-mail. We use your details for nothing "
            "else without your consent, and delete them within a year after the petition is over."
        ),
    }


def _about(campaign: Campaign) -> dict[str, Any]:
    return {
        "call": _("Join in"),
        "yours": _("This place is yours."),
        "asks": campaign.lead.name,
        "who": [(_("Who asks"), _breakable(campaign.lead.name))],
        "privacy": _(
            "You can read everything without telling us who you are. We store only what you enter "
            "yourself, and only with your consent."
        ),
    }


def _breakable(words: str) -> str:
    """Let words that no line could hold be broken."""
    return LONG_WORD.sub(lambda word: _broken(word[0]), words)


def _broken(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word)
    spoken_letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    if len(word) <= LONGEST_WORD and not SILENT.search(spoken_letters):
        return word
    return ZERO_WIDTH_SPACE.join(word[start : start + 12] for start in range(0, len(word), 12))
