-- Why: whoever acts is a named account with dated roles over a part of a tree.
-- Risk: none; new tables.
-- Way back: drop the two tables.

CREATE TABLE account (
  id bigint GENERATED ALWAYS AS IDENTITY,
  name business_code NOT NULL,
  full_name clean_text NOT NULL,
  system_user_name text COLLATE "C",
  disabled_at timestamptz,
  event_id bigint NOT NULL,
  CONSTRAINT account_pkey PRIMARY KEY (id),
  CONSTRAINT account_name_once UNIQUE (name),
  CONSTRAINT account_full_name_length CHECK (pg_catalog.length(full_name) <= 200),
  CONSTRAINT account_system_user_form CHECK (system_user_name ~ '^[A-Za-z0-9._@$-]{1,64}$'),
  CONSTRAINT account_event_known FOREIGN KEY (event_id) REFERENCES audit_event
);
COMMENT ON TABLE account IS 'internal: who can act in the program';
COMMENT ON COLUMN account.id IS 'internal: number in this database';
COMMENT ON COLUMN account.name IS 'internal: name on the trail';
COMMENT ON COLUMN account.full_name IS 'personal: the person behind it';
COMMENT ON COLUMN account.system_user_name IS 'internal: system user who may act as this account at the console';
COMMENT ON COLUMN account.disabled_at IS 'internal: since when it may do nothing';
COMMENT ON COLUMN account.event_id IS 'internal: the verb that last changed it';

CREATE TABLE account_grant (
  id bigint GENERATED ALWAYS AS IDENTITY,
  account_id bigint NOT NULL,
  role text COLLATE "C" NOT NULL,
  unit_id bigint,
  valid_from date NOT NULL,
  valid_until date,
  revoked_at timestamptz,
  event_id bigint NOT NULL,
  revoke_event_id bigint,
  CONSTRAINT account_grant_pkey PRIMARY KEY (id),
  CONSTRAINT account_grant_account_known FOREIGN KEY (account_id) REFERENCES account,
  CONSTRAINT account_grant_unit_known FOREIGN KEY (unit_id) REFERENCES unit,
  CONSTRAINT account_grant_role_known CHECK (role IN (
    'member', 'cell_secretary', 'organisation_board', 'hr_officer', 'inspector',
    'account_administrator')),
  CONSTRAINT account_grant_some_days CHECK (valid_until > valid_from),
  CONSTRAINT account_grant_revoked_whole CHECK ((revoked_at IS NULL) = (revoke_event_id IS NULL)),
  CONSTRAINT account_grant_event_known FOREIGN KEY (event_id) REFERENCES audit_event,
  CONSTRAINT account_grant_revoke_event_known FOREIGN KEY (revoke_event_id) REFERENCES audit_event
);
CREATE UNIQUE INDEX account_grant_once ON account_grant
  (account_id, role, (coalesce(unit_id, 0)), valid_from) WHERE revoked_at IS NULL;
CREATE INDEX account_grant_by_unit ON account_grant (unit_id);
COMMENT ON TABLE account_grant IS 'internal: a role over a unit and everything below it, from a day to a day';
COMMENT ON COLUMN account_grant.id IS 'internal: number in this database';
COMMENT ON COLUMN account_grant.account_id IS 'internal: who holds the role';
COMMENT ON COLUMN account_grant.role IS 'internal: the role';
COMMENT ON COLUMN account_grant.unit_id IS 'internal: top of the part of the tree; none: everything';
COMMENT ON COLUMN account_grant.valid_from IS 'internal: first day';
COMMENT ON COLUMN account_grant.valid_until IS 'internal: first day on which it no longer holds';
COMMENT ON COLUMN account_grant.revoked_at IS 'internal: when it was taken back';
COMMENT ON COLUMN account_grant.event_id IS 'internal: the verb that granted it';
COMMENT ON COLUMN account_grant.revoke_event_id IS 'internal: the verb that took it back';

GRANT SELECT, INSERT ON account, account_grant TO cadre_app;
GRANT UPDATE (full_name, system_user_name, disabled_at, event_id) ON account TO cadre_app;
GRANT UPDATE (revoked_at, revoke_event_id) ON account_grant TO cadre_app;
