#include "config/init.hpp"

#include <CLI/CLI.hpp>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/files.hpp"
#include "config/load.hpp"
#include "output.hpp"
#include "report/shown.hpp"
#include "source/files.hpp"

namespace lockstep::cli {

namespace {

namespace fs = std::filesystem;

struct InitFlags {
    bool yes = false;
};

/// Where teams keep their definitions; the first that is there and holds SQL is taken.
constexpr std::array usual_definitions{"schema.sql",      "schema/",     "db/schema.sql",
                                       "db/schema/",      "sql/schema/", "database/schema.sql",
                                       "db/structure.sql"};
constexpr std::array usual_migrations{"supabase/migrations", "db/migrations", "migrations"};
constexpr std::array usual_variables{"DATABASE_URL", "SUPABASE_DB_URL", "POSTGRES_URL"};

bool holds_sql(fs::path const& folder) {
    return fs::is_directory(folder) && !files_below(folder, ".sql").empty();
}

std::vector<std::string> find_definitions() {
    for (std::string const source : usual_definitions) {
        if (source.ends_with('/') ? holds_sql(source) : fs::is_regular_file(source)) {
            return {source};
        }
    }
    for (std::string const folder : usual_migrations) {
        if (holds_sql(folder)) {
            return {"migrations:" + folder};
        }
    }
    return {};
}

config::Facts look_around() {
    config::Facts facts{.definitions = find_definitions(),
                        .database_variable = {},
                        .git = fs::is_directory(".git")};
    for (auto const* const name : usual_variables) {
        if (facts.database_variable.empty() && std::getenv(name) != nullptr) {
            facts.database_variable = name;
        }
    }
    return facts;
}

/// Where the file is to be: a config of another ending is this repository's config all the same.
fs::path place_of(config::FileToWrite const& file) {
    bool const is_config = fs::path(file.path).stem() == "schema_sync_config";
    auto const found = is_config ? config::find_file(fs::current_path()) : std::nullopt;
    return found && found->parent_path() == fs::current_path() ? found->filename()
                                                               : fs::path(file.path);
}

bool may_replace(fs::path const& place, InitFlags const& flags) {
    return flags.yes ||
           ask(fmt::format("{} exists and differs. Replace it?", place.string()), false);
}

/// Writes it unless that would change what is there; the word that tells what was done.
std::string_view put(config::FileToWrite const& file, fs::path const& place,
                     InitFlags const& flags) {
    bool const exists = fs::exists(fs::symlink_status(place));
    if (exists && read_file_if_any(place) == file.content) {
        return "unchanged";
    }
    bool const other_syntax = place.extension() != fs::path(file.path).extension();
    if (exists && (other_syntax || !may_replace(place, flags))) {
        return "kept";
    }
    constexpr fs::perms for_all{0644};
    constexpr fs::perms program{0755};
    if (place.has_parent_path()) {
        fs::create_directories(place.parent_path());
    }
    write_file(place, file.content, file.executable ? program : for_all);
    return exists ? "replaced" : "written";
}

void tell_next_steps(config::Facts const& facts) {
    auto const style = stdout_style();
    print("\n" + style.bold("What next") + "\n");
    if (facts.definitions.empty()) {
        print("  Name your definitions in schema_sync_config.json, under local_schemas\n");
    }
    if (facts.database_variable.empty()) {
        print("  Say which database: " +
              style.cyan("export DATABASE_URL=postgresql://USER@HOST/DATABASE") + "\n");
    }
    print("  See whether all is well: " + style.cyan("lockstep doctor") + "\n");
    print("  Look for drift: " + style.cyan("lockstep check") + "\n");
}

ExitCode init(Globals const& globals, InitFlags const& flags) {
    auto const facts = look_around();
    Table table;
    bool kept = false;
    for (auto const& file : config::init_files(facts)) {
        auto const place = place_of(file);
        auto const done = put(file, place, flags);
        kept = kept || done == "kept";
        table.add({std::string(done), place.string(), file.about});
    }
    print(table.finish(static_cast<std::size_t>(stdout_look().width)));
    if (kept) {
        note(globals, "files that exist and differ were kept; --yes replaces them");
    }
    if (!facts.git) {
        note(globals,
             "no git repository starts in this folder: no hook and no workflow was written");
    }
    if (auto const hook = source::git_path("hooks/pre-commit");
        facts.git && hook && *hook != ".git/hooks/pre-commit") {
        note(globals, fmt::format("git looks for the hook at {} (core.hooksPath): call it there",
                                  report::shown_on_one_line(*hook)));
    }
    tell_next_steps(facts);
    return ExitCode::done;
}

}  // namespace

Run configure_init(CLI::App& app) {
    auto const flags = std::make_shared<InitFlags>();
    app.add_flag("-y,--yes", flags->yes, "Replace files that exist and differ, without asking");
    return [flags](Globals const& globals) { return init(globals, *flags); };
}

}  // namespace lockstep::cli
