-- Law 3: the expert's world. These views are all that the role oase_expert can read; see privacy/roles.sql.
-- Each row belongs to the expert named by the setting oase.expert of the running transaction; without it, to nobody.
-- security_barrier: no function in a query is shown rows before the view's own conditions have sorted them.

DROP SCHEMA IF EXISTS desk CASCADE;
CREATE SCHEMA desk;

CREATE FUNCTION desk.me() RETURNS bigint LANGUAGE sql STABLE
    RETURN nullif(current_setting('oase.expert', true), '')::bigint;

-- Conversations this expert holds now.
CREATE VIEW desk.conversation WITH (security_barrier) AS
SELECT c.id, c.subject, c.language, c.pseudonym, c.opened_at, c.last_seq, c.solution_proposed_at,
       company.name AS company, company.slug AS company_slug, topic.name_de AS topic_de, topic.name_en AS topic_en,
       coalesce((SELECT o.reward_cents FROM public.oase_offer o
                   JOIN public.oase_assignment asked ON asked.id = o.assignment_id
                  WHERE asked.conversation_id = c.id AND o.expert_id = desk.me() ORDER BY o.id DESC LIMIT 1),
                topic.reward_cents, 0) AS reward_cents,
       a.turn, a.due_at, a.promised_at, a.started_at AS claimed_at
  FROM public.oase_assignment a
  JOIN public.oase_conversation c ON c.id = a.conversation_id AND c.solved_at IS NULL
  JOIN public.oase_company company ON company.id = c.company_id
  LEFT JOIN public.oase_topic topic ON topic.id = c.topic_id
 WHERE a.ended_at IS NULL AND a.level = 'expert' AND a.holder_id = desk.me();

-- Their messages: what the shield left, and of others only a first name and a face of those who help.
CREATE VIEW desk.message WITH (security_barrier) AS
SELECT m.conversation_id, m.seq, m.author_role, m.author_id = desk.me() AS mine,
       CASE WHEN m.author_role = 'customer' THEN '' ELSE author.first_name END AS author_name,
       CASE WHEN m.author_role = 'customer' THEN '' ELSE author.face END AS author_face,
       m.body, m.shielded_at IS NOT NULL AS shielded, m.at
  FROM desk.conversation held
  JOIN public.oase_message m ON m.conversation_id = held.id AND m.audience = 'conversation'
  JOIN public.oase_person author ON author.id = m.author_id;

CREATE VIEW desk.event WITH (security_barrier) AS
SELECT e.conversation_id, e.seq, e.kind, e.actor_id = desk.me() AS mine, e.at,
       CASE WHEN e.kind IN ('given_back', 'given_on', 'handed_over', 'offered') THEN e.detail ->> 'hint' END AS hint
  FROM desk.conversation held
  JOIN public.oase_event e ON e.conversation_id = held.id
 WHERE e.kind IN ('asked', 'offered', 'claimed', 'given_back', 'rested', 'solution_proposed', 'solution_declined', 'reminded', 'reopened');

-- How far the customer came in what they hold, and how much is new to the expert: places, and nobody's hours. Whoever
-- writes has read what stood before.
CREATE VIEW desk.progress WITH (security_barrier) AS
SELECT held.id AS conversation_id,
       greatest(customer.delivered_seq, customer.wrote_seq, 0) AS customer_delivered,
       greatest(customer.read_seq, customer.wrote_seq, 0) AS customer_read,
       coalesce(customer.wrote_seq, 0) AS asked, coalesce(mine.wrote_seq, 0) AS answered,
       (SELECT count(*) FROM public.oase_message m
         WHERE m.conversation_id = held.id AND m.audience = 'conversation' AND m.author_id <> desk.me()
           AND m.seq > greatest(mine.read_seq, mine.wrote_seq, 0)) AS unread
  FROM desk.conversation held
 CROSS JOIN LATERAL (
       SELECT max(r.delivered_seq) AS delivered_seq, max(r.read_seq) AS read_seq,
              (SELECT max(m.seq) FROM public.oase_message m
                WHERE m.conversation_id = held.id AND m.author_role = 'customer') AS wrote_seq
         FROM public.oase_readmark r WHERE r.conversation_id = held.id AND r.role = 'customer') customer
 CROSS JOIN LATERAL (
       SELECT max(r.read_seq) AS read_seq,
              (SELECT max(m.seq) FROM public.oase_message m
                WHERE m.conversation_id = held.id AND m.author_id = desk.me()) AS wrote_seq
         FROM public.oase_readmark r
        WHERE r.conversation_id = held.id AND r.role = 'expert' AND r.reader_id = desk.me()) mine;

-- Questions offered to this expert that nobody has claimed yet: the first words only.
CREATE VIEW desk.offer WITH (security_barrier) AS
SELECT o.id, c.pseudonym, c.language, company.name AS company, topic.name_de AS topic_de, topic.name_en AS topic_en,
       o.reward_cents, o.reason, o.offered_at, o.expires_at, a.due_at, c.opened_at,
       (SELECT CASE WHEN length(m.body) > 220 THEN left(m.body, 220) || ' …' ELSE m.body END FROM public.oase_message m
         WHERE m.conversation_id = c.id AND m.audience = 'conversation' AND m.author_role = 'customer'
           -- Only what was counted as read, see reputation/guard.py.
           AND EXISTS (SELECT 1 FROM public.oase_opening read
                        WHERE read.expert_id = desk.me() AND read.conversation_id = c.id
                          AND read.at > now() - interval '1 hour')
         ORDER BY m.seq LIMIT 1) AS excerpt
  FROM public.oase_offer o
  JOIN public.oase_assignment a ON a.id = o.assignment_id AND a.ended_at IS NULL AND a.level = 'network'
  JOIN public.oase_conversation c ON c.id = a.conversation_id
  JOIN public.oase_company company ON company.id = c.company_id
  LEFT JOIN public.oase_topic topic ON topic.id = c.topic_id
 WHERE o.expert_id = desk.me() AND o.declined_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM public.oase_message m WHERE m.conversation_id = c.id AND m.shielded_at IS NULL);

-- A subject is somebody's words too. It is shown while the conversation counts as read (reputation/guard.py): while it is
-- held, and for an hour. Then its topic stands for it, here and wherever what is over is listed: so a stolen account reads
-- in no list what it could not have opened.
-- What this expert has behind them: never threads.
CREATE VIEW desk.past WITH (security_barrier) AS
SELECT c.id, CASE WHEN max(a.ended_at) > now() - interval '1 hour' THEN c.subject ELSE '' END AS subject, c.language, c.pseudonym,
       company.name AS company, topic.name_de AS topic_de, topic.name_en AS topic_en, max(a.ended_at) AS ended_at,
       -- Whoever gave it on does not learn what became of it.
       CASE WHEN desk.me() = (SELECT last.holder_id FROM public.oase_assignment last WHERE last.conversation_id = c.id
                               ORDER BY last.started_at DESC, last.id DESC LIMIT 1) THEN c.solved_at END AS solved_at,
       (SELECT sum(w.cents)::int FROM public.oase_reward w WHERE w.conversation_id = c.id AND w.expert_id = desk.me()
           AND NOT EXISTS (SELECT FROM public.oase_takenback b WHERE b.reward_id = w.id)) AS cents,
       min((SELECT min(m.at) FROM public.oase_message m WHERE m.conversation_id = c.id AND m.author_id = desk.me()
               AND m.author_role = 'expert')) - c.opened_at AS answered_after,
       -- Whoever had it taken from their hands is told that it became the company's alone, not by what.
       bool_or(EXISTS (SELECT 1 FROM public.oase_event e
                        WHERE e.conversation_id = c.id AND e.kind = 'assigned' AND e.detail ->> 'reason' = 'sensitive'
                          AND e.at >= a.ended_at AND e.at < a.ended_at + interval '1 minute')) AS sensitive
  FROM public.oase_assignment a
  JOIN public.oase_conversation c ON c.id = a.conversation_id
  JOIN public.oase_company company ON company.id = c.company_id
  LEFT JOIN public.oase_topic topic ON topic.id = c.topic_id
 WHERE a.level = 'expert' AND a.holder_id = desk.me() AND a.ended_at IS NOT NULL
 GROUP BY c.id, company.name, topic.name_de, topic.name_en;

CREATE VIEW desk.thanks WITH (security_barrier) AS
SELECT r.stars, r.thanks, r.at, c.pseudonym,
       CASE WHEN EXISTS (SELECT 1 FROM public.oase_assignment a
                          WHERE a.conversation_id = c.id AND a.holder_id = desk.me() AND a.level = 'expert'
                            AND (a.ended_at IS NULL OR a.ended_at > now() - interval '1 hour')) THEN c.subject
            ELSE '' END AS subject,
       topic.name_de AS topic_de, topic.name_en AS topic_en
  FROM public.oase_rating r
  JOIN public.oase_rating_helpers h ON h.rating_id = r.id AND h.person_id = desk.me()
  JOIN public.oase_conversation c ON c.id = r.conversation_id
  LEFT JOIN public.oase_topic topic ON topic.id = c.topic_id
 WHERE EXISTS (SELECT 1 FROM public.oase_message m
                WHERE m.conversation_id = c.id AND m.author_id = desk.me() AND m.author_role = 'expert');

CREATE VIEW desk.qualification WITH (security_barrier) AS
SELECT company.name AS company, topic.name_de AS topic_de, topic.name_en AS topic_en,
       topic.description_de AS about_de, topic.description_en AS about_en, topic.reward_cents, q.passed_at, q.lapses_at
  FROM public.oase_qualification q
  JOIN public.oase_topic topic ON topic.id = q.topic_id
  JOIN public.oase_company company ON company.id = topic.company_id
 WHERE q.expert_id = desk.me();

CREATE VIEW desk.profile WITH (security_barrier) AS
SELECT p.first_name, p.face, e.introduction_de, e.introduction_en,
       ARRAY(SELECT jsonb_array_elements_text(e.languages)) AS languages, e.available, e.at_once, e.since
  FROM public.oase_expert e
  JOIN public.oase_person p ON p.id = e.person_id
 WHERE e.person_id = desk.me();
