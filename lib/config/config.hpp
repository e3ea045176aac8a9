#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace lockstep::config {

using std::chrono::milliseconds;
using Texts = std::vector<std::string>;
using TextMap = std::map<std::string, std::string>;
/// Kind of object (or `*`) → patterns of names.
using PatternsByKind = std::map<std::string, Texts>;

/// A database and what of it is looked at. Variables are named, their values never stand here.
struct Database {
    std::string url;             // a libpq URI or "key=value …"; empty: not given
    std::string url_env;         // the variable that holds the URL (also a Supabase project's)
    std::string project_id_env;  // the variable that holds a Supabase project's id
    std::string service_key_env;
    Texts schemas_to_check;  // namespaces; empty: all
    Texts exclude_tables;    // patterns
    Texts exclude_enums;     // patterns
    PatternsByKind ignore;
    milliseconds connect_timeout{10'000};
    milliseconds statement_timeout{0};  // 0: the server's own

    bool operator==(Database const&) const = default;
};

struct Databases {
    Texts fleet;  // patterns of the names that belong to the fleet
    std::map<std::string, Database> named;

    bool operator==(Databases const&) const = default;
};

struct Scratch {
    std::string url;
    std::string binaries;
    Texts extensions;
    std::string setup;  // SQL that is run before definitions

    bool operator==(Scratch const&) const = default;
};

/// One source of definitions. `severity` is the highest that drift against it may have.
struct Definition {
    std::string source;
    Texts kinds;  // empty: all that the source can speak of
    std::string severity;

    bool operator==(Definition const&) const = default;
};

struct LocalSchemas {
    std::string root_dir;  // the Python layout
    std::string enums_file;
    std::string entities_dir;
    std::string version_file;
    std::vector<Definition> definitions;

    bool operator==(LocalSchemas const&) const = default;
};

/// `rule` and `name` are patterns; of several that match the last one counts.
struct SeverityLevel {
    std::string rule;
    std::string name = "*";
    std::string severity;

    bool operator==(SeverityLevel const&) const = default;
};

struct IgnoredRule {
    std::string rule = "*";
    std::string name = "*";

    bool operator==(IgnoredRule const&) const = default;
};

/// Known drift that is silenced until it expires.
struct Accepted {
    std::string finding = {};  // policy::fingerprint of it
    std::string object = {};   // for people
    std::string reason = {};
    std::string expires = {};  // "2026-12-31"; empty: never

    bool operator==(Accepted const&) const = default;
};

struct Rename {
    std::string kind = "table";
    std::string from;  // dotted, as in reports: public.orders
    std::string to;

    bool operator==(Rename const&) const = default;
};

struct SyncRules {
    bool auto_update_version = false;
    bool auto_generate_code = false;
    Texts require_manual_review;  // patterns of rules
    std::vector<SeverityLevel> severity_levels;
    std::vector<IgnoredRule> ignore;
    std::vector<Accepted> accepted;
    std::string fail_on = "low";
    std::vector<Rename> renames;

    bool operator==(SyncRules const&) const = default;
};

struct Output {
    std::string file;
    std::string format;  // empty: by the file's ending

    bool operator==(Output const&) const = default;
};

struct CiCd {
    bool enabled = true;
    bool fail_on_drift = true;
    bool generate_reports = false;
    std::string report_format = "markdown";
    bool notify_on_drift = false;
    std::vector<Output> outputs;

    bool operator==(CiCd const&) const = default;
};

/// How names of the database become names of a language.
struct Naming {
    std::string enum_class_suffix;
    std::string table_class_suffix = "Row";
    TextMap special_plurals;  // "analyses" → "analysis"
    TextMap enum_mappings;    // "billing_plan" → "BillingPlanType"
    TextMap table_mappings;

    bool operator==(Naming const&) const = default;
};

struct NamingConventions : Naming {
    std::map<std::string, Naming> languages;  // besides what holds for all

    bool operator==(NamingConventions const&) const = default;
};

struct Target {
    std::string template_name;
    std::string output;
    std::string mode = "file";  // or "regions"
    Texts tables;               // patterns; empty: all

    bool operator==(Target const&) const = default;
};

/// What generated and read code of one language has of its own.
struct LanguageCode {
    TextMap types;  // "uuid" → "Uuid"

    bool operator==(LanguageCode const&) const = default;
};

struct CodeGeneration {
    std::string enum_template;
    std::string table_template;
    TextMap type_mappings;  // of Python
    std::map<std::string, LanguageCode> languages;
    std::vector<Target> targets;

    bool operator==(CodeGeneration const&) const = default;
};

struct Hook {
    bool enabled = false;
    std::string script;

    bool operator==(Hook const&) const = default;
};

struct Hooks {
    Hook pre_commit;
    Hook pre_push;

    bool operator==(Hooks const&) const = default;
};

struct Slack {
    bool enabled = false;
    std::string webhook_url_env;
    std::string channel;
    std::string template_file;  // Mustache; empty: the built-in text

    bool operator==(Slack const&) const = default;
};

struct Email {
    bool enabled = false;
    Texts recipients;
    std::string smtp_url_env;
    std::string from;
    std::string template_file;

    bool operator==(Email const&) const = default;
};

struct Notifications {
    Slack slack;
    Email email;
    std::string min_severity = "high";

    bool operator==(Notifications const&) const = default;
};

struct Monitoring {
    bool track_drift_history = false;
    std::string history_file = "schema_drift_history.json";
    int max_history_entries = 100;

    bool operator==(Monitoring const&) const = default;
};

struct Migrations {
    std::string dir = "migrations";
    std::string table = "lockstep.migration";
    milliseconds lock_timeout{2'000};
    milliseconds statement_timeout{0};
    bool online = true;
    std::string naming = "timestamp";

    bool operator==(Migrations const&) const = default;
};

/// `lockstep sync apply`.
struct Apply {
    std::string control;        // a URL or a name from `databases`
    std::string names = "ids";  // or "given"
    Texts types;                // allowed besides the built-in list
    milliseconds lock_timeout{5'000};
    milliseconds statement_timeout{60'000};
    milliseconds lease{300'000};

    bool operator==(Apply const&) const = default;
};

struct SyncHistory {
    std::string url;  // empty: in the source database
    std::string table = "change_history";

    bool operator==(SyncHistory const&) const = default;
};

struct Tls {
    std::string certificate;
    std::string key;

    bool operator==(Tls const&) const = default;
};

struct Auth {
    std::string algorithm;   // of the tokens; empty: no client may connect
    std::string secret_env;  // HS256
    std::string public_key;  // a PEM file
    std::string jwks;        // a file
    std::string audience;
    std::string issuer;
    std::string role;  // run requests as this role, row-level security decides

    bool operator==(Auth const&) const = default;
};

struct Limits {
    int body_bytes = 1'048'576;
    int rows = 10'000;
    int requests_per_second = 50;
    int connections = 10'000;
    int subscriptions = 100;

    bool operator==(Limits const&) const = default;
};

struct Nats {
    std::string url;
    std::string stream = "LOCKSTEP";
    std::string subject_prefix = "lockstep";
    int replicas = 3;

    bool operator==(Nats const&) const = default;
};

/// `lockstep sync serve`.
struct Sync {
    std::string source;  // a URL or a name from `databases`
    std::string slot = "lockstep";
    std::string publication = "lockstep";
    std::string plugin = "pgoutput";
    bool streaming = false;
    milliseconds poll{0};  // 0: a replication connection
    Texts tables;          // patterns; empty: all
    std::string new_tables = "join";
    SyncHistory history;
    milliseconds retention{0};  // 0: for good
    milliseconds heartbeat{10'000};
    std::string dead_letters = "continue";
    std::string listen = "127.0.0.1:8137";
    Tls tls;
    Auth auth;
    TextMap rules;  // pattern of tables → "user_id = $sub"; no rule, no access
    Limits limits;
    Nats nats;

    bool operator==(Sync const&) const = default;
};

/// All of `schema_sync_config.json`. A default-constructed one is what holds without a file.
struct Config {
    std::string version = "1.0.0";
    Database database;
    Databases databases;
    Scratch scratch;
    LocalSchemas local_schemas;
    SyncRules sync_rules;
    CiCd ci_cd;
    NamingConventions naming_conventions;
    CodeGeneration code_generation;
    Hooks hooks;
    Notifications notifications;
    Monitoring monitoring;
    Migrations migrations;
    Apply apply;
    Sync sync;

    bool operator==(Config const&) const = default;
};

}  // namespace lockstep::config
