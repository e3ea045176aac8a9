#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace lockstep::sync {

/// What `schema_changes` says of all requests that named a project that there is.
struct Stats {
    struct Quantile {
        double part = 0;  // 0.5: the median
        double ms = 0;
    };
    struct OfProject {
        std::string project;
        std::int64_t applied = 0;
        std::int64_t failed = 0;
    };

    std::int64_t attempts = 0;
    std::int64_t applied = 0;
    std::vector<Quantile> response_times;         // of those that were applied
    std::map<std::int64_t, std::int64_t> errors;  // by code
    std::vector<OfProject> projects;              // those with most changes first
};

}  // namespace lockstep::sync
