#include "support/care_site.hpp"

#include <fmt/core.h>

#include "pg/replication.hpp"

namespace lockstep::tests {

namespace {

Sql given(std::string_view statements) {
    return Sql::from_server(std::string(statements));  // the test's own
}

std::string new_database() {
    static int count = 0;
    auto name = fmt::format("care_{}", ++count);
    pg::Connection(CareSite::server().url("postgres"))
        .query(sql("CREATE DATABASE {}", ident(name)));
    return name;
}

}  // namespace

KillableServer& CareSite::server() {
    static KillableServer shared({"max_replication_slots=40", "max_wal_senders=20",
                                  "max_slot_wal_keep_size=64MB", "max_prepared_transactions=10"});
    return shared;
}

CareSite::CareSite(std::string_view tables, std::string_view more)
    : name_(new_database()), connection_(url()) {
    run(tables);
    configure(more);
}

CareSite::~CareSite() {
    try {
        connection_.query(
            sql("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE "
                "database = current_database() AND NOT active"));
    } catch (lockstep::Error const&) {
        return;  // the server ends with the tests, with all that it holds
    }
}

void CareSite::configure(std::string_view more) const {
    configure_slot(name_, more);
}

void CareSite::configure_slot(std::string_view slot, std::string_view more) const {
    project_.write("schema_sync_config.json", fmt::format(R"({{ "sync": {{ "slot": "{}"{}{} }} }})",
                                                          slot, more.empty() ? "" : ", ", more));
}

std::string CareSite::url(std::string const& role) const {
    auto const as_owner = server().url(name_);
    return role.empty() ? as_owner : "postgresql://" + role + as_owner.substr(as_owner.find('@'));
}

Outcome CareSite::sync(std::vector<std::string> arguments, std::string const& role) const {
    arguments.insert(arguments.begin(), "sync");
    return lockstep(arguments, role);
}

Outcome CareSite::lockstep(std::vector<std::string> const& arguments,
                           std::string const& role) const {
    return run_lockstep(arguments, options(role));
}

RunOptions CareSite::options(std::string const& role) const {
    return project_.options({{"DATABASE_URL", url(role)}});
}

std::shared_ptr<void> CareSite::start_reader() const {
    auto stream = std::make_shared<pg::ReplicationStream>(url(), pg::ConnectOptions{});
    stream->start(
        sql("START_REPLICATION SLOT {} LOGICAL 0/0 (proto_version '1', "
            "publication_names 'lockstep')",
            ident(name_)));
    return stream;
}

void CareSite::run(std::string_view statements) {
    if (!statements.empty()) {
        connection_.execute(given(statements));
    }
}

std::string CareSite::value(std::string_view query) {
    auto const rows = connection_.query(given(query));
    if (rows.size() == 0) {
        return "(none)";
    }
    return rows.is_null(0, 0) ? "(null)" : std::string(rows.cell(0, 0));
}

}  // namespace lockstep::tests
