"""Indexes that answer lists and searches without reading whole rows; room for changes of rank."""

import django.db.models.deletion
from django.db import migrations, models


def leave_room(apps, editor):
    """PostgreSQL: a document whose rank alone changes stays on its page, and no index is touched."""
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE catalogue_searchdocument SET (fillfactor = 85)")


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0003_search'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='searchdocument',
            name='search_document_best',
        ),
        migrations.AlterField(
            model_name='shelfterm',
            name='item',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='catalogue.shelfitem'),
        ),
        migrations.AddIndex(
            model_name='shelfitem',
            index=models.Index(fields=['product'], include=('price_from', 'price_to', 'availability', 'new_until'), name='shelf_figures'),
        ),
        migrations.AddIndex(
            model_name='shelfterm',
            index=models.Index(fields=['item', 'kind', 'value'], name='shelf_term_of_item'),
        ),
        migrations.RunPython(leave_room, migrations.RunPython.noop),
    ]
