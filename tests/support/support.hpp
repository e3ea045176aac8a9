#pragma once

#include <string>

namespace lockstep::tests {

/// A file of the repository: `repository_file("tests/cases/table/x.sql")`.
std::string repository_file(std::string const& path);

}  // namespace lockstep::tests
