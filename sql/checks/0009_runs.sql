-- True after 0009: results are only added, and a sealed run stays sealed.
DO $$
DECLARE
  result text;
BEGIN
  FOREACH result IN ARRAY ARRAY['run_member', 'score', 'failed_subordinate', 'unit_score',
    'unit_input',
    'quota_group', 'quota_unit', 'quota_change', 'unit_result', 'publication']
  LOOP
    IF pg_catalog.has_table_privilege('cadre_app', 'cadre.' || result, 'UPDATE, DELETE, TRUNCATE')
    THEN RAISE EXCEPTION 'cadre_app may change %', result; END IF;
  END LOOP;
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_trigger
    WHERE tgrelid = 'cadre.run'::regclass AND tgname = 'run_sealed' AND tgenabled = 'A')
  THEN RAISE EXCEPTION 'finished runs are not sealed'; END IF;
END
$$;
