"""How the programming interface answers (web/api.py) and describes itself at /api/v1/."""

from django.utils.translation import gettext_lazy as _

# Any page may read, and act with what it was given: no cookie ever comes along.
CORS_ALLOW_ALL_ORIGINS = True
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]
CORS_ALLOW_HEADERS = [
    "accept",
    "accept-language",
    "authorization",
    "content-type",
    "idempotency-key",
    "if-match",
    "if-none-match",
]
CORS_EXPOSE_HEADERS = [
    "Content-Language",
    "Deprecation",
    "ETag",
    "Idempotency-Replayed",
    "Link",
    "Location",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "Sunset",
]
CORS_PREFLIGHT_MAX_AGE = 86400
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["web.json_bodies.StrictJSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "access.schema.Described",
    "EXCEPTION_HANDLER": "web.api.problem_handler",
}
# Applications that people let act for them (access/oidc.py): random tokens, good for an hour,
# renewed by one that is used once and good for 90 days.
IDP_OIDC_ADAPTER = "access.oidc.Adapter"
IDP_OIDC_ACCESS_TOKEN_FORMAT = "opaque"  # noqa: S105
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 3600
IDP_OIDC_ROTATE_REFRESH_TOKEN = True
IDP_OIDC_REFRESH_TOKEN_EXPIRES_IN = 90 * 24 * 3600
SPECTACULAR_SETTINGS = {
    "TITLE": "Mitstimme",
    "DESCRIPTION": _("Read campaigns and petitions, sign and confirm."),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    # Fields of one name whose values differ by thing.
    "ENUM_NAME_OVERRIDES": {
        "CampaignState": "campaigns.models.Campaign.State",
        "EndorsementState": "campaigns.models.Endorsement.State",
        "ExportState": "petitions.models.SignatureExport.State",
        "OrganisationKind": "partners.models.Organisation.Kind",
        "PetitionState": "petitions.models.Petition.State",
        "PetitionStepKind": "petitions.models.PetitionStep.Kind",
        "UpdateState": "campaigns.models.CampaignUpdate.State",
        "TranslationStatus": "languages.models.Translation.Status",
        "EventState": "events.models.Event.State",
        "ProgrammeState": "events.models.Programme.State",
        "ProgrammeKind": "events.models.Programme.Kind",
        "EntryState": "events.models.ProgrammeEntry.State",
        "RegistrationState": "events.models.Registration.State",
        "PartState": "events.models.EventHost.State",
        "PartRole": "events.models.EventHost.Role",
        "EventVisibility": "events.models.Event.Visibility",
        "Presence": "events.models.Presence",
        "ShiftRole": "volunteers.models.Role",
        "ShiftState": "volunteers.models.Shift.State",
        "ClaimState": "volunteers.models.TaskClaim.State",
        "TaskState": "volunteers.models.Task.State",
        "MembershipState": "volunteers.models.TeamMember.State",
        "TeamRole": "volunteers.models.TeamMember.Role",
        "TeamState": "volunteers.models.Team.State",
        "TextLanguage": "languages.services.SHIPPED_CHOICES",
        "SpokenLanguage": "languages.services.SPOKEN_CHOICES",
        "SigningStatus": ["mail_sent"],
        "ConfirmationStatus": ["confirmed"],
    },
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "web.api.describe_problems",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}
