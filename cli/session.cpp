#include "session.hpp"

#include <chrono>
#include <ctime>
#include <filesystem>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "output.hpp"
#include "schema/kind.hpp"

namespace lockstep::cli {

namespace {

config::Loaded load_config(Globals const& globals, config::Environment const& environment,
                           bool tolerant) {
    config::ReadOptions options;
    options.environment = environment;
    options.note_missing_variables = tolerant;
    options.rules = policy::rule_names();
    for (auto const* const kind : schema::kinds()) {
        options.kinds.emplace_back(kind->name);
    }
    std::optional<std::filesystem::path> named;
    if (!globals.config.empty()) {
        named = globals.config;
    }
    return config::load(named, std::filesystem::current_path(), options);
}

/// "index:public.*_tmp" → kind and pattern; a pattern alone holds for every kind.
source::IgnorePattern ignore_pattern(std::string const& text) {
    auto const colon = text.find(':');
    if (colon == std::string::npos) {
        return {.kind = "*", .name = text};
    }
    auto const kind = text.substr(0, colon);
    std::vector<std::string_view> known;
    for (auto const* const one : schema::kinds()) {
        known.push_back(one->name);
    }
    if (std::none_of(known.begin(), known.end(),
                     [&](std::string_view name) { return matches_glob(kind, name); })) {
        throw Error(ExitCode::bad_input,
                    fmt::format("--ignore {}: there is no kind \"{}\"{}", printable(text),
                                printable(kind), did_you_mean(kind, known)),
                    "A pattern that holds a colon is written with a kind, or * for all of them: "
                    "\"*:odd:name\".");
    }
    return {.kind = kind, .name = text.substr(colon + 1)};
}

std::string utc(std::chrono::system_clock::time_point time, char const* format) {
    auto const seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    char text[32];
    return {text, std::strftime(text, sizeof text, format, &parts)};
}

policy::Severity severity_named(std::string const& name) {
    auto const severity = policy::severity_from(name);
    if (!severity) {
        throw Error(ExitCode::bad_input, fmt::format("there is no severity \"{}\"", name));
    }
    return *severity;
}

}  // namespace

Session::Session(Globals const& globals, LoadFlags const& flags, bool tolerant)
    : globals_(globals),
      environment_(config::process_environment()),
      loaded_(load_config(globals, environment_, tolerant)),
      progress_(wants_progress(globals)) {
    fill_load_options(flags);
}

void Session::fill_load_options(LoadFlags const& flags) {
    auto const& database = config().database;
    auto& options = load_options_;
    options.use_cache = !flags.no_cache;
    leave_out(flags.ignore);
    options.versions_folder =
        config::path_from(loaded_, store::versions_folder, std::filesystem::current_path())
            .string();
    auto const& scratch = config().scratch;
    options.scratch = {.url = scratch.url,
                       .binaries = scratch.binaries,
                       .extensions = scratch.extensions,
                       .setup = scratch.setup};
    options.code.naming = config().naming_conventions;
    for (auto const& [language, settings] : config().code_generation.languages) {
        options.code.types[language] = settings.types;
    }
    auto const& of_python = config().code_generation.type_mappings;
    options.code.types["python"].insert(of_python.begin(), of_python.end());
    options.connect_timeout_s =
        flags.connect_timeout_given
            ? flags.connect_timeout
            : static_cast<int>(
                  std::chrono::ceil<std::chrono::seconds>(database.connect_timeout).count());
    options.statement_timeout_ms = flags.statement_timeout_given
                                       ? flags.statement_timeout
                                       : static_cast<int>(database.statement_timeout.count());
    options.database_url = [this](std::string_view name) -> std::optional<std::string> {
        auto const choice = config::named_database(config(), name, environment_);
        if (choice && !choice->configured) {
            throw Error(ExitCode::bad_input, join(choice->missing, "\n"));
        }
        return choice ? std::optional(choice->url) : std::nullopt;
    };
    options.progress = [this](std::string_view what) { progress_.say(what); };
}

void Session::leave_out(std::vector<std::string> const& patterns) {
    for (auto const& text : patterns) {
        load_options_.ignore.push_back(ignore_pattern(text));
        left_out_.push_back(text);
    }
}

void Session::leave_out_what_config_says() {
    auto const& database = config().database;
    auto& options = load_options_;
    options.namespaces = database.schemas_to_check;
    for (auto const& [kind, patterns] : database.ignore) {
        for (auto const& pattern : patterns) {
            options.ignore.push_back({.kind = kind, .name = pattern});
        }
    }
    for (auto const& pattern : database.exclude_tables) {
        options.ignore.push_back({.kind = "table", .name = pattern});
    }
    for (auto const& pattern : database.exclude_enums) {
        options.ignore.push_back({.kind = "enum", .name = pattern});
    }
}

config::DatabaseChoice Session::database(std::string const& option) const {
    return config::choose_database(config(), environment_, option);
}

std::unique_ptr<source::Source> Session::open(std::string const& text) {
    return source::open(text, load_options_);
}

std::unique_ptr<source::Source> Session::open_database(std::string const& option) {
    return open(database_source(option));
}

std::string Session::database_source(std::string const& option) const {
    if (!option.empty()) {
        return option;
    }
    auto const choice = database(option);
    if (!choice.configured) {
        throw Error(ExitCode::bad_input, join(choice.missing, "\n"),
                    "Name one: --db postgresql://USER@HOST/DATABASE");
    }
    // An empty URL leaves everything to libpq's own environment.
    return choice.url.empty() ? "postgresql://" : choice.url;
}

std::vector<DefinitionSource> Session::definitions(std::vector<std::string> const& against) const {
    std::vector<DefinitionSource> list;
    for (auto const& source : against) {
        list.push_back({.source = source, .kinds = {}, .severity = {}});
    }
    if (!list.empty()) {
        return list;
    }
    for (auto const& definition : config().local_schemas.definitions) {
        list.push_back({.source = config::source_from(loaded_, definition.source,
                                                      std::filesystem::current_path()),
                        .kinds = definition.kinds,
                        .severity = definition.severity});
    }
    // A config that says no more than where the classes of Python are.
    auto const& root = config().local_schemas.root_dir;
    if (list.empty() && !root.empty()) {
        list.push_back({.source = config::source_from(loaded_, "python:" + root,
                                                      std::filesystem::current_path()),
                        .kinds = {},
                        .severity = {}});
    }
    return list;
}

policy::Policy Session::policy() const {
    auto const& rules = config().sync_rules;
    policy::Policy policy;
    for (auto const& level : rules.severity_levels) {
        policy.severities.push_back(
            {.rule = level.rule, .name = level.name, .severity = severity_named(level.severity)});
    }
    for (auto const& ignored : rules.ignore) {
        policy.severities.push_back(
            {.rule = ignored.rule, .name = ignored.name, .severity = policy::Severity::ignore});
    }
    for (auto const& accepted : rules.accepted) {
        policy.accepted.push_back({.finding = accepted.finding,
                                   .object = accepted.object,
                                   .reason = accepted.reason,
                                   .expires = accepted.expires});
    }
    policy.today = today_text();
    return policy;
}

policy::Severity Session::fail_on(std::string const& option) const {
    return severity_named(option.empty() ? config().sync_rules.fail_on : option);
}

diff::DiffOptions Session::diff_options() const {
    diff::DiffOptions options;
    for (auto const& rename : config().sync_rules.renames) {
        auto const* const kind = schema::find_kind(rename.kind);
        if (kind == nullptr) {
            throw Error(ExitCode::bad_input,
                        fmt::format("sync_rules.renames: there is no kind \"{}\"", rename.kind));
        }
        options.renames.push_back({.kind = kind,
                                   .from = schema::pack(split(rename.from, '.')),
                                   .to = schema::pack(split(rename.to, '.'))});
    }
    return options;
}

std::string now_text() {
    return utc(std::chrono::system_clock::now(), "%Y-%m-%dT%H:%M:%SZ");
}

std::string today_text(int days_later) {
    constexpr int hours_a_day = 24;
    return utc(std::chrono::system_clock::now() + std::chrono::hours(hours_a_day * days_later),
               "%Y-%m-%d");
}

std::string shell_quoted(std::string const& word) {
    constexpr std::string_view plain = "-._/:@%+=,~";
    bool const safe = !word.empty() && std::all_of(word.begin(), word.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               plain.find(c) != std::string_view::npos;
    });
    return safe ? word : "'" + replace_all(word, "'", "'\\''") + "'";
}

}  // namespace lockstep::cli
