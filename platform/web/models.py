from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class SearchEntry(models.Model):
    """One thing that can be found, in one language; written by `web.search.index_entry`."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    language = models.CharField(max_length=12)
    title = models.CharField(max_length=300)
    body = models.TextField(blank=True)
    url_name = models.CharField(max_length=100)
    url_args = models.JSONField(default=dict, blank=True)
    normalised_title = models.CharField(max_length=600, editable=False)
    # Title and body as `web.search.normalise` makes them: what is compared with the query.
    normalised = models.TextField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "language"], name="web_searchentry_one_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} ({self.language})"

    def get_absolute_url(self) -> str:
        """Its page in the active language."""
        return reverse(self.url_name, kwargs=self.url_args)


class PartSwitch(models.Model):
    """Whether a part of the platform is on; written by `web.switches.turn` only."""

    part = models.CharField(_("part"), max_length=60, primary_key=True, editable=False)
    is_on = models.BooleanField(_("on"), default=True)
    sentence = models.CharField(
        _("sentence for visitors"),
        max_length=300,
        blank=True,
        help_text=_(
            "In German, for example why and until when. It stands below the platform's own "
            "sentence, which is there in every language."
        ),
    )
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("switch")
        verbose_name_plural = _("switches")
        ordering = ["part"]

    def __str__(self) -> str:
        return self.part
