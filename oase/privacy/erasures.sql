-- What holds for the forgotten, whatever code above does. Applied after every migration by the owner.

-- A destroyed key stays destroyed: no row without its mark again, no new key in its place, and not the row gone.
CREATE OR REPLACE FUNCTION oase_stays_forgotten() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.erased_at IS NOT NULL AND (TG_OP = 'DELETE' OR NEW.erased_at IS NULL OR NEW.person_id <> OLD.person_id) THEN
        RAISE EXCEPTION 'person % was forgotten and stays so', OLD.person_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'stays_forgotten';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
DROP TRIGGER IF EXISTS stays_forgotten ON oase_personkey;
CREATE TRIGGER stays_forgotten BEFORE UPDATE OR DELETE ON oase_personkey
    FOR EACH ROW EXECUTE FUNCTION oase_stays_forgotten();

-- Nothing new is kept for a forgotten person. The lock makes a page that began before wait for the erasing, or be
-- waited for: the erasing takes the person's row FOR UPDATE first.
CREATE OR REPLACE FUNCTION oase_nothing_of_the_forgotten() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM oase_person WHERE id = NEW.person_id FOR KEY SHARE;
    IF EXISTS (SELECT FROM oase_personkey WHERE person_id = NEW.person_id AND erased_at IS NOT NULL) THEN
        RAISE EXCEPTION 'person % was forgotten: nothing new is kept for them', NEW.person_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'nothing_of_the_forgotten';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS nothing_of_the_forgotten ON oase_sealed;
CREATE TRIGGER nothing_of_the_forgotten BEFORE INSERT OR UPDATE OF person_id ON oase_sealed
    FOR EACH ROW EXECUTE FUNCTION oase_nothing_of_the_forgotten();
DROP TRIGGER IF EXISTS nothing_of_the_forgotten ON oase_sealedfile;
CREATE TRIGGER nothing_of_the_forgotten BEFORE INSERT OR UPDATE OF person_id ON oase_sealedfile
    FOR EACH ROW EXECUTE FUNCTION oase_nothing_of_the_forgotten();
DROP TRIGGER IF EXISTS nothing_of_the_forgotten ON oase_customer;
CREATE TRIGGER nothing_of_the_forgotten BEFORE INSERT OR UPDATE OF person_id ON oase_customer
    FOR EACH ROW EXECUTE FUNCTION oase_nothing_of_the_forgotten();

DROP TRIGGER IF EXISTS nothing_of_the_forgotten ON oase_pushdevice;
CREATE TRIGGER nothing_of_the_forgotten BEFORE INSERT OR UPDATE OF person_id ON oase_pushdevice
    FOR EACH ROW EXECUTE FUNCTION oase_nothing_of_the_forgotten();
DROP TRIGGER IF EXISTS nothing_of_the_forgotten ON oase_noticewishes;
CREATE TRIGGER nothing_of_the_forgotten BEFORE INSERT OR UPDATE ON oase_noticewishes
    FOR EACH ROW EXECUTE FUNCTION oase_nothing_of_the_forgotten();

-- Nor is anything begun about them: what somebody writes just now in a concern of theirs is not saved any more.
CREATE OR REPLACE FUNCTION oase_nothing_begun_about_the_forgotten() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    whose bigint;
BEGIN
    SELECT customer.person_id INTO whose FROM oase_conversation c JOIN oase_customer customer ON customer.id = c.customer_id
     WHERE c.id = NEW.conversation_id;
    PERFORM FROM oase_person WHERE id = whose FOR KEY SHARE;
    IF EXISTS (SELECT FROM oase_personkey WHERE person_id IN (whose, NEW.person_id) AND erased_at IS NOT NULL) THEN
        RAISE EXCEPTION 'nothing is begun about person %, who was forgotten', whose
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'nothing_begun_about_the_forgotten';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS nothing_begun_about_the_forgotten ON oase_draft;
CREATE TRIGGER nothing_begun_about_the_forgotten BEFORE INSERT OR UPDATE ON oase_draft
    FOR EACH ROW EXECUTE FUNCTION oase_nothing_begun_about_the_forgotten();

-- The emptied row stays empty: a profile, a sign-in or an address that was under way when its person went comes too late.
CREATE OR REPLACE FUNCTION oase_stays_empty() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF ((NEW.email <> OLD.email AND NEW.email NOT LIKE 'forgotten-%@oase.invalid')
        OR (NEW.first_name <> OLD.first_name AND NEW.first_name NOT IN ('', 'Anonym'))
        OR (NEW.last_name <> OLD.last_name AND NEW.last_name <> '')
        OR (NEW.face <> OLD.face AND NEW.face <> '')
        OR (NEW.is_active AND NOT OLD.is_active)
        OR (NEW.password <> OLD.password AND NEW.password NOT LIKE '!%')
        OR (NEW.last_login IS NOT NULL AND NEW.last_login IS DISTINCT FROM OLD.last_login)
        OR (NEW.contact_id IS NOT NULL AND NEW.contact_id IS DISTINCT FROM OLD.contact_id))
        AND EXISTS (SELECT FROM oase_personkey WHERE person_id = NEW.id AND erased_at IS NOT NULL) THEN
        RAISE EXCEPTION 'person % was forgotten: the row stays empty', NEW.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'stays_empty';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS stays_empty ON oase_person;
CREATE TRIGGER stays_empty BEFORE UPDATE ON oase_person FOR EACH ROW EXECUTE FUNCTION oase_stays_empty();

-- The same for the tables of sign-in, which call their person a user.
CREATE OR REPLACE FUNCTION oase_no_sign_in_of_the_forgotten() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM oase_person WHERE id = NEW.user_id FOR KEY SHARE;
    IF EXISTS (SELECT FROM oase_personkey WHERE person_id = NEW.user_id AND erased_at IS NOT NULL) THEN
        RAISE EXCEPTION 'person % was forgotten: no sign-in is made for them', NEW.user_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'no_sign_in_of_the_forgotten';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS no_sign_in_of_the_forgotten ON account_emailaddress;
CREATE TRIGGER no_sign_in_of_the_forgotten BEFORE INSERT OR UPDATE ON account_emailaddress
    FOR EACH ROW EXECUTE FUNCTION oase_no_sign_in_of_the_forgotten();
DROP TRIGGER IF EXISTS no_sign_in_of_the_forgotten ON mfa_authenticator;
CREATE TRIGGER no_sign_in_of_the_forgotten BEFORE INSERT OR UPDATE ON mfa_authenticator
    FOR EACH ROW EXECUTE FUNCTION oase_no_sign_in_of_the_forgotten();
