#pragma once

#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::tests {

struct SourceFile {
    std::string path;  // from the top of the repository: "lib/base/text.cpp"
    std::string text;
};

/// The repository's files below `folders` that end with one of `suffixes`; what is built, fetched
/// or hidden is left out.
std::vector<SourceFile> files_of_repository(std::initializer_list<std::string_view> folders,
                                            std::initializer_list<std::string_view> suffixes);

/// Lines without their ends.
std::vector<std::string_view> lines_of(std::string_view text);

}  // namespace lockstep::tests
