-- C5
-- vi: Nhật ký không thể bị sửa: chương trình không có quyền, các khoá luôn bật.
-- en: The trail cannot be changed: the program has no right to, and its locks are always on.
SELECT format('cadre_app may %s %s', privilege, relname)
  FROM unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS privilege,
       unnest(ARRAY['audit_event', 'unit_placement', 'cell_membership', 'post_holding',
         'party_standing', 'dues_basis']) AS relname
 WHERE has_table_privilege('cadre_app', 'cadre.' || relname, privilege)
UNION ALL
SELECT format('trigger %s on %s is not always on', tgname, tgrelid::regclass)
  FROM pg_trigger
 WHERE tgname ~ '_(append_only|no_truncate)$' AND tgenabled <> 'A'
   AND tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'cadre'::regnamespace)
UNION ALL
SELECT format('import %s names the event %s of another import', import_batch.id, event_id)
  FROM import_batch JOIN audit_event ON audit_event.id = event_id
 WHERE audit_event.subject_code <> import_batch.plan_digest
 LIMIT 1000
