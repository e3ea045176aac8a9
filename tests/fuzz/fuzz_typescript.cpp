// Whatever the bytes, as two files (one with elements) that import from each other: definitions
// with places that are in the files, and the same ones the next time.
#include <algorithm>
#include <array>

#include "code/typescript.hpp"
#include "fuzz.hpp"

using namespace lockstep;

namespace {

constexpr std::string_view between = "\n// b.ts\n";

void check_place(std::array<code::SourceFile, 2> const& files, TextPlace const& place) {
    for (auto const& file : files) {
        auto const lines = std::count(file.text.begin(), file.text.end(), '\n') + 1;
        fuzz::require(file.path != place.file || (place.line >= 1 && place.column >= 1 &&
                                                  place.line <= static_cast<std::size_t>(lines)));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = fuzz::as_text(data, size);
    auto const middle = std::min(text.find(between), text.size());
    std::array<code::SourceFile, 2> const files{{{"a.ts", std::string(text.substr(0, middle))},
                                                 {"b.tsx", std::string(text.substr(middle))}}};
    auto const read = code::read_typescript(files);
    for (auto const& each : read.enums) {
        check_place(files, each.place);
    }
    for (auto const& each : read.records) {
        check_place(files, each.place);
        for (auto const& field : each.fields) {
            check_place(files, field.place);
        }
    }
    for (auto const& each : read.problems) {
        check_place(files, each.place);
    }
    auto const again = code::read_typescript(files);
    fuzz::require(again.enums == read.enums && again.records == read.records &&
                  again.constants == read.constants && again.problems == read.problems);
    return 0;
}
