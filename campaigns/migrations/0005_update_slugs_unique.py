"""Apart from the rows' change: PostgreSQL alters no table whose rows changed just before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0004_update_publication")]

    operations = [
        migrations.AddConstraint(
            "campaignupdate",
            models.UniqueConstraint(
                condition=~models.Q(slug=""),
                fields=["campaign", "slug"],
                name="one_update_per_campaign_and_slug",
            ),
        ),
    ]
