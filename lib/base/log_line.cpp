#include "base/log_line.hpp"

#include <array>
#include <ctime>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace lockstep {

namespace {

std::string utc(std::chrono::system_clock::time_point time) {
    auto const second = std::chrono::floor<std::chrono::seconds>(time);
    auto const rest = std::chrono::duration_cast<std::chrono::microseconds>(time - second);
    auto const since_1970 = std::chrono::system_clock::to_time_t(second);
    std::tm parts{};
    ::gmtime_r(&since_1970, &parts);
    std::array<char, 32> text{};
    auto const size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    return fmt::format("{}.{:06}Z", std::string_view(text.data(), size), rest.count());
}

}  // namespace

std::string json_log_line(std::chrono::system_clock::time_point time, std::string_view level,
                          std::string_view message, LogFields fields) {
    nlohmann::ordered_json line{{"time", utc(time)}, {"level", level}, {"message", message}};
    for (auto const& field : fields) {
        std::visit([&](auto const& value) { line[std::string(field.name)] = value; }, field.value);
    }
    using Handler = nlohmann::ordered_json::error_handler_t;
    return line.dump(-1, ' ', false, Handler::replace) + '\n';
}

}  // namespace lockstep
