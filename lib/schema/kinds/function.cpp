#include "schema/kinds/alter.hpp"
#include "schema/kinds/routine.hpp"

namespace lockstep::schema {

namespace {

// `oidvectortypes` prints what identifies a routine: the types of its input arguments. A procedure
// lacks much of what a function has.
std::string query_of(std::string_view kinds, std::string_view before_arguments,
                     std::string_view after_arguments, std::string_view after_security,
                     int version) {
    return fmt::format(
        "SELECT p.oid, n.nspname, p.proname, oidvectortypes(p.proargtypes), p.proowner, "
        "{} pg_get_function_arguments(p.oid), {} p.prosecdef, {} "
        "(SELECT array_agg(t::regtype) FROM unnest(p.protrftypes) t), p.proconfig, p.probin, "
        "p.prosrc, {} "
        "FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid "
        "= p.prolang "
        // The constructors of a range come with it.
        "WHERE p.prokind IN ({}) AND {} AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = "
        "'pg_proc'::regclass "
        "AND d.objid = p.oid AND d.deptype = 'i')",
        before_arguments, after_arguments, after_security,
        since(version, 140000,
              "CASE WHEN p.prosqlbody IS NOT NULL THEN pg_get_function_sqlbody(p.oid) END", "NULL"),
        kinds, of_users);
}

std::string query(int version) {
    return query_of(
        "'f', 'w'", "",
        "pg_get_function_result(p.oid), l.lanname, CASE p.provolatile WHEN 'i' THEN 'IMMUTABLE' "
        "WHEN 's' THEN 'STABLE' END, p.proisstrict,",
        "p.proleakproof, "
        "CASE p.proparallel WHEN 's' THEN 'SAFE' WHEN 'r' THEN 'RESTRICTED' END, p.prokind = 'w', "
        "nullif(p.procost, CASE WHEN l.lanname IN ('c', 'internal') THEN 1 ELSE 100 END), "
        "nullif(p.prorows, CASE WHEN p.proretset THEN 1000 ELSE 0 END), "
        "nullif(p.prosupport, 0)::regproc,",
        version);
}

std::string query_procedures(int version) {
    return query_of("'p'", "pg_get_function_identity_arguments(p.oid),", "l.lanname,", "", version);
}

/// `SET name TO value`, from a `name=value` item of pg_proc.proconfig.
Sql setting(std::string_view item) {
    auto const equals = item.find('=');
    auto const name = item.substr(0, equals);
    auto const value =
        equals == std::string_view::npos ? std::string_view{} : item.substr(equals + 1);
    // The values of these are lists of identifiers, quoted already (GUC_LIST_QUOTE in guc.c).
    for (std::string_view const list :
         {"search_path", "temp_tablespaces", "session_preload_libraries", "local_preload_libraries",
          "shared_preload_libraries", "unix_socket_directories"}) {
        if (name == list) {
            return sql("SET {} TO {}", ident(name),
                       value.empty() ? literal("") : quoted_list(value));
        }
    }
    return sql("SET {} TO {}", setting_name(name), literal(value));
}

Sql body(Object const& routine) {
    if (auto const sql_body = routine["sql_body"]; !sql_body.empty()) {
        return raw(sql_body);
    }
    auto const source = dollar_quoted(routine["body"]);
    auto const library = routine["library"];
    return library.empty() ? sql("AS {}", source)
                           : sql("AS {}, {}", literal(library), literal(routine["body"]));
}

Sql definition(Object const& routine) {
    std::vector<Sql> clauses;
    auto const add_if = [&](bool condition, Sql const& text) {
        if (condition) {
            clauses.push_back(text);
        }
    };
    auto const add = [&](Sql const& keyword, std::string_view property) {
        auto const value = routine[property];
        add_if(!value.empty(), sql("{} {}", keyword, raw(value)));
    };
    add(sql("RETURNS"), "returns");
    clauses.push_back(sql("LANGUAGE {}", ident(routine["language"])));
    if (auto const types = routine.list("transform_types"); !types.empty()) {
        std::vector<Sql> parts;
        for (auto const type : types.items()) {
            parts.push_back(sql("FOR TYPE {}", raw(type)));
        }
        clauses.push_back(sql("TRANSFORM {}", comma_separated(parts)));
    }
    add_if(routine.is("window"), sql("WINDOW"));
    add_if(!routine["volatility"].empty(), raw(routine["volatility"]));
    add_if(routine.is("strict"), sql("STRICT"));
    add_if(routine.is("security_definer"), sql("SECURITY DEFINER"));
    add_if(routine.is("leakproof"), sql("LEAKPROOF"));
    add(sql("PARALLEL"), "parallel");
    add(sql("COST"), "cost");
    add(sql("ROWS"), "rows");
    add(sql("SUPPORT"), "support");
    for (auto const item : routine.list("settings").items()) {
        clauses.push_back(setting(item));
    }
    clauses.push_back(body(routine));
    return sql("{} {}({})\n    {}", raw(routine.id.kind->sql_name),
               dotted(routine.id.names.first(2)), raw(routine["arguments"]),
               join(clauses, sql("\n    ")));
}

Statements create(Object const& routine, Schema const&) {
    return {sql("CREATE {}", definition(routine))};
}

std::optional<Statements> replace(Alteration const& change) {
    bool const is_same_kind =
        !differs(change, "returns") && change.before.is("window") == change.after.is("window");
    if (!is_same_kind || !can_replace_arguments(change.before, change.after)) {
        return std::nullopt;
    }
    return Statements{sql("CREATE OR REPLACE {}", definition(change.after))};
}

std::vector<Property> properties() {
    return {owner_property,
            comment_property,
            {"arguments"},
            {"returns"},
            {"language"},
            {"volatility"},
            {"strict", Shape::flag},
            {"security_definer", Shape::flag},
            {"leakproof", Shape::flag},
            {"parallel"},
            {"window", Shape::flag},
            {"cost"},
            {"rows"},
            {"support"},
            {"transform_types", Shape::list},
            {"settings", Shape::list},
            {"library"},
            {"body"},
            {"sql_body"}};
}

std::vector<Property> procedure_properties() {
    return {owner_property,
            comment_property,
            {"signature", Shape::text, Compare::never},
            {"arguments"},
            {"language"},
            {"security_definer", Shape::flag},
            {"transform_types", Shape::list},
            {"settings", Shape::list},
            {"library"},
            {"body"},
            {"sql_body"}};
}

}  // namespace

// The types of the input arguments tell functions apart, but not procedures: `p(integer)` may mean
// one with an output argument too, so their modes are said.
Sql routine_identity(Object const& routine) {
    auto const signature = routine["signature"];
    return sql("{}({})", dotted(routine.id.names.first(2)),
               raw(signature.empty() ? routine.id.names[2] : signature));
}

Sql quoted_list(std::string_view value) {
    std::vector<Sql> parts;
    for (std::size_t i = 0; i < value.size();) {
        std::string item;
        bool quoted = false;
        for (; i < value.size() && (quoted || value[i] != ','); ++i) {
            if (value[i] == '"' && quoted && i + 1 < value.size() && value[i + 1] == '"') {
                item += value[++i];
            } else if (value[i] == '"') {
                quoted = !quoted;
            } else if (quoted || value[i] != ' ') {
                item += value[i];
            }
        }
        ++i;
        parts.push_back(literal(item));
    }
    return comma_separated(parts);
}

// A setting of an extension has a dot: `plpgsql.extra_warnings`.
Sql setting_name(std::string_view name) {
    auto const dot = name.find('.');
    return dot == std::string_view::npos
               ? ident(name)
               : sql("{}.{}", ident(name.substr(0, dot)), ident(name.substr(dot + 1)));
}

Kind const kind::function{.name = "function",
                          .sql_name = "FUNCTION",
                          .catalog = "pg_proc",
                          .names = {"schema", "name", "arguments"},
                          .properties = properties(),
                          .query = query,
                          .identity = routine_identity,
                          .create = create,
                          .replace = replace,
                          .rename = rename_routine};

Kind const kind::procedure{.name = "procedure",
                           .sql_name = "PROCEDURE",
                           .catalog = "pg_proc",
                           .names = {"schema", "name", "arguments"},
                           .properties = procedure_properties(),
                           .query = query_procedures,
                           .identity = routine_identity,
                           .create = create,
                           .replace = replace,
                           .rename = rename_routine};

}  // namespace lockstep::schema
