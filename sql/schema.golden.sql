DOMAIN business_code AS text
  CONSTRAINT business_code_form CHECK ((VALUE ~ '^[A-Za-z0-9._-]{1,40}$'::text))
DOMAIN clean_text AS text
  CONSTRAINT clean_text_form CHECK (((VALUE IS NFC NORMALIZED) AND (VALUE !~ '[\u0001-\u001f\u007f-\u00a0\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|^ | $|  '::text)))
FUNCTION refresh_statistics() RETURNS void SECURITY DEFINER search_path=cadre, pg_catalog, pg_temp
FUNCTION refuse_change() RETURNS trigger SECURITY INVOKER search_path=pg_catalog, pg_temp
FUNCTION search_key(name text) RETURNS text SECURITY INVOKER 

TABLE account -- internal: who can act in the program
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY -- internal: number in this database
  name cadre.business_code NOT NULL -- internal: name on the trail
  full_name cadre.clean_text NOT NULL -- personal: the person behind it
  system_user_name text -- internal: system user who may act as this account at the console
  disabled_at timestamp with time zone -- internal: since when it may do nothing
  event_id bigint NOT NULL -- internal: the verb that last changed it
  CONSTRAINT account_event_known FOREIGN KEY (event_id) REFERENCES cadre.audit_event(id)
  CONSTRAINT account_full_name_length CHECK ((length((full_name)::text) <= 200))
  CONSTRAINT account_name_once UNIQUE (name)
  CONSTRAINT account_pkey PRIMARY KEY (id)
  CONSTRAINT account_system_user_form CHECK ((system_user_name ~ '^[A-Za-z0-9._@$-]{1,64}$'::text))
  GRANT INSERT, SELECT TO cadre_app
  GRANT UPDATE (disabled_at, event_id, full_name, system_user_name) TO cadre_app

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
  CREATE INDEX member_by_merged_into ON cadre.member USING btree (merged_into) WHERE (merged_into IS NOT NULL)
  CREATE INDEX member_by_name_key ON cadre.member USING btree (name_key)
  CREATE INDEX member_by_name_word ON cadre.member USING gin (string_to_array(name_key, ' '::text))
  CREATE INDEX member_by_old_party_card ON cadre.member USING btree (old_party_card) WHERE (old_party_card IS NOT NULL)
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
  CREATE TRIGGER unit_placement_no_truncate BEFORE TRUNCATE ON cadre.unit_placement FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change() (always)
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
  GRANT INSERT, SELECT TO cadre_app
