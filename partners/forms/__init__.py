"""What is asked of people, by activity."""

from partners.forms.applying import ApplicationForm, DecideForm
from partners.forms.embedding import EmbedForm, EmbedSiteForm
from partners.forms.fields import FieldOfWorkForm
from partners.forms.organisations import (
    ContactForm,
    NewOrganisationForm,
    OrganisationForm,
    ProfileForm,
)
from partners.forms.workspace import (
    ROLE_EXPLAINED,
    GiveTaskForm,
    ImportForm,
    InviteForm,
    NewAccountForm,
    RoleForm,
    SwitchForm,
    TaskForm,
    TranslationForm,
)

__all__ = [
    "ROLE_EXPLAINED",
    "ApplicationForm",
    "ContactForm",
    "DecideForm",
    "EmbedForm",
    "EmbedSiteForm",
    "FieldOfWorkForm",
    "GiveTaskForm",
    "ImportForm",
    "InviteForm",
    "NewAccountForm",
    "NewOrganisationForm",
    "OrganisationForm",
    "ProfileForm",
    "RoleForm",
    "SwitchForm",
    "TaskForm",
    "TranslationForm",
]
