-- The flat row of each conversation, kept by triggers alone. Applied after every migration by the owner; safe to apply
-- again. What is not listed yet (a house from before, rows loaded past the triggers) is listed at the end.

-- A conversation's row as its sources say it now. What is solved keeps who held it last, and owes nothing.
CREATE OR REPLACE VIEW oase_listed AS
SELECT c.id AS conversation_id, c.company_id, c.customer_id, customer.person_id, c.topic_id,
       coalesce(a.team_id, topic.team_id) AS team_id, c.language, c.channel, c.opened_at,
       c.solved_at IS NULL AS is_open,
       CASE WHEN c.merged_into_id IS NULL THEN c.solved_at END AS solved_at,
       coalesce(a.level, 'team') AS level,
       coalesce(a.level IN ('network', 'expert'), false) AS with_experts,
       a.holder_id,
       c.solved_at IS NULL AND coalesce(a.turn = 'customer', false) AS customers_turn,
       CASE WHEN c.solved_at IS NULL THEN a.due_at END AS due_at,
       CASE WHEN c.solved_at IS NULL THEN a.late_since END AS late_since,
       snooze.until AS snoozed_until, rating.stars,
       array(SELECT t.tag_id FROM oase_tagging t WHERE t.conversation_id = c.id ORDER BY 1) AS tags
  FROM oase_conversation c
  JOIN oase_customer customer ON customer.id = c.customer_id
  LEFT JOIN oase_topic topic ON topic.id = c.topic_id
  LEFT JOIN oase_snooze snooze ON snooze.conversation_id = c.id
  LEFT JOIN oase_rating rating ON rating.conversation_id = c.id
  LEFT JOIN LATERAL (
       SELECT * FROM oase_assignment held WHERE held.conversation_id = c.id
        ORDER BY held.ended_at IS NULL DESC, held.started_at DESC, held.id DESC LIMIT 1) a ON true;

-- List one conversation anew. The lock comes first and in a statement of its own: what another transaction changed of
-- the same conversation meanwhile is then seen.
CREATE OR REPLACE FUNCTION oase_list(concerned uuid) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM oase_listing WHERE conversation_id = concerned FOR NO KEY UPDATE;
    INSERT INTO oase_listing AS known
           (conversation_id, company_id, customer_id, person_id, topic_id, team_id, language, channel, opened_at,
            is_open, solved_at, level, with_experts, holder_id, customers_turn, due_at, late_since, snoozed_until,
            stars, tags)
    SELECT * FROM oase_listed WHERE conversation_id = concerned
        ON CONFLICT (conversation_id) DO UPDATE
       SET (company_id, customer_id, person_id, topic_id, team_id, language, channel, opened_at, is_open, solved_at,
            level, with_experts, holder_id, customers_turn, due_at, late_since, snoozed_until, stars, tags)
         = (EXCLUDED.company_id, EXCLUDED.customer_id, EXCLUDED.person_id, EXCLUDED.topic_id, EXCLUDED.team_id,
            EXCLUDED.language, EXCLUDED.channel, EXCLUDED.opened_at, EXCLUDED.is_open, EXCLUDED.solved_at,
            EXCLUDED.level, EXCLUDED.with_experts, EXCLUDED.holder_id, EXCLUDED.customers_turn, EXCLUDED.due_at,
            EXCLUDED.late_since, EXCLUDED.snoozed_until, EXCLUDED.stars, EXCLUDED.tags)
     WHERE known IS DISTINCT FROM EXCLUDED;
END $$;

-- Called by the triggers of everything a row is made of.
CREATE OR REPLACE FUNCTION oase_list_again() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_TABLE_NAME = 'oase_conversation' THEN
        PERFORM oase_list(NEW.id);
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        PERFORM oase_list(OLD.conversation_id);
    END IF;
    IF TG_OP = 'INSERT' OR TG_OP = 'UPDATE' AND NEW.conversation_id <> OLD.conversation_id THEN
        PERFORM oase_list(NEW.conversation_id);
    END IF;
    RETURN NULL;
END $$;

-- An open conversation is listed by its assignment, without which none is committed (laws.sql); so it is written once.
CREATE OR REPLACE TRIGGER listed_closed AFTER INSERT ON oase_conversation
    FOR EACH ROW WHEN (NEW.solved_at IS NOT NULL) EXECUTE FUNCTION oase_list_again();
CREATE OR REPLACE TRIGGER listed AFTER UPDATE OF company_id, customer_id, topic_id, language, channel, opened_at,
        solved_at, merged_into_id ON oase_conversation
    FOR EACH ROW WHEN (
        (NEW.company_id, NEW.customer_id, NEW.topic_id, NEW.language, NEW.channel, NEW.opened_at, NEW.solved_at,
         NEW.merged_into_id) IS DISTINCT FROM
        (OLD.company_id, OLD.customer_id, OLD.topic_id, OLD.language, OLD.channel, OLD.opened_at, OLD.solved_at,
         OLD.merged_into_id)) EXECUTE FUNCTION oase_list_again();

CREATE OR REPLACE TRIGGER listed_held AFTER INSERT ON oase_assignment
    FOR EACH ROW WHEN (NEW.ended_at IS NULL) EXECUTE FUNCTION oase_list_again();
CREATE OR REPLACE TRIGGER listed_held_again AFTER UPDATE OF ended_at, conversation_id, level, holder_id, team_id
    ON oase_assignment FOR EACH ROW WHEN (
        NEW.ended_at IS NULL AND
        (NEW.ended_at, NEW.conversation_id, NEW.level, NEW.holder_id, NEW.team_id) IS DISTINCT FROM
        (OLD.ended_at, OLD.conversation_id, OLD.level, OLD.holder_id, OLD.team_id)) EXECUTE FUNCTION oase_list_again();

-- The hot path: messages turn assignments, and nothing else of their rows changes. Once for a batch, not for each.
CREATE OR REPLACE FUNCTION oase_list_turns() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE oase_listing known
       SET customers_turn = turned.turn = 'customer', due_at = turned.due_at, late_since = turned.late_since
      FROM turned JOIN before USING (id)
     WHERE known.conversation_id = turned.conversation_id AND turned.ended_at IS NULL
       AND (turned.turn, turned.due_at, turned.late_since) IS DISTINCT FROM
           (before.turn, before.due_at, before.late_since);
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS listed_turned ON oase_assignment;
CREATE TRIGGER listed_turned AFTER UPDATE ON oase_assignment REFERENCING OLD TABLE AS before NEW TABLE AS turned
    FOR EACH STATEMENT EXECUTE FUNCTION oase_list_turns();

CREATE OR REPLACE TRIGGER listed_tagged AFTER INSERT OR DELETE ON oase_tagging
    FOR EACH ROW EXECUTE FUNCTION oase_list_again();
CREATE OR REPLACE TRIGGER listed_snoozed AFTER INSERT OR DELETE OR UPDATE OF until ON oase_snooze
    FOR EACH ROW EXECUTE FUNCTION oase_list_again();
CREATE OR REPLACE TRIGGER listed_rated AFTER INSERT OR DELETE OR UPDATE OF stars ON oase_rating
    FOR EACH ROW EXECUTE FUNCTION oase_list_again();

-- A topic that gets another team takes what is open along.
CREATE OR REPLACE FUNCTION oase_list_topic() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE oase_listing known SET team_id = coalesce(a.team_id, NEW.team_id)
      FROM oase_assignment a
     WHERE known.company_id = NEW.company_id AND known.is_open AND known.topic_id = NEW.id
       AND a.conversation_id = known.conversation_id AND a.ended_at IS NULL
       AND known.team_id IS DISTINCT FROM coalesce(a.team_id, NEW.team_id);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER listed_topic AFTER UPDATE OF team_id ON oase_topic
    FOR EACH ROW WHEN (NEW.team_id IS DISTINCT FROM OLD.team_id) EXECUTE FUNCTION oase_list_topic();

-- Staff never see a concern of their own, whoever its customer becomes.
CREATE OR REPLACE FUNCTION oase_list_person() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM oase_list(c.id) FROM oase_conversation c WHERE c.customer_id = NEW.id;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER listed_person AFTER UPDATE OF person_id ON oase_customer
    FOR EACH ROW WHEN (NEW.person_id <> OLD.person_id) EXECUTE FUNCTION oase_list_person();

-- All that is not listed, at once. Two counts are cheap; a house whose rows are all listed does no more.
DO $$ BEGIN
    IF (SELECT count(*) FROM oase_conversation) <> (SELECT count(*) FROM oase_listing) THEN
        INSERT INTO oase_listing
               (conversation_id, company_id, customer_id, person_id, topic_id, team_id, language, channel, opened_at,
                is_open, solved_at, level, with_experts, holder_id, customers_turn, due_at, late_since, snoozed_until,
                stars, tags)
        SELECT * FROM oase_listed
            ON CONFLICT (conversation_id) DO NOTHING;
    END IF;
END $$;
