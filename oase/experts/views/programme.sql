-- The programme as its expert sees it. What is right stands in oase_solution, and no view here reads it but one: the
-- guide for a free answer, for the senior experts who mark it. Options come in the order in which each test shows them.

-- The companies they applied to.
CREATE VIEW desk.programme WITH (security_barrier) AS
SELECT company.slug AS company_slug, company.name AS company, a.applied_at, a.experience,
       coalesce(programme.inviting, false) AS inviting
  FROM public.oase_application a
  JOIN public.oase_company company ON company.id = a.company_id
  LEFT JOIN public.oase_programme programme ON programme.company_id = company.id
 WHERE a.expert_id = desk.me();

-- What these companies ask them to read, in the words that hold now.
CREATE VIEW desk.lesson WITH (security_barrier) AS
SELECT l.id, company.slug AS company_slug, company.name AS company, l.topic_id, topic.name_de AS topic_de,
       topic.name_en AS topic_en, l.position, v.number, v.title_de, v.title_en, v.body_de, v.body_en, v.at,
       (SELECT min(a.at) FROM public.oase_acknowledgement a
          JOIN public.oase_lessonversion seen ON seen.id = a.version_id AND seen.lesson_id = l.id
         WHERE a.expert_id = desk.me() AND seen.number >= since.number) AS read_at,
       EXISTS (SELECT 1 FROM public.oase_acknowledgement a
                 JOIN public.oase_lessonversion seen ON seen.id = a.version_id AND seen.lesson_id = l.id
                WHERE a.expert_id = desk.me() AND seen.number < since.number) AS read_before
  FROM public.oase_application mine
  JOIN public.oase_company company ON company.id = mine.company_id
  JOIN public.oase_lesson l ON l.company_id = company.id AND l.retired_at IS NULL
  LEFT JOIN public.oase_topic topic ON topic.id = l.topic_id
 CROSS JOIN LATERAL (SELECT * FROM public.oase_lessonversion one WHERE one.lesson_id = l.id
                      ORDER BY one.number DESC LIMIT 1) v
 CROSS JOIN LATERAL (SELECT max(one.number) AS number FROM public.oase_lessonversion one
                      WHERE one.lesson_id = l.id AND (one.material OR one.number = 1)) since
 WHERE mine.expert_id = desk.me() AND (topic.id IS NULL OR topic.open_to_experts);

-- The topics they may be tested on, how, and how far they came.
CREATE VIEW desk.test WITH (security_barrier) AS
SELECT topic.id AS topic_id, company.slug AS company_slug, company.name AS company, topic.name_de AS topic_de,
       topic.name_en AS topic_en, topic.description_de AS about_de, topic.description_en AS about_en,
       topic.reward_cents,
       -- What it earns instead, by language, days and hours (rewards/prices.py).
       (SELECT coalesce(json_agg(json_build_object('cents', p.cents, 'language', p.language, 'days', p.days,
                                                   'begins', p.begins, 'ends', p.ends)
                                 ORDER BY p.language, p.days, p.begins, p.id), '[]')::text
          FROM public.oase_price p WHERE p.topic_id = topic.id) AS prices,
       least(coalesce(rules.questions, 8),
             (SELECT count(*) FROM public.oase_question q WHERE q.topic_id = topic.id AND q.retired_at IS NULL))::int
         AS questions,
       coalesce(rules.minutes, 20) AS minutes, coalesce(rules.pass_percent, 75) AS pass_percent,
       coalesce(rules.wait_hours, 24) AS wait_hours,
       (SELECT count(*) FROM desk.lesson l
         WHERE l.company_slug = company.slug AND (l.topic_id IS NULL OR l.topic_id = topic.id)) AS lessons,
       (SELECT count(*) FROM desk.lesson l
         WHERE l.company_slug = company.slug AND (l.topic_id IS NULL OR l.topic_id = topic.id) AND l.read_at IS NULL)
         AS lessons_left,
       held.passed_at, held.lapses_at, coalesce(programme.notice_days, 14) AS notice_days,
       latest.id AS attempt_id, latest.due_at, latest.handed_in_at, latest.decided_at, latest.percent, latest.passed,
       CASE WHEN NOT latest.passed THEN latest.decided_at + latest.wait_hours * interval '1 hour' END AS again_from
  FROM public.oase_application mine
  JOIN public.oase_company company ON company.id = mine.company_id
  JOIN public.oase_topic topic ON topic.company_id = company.id AND topic.open_to_experts
  LEFT JOIN public.oase_topictest rules ON rules.topic_id = topic.id
  LEFT JOIN public.oase_programme programme ON programme.company_id = company.id
  LEFT JOIN public.oase_qualification held ON held.topic_id = topic.id AND held.expert_id = desk.me()
  LEFT JOIN LATERAL (SELECT * FROM public.oase_attempt one
                      WHERE one.expert_id = desk.me() AND one.topic_id = topic.id
                      ORDER BY one.started_at DESC, one.id DESC LIMIT 1) latest ON true
 WHERE mine.expert_id = desk.me();

-- Their tests.
CREATE VIEW desk.attempt WITH (security_barrier) AS
SELECT a.id, a.topic_id, company.slug AS company_slug, company.name AS company, topic.name_de AS topic_de,
       topic.name_en AS topic_en, a.started_at, a.due_at, a.handed_in_at, a.decided_at, a.pass_percent, a.percent,
       a.passed, CASE WHEN NOT a.passed THEN a.decided_at + a.wait_hours * interval '1 hour' END AS again_from,
       (SELECT count(*) FROM public.oase_drawnquestion d WHERE d.attempt_id = a.id) AS questions,
       (SELECT count(*) FROM public.oase_drawnquestion d WHERE d.attempt_id = a.id AND d.points IS NULL) AS unmarked,
       held.lapses_at
  FROM public.oase_attempt a
  JOIN public.oase_topic topic ON topic.id = a.topic_id
  JOIN public.oase_company company ON company.id = topic.company_id
  LEFT JOIN public.oase_qualification held ON held.topic_id = topic.id AND held.expert_id = desk.me()
 WHERE a.expert_id = desk.me();

-- What a running test asks; once it is handed in nobody reads it again.
CREATE VIEW desk.question WITH (security_barrier) AS
SELECT d.id, d.attempt_id, d.place, q.kind, q.text_de, q.text_en,
       (SELECT coalesce(jsonb_agg(q.options -> shown.at::int ORDER BY shown.place), '[]')
          FROM jsonb_array_elements_text(d.shuffle) WITH ORDINALITY AS shown (at, place)) AS options,
       d.answer, d.words
  FROM public.oase_attempt a
  JOIN public.oase_drawnquestion d ON d.attempt_id = a.id
  JOIN public.oase_question q ON q.id = d.question_id
 WHERE a.expert_id = desk.me() AND a.handed_in_at IS NULL;

-- What a decided test leaves: where something is still to be learned, and what was said about free answers.
CREATE VIEW desk.result WITH (security_barrier) AS
SELECT d.attempt_id, d.place, d.points = 100 AS complete, q.lesson_id, d.remark
  FROM public.oase_attempt a
  JOIN public.oase_drawnquestion d ON d.attempt_id = a.id
  JOIN public.oase_question q ON q.id = d.question_id
 WHERE a.expert_id = desk.me() AND a.decided_at IS NOT NULL;

-- Free answers of others that wait for a senior expert: the words, and nothing of who wrote them.
CREATE VIEW desk.marking WITH (security_barrier) AS
SELECT d.id, company.name AS company, topic.name_de AS topic_de, topic.name_en AS topic_en, q.text_de, q.text_en,
       s.guide_de, s.guide_en, d.words, a.handed_in_at
  FROM public.oase_standing mine
  JOIN public.oase_qualification held ON held.expert_id = mine.expert_id AND held.topic_id = mine.topic_id
   AND (held.lapses_at IS NULL OR held.lapses_at > now())
  JOIN public.oase_expert me ON me.person_id = mine.expert_id AND me.suspended_at IS NULL
  JOIN public.oase_attempt a ON a.topic_id = mine.topic_id AND a.expert_id <> desk.me()
   AND a.handed_in_at IS NOT NULL AND a.decided_at IS NULL
  JOIN public.oase_drawnquestion d ON d.attempt_id = a.id AND d.points IS NULL
  JOIN public.oase_question q ON q.id = d.question_id AND q.kind = 'free'
  JOIN public.oase_solution s ON s.question_id = q.id
  JOIN public.oase_topic topic ON topic.id = mine.topic_id
  JOIN public.oase_company company ON company.id = topic.company_id
 WHERE mine.expert_id = desk.me() AND mine.level = 'senior'
   AND NOT EXISTS (SELECT 1 FROM public.oase_suspension off
                    WHERE off.expert_id = desk.me() AND off.company_id = company.id AND off.lifted_at IS NULL);

-- What they were told.
CREATE VIEW desk.programme_notice WITH (security_barrier) AS
SELECT n.id, company.slug AS company_slug, company.name AS company, topic.name_de AS topic_de,
       topic.name_en AS topic_en, n.kind, n.reason, n.lapses_at, n.at, n.read_at IS NOT NULL AS is_read
  FROM public.oase_programmenotice n
  JOIN public.oase_topic topic ON topic.id = n.topic_id
  JOIN public.oase_company company ON company.id = topic.company_id
 WHERE n.expert_id = desk.me();
