DOMAIN business_code AS text
  CONSTRAINT business_code_form CHECK ((VALUE ~ '^[A-Za-z0-9._-]{1,40}$'::text))
DOMAIN clean_text AS text
  CONSTRAINT clean_text_form CHECK (((VALUE IS NFC NORMALIZED) AND (VALUE !~ '[\u0001-\u001f\u007f-\u00a0\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|^ | $|  '::text)))
DOMAIN month_start AS date
  CONSTRAINT month_start_first CHECK ((EXTRACT(day FROM VALUE) = (1)::numeric))
FUNCTION book_dues_charges() RETURNS trigger SECURITY DEFINER search_path=cadre, pg_catalog, pg_temp enable_hashjoin=off enable_mergejoin=off
FUNCTION book_dues_payments() RETURNS trigger SECURITY DEFINER search_path=cadre, pg_catalog, pg_temp
FUNCTION book_dues_refund() RETURNS trigger SECURITY DEFINER search_path=cadre, pg_catalog, pg_temp
FUNCTION book_dues_remittance() RETURNS trigger SECURITY DEFINER search_path=cadre, pg_catalog, pg_temp
FUNCTION book_dues_reversal() RETURNS trigger SECURITY DEFINER search_path=cadre, pg_catalog, pg_temp
FUNCTION broken_letter_step(taken bigint[], made bigint) RETURNS text SECURITY INVOKER search_path=cadre, pg_catalog, pg_temp
FUNCTION guard_period_tables(number integer) RETURNS void SECURITY DEFINER search_path=cadre, pg_catalog, pg_temp
FUNCTION handover_transfer(signed text) RETURNS bigint SECURITY INVOKER search_path=cadre, pg_catalog, pg_temp
FUNCTION hold_letter_book(unit bigint, asked smallint) RETURNS integer SECURITY DEFINER search_path=cadre, pg_catalog, pg_temp
FUNCTION issue_letters() RETURNS trigger SECURITY DEFINER search_path=cadre, pg_catalog, pg_temp
FUNCTION keep_dues_balances() RETURNS trigger SECURITY DEFINER search_path=cadre, pg_catalog, pg_temp enable_hashjoin=off enable_mergejoin=off
FUNCTION make_period_tables(number integer) RETURNS void SECURITY DEFINER search_path=cadre, pg_catalog, pg_temp
FUNCTION member_ties(asked bigint[], day date) RETURNS TABLE(member_id bigint, transfer_id bigint, tie text) SECURITY INVOKER search_path=cadre, pg_catalog, pg_temp
FUNCTION move_received_members(taken bigint[], made bigint) RETURNS void SECURITY INVOKER search_path=cadre, pg_catalog, pg_temp
FUNCTION refresh_period_statistics(number integer) RETURNS void SECURITY DEFINER search_path=cadre, pg_catalog, pg_temp
FUNCTION refresh_statistics() RETURNS void SECURITY DEFINER search_path=cadre, pg_catalog, pg_temp
FUNCTION refuse_answer_by_rater() RETURNS trigger SECURITY INVOKER search_path=cadre, pg_catalog, pg_temp
FUNCTION refuse_change() RETURNS trigger SECURITY INVOKER search_path=pg_catalog, pg_temp
FUNCTION refuse_closed_period() RETURNS trigger SECURITY INVOKER search_path=pg_catalog, pg_temp
FUNCTION refuse_excuse_twice() RETURNS trigger SECURITY INVOKER search_path=cadre, pg_catalog, pg_temp
FUNCTION refuse_frozen_framework() RETURNS trigger SECURITY INVOKER search_path=cadre, pg_catalog, pg_temp
FUNCTION refuse_handover_twice() RETURNS trigger SECURITY INVOKER search_path=cadre, pg_catalog, pg_temp
FUNCTION refuse_late_excuse() RETURNS trigger SECURITY INVOKER search_path=cadre, pg_catalog, pg_temp
FUNCTION refuse_late_scores() RETURNS trigger SECURITY DEFINER search_path=cadre, pg_catalog, pg_temp
FUNCTION refuse_own_decision() RETURNS trigger SECURITY INVOKER search_path=cadre, pg_catalog, pg_temp
FUNCTION refuse_own_signature() RETURNS trigger SECURITY INVOKER search_path=cadre, pg_catalog, pg_temp
FUNCTION refuse_result_change() RETURNS trigger SECURITY INVOKER search_path=pg_catalog, pg_temp
FUNCTION refuse_run_change() RETURNS trigger SECURITY INVOKER search_path=cadre, pg_catalog, pg_temp
FUNCTION refuse_sealed_results() RETURNS trigger SECURITY INVOKER search_path=cadre, pg_catalog, pg_temp
FUNCTION refuse_settled_change() RETURNS trigger SECURITY INVOKER search_path=cadre, pg_catalog, pg_temp
FUNCTION refuse_stay_at_home() RETURNS trigger SECURITY DEFINER search_path=cadre, pg_catalog, pg_temp
FUNCTION refuse_tied_closing() RETURNS trigger SECURITY DEFINER search_path=cadre, pg_catalog, pg_temp
FUNCTION refuse_tied_merging() RETURNS trigger SECURITY DEFINER search_path=cadre, pg_catalog, pg_temp
FUNCTION refuse_unsigned_steps() RETURNS trigger SECURITY DEFINER search_path=cadre, pg_catalog, pg_temp
FUNCTION refuse_untrusted_handover() RETURNS trigger SECURITY DEFINER search_path=cadre, pg_catalog, pg_temp
FUNCTION refuse_wrong_period_step() RETURNS trigger SECURITY INVOKER search_path=cadre, pg_catalog, pg_temp
FUNCTION refuse_wrong_transfer_steps(taken bigint[], made bigint) RETURNS void SECURITY INVOKER search_path=cadre, pg_catalog, pg_temp
FUNCTION search_key(name text) RETURNS text SECURITY INVOKER 
FUNCTION settle_dues(members bigint[], day date, event bigint) RETURNS void SECURITY DEFINER search_path=cadre, pg_catalog, pg_temp enable_hashjoin=off enable_mergejoin=off
FUNCTION settle_records() RETURNS timestamp with time zone SECURITY DEFINER search_path=cadre, pg_catalog, pg_temp
FUNCTION stays_at_home(old bigint, new bigint, day date) RETURNS SETOF bigint SECURITY INVOKER search_path=cadre, pg_catalog, pg_temp
FUNCTION take_letter_steps() RETURNS trigger SECURITY DEFINER search_path=cadre, pg_catalog, pg_temp
FUNCTION take_transfer_steps() RETURNS trigger SECURITY DEFINER search_path=cadre, pg_catalog, pg_temp
FUNCTION transfer_obstacles(asked bigint[]) RETURNS TABLE(transfer_id bigint, obstacle text) SECURITY INVOKER search_path=cadre, pg_catalog, pg_temp
FUNCTION unit_ties(asked bigint, day date) RETURNS TABLE(transfer_id bigint, tie text) SECURITY INVOKER search_path=cadre, pg_catalog, pg_temp
FUNCTION unsettle_dues(member bigint, needed bigint, day date, event bigint) RETURNS void SECURITY DEFINER search_path=cadre, pg_catalog, pg_temp

TABLE account -- internal: who can act in the program
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY -- internal: number in this database
  name cadre.business_code NOT NULL -- internal: name on the trail
  full_name cadre.clean_text NOT NULL -- personal: the person behind it
  system_user_name text -- internal: system user who may act as this account at the console
  disabled_at timestamp with time zone -- internal: since when it may do nothing
  event_id bigint NOT NULL -- internal: the verb that last changed it
  member_id bigint -- personal: the member that this person is, where they are one
  CONSTRAINT account_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT account_full_name_length CHECK ((length((full_name)::text) <= 200))
  CONSTRAINT account_member_known FOREIGN KEY (member_id) REFERENCES cadre.member(id)
  CONSTRAINT account_name_once UNIQUE (name)
  CONSTRAINT account_pkey PRIMARY KEY (id)
  CONSTRAINT account_system_user_form CHECK ((system_user_name ~ '^[A-Za-z0-9._@$-]{1,64}$'::text))
  CREATE INDEX account_by_member ON cadre.account USING btree (member_id) WHERE (member_id IS NOT NULL)
  GRANT INSERT, SELECT TO cadre_app
  GRANT UPDATE (disabled_at, event_id, full_name, member_id, system_user_name) TO cadre_app

TABLE account_grant -- internal: a role over a unit and everything below it, from a day to a day
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY -- internal: number in this database
  account_id bigint NOT NULL -- internal: who holds the role
  role text NOT NULL -- internal: the role
  unit_id bigint -- internal: top of the part of the tree; none: everything
  valid_from date NOT NULL -- internal: first day
  valid_until date -- internal: first day on which it no longer holds
  revoked_at timestamp with time zone -- internal: when it was taken back
  event_id bigint NOT NULL -- internal: the verb that granted it
  revoke_event_id bigint -- internal: the verb that took it back
  CONSTRAINT account_grant_account_known FOREIGN KEY (account_id) REFERENCES cadre.account(id)
  CONSTRAINT account_grant_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT account_grant_pkey PRIMARY KEY (id)
  CONSTRAINT account_grant_revoke_event_known FOREIGN KEY (revoke_event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT account_grant_revoked_whole CHECK (((revoked_at IS NULL) = (revoke_event_id IS NULL)))
  CONSTRAINT account_grant_role_known CHECK ((role = ANY (ARRAY['member'::text, 'cell_secretary'::text, 'organisation_board'::text, 'hr_officer'::text, 'inspector'::text, 'account_administrator'::text])))
  CONSTRAINT account_grant_some_days CHECK ((valid_until > valid_from))
  CONSTRAINT account_grant_unit_known FOREIGN KEY (unit_id) REFERENCES cadre.unit(id)
  CREATE INDEX account_grant_by_unit ON cadre.account_grant USING btree (unit_id)
  CREATE UNIQUE INDEX account_grant_once ON cadre.account_grant USING btree (account_id, role, COALESCE(unit_id, (0)::bigint), valid_from) WHERE (revoked_at IS NULL)
  GRANT INSERT, SELECT TO cadre_app
  GRANT UPDATE (revoke_event_id, revoked_at) TO cadre_app

TABLE appeal -- personal: appeals against a published score, and their answers
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY -- internal: number in this database
  period_id integer NOT NULL -- internal: the month
  run_id integer NOT NULL -- internal: the published run
  member_id bigint NOT NULL -- personal: whose score it is
  raised_by cadre.business_code NOT NULL -- internal: who raised it
  raised_at timestamp with time zone NOT NULL -- internal: when
  grounds cadre.clean_text NOT NULL -- personal: on what grounds
  event_id bigint NOT NULL -- internal: the verb
  outcome text -- personal: upheld or rejected; none: open
  answered_by cadre.business_code -- internal: who answered: nobody who rated
  answered_at timestamp with time zone -- internal: when
  answer cadre.clean_text -- personal: what was answered
  answer_event_id bigint -- internal: the verb that answered
  CONSTRAINT appeal_answer_event_known FOREIGN KEY (answer_event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT appeal_answer_given CHECK (((length((answer)::text) >= 1) AND (length((answer)::text) <= 1000)))
  CONSTRAINT appeal_answered_whole CHECK ((((outcome IS NULL) = (answered_by IS NULL)) AND ((outcome IS NULL) = (answered_at IS NULL)) AND ((outcome IS NULL) = (answer IS NULL)) AND ((outcome IS NULL) = (answer_event_id IS NULL))))
  CONSTRAINT appeal_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT appeal_grounds_given CHECK (((length((grounds)::text) >= 1) AND (length((grounds)::text) <= 2000)))
  CONSTRAINT appeal_member_known FOREIGN KEY (member_id) REFERENCES cadre.member(id)
  CONSTRAINT appeal_once UNIQUE (run_id, member_id)
  CONSTRAINT appeal_outcome_known CHECK ((outcome = ANY (ARRAY['upheld'::text, 'rejected'::text])))
  CONSTRAINT appeal_period_known FOREIGN KEY (period_id) REFERENCES cadre.period(id)
  CONSTRAINT appeal_pkey PRIMARY KEY (member_id, id)
  CONSTRAINT appeal_published_run FOREIGN KEY (run_id) REFERENCES cadre.publication(run_id)
  CONSTRAINT appeal_two_people CHECK (((answered_by)::text <> (raised_by)::text))
  CREATE INDEX appeal_open ON cadre.appeal USING btree (period_id) WHERE (outcome IS NULL)
  CREATE TRIGGER appeal_answered_by_rater BEFORE INSERT OR UPDATE ON cadre.appeal FOR EACH ROW EXECUTE FUNCTION cadre.refuse_answer_by_rater() (always)
  CREATE TRIGGER appeal_settled BEFORE UPDATE ON cadre.appeal FOR EACH ROW WHEN ((old.outcome IS NOT NULL)) EXECUTE FUNCTION cadre.refuse_settled_change() (always)
  GRANT INSERT, SELECT TO cadre_app
  GRANT UPDATE (answer, answer_event_id, answered_at, answered_by, outcome) TO cadre_app

TABLE audit_event -- internal: the trail; one row a verb; append-only
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY -- internal: number of the event
  at timestamp with time zone NOT NULL DEFAULT clock_timestamp() -- internal: when the verb wrote it, by the clock of the database
  account cadre.business_code NOT NULL -- internal: who: the name of the account
  origin cadre.clean_text NOT NULL -- internal: from where: console and system user, job or web session
  verb text NOT NULL -- internal: what: noun.verb
  subject_kind text NOT NULL -- internal: on what: unit, member, account, import, database
  subject_code text NOT NULL -- internal: on whom: the code, or the digest of an import
  reason cadre.clean_text NOT NULL -- personal: why, in the words of whoever did it
  document cadre.clean_text NOT NULL -- internal: the basis document, as given
  detail jsonb NOT NULL -- personal: old and new values of what was changed, counts of an import
  xid xid8 NOT NULL DEFAULT pg_current_xact_id() -- internal: transaction that wrote it; the order in which the trail is sealed
  CONSTRAINT audit_event_document_length CHECK ((length((document)::text) <= 300))
  CONSTRAINT audit_event_pkey PRIMARY KEY (id)
  CONSTRAINT audit_event_reason_length CHECK ((length((reason)::text) <= 1000))
  CONSTRAINT audit_event_subject_kind_form CHECK ((subject_kind ~ '^[a-z_]+$'::text))
  CONSTRAINT audit_event_verb_form CHECK ((verb ~ '^[a-z]+\.[a-z_]+$'::text))
  CREATE INDEX audit_event_by_subject ON cadre.audit_event USING btree (subject_kind, subject_code, id)
  CREATE TRIGGER audit_event_append_only BEFORE DELETE OR UPDATE ON cadre.audit_event FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON cadre.audit_event FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE board_decision -- personal: what a board decided about a grade; withdrawn, never edited
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY -- internal: number in this database
  period_id integer NOT NULL -- internal: the month
  revision smallint NOT NULL -- internal: the revision of the month in which it was taken; it holds for later ones too
  run_id integer NOT NULL -- internal: the run that the board had before it
  unit_id bigint NOT NULL -- internal: the unit of the board
  member_id bigint NOT NULL -- personal: the member
  kind text NOT NULL -- personal: award (a place that a tie left) or move
  grade text NOT NULL -- personal: the final grade
  reason cadre.clean_text NOT NULL -- personal: why
  document cadre.clean_text NOT NULL -- personal: the basis document
  decided_by cadre.business_code NOT NULL -- internal: who
  decided_at timestamp with time zone NOT NULL -- internal: when; runs read the decisions known at their moment
  event_id bigint NOT NULL -- internal: the verb
  withdrawn_at timestamp with time zone -- internal: since when it no longer holds
  withdraw_event_id bigint -- internal: the verb that withdrew it
  CONSTRAINT board_decision_document_length CHECK ((length((document)::text) <= 300))
  CONSTRAINT board_decision_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT board_decision_kind_known CHECK ((((kind = 'award'::text) AND (grade = 'A'::text)) OR ((kind = 'move'::text) AND (grade = ANY (ARRAY['A'::text, 'B'::text, 'C'::text, 'D'::text])))))
  CONSTRAINT board_decision_member_known FOREIGN KEY (member_id) REFERENCES cadre.member(id)
  CONSTRAINT board_decision_period_known FOREIGN KEY (period_id) REFERENCES cadre.period(id)
  CONSTRAINT board_decision_pkey PRIMARY KEY (member_id, id)
  CONSTRAINT board_decision_reason_given CHECK (((length((reason)::text) >= 1) AND (length((reason)::text) <= 1000)))
  CONSTRAINT board_decision_run_known FOREIGN KEY (run_id) REFERENCES cadre.run(id)
  CONSTRAINT board_decision_unit_known FOREIGN KEY (unit_id) REFERENCES cadre.unit(id)
  CONSTRAINT board_decision_withdraw_event_known FOREIGN KEY (withdraw_event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT board_decision_withdrawn_whole CHECK (((withdrawn_at IS NULL) = (withdraw_event_id IS NULL)))
  CREATE UNIQUE INDEX board_decision_once ON cadre.board_decision USING btree (period_id, member_id) WHERE (withdrawn_at IS NULL)
  CREATE TRIGGER board_decision_not_own BEFORE INSERT ON cadre.board_decision FOR EACH ROW EXECUTE FUNCTION cadre.refuse_own_decision() (always)
  CREATE TRIGGER board_decision_settled BEFORE UPDATE ON cadre.board_decision FOR EACH ROW WHEN ((old.withdrawn_at IS NOT NULL)) EXECUTE FUNCTION cadre.refuse_settled_change() (always)
  GRANT INSERT, SELECT TO cadre_app
  GRANT UPDATE (withdraw_event_id, withdrawn_at) TO cadre_app

TABLE board_exception -- internal: a larger share for one group, with its legal basis; withdrawn, never edited
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY -- internal: number in this database
  period_id integer NOT NULL -- internal: the month
  revision smallint NOT NULL -- internal: the revision of the month in which it was taken; it holds for later ones too
  unit_id bigint NOT NULL -- internal: the unit at which the group stands
  framework_id integer NOT NULL -- internal: the framework of the group
  share numeric(9,6) NOT NULL -- internal: the share instead of the framework's
  reason cadre.clean_text NOT NULL -- internal: why
  document cadre.clean_text NOT NULL -- internal: the legal basis
  decided_by cadre.business_code NOT NULL -- internal: who
  decided_at timestamp with time zone NOT NULL -- internal: when; runs read the exceptions known at their moment
  event_id bigint NOT NULL -- internal: the verb
  withdrawn_at timestamp with time zone -- internal: since when it no longer holds
  withdraw_event_id bigint -- internal: the verb that withdrew it
  CONSTRAINT board_exception_document_given CHECK (((length((document)::text) >= 1) AND (length((document)::text) <= 300)))
  CONSTRAINT board_exception_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT board_exception_framework_known FOREIGN KEY (framework_id) REFERENCES cadre.framework(id)
  CONSTRAINT board_exception_period_known FOREIGN KEY (period_id) REFERENCES cadre.period(id)
  CONSTRAINT board_exception_pkey PRIMARY KEY (id)
  CONSTRAINT board_exception_reason_given CHECK (((length((reason)::text) >= 1) AND (length((reason)::text) <= 1000)))
  CONSTRAINT board_exception_share_range CHECK (((share > (0)::numeric) AND (share <= (1)::numeric)))
  CONSTRAINT board_exception_unit_known FOREIGN KEY (unit_id) REFERENCES cadre.unit(id)
  CONSTRAINT board_exception_withdraw_event_known FOREIGN KEY (withdraw_event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT board_exception_withdrawn_whole CHECK (((withdrawn_at IS NULL) = (withdraw_event_id IS NULL)))
  CREATE UNIQUE INDEX board_exception_once ON cadre.board_exception USING btree (period_id, unit_id, framework_id) WHERE (withdrawn_at IS NULL)
  CREATE TRIGGER board_exception_settled BEFORE UPDATE ON cadre.board_exception FOR EACH ROW WHEN ((old.withdrawn_at IS NOT NULL)) EXECUTE FUNCTION cadre.refuse_settled_change() (always)
  GRANT INSERT, SELECT TO cadre_app
  GRANT UPDATE (withdraw_event_id, withdrawn_at) TO cadre_app

TABLE board_signature -- internal: the signature of a board under its list; a later decision clears it
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY -- internal: number in this database
  period_id integer NOT NULL -- internal: the month
  revision smallint NOT NULL -- internal: the revision of the month
  run_id integer NOT NULL -- internal: the run whose list was signed
  unit_id bigint NOT NULL -- internal: the unit of the board
  list_digest text NOT NULL -- internal: SHA-256 of the list as it was signed
  signed_by cadre.business_code NOT NULL -- internal: who
  signed_at timestamp with time zone NOT NULL -- internal: when
  event_id bigint NOT NULL -- internal: the verb
  cleared_at timestamp with time zone -- internal: since when it no longer stands
  clear_event_id bigint -- internal: the verb that cleared it
  CONSTRAINT board_signature_clear_event_known FOREIGN KEY (clear_event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT board_signature_cleared_whole CHECK (((cleared_at IS NULL) = (clear_event_id IS NULL)))
  CONSTRAINT board_signature_digest_form CHECK ((list_digest ~ '^[0-9a-f]{64}$'::text))
  CONSTRAINT board_signature_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT board_signature_period_known FOREIGN KEY (period_id) REFERENCES cadre.period(id)
  CONSTRAINT board_signature_pkey PRIMARY KEY (id)
  CONSTRAINT board_signature_run_known FOREIGN KEY (run_id) REFERENCES cadre.run(id)
  CONSTRAINT board_signature_unit_known FOREIGN KEY (unit_id) REFERENCES cadre.unit(id)
  CREATE UNIQUE INDEX board_signature_once ON cadre.board_signature USING btree (period_id, unit_id) WHERE (cleared_at IS NULL)
  CREATE TRIGGER board_signature_settled BEFORE UPDATE ON cadre.board_signature FOR EACH ROW WHEN ((old.cleared_at IS NOT NULL)) EXECUTE FUNCTION cadre.refuse_settled_change() (always)
  GRANT INSERT, SELECT TO cadre_app
  GRANT UPDATE (clear_event_id, cleared_at) TO cadre_app

TABLE cell_membership -- personal: the official cell of a member from a day on; append-only
  member_id bigint NOT NULL -- internal: the member
  valid_from date NOT NULL -- internal: first day on which it holds; -infinity: as far back as the record reaches
  known_at timestamp with time zone NOT NULL -- internal: the moment from which the record says so
  cell_id bigint -- personal: unit of the party tree; none: in no cell
  tree text NOT NULL DEFAULT 'party'::text -- internal: always party, for the foreign key
  event_id bigint NOT NULL -- internal: the verb that wrote it
  CONSTRAINT cell_membership_cell_in_party FOREIGN KEY (cell_id, tree) REFERENCES cadre.unit(id, tree)
  CONSTRAINT cell_membership_member_known FOREIGN KEY (member_id) REFERENCES cadre.member(id)
  CONSTRAINT cell_membership_pkey PRIMARY KEY (member_id, valid_from, known_at)
  CONSTRAINT cell_membership_tree_party CHECK ((tree = 'party'::text))
  CREATE INDEX cell_membership_by_cell ON cadre.cell_membership USING btree (cell_id)
  CREATE TRIGGER cell_membership_append_only BEFORE DELETE OR UPDATE ON cadre.cell_membership FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER cell_membership_no_truncate BEFORE TRUNCATE ON cadre.cell_membership FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE dossier_entry -- personal: what else the files of a member hold, each with its days and document; withdrawn, never edited
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY -- internal: number in this database
  member_id bigint NOT NULL -- internal: the member
  kind text NOT NULL -- personal: what kind of entry
  code cadre.clean_text NOT NULL -- personal: its code: rank, level of discipline, years of a badge, number of a card
  title cadre.clean_text NOT NULL -- personal: what it is, in words
  step smallint -- personal: step of a rank
  amount numeric(12,4) -- personal: coefficient of a rank or an allowance
  held_from date NOT NULL -- personal: first day
  held_until date -- personal: first day on which it no longer holds
  introducer_id bigint -- personal: the introducer, where on record
  document cadre.clean_text NOT NULL -- personal: decision or document
  known_at timestamp with time zone NOT NULL -- internal: the moment from which the record says so
  event_id bigint NOT NULL -- internal: the verb that wrote it
  withdrawn_at timestamp with time zone -- internal: since when the record no longer says so
  withdraw_event_id bigint -- internal: the verb that withdrew it
  CONSTRAINT dossier_entry_badge_years CHECK (((kind <> 'badge'::text) OR ((code)::text = ANY (ARRAY['30'::text, '40'::text, '45'::text, '50'::text, '55'::text, '60'::text, '65'::text, '70'::text, '75'::text, '80'::text, '85'::text, '90'::text]))))
  CONSTRAINT dossier_entry_discipline_level CHECK (((kind <> 'discipline'::text) OR ((code)::text = ANY (ARRAY['reprimand'::text, 'warning'::text, 'dismissal'::text, 'expulsion'::text]))))
  CONSTRAINT dossier_entry_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT dossier_entry_introducer_known FOREIGN KEY (introducer_id) REFERENCES cadre.member(id)
  CONSTRAINT dossier_entry_kind_known CHECK ((kind = ANY (ARRAY['introducer'::text, 'card'::text, 'badge'::text, 'discipline'::text, 'reward'::text, 'rank'::text, 'allowance'::text, 'education'::text, 'political_theory'::text, 'training'::text, 'planning'::text, 'concurrent_post'::text])))
  CONSTRAINT dossier_entry_member_known FOREIGN KEY (member_id) REFERENCES cadre.member(id)
  CONSTRAINT dossier_entry_pkey PRIMARY KEY (member_id, id)
  CONSTRAINT dossier_entry_political_theory_level CHECK (((kind <> 'political_theory'::text) OR ((code)::text = ANY (ARRAY['elementary'::text, 'intermediate'::text, 'advanced'::text, 'bachelor'::text]))))
  CONSTRAINT dossier_entry_rank_whole CHECK (((kind <> 'rank'::text) OR (((code)::text ~ '^[0-9]{2}[.][0-9]{3}$'::text) AND ((step >= 1) AND (step <= 20)) AND (amount > (0)::numeric))))
  CONSTRAINT dossier_entry_some_days CHECK ((held_until > held_from))
  CONSTRAINT dossier_entry_title_given CHECK (((length((title)::text) <= 300) AND (((title)::text <> ''::text) OR ((code)::text <> ''::text) OR (introducer_id IS NOT NULL))))
  CONSTRAINT dossier_entry_withdraw_event_known FOREIGN KEY (withdraw_event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT dossier_entry_withdrawn_whole CHECK (((withdrawn_at IS NULL) = (withdraw_event_id IS NULL)))
  CREATE INDEX dossier_entry_by_introducer ON cadre.dossier_entry USING btree (introducer_id) WHERE (introducer_id IS NOT NULL)
  GRANT INSERT, SELECT TO cadre_app
  GRANT UPDATE (withdraw_event_id, withdrawn_at) TO cadre_app

TABLE dues_account -- personal: the credit of a member; kept by the ledger
  member_id bigint NOT NULL -- personal: the member
  credit bigint NOT NULL -- personal: in đồng, paid and not used
  CONSTRAINT dues_account_credit_enough CHECK ((credit >= 0))
  CONSTRAINT dues_account_pkey PRIMARY KEY (member_id)
  GRANT SELECT TO cadre_app

TABLE dues_bank_account -- internal: the bank account of a unit for dues, from a day on; for VietQR
  unit_id bigint NOT NULL -- internal: the unit; units below without one of their own use it
  valid_from date NOT NULL -- internal: from this day
  known_at timestamp with time zone NOT NULL -- internal: when it became known
  bank_bin text NOT NULL -- internal: the bank by its six digits
  account_number text NOT NULL -- internal: the account
  event_id bigint NOT NULL -- internal: the verb
  CONSTRAINT dues_bank_account_bin_form CHECK ((bank_bin ~ '^[0-9]{6}$'::text))
  CONSTRAINT dues_bank_account_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT dues_bank_account_number_form CHECK ((account_number ~ '^[A-Za-z0-9]{1,19}$'::text))
  CONSTRAINT dues_bank_account_pkey PRIMARY KEY (unit_id, valid_from, known_at)
  CONSTRAINT dues_bank_account_unit_known FOREIGN KEY (unit_id) REFERENCES cadre.unit(id)
  CREATE TRIGGER dues_bank_account_append_only BEFORE DELETE OR UPDATE ON cadre.dues_bank_account FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER dues_bank_account_no_truncate BEFORE TRUNCATE ON cadre.dues_bank_account FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE dues_basis -- personal: category and base of the dues of a member from a day on; append-only
  member_id bigint NOT NULL -- internal: the member
  valid_from date NOT NULL -- internal: first day on which it holds; -infinity: as far back as the record reaches
  known_at timestamp with time zone NOT NULL -- internal: the moment from which the record says so
  category text -- personal: category of 01-QD/TW; none: not known yet
  base bigint -- personal: monthly base in dong; none: not used or not known
  event_id bigint NOT NULL -- internal: the verb that wrote it
  CONSTRAINT dues_basis_base_range CHECK (((base >= 0) AND (base <= '999999999999999'::bigint)))
  CONSTRAINT dues_basis_category_known CHECK ((category = ANY (ARRAY['insured'::text, 'sick_leave'::text, 'pensioner'::text, 'working_pensioner'::text, 'allowance'::text, 'uninsured'::text, 'student'::text, 'abroad_mission'::text, 'abroad_other'::text])))
  CONSTRAINT dues_basis_member_known FOREIGN KEY (member_id) REFERENCES cadre.member(id)
  CONSTRAINT dues_basis_pkey PRIMARY KEY (member_id, valid_from, known_at)
  CREATE TRIGGER dues_basis_append_only BEFORE DELETE OR UPDATE ON cadre.dues_basis FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER dues_basis_no_truncate BEFORE TRUNCATE ON cadre.dues_basis FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE dues_charge -- personal: what a member owes for a month and how it was worked out; a late change is another revision
  member_id bigint NOT NULL -- personal: the member
  month cadre.month_start NOT NULL -- personal: the month
  revision smallint NOT NULL -- internal: 1, then one more for each adjustment; the last one holds
  cell_id bigint NOT NULL -- personal: the cell on the first day of the month as it was first charged; a later transfer leaves it
  category text -- personal: the category of dues
  base bigint -- personal: in đồng; of uninsured the regional minimum wage; none where the rule takes none
  rate numeric(9,6) -- personal: share of the base; none where the rule takes none
  amount bigint -- personal: in đồng, before exemption and reduction; none for the exempt without a base
  percent smallint NOT NULL -- personal: reduction; 100 exempts
  ground text -- personal: of the exemption or reduction
  net bigint NOT NULL -- personal: in đồng, what is owed
  void boolean NOT NULL -- internal: it was found that nothing was due for this month
  rule text NOT NULL -- internal: the rule by which it was worked out: a file of config/dues
  booked_on date NOT NULL -- internal: the day
  event_id bigint NOT NULL -- internal: the verb; half a million rows name one, so without a foreign key: db check compares
  CONSTRAINT dues_charge_amount_range CHECK (((amount >= 0) AND (amount <= '99999999999999'::bigint)))
  CONSTRAINT dues_charge_base_range CHECK (((base >= 0) AND (base <= '999999999999999'::bigint)))
  CONSTRAINT dues_charge_category_known CHECK ((category = ANY (ARRAY['insured'::text, 'sick_leave'::text, 'pensioner'::text, 'working_pensioner'::text, 'allowance'::text, 'uninsured'::text, 'student'::text, 'abroad_mission'::text, 'abroad_other'::text])))
  CONSTRAINT dues_charge_ground_known CHECK ((((percent = 0) AND (ground IS NULL)) OR ((percent = 100) AND (ground = ANY (ARRAY['party_age_50'::text, 'social_allowance'::text, 'hardship'::text, 'difficulty'::text]))) OR ((percent = ANY (ARRAY[30, 50, 70])) AND (ground = 'difficulty'::text))))
  CONSTRAINT dues_charge_net_follows CHECK (((net >= 0) AND (void OR (percent = 100) OR ((amount IS NOT NULL) AND (net <= amount))) AND ((percent > 0) OR void OR (net = amount)) AND ((percent < 100) OR (net = 0))))
  CONSTRAINT dues_charge_pkey PRIMARY KEY (member_id, month, revision)
  CONSTRAINT dues_charge_rate_range CHECK (((rate > (0)::numeric) AND (rate <= (1)::numeric)))
  CONSTRAINT dues_charge_revision_positive CHECK ((revision > 0))
  CONSTRAINT dues_charge_rule_given CHECK (((length(rule) >= 1) AND (length(rule) <= 100)))
  CONSTRAINT dues_charge_void_owes_nothing CHECK (((NOT void) OR ((net = 0) AND (percent = 0) AND (revision > 1))))
  CREATE INDEX dues_charge_by_month ON cadre.dues_charge USING brin (month) WITH (pages_per_range='32')
  CREATE TRIGGER dues_charge_append_only BEFORE DELETE OR UPDATE ON cadre.dues_charge FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER dues_charge_booked AFTER INSERT ON cadre.dues_charge REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION cadre.book_dues_charges() (always)
  CREATE TRIGGER dues_charge_no_truncate BEFORE TRUNCATE ON cadre.dues_charge FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE dues_month -- personal: the due account of a member for a month; kept by the ledger
  member_id bigint NOT NULL -- personal: the member
  month cadre.month_start NOT NULL -- personal: the month
  charged bigint NOT NULL -- personal: in đồng
  settled bigint NOT NULL DEFAULT 0 -- personal: in đồng
  CONSTRAINT dues_month_not_negative CHECK (((charged >= 0) AND (settled >= 0)))
  CONSTRAINT dues_month_not_overpaid CHECK ((settled <= charged))
  CONSTRAINT dues_month_pkey PRIMARY KEY (member_id, month)
  GRANT SELECT TO cadre_app

TABLE dues_movement -- personal: the ledger: one row moves one sum from one account to another; written by triggers only
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY -- internal: number in this database
  subject_id bigint NOT NULL -- personal: the member; of a remittance minus the unit that passes
  kind text NOT NULL -- personal: charge, discharge, payment, voluntary, settlement, unsettlement, refund, remittance, or the reversal of one
  debit text NOT NULL -- personal: the account that the sum goes to
  credit text NOT NULL -- personal: the account that it comes from
  debit_unit_id bigint -- personal: whose account, where it is a unit's
  credit_unit_id bigint -- personal: whose account, where it is a unit's
  month cadre.month_start -- personal: the month of the due account, or of the remittance
  amount bigint NOT NULL -- personal: in đồng
  source_id bigint -- internal: revision of the charge, number of the payment, refund, reversal or remittance behind it
  reverses bigint -- internal: the movement that it takes back; the trigger copies it from there, db check compares
  booked_on date NOT NULL -- internal: the day
  event_id bigint NOT NULL -- internal: the verb
  CONSTRAINT dues_movement_amount_positive CHECK ((amount > 0))
  CONSTRAINT dues_movement_kind_known CHECK ((((kind = 'charge'::text) AND (debit = 'due'::text) AND (credit = 'dues'::text)) OR ((kind = 'discharge'::text) AND (debit = 'dues'::text) AND (credit = 'due'::text)) OR ((kind = 'payment'::text) AND (debit = 'fund'::text) AND (credit = 'credit'::text)) OR ((kind = 'voluntary'::text) AND (debit = 'fund'::text) AND (credit = 'voluntary'::text)) OR ((kind = 'settlement'::text) AND (debit = 'credit'::text) AND (credit = 'due'::text)) OR ((kind = 'unsettlement'::text) AND (debit = 'due'::text) AND (credit = 'credit'::text)) OR ((kind = 'refund'::text) AND (debit = 'credit'::text) AND (credit = 'fund'::text)) OR ((kind = 'payment_reversal'::text) AND (debit = 'credit'::text) AND (credit = 'fund'::text)) OR ((kind = 'voluntary_reversal'::text) AND (debit = 'voluntary'::text) AND (credit = 'fund'::text)) OR ((kind = 'refund_reversal'::text) AND (debit = 'fund'::text) AND (credit = 'credit'::text)) OR ((kind = 'remittance'::text) AND (debit = 'fund'::text) AND (credit = 'fund'::text)) OR ((kind = 'remittance'::text) AND (debit = 'above'::text) AND (credit = 'fund'::text)) OR ((kind = 'remittance'::text) AND (debit = 'fund'::text) AND (credit = 'above'::text))))
  CONSTRAINT dues_movement_month_named CHECK ((((debit = 'due'::text) OR (credit = 'due'::text) OR (kind = 'remittance'::text)) = (month IS NOT NULL)))
  CONSTRAINT dues_movement_pkey PRIMARY KEY (subject_id, id)
  CONSTRAINT dues_movement_reversal_whole CHECK (((kind ~~ '%\_reversal'::text) = (reverses IS NOT NULL)))
  CONSTRAINT dues_movement_subject_whole CHECK (((kind = 'remittance'::text) = (subject_id < 0)))
  CONSTRAINT dues_movement_two_accounts CHECK (((debit <> credit) OR (COALESCE(debit_unit_id, (0)::bigint) <> COALESCE(credit_unit_id, (0)::bigint))))
  CONSTRAINT dues_movement_units_named CHECK ((((debit = ANY (ARRAY['dues'::text, 'voluntary'::text, 'fund'::text])) = (debit_unit_id IS NOT NULL)) AND ((credit = ANY (ARRAY['dues'::text, 'voluntary'::text, 'fund'::text])) = (credit_unit_id IS NOT NULL))))
  CREATE INDEX dues_movement_by_day ON cadre.dues_movement USING brin (booked_on) WITH (pages_per_range='32')
  CREATE UNIQUE INDEX dues_movement_reversed_once ON cadre.dues_movement USING btree (subject_id, reverses) WHERE (reverses IS NOT NULL)
  CREATE TRIGGER dues_movement_append_only BEFORE DELETE OR UPDATE ON cadre.dues_movement FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER dues_movement_balances AFTER INSERT ON cadre.dues_movement REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION cadre.keep_dues_balances() (always)
  CREATE TRIGGER dues_movement_no_truncate BEFORE TRUNCATE ON cadre.dues_movement FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  GRANT SELECT TO cadre_app

TABLE dues_payment -- personal: money that came in, once for each channel and reference
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY -- internal: number in this database
  member_id bigint NOT NULL -- personal: for whom it was paid
  unit_id bigint NOT NULL -- personal: the cell that took it
  channel text NOT NULL -- personal: cash, bank or portal
  reference cadre.clean_text NOT NULL -- personal: the outside reference; told twice it is booked once
  amount bigint NOT NULL -- personal: in đồng
  voluntary bigint NOT NULL DEFAULT 0 -- personal: the part of it, in đồng, given beyond what is owed
  payer_id bigint -- personal: another member who paid; none: the member
  payer_name cadre.clean_text NOT NULL DEFAULT ''::text -- personal: somebody else who paid and is no member
  paid_on date NOT NULL -- personal: the day on which the money was handed over
  booked_on date NOT NULL -- internal: the day on which it was booked
  booked_at timestamp with time zone NOT NULL -- internal: when it was booked
  event_id bigint NOT NULL -- internal: the verb
  CONSTRAINT dues_payment_amount_range CHECK (((amount >= 1) AND (amount <= '999999999999'::bigint)))
  CONSTRAINT dues_payment_channel_known CHECK ((channel = ANY (ARRAY['cash'::text, 'bank'::text, 'portal'::text])))
  CONSTRAINT dues_payment_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT dues_payment_member_known FOREIGN KEY (member_id) REFERENCES cadre.member(id)
  CONSTRAINT dues_payment_not_ahead CHECK ((paid_on <= booked_on))
  CONSTRAINT dues_payment_payer_known FOREIGN KEY (payer_id) REFERENCES cadre.member(id)
  CONSTRAINT dues_payment_payer_length CHECK ((length((payer_name)::text) <= 200))
  CONSTRAINT dues_payment_pkey PRIMARY KEY (id)
  CONSTRAINT dues_payment_reference_given CHECK (((length((reference)::text) >= 1) AND (length((reference)::text) <= 100)))
  CONSTRAINT dues_payment_reference_once UNIQUE (channel, reference)
  CONSTRAINT dues_payment_unit_known FOREIGN KEY (unit_id) REFERENCES cadre.unit(id)
  CONSTRAINT dues_payment_voluntary_part CHECK (((voluntary >= 0) AND (voluntary <= amount)))
  CREATE INDEX dues_payment_by_day ON cadre.dues_payment USING brin (booked_on) WITH (pages_per_range='32')
  CREATE INDEX dues_payment_by_member ON cadre.dues_payment USING btree (member_id)
  CREATE TRIGGER dues_payment_append_only BEFORE DELETE OR UPDATE ON cadre.dues_payment FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER dues_payment_booked AFTER INSERT ON cadre.dues_payment REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION cadre.book_dues_payments() (always)
  CREATE TRIGGER dues_payment_no_truncate BEFORE TRUNCATE ON cadre.dues_payment FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE dues_receipt -- internal: the receipt of a payment in cash; numbers without gaps for each cell and year
  unit_id bigint NOT NULL -- internal: the cell
  year smallint NOT NULL -- internal: the year in which the money was handed over
  number integer NOT NULL -- internal: 1, 2, 3 …
  payment_id bigint NOT NULL -- internal: the payment
  CONSTRAINT dues_receipt_book_known FOREIGN KEY (unit_id, year) REFERENCES cadre.dues_receipt_book(unit_id, year)
  CONSTRAINT dues_receipt_number_positive CHECK ((number > 0))
  CONSTRAINT dues_receipt_payment_known FOREIGN KEY (payment_id) REFERENCES cadre.dues_payment(id)
  CONSTRAINT dues_receipt_payment_once UNIQUE (payment_id)
  CONSTRAINT dues_receipt_pkey PRIMARY KEY (unit_id, year, number)
  CREATE TRIGGER dues_receipt_append_only BEFORE DELETE OR UPDATE ON cadre.dues_receipt FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER dues_receipt_no_truncate BEFORE TRUNCATE ON cadre.dues_receipt FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  GRANT SELECT TO cadre_app

TABLE dues_receipt_book -- internal: the last receipt number of a cell in a year; counted up where the receipt is written, so without gaps
  unit_id bigint NOT NULL -- internal: the cell
  year smallint NOT NULL -- internal: the year
  last_number integer NOT NULL -- internal: the number given last
  CONSTRAINT dues_receipt_book_number_positive CHECK ((last_number > 0))
  CONSTRAINT dues_receipt_book_pkey PRIMARY KEY (unit_id, year)
  CONSTRAINT dues_receipt_book_unit_known FOREIGN KEY (unit_id) REFERENCES cadre.unit(id)
  GRANT SELECT TO cadre_app

TABLE dues_refund -- personal: credit paid back, once for each reference
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY -- internal: number in this database
  member_id bigint NOT NULL -- personal: to whom
  unit_id bigint NOT NULL -- personal: the cell that pays it
  reference cadre.clean_text NOT NULL -- personal: the outside reference
  amount bigint NOT NULL -- personal: in đồng
  reason cadre.clean_text NOT NULL -- personal: why
  document cadre.clean_text NOT NULL -- personal: the basis document
  booked_on date NOT NULL -- internal: the day
  booked_at timestamp with time zone NOT NULL -- internal: when it was booked
  event_id bigint NOT NULL -- internal: the verb
  CONSTRAINT dues_refund_amount_range CHECK (((amount >= 1) AND (amount <= '999999999999'::bigint)))
  CONSTRAINT dues_refund_document_length CHECK ((length((document)::text) <= 300))
  CONSTRAINT dues_refund_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT dues_refund_member_known FOREIGN KEY (member_id) REFERENCES cadre.member(id)
  CONSTRAINT dues_refund_pkey PRIMARY KEY (id)
  CONSTRAINT dues_refund_reason_given CHECK (((length((reason)::text) >= 1) AND (length((reason)::text) <= 1000)))
  CONSTRAINT dues_refund_reference_given CHECK (((length((reference)::text) >= 1) AND (length((reference)::text) <= 100)))
  CONSTRAINT dues_refund_reference_once UNIQUE (reference)
  CONSTRAINT dues_refund_unit_known FOREIGN KEY (unit_id) REFERENCES cadre.unit(id)
  CREATE INDEX dues_refund_by_member ON cadre.dues_refund USING btree (member_id)
  CREATE TRIGGER dues_refund_append_only BEFORE DELETE OR UPDATE ON cadre.dues_refund FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER dues_refund_booked AFTER INSERT ON cadre.dues_refund FOR EACH ROW EXECUTE FUNCTION cadre.book_dues_refund() (always)
  CREATE TRIGGER dues_refund_no_truncate BEFORE TRUNCATE ON cadre.dues_refund FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE dues_remittance -- internal: what a unit kept and passed up of a month's money; a later payment of the month makes another number
  unit_id bigint NOT NULL -- internal: the unit that passes
  month cadre.month_start NOT NULL -- internal: the month in which the money was booked
  number smallint NOT NULL -- internal: 1, then one more for each later passing of the month
  upper_id bigint -- internal: the unit above; none: out of the top of the tree
  collected bigint NOT NULL -- internal: in đồng, its own money since the number before; below zero after a reversal
  received bigint NOT NULL -- internal: in đồng, from the units below since the number before
  kept bigint NOT NULL -- internal: in đồng, what stays
  passed bigint NOT NULL -- internal: in đồng, what goes up; below zero: what comes back
  split text NOT NULL -- internal: the split by which it was worked out
  booked_on date NOT NULL -- internal: the day
  booked_at timestamp with time zone NOT NULL -- internal: when it was booked
  event_id bigint NOT NULL -- internal: the verb
  CONSTRAINT dues_remittance_adds_up CHECK (((kept + passed) = (collected + received)))
  CONSTRAINT dues_remittance_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT dues_remittance_number_positive CHECK ((number > 0))
  CONSTRAINT dues_remittance_pkey PRIMARY KEY (unit_id, month, number)
  CONSTRAINT dues_remittance_split_given CHECK (((length(split) >= 1) AND (length(split) <= 100)))
  CONSTRAINT dues_remittance_two_units CHECK ((upper_id <> unit_id))
  CONSTRAINT dues_remittance_unit_known FOREIGN KEY (unit_id) REFERENCES cadre.unit(id)
  CONSTRAINT dues_remittance_upper_known FOREIGN KEY (upper_id) REFERENCES cadre.unit(id)
  CREATE TRIGGER dues_remittance_append_only BEFORE DELETE OR UPDATE ON cadre.dues_remittance FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER dues_remittance_booked AFTER INSERT ON cadre.dues_remittance FOR EACH ROW EXECUTE FUNCTION cadre.book_dues_remittance() (always)
  CREATE TRIGGER dues_remittance_no_truncate BEFORE TRUNCATE ON cadre.dues_remittance FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE dues_reversal -- personal: a payment or refund that was a mistake; each can be reversed once
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY -- internal: number in this database
  payment_id bigint -- internal: the payment that it answers
  refund_id bigint -- internal: the refund that it answers
  reason cadre.clean_text NOT NULL -- personal: why
  document cadre.clean_text NOT NULL -- personal: the basis document
  booked_on date NOT NULL -- internal: the day
  booked_at timestamp with time zone NOT NULL -- internal: when it was booked
  event_id bigint NOT NULL -- internal: the verb
  CONSTRAINT dues_reversal_document_length CHECK ((length((document)::text) <= 300))
  CONSTRAINT dues_reversal_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT dues_reversal_of_one CHECK (((payment_id IS NULL) <> (refund_id IS NULL)))
  CONSTRAINT dues_reversal_payment_known FOREIGN KEY (payment_id) REFERENCES cadre.dues_payment(id)
  CONSTRAINT dues_reversal_payment_once UNIQUE (payment_id)
  CONSTRAINT dues_reversal_pkey PRIMARY KEY (id)
  CONSTRAINT dues_reversal_reason_given CHECK (((length((reason)::text) >= 1) AND (length((reason)::text) <= 1000)))
  CONSTRAINT dues_reversal_refund_known FOREIGN KEY (refund_id) REFERENCES cadre.dues_refund(id)
  CONSTRAINT dues_reversal_refund_once UNIQUE (refund_id)
  CREATE TRIGGER dues_reversal_append_only BEFORE DELETE OR UPDATE ON cadre.dues_reversal FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER dues_reversal_booked AFTER INSERT ON cadre.dues_reversal FOR EACH ROW EXECUTE FUNCTION cadre.book_dues_reversal() (always)
  CREATE TRIGGER dues_reversal_no_truncate BEFORE TRUNCATE ON cadre.dues_reversal FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE dues_statement_line -- personal: lines of bank statements; what no code matches waits for a person
  reference cadre.clean_text NOT NULL -- personal: the bank's reference
  paid_on date NOT NULL -- personal: the bank's day
  amount bigint NOT NULL -- personal: in đồng
  content cadre.clean_text NOT NULL -- personal: what the payer wrote
  event_id bigint NOT NULL -- internal: the import
  outcome text -- internal: booked or dismissed; none: waiting
  payment_id bigint -- internal: the payment that it became
  answer cadre.clean_text NOT NULL DEFAULT ''::text -- internal: why it was dismissed or given to somebody
  answer_event_id bigint -- internal: the verb that answered it
  CONSTRAINT dues_statement_line_amount_range CHECK (((amount >= 1) AND (amount <= '999999999999'::bigint)))
  CONSTRAINT dues_statement_line_answer_event_known FOREIGN KEY (answer_event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT dues_statement_line_answer_length CHECK ((length((answer)::text) <= 1000))
  CONSTRAINT dues_statement_line_answered_whole CHECK ((((outcome IS NULL) = (answer_event_id IS NULL)) AND ((NOT (outcome IS DISTINCT FROM 'booked'::text)) = (payment_id IS NOT NULL))))
  CONSTRAINT dues_statement_line_content_length CHECK ((length((content)::text) <= 500))
  CONSTRAINT dues_statement_line_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT dues_statement_line_outcome_known CHECK ((outcome = ANY (ARRAY['booked'::text, 'dismissed'::text])))
  CONSTRAINT dues_statement_line_payment_known FOREIGN KEY (payment_id) REFERENCES cadre.dues_payment(id)
  CONSTRAINT dues_statement_line_payment_once UNIQUE (payment_id)
  CONSTRAINT dues_statement_line_pkey PRIMARY KEY (reference)
  CONSTRAINT dues_statement_line_reference_given CHECK (((length((reference)::text) >= 1) AND (length((reference)::text) <= 100)))
  CREATE INDEX dues_statement_line_waiting ON cadre.dues_statement_line USING btree (paid_on) WHERE (outcome IS NULL)
  CREATE TRIGGER dues_statement_line_settled BEFORE UPDATE ON cadre.dues_statement_line FOR EACH ROW WHEN ((old.outcome IS NOT NULL)) EXECUTE FUNCTION cadre.refuse_settled_change() (always)
  GRANT INSERT, SELECT TO cadre_app
  GRANT UPDATE (answer, answer_event_id, outcome, payment_id) TO cadre_app

TABLE dues_unpaid_reason -- personal: good reasons for which a month is unpaid; such a month does not count towards the three
  member_id bigint NOT NULL -- personal: the member
  month cadre.month_start NOT NULL -- personal: the month
  reason cadre.clean_text NOT NULL -- personal: the reason
  document cadre.clean_text NOT NULL -- personal: the document that shows it
  event_id bigint NOT NULL -- internal: the verb
  CONSTRAINT dues_unpaid_reason_document_length CHECK ((length((document)::text) <= 300))
  CONSTRAINT dues_unpaid_reason_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT dues_unpaid_reason_given CHECK (((length((reason)::text) >= 1) AND (length((reason)::text) <= 1000)))
  CONSTRAINT dues_unpaid_reason_member_known FOREIGN KEY (member_id) REFERENCES cadre.member(id)
  CONSTRAINT dues_unpaid_reason_pkey PRIMARY KEY (member_id, month)
  CREATE TRIGGER dues_unpaid_reason_append_only BEFORE DELETE OR UPDATE ON cadre.dues_unpaid_reason FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER dues_unpaid_reason_no_truncate BEFORE TRUNCATE ON cadre.dues_unpaid_reason FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE dues_waiver -- personal: decisions that exempt from dues or reduce them; withdrawn, never edited
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY -- internal: number in this database
  member_id bigint NOT NULL -- personal: the member
  ground text NOT NULL -- personal: social_allowance, hardship or difficulty (01-QĐ/TW, article 5)
  percent smallint NOT NULL -- personal: 100 exempts; 30, 50 and 70 reduce
  from_month cadre.month_start NOT NULL -- personal: first month
  until_month cadre.month_start -- personal: last month; none: until withdrawn
  reason cadre.clean_text NOT NULL -- personal: why
  document cadre.clean_text NOT NULL -- personal: the decision
  event_id bigint NOT NULL -- internal: the verb
  withdrawn_at timestamp with time zone -- internal: since when it no longer holds
  withdraw_event_id bigint -- internal: the verb that withdrew it
  CONSTRAINT dues_waiver_document_given CHECK (((length((document)::text) >= 1) AND (length((document)::text) <= 300)))
  CONSTRAINT dues_waiver_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT dues_waiver_ground_known CHECK ((((ground = ANY (ARRAY['social_allowance'::text, 'hardship'::text])) AND (percent = 100)) OR ((ground = 'difficulty'::text) AND (percent = ANY (ARRAY[30, 50, 70, 100])))))
  CONSTRAINT dues_waiver_member_known FOREIGN KEY (member_id) REFERENCES cadre.member(id)
  CONSTRAINT dues_waiver_pkey PRIMARY KEY (member_id, id)
  CONSTRAINT dues_waiver_reason_length CHECK ((length((reason)::text) <= 1000))
  CONSTRAINT dues_waiver_some_months CHECK (((until_month)::date >= (from_month)::date))
  CONSTRAINT dues_waiver_twelve_months CHECK (((ground <> 'difficulty'::text) OR ((until_month IS NOT NULL) AND ((until_month)::date < ((from_month)::date + '1 year'::interval)))))
  CONSTRAINT dues_waiver_withdraw_event_known FOREIGN KEY (withdraw_event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT dues_waiver_withdrawn_whole CHECK (((withdrawn_at IS NULL) = (withdraw_event_id IS NULL)))
  CREATE UNIQUE INDEX dues_waiver_once ON cadre.dues_waiver USING btree (member_id, ground, percent, from_month, document) WHERE (withdrawn_at IS NULL)
  CREATE TRIGGER dues_waiver_settled BEFORE UPDATE ON cadre.dues_waiver FOR EACH ROW WHEN ((old.withdrawn_at IS NOT NULL)) EXECUTE FUNCTION cadre.refuse_settled_change() (always)
  GRANT INSERT, SELECT TO cadre_app
  GRANT UPDATE (withdraw_event_id, withdrawn_at) TO cadre_app

TABLE excuse -- personal: the objective-cause register: what is not held against somebody; withdrawn, never edited
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY -- internal: number in this database
  period_id integer NOT NULL -- internal: the month
  subject_id bigint NOT NULL -- internal: the member, or minus the unit
  member_id bigint -- internal: the member, unless it is a collective's
  unit_id bigint -- internal: the unit of a collective's sheet
  work_code cadre.business_code NOT NULL -- personal: the product or task on the sheet
  failures smallint NOT NULL -- personal: quality failures that are excused
  delays smallint NOT NULL -- personal: delays that are excused
  cause cadre.clean_text NOT NULL -- personal: the objective cause
  document cadre.clean_text NOT NULL -- personal: the document that shows it
  confirmed_by cadre.business_code NOT NULL -- internal: who confirmed it
  confirmed_at timestamp with time zone NOT NULL -- personal: when it was confirmed
  revision smallint NOT NULL -- internal: the revision of the month
  event_id bigint NOT NULL -- internal: the verb
  withdrawn_at timestamp with time zone -- internal: since when it no longer excuses
  withdraw_event_id bigint -- internal: the verb that withdrew it
  CONSTRAINT excuse_cause_given CHECK (((length((cause)::text) >= 1) AND (length((cause)::text) <= 1000)))
  CONSTRAINT excuse_document_given CHECK (((length((document)::text) >= 1) AND (length((document)::text) <= 300)))
  CONSTRAINT excuse_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT excuse_member_known FOREIGN KEY (member_id) REFERENCES cadre.member(id)
  CONSTRAINT excuse_period_known FOREIGN KEY (period_id) REFERENCES cadre.period(id)
  CONSTRAINT excuse_pkey PRIMARY KEY (subject_id, id)
  CONSTRAINT excuse_something CHECK (((failures >= 0) AND (delays >= 0) AND ((failures + delays) > 0)))
  CONSTRAINT excuse_subject_whole CHECK (((subject_id = COALESCE(member_id, (- unit_id))) AND ((member_id IS NULL) <> (unit_id IS NULL))))
  CONSTRAINT excuse_unit_known FOREIGN KEY (unit_id) REFERENCES cadre.unit(id)
  CONSTRAINT excuse_withdraw_event_known FOREIGN KEY (withdraw_event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT excuse_withdrawn_whole CHECK (((withdrawn_at IS NULL) = (withdraw_event_id IS NULL)))
  CREATE INDEX excuse_by_period ON cadre.excuse USING btree (period_id, subject_id)
  CREATE TRIGGER excuse_once BEFORE INSERT ON cadre.excuse FOR EACH ROW EXECUTE FUNCTION cadre.refuse_excuse_twice() (always)
  CREATE TRIGGER excuse_period_closed BEFORE INSERT OR DELETE OR UPDATE ON cadre.excuse FOR EACH ROW EXECUTE FUNCTION cadre.refuse_late_excuse() (always)
  GRANT INSERT, SELECT TO cadre_app
  GRANT UPDATE (withdraw_event_id, withdrawn_at) TO cadre_app

TABLE failed_subordinate -- personal: members with grade D before the quota, by the manager whose factor d it halves; append-only
  period_id integer NOT NULL -- internal: the month
  run_id integer NOT NULL -- internal: the run
  manager_id bigint NOT NULL -- personal: the manager
  member_id bigint NOT NULL -- personal: the member with grade D
  CONSTRAINT failed_subordinate_pkey PRIMARY KEY (period_id, run_id, manager_id, member_id)
  CREATE TRIGGER failed_subordinate_kept BEFORE DELETE OR UPDATE ON cadre.failed_subordinate FOR EACH ROW EXECUTE FUNCTION cadre.refuse_result_change() (always)
  CREATE TRIGGER failed_subordinate_sealed AFTER INSERT ON cadre.failed_subordinate REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_sealed_results() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE framework -- public: the rules by which a month is scored, one row a version
  id integer NOT NULL GENERATED ALWAYS AS IDENTITY -- internal: number in this database
  code cadre.business_code NOT NULL -- public: id of the framework, as sheets name it
  version integer NOT NULL -- public: version, from 1; a change of a used framework is a new version
  form text NOT NULL -- public: whom it is for: staff, leader, collective
  title_vi cadre.clean_text NOT NULL -- public: title in Vietnamese
  title_en cadre.clean_text NOT NULL -- public: title in English
  valid_from date NOT NULL -- public: first day of the first month that may be scored by it
  digest text NOT NULL -- public: SHA-256 of the source, hex
  source text NOT NULL -- public: the YAML file, byte for byte
  event_id bigint NOT NULL -- internal: the verb that published it
  CONSTRAINT framework_digest_form CHECK ((digest ~ '^[0-9a-f]{64}$'::text))
  CONSTRAINT framework_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT framework_form_known CHECK ((form = ANY (ARRAY['staff'::text, 'leader'::text, 'collective'::text])))
  CONSTRAINT framework_pkey PRIMARY KEY (id)
  CONSTRAINT framework_source_size CHECK (((length(source) >= 1) AND (length(source) <= 200000)))
  CONSTRAINT framework_title_length CHECK (((length((title_vi)::text) >= 1) AND (length((title_vi)::text) <= 300) AND (length((title_en)::text) >= 1) AND (length((title_en)::text) <= 300)))
  CONSTRAINT framework_version_once UNIQUE (code, version)
  CONSTRAINT framework_version_positive CHECK ((version > 0))
  CREATE TRIGGER framework_frozen BEFORE DELETE OR UPDATE ON cadre.framework FOR EACH ROW EXECUTE FUNCTION cadre.refuse_frozen_framework() (always)
  CREATE TRIGGER framework_no_truncate BEFORE TRUNCATE ON cadre.framework FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  GRANT INSERT, SELECT TO cadre_app
  GRANT UPDATE (digest, event_id, form, source, title_en, title_vi, valid_from) TO cadre_app

TABLE framework_freeze -- public: versions that a period has used; append-only
  framework_id integer NOT NULL -- internal: the version
  event_id bigint NOT NULL -- internal: the verb that used it first
  CONSTRAINT framework_freeze_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT framework_freeze_framework_known FOREIGN KEY (framework_id) REFERENCES cadre.framework(id)
  CONSTRAINT framework_freeze_pkey PRIMARY KEY (framework_id)
  CREATE TRIGGER framework_freeze_append_only BEFORE DELETE OR UPDATE ON cadre.framework_freeze FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER framework_freeze_no_truncate BEFORE TRUNCATE ON cadre.framework_freeze FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE grassroots_organisation -- internal: which committees are grassroots organisations, where their place in the tree does not say so; append-only
  unit_id bigint NOT NULL -- internal: the committee or cell
  valid_from date NOT NULL -- internal: first day on which it holds
  known_at timestamp with time zone NOT NULL -- internal: the moment from which the record says so
  tree text NOT NULL DEFAULT 'party'::text -- internal: always party, for the foreign key
  grassroots boolean NOT NULL -- internal: it is one; else its place in the tree decides again
  event_id bigint NOT NULL -- internal: the verb
  CONSTRAINT grassroots_organisation_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT grassroots_organisation_pkey PRIMARY KEY (unit_id, valid_from, known_at)
  CONSTRAINT grassroots_organisation_tree_party CHECK ((tree = 'party'::text))
  CONSTRAINT grassroots_organisation_unit_in_party FOREIGN KEY (unit_id, tree) REFERENCES cadre.unit(id, tree)
  CREATE TRIGGER grassroots_organisation_append_only BEFORE DELETE OR UPDATE ON cadre.grassroots_organisation FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER grassroots_organisation_no_truncate BEFORE TRUNCATE ON cadre.grassroots_organisation FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE handover_export -- personal: signed files about a member that left this installation; append-only
  package_id text NOT NULL -- internal: random number of the file
  kind text NOT NULL -- internal: member (on the way) or receipt (the answer)
  transfer_id bigint NOT NULL -- internal: the transfer
  digest text NOT NULL -- internal: SHA-256 of what was signed
  key_id text NOT NULL -- internal: the key that signed
  to_key_id text -- internal: a key of the one that it is for; none: for whoever trusts the signer
  day date NOT NULL -- internal: the day of the signature
  event_id bigint NOT NULL -- internal: the verb
  CONSTRAINT handover_export_addressee_known FOREIGN KEY (to_key_id) REFERENCES cadre.signing_key(id)
  CONSTRAINT handover_export_digest_form CHECK ((digest ~ '^[0-9a-f]{64}$'::text))
  CONSTRAINT handover_export_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT handover_export_id_form CHECK ((package_id ~ '^[0-9a-f]{32}$'::text))
  CONSTRAINT handover_export_kind_known CHECK ((kind = ANY (ARRAY['member'::text, 'receipt'::text])))
  CONSTRAINT handover_export_pkey PRIMARY KEY (package_id)
  CONSTRAINT handover_export_signed_with FOREIGN KEY (key_id) REFERENCES cadre.signing_key(id)
  CONSTRAINT handover_export_transfer_key UNIQUE (package_id, transfer_id)
  CONSTRAINT handover_export_transfer_known FOREIGN KEY (transfer_id) REFERENCES cadre.transfer(id)
  CREATE INDEX handover_export_by_transfer ON cadre.handover_export USING btree (transfer_id)
  CREATE TRIGGER handover_export_append_only BEFORE DELETE OR UPDATE ON cadre.handover_export FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER handover_export_no_truncate BEFORE TRUNCATE ON cadre.handover_export FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE handover_import -- personal: signed files about a member that came from another installation, each once; append-only
  package_id text NOT NULL -- internal: random number of the file
  kind text NOT NULL -- internal: member (on the way) or receipt (the answer)
  transfer_id bigint NOT NULL -- internal: the transfer of this record that came of it, or that it answers
  answers text -- internal: of a receipt: the exported file
  key_id text NOT NULL -- internal: the key of the other installation
  signed text NOT NULL -- personal: what was signed, whole
  digest text NOT NULL -- internal: SHA-256 of what was signed
  signature text NOT NULL -- internal: Ed25519 over what was signed
  scores_digest text NOT NULL DEFAULT ''::text -- internal: SHA-256 over the lines of the scores that came along; empty: none
  signed_on date NOT NULL -- internal: the day of the signature
  event_id bigint NOT NULL -- internal: the verb
  CONSTRAINT handover_import_answers_known FOREIGN KEY (answers, transfer_id) REFERENCES cadre.handover_export(package_id, transfer_id)
  CONSTRAINT handover_import_digest_of_text CHECK ((digest = encode(sha256(convert_to(signed, 'UTF8'::name)), 'hex'::text)))
  CONSTRAINT handover_import_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT handover_import_id_form CHECK ((package_id ~ '^[0-9a-f]{32}$'::text))
  CONSTRAINT handover_import_kind_known CHECK ((kind = ANY (ARRAY['member'::text, 'receipt'::text])))
  CONSTRAINT handover_import_pkey PRIMARY KEY (package_id)
  CONSTRAINT handover_import_receipt_answers CHECK (((kind = 'receipt'::text) = (answers IS NOT NULL)))
  CONSTRAINT handover_import_scores_digest_form CHECK ((scores_digest ~ '^([0-9a-f]{64})?$'::text))
  CONSTRAINT handover_import_signature_form CHECK ((signature ~ '^[0-9a-f]{128}$'::text))
  CONSTRAINT handover_import_signed_with FOREIGN KEY (key_id) REFERENCES cadre.signing_key(id)
  CONSTRAINT handover_import_transfer_known FOREIGN KEY (transfer_id) REFERENCES cadre.transfer(id)
  CREATE INDEX handover_import_by_event ON cadre.handover_import USING btree (event_id)
  CREATE INDEX handover_import_by_transfer ON cadre.handover_import USING btree (transfer_id)
  CREATE TRIGGER handover_import_append_only BEFORE DELETE OR UPDATE ON cadre.handover_import FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER handover_import_no_truncate BEFORE TRUNCATE ON cadre.handover_import FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER handover_import_once AFTER INSERT ON cadre.handover_import FOR EACH ROW WHEN ((new.kind = 'member'::text)) EXECUTE FUNCTION cadre.refuse_handover_twice() (always)
  CREATE TRIGGER handover_import_trusted AFTER INSERT ON cadre.handover_import FOR EACH ROW EXECUTE FUNCTION cadre.refuse_untrusted_handover() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE import_batch -- internal: files that were imported, with what they did
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY -- internal: number in this database
  kind text NOT NULL -- internal: what was imported: unit, member
  file_digest text NOT NULL -- internal: SHA-256 of the file, hex
  plan_digest text NOT NULL -- internal: SHA-256 of what it changed, hex; the rehearsal names it beforehand
  rows_read bigint NOT NULL -- internal: rows in the file
  rows_added bigint NOT NULL -- internal: rows that were new
  rows_changed bigint NOT NULL -- internal: rows that changed a record
  rows_unchanged bigint NOT NULL -- internal: rows that said what was on record
  rows_refused bigint NOT NULL -- internal: rows that were refused and left out
  event_id bigint NOT NULL -- internal: the verb
  CONSTRAINT import_batch_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT import_batch_file_digest_form CHECK ((file_digest ~ '^[0-9a-f]{64}$'::text))
  CONSTRAINT import_batch_kind_form CHECK ((kind ~ '^[a-z_]+$'::text))
  CONSTRAINT import_batch_pkey PRIMARY KEY (id)
  CONSTRAINT import_batch_plan_digest_form CHECK ((plan_digest ~ '^[0-9a-f]{64}$'::text))
  CONSTRAINT import_batch_rows_add_up CHECK ((rows_read = (((rows_added + rows_changed) + rows_unchanged) + rows_refused)))
  GRANT INSERT, SELECT TO cadre_app

TABLE imported_score -- personal: published scores of other installations, as they signed them; append-only
  package_id text NOT NULL -- internal: the file that they came in
  month text NOT NULL -- personal: the month
  unit_code text NOT NULL -- personal: the unit that graded
  unit_name cadre.clean_text NOT NULL -- personal: its name then
  form text NOT NULL -- personal: staff or leader
  framework text NOT NULL -- personal: the framework, with its version
  status text NOT NULL -- personal: rated, not_rated or incomplete
  general text NOT NULL -- personal: points of the first section
  results text NOT NULL -- personal: points of the others
  total text NOT NULL -- personal: the total
  grade text NOT NULL -- personal: before the quota
  final_grade text NOT NULL -- personal: after it
  reasons text NOT NULL -- personal: reasons, joined by ;
  run_digest text NOT NULL -- public: digest of the run of the other installation
  event_id bigint NOT NULL -- internal: the verb
  CONSTRAINT imported_score_package_known FOREIGN KEY (package_id) REFERENCES cadre.handover_import(package_id)
  CONSTRAINT imported_score_pkey PRIMARY KEY (package_id, month)
  CONSTRAINT imported_score_whole CHECK (((month ~ '^[0-9]{4}-[0-9]{2}$'::text) AND (unit_code ~ '^[A-Za-z0-9._-]{1,40}$'::text) AND (form = ANY (ARRAY['staff'::text, 'leader'::text])) AND (framework ~ '^([A-Za-z0-9._-]{1,40}@[0-9]{1,9})?$'::text) AND (status = ANY (ARRAY['rated'::text, 'not_rated'::text, 'incomplete'::text])) AND (grade ~ '^[A-D]?$'::text) AND (final_grade ~ '^[A-D]?$'::text) AND ((status = 'rated'::text) = (total <> ''::text)) AND ((status = 'rated'::text) = (grade <> ''::text)) AND (general ~ '^([0-9]{1,3}[.][0-9]{2})?$'::text) AND (results ~ '^([0-9]{1,3}[.][0-9]{2})?$'::text) AND (total ~ '^([0-9]{1,3}[.][0-9]{2})?$'::text) AND (reasons ~ '^[!-{}~]*$'::text) AND (length(reasons) <= 1000) AND (run_digest ~ '^[0-9a-f]{64}$'::text)))
  CREATE TRIGGER imported_score_append_only BEFORE DELETE OR UPDATE ON cadre.imported_score FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER imported_score_no_truncate BEFORE TRUNCATE ON cadre.imported_score FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER imported_score_timely AFTER INSERT ON cadre.imported_score REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_late_scores() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE letter -- personal: letters about members, from request to issue; changed only by their steps
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY -- internal: number of the request
  member_id bigint NOT NULL -- personal: about whom
  kind text NOT NULL -- personal: activity_confirmation, introduction, residence_comment, score_statement or dues_statement
  issuer_id bigint NOT NULL -- internal: the unit that issues it, in whose book it gets its number
  purpose cadre.clean_text NOT NULL DEFAULT ''::text -- personal: what for
  addressee cadre.clean_text NOT NULL DEFAULT ''::text -- personal: to whom it is written
  occasion text -- personal: of a residence comment: yearly, personnel, reward or discipline
  year smallint -- personal: of a yearly comment: of which year
  transfer_id bigint -- personal: of an introduction letter: the transfer
  first_month date -- personal: of a statement: first month
  last_month date -- personal: of a statement: last month
  replaces_id bigint -- internal: the revoked letter in whose place it stands
  of_transfer boolean NOT NULL GENERATED AS (transfer_id IS NOT NULL) -- internal: whether it belongs to a transfer
  state text NOT NULL DEFAULT 'requested'::text -- personal: where it stands
  steps smallint NOT NULL DEFAULT 0 -- internal: how many steps were taken
  drafted_by text -- internal: the account of the last draft; another one reviews and issues
  draft_step smallint -- internal: the step that holds the last draft
  event_id bigint NOT NULL -- internal: the verb that asked for it
  CONSTRAINT letter_addressee_length CHECK ((length((addressee)::text) <= 300))
  CONSTRAINT letter_drafted_whole CHECK ((((drafted_by IS NULL) = (draft_step IS NULL)) AND ((draft_step IS NOT NULL) OR (state <> ALL (ARRAY['drafted'::text, 'reviewed'::text, 'issued'::text, 'revoked'::text])))))
  CONSTRAINT letter_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT letter_issuer_known FOREIGN KEY (issuer_id) REFERENCES cadre.unit(id)
  CONSTRAINT letter_kind_known CHECK ((kind = ANY (ARRAY['activity_confirmation'::text, 'introduction'::text, 'residence_comment'::text, 'score_statement'::text, 'dues_statement'::text])))
  CONSTRAINT letter_member_known FOREIGN KEY (member_id) REFERENCES cadre.member(id)
  CONSTRAINT letter_months_of_statement CHECK (((((kind = 'score_statement'::text) OR (kind = 'dues_statement'::text)) = (first_month IS NOT NULL)) AND ((first_month IS NULL) = (last_month IS NULL)) AND (first_month <= last_month) AND (EXTRACT(day FROM first_month) = (1)::numeric) AND (EXTRACT(day FROM last_month) = (1)::numeric)))
  CONSTRAINT letter_occasion_of_comment CHECK ((((kind = 'residence_comment'::text) = (occasion IS NOT NULL)) AND ((occasion IS NULL) OR (occasion = ANY (ARRAY['yearly'::text, 'personnel'::text, 'reward'::text, 'discipline'::text])))))
  CONSTRAINT letter_pkey PRIMARY KEY (id)
  CONSTRAINT letter_purpose_length CHECK ((length((purpose)::text) <= 300))
  CONSTRAINT letter_replaces_known FOREIGN KEY (replaces_id) REFERENCES cadre.letter(id)
  CONSTRAINT letter_state_known CHECK ((state = ANY (ARRAY['requested'::text, 'drafted'::text, 'reviewed'::text, 'issued'::text, 'refused'::text, 'cancelled'::text, 'revoked'::text])))
  CONSTRAINT letter_transfer_known FOREIGN KEY (transfer_id) REFERENCES cadre.transfer(id)
  CONSTRAINT letter_transfer_of_introduction CHECK (((kind = 'introduction'::text) = (transfer_id IS NOT NULL)))
  CONSTRAINT letter_year_of_round CHECK ((((COALESCE(occasion, ''::text) = 'yearly'::text) = (year IS NOT NULL)) AND ((year >= 1930) AND (year <= 2200))))
  CREATE INDEX letter_by_issuer ON cadre.letter USING btree (issuer_id, state)
  CREATE INDEX letter_by_member ON cadre.letter USING btree (member_id)
  CREATE UNIQUE INDEX letter_open_once ON cadre.letter USING btree (member_id, kind) WHERE (state = ANY (ARRAY['requested'::text, 'drafted'::text, 'reviewed'::text]))
  CREATE UNIQUE INDEX letter_replaced_once ON cadre.letter USING btree (replaces_id) WHERE (replaces_id IS NOT NULL)
  CREATE UNIQUE INDEX letter_round_once ON cadre.letter USING btree (member_id, year) WHERE ((year IS NOT NULL) AND (state <> ALL (ARRAY['refused'::text, 'cancelled'::text, 'revoked'::text])))
  CREATE UNIQUE INDEX letter_transfer_once ON cadre.letter USING btree (transfer_id) WHERE ((transfer_id IS NOT NULL) AND (state <> ALL (ARRAY['refused'::text, 'cancelled'::text, 'revoked'::text])))
  GRANT SELECT TO cadre_app

TABLE letter_book -- internal: the last letter number of a unit in a year; counted up where letters are issued, so without gaps
  unit_id bigint NOT NULL -- internal: the unit
  year smallint NOT NULL -- internal: the year
  last_number integer NOT NULL -- internal: the number given last; 0: none yet
  CONSTRAINT letter_book_number_range CHECK ((last_number >= 0))
  CONSTRAINT letter_book_pkey PRIMARY KEY (unit_id, year)
  CONSTRAINT letter_book_unit_known FOREIGN KEY (unit_id) REFERENCES cadre.unit(id)
  GRANT SELECT TO cadre_app

TABLE letter_issue -- personal: letters that were issued: number, code and signature; append-only
  letter_id bigint NOT NULL -- internal: the letter
  unit_id bigint NOT NULL -- internal: the unit in whose book it stands
  year smallint NOT NULL -- internal: the year of the book
  number integer NOT NULL -- internal: 1, 2, 3 …
  code text NOT NULL -- personal: the short code by which it is checked
  seal text NOT NULL -- personal: the text that is signed; it names the digest of the draft
  digest text NOT NULL -- personal: SHA-256 of the seal
  key_id text NOT NULL -- public: the key that signed
  signature text NOT NULL -- personal: Ed25519 over the seal
  account text NOT NULL -- internal: who issued it
  day date NOT NULL -- internal: the day on the letter
  at timestamp with time zone NOT NULL -- internal: when it was written down
  valid_until date -- internal: last day on which it holds; none: no end
  event_id bigint NOT NULL -- internal: the verb
  CONSTRAINT letter_issue_book_known FOREIGN KEY (unit_id, year) REFERENCES cadre.letter_book(unit_id, year)
  CONSTRAINT letter_issue_code_form CHECK ((code ~ '^[0-9A-HJKMNP-TV-Z]{12}$'::text))
  CONSTRAINT letter_issue_code_once UNIQUE (code)
  CONSTRAINT letter_issue_digest_of_seal CHECK ((digest = encode(sha256(convert_to(seal, 'UTF8'::name)), 'hex'::text)))
  CONSTRAINT letter_issue_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT letter_issue_letter_known FOREIGN KEY (letter_id) REFERENCES cadre.letter(id)
  CONSTRAINT letter_issue_number_once UNIQUE (unit_id, year, number)
  CONSTRAINT letter_issue_pkey PRIMARY KEY (letter_id)
  CONSTRAINT letter_issue_signature_form CHECK ((signature ~ '^[0-9a-f]{128}$'::text))
  CONSTRAINT letter_issue_signed_with FOREIGN KEY (key_id) REFERENCES cadre.signing_key(id)
  CONSTRAINT letter_issue_valid_until_later CHECK ((valid_until >= day))
  CONSTRAINT letter_issue_year_of_day CHECK (((year)::numeric = EXTRACT(year FROM day)))
  CREATE TRIGGER letter_issue_append_only BEFORE DELETE OR UPDATE ON cadre.letter_issue FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER letter_issue_no_truncate BEFORE TRUNCATE ON cadre.letter_issue FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER letter_issue_taken AFTER INSERT ON cadre.letter_issue REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION cadre.issue_letters() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE letter_step -- personal: who took which step of a letter, when and why; append-only
  letter_id bigint NOT NULL -- internal: the letter
  number smallint NOT NULL -- internal: 1, 2, 3 …
  step text NOT NULL -- personal: request, draft, review, return, refuse, cancel, issue or revoke
  from_state text -- personal: the state before; none: there was no letter yet
  to_state text NOT NULL -- personal: the state after
  account text NOT NULL -- internal: who
  day date NOT NULL -- internal: on which day; of a draft the day of what it says
  at timestamp with time zone NOT NULL -- internal: when it was written down
  reason cadre.clean_text NOT NULL DEFAULT ''::text -- personal: why
  content text -- personal: of a draft: everything that stands on the letter
  event_id bigint NOT NULL -- internal: the verb
  CONSTRAINT letter_step_content_of_draft CHECK ((((step = 'draft'::text) = (content IS NOT NULL)) AND (octet_length(content) <= 200000)))
  CONSTRAINT letter_step_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT letter_step_letter_known FOREIGN KEY (letter_id) REFERENCES cadre.letter(id)
  CONSTRAINT letter_step_number_positive CHECK ((number > 0))
  CONSTRAINT letter_step_pkey PRIMARY KEY (letter_id, number)
  CONSTRAINT letter_step_reason_given CHECK (((length((reason)::text) <= 1000) AND ((step <> ALL (ARRAY['return'::text, 'refuse'::text, 'cancel'::text, 'revoke'::text])) OR ((reason)::text <> ''::text))))
  CREATE INDEX letter_step_by_event ON cadre.letter_step USING btree (event_id)
  CREATE TRIGGER letter_step_append_only BEFORE DELETE OR UPDATE ON cadre.letter_step FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER letter_step_no_truncate BEFORE TRUNCATE ON cadre.letter_step FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER letter_step_taken AFTER INSERT ON cadre.letter_step REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION cadre.take_letter_steps() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE letter_workflow -- public: which step of a letter leads from which state to which
  of_transfer boolean NOT NULL -- public: of an introduction letter
  from_state text NOT NULL -- public: the state before; empty: there is no letter yet
  step text NOT NULL -- public: the step
  to_state text NOT NULL -- public: the state after
  CONSTRAINT letter_workflow_pkey PRIMARY KEY (of_transfer, from_state, step)
  GRANT SELECT TO cadre_app

TABLE member -- personal: a person on record; party membership is sensitive personal data (Law 91/2025/QH15)
  id bigint NOT NULL GENERATED BY DEFAULT AS IDENTITY -- internal: number in this database
  code cadre.business_code NOT NULL -- internal: code that people and files use
  full_name cadre.clean_text NOT NULL -- personal: name as in the civil register
  name_key text NOT NULL GENERATED AS cadre.search_key((full_name)::text) -- personal: the name without accents and case, for searching
  sex text -- personal: male or female
  birth_date date -- personal: date of birth
  personal_id text -- personal: personal identification number, 12 digits
  party_card text -- personal: party card number, 12 digits (38-HD/BTCTW)
  old_party_card text -- personal: card number under 85-QD/TW
  joined_on date -- personal: date of the decision to admit; party age counts from here
  official_on date -- personal: date of recognition as an official member
  version integer NOT NULL DEFAULT 1 -- internal: rises with every change; a change made on an older one is a conflict
  changed_at timestamp with time zone NOT NULL -- internal: the moment of the last change
  merged_into bigint -- internal: the record that this duplicate was joined to
  event_id bigint NOT NULL -- internal: the verb that last changed it
  CONSTRAINT member_code_once UNIQUE (code)
  CONSTRAINT member_full_name_length CHECK (((length((full_name)::text) >= 1) AND (length((full_name)::text) <= 200)))
  CONSTRAINT member_joined_after_birth CHECK ((joined_on > birth_date))
  CONSTRAINT member_merged_into_known FOREIGN KEY (merged_into) REFERENCES cadre.member(id)
  CONSTRAINT member_not_merged_into_itself CHECK ((merged_into <> id))
  CONSTRAINT member_official_after_joined CHECK ((official_on >= joined_on))
  CONSTRAINT member_old_party_card_form CHECK ((old_party_card ~ '^[0-9]{8}$'::text))
  CONSTRAINT member_party_card_form CHECK ((party_card ~ '^[0-9]{12}$'::text))
  CONSTRAINT member_party_card_once UNIQUE (party_card)
  CONSTRAINT member_personal_id_form CHECK ((personal_id ~ '^[0-9]{12}$'::text))
  CONSTRAINT member_personal_id_once UNIQUE (personal_id)
  CONSTRAINT member_pkey PRIMARY KEY (id)
  CONSTRAINT member_sex_known CHECK ((sex = ANY (ARRAY['male'::text, 'female'::text])))
  CONSTRAINT member_version_positive CHECK ((version > 0))
  CREATE INDEX member_by_dues_key ON cadre.member USING btree (upper(translate((code)::text, '._-'::text, ''::text)))
  CREATE INDEX member_by_merged_into ON cadre.member USING btree (merged_into) WHERE (merged_into IS NOT NULL)
  CREATE INDEX member_by_name_key ON cadre.member USING btree (name_key)
  CREATE INDEX member_by_name_word ON cadre.member USING gin (string_to_array(name_key, ' '::text))
  CREATE INDEX member_by_old_party_card ON cadre.member USING btree (old_party_card) WHERE (old_party_card IS NOT NULL)
  CREATE TRIGGER member_merge_free AFTER UPDATE OF merged_into ON cadre.member FOR EACH ROW WHEN (((new.merged_into IS NOT NULL) AND (new.merged_into IS DISTINCT FROM old.merged_into))) EXECUTE FUNCTION cadre.refuse_tied_merging() (always)
  GRANT INSERT, SELECT TO cadre_app
  GRANT UPDATE (birth_date, changed_at, event_id, full_name, joined_on, merged_into, official_on, old_party_card, party_card, personal_id, sex, version) TO cadre_app

TABLE member_merge -- personal: two records found to be one person, and what each was before, so that it can be undone
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY -- internal: number in this database
  kept_id bigint NOT NULL -- internal: the record that stays
  duplicate_id bigint NOT NULL -- internal: the record that was joined to it
  kept_before jsonb NOT NULL -- personal: the fields of the kept record before
  duplicate_before jsonb NOT NULL -- personal: the fields of the duplicate before
  kept_version integer NOT NULL -- internal: version of the kept record right after
  event_id bigint NOT NULL -- internal: the verb that merged
  undone_at timestamp with time zone -- internal: when it was undone
  undo_event_id bigint -- internal: the verb that undid it
  CONSTRAINT member_merge_duplicate_known FOREIGN KEY (duplicate_id) REFERENCES cadre.member(id)
  CONSTRAINT member_merge_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT member_merge_kept_known FOREIGN KEY (kept_id) REFERENCES cadre.member(id)
  CONSTRAINT member_merge_pkey PRIMARY KEY (id)
  CONSTRAINT member_merge_two_records CHECK ((kept_id <> duplicate_id))
  CONSTRAINT member_merge_undo_event_known FOREIGN KEY (undo_event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT member_merge_undone_whole CHECK (((undone_at IS NULL) = (undo_event_id IS NULL)))
  CREATE INDEX member_merge_by_kept ON cadre.member_merge USING btree (kept_id)
  CREATE UNIQUE INDEX member_merge_once ON cadre.member_merge USING btree (duplicate_id) WHERE (undone_at IS NULL)
  GRANT INSERT, SELECT TO cadre_app
  GRANT UPDATE (undo_event_id, undone_at) TO cadre_app

TABLE member_profile -- personal: particulars of the national sheet of party-member data; one row a member who has any
  member_id bigint NOT NULL -- internal: the member
  other_name cadre.clean_text NOT NULL DEFAULT ''::text -- personal: other name in use
  ethnicity cadre.clean_text NOT NULL DEFAULT ''::text -- personal: ethnicity
  religion cadre.clean_text NOT NULL DEFAULT ''::text -- personal: religion
  birth_country cadre.clean_text NOT NULL DEFAULT ''::text -- personal: country of birth registration
  birth_province cadre.clean_text NOT NULL DEFAULT ''::text -- personal: province of birth registration
  birth_address cadre.clean_text NOT NULL DEFAULT ''::text -- personal: address of birth registration
  native_country cadre.clean_text NOT NULL DEFAULT ''::text -- personal: country of origin
  native_province cadre.clean_text NOT NULL DEFAULT ''::text -- personal: province of origin
  native_address cadre.clean_text NOT NULL DEFAULT ''::text -- personal: address of origin
  residence_country cadre.clean_text NOT NULL DEFAULT ''::text -- personal: country of permanent residence
  residence_province cadre.clean_text NOT NULL DEFAULT ''::text -- personal: province of permanent residence
  residence_address cadre.clean_text NOT NULL DEFAULT ''::text -- personal: address of permanent residence
  old_id_number cadre.clean_text NOT NULL DEFAULT ''::text -- personal: number of the old identity card (CMND)
  card_issued_by cadre.clean_text NOT NULL DEFAULT ''::text -- personal: where the party card was issued
  card_issued_on date -- personal: when the party card was issued
  CONSTRAINT member_profile_member_known FOREIGN KEY (member_id) REFERENCES cadre.member(id)
  CONSTRAINT member_profile_pkey PRIMARY KEY (member_id)
  GRANT INSERT, SELECT, UPDATE TO cadre_app

TABLE migration -- internal: the changes of the schema that this database has been through
  number integer NOT NULL -- internal: place in the order, from 1
  name text NOT NULL -- internal: file name without number and ending
  checksum text NOT NULL -- internal: SHA-256 of the file, hex; an edited old file is refused
  applied_at timestamp with time zone NOT NULL DEFAULT clock_timestamp() -- internal: when it was applied
  applied_by text NOT NULL DEFAULT SESSION_USER -- internal: the database role that applied it
  CONSTRAINT migration_checksum_form CHECK ((checksum ~ '^[0-9a-f]{64}$'::text))
  CONSTRAINT migration_number_positive CHECK ((number > 0))
  CONSTRAINT migration_pkey PRIMARY KEY (number)
  GRANT SELECT TO cadre_app

TABLE party_standing -- personal: the status of a member from a day on; append-only
  member_id bigint NOT NULL -- internal: the member
  valid_from date NOT NULL -- internal: first day on which it holds; -infinity: as far back as the record reaches
  known_at timestamp with time zone NOT NULL -- internal: the moment from which the record says so
  status text NOT NULL -- personal: active, exempt, temporarily_exempt, left or deceased
  event_id bigint NOT NULL -- internal: the verb that wrote it
  CONSTRAINT party_standing_member_known FOREIGN KEY (member_id) REFERENCES cadre.member(id)
  CONSTRAINT party_standing_pkey PRIMARY KEY (member_id, valid_from, known_at)
  CONSTRAINT party_standing_status_known CHECK ((status = ANY (ARRAY['active'::text, 'exempt'::text, 'temporarily_exempt'::text, 'left'::text, 'deceased'::text])))
  CREATE TRIGGER party_standing_append_only BEFORE DELETE OR UPDATE ON cadre.party_standing FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER party_standing_no_truncate BEFORE TRUNCATE ON cadre.party_standing FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE period -- public: a month of evaluation
  id integer NOT NULL -- public: year times 100 plus month: 202610 is October 2026
  state text NOT NULL -- public: open, closing, closed or published
  revision smallint NOT NULL DEFAULT 1 -- public: rises each time the month is reopened
  frozen_at timestamp with time zone -- internal: since when nothing of this revision changes; the record of people is read as known then
  staff_framework_id integer -- public: the framework of staff whose sheet names no other; none: nobody of staff was expected yet
  leader_framework_id integer -- public: the same for leaders
  version integer NOT NULL DEFAULT 1 -- internal: rises with every step
  event_id bigint NOT NULL -- internal: the verb that last changed it
  CONSTRAINT period_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT period_frozen_when_closed CHECK (((frozen_at IS NOT NULL) = (state = ANY (ARRAY['closed'::text, 'published'::text]))))
  CONSTRAINT period_id_form CHECK (((id >= 190001) AND (id <= 999912) AND ((id % 100) >= 1) AND ((id % 100) <= 12)))
  CONSTRAINT period_leader_framework_known FOREIGN KEY (leader_framework_id) REFERENCES cadre.framework(id)
  CONSTRAINT period_pkey PRIMARY KEY (id)
  CONSTRAINT period_revision_positive CHECK ((revision > 0))
  CONSTRAINT period_staff_framework_known FOREIGN KEY (staff_framework_id) REFERENCES cadre.framework(id)
  CONSTRAINT period_state_known CHECK ((state = ANY (ARRAY['open'::text, 'closing'::text, 'closed'::text, 'published'::text])))
  CONSTRAINT period_version_positive CHECK ((version > 0))
  CREATE TRIGGER period_step_allowed BEFORE INSERT OR UPDATE ON cadre.period FOR EACH ROW EXECUTE FUNCTION cadre.refuse_wrong_period_step() (always)
  GRANT INSERT, SELECT TO cadre_app
  GRANT UPDATE (event_id, frozen_at, leader_framework_id, revision, staff_framework_id, state, version) TO cadre_app

TABLE period_reopening -- internal: requests to reopen a month, which a second person confirms
  period_id integer NOT NULL -- public: the period
  revision smallint NOT NULL -- public: the revision that it opens
  requested_by cadre.business_code NOT NULL -- internal: the first person
  requested_at timestamp with time zone NOT NULL -- internal: when it was asked for
  reason cadre.clean_text NOT NULL -- internal: why
  document cadre.clean_text NOT NULL -- internal: the basis document
  confirmed_by cadre.business_code -- internal: the second person
  confirmed_at timestamp with time zone -- internal: when it was confirmed
  event_id bigint NOT NULL -- internal: the event on the trail
  CONSTRAINT period_reopening_confirmed_whole CHECK (((confirmed_by IS NULL) = (confirmed_at IS NULL)))
  CONSTRAINT period_reopening_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT period_reopening_period_known FOREIGN KEY (period_id) REFERENCES cadre.period(id)
  CONSTRAINT period_reopening_pkey PRIMARY KEY (period_id, revision)
  CONSTRAINT period_reopening_reason_given CHECK (((length((reason)::text) >= 1) AND (length((reason)::text) <= 1000)))
  CONSTRAINT period_reopening_revision_range CHECK ((revision > 1))
  CONSTRAINT period_reopening_two_people CHECK (((confirmed_by)::text <> (requested_by)::text))
  GRANT INSERT, SELECT TO cadre_app
  GRANT UPDATE (confirmed_at, confirmed_by) TO cadre_app

TABLE period_step -- public: every step of a period, who, when and why; append-only
  period_id integer NOT NULL -- public: the period
  number integer NOT NULL -- internal: place in the order, from 1
  step text NOT NULL -- public: the step
  from_state text NOT NULL -- public: state before; empty before the first
  to_state text NOT NULL -- public: state after
  revision smallint NOT NULL -- public: revision after the step
  account cadre.business_code NOT NULL -- internal: who
  at timestamp with time zone NOT NULL -- public: when
  reason cadre.clean_text NOT NULL -- internal: why
  document cadre.clean_text NOT NULL -- internal: the basis document
  event_id bigint NOT NULL -- internal: the event on the trail
  CONSTRAINT period_step_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT period_step_period_known FOREIGN KEY (period_id) REFERENCES cadre.period(id)
  CONSTRAINT period_step_pkey PRIMARY KEY (period_id, number)
  CREATE TRIGGER period_step_append_only BEFORE DELETE OR UPDATE ON cadre.period_step FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER period_step_no_truncate BEFORE TRUNCATE ON cadre.period_step FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE post_holding -- personal: agency, post, form of evaluation and manager of a member from a day on; append-only
  member_id bigint NOT NULL -- internal: the member
  valid_from date NOT NULL -- internal: first day on which it holds; -infinity: as far back as the record reaches
  known_at timestamp with time zone NOT NULL -- internal: the moment from which the record says so
  agency_id bigint -- personal: unit of the state tree; none: in no agency
  tree text NOT NULL DEFAULT 'state'::text -- internal: always state, for the foreign key
  position cadre.clean_text NOT NULL -- personal: the post, in words
  form text -- personal: staff or leader; none: not evaluated
  manager_id bigint -- personal: the member who manages the post
  event_id bigint NOT NULL -- internal: the verb that wrote it
  CONSTRAINT post_holding_agency_in_state FOREIGN KEY (agency_id, tree) REFERENCES cadre.unit(id, tree)
  CONSTRAINT post_holding_form_known CHECK ((form = ANY (ARRAY['staff'::text, 'leader'::text])))
  CONSTRAINT post_holding_manager_known FOREIGN KEY (manager_id) REFERENCES cadre.member(id)
  CONSTRAINT post_holding_member_known FOREIGN KEY (member_id) REFERENCES cadre.member(id)
  CONSTRAINT post_holding_not_own_manager CHECK ((manager_id <> member_id))
  CONSTRAINT post_holding_pkey PRIMARY KEY (member_id, valid_from, known_at)
  CONSTRAINT post_holding_position_length CHECK ((length(("position")::text) <= 200))
  CONSTRAINT post_holding_tree_state CHECK ((tree = 'state'::text))
  CREATE INDEX post_holding_by_agency ON cadre.post_holding USING btree (agency_id)
  CREATE INDEX post_holding_by_manager ON cadre.post_holding USING btree (manager_id)
  CREATE TRIGGER post_holding_append_only BEFORE DELETE OR UPDATE ON cadre.post_holding FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER post_holding_no_truncate BEFORE TRUNCATE ON cadre.post_holding FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE product -- public: the catalogue of converted products, one row a version; append-only
  code cadre.business_code NOT NULL -- public: code of the product, as entries name it
  version integer NOT NULL -- public: version, from 1
  title cadre.clean_text NOT NULL -- public: what it is
  measure cadre.clean_text NOT NULL -- public: what one of it is: a document, a case, a day
  coefficient bigint NOT NULL -- public: coefficient in ten-thousandths: 10000 is the standard product
  valid_from date NOT NULL -- public: first day on which the version holds
  retired boolean NOT NULL DEFAULT false -- public: from that day on it is not used any more
  document cadre.clean_text NOT NULL -- public: the decision that set it
  event_id bigint NOT NULL -- internal: the verb
  CONSTRAINT product_coefficient_range CHECK (((coefficient >= 1) AND (coefficient <= '10000000000000'::bigint)))
  CONSTRAINT product_document_length CHECK ((length((document)::text) <= 300))
  CONSTRAINT product_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT product_measure_length CHECK ((length((measure)::text) <= 100))
  CONSTRAINT product_pkey PRIMARY KEY (code, version)
  CONSTRAINT product_title_length CHECK (((length((title)::text) >= 1) AND (length((title)::text) <= 300)))
  CONSTRAINT product_version_positive CHECK ((version > 0))
  CREATE TRIGGER product_append_only BEFORE DELETE OR UPDATE ON cadre.product FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER product_no_truncate BEFORE TRUNCATE ON cadre.product FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE product_proposal -- internal: the inbox for work that has no name in the catalogue yet
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY -- internal: number of the proposal
  unit_id bigint NOT NULL -- internal: the unit that proposes it
  title cadre.clean_text NOT NULL -- internal: what the work is
  measure cadre.clean_text NOT NULL -- internal: what one of it is
  coefficient bigint NOT NULL -- internal: proposed coefficient in ten-thousandths
  reason cadre.clean_text NOT NULL -- internal: why this coefficient
  proposed_by cadre.business_code NOT NULL -- internal: who proposes
  proposed_at timestamp with time zone NOT NULL -- internal: when
  event_id bigint NOT NULL -- internal: the verb
  outcome text -- internal: approved or rejected; none: open
  product_code cadre.business_code -- internal: the product that it became
  product_version integer -- internal: the version of that product
  answered_by cadre.business_code -- internal: who answered
  answered_at timestamp with time zone -- internal: when
  answer cadre.clean_text -- internal: what was answered
  answer_event_id bigint -- internal: the verb that answered
  CONSTRAINT product_proposal_answer_event_known FOREIGN KEY (answer_event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT product_proposal_answered_whole CHECK ((((outcome IS NULL) = (answered_by IS NULL)) AND ((outcome IS NULL) = (answered_at IS NULL)) AND ((outcome IS NULL) = (answer IS NULL)) AND ((outcome IS NULL) = (answer_event_id IS NULL)) AND ((NOT (outcome IS DISTINCT FROM 'approved'::text)) = (product_code IS NOT NULL)) AND ((product_code IS NULL) = (product_version IS NULL))))
  CONSTRAINT product_proposal_coefficient_range CHECK (((coefficient >= 1) AND (coefficient <= '10000000000000'::bigint)))
  CONSTRAINT product_proposal_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT product_proposal_new_product CHECK ((product_version = 1)) NOT VALID NOT VALID
  CONSTRAINT product_proposal_outcome_known CHECK ((outcome = ANY (ARRAY['approved'::text, 'rejected'::text])))
  CONSTRAINT product_proposal_pkey PRIMARY KEY (id)
  CONSTRAINT product_proposal_product_known FOREIGN KEY (product_code, product_version) REFERENCES cadre.product(code, version)
  CONSTRAINT product_proposal_title_length CHECK (((length((title)::text) >= 1) AND (length((title)::text) <= 300)))
  CONSTRAINT product_proposal_two_people CHECK (((answered_by)::text <> (proposed_by)::text))
  CONSTRAINT product_proposal_unit_known FOREIGN KEY (unit_id) REFERENCES cadre.unit(id)
  CREATE INDEX product_proposal_open ON cadre.product_proposal USING btree (id) WHERE (outcome IS NULL)
  GRANT INSERT, SELECT TO cadre_app
  GRANT UPDATE (answer, answer_event_id, answered_at, answered_by, outcome, product_code, product_version) TO cadre_app

TABLE publication -- public: runs that were published; append-only
  run_id integer NOT NULL -- public: the run
  period_id integer NOT NULL -- public: the month
  published_by cadre.business_code NOT NULL -- internal: who
  published_at timestamp with time zone NOT NULL -- public: when
  appeal_until date NOT NULL -- public: last day on which a member may appeal
  ties_left text[] NOT NULL -- personal: codes of members whose tie was left undecided, by name
  event_id bigint NOT NULL -- internal: the event on the trail
  CONSTRAINT publication_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT publication_period_known FOREIGN KEY (period_id) REFERENCES cadre.period(id)
  CONSTRAINT publication_pkey PRIMARY KEY (run_id)
  CONSTRAINT publication_run_known FOREIGN KEY (run_id) REFERENCES cadre.run(id)
  CREATE TRIGGER publication_append_only BEFORE DELETE OR UPDATE ON cadre.publication FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER publication_no_truncate BEFORE TRUNCATE ON cadre.publication FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE quota_change -- personal: members whose final grade a quota or a board settled; everybody else keeps the grade; append-only
  period_id integer NOT NULL -- internal: the month
  run_id integer NOT NULL -- internal: the run
  member_id bigint NOT NULL -- personal: the member
  group_number integer -- internal: the group, where there is a quota
  final_grade text NOT NULL -- personal: the grade after the quota
  reason text NOT NULL -- personal: quota, quota_tie, board_award or board_move
  CONSTRAINT quota_change_grade_known CHECK ((final_grade = ANY (ARRAY['A'::text, 'B'::text, 'C'::text, 'D'::text])))
  CONSTRAINT quota_change_pkey PRIMARY KEY (period_id, run_id, member_id)
  CONSTRAINT quota_change_reason_known CHECK ((reason = ANY (ARRAY['quota'::text, 'quota_tie'::text, 'board_award'::text, 'board_move'::text])))
  CREATE TRIGGER quota_change_kept BEFORE DELETE OR UPDATE ON cadre.quota_change FOR EACH ROW EXECUTE FUNCTION cadre.refuse_result_change() (always)
  CREATE TRIGGER quota_change_sealed AFTER INSERT ON cadre.quota_change REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_sealed_results() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE quota_group -- internal: groups that share a quota, and how it was filled; append-only
  period_id integer NOT NULL -- internal: the month
  run_id integer NOT NULL -- internal: the run
  number integer NOT NULL -- internal: number of the group in the run
  framework_id integer NOT NULL -- internal: the framework
  unit_id bigint NOT NULL -- internal: the unit at which the group stands
  pooled boolean NOT NULL -- internal: small groups were merged into it
  rated integer NOT NULL -- internal: members rated
  a integer NOT NULL -- internal: of them with grade A
  b integer NOT NULL -- internal: of them with grade B
  share text NOT NULL -- internal: the share that was used, a plain decimal
  excepted boolean NOT NULL -- internal: the share is a recorded exception
  allowed integer NOT NULL -- internal: how many may keep A
  kept integer NOT NULL -- internal: how many keep it
  ties_waiting integer NOT NULL -- internal: members who tie at the line
  places_open integer NOT NULL -- internal: places left among them
  CONSTRAINT quota_group_counts CHECK (((rated >= (a + b)) AND ((kept >= 0) AND (kept <= a)) AND (allowed >= 0) AND (ties_waiting >= 0) AND (places_open >= 0)))
  CONSTRAINT quota_group_pkey PRIMARY KEY (period_id, run_id, number)
  CREATE TRIGGER quota_group_kept BEFORE DELETE OR UPDATE ON cadre.quota_group FOR EACH ROW EXECUTE FUNCTION cadre.refuse_result_change() (always)
  CREATE TRIGGER quota_group_sealed AFTER INSERT ON cadre.quota_group REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_sealed_results() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE quota_unit -- internal: in which quota group the members of a grading unit and framework were; append-only
  period_id integer NOT NULL -- internal: the month
  run_id integer NOT NULL -- internal: the run
  framework_id integer NOT NULL -- internal: the framework
  unit_id bigint NOT NULL -- internal: the unit that grades
  group_number integer NOT NULL -- internal: the group
  CONSTRAINT quota_unit_pkey PRIMARY KEY (period_id, run_id, framework_id, unit_id)
  CREATE TRIGGER quota_unit_kept BEFORE DELETE OR UPDATE ON cadre.quota_unit FOR EACH ROW EXECUTE FUNCTION cadre.refuse_result_change() (always)
  CREATE TRIGGER quota_unit_sealed AFTER INSERT ON cadre.quota_unit REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_sealed_results() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE residence_tie -- personal: with which residence cell a member keeps ties, from when; append-only
  member_id bigint NOT NULL -- personal: the member
  valid_from date NOT NULL -- personal: first day
  known_at timestamp with time zone NOT NULL -- internal: the moment from which the record says so
  cell_id bigint -- personal: the cell at the residence; none: none, or a place outside
  tree text NOT NULL DEFAULT 'party'::text -- internal: always party, for the foreign key
  place cadre.clean_text NOT NULL DEFAULT ''::text -- personal: a cell outside the record, in words
  exemption text NOT NULL DEFAULT ''::text -- personal: the group that the yearly comment leaves out; empty: none
  event_id bigint NOT NULL -- internal: the verb
  CONSTRAINT residence_tie_cell_in_party FOREIGN KEY (cell_id, tree) REFERENCES cadre.unit(id, tree)
  CONSTRAINT residence_tie_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT residence_tie_exemption_known CHECK ((exemption = ANY (ARRAY[''::text, 'barracks'::text, 'mobile'::text, 'rotated'::text, 'student'::text, 'pupil'::text, 'special_mission'::text])))
  CONSTRAINT residence_tie_exemption_suits CHECK (
CASE exemption
    WHEN ''::text THEN true
    WHEN 'special_mission'::text THEN ((cell_id IS NULL) AND ((place)::text = ''::text))
    ELSE ((cell_id IS NOT NULL) OR ((place)::text <> ''::text))
END)
  CONSTRAINT residence_tie_member_known FOREIGN KEY (member_id) REFERENCES cadre.member(id)
  CONSTRAINT residence_tie_one_place CHECK ((((cell_id IS NULL) OR ((place)::text = ''::text)) AND (length((place)::text) <= 300)))
  CONSTRAINT residence_tie_pkey PRIMARY KEY (member_id, valid_from, known_at)
  CONSTRAINT residence_tie_tree_party CHECK ((tree = 'party'::text))
  CREATE INDEX residence_tie_by_cell ON cadre.residence_tie USING btree (cell_id)
  CREATE TRIGGER residence_tie_append_only BEFORE DELETE OR UPDATE ON cadre.residence_tie FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER residence_tie_no_truncate BEFORE TRUNCATE ON cadre.residence_tie FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE run -- public: one scoring of a month; sealed when it is finished
  id integer NOT NULL -- public: number of the run
  period_id integer NOT NULL -- public: the month
  revision smallint NOT NULL -- public: the revision of the month
  kind text NOT NULL -- public: provisional (the month was open) or final
  state text NOT NULL -- public: building, finished, abandoned, published or superseded
  known_at timestamp with time zone NOT NULL -- public: people and units are read as known at this moment
  inputs_event_id bigint NOT NULL -- internal: the last change of a sheet or decision that it reads
  previous_run_id integer -- public: the finished run of the month before it: a chain
  program_version text NOT NULL -- public: the version of the program
  started_by cadre.business_code NOT NULL -- internal: who started it
  started_at timestamp with time zone NOT NULL -- public: when
  finished_at timestamp with time zone -- public: when it was sealed
  expected integer NOT NULL -- public: members expected
  skipped integer NOT NULL -- public: members that cannot be scored, such as one without a unit
  rated integer -- public: members rated
  not_rated integer -- public: members not rated, with a reason
  incomplete integer -- public: members whose sheet is incomplete
  unchanged integer -- public: lines equal to those of the previous run
  groups_over integer -- public: groups with more A than their quota
  ties_waiting integer -- public: members who tie at the line of their group
  places_open integer -- public: places that a board may award among them
  input_digest text -- public: SHA-256 over the entries, by unit
  run_digest text -- public: SHA-256 over the scores, by unit
  ranking_digest text -- public: SHA-256 over the rows of the ranking
  framework_digests text -- public: id@version:SHA-256 of each framework used, joined by ;
  event_id bigint NOT NULL -- internal: the verb that started it
  CONSTRAINT run_counts_add_up CHECK ((expected = ((rated + not_rated) + incomplete)))
  CONSTRAINT run_digest_form CHECK (((run_digest ~ '^[0-9a-f]{64}$'::text) AND (input_digest ~ '^[0-9a-f]{64}$'::text) AND (ranking_digest ~ '^[0-9a-f]{64}$'::text)))
  CONSTRAINT run_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT run_kind_known CHECK ((kind = ANY (ARRAY['provisional'::text, 'final'::text])))
  CONSTRAINT run_period_known FOREIGN KEY (period_id) REFERENCES cadre.period(id)
  CONSTRAINT run_pkey PRIMARY KEY (id)
  CONSTRAINT run_previous_earlier CHECK ((previous_run_id < id))
  CONSTRAINT run_previous_known FOREIGN KEY (previous_run_id) REFERENCES cadre.run(id)
  CONSTRAINT run_published_is_final CHECK (((kind = 'final'::text) OR (state = ANY (ARRAY['building'::text, 'finished'::text, 'abandoned'::text]))))
  CONSTRAINT run_sealed_whole CHECK ((((state = ANY (ARRAY['building'::text, 'abandoned'::text])) = (run_digest IS NULL)) AND ((run_digest IS NULL) = (input_digest IS NULL)) AND ((run_digest IS NULL) = (ranking_digest IS NULL)) AND ((run_digest IS NULL) = (finished_at IS NULL))))
  CONSTRAINT run_state_known CHECK ((state = ANY (ARRAY['building'::text, 'finished'::text, 'abandoned'::text, 'published'::text, 'superseded'::text])))
  CREATE INDEX run_by_period ON cadre.run USING btree (period_id, id)
  CREATE UNIQUE INDEX run_one_building ON cadre.run USING btree (period_id) WHERE (state = 'building'::text)
  CREATE UNIQUE INDEX run_one_published ON cadre.run USING btree (period_id) WHERE (state = 'published'::text)
  CREATE TRIGGER run_no_truncate BEFORE TRUNCATE ON cadre.run FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER run_sealed BEFORE DELETE OR UPDATE ON cadre.run FOR EACH ROW EXECUTE FUNCTION cadre.refuse_run_change() (always)
  GRANT INSERT, SELECT TO cadre_app
  GRANT UPDATE (expected, finished_at, framework_digests, groups_over, incomplete, input_digest, not_rated, places_open, ranking_digest, rated, run_digest, skipped, state, ties_waiting, unchanged) TO cadre_app

TABLE run_chunk -- internal: pieces of a run; each is claimed, scored and stored in one transaction
  run_id integer NOT NULL -- internal: the run
  number integer NOT NULL -- internal: number of the chunk, from 1
  stage smallint NOT NULL -- internal: 0: everybody who waits for nobody; n: leaders whose longest chain of subordinates is n
  members integer NOT NULL -- internal: how many members
  first_member_id bigint NOT NULL -- internal: least member number in it
  last_member_id bigint NOT NULL -- internal: greatest member number in it
  done_at timestamp with time zone -- internal: when it was stored
  rated integer -- internal: members rated
  not_rated integer -- internal: members not rated
  incomplete integer -- internal: members whose sheet is incomplete
  CONSTRAINT run_chunk_done_whole CHECK ((((done_at IS NULL) = (rated IS NULL)) AND ((done_at IS NULL) = (not_rated IS NULL)) AND ((done_at IS NULL) = (incomplete IS NULL))))
  CONSTRAINT run_chunk_pkey PRIMARY KEY (run_id, number)
  CONSTRAINT run_chunk_run_known FOREIGN KEY (run_id) REFERENCES cadre.run(id)
  CONSTRAINT run_chunk_stage_range CHECK ((stage >= 0))
  GRANT INSERT, SELECT TO cadre_app
  GRANT UPDATE (done_at, incomplete, not_rated, rated) TO cadre_app

TABLE run_dues -- internal: dues of the month as a run has read them, by the cell that charged; append-only
  period_id integer NOT NULL -- internal: the month
  run_id integer NOT NULL -- internal: the run
  cell_id bigint NOT NULL -- internal: the cell that charged
  assessed bigint NOT NULL -- internal: in đồng, what it had charged for the month
  collected bigint NOT NULL -- internal: in đồng, what of it was paid when the run was laid out
  CONSTRAINT run_dues_collected_range CHECK (((collected >= 0) AND (collected <= assessed)))
  CONSTRAINT run_dues_pkey PRIMARY KEY (period_id, run_id, cell_id)
  CREATE TRIGGER run_dues_kept BEFORE DELETE OR UPDATE ON cadre.run_dues FOR EACH ROW EXECUTE FUNCTION cadre.refuse_result_change() (always)
  CREATE TRIGGER run_dues_sealed AFTER INSERT ON cadre.run_dues REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_sealed_results() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE run_member -- personal: who was expected, as known when the month was frozen; append-only
  period_id integer NOT NULL -- internal: the month
  run_id integer NOT NULL -- internal: the run
  chunk integer NOT NULL -- internal: the chunk of stage 0 that reads the member's entries
  member_id bigint NOT NULL -- internal: the member
  member_code text NOT NULL -- internal: the member's code
  unit_id bigint NOT NULL -- personal: the unit that grades: the agency where there is one, else the cell
  cell_id bigint -- personal: the cell
  agency_id bigint -- personal: the agency
  form text NOT NULL -- personal: staff or leader
  manager_id bigint -- personal: the manager
  stage smallint NOT NULL -- internal: 0, or the stage in which a leader is scored
  CONSTRAINT run_member_form_known CHECK ((form = ANY (ARRAY['staff'::text, 'leader'::text])))
  CONSTRAINT run_member_pkey PRIMARY KEY (period_id, run_id, chunk, member_id)
  CREATE INDEX run_member_by_stage ON ONLY cadre.run_member USING btree (run_id, stage, member_id) WHERE (stage > 0)
  CREATE TRIGGER run_member_kept BEFORE DELETE OR UPDATE ON cadre.run_member FOR EACH ROW EXECUTE FUNCTION cadre.refuse_result_change() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE run_weights -- public: by what weights a run ranks units; append-only
  run_id integer NOT NULL -- public: the run
  period_id integer NOT NULL -- public: its month
  members numeric(14,4) NOT NULL -- public: weight of the mean of the members
  collective numeric(14,4) NOT NULL -- public: weight of the unit's own sheet
  dues numeric(14,4) NOT NULL -- public: weight of the dues collected; 0 where they do not count
  minimum_members integer NOT NULL -- public: a unit with fewer rated members has no rank
  CONSTRAINT run_weights_pkey PRIMARY KEY (run_id)
  CONSTRAINT run_weights_range CHECK (((members > (0)::numeric) AND (collective > (0)::numeric) AND (dues >= (0)::numeric) AND (minimum_members >= 0)))
  CONSTRAINT run_weights_run_known FOREIGN KEY (run_id) REFERENCES cadre.run(id)
  CREATE TRIGGER run_weights_kept BEFORE DELETE OR UPDATE ON cadre.run_weights FOR EACH ROW EXECUTE FUNCTION cadre.refuse_result_change() (always)
  CREATE TRIGGER run_weights_no_truncate BEFORE TRUNCATE ON cadre.run_weights FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER run_weights_sealed AFTER INSERT ON cadre.run_weights REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_sealed_results() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE score -- personal: the score of a member in a run, before quotas; append-only
  period_id integer NOT NULL -- internal: the month
  run_id integer NOT NULL -- internal: the run
  member_id bigint NOT NULL -- internal: the member
  member_code text NOT NULL -- internal: the member's code
  unit_id bigint NOT NULL -- personal: the unit that grades
  cell_id bigint -- personal: the cell
  agency_id bigint -- personal: the agency
  form text NOT NULL -- personal: staff or leader
  framework_id integer -- personal: the framework; none without a sheet
  status text NOT NULL -- personal: rated, not_rated or incomplete
  general integer -- personal: points of the first section, in hundredths
  results integer -- personal: points of the other sections, in hundredths
  total integer -- personal: the total, rounded once, in hundredths
  grade text -- personal: grade after the gates, before the quota
  exceeded integer -- personal: products completed beyond what was assigned
  works integer -- personal: products on the sheet
  first_points text -- personal: exact points of the first section as a fraction, where hundredths do not say them
  reasons text NOT NULL -- personal: reasons of the status or of the grade, joined by ;
  CONSTRAINT score_pkey PRIMARY KEY (period_id, run_id, member_id)
  CONSTRAINT score_rated_whole CHECK (
CASE
    WHEN (status = 'rated'::text) THEN ((framework_id IS NOT NULL) AND (general IS NOT NULL) AND (results IS NOT NULL) AND ((total >= 0) AND (total <= 10000)) AND (total IS NOT NULL) AND (grade = ANY (ARRAY['A'::text, 'B'::text, 'C'::text, 'D'::text])) AND (grade IS NOT NULL) AND ((exceeded >= 0) AND (exceeded <= works)) AND (exceeded IS NOT NULL))
    ELSE ((general IS NULL) AND (results IS NULL) AND (total IS NULL) AND (grade IS NULL) AND (exceeded IS NULL) AND (works IS NULL) AND (first_points IS NULL) AND (reasons <> ''::text))
END)
  CONSTRAINT score_status_known CHECK ((status = ANY (ARRAY['rated'::text, 'not_rated'::text, 'incomplete'::text])))
  CREATE TRIGGER score_kept BEFORE DELETE OR UPDATE ON cadre.score FOR EACH ROW EXECUTE FUNCTION cadre.refuse_result_change() (always)
  CREATE TRIGGER score_sealed AFTER INSERT ON cadre.score REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_sealed_results() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE sheet -- personal: the evaluation sheet of a member or a unit in one month, one row a revision
  period_id integer NOT NULL -- internal: the month
  subject_id bigint NOT NULL -- internal: the member, or minus the unit
  revision smallint NOT NULL -- internal: the revision of the month in which it was last written
  member_id bigint -- internal: the member, unless it is a collective's
  unit_id bigint -- internal: the unit of a collective's sheet
  framework_id integer NOT NULL -- internal: the one framework by which it is scored
  state text NOT NULL -- personal: draft, self_scored, reviewed or decided
  touched boolean NOT NULL -- internal: somebody has written on it; until then it is a proposal and no sheet
  shape_period_id integer -- internal: the month whose sheet proposes the entries of an untouched one
  version integer NOT NULL DEFAULT 1 -- internal: rises with every change; a change made on an older one is a conflict
  event_id bigint NOT NULL -- internal: the verb that last changed it
  CONSTRAINT sheet_member_known FOREIGN KEY (member_id) REFERENCES cadre.member(id)
  CONSTRAINT sheet_pkey PRIMARY KEY (period_id, subject_id, revision)
  CONSTRAINT sheet_revision_positive CHECK ((revision > 0))
  CONSTRAINT sheet_state_known CHECK ((state = ANY (ARRAY['draft'::text, 'self_scored'::text, 'reviewed'::text, 'decided'::text])))
  CONSTRAINT sheet_subject_whole CHECK (((subject_id = COALESCE(member_id, (- unit_id))) AND ((member_id IS NULL) <> (unit_id IS NULL))))
  CONSTRAINT sheet_touched_before_signed CHECK ((touched OR (state = 'draft'::text)))
  CONSTRAINT sheet_unit_known FOREIGN KEY (unit_id) REFERENCES cadre.unit(id)
  CONSTRAINT sheet_version_positive CHECK ((version > 0))
  GRANT INSERT, SELECT TO cadre_app
  GRANT UPDATE (event_id, framework_id, state, touched, version) TO cadre_app

TABLE sheet_entry -- personal: the lines of the sheets; amounts are counted in ten-thousandths: 10000 is 1
  period_id integer NOT NULL -- internal: the month
  subject_id bigint NOT NULL -- internal: the member, or minus the unit
  revision smallint NOT NULL -- internal: the revision of the sheet that it stands on
  kind text NOT NULL -- personal: criterion, work, kpi, key_result, factor or event
  code cadre.business_code NOT NULL -- personal: criterion, product, indicator, key result, factor or event
  title cadre.clean_text -- personal: what it is, in words
  group_code cadre.business_code -- personal: objective of a key result
  weight bigint -- personal: weight or coefficient
  target bigint -- personal: assigned or aimed at
  actual bigint -- personal: completed or measured; none: not reported yet
  direction text -- personal: up or down, of an indicator
  baseline bigint -- personal: where a key result started
  quality_failures bigint -- personal: assessments failed for content, without the excused; none is 0
  delays bigint -- personal: delays, without the excused; none is 0
  points bigint -- personal: points of the approver, or the value of a factor
  self_points bigint -- personal: points that the person gave
  CONSTRAINT sheet_entry_form CHECK (
CASE kind
    WHEN 'criterion'::text THEN ((weight IS NULL) AND (target IS NULL) AND (actual IS NULL))
    WHEN 'work'::text THEN ((weight > 0) AND (target > 0) AND (weight IS NOT NULL) AND (target IS NOT NULL) AND (points IS NULL))
    WHEN 'kpi'::text THEN ((weight > 0) AND (target > 0) AND (weight IS NOT NULL) AND (target IS NOT NULL) AND (direction = ANY (ARRAY['up'::text, 'down'::text])) AND (direction IS NOT NULL) AND (points IS NULL))
    WHEN 'key_result'::text THEN ((weight > 0) AND (target <> baseline) AND (weight IS NOT NULL) AND (target IS NOT NULL) AND (baseline IS NOT NULL) AND (group_code IS NOT NULL) AND (points IS NULL))
    WHEN 'factor'::text THEN (((code)::text = ANY (ARRAY['unit_results'::text, 'organising'::text, 'cohesion'::text])) AND ((points IS NULL) OR (points = ANY (ARRAY[(5000)::bigint, (10000)::bigint]))))
    WHEN 'event'::text THEN ((weight IS NULL) AND (points IS NULL))
    ELSE false
END)
  CONSTRAINT sheet_entry_pkey PRIMARY KEY (period_id, subject_id, revision, kind, code)
  CONSTRAINT sheet_entry_points_scale CHECK ((((points % (100)::bigint) = 0) AND ((self_points % (100)::bigint) = 0)))
  CONSTRAINT sheet_entry_range CHECK (((GREATEST(weight, target, actual, baseline, quality_failures, delays, points, self_points) <= '10000000000000'::bigint) AND (LEAST(weight, target, actual, baseline, quality_failures, delays, points, self_points) >= 0)))
  CONSTRAINT sheet_entry_title_length CHECK ((length((title)::text) <= 300))
  GRANT DELETE, INSERT, SELECT TO cadre_app
  GRANT UPDATE (actual, baseline, delays, direction, group_code, points, quality_failures, self_points, target, title, weight) TO cadre_app

TABLE sheet_step -- personal: every step of a sheet, who, when and why; append-only
  period_id integer NOT NULL -- internal: the month
  subject_id bigint NOT NULL -- internal: the member, or minus the unit
  number integer NOT NULL -- internal: place in the order, from 1
  revision smallint NOT NULL -- internal: the revision of the month
  step text NOT NULL -- personal: edit, import, self, review, decide or return
  from_state text NOT NULL -- personal: state before; empty where the step made the sheet
  to_state text NOT NULL -- personal: state after
  account cadre.business_code NOT NULL -- internal: who
  at timestamp with time zone NOT NULL -- personal: when
  reason cadre.clean_text NOT NULL -- personal: why, where a reason was given
  event_id bigint NOT NULL -- internal: the event on the trail
  CONSTRAINT sheet_step_pkey PRIMARY KEY (period_id, subject_id, number)
  CONSTRAINT sheet_step_reason_length CHECK ((length((reason)::text) <= 1200))
  CONSTRAINT sheet_step_step_known CHECK ((step = ANY (ARRAY['edit'::text, 'import'::text, 'self'::text, 'review'::text, 'decide'::text, 'return'::text])))
  CREATE TRIGGER sheet_step_append_only BEFORE DELETE OR UPDATE ON cadre.sheet_step FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER sheet_step_not_own BEFORE INSERT ON cadre.sheet_step FOR EACH ROW WHEN ((new.step = ANY (ARRAY['review'::text, 'decide'::text, 'return'::text]))) EXECUTE FUNCTION cadre.refuse_own_signature() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE signing_key -- public: Ed25519 public keys, own ones and those of other installations that are trusted; append-only
  id text NOT NULL -- public: the first 16 digits of the SHA-256 of the key
  public_key text NOT NULL -- public: the key, 64 hexadecimal digits
  holder cadre.clean_text NOT NULL DEFAULT ''::text -- public: whose; empty for an own key
  added_on date NOT NULL -- public: the day from which it is on record
  event_id bigint NOT NULL -- internal: the verb
  CONSTRAINT signing_key_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT signing_key_form CHECK ((public_key ~ '^[0-9a-f]{64}$'::text))
  CONSTRAINT signing_key_holder_length CHECK ((length((holder)::text) <= 200))
  CONSTRAINT signing_key_id_fits CHECK ((id = "left"(encode(sha256(decode(public_key, 'hex'::text)), 'hex'::text), 16)))
  CONSTRAINT signing_key_pkey PRIMARY KEY (id)
  CREATE TRIGGER signing_key_append_only BEFORE DELETE OR UPDATE ON cadre.signing_key FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER signing_key_no_truncate BEFORE TRUNCATE ON cadre.signing_key FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE signing_key_retirement -- public: keys that sign no more; what they have signed stays good; append-only
  key_id text NOT NULL -- public: the key
  day date NOT NULL -- public: the day
  event_id bigint NOT NULL -- internal: the verb
  CONSTRAINT signing_key_retirement_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT signing_key_retirement_key_known FOREIGN KEY (key_id) REFERENCES cadre.signing_key(id)
  CONSTRAINT signing_key_retirement_pkey PRIMARY KEY (key_id)
  CREATE TRIGGER signing_key_retirement_append_only BEFORE DELETE OR UPDATE ON cadre.signing_key_retirement FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER signing_key_retirement_no_truncate BEFORE TRUNCATE ON cadre.signing_key_retirement FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE temporary_stay -- personal: where a member stays for a while, without vote and not counted there; written by steps only, append-only
  member_id bigint NOT NULL -- personal: the member
  valid_from date NOT NULL -- personal: first day
  known_at timestamp with time zone NOT NULL -- internal: the moment from which the record says so
  last_on date NOT NULL -- personal: last day
  cell_id bigint -- personal: the cell; none: a place outside
  tree text NOT NULL DEFAULT 'party'::text -- internal: always party, for the foreign key
  transfer_id bigint NOT NULL -- internal: the transfer that it comes from
  event_id bigint NOT NULL -- internal: the verb
  CONSTRAINT temporary_stay_cell_in_party FOREIGN KEY (cell_id, tree) REFERENCES cadre.unit(id, tree)
  CONSTRAINT temporary_stay_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT temporary_stay_member_known FOREIGN KEY (member_id) REFERENCES cadre.member(id)
  CONSTRAINT temporary_stay_pkey PRIMARY KEY (member_id, valid_from, known_at)
  CONSTRAINT temporary_stay_some_days CHECK ((last_on >= valid_from))
  CONSTRAINT temporary_stay_transfer_known FOREIGN KEY (transfer_id) REFERENCES cadre.transfer(id)
  CONSTRAINT temporary_stay_tree_party CHECK ((tree = 'party'::text))
  CREATE INDEX temporary_stay_by_cell ON cadre.temporary_stay USING btree (cell_id)
  CREATE INDEX temporary_stay_by_transfer ON cadre.temporary_stay USING btree (transfer_id)
  CREATE TRIGGER temporary_stay_append_only BEFORE DELETE OR UPDATE ON cadre.temporary_stay FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER temporary_stay_no_truncate BEFORE TRUNCATE ON cadre.temporary_stay FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  GRANT SELECT TO cadre_app

TABLE transfer -- personal: moves of members between cells, one open at a time; changed only by its steps
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY -- internal: number that people use
  member_id bigint NOT NULL -- personal: who moves
  kind text NOT NULL -- personal: official, temporary, internal, abroad or return
  tree text NOT NULL DEFAULT 'party'::text -- internal: always party, for the foreign keys
  from_cell_id bigint -- personal: the official cell; none: comes from outside
  to_cell_id bigint -- personal: the cell that receives; none: goes outside
  destination cadre.clean_text NOT NULL DEFAULT ''::text -- personal: the place outside, in words
  authority_id bigint NOT NULL -- internal: the committee that the rule names for the introduction letter
  purpose text -- personal: of a temporary stay: move or study
  effective_on date NOT NULL -- personal: first day at the other place
  last_on date -- personal: last day of a temporary stay, as asked for
  event_on date NOT NULL -- personal: the day of the decision or move from which the 60 working days count
  asked_on date NOT NULL -- internal: the day of the request
  start_by date NOT NULL -- internal: last of the 60 working days
  reason cadre.clean_text NOT NULL DEFAULT ''::text -- personal: why
  document cadre.clean_text NOT NULL DEFAULT ''::text -- personal: the basis document
  list_id bigint -- internal: the list that it stands on
  travels boolean NOT NULL GENERATED AS ((list_id IS NULL) AND (kind = ANY (ARRAY['official'::text, 'temporary'::text, 'abroad'::text]))) -- internal: whether the member carries papers to the other place
  state text NOT NULL DEFAULT 'submitted'::text -- personal: where it stands
  steps smallint NOT NULL DEFAULT 0 -- internal: how many steps were taken
  released_by text -- internal: the account that released; another one receives
  released_on date -- internal: the day of the introduction letter
  present_by date -- internal: last of the 30 working days to present it
  event_id bigint NOT NULL -- internal: the verb that asked for it
  CONSTRAINT transfer_authority_in_party FOREIGN KEY (authority_id, tree) REFERENCES cadre.unit(id, tree)
  CONSTRAINT transfer_document_length CHECK ((length((document)::text) <= 300))
  CONSTRAINT transfer_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT transfer_from_cell_in_party FOREIGN KEY (from_cell_id, tree) REFERENCES cadre.unit(id, tree)
  CONSTRAINT transfer_kind_known CHECK ((kind = ANY (ARRAY['official'::text, 'temporary'::text, 'internal'::text, 'abroad'::text, 'return'::text])))
  CONSTRAINT transfer_list_known FOREIGN KEY (list_id) REFERENCES cadre.transfer_list(id)
  CONSTRAINT transfer_member_known FOREIGN KEY (member_id) REFERENCES cadre.member(id)
  CONSTRAINT transfer_one_place CHECK ((((to_cell_id IS NULL) = ((destination)::text <> ''::text)) AND (length((destination)::text) <= 300)))
  CONSTRAINT transfer_pkey PRIMARY KEY (id)
  CONSTRAINT transfer_places_suit_kind CHECK (
CASE kind
    WHEN 'internal'::text THEN ((from_cell_id IS NOT NULL) AND (to_cell_id IS NOT NULL))
    WHEN 'temporary'::text THEN (from_cell_id IS NOT NULL)
    WHEN 'abroad'::text THEN ((from_cell_id IS NOT NULL) AND (to_cell_id IS NULL))
    WHEN 'return'::text THEN (to_cell_id IS NOT NULL)
    ELSE ((from_cell_id IS NOT NULL) OR (to_cell_id IS NOT NULL))
END)
  CONSTRAINT transfer_reason_length CHECK ((length((reason)::text) <= 1000))
  CONSTRAINT transfer_released_whole CHECK ((((released_by IS NULL) = (released_on IS NULL)) AND ((released_by IS NULL) = (present_by IS NULL)) AND (present_by > released_on) AND ((released_by IS NOT NULL) OR (state <> ALL (ARRAY['released'::text, 'in_transit'::text, 'received'::text])))))
  CONSTRAINT transfer_start_after_event CHECK ((start_by > event_on))
  CONSTRAINT transfer_state_known CHECK ((state = ANY (ARRAY['submitted'::text, 'reviewed'::text, 'released'::text, 'in_transit'::text, 'received'::text, 'returned'::text, 'cancelled'::text])))
  CONSTRAINT transfer_stay_length CHECK (
CASE
    WHEN (kind <> 'temporary'::text) THEN ((purpose IS NULL) AND (last_on IS NULL))
    WHEN ((last_on IS NULL) OR (purpose IS NULL)) THEN false
    WHEN ((last_on + 1) < (effective_on + '3 mons'::interval)) THEN false
    WHEN (purpose = 'move'::text) THEN ((last_on + 1) < (effective_on + '1 year'::interval))
    WHEN (purpose = 'study'::text) THEN ((last_on + 1) <= (effective_on + '2 years'::interval))
    ELSE false
END)
  CONSTRAINT transfer_to_cell_in_party FOREIGN KEY (to_cell_id, tree) REFERENCES cadre.unit(id, tree)
  CONSTRAINT transfer_tree_party CHECK ((tree = 'party'::text))
  CONSTRAINT transfer_two_cells CHECK ((from_cell_id <> to_cell_id))
  CREATE INDEX transfer_by_from_cell ON cadre.transfer USING btree (from_cell_id)
  CREATE INDEX transfer_by_list ON cadre.transfer USING btree (list_id) WHERE (list_id IS NOT NULL)
  CREATE INDEX transfer_by_member ON cadre.transfer USING btree (member_id)
  CREATE INDEX transfer_by_to_cell ON cadre.transfer USING btree (to_cell_id)
  CREATE UNIQUE INDEX transfer_open_once ON cadre.transfer USING btree (member_id) WHERE (state = ANY (ARRAY['submitted'::text, 'reviewed'::text, 'released'::text, 'in_transit'::text]))
  GRANT SELECT TO cadre_app

TABLE transfer_list -- internal: lists of members who move together where units merge, split or close
  id bigint NOT NULL GENERATED BY DEFAULT AS IDENTITY -- internal: number of the list
  members integer NOT NULL -- internal: how many members stand on it
  event_id bigint NOT NULL -- internal: the verb
  CONSTRAINT transfer_list_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT transfer_list_members_positive CHECK ((members > 0))
  CONSTRAINT transfer_list_pkey PRIMARY KEY (id)
  GRANT INSERT, SELECT TO cadre_app

TABLE transfer_paper -- personal: papers in the file of a transfer; a later entry replaces an earlier one; append-only
  transfer_id bigint NOT NULL -- internal: the transfer
  paper text NOT NULL -- personal: which paper
  number cadre.clean_text NOT NULL -- personal: its number; of the sealed dossier the number of the seal
  event_id bigint NOT NULL -- internal: the verb
  CONSTRAINT transfer_paper_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT transfer_paper_known CHECK ((paper = ANY (ARRAY['decision'::text, 'introduction_letter'::text, 'member_sheet'::text, 'party_card'::text, 'admission_file'::text, 'dossier'::text, 'self_review'::text])))
  CONSTRAINT transfer_paper_number_given CHECK (((length((number)::text) >= 1) AND (length((number)::text) <= 100)))
  CONSTRAINT transfer_paper_pkey PRIMARY KEY (transfer_id, paper, event_id)
  CONSTRAINT transfer_paper_transfer_known FOREIGN KEY (transfer_id) REFERENCES cadre.transfer(id)
  CREATE TRIGGER transfer_paper_append_only BEFORE DELETE OR UPDATE ON cadre.transfer_paper FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER transfer_paper_no_truncate BEFORE TRUNCATE ON cadre.transfer_paper FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE transfer_step -- personal: who took which step of a transfer, when and why; append-only
  transfer_id bigint NOT NULL -- internal: the transfer
  number smallint NOT NULL -- internal: 1, 2, 3 …
  step text NOT NULL -- personal: request, review, release, send, receive, return, cancel, extend or end
  from_state text -- personal: the state before; none: there was no transfer yet
  to_state text NOT NULL -- personal: the state after
  account text NOT NULL -- internal: who
  day date NOT NULL -- internal: on which day
  at timestamp with time zone NOT NULL -- internal: when it was written down
  reason cadre.clean_text NOT NULL DEFAULT ''::text -- personal: why
  document cadre.clean_text NOT NULL DEFAULT ''::text -- personal: the basis document
  dues_reason cadre.clean_text NOT NULL DEFAULT ''::text -- personal: why the letter was given although dues are unpaid
  present_by date -- internal: of a release: last of the 30 working days
  last_on date -- personal: of a stay that is extended or ended: its last day
  event_id bigint NOT NULL -- internal: the verb
  CONSTRAINT transfer_step_document_length CHECK ((length((document)::text) <= 300))
  CONSTRAINT transfer_step_dues_reason_of_release CHECK (((length((dues_reason)::text) <= 1000) AND ((step = 'release'::text) OR ((dues_reason)::text = ''::text))))
  CONSTRAINT transfer_step_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT transfer_step_last_on_of_stay CHECK (((step = ANY (ARRAY['extend'::text, 'end'::text])) = (last_on IS NOT NULL)))
  CONSTRAINT transfer_step_number_positive CHECK ((number > 0))
  CONSTRAINT transfer_step_pkey PRIMARY KEY (transfer_id, number)
  CONSTRAINT transfer_step_present_by_of_release CHECK (((step = 'release'::text) = (present_by IS NOT NULL)))
  CONSTRAINT transfer_step_reason_given CHECK (((length((reason)::text) <= 1000) AND ((step <> ALL (ARRAY['return'::text, 'cancel'::text, 'extend'::text, 'end'::text])) OR ((reason)::text <> ''::text))))
  CONSTRAINT transfer_step_transfer_known FOREIGN KEY (transfer_id) REFERENCES cadre.transfer(id)
  CREATE INDEX transfer_step_by_event ON cadre.transfer_step USING btree (event_id)
  CREATE UNIQUE INDEX transfer_step_extended_once ON cadre.transfer_step USING btree (transfer_id) WHERE (step = 'extend'::text)
  CREATE TRIGGER transfer_step_append_only BEFORE DELETE OR UPDATE ON cadre.transfer_step FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER transfer_step_no_truncate BEFORE TRUNCATE ON cadre.transfer_step FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER transfer_step_signed AFTER INSERT ON cadre.transfer_step REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_unsigned_steps() (always)
  CREATE TRIGGER transfer_step_taken AFTER INSERT ON cadre.transfer_step REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION cadre.take_transfer_steps() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE transfer_workflow -- public: which step leads from which state to which; a step that is not here cannot be taken
  travels boolean NOT NULL -- public: whether the member carries papers to the other place
  from_state text NOT NULL -- public: the state before; empty: there is no transfer yet
  step text NOT NULL -- public: the step
  to_state text NOT NULL -- public: the state after
  CONSTRAINT transfer_workflow_pkey PRIMARY KEY (travels, from_state, step)
  GRANT SELECT TO cadre_app

TABLE unit -- internal: a unit of the party or the state; what of it never changes
  id bigint NOT NULL GENERATED BY DEFAULT AS IDENTITY -- internal: number in this database
  code cadre.business_code NOT NULL -- internal: code that people and files use, one for both trees
  tree text NOT NULL -- internal: party or state
  level smallint NOT NULL -- internal: level in its tree, 1 at the top; also its peer group in rankings
  version integer NOT NULL DEFAULT 1 -- internal: rises with every change; a change made on an older one is a conflict
  event_id bigint NOT NULL -- internal: the verb that last changed it
  CONSTRAINT unit_code_once UNIQUE (code)
  CONSTRAINT unit_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT unit_level_range CHECK (((level >= 1) AND (level <= 20)))
  CONSTRAINT unit_pkey PRIMARY KEY (id)
  CONSTRAINT unit_tree_key UNIQUE (id, tree)
  CONSTRAINT unit_tree_known CHECK ((tree = ANY (ARRAY['party'::text, 'state'::text])))
  CONSTRAINT unit_tree_level_key UNIQUE (id, tree, level)
  CONSTRAINT unit_version_positive CHECK ((version > 0))
  GRANT INSERT, SELECT TO cadre_app
  GRANT UPDATE (event_id, version) TO cadre_app

TABLE unit_input -- public: digests of the entries that a run has read, by grading unit; append-only
  period_id integer NOT NULL -- public: the month
  run_id integer NOT NULL -- public: the run
  unit_id bigint NOT NULL -- public: the unit that grades
  digest text NOT NULL -- public: SHA-256 over the entries of those whom it grades, and its own
  CONSTRAINT unit_input_digest_form CHECK ((digest ~ '^[0-9a-f]{64}$'::text))
  CONSTRAINT unit_input_pkey PRIMARY KEY (period_id, run_id, unit_id)
  CREATE TRIGGER unit_input_kept BEFORE DELETE OR UPDATE ON cadre.unit_input FOR EACH ROW EXECUTE FUNCTION cadre.refuse_result_change() (always)
  CREATE TRIGGER unit_input_sealed AFTER INSERT ON cadre.unit_input REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_sealed_results() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE unit_placement -- internal: name and place of a unit from a day on, as known from a moment on; append-only
  unit_id bigint NOT NULL -- internal: the unit
  valid_from date NOT NULL -- internal: first day on which it holds; -infinity: as far back as the record reaches
  known_at timestamp with time zone NOT NULL -- internal: the moment from which the record says so
  tree text NOT NULL -- internal: the tree of the unit, repeated for the foreign keys
  level smallint NOT NULL -- internal: the level of the unit, repeated for the foreign keys
  name cadre.clean_text NOT NULL -- internal: name as on the seal
  parent_id bigint -- internal: the unit above; none at the top
  parent_level smallint -- internal: the level of the unit above, always smaller
  wage_region smallint -- internal: region 1 to 4 of the regional minimum wage; none: as the unit above
  open boolean NOT NULL -- internal: false from the day on which the unit is closed
  event_id bigint NOT NULL -- internal: the verb that wrote it
  CONSTRAINT unit_placement_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT unit_placement_name_given CHECK (((length((name)::text) >= 1) AND (length((name)::text) <= 200)))
  CONSTRAINT unit_placement_parent_above CHECK ((parent_level < level))
  CONSTRAINT unit_placement_parent_in_tree FOREIGN KEY (parent_id, tree, parent_level) REFERENCES cadre.unit(id, tree, level)
  CONSTRAINT unit_placement_parent_whole CHECK (((parent_id IS NULL) = (parent_level IS NULL)))
  CONSTRAINT unit_placement_pkey PRIMARY KEY (unit_id, valid_from, known_at)
  CONSTRAINT unit_placement_region_range CHECK (((wage_region >= 1) AND (wage_region <= 4)))
  CONSTRAINT unit_placement_unit_known FOREIGN KEY (unit_id, tree, level) REFERENCES cadre.unit(id, tree, level)
  CREATE INDEX unit_placement_by_parent ON cadre.unit_placement USING btree (parent_id)
  CREATE TRIGGER unit_placement_append_only BEFORE DELETE OR UPDATE ON cadre.unit_placement FOR EACH ROW EXECUTE FUNCTION cadre.refuse_change() (always)
  CREATE TRIGGER unit_placement_free AFTER INSERT ON cadre.unit_placement REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_tied_closing() (always)
  CREATE TRIGGER unit_placement_no_truncate BEFORE TRUNCATE ON cadre.unit_placement FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE unit_result -- public: the month of a unit in a run: counts, score and rank; append-only
  period_id integer NOT NULL -- public: the month
  run_id integer NOT NULL -- public: the run
  unit_id bigint NOT NULL -- public: the unit
  tree text NOT NULL -- public: party or state
  level smallint NOT NULL -- public: level in its tree; units of one tree and level are peers
  members_rated integer NOT NULL -- public: rated members in the unit and below it
  a integer NOT NULL -- public: of them with final grade A
  b integer NOT NULL -- public: of them with final grade B
  c integer NOT NULL -- public: of them with final grade C
  d integer NOT NULL -- public: of them with final grade D
  points_sum bigint NOT NULL -- internal: sum of the rounded totals, in hundredths; the mean is exact
  collective integer -- public: total of the unit's own sheet, in hundredths
  score integer -- public: score of the unit, rounded once, in hundredths
  rank integer -- public: rank among its peers; none where the note says why
  previous_rank integer -- public: rank in the published run of the month before
  note text NOT NULL -- public: too_small or none_rated
  graded integer NOT NULL -- internal: members that the unit grades
  score_digest text -- public: SHA-256 over the lines of the members that it grades
  CONSTRAINT unit_result_counts_add_up CHECK ((members_rated = (((a + b) + c) + d)))
  CONSTRAINT unit_result_digest_whole CHECK ((((graded = 0) = (score_digest IS NULL)) AND (graded >= 0)))
  CONSTRAINT unit_result_note_known CHECK ((note = ANY (ARRAY[''::text, 'too_small'::text, 'none_rated'::text])))
  CONSTRAINT unit_result_pkey PRIMARY KEY (period_id, run_id, unit_id)
  CONSTRAINT unit_result_ranked_whole CHECK (((rank IS NULL) = (note <> ''::text)))
  CREATE TRIGGER unit_result_kept BEFORE DELETE OR UPDATE ON cadre.unit_result FOR EACH ROW EXECUTE FUNCTION cadre.refuse_result_change() (always)
  CREATE TRIGGER unit_result_sealed AFTER INSERT ON cadre.unit_result REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_sealed_results() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE unit_score -- internal: the score of a collective's own sheet in a run; append-only
  period_id integer NOT NULL -- internal: the month
  run_id integer NOT NULL -- internal: the run
  unit_id bigint NOT NULL -- internal: the unit
  framework_id integer NOT NULL -- internal: the framework
  status text NOT NULL -- internal: rated, not_rated or incomplete
  general integer -- internal: points of the first section, in hundredths
  results integer -- internal: points of the other sections, in hundredths
  total integer -- internal: the total, rounded once, in hundredths
  grade text -- internal: grade after the gates
  reasons text NOT NULL -- internal: reasons, joined by ;
  CONSTRAINT unit_score_pkey PRIMARY KEY (period_id, run_id, unit_id)
  CONSTRAINT unit_score_rated_whole CHECK ((((status = 'rated'::text) = (total IS NOT NULL)) AND ((status = 'rated'::text) = (grade IS NOT NULL))))
  CONSTRAINT unit_score_status_known CHECK ((status = ANY (ARRAY['rated'::text, 'not_rated'::text, 'incomplete'::text])))
  CREATE TRIGGER unit_score_kept BEFORE DELETE OR UPDATE ON cadre.unit_score FOR EACH ROW EXECUTE FUNCTION cadre.refuse_result_change() (always)
  CREATE TRIGGER unit_score_sealed AFTER INSERT ON cadre.unit_score REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_sealed_results() (always)
  GRANT INSERT, SELECT TO cadre_app

TABLE unit_succession -- internal: which unit carries on which, so that months before and after can be compared
  predecessor_id bigint NOT NULL -- internal: the unit that was merged or split
  successor_id bigint NOT NULL -- internal: the unit that carries it on
  tree text NOT NULL -- internal: the tree of both, repeated for the foreign keys
  on_day date NOT NULL -- internal: first day of the new order
  kind text NOT NULL -- internal: merge or split
  event_id bigint NOT NULL -- internal: the verb that wrote it
  CONSTRAINT unit_succession_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT unit_succession_kind_known CHECK ((kind = ANY (ARRAY['merge'::text, 'split'::text])))
  CONSTRAINT unit_succession_pkey PRIMARY KEY (predecessor_id, successor_id, on_day)
  CONSTRAINT unit_succession_predecessor_known FOREIGN KEY (predecessor_id, tree) REFERENCES cadre.unit(id, tree)
  CONSTRAINT unit_succession_successor_known FOREIGN KEY (successor_id, tree) REFERENCES cadre.unit(id, tree)
  CONSTRAINT unit_succession_two_units CHECK ((predecessor_id <> successor_id))
  CREATE INDEX unit_succession_by_successor ON cadre.unit_succession USING btree (successor_id)
  CREATE TRIGGER unit_succession_free AFTER INSERT ON cadre.unit_succession FOR EACH ROW WHEN ((new.kind = 'merge'::text)) EXECUTE FUNCTION cadre.refuse_stay_at_home() (always)
  GRANT INSERT, SELECT TO cadre_app
