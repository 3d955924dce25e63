-- True after 0014: the program changes no transfer and writes no stay by itself, what keeps them is
-- always on, and the workflow ends where it should.
DO $$
DECLARE
  relation text;
  guard text;
BEGIN
  FOREACH relation IN ARRAY ARRAY['transfer', 'transfer_step', 'transfer_paper',
    'temporary_stay', 'transfer_workflow', 'grassroots_organisation']
  LOOP
    IF pg_catalog.has_table_privilege('cadre_app', 'cadre.' || relation, 'UPDATE')
      OR pg_catalog.has_any_column_privilege('cadre_app', 'cadre.' || relation, 'UPDATE')
      OR pg_catalog.has_table_privilege('cadre_app', 'cadre.' || relation, 'DELETE')
    THEN RAISE EXCEPTION 'cadre_app may change %', relation; END IF;
  END LOOP;
  IF pg_catalog.has_table_privilege('cadre_app', 'cadre.temporary_stay', 'INSERT')
    OR pg_catalog.has_table_privilege('cadre_app', 'cadre.transfer_workflow', 'INSERT')
    OR pg_catalog.has_column_privilege('cadre_app', 'cadre.transfer', 'state', 'INSERT')
    OR pg_catalog.has_column_privilege('cadre_app', 'cadre.transfer', 'released_by', 'INSERT')
  THEN RAISE EXCEPTION 'cadre_app may write what only steps write'; END IF;
  FOREACH guard IN ARRAY ARRAY['transfer_step_taken', 'transfer_step_append_only',
    'transfer_paper_append_only', 'temporary_stay_append_only',
    'grassroots_organisation_append_only']
  LOOP
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgname = guard AND tgenabled = 'A')
    THEN RAISE EXCEPTION 'the trigger % is not always on', guard; END IF;
  END LOOP;
  IF EXISTS (SELECT FROM cadre.transfer_workflow WHERE from_state IN ('returned', 'cancelled'))
  THEN RAISE EXCEPTION 'a transfer goes on after its end'; END IF;
END
$$;
