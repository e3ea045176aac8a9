#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/finding.hpp"

namespace lockstep::report {

/// Something the reader can do now: why, and the exact command.
struct NextStep {
    std::string about;    // "To accept this drift for now"
    std::string command;  // "lockstep check --accept REASON"

    bool operator==(NextStep const&) const = default;
};

/// All that a drift report says. Values only; rendering is pure.
struct Report {
    std::string from;      // what the definitions are called: "schema/", "snapshot.json"
    std::string to;        // what the database is called, without its password
    bool is_check = true;  // check (definitions against a database) or diff (two sources)
    std::string time;      // ISO 8601, UTC
    std::string tool_version;
    std::vector<policy::Finding> findings;  // the accepted ones among them
    std::vector<diff::AmbiguousRename> ambiguous;
    std::vector<schema::Untracked> untracked;
    std::vector<std::string> warnings;
    std::vector<NextStep> next_steps;
    /// All that were compared, the definitions first: for the files of places, and for what a part
    /// is part of. They outlive the report.
    std::vector<schema::Schema const*> schemas;
    policy::Severity fail_on = policy::Severity::low;
};

/// Does this finding count against the threshold? An accepted one does not.
bool fails(Report const& report, policy::Finding const& finding);
/// Is there a finding that counts?
bool fails(Report const& report);

struct TextOptions {
    bool colour = false;
    int width = 100;
};

/// One row of the table of output formats.
struct Renderer {
    std::string_view name;       // "sarif"
    std::string_view extension;  // ".sarif": `-o drift.sarif` needs no --format
    std::string_view about;
    std::string (*render)(Report const&, TextOptions const&);
};

std::span<Renderer const> renderers();
/// The renderer of that name, or null.
Renderer const* find_renderer(std::string_view name);
/// By the file's ending; the longest match wins; null when none fits.
Renderer const* renderer_for_file(std::string_view path);

}  // namespace lockstep::report
