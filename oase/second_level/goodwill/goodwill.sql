-- What was given stands, and nobody gives more than the budget holds, however many windows are open.
-- Applied after every migration by the owner; safe to apply again.

-- Whoever spends from a budget waits for whoever is spending from it. `budgets.py` takes the same lock to look.
CREATE OR REPLACE FUNCTION oase_goodwill_lock(kind text, id bigint) RETURNS void LANGUAGE sql
    SET search_path = public, pg_temp AS $$
    SELECT pg_advisory_xact_lock(hashtextextended('oase goodwill ' || kind || ' ' || id, 0))
$$;

-- What a budget holds in a month, in euro cents: a team's; a member's own, or else that of those who have none.
CREATE OR REPLACE FUNCTION oase_goodwill_limit(company bigint, member bigint, of_team bigint) RETURNS bigint
    LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT CASE WHEN of_team IS NOT NULL
        THEN coalesce((SELECT cents FROM oase_goodwillbudget WHERE team_id = of_team AND company_id = company), 0)
        ELSE coalesce(
            (SELECT cents FROM oase_goodwillbudget WHERE membership_id = member AND company_id = company),
            (SELECT cents FROM oase_goodwillbudget
              WHERE company_id = company AND membership_id IS NULL AND team_id IS NULL), 0) END
$$;

CREATE OR REPLACE FUNCTION oase_goodwill_is_covered() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    given oase_goodwill;
    zone text;
    spent bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM oase_membership WHERE id = NEW.giver_id AND company_id = NEW.company_id)
        OR NOT EXISTS (SELECT FROM oase_goodwillkind WHERE id = NEW.kind_id AND company_id = NEW.company_id)
        OR NOT EXISTS (SELECT FROM oase_conversation WHERE id = NEW.conversation_id AND company_id = NEW.company_id)
        OR (NEW.withdraws_id IS NULL AND NEW.budget = 'team' AND NOT EXISTS (
            SELECT FROM oase_team_members m JOIN oase_team t ON t.id = m.team_id
             WHERE t.id = NEW.team_id AND t.company_id = NEW.company_id AND m.membership_id = NEW.giver_id)) THEN
        RAISE EXCEPTION 'goodwill of one company is given by its own staff for its own concerns'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'goodwill_of_one_company';
    END IF;
    IF NEW.withdraws_id IS NOT NULL THEN
        SELECT * INTO given FROM oase_goodwill WHERE id = NEW.withdraws_id;
        IF given.withdraws_id IS NOT NULL OR given.cents <> -NEW.cents
            OR (given.company_id, given.kind_id, given.giver_id, given.budget, given.month)
               IS DISTINCT FROM (NEW.company_id, NEW.kind_id, NEW.giver_id, NEW.budget, NEW.month)
            OR given.team_id IS DISTINCT FROM NEW.team_id THEN
            RAISE EXCEPTION 'what is taken back is what was given'
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'goodwill_takes_back_what_was_given';
        END IF;
        RETURN NEW;
    END IF;
    SELECT time_zone INTO zone FROM oase_company WHERE id = NEW.company_id;
    IF NEW.month <> date_trunc('month', NEW.at AT TIME ZONE zone)::date THEN
        RAISE EXCEPTION 'goodwill uses the budget of the month in which it is given'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'goodwill_of_this_month';
    END IF;
    IF NEW.budget = 'beyond' THEN
        IF NOT EXISTS (SELECT FROM oase_membership WHERE person_id = NEW.approved_by_id AND company_id = NEW.company_id
                          AND role IN ('supervisor', 'admin')) THEN
            RAISE EXCEPTION 'beyond the budgets somebody who leads has to agree'
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'goodwill_beyond_was_approved';
        END IF;
        RETURN NEW;
    END IF;
    -- A statement after the lock sees what was committed before it was free (read committed).
    IF NEW.budget = 'team' THEN
        PERFORM oase_goodwill_lock('team', NEW.team_id);
        SELECT coalesce(sum(cents), 0) INTO spent FROM oase_goodwill WHERE team_id = NEW.team_id AND month = NEW.month;
    ELSE
        PERFORM oase_goodwill_lock('own', NEW.giver_id);
        SELECT coalesce(sum(cents), 0) INTO spent FROM oase_goodwill
         WHERE giver_id = NEW.giver_id AND month = NEW.month AND budget = 'own';
    END IF;
    -- What costs nothing is given even where a budget was made smaller since.
    IF NEW.cents > 0 AND spent + NEW.cents > oase_goodwill_limit(NEW.company_id, NEW.giver_id, NEW.team_id) THEN
        RAISE EXCEPTION 'the budget holds less than that'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'goodwill_within_budget';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS goodwill_is_covered ON oase_goodwill;
CREATE TRIGGER goodwill_is_covered BEFORE INSERT ON oase_goodwill
    FOR EACH ROW EXECUTE FUNCTION oase_goodwill_is_covered();

-- A line forgets its conversation and its team when they are deleted; nothing else.
CREATE OR REPLACE FUNCTION oase_goodwill_stands() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR to_jsonb(NEW) - 'conversation_id' - 'team_id' IS DISTINCT FROM to_jsonb(OLD) - 'conversation_id' - 'team_id'
        OR (NEW.conversation_id IS NOT NULL AND NEW.conversation_id IS DISTINCT FROM OLD.conversation_id)
        OR (NEW.team_id IS NOT NULL AND NEW.team_id IS DISTINCT FROM OLD.team_id) THEN
        RAISE EXCEPTION 'what was given stands as it was written'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'goodwill_stands';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS goodwill_stands ON oase_goodwill;
CREATE TRIGGER goodwill_stands BEFORE UPDATE OR DELETE ON oase_goodwill
    FOR EACH ROW EXECUTE FUNCTION oase_goodwill_stands();

-- Looked at when the transaction ends: what a line forgot must be gone by then, or a team would get its budget back.
CREATE OR REPLACE FUNCTION oase_goodwill_forgets() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF (NEW.conversation_id IS NULL AND EXISTS (SELECT FROM oase_conversation WHERE id = OLD.conversation_id))
        OR (NEW.team_id IS NULL AND EXISTS (SELECT FROM oase_team WHERE id = OLD.team_id)) THEN
        RAISE EXCEPTION 'a line of the ledger forgets only what is gone'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'goodwill_stands';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS goodwill_forgets ON oase_goodwill;
CREATE CONSTRAINT TRIGGER goodwill_forgets AFTER UPDATE ON oase_goodwill
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION oase_goodwill_forgets();

-- What was decided stays decided.
CREATE OR REPLACE FUNCTION oase_goodwill_wish_stands() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.verdict <> '' AND to_jsonb(NEW) - 'words' - 'reason' - 'answer'
        IS DISTINCT FROM to_jsonb(OLD) - 'words' - 'reason' - 'answer' THEN
        RAISE EXCEPTION 'wish % was decided', OLD.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'goodwill_wish_stands';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS goodwill_wish_stands ON oase_goodwillwish;
CREATE TRIGGER goodwill_wish_stands BEFORE UPDATE ON oase_goodwillwish
    FOR EACH ROW EXECUTE FUNCTION oase_goodwill_wish_stands();
