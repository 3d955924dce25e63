-- Why: a failure or delay is excused only by an entry of the objective-cause register, with who
-- confirmed it and by which document (Decree 335/2025/NĐ-CP, article 14); and work is counted in
-- converted products, whose coefficients are a dated catalogue with an inbox for what has no name.
-- Risk: none; new tables.
-- Way back: drop the tables.
-- Distribution: excuse goes by subject_id; product and product_proposal are reference tables.

CREATE TABLE excuse (
  id bigint GENERATED ALWAYS AS IDENTITY,
  period_id int NOT NULL,
  subject_id bigint NOT NULL,
  member_id bigint,
  unit_id bigint,
  work_code business_code NOT NULL,
  failures smallint NOT NULL,
  delays smallint NOT NULL,
  cause clean_text NOT NULL,
  document clean_text NOT NULL,
  confirmed_by business_code NOT NULL,
  confirmed_at timestamptz NOT NULL,
  revision smallint NOT NULL,
  event_id bigint NOT NULL,
  withdrawn_at timestamptz,
  withdraw_event_id bigint,
  CONSTRAINT excuse_pkey PRIMARY KEY (subject_id, id),
  CONSTRAINT excuse_period_known FOREIGN KEY (period_id) REFERENCES period,
  CONSTRAINT excuse_member_known FOREIGN KEY (member_id) REFERENCES member,
  CONSTRAINT excuse_unit_known FOREIGN KEY (unit_id) REFERENCES unit,
  CONSTRAINT excuse_subject_whole CHECK (
    subject_id = coalesce(member_id, -unit_id) AND (member_id IS NULL) <> (unit_id IS NULL)),
  CONSTRAINT excuse_something CHECK (failures >= 0 AND delays >= 0 AND failures + delays > 0),
  CONSTRAINT excuse_cause_given CHECK (pg_catalog.length(cause) BETWEEN 1 AND 1000),
  CONSTRAINT excuse_document_given CHECK (pg_catalog.length(document) BETWEEN 1 AND 300),
  CONSTRAINT excuse_withdrawn_whole CHECK ((withdrawn_at IS NULL) = (withdraw_event_id IS NULL)),
  CONSTRAINT excuse_event_known FOREIGN KEY (event_id) REFERENCES audit_event,
  CONSTRAINT excuse_withdraw_event_known FOREIGN KEY (withdraw_event_id) REFERENCES audit_event
);
CREATE INDEX excuse_by_period ON excuse (period_id, subject_id);
COMMENT ON TABLE excuse IS 'personal: the objective-cause register: what is not held against somebody; withdrawn, never edited';
COMMENT ON COLUMN excuse.id IS 'internal: number in this database';
COMMENT ON COLUMN excuse.period_id IS 'internal: the month';
COMMENT ON COLUMN excuse.subject_id IS 'internal: the member, or minus the unit';
COMMENT ON COLUMN excuse.member_id IS 'internal: the member, unless it is a collective''s';
COMMENT ON COLUMN excuse.unit_id IS 'internal: the unit of a collective''s sheet';
COMMENT ON COLUMN excuse.work_code IS 'personal: the product or task on the sheet';
COMMENT ON COLUMN excuse.failures IS 'personal: quality failures that are excused';
COMMENT ON COLUMN excuse.delays IS 'personal: delays that are excused';
COMMENT ON COLUMN excuse.cause IS 'personal: the objective cause';
COMMENT ON COLUMN excuse.document IS 'personal: the document that shows it';
COMMENT ON COLUMN excuse.confirmed_by IS 'internal: who confirmed it';
COMMENT ON COLUMN excuse.confirmed_at IS 'personal: when it was confirmed';
COMMENT ON COLUMN excuse.revision IS 'internal: the revision of the month';
COMMENT ON COLUMN excuse.event_id IS 'internal: the verb';
COMMENT ON COLUMN excuse.withdrawn_at IS 'internal: since when it no longer excuses';
COMMENT ON COLUMN excuse.withdraw_event_id IS 'internal: the verb that withdrew it';
-- The register belongs to the month as its sheets do: what closed says stays.
CREATE FUNCTION refuse_late_excuse() RETURNS trigger
  LANGUAGE plpgsql SET search_path = cadre, pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM FROM cadre.period
    WHERE id = coalesce(NEW.period_id, OLD.period_id) AND state IN ('open', 'closing') FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the period of the excuse is closed'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'excuse_period_closed';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  IF TG_OP = 'INSERT' AND EXISTS (
    SELECT FROM cadre.account WHERE name = NEW.confirmed_by AND member_id = NEW.member_id)
  THEN
    RAISE EXCEPTION 'account % may not excuse its own member', NEW.confirmed_by
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'excuse_not_own';
  END IF;
  RETURN NEW;
END
$$;
COMMENT ON FUNCTION refuse_late_excuse() IS 'trigger: the register of a closed period takes nothing more, and nobody confirms for themselves';
CREATE TRIGGER excuse_period_closed BEFORE INSERT OR UPDATE OR DELETE ON excuse
  FOR EACH ROW EXECUTE FUNCTION refuse_late_excuse();
ALTER TABLE excuse ENABLE ALWAYS TRIGGER excuse_period_closed;
GRANT SELECT, INSERT ON excuse TO cadre_app;
GRANT UPDATE (withdrawn_at, withdraw_event_id) ON excuse TO cadre_app;

CREATE TABLE product (
  code business_code NOT NULL,
  version int NOT NULL,
  title clean_text NOT NULL,
  measure clean_text NOT NULL,
  coefficient bigint NOT NULL,
  valid_from date NOT NULL,
  retired boolean NOT NULL DEFAULT false,
  document clean_text NOT NULL,
  event_id bigint NOT NULL,
  CONSTRAINT product_pkey PRIMARY KEY (code, version),
  CONSTRAINT product_version_positive CHECK (version > 0),
  CONSTRAINT product_title_length CHECK (pg_catalog.length(title) BETWEEN 1 AND 300),
  CONSTRAINT product_measure_length CHECK (pg_catalog.length(measure) <= 100),
  CONSTRAINT product_coefficient_range CHECK (coefficient BETWEEN 1 AND 10000000000000),
  CONSTRAINT product_document_length CHECK (pg_catalog.length(document) <= 300),
  CONSTRAINT product_event_known FOREIGN KEY (event_id) REFERENCES audit_event
);
COMMENT ON TABLE product IS 'public: the catalogue of converted products, one row a version; append-only';
COMMENT ON COLUMN product.code IS 'public: code of the product, as entries name it';
COMMENT ON COLUMN product.version IS 'public: version, from 1';
COMMENT ON COLUMN product.title IS 'public: what it is';
COMMENT ON COLUMN product.measure IS 'public: what one of it is: a document, a case, a day';
COMMENT ON COLUMN product.coefficient IS 'public: coefficient in ten-thousandths: 10000 is the standard product';
COMMENT ON COLUMN product.valid_from IS 'public: first day on which the version holds';
COMMENT ON COLUMN product.retired IS 'public: from that day on it is not used any more';
COMMENT ON COLUMN product.document IS 'public: the decision that set it';
COMMENT ON COLUMN product.event_id IS 'internal: the verb';
CREATE TRIGGER product_append_only BEFORE UPDATE OR DELETE ON product
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER product_no_truncate BEFORE TRUNCATE ON product
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE product ENABLE ALWAYS TRIGGER product_append_only;
ALTER TABLE product ENABLE ALWAYS TRIGGER product_no_truncate;
GRANT SELECT, INSERT ON product TO cadre_app;

CREATE TABLE product_proposal (
  id bigint GENERATED ALWAYS AS IDENTITY,
  unit_id bigint NOT NULL,
  title clean_text NOT NULL,
  measure clean_text NOT NULL,
  coefficient bigint NOT NULL,
  reason clean_text NOT NULL,
  proposed_by business_code NOT NULL,
  proposed_at timestamptz NOT NULL,
  event_id bigint NOT NULL,
  outcome text COLLATE "C",
  product_code business_code,
  product_version int,
  answered_by business_code,
  answered_at timestamptz,
  answer clean_text,
  answer_event_id bigint,
  CONSTRAINT product_proposal_pkey PRIMARY KEY (id),
  CONSTRAINT product_proposal_unit_known FOREIGN KEY (unit_id) REFERENCES unit,
  CONSTRAINT product_proposal_title_length CHECK (pg_catalog.length(title) BETWEEN 1 AND 300),
  CONSTRAINT product_proposal_coefficient_range CHECK (coefficient BETWEEN 1 AND 10000000000000),
  CONSTRAINT product_proposal_outcome_known CHECK (outcome IN ('approved', 'rejected')),
  CONSTRAINT product_proposal_answered_whole CHECK (
    (outcome IS NULL) = (answered_by IS NULL) AND (outcome IS NULL) = (answered_at IS NULL)
    AND (outcome IS NULL) = (answer IS NULL) AND (outcome IS NULL) = (answer_event_id IS NULL)
    AND (outcome IS NOT DISTINCT FROM 'approved') = (product_code IS NOT NULL)
    AND (product_code IS NULL) = (product_version IS NULL)),
  CONSTRAINT product_proposal_two_people CHECK (answered_by <> proposed_by),
  CONSTRAINT product_proposal_product_known
    FOREIGN KEY (product_code, product_version) REFERENCES product (code, version),
  CONSTRAINT product_proposal_event_known FOREIGN KEY (event_id) REFERENCES audit_event,
  CONSTRAINT product_proposal_answer_event_known
    FOREIGN KEY (answer_event_id) REFERENCES audit_event
);
CREATE INDEX product_proposal_open ON product_proposal (id) WHERE outcome IS NULL;
COMMENT ON TABLE product_proposal IS 'internal: the inbox for work that has no name in the catalogue yet';
COMMENT ON COLUMN product_proposal.id IS 'internal: number of the proposal';
COMMENT ON COLUMN product_proposal.unit_id IS 'internal: the unit that proposes it';
COMMENT ON COLUMN product_proposal.title IS 'internal: what the work is';
COMMENT ON COLUMN product_proposal.measure IS 'internal: what one of it is';
COMMENT ON COLUMN product_proposal.coefficient IS 'internal: proposed coefficient in ten-thousandths';
COMMENT ON COLUMN product_proposal.reason IS 'internal: why this coefficient';
COMMENT ON COLUMN product_proposal.proposed_by IS 'internal: who proposes';
COMMENT ON COLUMN product_proposal.proposed_at IS 'internal: when';
COMMENT ON COLUMN product_proposal.event_id IS 'internal: the verb';
COMMENT ON COLUMN product_proposal.outcome IS 'internal: approved or rejected; none: open';
COMMENT ON COLUMN product_proposal.product_code IS 'internal: the product that it became';
COMMENT ON COLUMN product_proposal.product_version IS 'internal: the version of that product';
COMMENT ON COLUMN product_proposal.answered_by IS 'internal: who answered';
COMMENT ON COLUMN product_proposal.answered_at IS 'internal: when';
COMMENT ON COLUMN product_proposal.answer IS 'internal: what was answered';
COMMENT ON COLUMN product_proposal.answer_event_id IS 'internal: the verb that answered';
GRANT SELECT, INSERT ON product_proposal TO cadre_app;
GRANT UPDATE (outcome, product_code, product_version, answered_by, answered_at, answer,
  answer_event_id) ON product_proposal TO cadre_app;
