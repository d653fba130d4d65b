from django.db import migrations, models

import caseflow.audit.chain


def column(length):
    return models.CharField(default="", editable=False, max_length=length)


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_stage_and_indexes_of_orders"), ("audit", "0001_the_log_of_the_system")]

    operations = [
        migrations.AddField(
            "dossier", "head", models.CharField(default=caseflow.audit.chain.START, editable=False, max_length=64)
        ),
        migrations.AddField("dossier", "last_at", models.DateTimeField(editable=False, null=True)),
        migrations.AddField("event", "prev", column(64), preserve_default=False),
        migrations.AddField("event", "hash", column(64), preserve_default=False),
        migrations.AddField("event", "mac", column(64), preserve_default=False),
        migrations.AddField("event", "key_id", column(16), preserve_default=False),
        migrations.AddField("event", "alg", column(8), preserve_default=False),
        migrations.AddField("event", "skew", models.BooleanField(default=False, editable=False)),
    ]
