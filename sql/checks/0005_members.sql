-- True after 0005: each chain of facts has one row for a member, day and moment, and is append-only.
DO $$
DECLARE
  chain text;
BEGIN
  FOREACH chain IN ARRAY
    ARRAY['cell_membership', 'post_holding', 'party_standing', 'dues_basis']
  LOOP
    IF pg_catalog.has_table_privilege(
      'cadre_app', 'cadre.' || chain, 'UPDATE, DELETE, TRUNCATE')
    THEN RAISE EXCEPTION 'cadre_app may change %', chain; END IF;

    IF NOT EXISTS (
      SELECT FROM pg_catalog.pg_constraint
       WHERE conrelid = ('cadre.' || chain)::regclass AND contype = 'p'
         AND pg_catalog.pg_get_constraintdef(oid)
           = 'PRIMARY KEY (member_id, valid_from, known_at)')
    THEN RAISE EXCEPTION '% may hold two answers for one day', chain; END IF;
  END LOOP;

  IF pg_catalog.has_table_privilege('cadre_app', 'cadre.member', 'DELETE, TRUNCATE')
  THEN RAISE EXCEPTION 'cadre_app may delete members'; END IF;
END
$$;
