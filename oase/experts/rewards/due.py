"""Which rewards of some conversations are due, in one statement.

`offered` is what an expert agreed to: of several offers for the same concern, the latest that pays. A senior who took
an answer over holds the concern without an offer and is paid what its author was offered.

A concern is settled `whole`: with those that are told on in it. Who answered in one of them is paid for that one when
the whole is solved, and once for all of them.
"""

DUE = """
WITH settled AS MATERIALIZED (
    SELECT told.id, c.id AS whole, c.company_id, coalesce(c.solved_at, %(now)s::timestamptz) AS earned_at, last.level,
           last.holder_id, coalesce(share.handover, 20) AS handover, coalesce(share.checked, 20) AS checked,
           coalesce(share.reuse, 10) AS reuse
      FROM oase_conversation c
      CROSS JOIN LATERAL (
           SELECT c.id UNION ALL SELECT p.id FROM oase_conversation p WHERE p.merged_into_id = c.id) told
      JOIN oase_company company ON company.id = c.company_id
      LEFT JOIN oase_shares share ON share.company_id = c.company_id
      LEFT JOIN oase_rating rating ON rating.conversation_id = c.id
      CROSS JOIN LATERAL (
           SELECT a.level, a.holder_id FROM oase_assignment a WHERE a.conversation_id = c.id
            ORDER BY a.started_at DESC, a.id DESC LIMIT 1) last
     WHERE c.id = ANY(%(conversations)s::uuid[]) AND c.merged_into_id IS NULL  -- told on elsewhere is not solved
       AND (%(at_once)s::boolean
            OR (c.solved_at IS NOT NULL
                AND (rating.id IS NOT NULL
                     OR c.solved_at + company.silence_days * interval '1 day' <= %(now)s::timestamptz)))
       AND (rating.stars IS NULL OR rating.stars > 2)
       AND EXISTS (SELECT FROM oase_assignment a JOIN oase_offer o ON o.assignment_id = a.id
                    WHERE a.conversation_id = told.id AND o.reward_cents > 0)
), taken_over AS (
    SELECT s.id, k.author_id, k.checker_id
      FROM settled s
      JOIN oase_assignment a ON a.conversation_id = s.id
      JOIN oase_check k ON k.assignment_id = a.id AND k.outcome = 'replaced' AND k.checker_id IS NOT NULL
), taken_away AS (
    -- Experts who answered and from whose hands the company took it, unasked by them or the customer; and whether that
    -- answer was the last word that anybody said to the customer.
    SELECT DISTINCT s.id, a.holder_id AS expert_id, coalesce(said.author_id = a.holder_id, false) AS last_word
      FROM settled s
      JOIN oase_assignment a ON a.conversation_id = s.id AND a.level = 'expert' AND a.ended_at IS NOT NULL
      CROSS JOIN LATERAL (
           SELECT n.level FROM oase_assignment n WHERE n.conversation_id = s.id AND n.id > a.id
            ORDER BY n.id LIMIT 1) follows
      CROSS JOIN LATERAL (  -- how it left their hands
           SELECT e.kind FROM oase_event e
            WHERE e.conversation_id = s.id AND e.at >= a.ended_at
              AND e.kind IN ('given_on', 'given_back', 'lapsed', 'company_asked', 'assigned', 'rested', 'taken',
                             'handed_over')
            ORDER BY e.seq LIMIT 1) went
      CROSS JOIN LATERAL (
           SELECT m.author_id FROM oase_message m
            WHERE m.conversation_id IN (SELECT s.whole UNION ALL SELECT p.id FROM oase_conversation p
                                         WHERE p.merged_into_id = s.whole)
              AND m.audience = 'conversation' AND m.author_role <> 'customer'
            ORDER BY m.at DESC, m.seq DESC LIMIT 1) said
     WHERE s.level <> 'expert' AND follows.level NOT IN ('network', 'expert') AND went.kind IN ('taken', 'handed_over')
), part AS (
    SELECT s.id, s.company_id, s.earned_at, s.holder_id AS expert_id, 'solved' AS reason, 100 AS percent,
           ARRAY[s.holder_id] || ARRAY(SELECT t.author_id FROM taken_over t
                                        WHERE t.id = s.id AND t.checker_id = s.holder_id) AS agreed
      FROM settled s WHERE s.level = 'expert'
    UNION ALL
    SELECT DISTINCT s.id, s.company_id, s.earned_at, e.actor_id, 'handover', s.handover, ARRAY[e.actor_id]
      || ARRAY(SELECT t.author_id FROM taken_over t WHERE t.id = s.id AND t.checker_id = e.actor_id)
      FROM settled s JOIN oase_event e ON e.conversation_id = s.id AND e.kind = 'given_on'
     WHERE s.level <> 'expert'
    UNION ALL
    SELECT s.id, s.company_id, s.earned_at, away.expert_id, CASE WHEN away.last_word THEN 'solved' ELSE 'handover' END,
           CASE WHEN away.last_word THEN 100 ELSE s.handover END, ARRAY[away.expert_id]
      || ARRAY(SELECT t.author_id FROM taken_over t WHERE t.id = s.id AND t.checker_id = away.expert_id)
      FROM settled s JOIN taken_away away ON away.id = s.id
    UNION ALL
    SELECT s.id, s.company_id, s.earned_at, t.author_id, 'handover', s.handover, ARRAY[t.author_id]
      FROM settled s JOIN taken_over t ON t.id = s.id WHERE s.level = 'expert' AND s.holder_id <> t.author_id
    UNION ALL
    SELECT s.id, s.company_id, s.earned_at, k.checker_id, 'check', s.checked, ARRAY[k.author_id]
      FROM settled s
      JOIN oase_assignment a ON a.conversation_id = s.id
      JOIN oase_check k ON k.assignment_id = a.id AND k.outcome = 'agreed' AND k.checker_id <> s.holder_id
     WHERE s.level = 'expert'
    UNION ALL
    SELECT s.id, s.company_id, s.earned_at, r.author_id, 'reuse', s.reuse, ARRAY[r.by_id]
      || ARRAY(SELECT t.author_id FROM taken_over t WHERE t.id = s.id AND t.checker_id = r.by_id)
      FROM settled s JOIN oase_reuse r ON r.conversation_id = s.id AND r.by_id = s.holder_id
     WHERE s.level = 'expert' AND r.author_id <> s.holder_id
), priced AS (
    SELECT DISTINCT ON (s.whole, part.expert_id, CASE part.reason WHEN 'handover' THEN 'solved' ELSE part.reason END)
           part.id, s.whole, part.company_id, part.expert_id, part.reason,
           greatest(1, offered.reward_cents * part.percent / 100)::int AS cents, part.earned_at
      FROM part
      JOIN settled s ON s.id = part.id
      CROSS JOIN LATERAL (
           SELECT o.reward_cents FROM oase_assignment a JOIN oase_offer o ON o.assignment_id = a.id
            WHERE a.conversation_id = part.id AND o.expert_id = ANY(part.agreed) AND o.reward_cents > 0
            ORDER BY o.expert_id <> part.expert_id, o.id DESC LIMIT 1) offered
     WHERE part.percent > 0 AND offered.reward_cents <= %(most_cents)s
       -- Nobody earns for holding it without an answer of their own, seen by the customer or replaced before.
       AND (part.reason NOT IN ('solved', 'handover')
            OR EXISTS (SELECT FROM oase_message m WHERE m.conversation_id = part.id AND m.author_id = part.expert_id
                          AND m.author_role = 'expert')
            OR EXISTS (SELECT FROM taken_over t WHERE t.id = part.id AND t.author_id = part.expert_id))
     ORDER BY s.whole, part.expert_id, CASE part.reason WHEN 'handover' THEN 'solved' ELSE part.reason END, cents DESC,
           part.id
)
SELECT p.id, p.company_id, p.expert_id, p.reason, p.cents, p.earned_at
  FROM priced p
 WHERE NOT EXISTS (
       SELECT FROM settled s JOIN oase_reward w ON w.conversation_id = s.id
        WHERE s.whole = p.whole AND w.expert_id = p.expert_id
          AND (w.reason = p.reason OR (w.reason IN ('solved', 'handover') AND p.reason IN ('solved', 'handover'))))
 ORDER BY p.earned_at, p.id, p.expert_id, p.reason
"""
