#pragma once

#include <deque>
#include <string>
#include <vector>

#include "options.hpp"
#include "report/report.hpp"
#include "session.hpp"

namespace lockstep::cli {

/// Schemas that were compared, and what was found. Not to be copied: the report points into it.
struct Drift {
    Drift() = default;
    Drift(Drift const&) = delete;
    Drift& operator=(Drift const&) = delete;

    std::deque<schema::Schema> schemas;
    std::deque<diff::Changes> changes;
    report::Report report;

    /// Compares, judges, and adds what was found to the report. `cap`: the highest severity, or
    /// empty. `renames`: those that the sources tell of, read in either direction.
    void compare(Session const& session, schema::Schema const& from, schema::Schema const& to,
                 std::vector<diff::RenameHint> const& renames, std::string const& cap = {});
    /// Takes a schema over, with its warnings and what it does not track. Its address stays.
    schema::Schema& keep(schema::Schema schema);
};

/// Writes every `-o FILE`, prints `--format` on stdout, and says how the run ends.
ExitCode deliver(Session& session, report::Report const& report, ReportFlags const& flags);

}  // namespace lockstep::cli
