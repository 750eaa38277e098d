"""What the ORM cannot say: the SRID of columns without type modifier, and the change log."""

from django.conf import settings
from django.db import migrations

from geo.changes.operations import TrackChanges


def check_srid(table):
    constraint = f"{table}_srid"
    return migrations.RunSQL(
        # The SRID is the deployment's, so it stands here and not in the models.
        f"ALTER TABLE {table} ADD CONSTRAINT {constraint} CHECK (ST_SRID(geometry) = {int(settings.STORAGE_SRID)})",
        f"ALTER TABLE {table} DROP CONSTRAINT {constraint}",
    )


class Migration(migrations.Migration):

    dependencies = [("features", "0001_initial"), ("changes", "0001_initial")]

    operations = [
        check_srid("features_feature"),
        check_srid("features_version"),
        check_srid("features_areapiece"),
        TrackChanges("Feature", source="t.collection_id", when="t.deleted_at IS NULL"),
    ]
