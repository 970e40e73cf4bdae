from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jobs.models import Job
from jobs.services import run_again
from web.numbers import grouped


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):
    """Jobs are looked at here, and failed ones run again; they are never edited."""

    list_display = (
        "kind",
        "state",
        "progress",
        "queue",
        "attempts",
        "last_error",
        "due_at",
        "finished_at",
    )
    list_filter = ("state", "queue", "kind")
    ordering = ("-created_at",)
    show_full_result_count = False
    actions = ("run_failed_again",)

    @admin.display(description=_("progress"))
    def progress(self, job: Job) -> str:
        if job.done is None:
            return ""
        if not job.total:
            return grouped(job.done)
        done, total = grouped(job.done), grouped(job.total)
        return _("%(done)s of %(total)s") % {"done": done, "total": total}

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
