-- True after 0015: the program changes no key, letter or book, what keeps them is always on, and the
-- workflow ends where it should.
DO $$
DECLARE
  relation text;
  guard text;
BEGIN
  FOREACH relation IN ARRAY ARRAY['signing_key', 'signing_key_retirement', 'residence_tie',
    'letter', 'letter_step', 'letter_book', 'letter_issue', 'letter_workflow']
  LOOP
    IF pg_catalog.has_table_privilege('cadre_app', 'cadre.' || relation, 'UPDATE')
      OR pg_catalog.has_any_column_privilege('cadre_app', 'cadre.' || relation, 'UPDATE')
      OR pg_catalog.has_table_privilege('cadre_app', 'cadre.' || relation, 'DELETE')
    THEN RAISE EXCEPTION 'cadre_app may change %', relation; END IF;
  END LOOP;
  IF pg_catalog.has_table_privilege('cadre_app', 'cadre.letter_book', 'INSERT')
    OR pg_catalog.has_table_privilege('cadre_app', 'cadre.letter_workflow', 'INSERT')
    OR pg_catalog.has_column_privilege('cadre_app', 'cadre.letter', 'state', 'INSERT')
    OR pg_catalog.has_column_privilege('cadre_app', 'cadre.letter', 'drafted_by', 'INSERT')
  THEN RAISE EXCEPTION 'cadre_app may write what only steps write'; END IF;
  FOREACH guard IN ARRAY ARRAY['signing_key_append_only', 'signing_key_retirement_append_only',
    'residence_tie_append_only', 'letter_step_append_only', 'letter_issue_append_only',
    'letter_step_taken', 'letter_issue_taken']
  LOOP
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgname = guard AND tgenabled = 'A')
    THEN RAISE EXCEPTION 'the trigger % is not always on', guard; END IF;
  END LOOP;
  IF EXISTS (
    SELECT FROM cadre.letter_workflow WHERE from_state IN ('refused', 'cancelled', 'revoked'))
  THEN RAISE EXCEPTION 'a letter goes on after its end'; END IF;
END
$$;
