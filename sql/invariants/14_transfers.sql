-- C3
-- vi: Mỗi lần chuyển ở đúng một trạng thái; tiếp nhận thì có đúng một lần chuyển chi bộ, cùng ngày.
-- en: Each transfer is in exactly one state; a received one is one move of the cell, on its day.
WITH official AS (
  SELECT DISTINCT ON (member_id, valid_from) member_id, valid_from, cell_id FROM cell_membership
   WHERE member_id IN (SELECT member_id FROM temporary_stay)
   ORDER BY member_id, valid_from, known_at DESC),
stay AS (
  SELECT DISTINCT ON (member_id, valid_from) member_id, valid_from, last_on, cell_id, transfer_id
    FROM temporary_stay ORDER BY member_id, valid_from, known_at DESC)
SELECT format('transfer %s is %s after %s steps, its steps say %s after %s', transfer.id,
              transfer.state, transfer.steps, last.to_state, coalesce(last.number, 0))
  FROM transfer LEFT JOIN (
    SELECT DISTINCT ON (transfer_id) transfer_id, number, to_state FROM transfer_step
     ORDER BY transfer_id, number DESC) AS last ON last.transfer_id = transfer.id
 WHERE (transfer.state, transfer.steps) IS DISTINCT FROM (last.to_state, last.number)
UNION ALL
SELECT format('step %s of transfer %s does not follow', number, transfer_id)
  FROM (SELECT step.*, transfer.travels,
               lag(to_state) OVER (PARTITION BY transfer_id ORDER BY number) AS before,
               row_number() OVER (PARTITION BY transfer_id ORDER BY number) AS place
          FROM transfer_step AS step JOIN transfer ON transfer.id = transfer_id) AS step
 WHERE number <> place OR from_state IS DISTINCT FROM before
    OR NOT EXISTS (SELECT FROM transfer_workflow AS known
        WHERE known.travels = step.travels AND known.step = step.step
          AND known.from_state = coalesce(step.from_state, '')
          AND known.to_state = step.to_state)
UNION ALL
SELECT format('transfer %s was released and received by %s', transfer.id, account)
  FROM transfer JOIN transfer_step ON transfer_id = transfer.id AND step = 'receive'
 WHERE account = released_by
UNION ALL
SELECT format('transfer %s was received and moved nobody on its day', transfer.id)
  FROM transfer JOIN transfer_step AS step ON transfer_id = transfer.id AND step = 'receive'
 WHERE kind <> 'temporary' AND NOT EXISTS (
   SELECT FROM cell_membership AS moved
    WHERE moved.member_id = transfer.member_id AND moved.valid_from = effective_on
      AND moved.event_id = step.event_id AND moved.cell_id IS NOT DISTINCT FROM to_cell_id)
UNION ALL
SELECT format('transfer %s was received and there is no stay', transfer.id)
  FROM transfer WHERE kind = 'temporary' AND state = 'received' AND NOT EXISTS (
   SELECT FROM stay WHERE transfer_id = transfer.id AND valid_from = effective_on)
UNION ALL
SELECT format('member %s moved by a step of receiving and not by a transfer', moved.member_id)
  FROM cell_membership AS moved
 WHERE event_id IN (SELECT event_id FROM transfer_step WHERE step = 'receive') AND NOT EXISTS (
   SELECT FROM transfer JOIN transfer_step AS step
     ON transfer_id = transfer.id AND step = 'receive'
    WHERE step.event_id = moved.event_id AND transfer.member_id = moved.member_id)
UNION ALL
SELECT format('member %s stays in two places from %s', one.member_id, other.valid_from)
  FROM stay AS one JOIN stay AS other USING (member_id)
 WHERE one.valid_from < other.valid_from AND other.valid_from <= one.last_on
UNION ALL
SELECT format('member %s stays from %s and has no other cell at home', stay.member_id,
              stay.valid_from)
  FROM stay WHERE (
   SELECT cell_id IS DISTINCT FROM stay.cell_id AND cell_id IS NOT NULL FROM official
    WHERE member_id = stay.member_id AND valid_from <= stay.valid_from
    ORDER BY valid_from DESC LIMIT 1) IS NOT TRUE
UNION ALL
SELECT format('transfer %s is open and its member %s is a merged duplicate', transfer.id, code)
  FROM transfer JOIN member ON member.id = transfer.member_id
 WHERE state IN ('submitted', 'reviewed', 'released', 'in_transit') AND merged_into IS NOT NULL
UNION ALL
SELECT format('transfer %s is open and %s is closed', transfer.id, unit.code)
  FROM transfer JOIN unit ON unit.id IN (from_cell_id, to_cell_id)
 WHERE state IN ('submitted', 'reviewed', 'released', 'in_transit') AND NOT (
   SELECT open FROM unit_placement WHERE unit_id = unit.id AND valid_from <= effective_on
    ORDER BY valid_from DESC, known_at DESC LIMIT 1)
UNION ALL
SELECT format('member %s stays from %s in %s, which is closed before the stay ends', member_id,
              stay.valid_from, unit.code)
  FROM stay JOIN unit ON unit.id = stay.cell_id
 WHERE NOT (SELECT open FROM unit_placement
             WHERE unit_id = unit.id AND unit_placement.valid_from <= stay.last_on
             ORDER BY unit_placement.valid_from DESC, known_at DESC LIMIT 1)
 LIMIT 1000
