#include "support/kitchen_sink.hpp"

#include <algorithm>
#include <filesystem>
#include <regex>
#include <stdexcept>

#include <fmt/core.h>

#include "base/files.hpp"
#include "sql/split.hpp"
#include "support/support.hpp"

namespace lockstep::tests {

namespace {

constexpr int versions_per_major = 10000;

}  // namespace

void run_script(pg::Connection& connection, std::string const& name, std::string text) {
    auto const split = script::split(name, std::move(text));
    std::vector<std::string_view> statements;
    for (auto const& statement : split.statements) {
        statements.push_back(statement.text);
    }
    if (auto const failure = connection.run_each(statements)) {
        auto const& statement = split.statements[failure->index];
        throw std::runtime_error(fmt::format("{}:{}: {}\n{}", name, statement.line,
                                             failure->error.what(), statement.text));
    }
}

bool is_for_server(std::string const& name, int server_version) {
    static std::regex const bound(R"(\.(since|before)_(\d+)\.)");
    std::smatch found;
    if (!std::regex_search(name, found, bound)) {
        return true;
    }
    bool const is_since = found[1] == "since";
    return is_since == (server_version / versions_per_major >= std::stoi(found[2]));
}

std::vector<NamedText> files_for_server(std::string const& folder, int server_version) {
    std::vector<NamedText> files;
    std::filesystem::path const root(repository_file(folder));
    for (auto const& entry : std::filesystem::recursive_directory_iterator(root)) {
        auto const name = std::filesystem::relative(entry.path(), root).string();
        if (entry.is_regular_file() && is_for_server(name, server_version)) {
            files.push_back({name, read_text_file(entry.path())});
        }
    }
    std::sort(files.begin(), files.end(),
              [](auto const& a, auto const& b) { return a.name < b.name; });
    return files;
}

void make_tablespace(pg::Connection& connection) {
    auto const exists = sql("SELECT FROM pg_tablespace WHERE spcname = 'sink_space'");
    if (connection.query(exists).size() == 0) {
        connection.execute(sql("SET allow_in_place_tablespaces = true"));
        connection.execute(sql("CREATE TABLESPACE sink_space LOCATION ''"));
    }
}

void make_kitchen_sink(pg::Connection& connection) {
    make_tablespace(connection);
    for (auto const& [name, text] :
         files_for_server("tests/cases/kitchen_sink", connection.server_version())) {
        run_script(connection, name, text);
    }
}

}  // namespace lockstep::tests
