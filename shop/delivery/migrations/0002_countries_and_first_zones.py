"""The countries of the Union and around it, and the zones a first shop begins with."""

from django.db import migrations

from shop.delivery import places


def fill(apps, schema_editor):
    models = (apps.get_model("address", "Country"), apps.get_model("shipping", "Zone"))
    places.fill(*models, apps.get_model("shipping", "ZoneCountry"))


class Migration(migrations.Migration):

    dependencies = [
        ("address", "0001_initial"),
        ("shipping", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
