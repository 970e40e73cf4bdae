"""Form fields that every app's forms share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EMPTY_VALUES
from django.utils.translation import gettext_lazy as _
from email_validator import EmailNotValidError, validate_email

from web.text import clean_line, clean_text, has_control_characters

# RFC 5321 4.5.3.1.3: a path has 256 octets, two of which are its angle brackets.
LONGEST_ADDRESS = 254


class _Shared(dict[str, forms.Field]):
    def __deepcopy__(self, memo: dict[int, Any]) -> "_Shared":
        return self


def same_fields_for_all[F: forms.Form](form: type[F]) -> type[F]:
    """For a form that never changes a field of its own: copy none of them for each request.

    Django copies every field for every form, which took a third of validating a signature.
    """
    form.base_fields = _Shared(form.base_fields)
    return form


class CleanCharField(forms.CharField):
    """Text in NFC; bidi overrides vanish silently, other control characters are refused.

    `multiline=True` keeps line breaks; otherwise every run of white space is one space.
    """

    default_error_messages = {
        "control_characters": _(
            "This text contains invisible control characters. Please type it again."
        ),
    }

    def __init__(self, *, multiline: bool = False, **kwargs: Any) -> None:
        self.multiline = multiline
        if multiline:
            kwargs.setdefault("widget", forms.Textarea)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str | None:
        if value in EMPTY_VALUES:
            return self.empty_value
        text = str(value)
        if has_control_characters(text):
            raise ValidationError(
                self.error_messages["control_characters"], code="control_characters"
            )
        return (clean_text(text) if self.multiline else clean_line(text)) or self.empty_value


class AddressField(forms.EmailField):
    """An e-mail address we can write to, international domains included; no DNS is asked.

    Gives the address with its domain in lower case and NFC. `.test` and `example.org` pass:
    whether somebody reads it, only the confirmation mail can tell.
    """

    default_validators = []
    default_error_messages = {
        "invalid": _("Enter an e-mail address like name@example.org."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs["max_length"] = min(kwargs.get("max_length") or LONGEST_ADDRESS, LONGEST_ADDRESS)
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("autocomplete", "email")
        self.widget.attrs.setdefault("inputmode", "email")
        # An address reads left to right in every language.
        self.widget.attrs.setdefault("dir", "ltr")

    def to_python(self, value: Any) -> str | None:
        if value in EMPTY_VALUES:
            return self.empty_value
        if has_control_characters(str(value)):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        # Copied addresses bring white space and marks along that nobody sees.
        text = "".join(clean_line(str(value)).split())
        if not text or len(text) > LONGEST_ADDRESS:
            return text or self.empty_value
        try:
            checked = validate_email(
                text,
                check_deliverability=False,
                allow_smtputf8=False,
                allow_quoted_local=False,
                allow_domain_literal=False,
                strict=True,
                test_environment=True,
            )
        except EmailNotValidError as problem:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from problem
        return checked.normalized
