#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace lockstep::mustache {

struct Entry;

/// What a template is filled with: a flag, a number, a text, a list, or an object with named parts.
class Data {
public:
    using List = std::vector<Data>;
    using Object = std::vector<Entry>;

    // Defined where Entry is known.
    Data();  // false
    Data(bool flag);
    Data(int number);
    Data(std::string text);
    Data(std::string_view text);
    Data(char const* text);
    Data(List list);
    Data(Object object);
    /// The same object at many places.
    Data(std::shared_ptr<Object const> object);

    std::string const* text() const { return std::get_if<std::string>(&is_); }
    int const* number() const { return std::get_if<int>(&is_); }
    List const* list() const { return std::get_if<List>(&is_); }
    Object const* object() const;
    bool flag() const;
    /// Is it what `{{#name}}` shows something for? An empty text or list is not, an object is.
    bool is_there() const;
    /// A part of an object; null where there is none of that name. It is looked for at `hint`
    /// first, which becomes where it is: objects of a list have their parts in one order.
    Data const* find(std::string_view name, std::size_t& hint) const;
    Data const* find(std::string_view name) const {
        std::size_t hint = 0;
        return find(name, hint);
    }

private:
    std::variant<bool, int, std::string, List, Object, std::shared_ptr<Object const>> is_;
};

struct Entry {
    std::string_view name;  // a literal, or of something that lives longer
    Data value;
};

}  // namespace lockstep::mustache
