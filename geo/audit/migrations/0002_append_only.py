"""Audit rows, links and anchors are only ever added. A guard against mistakes; the chain is the evidence."""

from django.db import migrations

TABLES = ("audit_row", "audit_seal", "audit_anchor")

FORWARDS = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $body$;
""" + "".join(
    f"CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();\n"
    for table in TABLES
)

BACKWARDS = "".join(f"DROP TRIGGER audit_append_only ON {table};\n" for table in TABLES) + "DROP FUNCTION audit_refuse();"


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
