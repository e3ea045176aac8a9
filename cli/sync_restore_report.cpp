#include "sync_restore_report.hpp"

#include <algorithm>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "output.hpp"
#include "relay/value_settings.hpp"

namespace lockstep::cli {

namespace {

/// So many statements of each kind are shown of each table.
constexpr std::size_t shown_statements = 10;

/// Are those all?
bool are_all_shown(relay::Restore const& restore) {
    return std::ranges::all_of(restore.tables(), [](relay::TableRestore const& it) {
        return std::max({it.inserted, it.updated, it.deleted}) <= shown_statements;
    });
}

void print_statement(Sql const& statement, bool plain) {
    // What comes of values is shown such that a terminal is safe; as SQL it is as it must be run.
    print((plain ? statement.text() : "  " + printable(statement.text())) + ";\n");
}

std::string counts_of(relay::TableRestore const& it) {
    std::vector<std::string> parts;
    auto const add = [&](std::size_t count, std::string_view what) {
        if (count > 0) {
            parts.push_back(fmt::format("{} {}", count_of(count, "row"), what));
        }
    };
    add(it.inserted, "inserted");
    add(it.updated, "updated");
    add(it.deleted, "deleted");
    return parts.empty() ? "nothing to do" : join(parts, ", ");
}

void print_list(std::vector<std::string> const& lines, std::size_t count, std::string_view head) {
    print(fmt::format("{}\n", head));
    for (auto const& line : lines) {
        print(fmt::format("    {}\n", line));
    }
    if (count > lines.size()) {
        print(fmt::format("    and {} more\n", count - lines.size()));
    }
}

nlohmann::ordered_json as_json(relay::TableRestore const& it) {
    return {{"table", it.table.history_name},
            {"inserted", it.inserted},
            {"updated", it.updated},
            {"deleted", it.deleted},
            {"conflicts", {{"count", it.conflict_count}, {"rows", it.conflicts}}},
            {"untold", {{"count", it.untold_count}, {"rows", it.untold}}},
            {"notes", it.notes}};
}

}  // namespace

void print_restore_plan(relay::Restore& restore) {
    auto const style = stdout_style();
    for (auto const& text : restore.notes()) {
        print(fmt::format("note: {}\n", text));
    }
    for (auto const& it : restore.tables()) {
        print(fmt::format("{}: {}\n", style.bold(printable(it.table.history_name)), counts_of(it)));
        for (auto const& text : it.notes) {
            print(fmt::format("  note: {}\n", text));
        }
        if (it.untold_count > 0) {
            print_list(it.untold, it.untold_count,
                       "  note: of these rows the history does not tell what they were; they stay "
                       "as they are:");
        }
        if (it.conflict_count > 0) {
            print_list(it.conflicts, it.conflict_count, "  changed since by others:");
        }
    }
    restore.each_statement(shown_statements, [](Sql const& it) { print_statement(it, false); });
    if (!are_all_shown(restore)) {
        print("  … (all of them: --dry-run --format sql)\n");
    }
}

void print_restore_script(relay::Restore& restore) {
    print("BEGIN;\n" + relay::set_value_settings().text() +
          "SELECT pg_logical_emit_message(true, 'lockstep.client', 'lockstep restore');\n"
          "SET CONSTRAINTS ALL DEFERRED;\n");
    restore.each_statement(0, [](Sql const& it) { print_statement(it, true); });
    print("COMMIT;\n");
}

std::string restore_as_json(relay::Restore& restore, std::optional<RestoreOutcome> const& outcome) {
    auto tables = nlohmann::ordered_json::array();
    for (auto const& it : restore.tables()) {
        tables.push_back(as_json(it));
    }
    auto statements = nlohmann::ordered_json::array();
    if (!outcome) {
        restore.each_statement(shown_statements,
                               [&](Sql const& it) { statements.push_back(it.text() + ";"); });
    }
    nlohmann::ordered_json document{
        {"format", "lockstep/restore"},   {"version", 1},
        {"applied", outcome.has_value()}, {"changes", restore.changes()},
        {"tables", std::move(tables)},    {"notes", restore.notes()}};
    if (outcome) {
        document["transaction"] = outcome->transaction;
        document["left_over"] = outcome->left_over;
    } else {
        document["statements"] = std::move(statements);
        document["all_statements"] = are_all_shown(restore);
    }
    using Handler = nlohmann::ordered_json::error_handler_t;
    return document.dump(2, ' ', false, Handler::replace) + '\n';
}

}  // namespace lockstep::cli
