"""Every component in every state: the truth about how the product looks.

The examples live here and nowhere in the database, so the page is the same on every instance.
"""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from pictures.forms import PictureForm
from web import charts, switches
from web.errors import WAIT_SECONDS
from web.htmx import render_page


class SampleForm(forms.Form):
    """One of each kind of field."""

    given_name = forms.CharField(
        label=_("Given name"), widget=forms.TextInput({"autocomplete": "given-name"})
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_(
            "We send you an e-mail. Your signature counts as soon as you confirm it there."
        ),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    topic = forms.ChoiceField(
        label=_("Topic"),
        choices=[("vote", _("Voting rights")), ("school", _("School and language"))],
    )
    answer = forms.ChoiceField(
        label=_("May we answer you?"),
        choices=[("mail", _("Yes, by e-mail")), ("no", _("No, thank you"))],
        widget=forms.RadioSelect,
    )
    message = forms.CharField(label=_("Message"), required=False, widget=forms.Textarea)
    consent = forms.BooleanField(
        label=_("I agree that my signature is stored."),
        help_text=_("It shows a political opinion. You can take this back at any time."),
    )


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    return render_page(request, "pages/styleguide.html", samples())


def samples() -> dict[str, Any]:
    """Return an example for each component's parameters."""
    refused = SampleForm({"given_name": "Gülay", "email": "gulay@", "answer": "mail"})
    return {
        "colours": COLOURS,
        "form": SampleForm(auto_id="plain_%s"),
        "refused_form": refused,
        "voices": [charts.voices(count, 2000) for count in (0, 1234, 2000)],
        "chart": charts.growth(_growing(), 2000),
        "empty_chart": charts.growth([], 2000),
        "courses": _courses(),
        "shares": {
            "many": charts.shares(SOURCES, other=31, withheld=9),
            "few": charts.shares([(SOURCES[0][0], 12)], withheld=7),
            "none": charts.shares([]),
        },
        "petitions": [_petition("open", 1234), _petition("answered", 2210)],
        "campaign": _thing(
            text=_text(title=_("Where I live, I want to vote")),
            lead=SimpleNamespace(name="Integrationsrat Dortmund"),
            is_urgent=True,
            state="published",
        ),
        "organisations": [_organisation(name) for name in ORGANISATIONS],
        "field": _thing(text=_text(name=_("Voting rights")), icon="vote"),
        "steps": [
            _step(date(2026, 3, 2), _("The petition begins")),
            _step(date(2026, 5, 17), _("A thousand signatures")),
        ],
        "picture": _picture(),
        "picture_form": PictureForm(auto_id="picture_%s"),
        "part_off": switches.Off(_search(), ""),
        "part_off_by_office": switches.Off(_search(), "Ab Montag, 9 Uhr, ist sie wieder da."),
        "waiting": {"seconds": WAIT_SECONDS},
        "page": Paginator(range(30), 10).page(2),
        "untranslated": SimpleNamespace(language=""),
        "share_url": "https://example.org/petitions/voting-rights/",
    }


COLOURS = [
    *("petrol", "petrol-deep", "petrol-soft", "apricot", "apricot-deep"),
    *("paper", "paper-tint", "surface", "ink", "ink-soft", "line", "line-strong"),
    *("success", "warning", "danger"),
]
ORGANISATIONS = {
    "Integrationsrat Dortmund": "IR",
    "Deutscher Gewerkschaftsbund": "DGB",
    "Landesjugendring NRW": "LJR",
    "Verein für Nachbarschaft": "VN",
}
SOURCES: list[tuple[Any, int]] = [
    (_("Without a link"), 1204),
    *[
        ("plakat-nordstadt", 611),
        ("flyer", 388),
        ("moschee-freitag", 240),
        ("newsletter.mai", 131),
    ],
    *[("instagram", 96), ("muensterstrassenfest", 74), ("dgb", 51), ("radio", 40)],
    *[("schule", 22), ("verein", 12), ("linie-u41", 8)],
]
SUMMARY = _(
    "People who have lived here for years pay, work and raise children here. They may vote."
)


def _thing(**parts: Any) -> SimpleNamespace:
    return SimpleNamespace(get_absolute_url="#", **parts)


def _text(**words: Any) -> SimpleNamespace:
    return SimpleNamespace(language=get_language(), summary=SUMMARY, **words)


def _petition(state: str, count: int) -> SimpleNamespace:
    names = {"open": _("open for signing"), "answered": _("answered")}
    return _thing(
        text=_text(title=_("Municipal voting rights for everyone who stays")),
        state=state,
        get_state_display=names[state],
        confirmed_count=count,
        goal=2000,
    )


def _organisation(name: str) -> SimpleNamespace:
    return _thing(
        name=name,
        initials=ORGANISATIONS[name],
        get_kind_display=_("migrant organisation"),
        verified_at=date(2026, 1, 1),
        text=_text(),
    )


def _search() -> switches.Part:
    return switches.parts()["pages.search"]


def _step(day: date, title: Any) -> SimpleNamespace:
    return SimpleNamespace(happened_on=day, text=_text(title=title, body=""))


def _picture() -> SimpleNamespace:
    """Drawn by static/brand/make.py."""
    files = {width: static(f"brand/crowd-{width}.webp") for width in (480, 960)}
    return SimpleNamespace(
        width=960,
        height=600,
        focus="center",
        text=_text(alt=_("A square full of people, drawn as dots in many colours.")),
        credit="Mitstimme",
        licence_name="CC0 1.0",
        licence_url="https://creativecommons.org/publicdomain/zero/1.0/",
        sources=[SimpleNamespace(url=url, width=width) for width, url in files.items()],
        fallback=SimpleNamespace(url=static("brand/crowd-960.jpeg")),
    )


def _growing() -> list[tuple[date, int]]:
    begin = date(2026, 3, 2)
    return [(begin + timedelta(days=day), 8 + day * 7 % 31 + day // 3) for day in range(43)]


def _courses() -> dict[str, charts.Course]:
    growing = [charts.Day(day, new, new + new // 3) for day, new in _growing()]
    today = growing[-1].day
    years = [charts.Day(today + timedelta(days=n), 40 + n * 13 % 90 - n // 9) for n in range(730)]
    falling = [9, 14, -3, -6, 2, -1]
    return {
        "open": charts.course(growing, 2000, today=today, closes_on=today + timedelta(days=40)),
        "long": charts.course(years, 50_000, today=years[-1].day, ended_on=years[-1].day),
        "first": charts.course([charts.Day(today, 3, 5)], 2000, today=today),
        "falling": charts.course(
            [charts.Day(today + timedelta(days=n), new) for n, new in enumerate(falling)],
            50,
            today=today + timedelta(days=5),
        ),
    }
