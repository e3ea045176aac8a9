#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "config/config.hpp"
#include "schema/schema.hpp"
#include "store/versions.hpp"

namespace lockstep::source {

/// Objects that are left out while loading: by kind and by name, both globs.
struct IgnorePattern {
    std::string kind = "*";
    std::string name;  // "public.audit_*", or without dots: the innermost name
};

struct ScratchSettings {
    std::string url;
    std::string binaries;
    std::vector<std::string> extensions;
    std::string setup;  // SQL that is run before definitions
};

/// How definitions in code are called and typed.
struct CodeSettings {
    config::NamingConventions naming;
    std::map<std::string, config::TextMap> types;  // by language: PostgreSQL's to its own
};

/// What loading needs besides the name of the source. The CLI fills it from options and config.
struct LoadOptions {
    bool dependencies = false;  // fill Object::needs
    bool use_cache = true;
    std::vector<std::string> namespaces;  // only these; empty: all
    std::vector<IgnorePattern> ignore;
    ScratchSettings scratch;
    CodeSettings code;
    int server_major = 0;  // of the database that is compared with: the scratch server should match
    std::string versions_folder{store::versions_folder};  // of `version:N`
    int connect_timeout_s = 10;
    int statement_timeout_ms = 0;
    /// Name in the config's `databases` → URL.
    std::function<std::optional<std::string>(std::string_view)> database_url;
    /// Says what is being done, for the progress line: "reading catalog of db.example".
    std::function<void(std::string_view)> progress;
};

/// `-- lockstep: rename table a to b`: what stands behind the colon, and where.
struct Directive {
    std::string text;
    TextPlace place;
};

/// A source that speaks in terms of its own beside another schema, in these terms; and what is
/// wrong with the source by itself.
struct Translated {
    struct Pair {
        schema::Schema own;
        schema::Schema other;
    };
    struct Problem {
        TextPlace place;
        std::string message;
    };
    /// The first says all of both. The others are of tables that the source defines again, in other
    /// terms.
    std::vector<Pair> pairs;
    std::vector<Problem> problems;
};

/// A schema that can be loaded: what `postgresql://…`, `schema/`, `snapshot.json`, … name.
class Source {
public:
    virtual ~Source() = default;

    /// For messages; without a password.
    virtual std::string name() const = 0;
    virtual schema::Schema load(LoadOptions const& options) = 0;
    /// The fingerprint of what `load` with these options would give, when it can be told for much
    /// less: from the cache, after a look at whether anything has changed. Nothing otherwise.
    virtual std::optional<std::string> known_fingerprint(LoadOptions const&) {
        return std::nullopt;
    }
    /// The fingerprint of what `load` gave last, where loading told it anyway; it costs nothing.
    virtual std::optional<std::string> loaded_fingerprint() const { return std::nullopt; }
    /// 150004, once a connection was made; 0 where there is none.
    virtual int server_version() const { return 0; }
    virtual bool is_server() const { return false; }
    /// What libpq connects to, password and all: not to be shown. Empty where it is no server.
    virtual std::string url() const { return {}; }
    /// The language whose terms the source speaks in, for messages: "Python". Empty: PostgreSQL's.
    virtual std::string_view language() const { return {}; }
    /// Where the source speaks in terms of its own, those of a programming language: what it says
    /// and what the other schema is, both in these terms. Nothing where it speaks PostgreSQL's.
    virtual std::optional<Translated> translated(schema::Schema const&, LoadOptions const&) {
        return std::nullopt;
    }
    /// The `-- lockstep: …` comments of the definitions, in order.
    virtual std::vector<Directive> directives() { return {}; }
};

/// One row of the table of source kinds.
struct SourceKind {
    std::string_view prefix;   // "migrations:", "git:"; empty where it is told by its looks
    std::string_view grammar;  // "migrations:DIR", for help
    std::string_view about;
    bool (*recognises)(std::string_view text);
    std::unique_ptr<Source> (*open)(std::string_view text, LoadOptions const& options);
};

std::span<SourceKind const> source_kinds();

/// The source that the text names. Throws Error(bad_input) that lists the grammar when none fits,
/// Error(not_found) when the file or the database name is not there.
std::unique_ptr<Source> open(std::string_view text, LoadOptions const& options);

}  // namespace lockstep::source
