#include "report/markdown_text.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/text.hpp"
#include "report/shown.hpp"

namespace lockstep::report {

namespace {

std::size_t longest_run_of_backticks(std::string_view text) {
    std::size_t longest = 0;
    std::size_t run = 0;
    for (auto const c : text) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

}  // namespace

std::string markdown_text(std::string_view text) {
    // What can begin emphasis, a link, code, HTML, a cell, or a mention of a person or an issue.
    constexpr std::string_view special = "\\`*_[]<>&|~#@!$";
    std::string escaped;
    for (auto const c : shown_on_one_line(text)) {
        bool const needs_entity = c == '<' || c == '&' || c == '@' || c == '#';
        if (needs_entity) {
            escaped += fmt::format("&#{};", static_cast<int>(c));
        } else {
            escaped += special.find(c) != std::string_view::npos ? "\\" : "";
            escaped += c;
        }
    }
    return escaped;
}

std::string markdown_code(std::string_view text) {
    if (text.empty()) {
        return {};
    }
    // Inside a table a pipe is escaped even in code; GitHub takes the backslash away again.
    auto const safe = replace_all(shown_on_one_line(text), "|", "\\|");
    std::string const fence(longest_run_of_backticks(safe) + 1, '`');
    bool const padded =
        safe.front() == '`' || safe.back() == '`' || safe.front() == ' ' || safe.back() == ' ';
    auto const pad = padded ? " " : "";
    return fmt::format("{}{}{}{}{}", fence, pad, safe, pad, fence);
}

std::string markdown_block(std::string_view language, std::string_view text) {
    std::string const fence(std::max<std::size_t>(3, longest_run_of_backticks(text) + 1), '`');
    return fmt::format("{}{}\n{}\n{}\n", fence, language, shown(text), fence);
}

}  // namespace lockstep::report
