-- What this expert earned, what is owed to them, and what was paid. Where the money goes is in the vault: in no view.

-- Each reward. An author whose saved answer was used never saw that concern, and does not see it here.
CREATE VIEW desk.reward WITH (security_barrier) AS
SELECT w.cents, w.reason, w.earned_at,
       CASE WHEN w.reason = 'reuse' THEN '' ELSE coalesce(c.pseudonym, '') END AS pseudonym,
       -- While it counts as read, see desk.sql.
       CASE WHEN EXISTS (SELECT 1 FROM public.oase_assignment a
                          WHERE a.conversation_id = c.id AND a.holder_id = desk.me() AND a.level = 'expert'
                            AND (a.ended_at IS NULL OR a.ended_at > now() - interval '1 hour')) THEN c.subject
            ELSE '' END AS subject,
       CASE WHEN w.reason <> 'reuse' THEN topic.name_de END AS topic_de,
       CASE WHEN w.reason <> 'reuse' THEN topic.name_en END AS topic_en,
       coalesce(company.name, '') AS company, paid.reward_id IS NOT NULL AS paid,
       coalesce(back.reason, '') AS taken_back
  FROM public.oase_reward w
  LEFT JOIN public.oase_conversation c ON c.id = w.conversation_id  -- what was earned outlives the conversation
  LEFT JOIN public.oase_topic topic ON topic.id = c.topic_id
  LEFT JOIN public.oase_company company ON company.id = w.company_id
  LEFT JOIN public.oase_paidreward paid ON paid.reward_id = w.id
  LEFT JOIN public.oase_takenback back ON back.reward_id = w.id
 WHERE w.expert_id = desk.me();

-- What each company owes them now, as the books say.
CREATE VIEW desk.owed WITH (security_barrier) AS
SELECT coalesce(company.name, '') AS company, -sum(e.cents)::bigint AS cents
  FROM public.oase_ledgerentry e
  JOIN public.oase_ledgertransaction t ON t.id = e.transaction_id
  LEFT JOIN public.oase_company company ON company.id = t.company_id
 WHERE e.expert_id = desk.me() AND e.account = 'owed'
 GROUP BY company.name HAVING sum(e.cents) <> 0;

-- What was paid, with its credit note.
CREATE VIEW desk.payout WITH (security_barrier) AS
SELECT p.id, company.name AS company, run.month, run.closed_at, run.pay_on, p.net_cents, p.tax_cents,
       p.sealed_id IS NOT NULL AS readable,
       -- The bank sent it back, and it did not go out again yet.
       EXISTS (SELECT FROM public.oase_returned r WHERE r.payout_id = p.id
                  AND NOT EXISTS (SELECT FROM public.oase_sentagain s WHERE s.returned_id = r.id)) AS returned
  FROM public.oase_payout p
  JOIN public.oase_payoutrun run ON run.id = p.run_id
  JOIN public.oase_company company ON company.id = p.company_id
 WHERE p.expert_id = desk.me();

-- Whether they said where their money goes, and since when: not where.
CREATE VIEW desk.payment WITH (security_barrier) AS
SELECT d.agreed_at FROM public.oase_paymentdetails d WHERE d.person_id = desk.me();
