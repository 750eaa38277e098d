"""The book is not edited in silence: the database itself refuses."""

from django.db import migrations

GUARD = """
CREATE FUNCTION protocol_guard_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'protocol entries are never deleted; cancel them with a reason'
            USING ERRCODE = 'restrict_violation';
    END IF;
    -- What may change: a cancellation, once; and the removal of the sender's name. The reference is generated
    -- after this trigger, from columns that are compared here.
    IF (to_jsonb(NEW) - ARRAY['cancelled_at', 'cancel_reason', 'sender', 'reference'])
            IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['cancelled_at', 'cancel_reason', 'sender', 'reference'])
        OR (NEW.sender IS DISTINCT FROM OLD.sender AND NEW.sender <> '')
        OR (OLD.cancelled_at IS NOT NULL AND (NEW.cancelled_at, NEW.cancel_reason)
            IS DISTINCT FROM (OLD.cancelled_at, OLD.cancel_reason))
    THEN
        RAISE EXCEPTION 'protocol entries are not edited; cancel them with a reason'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER protocol_guard_entry BEFORE UPDATE OR DELETE ON protocol_entry
    FOR EACH ROW EXECUTE FUNCTION protocol_guard_entry();

CREATE FUNCTION protocol_guard_counter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.value <= OLD.value OR (NEW.body, NEW.year) <> (OLD.body, OLD.year) THEN
        RAISE EXCEPTION 'a protocol counter only counts upward' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER protocol_guard_counter BEFORE UPDATE OR DELETE ON protocol_counter
    FOR EACH ROW EXECUTE FUNCTION protocol_guard_counter();
"""

UNDO = """
DROP TRIGGER protocol_guard_entry ON protocol_entry;
DROP FUNCTION protocol_guard_entry();
DROP TRIGGER protocol_guard_counter ON protocol_counter;
DROP FUNCTION protocol_guard_counter();
"""


class Migration(migrations.Migration):
    dependencies = [("protocol", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNDO)]
