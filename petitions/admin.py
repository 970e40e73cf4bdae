"""Petitions and their steps, for technicians; signatures to look at."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db.models import F, ForeignKey, Model, QuerySet
from django.forms import BaseModelForm, ModelChoiceField
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from campaigns.models import Campaign
from languages.admin import TextFormSet, TextInline
from petitions import services
from petitions.models import (
    Addressee,
    AddresseeText,
    Instrument,
    InstrumentText,
    Petition,
    PetitionStep,
    PetitionStepText,
    PetitionText,
    Signature,
)

SHOWN = [
    "petition_slug", "text", "state", "language", "district", "source",
    "signed_at", "confirmed_at", "withdrawn_at",
]  # fmt: skip
PERSONAL = ["given_name", "family_name", "email", "postcode"]


class PetitionTextFormSet(TextFormSet):
    """The texts are saved as one: after the draft, a change makes a new version of them all."""

    actor: User | None = None

    def save(self, commit: bool = True) -> list[Any]:
        # What the administration's own history of changes asks for.
        self.new_objects = [form.instance for form in self.extra_forms if form.has_changed()]
        self.changed_objects = [
            (form.instance, form.changed_data)
            for form in self.initial_forms
            if form.has_changed() and form not in self.deleted_forms
        ]
        self.deleted_objects = [form.instance for form in self.deleted_forms]
        if self.has_changed():
            services.revise(self.instance, self._wordings(), actor=self.actor)
        return []

    def _wordings(self) -> dict[str, services.Wording]:
        names = services.Wording.__dataclass_fields__
        return {
            form.cleaned_data["language"]: services.Wording(
                **{name: form.cleaned_data[name] for name in names}
            )
            for form in self.written_forms()
        }


class PetitionTextInline(TextInline):
    model = PetitionText
    formset = PetitionTextFormSet
    fields = ["language", "status", "translator", "title", "demand", "summary", "reasons"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[PetitionText]:
        return super().get_queryset(request).filter(version=F("petition__published_version"))


def lifecycle_action(verb: Callable[..., object], label: Any) -> Callable[..., None]:
    """An action that leads each chosen petition this way."""

    @admin.action(description=label, permissions=["change"])
    def act(self: "PetitionAdmin", request: HttpRequest, queryset: QuerySet[Petition]) -> None:
        self.lead(request, queryset, verb)

    act.__name__ = verb.__name__
    return act


@admin.register(Petition)
class PetitionAdmin(admin.ModelAdmin):
    inlines = [PetitionTextInline]
    list_display = ["__str__", "slug", "state", "initiator", "confirmed_count", "goal"]
    list_filter = ["state"]
    list_select_related = ["initiator"]
    fields = [
        "slug", "campaign", "initiator", "addressee", "instrument", "state", "is_approved",
        "goal", "confirmed_count", "opens_at", "closes_at", "closed_at", "handed_over_at",
        "published_version",
    ]  # fmt: skip
    actions = ["publish", "close", "hand_over", "answer", "reject"]

    publish = lifecycle_action(services.publish, gettext_lazy("Publish"))
    close = lifecycle_action(services.close, gettext_lazy("Close"))
    answer = lifecycle_action(services.answer, gettext_lazy("Mark as answered"))
    reject = lifecycle_action(services.reject, gettext_lazy("Mark as rejected"))

    @admin.action(
        description=gettext_lazy("Hand over (count stands still)"), permissions=["change"]
    )
    def hand_over(
        self, request: HttpRequest, queryset: QuerySet[Petition]
    ) -> TemplateResponse | None:
        """Asks once what no other way needs: from this one there is none back."""
        if "is_sure" in request.POST:
            self.lead(request, queryset, services.hand_over)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Hand over for good?"),
            "opts": self.opts,
            "petitions": queryset,
            "action_checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/petitions/petition/hand_over.html", context)

    def lead(
        self, request: HttpRequest, petitions: QuerySet[Petition], verb: Callable[..., object]
    ) -> None:
        """Lead each of the petitions this way, or say why it can't."""
        for petition in petitions:
            try:
                verb(petition, actor=request.user)
            except ValidationError as refusal:
                sentence = " ".join(refusal.messages)
                self.message_user(request, f"{petition}: {sentence}", messages.ERROR)
            else:
                told = _("%(petition)s is %(state)s now.") % {
                    "petition": petition,
                    "state": petition.get_state_display(),
                }
                self.message_user(request, told, messages.SUCCESS)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Petition]:
        petitions: Any = super().get_queryset(request)
        return petitions.with_texts()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        # The state changes by the actions; the count by its ledger.
        fixed = ["state", "confirmed_count", "closed_at", "handed_over_at", "published_version"]
        if obj and obj.state != Petition.State.DRAFT:
            fixed.append("slug")  # the address is out in the world
        return fixed

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        match db_field.name:
            case "campaign":
                kwargs["queryset"] = Campaign.objects.with_texts()
            case "addressee":
                kwargs["queryset"] = Addressee.objects.with_texts()
            case "instrument":
                kwargs["queryset"] = Instrument.objects.with_texts()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Petition, form: BaseModelForm, change: bool
    ) -> None:
        # Only what was typed: the count and the state may have moved on in the meantime.
        obj.save(update_fields=form.changed_data if change else None)

    def save_formset(
        self, request: HttpRequest, form: BaseModelForm, formset: Any, change: bool
    ) -> None:
        formset.actor = request.user
        formset.save()


class PetitionStepTextInline(TextInline):
    model = PetitionStepText
    fields = ["language", "status", "translator", "title", "body"]


@admin.register(PetitionStep)
class PetitionStepAdmin(admin.ModelAdmin):
    inlines = [PetitionStepTextInline]
    list_display = ["__str__", "petition_slug", "kind", "happened_on"]
    list_select_related = ["petition"]
    fields = ["petition", "kind", "happened_on"]

    @admin.display(description=gettext_lazy("petition"))
    def petition_slug(self, step: PetitionStep) -> str:
        return step.petition.slug

    def get_queryset(self, request: HttpRequest) -> QuerySet[PetitionStep]:
        steps: Any = super().get_queryset(request)
        return steps.with_texts()

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        kwargs["queryset"] = Petition.objects.with_texts()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class InstrumentTextInline(TextInline):
    model = InstrumentText
    fields = ["language", "status", "translator", "name", "explanation"]


@admin.register(Instrument)
class InstrumentAdmin(admin.ModelAdmin):
    inlines = [InstrumentTextInline]
    list_display = ["slug", "channel", "jurisdiction", "legal_reference", "checked_on"]


class AddresseeTextInline(TextInline):
    model = AddresseeText
    fields = ["language", "status", "translator", "name", "description"]


@admin.register(Addressee)
class AddresseeAdmin(admin.ModelAdmin):
    inlines = [AddresseeTextInline]
    list_display = ["slug", "website"]


class OfPetition(admin.SimpleListFilter):
    title, parameter_name = gettext_lazy("petition"), "petition"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return list(Petition.objects.order_by("slug").values_list("pk", "slug"))

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Signature]
    ) -> QuerySet[Signature] | None:
        chosen = self.value()
        return queryset.filter(petition=int(chosen)) if chosen and chosen.isdigit() else None


@admin.register(Signature)
class SignatureAdmin(admin.ModelAdmin):
    """To look at, never to edit: a signature is its signatory's."""

    list_display = ["id", "petition_slug", "state", "language", "district", "signed_at", "name"]
    list_filter = ["state", OfPetition]
    list_select_related = ["petition"]
    show_full_result_count = False
    ordering = ["-signed_at"]
    fields = [*SHOWN, *PERSONAL]

    @admin.display(description=gettext_lazy("petition"))
    def petition_slug(self, signature: Signature) -> str:
        return signature.petition.slug

    @admin.display(description=gettext_lazy("name"))
    def name(self, signature: Signature) -> str:
        return f"{signature.given_name} {signature.family_name}".strip()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
