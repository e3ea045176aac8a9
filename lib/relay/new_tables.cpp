#include "relay/new_tables.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/text.hpp"
#include "relay/run_statements.hpp"

namespace lockstep::relay {

namespace {

/// Why it cannot join; empty when it can.
std::string obstacle(std::span<SourceTable const> all, TableName const& table) {
    auto const found = std::ranges::find(all, table, &SourceTable::table);
    if (!found->owned) {
        return fmt::format("{} owns it", printable(found->owner));
    }
    return look_at_identity(all, std::span(&table, 1)).without.empty()
               ? std::string()
               : "it has no replica identity, so its UPDATE and DELETE would be refused; see sync "
                 "setup --fix";
}

}  // namespace

NewTables publish_new_tables(pg::Connection& source, SetupOptions const& options) {
    NewTables result;
    auto const publication = read_publication(source, options.publication);
    if (!publication || read_server_state(source).in_recovery) {
        return result;  // a standby's publications are its primary's
    }
    auto const all = read_source_tables(source);
    auto wanted = wanted_tables(all, options.tables, options.history);
    std::erase_if(wanted, [&](TableName const& table) {
        if (holds(*publication, table)) {
            return false;
        }
        if (!options.adds_tables && !is_named(table, options.tables)) {
            return true;
        }
        auto const why = publication->owned ? obstacle(all, table) : "the publication is not ours";
        if (!why.empty()) {
            result.left_out.push_back(
                fmt::format("{} is not published: {}", printable(table.shown()), why));
        }
        return !why.empty();
    });
    auto const plan =
        plan_publication(options.publication, publication, wanted, all, options.history);
    for (auto const& statement : plan.add) {
        run_statements(source, {statement});
    }
    result.published = plan.added;
    return result;
}

}  // namespace lockstep::relay
