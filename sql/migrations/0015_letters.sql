-- Why: letters that people carry away must be checkable by whoever is handed one: numbered without
-- gaps, signed, and known by a short code. What is signed with a key stays good when the key is
-- changed, so public keys are kept here for good; private ones never come here.
--
-- A letter goes from request to issue by steps, as a transfer does. Whoever drafted it does not
-- review or issue it, and nobody acts on a letter about themselves.
--
-- Locks: letters by their numbers, then books by unit and year.
-- Risk: none; new tables.
-- Way back: drop the tables and the functions.
-- Distribution: a letter goes by its member; a book by its unit.

CREATE TABLE signing_key (
  id text COLLATE "C" NOT NULL,
  public_key text COLLATE "C" NOT NULL,
  holder clean_text NOT NULL DEFAULT '',
  added_on date NOT NULL,
  event_id bigint NOT NULL,
  CONSTRAINT signing_key_pkey PRIMARY KEY (id),
  CONSTRAINT signing_key_form CHECK (public_key ~ '^[0-9a-f]{64}$'),
  CONSTRAINT signing_key_id_fits CHECK (id = left(
    pg_catalog.encode(pg_catalog.sha256(pg_catalog.decode(public_key, 'hex')), 'hex'), 16)),
  CONSTRAINT signing_key_holder_length CHECK (pg_catalog.length(holder) <= 200),
  CONSTRAINT signing_key_event_known FOREIGN KEY (event_id) REFERENCES audit_event
);
COMMENT ON TABLE signing_key IS 'public: Ed25519 public keys, own ones and those of other installations that are trusted; append-only';
COMMENT ON COLUMN signing_key.id IS 'public: the first 16 digits of the SHA-256 of the key';
COMMENT ON COLUMN signing_key.public_key IS 'public: the key, 64 hexadecimal digits';
COMMENT ON COLUMN signing_key.holder IS 'public: whose; empty for an own key';
COMMENT ON COLUMN signing_key.added_on IS 'public: the day from which it is on record';
COMMENT ON COLUMN signing_key.event_id IS 'internal: the verb';
CREATE TRIGGER signing_key_append_only BEFORE UPDATE OR DELETE ON signing_key
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER signing_key_no_truncate BEFORE TRUNCATE ON signing_key
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE signing_key ENABLE ALWAYS TRIGGER signing_key_append_only;
ALTER TABLE signing_key ENABLE ALWAYS TRIGGER signing_key_no_truncate;
GRANT SELECT, INSERT ON signing_key TO cadre_app;

CREATE TABLE signing_key_retirement (
  key_id text COLLATE "C" NOT NULL,
  day date NOT NULL,
  event_id bigint NOT NULL,
  CONSTRAINT signing_key_retirement_pkey PRIMARY KEY (key_id),
  CONSTRAINT signing_key_retirement_key_known FOREIGN KEY (key_id) REFERENCES signing_key,
  CONSTRAINT signing_key_retirement_event_known FOREIGN KEY (event_id) REFERENCES audit_event
);
COMMENT ON TABLE signing_key_retirement IS 'public: keys that sign no more; what they have signed stays good; append-only';
COMMENT ON COLUMN signing_key_retirement.key_id IS 'public: the key';
COMMENT ON COLUMN signing_key_retirement.day IS 'public: the day';
COMMENT ON COLUMN signing_key_retirement.event_id IS 'internal: the verb';
CREATE TRIGGER signing_key_retirement_append_only BEFORE UPDATE OR DELETE ON signing_key_retirement
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER signing_key_retirement_no_truncate BEFORE TRUNCATE ON signing_key_retirement
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE signing_key_retirement ENABLE ALWAYS TRIGGER signing_key_retirement_append_only;
ALTER TABLE signing_key_retirement ENABLE ALWAYS TRIGGER signing_key_retirement_no_truncate;
GRANT SELECT, INSERT ON signing_key_retirement TO cadre_app;
