-- E2
-- vi: Kỳ đã đóng thì các bảng của kỳ từ chối ghi; không ai ký phiếu của chính mình.
-- en: The tables of a closed period refuse writes; nobody has signed a sheet of their own.
SELECT format('%s_%s takes writes though the period is %s', part, period.id, period.state)
  FROM period
 CROSS JOIN unnest(ARRAY['sheet', 'sheet_entry', 'sheet_step']) AS part
 WHERE (state IN ('closed', 'published') OR revision > 1)
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger
     WHERE tgrelid = pg_catalog.to_regclass('cadre.' || part || '_' || period.id)
       AND tgname = 'period_closed' AND tgenabled = 'A')
UNION ALL
SELECT format('%s has signed their own sheet in %s', step.account, step.period_id)
  FROM sheet_step AS step JOIN account ON account.name = step.account
 WHERE account.member_id = step.subject_id AND step.step IN ('review', 'decide', 'return')
UNION ALL
SELECT format('%s took an objective cause for themselves in %s', excuse.confirmed_by, period_id)
  FROM excuse JOIN account ON account.name = excuse.confirmed_by
 WHERE account.member_id = excuse.member_id
 LIMIT 1000
