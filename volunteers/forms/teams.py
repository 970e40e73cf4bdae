"""What organisers and coordinators say of a team, and what its members share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _

from campaigns.models import ActionField, Campaign
from partners.models import Organisation
from volunteers import services
from volunteers.services.team_sharing import ACCEPT, MOST_FILE_BYTES, NO_SUCH_TYPE, TYPES
from web.forms import CleanCharField, MomentField, SpeakingForm, WebAddressField

GERMAN = {"lang": "de", "dir": "ltr"}
LONGEST_ANNOUNCEMENT = 5000


class NewTeamForm(SpeakingForm):
    organisation = forms.ModelChoiceField(
        label=_("Which organisation carries it?"),
        queryset=Organisation.objects.none(),
        empty_label=None,
    )
    name = CleanCharField(
        label=_("Name, in German"), max_length=120, widget=forms.TextInput(attrs=GERMAN)
    )
    summary = CleanCharField(
        label=_("In one sentence, in German"),
        max_length=280,
        multiline=True,
        help_text=_("What the team does, and for whom."),
        widget=forms.Textarea(attrs={**GERMAN, "rows": 2}),
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]


class FieldBoxes(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


class TeamForm(SpeakingForm):
    """Which campaign and fields of work it belongs to, and whether people can apply."""

    campaign = forms.ModelChoiceField(
        label=_("Part of a campaign"),
        queryset=Campaign.objects.none(),
        required=False,
        empty_label=_("None: it works beyond campaigns"),
    )
    fields_of_work = FieldBoxes(
        label=_("Fields of work"), queryset=ActionField.objects.none(), required=False
    )
    takes_applications = forms.BooleanField(
        label=_("People can apply on the team's page."), required=False
    )

    def __init__(self, *args: Any, campaigns: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = campaigns  # type: ignore[attr-defined]
        fields: Any = self.fields["fields_of_work"]
        fields.queryset = ActionField.objects.with_texts()


class ReasonForm(SpeakingForm):
    reason = CleanCharField(
        label=_("Why? The person reads this."),
        multiline=True,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class AnnouncementForm(SpeakingForm):
    subject = CleanCharField(
        label=_("Subject"), max_length=120, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    body = CleanCharField(
        label=_("What do the members have to know?"),
        multiline=True,
        max_length=LONGEST_ANNOUNCEMENT,
        help_text=_("Each member gets it by mail, once. It also stands on the inner page."),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )


class LinkForm(SpeakingForm):
    label = CleanCharField(
        label=_("What is there?"),
        max_length=120,
        help_text=_("For example: minutes of our meetings."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    url = WebAddressField(label=_("Web address"), max_length=200)


class FileForm(SpeakingForm):
    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        validators=[FileExtensionValidator(list(TYPES), message=NO_SUCH_TYPE)],
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "PDF, text, table or picture, at most %(number)d MB. Only members can open it."
        ) % {"number": MOST_FILE_BYTES // 1_000_000}


class MeetingForm(SpeakingForm):
    subject = CleanCharField(
        label=_("What about?"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    starts_at = MomentField(label=_("Begins"), help_text=_("German time."))
    ends_at = MomentField(label=_("Ends"))
    place = CleanCharField(
        label=_("Place"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    online_url = WebAddressField(label=_("Address to join online"), required=False, max_length=200)
    is_open = forms.BooleanField(
        label=_("Guests are welcome: the team's public page names this meeting."), required=False
    )


# What a ReasonForm is for. Not one for both: whoever declines what somebody else has just
# accepted must not end the membership by it.
REFUSING: dict[str, Callable[..., bool]] = {
    "decline": partial(services.decide, accepts=False),
    "end": services.end_membership,
}


@dataclass(frozen=True)
class Sharing:
    """Something that can be put on the inner page, the same for coordinators and organisers."""

    heading: Any
    button: Any
    done: Any
    form: type[SpeakingForm]
    store: Callable[..., object]
    has_file: bool = False


SHARING = {
    "announcement": Sharing(
        _("Write to all members"),
        _("Send it to all members"),
        _("Sent. Each member gets one mail."),
        AnnouncementForm,
        services.announce,
    ),
    "link": Sharing(
        _("Add a link"), _("Add the link"), _("The link is there."), LinkForm, services.add_link
    ),
    "file": Sharing(
        _("Add a file"),
        _("Add the file"),
        _("The file is there."),
        FileForm,
        services.add_file,
        has_file=True,
    ),
    "meeting": Sharing(
        _("Plan a meeting"),
        _("Plan the meeting"),
        _("The meeting is planned."),
        MeetingForm,
        services.plan_meeting,
    ),
}
