#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::script {

/// One statement of a script, without its semicolon. Places stand for its first token.
struct Statement {
    std::string_view text;
    std::uint32_t file = 0;  // into Script::files
    std::size_t offset = 0;  // byte, from 0
    std::size_t line = 1;
    bool standard_strings = true;  // as SET standard_conforming_strings left it
    bool copies_data = false;      // COPY … FROM stdin; its data stood behind it and was skipped
};

/// `-- lockstep: rename a to b`: what stands behind the colon, trimmed.
struct Directive {
    std::string text;
    std::uint32_t file = 0;
    std::size_t offset = 0;
    std::size_t line = 1;
};

struct ScriptFile {
    std::string name;
    std::string text;
};

/// Statements in the order in which psql would run them. It owns the texts that they view.
struct Script {
    Script() = default;
    Script(Script&&) = default;
    Script& operator=(Script&&) = default;
    // A copy's statements would still view the original.
    Script(Script const&) = delete;
    Script& operator=(Script const&) = delete;

    std::deque<ScriptFile> files;
    std::vector<Statement> statements;
    std::vector<Directive> directives;
    std::string database;  // the one that \connect named; may be empty
};

struct SplitOptions {
    /// Reads a file that `\i` (or, relative to the including file, `\ir`) names, and says what to
    /// call it. Null: an include is an error.
    std::function<ScriptFile(std::string const& including, std::string const& name, bool relative)>
        include;
};

/// Splits a script as psql does, its own commands included: `\ir` is followed, what only touches
/// the display is ignored, and what cannot be done soundly without psql is a ParseError with its
/// place, as is a quote or comment that does not end.
Script split(std::string name, std::string text, SplitOptions const& options = {});
/// Adds one more file's statements to a script.
void split_into(Script& script, std::string name, std::string text,
                SplitOptions const& options = {});

}  // namespace lockstep::script
