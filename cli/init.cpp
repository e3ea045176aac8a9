#include "config/init.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <functional>
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
    bool dry_run = false;
    bool remove = false;
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

/// A file of init's, and what is in its place.
struct Place {
    config::FileToWrite file;
    fs::path path;
    enum class Holds { nothing, the_same, something_else } holds;

    /// A config in YAML is not overwritten by one in JSON.
    bool may_be_replaced() const { return path.extension() == fs::path(file.path).extension(); }
};

std::vector<Place> places_of(config::Facts const& facts) {
    std::vector<Place> places;
    for (auto& file : config::init_files(facts)) {
        auto const path = place_of(file);
        bool const exists = fs::exists(fs::symlink_status(path));
        bool const is_same = exists && read_file_if_any(path) == file.content;
        places.push_back({std::move(file), path,
                          is_same  ? Place::Holds::the_same
                          : exists ? Place::Holds::something_else
                                   : Place::Holds::nothing});
    }
    return places;
}

void write(Place const& place) {
    constexpr fs::perms for_all{0644};
    constexpr fs::perms program{0755};
    if (place.path.has_parent_path()) {
        fs::create_directories(place.path.parent_path());
    }
    write_file(place.path, place.file.content, place.file.executable ? program : for_all);
}

/// Writes it unless that would change what is there; the word that tells what was done.
std::string_view put(Place const& place, InitFlags const& flags) {
    if (place.holds == Place::Holds::the_same) {
        return "unchanged";
    }
    bool const exists = place.holds == Place::Holds::something_else;
    auto const question = fmt::format("{} exists and differs. Replace it?", place.path.string());
    if (exists && (!place.may_be_replaced() || !(flags.yes || ask(question, false)))) {
        return "kept";
    }
    write(place);
    return exists ? "replaced" : "written";
}

/// What is as init wrote it goes, with the folders that it leaves empty.
std::string_view take_away(Place const& place) {
    if (place.holds == Place::Holds::nothing) {
        return "not there";
    }
    if (place.holds == Place::Holds::something_else) {
        return "kept";
    }
    fs::remove(place.path);
    for (auto folder = place.path.parent_path();
         !folder.empty() && folder.begin()->string() != ".git" && fs::is_empty(folder);
         folder = folder.parent_path()) {
        fs::remove(folder);
    }
    return "removed";
}

std::string_view to_do(Place const& place, InitFlags const& flags) {
    switch (place.holds) {
        case Place::Holds::nothing:
            return flags.remove ? "is not there" : "will be written";
        case Place::Holds::the_same:
            return flags.remove ? "will be removed" : "is there";
        case Place::Holds::something_else:
            break;
    }
    bool const replaces = flags.yes && !flags.remove && place.may_be_replaced();
    return replaces ? "will be replaced" : "differs, is kept";
}

void print_table(std::vector<Place> const& places,
                 std::function<std::string_view(Place const&)> const& word) {
    Table table;
    for (auto const& place : places) {
        table.add({std::string(word(place)), place.path.string(), place.file.about});
    }
    print(table.finish(static_cast<std::size_t>(stdout_look().width)));
}

/// The whole of what would be written.
void show(std::vector<Place> const& places) {
    auto const style = stdout_style();
    for (auto const& place : places) {
        if (place.holds == Place::Holds::nothing) {
            print(fmt::format("\n{}\n{}", style.bold(place.path.string()), place.file.content));
        }
    }
}

bool is_work_left(std::vector<Place> const& places, InitFlags const& flags) {
    auto const wanted = flags.remove ? Place::Holds::the_same : Place::Holds::nothing;
    return std::any_of(places.begin(), places.end(),
                       [&](Place const& place) { return place.holds == wanted; });
}

/// Shows what is to be done; does a person on a terminal agree?
bool is_agreed(std::vector<Place> const& places, InitFlags const& flags) {
    if (flags.yes || !is_work_left(places, flags) || !can_ask()) {
        return true;
    }
    print_table(places, [&](Place const& place) { return to_do(place, flags); });
    return ask(flags.remove ? "Remove them?" : "Write them? (--dry-run shows their contents)",
               true);
}

void note_hook_of_git(Globals const& globals, config::Facts const& facts) {
    if (!facts.git) {
        note(globals,
             "no git repository starts in this folder: no hook and no workflow was written");
    }
    if (auto const hook = source::git_path("hooks/pre-commit");
        facts.git && hook && *hook != ".git/hooks/pre-commit") {
        note(globals, fmt::format("git looks for the hook at {} (core.hooksPath): call it there",
                                  report::shown_on_one_line(*hook)));
    }
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

ExitCode remove(Globals const& globals, std::vector<Place> const& places) {
    bool kept = false;
    print_table(places, [&](Place const& place) {
        auto const done = take_away(place);
        kept = kept || done == "kept";
        return done;
    });
    if (kept) {
        note(globals, "files that are not as init would write them were kept");
    }
    return ExitCode::done;
}

ExitCode init(Globals const& globals, InitFlags const& flags) {
    auto const facts = look_around();
    auto const places = places_of(facts);
    if (flags.dry_run) {
        print_table(places, [&](Place const& place) { return to_do(place, flags); });
        if (!flags.remove) {
            show(places);
        }
        return ExitCode::done;
    }
    if (!is_agreed(places, flags)) {
        note(globals, "nothing was changed");
        return ExitCode::done;
    }
    if (flags.remove) {
        return remove(globals, places);
    }
    bool kept = false;
    print_table(places, [&](Place const& place) {
        auto const done = put(place, flags);
        kept = kept || done == "kept";
        return done;
    });
    if (kept) {
        note(globals, "files that exist and differ were kept; --yes replaces them");
    }
    note_hook_of_git(globals, facts);
    tell_next_steps(facts);
    return ExitCode::done;
}

}  // namespace

Run configure_init(CLI::App& app) {
    auto const flags = std::make_shared<InitFlags>();
    app.add_flag("-y,--yes", flags->yes, "Do not ask, and replace files that exist and differ");
    app.add_flag("--dry-run", flags->dry_run, "Show what would be written, and write nothing");
    app.add_flag("--remove", flags->remove,
                 "Remove what init wrote; what was changed since is kept");
    return [flags](Globals const& globals) { return init(globals, *flags); };
}

}  // namespace lockstep::cli
