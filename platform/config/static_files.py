"""Which static files are collected: what pages use, not everything packages bring."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class StaticFiles(StaticFilesConfig):
    # API browsers need inline scripts, which our content policy forbids; htmx is our own
    # copy. Compressing these 35 MB took a minute of every first start.
    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "drf_spectacular_sidecar",
        "rest_framework",
        "django_htmx",
        "*.map",
        # The tools beside the fonts, the icons and the mark.
        "*.py",
    ]
