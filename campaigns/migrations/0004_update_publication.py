"""Updates become drafts first. Those that exist are public, as they were, and get an address."""

from datetime import UTC, datetime, time

from django.db import migrations, models
from django.utils.text import slugify


def tell_since_when(apps, schema_editor):
    Update = apps.get_model("campaigns", "CampaignUpdate")
    Text = apps.get_model("campaigns", "CampaignUpdateText")
    titles = dict(Text.objects.filter(language="de").values_list("update_id", "title"))
    taken = set()
    for update in Update.objects.order_by("pk"):
        wanted = update.slug or slugify(titles.get(update.pk, ""))[:40].strip("-") or "update"
        slug = wanted
        if (update.campaign_id, slug) in taken:
            slug = f"{wanted[:30]}-{update.pk}"
        taken.add((update.campaign_id, slug))
        update.slug = slug
        update.published_at = datetime.combine(update.happened_on, time(11), UTC)
        update.save(update_fields=["slug", "published_at"])


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0003_workspace")]

    operations = [
        migrations.AddField(
            "campaignupdate",
            "state",
            models.CharField(
                choices=[("draft", "draft"), ("published", "published")],
                db_default="published",
                default="draft",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddField(
            "campaignupdate",
            "publish_at",
            models.DateTimeField(blank=True, null=True, verbose_name="to be published at"),
        ),
        migrations.AddField(
            "campaignupdate",
            "published_at",
            models.DateTimeField(blank=True, null=True, verbose_name="published at"),
        ),
        migrations.RunPython(tell_since_when, migrations.RunPython.noop, elidable=True),
    ]
