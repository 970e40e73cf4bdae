"""The forms about people and translations in the workspace."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from languages.models import Translation, words_of
from partners.models import Membership
from partners.workspace.texts import TextForm
from web.forms import AddressField, CleanCharField, SpeakingForm

ROLE_EXPLAINED = {
    Membership.Role.VIEWER: _("May look: sees drafts, figures and results."),
    Membership.Role.EDITOR: _("May write: also writes texts and translations."),
    Membership.Role.ORGANISER: _(
        "May publish: also publishes, sends news and looks after signatures."
    ),
    Membership.Role.OWNER: _("May decide: also says who belongs, and reads the trail."),
}


class RoleField(forms.ChoiceField):
    """The four roles, each with what it opens."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(
            label=_("Role"),
            choices=list(ROLE_EXPLAINED.items()),
            widget=forms.RadioSelect,
            **kwargs,  # type: ignore[arg-type]
        )


class InviteForm(SpeakingForm):
    email = AddressField(label=_("E-mail address"))
    role = RoleField(initial=Membership.Role.EDITOR)
    language = forms.ChoiceField(
        label=_("Language of the invitation"), choices=settings.LANGUAGES, initial=get_language
    )


class RoleForm(SpeakingForm):
    role = RoleField()


class NewAccountForm(SpeakingForm):
    """For whoever was invited and has no account: the mail has proved the address."""

    display_name = CleanCharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("The people of your organisation see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("12 characters or more."),
        validators=[validate_password],
    )


class TranslationForm(TextForm):
    """A translation beside its German text: what is German must be there in the language, too."""

    is_machine = forms.BooleanField(
        label=_("A machine translated this, and nobody has looked through it yet."), required=False
    )
    translator = CleanCharField(
        label=_("Translated by"),
        max_length=120,
        required=False,
        help_text=_("A name, if the person wants that. Only people in the workspace see it."),
    )

    def __init__(
        self,
        text_model: type[Translation],
        german: Translation,
        present: Translation | None,
        language: str,
        data: Any = None,
    ) -> None:
        super().__init__(text_model, present, language, data)
        if present is not None:
            self.initial["is_machine"] = present.status == Translation.Status.MACHINE
            self.initial["translator"] = present.translator
        for name, words in words_of(german).items():
            if not words:
                # Nothing to translate; German without a story has no Turkish one.
                del self.fields[name]

    @property
    def about(self) -> dict[str, Any]:
        Status = Translation.Status
        is_machine = self.cleaned_data["is_machine"]
        return {
            "status": Status.MACHINE if is_machine else Status.REVIEWED,
            "translator": self.cleaned_data["translator"],
        }


class ImportForm(SpeakingForm):
    file = forms.FileField(
        label=_("PO file"),
        widget=forms.FileInput(attrs={"accept": ".po,text/x-gettext-translation"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[pair for pair in settings.LANGUAGES if pair[0] != settings.LANGUAGE_CODE],
    )
    translator = CleanCharField(label=_("Translated by"), max_length=120, required=False)


class TaskForm(SpeakingForm):
    """What somebody does for the whole site, each with what it opens."""

    role = forms.ChoiceField(
        label=_("Task for the whole site"),
        choices=[
            (
                User.SiteRole.MODERATOR,
                _("Moderator: looks through petitions before they open."),
            ),
            (
                User.SiteRole.ADMINISTRATOR,
                _(
                    "Administrator: runs the site, makes organisations, gives tasks, and has "
                    "every right in every organisation."
                ),
            ),
            (User.SiteRole.NONE, _("No task any more.")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )


class GiveTaskForm(SpeakingForm):
    email = AddressField(
        label=_("E-mail address"), help_text=_("The person needs an account already.")
    )
    role = forms.ChoiceField(
        label=_("Task for the whole site"),
        choices=TaskForm.base_fields["role"].choices[:2],  # type: ignore[attr-defined]
        widget=forms.RadioSelect,
    )


class SwitchForm(SpeakingForm):
    is_on = forms.TypedChoiceField(
        label=_("This part is"),
        choices=[("True", _("on")), ("False", _("off"))],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
    )
    sentence = CleanCharField(
        label=_("Your own sentence for visitors, in German"),
        max_length=300,
        required=False,
        help_text=_(
            "For example why and until when. It stands below the platform's own sentence."
        ),
        widget=forms.TextInput(attrs={"lang": "de"}),
    )
