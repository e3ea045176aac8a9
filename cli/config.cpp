#include <CLI/CLI.hpp>
#include <memory>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "config/settings.hpp"
#include "output.hpp"
#include "pg/connection.hpp"
#include "session.hpp"

namespace lockstep::cli {

namespace {

struct ConfigFlags {
    std::string format = "text";
    bool all = false;
};

std::vector<config::Setting> settings_of(Session const& session, bool all) {
    auto list = config::settings(session.loaded(), pg::display_url);
    if (!all) {
        std::erase_if(list, [](auto const& setting) { return setting.from == "default"; });
    }
    return list;
}

std::string as_text(Session const& session, config::DatabaseChoice const& database,
                    std::vector<config::Setting> const& settings) {
    auto const style = stdout_style();
    Table table;
    auto const& file = session.loaded().file;
    table.add(
        {style.bold("config"), file.empty() ? "none was found; defaults hold" : file.string(), ""});
    table.add({style.bold("database"),
               database.configured
                   ? (database.url.empty() ? "libpq's own settings" : pg::display_url(database.url))
                   : "none is named",
               style.dim(database.from)});
    for (auto const& setting : settings) {
        table.add({setting.path, report::shown_on_one_line(setting.value),
                   style.dim(report::shown_on_one_line(setting.from))});
    }
    return table.finish(static_cast<std::size_t>(stdout_look().width));
}

std::string as_json(Session const& session, config::DatabaseChoice const& database,
                    std::vector<config::Setting> const& settings) {
    using Json = nlohmann::ordered_json;
    auto list = Json::array();
    for (auto const& setting : settings) {
        list.push_back({{"path", setting.path},
                        {"value", setting.secret ? Json(setting.value)
                                                 : Json::parse(setting.value, nullptr, false)},
                        {"from", setting.from},
                        {"secret", setting.secret}});
    }
    Json const json{{"format", "lockstep/settings"},
                    {"version", 1},
                    {"file", session.loaded().file.string()},
                    {"database",
                     {{"configured", database.configured},
                      {"url", pg::display_url(database.url)},
                      {"from", database.from}}},
                    {"settings", list}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

ExitCode print_config(Globals const& globals, ConfigFlags const& flags) {
    Session const session(globals, {}, true);
    auto const database = session.database({});
    auto const settings = settings_of(session, flags.all);
    print(flags.format == "json" ? as_json(session, database, settings)
                                 : as_text(session, database, settings));
    for (auto const& missing : session.loaded().missing) {
        note(globals, fmt::format("{}: the variable {} is not set ({})", missing.path,
                                  missing.variable, to_string(missing.place)));
    }
    return ExitCode::done;
}

}  // namespace

Run configure_config(CLI::App& app) {
    auto const flags = std::make_shared<ConfigFlags>();
    one_of(app.add_option("--format", flags->format, "How they are printed")
               ->capture_default_str()
               ->envname("LOCKSTEP_CONFIG_FORMAT"),
           {"text", "json"});
    app.add_flag("--all", flags->all, "Those that have their default, too");
    return [flags](Globals const& globals) { return print_config(globals, *flags); };
}

}  // namespace lockstep::cli
