-- True after 0006: what a period has used stays as it was.
DO $$
BEGIN
  IF (SELECT count(*) FROM pg_trigger
       WHERE tgrelid IN ('cadre.framework'::regclass, 'cadre.framework_freeze'::regclass)
         AND NOT tgisinternal AND tgenabled = 'A') <> 4 THEN
    RAISE EXCEPTION 'the triggers that freeze frameworks are not on always';
  END IF;
  IF has_table_privilege('cadre_app', 'cadre.framework', 'DELETE') THEN
    RAISE EXCEPTION 'cadre_app may delete frameworks';
  END IF;
END
$$;
