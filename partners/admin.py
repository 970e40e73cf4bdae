"""Organisations and who belongs to them, for technicians."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BaseModelForm
from django.http import HttpRequest

from languages.admin import TextInline
from partners.models import (
    FieldOfWork,
    FieldOfWorkText,
    Membership,
    Organisation,
    OrganisationText,
)
from partners.services import appoint, dismiss


class OrganisationTextInline(TextInline):
    model = OrganisationText
    fields = ["language", "status", "translator", "summary", "description"]


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    inlines = [OrganisationTextInline]
    list_display = ["name", "kind", "is_public", "verified_at", "position"]
    list_filter = ["kind", "is_public"]
    search_fields = ["name", "short_name"]
    fields = [
        "name", "short_name", "slug", "kind", "website", "is_public", "verified_at", "position",
    ]  # fmt: skip


class FieldOfWorkTextInline(TextInline):
    model = FieldOfWorkText
    fields = ["language", "status", "translator", "name"]


@admin.register(FieldOfWork)
class FieldOfWorkAdmin(admin.ModelAdmin):
    """What organisations can be found by: for those who run the site."""

    inlines = [FieldOfWorkTextInline]
    list_display = ["__str__", "slug", "position"]


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    """Roles change through the same services as in the workspace, on record."""

    list_display = ["user", "organisation", "role", "joined_at"]
    list_filter = ["role"]
    list_select_related = ["user", "organisation"]
    autocomplete_fields = ["user", "organisation"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["user", "organisation"] if obj else []

    def save_model(self, request: Any, obj: Membership, form: BaseModelForm, change: bool) -> None:
        saved = appoint(obj.organisation, obj.user, obj.role, actor=request.user)
        obj.pk, obj.joined_at = saved.pk, saved.joined_at

    def delete_model(self, request: Any, obj: Membership) -> None:
        dismiss(obj, actor=request.user)

    def delete_queryset(self, request: Any, queryset: QuerySet[Membership]) -> None:
        for membership in queryset:
            dismiss(membership, actor=request.user)
