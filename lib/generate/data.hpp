#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace lockstep::generate {

struct Entry;

/// What a template is filled with: a flag, a number, a text, a list, or an object with named parts.
class Data {
public:
    using List = std::vector<Data>;
    using Object = std::vector<Entry>;

    Data() = default;  // false
    Data(bool flag) : is_(flag) {}
    Data(int number) : is_(number) {}
    Data(std::string text) : is_(std::move(text)) {}
    Data(std::string_view text) : is_(std::string(text)) {}
    Data(char const* text) : is_(std::string(text)) {}
    Data(List list) : is_(std::move(list)) {}
    Data(Object object);

    std::string const* text() const { return std::get_if<std::string>(&is_); }
    int const* number() const { return std::get_if<int>(&is_); }
    List const* list() const { return std::get_if<List>(&is_); }
    Object const* object() const { return std::get_if<Object>(&is_); }
    bool flag() const;
    /// Is it what `{{#name}}` shows something for? An empty text or list is not, an object is.
    bool is_there() const;
    /// A part of an object; null where there is none of that name.
    Data const* find(std::string_view name) const;

    /// Indented JSON, with a newline behind it.
    std::string to_json() const;

private:
    std::variant<bool, int, std::string, List, Object> is_ = false;
};

struct Entry {
    std::string name;
    Data value;
};

}  // namespace lockstep::generate
