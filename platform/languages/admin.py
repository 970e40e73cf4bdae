"""Texts in the administration: one form per language, beside the thing they belong to."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_permission_codename
from django.core.exceptions import ValidationError
from django.db.models import Case, Model, QuerySet, Value, When
from django.forms import CharField, ModelForm
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from languages.models import follow_source

LANGUAGES = [code for code, _name in settings.LANGUAGES]


class TextFormSet(BaseInlineFormSet):
    """A form for each language. German must be written; the others may stay empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        written = {text.language for text in self.get_queryset()}
        self.initial_extra = [{"language": code} for code in LANGUAGES if code not in written]

    def add_fields(self, form: ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            if isinstance(field, CharField):
                field.widget.attrs["dir"] = "auto"

    def clean(self) -> None:
        super().clean()
        languages = [form.cleaned_data.get("language") for form in self.written_forms()]
        if settings.LANGUAGE_CODE not in languages:
            raise ValidationError(_("Write the German text: the other languages follow it."))
        if len(set(languages)) < len(languages):
            raise ValidationError(_("Write each language once."))

    def written_forms(self) -> list[Any]:
        """The forms that hold a text that is to stay; an empty one for a language does not."""
        return [
            form
            for form in self.forms
            if getattr(form, "cleaned_data", None) and not form.cleaned_data.get("DELETE")
        ]

    def save(self, commit: bool = True) -> list[Any]:
        saved = super().save(commit)
        if commit:
            touched = {form.instance.language for form in self.forms if form.has_changed()}
            for text in follow_source(self.instance.texts.all(), touched):
                text.save(update_fields=["status", "source_hash"])
        return saved


class TextInline(admin.StackedInline):
    """Who may change a thing may change its texts."""

    formset = TextFormSet
    extra = max_num = len(LANGUAGES)
    verbose_name_plural = gettext_lazy("texts")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        place = Case(*(When(language=code, then=Value(n)) for n, code in enumerate(LANGUAGES)))
        return super().get_queryset(request).order_by(place)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may("view", request, obj) or self._may("change", request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may("change" if obj else "add", request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may("change", request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may("change", request, obj)

    def _may(self, deed: str, request: HttpRequest, obj: Model | None) -> bool:
        parent = self.parent_model._meta
        permission = f"{parent.app_label}.{get_permission_codename(deed, parent)}"
        return request.user.has_perm(permission, obj)
