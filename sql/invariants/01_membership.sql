-- C2
-- vi: Không ai ở trong chi bộ hay cơ quan đã đóng; mỗi người có đúng một câu trả lời cho mỗi ngày.
-- en: Nobody stands in a closed cell or agency; everybody has one answer for every day.
WITH placement AS (
  SELECT DISTINCT ON (unit_id) unit_id, open FROM unit_placement
   WHERE valid_from <= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
   ORDER BY unit_id, valid_from DESC, known_at DESC),
cell AS (
  SELECT DISTINCT ON (member_id) member_id, cell_id AS unit_id FROM cell_membership
   WHERE valid_from <= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
   ORDER BY member_id, valid_from DESC, known_at DESC),
agency AS (
  SELECT DISTINCT ON (member_id) member_id, agency_id AS unit_id FROM post_holding
   WHERE valid_from <= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
   ORDER BY member_id, valid_from DESC, known_at DESC),
standing AS (
  SELECT DISTINCT ON (member_id) member_id, status FROM party_standing
   WHERE valid_from <= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
   ORDER BY member_id, valid_from DESC, known_at DESC)
SELECT format('member %s stands in the closed unit %s', member.code, unit.code)
  FROM (SELECT member_id, unit_id FROM cell UNION ALL SELECT member_id, unit_id FROM agency) AS place
  JOIN placement USING (unit_id)
  JOIN unit ON unit.id = place.unit_id
  JOIN member ON member.id = place.member_id
  LEFT JOIN standing ON standing.member_id = member.id
 WHERE NOT placement.open AND member.merged_into IS NULL
   AND coalesce(standing.status, 'active') NOT IN ('left', 'deceased')
UNION ALL
SELECT format('member %s has no status', member.code)
  FROM member WHERE merged_into IS NULL
   AND NOT EXISTS (SELECT FROM party_standing WHERE member_id = member.id)
 LIMIT 1000
