#include "relay/identity.hpp"

namespace lockstep::relay {

namespace {

Sql full_identity(TableName const& table) {
    return sql("ALTER TABLE {} REPLICA IDENTITY FULL", table.qualified());
}

}  // namespace

IdentityReport look_at_identity(std::span<SourceTable const> all,
                                std::span<TableName const> published) {
    IdentityReport report;
    for (auto const& name : published) {
        for (auto& it : rows_of(all, name)) {
            if (it.identity == Identity::nothing) {
                report.without.push_back(std::move(it));
            } else if (it.identity != Identity::full) {
                report.key_only.push_back(std::move(it));
            }
        }
    }
    return report;
}

Statements give_identity(std::span<SourceTable const> without) {
    Statements statements;
    for (auto const& it : without) {
        statements.push_back(it.suitable_index.empty()
                                 ? full_identity(it.table)
                                 : sql("ALTER TABLE {} REPLICA IDENTITY USING INDEX {}",
                                       it.table.qualified(), ident(it.suitable_index)));
    }
    return statements;
}

Statements give_full_identity(std::span<SourceTable const> tables) {
    Statements statements;
    for (auto const& it : tables) {
        statements.push_back(full_identity(it.table));
    }
    return statements;
}

}  // namespace lockstep::relay
