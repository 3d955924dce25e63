-- Why: the rules of a month are data: dated, versioned, and frozen once a month was scored by them.
-- Risk: none; new tables.
-- Way back: drop the two tables.
-- Distribution: small; a reference table.

CREATE TABLE framework (
  id int GENERATED ALWAYS AS IDENTITY,
  code business_code NOT NULL,
  version int NOT NULL,
  form text COLLATE "C" NOT NULL,
  title_vi clean_text NOT NULL,
  title_en clean_text NOT NULL,
  valid_from date NOT NULL,
  digest text COLLATE "C" NOT NULL,
  source text COLLATE "C" NOT NULL,
  event_id bigint NOT NULL,
  CONSTRAINT framework_pkey PRIMARY KEY (id),
  CONSTRAINT framework_version_once UNIQUE (code, version),
  CONSTRAINT framework_version_positive CHECK (version > 0),
  CONSTRAINT framework_form_known CHECK (form IN ('staff', 'leader', 'collective')),
  CONSTRAINT framework_title_length CHECK (
    pg_catalog.length(title_vi) >= 1 AND pg_catalog.length(title_vi) <= 300
    AND pg_catalog.length(title_en) >= 1 AND pg_catalog.length(title_en) <= 300),
  CONSTRAINT framework_digest_form CHECK (digest ~ '^[0-9a-f]{64}$'),
  CONSTRAINT framework_source_size CHECK (pg_catalog.length(source) BETWEEN 1 AND 200000),
  CONSTRAINT framework_event_known FOREIGN KEY (event_id) REFERENCES audit_event
);
COMMENT ON TABLE framework IS 'public: the rules by which a month is scored, one row a version';
COMMENT ON COLUMN framework.id IS 'internal: number in this database';
COMMENT ON COLUMN framework.code IS 'public: id of the framework, as sheets name it';
COMMENT ON COLUMN framework.version IS 'public: version, from 1; a change of a used framework is a new version';
COMMENT ON COLUMN framework.form IS 'public: whom it is for: staff, leader, collective';
COMMENT ON COLUMN framework.title_vi IS 'public: title in Vietnamese';
COMMENT ON COLUMN framework.title_en IS 'public: title in English';
COMMENT ON COLUMN framework.valid_from IS 'public: first day of the first month that may be scored by it';
COMMENT ON COLUMN framework.digest IS 'public: SHA-256 of the source, hex';
COMMENT ON COLUMN framework.source IS 'public: the YAML file, byte for byte';
COMMENT ON COLUMN framework.event_id IS 'internal: the verb that published it';

-- Frozen: from here on neither changed nor dropped. A row of its own, so that it holds for ever.
CREATE TABLE framework_freeze (
  framework_id int NOT NULL,
  event_id bigint NOT NULL,
  CONSTRAINT framework_freeze_pkey PRIMARY KEY (framework_id),
  CONSTRAINT framework_freeze_framework_known FOREIGN KEY (framework_id) REFERENCES framework,
  CONSTRAINT framework_freeze_event_known FOREIGN KEY (event_id) REFERENCES audit_event
);
COMMENT ON TABLE framework_freeze IS 'public: versions that a period has used; append-only';
COMMENT ON COLUMN framework_freeze.framework_id IS 'internal: the version';
COMMENT ON COLUMN framework_freeze.event_id IS 'internal: the verb that used it first';
CREATE TRIGGER framework_freeze_append_only BEFORE UPDATE OR DELETE ON framework_freeze
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER framework_freeze_no_truncate BEFORE TRUNCATE ON framework_freeze
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE framework_freeze ENABLE ALWAYS TRIGGER framework_freeze_append_only;
ALTER TABLE framework_freeze ENABLE ALWAYS TRIGGER framework_freeze_no_truncate;

CREATE FUNCTION refuse_frozen_framework() RETURNS trigger
  LANGUAGE plpgsql SET search_path = cadre, pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM FROM cadre.framework_freeze WHERE framework_id = OLD.id;
  IF FOUND OR TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'framework %@% is frozen', OLD.code, OLD.version
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'framework_frozen';
  END IF;
  RETURN NEW;
END
$$;
COMMENT ON FUNCTION refuse_frozen_framework() IS 'trigger: a framework that a period has used is frozen; none is ever deleted';
CREATE TRIGGER framework_frozen BEFORE UPDATE OR DELETE ON framework
  FOR EACH ROW EXECUTE FUNCTION refuse_frozen_framework();
CREATE TRIGGER framework_no_truncate BEFORE TRUNCATE ON framework
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE framework ENABLE ALWAYS TRIGGER framework_frozen;
ALTER TABLE framework ENABLE ALWAYS TRIGGER framework_no_truncate;

GRANT SELECT, INSERT ON framework, framework_freeze TO cadre_app;
GRANT UPDATE (form, title_vi, title_en, valid_from, digest, source, event_id) ON framework TO cadre_app;
