"""What the models cannot say: storage CRS, append-only history, the change log."""

from django.conf import settings
from django.db import migrations

from geo.changes.operations import TrackChanges

CHECKS = f"""
ALTER TABLE cases_case ADD CONSTRAINT cases_case_location CHECK (
    location IS NULL OR (ST_SRID(location) = {int(settings.STORAGE_SRID)} AND GeometryType(location) = 'POINT'));
ALTER TABLE cases_case ADD CONSTRAINT cases_case_drawn CHECK (
    drawn IS NULL OR ST_SRID(drawn) = {int(settings.STORAGE_SRID)});
"""

UNDO_CHECKS = """
ALTER TABLE cases_case DROP CONSTRAINT cases_case_location;
ALTER TABLE cases_case DROP CONSTRAINT cases_case_drawn;
"""

GUARD = """
CREATE FUNCTION cases_guard_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND (to_jsonb(NEW) - ARRAY['note', 'public_note', 'erased_at'])
            IS NOT DISTINCT FROM (to_jsonb(OLD) - ARRAY['note', 'public_note', 'erased_at'])
        AND NEW.erased_at IS NOT NULL
        AND NEW.note IN ('', OLD.note) AND NEW.public_note IN ('', OLD.public_note)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the history of a case is only added to' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER cases_guard_event BEFORE UPDATE OR DELETE ON cases_caseevent
    FOR EACH ROW EXECUTE FUNCTION cases_guard_event();
"""

UNDO_GUARD = """
DROP TRIGGER cases_guard_event ON cases_caseevent;
DROP FUNCTION cases_guard_event();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("changes", "0001_initial")]
    operations = [
        migrations.RunSQL(CHECKS, UNDO_CHECKS),
        migrations.RunSQL(GUARD, UNDO_GUARD),
        TrackChanges(
            "Case", source="t.map_source", geometry="t.tile_location", when="NOT t.confidential"
        ),
    ]
