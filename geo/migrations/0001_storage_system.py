"""Tells PostGIS the storage CRS where its own PROJ does not carry it (Kastellorizo; TM07)."""

from django.conf import settings
from django.db import migrations

from geo.crs.postgis import ROWS


def insert(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for row in ROWS:
            # Only when needed: on a managed cluster the table belongs to somebody else.
            if row.srid == settings.STORAGE_SRID:
                cursor.execute(
                    "INSERT INTO spatial_ref_sys (srid, auth_name, auth_srid, srtext, proj4text)"
                    " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (srid) DO NOTHING",
                    row,
                )


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunPython(insert, migrations.RunPython.noop)]
