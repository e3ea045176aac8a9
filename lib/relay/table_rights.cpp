#include <algorithm>
#include <map>

#include <fmt/core.h>

#include "base/text.hpp"
#include "relay/rights.hpp"
#include "relay/setup.hpp"

namespace lockstep::relay {

namespace {

/// So many tables are named where a statement or a message tells of them.
constexpr std::size_t most_named = 3;

std::vector<SourceTable const*> found(SetupFacts const& facts,
                                      std::vector<TableName> const& names) {
    std::vector<SourceTable const*> tables;
    for (auto const& it : facts.tables) {
        if (std::ranges::find(names, it.table) != names.end()) {
            tables.push_back(&it);
        }
    }
    return tables;
}

/// Only who owns a table may publish it. A superuser's role is not to be given away for that: then
/// it is his to run the statements.
std::vector<Missing> missing_ownership(SetupFacts const& facts,
                                       std::vector<TableName> const& tables,
                                       Statements const& otherwise) {
    std::map<std::string, std::vector<TableName>> by_owner;
    std::vector<TableName> of_superusers;
    for (auto const* it : found(facts, tables)) {
        if (!it->owned) {
            (it->owner_is_superuser ? of_superusers : by_owner[it->owner]).push_back(it->table);
        }
    }
    std::vector<Missing> missing;
    for (auto const& [owner, owned] : by_owner) {
        missing.push_back(
            {.what = fmt::format("{} does not own {}; {} does", facts.rights.role,
                                 some_of(owned, most_named), owner),
             .statement = sql("GRANT {} TO {}", ident(owner), ident(facts.rights.role))});
    }
    if (!of_superusers.empty()) {
        missing.push_back(
            {.what = fmt::format("{} does not own {}; a superuser does", facts.rights.role,
                                 some_of(of_superusers, most_named)),
             .statement = join(otherwise, sql(";\n  ")),
             .note = "as a superuser"});
    }
    return missing;
}

Statements all_of(PublicationPlan const& change) {
    auto statements = change.create;
    statements.insert(statements.end(), change.add.begin(), change.add.end());
    return statements;
}

}  // namespace

std::vector<Missing> missing_history_rights(SetupFacts const& facts) {
    auto const& [rights, standby, missing_schemas, closed, missing_tables, others, partitions,
                 columns, state] = facts.history;
    auto const role = ident(rights.role);
    std::vector<Missing> missing;
    if (!missing_schemas.empty() && !rights.create_schemas) {
        missing.push_back(
            {.what = fmt::format("{} may not make schemas in the database {}", rights.role,
                                 rights.database),
             .statement = sql("GRANT CREATE ON DATABASE {} TO {}", ident(rights.database), role)});
    }
    for (auto const& schema : closed) {
        missing.push_back(
            {.what = fmt::format("{} may make nothing in the schema {}", rights.role, schema),
             .statement = sql("GRANT USAGE, CREATE ON SCHEMA {} TO {}", ident(schema), role)});
    }
    for (auto const& table : others) {
        missing.push_back({.what = fmt::format("{} does not own {}", rights.role, table.text()),
                           .statement = sql("ALTER TABLE {} OWNER TO {}", table, role)});
    }
    return missing;
}

std::vector<Missing> missing_publication_rights(SetupFacts const& facts,
                                                SetupOptions const& options,
                                                PublicationPlan const& change,
                                                std::vector<TableName> const& identities) {
    std::vector<Missing> missing;
    auto const role = ident(facts.rights.role);
    if (!change.create.empty() && !facts.rights.create_schemas) {
        missing.push_back({.what = fmt::format("{} may not make a publication in the database {}",
                                               facts.rights.role, facts.rights.database),
                           .statement = sql("GRANT CREATE ON DATABASE {} TO {}",
                                            ident(facts.rights.database), role)});
    }
    if (facts.publication && !facts.publication->owned && !change.empty()) {
        missing.push_back({.what = fmt::format("{} does not own the publication {}",
                                               facts.rights.role, options.publication),
                           .statement = sql("ALTER PUBLICATION {} OWNER TO {}",
                                            ident(options.publication), role)});
    }
    auto tables = change.added;
    tables.insert(tables.end(), identities.begin(), identities.end());
    std::ranges::move(missing_ownership(facts, tables, all_of(change)),
                      std::back_inserter(missing));
    return missing;
}

std::vector<Missing> missing_reading_rights(SetupFacts const& facts,
                                            std::vector<TableName> const& published) {
    std::vector<TableName> closed;
    std::vector<Sql> names;
    for (auto const* it : found(facts, published)) {
        if (!it->readable) {
            closed.push_back(it->table);
            names.push_back(it->table.qualified());
        }
    }
    if (closed.empty()) {
        return {};
    }
    std::vector<Sql> schemas;
    for (auto const& it : closed) {
        auto schema = ident(it.schema);
        if (std::ranges::find(schemas, schema) == schemas.end()) {
            schemas.push_back(std::move(schema));
        }
    }
    auto const role = ident(facts.rights.role);
    return {{.what = fmt::format("{} may not read {}, which sync verify and first copies need",
                                 facts.rights.role, some_of(closed, most_named)),
             .statement = sql("GRANT USAGE ON SCHEMA {} TO {}; GRANT SELECT ON {} TO {}",
                              comma_separated(schemas), role, comma_separated(names), role)}};
}

}  // namespace lockstep::relay
