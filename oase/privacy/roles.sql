-- Who may read and write what. Applied after every migration by the owner, over whatever was granted before.
-- A new table is closed to everybody until this has run.

REVOKE ALL ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, oase_app, oase_expert;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, oase_app, oase_expert;
REVOKE ALL ON ALL ROUTINES IN SCHEMA public FROM PUBLIC, oase_expert;
REVOKE ALL ON ALL TABLES IN SCHEMA desk FROM PUBLIC;

-- The application: customers, staff, jobs.
GRANT USAGE ON SCHEMA public TO oase_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO oase_app;
GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO oase_app;
GRANT EXECUTE ON ALL ROUTINES IN SCHEMA public TO oase_app;
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM oase_app;
-- What was looked at and what happened stays written.
REVOKE UPDATE, DELETE ON oase_accesslog FROM oase_app;
REVOKE UPDATE, DELETE ON oase_event FROM oase_app;
REVOKE UPDATE, DELETE ON oase_alarm FROM oase_app;
REVOKE UPDATE, DELETE ON oase_alarmanswer FROM oase_app;
REVOKE UPDATE ON oase_judgement FROM oase_app;
-- The inbox's rows are written by their triggers alone (conversations/listing/listing.sql).
REVOKE INSERT, UPDATE, DELETE ON oase_listing, oase_listed FROM oase_app;
-- The books are appended to, never changed (experts/rewards/ledger/ledger.sql). Who is forgotten takes their payment
-- details out of the payouts made with them.
REVOKE UPDATE, DELETE ON oase_ledgertransaction, oase_ledgerentry, oase_reward FROM oase_app;
REVOKE UPDATE, DELETE ON oase_payoutrun, oase_paidreward, oase_payout FROM oase_app;
REVOKE UPDATE, DELETE ON oase_takenback, oase_takenoff, oase_returned, oase_sentagain FROM oase_app;
GRANT UPDATE (sealed_id) ON oase_payout, oase_sentagain TO oase_app;
-- So is what was given to customers (second_level/goodwill/goodwill.sql).
REVOKE UPDATE, DELETE ON oase_goodwill FROM oase_app;
GRANT UPDATE (team_id) ON oase_goodwill TO oase_app;
-- Which key wraps is for `oase keys rotate` to change; the first row is made at the first use.
REVOKE UPDATE, DELETE ON oase_vaultkey FROM oase_app;

-- The expert's world: the views of experts/views/ and nothing else.
GRANT USAGE ON SCHEMA desk TO oase_expert;
GRANT SELECT ON ALL TABLES IN SCHEMA desk TO oase_expert;
GRANT EXECUTE ON FUNCTION desk.me() TO oase_expert;
