-- True after 0015: the program changes no key, and what keeps them is always on.
DO $$
DECLARE
  relation text;
  guard text;
BEGIN
  FOREACH relation IN ARRAY ARRAY['signing_key', 'signing_key_retirement']
  LOOP
    IF pg_catalog.has_table_privilege('cadre_app', 'cadre.' || relation, 'UPDATE')
      OR pg_catalog.has_any_column_privilege('cadre_app', 'cadre.' || relation, 'UPDATE')
      OR pg_catalog.has_table_privilege('cadre_app', 'cadre.' || relation, 'DELETE')
    THEN RAISE EXCEPTION 'cadre_app may change %', relation; END IF;
  END LOOP;
  FOREACH guard IN ARRAY ARRAY['signing_key_append_only', 'signing_key_retirement_append_only']
  LOOP
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgname = guard AND tgenabled = 'A')
    THEN RAISE EXCEPTION 'the trigger % is not always on', guard; END IF;
  END LOOP;
END
$$;
