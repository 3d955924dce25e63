-- C10
-- vi: Quyết định của hội đồng có trong lần chấm sau đó, không ai quyết định về chính mình.
-- en: A board's decisions stand in the runs after them; nobody decides about themselves.
SELECT format('run %s does not have the decision of %s about %s', run.id, decided_by, member.code)
  FROM board_decision AS decision
  JOIN member ON member.id = decision.member_id
  JOIN run ON run.period_id = decision.period_id AND run.revision >= decision.revision
   AND run.started_at >= decision.decided_at AND run.run_digest IS NOT NULL
   AND (decision.withdrawn_at IS NULL OR decision.withdrawn_at > run.started_at)
  JOIN score ON score.period_id = run.period_id AND score.run_id = run.id
   AND score.member_id = decision.member_id AND score.status = 'rated'
  LEFT JOIN quota_change AS change ON change.period_id = run.period_id
   AND change.run_id = run.id AND change.member_id = decision.member_id
 WHERE (change.reason, change.final_grade)
    IS DISTINCT FROM ('board_' || decision.kind, decision.grade)
UNION ALL
SELECT format('%s decided about their own member %s', decided_by, member.code)
  FROM board_decision AS decision
  JOIN account ON account.name = decision.decided_by AND account.member_id = decision.member_id
  JOIN member ON member.id = decision.member_id
UNION ALL
SELECT format('a decision about %s is of another month than its run', member.code)
  FROM board_decision AS decision
  JOIN run ON run.id = decision.run_id AND run.period_id <> decision.period_id
  JOIN member ON member.id = decision.member_id
UNION ALL
SELECT format('the signature of %s is of another month than its run', unit.code)
  FROM board_signature AS signature
  JOIN run ON run.id = signature.run_id AND run.period_id <> signature.period_id
  JOIN unit ON unit.id = signature.unit_id
UNION ALL
SELECT format('the appeal of %s is of another month than its run', member.code)
  FROM appeal
  JOIN run ON run.id = appeal.run_id AND run.period_id <> appeal.period_id
  JOIN member ON member.id = appeal.member_id
UNION ALL
SELECT format('the appeal of %s was upheld and nobody asked for another revision', member.code)
  FROM appeal
  JOIN run ON run.id = appeal.run_id
  JOIN member ON member.id = appeal.member_id
 WHERE outcome = 'upheld' AND NOT EXISTS (
   SELECT FROM period_reopening
    WHERE period_id = appeal.period_id AND revision > run.revision)
 LIMIT 1000
