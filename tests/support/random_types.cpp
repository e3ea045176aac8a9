// Enums, domains, composite and range types; namespaces and collations, which they need.
#include <algorithm>

#include "support/random_printer.hpp"

namespace lockstep::tests {

namespace {

std::vector<RandomType> const& builtin_types() {
    static std::vector<RandomType> const types{
        {"integer", {"1", "-7", "NULL"}, false, true},
        {"bigint", {"1", "9000000000"}, false, true},
        {"smallint", {"1", "3"}, false, true},
        {"text", {"''", "'-- lockstep: step'", "E'a\\nb\\\\'", "'$$'", "'it''s 100%'"}, true},
        {"character varying(20)", {"'v'", "'/* x */'"}, true},
        {"character varying", {"'v'", "'{}'"}, true},
        {"character(5)", {"'c'"}, true},
        {"numeric(10,2)", {"0", "12.50", "-1"}, false, true},
        {"numeric", {"0", "1e3"}, false, true},
        {"boolean", {"true", "false"}},
        {"date", {"'2020-02-29'", "CURRENT_DATE", "'infinity'"}},
        {"timestamp with time zone", {"now()", "'2020-01-01 00:00:00+00'"}},
        {"timestamp(3) without time zone", {"'2020-01-01'", "LOCALTIMESTAMP"}},
        {"uuid", {"'00000000-0000-0000-0000-000000000000'"}},
        {"jsonb", {"'{}'", "'[1, \"it''s\"]'"}},
        {"real", {"1.5"}, false, true},
        {"double precision", {"0", "random()"}, false, true},
        {"interval", {"'1 day'"}},
        {"interval day to second(3)", {"'1 day'"}},
        {"inet", {"'::1'"}},
        {"bytea", {"'\\x00'"}},
        {"bit(8)", {"B'00000001'"}},
        {"int4range", {"'[1,5)'", "'empty'"}},
        {"tsvector", {"'a b'"}},
        {"point", {"'(1,2)'"}},
        {"\"char\"", {"'c'"}},
        {"name", {"'n'"}, true},
        {"json", {"'{}'"}},
        {"money", {"1"}},
        {"oid", {"1"}},
        {"regclass", {"'pg_catalog.pg_class'"}},
    };
    return types;
}

std::vector<std::string> labels_of(RandomPrinter& p, Thing const& t) {
    static std::vector<std::vector<std::string>> const pool{
        {"sad", "SAD"},        {"ok", "o k"}, {"it's", "it''s"}, {"-- lockstep: step", "--"},
        {"new\nline", "line"}, {"$$", "$x$"}, {"Ünï", "ünï"},    {"a,b", "a\"b"},
        {"{x}", "back\\slash"}};
    std::vector<std::pair<unsigned, std::string>> labels;
    for (std::size_t i = 0; i < pool.size(); ++i) {
        auto const number = std::to_string(i);
        if (!p.chance(t, "no label " + number, 2)) {
            labels.emplace_back(p.draw(t, "place " + number, 1000),
                                p.of(t, "label " + number, pool[i]));
        }
    }
    std::sort(labels.begin(), labels.end());
    std::vector<std::string> result;
    for (auto const& label : labels) {
        result.push_back(literal_of(label.second));
    }
    return result;
}

RandomType range_subtype(RandomPrinter& p, Thing const& t) {
    static std::vector<RandomType> const subtypes{{"integer", {"1"}, false, true},
                                                  {"numeric", {"1.5"}, false, true},
                                                  {"date", {"'2020-01-01'"}},
                                                  {"text", {"'a'"}, true},
                                                  {"timestamp with time zone", {"now()"}}};
    return p.of(t, "subtype", subtypes);
}

RandomType user_type(RandomPrinter& p, Thing const& t) {
    auto const sql = p.qualified(t);
    RandomType type{sql, {"NULL::" + sql}};
    if (t.kind == "enum") {
        for (auto const& label : labels_of(p, t)) {
            type.values.push_back(label + "::" + sql);
        }
    } else if (t.kind == "domain") {
        auto const base = p.type(t, "base");
        type.values = base.values;
        type.is_text = base.is_text;
        type.is_number = base.is_number;
    } else if (t.kind == "range") {
        type.values.push_back(sql + "(NULL, NULL)");
        type.values.push_back("'empty'::" + sql);
    }
    return type;
}

std::vector<Thing const*> usable_types(RandomPrinter& p, Thing const& t) {
    std::vector<Thing const*> types;
    for (auto const* const kind : {"enum", "range", "domain", "composite"}) {
        auto const more = p.all(kind, t.kind == kind ? &t : nullptr);
        types.insert(types.end(), more.begin(), more.end());
        if (t.kind == kind) {
            break;
        }
    }
    return types;
}

void print_namespace(RandomPrinter& p, Thing const& t) {
    p.say("CREATE SCHEMA " + p.name(t));
    p.say_comment(t, "SCHEMA", p.name(t));
    p.say_owner(t, "SCHEMA", p.name(t));
}

void print_collation(RandomPrinter& p, Thing const& t) {
    static std::vector<std::string> const forms{
        "FROM \"C\"", "(provider = icu, locale = 'und')", "(provider = icu, locale = 'de')",
        "(provider = icu, locale = 'und', deterministic = false)", "(locale = 'C')"};
    p.say("CREATE COLLATION " + p.qualified(t) + " " + p.of(t, "form", forms));
    p.say_comment(t, "COLLATION", p.qualified(t));
    p.say_owner(t, "COLLATION", p.qualified(t));
}

void print_enum(RandomPrinter& p, Thing const& t) {
    p.say("CREATE TYPE " + p.qualified(t) + " AS ENUM (" + joined(labels_of(p, t)) + ")");
    p.say_comment(t, "TYPE", p.qualified(t));
    p.say_owner(t, "TYPE", p.qualified(t));
}

void print_range(RandomPrinter& p, Thing const& t) {
    auto const subtype = range_subtype(p, t);
    auto options = "subtype = " + subtype.sql;
    if (subtype.is_text && p.chance(t, "collated", 2)) {
        options += ", collation = pg_catalog.\"C\"";
    }
    if (subtype.sql == "integer" && p.chance(t, "diff", 2)) {
        options += ", subtype_diff = pg_catalog.int4range_subdiff";
    }
    p.say("CREATE TYPE " + p.qualified(t) + " AS RANGE (" + options + ")");
    p.say_comment(t, "TYPE", p.qualified(t));
    p.say_owner(t, "TYPE", p.qualified(t));
}

void print_domain(RandomPrinter& p, Thing const& t) {
    auto const base = p.type(t, "base");
    auto const name = p.qualified(t);
    auto text = "CREATE DOMAIN " + name + " AS " + base.sql;
    if (base.is_text && p.chance(t, "collated", 3)) {
        text += " COLLATE \"C\"";
    }
    p.say(text);
    if (p.chance(t, "has default", 3)) {
        p.say("ALTER DOMAIN " + name + " SET DEFAULT " + p.value(t, "default", base));
    }
    if (p.chance(t, "not null", 4)) {
        p.say("ALTER DOMAIN " + name + " SET NOT NULL");
    }
    for (auto const* const number : {"1", "2"}) {
        auto const check = std::string("check ") + number;
        if (p.chance(t, "has " + check, 3)) {
            p.say("ALTER DOMAIN " + name + " ADD CONSTRAINT " + p.name_in(t, check + " name") +
                  " CHECK (" + condition(p, t, check, {{"VALUE", base, t.id}}) + ")" +
                  (p.chance(t, check + " not valid", 6) ? " NOT VALID" : ""));
        }
    }
    p.say_comment(t, "DOMAIN", name);
    p.say_owner(t, "DOMAIN", name);
}

void print_composite(RandomPrinter& p, Thing const& t) {
    std::vector<std::string> attributes;
    for (auto const* const number : {"1", "2", "3", "4"}) {
        auto const attribute = std::string("attribute ") + number;
        if (!p.chance(t, "no " + attribute, 3)) {
            auto const type = p.type(t, attribute + " type");
            attributes.push_back(
                quoted(hostile_name(mixed(t.seed, attribute),
                                    static_cast<unsigned>(attributes.size()))) +
                " " + type.sql +
                (type.is_text && p.chance(t, attribute + " collated", 4) ? " COLLATE \"C\"" : ""));
        }
    }
    p.say("CREATE TYPE " + p.qualified(t) + " AS (" + joined(attributes) + ")");
    p.say_comment(t, "TYPE", p.qualified(t));
    p.say_owner(t, "TYPE", p.qualified(t));
}

}  // namespace

RandomType RandomPrinter::type(Thing const& thing, std::string_view attribute) {
    auto const key = std::string(attribute);
    auto type = builtin_types()[draw(thing, key, static_cast<unsigned>(builtin_types().size()))];
    if (chance(thing, key + " is made", 4)) {
        if (auto const* const made = pick(thing, key + " made", usable_types(*this, thing))) {
            type = user_type(*this, *made);
        }
    }
    if (chance(thing, key + " is array", 9)) {
        type = {type.sql + "[]", {"'{}'", "NULL"}};
    }
    return type;
}

std::string RandomPrinter::value(Thing const& thing, std::string_view attribute,
                                 RandomType const& type) {
    return of(thing, attribute, type.values);
}

std::vector<RandomKind> random_type_kinds() {
    return {
        {"namespace", "", 3, print_namespace}, {"collation", "", 1, print_collation},
        {"enum", "", 3, print_enum},           {"range", "", 1, print_range},
        {"domain", "", 3, print_domain},       {"composite", "", 2, print_composite},
    };
}

}  // namespace lockstep::tests
