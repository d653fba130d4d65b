"""What was found when the machine was last looked over."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Look",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="对象")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("faults", models.PositiveIntegerField(default=0, verbose_name="问题数")),
            ],
            options={"verbose_name": "检查结果", "verbose_name_plural": "检查结果"},
        ),
    ]
