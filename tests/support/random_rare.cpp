// Kinds that few schemas have: languages, access methods, base types, operator classes, transforms,
// conversions, parsers and templates of text search, event triggers, user mappings.
#include "support/random_printer.hpp"

namespace lockstep::tests {

namespace {

void print_language(RandomPrinter& p, Thing const& t) {
    p.say("CREATE " + std::string(p.chance(t, "trusted", 2) ? "TRUSTED " : "") + "LANGUAGE " +
          p.name(t) + " HANDLER pg_catalog.plpgsql_call_handler" +
          (p.chance(t, "validated", 2) ? " VALIDATOR pg_catalog.plpgsql_validator" : ""));
    p.say_comment(t, "LANGUAGE", p.name(t));
    p.say_owner(t, "LANGUAGE", p.name(t));
}

void print_access_method(RandomPrinter& p, Thing const& t) {
    static std::vector<std::string> const forms{"INDEX HANDLER pg_catalog.bthandler",
                                                "TABLE HANDLER pg_catalog.heap_tableam_handler"};
    p.say("CREATE ACCESS METHOD " + p.name(t) + " TYPE " + p.of(t, "form", forms));
    p.say_comment(t, "ACCESS METHOD", p.name(t));
}

void print_base_type(RandomPrinter& p, Thing const& t) {
    static std::vector<std::string> const storages{"plain", "extended", "main"};
    auto const name = p.qualified(t);
    auto const space = name.substr(0, name.size() - p.name(t).size());
    auto const in = space + quoted("in" + std::to_string(t.id));
    auto const out = space + quoted("out" + std::to_string(t.id));
    p.say("CREATE TYPE " + name);
    p.say("CREATE FUNCTION " + in + "(cstring) RETURNS " + name +
          " LANGUAGE internal IMMUTABLE STRICT AS 'textin'");
    p.say("CREATE FUNCTION " + out + "(" + name +
          ") RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout'");
    p.say("CREATE TYPE " + name + " (INPUT = " + in + ", OUTPUT = " + out + ", STORAGE = " +
          p.of(t, "storage", storages) + (p.chance(t, "default", 3) ? ", DEFAULT = '-- $$'" : "") +
          (p.chance(t, "collatable", 3) ? ", COLLATABLE = true" : "") + ")");
    p.say_comment(t, "TYPE", name);
    p.say_owner(t, "TYPE", name);
}

void print_operator_class(RandomPrinter& p, Thing const& t) {
    auto const name = p.qualified(t);
    p.say("CREATE OPERATOR FAMILY " + name + " USING btree");
    p.say("CREATE OPERATOR CLASS " + name + " FOR TYPE pg_catalog.int4 USING btree FAMILY " + name +
          " AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 "
          "pg_catalog.btint4cmp(int4, int4)");
    if (p.chance(t, "loose", 2)) {
        p.say("ALTER OPERATOR FAMILY " + name +
              " USING btree ADD OPERATOR 1 < (int4, int8), FUNCTION 1 (int4, int8) "
              "pg_catalog.btint48cmp(int4, int8)");
    }
    p.say_comment(t, "OPERATOR CLASS", name + " USING btree");
    p.say_owner(t, "OPERATOR FAMILY", name + " USING btree");
}

void print_transform(RandomPrinter& p, Thing const& t) {
    static std::vector<std::string> const types{"integer", "text", "uuid"};
    auto const name = "FOR " + p.of(t, "type", types) + " LANGUAGE plpgsql";
    p.say("CREATE TRANSFORM " + name +
          " (FROM SQL WITH FUNCTION pg_catalog.prsd_lextype(internal))");
    p.say_comment(t, "TRANSFORM", name);
}

void print_conversion(RandomPrinter& p, Thing const& t) {
    static std::vector<std::string> const forms{
        "'LATIN1' TO 'UTF8' FROM pg_catalog.iso8859_1_to_utf8",
        "'UTF8' TO 'LATIN1' FROM pg_catalog.utf8_to_iso8859_1"};
    p.say("CREATE " + std::string(p.chance(t, "default", 3) ? "DEFAULT " : "") + "CONVERSION " +
          p.qualified(t) + " FOR " + p.of(t, "form", forms));
    p.say_comment(t, "CONVERSION", p.qualified(t));
    p.say_owner(t, "CONVERSION", p.qualified(t));
}

void print_parser(RandomPrinter& p, Thing const& t) {
    auto const name = p.qualified(t);
    p.say("CREATE TEXT SEARCH PARSER " + name +
          " (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = "
          "prsd_lextype" +
          (p.chance(t, "headline", 2) ? ", HEADLINE = prsd_headline)" : ")"));
    p.say("CREATE TEXT SEARCH TEMPLATE " + name +
          (p.chance(t, "initialised", 2) ? " (INIT = dsimple_init, " : " (") +
          "LEXIZE = dsimple_lexize)");
    p.say_comment(t, "TEXT SEARCH PARSER", name);
    p.say_comment(t, "TEXT SEARCH TEMPLATE", name);
}

void print_event_trigger(RandomPrinter& p, Thing const& t) {
    static std::vector<std::string> const events{"ddl_command_start", "ddl_command_end",
                                                 "sql_drop"};
    static std::vector<std::string> const states{"", "", "DISABLE", "ENABLE ALWAYS"};
    auto const function = "public." + quoted("fires" + std::to_string(t.id));
    p.say("CREATE FUNCTION " + function +
          "() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN NULL; END'");
    p.say("CREATE EVENT TRIGGER " + p.name(t) + " ON " + p.of(t, "event", events) +
          (p.chance(t, "tagged", 2) ? " WHEN TAG IN ('CREATE TABLE', 'DROP TABLE')" : "") +
          " EXECUTE FUNCTION " + function + "()");
    if (auto const& state = p.of(t, "state", states); !state.empty()) {
        p.say("ALTER EVENT TRIGGER " + p.name(t) + " " + state);
    }
    p.say_comment(t, "EVENT TRIGGER", p.name(t));
}

void print_user_mapping(RandomPrinter& p, Thing const& t) {
    auto const* const server = p.pick(t, "server", p.all("foreign"));
    if (server != nullptr) {
        p.say("CREATE USER MAPPING FOR " +
              (p.chance(t, "public", 3) ? "PUBLIC" : random_role(p, t, "role")) + " SERVER " +
              p.name(*server));
    }
}

void print_schema_of_publication(RandomPrinter& p, Thing const& t) {
    auto const* const publication = p.pick(t, "publication", p.all("publication"));
    auto const* const space = p.pick(t, "namespace", p.all("namespace"));
    if (p.major() >= 15 && publication != nullptr && space != nullptr) {
        p.say("ALTER PUBLICATION " + p.name(*publication) + " ADD TABLES IN SCHEMA " +
              p.name(*space));
    }
}

}  // namespace

std::vector<RandomKind> random_rare_kinds() {
    return {
        {"language", "", 1, print_language},
        {"access method", "", 1, print_access_method},
        {"base type", "", 1, print_base_type},
        {"operator class", "", 1, print_operator_class},
        {"transform", "", 1, print_transform},
        {"conversion", "", 1, print_conversion},
        {"parser", "", 1, print_parser},
        {"user mapping", "", 1, print_user_mapping},
        {"publication schema", "", 1, print_schema_of_publication},
        {"event trigger", "", 1, print_event_trigger},
    };
}

}  // namespace lockstep::tests
