-- Saved answers, and solved concerns like the one in hand.

-- Topics they may keep answers on.
CREATE VIEW desk.answer_topic WITH (security_barrier) AS
SELECT topic.id, company.name AS company, topic.name_de AS topic_de, topic.name_en AS topic_en
  FROM public.oase_qualification q
  JOIN public.oase_topic topic ON topic.id = q.topic_id
  JOIN public.oase_company company ON company.id = topic.company_id
 WHERE q.expert_id = desk.me();

-- Their own saved answers.
CREATE VIEW desk.saved_answer WITH (security_barrier) AS
SELECT s.id, s.topic_id, company.name AS company, topic.name_de AS topic_de, topic.name_en AS topic_en, s.title, s.body,
       s.language, s.shared, s.likeness, s.encoder, s.changed_at,
       (SELECT count(*) FROM public.oase_reuse r WHERE r.answer_id = s.id) AS uses
  FROM public.oase_savedanswer s
  JOIN public.oase_topic topic ON topic.id = s.topic_id
  JOIN public.oase_company company ON company.id = topic.company_id
 WHERE s.expert_id = desk.me();

-- For what they hold: their own on its topic, and what colleagues shared there.
CREATE VIEW desk.suited_answer WITH (security_barrier) AS
SELECT held.id AS conversation_id, s.id, s.expert_id = desk.me() AS mine, author.first_name AS author_name, s.title,
       s.body, s.language, s.likeness, s.encoder, s.changed_at
  FROM desk.conversation held
  JOIN public.oase_conversation c ON c.id = held.id
  JOIN public.oase_savedanswer s ON s.topic_id = c.topic_id AND (s.shared OR s.expert_id = desk.me())
  JOIN public.oase_expert e ON e.person_id = s.expert_id AND (e.suspended_at IS NULL OR s.expert_id = desk.me())
  JOIN public.oase_person author ON author.id = s.expert_id AND author.is_active
 -- Whom this company lets rest speaks to none of its customers, by a colleague's hand either.
 WHERE s.expert_id = desk.me() OR NOT EXISTS (
       SELECT 1 FROM public.oase_suspension r
        WHERE r.expert_id = s.expert_id AND r.company_id = c.company_id AND r.lifted_at IS NULL);

-- Solved concerns that were found to be like one they hold: how alike, and what they were about once they are opened.
-- Never one of the same customer, and by a handle of its own: no id of another conversation.
CREATE VIEW desk.similar WITH (security_barrier) AS
SELECT held.id AS conversation_id, x.id, x.alike, coalesce(x.opened_at > now() - interval '1 hour', false) AS opened,
       -- While it is not opened, and so not counted, it is told by its topic.
       CASE WHEN x.opened_at > now() - interval '1 hour' THEN other.subject ELSE '' END AS subject,
       topic.name_de AS topic_de, topic.name_en AS topic_en, other.language,
       (SELECT r.stars FROM public.oase_rating r WHERE r.conversation_id = other.id) AS stars
  FROM desk.conversation held
  JOIN public.oase_conversation c ON c.id = held.id
  JOIN public.oase_similar x ON x.conversation_id = held.id AND x.expert_id = desk.me()
  JOIN public.oase_conversation other ON other.id = x.other_id AND other.solved_at IS NOT NULL
       AND other.company_id = c.company_id AND other.topic_id = c.topic_id AND other.customer_id <> c.customer_id
  JOIN public.oase_topic topic ON topic.id = other.topic_id
  JOIN public.oase_customer customer ON customer.id = other.customer_id AND customer.person_id <> desk.me();

-- The words of those they opened.
CREATE VIEW desk.similar_message WITH (security_barrier) AS
SELECT found.conversation_id, found.id AS similar_id, m.seq, m.author_role, m.author_id = desk.me() AS mine,
       CASE WHEN m.author_role = 'customer' THEN '' ELSE author.first_name END AS author_name,
       CASE WHEN m.author_role = 'customer' THEN '' ELSE author.face END AS author_face,
       m.body, m.shielded_at IS NOT NULL AS shielded, m.at
  FROM desk.similar found
  JOIN public.oase_similar x ON x.id = found.id AND x.opened_at > now() - interval '1 hour'
  JOIN public.oase_message m ON m.conversation_id = x.other_id AND m.audience = 'conversation'
  JOIN public.oase_person author ON author.id = m.author_id;
