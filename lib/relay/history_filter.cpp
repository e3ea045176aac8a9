#include "relay/history_filter.hpp"

#include "relay/history_entry.hpp"

namespace lockstep::relay {

namespace {

/// `*` and `?` as LIKE has them, and its own signs as they are.
std::string like_pattern(std::string_view glob) {
    std::string pattern;
    for (char const c : glob) {
        if (c == '*' || c == '?') {
            pattern += c == '*' ? '%' : '_';
            continue;
        }
        if (c == '%' || c == '_' || c == '\\') {
            pattern += '\\';
        }
        pattern += c;
    }
    return pattern;
}

Sql text_array(std::vector<std::string> const& texts, std::string (*written)(std::string_view)) {
    std::vector<Sql> list;
    for (auto const& text : texts) {
        list.push_back(literal(written(text)));
    }
    return sql("ARRAY[{}]::text[]", comma_separated(list));
}

std::string as_it_is(std::string_view text) {
    return std::string(text);
}

Sql row_has_key(Sql const& row, std::vector<KeyPart> const& key) {
    std::vector<Sql> parts;
    for (auto const& part : key) {
        parts.push_back(sql("{} ->> {} = {}", row, literal(part.column), literal(part.value)));
    }
    return sql("({})", join(parts, sql(" AND ")));
}

Sql at_key(std::vector<KeyPart> const& key) {
    return sql("({} OR {} OR operation = 'TRUNCATE')", row_has_key(sql("data"), key),
               row_has_key(sql("old_data"), key));
}

}  // namespace

std::string history_table_name(std::string_view name) {
    constexpr std::string_view usual = "public.";
    return std::string(name.starts_with(usual) ? name.substr(usual.size()) : name);
}

Sql history_condition(HistoryFilter const& filter) {
    std::vector<Sql> all{sql("true")};
    if (!filter.tables.empty()) {
        all.push_back(sql("table_name LIKE ANY ({})", text_array(filter.tables, like_pattern)));
    }
    if (!filter.key.empty()) {
        all.push_back(at_key(filter.key));
    }
    if (!filter.clients.empty()) {
        all.push_back(sql("client_id = ANY ({})", text_array(filter.clients, as_it_is)));
    }
    if (!filter.operations.empty()) {
        all.push_back(sql("operation = ANY ({})", text_array(filter.operations, as_it_is)));
    }
    if (filter.since) {
        all.push_back(sql("timestamp >= {}", moment_sql(*filter.since)));
    }
    if (filter.until) {
        all.push_back(sql("timestamp <= {}", moment_sql(*filter.until)));
    }
    if (filter.transaction) {
        all.push_back(sql("transaction_id = {}", number(*filter.transaction)));
    }
    if (filter.from_position) {
        all.push_back(sql("position >= {}", number(*filter.from_position)));
    }
    if (filter.to_position) {
        all.push_back(sql("position <= {}", number(*filter.to_position)));
    }
    return join(all, sql(" AND "));
}

Sql history_page(HistoryNames const& names, HistoryFilter const& filter, std::int64_t after,
                 std::int64_t count) {
    return sql(
        "COPY (SELECT {} FROM {} WHERE {} AND position > {} ORDER BY {}.position LIMIT {}) "
        "TO STDOUT",
        entry_columns(), names.qualified(), history_condition(filter), number(after),
        ident(names.table), number(count));
}

Sql position_of_last(HistoryNames const& names, HistoryFilter const& filter, std::int64_t count) {
    return sql("SELECT position FROM {} WHERE {} ORDER BY position DESC OFFSET {} LIMIT 1",
               names.qualified(), history_condition(filter), number(count > 0 ? count - 1 : 0));
}

}  // namespace lockstep::relay
