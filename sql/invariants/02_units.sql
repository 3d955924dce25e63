-- C2
-- vi: Mọi đơn vị đang mở đứng dưới một đơn vị đang mở của cùng hệ thống; bậc 1 ở trên cùng.
-- en: Every open unit stands under an open unit of its tree; level 1 is the top.
WITH placement AS (
  SELECT DISTINCT ON (unit_id) unit_id, parent_id, open FROM unit_placement
   WHERE valid_from <= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
   ORDER BY unit_id, valid_from DESC, known_at DESC)
SELECT format('unit %s is open under the closed unit %s', unit.code, parent.code)
  FROM placement
  JOIN unit ON unit.id = placement.unit_id
  JOIN unit AS parent ON parent.id = placement.parent_id
  LEFT JOIN placement AS above ON above.unit_id = placement.parent_id
 WHERE placement.open AND NOT coalesce(above.open, false)
UNION ALL
SELECT format('unit %s of level %s has no unit above', unit.code, unit.level)
  FROM placement JOIN unit ON unit.id = placement.unit_id
 WHERE placement.open AND placement.parent_id IS NULL AND unit.level > 1
UNION ALL
SELECT format('unit %s has no placement', unit.code)
  FROM unit WHERE NOT EXISTS (SELECT FROM unit_placement WHERE unit_id = unit.id)
 LIMIT 1000
