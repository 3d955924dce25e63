-- Why: dues may count in the ranking, and go on being paid after a run. So a run keeps what each cell
-- had charged for the month and collected of it when the run was laid out; verifying reads that.
-- Filled only where config/ranking.yaml gives dues a weight; a run without rows is ranked without.
-- Risk: none; a new table. Its partitions for the periods there are come at once.
-- Way back: drop the table.
-- Distribution: by cell, small.

CREATE TABLE run_dues (
  period_id int NOT NULL,
  run_id int NOT NULL,
  cell_id bigint NOT NULL,
  assessed bigint NOT NULL,
  collected bigint NOT NULL,
  CONSTRAINT run_dues_pkey PRIMARY KEY (period_id, run_id, cell_id),
  CONSTRAINT run_dues_collected_range CHECK (collected BETWEEN 0 AND assessed)
) PARTITION BY LIST (period_id);
COMMENT ON TABLE run_dues IS 'internal: dues of the month as a run has read them, by the cell that charged; append-only';
COMMENT ON COLUMN run_dues.period_id IS 'internal: the month';
COMMENT ON COLUMN run_dues.run_id IS 'internal: the run';
COMMENT ON COLUMN run_dues.cell_id IS 'internal: the cell that charged';
COMMENT ON COLUMN run_dues.assessed IS 'internal: in đồng, what it had charged for the month';
COMMENT ON COLUMN run_dues.collected IS 'internal: in đồng, what of it was paid when the run was laid out';

CREATE TRIGGER run_dues_kept BEFORE UPDATE OR DELETE ON run_dues
  FOR EACH ROW EXECUTE FUNCTION refuse_result_change();
ALTER TABLE run_dues ENABLE ALWAYS TRIGGER run_dues_kept;
CREATE TRIGGER run_dues_sealed AFTER INSERT ON run_dues REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_sealed_results();
ALTER TABLE run_dues ENABLE ALWAYS TRIGGER run_dues_sealed;

SELECT make_period_tables(id) FROM period ORDER BY id;

GRANT SELECT, INSERT ON run_dues TO cadre_app;
