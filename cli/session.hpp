#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/progress.hpp"
#include "command.hpp"
#include "config/database.hpp"
#include "diff/change.hpp"
#include "options.hpp"
#include "policy/judge.hpp"
#include "source/source.hpp"

namespace lockstep::cli {

/// Something that the database is held against.
struct DefinitionSource {
    std::string source;
    std::vector<std::string> kinds;  // patterns; empty: all that the source can speak of
    std::string severity;            // the highest that drift against it may have; empty: any
};

/// What one run works with: the config, read once, and what options and environment say besides.
class Session {
public:
    /// `tolerant`: what the config misses is no error yet (see `missing_settings`).
    Session(Globals const& globals, LoadFlags const& flags, bool tolerant = false);

    Globals const& globals() const { return globals_; }
    config::Loaded const& loaded() const { return loaded_; }
    config::Config const& config() const { return loaded_.config; }
    config::Environment const& environment() const { return environment_; }
    Progress& progress() { return progress_; }

    /// Which database is meant, and who said so. `option` is what --db says.
    config::DatabaseChoice database(std::string const& option) const;
    /// The source that --db, the environment or the config names as the database. Throws
    /// Error(bad_input) that says what is missing.
    std::unique_ptr<source::Source> open_database(std::string const& option);
    /// The same as the text that `open` takes; it may hold a password.
    std::string database_source(std::string const& option) const;
    std::unique_ptr<source::Source> open(std::string const& text);
    /// --against, or the config's.
    std::vector<DefinitionSource> definitions(std::vector<std::string> const& against) const;

    source::LoadOptions const& load_options() const { return load_options_; }
    /// From now on, loads leave out what the config's `database` section does. That section speaks
    /// of the configured database and its definitions; sources that the command line names are
    /// loaded whole.
    void leave_out_what_config_says();
    /// Loads leave out what these patterns match, as --ignore says them.
    void leave_out(std::vector<std::string> const& patterns);
    /// All that were said so.
    std::vector<std::string> const& left_out() const { return left_out_; }
    void prefer_server_major(int major) { load_options_.server_major = major; }

    policy::Policy policy() const;
    policy::Severity fail_on(std::string const& option) const;
    diff::DiffOptions diff_options() const;

private:
    void fill_load_options(LoadFlags const& flags);

    Globals globals_;
    config::Environment environment_;
    config::Loaded loaded_;
    Progress progress_;
    source::LoadOptions load_options_;
    std::vector<std::string> left_out_;
};

/// "2026-11-21T03:00:00Z".
std::string now_text();
/// "2026-11-21", or so many days later.
std::string today_text(int days_later = 0);
/// The word as a shell takes it.
std::string shell_quoted(std::string const& word);

}  // namespace lockstep::cli
