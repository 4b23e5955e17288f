-- What no code above may break about concerns that are joined, split or put aside. Applied after every migration.

-- A concern is told on in another of the same customer, directly: where it is told on is itself told on nowhere.
CREATE OR REPLACE FUNCTION oase_told_on_in_the_same_hands() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM oase_conversation target
                    WHERE target.id = NEW.merged_into_id AND target.id <> NEW.id AND target.merged_into_id IS NULL
                      AND target.customer_id = NEW.customer_id AND target.company_id = NEW.company_id) THEN
        RAISE EXCEPTION 'conversation % cannot be told on there', NEW.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'told_on_in_the_same_hands';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS told_on_in_the_same_hands ON oase_conversation;
CREATE CONSTRAINT TRIGGER told_on_in_the_same_hands AFTER INSERT OR UPDATE OF merged_into_id ON oase_conversation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.merged_into_id IS NOT NULL)
    EXECUTE FUNCTION oase_told_on_in_the_same_hands();

-- Whether a concern belongs to the company for good: it is joined with another, it was while something was written, or
-- it was made of another. Whoever read the one must not find the other in it.
CREATE OR REPLACE FUNCTION oase_stays_with_the_company(concern uuid) RETURNS boolean LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM oase_split s WHERE s.concern_id = concern)
        OR EXISTS (SELECT FROM oase_conversation part WHERE part.merged_into_id = concern)
        OR EXISTS (SELECT FROM oase_merge m
                    WHERE (m.source_id = concern OR m.target_id = concern)
                      AND (m.undone_at IS NULL
                           OR EXISTS (SELECT FROM oase_message said
                                       WHERE said.conversation_id = concern AND said.at >= m.at
                                         AND said.at <= m.undone_at)))
$$;

-- Law 3: such a concern is in no expert's hands and offered to none.
CREATE OR REPLACE FUNCTION oase_not_for_experts() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF oase_stays_with_the_company(NEW.conversation_id) THEN
        RAISE EXCEPTION 'conversation % was joined or split and stays with the company', NEW.conversation_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'not_for_experts';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS not_for_experts ON oase_assignment;
CREATE CONSTRAINT TRIGGER not_for_experts AFTER INSERT OR UPDATE OF level, conversation_id ON oase_assignment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.level IN ('network', 'expert') AND NEW.ended_at IS NULL)
    EXECUTE FUNCTION oase_not_for_experts();

-- And the other way round: what an expert has, or is offered, is neither joined nor made of another.
CREATE OR REPLACE FUNCTION oase_no_expert_has_it() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    concerned uuid[];
BEGIN
    IF TG_TABLE_NAME = 'oase_merge' THEN
        concerned := ARRAY[NEW.source_id, NEW.target_id];
    ELSE
        concerned := ARRAY[NEW.origin_id, NEW.concern_id];
    END IF;
    IF EXISTS (SELECT FROM oase_assignment a WHERE a.conversation_id = ANY (concerned) AND a.ended_at IS NULL
                  AND a.level IN ('network', 'expert')) THEN
        RAISE EXCEPTION 'an expert has one of %', concerned
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'no_expert_has_it';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS no_expert_has_it ON oase_merge;
CREATE CONSTRAINT TRIGGER no_expert_has_it AFTER INSERT ON oase_merge
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION oase_no_expert_has_it();
DROP TRIGGER IF EXISTS no_expert_has_it ON oase_split;
CREATE CONSTRAINT TRIGGER no_expert_has_it AFTER INSERT ON oase_split
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION oase_no_expert_has_it();

-- What was put aside comes back when the customer writes.
CREATE OR REPLACE FUNCTION oase_the_customer_wakes() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM oase_snooze s USING written w
     WHERE w.author_role = 'customer' AND s.conversation_id = w.conversation_id;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS the_customer_wakes ON oase_message;
CREATE TRIGGER the_customer_wakes AFTER INSERT ON oase_message
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION oase_the_customer_wakes();

-- Nobody inherits what another put aside, and no promise is slept through: it comes back half an hour before, or at
-- half of the time that is left. Of a concern that is told on in another it waits there as it is.
CREATE OR REPLACE FUNCTION oase_a_promise_wakes() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.ended_at IS NOT NULL THEN
        DELETE FROM oase_snooze s USING oase_conversation c
         WHERE s.conversation_id = NEW.conversation_id AND c.id = s.conversation_id AND c.merged_into_id IS NULL;
    ELSIF NEW.turn = 'holder' THEN
        UPDATE oase_snooze s SET until = least(s.until, greatest(NEW.due_at - interval '30 minutes',
                                                                  NEW.promised_at + (NEW.due_at - NEW.promised_at) / 2))
         WHERE s.conversation_id = NEW.conversation_id AND s.until > NEW.due_at - interval '30 minutes';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS a_promise_wakes ON oase_assignment;
CREATE TRIGGER a_promise_wakes AFTER UPDATE OF ended_at, due_at, turn ON oase_assignment
    FOR EACH ROW EXECUTE FUNCTION oase_a_promise_wakes();

-- Opened again, all that is told in a concern is promised a solution anew, with one clock for all of it.
CREATE OR REPLACE FUNCTION oase_promised_anew() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE oase_ownsolution own SET behind = interval '0', missed_at = NULL
      FROM oase_conversation part
     WHERE own.conversation_id = part.id AND (part.id = NEW.id OR part.merged_into_id = NEW.id);
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS promised_anew ON oase_conversation;
CREATE TRIGGER promised_anew AFTER UPDATE OF solved_at ON oase_conversation
    FOR EACH ROW WHEN (OLD.solved_at IS NOT NULL AND NEW.solved_at IS NULL) EXECUTE FUNCTION oase_promised_anew();
