-- Why: the ranking of a run follows from weights in config/ranking.yaml, which an office may change.
-- A run that did not keep them could not be proved any more after that. So it keeps its own.
-- A run from before this has none and is proved by the weights of the day, as before.
-- Risk: none; a new table.
-- Way back: drop the table.
-- Distribution: by run, one row each.

CREATE TABLE run_weights (
  run_id int NOT NULL,
  period_id int NOT NULL,
  members numeric(14,4) NOT NULL,
  collective numeric(14,4) NOT NULL,
  dues numeric(14,4) NOT NULL,
  minimum_members int NOT NULL,
  CONSTRAINT run_weights_pkey PRIMARY KEY (run_id),
  CONSTRAINT run_weights_run_known FOREIGN KEY (run_id) REFERENCES run,
  CONSTRAINT run_weights_range CHECK (
    members > 0 AND collective > 0 AND dues >= 0 AND minimum_members >= 0)
);
COMMENT ON TABLE run_weights IS 'public: by what weights a run ranks units; append-only';
COMMENT ON COLUMN run_weights.run_id IS 'public: the run';
COMMENT ON COLUMN run_weights.period_id IS 'public: its month';
COMMENT ON COLUMN run_weights.members IS 'public: weight of the mean of the members';
COMMENT ON COLUMN run_weights.collective IS 'public: weight of the unit''s own sheet';
COMMENT ON COLUMN run_weights.dues IS 'public: weight of the dues collected; 0 where they do not count';
COMMENT ON COLUMN run_weights.minimum_members IS 'public: a unit with fewer rated members has no rank';

CREATE TRIGGER run_weights_kept BEFORE UPDATE OR DELETE ON run_weights
  FOR EACH ROW EXECUTE FUNCTION refuse_result_change();
ALTER TABLE run_weights ENABLE ALWAYS TRIGGER run_weights_kept;
CREATE TRIGGER run_weights_no_truncate BEFORE TRUNCATE ON run_weights
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE run_weights ENABLE ALWAYS TRIGGER run_weights_no_truncate;
CREATE TRIGGER run_weights_sealed AFTER INSERT ON run_weights REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_sealed_results();
ALTER TABLE run_weights ENABLE ALWAYS TRIGGER run_weights_sealed;

GRANT SELECT, INSERT ON run_weights TO cadre_app;
