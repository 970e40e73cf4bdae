"""A certificate on paper: a page in German, and one in the holder's language."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import get_language_info, gettext, ngettext, override

from volunteers.durations import period, spoken
from volunteers.models import Certificate
from volunteers.services.certificates import words_of_deeds
from web.downloads import Download
from web.qr import qr_runs
from web.text import capitalised

TEMPLATE = Path(__file__).with_name("data") / "certificate.typ"
GERMAN = settings.LANGUAGE_CODE


def paper(certificate: Certificate) -> Download:
    """The certificate as PDF/UA, made anew from its row: the same row makes the same file.

    Takes a tenth of a second in a process of its own (web.typesetting).
    """
    # Here and not above: only who fetches one needs it.
    from web.typesetting import typeset

    name = f"mitstimme-{certificate.code.lower()}.pdf"
    return Download(name, "application/pdf", typeset(TEMPLATE, words(certificate)))


def words(certificate: Certificate) -> dict[str, Any]:
    """All that the template writes: a page for each language, German first."""
    languages = [GERMAN]
    if certificate.language and certificate.language != GERMAN:
        languages.append(certificate.language)
    pages = [_page(certificate, language) for language in languages]
    return {"title": pages[0]["heading"], "pages": pages}


def _page(certificate: Certificate, language: str) -> dict[str, Any]:
    with override(language):
        url = urljoin(
            settings.SITE_URL, reverse("volunteering:certificate", args=[certificate.code])
        )
        deeds = words_of_deeds(certificate, language)
        modules, runs = qr_runs(url)
        issuers = sorted({deed["lead"] for deed in deeds})
        verify = urljoin(settings.SITE_URL, reverse("volunteering:verify"))
        return {
            "language": language,
            "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
            "heading": gettext("Certificate of volunteering"),
            "intro": gettext("This is to certify that"),
            "name": _isolated(certificate.name),
            "sentence": gettext("helped voluntarily and without pay, in all:"),
            "hours": spoken(certificate.minutes),
            "period": period(certificate.first_day, certificate.last_day),
            "what_label": gettext("What was done"),
            "hours_label": gettext("Hours"),
            "deeds": [
                {
                    "what": _isolated(capitalised(deed["what"])),
                    "about": " · ".join((_isolated(deed["campaign"]), _times(deed["times"]))),
                    "hours": spoken(deed["minutes"]),
                }
                for deed in deeds
            ],
            "issuer_label": gettext("Hours approved by"),
            "issuer": " · ".join(map(_isolated, issuers)),
            "unchecked": gettext(
                "The name is as its holder gave it; "
                "those who approved the hours have not checked it."
            ),
            "issued": gettext("Issued on %(day)s, valid without signature.")
            % {"day": _day(localdate(certificate.issued_at))},
            "how": gettext("Whether it is valid is said by this page:"),
            "url": url,
            "address": spoken_address(verify),
            "code_label": gettext("Code"),
            "code": certificate.code,
            "qr_modules": modules,
            "qr_runs": runs,
            "qr_name": gettext("QR code that leads to %(address)s")
            % {"address": spoken_address(url)},
        }


def spoken_address(url: str) -> str:
    """An address as one types it: without the scheme."""
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}"


def _isolated(words: str) -> str:
    """Words that may run the other way than those around them: FIRST STRONG ISOLATE."""
    return f"\u2068{words}\u2069"


def _times(number: int) -> str:
    return ngettext("%(number)d time", "%(number)d times", number) % {"number": number}


def _day(day: Any) -> str:
    return date_format(day, "DATE_FORMAT", use_l10n=True)
