#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lockstep::report {

/// One step from an old list to a new one.
struct Edit {
    enum class Kind { keep, remove, add };
    Kind kind = Kind::keep;
    std::string_view text;

    bool operator==(Edit const&) const = default;
};

/// The shortest way from `before` to `after` (a longest common subsequence); lists too long for
/// that are replaced as a whole between what they have in common at both ends.
std::vector<Edit> edits(std::vector<std::string_view> const& before,
                        std::vector<std::string_view> const& after);

/// The lines of a text; a newline at its very end makes no further line.
std::vector<std::string_view> lines_of(std::string_view text);

/// The hunks of a unified diff (`@@ -1,3 +1,4 @@`, then lines that begin with ' ', '-' or '+'),
/// with three lines of context, without the two lines that name the files.
std::vector<std::string> unified_diff(std::string_view before, std::string_view after);

}  // namespace lockstep::report
