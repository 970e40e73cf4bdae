"""How the programming interface answers (web/api.py) and describes itself at /api/v1/."""

from django.utils.translation import gettext_lazy as _

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "web.api.problem_handler",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Mitstimme",
    "DESCRIPTION": _("Read campaigns and petitions, sign and confirm."),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    # Fields of one name whose values differ by thing.
    "ENUM_NAME_OVERRIDES": {
        "CampaignState": "campaigns.models.Campaign.State",
        "PetitionState": "petitions.models.Petition.State",
        "TranslationStatus": "languages.models.Translation.Status",
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
