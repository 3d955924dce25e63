-- C3
-- vi: Mỗi bước của nơi khác có gói bàn giao do nơi ấy ký; điểm nhập về đúng như đã ký.
-- en: Each step of another installation rests on what it signed; imported scores are as signed.
SELECT format('step %s of transfer %s in the name of %s is not signed', number, transfer_id,
              account)
  FROM transfer_step AS step
 WHERE starts_with(account, 'key.') AND NOT EXISTS (
   SELECT FROM handover_import AS signed
    WHERE signed.event_id = step.event_id AND signed.transfer_id = step.transfer_id
      AND step.account = 'key.' || signed.key_id)
UNION ALL
SELECT format('the scores of handover %s are not those that were signed', package_id)
  FROM handover_import LEFT JOIN (
    SELECT package_id, encode(sha256(convert_to(string_agg(
             concat_ws('|', month, unit_code, form, framework, status, general, results, total,
               grade, final_grade, reasons, run_digest) || E'\n', '' ORDER BY month), 'UTF8')),
             'hex') AS digest
      FROM imported_score GROUP BY package_id) AS kept USING (package_id)
 WHERE scores_digest <> coalesce(kept.digest, '')
UNION ALL
SELECT format('transfer %s came by handover %s and begins otherwise', transfer_id, package_id)
  FROM handover_import AS signed JOIN transfer ON transfer.id = transfer_id
 WHERE signed.kind = 'member' AND released_by IS DISTINCT FROM 'key.' || key_id
UNION ALL
SELECT format('transfer %s is answered by receipt %s and took no step', transfer_id, package_id)
  FROM handover_import AS signed
 WHERE signed.kind = 'receipt' AND NOT EXISTS (
   SELECT FROM transfer_step AS step
    WHERE step.transfer_id = signed.transfer_id AND step.event_id = signed.event_id
      AND step.step IN ('receive', 'return'))
 LIMIT 1000
