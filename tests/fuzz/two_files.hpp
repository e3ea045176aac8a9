#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "code/checks.hpp"
#include "code/definitions.hpp"
#include "fuzz.hpp"

namespace lockstep::fuzz {

using TwoFiles = std::array<code::SourceFile, 2>;

/// The text as two files that may import from each other, taken apart at a line that says so.
inline TwoFiles two_files(std::string_view text, std::string_view between, std::string first,
                          std::string second) {
    auto const middle = std::min(text.find(between), text.size());
    return {{{std::move(first), std::string(text.substr(0, middle))},
             {std::move(second), std::string(text.substr(middle))}}};
}

inline void require_place(TwoFiles const& files, TextPlace const& place) {
    for (auto const& file : files) {
        auto const lines = std::count(file.text.begin(), file.text.end(), '\n') + 1;
        require(file.path != place.file || (place.line >= 1 && place.column >= 1 &&
                                            place.line <= static_cast<std::size_t>(lines)));
    }
}

/// Definitions have places that are in the files, and are the same ones the next time; checking
/// them ends.
template <class Read>
void require_definitions(TwoFiles const& files, Read read_files) {
    code::Definitions const read = read_files(files);
    for (auto const& each : read.enums) {
        require_place(files, each.place);
    }
    for (auto const& each : read.records) {
        require_place(files, each.place);
        for (auto const& field : each.fields) {
            require_place(files, field.place);
        }
    }
    for (auto const& each : read.problems) {
        require_place(files, each.place);
    }
    for (auto const& each : code::check(read)) {
        require_place(files, each.place);
    }
    code::Definitions const again = read_files(files);
    require(again.enums == read.enums && again.records == read.records &&
            again.constants == read.constants && again.problems == read.problems);
}

}  // namespace lockstep::fuzz
