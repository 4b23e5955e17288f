-- What an expert reads about being asked: their own settings, and how full their hands and their desk are.
CREATE VIEW desk.availability WITH (security_barrier) AS
SELECT e.available, e.time_zone, ARRAY(SELECT jsonb_array_elements_text(e.languages)) AS languages, e.at_once,
       e.offers_at_once, e.suspended_at IS NOT NULL AS suspended,
       p.person_id IS NOT NULL AS paused, p.until AS paused_until, coalesce(p.unanswered, 0) AS unanswered,
       av.beyond_until, coalesce(av.mail_offers, true) AS mail_offers, coalesce(av.mail_replies, true) AS mail_replies,
       (SELECT count(*) FROM public.oase_assignment a
         WHERE a.holder_id = e.person_id AND a.level = 'expert' AND a.ended_at IS NULL) AS held,
       (SELECT count(*) FROM desk.offer o WHERE o.expires_at > now()) AS offered,
       (SELECT count(*) FROM public.oase_qualification q
          JOIN public.oase_topic t ON t.id = q.topic_id AND t.open_to_experts
         WHERE q.expert_id = e.person_id AND (q.lapses_at IS NULL OR q.lapses_at > now())) AS topics,
       ARRAY(SELECT ARRAY[h.weekday::text, to_char(h.begins, 'HH24:MI'), to_char(h.ends, 'HH24:MI')]
               FROM public.oase_experthours h WHERE h.person_id = e.person_id ORDER BY h.weekday, h.begins) AS hours
  FROM public.oase_expert e
  LEFT JOIN public.oase_pause p ON p.person_id = e.person_id
  LEFT JOIN public.oase_availability av ON av.person_id = e.person_id
 WHERE e.person_id = desk.me();
