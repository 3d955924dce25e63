-- Why: a month of evaluation: its period, a sheet for everybody expected, the entries on it and every
-- step it took. What grows is partitioned by period, one list key. A sheet belongs to a member or to
-- a unit; subject_id is the member's number, or minus the unit's, so that both live by one rule.
-- A later revision of a month is a new row of the sheet with entries of its own: what an earlier run
-- has read stays as it was. Closing a period lays a trigger over its partitions that refuses every
-- write, whatever the client; it costs nothing while the period is open.
-- Entries carry no foreign key to their sheet, sheets none to their period and framework: five
-- million look-ups a month. A sheet lies in the partition of a period that was made, frameworks are
-- never deleted, and `cadre db check` asks.
-- Risk: none; new tables.
-- Way back: drop the tables and functions.
-- Distribution: sheet, sheet_entry and sheet_step go by subject_id, which is in every key of theirs.

ALTER TABLE account ADD COLUMN member_id bigint;
ALTER TABLE account ADD CONSTRAINT account_member_known FOREIGN KEY (member_id) REFERENCES member;
COMMENT ON COLUMN account.member_id IS 'personal: the member that this person is, where they are one';
CREATE INDEX account_by_member ON account (member_id) WHERE member_id IS NOT NULL;
GRANT UPDATE (member_id) ON account TO cadre_app;

CREATE TABLE period (
  id int NOT NULL,
  state text COLLATE "C" NOT NULL,
  revision smallint NOT NULL DEFAULT 1,
  frozen_at timestamptz,
  staff_framework_id int,
  leader_framework_id int,
  version int NOT NULL DEFAULT 1,
  event_id bigint NOT NULL,
  CONSTRAINT period_pkey PRIMARY KEY (id),
  CONSTRAINT period_id_form CHECK (
    id >= 190001 AND id <= 999912 AND id % 100 >= 1 AND id % 100 <= 12),
  CONSTRAINT period_state_known CHECK (state IN ('open', 'closing', 'closed', 'published')),
  CONSTRAINT period_revision_positive CHECK (revision > 0),
  CONSTRAINT period_version_positive CHECK (version > 0),
  CONSTRAINT period_frozen_when_closed CHECK (
    (frozen_at IS NOT NULL) = (state IN ('closed', 'published'))),
  CONSTRAINT period_staff_framework_known
    FOREIGN KEY (staff_framework_id) REFERENCES framework,
  CONSTRAINT period_leader_framework_known
    FOREIGN KEY (leader_framework_id) REFERENCES framework,
  CONSTRAINT period_event_known FOREIGN KEY (event_id) REFERENCES audit_event
);
COMMENT ON TABLE period IS 'public: a month of evaluation';
COMMENT ON COLUMN period.id IS 'public: year times 100 plus month: 202610 is October 2026';
COMMENT ON COLUMN period.state IS 'public: open, closing, closed or published';
COMMENT ON COLUMN period.revision IS 'public: rises each time the month is reopened';
COMMENT ON COLUMN period.frozen_at IS 'internal: since when nothing of this revision changes; the record of people is read as known then';
COMMENT ON COLUMN period.staff_framework_id IS 'public: the framework of staff whose sheet names no other; none: nobody of staff was expected yet';
COMMENT ON COLUMN period.leader_framework_id IS 'public: the same for leaders';
COMMENT ON COLUMN period.version IS 'internal: rises with every step';
COMMENT ON COLUMN period.event_id IS 'internal: the verb that last changed it';

CREATE TABLE period_step (
  period_id int NOT NULL,
  number int NOT NULL,
  step text COLLATE "C" NOT NULL,
  from_state text COLLATE "C" NOT NULL,
  to_state text COLLATE "C" NOT NULL,
  revision smallint NOT NULL,
  account business_code NOT NULL,
  at timestamptz NOT NULL,
  reason clean_text NOT NULL,
  document clean_text NOT NULL,
  event_id bigint NOT NULL,
  CONSTRAINT period_step_pkey PRIMARY KEY (period_id, number),
  CONSTRAINT period_step_period_known FOREIGN KEY (period_id) REFERENCES period,
  CONSTRAINT period_step_event_known FOREIGN KEY (event_id) REFERENCES audit_event
);
COMMENT ON TABLE period_step IS 'public: every step of a period, who, when and why; append-only';
COMMENT ON COLUMN period_step.period_id IS 'public: the period';
COMMENT ON COLUMN period_step.number IS 'internal: place in the order, from 1';
COMMENT ON COLUMN period_step.step IS 'public: the step';
COMMENT ON COLUMN period_step.from_state IS 'public: state before; empty before the first';
COMMENT ON COLUMN period_step.to_state IS 'public: state after';
COMMENT ON COLUMN period_step.revision IS 'public: revision after the step';
COMMENT ON COLUMN period_step.account IS 'internal: who';
COMMENT ON COLUMN period_step.at IS 'public: when';
COMMENT ON COLUMN period_step.reason IS 'internal: why';
COMMENT ON COLUMN period_step.document IS 'internal: the basis document';
COMMENT ON COLUMN period_step.event_id IS 'internal: the event on the trail';

CREATE TABLE period_reopening (
  period_id int NOT NULL,
  revision smallint NOT NULL,
  requested_by business_code NOT NULL,
  requested_at timestamptz NOT NULL,
  reason clean_text NOT NULL,
  document clean_text NOT NULL,
  confirmed_by business_code,
  confirmed_at timestamptz,
  event_id bigint NOT NULL,
  CONSTRAINT period_reopening_pkey PRIMARY KEY (period_id, revision),
  CONSTRAINT period_reopening_period_known FOREIGN KEY (period_id) REFERENCES period,
  CONSTRAINT period_reopening_revision_range CHECK (revision > 1),
  CONSTRAINT period_reopening_reason_given CHECK (pg_catalog.length(reason) BETWEEN 1 AND 1000),
  CONSTRAINT period_reopening_two_people CHECK (confirmed_by <> requested_by),
  CONSTRAINT period_reopening_confirmed_whole CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL)),
  CONSTRAINT period_reopening_event_known FOREIGN KEY (event_id) REFERENCES audit_event
);
COMMENT ON TABLE period_reopening IS 'internal: requests to reopen a month, which a second person confirms';
COMMENT ON COLUMN period_reopening.period_id IS 'public: the period';
COMMENT ON COLUMN period_reopening.revision IS 'public: the revision that it opens';
COMMENT ON COLUMN period_reopening.requested_by IS 'internal: the first person';
COMMENT ON COLUMN period_reopening.requested_at IS 'internal: when it was asked for';
COMMENT ON COLUMN period_reopening.reason IS 'internal: why';
COMMENT ON COLUMN period_reopening.document IS 'internal: the basis document';
COMMENT ON COLUMN period_reopening.confirmed_by IS 'internal: the second person';
COMMENT ON COLUMN period_reopening.confirmed_at IS 'internal: when it was confirmed';
COMMENT ON COLUMN period_reopening.event_id IS 'internal: the event on the trail';

-- The workflow of a period, kept by the database as well: reopening takes two people.
CREATE FUNCTION refuse_wrong_period_step() RETURNS trigger
  LANGUAGE plpgsql SET search_path = cadre, pg_catalog, pg_temp
AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state = 'open' AND NEW.revision = 1 THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'period % cannot begin as %', NEW.id, NEW.state
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'period_step_allowed';
  END IF;
  IF NEW.revision = OLD.revision AND (OLD.state, NEW.state) IN (
    ('open', 'open'), ('closing', 'closing'), ('open', 'closing'), ('closing', 'open'),
    ('open', 'closed'), ('closing', 'closed'),
    ('closed', 'published'), ('published', 'published'))
  THEN RETURN NEW; END IF;
  IF NEW.revision = OLD.revision + 1 AND OLD.state IN ('closed', 'published') AND NEW.state = 'open'
    AND EXISTS (SELECT FROM cadre.period_reopening
                 WHERE period_id = NEW.id AND revision = NEW.revision AND confirmed_by IS NOT NULL)
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'period % cannot go from % to %', OLD.id, OLD.state, NEW.state
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'period_step_allowed';
END
$$;
COMMENT ON FUNCTION refuse_wrong_period_step() IS 'trigger: steps of a period outside its workflow are refused';
CREATE TRIGGER period_step_allowed BEFORE INSERT OR UPDATE ON period
  FOR EACH ROW EXECUTE FUNCTION refuse_wrong_period_step();
ALTER TABLE period ENABLE ALWAYS TRIGGER period_step_allowed;
CREATE TRIGGER period_step_append_only BEFORE UPDATE OR DELETE ON period_step
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER period_step_no_truncate BEFORE TRUNCATE ON period_step
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE period_step ENABLE ALWAYS TRIGGER period_step_append_only;
ALTER TABLE period_step ENABLE ALWAYS TRIGGER period_step_no_truncate;

CREATE TABLE sheet (
  period_id int NOT NULL,
  subject_id bigint NOT NULL,
  revision smallint NOT NULL,
  member_id bigint,
  unit_id bigint,
  framework_id int NOT NULL,
  state text COLLATE "C" NOT NULL,
  touched boolean NOT NULL,
  shape_period_id int,
  version int NOT NULL DEFAULT 1,
  event_id bigint NOT NULL,
  CONSTRAINT sheet_pkey PRIMARY KEY (period_id, subject_id, revision),
  CONSTRAINT sheet_member_known FOREIGN KEY (member_id) REFERENCES member,
  CONSTRAINT sheet_unit_known FOREIGN KEY (unit_id) REFERENCES unit,
  CONSTRAINT sheet_subject_whole CHECK (
    subject_id = coalesce(member_id, -unit_id) AND (member_id IS NULL) <> (unit_id IS NULL)),
  CONSTRAINT sheet_state_known CHECK (state IN ('draft', 'self_scored', 'reviewed', 'decided')),
  CONSTRAINT sheet_touched_before_signed CHECK (touched OR state = 'draft'),
  CONSTRAINT sheet_revision_positive CHECK (revision > 0),
  CONSTRAINT sheet_version_positive CHECK (version > 0)
) PARTITION BY LIST (period_id);
COMMENT ON TABLE sheet IS 'personal: the evaluation sheet of a member or a unit in one month, one row a revision';
COMMENT ON COLUMN sheet.period_id IS 'internal: the month';
COMMENT ON COLUMN sheet.subject_id IS 'internal: the member, or minus the unit';
COMMENT ON COLUMN sheet.revision IS 'internal: the revision of the month in which it was last written';
COMMENT ON COLUMN sheet.member_id IS 'internal: the member, unless it is a collective''s';
COMMENT ON COLUMN sheet.unit_id IS 'internal: the unit of a collective''s sheet';
COMMENT ON COLUMN sheet.framework_id IS 'internal: the one framework by which it is scored';
COMMENT ON COLUMN sheet.state IS 'personal: draft, self_scored, reviewed or decided';
COMMENT ON COLUMN sheet.touched IS 'internal: somebody has written on it; until then it is a proposal and no sheet';
COMMENT ON COLUMN sheet.shape_period_id IS 'internal: the month whose sheet proposes the entries of an untouched one';
COMMENT ON COLUMN sheet.version IS 'internal: rises with every change; a change made on an older one is a conflict';
COMMENT ON COLUMN sheet.event_id IS 'internal: the verb that last changed it';

CREATE TABLE sheet_entry (
  period_id int NOT NULL,
  subject_id bigint NOT NULL,
  revision smallint NOT NULL,
  kind text COLLATE "C" NOT NULL,
  code business_code NOT NULL,
  title clean_text,
  group_code business_code,
  weight bigint,
  target bigint,
  actual bigint,
  direction text COLLATE "C",
  baseline bigint,
  quality_failures bigint,
  delays bigint,
  points bigint,
  self_points bigint,
  CONSTRAINT sheet_entry_pkey PRIMARY KEY (period_id, subject_id, revision, kind, code),
  CONSTRAINT sheet_entry_form CHECK (
    CASE kind
      WHEN 'criterion' THEN weight IS NULL AND target IS NULL AND actual IS NULL
      WHEN 'work' THEN weight > 0 AND target > 0
        AND weight IS NOT NULL AND target IS NOT NULL AND points IS NULL
      WHEN 'kpi' THEN weight > 0 AND target > 0
        AND weight IS NOT NULL AND target IS NOT NULL AND direction IN ('up', 'down')
        AND direction IS NOT NULL AND points IS NULL
      WHEN 'key_result' THEN weight > 0 AND target <> baseline
        AND weight IS NOT NULL AND target IS NOT NULL AND baseline IS NOT NULL
        AND group_code IS NOT NULL AND points IS NULL
      WHEN 'factor' THEN code IN ('unit_results', 'organising', 'cohesion')
        AND (points IS NULL OR points IN (5000, 10000))
      WHEN 'event' THEN weight IS NULL AND points IS NULL
      ELSE false
    END),
  CONSTRAINT sheet_entry_range CHECK (
    greatest(weight, target, actual, baseline, quality_failures, delays, points, self_points)
      <= 10000000000000
    AND least(weight, target, actual, baseline, quality_failures, delays, points, self_points) >= 0),
  CONSTRAINT sheet_entry_points_scale CHECK (points % 100 = 0 AND self_points % 100 = 0),
  CONSTRAINT sheet_entry_title_length CHECK (pg_catalog.length(title) <= 300)
) PARTITION BY LIST (period_id);
COMMENT ON TABLE sheet_entry IS 'personal: the lines of the sheets; amounts are counted in ten-thousandths: 10000 is 1';
COMMENT ON COLUMN sheet_entry.period_id IS 'internal: the month';
COMMENT ON COLUMN sheet_entry.subject_id IS 'internal: the member, or minus the unit';
COMMENT ON COLUMN sheet_entry.revision IS 'internal: the revision of the sheet that it stands on';
COMMENT ON COLUMN sheet_entry.kind IS 'personal: criterion, work, kpi, key_result, factor or event';
COMMENT ON COLUMN sheet_entry.code IS 'personal: criterion, product, indicator, key result, factor or event';
COMMENT ON COLUMN sheet_entry.title IS 'personal: what it is, in words';
COMMENT ON COLUMN sheet_entry.group_code IS 'personal: objective of a key result';
COMMENT ON COLUMN sheet_entry.weight IS 'personal: weight or coefficient';
COMMENT ON COLUMN sheet_entry.target IS 'personal: assigned or aimed at';
COMMENT ON COLUMN sheet_entry.actual IS 'personal: completed or measured; none: not reported yet';
COMMENT ON COLUMN sheet_entry.direction IS 'personal: up or down, of an indicator';
COMMENT ON COLUMN sheet_entry.baseline IS 'personal: where a key result started';
COMMENT ON COLUMN sheet_entry.quality_failures IS 'personal: assessments failed for content, without the excused; none is 0';
COMMENT ON COLUMN sheet_entry.delays IS 'personal: delays, without the excused; none is 0';
COMMENT ON COLUMN sheet_entry.points IS 'personal: points of the approver, or the value of a factor';
COMMENT ON COLUMN sheet_entry.self_points IS 'personal: points that the person gave';

CREATE TABLE sheet_step (
  period_id int NOT NULL,
  subject_id bigint NOT NULL,
  number int NOT NULL,
  revision smallint NOT NULL,
  step text COLLATE "C" NOT NULL,
  from_state text COLLATE "C" NOT NULL,
  to_state text COLLATE "C" NOT NULL,
  account business_code NOT NULL,
  at timestamptz NOT NULL,
  reason clean_text NOT NULL,
  event_id bigint NOT NULL,
  CONSTRAINT sheet_step_pkey PRIMARY KEY (period_id, subject_id, number),
  CONSTRAINT sheet_step_step_known CHECK (
    step IN ('edit', 'import', 'self', 'review', 'decide', 'return')),
  CONSTRAINT sheet_step_reason_length CHECK (pg_catalog.length(reason) <= 1200)
) PARTITION BY LIST (period_id);
COMMENT ON TABLE sheet_step IS 'personal: every step of a sheet, who, when and why; append-only';
COMMENT ON COLUMN sheet_step.period_id IS 'internal: the month';
COMMENT ON COLUMN sheet_step.subject_id IS 'internal: the member, or minus the unit';
COMMENT ON COLUMN sheet_step.number IS 'internal: place in the order, from 1';
COMMENT ON COLUMN sheet_step.revision IS 'internal: the revision of the month';
COMMENT ON COLUMN sheet_step.step IS 'personal: edit, import, self, review, decide or return';
COMMENT ON COLUMN sheet_step.from_state IS 'personal: state before; empty where the step made the sheet';
COMMENT ON COLUMN sheet_step.to_state IS 'personal: state after';
COMMENT ON COLUMN sheet_step.account IS 'internal: who';
COMMENT ON COLUMN sheet_step.at IS 'personal: when';
COMMENT ON COLUMN sheet_step.reason IS 'personal: why, where a reason was given';
COMMENT ON COLUMN sheet_step.event_id IS 'internal: the event on the trail';

CREATE TRIGGER sheet_step_append_only BEFORE UPDATE OR DELETE ON sheet_step
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
ALTER TABLE sheet_step ENABLE ALWAYS TRIGGER sheet_step_append_only;

-- Nobody signs their own sheet, whatever the client.
CREATE FUNCTION refuse_own_signature() RETURNS trigger
  LANGUAGE plpgsql SET search_path = cadre, pg_catalog, pg_temp
AS $$
BEGIN
  IF NEW.subject_id > 0 AND EXISTS (
    SELECT FROM cadre.account WHERE name = NEW.account AND member_id = NEW.subject_id)
  THEN
    RAISE EXCEPTION 'account % may not sign the sheet of its own member', NEW.account
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'sheet_step_not_own';
  END IF;
  RETURN NEW;
END
$$;
COMMENT ON FUNCTION refuse_own_signature() IS 'trigger: nobody reviews, decides or returns their own sheet';
CREATE TRIGGER sheet_step_not_own BEFORE INSERT ON sheet_step
  FOR EACH ROW WHEN (NEW.step IN ('review', 'decide', 'return'))
  EXECUTE FUNCTION refuse_own_signature();
ALTER TABLE sheet_step ENABLE ALWAYS TRIGGER sheet_step_not_own;

CREATE FUNCTION refuse_closed_period() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  -- TG_ARGV[0]: the first revision that may still be written.
  IF (TG_OP <> 'INSERT' AND OLD.revision < TG_ARGV[0]::int)
    OR (TG_OP <> 'DELETE' AND NEW.revision < TG_ARGV[0]::int)
  THEN
    RAISE EXCEPTION 'the period of % is closed', TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'sheet_period_closed';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END
$$;
COMMENT ON FUNCTION refuse_closed_period() IS 'trigger on the partitions of a closed period: refuses rows of closed revisions';

-- The partitions of a period. Attached, not created in place: that locks out nobody.
CREATE FUNCTION make_period_tables(number int) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = cadre, pg_catalog, pg_temp
AS $$
DECLARE
  parent text;
  part text;
BEGIN
  PERFORM FROM cadre.period AS known WHERE known.id = number;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such period'; END IF;
  FOR parent IN
    SELECT relname FROM pg_catalog.pg_class
     WHERE relnamespace = 'cadre'::regnamespace AND relkind = 'p' ORDER BY relname COLLATE "C"
  LOOP
    part := parent || '_' || number;
    CONTINUE WHEN pg_catalog.to_regclass('cadre.' || part) IS NOT NULL;
    EXECUTE format('CREATE TABLE cadre.%I (LIKE cadre.%I INCLUDING ALL)', part, parent);
    EXECUTE format('COMMENT ON TABLE cadre.%I IS %L', part,
      pg_catalog.obj_description(('cadre.' || parent)::regclass, 'pg_class'));
    EXECUTE format('ALTER TABLE cadre.%I ATTACH PARTITION cadre.%I FOR VALUES IN (%s)',
      parent, part, number);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON cadre.%I
      FOR EACH STATEMENT EXECUTE FUNCTION cadre.refuse_change()', part || '_no_truncate', part);
    EXECUTE format('ALTER TABLE cadre.%I ENABLE ALWAYS TRIGGER %I', part, part || '_no_truncate');
  END LOOP;
END
$$;
COMMENT ON FUNCTION make_period_tables(int) IS 'makes the partitions of a period that are missing';

-- Brings the guard of a period's partitions in line with its state. It can only be made to say what
-- the period's own row says, so whoever may call it gains nothing by it.
CREATE FUNCTION guard_period_tables(number int) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = cadre, pg_catalog, pg_temp
AS $$
DECLARE
  known record;
  first_open int;
  parent text;
BEGIN
  SELECT state, revision INTO STRICT known FROM cadre.period WHERE id = number;
  first_open := CASE
    WHEN known.state IN ('closed', 'published') THEN 32767
    WHEN known.revision > 1 THEN known.revision END;
  FOREACH parent IN ARRAY ARRAY['sheet', 'sheet_entry', 'sheet_step'] LOOP
    EXECUTE format('DROP TRIGGER IF EXISTS period_closed ON cadre.%I', parent || '_' || number);
    CONTINUE WHEN first_open IS NULL;
    EXECUTE format('CREATE TRIGGER period_closed BEFORE INSERT OR UPDATE OR DELETE ON cadre.%I
      FOR EACH ROW EXECUTE FUNCTION cadre.refuse_closed_period(%s)',
      parent || '_' || number, first_open);
    EXECUTE format('ALTER TABLE cadre.%I ENABLE ALWAYS TRIGGER period_closed',
      parent || '_' || number);
  END LOOP;
END
$$;
COMMENT ON FUNCTION guard_period_tables(int) IS 'lays or lifts the refusal of writes over the partitions of a period, as its state says';

-- A month that closes is read for ever as the record was known at its moment. Whoever is writing
-- facts of people or units just now is waited for, so that nothing from before that moment comes later.
CREATE FUNCTION settle_records() RETURNS timestamptz
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = cadre, pg_catalog, pg_temp
AS $$
BEGIN
  LOCK TABLE cadre.unit_placement, cadre.cell_membership, cadre.post_holding, cadre.party_standing,
    cadre.member_merge IN SHARE MODE;
  RETURN pg_catalog.clock_timestamp();
END
$$;
COMMENT ON FUNCTION settle_records() IS 'waits for the facts being written and gives a moment after all of them';

CREATE FUNCTION refresh_period_statistics(number int) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = cadre, pg_catalog, pg_temp
AS $$
BEGIN
  EXECUTE format('ANALYZE cadre.%I, cadre.%I',
    'sheet_' || number, 'sheet_entry_' || number);
END
$$;
COMMENT ON FUNCTION refresh_period_statistics(int) IS 'brings the planner up to date after a large import of sheets';

GRANT EXECUTE ON FUNCTION make_period_tables(int), guard_period_tables(int),
  refresh_period_statistics(int), settle_records() TO cadre_app;
GRANT SELECT, INSERT ON period, period_step, period_reopening, sheet, sheet_entry, sheet_step
  TO cadre_app;
GRANT UPDATE (state, revision, frozen_at, staff_framework_id, leader_framework_id, version, event_id)
  ON period TO cadre_app;
GRANT UPDATE (confirmed_by, confirmed_at) ON period_reopening TO cadre_app;
GRANT UPDATE (framework_id, state, touched, version, event_id) ON sheet TO cadre_app;
GRANT UPDATE (title, group_code, weight, target, actual, direction, baseline, quality_failures,
  delays, points, self_points), DELETE ON sheet_entry TO cadre_app;
