from datetime import date

from django.db import migrations, models

DAY = date(2000, 1, 1)  # stands in no row: there is none when the columns are added


def forget(apps, schema_editor):
    """The old row does not say which days' flags there may be; a full scan will know."""
    apps.get_model("deliveries", "Scan").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('deliveries', '0003_rebuilds'),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
        migrations.AddField(
            model_name='scan',
            name='number',
            field=models.PositiveIntegerField(default=0, help_text='Of the run; one for another day than the one before has a new one.'),
        ),
        migrations.AddField(
            model_name='scan',
            name='earliest_on',
            field=models.DateField(default=DAY, help_text='No deal is settled for a day before this one,'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='scan',
            name='latest_on',
            field=models.DateField(default=DAY, help_text='nor for one after this,'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='scan',
            name='ahead_on',
            field=models.DateField(default=DAY, help_text='but for facts recorded since the run began; none of them for a day after this.'),
            preserve_default=False,
        ),
    ]
