#include "sync/fields.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "sync/refused.hpp"

namespace lockstep::sync {

using nlohmann::json;

void check_text(std::string_view text, std::string_view path) {
    if (text.find('\0') != std::string_view::npos || !is_utf8(text)) {
        throw Refused(
            Code::bad_request,
            fmt::format("{} holds what no text may: NUL, or bytes that are no UTF-8", path));
    }
}

Fields::Fields(json const& object, std::string at) : object_(&object), at_(std::move(at)) {
    if (!object.is_object()) {
        throw Refused(Code::bad_request, fmt::format("{} must be an object", at_));
    }
}

std::string Fields::path(std::string_view name) const {
    return at_.empty() ? std::string(name) : fmt::format("{}.{}", at_, name);
}

void Fields::refuse(std::string_view name, std::string_view why) const {
    throw Refused(Code::bad_request, fmt::format("{} {}", path(name), why));
}

bool Fields::has(std::string_view name) const {
    auto const found = object_->find(name);
    return found != object_->end() && !found->is_null();
}

json const& Fields::any(std::string_view name) const {
    if (!has(name)) {
        refuse(name, "is missing");
    }
    return *object_->find(name);
}

Fields Fields::object(std::string_view name) const {
    return {any(name), path(name)};
}

std::string Fields::text(std::string_view name) const {
    auto const& value = any(name);
    if (!value.is_string()) {
        refuse(name, "must be a text");
    }
    auto text = value.get<std::string>();
    check_text(text, path(name));
    return text;
}

std::string Fields::text_or(std::string_view name, std::string_view otherwise) const {
    return has(name) ? text(name) : std::string(otherwise);
}

bool Fields::flag_or(std::string_view name, bool otherwise) const {
    if (!has(name)) {
        return otherwise;
    }
    if (!any(name).is_boolean()) {
        refuse(name, "must be true or false");
    }
    return any(name).get<bool>();
}

std::vector<Fields> Fields::objects(std::string_view name) const {
    std::vector<Fields> list;
    if (!has(name)) {
        return list;
    }
    if (!any(name).is_array()) {
        refuse(name, "must be a list");
    }
    for (auto const& item : any(name)) {
        list.emplace_back(item, fmt::format("{}[{}]", path(name), list.size()));
    }
    return list;
}

std::vector<std::string> Fields::texts(std::string_view name) const {
    if (!has(name)) {
        return {};
    }
    if (any(name).is_string()) {
        return {text(name)};
    }
    std::vector<std::string> list;
    bool const are_texts =
        any(name).is_array() && std::all_of(any(name).begin(), any(name).end(),
                                            [](json const& item) { return item.is_string(); });
    if (!are_texts) {
        refuse(name, "must be a list of texts");
    }
    for (auto const& item : any(name)) {
        list.push_back(item.get<std::string>());
        check_text(list.back(), path(name));
    }
    return list;
}

std::string Fields::one_of(std::string_view name, std::initializer_list<std::string_view> choices,
                           std::string_view otherwise) const {
    auto const value = text_or(name, otherwise);
    if (std::find(choices.begin(), choices.end(), value) == choices.end()) {
        std::vector<std::string> const all(choices.begin(), choices.end());
        refuse(name, fmt::format("must be one of {}", join(all, ", ")));
    }
    return value;
}

}  // namespace lockstep::sync
