#include "command.hpp"

#include <array>

namespace lockstep::cli {

namespace {

constexpr std::array check_examples{
    Example{"lockstep check", "holds the configured database against its definitions"},
    Example{"lockstep check --db postgresql://app@localhost/shop --against schema/",
            "without a config"},
    Example{"lockstep check --format github -o drift.sarif -o drift.html",
            "annotates a pull request, and writes two reports besides"},
    Example{"lockstep check --if-configured", "in a hook: passes where no database is configured"},
};
constexpr std::array check_codes{
    ExitCode::done,      ExitCode::found,          ExitCode::bad_input,  ExitCode::cannot_connect,
    ExitCode::not_found, ExitCode::server_refused, ExitCode::interrupted};

constexpr std::array diff_examples{
    Example{"lockstep diff schema/ snapshot.json", "compares SQL files with a snapshot"},
    Example{"lockstep diff git:main:schema/ schema/ --format markdown",
            "what a branch changes, for a pull request"},
    Example{"lockstep diff postgresql://localhost/shop schema/ --format sql",
            "prints SQL that takes the database to the definitions, proved in a scratch database"},
};

constexpr std::array diff_codes{ExitCode::done,           ExitCode::found,      ExitCode::bad_input,
                                ExitCode::cannot_connect, ExitCode::not_found,  ExitCode::refused,
                                ExitCode::server_refused, ExitCode::interrupted};

constexpr std::array apply_examples{
    Example{"lockstep apply plan.sql --db postgresql://localhost/shop",
            "runs a plan that diff --format sql wrote"},
    Example{"lockstep apply postgresql://localhost/shop schema/",
            "plans, proves, asks, and takes the database to the definitions"},
    Example{"lockstep apply plan.sql --dry-run", "checks everything, and runs nothing"},
};
constexpr std::array apply_codes{
    ExitCode::done,     ExitCode::bad_input, ExitCode::cannot_connect, ExitCode::not_found,
    ExitCode::conflict, ExitCode::refused,   ExitCode::server_refused, ExitCode::interrupted};

constexpr std::array inspect_examples{
    Example{"lockstep inspect postgresql://localhost/shop --format sql",
            "prints SQL that makes the same schema"},
    Example{"lockstep inspect schema/ -o schema.md", "documents SQL files as Markdown"},
};
constexpr std::array load_codes{ExitCode::done,           ExitCode::bad_input,
                                ExitCode::cannot_connect, ExitCode::not_found,
                                ExitCode::server_refused, ExitCode::interrupted};

constexpr std::array generate_examples{
    Example{"lockstep generate", "writes all that code_generation.targets lists"},
    Example{"lockstep generate python/entities --diff", "what would change in one of them"},
    Example{"lockstep generate --check", "in CI: are the generated files up to date?"},
    Example{"lockstep generate --list", "the built-in templates"},
};
constexpr std::array generate_codes{
    ExitCode::done,      ExitCode::found,    ExitCode::bad_input,      ExitCode::cannot_connect,
    ExitCode::not_found, ExitCode::conflict, ExitCode::server_refused, ExitCode::interrupted};

constexpr std::array update_examples{
    Example{"lockstep update", "brings generated code, snapshots and version files up to date"},
    Example{"lockstep update --dry-run", "what that would change"},
};

constexpr std::array version_examples{
    Example{"lockstep version record", "keeps the schema of the configured database"},
    Example{"lockstep version list", "what was recorded: when, by whom, how many changes"},
    Example{"lockstep version show --since 2026-11-01", "what has changed since then, and by whom"},
    Example{"lockstep version diff 3 LATEST", "what has changed from version 3 on"},
    Example{"lockstep version tag LATEST v1.4", "gives the newest version a name"},
    Example{"lockstep version rollback v1.3 > back.sql",
            "SQL that takes the database back there, proved in a scratch database"},
};
constexpr std::array version_codes{
    ExitCode::done,           ExitCode::found,          ExitCode::bad_input,
    ExitCode::cannot_connect, ExitCode::not_found,      ExitCode::conflict,
    ExitCode::refused,        ExitCode::server_refused, ExitCode::interrupted};

constexpr std::array notify_examples{
    Example{"lockstep notify --test", "does Slack, and the mail server, take a notice?"},
};
constexpr std::array notify_codes{ExitCode::done, ExitCode::bad_input, ExitCode::cannot_connect,
                                  ExitCode::not_found, ExitCode::interrupted};

constexpr std::array sync_setup_examples{
    Example{"lockstep sync setup --db postgresql://localhost/shop",
            "makes what the relay needs there, and nothing the second time"},
    Example{"lockstep sync setup --dry-run", "what is missing, as SQL"},
    Example{"lockstep sync setup --control --db postgresql://localhost/control",
            "makes projects, deployment_configs and schema_changes, or what they lack"},
    Example{"lockstep sync setup --control --drop", "drops them, where they hold no project"},
};
constexpr std::array sync_setup_codes{
    ExitCode::done,     ExitCode::found,   ExitCode::bad_input,      ExitCode::cannot_connect,
    ExitCode::conflict, ExitCode::refused, ExitCode::server_refused, ExitCode::interrupted};

constexpr std::array sync_serve_examples{
    Example{"lockstep sync serve", "relays the configured source, until it is told to stop"},
    Example{"lockstep sync serve --once", "takes in what has been committed so far, and ends"},
};
constexpr std::array sync_serve_codes{
    ExitCode::done,      ExitCode::found,    ExitCode::bad_input,      ExitCode::cannot_connect,
    ExitCode::not_found, ExitCode::conflict, ExitCode::server_refused, ExitCode::interrupted};

constexpr std::array sync_status_examples{
    Example{"lockstep sync status", "slot, WAL, history, publication, and what is wrong with them"},
    Example{"lockstep sync status --watch 5s --format json", "a line of JSON every five seconds"},
};
constexpr std::array sync_status_codes{ExitCode::done,           ExitCode::found,
                                       ExitCode::bad_input,      ExitCode::cannot_connect,
                                       ExitCode::server_refused, ExitCode::interrupted};

constexpr std::array sync_drop_examples{
    Example{"lockstep sync drop", "removes slot, publication and journal, and keeps the history"},
    Example{"lockstep sync drop --history --yes", "removes all, unasked"},
};
constexpr std::array sync_drop_codes{
    ExitCode::done,    ExitCode::bad_input,      ExitCode::cannot_connect, ExitCode::conflict,
    ExitCode::refused, ExitCode::server_refused, ExitCode::interrupted};

constexpr std::array sync_apply_examples{
    Example{"lockstep sync apply request.json", "applies the change to both databases, or to none"},
    Example{"lockstep sync apply request.json --dry-run", "the SQL, its hazards and both schemas"},
    Example{"lockstep sync apply - --retry 3 --format json < request.json",
            "as a service would call it"},
    Example{"lockstep sync apply --recover", "finishes or undoes what a run that died left behind"},
};
constexpr std::array sync_apply_codes{
    ExitCode::done,     ExitCode::bad_input, ExitCode::cannot_connect, ExitCode::not_found,
    ExitCode::conflict, ExitCode::refused,   ExitCode::server_refused, ExitCode::interrupted};

constexpr std::array sync_history_examples{
    Example{"lockstep sync history", "the last hundred changes"},
    Example{"lockstep sync history --table orders --key 42", "all that ever happened to a row"},
    Example{"lockstep sync history --client app-7 --since 2h --format json",
            "what a client did in the last two hours, for a program"},
    Example{"lockstep sync history --follow", "changes as they come"},
};
constexpr std::array sync_history_codes{ExitCode::done,           ExitCode::bad_input,
                                        ExitCode::cannot_connect, ExitCode::not_found,
                                        ExitCode::server_refused, ExitCode::interrupted};

constexpr std::array sync_restore_examples{
    Example{"lockstep sync restore --table orders --to 2h --dry-run",
            "what would bring the table back to where it was two hours ago"},
    Example{"lockstep sync restore --table orders --key 42 --to 1204 --yes",
            "one row as it was after position 1204 of the history"},
    Example{"lockstep sync restore --undo 81724", "undoes a transaction"},
    Example{"lockstep sync restore --client app-7 --last 10", "undoes a client's last ten changes"},
};
constexpr std::array sync_restore_codes{
    ExitCode::done,     ExitCode::bad_input, ExitCode::cannot_connect, ExitCode::not_found,
    ExitCode::conflict, ExitCode::refused,   ExitCode::server_refused, ExitCode::interrupted};

constexpr std::array sync_verify_examples{
    Example{"lockstep sync verify", "rebuilds all tables from the history, and compares"},
    Example{"lockstep sync verify --table orders --format json", "one table, for a program"},
};
constexpr std::array sync_verify_codes{
    ExitCode::done,      ExitCode::found,    ExitCode::bad_input,      ExitCode::cannot_connect,
    ExitCode::not_found, ExitCode::conflict, ExitCode::server_refused, ExitCode::interrupted};

constexpr std::array sync_prune_examples{
    Example{"lockstep sync prune", "removes what is older than sync.retention"},
    Example{"lockstep sync prune --before 90d --dry-run", "what would go, and how much"},
};
constexpr std::array sync_prune_codes{ExitCode::done,           ExitCode::bad_input,
                                      ExitCode::cannot_connect, ExitCode::conflict,
                                      ExitCode::server_refused, ExitCode::interrupted};

constexpr std::array doctor_examples{
    Example{"lockstep doctor", "looks at everything, and says how to mend what is wrong"},
    Example{"lockstep doctor --format json", "the same for a program"},
};
constexpr std::array doctor_codes{ExitCode::done, ExitCode::found, ExitCode::bad_input,
                                  ExitCode::interrupted};

constexpr std::array demo_examples{
    Example{"lockstep demo", "walks through check, diff and inspect"},
    Example{"lockstep demo --keep", "and leaves the sample running to try things on"},
};

constexpr std::array init_examples{
    Example{"lockstep init",
            "sets this repository up: config, and for git the hook and the workflow"},
    Example{"lockstep init --dry-run", "shows what it would write"},
    Example{"lockstep init --yes", "asks nothing, and replaces what is there already"},
    Example{"lockstep init --remove", "undoes it; what was changed since is kept"},
};

constexpr std::array config_examples{
    Example{"lockstep config", "what is set, and where"},
    Example{"lockstep config --all --format json", "all settings, for a program"},
};
constexpr std::array config_codes{ExitCode::done, ExitCode::bad_input, ExitCode::not_found};

constexpr std::array completion_examples{
    Example{"source <(lockstep completion bash)", "completes in this bash from now on"},
    Example{"source <(lockstep completion zsh)", "the same in zsh"},
    Example{"lockstep completion fish > ~/.config/fish/completions/lockstep.fish",
            "completes in every fish"},
};
constexpr std::array completion_codes{ExitCode::done, ExitCode::bad_input};

}  // namespace

std::span<Command const> commands() {
    static constexpr std::array table{
        Command{"check", "Is the database in step with its definitions?", check_examples,
                check_codes, true, configure_check},
        Command{"diff", "What changes from one schema to another", diff_examples, diff_codes, true,
                configure_diff},
        Command{"apply", "Runs a proved plan on a server, and goes on where it stopped",
                apply_examples, apply_codes, true, configure_apply},
        Command{"inspect", "Prints a schema", inspect_examples, load_codes, true,
                configure_inspect},
        Command{"update", "Brings generated code, snapshots and version files up to date",
                update_examples, generate_codes, true, configure_update},
        Command{"generate", "Writes code from templates", generate_examples, generate_codes, true,
                configure_generate},
        Command{"version", "Records versions of a schema, compares them, and plans the way back",
                version_examples, version_codes, true, configure_version},
        Command{"notify", "Tries the notices of drift, to Slack and by mail", notify_examples,
                notify_codes, false, configure_notify},
        Command{"sync setup", "Makes what the relay needs: publication, slot, history",
                sync_setup_examples, sync_setup_codes, false, configure_sync_setup},
        Command{"sync serve", "Runs the relay: from the write-ahead log to a permanent history",
                sync_serve_examples, sync_serve_codes, false, configure_sync_serve},

        Command{"sync status", "How the relay is: slot, WAL, history, publication",
                sync_status_examples, sync_status_codes, false, configure_sync_status},
        Command{"sync drop", "Removes what sync setup made", sync_drop_examples, sync_drop_codes,
                false, configure_sync_drop},
        Command{"sync apply", "Applies one change request to the control and target databases",
                sync_apply_examples, sync_apply_codes, false, configure_sync_apply},
        Command{"sync history",
                "Shows what was changed, when and by whom, from the relay's history",
                sync_history_examples, sync_history_codes, false, configure_sync_history},
        Command{"sync restore", "Brings rows, a table or what a client did back to a point in time",
                sync_restore_examples, sync_restore_codes, false, configure_sync_restore},
        Command{"sync verify", "Holds tables against what the relay's history tells of them",
                sync_verify_examples, sync_verify_codes, false, configure_sync_verify},
        Command{"sync prune", "Removes the old part of the relay's history", sync_prune_examples,
                sync_prune_codes, false, configure_sync_prune},
        Command{"doctor", "Looks for whatever can be wrong, and says how to mend it",
                doctor_examples, doctor_codes, false, configure_doctor},
        Command{"demo", "Shows on a sample database what the tool does", demo_examples, load_codes,
                false, configure_demo},
        Command{"init", "Writes a commented config, the pre-commit hook and the CI workflow",
                init_examples, config_codes, false, configure_init},
        Command{"config", "The settings in force, and where each came from", config_examples,
                config_codes, false, configure_config},
        Command{"completion", "Prints a script that completes commands and options in a shell",
                completion_examples, completion_codes, false, configure_completion},
    };
    return table;
}

Command const* find_command(std::string_view name) {
    for (auto const& command : commands()) {
        if (command.name == name) {
            return &command;
        }
    }
    return nullptr;
}

}  // namespace lockstep::cli
