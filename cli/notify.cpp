#include <CLI/CLI.hpp>
#include <memory>

#include <fmt/core.h>

#include "base/error.hpp"
#include "notices.hpp"
#include "output.hpp"

namespace lockstep::cli {

namespace {

ExitCode notify_all(Globals const& globals, bool test) {
    if (!test) {
        throw Error(ExitCode::bad_input, "lockstep notify: what is to be sent is not said",
                    "Write: lockstep notify --test. Drift is told by lockstep check --notify.");
    }
    Session session(globals, {});
    auto const told = send_test_notice(session);
    if (told.empty()) {
        throw Error(ExitCode::bad_input, "no notices are switched on in the config",
                    "Set notifications.slack.enabled or notifications.email.enabled to true.");
    }
    for (auto const& where : told) {
        print(fmt::format("{} took the notice.\n", where));
    }
    return ExitCode::done;
}

}  // namespace

Run configure_notify(CLI::App& app) {
    auto const test = std::make_shared<bool>(false);
    app.add_flag("--test", *test, "Send a test to Slack and by mail, whatever is switched on");
    return [test](Globals const& globals) { return notify_all(globals, *test); };
}

}  // namespace lockstep::cli
