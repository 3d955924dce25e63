-- Why: opening a month lays out a sheet for everybody, and nearly every one of them is written once
-- more: when it is imported, scored by its member or decided. A page that is left half empty takes
-- the new row beside the old one and no index hears of it: 500,000 sheets in a third of the time.
-- Risk: none; months that are open already stay as they are, new ones take twice the room for this
-- one table (some 100 bytes a sheet).
-- Way back: the function of 0007.
-- Distribution: as 0007.

CREATE OR REPLACE FUNCTION make_period_tables(number int) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = cadre, pg_catalog, pg_temp
AS $$
DECLARE
  parent text;
  part text;
BEGIN
  PERFORM FROM cadre.period AS known WHERE known.id = number;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such period'; END IF;
  FOR parent IN
    SELECT relname FROM pg_catalog.pg_class
     WHERE relnamespace = 'cadre'::regnamespace AND relkind = 'p' ORDER BY relname COLLATE "C"
  LOOP
    part := parent || '_' || number;
    CONTINUE WHEN pg_catalog.to_regclass('cadre.' || part) IS NOT NULL;
    EXECUTE format('CREATE TABLE cadre.%I (LIKE cadre.%I INCLUDING ALL)', part, parent);
    IF parent = 'sheet' THEN
      EXECUTE format('ALTER TABLE cadre.%I SET (fillfactor = 50)', part);
    END IF;
    EXECUTE format('COMMENT ON TABLE cadre.%I IS %L', part,
      pg_catalog.obj_description(('cadre.' || parent)::regclass, 'pg_class'));
    EXECUTE format('ALTER TABLE cadre.%I ATTACH PARTITION cadre.%I FOR VALUES IN (%s)',
      parent, part, number);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON cadre.%I
      FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change()', part || '_no_truncate', part);
    EXECUTE format('ALTER TABLE cadre.%I ENABLE ALWAYS TRIGGER %I', part, part || '_no_truncate');
  END LOOP;
END
$$;
COMMENT ON FUNCTION make_period_tables(int) IS 'makes the partitions of a period that are missing';
