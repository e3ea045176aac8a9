#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/exit_code.hpp"
#include "sync/apply_change.hpp"
#include "sync/fleet.hpp"
#include "sync/stats.hpp"

namespace lockstep::cli {

/// What `sync apply` prints, as text or as JSON (docs/schemas/apply-answer.json).
class SyncAnswers {
public:
    explicit SyncAnswers(bool as_json) : as_json_(as_json) {}

    bool is_json() const { return as_json_; }
    void plan(sync::Prepared const& prepared) const;
    void answer(sync::Answer const& answer) const;
    void recovered(std::vector<std::string> const& lines) const;
    void repair(std::vector<plan::Statement> const& statements, bool is_done) const;
    void stats(sync::Stats const& stats) const;
    /// One line as a target ends, on stderr; and the report.
    void progress(sync::FleetResult const& result) const;
    void fleet(std::span<sync::FleetResult const> results) const;
    /// Why it was not done, as JSON.
    ExitCode refusal(Error const& error) const;

private:
    bool as_json_;
};

}  // namespace lockstep::cli
