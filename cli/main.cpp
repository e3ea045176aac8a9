#include <csignal>
#include <exception>

#include <fmt/core.h>

#include "base/error.hpp"
#include "command.hpp"
#include "output.hpp"
#include "pg/connection.hpp"
#include "version.hpp"

namespace {

using namespace lockstep;

int say(Error const& error) {
    auto const style = cli::stderr_style();
    cli::print_to_stderr(
        fmt::format("lockstep: {} {}\n", style.alarm("error:"), report::shown(error.what())));
    if (!error.hint().empty()) {
        cli::print_to_stderr(
            fmt::format("{} {}\n", style.bold("hint:"), report::shown(error.hint())));
    }
    return static_cast<int>(error.code());
}

int say_bug(char const* what) {
    cli::print_to_stderr(fmt::format(
        "lockstep: {} {}\nThis is a bug of ours. Please report it with the command line, the line "
        "above and this:\n  lockstep {}\n",
        cli::stderr_style().alarm("error:"), report::shown(what), tool_version));
    return static_cast<int>(ExitCode::bug);
}

}  // namespace

int main(int argc, char** argv) {
    // A reader that goes away is seen when writing; see print().
    std::signal(SIGPIPE, SIG_IGN);
    try {
        pg::cancel_statements_on_interrupt();
        return static_cast<int>(cli::run(argc, argv));
    } catch (Error const& error) {
        return say(error);
    } catch (std::bad_alloc const&) {
        return say_bug("out of memory");
    } catch (std::exception const& error) {
        return say_bug(error.what());
    }
}
