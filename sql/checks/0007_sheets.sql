-- True after 0007: steps are never changed, and a period only moves along its workflow.
DO $$
BEGIN
  IF pg_catalog.has_table_privilege('cadre_app', 'cadre.sheet_step', 'UPDATE, DELETE, TRUNCATE')
    OR pg_catalog.has_any_column_privilege('cadre_app', 'cadre.sheet_step', 'UPDATE')
    OR pg_catalog.has_any_column_privilege('cadre_app', 'cadre.period_step', 'UPDATE')
  THEN RAISE EXCEPTION 'cadre_app may change steps'; END IF;

  IF NOT EXISTS (SELECT FROM pg_catalog.pg_trigger
    WHERE tgrelid = 'cadre.period'::regclass AND tgname = 'period_step_allowed' AND tgenabled = 'A')
  THEN RAISE EXCEPTION 'the workflow of a period is not kept by the database'; END IF;

  IF (SELECT count(*) FROM pg_catalog.pg_partitioned_table
       WHERE partrelid IN ('cadre.sheet'::regclass, 'cadre.sheet_entry'::regclass,
         'cadre.sheet_step'::regclass) AND partnatts = 1) <> 3
  THEN RAISE EXCEPTION 'sheets are not partitioned by one key'; END IF;
END
$$;
