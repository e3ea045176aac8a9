#pragma once

#include <string>
#include <vector>

namespace lockstep::config {

/// What `lockstep init` found in a repository.
struct Facts {
    std::vector<std::string>
        definitions;                // sources, relative: "schema.sql", "migrations:migrations"
    std::string database_variable;  // that is set or named in the CI: "DATABASE_URL"
    bool git = true;
};

struct FileToWrite {
    std::string path;  // relative to the repository
    std::string content;
    bool executable = false;
    std::string about;  // for the question whether to write it
};

/// The files that set a repository up: the commented configuration, and for git the pre-commit hook
/// and the CI workflow.
std::vector<FileToWrite> init_files(Facts const& facts);

}  // namespace lockstep::config
