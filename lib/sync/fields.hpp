#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace lockstep::sync {

/// Reads an object of JSON from outside. What is missing or of another type is refused (400) with
/// its path: "change.column.type must be a text".
class Fields {
public:
    /// `at` is the object's own path, for messages. It must outlive this.
    Fields(nlohmann::json const& object, std::string at);

    bool has(std::string_view name) const;  // and not null
    nlohmann::json const& any(std::string_view name) const;
    Fields object(std::string_view name) const;
    /// A text without NUL, of well-formed UTF-8.
    std::string text(std::string_view name) const;
    std::string text_or(std::string_view name, std::string_view otherwise) const;
    bool flag_or(std::string_view name, bool otherwise) const;
    /// An array of objects; empty where it is not there.
    std::vector<Fields> objects(std::string_view name) const;
    /// An array of texts; empty where it is not there. One text counts as an array of it.
    std::vector<std::string> texts(std::string_view name) const;
    /// One of those.
    std::string one_of(std::string_view name, std::initializer_list<std::string_view> choices,
                       std::string_view otherwise) const;

    nlohmann::json const& value() const { return *object_; }
    std::string path(std::string_view name) const;
    [[noreturn]] void refuse(std::string_view name, std::string_view why) const;

private:
    nlohmann::json const* object_;
    std::string at_;
};

/// Refuses (400) what is no text to be stored: with NUL, or not UTF-8.
void check_text(std::string_view text, std::string_view path);

}  // namespace lockstep::sync
