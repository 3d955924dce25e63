-- True after 0001: nobody who signs in owns the schema, and the text gate and search key hold.
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_catalog.pg_roles
     WHERE (rolname = 'cadre_owner' AND rolcanlogin)
        OR (rolname IN ('cadre_owner', 'cadre_migrator', 'cadre_app') AND rolsuper))
  THEN RAISE EXCEPTION 'cadre_owner may sign in, or a role of ours is a superuser'; END IF;

  IF pg_catalog.pg_has_role('cadre_app', 'cadre_owner', 'MEMBER')
  THEN RAISE EXCEPTION 'cadre_app may become the owner'; END IF;

  IF cadre.search_key('Đặng Thị ƯỞNG') <> 'dang thi uong'
  THEN RAISE EXCEPTION 'search_key is wrong: %', cadre.search_key('Đặng Thị ƯỞNG'); END IF;

  PERFORM 'Nguyễn Thị Ánh'::cadre.clean_text;
  BEGIN
    PERFORM pg_catalog.normalize('Nguyễn', 'NFD')::cadre.clean_text;
    RAISE EXCEPTION 'clean_text takes decomposed letters';
  EXCEPTION WHEN check_violation THEN NULL; END;
  BEGIN
    PERFORM U&'a\202Eb'::cadre.clean_text;
    RAISE EXCEPTION 'clean_text takes direction marks';
  EXCEPTION WHEN check_violation THEN NULL; END;
END
$$;
