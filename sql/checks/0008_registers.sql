-- True after 0008: an excuse is withdrawn, never edited, and the catalogue only grows.
DO $$
BEGIN
  IF pg_catalog.has_column_privilege('cadre_app', 'cadre.excuse', 'delays', 'UPDATE')
    OR pg_catalog.has_table_privilege('cadre_app', 'cadre.excuse', 'DELETE')
  THEN RAISE EXCEPTION 'cadre_app may edit excuses'; END IF;
  IF pg_catalog.has_any_column_privilege('cadre_app', 'cadre.product', 'UPDATE')
  THEN RAISE EXCEPTION 'cadre_app may edit the catalogue'; END IF;
END
$$;
