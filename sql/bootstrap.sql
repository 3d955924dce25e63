-- Roles and schema, made once by whoever may make them; safe to run again.
--
-- Why: nobody who signs in owns what they use. `cadre_owner` owns every table and cannot sign in,
-- `cadre_migrator` may become the owner to change the schema, `cadre_app` is what the program runs as.
-- Time-outs hang on the role, so no client can forget them.

DO $$
DECLARE
  wanted record;
BEGIN
  FOR wanted IN
    SELECT * FROM (VALUES
      ('cadre_owner', 'NOLOGIN'),
      ('cadre_migrator', 'LOGIN NOINHERIT'),
      ('cadre_app', 'LOGIN NOINHERIT')) AS role (name, options)
  LOOP
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted.name) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I %s', wanted.name, wanted.options);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL; -- somebody else made it a moment ago
      END;
    END IF;
  END LOOP;

  IF NOT pg_catalog.pg_has_role('cadre_migrator', 'cadre_owner', 'MEMBER') THEN
    GRANT cadre_owner TO cadre_migrator;
  END IF;
  IF NOT pg_catalog.pg_has_role(current_user, 'cadre_owner', 'MEMBER') THEN
    EXECUTE format('GRANT cadre_owner, cadre_app TO %I', current_user);
  END IF;
END
$$;

ALTER ROLE cadre_app SET search_path = cadre, pg_catalog, pg_temp;
ALTER ROLE cadre_app SET lock_timeout = '10s';
ALTER ROLE cadre_app SET statement_timeout = '30min';
ALTER ROLE cadre_app SET idle_in_transaction_session_timeout = '10min';
ALTER ROLE cadre_migrator SET search_path = cadre, pg_catalog, pg_temp;
ALTER ROLE cadre_migrator SET lock_timeout = '5s';
ALTER ROLE cadre_migrator SET idle_in_transaction_session_timeout = '10min';

DO $$
BEGIN
  EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO cadre_app', pg_catalog.current_database());
  EXECUTE format('GRANT CREATE ON DATABASE %I TO cadre_owner', pg_catalog.current_database());
END
$$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
CREATE SCHEMA IF NOT EXISTS cadre AUTHORIZATION cadre_owner;
