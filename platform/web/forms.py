"""Form fields that every app's forms share."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EMPTY_VALUES
from django.utils.translation import gettext_lazy as _
from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email
from email_validator.rfc_constants import CASE_INSENSITIVE_MAILBOX_NAMES

from web.text import clean_line, clean_text, has_control_characters

# RFC 5321 4.5.3.1.3: a path has 256 octets, two of which are its angle brackets.
LONGEST_ADDRESS = 254
# Nearly every address. Its domain is in lower case after checking, and nothing else changes; the
# library looks at each letter of it several times to say the same (a fifth of a form's time).
_LABEL = r"(?!..--)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
PLAIN_ADDRESS = re.compile(
    rf"([A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*)@((?:{_LABEL}\.)+(?:{_LABEL})(?<=[A-Za-z]))"
)
LONGEST_NAME = 64  # RFC 5321 4.5.3.1.1
# What mail programs turn into a link; "St.John" and "a.d.Heide" stay names.
NOT_IN_A_NAME = re.compile(
    r"[/:@<>\\]|\bwww\.|\w\.(?:app|biz|cc|ch|cn|co|com|de|eu|info|io|link|me|net|online|org|pl"
    r"|ru|shop|site|tk|top|tr|tv|uk|us|xyz)\b",
    re.IGNORECASE,
)
# Names that the library writes in lower case, and ends of domains that it refuses or doubts.
_SPECIAL_NAMES = frozenset(CASE_INSENSITIVE_MAILBOX_NAMES)
_SPECIAL_ENDS = frozenset(domain.rpartition(".")[2] for domain in SPECIAL_USE_DOMAIN_NAMES)


class _Shared(dict[str, forms.Field]):
    def __deepcopy__(self, memo: dict[int, Any]) -> "_Shared":
        return self


def same_fields_for_all[F: forms.Form](form: type[F]) -> type[F]:
    """For a form that never changes a field of its own: copy none of them for each request.

    Django copies every field for every form, which took a third of validating a signature.
    Nor are they bound to the form before a page shows them: that took a quarter of the rest,
    and left a ring of objects for the garbage collector.
    """
    for field in form.base_fields.values():
        if field.disabled or isinstance(field, forms.FileField):
            raise TypeError("A field whose value is not simply what was sent must be bound.")
    form.base_fields = _Shared(form.base_fields)
    form._clean_fields = _clean_fields  # type: ignore[attr-defined]
    return form


def _clean_fields(form: forms.Form) -> None:
    """Django's own, but for asking each field's widget and not its BoundField for the value."""
    for name, field in form.fields.items():
        sent = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        try:
            form.cleaned_data[name] = field.clean(sent)
            clean = getattr(form, f"clean_{name}", None)
            if clean is not None:
                form.cleaned_data[name] = clean()
        except ValidationError as error:
            form.add_error(name, error)


class SpeakingForm(forms.Form):
    """Names the field that is still empty, where its form has no better words for that.

    Django says "This field is required." of each, which in a summary above the form tells
    nobody where to look. The browser is not to say it either: it speaks its own language, and
    of one field at a time.
    """

    use_required_attribute = False

    def add_error(self, field: str | None, error: Any) -> None:
        plain = forms.Field.default_error_messages["required"]
        if field and getattr(error, "code", "") == "required" and error.message == plain:
            label = self[field].label
            error = ValidationError(
                _("Still missing: %(label)s"), code="required", params={"label": label}
            )
        super().add_error(field, error)


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


class NameField(CleanCharField):
    """A person's name. It stands in a mail to whatever address was typed: so it must carry no
    message, and nothing that a mail program would turn into a link."""

    default_error_messages = {
        "not_a_name": _("Enter a name only, without a web address."),
    }

    def clean(self, value: Any) -> str:
        name: str = super().clean(value)
        if NOT_IN_A_NAME.search(name):
            raise ValidationError(self.error_messages["not_a_name"], code="not_a_name")
        return name


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class WebAddressField(forms.URLField):
    """Where something is on the web; typed without a scheme it is taken for https."""

    default_error_messages = {
        "invalid": _("Enter a web address like https://example.org/."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)
        # An address reads left to right in every language.
        self.widget.attrs.setdefault("dir", "ltr")


class MomentField(forms.DateTimeField):
    """A moment by the clock that is active; one that the change of clocks leaves out is refused,
    and so is a slip in the year: before 1893 this city's clock was off by minutes and seconds."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=MomentInput(), **kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not 2000 <= value.year < 2200:
            raise forms.ValidationError(
                _("Check the year: choose a day between 2000 and 2199."), code="year"
            )


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
        return _plain_address(text) or self._checked(text)

    def _checked(self, text: str) -> str:
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


def _plain_address(text: str) -> str:
    """A plain address as the library would give it back; "" for what it has to look at."""
    plain = PLAIN_ADDRESS.fullmatch(text)
    if plain is None:
        return ""
    name, domain = plain[1], plain[2].lower()
    is_special = name.lower() in _SPECIAL_NAMES or domain.rpartition(".")[2] in _SPECIAL_ENDS
    if is_special or len(name) > LONGEST_NAME:
        return ""
    return f"{name}@{domain}"
