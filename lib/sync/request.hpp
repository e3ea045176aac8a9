#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sync/json.hpp"

namespace lockstep::sync {

/// What one asks `sync apply` for (docs/schemas/apply-request.json).
struct Request {
    std::string change_id;  // empty: the control database makes one up
    std::string organization_id;
    std::string project_id;
    std::string user_id;
    std::int64_t current_version = 0;
    Json change;                 // normalized
    Json new_schema_data;        // null: not given
    bool may_lose_data = false;  // "allow": ["data_loss"]
};

/// Reads one from JSON. Throws Refused(bad_request) with the path of what is wrong.
Request read_request(std::string_view text);

}  // namespace lockstep::sync
