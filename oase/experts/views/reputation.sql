-- What an expert reads about their own standing: figures and levels, never who said what about them.

-- `good`: different conversations with a good answer, as reputation/levels.py counts them.
CREATE VIEW desk.standing WITH (security_barrier) AS
SELECT company.name AS company, topic.name_de AS topic_de, topic.name_en AS topic_en, s.level, s.solved, s.unsolved,
       s.stars_sum, s.stars,
       (SELECT count(*) FROM (
            SELECT o.conversation_id::text FROM public.oase_outcome o
             WHERE o.expert_id = s.expert_id AND o.topic_id = s.topic_id AND o.stars >= 4
               AND o.conversation_id IS NOT NULL
             UNION
            SELECT a.conversation_id::text FROM public.oase_check k
              JOIN public.oase_assignment a ON a.id = k.assignment_id
              JOIN public.oase_conversation c ON c.id = a.conversation_id AND c.topic_id = s.topic_id
             WHERE k.author_id = s.expert_id AND k.outcome = 'agreed'
             UNION
            SELECT 'outcome ' || o.id FROM public.oase_outcome o
             WHERE o.expert_id = s.expert_id AND o.topic_id = s.topic_id AND o.stars >= 4
               AND o.conversation_id IS NULL) good) AS good,
       EXISTS (SELECT 1 FROM public.oase_appointment p
                WHERE p.expert_id = s.expert_id AND p.topic_id = s.topic_id AND p.ended_at IS NULL) AS appointed
  FROM public.oase_standing s
  JOIN public.oase_topic topic ON topic.id = s.topic_id
  JOIN public.oase_company company ON company.id = topic.company_id
 WHERE s.expert_id = desk.me();

-- Suspensions and what came of their appeals; no name of who decided.
CREATE VIEW desk.suspension WITH (security_barrier) AS
SELECT s.id, company.name AS company, s.reason, s.words, s.at, s.lifted_at, a.words AS appeal, a.at AS appealed_at,
       a.granted, a.reply, a.decided_at
  FROM public.oase_suspension s
  JOIN public.oase_company company ON company.id = s.company_id
  LEFT JOIN public.oase_appeal a ON a.suspension_id = s.id
 WHERE s.expert_id = desk.me();

-- When their account was stopped; at how many companies is nobody's business but the companies'.
CREATE VIEW desk.alarm WITH (security_barrier) AS
SELECT max(a.at) AS at, max(a.sessions)::int AS sessions, max(d.at) AS disowned_at
  FROM public.oase_alarm a
  LEFT JOIN public.oase_disowned d ON d.alarm_id = a.id
 WHERE a.expert_id = desk.me()
 GROUP BY date_trunc('minute', a.at);

CREATE VIEW desk.public_page WITH (security_barrier) AS
SELECT p.name, p.since FROM public.oase_publicpage p WHERE p.expert_id = desk.me();
