#include "base/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>

namespace lockstep {

namespace {

spdlog::logger make_log() {
    spdlog::logger made("lockstep", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made.set_pattern("lockstep: %l: %v");
    made.set_level(spdlog::level::warn);
    made.flush_on(spdlog::level::trace);
    return made;
}

}  // namespace

spdlog::logger& log() {
    static auto the_log = make_log();
    return the_log;
}

void set_log_level(spdlog::level::level_enum level) {
    log().set_level(level);
}

}  // namespace lockstep
