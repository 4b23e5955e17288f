-- Answers that wait for a look, and what became of them.

-- An own answer that waits: the customer knows nothing of it yet.
CREATE VIEW desk.waiting WITH (security_barrier) AS
SELECT held.id AS conversation_id, k.body, k.solved, k.written_at, k.until_at,
       coalesce(checker.first_name, '') AS checker_name, coalesce(checker.face, '') AS checker_face,
       EXISTS (SELECT 1 FROM public.oase_message m WHERE m.conversation_id = held.id AND m.author_role = 'customer'
                  AND m.seq > k.written_seq) AS wrote_since
  FROM desk.conversation held
  JOIN public.oase_assignment a ON a.conversation_id = held.id AND a.ended_at IS NULL
  JOIN public.oase_check k ON k.assignment_id = a.id AND k.decided_at IS NULL AND k.author_id = desk.me()
  LEFT JOIN public.oase_person checker ON checker.id = k.checker_id;

-- Answers this expert is asked to look at, and may: senior on the topic now, and neither the customer nor the company's.
-- The first words of the question only, until they take it; once somebody else did, nothing.
CREATE VIEW desk.asked_to_check WITH (security_barrier) AS
SELECT k.id, k.checker_id IS NOT NULL AS mine, c.pseudonym, c.language, c.last_seq, c.opened_at,
       company.name AS company, topic.name_de AS topic_de, topic.name_en AS topic_en, k.written_at, k.until_at,
       (SELECT CASE WHEN length(m.body) > 220 THEN left(m.body, 220) || ' …' ELSE m.body END FROM public.oase_message m
         WHERE m.conversation_id = c.id AND m.audience = 'conversation' AND m.author_role = 'customer'
           -- Only what was counted as read, see reputation/guard.py.
           AND EXISTS (SELECT 1 FROM public.oase_opening read
                        WHERE read.expert_id = desk.me() AND read.conversation_id = c.id
                          AND read.at > now() - interval '1 hour')
         ORDER BY m.seq LIMIT 1) AS excerpt,
       -- What agreeing earns once it is solved, as rewards/due.py works it out.
       coalesce((SELECT greatest(1, o.reward_cents * share.checked / 100)
                   FROM (SELECT coalesce((SELECT s.checked FROM public.oase_shares s WHERE s.company_id = c.company_id),
                                         20) AS checked) share
                   JOIN public.oase_offer o ON o.expert_id = k.author_id AND o.reward_cents > 0 AND share.checked > 0
                   JOIN public.oase_assignment offered ON offered.id = o.assignment_id AND offered.conversation_id = c.id
                  ORDER BY o.id DESC LIMIT 1), 0) AS reward_cents
  FROM public.oase_askedtocheck asked
  JOIN public.oase_check k ON k.id = asked.check_of_id AND k.decided_at IS NULL
  JOIN public.oase_assignment a ON a.id = k.assignment_id AND a.ended_at IS NULL AND a.holder_id = k.author_id
  JOIN public.oase_conversation c ON c.id = a.conversation_id AND c.solved_at IS NULL
  JOIN public.oase_company company ON company.id = c.company_id
  JOIN public.oase_topic topic ON topic.id = c.topic_id
  JOIN public.oase_customer customer ON customer.id = c.customer_id AND customer.person_id <> desk.me()
  JOIN public.oase_expert e ON e.person_id = desk.me() AND e.suspended_at IS NULL
  JOIN public.oase_standing s ON s.expert_id = desk.me() AND s.topic_id = c.topic_id AND s.level = 'senior'
  JOIN public.oase_qualification q ON q.expert_id = desk.me() AND q.topic_id = c.topic_id
       AND (q.lapses_at IS NULL OR q.lapses_at > now())
 WHERE asked.expert_id = desk.me() AND asked.passed_at IS NULL AND (k.checker_id IS NULL OR k.checker_id = desk.me())
   AND NOT EXISTS (SELECT 1 FROM public.oase_membership m
                    WHERE m.person_id = desk.me() AND m.company_id = c.company_id AND m.left_at IS NULL)
   AND NOT EXISTS (SELECT 1 FROM public.oase_suspension r
                    WHERE r.expert_id = desk.me() AND r.company_id = c.company_id AND r.lifted_at IS NULL);

-- What they were asked to look at, whatever became of it and of them: that it was there is all it says.
CREATE VIEW desk.asked_before WITH (security_barrier) AS
SELECT asked.check_of_id AS id FROM public.oase_askedtocheck asked WHERE asked.expert_id = desk.me();

-- What they took to look at: the answer and who wrote it. While it waits to be shielded anew it has no words.
CREATE VIEW desk.taken_check WITH (security_barrier) AS
SELECT mine.id, mine.pseudonym, mine.language, mine.last_seq, mine.opened_at, mine.company, mine.topic_de,
       mine.topic_en, mine.written_at, mine.until_at, mine.reward_cents, c.subject, k.solved,
       author.first_name AS author_name, author.face AS author_face,
       CASE WHEN chosen.since THEN '' ELSE k.body END AS body, NOT chosen.since AS shielded,
       EXISTS (SELECT 1 FROM public.oase_message m WHERE m.conversation_id = c.id AND m.author_role = 'customer'
                  AND m.seq > k.written_seq) AS wrote_since
  FROM desk.asked_to_check mine
  JOIN public.oase_check k ON k.id = mine.id AND k.checker_id = desk.me()
  JOIN public.oase_assignment a ON a.id = k.assignment_id
  JOIN public.oase_conversation c ON c.id = a.conversation_id
  JOIN public.oase_person author ON author.id = k.author_id
 CROSS JOIN LATERAL (
       SELECT EXISTS (SELECT 1 FROM public.oase_choice ch WHERE ch.conversation_id = c.id
                         AND (ch.at >= k.shielded_at OR ch.withdrawn_at >= k.shielded_at)) AS since) chosen;

-- The conversation of a taken check, as its holder reads it.
CREATE VIEW desk.check_message WITH (security_barrier) AS
SELECT taken.id AS check_id, m.seq, m.author_role, m.author_id = desk.me() AS mine,
       CASE WHEN m.author_role = 'customer' THEN '' ELSE author.first_name END AS author_name,
       CASE WHEN m.author_role = 'customer' THEN '' ELSE author.face END AS author_face,
       m.body, m.shielded_at IS NOT NULL AS shielded, m.at
  FROM desk.taken_check taken
  JOIN public.oase_check k ON k.id = taken.id
  JOIN public.oase_assignment a ON a.id = k.assignment_id
  JOIN public.oase_message m ON m.conversation_id = a.conversation_id AND m.audience = 'conversation'
  JOIN public.oase_person author ON author.id = m.author_id;

-- What became of own answers, and of those they looked at: to an author their own words, to a senior none.
CREATE VIEW desk.checked WITH (security_barrier) AS
SELECT k.id, c.id AS conversation_id, k.author_id = desk.me() AS wrote, k.outcome, k.decided_at, k.remark, c.pseudonym, c.language,
       company.name AS company, topic.name_de AS topic_de, topic.name_en AS topic_en,
       CASE WHEN k.author_id = desk.me() THEN k.body ELSE '' END AS body,
       coalesce(other.first_name, '') AS other_name, coalesce(other.face, '') AS other_face
  FROM public.oase_check k
  JOIN public.oase_assignment a ON a.id = k.assignment_id
  JOIN public.oase_conversation c ON c.id = a.conversation_id
  JOIN public.oase_company company ON company.id = c.company_id
  LEFT JOIN public.oase_topic topic ON topic.id = c.topic_id
  LEFT JOIN public.oase_person other
         ON other.id = CASE WHEN k.author_id = desk.me() THEN k.checker_id ELSE k.author_id END
        AND k.outcome IN ('agreed', 'replaced')
 WHERE k.outcome IN ('agreed', 'replaced', 'unseen')
   AND (k.author_id = desk.me() OR (k.checker_id = desk.me() AND k.outcome <> 'unseen'));
