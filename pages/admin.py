"""For superusers: who runs the platform, the legal pages, and what barriers were reported."""

from django.contrib import admin
from django.db.models import Model
from django.forms import BaseModelForm
from django.http import HttpRequest

from pages.context import forget_instance
from pages.models import BarrierReport, Instance, InstanceText, LegalPage, LegalPageText


class InstanceTextInline(admin.StackedInline):
    model = InstanceText
    extra = 0


@admin.register(Instance)
class InstanceAdmin(admin.ModelAdmin):
    inlines = [InstanceTextInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Instance.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def save_related(
        self, request: HttpRequest, form: BaseModelForm, formsets: list, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        forget_instance()


class LegalPageTextInline(admin.StackedInline):
    model = LegalPageText
    extra = 0


@admin.register(LegalPage)
class LegalPageAdmin(admin.ModelAdmin):
    inlines = [LegalPageTextInline]
    list_display = ["slug", "changed_on"]


@admin.register(BarrierReport)
class BarrierReportAdmin(admin.ModelAdmin):
    list_display = ["reported_at", "language", "mailed_at"]
    readonly_fields = ["message", "page", "contact", "language", "reported_at", "mailed_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
