-- Laws of DESIGN that no code above may break. Applied after every migration by the owner; safe to apply again.

-- Law 1, no dead end: when a transaction commits, an open conversation has exactly one current assignment (with a due
-- time: the column is NOT NULL), and a solved one has none. Deferred, so that a handover may end one and begin another.
CREATE OR REPLACE FUNCTION oase_no_dead_end() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    concerned uuid[];
    one record;
BEGIN
    IF TG_TABLE_NAME = 'oase_conversation' THEN
        concerned := ARRAY[NEW.id];
    ELSIF TG_OP = 'UPDATE' THEN
        concerned := ARRAY[NEW.conversation_id, OLD.conversation_id];
    ELSIF TG_OP = 'DELETE' THEN
        concerned := ARRAY[OLD.conversation_id];
    ELSE
        concerned := ARRAY[NEW.conversation_id];
    END IF;
    FOR one IN
        SELECT c.id, c.solved_at IS NULL AS open,
               (SELECT count(*) FROM oase_assignment a WHERE a.conversation_id = c.id AND a.ended_at IS NULL) AS held
          FROM oase_conversation c WHERE c.id = ANY (concerned)
    LOOP
        IF one.open AND one.held <> 1 THEN
            RAISE EXCEPTION 'open conversation % has % current assignments instead of one', one.id, one.held
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'no_dead_end';
        ELSIF NOT one.open AND one.held <> 0 THEN
            RAISE EXCEPTION 'solved conversation % is still held', one.id
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'no_dead_end';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS no_dead_end ON oase_conversation;
CREATE CONSTRAINT TRIGGER no_dead_end AFTER INSERT OR UPDATE OF solved_at ON oase_conversation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION oase_no_dead_end();
DROP TRIGGER IF EXISTS no_dead_end ON oase_assignment;
CREATE CONSTRAINT TRIGGER no_dead_end
    AFTER INSERT OR DELETE OR UPDATE OF ended_at, conversation_id ON oase_assignment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION oase_no_dead_end();

-- Law 2, harmless by default: a shielded body may be shielded again, but an author, a place or a time never changes.
CREATE OR REPLACE FUNCTION oase_message_stands() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF (NEW.conversation_id, NEW.seq, NEW.client_id, NEW.author_id, NEW.author_role, NEW.audience, NEW.at)
        IS DISTINCT FROM
       (OLD.conversation_id, OLD.seq, OLD.client_id, OLD.author_id, OLD.author_role, OLD.audience, OLD.at) THEN
        RAISE EXCEPTION 'message % stands as it was written', OLD.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'message_stands';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS message_stands ON oase_message;
CREATE TRIGGER message_stands BEFORE UPDATE ON oase_message FOR EACH ROW EXECUTE FUNCTION oase_message_stands();

-- The customer is the last judge: a word is opened for experts by its customer alone, whoever calls. What was chosen
-- stands as it was; it can be withdrawn, its word can be erased, and the shield may say later what it takes it for.
CREATE OR REPLACE FUNCTION oase_customer_opens() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.what = 'opened' AND NOT EXISTS (
        SELECT 1 FROM oase_conversation c JOIN oase_customer customer ON customer.id = c.customer_id
         WHERE c.id = NEW.conversation_id AND customer.person_id = NEW.by_id) THEN
        RAISE EXCEPTION 'only the customer opens a word of conversation %', NEW.conversation_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'customer_opens';
    END IF;
    IF TG_OP = 'UPDATE' AND ((NEW.conversation_id, NEW.what, NEW.by_id, NEW.at)
            IS DISTINCT FROM (OLD.conversation_id, OLD.what, OLD.by_id, OLD.at)
        OR (OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at)
        OR (NEW.word_id IS NOT NULL AND NEW.word_id IS DISTINCT FROM OLD.word_id)) THEN
        RAISE EXCEPTION 'choice % stands as it was made', OLD.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'choice_stands';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS customer_opens ON oase_choice;
CREATE TRIGGER customer_opens BEFORE INSERT OR UPDATE ON oase_choice
    FOR EACH ROW EXECUTE FUNCTION oase_customer_opens();
