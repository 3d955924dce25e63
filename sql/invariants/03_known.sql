-- C5
-- vi: Mỗi điều trong quá trình có dòng nhật ký của nó và không được biết trước lúc ghi.
-- en: Every fact has its event on the trail, and none is known before it was written.
WITH fact AS (
  SELECT DISTINCT 'cell_membership' AS chain, event_id FROM cell_membership
  UNION ALL SELECT DISTINCT 'post_holding', event_id FROM post_holding
  UNION ALL SELECT DISTINCT 'party_standing', event_id FROM party_standing
  UNION ALL SELECT DISTINCT 'dues_basis', event_id FROM dues_basis
  UNION ALL SELECT DISTINCT 'member', event_id FROM member)
SELECT format('%s names the event %s, which is not on the trail', chain, event_id)
  FROM fact WHERE NOT EXISTS (SELECT FROM audit_event WHERE id = event_id)
UNION ALL
SELECT format('member %s changed at %s, after now', code, changed_at)
  FROM member WHERE changed_at > clock_timestamp() + interval '5 minutes'
 LIMIT 1000
