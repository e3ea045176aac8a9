#include "support/drift_cases.hpp"

#include <sstream>

#include "support/kitchen_sink.hpp"
#include "support/support.hpp"

namespace lockstep::tests {

namespace {

/// Cuts ` since 15` off.
int take_since(std::string& text) {
    constexpr std::string_view word = " since ";
    auto const at = text.find(word);
    if (at == std::string::npos) {
        return 0;
    }
    auto const major = std::stoi(text.substr(at + word.size()));
    text.resize(at);
    return major;
}

DriftFile parse(NamedText const& file) {
    DriftFile result{.name = file.name, .setups = {}, .cases = {}};
    std::string* statements = nullptr;
    std::istringstream lines(file.text);
    std::string line;
    for (std::size_t number = 1; std::getline(lines, line); ++number) {
        auto const rest_after = [&](std::string_view word) { return line.substr(word.size()); };
        if (line.starts_with("-- setup")) {
            auto const since = take_since(line);
            statements = &result.setups.emplace_back(DriftSetup{since, {}}).statements;
        } else if (line.starts_with("-- change ")) {
            auto changed = rest_after("-- change ");
            auto const since = take_since(changed);
            result.cases.push_back({file.name, number, changed, since, {}, {}});
            statements = &result.cases.back().statements;
        } else if (line.starts_with("-- finds ")) {
            result.cases.back().finds = rest_after("-- finds ");
        } else if (statements != nullptr) {
            *statements += line + '\n';
        }
    }
    return result;
}

/// The server's roles, which are not the database's.
void make_roles(pg::Connection& connection) {
    connection.execute(
        sql("DO $$BEGIN CREATE ROLE drift_role; EXCEPTION WHEN duplicate_object THEN END$$;"
            "DO $$BEGIN CREATE ROLE drift_super SUPERUSER; EXCEPTION WHEN duplicate_object THEN "
            "END$$;"));
}

}  // namespace

std::vector<DriftFile> drift_cases(int server_version) {
    std::vector<DriftFile> files;
    for (auto const& file : files_for_server(drift_folder, server_version)) {
        files.push_back(parse(file));
    }
    return files;
}

int set_up(TestDatabase& database, DriftFile const& file) {
    auto& connection = database.connection();
    constexpr int versions_per_major = 10000;
    auto const major = connection.server_version() / versions_per_major;
    make_tablespace(connection);
    make_roles(connection);
    for (auto const& setup : file.setups) {
        if (major >= setup.since) {
            run_script(connection, file.name, setup.statements);
        }
    }
    return major;
}

}  // namespace lockstep::tests
