-- True after 0012: sheets of a month leave room for being written once more.
DO $$
BEGIN
  IF pg_catalog.pg_get_functiondef('cadre.make_period_tables(int)'::regprocedure)
    NOT LIKE '%fillfactor = 50%'
  THEN RAISE EXCEPTION 'sheets of new months leave no room on their pages'; END IF;
END
$$;
