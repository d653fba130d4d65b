"""A job says for whom it is done, and may be given up."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]

    operations = [
        migrations.AddField(
            "job",
            "actor",
            models.BigIntegerField(null=True, verbose_name="为谁办理", help_text="人员编号；空为系统自己"),
        ),
        migrations.AddField("job", "given_up_at", models.DateTimeField(null=True, verbose_name="放弃时间")),
        migrations.RemoveConstraint("job", "outbox_job_done_or_parked_not_both"),
        migrations.AddConstraint(
            "job",
            models.CheckConstraint(
                condition=Q(done_at=None, parked_at=None)
                | Q(done_at=None, given_up_at=None)
                | Q(given_up_at=None, parked_at=None),
                name="outbox_job_ends_one_way",
            ),
        ),
        migrations.RemoveIndex("job", "outbox_job_open"),
        migrations.AddIndex(
            "job",
            models.Index(
                condition=Q(done_at=None, given_up_at=None, parked_at=None),
                fields=["not_before", "id"],
                name="outbox_job_open",
            ),
        ),
        migrations.AddIndex("job", models.Index(fields=["kind", "-done_at"], name="outbox_job_kind_done")),
    ]
