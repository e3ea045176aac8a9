#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace lockstep::tests {

struct Outcome {
    int exit_code = 0;  // 128 + the signal where one ended it
    std::string out;
    std::string err;
    std::size_t peak_memory = 0;  // bytes; at least what this process had when it started the other
};

struct RunOptions {
    /// Besides a small environment of our own: PATH, a HOME and a cache folder that are new for
    /// each test process, and nothing of PG…, DATABASE_URL or the user's.
    std::map<std::string, std::string> environment = {};
    std::string input = {};
    std::filesystem::path folder = {};  // to run in; empty: the current one
};

/// Runs a program to its end; stdout and stderr are no terminals.
Outcome run_program(std::filesystem::path const& program, std::vector<std::string> const& arguments,
                    RunOptions const& options = {});

/// Runs the `lockstep` that was built: `run_lockstep({"check", "--db", url})`.
Outcome run_lockstep(std::vector<std::string> const& arguments, RunOptions const& options = {});

}  // namespace lockstep::tests
