-- Why: every verb leaves who, what, on whom, when and why, in the transaction of the change itself.
-- Risk: none; a new table.
-- Way back: none wanted; the trail is kept.
-- Distribution: not partitioned by member; on a distributed database it stays a local table of its own.

CREATE TABLE audit_event (
  id bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  account business_code NOT NULL,
  origin clean_text NOT NULL,
  verb text COLLATE "C" NOT NULL,
  subject_kind text COLLATE "C" NOT NULL,
  subject_code text COLLATE "C" NOT NULL,
  reason clean_text NOT NULL,
  document clean_text NOT NULL,
  detail jsonb NOT NULL,
  xid xid8 NOT NULL DEFAULT pg_catalog.pg_current_xact_id(),
  CONSTRAINT audit_event_pkey PRIMARY KEY (id),
  CONSTRAINT audit_event_verb_form CHECK (verb ~ '^[a-z]+\.[a-z_]+$'),
  CONSTRAINT audit_event_subject_kind_form CHECK (subject_kind ~ '^[a-z_]+$'),
  CONSTRAINT audit_event_reason_length CHECK (pg_catalog.length(reason) <= 1000),
  CONSTRAINT audit_event_document_length CHECK (pg_catalog.length(document) <= 300)
);
CREATE INDEX audit_event_by_subject ON audit_event (subject_kind, subject_code, id);

COMMENT ON TABLE audit_event IS 'internal: the trail; one row a verb; append-only';
COMMENT ON COLUMN audit_event.id IS 'internal: number of the event';
COMMENT ON COLUMN audit_event.at IS 'internal: when the verb wrote it, by the clock of the database';
COMMENT ON COLUMN audit_event.account IS 'internal: who: the name of the account';
COMMENT ON COLUMN audit_event.origin IS 'internal: from where: console and system user, job or web session';
COMMENT ON COLUMN audit_event.verb IS 'internal: what: noun.verb';
COMMENT ON COLUMN audit_event.subject_kind IS 'internal: on what: unit, member, account, import, database';
COMMENT ON COLUMN audit_event.subject_code IS 'internal: on whom: the code, or the digest of an import';
COMMENT ON COLUMN audit_event.reason IS 'personal: why, in the words of whoever did it';
COMMENT ON COLUMN audit_event.document IS 'internal: the basis document, as given';
COMMENT ON COLUMN audit_event.detail IS 'personal: old and new values of what was changed, counts of an import';
COMMENT ON COLUMN audit_event.xid IS 'internal: transaction that wrote it; the order in which the trail is sealed';

CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE ON audit_event
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_event_append_only;
ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_event_no_truncate;

GRANT SELECT, INSERT ON audit_event TO cadre_app;
