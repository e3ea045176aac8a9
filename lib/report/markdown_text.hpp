#pragma once

#include <string>
#include <string_view>

namespace lockstep::report {

/// Text as plain prose of GitHub's Markdown, on one line, also inside a table.
std::string markdown_text(std::string_view text);
/// Text as code on one line, also inside a table.
std::string markdown_code(std::string_view text);
/// A fenced block; the fence is longer than any in the text.
std::string markdown_block(std::string_view language, std::string_view text);

}  // namespace lockstep::report
