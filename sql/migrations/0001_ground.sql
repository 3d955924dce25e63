-- Why: what every later table stands on: the record of migrations, the forms of text, the search key.
-- Risk: none; an empty schema.
-- Way back: drop the schema.

GRANT USAGE ON SCHEMA cadre TO cadre_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA cadre REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

CREATE TABLE migration (
  number int NOT NULL,
  name text NOT NULL,
  checksum text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  applied_by text NOT NULL DEFAULT session_user,
  CONSTRAINT migration_pkey PRIMARY KEY (number),
  CONSTRAINT migration_number_positive CHECK (number > 0),
  CONSTRAINT migration_checksum_form CHECK (checksum ~ '^[0-9a-f]{64}$')
);
COMMENT ON TABLE migration IS 'internal: the changes of the schema that this database has been through';
COMMENT ON COLUMN migration.number IS 'internal: place in the order, from 1';
COMMENT ON COLUMN migration.name IS 'internal: file name without number and ending';
COMMENT ON COLUMN migration.checksum IS 'internal: SHA-256 of the file, hex; an edited old file is refused';
COMMENT ON COLUMN migration.applied_at IS 'internal: when it was applied';
COMMENT ON COLUMN migration.applied_by IS 'internal: the database role that applied it';
GRANT SELECT ON migration TO cadre_app;

-- The second gate behind the program's text gate.
CREATE DOMAIN clean_text AS text COLLATE "C"
  CONSTRAINT clean_text_form CHECK (
    VALUE IS NFC NORMALIZED
    AND VALUE !~ '[\u0001-\u001f\u007f-\u00a0\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|^ | $|  ');
COMMENT ON DOMAIN clean_text IS 'text in NFC, without control, invisible or direction characters, trimmed, single spaces';

CREATE DOMAIN business_code AS text COLLATE "C"
  CONSTRAINT business_code_form CHECK (VALUE ~ '^[A-Za-z0-9._-]{1,40}$');
COMMENT ON DOMAIN business_code IS 'a code that people type: 1 to 40 of A-Z a-z 0-9 . _ -; ordered by bytes';

-- The same as VietnameseText.searchKey in the program; machine-independent, so it may be indexed.
CREATE FUNCTION search_key(name text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN pg_catalog.lower(
    pg_catalog.translate(
      pg_catalog.normalize(name, 'NFD'),
      U&'\0110\0111\0300\0301\0302\0303\0304\0306\0307\0308\0309\030A\030B\030C\031B\0323\0327\0328',
      'dd') COLLATE "C");
COMMENT ON FUNCTION search_key(text) IS 'a name without accents and case, as people search it';
GRANT EXECUTE ON FUNCTION search_key(text) TO cadre_app;

-- Behind privileges a second lock: even the owner cannot change what is append-only by mistake.
CREATE FUNCTION refuse_change() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_TABLE_NAME || '_append_only';
END
$$;
COMMENT ON FUNCTION refuse_change() IS 'trigger of append-only tables: refuses update, delete and truncate';
