#pragma once

#include <spdlog/logger.h>

#include "base/log_line.hpp"

namespace lockstep {

/// The log goes to stderr; results alone go to stdout. Level `warn` until `set_log_level`.
spdlog::logger& log();

/// A line with fields, which JSON alone shows: the message says it all by itself. Nothing else may
/// be meant by a field than by the message.
void log_with(spdlog::level::level_enum level, std::string_view message, LogFields fields);

/// `-v` is info, `-vv` debug (every statement that is sent), `-q` errors alone.
void set_log_level(spdlog::level::level_enum level);

/// `lockstep: warning: text`, or an object a line: see json_log_line. Text until it is set.
enum class LogFormat { text, json };
void set_log_format(LogFormat format);
LogFormat log_format();

}  // namespace lockstep
