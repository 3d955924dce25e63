-- True after 0010: decisions are withdrawn and not edited; raters do not answer appeals.
DO $$
BEGIN
  IF pg_catalog.has_column_privilege('cadre_app', 'cadre.board_decision', 'grade', 'UPDATE')
  THEN RAISE EXCEPTION 'cadre_app may edit the decisions of a board'; END IF;
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_trigger
    WHERE tgrelid = 'cadre.appeal'::regclass AND tgname = 'appeal_answered_by_rater'
      AND tgenabled = 'A')
  THEN RAISE EXCEPTION 'whoever rated may answer an appeal'; END IF;
END
$$;
