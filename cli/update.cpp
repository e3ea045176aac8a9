#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/files.hpp"
#include "generated.hpp"
#include "output.hpp"
#include "recorded_versions.hpp"
#include "schema/snapshot.hpp"

namespace lockstep::cli {

namespace {

struct UpdateFlags {
    std::string database;
    bool dry_run = false;
    bool overwrite = false;
    LoadFlags load;
};

bool is_snapshot(std::string const& source) {
    return source.find(':') == std::string::npos &&
           (source.ends_with(".json") || source.ends_with(".yaml") || source.ends_with(".yml"));
}

/// Definitions that are a snapshot of the database.
std::vector<generate::OutputFile> snapshots(Session const& session, schema::Schema const& schema) {
    std::vector<generate::OutputFile> files;
    for (auto const& definition : session.config().local_schemas.definitions) {
        if (!is_snapshot(definition.source)) {
            continue;
        }
        generate::OutputFile file{.name = definition.source};
        try {
            file.path = generate::output_path(output_options(session), definition.source);
            file.before = read_file_if_any(file.path);
            file.after = definition.source.ends_with(".json") ? schema::to_snapshot_json(schema)
                                                              : schema::to_snapshot_yaml(schema);
        } catch (Error const& error) {
            file.failure = error;
        }
        files.push_back(std::move(file));
    }
    return files;
}

/// Where versions are recorded already, or the config asks for it.
void record(Session const& session, schema::Schema const& schema) {
    bool const is_wanted = session.config().sync_rules.auto_update_version ||
                           std::filesystem::exists(session.load_options().versions_folder);
    if (!is_wanted) {
        return;
    }
    auto const recorded = record_version(session, schema);
    if (recorded.is_new) {
        print(fmt::format("recorded version {}\n", recorded.version.number));
    }
}

ExitCode update(Globals const& globals, UpdateFlags const& flags) {
    Session session(globals, flags.load);
    auto const targets = configured_targets(session);
    if (flags.database.empty()) {
        session.leave_out_what_config_says();
    }
    auto options = session.load_options();
    options.dependencies = true;  // a recorded version is made SQL of later
    auto const schema = session.open_database(flags.database)->load(options);
    auto files = make_files(session, schema, targets, targets, flags.overwrite);
    auto more = snapshots(session, schema);
    std::move(more.begin(), more.end(), std::back_inserter(files));
    session.progress().clear();
    for (auto const& warning : schema.warnings) {
        note(globals, "warning: " + warning);
    }
    if (files.empty()) {
        note(globals,
             "The config names no file that update could write (code_generation.targets, "
             "local_schemas.version_file, a snapshot among the definitions).");
    }
    if (flags.dry_run) {
        print(diff_of(files));
        return report_failures(globals, files);
    }
    auto const code = write_files(globals, files);
    record(session, schema);
    return code;
}

}  // namespace

Run configure_update(CLI::App& app) {
    auto const flags = std::make_shared<UpdateFlags>();
    app.add_flag("--dry-run", flags->dry_run, "Writes nothing, and shows what would change");
    app.add_flag("--overwrite", flags->overwrite,
                 "Overwrites also files that do not say that they were generated");
    add_database_option(app, flags->database);
    add_load_options(app, flags->load);
    return [flags](Globals const& globals) { return update(globals, *flags); };
}

}  // namespace lockstep::cli
