-- True after 0002: the program can add to the trail and read it, and nothing else.
DO $$
BEGIN
  IF pg_catalog.has_table_privilege('cadre_app', 'cadre.audit_event', 'UPDATE, DELETE, TRUNCATE')
    OR pg_catalog.has_any_column_privilege('cadre_app', 'cadre.audit_event', 'UPDATE')
  THEN RAISE EXCEPTION 'cadre_app may change the trail'; END IF;

  IF (SELECT count(*) FROM pg_catalog.pg_trigger
       WHERE tgrelid = 'cadre.audit_event'::regclass AND tgenabled = 'A') <> 2
  THEN RAISE EXCEPTION 'the triggers that keep the trail are not always on'; END IF;
END
$$;
