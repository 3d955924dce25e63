-- True after 0013: what a run has read of dues is only added, and every period has its partition.
DO $$
BEGIN
  IF pg_catalog.has_table_privilege('cadre_app', 'cadre.run_dues', 'UPDATE, DELETE, TRUNCATE')
  THEN RAISE EXCEPTION 'cadre_app may change run_dues'; END IF;
  IF EXISTS (
    SELECT FROM cadre.period WHERE pg_catalog.to_regclass('cadre.run_dues_' || id) IS NULL)
  THEN RAISE EXCEPTION 'a period has no partition of run_dues'; END IF;
END
$$;
