#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/text.hpp"
#include "output.hpp"
#include "relay/history_filter.hpp"
#include "relay/restore_sql.hpp"
#include "relay/verify.hpp"
#include "sync_database.hpp"
#include "sync_wait.hpp"

namespace lockstep::cli {

namespace {

struct VerifyFlags {
    std::vector<std::string> tables;
    bool is_complete = false;
    std::size_t most_named = 20;
    int wait = 60;
    std::string format = "text";
    std::string database;
};

using What = relay::Difference::What;

struct WhatWords {
    What what;
    std::string_view name;
    std::string_view words;
};
constexpr std::array what_words{
    WhatWords{What::missing, "missing", "is missing in the table"},
    WhatWords{What::extra, "extra", "is in the table, and by the history it should not be"},
    WhatWords{What::different, "different", "differs in"},
};

WhatWords const& words_of(What what) {
    return *std::ranges::find(what_words, what, &WhatWords::what);
}

std::string checksum(std::uint64_t sum) {
    return fmt::format("{:016x}", sum);
}

std::string difference_in_words(relay::PresentTable const& table, relay::Difference const& it) {
    std::vector<std::string> columns;
    std::ranges::transform(it.columns, std::back_inserter(columns), printable);
    return fmt::format("  {} {}{}{}\n", relay::key_in_words(table, it.key), words_of(it.what).words,
                       columns.empty() ? "" : " ", join(columns, ", "));
}

void print_as_text(relay::TableComparison const& it) {
    auto const& found = it.comparison;
    auto const style = stdout_style();
    auto const verdict =
        found.differing == 0
            ? fmt::format("as its history tells it; checksum {}", checksum(found.table_sum))
            : style.alarm(count_of(found.differing, "difference"));
    print(fmt::format("{}: {} compared, {}\n", style.bold(printable(it.table)),
                      count_of(found.compared, "row"), verdict));
    for (auto const& difference : found.differences) {
        print(difference_in_words(it.present, difference));
    }
    if (found.differing > found.differences.size()) {
        print(fmt::format("  and {} more\n", found.differing - found.differences.size()));
    }
    if (found.not_told > 0) {
        print(
            fmt::format("  note: the history never speaks of {}, which may have been there "
                        "before it began: not compared\n",
                        count_of(found.not_told, "row")));
    }
    if (found.partly > 0) {
        print(
            fmt::format("  note: of {} the history does not tell all columns that there are now: "
                        "the others are compared\n",
                        count_of(found.partly, "row")));
    }
    for (auto const& text : it.notes) {
        print(fmt::format("  note: {}\n", text));
    }
}

nlohmann::json as_json(relay::TableComparison const& it) {
    auto differences = nlohmann::json::array();
    for (auto const& difference : it.comparison.differences) {
        nlohmann::json key = nlohmann::json::object();
        for (std::size_t i = 0; i < difference.key.size(); ++i) {
            key[it.present.key.at(i)] = difference.key[i];
        }
        differences.push_back({{"what", words_of(difference.what).name},
                               {"key", std::move(key)},
                               {"columns", difference.columns}});
    }
    auto const& found = it.comparison;
    return {{"table", it.table},
            {"compared", found.compared},
            {"partly", found.partly},
            {"not_told", found.not_told},
            {"differing", found.differing},
            {"differences", std::move(differences)},
            {"table_checksum", checksum(found.table_sum)},
            {"history_checksum", checksum(found.history_sum)},
            {"notes", it.notes}};
}

ExitCode verify(Globals const& globals, VerifyFlags const& flags) {
    Session session(globals, {});
    auto history = history_connection(session, flags.database);
    auto source = source_connection(session, flags.database);
    relay::Verifier verifier(history, source, configured_history(session),
                             session.config().sync.slot);
    std::vector<std::string> tables;
    std::ranges::transform(flags.tables, std::back_inserter(tables), relay::history_table_name);
    auto const lsn = verifier.look(std::move(tables));
    {
        // Beside the one that holds the snapshot: what is asked here is of now.
        auto now = source_connection(session, flags.database);
        await_history(session, history, now, lsn, flags.wait, "it cannot be compared");
    }
    std::size_t differing = 0;
    auto document = nlohmann::json{{"format", "lockstep/verify"},
                                   {"version", 1},
                                   {"lsn", relay::to_string(lsn)},
                                   {"tables", nlohmann::json::array()},
                                   {"notes", verifier.notes()}};
    verifier.compare({.is_complete = flags.is_complete, .most_named = flags.most_named},
                     [&](relay::TableComparison const& it) {
                         differing += it.comparison.differing;
                         if (flags.format == "json") {
                             document["tables"].push_back(as_json(it));
                         } else {
                             print_as_text(it);
                         }
                     });
    if (flags.format == "json") {
        print(document.dump(2) + "\n");
    } else {
        for (auto const& text : verifier.notes()) {
            print(fmt::format("note: {}\n", text));
        }
    }
    return differing == 0 ? ExitCode::done : ExitCode::found;
}

}  // namespace

Run configure_sync_verify(CLI::App& app) {
    auto const flags = std::make_shared<VerifyFlags>();
    app.add_option("--table", flags->tables,
                   "This table alone, as orders or auth.users. May be given several times")
        ->type_name("TABLE");
    app.add_flag("--complete", flags->is_complete,
                 "The tables were empty when the history began: a row that it never speaks of is a "
                 "difference");
    app.add_option("--show", flags->most_named, "So many rows of each table are named")
        ->check(CLI::Range(0, 1'000'000))
        ->type_name("N")
        ->capture_default_str();
    add_wait_option(app, flags->wait);
    one_of(app.add_option("--format", flags->format, "How the result is printed")
               ->capture_default_str(),
           {"text", "json"});
    add_database_option(app, flags->database);
    return [flags](Globals const& globals) { return verify(globals, *flags); };
}

}  // namespace lockstep::cli
