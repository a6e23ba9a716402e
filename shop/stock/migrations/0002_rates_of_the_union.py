"""The VAT rates of the European Union, as rows that the merchant can see and change."""

from django.db import migrations

from shop.stock import rates_in_law


def fill(apps, schema_editor):
    VatRate = apps.get_model("partner", "VatRate")
    for country in rates_in_law.COUNTRIES:
        for vat_class in rates_in_law.CLASSES:
            for since, rate in rates_in_law.periods(country, vat_class):
                VatRate.objects.get_or_create(
                    country=country, vat_class=vat_class, valid_from=since, defaults={"rate": rate}
                )


class Migration(migrations.Migration):

    dependencies = [
        ("partner", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
