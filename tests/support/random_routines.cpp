// Functions, procedures, aggregates; operators and casts, which are made of functions.
#include <algorithm>

#include "support/random_printer.hpp"

namespace lockstep::tests {

namespace {

std::string options_of(RandomPrinter& p, Thing const& t) {
    static std::vector<std::string> const volatilities{"", " IMMUTABLE", " STABLE"};
    static std::vector<std::string> const settings{"", "", "", " SET search_path = ''",
                                                   " SET work_mem = '1MB' SET \"my.x\" = 'it''s'"};
    auto text = p.of(t, "volatility", volatilities);
    text += p.chance(t, "strict", 4) ? " STRICT" : "";
    text += p.chance(t, "security definer", 5) ? " SECURITY DEFINER" : "";
    text += p.chance(t, "leakproof", 8) ? " LEAKPROOF" : "";
    text += p.chance(t, "parallel", 4) ? " PARALLEL SAFE" : "";
    text += p.chance(t, "cost", 6) ? " COST 7" : "";
    return text + p.of(t, "settings", settings);
}

/// `expression` as the body of a function in one of three forms. Callers give an immutable one.
std::string body_of(RandomPrinter& p, Thing const& t, std::string const& expression) {
    static std::vector<std::string> const comments{"", "-- it's $$ \\\n", "/* lockstep: step */"};
    auto const& comment = p.of(t, "body comment", comments);
    switch (p.draw(t, "body form", p.major() >= 14 ? 4 : 3)) {
        case 0:
            return " LANGUAGE sql AS " + literal_of("SELECT " + comment + expression);
        case 1:
        case 2:
            return " LANGUAGE plpgsql AS $body$BEGIN\n" + comment + "RETURN " + expression +
                   ";\nEND$body$";
        default:
            return " LANGUAGE sql RETURN " + expression;
    }
}

void finish(RandomPrinter& p, Thing const& t, std::string const& kind,
            std::string const& signature) {
    p.say_comment(t, kind, signature);
    p.say_owner(t, kind, signature);
    if (p.chance(t, "granted", 8)) {
        p.say("GRANT EXECUTE ON ROUTINE " + signature + " TO " + random_role(p, t, "grantee"));
    }
    if (p.chance(t, "public revoked", 8)) {
        p.say("REVOKE EXECUTE ON ROUTINE " + signature + " FROM PUBLIC");
    }
}

void print_text_function(RandomPrinter& p, Thing const& t) {
    static std::vector<std::string> const expressions{"upper($1)", "($1 || '-- $$')",
                                                      "('x' || $1)"};
    auto const signature = p.qualified(t) + "(text)";
    p.say("CREATE FUNCTION " + p.qualified(t) + "(" +
          (p.chance(t, "named", 2) ? p.name_in(t, "argument") + " " : "") + "text) RETURNS text" +
          (p.chance(t, "strict", 4) ? " STRICT" : "") +
          (p.chance(t, "not immutable", 6) ? " STABLE" : " IMMUTABLE") +
          body_of(p, t, p.of(t, "expression", expressions)));
    finish(p, t, "FUNCTION", signature);
}

void print_predicate(RandomPrinter& p, Thing const& t) {
    static std::vector<std::string> const expressions{"$1 = $2", "length($1) < length($2)"};
    auto const signature = p.qualified(t) + "(text, text)";
    p.say("CREATE FUNCTION " + signature + " RETURNS boolean IMMUTABLE" +
          body_of(p, t, p.of(t, "expression", expressions)));
    finish(p, t, "FUNCTION", signature);
}

void print_trigger_function(RandomPrinter& p, Thing const& t) {
    static std::vector<std::string> const bodies{"BEGIN RETURN NEW; END",
                                                 "BEGIN -- it's\nRETURN NULL; END"};
    auto const signature = p.qualified(t) + "()";
    p.say("CREATE FUNCTION " + signature + " RETURNS trigger LANGUAGE plpgsql" + options_of(p, t) +
          " AS $body$" + p.of(t, "body", bodies) + "$body$");
    finish(p, t, "FUNCTION", signature);
}

void print_function(RandomPrinter& p, Thing const& t) {
    std::vector<std::string> arguments;
    std::vector<std::string> types;
    auto const count = p.draw(t, "arguments", 3);
    bool has_default = false;
    for (unsigned i = 0; i < count; ++i) {
        auto const key = "argument " + std::to_string(i);
        auto const type = p.type(t, key + " type");
        types.push_back(type.sql);
        auto text =
            (p.chance(t, key + " named", 2) ? p.name_in(t, key + " name") + " " : "") + type.sql;
        if (has_default || p.chance(t, key + " has default", 4)) {
            has_default = true;
            text += " DEFAULT " + p.value(t, key + " default", type);
        }
        arguments.push_back(text);
    }
    auto const result = p.type(t, "result");
    bool const is_set = p.chance(t, "set", 6);
    auto const expression = p.value(t, "value", result);
    p.say("CREATE FUNCTION " + p.qualified(t) + "(" + joined(arguments) + ") RETURNS " +
          (is_set ? "SETOF " : "") + result.sql + options_of(p, t) +
          (is_set ? " LANGUAGE sql AS " + literal_of("SELECT " + expression)
                  : body_of(p, t, expression)));
    finish(p, t, "FUNCTION", p.qualified(t) + "(" + joined(types) + ")");
}

void print_procedure(RandomPrinter& p, Thing const& t) {
    auto const type = p.type(t, "argument type");
    p.say("CREATE PROCEDURE " + p.qualified(t) + "(" +
          (p.chance(t, "inout", 3) ? "INOUT " : "IN ") + p.name_in(t, "argument") + " " + type.sql +
          ") LANGUAGE plpgsql" + (p.chance(t, "security definer", 3) ? " SECURITY DEFINER" : "") +
          " AS $body$BEGIN NULL; " + (p.chance(t, "other body", 2) ? "-- $$" : "") + "\nEND$body$");
    finish(p, t, "PROCEDURE", p.qualified(t) + "(" + type.sql + ")");
}

void print_aggregate(RandomPrinter& p, Thing const& t) {
    static std::vector<std::string> const forms{"sfunc = int4pl, stype = integer",
                                                "sfunc = int4larger, stype = integer"};
    auto const signature = p.qualified(t) + "(integer)";
    p.say("CREATE AGGREGATE " + signature + " (" + p.of(t, "form", forms) +
          (p.chance(t, "initial", 2) ? ", initcond = '0'" : "") +
          (p.chance(t, "parallel", 2) ? ", parallel = safe" : "") + ")");
    finish(p, t, "AGGREGATE", signature);
}

void print_operator(RandomPrinter& p, Thing const& t) {
    static std::vector<std::string> const signs{"<=>", "###", "@@@", "%%", "=~="};
    auto const* const function = p.pick(t, "function", p.all("predicate"));
    if (function == nullptr) {
        return;
    }
    auto const qualified = p.qualified(t);
    auto const space = qualified.substr(0, qualified.size() - p.name(t).size());
    auto const sign = space + p.of(t, "sign", signs);
    p.say("CREATE OPERATOR " + sign + " (leftarg = text, rightarg = text, function = " +
          p.qualified(*function) + (p.chance(t, "restricted", 2) ? ", restrict = eqsel" : "") +
          (p.chance(t, "commutes", 3) ? ", commutator = operator(" + sign + ")" : "") + ")");
    p.say_comment(t, "OPERATOR", sign + " (text, text)");
    p.say_owner(t, "OPERATOR", sign + " (text, text)");
}

void print_cast(RandomPrinter& p, Thing const& t) {
    auto types = p.all("enum");
    auto const composites = p.all("composite");
    types.insert(types.end(), composites.begin(), composites.end());
    auto const* const source = p.pick(t, "source", types);
    if (source != nullptr) {
        auto const cast = "CAST (" + p.qualified(*source) + " AS integer)";
        p.say("CREATE " + cast + " WITH INOUT" +
              (p.chance(t, "assignment", 2) ? " AS ASSIGNMENT" : ""));
        p.say_comment(t, cast.substr(0, 4), cast.substr(4));
    }
}

/// A function that returns rows of a table or view.
void print_rows_function(RandomPrinter& p, Thing const& t) {
    auto relations = p.all("table");
    auto const views = p.all("view");
    relations.insert(relations.end(), views.begin(), views.end());
    auto const* const relation = p.pick(t, "relation", relations);
    if (relation == nullptr) {
        return;
    }
    auto const rows = p.qualified(*relation);
    auto const query = "SELECT * FROM " + rows;
    p.say("CREATE FUNCTION " + p.qualified(t) + "() RETURNS SETOF " + rows +
          " STABLE LANGUAGE sql" +
          (p.major() >= 14 && p.chance(t, "atomic", 2) ? " BEGIN ATOMIC " + query + "; END"
                                                       : " AS " + literal_of(query)));
    finish(p, t, "FUNCTION", p.qualified(t) + "()");
}

}  // namespace

std::vector<RandomKind> random_routine_kinds() {
    return {
        {"text function", "", 2, print_text_function},
        {"predicate", "", 1, print_predicate},
        {"trigger function", "", 1, print_trigger_function},
        {"function", "", 2, print_function},
        {"procedure", "", 1, print_procedure},
        {"aggregate", "", 1, print_aggregate},
        {"operator", "", 1, print_operator},
        {"cast", "", 1, print_cast},
    };
}

RandomKind random_rows_function() {
    return {"rows function", "", 1, print_rows_function};
}

}  // namespace lockstep::tests
