-- E1
-- vi: Phiếu nào cũng có kỳ, bộ tiêu chí; dòng nào cũng có phiếu; bước cuối đúng với trạng thái.
-- en: Every sheet has its period and framework, every entry its sheet; the last step is the state.
SELECT format('the sheet of %s in %s has no period', subject_id, period_id)
  FROM sheet WHERE NOT EXISTS (SELECT FROM period WHERE id = period_id)
UNION ALL
SELECT format('the sheet of %s in %s has an unknown framework', subject_id, period_id)
  FROM sheet WHERE NOT EXISTS (SELECT FROM framework WHERE id = framework_id)
UNION ALL
SELECT format('the framework %s is in use and not frozen', framework_id)
  FROM (SELECT DISTINCT framework_id FROM sheet) AS used
 WHERE framework_id NOT IN (SELECT framework_id FROM framework_freeze)
UNION ALL
SELECT format('the sheet of %s in %s is of revision %s, which was never opened', subject_id,
    period_id, sheet.revision)
  FROM sheet JOIN period ON period.id = period_id WHERE sheet.revision > period.revision
UNION ALL
SELECT format('the entry %s %s of %s in %s is on no written sheet', kind, code, subject_id, period_id)
  FROM sheet_entry AS entry
 WHERE NOT EXISTS (SELECT FROM sheet
    WHERE sheet.period_id = entry.period_id AND sheet.subject_id = entry.subject_id
      AND sheet.revision = entry.revision AND touched)
UNION ALL
SELECT format('the sheet of %s in %s is %s and its last step led to %s', subject_id, period_id,
    sheet.state, coalesce(last.to_state, 'nowhere'))
  FROM (SELECT DISTINCT ON (period_id, subject_id) period_id, subject_id, state, touched
          FROM sheet ORDER BY period_id, subject_id, revision DESC) AS sheet
  LEFT JOIN (SELECT DISTINCT ON (period_id, subject_id) period_id, subject_id, to_state
          FROM sheet_step ORDER BY period_id, subject_id, number DESC) AS last
    USING (period_id, subject_id)
 WHERE touched AND sheet.state <> coalesce(last.to_state, '')
 LIMIT 1000
