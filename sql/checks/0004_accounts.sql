-- True after 0004: a grant cannot be deleted or rewritten, only taken back.
DO $$
BEGIN
  IF pg_catalog.has_table_privilege('cadre_app', 'cadre.account_grant', 'UPDATE, DELETE, TRUNCATE')
    OR pg_catalog.has_column_privilege('cadre_app', 'cadre.account_grant', 'role', 'UPDATE')
  THEN RAISE EXCEPTION 'cadre_app may rewrite grants'; END IF;
END
$$;
