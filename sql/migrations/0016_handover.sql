-- Why: a unit that ends, and two records that become one, must leave nobody stranded. An open
-- transfer names the cell or the record that would be gone, a stay lasts on in it. So the database
-- asks for both where a unit closes, units merge and members are merged, whoever writes it.
-- Risk: none; functions and triggers that read.
-- Way back: drop the triggers and their functions.
-- Distribution: a unit's ties are asked of every node; the merge of two members is of two members.

-- What ties a unit: open transfers from or to it, and stays in it that last to the day or longer.
CREATE FUNCTION unit_ties(asked bigint, day date)
  RETURNS TABLE (transfer_id bigint, tie text)
  LANGUAGE sql STABLE SET search_path = cadre, pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT transfer.id, 'transfer_unit_ends' FROM cadre.transfer
   WHERE (from_cell_id = asked OR to_cell_id = asked)
     AND state IN ('submitted', 'reviewed', 'released', 'in_transit')
  UNION ALL
  SELECT stay.transfer_id, 'temporary_stay_unit_ends' FROM (
    SELECT DISTINCT ON (member_id, valid_from) known.transfer_id, known.last_on
      FROM cadre.temporary_stay AS known WHERE known.cell_id = asked
     ORDER BY member_id, valid_from, known_at DESC) AS stay
   WHERE stay.last_on >= day;
END;
COMMENT ON FUNCTION unit_ties(bigint, date) IS 'what stands in the way of a unit that is to end on that day';
GRANT EXECUTE ON FUNCTION unit_ties(bigint, date) TO cadre_app;

-- Who would stay in their own cell once their unit is carried on by another one.
CREATE FUNCTION stays_at_home(old bigint, new bigint, day date) RETURNS SETOF bigint
  LANGUAGE sql STABLE SET search_path = cadre, pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT stay.transfer_id FROM (
    SELECT DISTINCT ON (member_id, valid_from) known.transfer_id, known.member_id, known.last_on
      FROM cadre.temporary_stay AS known WHERE known.cell_id = new
     ORDER BY member_id, valid_from, known_at DESC) AS stay
   WHERE stay.last_on >= day AND (
     SELECT official.cell_id FROM cadre.cell_membership AS official
      WHERE official.member_id = stay.member_id AND official.valid_from <= day
      ORDER BY official.valid_from DESC, official.known_at DESC LIMIT 1) IN (old, new);
END;
COMMENT ON FUNCTION stays_at_home(bigint, bigint, date) IS 'stays in a unit of those whose own cell it becomes on that day';
GRANT EXECUTE ON FUNCTION stays_at_home(bigint, bigint, date) TO cadre_app;

-- What ties a record: its open transfer, and stays that last to the day or longer.
CREATE FUNCTION member_ties(asked bigint[], day date)
  RETURNS TABLE (member_id bigint, transfer_id bigint, tie text)
  LANGUAGE sql STABLE SET search_path = cadre, pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT transfer.member_id, transfer.id, 'transfer_member_merges' FROM cadre.transfer
   WHERE transfer.member_id = ANY (asked)
     AND state IN ('submitted', 'reviewed', 'released', 'in_transit')
  UNION ALL
  SELECT stay.member_id, stay.transfer_id, 'temporary_stay_member_merges' FROM (
    SELECT DISTINCT ON (known.member_id, valid_from)
           known.member_id, known.transfer_id, known.last_on
      FROM cadre.temporary_stay AS known WHERE known.member_id = ANY (asked)
     ORDER BY known.member_id, valid_from, known_at DESC) AS stay
   WHERE stay.last_on >= day;
END;
COMMENT ON FUNCTION member_ties(bigint[], date) IS 'what stands in the way of joining these records on that day';
GRANT EXECUTE ON FUNCTION member_ties(bigint[], date) TO cadre_app;

CREATE FUNCTION refuse_tied_closing() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = cadre, pg_catalog, pg_temp
AS $$
DECLARE
  found text;
BEGIN
  IF NOT EXISTS (SELECT FROM fresh WHERE NOT open) THEN RETURN NULL; END IF;
  -- Whoever asks for a transfer or receives a stay holds the unit for the foreign key.
  PERFORM FROM cadre.unit WHERE id IN (SELECT unit_id FROM fresh WHERE NOT open)
   ORDER BY id FOR UPDATE;
  SELECT min(ties.tie) INTO found
    FROM fresh
   CROSS JOIN LATERAL (SELECT coalesce((
       SELECT before.open FROM cadre.unit_placement AS before
        WHERE before.unit_id = fresh.unit_id AND before.valid_from <= fresh.valid_from
          AND before.event_id <> fresh.event_id
        ORDER BY before.valid_from DESC, before.known_at DESC LIMIT 1), true) AS was_open) AS past
   CROSS JOIN LATERAL cadre.unit_ties(fresh.unit_id, fresh.valid_from) AS ties
   WHERE NOT fresh.open AND past.was_open;
  IF found = 'transfer_unit_ends' THEN
    RAISE EXCEPTION 'open transfers name a unit that is to close'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'transfer_unit_ends';
  ELSIF found IS NOT NULL THEN
    RAISE EXCEPTION 'somebody stays in a unit that is to close'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'temporary_stay_unit_ends';
  END IF;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION refuse_tied_closing() IS 'trigger: a unit closes only where no transfer is open and nobody stays';
CREATE TRIGGER unit_placement_free AFTER INSERT ON unit_placement
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION refuse_tied_closing();
ALTER TABLE unit_placement ENABLE ALWAYS TRIGGER unit_placement_free;

CREATE FUNCTION refuse_stay_at_home() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = cadre, pg_catalog, pg_temp
AS $$
BEGIN
  IF EXISTS (SELECT FROM cadre.stays_at_home(NEW.predecessor_id, NEW.successor_id, NEW.on_day))
  THEN
    RAISE EXCEPTION 'somebody would stay in the own cell'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'temporary_stay_at_home';
  END IF;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION refuse_stay_at_home() IS 'trigger: a merge of units leaves nobody staying in the own cell';
CREATE TRIGGER unit_succession_free AFTER INSERT ON unit_succession
  FOR EACH ROW WHEN (NEW.kind = 'merge') EXECUTE FUNCTION refuse_stay_at_home();
ALTER TABLE unit_succession ENABLE ALWAYS TRIGGER unit_succession_free;

CREATE FUNCTION refuse_tied_merging() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = cadre, pg_catalog, pg_temp
AS $$
DECLARE
  found text;
BEGIN
  PERFORM FROM cadre.member WHERE id IN (NEW.id, NEW.merged_into) ORDER BY id FOR UPDATE;
  SELECT min(tie) INTO found FROM cadre.member_ties(
    ARRAY[NEW.id, NEW.merged_into],
    (pg_catalog.clock_timestamp() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date);
  IF found = 'transfer_member_merges' THEN
    RAISE EXCEPTION 'a record with an open transfer is not merged'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'transfer_member_merges';
  ELSIF found IS NOT NULL THEN
    RAISE EXCEPTION 'a record with a running stay is not merged'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'temporary_stay_member_merges';
  END IF;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION refuse_tied_merging() IS 'trigger: records are joined only where no transfer is open and no stay runs';
CREATE TRIGGER member_merge_free AFTER UPDATE OF merged_into ON member
  FOR EACH ROW WHEN (NEW.merged_into IS NOT NULL AND NEW.merged_into IS DISTINCT FROM OLD.merged_into)
  EXECUTE FUNCTION refuse_tied_merging();
ALTER TABLE member ENABLE ALWAYS TRIGGER member_merge_free;
