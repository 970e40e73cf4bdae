"""Teams as visitors see them: the list, and one team's page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from campaigns.models import ActionField, Campaign
from volunteers import parts, services
from volunteers.forms.applying import ApplyForm
from volunteers.models import Team, TeamText
from volunteers.services.team_reading import listed_teams, team_page
from web import switches
from web.cache import cached_page, recall, remember
from web.htmx import render_page
from web.pressure import Order, sheds

PER_PAGE = 30


@require_safe
@cached_page(params=("page", "field", "campaign"))
@sheds(Order.LISTS)
def team_list(request: HttpRequest) -> HttpResponse:
    field, campaign = request.GET.get("field", ""), request.GET.get("campaign", "")
    teams = listed_teams(field, campaign)
    busy = Campaign.objects.listed().filter(teams__in=Team.objects.listed()).distinct()
    context = {
        "page": Paginator(teams, PER_PAGE).get_page(request.GET.get("page")),
        "fields": ActionField.objects.as_choices(),
        "field": field,
        "campaigns": [(one.slug, str(one)) for one in busy.with_texts()],
        "campaign": campaign,
        "is_filtered": bool(field or campaign),
    }
    return render_page(request, "volunteers/teams/team_list.html", context)


@require_safe
@cached_page(params=())
@sheds(Order.SIGNING)
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    return render_page(request, "volunteers/teams/team_detail.html", page_context(slug))


def page_context(slug: str, form: ApplyForm | None = None, **more: Any) -> dict[str, Any]:
    """What a team's page needs; the same page carries a refused form. Raises Http404."""
    context = team_page(Team.objects.public(), slug)
    team = context["team"]
    remember(_text_key(slug), 3600, team.text)
    context["share_url"] = urljoin(settings.SITE_URL, team.get_absolute_url())
    if services.takes_applications(team):
        context |= {
            "form": form or ApplyForm(team=team),
            "joining_off": switches.off(parts.JOINING),
        }
    return context | more


def known_text(slug: str) -> TeamText | None:
    """What this process showed last of the team, if anything; asks nobody."""
    return recall(_text_key(slug))


def _text_key(slug: str) -> str:
    return f"volunteers.team_shown:{slug}:{get_language()}"
