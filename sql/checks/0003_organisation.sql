-- True after 0003: placements are append-only, and no unit stands under its own level.
DO $$
BEGIN
  IF pg_catalog.has_table_privilege(
    'cadre_app', 'cadre.unit_placement', 'UPDATE, DELETE, TRUNCATE')
  THEN RAISE EXCEPTION 'cadre_app may change placements'; END IF;

  IF (SELECT count(*) FROM pg_catalog.pg_constraint
       WHERE conrelid = 'cadre.unit_placement'::regclass AND convalidated
         AND conname IN ('unit_placement_pkey', 'unit_placement_parent_in_tree',
           'unit_placement_parent_above')) <> 3
  THEN RAISE EXCEPTION 'what keeps the tree free of cycles is missing'; END IF;
END
$$;
