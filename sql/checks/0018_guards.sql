-- True after 0018: what sheets are by is frozen, and the register's guard is always on.
DO $$
BEGIN
  IF EXISTS (SELECT FROM cadre.sheet WHERE framework_id NOT IN
      (SELECT framework_id FROM cadre.framework_freeze))
  THEN RAISE EXCEPTION 'a framework in use is not frozen'; END IF;
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgname = 'excuse_once' AND tgenabled = 'A')
  THEN RAISE EXCEPTION 'the trigger excuse_once is not always on'; END IF;
END
$$;
