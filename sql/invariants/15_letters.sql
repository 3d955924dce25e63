-- C11
-- vi: Giấy đã ký có đúng một số, liền mạch trong sổ của đơn vị và năm, và đúng là bản đã soát.
-- en: An issued letter has one number, without gaps in its unit and year, and is what was reviewed.
SELECT format('letter %s is %s after %s steps, its steps say %s after %s', letter.id, letter.state,
              letter.steps, last.to_state, coalesce(last.number, 0))
  FROM letter LEFT JOIN (
    SELECT DISTINCT ON (letter_id) letter_id, number, to_state FROM letter_step
     ORDER BY letter_id, number DESC) AS last ON last.letter_id = letter.id
 WHERE (letter.state, letter.steps) IS DISTINCT FROM (last.to_state, last.number)
UNION ALL
SELECT format('step %s of letter %s does not follow', number, letter_id)
  FROM (SELECT step.*, letter.of_transfer,
               lag(to_state) OVER (PARTITION BY letter_id ORDER BY number) AS before,
               row_number() OVER (PARTITION BY letter_id ORDER BY number) AS place
          FROM letter_step AS step JOIN letter ON letter.id = letter_id) AS step
 WHERE number <> place OR from_state IS DISTINCT FROM before
    OR NOT EXISTS (SELECT FROM letter_workflow AS known
        WHERE known.of_transfer = step.of_transfer AND known.step = step.step
          AND known.from_state = coalesce(step.from_state, '')
          AND known.to_state = step.to_state)
UNION ALL
SELECT format('letter %s is %s and %s issued', letter.id, letter.state,
              CASE WHEN issue.letter_id IS NULL THEN 'was not' ELSE 'was' END)
  FROM letter LEFT JOIN letter_issue AS issue ON issue.letter_id = letter.id
 WHERE (letter.state IN ('issued', 'revoked')) <> (issue.letter_id IS NOT NULL)
UNION ALL
SELECT format('book %s of %s says %s and has %s letters up to %s', book.unit_id, book.year,
              book.last_number, given.many, given.most)
  FROM letter_book AS book CROSS JOIN LATERAL (
    SELECT count(*) AS many, coalesce(max(number), 0) AS most FROM letter_issue AS issue
     WHERE issue.unit_id = book.unit_id AND issue.year = book.year) AS given
 WHERE (book.last_number, book.last_number) <> (given.many, given.most)
UNION ALL
SELECT format('letter %s was signed over another draft', issue.letter_id)
  FROM letter_issue AS issue JOIN letter ON letter.id = issue.letter_id
  LEFT JOIN letter_step AS draft
    ON draft.letter_id = letter.id AND draft.number = letter.draft_step
 WHERE strpos(issue.seal, E'\ndraft: '
         || encode(sha256(convert_to(draft.content, 'UTF8')), 'hex') || E'\n') > 0 IS NOT TRUE
UNION ALL
SELECT format('letter %s was drafted and issued by %s', letter.id, issue.account)
  FROM letter_issue AS issue JOIN letter ON letter.id = issue.letter_id
 WHERE NOT of_transfer AND issue.account = drafted_by
 LIMIT 1000
