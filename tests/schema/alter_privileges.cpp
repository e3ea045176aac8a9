#include <doctest/doctest.h>

#include "schema/kinds/kinds.hpp"
#include "support/alter.hpp"

using namespace lockstep;
using namespace lockstep::tests;
using schema::pack;

namespace {

struct Privileges {
    std::vector<std::string> privileges, grantable, revoked;
};

schema::Schema with_grant(Privileges const& p, std::string_view grantee = "app",
                          std::string_view owner = "me") {
    auto const privileges = pack(p.privileges);
    auto const grantable = pack(p.grantable);
    auto const revoked = pack(p.revoked);
    return Build()
        .add(schema::kind::table, {"s", "t"}, {{"owner", owner}})
        .add(schema::kind::grant, {"s", "t", grantee, "table"},
             {{"privileges", privileges}, {"grantable", grantable}, {"revoked", revoked}})
        .schema();
}

std::string altered_grant(Privileges const& before, Privileges const& after,
                          std::string_view grantee = "app") {
    return altered(schema::kind::grant, {"s", "t", grantee, "table"}, with_grant(before, grantee),
                   with_grant(after, grantee));
}

std::string removed_grant(Privileges const& before, std::string_view grantee = "app") {
    auto const schema = with_grant(before, grantee);
    return to_text(schema::kind::grant.remove(schema.objects[1], schema, schema));
}

}  // namespace

TEST_CASE("only what differs is granted and revoked") {
    CHECK(altered_grant({{"SELECT", "INSERT"}, {}, {}}, {{"SELECT", "UPDATE"}, {}, {}}) ==
          "REVOKE INSERT ON TABLE s.t FROM app; GRANT UPDATE ON TABLE s.t TO app;");
    CHECK(altered_grant({{"ALL"}, {}, {}}, {{"SELECT"}, {}, {}}) ==
          "REVOKE INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON TABLE s.t FROM app;");
    CHECK(altered_grant({{"SELECT"}, {}, {}}, {{"ALL"}, {}, {}}) ==
          "GRANT INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON TABLE s.t TO app;");
}

TEST_CASE("the option to grant comes and goes by itself") {
    CHECK(altered_grant({{"SELECT"}, {}, {}}, {{}, {"SELECT"}, {}}) ==
          "GRANT SELECT ON TABLE s.t TO app WITH GRANT OPTION;");
    CHECK(altered_grant({{}, {"SELECT"}, {}}, {{"SELECT"}, {}, {}}) ==
          "REVOKE GRANT OPTION FOR SELECT ON TABLE s.t FROM app;");
}

TEST_CASE("what was revoked from an owner is given back, what is his by default stays") {
    CHECK(altered_grant({{}, {}, {"ALL"}}, {{}, {}, {"DELETE"}}, "me") ==
          "GRANT SELECT, INSERT, UPDATE, TRUNCATE, REFERENCES, TRIGGER ON TABLE s.t TO me;");
    CHECK(removed_grant({{}, {}, {"DELETE"}}, "me") == "GRANT DELETE ON TABLE s.t TO me;");
    CHECK(removed_grant({{}, {"SELECT"}, {}}, "me") ==
          "REVOKE GRANT OPTION FOR SELECT ON TABLE s.t FROM me;");
}

TEST_CASE("a grant that goes takes what it gave") {
    CHECK(removed_grant({{"ALL"}, {}, {}}) == "REVOKE ALL ON TABLE s.t FROM app;");
    CHECK(removed_grant({{"SELECT"}, {"INSERT"}, {}}, "public") ==
          "REVOKE SELECT, INSERT ON TABLE s.t FROM PUBLIC;");
}

TEST_CASE("a privilege on a column names it") {
    auto const select = pack({"SELECT"});
    auto const update = pack({"UPDATE", "SELECT"});
    CHECK(altered(schema::kind::grant, {"s", "t", "a b", "app", "column"}, {{"privileges", select}},
                  {{"privileges", update}}) == "GRANT UPDATE (\"a b\") ON TABLE s.t TO app;");
}

TEST_CASE("what another than the owner granted is granted and revoked in his name") {
    auto const select = pack({"SELECT"});
    auto const update = pack({"UPDATE"});
    CHECK(altered(schema::kind::grant, {"s", "t", "app", "table", "boss"}, {{"privileges", select}},
                  {{"privileges", update}}) ==
          "SET SESSION AUTHORIZATION boss; REVOKE SELECT ON TABLE s.t FROM app; "
          "GRANT UPDATE ON TABLE s.t TO app; RESET SESSION AUTHORIZATION;");
}

TEST_CASE("default privileges change by what differs") {
    auto const& kind = schema::kind::default_privilege;
    auto const select = pack({"SELECT"});
    auto const insert = pack({"INSERT"});
    auto const execute = pack({"EXECUTE"});
    CHECK(altered(kind, {"me", "s", "TABLES", "app"}, {{"privileges", select}},
                  {{"privileges", insert}}) ==
          "ALTER DEFAULT PRIVILEGES FOR ROLE me IN SCHEMA s REVOKE SELECT ON TABLES FROM app; "
          "ALTER DEFAULT PRIVILEGES FOR ROLE me IN SCHEMA s GRANT INSERT ON TABLES TO app;");
    auto const schema =
        Build().add(kind, {"me", "", "FUNCTIONS", "public"}, {{"revoked", execute}}).schema();
    CHECK(to_text(kind.create(schema.objects[0], schema)) ==
          "ALTER DEFAULT PRIVILEGES FOR ROLE me REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;");
    CHECK(to_text(kind.remove(schema.objects[0], schema, schema)) ==
          "ALTER DEFAULT PRIVILEGES FOR ROLE me GRANT EXECUTE ON FUNCTIONS TO PUBLIC;");
}

TEST_CASE("a security label changes, and goes as NULL") {
    auto const& kind = schema::kind::security_label;
    CHECK(altered(kind, {"s", "t", "dummy", "table"}, {{"label", "a"}}, {{"label", "b'"}}) ==
          "SECURITY LABEL FOR dummy ON TABLE s.t IS 'b''';");
    auto const schema = Build().add(kind, {"s", "t", "dummy", "table"}, {{"label", "a"}}).schema();
    CHECK(kind.drop(schema.objects[0]).text() == "SECURITY LABEL FOR dummy ON TABLE s.t IS NULL");
}
