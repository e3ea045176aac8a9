#pragma once

#include <spdlog/logger.h>

namespace lockstep {

/// The log goes to stderr; results alone go to stdout. Level `warn` until `set_log_level`.
spdlog::logger& log();

/// `-v` is info, `-vv` debug (every statement that is sent), `-q` errors alone.
void set_log_level(spdlog::level::level_enum level);

}  // namespace lockstep
