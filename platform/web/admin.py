"""The office's switches: each part of the platform off and on, without a terminal."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from web import switches
from web.models import PartSwitch


@admin.register(PartSwitch)
class PartSwitchAdmin(admin.ModelAdmin):
    """Switches are there from the beginning: nobody adds or deletes one."""

    list_display = ("title", "is_on", "sentence", "changed_at")
    fields = ("title", "shown", "is_on", "sentence")
    readonly_fields = ("title", "shown")
    actions = None

    @admin.display(description=_("part"))
    def title(self, switch: PartSwitch) -> str:
        part = switches.parts().get(switch.part)
        return str(part.title) if part else switch.part

    @admin.display(description=_("What visitors read while it is off"))
    def shown(self, switch: PartSwitch) -> str:
        part = switches.parts().get(switch.part)
        return str(part.sentence) if part else ""

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(part__in=switches.parts())

    def save_model(
        self, request: HttpRequest, obj: PartSwitch, form: ModelForm, change: bool
    ) -> None:
        switches.turn(obj.part, is_on=obj.is_on, sentence=obj.sentence, actor=request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: PartSwitch | None = None) -> bool:
        return False
