"""Words of names apart from words of terms; exact again from the next rebuild on."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0004_shelf_indexes'),
    ]

    operations = [
        migrations.AddField(
            model_name='searchword',
            name='names',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunSQL("UPDATE catalogue_searchword SET names = titles", migrations.RunSQL.noop),
    ]
