#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace lockstep::cli {

/// Options of every command that loads schemas.
struct LoadFlags {
    bool no_cache = false;
    std::vector<std::string> ignore;
    int connect_timeout = 10;   // seconds
    int statement_timeout = 0;  // milliseconds; 0: the server's own
    bool connect_timeout_given = false;
    bool statement_timeout_given = false;
};

/// Options of every command that prints a drift report.
struct ReportFlags {
    std::string format = "text";
    std::vector<std::string> outputs;
    std::string fail_on;  // empty: the config's
    bool strict = false;
};

void add_load_options(CLI::App& app, LoadFlags& flags);
/// `more`: formats that the command has besides those of reports.
void add_report_options(CLI::App& app, ReportFlags& flags,
                        std::vector<std::string> const& more = {});
/// `--db SOURCE`: the database, where the config's is not meant.
CLI::Option* add_database_option(CLI::App& app, std::string& database);

/// The option takes one of these words; another is refused with the nearest one named. Help and
/// completion list them.
CLI::Option* one_of(CLI::Option* option, std::vector<std::string> words,
                    std::vector<std::string> const& unlisted = {});

}  // namespace lockstep::cli
