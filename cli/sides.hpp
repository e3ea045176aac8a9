#pragma once

#include <string>
#include <vector>

#include "drift.hpp"
#include "session.hpp"

namespace lockstep::cli {

/// Two schemas, what they were read from, and the renames that their sources tell of.
struct Sides {
    schema::Schema* from = nullptr;
    schema::Schema* to = nullptr;
    std::string from_name;
    std::string to_name;
    bool from_is_server = false;
    std::string from_url{};  // of a server; with its password
    std::vector<diff::RenameHint> renames;
    /// Instead of both, where one of them is translated into the terms of the other.
    std::vector<std::pair<schema::Schema const*, schema::Schema const*>> translated{};
    std::vector<std::string> problems{};  // of such definitions, by themselves
};

/// Loads both sources, and keeps their schemas in `drift`. Plans need the dependencies, and that
/// both speak PostgreSQL's terms; else both are in those of the one that does not.
Sides load_sides(Session& session, std::string const& from, std::string const& to, Drift& drift,
                 bool dependencies);

/// Compares both sides as `lockstep diff` does, and prints the report.
ExitCode report_difference(Session& session, Sides const& sides, Drift& drift,
                           ReportFlags const& flags);

}  // namespace lockstep::cli
