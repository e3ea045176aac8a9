#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <optional>
#include <thread>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "output.hpp"
#include "pg/copy.hpp"
#include "relay/history_entry.hpp"
#include "relay/history_filter.hpp"
#include "relay/present_table.hpp"
#include "sync_database.hpp"

namespace lockstep::cli {

namespace {

constexpr std::int64_t page_size = 1000;
/// How many entries a person is shown who does not say how many.
constexpr std::int64_t usual_limit = 100;

struct HistoryFlags {
    std::vector<std::string> tables;
    std::string key;
    std::vector<std::string> clients;
    std::vector<std::string> operations;
    std::string since;
    std::string until;
    std::optional<std::int64_t> transaction;
    std::optional<std::int64_t> from_position;
    std::optional<std::int64_t> to_position;
    std::optional<std::int64_t> limit;
    bool follow = false;
    int poll_ms = 500;
    std::string format = "text";
    std::string database;
};

std::optional<relay::Moment> moment(std::string_view option, std::string const& text) {
    if (text.empty()) {
        return std::nullopt;
    }
    auto const read = relay::parse_moment(text);
    if (!read) {
        throw Error(ExitCode::bad_input,
                    fmt::format("{} {}: that is no time", option, printable(text)),
                    "Write 2026-11-21, 2026-11-21T03:00:00Z, or how long ago: 2h, 30min, 7d.");
    }
    return read;
}

/// The key with its columns named: those that the source's table has, where the user names none.
std::vector<relay::KeyPart> named_key(Session& session, HistoryFlags const& flags) {
    auto key = flags.key.empty() ? std::vector<relay::KeyPart>{} : relay::parse_key(flags.key);
    if (key.empty() || relay::is_named(key)) {
        return key;
    }
    if (flags.tables.size() != 1) {
        throw Error(ExitCode::bad_input, "--key without its column needs one --table",
                    "Name the table, or the column: --key id=42");
    }
    auto source = source_connection(session, flags.database);
    auto const table =
        relay::present_table(source, relay::history_table_name(flags.tables.front()));
    auto const values = relay::key_values(key, table.key, table.history_name);
    for (std::size_t i = 0; i < key.size(); ++i) {
        key[i] = {.column = table.key[i], .value = values[i]};
    }
    return key;
}

relay::HistoryFilter filter_of(Session& session, HistoryFlags const& flags) {
    relay::HistoryFilter filter{.tables = {},
                                .key = named_key(session, flags),
                                .clients = flags.clients,
                                .operations = flags.operations,
                                .since = moment("--since", flags.since),
                                .until = moment("--until", flags.until),
                                .transaction = flags.transaction,
                                .from_position = flags.from_position,
                                .to_position = flags.to_position};
    std::ranges::transform(flags.tables, std::back_inserter(filter.tables),
                           relay::history_table_name);
    return filter;
}

/// How entries are printed: page by page, as they come.
class EntryPrinter {
public:
    virtual ~EntryPrinter() = default;
    virtual void begin() {}
    virtual void entry(relay::HistoryEntry const& entry) = 0;
    virtual void end_of_page() {}
    virtual void end() {}
};

class AsLines : public EntryPrinter {
public:
    void entry(relay::HistoryEntry const& entry) override {
        print(relay::entry_as_json(entry) + "\n");
    }
};

class AsDocument : public EntryPrinter {
public:
    void begin() override {
        print("{\"format\": \"lockstep/history\", \"version\": 1, \"entries\": [");
    }
    void entry(relay::HistoryEntry const& entry) override {
        print((any_ ? ",\n  " : "\n  ") + relay::entry_as_json(entry));
        any_ = true;
    }
    void end() override { print(any_ ? "\n]}\n" : "]}\n"); }

private:
    bool any_ = false;
};

class AsCsv : public EntryPrinter {
public:
    void begin() override { print(relay::csv_header()); }
    void entry(relay::HistoryEntry const& entry) override { print(relay::entry_as_csv(entry)); }
};

class AsTable : public EntryPrinter {
public:
    void entry(relay::HistoryEntry const& entry) override {
        if (!header_shown_) {
            add_header();
        }
        // Seconds and milliseconds are enough for people.
        constexpr std::size_t to_milliseconds = 23;
        auto time = entry.timestamp.substr(0, to_milliseconds);
        std::ranges::replace(time, 'T', ' ');
        table_.add({entry.position, std::move(time), printable(entry.table_name), entry.operation,
                    entry.transaction_id, printable(entry.client_id.value_or("")),
                    relay::entry_in_words(entry)});
    }
    void end_of_page() override {
        print(table_.finish(static_cast<std::size_t>(stdout_look().width)));
    }

private:
    void add_header() {
        auto const style = stdout_style();
        std::vector<std::string> cells;
        for (auto const* const name :
             {"POSITION", "TIME (UTC)", "TABLE", "OPERATION", "XID", "CLIENT", "CHANGE"}) {
            cells.push_back(style.bold(name));
        }
        table_.add(std::move(cells));
        header_shown_ = true;
    }

    Table table_;
    bool header_shown_ = false;
};

std::unique_ptr<EntryPrinter> printer_for(HistoryFlags const& flags) {
    if (flags.format == "csv") {
        return std::make_unique<AsCsv>();
    }
    if (flags.format == "text") {
        return std::make_unique<AsTable>();
    }
    if (flags.follow) {
        return std::make_unique<AsLines>();
    }
    return std::make_unique<AsDocument>();
}

/// Reads the history from one position on, a page at a time: neither side holds more of it.
class HistoryReader {
public:
    HistoryReader(pg::Connection& connection, relay::HistoryNames names,
                  relay::HistoryFilter filter, EntryPrinter& printer)
        : connection_(connection),
          names_(std::move(names)),
          filter_(std::move(filter)),
          printer_(printer) {}

    /// Leaves out all but the last ones; true when there were more.
    bool skip_to_last(std::int64_t count) {
        auto const rows = connection_.query(relay::position_of_last(names_, filter_, count + 1));
        if (rows.size() == 0) {
            return false;
        }
        after_ = relay::parse_position(rows.cell(0, 0)).value_or(0);
        return true;
    }
    /// All that is there now; false where there is nothing.
    bool read() {
        auto count = read_page();
        bool const any = count > 0;
        while (count == page_size) {
            count = read_page();
        }
        return any;
    }
    void follow(std::chrono::milliseconds pause) {
        while (!pg::interrupted()) {
            read();
            wait(pause);
        }
    }

private:
    std::int64_t read_page() {
        pg::CopyOut out(connection_, relay::history_page(names_, filter_, after_, page_size));
        std::int64_t count = 0;
        while (auto const row = out.next()) {
            auto const entry = relay::history_entry(pg::copy_cells(*row));
            after_ = relay::parse_position(entry.position).value_or(after_);
            printer_.entry(entry);
            ++count;
        }
        printer_.end_of_page();
        return count;
    }
    static void wait(std::chrono::milliseconds pause) {
        constexpr std::chrono::milliseconds step{20};
        for (auto left = pause; left.count() > 0 && !pg::interrupted(); left -= step) {
            std::this_thread::sleep_for(std::min(left, step));
        }
    }

    pg::Connection& connection_;
    relay::HistoryNames names_;
    relay::HistoryFilter filter_;
    EntryPrinter& printer_;
    std::int64_t after_ = -1;
};

/// Moments are taken once: "2h" ago stays where it is while pages are read.
void settle(pg::Connection& connection, std::optional<relay::Moment>& moment) {
    if (moment && moment->time.empty()) {
        auto const rows = connection.query(
            sql("SELECT to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US+00')",
                relay::moment_sql(*moment)));
        moment->time = std::string(rows.cell(0, 0));
    }
}

/// A person who says nothing of it is shown the end; a program gets all.
std::int64_t limit_of(HistoryFlags const& flags) {
    return flags.limit.value_or(flags.format == "text" ? usual_limit : 0);
}

ExitCode show_history(Globals const& globals, HistoryFlags const& flags) {
    Session session(globals, {});
    auto filter = filter_of(session, flags);
    auto connection = history_connection(session, flags.database);
    settle(connection, filter.since);
    settle(connection, filter.until);
    auto const printer = printer_for(flags);
    HistoryReader reader(connection, configured_history(session), std::move(filter), *printer);
    auto const limit = limit_of(flags);
    if (limit > 0 && reader.skip_to_last(limit) && !flags.limit) {
        note(globals, fmt::format("these are the last {}; all of them: --limit 0", limit));
    }
    printer->begin();
    if (!flags.follow) {
        if (!reader.read() && flags.format == "text") {
            note(globals, "the history holds no such entry");
        }
        printer->end();
        return ExitCode::done;
    }
    try {
        reader.follow(std::chrono::milliseconds(flags.poll_ms));
    } catch (Error const& error) {
        if (error.code() != ExitCode::interrupted) {
            throw;
        }
    }
    return ExitCode::interrupted;
}

void add_filter_options(CLI::App& app, HistoryFlags& flags) {
    app.add_option("--table", flags.tables,
                   "Changes of this table alone: orders, auth.users; * and ? stand for others. May "
                   "be given several times")
        ->type_name("TABLE");
    app.add_option("--key", flags.key,
                   "Changes of this row alone: 42, or a=1,b=x for a key of several columns")
        ->type_name("KEY");
    app.add_option("--client", flags.clients, "Changes by this client. May be given several times")
        ->type_name("ID");
    one_of(app.add_option("--operation", flags.operations,
                          "Changes of this kind. May be given several times"),
           {"INSERT", "UPDATE", "DELETE", "TRUNCATE", "SCHEMA"});
    app.add_option("--since", flags.since,
                   "From then on: 2026-11-21, 2026-11-21T03:00:00Z, or how long ago: 2h, 7d")
        ->type_name("TIME");
    app.add_option("--until", flags.until, "Up to then")->type_name("TIME");
    app.add_option("--transaction", flags.transaction, "Changes of this transaction")
        ->check(CLI::NonNegativeNumber)
        ->type_name("XID");
    app.add_option("--from-position", flags.from_position, "From this position on")
        ->check(CLI::NonNegativeNumber)
        ->type_name("N");
    app.add_option("--to-position", flags.to_position, "Up to this position")
        ->check(CLI::NonNegativeNumber)
        ->type_name("N");
}

}  // namespace

Run configure_sync_history(CLI::App& app) {
    auto const flags = std::make_shared<HistoryFlags>();
    add_filter_options(app, *flags);
    app.add_option("--limit", flags->limit,
                   "The last so many; 0: all (json and csv by default; text shows 100)")
        ->check(CLI::NonNegativeNumber)
        ->type_name("N");
    auto* const follow =
        app.add_flag("--follow", flags->follow, "Goes on with what comes, until it is interrupted");
    app.add_option("--poll", flags->poll_ms, "How often it looks, in milliseconds")
        ->check(CLI::Range(10, 3'600'000))
        ->needs(follow)
        ->type_name("MS")
        ->capture_default_str();
    one_of(app.add_option("--format", flags->format,
                          "How entries are printed; json with --follow: an object a line")
               ->capture_default_str(),
           {"text", "json", "csv"});
    add_database_option(app, flags->database);
    return [flags](Globals const& globals) { return show_history(globals, *flags); };
}

}  // namespace lockstep::cli
