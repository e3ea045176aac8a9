#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "support/project.hpp"
#include "support/scratch.hpp"

namespace lockstep::tests {

/// A paragraph of a sample's drift.txt: what is changed, and what must be found.
struct DriftOfSample {
    std::string change;
    std::vector<std::string> expected;  // "RULE OBJECT @ FILE: TEXT", sorted
};

std::vector<DriftOfSample> drift_of_sample(std::string const& sample);

/// A copy of tests/samples/NAME, with a database that is in step with it.
class SampleSite {
public:
    /// `source` is what the database is checked against: "python:schemas".
    SampleSite(std::string const& sample, std::string source);

    Project const& project() const { return project_; }
    TestDatabase& database() { return database_; }
    /// `edit FILE: OLD => NEW` in the definitions, or SQL in the database.
    void change(std::string const& text);
    /// The findings of `check`, as drift.txt has them, sorted: where a text that is expected stands
    /// on the line, with that.
    std::vector<std::string> found(std::vector<std::string> const& expected) const;
    /// The warnings of that.
    std::vector<std::string> warnings() const;

private:
    nlohmann::json report() const;
    std::string shown(nlohmann::json const& finding,
                      std::vector<std::string> const& expected) const;

    Project project_;
    TestDatabase database_;
    std::string source_;
};

/// Every paragraph of the sample's drift.txt is found as it says, and nothing else.
void check_drift_of_sample(std::string const& sample, std::string const& source);

}  // namespace lockstep::tests
