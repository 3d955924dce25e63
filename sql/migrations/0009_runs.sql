-- Why: a run turns the frozen inputs of a month into scores, a ranking and digests. It works in
-- chunks: each is claimed, scored and stored in one transaction, so a run can be killed, resumed and
-- shared by several processes, and the result is the same bytes.
-- Rows of results are only ever added, and only while their run is being built.
-- Risk: none; new tables.
-- Way back: drop the tables and functions.
-- Distribution: run_member, score, quota_loss go by member_id, which is in every key of theirs;
-- unit_result and unit_score go by unit and are small.

-- Numbered without gaps by the program, under a lock: people quote the number of a run.
CREATE TABLE run (
  id int NOT NULL,
  period_id int NOT NULL,
  revision smallint NOT NULL,
  kind text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL,
  known_at timestamptz NOT NULL,
  inputs_event_id bigint NOT NULL,
  previous_run_id int,
  program_version text COLLATE "C" NOT NULL,
  started_by business_code NOT NULL,
  started_at timestamptz NOT NULL,
  finished_at timestamptz,
  expected int NOT NULL,
  skipped int NOT NULL,
  rated int,
  not_rated int,
  incomplete int,
  unchanged int,
  groups_over int,
  ties_waiting int,
  places_open int,
  input_digest text COLLATE "C",
  run_digest text COLLATE "C",
  ranking_digest text COLLATE "C",
  framework_digests text COLLATE "C",
  event_id bigint NOT NULL,
  CONSTRAINT run_pkey PRIMARY KEY (id),
  CONSTRAINT run_period_known FOREIGN KEY (period_id) REFERENCES period,
  CONSTRAINT run_previous_known FOREIGN KEY (previous_run_id) REFERENCES run,
  CONSTRAINT run_previous_earlier CHECK (previous_run_id < id),
  CONSTRAINT run_kind_known CHECK (kind IN ('provisional', 'final')),
  CONSTRAINT run_state_known CHECK (
    state IN ('building', 'finished', 'abandoned', 'published', 'superseded')),
  CONSTRAINT run_published_is_final CHECK (
    kind = 'final' OR state IN ('building', 'finished', 'abandoned')),
  CONSTRAINT run_sealed_whole CHECK (
    (state IN ('building', 'abandoned')) = (run_digest IS NULL)
    AND (run_digest IS NULL) = (input_digest IS NULL)
    AND (run_digest IS NULL) = (ranking_digest IS NULL)
    AND (run_digest IS NULL) = (finished_at IS NULL)),
  CONSTRAINT run_digest_form CHECK (
    run_digest ~ '^[0-9a-f]{64}$' AND input_digest ~ '^[0-9a-f]{64}$'
    AND ranking_digest ~ '^[0-9a-f]{64}$'),
  CONSTRAINT run_counts_add_up CHECK (expected = rated + not_rated + incomplete),
  CONSTRAINT run_event_known FOREIGN KEY (event_id) REFERENCES audit_event
);
CREATE UNIQUE INDEX run_one_building ON run (period_id) WHERE state = 'building';
CREATE UNIQUE INDEX run_one_published ON run (period_id) WHERE state = 'published';
CREATE INDEX run_by_period ON run (period_id, id);
COMMENT ON TABLE run IS 'public: one scoring of a month; sealed when it is finished';
COMMENT ON COLUMN run.id IS 'public: number of the run';
COMMENT ON COLUMN run.period_id IS 'public: the month';
COMMENT ON COLUMN run.revision IS 'public: the revision of the month';
COMMENT ON COLUMN run.kind IS 'public: provisional (the month was open) or final';
COMMENT ON COLUMN run.state IS 'public: building, finished, abandoned, published or superseded';
COMMENT ON COLUMN run.known_at IS 'public: people and units are read as known at this moment';
COMMENT ON COLUMN run.inputs_event_id IS 'internal: the last change of a sheet or decision that it reads';
COMMENT ON COLUMN run.previous_run_id IS 'public: the finished run of the month before it: a chain';
COMMENT ON COLUMN run.program_version IS 'public: the version of the program';
COMMENT ON COLUMN run.started_by IS 'internal: who started it';
COMMENT ON COLUMN run.started_at IS 'public: when';
COMMENT ON COLUMN run.finished_at IS 'public: when it was sealed';
COMMENT ON COLUMN run.expected IS 'public: members expected';
COMMENT ON COLUMN run.skipped IS 'public: members that cannot be scored, such as one without a unit';
COMMENT ON COLUMN run.rated IS 'public: members rated';
COMMENT ON COLUMN run.not_rated IS 'public: members not rated, with a reason';
COMMENT ON COLUMN run.incomplete IS 'public: members whose sheet is incomplete';
COMMENT ON COLUMN run.unchanged IS 'public: lines equal to those of the previous run';
COMMENT ON COLUMN run.groups_over IS 'public: groups with more A than their quota';
COMMENT ON COLUMN run.ties_waiting IS 'public: members who tie at the line of their group';
COMMENT ON COLUMN run.places_open IS 'public: places that a board may award among them';
COMMENT ON COLUMN run.input_digest IS 'public: SHA-256 over the entries, by unit';
COMMENT ON COLUMN run.run_digest IS 'public: SHA-256 over the scores, by unit';
COMMENT ON COLUMN run.ranking_digest IS 'public: SHA-256 over the rows of the ranking';
COMMENT ON COLUMN run.framework_digests IS 'public: id@version:SHA-256 of each framework used, joined by ;';
COMMENT ON COLUMN run.event_id IS 'internal: the verb that started it';

CREATE FUNCTION refuse_run_change() RETURNS trigger
  LANGUAGE plpgsql SET search_path = cadre, pg_catalog, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.state = 'building' AND NEW.state IN ('finished', 'abandoned')
  THEN RETURN NEW; END IF;
  IF TG_OP = 'UPDATE' AND (OLD.state, NEW.state) IN (
      ('finished', 'published'), ('published', 'superseded'))
    AND (to_jsonb(OLD) - 'state') = (to_jsonb(NEW) - 'state')
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'run % is sealed', OLD.id
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'run_sealed';
END
$$;
COMMENT ON FUNCTION refuse_run_change() IS 'trigger: a finished run never changes but to be published and superseded';
CREATE TRIGGER run_sealed BEFORE UPDATE OR DELETE ON run
  FOR EACH ROW EXECUTE FUNCTION refuse_run_change();
CREATE TRIGGER run_no_truncate BEFORE TRUNCATE ON run
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE run ENABLE ALWAYS TRIGGER run_sealed;
ALTER TABLE run ENABLE ALWAYS TRIGGER run_no_truncate;

CREATE TABLE run_chunk (
  run_id int NOT NULL,
  number int NOT NULL,
  stage smallint NOT NULL,
  members int NOT NULL,
  first_member_id bigint NOT NULL,
  last_member_id bigint NOT NULL,
  done_at timestamptz,
  rated int,
  not_rated int,
  incomplete int,
  CONSTRAINT run_chunk_pkey PRIMARY KEY (run_id, number),
  CONSTRAINT run_chunk_run_known FOREIGN KEY (run_id) REFERENCES run,
  CONSTRAINT run_chunk_stage_range CHECK (stage >= 0),
  CONSTRAINT run_chunk_done_whole CHECK (
    (done_at IS NULL) = (rated IS NULL) AND (done_at IS NULL) = (not_rated IS NULL)
    AND (done_at IS NULL) = (incomplete IS NULL))
);
COMMENT ON TABLE run_chunk IS 'internal: pieces of a run; each is claimed, scored and stored in one transaction';
COMMENT ON COLUMN run_chunk.run_id IS 'internal: the run';
COMMENT ON COLUMN run_chunk.number IS 'internal: number of the chunk, from 1';
COMMENT ON COLUMN run_chunk.stage IS 'internal: 0: everybody who waits for nobody; n: leaders whose longest chain of subordinates is n';
COMMENT ON COLUMN run_chunk.members IS 'internal: how many members';
COMMENT ON COLUMN run_chunk.first_member_id IS 'internal: least member number in it';
COMMENT ON COLUMN run_chunk.last_member_id IS 'internal: greatest member number in it';
COMMENT ON COLUMN run_chunk.done_at IS 'internal: when it was stored';
COMMENT ON COLUMN run_chunk.rated IS 'internal: members rated';
COMMENT ON COLUMN run_chunk.not_rated IS 'internal: members not rated';
COMMENT ON COLUMN run_chunk.incomplete IS 'internal: members whose sheet is incomplete';

CREATE TABLE run_member (
  period_id int NOT NULL,
  run_id int NOT NULL,
  chunk int NOT NULL,
  member_id bigint NOT NULL,
  member_code text COLLATE "C" NOT NULL,
  unit_id bigint NOT NULL,
  cell_id bigint,
  agency_id bigint,
  form text COLLATE "C" NOT NULL,
  manager_id bigint,
  stage smallint NOT NULL,
  CONSTRAINT run_member_pkey PRIMARY KEY (period_id, run_id, chunk, member_id),
  CONSTRAINT run_member_form_known CHECK (form IN ('staff', 'leader'))
) PARTITION BY LIST (period_id);
CREATE INDEX run_member_by_stage ON run_member (run_id, stage, member_id) WHERE stage > 0;
COMMENT ON TABLE run_member IS 'personal: who was expected, as known when the month was frozen; append-only';
COMMENT ON COLUMN run_member.period_id IS 'internal: the month';
COMMENT ON COLUMN run_member.run_id IS 'internal: the run';
COMMENT ON COLUMN run_member.chunk IS 'internal: the chunk of stage 0 that reads the member''s entries';
COMMENT ON COLUMN run_member.member_id IS 'internal: the member';
COMMENT ON COLUMN run_member.member_code IS 'internal: the member''s code';
COMMENT ON COLUMN run_member.unit_id IS 'personal: the unit that grades: the agency where there is one, else the cell';
COMMENT ON COLUMN run_member.cell_id IS 'personal: the cell';
COMMENT ON COLUMN run_member.agency_id IS 'personal: the agency';
COMMENT ON COLUMN run_member.form IS 'personal: staff or leader';
COMMENT ON COLUMN run_member.manager_id IS 'personal: the manager';
COMMENT ON COLUMN run_member.stage IS 'internal: 0, or the stage in which a leader is scored';

CREATE TABLE score (
  period_id int NOT NULL,
  run_id int NOT NULL,
  member_id bigint NOT NULL,
  member_code text COLLATE "C" NOT NULL,
  unit_id bigint NOT NULL,
  cell_id bigint,
  agency_id bigint,
  form text COLLATE "C" NOT NULL,
  framework_id int,
  status text COLLATE "C" NOT NULL,
  general int,
  results int,
  total int,
  grade text COLLATE "C",
  exceeded int,
  works int,
  first_points text COLLATE "C",
  reasons text COLLATE "C" NOT NULL,
  CONSTRAINT score_pkey PRIMARY KEY (period_id, run_id, member_id),
  CONSTRAINT score_status_known CHECK (status IN ('rated', 'not_rated', 'incomplete')),
  CONSTRAINT score_rated_whole CHECK (
    CASE WHEN status = 'rated'
      THEN framework_id IS NOT NULL AND general IS NOT NULL AND results IS NOT NULL
        AND total BETWEEN 0 AND 10000 AND total IS NOT NULL AND grade IN ('A', 'B', 'C', 'D')
        AND grade IS NOT NULL AND exceeded BETWEEN 0 AND works AND exceeded IS NOT NULL
      ELSE general IS NULL AND results IS NULL AND total IS NULL AND grade IS NULL
        AND exceeded IS NULL AND works IS NULL AND first_points IS NULL AND reasons <> ''
    END)
) PARTITION BY LIST (period_id);
COMMENT ON TABLE score IS 'personal: the score of a member in a run, before quotas; append-only';
COMMENT ON COLUMN score.period_id IS 'internal: the month';
COMMENT ON COLUMN score.run_id IS 'internal: the run';
COMMENT ON COLUMN score.member_id IS 'internal: the member';
COMMENT ON COLUMN score.member_code IS 'internal: the member''s code';
COMMENT ON COLUMN score.unit_id IS 'personal: the unit that grades';
COMMENT ON COLUMN score.cell_id IS 'personal: the cell';
COMMENT ON COLUMN score.agency_id IS 'personal: the agency';
COMMENT ON COLUMN score.form IS 'personal: staff or leader';
COMMENT ON COLUMN score.framework_id IS 'personal: the framework; none without a sheet';
COMMENT ON COLUMN score.status IS 'personal: rated, not_rated or incomplete';
COMMENT ON COLUMN score.general IS 'personal: points of the first section, in hundredths';
COMMENT ON COLUMN score.results IS 'personal: points of the other sections, in hundredths';
COMMENT ON COLUMN score.total IS 'personal: the total, rounded once, in hundredths';
COMMENT ON COLUMN score.grade IS 'personal: grade after the gates, before the quota';
COMMENT ON COLUMN score.exceeded IS 'personal: products completed beyond what was assigned';
COMMENT ON COLUMN score.works IS 'personal: products on the sheet';
COMMENT ON COLUMN score.first_points IS 'personal: exact points of the first section as a fraction, where hundredths do not say them';
COMMENT ON COLUMN score.reasons IS 'personal: reasons of the status or of the grade, joined by ;';

-- Asked once a chunk, not once a row: results are added only while their run is being built.
CREATE FUNCTION refuse_sealed_results() RETURNS trigger
  LANGUAGE plpgsql SET search_path = cadre, pg_catalog, pg_temp
AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT DISTINCT run_id, period_id FROM added) AS added
      LEFT JOIN cadre.run ON run.id = added.run_id AND run.period_id = added.period_id
     WHERE run.state IS DISTINCT FROM 'building')
  THEN
    RAISE EXCEPTION 'the run of % is sealed', TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'run_sealed';
  END IF;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION refuse_sealed_results() IS 'trigger: nothing is added to a run that is finished';
CREATE TRIGGER score_sealed AFTER INSERT ON score REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_sealed_results();
ALTER TABLE score ENABLE ALWAYS TRIGGER score_sealed;

CREATE TABLE failed_subordinate (
  period_id int NOT NULL,
  run_id int NOT NULL,
  manager_id bigint NOT NULL,
  member_id bigint NOT NULL,
  CONSTRAINT failed_subordinate_pkey PRIMARY KEY (period_id, run_id, manager_id, member_id)
) PARTITION BY LIST (period_id);
COMMENT ON TABLE failed_subordinate IS 'personal: members with grade D before the quota, by the manager whose factor d it halves; append-only';
COMMENT ON COLUMN failed_subordinate.period_id IS 'internal: the month';
COMMENT ON COLUMN failed_subordinate.run_id IS 'internal: the run';
COMMENT ON COLUMN failed_subordinate.manager_id IS 'personal: the manager';
COMMENT ON COLUMN failed_subordinate.member_id IS 'personal: the member with grade D';

CREATE TABLE unit_score (
  period_id int NOT NULL,
  run_id int NOT NULL,
  unit_id bigint NOT NULL,
  framework_id int NOT NULL,
  status text COLLATE "C" NOT NULL,
  general int,
  results int,
  total int,
  grade text COLLATE "C",
  reasons text COLLATE "C" NOT NULL,
  CONSTRAINT unit_score_pkey PRIMARY KEY (period_id, run_id, unit_id),
  CONSTRAINT unit_score_status_known CHECK (status IN ('rated', 'not_rated', 'incomplete')),
  CONSTRAINT unit_score_rated_whole CHECK (
    (status = 'rated') = (total IS NOT NULL) AND (status = 'rated') = (grade IS NOT NULL))
) PARTITION BY LIST (period_id);
COMMENT ON TABLE unit_score IS 'internal: the score of a collective''s own sheet in a run; append-only';
COMMENT ON COLUMN unit_score.period_id IS 'internal: the month';
COMMENT ON COLUMN unit_score.run_id IS 'internal: the run';
COMMENT ON COLUMN unit_score.unit_id IS 'internal: the unit';
COMMENT ON COLUMN unit_score.framework_id IS 'internal: the framework';
COMMENT ON COLUMN unit_score.status IS 'internal: rated, not_rated or incomplete';
COMMENT ON COLUMN unit_score.general IS 'internal: points of the first section, in hundredths';
COMMENT ON COLUMN unit_score.results IS 'internal: points of the other sections, in hundredths';
COMMENT ON COLUMN unit_score.total IS 'internal: the total, rounded once, in hundredths';
COMMENT ON COLUMN unit_score.grade IS 'internal: grade after the gates';
COMMENT ON COLUMN unit_score.reasons IS 'internal: reasons, joined by ;';

CREATE TABLE unit_input (
  period_id int NOT NULL,
  run_id int NOT NULL,
  unit_id bigint NOT NULL,
  digest text COLLATE "C" NOT NULL,
  CONSTRAINT unit_input_pkey PRIMARY KEY (period_id, run_id, unit_id),
  CONSTRAINT unit_input_digest_form CHECK (digest ~ '^[0-9a-f]{64}$')
) PARTITION BY LIST (period_id);
COMMENT ON TABLE unit_input IS 'public: digests of the entries that a run has read, by grading unit; append-only';
COMMENT ON COLUMN unit_input.period_id IS 'public: the month';
COMMENT ON COLUMN unit_input.run_id IS 'public: the run';
COMMENT ON COLUMN unit_input.unit_id IS 'public: the unit that grades';
COMMENT ON COLUMN unit_input.digest IS 'public: SHA-256 over the entries of those whom it grades, and its own';

CREATE TABLE quota_group (
  period_id int NOT NULL,
  run_id int NOT NULL,
  number int NOT NULL,
  framework_id int NOT NULL,
  unit_id bigint NOT NULL,
  pooled boolean NOT NULL,
  rated int NOT NULL,
  a int NOT NULL,
  b int NOT NULL,
  share text COLLATE "C" NOT NULL,
  excepted boolean NOT NULL,
  allowed int NOT NULL,
  kept int NOT NULL,
  ties_waiting int NOT NULL,
  places_open int NOT NULL,
  CONSTRAINT quota_group_pkey PRIMARY KEY (period_id, run_id, number),
  CONSTRAINT quota_group_counts CHECK (
    rated >= a + b AND kept BETWEEN 0 AND a AND allowed >= 0 AND ties_waiting >= 0
    AND places_open >= 0)
) PARTITION BY LIST (period_id);
COMMENT ON TABLE quota_group IS 'internal: groups that share a quota, and how it was filled; append-only';
COMMENT ON COLUMN quota_group.period_id IS 'internal: the month';
COMMENT ON COLUMN quota_group.run_id IS 'internal: the run';
COMMENT ON COLUMN quota_group.number IS 'internal: number of the group in the run';
COMMENT ON COLUMN quota_group.framework_id IS 'internal: the framework';
COMMENT ON COLUMN quota_group.unit_id IS 'internal: the unit at which the group stands';
COMMENT ON COLUMN quota_group.pooled IS 'internal: small groups were merged into it';
COMMENT ON COLUMN quota_group.rated IS 'internal: members rated';
COMMENT ON COLUMN quota_group.a IS 'internal: of them with grade A';
COMMENT ON COLUMN quota_group.b IS 'internal: of them with grade B';
COMMENT ON COLUMN quota_group.share IS 'internal: the share that was used, a plain decimal';
COMMENT ON COLUMN quota_group.excepted IS 'internal: the share is a recorded exception';
COMMENT ON COLUMN quota_group.allowed IS 'internal: how many may keep A';
COMMENT ON COLUMN quota_group.kept IS 'internal: how many keep it';
COMMENT ON COLUMN quota_group.ties_waiting IS 'internal: members who tie at the line';
COMMENT ON COLUMN quota_group.places_open IS 'internal: places left among them';

CREATE TABLE quota_unit (
  period_id int NOT NULL,
  run_id int NOT NULL,
  framework_id int NOT NULL,
  unit_id bigint NOT NULL,
  group_number int NOT NULL,
  CONSTRAINT quota_unit_pkey PRIMARY KEY (period_id, run_id, framework_id, unit_id)
) PARTITION BY LIST (period_id);
COMMENT ON TABLE quota_unit IS 'internal: in which quota group the members of a grading unit and framework were; append-only';
COMMENT ON COLUMN quota_unit.period_id IS 'internal: the month';
COMMENT ON COLUMN quota_unit.run_id IS 'internal: the run';
COMMENT ON COLUMN quota_unit.framework_id IS 'internal: the framework';
COMMENT ON COLUMN quota_unit.unit_id IS 'internal: the unit that grades';
COMMENT ON COLUMN quota_unit.group_number IS 'internal: the group';

CREATE TABLE quota_change (
  period_id int NOT NULL,
  run_id int NOT NULL,
  member_id bigint NOT NULL,
  group_number int,
  final_grade text COLLATE "C" NOT NULL,
  reason text COLLATE "C" NOT NULL,
  CONSTRAINT quota_change_pkey PRIMARY KEY (period_id, run_id, member_id),
  CONSTRAINT quota_change_grade_known CHECK (final_grade IN ('A', 'B', 'C', 'D')),
  CONSTRAINT quota_change_reason_known CHECK (
    reason IN ('quota', 'quota_tie', 'board_award', 'board_move'))
) PARTITION BY LIST (period_id);
COMMENT ON TABLE quota_change IS 'personal: members whose final grade a quota or a board settled; everybody else keeps the grade; append-only';
COMMENT ON COLUMN quota_change.period_id IS 'internal: the month';
COMMENT ON COLUMN quota_change.run_id IS 'internal: the run';
COMMENT ON COLUMN quota_change.member_id IS 'personal: the member';
COMMENT ON COLUMN quota_change.group_number IS 'internal: the group, where there is a quota';
COMMENT ON COLUMN quota_change.final_grade IS 'personal: the grade after the quota';
COMMENT ON COLUMN quota_change.reason IS 'personal: quota, quota_tie, board_award or board_move';

CREATE TABLE unit_result (
  period_id int NOT NULL,
  run_id int NOT NULL,
  unit_id bigint NOT NULL,
  tree text COLLATE "C" NOT NULL,
  level smallint NOT NULL,
  members_rated int NOT NULL,
  a int NOT NULL,
  b int NOT NULL,
  c int NOT NULL,
  d int NOT NULL,
  points_sum bigint NOT NULL,
  collective int,
  score int,
  rank int,
  previous_rank int,
  note text COLLATE "C" NOT NULL,
  graded int NOT NULL,
  score_digest text COLLATE "C",
  CONSTRAINT unit_result_pkey PRIMARY KEY (period_id, run_id, unit_id),
  CONSTRAINT unit_result_counts_add_up CHECK (members_rated = a + b + c + d),
  CONSTRAINT unit_result_note_known CHECK (note IN ('', 'too_small', 'none_rated')),
  CONSTRAINT unit_result_ranked_whole CHECK ((rank IS NULL) = (note <> '')),
  CONSTRAINT unit_result_digest_whole CHECK (
    (graded = 0) = (score_digest IS NULL) AND (graded >= 0))
) PARTITION BY LIST (period_id);
COMMENT ON TABLE unit_result IS 'public: the month of a unit in a run: counts, score and rank; append-only';
COMMENT ON COLUMN unit_result.period_id IS 'public: the month';
COMMENT ON COLUMN unit_result.run_id IS 'public: the run';
COMMENT ON COLUMN unit_result.unit_id IS 'public: the unit';
COMMENT ON COLUMN unit_result.tree IS 'public: party or state';
COMMENT ON COLUMN unit_result.level IS 'public: level in its tree; units of one tree and level are peers';
COMMENT ON COLUMN unit_result.members_rated IS 'public: rated members in the unit and below it';
COMMENT ON COLUMN unit_result.a IS 'public: of them with final grade A';
COMMENT ON COLUMN unit_result.b IS 'public: of them with final grade B';
COMMENT ON COLUMN unit_result.c IS 'public: of them with final grade C';
COMMENT ON COLUMN unit_result.d IS 'public: of them with final grade D';
COMMENT ON COLUMN unit_result.points_sum IS 'internal: sum of the rounded totals, in hundredths; the mean is exact';
COMMENT ON COLUMN unit_result.collective IS 'public: total of the unit''s own sheet, in hundredths';
COMMENT ON COLUMN unit_result.score IS 'public: score of the unit, rounded once, in hundredths';
COMMENT ON COLUMN unit_result.rank IS 'public: rank among its peers; none where the note says why';
COMMENT ON COLUMN unit_result.previous_rank IS 'public: rank in the published run of the month before';
COMMENT ON COLUMN unit_result.note IS 'public: too_small or none_rated';
COMMENT ON COLUMN unit_result.graded IS 'internal: members that the unit grades';
COMMENT ON COLUMN unit_result.score_digest IS 'public: SHA-256 over the lines of the members that it grades';

-- Whoever owns the tables may not change a result by plain SQL either. Row by row, so that the
-- refusal is inherited by every partition, also by one that is addressed itself.
CREATE FUNCTION refuse_result_change() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RAISE EXCEPTION 'results of run % are never changed', OLD.run_id
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'run_sealed';
END
$$;
COMMENT ON FUNCTION refuse_result_change() IS 'trigger: a row of a run is never updated or deleted';

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['run_member', 'score', 'failed_subordinate', 'unit_score',
    'unit_input', 'quota_group', 'quota_unit', 'quota_change', 'unit_result']
  LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I
      FOR EACH ROW EXECUTE FUNCTION refuse_result_change()', name || '_kept', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER %I', name, name || '_kept');
    -- The population is laid out in one statement of millions of rows, whose copy would cost more
    -- than it tells: cadre score verify names whoever was added to it.
    CONTINUE WHEN name IN ('run_member', 'score');
    EXECUTE format('CREATE TRIGGER %I AFTER INSERT ON %I REFERENCING NEW TABLE AS added
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_sealed_results()', name || '_sealed', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER %I', name, name || '_sealed');
  END LOOP;
END
$$;

CREATE TABLE publication (
  run_id int NOT NULL,
  period_id int NOT NULL,
  published_by business_code NOT NULL,
  published_at timestamptz NOT NULL,
  appeal_until date NOT NULL,
  ties_left text[] NOT NULL,
  event_id bigint NOT NULL,
  CONSTRAINT publication_pkey PRIMARY KEY (run_id),
  CONSTRAINT publication_run_known FOREIGN KEY (run_id) REFERENCES run,
  CONSTRAINT publication_period_known FOREIGN KEY (period_id) REFERENCES period,
  CONSTRAINT publication_event_known FOREIGN KEY (event_id) REFERENCES audit_event
);
COMMENT ON TABLE publication IS 'public: runs that were published; append-only';
COMMENT ON COLUMN publication.run_id IS 'public: the run';
COMMENT ON COLUMN publication.period_id IS 'public: the month';
COMMENT ON COLUMN publication.published_by IS 'internal: who';
COMMENT ON COLUMN publication.published_at IS 'public: when';
COMMENT ON COLUMN publication.appeal_until IS 'public: last day on which a member may appeal';
COMMENT ON COLUMN publication.ties_left IS 'personal: codes of members whose tie was left undecided, by name';
COMMENT ON COLUMN publication.event_id IS 'internal: the event on the trail';
CREATE TRIGGER publication_append_only BEFORE UPDATE OR DELETE ON publication
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER publication_no_truncate BEFORE TRUNCATE ON publication
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE publication ENABLE ALWAYS TRIGGER publication_append_only;
ALTER TABLE publication ENABLE ALWAYS TRIGGER publication_no_truncate;

GRANT SELECT, INSERT ON run, run_chunk, run_member, score, failed_subordinate, unit_score,
  unit_input, quota_group, quota_unit, quota_change, unit_result, publication TO cadre_app;
GRANT UPDATE (state, finished_at, expected, skipped, rated, not_rated, incomplete, unchanged,
  groups_over, ties_waiting, places_open, input_digest, run_digest, ranking_digest,
  framework_digests) ON run TO cadre_app;
GRANT UPDATE (done_at, rated, not_rated, incomplete) ON run_chunk TO cadre_app;
