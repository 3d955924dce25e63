-- Why: rules that only the program kept, or nobody. A framework with sheets by it is frozen, also
-- where nobody noted that it is in use: sheets from a file used it without. An objective cause stands
-- on the register once. A proposal that is approved is a new product and displaces none. A transfer
-- of another installation comes in once, also where its sender signed two files of it; and whoever
-- has handed somebody over does not receive them in the other's place.
-- Risk: reads every sheet once (a second a million), to freeze what is in use.
-- Way back: the function of 0006; drop the triggers, their functions and the constraint.
-- Distribution: the register is looked up by subject_id, which it is distributed by; files of
-- handovers are few.

INSERT INTO framework_freeze (framework_id, event_id)
SELECT framework_id, min(event_id) FROM sheet GROUP BY framework_id ORDER BY framework_id
ON CONFLICT ON CONSTRAINT framework_freeze_pkey DO NOTHING;

CREATE OR REPLACE FUNCTION refuse_frozen_framework() RETURNS trigger
  LANGUAGE plpgsql SET search_path = cadre, pg_catalog, pg_temp
AS $$
BEGIN
  IF TG_OP = 'DELETE'
    OR EXISTS (SELECT FROM cadre.framework_freeze WHERE framework_id = OLD.id)
    OR EXISTS (SELECT FROM cadre.sheet WHERE framework_id = OLD.id)
  THEN
    RAISE EXCEPTION 'framework %@% is frozen', OLD.code, OLD.version
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'framework_frozen';
  END IF;
  RETURN NEW;
END
$$;

CREATE FUNCTION refuse_excuse_twice() RETURNS trigger
  LANGUAGE plpgsql SET search_path = cadre, pg_catalog, pg_temp
AS $$
BEGIN
  IF EXISTS (
    SELECT FROM cadre.excuse
     WHERE subject_id = NEW.subject_id AND period_id = NEW.period_id AND id <> NEW.id
       AND work_code = NEW.work_code AND cause = NEW.cause AND document = NEW.document
       AND withdrawn_at IS NULL)
  THEN
    RAISE EXCEPTION 'this cause is on the register of % already', NEW.subject_id
      USING ERRCODE = 'unique_violation', CONSTRAINT = 'excuse_once';
  END IF;
  RETURN NEW;
END
$$;
COMMENT ON FUNCTION refuse_excuse_twice() IS 'trigger: the same cause by the same document stands once; whoever writes holds the sheet';
CREATE TRIGGER excuse_once BEFORE INSERT ON excuse
  FOR EACH ROW EXECUTE FUNCTION refuse_excuse_twice();
ALTER TABLE excuse ENABLE ALWAYS TRIGGER excuse_once;

-- What was approved before keeps its version.
ALTER TABLE product_proposal ADD CONSTRAINT product_proposal_new_product
  CHECK (product_version = 1) NOT VALID;

CREATE FUNCTION handover_transfer(signed text) RETURNS bigint
  LANGUAGE sql IMMUTABLE SET search_path = cadre, pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT (pg_catalog.substr(signed, pg_catalog.strpos(signed, E'\n') + 1)::jsonb
    -> 'transfer' ->> 'number')::bigint;
END;
COMMENT ON FUNCTION handover_transfer(text) IS 'the number of the transfer at the sender, of what a handover signed; none in an answer';
GRANT EXECUTE ON FUNCTION handover_transfer(text) TO cadre_app;

CREATE FUNCTION refuse_handover_twice() RETURNS trigger
  LANGUAGE plpgsql SET search_path = cadre, pg_catalog, pg_temp
AS $$
BEGIN
  -- One import at a time: two files of one transfer would not see each other.
  PERFORM pg_catalog.pg_advisory_xact_lock(41, 16);
  IF EXISTS (
    SELECT FROM cadre.handover_import AS known
      JOIN cadre.signing_key AS theirs ON theirs.id = known.key_id
     WHERE known.kind = 'member' AND known.package_id <> NEW.package_id
       AND theirs.holder = (SELECT holder FROM cadre.signing_key WHERE id = NEW.key_id)
       AND cadre.handover_transfer(known.signed) = cadre.handover_transfer(NEW.signed))
  THEN
    RAISE EXCEPTION 'this transfer was handed over before'
      USING ERRCODE = 'unique_violation', CONSTRAINT = 'handover_import_once';
  END IF;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION refuse_handover_twice() IS 'trigger: one transfer of one sender comes in once, by whatever file and key';
CREATE TRIGGER handover_import_once AFTER INSERT ON handover_import
  FOR EACH ROW WHEN (NEW.kind = 'member') EXECUTE FUNCTION refuse_handover_twice();
ALTER TABLE handover_import ENABLE ALWAYS TRIGGER handover_import_once;

CREATE OR REPLACE FUNCTION refuse_unsigned_steps() RETURNS trigger
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
  -- Whoever got the file receives the member or sends the file back: else it needs their word for it.
  IF EXISTS (
    SELECT FROM fresh
     WHERE step IN ('receive', 'cancel', 'return') AND document = ''
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
