-- Why: three rules that only the program kept. A framework with sheets by it is frozen, also where
-- nobody noted that it is in use: sheets from a file used it without. An objective cause stands on
-- the register once. A proposal that is approved is a new product and displaces none.
-- Risk: reads every sheet once (a second a million), to freeze what is in use.
-- Way back: the function of 0006; drop the trigger and the constraint.
-- Distribution: the register is looked up by subject_id, which it is distributed by.

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
