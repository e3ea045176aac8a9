#include "schema/json_text.hpp"

#include <array>

namespace lockstep::schema {

namespace {

constexpr char as_unicode = 'u';

/// What follows the backslash, by byte; 0 where the byte stands for itself.
constexpr std::array<char, 256> escapes = [] {
    std::array<char, 256> table{};
    for (std::size_t control = 0; control < 0x20; ++control) {
        table[control] = as_unicode;
    }
    table['\b'] = 'b';
    table['\f'] = 'f';
    table['\n'] = 'n';
    table['\r'] = 'r';
    table['\t'] = 't';
    table['"'] = '"';
    table['\\'] = '\\';
    return table;
}();

void append_escaped(std::string& out, unsigned char byte) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += '\\';
    out += escapes[byte];
    if (escapes[byte] == as_unicode) {
        out += "00";
        out += digits[byte / 16];
        out += digits[byte % 16];
    }
}

}  // namespace

void append_json(std::string& out, std::string_view text) {
    out += '"';
    std::size_t plain = 0;  // where the run of bytes that stand for themselves began
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const byte = static_cast<unsigned char>(text[i]);
        if (escapes[byte] != 0) {
            out.append(text, plain, i - plain);
            append_escaped(out, byte);
            plain = i + 1;
        }
    }
    out.append(text, plain);
    out += '"';
}

void append_json(std::string& out, TextList list) {
    out += '[';
    bool first = true;
    for (auto rest = list.packed(); !rest.empty(); first = false) {
        auto const end = rest.find('\0');
        if (!first) {
            out += ',';
        }
        append_json(out, rest.substr(0, end));
        rest.remove_prefix(end + 1);
    }
    out += ']';
}

void append_json(std::string& out, Property const& property, Value value) {
    if (value.is_unknown()) {
        out += "null";
    } else if (property.shape == Shape::flag) {
        out += "true";
    } else if (property.shape == Shape::list) {
        append_json(out, value.list());
    } else {
        append_json(out, value.text());
    }
}

}  // namespace lockstep::schema
