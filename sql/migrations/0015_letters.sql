-- Why: letters that people carry away must be checkable by whoever is handed one: numbered without
-- gaps, signed, and known by a short code. What is signed with a key stays good when the key is
-- changed, so public keys are kept here for good; private ones never come here.
--
-- A letter goes from request to issue by steps, as a transfer does. Whoever drafted it does not
-- review or issue it, and nobody acts on a letter about themselves.
--
-- Locks: members by their numbers, then letters, then books by unit and year.
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

-- Where a member who works elsewhere lives (213-QĐ/TW, 33-HD/BTCTW), and whether they are of a group
-- that the yearly comment leaves out.
CREATE TABLE residence_tie (
  member_id bigint NOT NULL,
  valid_from date NOT NULL,
  known_at timestamptz NOT NULL,
  cell_id bigint,
  tree text COLLATE "C" NOT NULL DEFAULT 'party',
  place clean_text NOT NULL DEFAULT '',
  exemption text COLLATE "C" NOT NULL DEFAULT '',
  event_id bigint NOT NULL,
  CONSTRAINT residence_tie_pkey PRIMARY KEY (member_id, valid_from, known_at),
  CONSTRAINT residence_tie_member_known FOREIGN KEY (member_id) REFERENCES member,
  CONSTRAINT residence_tie_tree_party CHECK (tree = 'party'),
  CONSTRAINT residence_tie_cell_in_party FOREIGN KEY (cell_id, tree) REFERENCES unit (id, tree),
  CONSTRAINT residence_tie_one_place CHECK (
    (cell_id IS NULL OR place = '') AND pg_catalog.length(place) <= 300),
  CONSTRAINT residence_tie_exemption_known CHECK (
    exemption IN ('', 'barracks', 'mobile', 'rotated', 'student', 'pupil', 'special_mission')),
  CONSTRAINT residence_tie_exemption_suits CHECK (
    CASE exemption WHEN '' THEN true
      WHEN 'special_mission' THEN cell_id IS NULL AND place = ''
      ELSE cell_id IS NOT NULL OR place <> '' END),
  CONSTRAINT residence_tie_event_known FOREIGN KEY (event_id) REFERENCES audit_event
);
CREATE INDEX residence_tie_by_cell ON residence_tie (cell_id);
COMMENT ON TABLE residence_tie IS 'personal: with which residence cell a member keeps ties, from when; append-only';
COMMENT ON COLUMN residence_tie.member_id IS 'personal: the member';
COMMENT ON COLUMN residence_tie.valid_from IS 'personal: first day';
COMMENT ON COLUMN residence_tie.known_at IS 'internal: the moment from which the record says so';
COMMENT ON COLUMN residence_tie.cell_id IS 'personal: the cell at the residence; none: none, or a place outside';
COMMENT ON COLUMN residence_tie.tree IS 'internal: always party, for the foreign key';
COMMENT ON COLUMN residence_tie.place IS 'personal: a cell outside the record, in words';
COMMENT ON COLUMN residence_tie.exemption IS 'personal: the group that the yearly comment leaves out; empty: none';
COMMENT ON COLUMN residence_tie.event_id IS 'internal: the verb';
CREATE TRIGGER residence_tie_append_only BEFORE UPDATE OR DELETE ON residence_tie
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER residence_tie_no_truncate BEFORE TRUNCATE ON residence_tie
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE residence_tie ENABLE ALWAYS TRIGGER residence_tie_append_only;
ALTER TABLE residence_tie ENABLE ALWAYS TRIGGER residence_tie_no_truncate;
GRANT SELECT, INSERT ON residence_tie TO cadre_app;

-- The introduction letter belongs to a transfer, which has had its two keys: its own way is shorter.
CREATE TABLE letter_workflow (
  of_transfer boolean NOT NULL,
  from_state text COLLATE "C" NOT NULL,
  step text COLLATE "C" NOT NULL,
  to_state text COLLATE "C" NOT NULL,
  CONSTRAINT letter_workflow_pkey PRIMARY KEY (of_transfer, from_state, step)
);
COMMENT ON TABLE letter_workflow IS 'public: which step of a letter leads from which state to which';
COMMENT ON COLUMN letter_workflow.of_transfer IS 'public: of an introduction letter';
COMMENT ON COLUMN letter_workflow.from_state IS 'public: the state before; empty: there is no letter yet';
COMMENT ON COLUMN letter_workflow.step IS 'public: the step';
COMMENT ON COLUMN letter_workflow.to_state IS 'public: the state after';
GRANT SELECT ON letter_workflow TO cadre_app;
INSERT INTO letter_workflow (of_transfer, from_state, step, to_state)
SELECT of_transfer, from_state, step, to_state
  FROM (VALUES (false), (true)) AS way (of_transfer)
 CROSS JOIN (VALUES
   ('', 'request', 'requested'),
   ('requested', 'draft', 'drafted'), ('requested', 'refuse', 'refused'),
   ('requested', 'cancel', 'cancelled'),
   ('drafted', 'draft', 'drafted'), ('drafted', 'refuse', 'refused'),
   ('drafted', 'cancel', 'cancelled'),
   ('issued', 'revoke', 'revoked')) AS known (from_state, step, to_state);
INSERT INTO letter_workflow (of_transfer, from_state, step, to_state) VALUES
  (false, 'drafted', 'review', 'reviewed'), (false, 'drafted', 'return', 'requested'),
  (false, 'reviewed', 'return', 'requested'), (false, 'reviewed', 'refuse', 'refused'),
  (false, 'reviewed', 'cancel', 'cancelled'), (false, 'reviewed', 'issue', 'issued'),
  (true, 'drafted', 'issue', 'issued');

CREATE TABLE letter (
  id bigint GENERATED ALWAYS AS IDENTITY,
  member_id bigint NOT NULL,
  kind text COLLATE "C" NOT NULL,
  issuer_id bigint NOT NULL,
  purpose clean_text NOT NULL DEFAULT '',
  addressee clean_text NOT NULL DEFAULT '',
  occasion text COLLATE "C",
  year smallint,
  transfer_id bigint,
  first_month date,
  last_month date,
  replaces_id bigint,
  of_transfer boolean NOT NULL GENERATED ALWAYS AS (transfer_id IS NOT NULL) STORED,
  state text COLLATE "C" NOT NULL DEFAULT 'requested',
  steps smallint NOT NULL DEFAULT 0,
  drafted_by text COLLATE "C",
  draft_step smallint,
  event_id bigint NOT NULL,
  CONSTRAINT letter_pkey PRIMARY KEY (id),
  CONSTRAINT letter_member_known FOREIGN KEY (member_id) REFERENCES member,
  CONSTRAINT letter_issuer_known FOREIGN KEY (issuer_id) REFERENCES unit,
  CONSTRAINT letter_transfer_known FOREIGN KEY (transfer_id) REFERENCES transfer,
  CONSTRAINT letter_replaces_known FOREIGN KEY (replaces_id) REFERENCES letter,
  CONSTRAINT letter_event_known FOREIGN KEY (event_id) REFERENCES audit_event,
  CONSTRAINT letter_kind_known CHECK (
    kind IN ('activity_confirmation', 'introduction', 'residence_comment', 'score_statement',
      'dues_statement')),
  CONSTRAINT letter_state_known CHECK (
    state IN ('requested', 'drafted', 'reviewed', 'issued', 'refused', 'cancelled', 'revoked')),
  CONSTRAINT letter_purpose_length CHECK (pg_catalog.length(purpose) <= 300),
  CONSTRAINT letter_addressee_length CHECK (pg_catalog.length(addressee) <= 300),
  CONSTRAINT letter_occasion_of_comment CHECK (
    (kind = 'residence_comment') = (occasion IS NOT NULL)
    AND (occasion IS NULL OR occasion IN ('yearly', 'personnel', 'reward', 'discipline'))),
  CONSTRAINT letter_year_of_round CHECK (
    (coalesce(occasion, '') = 'yearly') = (year IS NOT NULL) AND year BETWEEN 1930 AND 2200),
  CONSTRAINT letter_transfer_of_introduction CHECK (
    (kind = 'introduction') = (transfer_id IS NOT NULL)),
  CONSTRAINT letter_months_of_statement CHECK (
    (kind = 'score_statement' OR kind = 'dues_statement') = (first_month IS NOT NULL)
    AND (first_month IS NULL) = (last_month IS NULL) AND first_month <= last_month
    AND EXTRACT(day FROM first_month) = 1 AND EXTRACT(day FROM last_month) = 1),
  CONSTRAINT letter_drafted_whole CHECK (
    (drafted_by IS NULL) = (draft_step IS NULL)
    AND (draft_step IS NOT NULL OR state NOT IN ('drafted', 'reviewed', 'issued', 'revoked')))
);
CREATE UNIQUE INDEX letter_open_once ON letter (member_id, kind)
  WHERE state IN ('requested', 'drafted', 'reviewed');
CREATE UNIQUE INDEX letter_round_once ON letter (member_id, year)
  WHERE year IS NOT NULL AND state NOT IN ('refused', 'cancelled', 'revoked');
CREATE UNIQUE INDEX letter_transfer_once ON letter (transfer_id)
  WHERE transfer_id IS NOT NULL AND state NOT IN ('refused', 'cancelled', 'revoked');
CREATE UNIQUE INDEX letter_replaced_once ON letter (replaces_id) WHERE replaces_id IS NOT NULL;
CREATE INDEX letter_by_member ON letter (member_id);
CREATE INDEX letter_by_issuer ON letter (issuer_id, state);
COMMENT ON TABLE letter IS 'personal: letters about members, from request to issue; changed only by their steps';
COMMENT ON COLUMN letter.id IS 'internal: number of the request';
COMMENT ON COLUMN letter.member_id IS 'personal: about whom';
COMMENT ON COLUMN letter.kind IS 'personal: activity_confirmation, introduction, residence_comment, score_statement or dues_statement';
COMMENT ON COLUMN letter.issuer_id IS 'internal: the unit that issues it, in whose book it gets its number';
COMMENT ON COLUMN letter.purpose IS 'personal: what for';
COMMENT ON COLUMN letter.addressee IS 'personal: to whom it is written';
COMMENT ON COLUMN letter.occasion IS 'personal: of a residence comment: yearly, personnel, reward or discipline';
COMMENT ON COLUMN letter.year IS 'personal: of a yearly comment: of which year';
COMMENT ON COLUMN letter.transfer_id IS 'personal: of an introduction letter: the transfer';
COMMENT ON COLUMN letter.first_month IS 'personal: of a statement: first month';
COMMENT ON COLUMN letter.last_month IS 'personal: of a statement: last month';
COMMENT ON COLUMN letter.replaces_id IS 'internal: the revoked letter in whose place it stands';
COMMENT ON COLUMN letter.of_transfer IS 'internal: whether it belongs to a transfer';
COMMENT ON COLUMN letter.state IS 'personal: where it stands';
COMMENT ON COLUMN letter.steps IS 'internal: how many steps were taken';
COMMENT ON COLUMN letter.drafted_by IS 'internal: the account of the last draft; another one reviews and issues';
COMMENT ON COLUMN letter.draft_step IS 'internal: the step that holds the last draft';
COMMENT ON COLUMN letter.event_id IS 'internal: the verb that asked for it';
GRANT SELECT ON letter TO cadre_app;
GRANT INSERT (member_id, kind, issuer_id, purpose, addressee, occasion, year, transfer_id,
  first_month, last_month, replaces_id, event_id) ON letter TO cadre_app;

CREATE TABLE letter_step (
  letter_id bigint NOT NULL,
  number smallint NOT NULL,
  step text COLLATE "C" NOT NULL,
  from_state text COLLATE "C",
  to_state text COLLATE "C" NOT NULL,
  account text COLLATE "C" NOT NULL,
  day date NOT NULL,
  at timestamptz NOT NULL,
  reason clean_text NOT NULL DEFAULT '',
  content text,
  event_id bigint NOT NULL,
  CONSTRAINT letter_step_pkey PRIMARY KEY (letter_id, number),
  CONSTRAINT letter_step_letter_known FOREIGN KEY (letter_id) REFERENCES letter,
  CONSTRAINT letter_step_number_positive CHECK (number > 0),
  CONSTRAINT letter_step_event_known FOREIGN KEY (event_id) REFERENCES audit_event,
  CONSTRAINT letter_step_reason_given CHECK (
    pg_catalog.length(reason) <= 1000
    AND (step NOT IN ('return', 'refuse', 'cancel', 'revoke') OR reason <> '')),
  CONSTRAINT letter_step_content_of_draft CHECK (
    (step = 'draft') = (content IS NOT NULL) AND pg_catalog.octet_length(content) <= 200000)
);
CREATE INDEX letter_step_by_event ON letter_step (event_id);
COMMENT ON TABLE letter_step IS 'personal: who took which step of a letter, when and why; append-only';
COMMENT ON COLUMN letter_step.letter_id IS 'internal: the letter';
COMMENT ON COLUMN letter_step.number IS 'internal: 1, 2, 3 …';
COMMENT ON COLUMN letter_step.step IS 'personal: request, draft, review, return, refuse, cancel, issue or revoke';
COMMENT ON COLUMN letter_step.from_state IS 'personal: the state before; none: there was no letter yet';
COMMENT ON COLUMN letter_step.to_state IS 'personal: the state after';
COMMENT ON COLUMN letter_step.account IS 'internal: who';
COMMENT ON COLUMN letter_step.day IS 'internal: on which day; of a draft the day of what it says';
COMMENT ON COLUMN letter_step.at IS 'internal: when it was written down';
COMMENT ON COLUMN letter_step.reason IS 'personal: why';
COMMENT ON COLUMN letter_step.content IS 'personal: of a draft: everything that stands on the letter';
COMMENT ON COLUMN letter_step.event_id IS 'internal: the verb';
CREATE TRIGGER letter_step_append_only BEFORE UPDATE OR DELETE ON letter_step
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER letter_step_no_truncate BEFORE TRUNCATE ON letter_step
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE letter_step ENABLE ALWAYS TRIGGER letter_step_append_only;
ALTER TABLE letter_step ENABLE ALWAYS TRIGGER letter_step_no_truncate;
GRANT SELECT, INSERT ON letter_step TO cadre_app;

CREATE TABLE letter_book (
  unit_id bigint NOT NULL,
  year smallint NOT NULL,
  last_number int NOT NULL,
  CONSTRAINT letter_book_pkey PRIMARY KEY (unit_id, year),
  CONSTRAINT letter_book_unit_known FOREIGN KEY (unit_id) REFERENCES unit,
  CONSTRAINT letter_book_number_range CHECK (last_number >= 0)
);
COMMENT ON TABLE letter_book IS 'internal: the last letter number of a unit in a year; counted up where letters are issued, so without gaps';
COMMENT ON COLUMN letter_book.unit_id IS 'internal: the unit';
COMMENT ON COLUMN letter_book.year IS 'internal: the year';
COMMENT ON COLUMN letter_book.last_number IS 'internal: the number given last; 0: none yet';
GRANT SELECT ON letter_book TO cadre_app;

CREATE TABLE letter_issue (
  letter_id bigint NOT NULL,
  unit_id bigint NOT NULL,
  year smallint NOT NULL,
  number int NOT NULL,
  code text COLLATE "C" NOT NULL,
  seal text NOT NULL,
  digest text COLLATE "C" NOT NULL,
  key_id text COLLATE "C" NOT NULL,
  signature text COLLATE "C" NOT NULL,
  account text COLLATE "C" NOT NULL,
  day date NOT NULL,
  at timestamptz NOT NULL,
  valid_until date,
  event_id bigint NOT NULL,
  CONSTRAINT letter_issue_pkey PRIMARY KEY (letter_id),
  CONSTRAINT letter_issue_letter_known FOREIGN KEY (letter_id) REFERENCES letter,
  CONSTRAINT letter_issue_book_known
    FOREIGN KEY (unit_id, year) REFERENCES letter_book (unit_id, year),
  CONSTRAINT letter_issue_number_once UNIQUE (unit_id, year, number),
  CONSTRAINT letter_issue_code_once UNIQUE (code),
  CONSTRAINT letter_issue_code_form CHECK (code ~ '^[0-9A-HJKMNP-TV-Z]{12}$'),
  CONSTRAINT letter_issue_signed_with FOREIGN KEY (key_id) REFERENCES signing_key,
  CONSTRAINT letter_issue_signature_form CHECK (signature ~ '^[0-9a-f]{128}$'),
  CONSTRAINT letter_issue_digest_of_seal CHECK (
    digest = pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(seal, 'UTF8')), 'hex')),
  CONSTRAINT letter_issue_year_of_day CHECK (year = EXTRACT(year FROM day)),
  CONSTRAINT letter_issue_valid_until_later CHECK (valid_until >= day),
  CONSTRAINT letter_issue_event_known FOREIGN KEY (event_id) REFERENCES audit_event
);
COMMENT ON TABLE letter_issue IS 'personal: letters that were issued: number, code and signature; append-only';
COMMENT ON COLUMN letter_issue.letter_id IS 'internal: the letter';
COMMENT ON COLUMN letter_issue.unit_id IS 'internal: the unit in whose book it stands';
COMMENT ON COLUMN letter_issue.year IS 'internal: the year of the book';
COMMENT ON COLUMN letter_issue.number IS 'internal: 1, 2, 3 …';
COMMENT ON COLUMN letter_issue.code IS 'personal: the short code by which it is checked';
COMMENT ON COLUMN letter_issue.seal IS 'personal: the text that is signed; it names the digest of the draft';
COMMENT ON COLUMN letter_issue.digest IS 'personal: SHA-256 of the seal';
COMMENT ON COLUMN letter_issue.key_id IS 'public: the key that signed';
COMMENT ON COLUMN letter_issue.signature IS 'personal: Ed25519 over the seal';
COMMENT ON COLUMN letter_issue.account IS 'internal: who issued it';
COMMENT ON COLUMN letter_issue.day IS 'internal: the day on the letter';
COMMENT ON COLUMN letter_issue.at IS 'internal: when it was written down';
COMMENT ON COLUMN letter_issue.valid_until IS 'internal: last day on which it holds; none: no end';
COMMENT ON COLUMN letter_issue.event_id IS 'internal: the verb';
CREATE TRIGGER letter_issue_append_only BEFORE UPDATE OR DELETE ON letter_issue
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER letter_issue_no_truncate BEFORE TRUNCATE ON letter_issue
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE letter_issue ENABLE ALWAYS TRIGGER letter_issue_append_only;
ALTER TABLE letter_issue ENABLE ALWAYS TRIGGER letter_issue_no_truncate;
GRANT SELECT, INSERT ON letter_issue TO cadre_app;

-- The number given last, held until the transaction is over: the next ones are its own.
CREATE FUNCTION hold_letter_book(unit bigint, asked smallint) RETURNS int
  LANGUAGE sql SECURITY DEFINER SET search_path = cadre, pg_catalog, pg_temp
BEGIN ATOMIC
  INSERT INTO cadre.letter_book AS known (unit_id, year, last_number) VALUES (unit, asked, 0)
  ON CONFLICT (unit_id, year) DO UPDATE SET last_number = known.last_number
  RETURNING last_number;
END;
COMMENT ON FUNCTION hold_letter_book(bigint, smallint) IS 'the last number in a book of letters, held until the transaction is over';
REVOKE EXECUTE ON FUNCTION hold_letter_book(bigint, smallint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hold_letter_book(bigint, smallint) TO cadre_app;

-- Which of these steps is wrong, by the rule that it breaks.
CREATE FUNCTION broken_letter_step(taken bigint[], made bigint) RETURNS text
  LANGUAGE sql STABLE SET search_path = cadre, pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT rule FROM (
    SELECT CASE
        WHEN fresh.number <> letter.steps + 1 OR fresh.from_state IS DISTINCT FROM
          CASE WHEN fresh.step <> 'request' OR letter.steps > 0 THEN letter.state END
          THEN 'letter_step_follows'
        WHEN workflow.step IS NULL THEN 'letter_step_in_workflow'
        WHEN fresh.step IN ('request', 'draft', 'review', 'issue') AND (
            member.merged_into IS NOT NULL OR coalesce((
              SELECT status FROM cadre.party_standing AS standing
               WHERE standing.member_id = member.id AND standing.valid_from <= fresh.day
               ORDER BY standing.valid_from DESC, standing.known_at DESC LIMIT 1), 'active')
              IN ('left', 'deceased'))
          THEN 'letter_member_gone'
        WHEN fresh.step IN ('review', 'issue') AND NOT letter.of_transfer
          AND (fresh.account = letter.drafted_by
            OR EXISTS (SELECT FROM cadre.account AS one JOIN cadre.account AS other
                 ON other.member_id = one.member_id
                WHERE one.name = fresh.account AND other.name = letter.drafted_by))
          THEN 'letter_step_two_keys'
        WHEN fresh.step IN ('draft', 'review', 'issue', 'revoke') AND EXISTS (
            SELECT FROM cadre.account
             WHERE name = fresh.account AND member_id = letter.member_id)
          THEN 'letter_step_not_own'
        WHEN fresh.step = 'issue' AND NOT EXISTS (
            SELECT FROM cadre.letter_issue AS issue
             WHERE issue.letter_id = letter.id AND issue.event_id = fresh.event_id)
          THEN 'letter_step_signed'
      END AS rule
      FROM cadre.letter JOIN cadre.letter_step AS fresh ON fresh.letter_id = letter.id
      JOIN cadre.member ON member.id = letter.member_id
      LEFT JOIN cadre.letter_workflow AS workflow
        ON workflow.of_transfer = letter.of_transfer AND workflow.step = fresh.step
       AND workflow.from_state = coalesce(fresh.from_state, '')
       AND workflow.to_state = fresh.to_state
     WHERE letter.id = ANY (taken) AND fresh.event_id = made AND fresh.number > letter.steps)
    AS found
   WHERE rule IS NOT NULL ORDER BY rule LIMIT 1;
END;
COMMENT ON FUNCTION broken_letter_step(bigint[], bigint) IS 'the first rule that new steps of letters break; none where all hold';

CREATE FUNCTION take_letter_steps() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = cadre, pg_catalog, pg_temp
AS $$
DECLARE
  taken bigint[];
  made bigint;
BEGIN
  SELECT pg_catalog.array_agg(DISTINCT letter_id), max(event_id) INTO taken, made FROM fresh;
  IF taken IS NULL THEN RETURN NULL; END IF;
  PERFORM FROM cadre.letter WHERE id = ANY (taken) ORDER BY id FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM fresh WHERE event_id <> made) THEN
    RAISE EXCEPTION 'the steps of one statement are of one event'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'letter_step_follows';
  END IF;
  CASE cadre.broken_letter_step(taken, made)
    WHEN 'letter_step_follows' THEN
      RAISE EXCEPTION 'a step does not follow the last one of its letter'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'letter_step_follows';
    WHEN 'letter_step_in_workflow' THEN
      RAISE EXCEPTION 'a step is not in the workflow'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'letter_step_in_workflow';
    WHEN 'letter_member_gone' THEN
      RAISE EXCEPTION 'there is no letter about somebody who is not a member'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'letter_member_gone';
    WHEN 'letter_step_two_keys' THEN
      RAISE EXCEPTION 'whoever drafted may not review or issue'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'letter_step_two_keys';
    WHEN 'letter_step_not_own' THEN
      RAISE EXCEPTION 'nobody takes this step of a letter about themselves'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'letter_step_not_own';
    WHEN 'letter_step_signed' THEN
      RAISE EXCEPTION 'a letter is issued by its signature'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'letter_step_signed';
    ELSE NULL;
  END CASE;
  UPDATE cadre.letter
     SET state = fresh.to_state, steps = fresh.number,
         drafted_by = CASE fresh.step WHEN 'draft' THEN fresh.account ELSE drafted_by END,
         draft_step = CASE fresh.step WHEN 'draft' THEN fresh.number ELSE draft_step END
    FROM fresh WHERE fresh.letter_id = letter.id;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION take_letter_steps() IS 'trigger: a step takes its letter along';
CREATE TRIGGER letter_step_taken AFTER INSERT ON letter_step
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION take_letter_steps();
ALTER TABLE letter_step ENABLE ALWAYS TRIGGER letter_step_taken;

-- Issuing: the numbers follow the book, the seal is that of the draft, and the step is written here.
CREATE FUNCTION issue_letters() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = cadre, pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM FROM cadre.letter WHERE id IN (SELECT letter_id FROM fresh) ORDER BY id
    FOR NO KEY UPDATE;
  IF EXISTS (
    SELECT FROM fresh JOIN cadre.signing_key ON signing_key.id = fresh.key_id
     WHERE holder <> ''
        OR EXISTS (SELECT FROM cadre.signing_key_retirement WHERE key_id = fresh.key_id))
  THEN
    RAISE EXCEPTION 'the key does not sign'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'letter_issue_key_in_use';
  END IF;
  IF EXISTS (
    SELECT FROM fresh JOIN cadre.letter ON letter.id = fresh.letter_id
      LEFT JOIN cadre.letter_step AS draft
        ON draft.letter_id = letter.id AND draft.number = letter.draft_step
     WHERE fresh.unit_id <> letter.issuer_id OR draft.content IS NULL
        OR pg_catalog.strpos(fresh.seal, E'\ncode: ' || fresh.code || E'\n') = 0
        OR fresh.seal !~ (E'\nnumber: ' || fresh.number || '[-/]')
        OR pg_catalog.strpos(fresh.seal, E'\nday: ' || fresh.day || E'\n') = 0
        OR pg_catalog.strpos(fresh.seal, E'\ndraft: ' || pg_catalog.encode(
             pg_catalog.sha256(pg_catalog.convert_to(draft.content, 'UTF8')), 'hex') || E'\n') = 0)
  THEN
    RAISE EXCEPTION 'the seal is not that of the draft'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'letter_issue_seal_of_draft';
  END IF;
  IF EXISTS (
    SELECT FROM (
      SELECT unit_id, year, min(number) AS least, max(number) AS most, count(*) AS many
        FROM fresh GROUP BY unit_id, year) AS given
      JOIN cadre.letter_book AS book USING (unit_id, year)
     WHERE least <> last_number + 1 OR most <> last_number + many)
  THEN
    RAISE EXCEPTION 'the numbers do not follow the book'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'letter_issue_numbers_follow';
  END IF;
  UPDATE cadre.letter_book AS book SET last_number = most
    FROM (SELECT unit_id, year, max(number) AS most FROM fresh GROUP BY unit_id, year) AS given
   WHERE book.unit_id = given.unit_id AND book.year = given.year;
  INSERT INTO cadre.letter_step
    (letter_id, number, step, from_state, to_state, account, day, at, event_id)
  SELECT letter.id, letter.steps + 1, 'issue', letter.state, 'issued', fresh.account, fresh.day,
         fresh.at, fresh.event_id
    FROM fresh JOIN cadre.letter ON letter.id = fresh.letter_id;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION issue_letters() IS 'trigger: an issue takes the next numbers of its book and writes the step';
CREATE TRIGGER letter_issue_taken AFTER INSERT ON letter_issue
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION issue_letters();
ALTER TABLE letter_issue ENABLE ALWAYS TRIGGER letter_issue_taken;
