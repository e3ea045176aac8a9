#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "support/scratch.hpp"

namespace lockstep::tests {

inline constexpr auto drift_folder = "tests/cases/drift";

/// A change of one property of one kind of object.
struct DriftCase {
    std::string file;
    std::size_t line = 0;
    std::string changed;  // "column.type"
    int since = 0;        // the first major version that has it
    std::string statements;
    std::string finds;
};

struct DriftSetup {
    int since = 0;
    std::string statements;
};

struct DriftFile {
    std::string name;
    std::vector<DriftSetup> setups;
    std::vector<DriftCase> cases;
};

/// The files of tests/cases/drift for a server of that version (150004); tests/db/catalog/drift.cpp
/// says what stands in them.
std::vector<DriftFile> drift_cases(int server_version);
/// Runs a file's setups, with the roles and the tablespace that they use. Returns the major
/// version.
int set_up(TestDatabase& database, DriftFile const& file);

}  // namespace lockstep::tests
