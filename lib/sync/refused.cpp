#include "sync/refused.hpp"

#include <utility>

namespace lockstep::sync {

namespace {

ExitCode exit_code(Code code) {
    switch (code) {
        case Code::done:
            return ExitCode::done;
        case Code::bad_request:
            return ExitCode::bad_input;
        case Code::not_found:
            return ExitCode::not_found;
        case Code::conflict:
        case Code::locked:
            return ExitCode::conflict;
        case Code::failed:
            return ExitCode::server_refused;
    }
    return ExitCode::bug;
}

}  // namespace

Refused::Refused(Code code, std::string const& message, std::string detail)
    : Refused(exit_code(code), code, message, std::move(detail)) {}

Refused::Refused(ExitCode exit_code, Code code, std::string const& message, std::string detail)
    : Error(exit_code, message), why_(code), detail_(std::move(detail)) {}

Refused Refused::unreachable(std::string const& message, std::string detail) {
    return {ExitCode::cannot_connect, Code::failed, message, std::move(detail)};
}

std::string Refused::whole() const {
    return detail_.empty() ? what() : std::string(what()) + "\n" + detail_;
}

}  // namespace lockstep::sync
