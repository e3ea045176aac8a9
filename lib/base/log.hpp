#pragma once

#include <spdlog/spdlog.h>

namespace lockstep {

/// The log goes to stderr; results alone go to stdout. Level `warn` unless `-v` is given.
inline spdlog::logger& log() {
    return *spdlog::default_logger_raw();
}

}  // namespace lockstep
