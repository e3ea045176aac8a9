#include "schema/kinds/common.hpp"

namespace lockstep::schema {

namespace {

// The locale moved: to colliculocale in 15, to colllocale in 17, which the builtin provider shares.
std::string query(int version) {
    auto const locale = version >= 170000 ? "c.colllocale"
                        : version >= 150000
                            ? "c.colliculocale"
                            : "CASE WHEN c.collprovider = 'i' THEN c.collcollate END";
    return fmt::format(
        "SELECT c.oid, n.nspname, c.collname, c.collowner, "
        "CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' WHEN 'c' THEN 'libc' ELSE "
        "'default' END, "
        "{}, CASE WHEN c.collprovider = 'c' THEN c.collcollate END, CASE WHEN c.collprovider = 'c' "
        "THEN c.collctype END, "
        "NOT c.collisdeterministic, {} FROM pg_collation c JOIN pg_namespace n ON n.oid = "
        "c.collnamespace WHERE {}",
        locale, since(version, 160000, "c.collicurules", "NULL"), of_users);
}

Statements create(Object const& collation, Schema const&) {
    std::vector<Sql> parts{sql("provider = {}", raw(collation["provider"]))};
    auto const add = [&](Sql const& name, std::string_view property) {
        if (auto const value = collation[property]; !value.empty()) {
            parts.push_back(sql("{} = {}", name, literal(value)));
        }
    };
    add(sql("locale"), "locale");
    add(sql("lc_collate"), "lc_collate");
    add(sql("lc_ctype"), "lc_ctype");
    add(sql("rules"), "rules");
    if (collation.is("nondeterministic")) {
        parts.push_back(sql("deterministic = false"));
    }
    return {sql("CREATE COLLATION {} ({})", identity(collation), comma_separated(parts))};
}

}  // namespace

Kind const kind::collation{.name = "collation",
                           .sql_name = "COLLATION",
                           .catalog = "pg_collation",
                           .properties = {owner_property,
                                          comment_property,
                                          {"provider"},
                                          {"locale"},
                                          {"lc_collate"},
                                          {"lc_ctype"},
                                          {"nondeterministic", Shape::flag},
                                          {"rules"}},
                           .query = query,
                           .create = create,
                           // What is sorted by it is converted to the new one.
                           .set_aside = true};

}  // namespace lockstep::schema
