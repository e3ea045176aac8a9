#include "source/run_script.hpp"

#include <algorithm>
#include <filesystem>

#include <sys/stat.h>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "source/catalog_read.hpp"
#include "source/places.hpp"
#include "source/scratch_needs.hpp"

namespace lockstep::source {

namespace {

constexpr std::string_view undefined_object = "42704";

/// The byte at which the character number `position` (from 1) of the statement starts.
std::size_t byte_of(std::string_view statement, std::size_t position) {
    std::size_t characters = 0;
    for (std::size_t i = 0; i < statement.size(); ++i) {
        bool const starts = (static_cast<unsigned char>(statement[i]) & 0xC0U) != 0x80U;
        if (starts && ++characters == position) {
            return i;
        }
    }
    return statement.size();
}

std::string first_line(std::string_view statement) {
    constexpr std::size_t longest = 80;
    auto const line = statement.substr(0, statement.find('\n'));
    auto const whole = line.size() == statement.size() && line.size() <= longest;
    auto shown = std::string(line.substr(0, longest));
    while (!is_utf8(shown)) {
        shown.pop_back();
    }
    return printable(shown) + (whole ? "" : " …");
}

/// A script that runs in a scratch database, and the errors it may give there.
class Run {
public:
    Run(script::Script const& script, LoadOptions const& options)
        : script_(script),
          options_(options),
          server_({.binaries = options.scratch.binaries,
                   .major = options.server_major,
                   .url = options.scratch.url}),
          database_(server_.url()) {}

    schema::Schema run() {
        {
            pg::Connection connection(database_.url(), connect_options());
            prepare(connection);
            run_statements(connection, script_);
        }
        progress("reading the definitions' catalog");
        // A new connection: the script may have left roles, settings or a transaction behind.
        auto const connect = [&] { return pg::Connection(database_.url(), connect_options()); };
        auto connection = connect();
        return read_catalog(connection, options_,
                            {.unspecified_owner = server_.role(), .another = connect});
    }

    pg::ScratchServer const& server() const { return server_; }

private:
    bool is_own_server() const { return options_.scratch.url.empty(); }

    pg::ConnectOptions connect_options() const {
        return {.statement_timeout = std::chrono::milliseconds(options_.statement_timeout_ms)};
    }

    void progress(std::string_view what) const {
        if (options_.progress) {
            options_.progress(what);
        }
    }

    void prepare(pg::Connection& connection) {
        auto const setup = script::split("scratch.setup", options_.scratch.setup);
        if (is_own_server()) {
            auto needs = script::server_needs(script_);
            for (auto const& statement : setup.statements) {
                script::add_needs(needs, statement);
            }
            make_needs(connection, needs);
        }
        for (auto const& extension : options_.scratch.extensions) {
            connection.execute(sql("CREATE EXTENSION IF NOT EXISTS {} CASCADE", ident(extension)));
        }
        run_statements(connection, setup);
    }

    /// Data do not shape a schema, and nothing may be changed around the scratch database.
    bool is_run(script::Statement const& statement) const {
        if (statement.copies_data) {
            return false;
        }
        auto const reach = script::reach_of(statement.text);
        bool const skipped = reach == script::Reach::whole_server ||
                             (reach == script::Reach::roles && !is_own_server());
        if (skipped) {
            log().debug("not run in the scratch database: {}", first_line(statement.text));
        }
        return !skipped;
    }

    void run_statements(pg::Connection& connection, script::Script const& script) {
        std::vector<std::string_view> texts;
        std::vector<script::Statement const*> statements;
        for (auto const& statement : script.statements) {
            if (is_run(statement)) {
                texts.push_back(statement.text);
                statements.push_back(&statement);
            }
        }
        progress(fmt::format("running {}", count_of(texts.size(), "statement")));
        if (auto const failure = connection.run_each(texts)) {
            refuse(script, *statements[failure->index], failure->error);
        }
    }

    [[noreturn]] void refuse(script::Script const& script, script::Statement const& statement,
                             pg::Error const& error) const {
        auto const& file = script.files[statement.file];
        auto const& said = error.server();
        auto const inside = said.position == 0 ? 0 : byte_of(statement.text, said.position);
        auto const place = place_at(file.name, file.text, statement.offset + inside);
        auto message = said.message;
        for (auto const& [label, text] :
             {std::pair<std::string_view, std::string_view>{"detail", said.detail},
              {"context", said.context}}) {
            message += text.empty() ? "" : fmt::format("\n  {}: {}", label, text);
        }
        if (place.line != statement.line) {
            message += fmt::format("\n  in the statement of line {}: {}", statement.line,
                                   first_line(statement.text));
        }
        throw ParseError(place, message, file.text, hint_for(said));
    }

    std::string hint_for(pg::ServerMessage const& said) const {
        bool const role = said.sqlstate == undefined_object && said.message.starts_with("role ");
        if (role && !is_own_server()) {
            return "Roles are made only on our own scratch server: create it on the server of "
                   "scratch.url, or in scratch.setup.";
        }
        if (said.message.find("is not available") != std::string::npos && said.hint.empty()) {
            return "Install the extension for the scratch server, or set scratch.url to a server "
                   "that has it.";
        }
        return said.hint;
    }

    script::Script const& script_;
    LoadOptions const& options_;
    pg::ScratchServer server_;
    pg::ScratchDatabase database_;
};

/// A program is known by its file: another build of it has another size or time.
std::string guard_of(std::filesystem::path const& program) {
    struct stat status {};
    if (::stat(program.c_str(), &status) != 0) {
        return {};
    }
    return fmt::format("program {} {}.{} {}", status.st_size, status.st_mtim.tv_sec,
                       status.st_mtim.tv_nsec, program.string());
}

std::string guard_of(pg::ScratchServer const& server) {
    return server.bin().empty() ? fmt::format("server {}", server.server_version())
                                : guard_of(server.bin() / "postgres");
}

}  // namespace

schema::Schema run_in_scratch(script::Script const& script, LoadOptions const& options,
                              std::string& server_guard) {
    if (options.progress) {
        options.progress("starting the scratch server");
    }
    Run run(script, options);
    auto schema = run.run();
    set_places(schema, script);
    server_guard = guard_of(run.server());
    return schema;
}

bool guard_holds(std::string_view server_guard, LoadOptions const& options) {
    if (!options.scratch.url.empty()) {
        pg::Connection const connection(
            options.scratch.url,
            {.connect_timeout = std::chrono::seconds(options.connect_timeout_s)});
        return server_guard == fmt::format("server {}", connection.server_version());
    }
    // "program SIZE TIME PATH"
    auto const path = server_guard.find('/');
    return path != std::string_view::npos &&
           guard_of(std::filesystem::path(server_guard.substr(path))) == server_guard;
}

}  // namespace lockstep::source
