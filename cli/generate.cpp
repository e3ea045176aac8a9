#include <CLI/CLI.hpp>
#include <memory>

#include <fmt/core.h>

#include "base/error.hpp"
#include "generated.hpp"
#include "output.hpp"

namespace lockstep::cli {

namespace {

struct GenerateFlags {
    std::vector<std::string> names;
    std::string database;
    bool list = false;
    bool check = false;
    bool diff = false;
    bool overwrite = false;
    LoadFlags load;
};

/// The built-in ones, where they are written here, and what they are.
ExitCode list_targets(std::vector<generate::Target> const& configured) {
    Table table;
    for (auto const& built_in : generate::built_ins()) {
        std::string output(built_in.output);
        for (auto const& target : configured) {
            output = target.name == built_in.name ? target.output : output;
        }
        table.add({std::string(built_in.name), output, std::string(built_in.about)});
    }
    for (auto const& target : configured) {
        if (generate::find_built_in(target.name) == nullptr) {
            table.add({target.name, target.output, "A template of this repository"});
        }
    }
    print(table.finish(static_cast<std::size_t>(stdout_look().width)));
    return ExitCode::done;
}

std::vector<generate::Target> wanted(Session const& session,
                                     std::vector<generate::Target> const& configured,
                                     std::vector<std::string> const& names) {
    if (!names.empty()) {
        return targets_named(session, configured, names);
    }
    if (configured.empty()) {
        throw Error(ExitCode::bad_input, "the config names nothing to generate",
                    "Name templates (lockstep generate python/enums; --list shows them), or list "
                    "them in code_generation.targets.");
    }
    return configured;
}

ExitCode say_what_is_stale(Globals const& globals, std::vector<generate::OutputFile> const& files,
                           bool shows_diff) {
    auto const code = report_failures(globals, files);
    bool is_stale = false;
    for (auto const& file : files) {
        if (file.is_stale() && !shows_diff) {
            print(fmt::format("{} {}\n", file.name, file.before ? "is stale" : "is not there"));
        }
        is_stale = is_stale || file.is_stale();
    }
    return code == ExitCode::done && is_stale ? ExitCode::found : code;
}

ExitCode generate_files(Globals const& globals, GenerateFlags const& flags) {
    Session session(globals, flags.load);
    auto const configured = configured_targets(session);
    if (flags.list) {
        return list_targets(configured);
    }
    auto const targets = wanted(session, configured, flags.names);
    if (flags.database.empty()) {
        session.leave_out_what_config_says();
    }
    auto const schema = session.open_database(flags.database)->load(session.load_options());
    auto all = configured;
    all.insert(all.end(), targets.begin(), targets.end());
    auto files = make_files(session, schema, targets, all, flags.overwrite);
    session.progress().clear();
    for (auto const& warning : schema.warnings) {
        note(globals, "warning: " + warning);
    }
    if (flags.diff) {
        print(diff_of(files));
    }
    if (flags.check) {
        return say_what_is_stale(globals, files, flags.diff);
    }
    return flags.diff ? report_failures(globals, files) : write_files(globals, files);
}

}  // namespace

Run configure_generate(CLI::App& app) {
    auto const flags = std::make_shared<GenerateFlags>();
    app.add_option("NAME", flags->names,
                   "What is generated: a template's name, an output, or a pattern of them; all "
                   "that the config lists where none is named")
        ->type_name("NAME");
    app.add_flag("--list", flags->list, "Lists the built-in templates, and where they are written");
    app.add_flag("--check", flags->check, "Writes nothing; exit code 1 where files are stale");
    app.add_flag("--diff", flags->diff, "Writes nothing, and shows what would change");
    app.add_flag("--overwrite", flags->overwrite,
                 "Overwrites also files that do not say that they were generated");
    add_database_option(app, flags->database);
    add_load_options(app, flags->load);
    return [flags](Globals const& globals) { return generate_files(globals, *flags); };
}

}  // namespace lockstep::cli
