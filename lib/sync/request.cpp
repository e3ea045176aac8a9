#include "sync/request.hpp"

#include <nlohmann/json.hpp>

#include "sync/change.hpp"
#include "sync/fields.hpp"
#include "sync/project.hpp"
#include "sync/refused.hpp"

namespace lockstep::sync {

using nlohmann::json;

namespace {

constexpr std::size_t largest = 8U << 20U;
constexpr int deepest = 100;

json parsed(std::string_view text) {
    if (text.size() > largest) {
        throw Refused(Code::bad_request, "the request is larger than 8 MB");
    }
    auto const shallow = [](int depth, json::parse_event_t, json&) {
        if (depth > deepest) {
            throw Refused(Code::bad_request, "the request is nested too deeply");
        }
        return true;
    };
    try {
        return json::parse(text, shallow);
    } catch (json::exception const& error) {
        throw Refused(Code::bad_request, "the request is no JSON", error.what());
    }
}

}  // namespace

Request read_request(std::string_view text) {
    auto const top = parsed(text);
    Fields const from(top, "");
    Request request;
    request.change_id = from.text_or("change_id", "");
    request.organization_id = from.text("organization_id");
    request.project_id = from.text("project_id");
    request.user_id = from.text("user_id");
    if (!from.any("current_version").is_number_integer()) {
        from.refuse("current_version", "must be a whole number");
    }
    request.current_version = from.any("current_version").get<std::int64_t>();
    request.change = std::make_shared<json const>(normalized(from.any("change")));
    if (from.has("new_schema_data")) {
        request.new_schema_data =
            std::make_shared<json const>(from.object("new_schema_data").value());
    }
    for (auto const& allowed : from.texts("allow")) {
        if (allowed != "data_loss") {
            from.refuse("allow", "knows nothing but \"data_loss\"");
        }
        request.may_lose_data = true;
    }
    namespace_of(request.organization_id);
    return request;
}

}  // namespace lockstep::sync
