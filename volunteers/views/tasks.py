"""Tasks without a time, for everybody: the list, and one task."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from privacy.forms import AskForLinkForm
from volunteers import services
from volunteers.forms.tasks import TaskFilter
from volunteers.services.task_reading import choices_of_tasks, tasks_for
from web.cache import cached_page
from web.htmx import render_page
from web.pressure import Order, sheds

PER_PAGE = 24


@require_safe
@cached_page(params=("page", "language", "district", "campaign"))
@sheds(Order.LISTS)
def task_list(request: HttpRequest) -> HttpResponse:
    form = TaskFilter(request.GET, choices_of_tasks())
    wanted = form.wanted()
    page = Paginator(tasks_for(wanted), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "is_filtered": bool(wanted)}
    return render_page(request, "volunteers/task_list.html", context)


@require_safe
@cached_page(params=())
@sheds(Order.PAGES)
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever takes it on does so on their own page, which the links in our mails open."""
    found = services.task_page(pk)
    context = {
        "task": found,
        "form": AskForLinkForm(),
        "share_url": urljoin(settings.SITE_URL, found.get_absolute_url()),
    }
    return render_page(request, "volunteers/task_detail.html", context)
