-- What a release leaves in its database, as one number: applied migrations, tables, views, functions, triggers, policies
-- and privileges. An older backup that was put back has another number, so it is migrated and granted again.
SELECT md5(concat_ws(
    E'\n',
    (SELECT string_agg(app || '.' || name, ',' ORDER BY app, name) FROM django_migrations),
    (SELECT oid || current_setting('server_version_num') FROM pg_database WHERE datname = current_database()),
    (SELECT string_agg(concat_ws(' ', nspname, nspacl), ',' ORDER BY nspname) FROM pg_namespace WHERE nspname !~ '^pg_t'),
    (
        SELECT string_agg(
            concat_ws(' ', relname, relkind, relowner::regrole, relacl, relrowsecurity, CASE WHEN relkind = 'v' THEN pg_get_viewdef(oid) END),
            ',' ORDER BY relname
        )
        FROM pg_class WHERE relnamespace = 'public'::regnamespace
    ),
    (
        SELECT string_agg(concat_ws(' ', attrelid::regclass, attname, attacl), ',' ORDER BY attrelid::regclass::text, attnum)
        FROM pg_attribute WHERE attacl IS NOT NULL
    ),
    (
        SELECT string_agg(concat_ws(' ', oid::regprocedure, proacl, prosrc), ',' ORDER BY oid::regprocedure::text)
        FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    ),
    (SELECT string_agg(concat_ws(' ', tgrelid::regclass, tgname, tgenabled), ',' ORDER BY oid) FROM pg_trigger WHERE NOT tgisinternal),
    (SELECT string_agg(concat_ws(' ', tablename, policyname, roles, qual, with_check), ',' ORDER BY tablename, policyname) FROM pg_policies)
))
