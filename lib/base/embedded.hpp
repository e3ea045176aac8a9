#pragma once

#include <span>
#include <string_view>

namespace lockstep {

/// A file of the repository that the binary carries with it (see cmake/embed.cmake).
struct EmbeddedFile {
    std::string_view name;  // "schema/02_tables.sql"
    std::string_view content;
};

/// docs/demo: the sample application's definitions and what drifted.
std::span<EmbeddedFile const> demo_files();
/// templates/: how code is generated, and which types stand for which.
std::span<EmbeddedFile const> template_files();

/// hooks/ and .github/workflows/schema-sync.yml: what `lockstep init` puts into a repository.
std::span<EmbeddedFile const> repository_files();

}  // namespace lockstep
