#include "sql/needs.hpp"

#include <doctest/doctest.h>

#include "base/text.hpp"

using namespace lockstep;
using namespace lockstep::script;

namespace {

std::string list(std::set<std::string, std::less<>> const& names) {
    return join(std::vector<std::string>(names.begin(), names.end()), " ");
}

ServerNeeds needs_of(std::string const& text) {
    return server_needs(split("x.sql", text));
}

std::string roles(std::string const& text) {
    return list(needs_of(text).roles);
}

}  // namespace

TEST_CASE("the roles that a statement mentions are found") {
    CHECK(roles("ALTER TABLE public.t OWNER TO \"App Owner\"") == "App Owner");
    CHECK(
        roles("GRANT SELECT, INSERT(a, b) ON TABLE t TO reader, GROUP writer WITH GRANT OPTION") ==
        "reader writer");
    CHECK(roles("GRANT USAGE ON SCHEMA s TO PUBLIC, CURRENT_USER") == "");
    CHECK(roles("GRANT admin, Dev TO alice WITH ADMIN OPTION GRANTED BY boss") ==
          "admin alice boss dev");
    CHECK(roles("REVOKE ALL ON t FROM PUBLIC, x CASCADE") == "x");
    CHECK(roles("REVOKE ADMIN OPTION FOR a FROM b") == "a b");
    CHECK(roles("CREATE SCHEMA s AUTHORIZATION joe") == "joe");
    CHECK(roles("CREATE POLICY p ON t FOR SELECT TO a, b USING (true)") == "a b");
    CHECK(roles("CREATE POLICY p ON t USING (x IN (SELECT 1)) WITH CHECK (true)") == "");
    CHECK(roles("ALTER POLICY p ON t TO c") == "c");
    CHECK(roles("ALTER POLICY p ON t RENAME TO c") == "");
    CHECK(roles("CREATE USER MAPPING IF NOT EXISTS FOR m SERVER s OPTIONS (user 'u')") == "m");
    CHECK(roles("CREATE USER MAPPING FOR PUBLIC SERVER s") == "");
    CHECK(roles("ALTER DEFAULT PRIVILEGES FOR ROLE o IN SCHEMA s GRANT SELECT ON TABLES TO r") ==
          "o r");
    CHECK(roles("SET ROLE a; SET SESSION AUTHORIZATION 'b'; RESET ROLE; SET ROLE NONE") == "a b");
    CHECK(roles("REASSIGN OWNED BY a TO b; ALTER ROLE c SET search_path = x; COMMENT ON ROLE d IS "
                "''") == "a b c d");
    CHECK(roles("CREATE TABLE t (owner text, tablespace int)") == "");
}

TEST_CASE("a role that the script makes is not needed before") {
    CHECK(roles("CREATE ROLE app LOGIN IN ROLE base; GRANT app TO x; ALTER TABLE t OWNER TO app") ==
          "base x");
    CHECK(roles("DO $$ BEGIN IF NOT EXISTS (SELECT 1) THEN CREATE ROLE app; END IF; END $$;"
                "GRANT app TO x") == "x");
    CHECK(roles("DO $$ BEGIN EXECUTE 'CREATE ROLE app'; END $$; GRANT SELECT ON t TO app") == "");
    CHECK(list(needs_of("CREATE USER u").made_roles) == "u");
}

TEST_CASE("the tablespaces that a statement mentions are found") {
    CHECK(list(needs_of("CREATE TABLE t (a int) TABLESPACE fast").tablespaces) == "fast");
    CHECK(list(needs_of("SET default_tablespace = ''").tablespaces) == "");
    CHECK(list(needs_of("SET default_tablespace = big").tablespaces) == "big");
    CHECK(list(needs_of("ALTER TABLE t SET TABLESPACE pg_default").tablespaces) == "");
}

TEST_CASE("statements that reach outside of the database are known") {
    CHECK(reach_of("CREATE DATABASE x") == Reach::whole_server);
    CHECK(reach_of("alter system set x = 1") == Reach::whole_server);
    CHECK(reach_of("COMMENT ON DATABASE x IS ''") == Reach::whole_server);
    CHECK(reach_of("CREATE /* c */ ROLE x") == Reach::roles);
    CHECK(reach_of("CREATE USER MAPPING FOR x SERVER s") == Reach::database);
    CHECK(reach_of("CREATE TABLE database (a int)") == Reach::database);
    CHECK(reach_of("") == Reach::database);
}
