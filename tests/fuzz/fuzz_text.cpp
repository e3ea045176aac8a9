#include "base/text.hpp"
#include "fuzz.hpp"

using namespace lockstep;
using fuzz::require;

namespace {

/// `printable` gives UTF-8 without control characters, and leaves alone what is so already.
void check_printable(std::string_view text) {
    std::string const shown = printable(text);
    require(is_utf8(shown));
    require(printable(shown) == shown);
}

/// The first line is a pattern for the rest. A text with its every character taken as it is, or as
/// any one, or as part of any run, matches.
void check_glob(std::string_view text) {
    auto const end = text.find('\n');
    if (end != std::string_view::npos) {
        matches_glob(text.substr(0, end), text.substr(end + 1));
    }
    require(matches_glob("*", text));
    require(matches_glob(std::string(text.size(), '?'), text));
    require(matches_glob("*" + std::string(text.substr(text.size() / 2)), text));
}

void check_split(std::string_view text) {
    require(join(split(text, ','), ",") == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text = fuzz::as_text(data, size);
    check_printable(text);
    check_glob(text);
    check_split(text);
    return 0;
}
