from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jobs.models import Job
from jobs.services import run_again


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):
    """Jobs are looked at here, and failed ones run again; they are never edited."""

    list_display = ("kind", "state", "queue", "attempts", "last_error", "due_at", "finished_at")
    list_filter = ("state", "queue", "kind")
    ordering = ("-created_at",)
    show_full_result_count = False
    actions = ("run_failed_again",)

    @admin.action(description=_("Run failed jobs again"), permissions=["view"])
    def run_failed_again(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        count = run_again(jobs)
        told = ngettext("%(count)s job will run again.", "%(count)s jobs will run again.", count)
        messages.info(request, told % {"count": count})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False
