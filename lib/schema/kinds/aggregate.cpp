#include "schema/kinds/alter.hpp"
#include "schema/kinds/routine.hpp"

namespace lockstep::schema {

namespace {

std::string query(int) {
    return fmt::format(
        "SELECT p.oid, n.nspname, p.proname, oidvectortypes(p.proargtypes), p.proowner, "
        "CASE WHEN p.pronargs = 0 THEN '*' ELSE pg_get_function_arguments(p.oid) END, "
        "CASE WHEN p.pronargs = 0 THEN '*' ELSE pg_get_function_identity_arguments(p.oid) END, "
        "a.aggtransfn::regproc, format_type(a.aggtranstype, NULL), nullif(a.aggtransspace, 0), "
        "a.agginitval = '', a.agginitval, "
        "nullif(a.aggfinalfn, 0)::regproc, a.aggfinalextra, "
        "nullif(a.aggfinalmodify, CASE WHEN a.aggkind = 'n' THEN 'r' ELSE 'w' END::\"char\"), "
        "nullif(a.aggcombinefn, 0)::regproc, nullif(a.aggserialfn, 0)::regproc, "
        "nullif(a.aggdeserialfn, 0)::regproc, "
        "nullif(a.aggmtransfn, 0)::regproc, nullif(a.aggminvtransfn, 0)::regproc, "
        "CASE WHEN a.aggmtranstype <> 0 THEN format_type(a.aggmtranstype, NULL) END, "
        "nullif(a.aggmtransspace, 0), "
        "a.aggminitval = '', a.aggminitval, nullif(a.aggmfinalfn, 0)::regproc, "
        "a.aggmfinalextra, "
        "nullif(a.aggmfinalmodify, CASE WHEN a.aggkind = 'n' THEN 'r' ELSE 'w' END::\"char\"), "
        "CASE WHEN a.aggsortop <> 0 THEN (SELECT format('OPERATOR(%I.%s)', s.nspname, o.oprname) "
        "FROM pg_operator o "
        "JOIN pg_namespace s ON s.oid = o.oprnamespace WHERE o.oid = a.aggsortop) END, "
        "a.aggkind = 'h', CASE p.proparallel WHEN 's' THEN 'SAFE' WHEN 'r' THEN 'RESTRICTED' END "
        "FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid JOIN pg_namespace n ON n.oid = "
        "p.pronamespace WHERE {}",
        of_users);
}

std::string_view modify_name(std::string_view letter) {
    return letter == "r" ? "READ_ONLY" : letter == "s" ? "SHAREABLE" : "READ_WRITE";
}

Sql definition(Object const& aggregate) {
    std::vector<Sql> parts;
    auto const add = [&](Sql const& name, std::string_view property) {
        if (auto const value = aggregate[property]; !value.empty()) {
            parts.push_back(sql("{} = {}", name, raw(value)));
        }
    };
    auto const add_initial = [&](Sql const& name, std::string_view flag_name,
                                 std::string_view property) {
        if (aggregate.is(flag_name) || !aggregate[property].empty()) {
            parts.push_back(sql("{} = {}", name, literal(aggregate[property])));
        }
    };
    auto const add_flag = [&](Sql const& name, std::string_view property) {
        if (aggregate.is(property)) {
            parts.push_back(name);
        }
    };
    auto const add_modify = [&](Sql const& name, std::string_view property) {
        if (auto const value = aggregate[property]; !value.empty()) {
            parts.push_back(sql("{} = {}", name, raw(modify_name(value))));
        }
    };
    add(sql("SFUNC"), "transition_function");
    add(sql("STYPE"), "transition_type");
    add(sql("SSPACE"), "transition_space");
    add_initial(sql("INITCOND"), "initial_value_is_empty", "initial_value");
    add(sql("FINALFUNC"), "final_function");
    add_flag(sql("FINALFUNC_EXTRA"), "final_extra");
    add_modify(sql("FINALFUNC_MODIFY"), "final_modify");
    add(sql("COMBINEFUNC"), "combine_function");
    add(sql("SERIALFUNC"), "serial_function");
    add(sql("DESERIALFUNC"), "deserial_function");
    add(sql("MSFUNC"), "moving_function");
    add(sql("MINVFUNC"), "moving_inverse_function");
    add(sql("MSTYPE"), "moving_type");
    add(sql("MSSPACE"), "moving_space");
    add_initial(sql("MINITCOND"), "moving_initial_value_is_empty", "moving_initial_value");
    add(sql("MFINALFUNC"), "moving_final_function");
    add_flag(sql("MFINALFUNC_EXTRA"), "moving_final_extra");
    add_modify(sql("MFINALFUNC_MODIFY"), "moving_final_modify");
    add(sql("SORTOP"), "sort_operator");
    add_flag(sql("HYPOTHETICAL"), "hypothetical");
    add(sql("PARALLEL"), "parallel");
    return sql("AGGREGATE {}({}) (\n    {}\n)", dotted(aggregate.id.names.first(2)),
               raw(aggregate["arguments"]), join(parts, sql(",\n    ")));
}

Statements create(Object const& aggregate, Schema const&) {
    return {sql("CREATE {}", definition(aggregate))};
}

/// The type of its result, as far as it is known: that of its final function, if that is one of a
/// kind, or of its state.
std::optional<std::string_view> result_type(Object const& aggregate, Schema const& schema) {
    auto const function = aggregate["final_function"];
    if (function.empty()) {
        return aggregate["transition_type"];
    }
    auto const names = names_of_dotted(function);
    std::optional<std::string_view> found;
    for (auto const& object : schema.with_parts(Names(names))) {
        if (object.id.kind == &kind::function) {
            bool const is_clear = !found && !object["returns"].starts_with("any");
            if (!is_clear) {
                return std::nullopt;
            }
            found = object["returns"];
        }
    }
    return found;
}

bool keeps_result(Alteration const& change) {
    if (!differs(change, "final_function") && !differs(change, "transition_type")) {
        return true;
    }
    auto const before = result_type(change.before, change.from);
    return before.has_value() && before == result_type(change.after, change.to);
}

std::optional<Statements> replace(Alteration const& change) {
    if (differs(change, "arguments") || differs(change, "hypothetical") || !keeps_result(change)) {
        return std::nullopt;
    }
    return Statements{sql("CREATE OR REPLACE {}", definition(change.after))};
}

// DROP AGGREGATE and its like want ORDER BY between the direct and the aggregated arguments.
Sql aggregate_identity(Object const& aggregate) {
    return sql("{}({})", dotted(aggregate.id.names.first(2)), raw(aggregate["signature"]));
}

}  // namespace

Kind const kind::aggregate{.name = "aggregate",
                           .sql_name = "AGGREGATE",
                           .catalog = "pg_proc",
                           .names = {"schema", "name", "arguments"},
                           .properties = {owner_property,
                                          comment_property,
                                          {"arguments"},
                                          // Derived from the arguments.
                                          {"signature", Shape::text, Compare::never},
                                          {"transition_function"},
                                          {"transition_type"},
                                          {"transition_space"},
                                          {"initial_value_is_empty", Shape::flag},
                                          {"initial_value"},
                                          {"final_function"},
                                          {"final_extra", Shape::flag},
                                          {"final_modify"},
                                          {"combine_function"},
                                          {"serial_function"},
                                          {"deserial_function"},
                                          {"moving_function"},
                                          {"moving_inverse_function"},
                                          {"moving_type"},
                                          {"moving_space"},
                                          {"moving_initial_value_is_empty", Shape::flag},
                                          {"moving_initial_value"},
                                          {"moving_final_function"},
                                          {"moving_final_extra", Shape::flag},
                                          {"moving_final_modify"},
                                          {"sort_operator"},
                                          {"hypothetical", Shape::flag},
                                          {"parallel"}},
                           .query = query,
                           .identity = aggregate_identity,
                           .create = create,
                           .replace = replace,
                           .rename = rename_routine};

}  // namespace lockstep::schema
