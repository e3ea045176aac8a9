#include "support/project.hpp"

#include <filesystem>

#include "base/files.hpp"
#include "base/text.hpp"

namespace lockstep::tests {

namespace fs = std::filesystem;

Project::Project() {
    fs::create_directories(path());
    fs::create_directories(temporary());
    // A scratch server that root starts belongs to another user.
    fs::permissions(folder_.path(), fs::perms{0755});
    fs::permissions(temporary(), fs::perms{0777});
}

std::string Project::path(std::string const& name) const {
    return folder_.path(name.empty() ? "repo" : "repo/" + name);
}

std::string Project::read(std::string const& name) const {
    return read_file_if_any(path(name)).value_or("(there is no such file)");
}

RunOptions Project::options(std::map<std::string, std::string> environment) const {
    environment.try_emplace("TMPDIR", temporary());
    return {.environment = std::move(environment), .input = {}, .folder = path()};
}

Outcome Project::run(std::vector<std::string> const& arguments,
                     std::map<std::string, std::string> environment) const {
    return run_lockstep(arguments, options(std::move(environment)));
}

std::string Project::leftovers() const {
    std::string found;
    for (auto const& entry : fs::directory_iterator(temporary())) {
        found += "file " + entry.path().string() + "\n";
    }
    std::error_code error;
    for (auto const& process : fs::directory_iterator("/proc", error)) {
        auto const line = read_file_if_any(process.path() / "cmdline").value_or("");
        if (line.find(temporary()) != std::string::npos) {
            found += "process " + replace_all(line, std::string(1, '\0'), " ") + "\n";
        }
    }
    return found;
}

bool holds(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace lockstep::tests
