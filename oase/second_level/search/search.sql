-- Finding concerns by their words. Applied after every migration by the owner; safe to apply again.
--
-- Whoever writes a message only leaves its concern's id in a queue. A job turns the queue into rows of oase_searchable
-- (`oase_search_fill`), and triggers on those keep the vocabulary exact: a word that was masked or deleted since is in
-- neither.

-- The words of a shielded text: lower case, each once, without placeholders, without what German or English grammar
-- needs and nobody looks for, without what is no word (keys, long numbers).
CREATE OR REPLACE FUNCTION oase_words_of(body text) RETURNS tsvector LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_to_tsvector(array_agg(word)), ''::tsvector)
      FROM (SELECT word
              FROM unnest(tsvector_to_array(
                       to_tsvector('simple', regexp_replace(body, '\[[^][\n]{1,40} [0-9]+\]', ' ', 'g')))) AS word
             WHERE char_length(word) BETWEEN 2 AND 40
               AND ts_lexize('german_stem', word) <> '{}' AND ts_lexize('english_stem', word) <> '{}'
             LIMIT 5000) AS found
$$;

CREATE OR REPLACE FUNCTION oase_month_of(moment timestamptz) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (extract(year FROM moment AT TIME ZONE 'UTC') * 12 + extract(month FROM moment AT TIME ZONE 'UTC') - 1)::int
$$;

-- The concerns in which these are told now, each with all that are told there: itself and what was merged into it.
CREATE OR REPLACE FUNCTION oase_told_in(ids uuid[]) RETURNS TABLE (root uuid, part uuid) LANGUAGE sql STABLE
    SET search_path = public, pg_temp AS $$
    WITH RECURSIVE up AS (
        SELECT id, merged_into_id FROM oase_conversation WHERE id = ANY (ids)
        UNION
        SELECT c.id, c.merged_into_id FROM up JOIN oase_conversation c ON c.id = up.merged_into_id
    ), down AS (
        SELECT id AS root, id AS part FROM up WHERE merged_into_id IS NULL
        UNION
        SELECT down.root, m.source_id FROM down JOIN oase_merge m ON m.target_id = down.part AND m.undone_at IS NULL
    )
    SELECT root, part FROM down
$$;

-- Make the rows of these concerns anew; how many stand afterwards.
CREATE OR REPLACE FUNCTION oase_search_fill(ids uuid[]) RETURNS integer LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
DECLARE
    written integer;
BEGIN
    DELETE FROM oase_searchable s USING oase_conversation c
     WHERE s.conversation_id = ANY (ids) AND c.id = s.conversation_id AND c.merged_into_id IS NOT NULL;
    WITH told AS MATERIALIZED (
        SELECT root, part FROM oase_told_in(ids)
    ), said AS (
        SELECT told.root, max(c.last_message_at) AS at,
               left(string_agg(concat_ws(' ', c.subject, spoken.bodies), ' '), 400000) AS bodies
          FROM told JOIN oase_conversation c ON c.id = told.part
          LEFT JOIN LATERAL (
              -- Of a body without end the beginning: a tsvector holds a megabyte.
              SELECT string_agg(left(m.body, 20000), ' ' ORDER BY m.seq DESC) AS bodies
                FROM oase_message m WHERE m.conversation_id = told.part AND m.body <> ''
          ) AS spoken ON true
         GROUP BY told.root
    )
    INSERT INTO oase_searchable (conversation_id, company_id, customer_id, at, month, words)
    SELECT c.id, c.company_id, c.customer_id, said.at, oase_month_of(said.at), oase_words_of(said.bodies)
      FROM said JOIN oase_conversation c ON c.id = said.root
     ORDER BY c.id
    ON CONFLICT (conversation_id) DO UPDATE
       SET at = excluded.at, month = excluded.month, words = excluded.words, customer_id = excluded.customer_id;
    GET DIAGNOSTICS written = ROW_COUNT;
    RETURN written;
END $$;

-- Who changes what is said, or where it is told, leaves a line.
CREATE OR REPLACE FUNCTION oase_words_changed() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        INSERT INTO oase_wordswaiting (conversation_id) SELECT DISTINCT conversation_id FROM gone;
    ELSE
        INSERT INTO oase_wordswaiting (conversation_id) SELECT DISTINCT conversation_id FROM written;
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS words_written ON oase_message;
CREATE TRIGGER words_written AFTER INSERT ON oase_message REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION oase_words_changed();
-- Of a transition table PostgreSQL allows no list of columns; a message's body is the only one that ever changes.
DROP TRIGGER IF EXISTS words_rewritten ON oase_message;
CREATE TRIGGER words_rewritten AFTER UPDATE ON oase_message REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION oase_words_changed();
DROP TRIGGER IF EXISTS words_gone ON oase_message;
CREATE TRIGGER words_gone AFTER DELETE ON oase_message REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION oase_words_changed();

CREATE OR REPLACE FUNCTION oase_told_elsewhere() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO oase_wordswaiting (conversation_id)
    SELECT DISTINCT id FROM unnest(ARRAY[NEW.id, NEW.merged_into_id, OLD.merged_into_id]) AS id WHERE id IS NOT NULL;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS told_elsewhere ON oase_conversation;
CREATE TRIGGER told_elsewhere AFTER UPDATE OF merged_into_id, subject ON oase_conversation FOR EACH ROW
    WHEN (OLD.merged_into_id IS DISTINCT FROM NEW.merged_into_id OR OLD.subject IS DISTINCT FROM NEW.subject)
    EXECUTE FUNCTION oase_told_elsewhere();

-- In how many concerns a word stands. In the order of the words, so that two never wait for each other.
CREATE OR REPLACE FUNCTION oase_vocabulary_counts() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    companies bigint[];
    names text[];
    mores bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(company_id), array_agg(word), array_agg(more) INTO companies, names, mores
          FROM (SELECT company_id, word, count(*) AS more FROM written, unnest(tsvector_to_array(words)) AS word
                 GROUP BY company_id, word ORDER BY company_id, word) AS counted;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(company_id), array_agg(word), array_agg(more) INTO companies, names, mores
          FROM (SELECT company_id, word, -count(*) AS more FROM gone, unnest(tsvector_to_array(words)) AS word
                 GROUP BY company_id, word ORDER BY company_id, word) AS counted;
    ELSE
        SELECT array_agg(company_id), array_agg(word), array_agg(more) INTO companies, names, mores
          FROM (SELECT company_id, word, sum(one) AS more
                  FROM (SELECT company_id, word, 1 AS one FROM written, unnest(tsvector_to_array(words)) AS word
                        UNION ALL
                        SELECT company_id, word, -1 FROM gone, unnest(tsvector_to_array(words)) AS word) AS every_one
                 GROUP BY company_id, word HAVING sum(one) <> 0 ORDER BY company_id, word) AS counted;
    END IF;
    INSERT INTO oase_vocabulary AS v (company_id, word, uses, german, english)
    SELECT company_id, word, more, coalesce((ts_lexize('german_stem', word))[1], word),
           coalesce((ts_lexize('english_stem', word))[1], word)
      FROM unnest(companies, names, mores) AS counted (company_id, word, more)
    ON CONFLICT (company_id, word) DO UPDATE SET uses = v.uses + excluded.uses;
    DELETE FROM oase_vocabulary v USING unnest(companies, names, mores) AS counted (company_id, word, more)
     WHERE counted.more < 0 AND v.company_id = counted.company_id AND v.word = counted.word AND v.uses <= 0;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS vocabulary_grows ON oase_searchable;
CREATE TRIGGER vocabulary_grows AFTER INSERT ON oase_searchable REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION oase_vocabulary_counts();
DROP TRIGGER IF EXISTS vocabulary_changes ON oase_searchable;
CREATE TRIGGER vocabulary_changes AFTER UPDATE ON oase_searchable REFERENCING OLD TABLE AS gone NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION oase_vocabulary_counts();
DROP TRIGGER IF EXISTS vocabulary_shrinks ON oase_searchable;
CREATE TRIGGER vocabulary_shrinks AFTER DELETE ON oase_searchable REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION oase_vocabulary_counts();

-- Who is called otherwise, moved house, or became somebody's customer is found by that: a job makes the marks.
CREATE OR REPLACE FUNCTION oase_marks_changed() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    who bigint;
BEGIN
    IF TG_TABLE_NAME = 'oase_person' THEN
        who := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN
        who := OLD.person_id;
    ELSE
        who := NEW.person_id;
    END IF;
    INSERT INTO oase_markswaiting (person_id) VALUES (who);
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS marks_changed ON oase_person;
CREATE TRIGGER marks_changed AFTER UPDATE OF email, first_name, last_name, contact_id, is_active ON oase_person
    FOR EACH ROW WHEN ((OLD.email, OLD.first_name, OLD.last_name, OLD.contact_id, OLD.is_active)
                       IS DISTINCT FROM (NEW.email, NEW.first_name, NEW.last_name, NEW.contact_id, NEW.is_active))
    EXECUTE FUNCTION oase_marks_changed();
DROP TRIGGER IF EXISTS marks_changed ON oase_customer;
CREATE TRIGGER marks_changed AFTER INSERT OR UPDATE OF number, person_id ON oase_customer
    FOR EACH ROW EXECUTE FUNCTION oase_marks_changed();
DROP TRIGGER IF EXISTS marks_changed ON oase_mailbox;
CREATE TRIGGER marks_changed AFTER INSERT OR UPDATE OR DELETE ON oase_mailbox
    FOR EACH ROW EXECUTE FUNCTION oase_marks_changed();
