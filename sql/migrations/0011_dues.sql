-- Why: dues are money. What a member owes for a month is a charge; every đồng moves by a row of
-- the ledger, from one account to another, so the book balances by construction. Nothing is
-- edited: a late change of base is another revision of the charge, a mistake is a reversal that
-- names what it answers.
--
-- Movements are written only here, by the triggers of charges, payments, refunds, reversals and
-- remittances: the program has no right to write one itself, nor to touch a balance or a receipt
-- number. Accounts: due (of a member for a month), credit (of a member), dues and voluntary (what a
-- unit has raised), fund (money that a unit holds), above (money passed out of the tree's top).
-- Money comes in as credit and from there settles the oldest open month first.
--
-- Locks: a payment holds the stripe of its member (4096 numbers) shared, charges hold theirs alone,
-- so that neither overlooks what the other is about to leave. Whoever books for many stripes in no
-- order, a bank statement, first keeps assessments out by a lock of its own (45, 0).
-- Risk: none; new tables.
-- Way back: drop the tables, functions and the domain.
-- Distribution: everything of a member goes by member_id or subject_id; dues_payment_reference_once
-- and the statement's references are whole-table truths, keyed by the reference.

CREATE DOMAIN month_start AS date CONSTRAINT month_start_first CHECK (EXTRACT(day FROM VALUE) = 1);
COMMENT ON DOMAIN month_start IS 'a calendar month, by its first day';

CREATE TABLE dues_waiver (
  id bigint GENERATED ALWAYS AS IDENTITY,
  member_id bigint NOT NULL,
  ground text COLLATE "C" NOT NULL,
  percent smallint NOT NULL,
  from_month month_start NOT NULL,
  until_month month_start,
  reason clean_text NOT NULL,
  document clean_text NOT NULL,
  event_id bigint NOT NULL,
  withdrawn_at timestamptz,
  withdraw_event_id bigint,
  CONSTRAINT dues_waiver_pkey PRIMARY KEY (member_id, id),
  CONSTRAINT dues_waiver_member_known FOREIGN KEY (member_id) REFERENCES member,
  CONSTRAINT dues_waiver_ground_known CHECK (
    ground IN ('social_allowance', 'hardship') AND percent = 100
    OR ground = 'difficulty' AND percent IN (30, 50, 70, 100)),
  CONSTRAINT dues_waiver_some_months CHECK (until_month >= from_month),
  CONSTRAINT dues_waiver_twelve_months CHECK (
    ground <> 'difficulty'
    OR until_month IS NOT NULL AND until_month < from_month + interval '12 months'),
  CONSTRAINT dues_waiver_reason_length CHECK (pg_catalog.length(reason) <= 1000),
  CONSTRAINT dues_waiver_document_given CHECK (pg_catalog.length(document) BETWEEN 1 AND 300),
  CONSTRAINT dues_waiver_withdrawn_whole CHECK (
    (withdrawn_at IS NULL) = (withdraw_event_id IS NULL)),
  CONSTRAINT dues_waiver_event_known FOREIGN KEY (event_id) REFERENCES audit_event,
  CONSTRAINT dues_waiver_withdraw_event_known
    FOREIGN KEY (withdraw_event_id) REFERENCES audit_event
);
CREATE UNIQUE INDEX dues_waiver_once ON dues_waiver
  (member_id, ground, percent, from_month, document) WHERE withdrawn_at IS NULL;
COMMENT ON TABLE dues_waiver IS 'personal: decisions that exempt from dues or reduce them; withdrawn, never edited';
COMMENT ON COLUMN dues_waiver.id IS 'internal: number in this database';
COMMENT ON COLUMN dues_waiver.member_id IS 'personal: the member';
COMMENT ON COLUMN dues_waiver.ground IS 'personal: social_allowance, hardship or difficulty (01-QĐ/TW, article 5)';
COMMENT ON COLUMN dues_waiver.percent IS 'personal: 100 exempts; 30, 50 and 70 reduce';
COMMENT ON COLUMN dues_waiver.from_month IS 'personal: first month';
COMMENT ON COLUMN dues_waiver.until_month IS 'personal: last month; none: until withdrawn';
COMMENT ON COLUMN dues_waiver.reason IS 'personal: why';
COMMENT ON COLUMN dues_waiver.document IS 'personal: the decision';
COMMENT ON COLUMN dues_waiver.event_id IS 'internal: the verb';
COMMENT ON COLUMN dues_waiver.withdrawn_at IS 'internal: since when it no longer holds';
COMMENT ON COLUMN dues_waiver.withdraw_event_id IS 'internal: the verb that withdrew it';
CREATE TRIGGER dues_waiver_settled BEFORE UPDATE ON dues_waiver
  FOR EACH ROW WHEN (OLD.withdrawn_at IS NOT NULL) EXECUTE FUNCTION refuse_settled_change();
ALTER TABLE dues_waiver ENABLE ALWAYS TRIGGER dues_waiver_settled;

CREATE TABLE dues_charge (
  member_id bigint NOT NULL,
  month month_start NOT NULL,
  revision smallint NOT NULL,
  cell_id bigint NOT NULL,
  category text COLLATE "C",
  base bigint,
  rate numeric(9,6),
  amount bigint,
  percent smallint NOT NULL,
  ground text COLLATE "C",
  net bigint NOT NULL,
  void boolean NOT NULL,
  rule text COLLATE "C" NOT NULL,
  booked_on date NOT NULL,
  event_id bigint NOT NULL,
  CONSTRAINT dues_charge_pkey PRIMARY KEY (member_id, month, revision),
  CONSTRAINT dues_charge_revision_positive CHECK (revision > 0),
  CONSTRAINT dues_charge_category_known CHECK (
    category IN ('insured', 'sick_leave', 'pensioner', 'working_pensioner', 'allowance',
      'uninsured', 'student', 'abroad_mission', 'abroad_other')),
  CONSTRAINT dues_charge_base_range CHECK (base BETWEEN 0 AND 999999999999999),
  CONSTRAINT dues_charge_rate_range CHECK (rate > 0 AND rate <= 1),
  CONSTRAINT dues_charge_amount_range CHECK (amount BETWEEN 0 AND 99999999999999),
  CONSTRAINT dues_charge_ground_known CHECK (
    percent = 0 AND ground IS NULL
    OR percent = 100 AND ground IN ('party_age_50', 'social_allowance', 'hardship', 'difficulty')
    OR percent IN (30, 50, 70) AND ground = 'difficulty'),
  CONSTRAINT dues_charge_net_follows CHECK (
    net >= 0 AND (void OR percent = 100 OR amount IS NOT NULL AND net <= amount)
    AND (percent > 0 OR void OR net = amount) AND (percent < 100 OR net = 0)),
  CONSTRAINT dues_charge_void_owes_nothing CHECK (
    NOT void OR net = 0 AND percent = 0 AND revision > 1),
  CONSTRAINT dues_charge_rule_given CHECK (pg_catalog.length(rule) BETWEEN 1 AND 100)
);
COMMENT ON TABLE dues_charge IS 'personal: what a member owes for a month and how it was worked out; a late change is another revision';
COMMENT ON COLUMN dues_charge.member_id IS 'personal: the member';
COMMENT ON COLUMN dues_charge.month IS 'personal: the month';
COMMENT ON COLUMN dues_charge.revision IS 'internal: 1, then one more for each adjustment; the last one holds';
COMMENT ON COLUMN dues_charge.cell_id IS 'personal: the cell on the first day of the month as it was first charged; a later transfer leaves it';
COMMENT ON COLUMN dues_charge.category IS 'personal: the category of dues';
COMMENT ON COLUMN dues_charge.base IS 'personal: in đồng; of uninsured the regional minimum wage; none where the rule takes none';
COMMENT ON COLUMN dues_charge.rate IS 'personal: share of the base; none where the rule takes none';
COMMENT ON COLUMN dues_charge.amount IS 'personal: in đồng, before exemption and reduction; none for the exempt without a base';
COMMENT ON COLUMN dues_charge.percent IS 'personal: reduction; 100 exempts';
COMMENT ON COLUMN dues_charge.ground IS 'personal: of the exemption or reduction';
COMMENT ON COLUMN dues_charge.net IS 'personal: in đồng, what is owed';
COMMENT ON COLUMN dues_charge.void IS 'internal: it was found that nothing was due for this month';
COMMENT ON COLUMN dues_charge.rule IS 'internal: the rule by which it was worked out: a file of config/dues';
COMMENT ON COLUMN dues_charge.booked_on IS 'internal: the day';
COMMENT ON COLUMN dues_charge.event_id IS 'internal: the verb; half a million rows name one, so without a foreign key: db check compares';
-- Months are charged one after the other, so a month lies together: this costs next to nothing.
CREATE INDEX dues_charge_by_month ON dues_charge USING brin (month) WITH (pages_per_range = 32);

CREATE TABLE dues_payment (
  id bigint GENERATED ALWAYS AS IDENTITY,
  member_id bigint NOT NULL,
  unit_id bigint NOT NULL,
  channel text COLLATE "C" NOT NULL,
  reference clean_text NOT NULL,
  amount bigint NOT NULL,
  voluntary bigint NOT NULL DEFAULT 0,
  payer_id bigint,
  payer_name clean_text NOT NULL DEFAULT '',
  paid_on date NOT NULL,
  booked_on date NOT NULL,
  booked_at timestamptz NOT NULL,
  event_id bigint NOT NULL,
  CONSTRAINT dues_payment_pkey PRIMARY KEY (id),
  CONSTRAINT dues_payment_reference_once UNIQUE (channel, reference),
  CONSTRAINT dues_payment_member_known FOREIGN KEY (member_id) REFERENCES member,
  CONSTRAINT dues_payment_unit_known FOREIGN KEY (unit_id) REFERENCES unit,
  CONSTRAINT dues_payment_payer_known FOREIGN KEY (payer_id) REFERENCES member,
  CONSTRAINT dues_payment_channel_known CHECK (channel IN ('cash', 'bank', 'portal')),
  CONSTRAINT dues_payment_reference_given CHECK (pg_catalog.length(reference) BETWEEN 1 AND 100),
  CONSTRAINT dues_payment_amount_range CHECK (amount BETWEEN 1 AND 999999999999),
  CONSTRAINT dues_payment_voluntary_part CHECK (voluntary BETWEEN 0 AND amount),
  CONSTRAINT dues_payment_payer_length CHECK (pg_catalog.length(payer_name) <= 200),
  CONSTRAINT dues_payment_not_ahead CHECK (paid_on <= booked_on),
  CONSTRAINT dues_payment_event_known FOREIGN KEY (event_id) REFERENCES audit_event
);
CREATE INDEX dues_payment_by_member ON dues_payment (member_id);
CREATE INDEX dues_payment_by_day ON dues_payment USING brin (booked_on) WITH (pages_per_range = 32);
COMMENT ON TABLE dues_payment IS 'personal: money that came in, once for each channel and reference';
COMMENT ON COLUMN dues_payment.id IS 'internal: number in this database';
COMMENT ON COLUMN dues_payment.member_id IS 'personal: for whom it was paid';
COMMENT ON COLUMN dues_payment.unit_id IS 'personal: the cell that took it';
COMMENT ON COLUMN dues_payment.channel IS 'personal: cash, bank or portal';
COMMENT ON COLUMN dues_payment.reference IS 'personal: the outside reference; told twice it is booked once';
COMMENT ON COLUMN dues_payment.amount IS 'personal: in đồng';
COMMENT ON COLUMN dues_payment.voluntary IS 'personal: the part of it, in đồng, given beyond what is owed';
COMMENT ON COLUMN dues_payment.payer_id IS 'personal: another member who paid; none: the member';
COMMENT ON COLUMN dues_payment.payer_name IS 'personal: somebody else who paid and is no member';
COMMENT ON COLUMN dues_payment.paid_on IS 'personal: the day on which the money was handed over';
COMMENT ON COLUMN dues_payment.booked_on IS 'internal: the day on which it was booked';
COMMENT ON COLUMN dues_payment.booked_at IS 'internal: when it was booked';
COMMENT ON COLUMN dues_payment.event_id IS 'internal: the verb';

CREATE TABLE dues_receipt_book (
  unit_id bigint NOT NULL,
  year smallint NOT NULL,
  last_number int NOT NULL,
  CONSTRAINT dues_receipt_book_pkey PRIMARY KEY (unit_id, year),
  CONSTRAINT dues_receipt_book_unit_known FOREIGN KEY (unit_id) REFERENCES unit,
  CONSTRAINT dues_receipt_book_number_positive CHECK (last_number > 0)
);
COMMENT ON TABLE dues_receipt_book IS 'internal: the last receipt number of a cell in a year; counted up where the receipt is written, so without gaps';
COMMENT ON COLUMN dues_receipt_book.unit_id IS 'internal: the cell';
COMMENT ON COLUMN dues_receipt_book.year IS 'internal: the year';
COMMENT ON COLUMN dues_receipt_book.last_number IS 'internal: the number given last';

CREATE TABLE dues_receipt (
  unit_id bigint NOT NULL,
  year smallint NOT NULL,
  number int NOT NULL,
  payment_id bigint NOT NULL,
  CONSTRAINT dues_receipt_pkey PRIMARY KEY (unit_id, year, number),
  CONSTRAINT dues_receipt_payment_once UNIQUE (payment_id),
  CONSTRAINT dues_receipt_book_known
    FOREIGN KEY (unit_id, year) REFERENCES dues_receipt_book (unit_id, year),
  CONSTRAINT dues_receipt_payment_known FOREIGN KEY (payment_id) REFERENCES dues_payment,
  CONSTRAINT dues_receipt_number_positive CHECK (number > 0)
);
COMMENT ON TABLE dues_receipt IS 'internal: the receipt of a payment in cash; numbers without gaps for each cell and year';
COMMENT ON COLUMN dues_receipt.unit_id IS 'internal: the cell';
COMMENT ON COLUMN dues_receipt.year IS 'internal: the year in which the money was handed over';
COMMENT ON COLUMN dues_receipt.number IS 'internal: 1, 2, 3 …';
COMMENT ON COLUMN dues_receipt.payment_id IS 'internal: the payment';

CREATE TABLE dues_refund (
  id bigint GENERATED ALWAYS AS IDENTITY,
  member_id bigint NOT NULL,
  unit_id bigint NOT NULL,
  reference clean_text NOT NULL,
  amount bigint NOT NULL,
  reason clean_text NOT NULL,
  document clean_text NOT NULL,
  booked_on date NOT NULL,
  booked_at timestamptz NOT NULL,
  event_id bigint NOT NULL,
  CONSTRAINT dues_refund_pkey PRIMARY KEY (id),
  CONSTRAINT dues_refund_reference_once UNIQUE (reference),
  CONSTRAINT dues_refund_member_known FOREIGN KEY (member_id) REFERENCES member,
  CONSTRAINT dues_refund_unit_known FOREIGN KEY (unit_id) REFERENCES unit,
  CONSTRAINT dues_refund_reference_given CHECK (pg_catalog.length(reference) BETWEEN 1 AND 100),
  CONSTRAINT dues_refund_amount_range CHECK (amount BETWEEN 1 AND 999999999999),
  CONSTRAINT dues_refund_reason_given CHECK (pg_catalog.length(reason) BETWEEN 1 AND 1000),
  CONSTRAINT dues_refund_document_length CHECK (pg_catalog.length(document) <= 300),
  CONSTRAINT dues_refund_event_known FOREIGN KEY (event_id) REFERENCES audit_event
);
CREATE INDEX dues_refund_by_member ON dues_refund (member_id);
COMMENT ON TABLE dues_refund IS 'personal: credit paid back, once for each reference';
COMMENT ON COLUMN dues_refund.id IS 'internal: number in this database';
COMMENT ON COLUMN dues_refund.member_id IS 'personal: to whom';
COMMENT ON COLUMN dues_refund.unit_id IS 'personal: the cell that pays it';
COMMENT ON COLUMN dues_refund.reference IS 'personal: the outside reference';
COMMENT ON COLUMN dues_refund.amount IS 'personal: in đồng';
COMMENT ON COLUMN dues_refund.reason IS 'personal: why';
COMMENT ON COLUMN dues_refund.document IS 'personal: the basis document';
COMMENT ON COLUMN dues_refund.booked_on IS 'internal: the day';
COMMENT ON COLUMN dues_refund.booked_at IS 'internal: when it was booked';
COMMENT ON COLUMN dues_refund.event_id IS 'internal: the verb';

CREATE TABLE dues_reversal (
  id bigint GENERATED ALWAYS AS IDENTITY,
  payment_id bigint,
  refund_id bigint,
  reason clean_text NOT NULL,
  document clean_text NOT NULL,
  booked_on date NOT NULL,
  booked_at timestamptz NOT NULL,
  event_id bigint NOT NULL,
  CONSTRAINT dues_reversal_pkey PRIMARY KEY (id),
  CONSTRAINT dues_reversal_payment_once UNIQUE (payment_id),
  CONSTRAINT dues_reversal_refund_once UNIQUE (refund_id),
  CONSTRAINT dues_reversal_payment_known FOREIGN KEY (payment_id) REFERENCES dues_payment,
  CONSTRAINT dues_reversal_refund_known FOREIGN KEY (refund_id) REFERENCES dues_refund,
  CONSTRAINT dues_reversal_of_one CHECK ((payment_id IS NULL) <> (refund_id IS NULL)),
  CONSTRAINT dues_reversal_reason_given CHECK (pg_catalog.length(reason) BETWEEN 1 AND 1000),
  CONSTRAINT dues_reversal_document_length CHECK (pg_catalog.length(document) <= 300),
  CONSTRAINT dues_reversal_event_known FOREIGN KEY (event_id) REFERENCES audit_event
);
COMMENT ON TABLE dues_reversal IS 'personal: a payment or refund that was a mistake; each can be reversed once';
COMMENT ON COLUMN dues_reversal.id IS 'internal: number in this database';
COMMENT ON COLUMN dues_reversal.payment_id IS 'internal: the payment that it answers';
COMMENT ON COLUMN dues_reversal.refund_id IS 'internal: the refund that it answers';
COMMENT ON COLUMN dues_reversal.reason IS 'personal: why';
COMMENT ON COLUMN dues_reversal.document IS 'personal: the basis document';
COMMENT ON COLUMN dues_reversal.booked_on IS 'internal: the day';
COMMENT ON COLUMN dues_reversal.booked_at IS 'internal: when it was booked';
COMMENT ON COLUMN dues_reversal.event_id IS 'internal: the verb';

CREATE TABLE dues_remittance (
  unit_id bigint NOT NULL,
  month month_start NOT NULL,
  number smallint NOT NULL,
  upper_id bigint,
  collected bigint NOT NULL,
  received bigint NOT NULL,
  kept bigint NOT NULL,
  passed bigint NOT NULL,
  split text COLLATE "C" NOT NULL,
  booked_on date NOT NULL,
  booked_at timestamptz NOT NULL,
  event_id bigint NOT NULL,
  CONSTRAINT dues_remittance_pkey PRIMARY KEY (unit_id, month, number),
  CONSTRAINT dues_remittance_unit_known FOREIGN KEY (unit_id) REFERENCES unit,
  CONSTRAINT dues_remittance_upper_known FOREIGN KEY (upper_id) REFERENCES unit,
  CONSTRAINT dues_remittance_number_positive CHECK (number > 0),
  CONSTRAINT dues_remittance_two_units CHECK (upper_id <> unit_id),
  CONSTRAINT dues_remittance_adds_up CHECK (kept + passed = collected + received),
  CONSTRAINT dues_remittance_split_given CHECK (pg_catalog.length(split) BETWEEN 1 AND 100),
  CONSTRAINT dues_remittance_event_known FOREIGN KEY (event_id) REFERENCES audit_event
);
COMMENT ON TABLE dues_remittance IS 'internal: what a unit kept and passed up of a month''s money; a later payment of the month makes another number';
COMMENT ON COLUMN dues_remittance.unit_id IS 'internal: the unit that passes';
COMMENT ON COLUMN dues_remittance.month IS 'internal: the month in which the money was booked';
COMMENT ON COLUMN dues_remittance.number IS 'internal: 1, then one more for each later passing of the month';
COMMENT ON COLUMN dues_remittance.upper_id IS 'internal: the unit above; none: out of the top of the tree';
COMMENT ON COLUMN dues_remittance.collected IS 'internal: in đồng, its own money since the number before; below zero after a reversal';
COMMENT ON COLUMN dues_remittance.received IS 'internal: in đồng, from the units below since the number before';
COMMENT ON COLUMN dues_remittance.kept IS 'internal: in đồng, what stays';
COMMENT ON COLUMN dues_remittance.passed IS 'internal: in đồng, what goes up; below zero: what comes back';
COMMENT ON COLUMN dues_remittance.split IS 'internal: the split by which it was worked out';
COMMENT ON COLUMN dues_remittance.booked_on IS 'internal: the day';
COMMENT ON COLUMN dues_remittance.booked_at IS 'internal: when it was booked';
COMMENT ON COLUMN dues_remittance.event_id IS 'internal: the verb';

CREATE TABLE dues_unpaid_reason (
  member_id bigint NOT NULL,
  month month_start NOT NULL,
  reason clean_text NOT NULL,
  document clean_text NOT NULL,
  event_id bigint NOT NULL,
  CONSTRAINT dues_unpaid_reason_pkey PRIMARY KEY (member_id, month),
  CONSTRAINT dues_unpaid_reason_member_known FOREIGN KEY (member_id) REFERENCES member,
  CONSTRAINT dues_unpaid_reason_given CHECK (pg_catalog.length(reason) BETWEEN 1 AND 1000),
  CONSTRAINT dues_unpaid_reason_document_length CHECK (pg_catalog.length(document) <= 300),
  CONSTRAINT dues_unpaid_reason_event_known FOREIGN KEY (event_id) REFERENCES audit_event
);
COMMENT ON TABLE dues_unpaid_reason IS 'personal: good reasons for which a month is unpaid; such a month does not count towards the three';
COMMENT ON COLUMN dues_unpaid_reason.member_id IS 'personal: the member';
COMMENT ON COLUMN dues_unpaid_reason.month IS 'personal: the month';
COMMENT ON COLUMN dues_unpaid_reason.reason IS 'personal: the reason';
COMMENT ON COLUMN dues_unpaid_reason.document IS 'personal: the document that shows it';
COMMENT ON COLUMN dues_unpaid_reason.event_id IS 'internal: the verb';

CREATE TABLE dues_statement_line (
  reference clean_text NOT NULL,
  paid_on date NOT NULL,
  amount bigint NOT NULL,
  content clean_text NOT NULL,
  event_id bigint NOT NULL,
  outcome text COLLATE "C",
  payment_id bigint,
  answer clean_text NOT NULL DEFAULT '',
  answer_event_id bigint,
  CONSTRAINT dues_statement_line_pkey PRIMARY KEY (reference),
  CONSTRAINT dues_statement_line_reference_given CHECK (
    pg_catalog.length(reference) BETWEEN 1 AND 100),
  CONSTRAINT dues_statement_line_amount_range CHECK (amount BETWEEN 1 AND 999999999999),
  CONSTRAINT dues_statement_line_content_length CHECK (pg_catalog.length(content) <= 500),
  CONSTRAINT dues_statement_line_outcome_known CHECK (outcome IN ('booked', 'dismissed')),
  CONSTRAINT dues_statement_line_answer_length CHECK (pg_catalog.length(answer) <= 1000),
  CONSTRAINT dues_statement_line_answered_whole CHECK (
    (outcome IS NULL) = (answer_event_id IS NULL)
    AND (outcome IS NOT DISTINCT FROM 'booked') = (payment_id IS NOT NULL)),
  CONSTRAINT dues_statement_line_payment_once UNIQUE (payment_id),
  CONSTRAINT dues_statement_line_payment_known FOREIGN KEY (payment_id) REFERENCES dues_payment,
  CONSTRAINT dues_statement_line_event_known FOREIGN KEY (event_id) REFERENCES audit_event,
  CONSTRAINT dues_statement_line_answer_event_known
    FOREIGN KEY (answer_event_id) REFERENCES audit_event
);
CREATE INDEX dues_statement_line_waiting ON dues_statement_line (paid_on) WHERE outcome IS NULL;
COMMENT ON TABLE dues_statement_line IS 'personal: lines of bank statements; what no code matches waits for a person';
COMMENT ON COLUMN dues_statement_line.reference IS 'personal: the bank''s reference';
COMMENT ON COLUMN dues_statement_line.paid_on IS 'personal: the bank''s day';
COMMENT ON COLUMN dues_statement_line.amount IS 'personal: in đồng';
COMMENT ON COLUMN dues_statement_line.content IS 'personal: what the payer wrote';
COMMENT ON COLUMN dues_statement_line.event_id IS 'internal: the import';
COMMENT ON COLUMN dues_statement_line.outcome IS 'internal: booked or dismissed; none: waiting';
COMMENT ON COLUMN dues_statement_line.payment_id IS 'internal: the payment that it became';
COMMENT ON COLUMN dues_statement_line.answer IS 'internal: why it was dismissed or given to somebody';
COMMENT ON COLUMN dues_statement_line.answer_event_id IS 'internal: the verb that answered it';
-- How a bank line's content names a member: signs and case do not matter (dues.md, "The ledger").
CREATE INDEX member_by_dues_key ON member (pg_catalog.upper(pg_catalog.translate(code, '._-', '')));
CREATE TRIGGER dues_statement_line_settled BEFORE UPDATE ON dues_statement_line
  FOR EACH ROW WHEN (OLD.outcome IS NOT NULL) EXECUTE FUNCTION refuse_settled_change();
ALTER TABLE dues_statement_line ENABLE ALWAYS TRIGGER dues_statement_line_settled;

CREATE TABLE dues_bank_account (
  unit_id bigint NOT NULL,
  valid_from date NOT NULL,
  known_at timestamptz NOT NULL,
  bank_bin text COLLATE "C" NOT NULL,
  account_number text COLLATE "C" NOT NULL,
  event_id bigint NOT NULL,
  CONSTRAINT dues_bank_account_pkey PRIMARY KEY (unit_id, valid_from, known_at),
  CONSTRAINT dues_bank_account_unit_known FOREIGN KEY (unit_id) REFERENCES unit,
  CONSTRAINT dues_bank_account_bin_form CHECK (bank_bin ~ '^[0-9]{6}$'),
  CONSTRAINT dues_bank_account_number_form CHECK (account_number ~ '^[A-Za-z0-9]{1,19}$'),
  CONSTRAINT dues_bank_account_event_known FOREIGN KEY (event_id) REFERENCES audit_event
);
COMMENT ON TABLE dues_bank_account IS 'internal: the bank account of a unit for dues, from a day on; for VietQR';
COMMENT ON COLUMN dues_bank_account.unit_id IS 'internal: the unit; units below without one of their own use it';
COMMENT ON COLUMN dues_bank_account.valid_from IS 'internal: from this day';
COMMENT ON COLUMN dues_bank_account.known_at IS 'internal: when it became known';
COMMENT ON COLUMN dues_bank_account.bank_bin IS 'internal: the bank by its six digits';
COMMENT ON COLUMN dues_bank_account.account_number IS 'internal: the account';
COMMENT ON COLUMN dues_bank_account.event_id IS 'internal: the verb';

-- The ledger.
CREATE TABLE dues_movement (
  id bigint GENERATED ALWAYS AS IDENTITY,
  subject_id bigint NOT NULL,
  kind text COLLATE "C" NOT NULL,
  debit text COLLATE "C" NOT NULL,
  credit text COLLATE "C" NOT NULL,
  debit_unit_id bigint,
  credit_unit_id bigint,
  month month_start,
  amount bigint NOT NULL,
  source_id bigint,
  reverses bigint,
  booked_on date NOT NULL,
  event_id bigint NOT NULL,
  CONSTRAINT dues_movement_pkey PRIMARY KEY (subject_id, id),
  CONSTRAINT dues_movement_amount_positive CHECK (amount > 0),
  CONSTRAINT dues_movement_kind_known CHECK (
    kind = 'charge' AND debit = 'due' AND credit = 'dues'
    OR kind = 'discharge' AND debit = 'dues' AND credit = 'due'
    OR kind = 'payment' AND debit = 'fund' AND credit = 'credit'
    OR kind = 'voluntary' AND debit = 'fund' AND credit = 'voluntary'
    OR kind = 'settlement' AND debit = 'credit' AND credit = 'due'
    OR kind = 'unsettlement' AND debit = 'due' AND credit = 'credit'
    OR kind = 'refund' AND debit = 'credit' AND credit = 'fund'
    OR kind = 'payment_reversal' AND debit = 'credit' AND credit = 'fund'
    OR kind = 'voluntary_reversal' AND debit = 'voluntary' AND credit = 'fund'
    OR kind = 'refund_reversal' AND debit = 'fund' AND credit = 'credit'
    OR kind = 'remittance' AND debit = 'fund' AND credit = 'fund'
    OR kind = 'remittance' AND debit = 'above' AND credit = 'fund'
    OR kind = 'remittance' AND debit = 'fund' AND credit = 'above'),
  CONSTRAINT dues_movement_units_named CHECK (
    (debit IN ('dues', 'voluntary', 'fund')) = (debit_unit_id IS NOT NULL)
    AND (credit IN ('dues', 'voluntary', 'fund')) = (credit_unit_id IS NOT NULL)),
  CONSTRAINT dues_movement_two_accounts CHECK (
    (debit, coalesce(debit_unit_id, 0)) <> (credit, coalesce(credit_unit_id, 0))),
  CONSTRAINT dues_movement_month_named CHECK (
    (debit = 'due' OR credit = 'due' OR kind = 'remittance') = (month IS NOT NULL)),
  CONSTRAINT dues_movement_subject_whole CHECK ((kind = 'remittance') = (subject_id < 0)),
  CONSTRAINT dues_movement_reversal_whole CHECK (
    (kind LIKE '%\_reversal') = (reverses IS NOT NULL))
);
CREATE UNIQUE INDEX dues_movement_reversed_once ON dues_movement (subject_id, reverses)
  WHERE reverses IS NOT NULL;
CREATE INDEX dues_movement_by_day ON dues_movement USING brin (booked_on)
  WITH (pages_per_range = 32);
COMMENT ON TABLE dues_movement IS 'personal: the ledger: one row moves one sum from one account to another; written by triggers only';
COMMENT ON COLUMN dues_movement.id IS 'internal: number in this database';
COMMENT ON COLUMN dues_movement.subject_id IS 'personal: the member; of a remittance minus the unit that passes';
COMMENT ON COLUMN dues_movement.kind IS 'personal: charge, discharge, payment, voluntary, settlement, unsettlement, refund, remittance, or the reversal of one';
COMMENT ON COLUMN dues_movement.debit IS 'personal: the account that the sum goes to';
COMMENT ON COLUMN dues_movement.credit IS 'personal: the account that it comes from';
COMMENT ON COLUMN dues_movement.debit_unit_id IS 'personal: whose account, where it is a unit''s';
COMMENT ON COLUMN dues_movement.credit_unit_id IS 'personal: whose account, where it is a unit''s';
COMMENT ON COLUMN dues_movement.month IS 'personal: the month of the due account, or of the remittance';
COMMENT ON COLUMN dues_movement.amount IS 'personal: in đồng';
COMMENT ON COLUMN dues_movement.source_id IS 'internal: revision of the charge, number of the payment, refund, reversal or remittance behind it';
COMMENT ON COLUMN dues_movement.reverses IS 'internal: the movement that it takes back; the trigger copies it from there, db check compares';
COMMENT ON COLUMN dues_movement.booked_on IS 'internal: the day';
COMMENT ON COLUMN dues_movement.event_id IS 'internal: the verb';

-- Balances: what the ledger adds up to; db check adds it up again.
CREATE TABLE dues_month (
  member_id bigint NOT NULL,
  month month_start NOT NULL,
  charged bigint NOT NULL,
  settled bigint NOT NULL DEFAULT 0,
  CONSTRAINT dues_month_pkey PRIMARY KEY (member_id, month),
  CONSTRAINT dues_month_not_negative CHECK (charged >= 0 AND settled >= 0),
  CONSTRAINT dues_month_not_overpaid CHECK (settled <= charged)
) WITH (fillfactor = 80);
COMMENT ON TABLE dues_month IS 'personal: the due account of a member for a month; kept by the ledger';
COMMENT ON COLUMN dues_month.member_id IS 'personal: the member';
COMMENT ON COLUMN dues_month.month IS 'personal: the month';
COMMENT ON COLUMN dues_month.charged IS 'personal: in đồng';
COMMENT ON COLUMN dues_month.settled IS 'personal: in đồng';

CREATE TABLE dues_account (
  member_id bigint NOT NULL,
  credit bigint NOT NULL,
  CONSTRAINT dues_account_pkey PRIMARY KEY (member_id),
  CONSTRAINT dues_account_credit_enough CHECK (credit >= 0)
) WITH (fillfactor = 80);
COMMENT ON TABLE dues_account IS 'personal: the credit of a member; kept by the ledger';
COMMENT ON COLUMN dues_account.member_id IS 'personal: the member';
COMMENT ON COLUMN dues_account.credit IS 'personal: in đồng, paid and not used';

CREATE FUNCTION keep_dues_balances() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = cadre, pg_catalog, pg_temp
  SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
  wanted bigint;
  changed bigint;
BEGIN
  -- A row that is not there yet comes with its first charge or its first money.
  INSERT INTO cadre.dues_month AS known (member_id, month, charged)
  SELECT subject_id, month, sum(amount) FROM fresh WHERE kind = 'charge'
   GROUP BY subject_id, month ORDER BY subject_id, month
  ON CONFLICT (member_id, month) DO UPDATE SET charged = known.charged + EXCLUDED.charged;

  INSERT INTO cadre.dues_account AS known (member_id, credit)
  SELECT subject_id, sum(amount) FROM fresh WHERE credit = 'credit'
   GROUP BY subject_id ORDER BY subject_id
  ON CONFLICT (member_id) DO UPDATE SET credit = known.credit + EXCLUDED.credit;

  IF NOT EXISTS (SELECT FROM fresh WHERE debit = 'credit' OR kind IN ('discharge', 'unsettlement'))
  THEN
    RETURN NULL;
  END IF;
  WITH change AS (
    SELECT subject_id, month,
           sum(CASE kind WHEN 'discharge' THEN -amount ELSE 0 END) AS charged,
           sum(CASE kind WHEN 'settlement' THEN amount WHEN 'unsettlement' THEN -amount
               ELSE 0 END) AS settled
      FROM fresh WHERE kind IN ('discharge', 'settlement', 'unsettlement')
     GROUP BY subject_id, month),
  done AS (
    UPDATE cadre.dues_month AS known
       SET charged = known.charged + change.charged, settled = known.settled + change.settled
      FROM change WHERE known.member_id = change.subject_id AND known.month = change.month
    RETURNING 1)
  SELECT (SELECT count(*) FROM change), (SELECT count(*) FROM done) INTO wanted, changed;
  IF wanted <> changed THEN
    RAISE EXCEPTION 'a movement names a month that was never charged'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'dues_month_charged_first';
  END IF;
  WITH change AS (
    SELECT subject_id, sum(amount) AS used FROM fresh WHERE debit = 'credit'
     GROUP BY subject_id),
  done AS (
    UPDATE cadre.dues_account AS known SET credit = known.credit - change.used
      FROM change WHERE known.member_id = change.subject_id
    RETURNING 1)
  SELECT (SELECT count(*) FROM change), (SELECT count(*) FROM done) INTO wanted, changed;
  IF wanted <> changed THEN
    RAISE EXCEPTION 'a movement uses credit that was never there'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'dues_account_credit_enough';
  END IF;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION keep_dues_balances() IS 'trigger: brings the balances to what the ledger adds up to';
CREATE TRIGGER dues_movement_balances AFTER INSERT ON dues_movement
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION keep_dues_balances();
ALTER TABLE dues_movement ENABLE ALWAYS TRIGGER dues_movement_balances;

-- Money settles the oldest open month first (dues.md, "The ledger").
-- Whatever the planner guesses of a piece of members, their rows are looked up by their keys: of a
-- statement's five thousand lines it would else read the balances of everybody.
CREATE FUNCTION settle_dues(members bigint[], day date, event bigint) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = cadre, pg_catalog, pg_temp
  SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
BEGIN
  INSERT INTO cadre.dues_movement
    (subject_id, kind, debit, credit, month, amount, booked_on, event_id)
  SELECT member_id, 'settlement', 'credit', 'due', month, least(open, credit - older), day, event
    FROM (
      SELECT account.member_id, known.month, known.charged - known.settled AS open, account.credit,
             coalesce(sum(known.charged - known.settled) OVER (
               PARTITION BY account.member_id ORDER BY known.month
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::bigint AS older
        FROM unnest(members) AS touched (member_id)
        JOIN cadre.dues_account AS account USING (member_id)
        JOIN cadre.dues_month AS known USING (member_id)
       WHERE account.credit > 0 AND known.settled < known.charged) AS open_month
   WHERE older < credit
   ORDER BY member_id, month;
END
$$;
COMMENT ON FUNCTION settle_dues(bigint[], date, bigint) IS 'uses the credit of these members for their open months, the oldest first';

-- Takes money back out of settled months, the newest first, until a member has that much credit.
CREATE FUNCTION unsettle_dues(member bigint, needed bigint, day date, event bigint) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = cadre, pg_catalog, pg_temp
AS $$
DECLARE
  missing bigint;
BEGIN
  SELECT needed - credit INTO missing FROM cadre.dues_account WHERE member_id = member FOR UPDATE;
  IF missing IS NULL OR missing <= 0 THEN RETURN; END IF;
  INSERT INTO cadre.dues_movement
    (subject_id, kind, debit, credit, month, amount, booked_on, event_id)
  SELECT member, 'unsettlement', 'due', 'credit', month, least(settled, missing - newer), day, event
    FROM (
      SELECT month, settled,
             coalesce(sum(settled) OVER (
               ORDER BY month DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
               0)::bigint AS newer
        FROM cadre.dues_month WHERE member_id = member AND settled > 0) AS settled_month
   WHERE newer < missing ORDER BY month DESC;
END
$$;
COMMENT ON FUNCTION unsettle_dues(bigint, bigint, date, bigint) IS 'opens settled months again, the newest first, until a member has that much credit';

CREATE FUNCTION book_dues_charges() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = cadre, pg_catalog, pg_temp
  SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
  stripe int;
  touched bigint[];
  day date;
  event bigint;
BEGIN
  FOR stripe IN SELECT DISTINCT (member_id >> 12)::int AS number FROM fresh ORDER BY number
  LOOP
    PERFORM pg_advisory_xact_lock(44, stripe);
  END LOOP;
  -- Instead of foreign keys, which look up half a million rows one by one: neither a member nor a
  -- unit is ever deleted.
  IF EXISTS (
    SELECT FROM fresh WHERE NOT EXISTS (SELECT FROM cadre.member WHERE id = fresh.member_id))
  THEN
    RAISE EXCEPTION 'a charge names a member that is not there'
      USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'dues_charge_member_known';
  END IF;
  IF EXISTS (
    SELECT FROM (SELECT DISTINCT cell_id FROM fresh) AS cell
     WHERE NOT EXISTS (SELECT FROM cadre.unit WHERE id = cell_id AND tree = 'party'))
  THEN
    RAISE EXCEPTION 'a charge names a cell that is not there'
      USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'dues_charge_cell_known';
  END IF;
  IF EXISTS (
    SELECT FROM fresh LEFT JOIN cadre.dues_charge AS earlier
        ON earlier.member_id = fresh.member_id AND earlier.month = fresh.month
       AND earlier.revision = fresh.revision - 1
     WHERE fresh.revision > 1
       AND (earlier.cell_id IS NULL OR earlier.cell_id <> fresh.cell_id))
  THEN
    RAISE EXCEPTION 'a charge is revised that was not made, or made for another cell'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'dues_charge_revisions_follow';
  END IF;

  INSERT INTO cadre.dues_movement
    (subject_id, kind, debit, credit, credit_unit_id, month, amount, source_id, booked_on,
     event_id)
  SELECT member_id, 'charge', 'due', 'dues', cell_id, month, net, revision, booked_on, event_id
    FROM fresh WHERE revision = 1 AND net > 0;

  IF EXISTS (SELECT FROM fresh WHERE revision > 1) THEN
    INSERT INTO cadre.dues_movement
      (subject_id, kind, debit, credit, debit_unit_id, credit_unit_id, month, amount, source_id,
       booked_on, event_id)
    WITH change AS (
      SELECT fresh.*, fresh.net - earlier.net AS difference,
             coalesce(known.settled, 0) - fresh.net AS surplus
        FROM fresh
        JOIN cadre.dues_charge AS earlier
          ON earlier.member_id = fresh.member_id AND earlier.month = fresh.month
         AND earlier.revision = fresh.revision - 1
        LEFT JOIN cadre.dues_month AS known
          ON known.member_id = fresh.member_id AND known.month = fresh.month
       WHERE fresh.revision > 1)
    SELECT member_id, 'charge', 'due', 'dues', NULL::bigint, cell_id, month, difference, revision,
           booked_on, event_id
      FROM change WHERE difference > 0
    UNION ALL
    SELECT member_id, 'unsettlement', 'due', 'credit', NULL, NULL::bigint, month, surplus, revision,
           booked_on, event_id
      FROM change WHERE difference < 0 AND surplus > 0
    UNION ALL
    SELECT member_id, 'discharge', 'dues', 'due', cell_id, NULL, month, -difference, revision,
           booked_on, event_id
      FROM change WHERE difference < 0;
  END IF;

  SELECT pg_catalog.array_agg(DISTINCT account.member_id), max(fresh.booked_on), max(fresh.event_id)
    INTO touched, day, event
    FROM fresh JOIN cadre.dues_account AS account
      ON account.member_id = fresh.member_id AND account.credit > 0;
  IF touched IS NOT NULL THEN PERFORM cadre.settle_dues(touched, day, event); END IF;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION book_dues_charges() IS 'trigger: a charge moves what it adds to or takes from what is owed, and uses credit';
CREATE TRIGGER dues_charge_booked AFTER INSERT ON dues_charge
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION book_dues_charges();
ALTER TABLE dues_charge ENABLE ALWAYS TRIGGER dues_charge_booked;

CREATE FUNCTION book_dues_payments() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = cadre, pg_catalog, pg_temp
AS $$
DECLARE
  stripe int;
  touched bigint[];
  day date;
  event bigint;
BEGIN
  FOR stripe IN SELECT DISTINCT (member_id >> 12)::int AS number FROM fresh ORDER BY number
  LOOP
    PERFORM pg_advisory_xact_lock_shared(44, stripe);
  END LOOP;
  INSERT INTO cadre.dues_movement
    (subject_id, kind, debit, credit, debit_unit_id, credit_unit_id, amount, source_id, booked_on,
     event_id)
  SELECT member_id, 'payment', 'fund', 'credit', unit_id, NULL::bigint, amount - voluntary, id,
         booked_on, event_id
    FROM fresh WHERE amount > voluntary
  UNION ALL
  SELECT member_id, 'voluntary', 'fund', 'voluntary', unit_id, unit_id, voluntary, id, booked_on,
         event_id
    FROM fresh WHERE voluntary > 0;

  IF EXISTS (SELECT FROM fresh WHERE channel = 'cash') THEN
    WITH wanted AS (
      SELECT unit_id, EXTRACT(year FROM paid_on)::smallint AS year, id,
             pg_catalog.row_number() OVER (
               PARTITION BY unit_id, EXTRACT(year FROM paid_on) ORDER BY id) AS place
        FROM fresh WHERE channel = 'cash'),
    book AS (
      INSERT INTO cadre.dues_receipt_book AS known (unit_id, year, last_number)
      SELECT unit_id, year, count(*) FROM wanted GROUP BY unit_id, year ORDER BY unit_id, year
      ON CONFLICT (unit_id, year) DO UPDATE
        SET last_number = known.last_number + EXCLUDED.last_number
      RETURNING unit_id, year, last_number)
    INSERT INTO cadre.dues_receipt (unit_id, year, number, payment_id)
    SELECT unit_id, year,
           book.last_number - count(*) OVER (PARTITION BY unit_id, year) + wanted.place, wanted.id
      FROM wanted JOIN book USING (unit_id, year);
  END IF;

  SELECT pg_catalog.array_agg(DISTINCT member_id), max(booked_on), max(event_id)
    INTO touched, day, event FROM fresh WHERE amount > voluntary;
  IF touched IS NOT NULL THEN PERFORM cadre.settle_dues(touched, day, event); END IF;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION book_dues_payments() IS 'trigger: a payment becomes credit and settles the oldest open months; cash gets a receipt';
CREATE TRIGGER dues_payment_booked AFTER INSERT ON dues_payment
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION book_dues_payments();
ALTER TABLE dues_payment ENABLE ALWAYS TRIGGER dues_payment_booked;

CREATE FUNCTION book_dues_refund() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = cadre, pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(44, (NEW.member_id >> 12)::int);
  INSERT INTO cadre.dues_movement
    (subject_id, kind, debit, credit, credit_unit_id, amount, source_id, booked_on, event_id)
  VALUES (NEW.member_id, 'refund', 'credit', 'fund', NEW.unit_id, NEW.amount, NEW.id,
    NEW.booked_on, NEW.event_id);
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION book_dues_refund() IS 'trigger: a refund comes out of credit';
CREATE TRIGGER dues_refund_booked AFTER INSERT ON dues_refund
  FOR EACH ROW EXECUTE FUNCTION book_dues_refund();
ALTER TABLE dues_refund ENABLE ALWAYS TRIGGER dues_refund_booked;

CREATE FUNCTION book_dues_reversal() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = cadre, pg_catalog, pg_temp
AS $$
DECLARE
  member bigint;
  needed bigint;
BEGIN
  IF NEW.payment_id IS NOT NULL THEN
    SELECT member_id, amount - voluntary INTO member, needed
      FROM cadre.dues_payment WHERE id = NEW.payment_id;
  ELSE
    SELECT member_id, 0 INTO member, needed FROM cadre.dues_refund WHERE id = NEW.refund_id;
  END IF;
  IF member IS NULL THEN RETURN NULL; END IF;
  PERFORM pg_advisory_xact_lock_shared(44, (member >> 12)::int);
  IF needed > 0 THEN
    PERFORM cadre.unsettle_dues(member, needed, NEW.booked_on, NEW.event_id);
  END IF;
  INSERT INTO cadre.dues_movement
    (subject_id, kind, debit, credit, debit_unit_id, credit_unit_id, amount, source_id, reverses,
     booked_on, event_id)
  SELECT subject_id, kind || '_reversal', credit, debit, credit_unit_id, debit_unit_id, amount,
         NEW.id, id, NEW.booked_on, NEW.event_id
    FROM cadre.dues_movement
   WHERE subject_id = member
     AND (NEW.payment_id IS NOT NULL AND kind IN ('payment', 'voluntary')
            AND source_id = NEW.payment_id
          OR NEW.refund_id IS NOT NULL AND kind = 'refund' AND source_id = NEW.refund_id);
  PERFORM cadre.settle_dues(ARRAY[member], NEW.booked_on, NEW.event_id);
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION book_dues_reversal() IS 'trigger: a reversal moves back what the payment or refund moved; months that it had settled open again, the newest first';
CREATE TRIGGER dues_reversal_booked AFTER INSERT ON dues_reversal
  FOR EACH ROW EXECUTE FUNCTION book_dues_reversal();
ALTER TABLE dues_reversal ENABLE ALWAYS TRIGGER dues_reversal_booked;

CREATE FUNCTION book_dues_remittance() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = cadre, pg_catalog, pg_temp
AS $$
BEGIN
  IF NEW.number > 1 AND NOT EXISTS (
    SELECT FROM cadre.dues_remittance
     WHERE unit_id = NEW.unit_id AND month = NEW.month AND number = NEW.number - 1)
  THEN
    RAISE EXCEPTION 'remittances of a month follow each other'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'dues_remittance_numbers_follow';
  END IF;
  IF NEW.passed > 0 THEN
    INSERT INTO cadre.dues_movement
      (subject_id, kind, debit, credit, debit_unit_id, credit_unit_id, month, amount, source_id,
       booked_on, event_id)
    VALUES (-NEW.unit_id, 'remittance', CASE WHEN NEW.upper_id IS NULL THEN 'above' ELSE 'fund' END,
      'fund', NEW.upper_id, NEW.unit_id, NEW.month, NEW.passed, NEW.number, NEW.booked_on,
      NEW.event_id);
  ELSIF NEW.passed < 0 THEN
    INSERT INTO cadre.dues_movement
      (subject_id, kind, debit, credit, debit_unit_id, credit_unit_id, month, amount, source_id,
       booked_on, event_id)
    VALUES (-NEW.unit_id, 'remittance', 'fund',
      CASE WHEN NEW.upper_id IS NULL THEN 'above' ELSE 'fund' END, NEW.unit_id, NEW.upper_id,
      NEW.month, -NEW.passed, NEW.number, NEW.booked_on, NEW.event_id);
  END IF;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION book_dues_remittance() IS 'trigger: what a unit passes up moves from its fund to the fund above';
CREATE TRIGGER dues_remittance_booked AFTER INSERT ON dues_remittance
  FOR EACH ROW EXECUTE FUNCTION book_dues_remittance();
ALTER TABLE dues_remittance ENABLE ALWAYS TRIGGER dues_remittance_booked;

CREATE TRIGGER dues_charge_append_only BEFORE UPDATE OR DELETE ON dues_charge
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER dues_charge_no_truncate BEFORE TRUNCATE ON dues_charge
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE dues_charge ENABLE ALWAYS TRIGGER dues_charge_append_only;
ALTER TABLE dues_charge ENABLE ALWAYS TRIGGER dues_charge_no_truncate;

CREATE TRIGGER dues_payment_append_only BEFORE UPDATE OR DELETE ON dues_payment
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER dues_payment_no_truncate BEFORE TRUNCATE ON dues_payment
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE dues_payment ENABLE ALWAYS TRIGGER dues_payment_append_only;
ALTER TABLE dues_payment ENABLE ALWAYS TRIGGER dues_payment_no_truncate;

CREATE TRIGGER dues_receipt_append_only BEFORE UPDATE OR DELETE ON dues_receipt
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER dues_receipt_no_truncate BEFORE TRUNCATE ON dues_receipt
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE dues_receipt ENABLE ALWAYS TRIGGER dues_receipt_append_only;
ALTER TABLE dues_receipt ENABLE ALWAYS TRIGGER dues_receipt_no_truncate;

CREATE TRIGGER dues_refund_append_only BEFORE UPDATE OR DELETE ON dues_refund
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER dues_refund_no_truncate BEFORE TRUNCATE ON dues_refund
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE dues_refund ENABLE ALWAYS TRIGGER dues_refund_append_only;
ALTER TABLE dues_refund ENABLE ALWAYS TRIGGER dues_refund_no_truncate;

CREATE TRIGGER dues_reversal_append_only BEFORE UPDATE OR DELETE ON dues_reversal
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER dues_reversal_no_truncate BEFORE TRUNCATE ON dues_reversal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE dues_reversal ENABLE ALWAYS TRIGGER dues_reversal_append_only;
ALTER TABLE dues_reversal ENABLE ALWAYS TRIGGER dues_reversal_no_truncate;

CREATE TRIGGER dues_remittance_append_only BEFORE UPDATE OR DELETE ON dues_remittance
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER dues_remittance_no_truncate BEFORE TRUNCATE ON dues_remittance
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE dues_remittance ENABLE ALWAYS TRIGGER dues_remittance_append_only;
ALTER TABLE dues_remittance ENABLE ALWAYS TRIGGER dues_remittance_no_truncate;

CREATE TRIGGER dues_unpaid_reason_append_only BEFORE UPDATE OR DELETE ON dues_unpaid_reason
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER dues_unpaid_reason_no_truncate BEFORE TRUNCATE ON dues_unpaid_reason
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE dues_unpaid_reason ENABLE ALWAYS TRIGGER dues_unpaid_reason_append_only;
ALTER TABLE dues_unpaid_reason ENABLE ALWAYS TRIGGER dues_unpaid_reason_no_truncate;

CREATE TRIGGER dues_bank_account_append_only BEFORE UPDATE OR DELETE ON dues_bank_account
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER dues_bank_account_no_truncate BEFORE TRUNCATE ON dues_bank_account
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE dues_bank_account ENABLE ALWAYS TRIGGER dues_bank_account_append_only;
ALTER TABLE dues_bank_account ENABLE ALWAYS TRIGGER dues_bank_account_no_truncate;

CREATE TRIGGER dues_movement_append_only BEFORE UPDATE OR DELETE ON dues_movement
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER dues_movement_no_truncate BEFORE TRUNCATE ON dues_movement
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE dues_movement ENABLE ALWAYS TRIGGER dues_movement_append_only;
ALTER TABLE dues_movement ENABLE ALWAYS TRIGGER dues_movement_no_truncate;

GRANT SELECT ON dues_waiver, dues_charge, dues_payment, dues_receipt_book, dues_receipt,
  dues_refund, dues_reversal, dues_remittance, dues_unpaid_reason, dues_statement_line,
  dues_bank_account, dues_movement, dues_month, dues_account TO cadre_app;
GRANT INSERT ON dues_waiver, dues_charge, dues_payment, dues_refund, dues_reversal,
  dues_remittance, dues_unpaid_reason, dues_statement_line, dues_bank_account TO cadre_app;
GRANT UPDATE (withdrawn_at, withdraw_event_id) ON dues_waiver TO cadre_app;
GRANT UPDATE (outcome, payment_id, answer, answer_event_id) ON dues_statement_line TO cadre_app;
