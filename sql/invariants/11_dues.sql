-- C1
-- vi: Sổ đảng phí cân: số dư bằng sổ cộng lại, mỗi khoản thu một lần, biên lai liền số.
-- en: The dues ledger balances: balances equal it, each payment once, receipts without gaps.
WITH due AS (
  SELECT subject_id AS member_id, month,
         sum(CASE kind WHEN 'charge' THEN amount WHEN 'discharge' THEN -amount
             ELSE 0 END) AS charged,
         sum(CASE kind WHEN 'settlement' THEN amount WHEN 'unsettlement' THEN -amount
             ELSE 0 END) AS settled
    FROM dues_movement WHERE debit = 'due' OR credit = 'due' GROUP BY subject_id, month),
credit AS (
  SELECT subject_id AS member_id,
         sum(CASE WHEN credit = 'credit' THEN amount ELSE -amount END) AS credit
    FROM dues_movement WHERE debit = 'credit' OR credit = 'credit' GROUP BY subject_id),
last_charge AS (
  SELECT DISTINCT ON (member_id, month) member_id, month, net FROM dues_charge
   ORDER BY member_id, month, revision DESC)
SELECT format('member %s, %s: the balance is %s/%s, the ledger says %s/%s',
              coalesce(due.member_id, known.member_id), coalesce(due.month, known.month),
              known.settled, known.charged, due.settled, due.charged)
  FROM due FULL JOIN dues_month AS known
    ON known.member_id = due.member_id AND known.month = due.month
 WHERE (known.charged, known.settled) IS DISTINCT FROM (due.charged, due.settled)
UNION ALL
SELECT format('member %s: the credit is %s, the ledger says %s',
              coalesce(credit.member_id, known.member_id), known.credit, credit.credit)
  FROM credit FULL JOIN dues_account AS known ON known.member_id = credit.member_id
 WHERE known.credit IS DISTINCT FROM credit.credit
UNION ALL
SELECT format('member %s, %s: the charge is %s, the ledger says %s', last_charge.member_id,
              last_charge.month, net, coalesce(charged, 0))
  FROM last_charge LEFT JOIN dues_month USING (member_id, month)
 WHERE net <> coalesce(charged, 0)
UNION ALL
SELECT format('member %s, %s: charged in the ledger and by no charge', member_id, month)
  FROM dues_month AS known
 WHERE NOT EXISTS (
   SELECT FROM dues_charge WHERE member_id = known.member_id AND month = known.month)
UNION ALL
SELECT format('member %s has credit and an open month %s', member_id, month)
  FROM dues_account JOIN dues_month USING (member_id) WHERE credit > 0 AND settled < charged
UNION ALL
SELECT format('payment %s is %s, the ledger says %s', payment.id, payment.amount,
              coalesce(sum(movement.amount), 0))
  FROM dues_payment AS payment
  LEFT JOIN dues_movement AS movement ON movement.subject_id = payment.member_id
   AND movement.kind IN ('payment', 'voluntary') AND movement.source_id = payment.id
   AND movement.debit_unit_id = payment.unit_id
 GROUP BY payment.id HAVING payment.amount <> coalesce(sum(movement.amount), 0)
UNION ALL
SELECT format('movement %s of %s comes from no payment', movement.id, movement.subject_id)
  FROM dues_movement AS movement LEFT JOIN dues_payment AS payment
    ON payment.id = movement.source_id AND payment.member_id = movement.subject_id
 WHERE movement.kind IN ('payment', 'voluntary') AND payment.id IS NULL
UNION ALL
SELECT format('movement %s of %s is no mirror of %s', mirror.id, mirror.subject_id,
              mirror.reverses)
  FROM dues_movement AS mirror LEFT JOIN dues_movement AS original
    ON original.subject_id = mirror.subject_id AND original.id = mirror.reverses
 WHERE mirror.reverses IS NOT NULL AND (mirror.kind, mirror.amount, mirror.debit, mirror.credit, mirror.debit_unit_id,
        mirror.credit_unit_id)
    IS DISTINCT FROM (original.kind || '_reversal', original.amount, original.credit,
        original.debit, original.credit_unit_id, original.debit_unit_id)
UNION ALL
SELECT format('reversal %s moved %s of %s', reversal.id, coalesce(sum(movement.amount), 0),
              coalesce(payment.amount, refund.amount))
  FROM dues_reversal AS reversal
  LEFT JOIN dues_payment AS payment ON payment.id = reversal.payment_id
  LEFT JOIN dues_refund AS refund ON refund.id = reversal.refund_id
  LEFT JOIN dues_movement AS movement
    ON movement.subject_id = coalesce(payment.member_id, refund.member_id)
   AND movement.reverses IS NOT NULL AND movement.source_id = reversal.id
   AND (movement.kind = 'refund_reversal') = (reversal.refund_id IS NOT NULL)
 GROUP BY reversal.id, payment.amount, refund.amount
HAVING coalesce(payment.amount, refund.amount) <> coalesce(sum(movement.amount), 0)
UNION ALL
SELECT format('refund %s moved %s of %s', refund.id, coalesce(sum(movement.amount), 0),
              refund.amount)
  FROM dues_refund AS refund
  LEFT JOIN dues_movement AS movement ON movement.subject_id = refund.member_id
   AND movement.kind = 'refund' AND movement.source_id = refund.id
 GROUP BY refund.id HAVING refund.amount <> coalesce(sum(movement.amount), 0)
UNION ALL
SELECT format('unit %s, %s: receipts %s, the book says %s', unit.code, book.year,
              count(receipt.number) || ' up to ' || coalesce(max(receipt.number), 0), last_number)
  FROM dues_receipt_book AS book JOIN unit ON unit.id = book.unit_id
  LEFT JOIN dues_receipt AS receipt ON receipt.unit_id = book.unit_id AND receipt.year = book.year
 GROUP BY unit.code, book.year, last_number
HAVING count(receipt.number) <> last_number OR max(receipt.number) IS DISTINCT FROM last_number
UNION ALL
SELECT format('payment %s in cash has no receipt', payment.id)
  FROM dues_payment AS payment
 WHERE channel = 'cash' AND NOT EXISTS (SELECT FROM dues_receipt WHERE payment_id = payment.id)
UNION ALL
SELECT format('the statement line %s became a payment of another reference or sum', line.reference)
  FROM dues_statement_line AS line JOIN dues_payment AS payment ON payment.id = line.payment_id
 WHERE (payment.channel, payment.reference, payment.amount)
    IS DISTINCT FROM ('bank', line.reference, line.amount)
UNION ALL
SELECT format('%s names the event %s, which is not on the trail', source, event_id)
  FROM (SELECT DISTINCT 'dues_charge' AS source, event_id FROM dues_charge
        UNION ALL SELECT DISTINCT 'dues_movement', event_id FROM dues_movement) AS named
 WHERE NOT EXISTS (SELECT FROM audit_event WHERE id = event_id)
 LIMIT 1000
