from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="password_is_initial",
            field=models.BooleanField(default=False, verbose_name="须更换初始密码"),
        ),
    ]
