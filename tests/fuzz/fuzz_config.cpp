// Whatever the bytes, in both syntaxes: either a ParseError, or a configuration that is written as
// JSON and read back as an equal one, and that takes an accepted finding.
#include "base/error.hpp"
#include "config/accept.hpp"
#include "config/settings.hpp"
#include "fuzz.hpp"

using namespace lockstep;

namespace {

void try_as(std::string_view text, config::Syntax syntax) {
    config::Loaded loaded;
    try {
        loaded = config::read("fuzz", text, syntax, {.environment = {{"HOME", "/h"}}});
    } catch (ParseError const&) {
        return;
    }
    auto const again = config::read("again", config::to_json(loaded.config), config::Syntax::json);
    fuzz::require(again.config == loaded.config);
    try {
        config::Accepted const entry{.finding = "0123456789abcdef", .reason = "\"'#: \n"};
        auto const edited = config::with_accepted("fuzz", text, syntax, {&entry, 1});
        fuzz::require(!edited.empty());
    } catch (ParseError const&) {
        return;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = fuzz::as_text(data, size);
    try_as(text, config::Syntax::json);
    try_as(text, config::Syntax::yaml);
    return 0;
}
