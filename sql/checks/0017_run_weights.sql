-- True after 0017: the weights of a run are written once, while it is being built.
DO $$
DECLARE
  guard text;
BEGIN
  IF pg_catalog.has_table_privilege('cadre_app', 'cadre.run_weights', 'UPDATE, DELETE, TRUNCATE')
  THEN RAISE EXCEPTION 'cadre_app may change run_weights'; END IF;
  FOREACH guard IN ARRAY ARRAY['run_weights_kept', 'run_weights_no_truncate', 'run_weights_sealed']
  LOOP
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgname = guard AND tgenabled = 'A')
    THEN RAISE EXCEPTION 'the trigger % is not always on', guard; END IF;
  END LOOP;
END
$$;
