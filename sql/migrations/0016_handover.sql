-- Why: a unit that ends, and two records that become one, must leave nobody stranded. An open
-- transfer names the cell or the record that would be gone, a stay lasts on in it. So the database
-- asks for both where a unit closes, units merge and members are merged, whoever writes it.
--
-- Beside it stands what two installations that hand a member over keep of it; see below.
-- Risk: none; new tables, functions, and triggers that read.
-- Way back: drop the triggers, their functions and the tables.
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

-- Why, the second part: two installations hand a member over by signed files. What left and what
-- came is kept, so that a file is taken once, an answer belongs to what it answers, and a step that
-- another installation took rests on what that one signed.
CREATE TABLE handover_export (
  package_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  transfer_id bigint NOT NULL,
  digest text COLLATE "C" NOT NULL,
  key_id text COLLATE "C" NOT NULL,
  to_key_id text COLLATE "C",
  day date NOT NULL,
  event_id bigint NOT NULL,
  CONSTRAINT handover_export_pkey PRIMARY KEY (package_id),
  CONSTRAINT handover_export_id_form CHECK (package_id ~ '^[0-9a-f]{32}$'),
  CONSTRAINT handover_export_kind_known CHECK (kind IN ('member', 'receipt')),
  CONSTRAINT handover_export_transfer_known FOREIGN KEY (transfer_id) REFERENCES transfer,
  CONSTRAINT handover_export_transfer_key UNIQUE (package_id, transfer_id),
  CONSTRAINT handover_export_digest_form CHECK (digest ~ '^[0-9a-f]{64}$'),
  CONSTRAINT handover_export_signed_with FOREIGN KEY (key_id) REFERENCES signing_key,
  CONSTRAINT handover_export_addressee_known FOREIGN KEY (to_key_id) REFERENCES signing_key,
  CONSTRAINT handover_export_event_known FOREIGN KEY (event_id) REFERENCES audit_event
);
CREATE INDEX handover_export_by_transfer ON handover_export (transfer_id);
COMMENT ON TABLE handover_export IS 'personal: signed files about a member that left this installation; append-only';
COMMENT ON COLUMN handover_export.package_id IS 'internal: random number of the file';
COMMENT ON COLUMN handover_export.kind IS 'internal: member (on the way) or receipt (the answer)';
COMMENT ON COLUMN handover_export.transfer_id IS 'internal: the transfer';
COMMENT ON COLUMN handover_export.digest IS 'internal: SHA-256 of what was signed';
COMMENT ON COLUMN handover_export.key_id IS 'internal: the key that signed';
COMMENT ON COLUMN handover_export.to_key_id IS 'internal: a key of the one that it is for; none: for whoever trusts the signer';
COMMENT ON COLUMN handover_export.day IS 'internal: the day of the signature';
COMMENT ON COLUMN handover_export.event_id IS 'internal: the verb';
CREATE TRIGGER handover_export_append_only BEFORE UPDATE OR DELETE ON handover_export
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER handover_export_no_truncate BEFORE TRUNCATE ON handover_export
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE handover_export ENABLE ALWAYS TRIGGER handover_export_append_only;
ALTER TABLE handover_export ENABLE ALWAYS TRIGGER handover_export_no_truncate;
GRANT SELECT, INSERT ON handover_export TO cadre_app;

CREATE TABLE handover_import (
  package_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  transfer_id bigint NOT NULL,
  answers text COLLATE "C",
  key_id text COLLATE "C" NOT NULL,
  signed text NOT NULL,
  digest text COLLATE "C" NOT NULL,
  signature text COLLATE "C" NOT NULL,
  scores_digest text COLLATE "C" NOT NULL DEFAULT '',
  signed_on date NOT NULL,
  event_id bigint NOT NULL,
  CONSTRAINT handover_import_pkey PRIMARY KEY (package_id),
  CONSTRAINT handover_import_id_form CHECK (package_id ~ '^[0-9a-f]{32}$'),
  CONSTRAINT handover_import_kind_known CHECK (kind IN ('member', 'receipt')),
  CONSTRAINT handover_import_transfer_known FOREIGN KEY (transfer_id) REFERENCES transfer,
  CONSTRAINT handover_import_answers_known
    FOREIGN KEY (answers, transfer_id) REFERENCES handover_export (package_id, transfer_id),
  CONSTRAINT handover_import_receipt_answers CHECK ((kind = 'receipt') = (answers IS NOT NULL)),
  CONSTRAINT handover_import_signed_with FOREIGN KEY (key_id) REFERENCES signing_key,
  CONSTRAINT handover_import_digest_of_text CHECK (
    digest = pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(signed, 'UTF8')), 'hex')),
  CONSTRAINT handover_import_signature_form CHECK (signature ~ '^[0-9a-f]{128}$'),
  CONSTRAINT handover_import_scores_digest_form CHECK (scores_digest ~ '^([0-9a-f]{64})?$'),
  CONSTRAINT handover_import_event_known FOREIGN KEY (event_id) REFERENCES audit_event
);
CREATE INDEX handover_import_by_transfer ON handover_import (transfer_id);
CREATE INDEX handover_import_by_event ON handover_import (event_id);
COMMENT ON TABLE handover_import IS 'personal: signed files about a member that came from another installation, each once; append-only';
COMMENT ON COLUMN handover_import.package_id IS 'internal: random number of the file';
COMMENT ON COLUMN handover_import.kind IS 'internal: member (on the way) or receipt (the answer)';
COMMENT ON COLUMN handover_import.transfer_id IS 'internal: the transfer of this record that came of it, or that it answers';
COMMENT ON COLUMN handover_import.answers IS 'internal: of a receipt: the exported file';
COMMENT ON COLUMN handover_import.key_id IS 'internal: the key of the other installation';
COMMENT ON COLUMN handover_import.signed IS 'personal: what was signed, whole';
COMMENT ON COLUMN handover_import.digest IS 'internal: SHA-256 of what was signed';
COMMENT ON COLUMN handover_import.signature IS 'internal: Ed25519 over what was signed';
COMMENT ON COLUMN handover_import.scores_digest IS 'internal: SHA-256 over the lines of the scores that came along; empty: none';
COMMENT ON COLUMN handover_import.signed_on IS 'internal: the day of the signature';
COMMENT ON COLUMN handover_import.event_id IS 'internal: the verb';
CREATE TRIGGER handover_import_append_only BEFORE UPDATE OR DELETE ON handover_import
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER handover_import_no_truncate BEFORE TRUNCATE ON handover_import
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE handover_import ENABLE ALWAYS TRIGGER handover_import_append_only;
ALTER TABLE handover_import ENABLE ALWAYS TRIGGER handover_import_no_truncate;
GRANT SELECT, INSERT ON handover_import TO cadre_app;

CREATE TABLE imported_score (
  package_id text COLLATE "C" NOT NULL,
  month text COLLATE "C" NOT NULL,
  unit_code text COLLATE "C" NOT NULL,
  unit_name clean_text NOT NULL,
  form text COLLATE "C" NOT NULL,
  framework text COLLATE "C" NOT NULL,
  status text COLLATE "C" NOT NULL,
  general text COLLATE "C" NOT NULL,
  results text COLLATE "C" NOT NULL,
  total text COLLATE "C" NOT NULL,
  grade text COLLATE "C" NOT NULL,
  final_grade text COLLATE "C" NOT NULL,
  reasons text COLLATE "C" NOT NULL,
  run_digest text COLLATE "C" NOT NULL,
  event_id bigint NOT NULL,
  CONSTRAINT imported_score_pkey PRIMARY KEY (package_id, month),
  CONSTRAINT imported_score_package_known FOREIGN KEY (package_id) REFERENCES handover_import,
  CONSTRAINT imported_score_whole CHECK (
    month ~ '^[0-9]{4}-[0-9]{2}$' AND unit_code ~ '^[A-Za-z0-9._-]{1,40}$'
    AND form IN ('staff', 'leader') AND framework ~ '^([A-Za-z0-9._-]{1,40}@[0-9]{1,9})?$'
    AND status IN ('rated', 'not_rated', 'incomplete')
    AND grade ~ '^[A-D]?$' AND final_grade ~ '^[A-D]?$'
    AND (status = 'rated') = (total <> '') AND (status = 'rated') = (grade <> '')
    AND general ~ '^([0-9]{1,3}[.][0-9]{2})?$' AND results ~ '^([0-9]{1,3}[.][0-9]{2})?$'
    AND total ~ '^([0-9]{1,3}[.][0-9]{2})?$' AND reasons ~ '^[!-{}~]*$'
    AND pg_catalog.length(reasons) <= 1000
    AND run_digest ~ '^[0-9a-f]{64}$')
);
COMMENT ON TABLE imported_score IS 'personal: published scores of other installations, as they signed them; append-only';
COMMENT ON COLUMN imported_score.package_id IS 'internal: the file that they came in';
COMMENT ON COLUMN imported_score.month IS 'personal: the month';
COMMENT ON COLUMN imported_score.unit_code IS 'personal: the unit that graded';
COMMENT ON COLUMN imported_score.unit_name IS 'personal: its name then';
COMMENT ON COLUMN imported_score.form IS 'personal: staff or leader';
COMMENT ON COLUMN imported_score.framework IS 'personal: the framework, with its version';
COMMENT ON COLUMN imported_score.status IS 'personal: rated, not_rated or incomplete';
COMMENT ON COLUMN imported_score.general IS 'personal: points of the first section';
COMMENT ON COLUMN imported_score.results IS 'personal: points of the others';
COMMENT ON COLUMN imported_score.total IS 'personal: the total';
COMMENT ON COLUMN imported_score.grade IS 'personal: before the quota';
COMMENT ON COLUMN imported_score.final_grade IS 'personal: after it';
COMMENT ON COLUMN imported_score.reasons IS 'personal: reasons, joined by ;';
COMMENT ON COLUMN imported_score.run_digest IS 'public: digest of the run of the other installation';
COMMENT ON COLUMN imported_score.event_id IS 'internal: the verb';
CREATE TRIGGER imported_score_append_only BEFORE UPDATE OR DELETE ON imported_score
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER imported_score_no_truncate BEFORE TRUNCATE ON imported_score
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE imported_score ENABLE ALWAYS TRIGGER imported_score_append_only;
ALTER TABLE imported_score ENABLE ALWAYS TRIGGER imported_score_no_truncate;
GRANT SELECT, INSERT ON imported_score TO cadre_app;

CREATE FUNCTION refuse_untrusted_handover() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = cadre, pg_catalog, pg_temp
AS $$
BEGIN
  IF EXISTS (SELECT FROM cadre.signing_key WHERE id = NEW.key_id AND holder = '')
    OR EXISTS (SELECT FROM cadre.signing_key_retirement
         WHERE key_id = NEW.key_id AND day <= NEW.signed_on)
  THEN
    RAISE EXCEPTION 'the key is not trusted'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'handover_import_key_trusted';
  END IF;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION refuse_untrusted_handover() IS 'trigger: what is imported was signed by a trusted key of another installation, before it was retired';
CREATE TRIGGER handover_import_trusted AFTER INSERT ON handover_import
  FOR EACH ROW EXECUTE FUNCTION refuse_untrusted_handover();
ALTER TABLE handover_import ENABLE ALWAYS TRIGGER handover_import_trusted;

-- A step in the name of a key is one that its installation signed: of the sender what goes before
-- the reception, of the receiver the reception or the return.
CREATE FUNCTION refuse_unsigned_steps() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = cadre, pg_catalog, pg_temp
AS $$
BEGIN
  IF EXISTS (
    SELECT FROM fresh WHERE pg_catalog.starts_with(fresh.account, 'key.') AND NOT EXISTS (
      SELECT FROM cadre.handover_import AS signed
       WHERE signed.event_id = fresh.event_id AND signed.transfer_id = fresh.transfer_id
         AND fresh.account = 'key.' || signed.key_id
         AND CASE signed.kind WHEN 'member' THEN fresh.step IN ('review', 'release', 'send')
               ELSE fresh.step IN ('receive', 'return') END))
  THEN
    RAISE EXCEPTION 'a step of another installation is not signed'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'transfer_step_of_handover';
  END IF;
  -- Whoever got the file may have received the member: taking it back needs their word for it.
  IF EXISTS (
    SELECT FROM fresh
     WHERE step IN ('cancel', 'return') AND document = ''
       AND NOT pg_catalog.starts_with(account, 'key.')
       AND EXISTS (SELECT FROM cadre.handover_export AS gone
            WHERE gone.transfer_id = fresh.transfer_id AND gone.kind = 'member'))
  THEN
    RAISE EXCEPTION 'a signed file about the member has left'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'transfer_step_handed_over';
  END IF;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION refuse_unsigned_steps() IS 'trigger: a step in the name of a key rests on an imported handover, and nobody takes back what has left without a document';
CREATE TRIGGER transfer_step_signed AFTER INSERT ON transfer_step
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION refuse_unsigned_steps();
ALTER TABLE transfer_step ENABLE ALWAYS TRIGGER transfer_step_signed;

CREATE FUNCTION refuse_late_scores() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = cadre, pg_catalog, pg_temp
AS $$
BEGIN
  IF EXISTS (
    SELECT FROM fresh JOIN cadre.handover_import AS package USING (package_id)
      JOIN cadre.audit_event AS event ON event.id = package.event_id
     WHERE package.kind <> 'member' OR fresh.event_id <> package.event_id
        OR event.xid <> pg_catalog.pg_current_xact_id())
  THEN
    RAISE EXCEPTION 'scores come with their handover'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'imported_score_of_package';
  END IF;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION refuse_late_scores() IS 'trigger: scores are imported in the transaction of their handover';
CREATE TRIGGER imported_score_timely AFTER INSERT ON imported_score
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION refuse_late_scores();
ALTER TABLE imported_score ENABLE ALWAYS TRIGGER imported_score_timely;
