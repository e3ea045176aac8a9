// How a connection is made: Link's part that runs before the first statement.
#include <algorithm>
#include <array>
#include <charconv>

#include <poll.h>

#include <fmt/core.h>

#include "base/log.hpp"
#include "base/text.hpp"
#include "pg/conninfo.hpp"
#include "pg/link.hpp"

namespace lockstep::pg {

namespace {

/// The next step for the user, by a text that the message must hold; the first match counts. The
/// SQLSTATEs are in the message because it is asked for in verbose form.
constexpr auto hints = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"28P01",
     "Check the user and the password: in the URL, PGPASSWORD, or the password file (~/.pgpass)."},
    {"no password supplied",
     "Give a password: in the URL, PGPASSWORD, or the password file (~/.pgpass)."},
    {"no pg_hba.conf entry",
     "The server's pg_hba.conf does not let this user in from here; if it wants encryption, add "
     "?sslmode=require to the URL."},
    {"pg_hba.conf rejects", "The server's pg_hba.conf does not let this user in from here."},
    {"max_wal_senders",
     "All WAL senders are taken: end a replica or a backup that is not needed, or raise "
     "max_wal_senders and restart the server."},
    // As PostgreSQL 16 and later say it, and as those before.
    {"start WAL sender", "Give this user the right: ALTER ROLE … REPLICATION."},
    {"start walsender", "Give this user the right: ALTER ROLE … REPLICATION."},
    {"28000", "Check the user's name, and how pg_hba.conf lets it log in."},
    {"3D000", "Create it (createdb NAME), or name another database in the URL."},
    {"42501", "GRANT CONNECT ON DATABASE to this user, or connect as another."},
    {"53300", "All connections are taken: close some, or connect through a pooler."},
    {"57P03", "The server is starting or stopping: try again in a moment."},
    {"unsupported startup parameter",
     "A pooler stands between: connect to the server itself, or leave the settings out."},
    {"could not translate host name", "Check the host's name in the URL, and the network."},
    {"Connection refused",
     "Check the host and the port in the URL, and that the server runs and listens there "
     "(listen_addresses)."},
    {"No such file or directory",
     "Check that the server runs on this machine and that this is its socket's folder."},
    {"Permission denied", "Check the rights on the socket's folder."},
    {"server does not support SSL",
     "Set sslmode=prefer or disable in the URL, if that is allowed."},
    {"certificate", "Check sslmode, sslrootcert and sslcert in the URL."},
    {"sslmode", "Check sslmode in the URL."},
    {"SSL", "Check sslmode in the URL."},
    {"definition of service", "Check PGSERVICE and the service file (~/.pg_service.conf)."},
    {"timeout", "Check the host and the port, and firewalls between; or raise connect_timeout."},
});

std::string_view hint_for(std::string_view why) {
    auto const found = std::find_if(hints.begin(), hints.end(), [&](auto const& hint) {
        return why.find(hint.first) != std::string_view::npos;
    });
    return found == hints.end() ? "Check the URL, and that the server runs: lockstep doctor"
                                : found->second;
}

/// `FATAL:  28P01: password …` as `FATAL: password …`; no lines that name the server's source.
std::string for_people(std::string_view verbose) {
    std::vector<std::string> lines;
    for (auto const& line : split(verbose, '\n')) {
        auto text = std::string(trim(line));
        auto const severity = text.find(":  ");
        if (severity != std::string::npos && text.substr(severity + 8, 2) == ": ") {
            text.erase(severity + 2, 8);
        }
        if (!text.empty() && !text.starts_with("LOCATION:")) {
            lines.push_back(std::move(text));
        }
    }
    return join(lines, "\n  ");
}

/// What the URL asks for, then `-c name=value`, in which the server takes a backslash as an escape
/// of blanks. Empty when we have nothing to add to the URL's.
std::string startup_options(std::string const& url, ConnectOptions const& options) {
    if (options.settings.empty()) {
        return {};
    }
    auto text = parse_conninfo(url).value_or(Keywords{})["options"];
    for (auto const& [name, value] : options.settings) {
        auto const escaped = replace_all(replace_all(value, "\\", "\\\\"), " ", "\\ ");
        text += fmt::format(" -c {}={}", name, escaped);
    }
    return text;
}

struct Parameters {
    std::vector<char const*> keywords;
    std::vector<char const*> values;

    void add(char const* keyword, char const* value) {
        keywords.push_back(keyword);
        values.push_back(value);
    }
};

PGconn* start(std::string const& url, ConnectOptions const& options) {
    auto const settings = startup_options(url, options);
    Parameters parameters;
    parameters.add("dbname", url.c_str());
    parameters.add("fallback_application_name", options.application_name.c_str());
    parameters.add("client_encoding", "UTF8");
    parameters.add("replication", options.replication ? "database" : nullptr);
    parameters.add("options", settings.empty() ? nullptr : settings.c_str());
    parameters.add(nullptr, nullptr);
    return PQconnectStartParams(parameters.keywords.data(), parameters.values.data(), 1);
}

struct Conninfo {
    PQconninfoOption* options;

    explicit Conninfo(PGconn* connection) : options(PQconninfo(connection)) {}
    ~Conninfo() { PQconninfoFree(options); }
    Conninfo(Conninfo const&) = delete;
    Conninfo& operator=(Conninfo const&) = delete;

    std::string_view value(std::string_view keyword) const {
        for (auto const* option = options; option && option->keyword; ++option) {
            if (option->keyword == keyword && option->val) {
                return option->val;
            }
        }
        return {};
    }
};

/// What the URL, the service file or PGCONNECT_TIMEOUT says goes before our own limit.
std::chrono::seconds time_to_connect(PGconn* connection, ConnectOptions const& options) {
    Conninfo const conninfo(connection);
    auto const text = conninfo.value("connect_timeout");
    int seconds = 0;
    auto const end = text.data() + text.size();
    if (text.empty() || std::from_chars(text.data(), end, seconds).ptr != end) {
        return options.connect_timeout;
    }
    return std::chrono::seconds(seconds);
}

/// The server that was meant, when neither the URL nor a service file names it in full.
std::string display_of(PGconn* connection) {
    Conninfo const conninfo(connection);
    std::string url = "postgresql:///" + percent_encoded(conninfo.value("dbname"));
    char separator = '?';
    for (auto const* keyword : {"host", "hostaddr", "port", "user"}) {
        if (auto const value = conninfo.value(keyword); !value.empty()) {
            url += fmt::format("{}{}={}", separator, keyword, percent_encoded(value));
            separator = '&';
        }
    }
    return display_url(url);
}

void log_notice(void*, PGresult const* notice) {
    auto const* message = PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY);
    auto const* severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
    log().debug("{}: {}", severity ? severity : "NOTICE", printable(message ? message : ""));
}

}  // namespace

Link::Link(std::string const& url, ConnectOptions const& options)
    : options_(options), secrets_(secrets_of(url)) {
    if (auto const why = conninfo_error(url); !why.empty()) {
        throw lockstep::Error(ExitCode::bad_input, why,
                              "Characters such as @ / ? # % in a password must be percent-encoded "
                              "in a URL (%40 %2F %3F %23 %25).");
    }
    connect(url);
}

void Link::connect(std::string const& url) {
    auto const began = Clock::now();
    display_url_ = pg::display_url(url);
    connection_.reset(start(url, options_));
    if (!connection_) {
        throw std::bad_alloc();
    }
    if (auto const* password = PQpass(raw()); password && *password) {
        secrets_.emplace_back(password);
    }
    PQsetErrorVerbosity(raw(), PQERRORS_VERBOSE);
    PQsetNoticeReceiver(raw(), log_notice, nullptr);
    auto const limit = time_to_connect(raw(), options_);
    auto const deadline = limit.count() > 0 ? Deadline(Clock::now() + limit) : std::nullopt;
    for (auto step = PGRES_POLLING_WRITING; step != PGRES_POLLING_OK; step = PQconnectPoll(raw())) {
        if (step == PGRES_POLLING_FAILED || PQstatus(raw()) == CONNECTION_BAD) {
            throw_cannot_connect(PQerrorMessage(raw()));
        }
        wait_to_connect(step == PGRES_POLLING_READING ? POLLIN : POLLOUT, deadline);
    }
    PQsetErrorVerbosity(raw(), PQERRORS_DEFAULT);
    PQsetnonblocking(raw(), 1);
    connect_time_ = Clock::now() - began;
    log().debug("connected to {}", display_url_);
}

void Link::wait_to_connect(short events, Deadline deadline) {
    auto const wake = wait_for(PQsocket(raw()), events, deadline, options_.heeds_interrupts);
    if (wake == Wake::interrupted) {
        check_interrupt();
    }
    if (wake == Wake::timed_out) {
        throw_cannot_connect("timeout: no answer in time (connect_timeout)");
    }
}

void Link::throw_cannot_connect(std::string const& why) {
    auto const words = scrubbed(why);
    auto const server = display_url_ == "postgresql:///" ? display_of(raw()) : display_url_;
    auto message = fmt::format("cannot connect to {}: {}", server, for_people(words));
    connection_.reset();
    throw ConnectionError(printable(message), std::string(hint_for(words)));
}

}  // namespace lockstep::pg
