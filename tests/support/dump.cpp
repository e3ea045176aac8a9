#include "support/dump.hpp"

#include <algorithm>
#include <regex>
#include <set>

#include "base/text.hpp"
#include "pg/scratch_server.hpp"
#include "sql/split.hpp"
#include "support/run.hpp"

namespace lockstep::tests {

namespace {

constexpr int versions_per_major = 10000;

bool lists_columns(std::string const& line) {
    static std::regex const table("^CREATE (UNLOGGED |FOREIGN )?TABLE.*|^CREATE TYPE .* AS \\($");
    return std::regex_match(line, table);
}

std::string normal(std::vector<std::string> lines) {
    std::erase_if(lines, [](std::string const& line) { return trim(line).empty(); });
    if (lines.size() > 2 && lists_columns(lines.front())) {
        for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
            auto line = std::string(trim(lines[i]));
            if (line.ends_with(',')) {
                line.pop_back();
            }
            lines[i] = line;
        }
        std::sort(lines.begin() + 1, lines.end() - 1);
    }
    std::string text;
    for (auto const& line : lines) {
        text += line + '\n';
    }
    return text;
}

bool says_nothing(std::string_view statement) {
    return statement.empty() || statement.starts_with("SET ") ||
           statement.starts_with("SELECT pg_catalog.set_config");
}

std::vector<std::string> lines_of_text(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::string only_in(std::vector<std::string> const& these, std::vector<std::string> const& others) {
    std::set<std::string> const known(others.begin(), others.end());
    std::string text;
    for (auto const& statement : these) {
        text += known.contains(statement) ? "" : statement;
    }
    return text;
}

}  // namespace

std::optional<std::string> dump_of(std::string const& url, int server_version, Dumper which) {
    auto const major = server_version / versions_per_major;
    for (auto const& installation : pg::find_installations()) {
        auto const program = installation.bin / "pg_dump";
        bool const suits =
            which == Dumper::any ? installation.major >= major : installation.major == major;
        if (!suits || !exists(program)) {
            continue;
        }
        auto const outcome = run_program(program, {"--schema-only", "-d", url});
        return outcome.exit_code == 0 ? outcome.out : "pg_dump failed:\n" + outcome.err;
    }
    return std::nullopt;
}

std::vector<std::string> statements_of_dump(std::string_view dump) {
    std::vector<std::string> statements;
    auto const script = script::split("dump.sql", std::string(dump));
    for (auto const& statement : script.statements) {
        if (auto text = normal(lines_of_text(statement.text)); !says_nothing(text)) {
            statements.push_back(std::move(text));
        }
    }
    std::sort(statements.begin(), statements.end());
    return statements;
}

std::string difference_of_dumps(std::string_view got, std::string_view wanted) {
    auto const a = statements_of_dump(got);
    auto const b = statements_of_dump(wanted);
    return a == b ? "" : "only ours:\n" + only_in(a, b) + "\nonly the original:\n" + only_in(b, a);
}

}  // namespace lockstep::tests
