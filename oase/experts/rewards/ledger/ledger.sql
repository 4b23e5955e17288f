-- The books are appended to, never changed: every transaction has the lines it says, of both sides, adding up to nothing.
-- Applied after every migration by the owner; safe to apply again.

-- Deferred, so that lines may come one after the other; at the commit they are all there, and none comes later.
CREATE OR REPLACE FUNCTION oase_ledger_balances() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    which uuid := CASE WHEN TG_TABLE_NAME = 'oase_ledgerentry' THEN (to_jsonb(NEW) ->> 'transaction_id')::uuid
                       ELSE (to_jsonb(NEW) ->> 'id')::uuid END;
    said int;
    found int;
    left_over bigint;
BEGIN
    SELECT lines INTO said FROM oase_ledgertransaction WHERE id = which;
    SELECT count(*), coalesce(sum(cents), 0) INTO found, left_over FROM oase_ledgerentry WHERE transaction_id = which;
    IF found IS DISTINCT FROM said OR left_over <> 0 THEN
        RAISE EXCEPTION 'transaction % has % of % lines, and % cents are left over', which, found, said, left_over
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ledger_balances';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS ledger_balances ON oase_ledgertransaction;
CREATE CONSTRAINT TRIGGER ledger_balances AFTER INSERT ON oase_ledgertransaction
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION oase_ledger_balances();
DROP TRIGGER IF EXISTS ledger_balances ON oase_ledgerentry;
CREATE CONSTRAINT TRIGGER ledger_balances AFTER INSERT ON oase_ledgerentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION oase_ledger_balances();

-- What is booked stands, whoever asks, the owner included; so do a closed month and what was paid in it.
CREATE OR REPLACE FUNCTION oase_books_stand() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'what stands in % stands as it was written', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'books_stand';
END $$;
DROP TRIGGER IF EXISTS books_stand ON oase_ledgertransaction;
CREATE TRIGGER books_stand BEFORE UPDATE OR DELETE ON oase_ledgertransaction
    FOR EACH ROW EXECUTE FUNCTION oase_books_stand();
DROP TRIGGER IF EXISTS books_stand ON oase_ledgerentry;
CREATE TRIGGER books_stand BEFORE UPDATE OR DELETE ON oase_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION oase_books_stand();
DROP TRIGGER IF EXISTS books_stand ON oase_payoutrun;
CREATE TRIGGER books_stand BEFORE UPDATE OR DELETE ON oase_payoutrun
    FOR EACH ROW EXECUTE FUNCTION oase_books_stand();
DROP TRIGGER IF EXISTS books_stand ON oase_paidreward;
CREATE TRIGGER books_stand BEFORE UPDATE OR DELETE ON oase_paidreward
    FOR EACH ROW EXECUTE FUNCTION oase_books_stand();

-- A reward forgets its conversation when that is deleted, and a payout its details when their expert is; nothing else.
CREATE OR REPLACE FUNCTION oase_reward_stands() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - 'conversation_id' IS DISTINCT FROM to_jsonb(OLD) - 'conversation_id'
        OR (NEW.conversation_id IS NOT NULL AND NEW.conversation_id IS DISTINCT FROM OLD.conversation_id) THEN
        RAISE EXCEPTION 'reward % stands as it was written', OLD.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'books_stand';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS reward_stands ON oase_reward;
CREATE TRIGGER reward_stands BEFORE UPDATE OR DELETE ON oase_reward
    FOR EACH ROW EXECUTE FUNCTION oase_reward_stands();

CREATE OR REPLACE FUNCTION oase_payout_stands() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - 'sealed_id' IS DISTINCT FROM to_jsonb(OLD) - 'sealed_id'
        OR (NEW.sealed_id IS NOT NULL AND NEW.sealed_id IS DISTINCT FROM OLD.sealed_id) THEN
        RAISE EXCEPTION 'payout % stands as it was written', OLD.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'books_stand';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS payout_stands ON oase_payout;
CREATE TRIGGER payout_stands BEFORE UPDATE OR DELETE ON oase_payout
    FOR EACH ROW EXECUTE FUNCTION oase_payout_stands();

-- A reward is what its transaction says: this company's, this expert's, these cents.
CREATE OR REPLACE FUNCTION oase_reward_is_booked() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM oase_ledgertransaction t JOIN oase_ledgerentry e ON e.transaction_id = t.id
         WHERE t.id = NEW.transaction_id AND t.kind = 'earned' AND t.company_id IS NOT DISTINCT FROM NEW.company_id
           AND e.account = 'owed' AND e.expert_id = NEW.expert_id AND e.cents = -NEW.cents) THEN
        RAISE EXCEPTION 'reward % is not what its transaction says', NEW.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reward_is_booked';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS reward_is_booked ON oase_reward;
CREATE CONSTRAINT TRIGGER reward_is_booked AFTER INSERT ON oase_reward
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION oase_reward_is_booked();

-- What is paid out is what its transaction says, and what its rewards are worth less those that were taken back.
CREATE OR REPLACE FUNCTION oase_payout_is_booked() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM oase_ledgertransaction t
          JOIN oase_ledgerentry owed ON owed.transaction_id = t.id AND owed.account = 'owed'
          JOIN oase_ledgerentry bank ON bank.transaction_id = t.id AND bank.account = 'bank'
         WHERE t.id = NEW.transaction_id AND t.kind = 'paid' AND t.company_id = NEW.company_id
           AND owed.expert_id = NEW.expert_id AND owed.cents = NEW.net_cents
           AND bank.cents = -(NEW.net_cents + NEW.tax_cents))
    OR NEW.net_cents <>
       (SELECT coalesce(sum(w.cents), 0) FROM oase_paidreward p JOIN oase_reward w ON w.id = p.reward_id
         WHERE p.payout_id = NEW.id AND w.expert_id = NEW.expert_id AND w.company_id = NEW.company_id)
     - (SELECT coalesce(sum(w.cents), 0) FROM oase_takenoff o JOIN oase_reward w ON w.id = o.taken_back_id
         WHERE o.payout_id = NEW.id AND w.expert_id = NEW.expert_id) THEN
        RAISE EXCEPTION 'payout % is not what its transaction and its rewards say', NEW.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'payout_is_booked';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS payout_is_booked ON oase_payout;
CREATE CONSTRAINT TRIGGER payout_is_booked AFTER INSERT ON oase_payout
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION oase_payout_is_booked();

-- What was taken back, came back or went out again stands, and is what its transaction says.
CREATE OR REPLACE FUNCTION oase_counter_is_booked() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    row_of jsonb := to_jsonb(NEW);
    agrees boolean;
BEGIN
    IF TG_TABLE_NAME = 'oase_takenback' THEN
        SELECT count(*) = 1 INTO agrees FROM oase_reward w
          JOIN oase_ledgertransaction t ON t.id = NEW.transaction_id AND t.kind = 'taken_back'
           AND t.company_id IS NOT DISTINCT FROM w.company_id
          JOIN oase_ledgerentry e ON e.transaction_id = t.id AND e.account = 'owed' AND e.expert_id = w.expert_id
           AND e.cents = w.cents
         WHERE w.id = (row_of ->> 'reward_id')::bigint;
    ELSE
        SELECT count(*) = 1 INTO agrees FROM oase_payout p
          JOIN oase_ledgertransaction t ON t.id = NEW.transaction_id AND t.company_id = p.company_id
           AND t.kind = CASE TG_TABLE_NAME WHEN 'oase_returned' THEN 'returned' ELSE 'sent_again' END
          JOIN oase_ledgerentry e ON e.transaction_id = t.id AND e.account = 'owed' AND e.expert_id = p.expert_id
           AND abs(e.cents) = p.net_cents + p.tax_cents
         WHERE p.id = CASE TG_TABLE_NAME WHEN 'oase_returned' THEN (row_of ->> 'payout_id')::bigint
                      ELSE (SELECT payout_id FROM oase_returned WHERE id = (row_of ->> 'returned_id')::bigint) END;
    END IF;
    IF NOT agrees THEN
        RAISE EXCEPTION 'a row of % is not what its transaction says', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'counter_is_booked';
    END IF;
    RETURN NULL;
END $$;
DO $$
DECLARE
    which text;
BEGIN
    FOREACH which IN ARRAY ARRAY['oase_takenback', 'oase_returned', 'oase_sentagain'] LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS counter_is_booked ON %I', which);
        EXECUTE format('CREATE CONSTRAINT TRIGGER counter_is_booked AFTER INSERT ON %I DEFERRABLE INITIALLY DEFERRED '
                       'FOR EACH ROW EXECUTE FUNCTION oase_counter_is_booked()', which);
    END LOOP;
    FOREACH which IN ARRAY ARRAY['oase_takenback', 'oase_takenoff', 'oase_returned'] LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS books_stand ON %I', which);
        EXECUTE format('CREATE TRIGGER books_stand BEFORE UPDATE OR DELETE ON %I '
                       'FOR EACH ROW EXECUTE FUNCTION oase_books_stand()', which);
    END LOOP;
END $$;
CREATE OR REPLACE FUNCTION oase_sent_again_stands() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.sealed_id IS NOT NULL
        OR to_jsonb(NEW) - 'sealed_id' IS DISTINCT FROM to_jsonb(OLD) - 'sealed_id' THEN
        RAISE EXCEPTION 'what was sent again stands as it was written'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'books_stand';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS sent_again_stands ON oase_sentagain;
CREATE TRIGGER sent_again_stands BEFORE UPDATE OR DELETE ON oase_sentagain
    FOR EACH ROW EXECUTE FUNCTION oase_sent_again_stands();

-- What was solved or rated is written down, so that nobody has to look through all that ever was (`settling.py`).
CREATE OR REPLACE FUNCTION oase_is_unsettled() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_TABLE_NAME = 'oase_rating' THEN
        INSERT INTO oase_unsettled (conversation_id, due_at) VALUES (NEW.conversation_id, NEW.at)
            ON CONFLICT (conversation_id) DO UPDATE SET due_at = least(oase_unsettled.due_at, excluded.due_at);
    ELSE
        INSERT INTO oase_unsettled (conversation_id, due_at)
        SELECT NEW.id, NEW.solved_at
               + CASE WHEN EXISTS (SELECT FROM oase_rating r WHERE r.conversation_id = NEW.id) THEN interval '0'
                      ELSE company.silence_days * interval '1 day' END
          FROM oase_company company WHERE company.id = NEW.company_id
            ON CONFLICT (conversation_id) DO UPDATE SET due_at = excluded.due_at;
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS is_unsettled ON oase_rating;
CREATE TRIGGER is_unsettled AFTER INSERT OR UPDATE OF stars ON oase_rating
    FOR EACH ROW EXECUTE FUNCTION oase_is_unsettled();
DROP TRIGGER IF EXISTS is_unsettled ON oase_conversation;
CREATE TRIGGER is_unsettled AFTER INSERT OR UPDATE OF solved_at ON oase_conversation
    FOR EACH ROW WHEN (NEW.solved_at IS NOT NULL AND NEW.merged_into_id IS NULL) EXECUTE FUNCTION oase_is_unsettled();

-- A company that waits longer or shorter for its customers does so for what is not settled yet, too.
CREATE OR REPLACE FUNCTION oase_waits_otherwise() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE oase_unsettled u SET due_at = c.solved_at + NEW.silence_days * interval '1 day'
      FROM oase_conversation c
     WHERE c.id = u.conversation_id AND c.company_id = NEW.id AND c.solved_at IS NOT NULL
       AND NOT EXISTS (SELECT FROM oase_rating r WHERE r.conversation_id = c.id);
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS waits_otherwise ON oase_company;
CREATE TRIGGER waits_otherwise AFTER UPDATE OF silence_days ON oase_company
    FOR EACH ROW WHEN (NEW.silence_days <> OLD.silence_days) EXECUTE FUNCTION oase_waits_otherwise();
