#pragma once

#include <string>

#include "base/error.hpp"

namespace lockstep::sync {

/// How a request ended, in the words of HTTP that its users know.
enum class Code {
    done = 200,
    bad_request = 400,
    not_found = 404,
    conflict = 409,  // the version has moved on
    locked = 423,
    failed = 500,
};

/// A request is not carried out. The exit code follows from the code: 400 is bad input, 404 not
/// found, 409 and 423 a conflict, 500 the server's refusal, or that it cannot be reached.
class Refused : public Error {
public:
    Refused(Code code, std::string const& message, std::string detail = {});
    /// 500, but the exit code says that there is no connection: trying again may help.
    static Refused unreachable(std::string const& message, std::string detail = {});

    Code why() const { return why_; }
    /// More than the message: what the server said, or what differs.
    std::string const& detail() const { return detail_; }
    /// Both, one below the other.
    std::string whole() const;

private:
    Refused(ExitCode exit_code, Code code, std::string const& message, std::string detail);

    Code why_;
    std::string detail_;
};

}  // namespace lockstep::sync
