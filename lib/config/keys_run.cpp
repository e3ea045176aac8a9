#include <array>

#include "config/sections.hpp"

namespace lockstep::config {

namespace {

constexpr auto migration_namings = std::to_array<std::string_view>({"timestamp", "sequence"});
constexpr auto apply_names = std::to_array<std::string_view>({"ids", "given"});
constexpr auto plugins = std::to_array<std::string_view>({"pgoutput", "wal2json"});
constexpr auto new_tables = std::to_array<std::string_view>({"join", "ignore"});
constexpr auto dead_letters = std::to_array<std::string_view>({"continue", "stop"});
constexpr auto algorithms = std::to_array<std::string_view>({"HS256", "RS256", "ES256"});

Keys history_keys(SyncHistory& it) {
    return {
        {"url", url(it.url), "Database of the history; the source where none is given.",
         R"("postgresql://relay@history.example/log")", true},
        {"table", TextValue{&it.table}, "Its table.", R"("change_history")"},
    };
}

Keys tls_keys(Tls& it) {
    return {
        {"certificate", path(it.certificate), "PEM file of the certificate chain.",
         R"("tls/server.pem")"},
        {"key", path(it.key), "PEM file of the private key.", R"("tls/server.key")"},
    };
}

Keys auth_keys(Auth& it) {
    return {
        {"algorithm", TextValue{&it.algorithm, algorithms},
         "Algorithm of the clients' tokens; none: no client may connect.", R"("HS256")"},
        {"secret_env", variable(it.secret_env), "Environment variable that holds the secret.",
         R"("SUPABASE_JWT_SECRET")"},
        {"public_key", path(it.public_key), "PEM file of the public key.", R"("tls/jwt.pem")"},
        {"jwks", path(it.jwks), "JSON file of public keys.", R"("tls/jwks.json")"},
        {"audience", TextValue{&it.audience}, "`aud` that a token must have.",
         R"("authenticated")"},
        {"issuer", TextValue{&it.issuer}, "`iss` that a token must have.",
         R"("https://auth.shop.example")"},
        {"role", TextValue{&it.role},
         "Role that requests run as, so that row-level security decides.", R"("authenticated")"},
    };
}

Keys limits_keys(Limits& it) {
    return {
        {"body_bytes", NumberValue{&it.body_bytes, 1'024, 1'073'741'824},
         "Largest body of a request.", "1048576"},
        {"rows", NumberValue{&it.rows, 1}, "Most rows in one answer.", "10000"},
        {"requests_per_second", NumberValue{&it.requests_per_second, 1}, "Rate of one client.",
         "50"},
        {"connections", NumberValue{&it.connections, 1}, "Most clients at a time.", "10000"},
        {"subscriptions", NumberValue{&it.subscriptions, 1}, "Most tables of one client.", "100"},
    };
}

Keys nats_keys(Nats& it) {
    return {
        {"url", url(it.url), "Server of NATS JetStream; none: not used.",
         R"("nats://127.0.0.1:4222")", true},
        {"stream", TextValue{&it.stream}, "Name of the stream.", R"("LOCKSTEP")"},
        {"subject_prefix", TextValue{&it.subject_prefix}, "What subjects begin with.",
         R"("lockstep")"},
        {"replicas", NumberValue{&it.replicas, 1, 5}, "Replicas of the stream.", "3"},
    };
}

}  // namespace

Keys migrations_keys(Migrations& it) {
    return {
        {"dir", path(it.dir), "Folder of the migrations.", R"("migrations")"},
        {"table", TextValue{&it.table}, "Table that records which have run.",
         R"("lockstep.migration")"},
        {"lock_timeout", DurationValue{&it.lock_timeout},
         "How long a plan waits for a lock before it lets others pass and tries again.", R"("5s")"},
        {"statement_timeout", DurationValue{&it.statement_timeout},
         "How long a statement of a plan may run; 0: as long as it takes.", R"("10min")"},
        {"online", SwitchValue{&it.online}, "Whether plans avoid blocking a live system.", "true"},
        {"naming", TextValue{&it.naming, migration_namings}, "How new migrations are numbered.",
         R"("timestamp")"},
    };
}

Keys apply_keys(Apply& it) {
    return {
        {"control", url(it.control), "The control database: a URL or a name from `databases`.",
         R"("control")", true},
        {"names", TextValue{&it.names, apply_names},
         "Whether tables are called `t_<id>` and columns `c_<id>`, or by the names given.",
         R"("given")"},
        {"types", TextsValue{&it.types}, "Types that a request may use besides the built-in ones.",
         R"(["vector"])"},
        {"lock_timeout", DurationValue{&it.lock_timeout}, "How long to wait for a lock.",
         R"("5s")"},
        {"statement_timeout", DurationValue{&it.statement_timeout}, "How long a statement may run.",
         R"("1min")"},
        {"lease", DurationValue{&it.lease}, "After how long the lock of a dead run is taken over.",
         R"("5min")"},
    };
}

Keys sync_keys(Sync& it) {
    return {
        {"source", url(it.source), "Database to relay: a URL or a name from `databases`.",
         R"("production")", true},
        {"slot", TextValue{&it.slot}, "Replication slot.", R"("lockstep")"},
        {"publication", TextValue{&it.publication}, "Publication.", R"("lockstep")"},
        {"plugin", TextValue{&it.plugin, plugins}, "Output plugin.", R"("pgoutput")"},
        {"streaming", SwitchValue{&it.streaming},
         "Whether large transactions are sent before they end; they wait in a file here then.",
         "true"},
        {"poll", DurationValue{&it.poll},
         "How often the slot is asked by SQL, where a provider forbids replication connections; 0: "
         "there is one.",
         R"("1s")"},
        {"tables", TextsValue{&it.tables}, "Patterns of tables; all where none is named.",
         R"(["public.*"])"},
        {"new_tables", TextValue{&it.new_tables, new_tables},
         "Whether tables that are made later and that `tables` names are published as well.",
         R"("join")"},
        {"history", SectionValue{history_keys(it.history)}, "The log of all changes."},
        {"retention", DurationValue{&it.retention, "ms", "36500d"},
         "How long changes are kept; 0: for good.", R"("90d")"},
        {"heartbeat", DurationValue{&it.heartbeat}, "How often an idle source is nudged.",
         R"("10s")"},
        {"dead_letters", TextValue{&it.dead_letters, dead_letters},
         "Whether the relay goes on after a change that cannot be stored, which it puts by.",
         R"("continue")"},
        {"listen", TextValue{&it.listen}, "Address and port.", R"("127.0.0.1:8137")"},
        {"tls", SectionValue{tls_keys(it.tls)}, "Encryption."},
        {"auth", SectionValue{auth_keys(it.auth)}, "Who may connect."},
        {"rules", TextMapValue{&it.rules},
         "Pattern of tables to the rows that a client may see; no rule, no access.",
         R"({"public.orders": "user_id = $sub"})"},
        {"limits", SectionValue{limits_keys(it.limits)}, "What clients can use up."},
        {"nats", SectionValue{nats_keys(it.nats)}, "More than one machine."},
    };
}

}  // namespace lockstep::config
