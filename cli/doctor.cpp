#include <CLI/CLI.hpp>
#include <array>
#include <memory>

#include <fmt/core.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "output.hpp"
#include "pg/connection.hpp"
#include "pg/scratch_server.hpp"
#include "session.hpp"
#include "source/files.hpp"
#include "source/server_versions.hpp"

namespace lockstep::cli {

namespace {

constexpr int per_major = 10'000;

enum class Health { good, note, bad, untried };

/// What a look at one thing found.
struct Result {
    Health health = Health::good;
    std::string text;
    std::string mend;  // the next step; empty where nothing is to be done
};

struct DoctorFlags {
    std::string database;
    std::string format = "text";
    LoadFlags load;
};

/// What the checks look at. The connection is made once, by the check that is about it.
struct Patient {
    Session& session;
    DoctorFlags const& flags;
    std::unique_ptr<pg::Connection> connection;
};

Result bad(std::string text, std::string mend) {
    return {Health::bad, std::move(text), std::move(mend)};
}

Result noted(std::string text, std::string mend = {}) {
    return {Health::note, std::move(text), std::move(mend)};
}

/// What it needs is not there, and another result says so.
Result not_tried() {
    return {Health::untried, "not tried", {}};
}

Result good(std::string text) {
    return {Health::good, std::move(text), {}};
}

Result config_found(Patient& patient) {
    auto const& file = patient.session.loaded().file;
    if (file.empty()) {
        return noted("none was found from here upwards; defaults hold", "lockstep init");
    }
    auto const& missing = patient.session.loaded().missing;
    if (!missing.empty()) {
        return bad(fmt::format("{}: {} needs the variable {}, which is not set", file.string(),
                               missing.front().path, missing.front().variable),
                   fmt::format("export {}=…", missing.front().variable));
    }
    return good(file.string());
}

Result database_configured(Patient& patient) {
    auto const choice = patient.session.database(patient.flags.database);
    if (!choice.configured) {
        return bad(join(choice.missing, "; "),
                   "export DATABASE_URL=postgresql://USER@HOST/DATABASE");
    }
    return good(fmt::format(
        "{} ({})", choice.url.empty() ? "libpq's own settings" : pg::display_url(choice.url),
        choice.from));
}

Result connects(Patient& patient) {
    auto const choice = patient.session.database(patient.flags.database);
    if (!choice.configured) {
        return not_tried();
    }
    pg::ConnectOptions options;
    options.connect_timeout =
        std::chrono::seconds(patient.session.load_options().connect_timeout_s);
    try {
        patient.connection = std::make_unique<pg::Connection>(choice.url, options);
    } catch (Error const& error) {
        return bad(error.what(), error.hint());
    }
    return good(
        fmt::format("as {} to {}", patient.connection->user(), patient.connection->database()));
}

Result server_version(Patient& patient) {
    if (patient.connection == nullptr) {
        return not_tried();
    }
    auto const version = patient.connection->server_version();
    auto const name = "PostgreSQL " + patient.connection->parameter("server_version");
    if (version < source::oldest_server) {
        return bad(name + " is older than 13, the oldest that is supported", "Upgrade the server");
    }
    return version >= source::first_unknown_server
               ? noted(name + " is newer than 18, the newest that was tried", "Upgrade lockstep")
               : good(name);
}

Result rights(Patient& patient) {
    if (patient.connection == nullptr) {
        return not_tried();
    }
    auto const rows = patient.connection->query(
        sql("SELECT n.nspname FROM pg_namespace n WHERE n.nspname !~ '^pg_' AND n.nspname <> "
            "'information_schema' AND NOT has_schema_privilege(n.oid, 'USAGE') ORDER BY 1"));
    if (rows.size() == 0) {
        return good("may use every schema");
    }
    std::vector<std::string> names;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        names.emplace_back(rows.cell(i, 0));
    }
    return noted(fmt::format("may not use {}: their objects are read from the catalog all the same",
                             join(names, ", ")));
}

Result wal_level(Patient& patient) {
    if (patient.connection == nullptr) {
        return not_tried();
    }
    auto const rows = patient.connection->query(sql("SHOW wal_level"));
    std::string const level(rows.cell(0, 0));
    return level == "logical"
               ? good(level)
               : noted(level + ": enough for all but `lockstep sync`",
                       "For sync: ALTER SYSTEM SET wal_level = logical, and restart the server");
}

Result scratch_found(Patient& patient) {
    auto const& scratch = patient.session.load_options().scratch;
    if (!scratch.url.empty()) {
        return good("scratch.url is used: " + pg::display_url(scratch.url));
    }
    auto const found = pg::find_installations(scratch.binaries);
    if (found.empty()) {
        return bad("no PostgreSQL server programs were found (initdb, postgres)",
                   "Install them (Debian: apt-get install postgresql), or set LOCKSTEP_PG_BIN or "
                   "scratch.url");
    }
    return good(
        fmt::format("PostgreSQL {} in {}", found.front().major, found.front().bin.string()));
}

Result scratch_starts(Patient& patient) {
    auto const& scratch = patient.session.load_options().scratch;
    if (scratch.url.empty() && pg::find_installations(scratch.binaries).empty()) {
        return not_tried();
    }
    try {
        patient.session.progress().say("starting a scratch server");
        pg::ScratchOptions options;
        options.binaries = scratch.binaries;
        options.url = scratch.url;
        pg::ScratchServer const server(options);
        pg::ScratchDatabase const database(server.url());
        return good(fmt::format("PostgreSQL {}", server.server_version() / per_major));
    } catch (Error const& error) {
        return bad(error.what(), error.hint());
    }
}

Result cache_writable(Patient&) {
    auto const folder = cache_folder();
    if (!folder) {
        return noted("there is none: every run reads everything anew", "export XDG_CACHE_HOME=…");
    }
    if (::access(folder->c_str(), W_OK | X_OK) != 0) {
        return bad(folder->string() + " cannot be written to", "Make it writable for this user");
    }
    return good(folder->string());
}

Result definitions_load(Patient& patient) {
    auto const definitions = patient.session.definitions({});
    if (definitions.empty()) {
        return noted("the config names none", "lockstep check --against SOURCE, or lockstep init");
    }
    std::vector<std::string> names;
    for (auto const& definition : definitions) {
        try {
            auto const source = patient.session.open(definition.source);
            auto const schema = source->load(patient.session.load_options());
            names.push_back(
                fmt::format("{} ({})", source->name(), count_of(schema.objects.size(), "object")));
        } catch (Error const& error) {
            return bad(error.what(), error.hint());
        }
    }
    return good(join(names, ", "));
}

Result hook_installed(Patient&) {
    auto const hook = source::git_path("hooks/pre-commit");
    if (!hook) {
        return noted("this is no git repository");
    }
    auto const text = read_file_if_any(*hook);
    if (!text) {
        return noted("there is no pre-commit hook", "lockstep init");
    }
    return text->find("lockstep") != std::string::npos
               ? good(*hook)
               : noted("the pre-commit hook does not call lockstep",
                       fmt::format("Add this line to {}: lockstep check --if-configured", *hook));
}

/// One row of the table of what is looked at.
struct Look {
    std::string_view name;
    Result (*at)(Patient&);
};

constexpr std::array looks{
    Look{"config", config_found},
    Look{"database", database_configured},
    Look{"connection", connects},
    Look{"server version", server_version},
    Look{"rights", rights},
    Look{"wal_level", wal_level},
    Look{"scratch server", scratch_found},
    Look{"scratch start", scratch_starts},
    Look{"cache", cache_writable},
    Look{"definitions", definitions_load},
    Look{"hook", hook_installed},
};

struct Row {
    std::string_view name;
    Result result;
};

/// One that fails to look is a result too: the others are looked at all the same.
Row look_at(Look const& look, Patient& patient) {
    try {
        return {look.name, look.at(patient)};
    } catch (Error const& error) {
        if (error.code() == ExitCode::interrupted) {
            throw;
        }
        return {look.name, bad(error.what(), error.hint())};
    }
}

std::string_view word_of(Health health) {
    switch (health) {
        case Health::good:
            return "ok";
        case Health::bad:
            return "bad";
        case Health::note:
        case Health::untried:
            break;
    }
    return "note";
}

std::string as_text(std::vector<Row> const& rows) {
    auto const style = stdout_style();
    Table table;
    std::vector<std::string> untried;
    for (auto const& [name, result] : rows) {
        if (result.health == Health::untried) {
            untried.emplace_back(name);
            continue;
        }
        auto const word = word_of(result.health);
        table.add({result.health == Health::good   ? style.green(word)
                   : result.health == Health::note ? style.yellow(word)
                                                   : style.alarm(word),
                   std::string(name), report::shown_on_one_line(result.text)});
        if (!result.mend.empty()) {
            table.add({"", "", "→ " + report::shown_on_one_line(result.mend)});
        }
    }
    if (!untried.empty()) {
        table.add({style.yellow(word_of(Health::untried)), "not tried", join(untried, ", ")});
    }
    return table.finish(static_cast<std::size_t>(stdout_look().width));
}

std::string as_json(std::vector<Row> const& rows, bool healthy) {
    using Json = nlohmann::ordered_json;
    auto list = Json::array();
    for (auto const& [name, result] : rows) {
        list.push_back({{"name", name},
                        {"health", word_of(result.health)},
                        {"text", result.text},
                        {"mend", result.mend}});
    }
    Json const json{
        {"format", "lockstep/doctor"}, {"version", 1}, {"healthy", healthy}, {"checks", list}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

ExitCode doctor(Globals const& globals, DoctorFlags const& flags) {
    Session session(globals, flags.load, true);
    Patient patient{session, flags, nullptr};
    std::vector<Row> rows;
    for (auto const& look : looks) {
        rows.push_back(look_at(look, patient));
    }
    session.progress().clear();
    bool const healthy = std::none_of(
        rows.begin(), rows.end(), [](Row const& row) { return row.result.health == Health::bad; });
    print(flags.format == "json" ? as_json(rows, healthy) : as_text(rows));
    return healthy ? ExitCode::done : ExitCode::found;
}

}  // namespace

Run configure_doctor(CLI::App& app) {
    auto const flags = std::make_shared<DoctorFlags>();
    add_database_option(app, flags->database);
    one_of(app.add_option("--format", flags->format, "How it is told")
               ->capture_default_str()
               ->envname("LOCKSTEP_DOCTOR_FORMAT"),
           {"text", "json"});
    add_load_options(app, flags->load);
    return [flags](Globals const& globals) { return doctor(globals, *flags); };
}

}  // namespace lockstep::cli
