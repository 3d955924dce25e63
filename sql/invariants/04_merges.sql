-- C2
-- vi: Hồ sơ trùng trỏ đến hồ sơ giữ lại, không vòng, và lần gộp nào cũng còn ghi.
-- en: A duplicate points to a record that stays, and every merge is on record.
SELECT format('duplicate %s points to %s, which is a duplicate too', member.code, kept.code)
  FROM member JOIN member AS kept ON kept.id = member.merged_into
 WHERE kept.merged_into IS NOT NULL
   AND NOT EXISTS (SELECT FROM member_merge WHERE duplicate_id = member.id AND undone_at IS NULL)
UNION ALL
SELECT format('duplicate %s has no merge on record', member.code)
  FROM member WHERE merged_into IS NOT NULL
   AND NOT EXISTS (SELECT FROM member_merge WHERE duplicate_id = member.id
     AND kept_id = member.merged_into AND undone_at IS NULL)
UNION ALL
SELECT format('merge %s stands, but its duplicate is on its own', member_merge.id)
  FROM member_merge JOIN member ON member.id = duplicate_id
 WHERE undone_at IS NULL AND member.merged_into IS DISTINCT FROM kept_id
 LIMIT 1000
