from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_bind_the_lines")]
    operations = [
        migrations.AddConstraint(
            "event", models.UniqueConstraint(fields=["dossier", "prev"], name="event_follows_once")
        ),
    ]
