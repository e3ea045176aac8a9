#include "support/repository.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "support/support.hpp"

namespace lockstep::tests {
namespace {

namespace fs = std::filesystem;

bool is_left_out(fs::path const& path) {
    std::string const name = path.filename();
    bool const hidden = name.starts_with('.') && name != ".ci" && name != ".github";
    return hidden || name == "build" || name == "node_modules";
}

std::string content(fs::path const& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

std::vector<SourceFile> files_of_repository(std::initializer_list<std::string_view> folders,
                                            std::initializer_list<std::string_view> suffixes) {
    std::vector<SourceFile> files;
    fs::path const top = repository_file("");
    for (std::string_view const folder : folders) {
        for (fs::recursive_directory_iterator it(top / folder), end; it != end; ++it) {
            if (is_left_out(it->path())) {
                it.disable_recursion_pending();
            } else if (it->is_regular_file() &&
                       std::any_of(suffixes.begin(), suffixes.end(), [&](std::string_view suffix) {
                           return it->path().filename().string().ends_with(suffix);
                       })) {
                files.push_back({.path = it->path().lexically_relative(top), .text = content(*it)});
            }
        }
    }
    std::sort(files.begin(), files.end(),
              [](SourceFile const& a, SourceFile const& b) { return a.path < b.path; });
    return files;
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

}  // namespace lockstep::tests
