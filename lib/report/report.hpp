#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/finding.hpp"

namespace lockstep::report {

/// All that a drift report says. Values only; rendering is pure.
struct Report {
    std::string from;      // what the definitions are called: "schema/", "snapshot.json"
    std::string to;        // what the database is called, without its password
    bool is_check = true;  // check (definitions against a database) or diff (two sources)
    std::string command;   // the command line that made it, for "run again"
    std::string time;      // ISO 8601, UTC
    std::string tool_version;
    std::vector<policy::Finding> findings;
    std::vector<diff::AmbiguousRename> ambiguous;
    std::vector<schema::Untracked> untracked;
    std::vector<std::string> warnings;
    std::vector<std::string> next_steps;          // the exact commands to run next
    schema::Schema const* from_schema = nullptr;  // for the files of places
    schema::Schema const* to_schema = nullptr;
    policy::Severity fail_on = policy::Severity::low;
    std::size_t accepted_count = 0;
};

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
Renderer const* find_renderer(std::string_view name);
/// By the file's ending; the longest match wins.
Renderer const* renderer_for_file(std::string_view path);

}  // namespace lockstep::report
