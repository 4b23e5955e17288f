-- What was set stands: a line of the audit log is never changed, and goes only with its company. Who is forgotten takes
-- their first name out of its words: that is the owner's alone to do (service_cloud/erasure/naming.py).
CREATE OR REPLACE FUNCTION oase_change_stands() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM oase_company WHERE id = OLD.company_id) THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'subject' - 'before' - 'after' = to_jsonb(OLD) - 'subject' - 'before' - 'after'
       AND pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'change % of settings stands as it was written', OLD.id
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'setting_change_stands';
END $$;
DROP TRIGGER IF EXISTS setting_change_stands ON oase_settingchange;
CREATE TRIGGER setting_change_stands BEFORE UPDATE OR DELETE ON oase_settingchange
    FOR EACH ROW EXECUTE FUNCTION oase_change_stands();
