#include "generate/quoting.hpp"

#include <algorithm>
#include <cctype>
#include <vector>

#include <fmt/core.h>

#include "base/text.hpp"
#include "code/identifiers.hpp"
#include "schema/json_text.hpp"

namespace lockstep::generate {

namespace {

bool is_control(char c) {
    return (c >= 0 && c < ' ') || c == '\x7f';
}

/// With `\` before it and before `quote`; a control character as `escape` has it.
std::string escaped(std::string_view text, std::string_view to_escape,
                    std::string (*escape)(unsigned char)) {
    std::string result;
    for (auto const c : text) {
        if (c == '\n') {
            result += "\\n";
        } else if (is_control(c)) {
            result += escape(static_cast<unsigned char>(c));
        } else {
            result += to_escape.find(c) != std::string_view::npos ? "\\" : "";
            result += c;
        }
    }
    return result;
}

std::string hexadecimal(unsigned char c) {
    return fmt::format("\\x{:02x}", static_cast<unsigned>(c));
}

/// \x would take more digits than two.
std::string octal(unsigned char c) {
    return fmt::format("\\{:03o}", static_cast<unsigned>(c));
}

std::string utf8_of(std::string_view text) {
    return is_utf8(text) ? std::string(text) : printable(text);
}

std::vector<std::string> folders_of(std::string_view path) {
    auto parts = split(path, '/');
    parts.pop_back();
    return parts;
}

/// How many folders to go up from one file, and what leads down to the other.
struct Way {
    std::size_t up = 0;
    std::vector<std::string> down;
};
Way way(std::string_view from, std::string_view to) {
    auto const here = folders_of(from);
    auto const there = split(to, '/');
    auto const differ = std::mismatch(here.begin(), here.end(), there.begin(), there.end());
    return {static_cast<std::size_t>(here.end() - differ.first), {differ.second, there.end()}};
}

std::string without_ending(std::string_view path) {
    auto const dot = path.rfind('.');
    auto const slash = path.rfind('/');
    bool const has_ending =
        dot != std::string_view::npos && (slash == std::string_view::npos || dot > slash);
    return std::string(path.substr(0, has_ending ? dot : path.size()));
}

}  // namespace

std::string python_quoted(std::string_view text) {
    return '"' + escaped(utf8_of(text), "\\\"", hexadecimal) + '"';
}

std::string typescript_quoted(std::string_view text) {
    auto const quoted = '\'' + escaped(utf8_of(text), "\\'", hexadecimal) + '\'';
    // Line separators, at which a string ended once.
    return replace_all(replace_all(quoted, "\xe2\x80\xa8", "\\u2028"), "\xe2\x80\xa9", "\\u2029");
}

std::string sql_quoted(std::string_view text) {
    return '\'' + replace_all(utf8_of(text), "'", "''") + '\'';
}

std::string json_quoted(std::string_view text) {
    std::string quoted;
    schema::append_json(quoted, utf8_of(text));
    return quoted;
}

std::string cpp_quoted(std::string_view text) {
    // "??/" was a backslash once, and compilers warn of it.
    return '"' + escaped(utf8_of(text), "\\\"?", octal) + '"';
}

std::string markdown_quoted(std::string_view text) {
    std::string fence = "`";
    while (text.find(fence) != std::string_view::npos) {
        fence += '`';
    }
    auto const blank = fence.size() > 1 || text.empty() ? " " : "";
    // In a table `|` ends a cell even in code, and a line ends the row.
    auto const shown = replace_all(replace_all(printable(text), "|", "\\|"), "\n", " ");
    return fence + blank + shown + blank + fence;
}

std::string docstring_line(std::string_view line) {
    return replace_all(replace_all(printable(line), "\\", "\\\\"), "\"", "\\\"");
}

std::string block_comment_line(std::string_view line) {
    return replace_all(replace_all(printable(line), "*/", "* /"), "/*", "/ *");
}

std::string line_comment_line(std::string_view line) {
    return printable(line);
}

std::string json_line(std::string_view line) {
    auto const quoted = json_quoted(line);
    return quoted.substr(1, quoted.size() - 2);
}

std::string markdown_line(std::string_view line) {
    constexpr std::string_view markup = "\\`*_{}[]<>#|&~!";
    std::string result;
    for (auto const c : printable(line)) {
        result += markup.find(c) != std::string_view::npos ? "\\" : "";
        result += c;
    }
    return result;
}

std::string plain_identifier(std::string_view name) {
    auto result = replace_all(code::with_blanks(name), " ", "_");
    bool const is_started =
        !result.empty() && std::isdigit(static_cast<unsigned char>(result.front())) == 0;
    return is_started ? result : "_" + result;
}

std::string python_identifier(std::string_view name) {
    auto const plain = plain_identifier(name);
    auto const start = plain.find_first_not_of('_');
    auto const rest = start == std::string::npos ? "" : plain.substr(start);
    bool const is_started =
        !rest.empty() && std::isdigit(static_cast<unsigned char>(rest.front())) == 0;
    auto const identifier = is_started ? rest : "field_" + rest;
    // An underscore at the end says that the field is called otherwise than the column.
    return identifier == name || identifier.ends_with('_') ? identifier : identifier + "_";
}

std::string sql_identifier(std::string_view name) {
    return '"' + replace_all(utf8_of(name), "\"", "\"\"") + '"';
}

std::string python_module(std::string_view from, std::string_view to) {
    auto const path = way(from, to);
    return std::string(path.up + 1, '.') +
           replace_all(without_ending(join(path.down, "/")), "/", ".");
}

std::string typescript_module(std::string_view from, std::string_view to) {
    auto const path = way(from, to);
    std::string start = path.up == 0 ? "./" : "";
    for (std::size_t i = 0; i < path.up; ++i) {
        start += "../";
    }
    return typescript_quoted(start + without_ending(join(path.down, "/")));
}

}  // namespace lockstep::generate
