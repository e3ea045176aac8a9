#include "apply/schema_message.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "plan/statement_facts.hpp"
#include "schema/names.hpp"

namespace lockstep::apply {

namespace {

/// Statements after which a table's columns or key may be others. Those of an index, say, are about
/// a table, too.
bool is_about_a_table(std::string_view statement) {
    constexpr std::array<std::string_view, 5> beginnings{"ALTER TABLE ", "CREATE TABLE ",
                                                         "DROP TABLE ", "CREATE UNLOGGED TABLE ",
                                                         "ALTER FOREIGN TABLE "};
    auto const text = trim(statement);
    return std::ranges::any_of(beginnings, [&](auto const& it) { return text.starts_with(it); });
}

/// "public.orders"; nothing of a name without its namespace, which is not known here.
void add(std::set<std::string>& tables, std::string const& packed) {
    schema::Names const names(packed);
    if (!packed.empty() && names.size() == 2) {
        tables.insert(fmt::format("{}.{}", names[0], names[1]));
    }
}

std::set<std::string> changed_tables(plan::Step const& step) {
    std::set<std::string> tables;
    for (auto const& statement : step.statements) {
        if (is_about_a_table(statement.text.text())) {
            auto const facts = plan::facts_of(statement.text.text());
            add(tables, facts.about);
            add(tables, facts.renamed_to);
        }
    }
    return tables;
}

}  // namespace

Sql schema_message(plan::Plan const& plan, std::size_t step, Arrival const& arrival) {
    if (arrival.version.empty()) {
        return {};
    }
    nlohmann::ordered_json message;
    if (step + 1 == plan.steps.size()) {
        message["version"] = arrival.version;
        message["fingerprint"] = arrival.fingerprint;
    } else {
        message["version"] = fmt::format("{}~{}/{}", arrival.version, step + 1, plan.steps.size());
    }
    message["changed"] = changed_tables(plan.steps[step]);
    return sql(
        "SELECT pg_catalog.pg_logical_emit_message(true, 'lockstep.schema', {})",
        literal(message.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)));
}

}  // namespace lockstep::apply
