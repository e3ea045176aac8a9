#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

std::string join(std::span<std::string const> parts, std::string_view separator);
std::vector<std::string> split(std::string_view text, char separator);
std::string_view trim(std::string_view text);
/// ASCII only: identifiers and keywords, never users' prose.
std::string to_lower(std::string_view text);
std::string replace_all(std::string text, std::string_view what, std::string_view with);

/// "1 column", "3 columns": `plural` defaults to `singular` with the usual ending.
std::string count_of(std::size_t count, std::string_view singular, std::string_view plural = {});
/// The usual English plural of a noun: "policy" → "policies", "index" → "indexes".
std::string plural_of(std::string_view noun);

/// Does `text` match `pattern`, in which `*` stands for any run of characters and `?` for one?
bool matches_glob(std::string_view pattern, std::string_view text);

/// The candidate nearest to `word` by edit distance, empty when none is near enough to be meant.
std::string_view nearest(std::string_view word, std::span<std::string_view const> candidates);
/// `; did you mean "x"?`, or nothing.
std::string did_you_mean(std::string_view word, std::span<std::string_view const> candidates);

/// Is it well-formed UTF-8 (no surrogates, no overlong forms)?
bool is_utf8(std::string_view text);
/// The offset of the first byte that is no well-formed UTF-8; npos when all is well.
std::size_t invalid_utf8_at(std::string_view text);

/// Control characters, and bytes that are no UTF-8, as `\x1b`: safe to print on a terminal.
std::string printable(std::string_view text);

}  // namespace lockstep
