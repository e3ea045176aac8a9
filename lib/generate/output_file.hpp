#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "generate/generator.hpp"

namespace lockstep::generate {

/// A file as it is, and as it is to be.
struct OutputFile {
    std::string name;  // as the target has it
    std::filesystem::path path{};
    std::optional<std::string> before{};  // nothing: it is not there
    std::string after{};
    std::vector<std::string> notes{};
    std::optional<Error> failure{};  // why it cannot be made

    bool is_stale() const { return !failure && before != after; }
};

struct OutputOptions {
    std::filesystem::path folder;      // that outputs are relative to
    std::filesystem::path repository;  // that they must be inside of, also by symbolic links
    /// Overwrites also what does not say that it was generated.
    bool takes_over = false;
};

/// Where an output is. Throws Error(bad_input) where that is outside of the repository.
std::filesystem::path output_path(OutputOptions const& options, std::string const& output);

/// Makes what belongs in the file, or tells why it cannot be.
OutputFile make_file(Generator& generator, Target const& target, OutputOptions const& options);

/// Writes it, as a whole or not at all. Throws Error(conflict) where the file has changed since it
/// was read, Error(bad_input) where it must not, or cannot, be written.
void write(OutputFile const& file);

}  // namespace lockstep::generate
