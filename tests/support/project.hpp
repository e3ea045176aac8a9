#pragma once

#include <map>
#include <string>
#include <vector>

#include "support/folder.hpp"
#include "support/run.hpp"

namespace lockstep::tests {

/// A repository in which `lockstep` runs, with a temporary folder of its own, so that whatever a
/// run leaves behind is seen.
class Project {
public:
    Project();

    std::string write(std::string const& name, std::string_view content) const {
        return folder_.write("repo/" + name, content);
    }
    std::string path(std::string const& name = {}) const;
    std::string read(std::string const& name) const;
    /// Settings for runs in it; `environment` comes on top.
    RunOptions options(std::map<std::string, std::string> environment = {}) const;
    Outcome run(std::vector<std::string> const& arguments,
                std::map<std::string, std::string> environment = {}) const;
    /// Files below the temporary folder and processes that name it, a line each.
    std::string leftovers() const;

private:
    std::string temporary() const { return folder_.path("tmp"); }

    Folder folder_;
};

/// The text holds the part; the message of a failed check shows both.
bool holds(std::string const& text, std::string_view part);

}  // namespace lockstep::tests
