-- A promise may become sooner while an answer waits to be looked at: the customer writes again, or hours change. The
-- window still ends before it, so long as MARGIN in rules.py says.
CREATE OR REPLACE FUNCTION oase_the_window_ends_before() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE oase_check SET until_at = NEW.due_at - interval '2 minutes'
     WHERE assignment_id = NEW.id AND decided_at IS NULL AND until_at > NEW.due_at - interval '2 minutes';
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS the_window_ends_before ON oase_assignment;
CREATE TRIGGER the_window_ends_before AFTER UPDATE OF due_at ON oase_assignment FOR EACH ROW
    WHEN (NEW.due_at < OLD.due_at AND NEW.level = 'expert') EXECUTE FUNCTION oase_the_window_ends_before();
