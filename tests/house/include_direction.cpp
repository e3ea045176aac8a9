#include <doctest/doctest.h>

#include <map>
#include <regex>
#include <set>

#include "support/repository.hpp"

namespace lockstep::tests {
namespace {

/// Who may include whom: a layer (a folder of lib/, or cli) and the layers below it. This is the
/// one list; docs/architecture.md draws it. Not in the list: not in the house.
std::map<std::string, std::set<std::string>> const layers{
    {"base", {}},
    {"sql", {"base"}},
    {"pg", {"base", "sql"}},
    {"config", {"base"}},
    {"mustache", {"base"}},
    {"schema", {"base", "sql"}},
    {"diff", {"base", "sql", "schema"}},
    {"policy", {"base", "sql", "schema", "diff", "config"}},
    {"notify", {"base", "sql", "schema", "diff", "policy", "config", "mustache"}},
    {"plan", {"base", "sql", "schema", "diff"}},
    {"report", {"base", "sql", "schema", "diff", "policy", "plan", "config"}},
    {"source", {"base", "sql", "schema", "pg", "config", "code", "store"}},
    {"code", {"base", "sql", "schema", "config"}},
    {"generate", {"base", "sql", "schema", "config", "code", "mustache"}},
    {"store", {"base", "sql", "schema", "config"}},
    {"apply", {"base", "sql", "pg", "schema", "diff", "plan", "source", "code", "store", "config"}},
    {"sync", {"base", "sql", "pg", "schema", "diff", "plan", "source", "store", "code", "config"}},
    {"relay", {"base", "sql", "pg", "schema", "diff", "plan", "store", "config"}},
    {"cli",
     {"base", "sql", "pg", "config", "schema", "diff", "policy", "plan", "report", "source", "code",
      "store", "apply", "sync", "relay", "notify", "generate", "mustache"}},
};

/// Libraries that only some files may see: a pattern of the included name, one of the files.
struct Confined {
    char const* included;
    char const* files;
    char const* why;
};
std::vector<Confined> const confined{
    {"libpq.*", "lib/pg/.*\\.cpp|lib/pg/link\\.hpp", "libpq only in the sources of pg"},
    {"pg/link\\.hpp", "lib/pg/.*\\.cpp", "what shows libpq stays in the sources of pg"},
    {"pg_query.*", "lib/sql/.*\\.cpp", "libpg_query only in the sources of sql"},
    {"CLI/.*", "cli/.*", "CLI11 only in cli"},
    {"tree_sitter/.*", "lib/code/syntax_tree\\..*", "tree-sitter only behind code/syntax_tree.hpp"},
    {"sqlite3\\.h", "lib/code/sqlite.*", "libsqlite3 only behind code/sqlite.hpp"},
    {"curl/.*", "lib/notify/.*\\.cpp", "libcurl only in the sources of notify"},
    {"zstd\\.h", "lib/store/.*\\.cpp", "zstd only in the sources of store"},
    {"boost/beast.*", "lib/relay/.*\\.cpp", "Beast only in the sources of relay"},
    {"nlohmann/json\\.hpp", ".*\\.cpp", "json_fwd.hpp in headers"},
    {"yaml-cpp/.*", ".*\\.cpp", "YAML never in headers"},
    {"spdlog/.*", ".*\\.cpp|lib/base/log\\.hpp", "the log in headers is base/log.hpp"},
    {"openssl/.*", ".*\\.cpp", "OpenSSL never in headers"},
};

struct Include {
    std::string path;
    bool ours = false;  // "…" rather than <…>
};

std::vector<Include> includes_of(std::string_view text) {
    static std::regex const directive(R"re(^\s*#\s*include\s*(["<])([^">]+)[">].*)re");
    std::vector<Include> includes;
    for (std::string_view const line : lines_of(text)) {
        std::cmatch match;
        if (std::regex_match(line.begin(), line.end(), match, directive)) {
            includes.push_back({.path = match[2], .ours = match[1] == "\""});
        }
    }
    return includes;
}

/// "lib/base/text.cpp" → "base", "cli/main.cpp" → "cli".
std::string layer_of_file(std::string const& path) {
    std::string const inside = path.starts_with("lib/") ? path.substr(4) : path;
    return inside.substr(0, inside.find('/'));
}

/// The layer that an include of our own reaches for; the file's own where it names no folder.
std::string layer_of_include(std::string const& path, std::string const& own) {
    auto const slash = path.find('/');
    return slash == std::string::npos ? own : path.substr(0, slash);
}

/// What is wrong with one include of one file, or nothing.
std::string fault(std::string const& file, Include const& include) {
    for (Confined const& rule : confined) {
        if (std::regex_match(include.path, std::regex(rule.included)) &&
            !std::regex_match(file, std::regex(rule.files))) {
            return file + " includes <" + include.path + ">: " + rule.why;
        }
    }
    std::string const from = layer_of_file(file);
    std::string const to = layer_of_include(include.path, from);
    if (!include.ours || to == from) {
        return {};
    }
    auto const layer = layers.find(from);
    bool const allowed = layer != layers.end() && layer->second.contains(to);
    return allowed ? std::string()
                   : file + " includes \"" + include.path + "\": " + from + " is not above " + to;
}

TEST_CASE("every include of lib and cli goes down") {
    auto const files = files_of_repository({"lib", "cli"}, {".cpp", ".hpp"});
    REQUIRE(files.size() > 20);
    for (SourceFile const& file : files) {
        CHECK_MESSAGE(layers.contains(layer_of_file(file.path)), file.path, " is in no layer");
        for (Include const& include : includes_of(file.text)) {
            CHECK_EQ(fault(file.path, include), "");
        }
    }
}

TEST_CASE("the table of layers has no cycle") {
    for (auto const& [layer, below] : layers) {
        for (std::string const& lower : below) {
            CAPTURE(layer);
            REQUIRE(layers.contains(lower));
            CHECK_FALSE(layers.at(lower).contains(layer));
            for (std::string const& lowest : layers.at(lower)) {
                CHECK_MESSAGE(below.contains(lowest), layer, " is above ", lower, " but not ",
                              lowest);
            }
        }
    }
}

TEST_CASE("an include that goes up is found") {
    CHECK_EQ(fault("lib/schema/kind.cpp", {"pg/connection.hpp", true}),
             "lib/schema/kind.cpp includes \"pg/connection.hpp\": schema is not above pg");
    CHECK_EQ(fault("lib/source/server.cpp", {"pg/connection.hpp", true}), "");
    CHECK_EQ(fault("lib/base/text.cpp", {"report/report.hpp", true}),
             "lib/base/text.cpp includes \"report/report.hpp\": base is not above report");
    CHECK_EQ(fault("lib/pg/state.hpp", {"libpq-fe.h", false}),
             "lib/pg/state.hpp includes <libpq-fe.h>: libpq only in the sources of pg");
    CHECK_EQ(fault("lib/pg/connection.cpp", {"libpq-fe.h", false}), "");
    CHECK_EQ(fault("cli/main.cpp", {"pg/link.hpp", true}),
             "cli/main.cpp includes <pg/link.hpp>: what shows libpq stays in the sources of pg");
    CHECK_EQ(fault("lib/config/read.hpp", {"nlohmann/json.hpp", false}),
             "lib/config/read.hpp includes <nlohmann/json.hpp>: json_fwd.hpp in headers");
    CHECK_EQ(fault("cli/main.cpp", {"options.hpp", true}), "");
}

TEST_CASE("an include is read however it is spaced, and not from a comment") {
    auto const includes =
        includes_of("#include \"a/b.hpp\"\n  #  include <c>  // why\n// #include <d>\n");
    REQUIRE_EQ(includes.size(), 2);
    CHECK_EQ(includes[0].path, "a/b.hpp");
    CHECK(includes[0].ours);
    CHECK_EQ(includes[1].path, "c");
    CHECK_FALSE(includes[1].ours);
}

}  // namespace
}  // namespace lockstep::tests
