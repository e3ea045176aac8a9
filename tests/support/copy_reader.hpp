#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "relay/lsn.hpp"

namespace lockstep::tests {

/// A row of change_history, read back from the binary format of COPY.
struct HistoryRow {
    std::string id;
    std::int64_t position = 0;
    relay::Lsn lsn;
    std::string table_name;
    std::string operation;
    std::optional<std::string> data;
    std::optional<std::string> old_data;
    std::int64_t transaction = 0;
    std::string schema_version;
    relay::PgTime timestamp;
    std::optional<std::string> metadata;
    std::optional<std::string> client_id;
};

std::vector<HistoryRow> read_rows(std::string_view rows);

}  // namespace lockstep::tests
