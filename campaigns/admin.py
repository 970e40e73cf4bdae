"""Campaigns, fields of work and endorsements, for technicians."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, ManyToManyField, QuerySet
from django.forms import BaseModelForm, ModelChoiceField, ModelMultipleChoiceField
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns import services
from campaigns.models import (
    ActionField,
    ActionFieldText,
    Campaign,
    CampaignText,
    CampaignUpdate,
    CampaignUpdateText,
    Endorsement,
    EndorsementText,
)
from languages.admin import TextInline


class ActionFieldTextInline(TextInline):
    model = ActionFieldText
    fields = ["language", "status", "translator", "name", "summary", "body"]


class CampaignTextInline(TextInline):
    model = CampaignText
    fields = ["language", "status", "translator", "title", "summary", "story"]


class CampaignUpdateTextInline(TextInline):
    model = CampaignUpdateText
    fields = ["language", "status", "translator", "title", "body"]


class EndorsementTextInline(admin.TabularInline):
    """What was signed is nobody's to rewrite."""

    model = EndorsementText
    fields = ["version", "language", "statement"]
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _each(page: admin.ModelAdmin, request: HttpRequest, rows: QuerySet[Any], verb: Any) -> None:
    for row in rows:
        try:
            verb(row, actor=request.user)
        except ValidationError as refusal:
            sentence = " ".join(refusal.messages)
            page.message_user(request, f"{row}: {sentence}", messages.ERROR)
        else:
            told = _("%(campaign)s is %(state)s now.") % {
                "campaign": row,
                "state": row.get_state_display(),
            }
            page.message_user(request, told, messages.SUCCESS)


@admin.register(Campaign)
class CampaignAdmin(admin.ModelAdmin):
    inlines = [CampaignTextInline]
    list_display = ["__str__", "slug", "state", "lead", "is_urgent", "position"]
    list_filter = ["state"]
    list_select_related = ["lead"]
    fields = ["slug", "lead", "fields", "state", "published_at", "is_urgent", "position"]
    actions = ["publish", "archive"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Campaign]:
        campaigns: Any = super().get_queryset(request)
        return campaigns.with_texts()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fixed = ["state", "published_at"]
        if obj and obj.state != Campaign.State.DRAFT:
            fixed.append("slug")  # the address is out in the world
        return fixed

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> ModelMultipleChoiceField | None:
        kwargs["queryset"] = ActionField.objects.with_texts()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Campaign, form: BaseModelForm, change: bool
    ) -> None:
        # Only what was typed: the state may have moved on since the page was opened.
        typed = [name for name in form.changed_data if name != "fields"]
        obj.save(update_fields=typed if change else None)

    @admin.action(description=gettext_lazy("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Campaign]) -> None:
        _each(self, request, queryset, services.publish)

    @admin.action(description=gettext_lazy("Archive"), permissions=["change"])
    def archive(self, request: HttpRequest, queryset: QuerySet[Campaign]) -> None:
        _each(self, request, queryset, services.archive)


@admin.register(CampaignUpdate)
class CampaignUpdateAdmin(admin.ModelAdmin):
    inlines = [CampaignUpdateTextInline]
    list_display = ["__str__", "campaign_slug", "happened_on", "state"]
    list_filter = ["state"]
    list_select_related = ["campaign"]
    fields = ["campaign", "happened_on", "is_year_only", "state", "published_at"]
    readonly_fields = ["state", "published_at"]
    actions = ["publish"]

    @admin.action(description=gettext_lazy("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[CampaignUpdate]) -> None:
        _each(self, request, queryset, services.publish_update)

    @admin.display(description=gettext_lazy("campaign"))
    def campaign_slug(self, update: CampaignUpdate) -> str:
        return update.campaign.slug

    def get_queryset(self, request: HttpRequest) -> QuerySet[CampaignUpdate]:
        updates: Any = super().get_queryset(request)
        return updates.with_texts()

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        kwargs["queryset"] = Campaign.objects.with_texts()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(ActionField)
class ActionFieldAdmin(admin.ModelAdmin):
    inlines = [ActionFieldTextInline]
    list_display = ["__str__", "slug", "icon", "position"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ActionField]:
        fields: Any = super().get_queryset(request)
        return fields.with_texts()


@admin.register(Endorsement)
class EndorsementAdmin(admin.ModelAdmin):
    """To look at. Both sides say yes and no in the workspace, on record."""

    inlines = [EndorsementTextInline]
    list_display = ["organisation", "campaign_slug", "state", "decided_on"]
    list_filter = ["state"]
    list_select_related = ["organisation", "campaign"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, endorsement: Endorsement | None = None
    ) -> bool:
        return False

    @admin.display(description=gettext_lazy("campaign"))
    def campaign_slug(self, endorsement: Endorsement) -> str:
        return endorsement.campaign.slug
