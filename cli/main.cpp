#include <csignal>
#include <exception>
#include <string>

#include <fmt/core.h>

#include "base/error.hpp"
#include "command.hpp"
#include "output.hpp"
#include "pg/connection.hpp"
#include "version.hpp"

namespace {

using namespace lockstep;

int say(Error const& error) {
    cli::tell_error(error.what(), error.hint());
    return static_cast<int>(error.code());
}

int say_bug(std::string const& what) {
    cli::tell_error(
        what, fmt::format("This is a bug of ours. Please report it with the command line, the line "
                          "above and this: lockstep {}",
                          tool_version));
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
