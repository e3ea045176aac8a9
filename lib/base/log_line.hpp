#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace lockstep {

/// What a line of the log is about, for programs: {"epoch", 3}.
struct LogField {
    std::string_view name;
    std::variant<std::int64_t, std::string> value;
};
using LogFields = std::initializer_list<LogField>;

/// A line of the log as a JSON object, with its end of line: {"time", "level", "message", …fields}.
/// `time` is in UTC, with microseconds. Bytes that are no UTF-8 are replaced by U+FFFD.
std::string json_log_line(std::chrono::system_clock::time_point time, std::string_view level,
                          std::string_view message, LogFields fields = {});

}  // namespace lockstep
