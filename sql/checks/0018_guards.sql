-- True after 0018: what sheets are by is frozen, and the guards are always on.
DO $$
DECLARE
  guard text;
BEGIN
  IF EXISTS (SELECT FROM cadre.sheet WHERE framework_id NOT IN
      (SELECT framework_id FROM cadre.framework_freeze))
  THEN RAISE EXCEPTION 'a framework in use is not frozen'; END IF;
  FOREACH guard IN ARRAY ARRAY['excuse_once', 'handover_import_once']
  LOOP
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgname = guard AND tgenabled = 'A')
    THEN RAISE EXCEPTION 'the trigger % is not always on', guard; END IF;
  END LOOP;
END
$$;
