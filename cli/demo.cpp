#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <thread>

#include <fmt/core.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include "base/embedded.hpp"
#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "output.hpp"
#include "pg/connection.hpp"
#include "pg/scratch_server.hpp"
#include "session.hpp"

namespace lockstep::cli {

namespace {

namespace fs = std::filesystem;

struct DemoFlags {
    bool keep = false;
};

/// A folder of our own that is gone when the demo is.
class TemporaryFolder {
public:
    TemporaryFolder() {
        auto pattern = (fs::temp_directory_path() / "lockstep_demo_XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) {
            throw Error(ExitCode::bad_input,
                        "cannot make a folder in " + fs::temp_directory_path().string());
        }
        path_ = pattern;
    }
    ~TemporaryFolder() {
        std::error_code error;
        fs::remove_all(path_, error);
    }
    TemporaryFolder(TemporaryFolder const&) = delete;
    TemporaryFolder& operator=(TemporaryFolder const&) = delete;

    fs::path const& path() const { return path_; }

private:
    fs::path path_;
};

std::string_view file_named(std::string_view name) {
    for (auto const& file : demo_files()) {
        if (file.name == name) {
            return file.content;
        }
    }
    throw std::logic_error("the demo lacks " + std::string(name));
}

/// Runs SQL of ours, compiled in, as it is.
void run_sql(std::string const& url, std::string_view text) {
    pg::Connection connection(url);
    connection.execute(Sql::from_server(std::string(text)));
}

class Demo {
public:
    explicit Demo(Globals const& globals)
        : globals_(globals), database_(server_.url()), style_(stdout_style()) {
        write_files();
        for (auto const& file : demo_files()) {
            if (file.name.starts_with("schema/")) {
                run_sql(database_.url(), file.content);
            }
        }
    }

    void walk() {
        tell("A shop keeps its schema in SQL files, and a config names them and the database:");
        for (auto const& file : demo_files()) {
            if (file.name.starts_with("schema/")) {
                print(fmt::format("  {}\n", file.name));
            }
        }
        tell("The database was made from these files. Are they in step?");
        show({"check"});
        tell("They are: exit code 0. Now the database is changed behind the team's back:");
        print(std::string(file_named("drift.sql")));
        run_sql(database_.url(), file_named("drift.sql"));
        pause();
        tell("The same command, as a pre-commit hook or a nightly job would run it:");
        show({"check", "-o", "drift.html", "-o", "drift.sarif"});
        tell(
            "Exit code 1, and two reports besides, for a browser and for code scanning.\n"
            "On GitHub the findings stand on the lines of the definitions:");
        show({"check", "--format", "github"});
        tell("Any two sources can be compared, here one of the files with all of them:");
        show({"diff", "schema/01_types.sql", "schema/"});
        tell("And any source can be printed, as SQL, JSON, Markdown, or as a diagram:");
        show({"inspect", "--format", "mermaid"});
    }

    void stay() {
        tell(
            fmt::format("The demo goes on until Ctrl-C. In another terminal:\n  cd {} && lockstep "
                        "check\n  psql {}",
                        folder_.path().string(), shell_quoted(pg::display_url(database_.url()))));
        constexpr std::chrono::milliseconds a_while(200);
        while (!pg::interrupted()) {
            std::this_thread::sleep_for(a_while);
        }
    }

    void end() {
        tell(
            "Your own repository: lockstep init writes a config to start from.\n"
            "Everything of this demo is removed now.");
    }

private:
    void write_files() {
        for (auto const& file : demo_files()) {
            auto const path = folder_.path() / file.name;
            fs::create_directories(path.parent_path());
            write_file(path, file.content);
        }
        nlohmann::ordered_json const config{
            {"database", {{"url", database_.url()}}},
            {"scratch", {{"url", server_.url()}}},
            {"local_schemas",
             {{"definitions", nlohmann::ordered_json::array({{{"source", "schema/"}}})}}}};
        write_file(folder_.path() / "schema_sync_config.json", config.dump(2) + "\n");
    }

    void tell(std::string_view text) {
        print("\n");
        for (auto const& line : split(text, '\n')) {
            print(style_.bold(line) + "\n");
        }
    }

    /// Prints the command and what it says. Its exit code is part of the story, not of ours.
    void show(std::vector<std::string> const& words) {
        print(style_.cyan("$ lockstep " + join(words, " ")) + "\n");
        std::vector<std::string> line{"lockstep",
                                      "--color",
                                      style_.colour ? "always" : "never",
                                      "--directory",
                                      folder_.path().string(),
                                      "--config",
                                      (folder_.path() / "schema_sync_config.json").string()};
        line.insert(line.end(), words.begin(), words.end());
        std::vector<char const*> arguments;
        for (auto const& word : line) {
            arguments.push_back(word.c_str());
        }
        auto const code = run(static_cast<int>(arguments.size()), arguments.data());
        print(style_.dim(fmt::format("(exit code {})", static_cast<int>(code))) + "\n");
        pause();
    }

    void pause() {
        if (stdout_is_terminal() && ::isatty(STDIN_FILENO) == 1 && !globals_.quiet) {
            print_to_stderr("-- Enter goes on --");
            std::string line;
            std::getline(std::cin, line);
            pg::check_interrupt();
        }
    }

    Globals const& globals_;
    TemporaryFolder folder_;
    pg::ScratchServer server_;
    pg::ScratchDatabase database_;
    report::Style style_;
};

ExitCode demo(Globals const& globals, DemoFlags const& flags) {
    // The sample's own config holds, not what the environment says of the user's database.
    for (auto const* const name :
         {"LOCKSTEP_DB", "LOCKSTEP_DATABASE_URL", "DATABASE_URL", "LOCKSTEP_AGAINST", "PGHOST",
          "PGHOSTADDR", "PGSERVICE", "PGDATABASE", "LOCKSTEP_CONFIG", "LOCKSTEP_DIRECTORY"}) {
        ::unsetenv(name);
    }
    auto const here = fs::current_path();
    Demo demo(globals);
    demo.walk();
    if (flags.keep) {
        demo.stay();
    }
    demo.end();
    fs::current_path(here);
    return ExitCode::done;
}

}  // namespace

Run configure_demo(CLI::App& app) {
    auto const flags = std::make_shared<DemoFlags>();
    app.add_flag("--keep", flags->keep,
                 "Leave the sample's server running at the end, until Ctrl-C, to try things on");
    return [flags](Globals const& globals) { return demo(globals, *flags); };
}

}  // namespace lockstep::cli
