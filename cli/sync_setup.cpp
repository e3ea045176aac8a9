#include <CLI/CLI.hpp>
#include <memory>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "output.hpp"
#include "sync_database.hpp"
#include "sync_setup_relay.hpp"

namespace lockstep::cli {

namespace {

struct SetupFlags {
    RelaySetupFlags relay;
    LoadFlags load;
    bool control = false;
    bool drop = false;
    bool yes = false;
};

ExitCode set_up_control(Session& session, SetupFlags const& flags) {
    auto control = open_control(session, flags.relay.database);
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

ExitCode set_up(Globals const& globals, SetupFlags const& flags) {
    Session session(globals, flags.load);
    return flags.control ? set_up_control(session, flags) : set_up_relay(session, flags.relay);
}

}  // namespace

Run configure_sync_setup(CLI::App& app) {
    auto const flags = std::make_shared<SetupFlags>();
    auto* const control =
        app.add_flag("--control", flags->control,
                     "Instead: the tables of the control database: projects, deployment_configs, "
                     "schema_changes");
    app.add_flag("--drop", flags->drop, "Drops them instead")->needs(control);
    app.add_flag("--yes", flags->yes, "Drops them even with projects in them")->needs(control);
    auto& relay = flags->relay;
    app.add_flag("--dry-run", relay.dry_run, "Shows what is missing, as SQL, and changes nothing")
        ->excludes(control);
    app.add_flag("--fix", relay.fix,
                 "Gives a replica identity to tables that have none, so that they can be published")
        ->excludes(control);
    app.add_flag(
           "--full-identity", relay.full_identity,
           "Sets REPLICA IDENTITY FULL on all published tables: their changes tell old values "
           "of all columns then, not of the key alone")
        ->excludes(control);
    auto* const journal =
        app.add_flag("--journal", relay.journal,
                     "Event triggers that write each statement of DDL, its author and time into "
                     "the WAL and into lockstep.ddl_journal")
            ->excludes(control);
    app.add_flag("--no-journal", relay.no_journal, "Removes them; what they wrote stays")
        ->excludes(control)
        ->excludes(journal);
    app.add_option("--wait", relay.wait,
                   "How long the slot may wait for transactions that are open")
        ->type_name("DURATION")
        ->capture_default_str()
        ->excludes(control);
    add_database_option(app, flags->relay.database);
    add_load_options(app, flags->load);
    return [flags](Globals const& globals) { return set_up(globals, *flags); };
}

}  // namespace lockstep::cli
