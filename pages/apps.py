from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "pages"

    def ready(self):
        from pages import policy
        from web import switches

        policy.register()
        switches.register(
            "pages.search",
            _("Search"),
            _("The search is switched off for a while. The menu leads to everything else."),
        )
