-- Why: a board awards the places that a tie leaves, moves somebody with a reason, records an
-- exception with its legal basis, and signs; and whoever was graded may appeal until a day, and is
-- answered by somebody who did not rate. Decisions are rows: withdrawn, never edited. One that is
-- not withdrawn holds for the month: for its later revisions too.
-- Risk: none; new tables.
-- Way back: drop the tables and functions.
-- Distribution: board_decision and appeal go by member_id; the others by unit, small.

CREATE TABLE board_decision (
  id bigint GENERATED ALWAYS AS IDENTITY,
  period_id int NOT NULL,
  revision smallint NOT NULL,
  run_id int NOT NULL,
  unit_id bigint NOT NULL,
  member_id bigint NOT NULL,
  kind text COLLATE "C" NOT NULL,
  grade text COLLATE "C" NOT NULL,
  reason clean_text NOT NULL,
  document clean_text NOT NULL,
  decided_by business_code NOT NULL,
  decided_at timestamptz NOT NULL,
  event_id bigint NOT NULL,
  withdrawn_at timestamptz,
  withdraw_event_id bigint,
  CONSTRAINT board_decision_pkey PRIMARY KEY (member_id, id),
  CONSTRAINT board_decision_period_known FOREIGN KEY (period_id) REFERENCES period,
  CONSTRAINT board_decision_run_known FOREIGN KEY (run_id) REFERENCES run,
  CONSTRAINT board_decision_unit_known FOREIGN KEY (unit_id) REFERENCES unit,
  CONSTRAINT board_decision_member_known FOREIGN KEY (member_id) REFERENCES member,
  CONSTRAINT board_decision_kind_known CHECK (
    kind = 'award' AND grade = 'A' OR kind = 'move' AND grade IN ('A', 'B', 'C', 'D')),
  CONSTRAINT board_decision_reason_given CHECK (pg_catalog.length(reason) BETWEEN 1 AND 1000),
  CONSTRAINT board_decision_document_length CHECK (pg_catalog.length(document) <= 300),
  CONSTRAINT board_decision_withdrawn_whole CHECK (
    (withdrawn_at IS NULL) = (withdraw_event_id IS NULL)),
  CONSTRAINT board_decision_event_known FOREIGN KEY (event_id) REFERENCES audit_event,
  CONSTRAINT board_decision_withdraw_event_known
    FOREIGN KEY (withdraw_event_id) REFERENCES audit_event
);
CREATE UNIQUE INDEX board_decision_once ON board_decision (period_id, member_id)
  WHERE withdrawn_at IS NULL;
COMMENT ON TABLE board_decision IS 'personal: what a board decided about a grade; withdrawn, never edited';
COMMENT ON COLUMN board_decision.id IS 'internal: number in this database';
COMMENT ON COLUMN board_decision.period_id IS 'internal: the month';
COMMENT ON COLUMN board_decision.revision IS 'internal: the revision of the month in which it was taken; it holds for later ones too';
COMMENT ON COLUMN board_decision.run_id IS 'internal: the run that the board had before it';
COMMENT ON COLUMN board_decision.unit_id IS 'internal: the unit of the board';
COMMENT ON COLUMN board_decision.member_id IS 'personal: the member';
COMMENT ON COLUMN board_decision.kind IS 'personal: award (a place that a tie left) or move';
COMMENT ON COLUMN board_decision.grade IS 'personal: the final grade';
COMMENT ON COLUMN board_decision.reason IS 'personal: why';
COMMENT ON COLUMN board_decision.document IS 'personal: the basis document';
COMMENT ON COLUMN board_decision.decided_by IS 'internal: who';
COMMENT ON COLUMN board_decision.decided_at IS 'internal: when; runs read the decisions known at their moment';
COMMENT ON COLUMN board_decision.event_id IS 'internal: the verb';
COMMENT ON COLUMN board_decision.withdrawn_at IS 'internal: since when it no longer holds';
COMMENT ON COLUMN board_decision.withdraw_event_id IS 'internal: the verb that withdrew it';
GRANT SELECT, INSERT ON board_decision TO cadre_app;
GRANT UPDATE (withdrawn_at, withdraw_event_id) ON board_decision TO cadre_app;

-- Nobody decides about themselves, whatever the client.
CREATE FUNCTION refuse_own_decision() RETURNS trigger
  LANGUAGE plpgsql SET search_path = cadre, pg_catalog, pg_temp
AS $$
BEGIN
  IF EXISTS (
    SELECT FROM cadre.account WHERE name = NEW.decided_by AND member_id = NEW.member_id)
  THEN
    RAISE EXCEPTION 'account % may not decide about its own member', NEW.decided_by
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'board_decision_not_own';
  END IF;
  RETURN NEW;
END
$$;
COMMENT ON FUNCTION refuse_own_decision() IS 'trigger: nobody on a board decides about themselves';
CREATE TRIGGER board_decision_not_own BEFORE INSERT ON board_decision
  FOR EACH ROW EXECUTE FUNCTION refuse_own_decision();
ALTER TABLE board_decision ENABLE ALWAYS TRIGGER board_decision_not_own;

-- What was withdrawn stays withdrawn; of a board's papers and of an answered appeal nothing
-- changes.
CREATE FUNCTION refuse_settled_change() RETURNS trigger
  LANGUAGE plpgsql SET search_path = cadre, pg_catalog, pg_temp
AS $$
BEGIN
  RAISE EXCEPTION 'a settled row of % does not change', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END
$$;
COMMENT ON FUNCTION refuse_settled_change() IS 'trigger: a decision that was withdrawn, a signature that was cleared and an appeal that was answered stay as they are';
CREATE TRIGGER board_decision_settled BEFORE UPDATE ON board_decision
  FOR EACH ROW WHEN (OLD.withdrawn_at IS NOT NULL) EXECUTE FUNCTION refuse_settled_change();
ALTER TABLE board_decision ENABLE ALWAYS TRIGGER board_decision_settled;

CREATE TABLE board_exception (
  id bigint GENERATED ALWAYS AS IDENTITY,
  period_id int NOT NULL,
  revision smallint NOT NULL,
  unit_id bigint NOT NULL,
  framework_id int NOT NULL,
  share numeric(9,6) NOT NULL,
  reason clean_text NOT NULL,
  document clean_text NOT NULL,
  decided_by business_code NOT NULL,
  decided_at timestamptz NOT NULL,
  event_id bigint NOT NULL,
  withdrawn_at timestamptz,
  withdraw_event_id bigint,
  CONSTRAINT board_exception_pkey PRIMARY KEY (id),
  CONSTRAINT board_exception_period_known FOREIGN KEY (period_id) REFERENCES period,
  CONSTRAINT board_exception_unit_known FOREIGN KEY (unit_id) REFERENCES unit,
  CONSTRAINT board_exception_framework_known FOREIGN KEY (framework_id) REFERENCES framework,
  CONSTRAINT board_exception_share_range CHECK (share > 0 AND share <= 1),
  CONSTRAINT board_exception_reason_given CHECK (pg_catalog.length(reason) BETWEEN 1 AND 1000),
  CONSTRAINT board_exception_document_given CHECK (pg_catalog.length(document) BETWEEN 1 AND 300),
  CONSTRAINT board_exception_withdrawn_whole CHECK (
    (withdrawn_at IS NULL) = (withdraw_event_id IS NULL)),
  CONSTRAINT board_exception_event_known FOREIGN KEY (event_id) REFERENCES audit_event,
  CONSTRAINT board_exception_withdraw_event_known
    FOREIGN KEY (withdraw_event_id) REFERENCES audit_event
);
CREATE UNIQUE INDEX board_exception_once ON board_exception (period_id, unit_id, framework_id)
  WHERE withdrawn_at IS NULL;
COMMENT ON TABLE board_exception IS 'internal: a larger share for one group, with its legal basis; withdrawn, never edited';
COMMENT ON COLUMN board_exception.id IS 'internal: number in this database';
COMMENT ON COLUMN board_exception.period_id IS 'internal: the month';
COMMENT ON COLUMN board_exception.revision IS 'internal: the revision of the month in which it was taken; it holds for later ones too';
COMMENT ON COLUMN board_exception.unit_id IS 'internal: the unit at which the group stands';
COMMENT ON COLUMN board_exception.framework_id IS 'internal: the framework of the group';
COMMENT ON COLUMN board_exception.share IS 'internal: the share instead of the framework''s';
COMMENT ON COLUMN board_exception.reason IS 'internal: why';
COMMENT ON COLUMN board_exception.document IS 'internal: the legal basis';
COMMENT ON COLUMN board_exception.decided_by IS 'internal: who';
COMMENT ON COLUMN board_exception.decided_at IS 'internal: when; runs read the exceptions known at their moment';
COMMENT ON COLUMN board_exception.event_id IS 'internal: the verb';
COMMENT ON COLUMN board_exception.withdrawn_at IS 'internal: since when it no longer holds';
COMMENT ON COLUMN board_exception.withdraw_event_id IS 'internal: the verb that withdrew it';
GRANT SELECT, INSERT ON board_exception TO cadre_app;
GRANT UPDATE (withdrawn_at, withdraw_event_id) ON board_exception TO cadre_app;
CREATE TRIGGER board_exception_settled BEFORE UPDATE ON board_exception
  FOR EACH ROW WHEN (OLD.withdrawn_at IS NOT NULL) EXECUTE FUNCTION refuse_settled_change();
ALTER TABLE board_exception ENABLE ALWAYS TRIGGER board_exception_settled;

CREATE TABLE board_signature (
  id bigint GENERATED ALWAYS AS IDENTITY,
  period_id int NOT NULL,
  revision smallint NOT NULL,
  run_id int NOT NULL,
  unit_id bigint NOT NULL,
  list_digest text COLLATE "C" NOT NULL,
  signed_by business_code NOT NULL,
  signed_at timestamptz NOT NULL,
  event_id bigint NOT NULL,
  cleared_at timestamptz,
  clear_event_id bigint,
  CONSTRAINT board_signature_pkey PRIMARY KEY (id),
  CONSTRAINT board_signature_period_known FOREIGN KEY (period_id) REFERENCES period,
  CONSTRAINT board_signature_run_known FOREIGN KEY (run_id) REFERENCES run,
  CONSTRAINT board_signature_unit_known FOREIGN KEY (unit_id) REFERENCES unit,
  CONSTRAINT board_signature_digest_form CHECK (list_digest ~ '^[0-9a-f]{64}$'),
  CONSTRAINT board_signature_cleared_whole CHECK ((cleared_at IS NULL) = (clear_event_id IS NULL)),
  CONSTRAINT board_signature_event_known FOREIGN KEY (event_id) REFERENCES audit_event,
  CONSTRAINT board_signature_clear_event_known FOREIGN KEY (clear_event_id) REFERENCES audit_event
);
CREATE UNIQUE INDEX board_signature_once ON board_signature (period_id, unit_id)
  WHERE cleared_at IS NULL;
COMMENT ON TABLE board_signature IS 'internal: the signature of a board under its list; a later decision clears it';
COMMENT ON COLUMN board_signature.id IS 'internal: number in this database';
COMMENT ON COLUMN board_signature.period_id IS 'internal: the month';
COMMENT ON COLUMN board_signature.revision IS 'internal: the revision of the month';
COMMENT ON COLUMN board_signature.run_id IS 'internal: the run whose list was signed';
COMMENT ON COLUMN board_signature.unit_id IS 'internal: the unit of the board';
COMMENT ON COLUMN board_signature.list_digest IS 'internal: SHA-256 of the list as it was signed';
COMMENT ON COLUMN board_signature.signed_by IS 'internal: who';
COMMENT ON COLUMN board_signature.signed_at IS 'internal: when';
COMMENT ON COLUMN board_signature.event_id IS 'internal: the verb';
COMMENT ON COLUMN board_signature.cleared_at IS 'internal: since when it no longer stands';
COMMENT ON COLUMN board_signature.clear_event_id IS 'internal: the verb that cleared it';
GRANT SELECT, INSERT ON board_signature TO cadre_app;
GRANT UPDATE (cleared_at, clear_event_id) ON board_signature TO cadre_app;
CREATE TRIGGER board_signature_settled BEFORE UPDATE ON board_signature
  FOR EACH ROW WHEN (OLD.cleared_at IS NOT NULL) EXECUTE FUNCTION refuse_settled_change();
ALTER TABLE board_signature ENABLE ALWAYS TRIGGER board_signature_settled;

CREATE TABLE appeal (
  id bigint GENERATED ALWAYS AS IDENTITY,
  period_id int NOT NULL,
  run_id int NOT NULL,
  member_id bigint NOT NULL,
  raised_by business_code NOT NULL,
  raised_at timestamptz NOT NULL,
  grounds clean_text NOT NULL,
  event_id bigint NOT NULL,
  outcome text COLLATE "C",
  answered_by business_code,
  answered_at timestamptz,
  answer clean_text,
  answer_event_id bigint,
  CONSTRAINT appeal_pkey PRIMARY KEY (member_id, id),
  CONSTRAINT appeal_once UNIQUE (run_id, member_id),
  CONSTRAINT appeal_period_known FOREIGN KEY (period_id) REFERENCES period,
  CONSTRAINT appeal_published_run FOREIGN KEY (run_id) REFERENCES publication,
  CONSTRAINT appeal_member_known FOREIGN KEY (member_id) REFERENCES member,
  CONSTRAINT appeal_grounds_given CHECK (pg_catalog.length(grounds) BETWEEN 1 AND 2000),
  CONSTRAINT appeal_answer_given CHECK (pg_catalog.length(answer) BETWEEN 1 AND 1000),
  CONSTRAINT appeal_outcome_known CHECK (outcome IN ('upheld', 'rejected')),
  CONSTRAINT appeal_answered_whole CHECK (
    (outcome IS NULL) = (answered_by IS NULL) AND (outcome IS NULL) = (answered_at IS NULL)
    AND (outcome IS NULL) = (answer IS NULL) AND (outcome IS NULL) = (answer_event_id IS NULL)),
  CONSTRAINT appeal_two_people CHECK (answered_by <> raised_by),
  CONSTRAINT appeal_event_known FOREIGN KEY (event_id) REFERENCES audit_event,
  CONSTRAINT appeal_answer_event_known FOREIGN KEY (answer_event_id) REFERENCES audit_event
);
CREATE INDEX appeal_open ON appeal (period_id) WHERE outcome IS NULL;
COMMENT ON TABLE appeal IS 'personal: appeals against a published score, and their answers';
COMMENT ON COLUMN appeal.id IS 'internal: number in this database';
COMMENT ON COLUMN appeal.period_id IS 'internal: the month';
COMMENT ON COLUMN appeal.run_id IS 'internal: the published run';
COMMENT ON COLUMN appeal.member_id IS 'personal: whose score it is';
COMMENT ON COLUMN appeal.raised_by IS 'internal: who raised it';
COMMENT ON COLUMN appeal.raised_at IS 'internal: when';
COMMENT ON COLUMN appeal.grounds IS 'personal: on what grounds';
COMMENT ON COLUMN appeal.event_id IS 'internal: the verb';
COMMENT ON COLUMN appeal.outcome IS 'personal: upheld or rejected; none: open';
COMMENT ON COLUMN appeal.answered_by IS 'internal: who answered: nobody who rated';
COMMENT ON COLUMN appeal.answered_at IS 'internal: when';
COMMENT ON COLUMN appeal.answer IS 'personal: what was answered';
COMMENT ON COLUMN appeal.answer_event_id IS 'internal: the verb that answered';
GRANT SELECT, INSERT ON appeal TO cadre_app;
GRANT UPDATE (outcome, answered_by, answered_at, answer, answer_event_id) ON appeal TO cadre_app;

-- Whoever reviewed, decided or imported the sheet, or decided about the grade on a board, does not
-- answer the appeal against it; nor does the member.
CREATE FUNCTION refuse_answer_by_rater() RETURNS trigger
  LANGUAGE plpgsql SET search_path = cadre, pg_catalog, pg_temp
AS $$
BEGIN
  IF NEW.answered_by IS NOT NULL AND (
    EXISTS (
      SELECT FROM cadre.sheet_step
       WHERE period_id = NEW.period_id AND subject_id = NEW.member_id
         AND account = NEW.answered_by AND step IN ('review', 'decide', 'import'))
    OR EXISTS (
      SELECT FROM cadre.board_decision
       WHERE period_id = NEW.period_id AND member_id = NEW.member_id
         AND decided_by = NEW.answered_by)
    OR EXISTS (
      SELECT FROM cadre.account
       WHERE name = NEW.answered_by AND member_id = NEW.member_id))
  THEN
    RAISE EXCEPTION 'appeal % is answered by somebody who rated', NEW.id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'appeal_answered_by_rater';
  END IF;
  RETURN NEW;
END
$$;
COMMENT ON FUNCTION refuse_answer_by_rater() IS 'trigger: an appeal is answered by somebody who did not rate';
CREATE TRIGGER appeal_answered_by_rater BEFORE INSERT OR UPDATE ON appeal
  FOR EACH ROW EXECUTE FUNCTION refuse_answer_by_rater();
ALTER TABLE appeal ENABLE ALWAYS TRIGGER appeal_answered_by_rater;
CREATE TRIGGER appeal_settled BEFORE UPDATE ON appeal
  FOR EACH ROW WHEN (OLD.outcome IS NOT NULL) EXECUTE FUNCTION refuse_settled_change();
ALTER TABLE appeal ENABLE ALWAYS TRIGGER appeal_settled;
