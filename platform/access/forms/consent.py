"""The form on which somebody allows an application what it asks for, or a part of it."""

from typing import Any

from allauth.idp.oidc.forms import AuthorizationForm
from django.utils.translation import gettext_lazy as _

from access.forms.tokens import ScopeBoxes
from access.scopes import by_area


class ConsentForm(AuthorizationForm):
    """allauth's, with our groups and words."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        boxes: Any = self.fields["scopes"]
        asked_for = [scope for scope, _words in boxes.choices]
        boxes.label = _("What it asks for")
        boxes.help_text = _("Untick what you do not want to allow.")
        boxes.widget = ScopeBoxes()
        boxes.choices = by_area(asked_for)
        boxes.error_messages["required"] = _("Choose at least one of these rights.")
