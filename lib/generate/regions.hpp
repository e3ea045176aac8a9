#pragma once

#include <string>
#include <string_view>
#include <vector>

// Parts of files, between two lines of their own: `# lockstep: begin NAME` and `# lockstep: end`,
// as comments of whatever language.
namespace lockstep::generate {

/// The text without the lines that mark its parts: a whole file.
std::string without_marks(std::string const& name, std::string_view text);

struct Spliced {
    std::string text;
    std::vector<std::string> not_there;  // parts that the file has no region for
    std::vector<std::string> left_over;  // regions of the file for which there is no part
};

/// `file` with the text of the generated parts in its regions of the same name; a region `*` takes
/// all parts that have none of their own. What stands outside of regions is not touched, nor is a
/// region for which there is no part. `name` is the file's, for errors: ParseError where a region
/// does not end, begins inside of another, or is there twice.
Spliced splice(std::string const& name, std::string_view file, std::string_view generated);

}  // namespace lockstep::generate
