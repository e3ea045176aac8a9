// What a restore does, a statement for each row.
#include <algorithm>

#include "relay/restore_sql.hpp"

namespace lockstep::relay {

namespace {

/// As its column's type reads it.
Sql value(PresentColumn const& column, std::optional<std::string> const& text) {
    if (!text) {
        return sql("NULL");
    }
    bool const is_number = column.form() == JsonForm::number && is_plain_number(*text);
    // Digits, a point and a sign, as the server printed them.
    return is_number ? Sql::from_server(*text) : literal(*text);
}

Sql where(PresentTable const& table, Key const& key) {
    std::vector<Sql> parts;
    for (std::size_t i = 0; i < std::min(key.size(), table.key.size()); ++i) {
        auto const& column = *table.column(table.key[i]);
        parts.push_back(sql("{} = {}", ident(column.name), value(column, key[i])));
    }
    return join(parts, sql(" AND "));
}

Sql insert_statement(PresentTable const& table, Values const& wanted) {
    std::vector<Sql> names;
    std::vector<Sql> values;
    // In the table's order: people read it.
    for (auto const& column : table.columns) {
        if (auto const found = wanted.find(column.name); found != wanted.end()) {
            names.push_back(ident(column.name));
            values.push_back(value(column, found->second));
        }
    }
    return sql("INSERT INTO {} ({}) {}VALUES ({})", table.qualified(), comma_separated(names),
               overrides_identity(table) ? sql("OVERRIDING SYSTEM VALUE ") : Sql(),
               comma_separated(values));
}

Sql update_statement(PresentTable const& table, Key const& key, Values const& wanted,
                     Values const& present) {
    std::vector<Sql> settings;
    for (auto const& column : table.columns) {
        auto const was = wanted.find(column.name);
        auto const is = present.find(column.name);
        if (was != wanted.end() && (is == present.end() || is->second != was->second)) {
            settings.push_back(sql("{} = {}", ident(column.name), value(column, was->second)));
        }
    }
    return sql("UPDATE {} SET {} WHERE {}", table.qualified(), comma_separated(settings),
               where(table, key));
}

}  // namespace

Sql restore_statement(PresentTable const& table, char kind, Key const& key, Values const& wanted,
                      Values const& present) {
    if (kind == 'I') {
        return insert_statement(table, wanted);
    }
    return kind == 'U' ? update_statement(table, key, wanted, present)
                       : sql("DELETE FROM {} WHERE {}", table.qualified(), where(table, key));
}

}  // namespace lockstep::relay
