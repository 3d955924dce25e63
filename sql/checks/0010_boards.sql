-- True after 0010: decisions are withdrawn and not edited; nobody decides about themselves; raters
-- do not answer appeals; what is settled stays.
DO $$
DECLARE
  guard text;
BEGIN
  IF pg_catalog.has_column_privilege('cadre_app', 'cadre.board_decision', 'grade', 'UPDATE')
  THEN RAISE EXCEPTION 'cadre_app may edit the decisions of a board'; END IF;
  FOREACH guard IN ARRAY ARRAY['board_decision_not_own', 'board_decision_settled',
    'board_exception_settled', 'board_signature_settled', 'appeal_answered_by_rater',
    'appeal_settled']
  LOOP
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgname = guard AND tgenabled = 'A')
    THEN RAISE EXCEPTION 'the trigger % is not always on', guard; END IF;
  END LOOP;
END
$$;
