-- True after 0011: the program writes no movement, no balance and no receipt number by itself, and
-- what keeps them is always on.
DO $$
DECLARE
  relation text;
  guard text;
BEGIN
  FOREACH relation IN ARRAY ARRAY['dues_movement', 'dues_month', 'dues_account', 'dues_receipt',
    'dues_receipt_book']
  LOOP
    IF pg_catalog.has_table_privilege('cadre_app', 'cadre.' || relation, 'INSERT')
      OR pg_catalog.has_table_privilege('cadre_app', 'cadre.' || relation, 'UPDATE')
      OR pg_catalog.has_table_privilege('cadre_app', 'cadre.' || relation, 'DELETE')
    THEN RAISE EXCEPTION 'cadre_app may write % by itself', relation; END IF;
  END LOOP;
  FOREACH guard IN ARRAY ARRAY['dues_movement_balances', 'dues_charge_booked',
    'dues_payment_booked', 'dues_refund_booked', 'dues_reversal_booked', 'dues_remittance_booked',
    'dues_waiver_settled', 'dues_statement_line_settled', 'dues_charge_append_only',
    'dues_payment_append_only', 'dues_receipt_append_only', 'dues_refund_append_only',
    'dues_reversal_append_only', 'dues_remittance_append_only', 'dues_movement_append_only',
    'dues_unpaid_reason_append_only', 'dues_bank_account_append_only']
  LOOP
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgname = guard AND tgenabled = 'A')
    THEN RAISE EXCEPTION 'the trigger % is not always on', guard; END IF;
  END LOOP;
END
$$;
