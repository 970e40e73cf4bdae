"""Every public page in every language, each naming its other languages."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import Model, QuerySet
from django.db.models.functions import Now
from django.urls import reverse

from campaigns.models import ActionField, Campaign, CampaignUpdate
from events.models import Event, Programme
from pages.models import LegalPage
from partners.models import Organisation
from petitions.models import Petition
from volunteers.models import Shift, Task, Team


class InEveryLanguage(Sitemap):
    i18n = True
    alternates = True
    x_default = True


class StandingPages(InEveryLanguage):
    def items(self) -> list[tuple[str, tuple[str, ...]]]:
        names = (
            "pages:home",
            "petitions:list",
            "campaigns:list",
            "campaigns:field_list",
            "events:list",
            "programmes:list",
            "shifts:list",
            "volunteering:tasks",
            "teams:list",
            "partners:list",
            "pages:barrier_report",
            "pages:transparency",
        )
        legal = [("pages:legal", (slug,)) for slug in LegalPage.Slug.values]
        return [*((name, ()) for name in names), *legal]

    def location(self, item: tuple[str, tuple[str, ...]]) -> str:
        name, args = item
        return reverse(name, args=args)


class PublicRows(InEveryLanguage):
    """The own pages of the rows of one queryset."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self.rows = rows

    def items(self) -> list[Model]:
        return list(self.rows.all())


SITEMAPS: "dict[str, type[Sitemap[Any]] | Sitemap[Any]]" = {
    "pages": StandingPages(),
    "petitions": PublicRows(Petition.objects.listed()),
    "campaigns": PublicRows(Campaign.objects.listed()),
    "updates": PublicRows(
        CampaignUpdate.objects.listed().with_page().select_related("campaign").order_by("-pk")
    ),
    "events": PublicRows(Event.objects.listed()),
    "programmes": PublicRows(Programme.objects.listed()),
    # These rows are named once for all: what is past is for the database to say.
    "shifts": PublicRows(Shift.objects.listed().filter(starts_at__gt=Now())),
    "tasks": PublicRows(Task.objects.listed()),
    "teams": PublicRows(Team.objects.listed()),
    "fields": PublicRows(ActionField.objects.all()),
    "organisations": PublicRows(Organisation.objects.public()),
}
