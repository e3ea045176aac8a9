#include "options.hpp"

#include <CLI/CLI.hpp>

#include "base/text.hpp"
#include "report/report.hpp"

namespace lockstep::cli {

namespace {

std::vector<std::string> format_names() {
    std::vector<std::string> names;
    for (auto const& renderer : report::renderers()) {
        names.emplace_back(renderer.name);
    }
    return names;
}

std::string extensions() {
    std::vector<std::string> list;
    for (auto const& renderer : report::renderers()) {
        list.emplace_back(renderer.extension);
    }
    return join(list, " ");
}

/// Refuses a file whose ending names no format; `more`: formats that are their own endings.
std::string check_output(std::string const& path, std::vector<std::string> const& more) {
    bool const is_more = std::any_of(more.begin(), more.end(), [&](std::string const& format) {
        return path.ends_with("." + format);
    });
    return is_more || report::renderer_for_file(path) != nullptr
               ? std::string{}
               : "the ending of " + printable(path) + " names no format; known are " + extensions();
}

}  // namespace

CLI::Option* one_of(CLI::Option* option, std::vector<std::string> words,
                    std::vector<std::string> const& unlisted) {
    option->type_name(join(words, "|"));
    return option->check([words = std::move(words), unlisted](std::string const& word) {
        if (std::find(unlisted.begin(), unlisted.end(), word) != unlisted.end()) {
            return std::string();
        }
        std::vector<std::string_view> const known(words.begin(), words.end());
        if (std::find(known.begin(), known.end(), word) != known.end()) {
            return std::string();
        }
        return "\"" + printable(word) + "\" is none of " + join(words, ", ") +
               did_you_mean(word, known);
    });
}

void add_load_options(CLI::App& app, LoadFlags& flags) {
    app.add_option("--ignore", flags.ignore,
                   "Leave out objects whose name matches, or KIND:PATTERN; may be repeated")
        ->type_name("PATTERN")
        ->allow_extra_args(false);
    app.add_flag("--no-cache", flags.no_cache, "Read everything anew");
    app.add_option_function<int>(
           "--connect-timeout",
           [&flags](int const& seconds) {
               flags.connect_timeout = seconds;
               flags.connect_timeout_given = true;
           },
           "Give up connecting after so many seconds")
        ->type_name("SECONDS")
        ->default_str("10")
        ->check(CLI::Range(1, 3600));
    app.add_option_function<int>(
           "--statement-timeout",
           [&flags](int const& milliseconds) {
               flags.statement_timeout = milliseconds;
               flags.statement_timeout_given = true;
           },
           "Let no statement run longer; 0: as the server has it")
        ->type_name("MS")
        ->default_str("0")
        ->check(CLI::Range(0, 86'400'000));
}

void add_report_options(CLI::App& app, ReportFlags& flags, std::vector<std::string> const& more) {
    auto formats = format_names();
    formats.insert(formats.end(), more.begin(), more.end());
    one_of(app.add_option("--format", flags.format, "What is printed on stdout")
               ->capture_default_str(),
           std::move(formats));
    app.add_option("-o,--output", flags.outputs,
                   "Write a report into the file besides, in the format of its ending (" +
                       extensions() + "); may be repeated")
        ->type_name("FILE")
        ->allow_extra_args(false)
        ->check([more](std::string const& path) { return check_output(path, more); });
    one_of(app.add_option("--fail-on", flags.fail_on,
                          "The least severity that ends with exit code 1; unless the config says "
                          "otherwise: low"),
           {"low", "medium", "high", "critical"});
    app.add_flag("--strict", flags.strict,
                 "Exit code 1 also for objects of kinds that are not tracked, and for warnings");
}

CLI::Option* add_database_option(CLI::App& app, std::string& database) {
    return app
        .add_option("--db", database,
                    "The database: a URL, a name from the config's databases, or any source")
        ->type_name("SOURCE");
}

}  // namespace lockstep::cli
