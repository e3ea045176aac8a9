#include "base/log.hpp"

#include <atomic>

#include <spdlog/sinks/stdout_sinks.h>

namespace lockstep {

namespace {

std::atomic<LogFormat> format_now{LogFormat::text};

/// Of the line that this thread is logging; spdlog formats it before `log` returns.
thread_local LogFields const* fields_under_way = nullptr;

std::string_view view(spdlog::string_view_t text) {
    return {text.data(), text.size()};
}

class JsonFormatter : public spdlog::formatter {
public:
    void format(spdlog::details::log_msg const& message, spdlog::memory_buf_t& to) override {
        auto const line = json_log_line(
            message.time, view(spdlog::level::to_string_view(message.level)), view(message.payload),
            fields_under_way == nullptr ? LogFields{} : *fields_under_way);
        to.append(line.data(), line.data() + line.size());
    }
    std::unique_ptr<spdlog::formatter> clone() const override {
        return std::make_unique<JsonFormatter>();
    }
};

constexpr auto text_pattern = "lockstep: %l: %v";

spdlog::logger make_log() {
    spdlog::logger made("lockstep", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made.set_pattern(text_pattern);
    made.set_level(spdlog::level::warn);
    made.flush_on(spdlog::level::trace);
    return made;
}

}  // namespace

spdlog::logger& log() {
    static auto the_log = make_log();
    return the_log;
}

void log_with(spdlog::level::level_enum level, std::string_view message, LogFields fields) {
    fields_under_way = &fields;
    log().log(level, "{}", message);
    fields_under_way = nullptr;
}

void set_log_level(spdlog::level::level_enum level) {
    log().set_level(level);
}

void set_log_format(LogFormat format) {
    format_now = format;
    if (format == LogFormat::json) {
        log().set_formatter(std::make_unique<JsonFormatter>());
    } else {
        log().set_pattern(text_pattern);
    }
}

LogFormat log_format() {
    return format_now;
}

}  // namespace lockstep
