#include <CLI/CLI.hpp>
#include <memory>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "output.hpp"
#include "sync_database.hpp"

namespace lockstep::cli {

namespace {

struct SetupFlags {
    std::string database;
    LoadFlags load;
    bool control = false;
    bool drop = false;
    bool yes = false;
};

ExitCode set_up(Globals const& globals, SetupFlags const& flags) {
    if (!flags.control) {
        throw Error(ExitCode::bad_input, "what is to be set up is not said",
                    "The tables of sync apply in its control database: lockstep sync setup "
                    "--control");
    }
    Session session(globals, flags.load);
    auto control = open_control(session, flags.database);
    if (!flags.drop) {
        control.set_up();
        print("projects, deployment_configs and schema_changes are there.\n");
        return ExitCode::done;
    }
    if (auto const projects = control.project_count(); projects > 0 && !flags.yes) {
        throw Error(ExitCode::refused,
                    fmt::format("the control database holds {}, with the record of their changes",
                                count_of(projects, "project")),
                    "To drop them all the same: lockstep sync setup --control --drop --yes");
    }
    control.drop();
    print("projects, deployment_configs and schema_changes are gone.\n");
    return ExitCode::done;
}

}  // namespace

Run configure_sync_setup(CLI::App& app) {
    auto const flags = std::make_shared<SetupFlags>();
    app.add_flag(
        "--control", flags->control,
        "The tables of the control database: projects, deployment_configs, schema_changes");
    app.add_flag("--drop", flags->drop, "Drops them instead");
    app.add_flag("--yes", flags->yes, "Drops them even with projects in them");
    add_database_option(app, flags->database);
    add_load_options(app, flags->load);
    return [flags](Globals const& globals) { return set_up(globals, *flags); };
}

}  // namespace lockstep::cli
