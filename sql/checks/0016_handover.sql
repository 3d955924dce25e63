-- True after 0016: what keeps units and records from ending under an open transfer is always on, as
-- is what keeps handovers, and the program changes none of them.
DO $$
DECLARE
  relation text;
  guard text;
BEGIN
  FOREACH relation IN ARRAY ARRAY['handover_export', 'handover_import', 'imported_score']
  LOOP
    IF pg_catalog.has_table_privilege('cadre_app', 'cadre.' || relation, 'UPDATE')
      OR pg_catalog.has_any_column_privilege('cadre_app', 'cadre.' || relation, 'UPDATE')
      OR pg_catalog.has_table_privilege('cadre_app', 'cadre.' || relation, 'DELETE')
    THEN RAISE EXCEPTION 'cadre_app may change %', relation; END IF;
  END LOOP;
  FOREACH guard IN ARRAY ARRAY['unit_placement_free', 'unit_succession_free', 'member_merge_free',
    'handover_export_append_only', 'handover_import_append_only', 'imported_score_append_only',
    'handover_import_trusted', 'transfer_step_signed', 'imported_score_timely']
  LOOP
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgname = guard AND tgenabled = 'A')
    THEN RAISE EXCEPTION 'the trigger % is not always on', guard; END IF;
  END LOOP;
END
$$;
