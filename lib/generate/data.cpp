#include "generate/data.hpp"

#include "schema/json_text.hpp"

namespace lockstep::generate {

namespace {

void append(std::string& out, Data const& data, std::size_t depth);

std::string line(std::size_t depth) {
    return "\n" + std::string(2 * depth, ' ');
}

void append_list(std::string& out, Data::List const& list, std::size_t depth) {
    auto separator = "";
    out += '[';
    for (auto const& item : list) {
        out += separator + line(depth + 1);
        append(out, item, depth + 1);
        separator = ",";
    }
    out += list.empty() ? "]" : line(depth) + "]";
}

void append_object(std::string& out, Data::Object const& object, std::size_t depth) {
    auto separator = "";
    out += '{';
    for (auto const& [name, value] : object) {
        out += separator + line(depth + 1);
        schema::append_json(out, name);
        out += ": ";
        append(out, value, depth + 1);
        separator = ",";
    }
    out += object.empty() ? "}" : line(depth) + "}";
}

void append(std::string& out, Data const& data, std::size_t depth) {
    if (auto const* const text = data.text()) {
        schema::append_json(out, *text);
    } else if (auto const* const list = data.list()) {
        append_list(out, *list, depth);
    } else if (auto const* const object = data.object()) {
        append_object(out, *object, depth);
    } else if (auto const* const number = data.number()) {
        out += std::to_string(*number);
    } else {
        out += data.flag() ? "true" : "false";
    }
}

}  // namespace

std::string to_json(Data const& data) {
    std::string out;
    append(out, data, 0);
    return out + '\n';
}

}  // namespace lockstep::generate
