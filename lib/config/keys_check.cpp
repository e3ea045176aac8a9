#include "config/sections.hpp"

namespace lockstep::config {

namespace {

Keys definition_keys(Definition& it) {
    return {
        {"source", TextValue{&it.source},
         "Any source of the command line; a path is relative to this file.", R"("schema/")", false,
         true},
        {"kinds", TextsValue{&it.kinds, Form::kind},
         "Kinds of objects that this source defines; all that it can speak of where none is named.",
         R"(["table", "enum"])"},
        {"severity", TextValue{&it.severity, severities()},
         "The highest severity that drift against this source may have.", R"("high")"},
    };
}

Keys ignored_rule_keys(IgnoredRule& it) {
    return {
        {"rule", TextValue{&it.rule, {}, Form::rule}, "Pattern of rules.",
         R"("*_comment_modified")"},
        {"name", TextValue{&it.name}, "Pattern of objects' names.", R"("public.audit_*")"},
    };
}

Keys accepted_keys(Accepted& it) {
    return {
        {"finding", TextValue{&it.finding}, "What the finding is known by, as reports print it.",
         R"("1f0c9ae2b7d45e63")", false, true},
        {"object", TextValue{&it.object}, "The object, for people.",
         R"("column public.orders.total")"},
        {"reason", TextValue{&it.reason}, "Why it is accepted.", R"("moves in March")"},
        {"expires", TextValue{&it.expires, {}, Form::date},
         "The last day on which it is; for good where none is given.", R"("2026-12-31")"},
    };
}

Keys rename_keys(Rename& it) {
    return {
        {"kind", TextValue{&it.kind, {}, Form::kind}, "Kind of the object.", R"("column")"},
        {"from", TextValue{&it.from}, "Its name before.", R"("public.orders.sum")", false, true},
        {"to", TextValue{&it.to}, "Its name now.", R"("public.orders.total")", false, true},
    };
}

Keys output_keys(Output& it) {
    return {
        {"file", path(it.file), "File to write.", R"("drift.sarif")", false, true},
        {"format", TextValue{&it.format, report_formats()},
         "Format of the report; by the file's ending where none is given.", R"("sarif")"},
    };
}

}  // namespace

Keys database_keys(Database& it) {
    return {
        {"url", url(it.url), "URL of the database, as libpq takes it.",
         R"("postgresql://app@db.example/shop")", true},
        {"url_env", variable(it.url_env),
         "Environment variable that holds the URL: of the database, or of a Supabase project.",
         R"("SHOP_DATABASE_URL")"},
        {"project_id_env", variable(it.project_id_env),
         "Environment variable that holds the id of a Supabase project.",
         R"("SUPABASE_PROJECT_ID")"},
        {"service_key_env", variable(it.service_key_env),
         "Environment variable that holds a Supabase service key. It opens no PostgreSQL "
         "connection; `doctor` says what is missing for one.",
         R"("SUPABASE_SERVICE_KEY")"},
        {"schemas_to_check", TextsValue{&it.schemas_to_check},
         "Namespaces that are looked at; all where none is named.", R"(["public"])"},
        {"exclude_tables", TextsValue{&it.exclude_tables},
         "Patterns of tables that are left out, with all that belongs to them.",
         R"(["schema_migrations", "audit.*"])"},
        {"exclude_enums", TextsValue{&it.exclude_enums}, "Patterns of enums that are left out.",
         R"(["legacy_*"])"},
        {"ignore", PatternsValue{&it.ignore},
         "Kind of object (`*`: any) to patterns of names that are left out.",
         R"({"index": ["public.tmp_*"]})"},
        {"connect_timeout", DurationValue{&it.connect_timeout, "s"},
         "How long to wait for a connection.", R"("10s")"},
        {"statement_timeout", DurationValue{&it.statement_timeout},
         "How long one of our statements may run; 0: as the server says.", R"("30s")"},
    };
}

Keys databases_keys(Databases& it) {
    return {
        {"fleet", TextsValue{&it.fleet},
         "Patterns of the names below that belong to the fleet, for `sync apply --to-all`.",
         R"(["shop_*"])"},
        {"*", map_of(it.named, database_keys, "url"),
         "A database by name: its URL, or settings as in `database`.",
         R"({"staging": "postgresql://app@staging.example/shop"})"},
    };
}

Keys scratch_keys(Scratch& it) {
    return {
        {"url", url(it.url),
         "A server on which databases may be made and dropped, in place of one that we start.",
         R"("postgresql://ci@127.0.0.1/postgres")", true},
        {"binaries", path(it.binaries), "Folder of the server programs (`initdb`, `postgres`).",
         R"("/usr/lib/postgresql/15/bin")"},
        {"extensions", TextsValue{&it.extensions}, "Extensions that definitions need.",
         R"(["pgcrypto"])"},
        {"setup", TextValue{&it.setup}, "SQL that is run before definitions.",
         R"("CREATE ROLE app")"},
    };
}

Keys local_schemas_keys(LocalSchemas& it) {
    return {
        {"root_dir", path(it.root_dir), "Folder of the Python definitions.", R"("schemas")"},
        {"enums_file", path(it.enums_file), "Python file with the enums.", R"("schemas/enums.py")"},
        {"entities_dir", path(it.entities_dir), "Folder of the Python `TypedDict` classes.",
         R"("schemas/database")"},
        {"version_file", path(it.version_file), "File that `update` records the version in.",
         R"("schemas/schema_version.py")"},
        {"definitions", list_of(it.definitions, definition_keys, "source"),
         "Where the definitions stand.", R"([{"source": "schema/"}])"},
    };
}

Keys sync_rules_keys(SyncRules& it) {
    return {
        {"auto_update_version", SwitchValue{&it.auto_update_version},
         "`update` also writes the version file.", "true"},
        {"auto_generate_code", SwitchValue{&it.auto_generate_code},
         "`update` also writes generated code.", "true"},
        {"require_manual_review", TextsValue{&it.require_manual_review, Form::rule},
         "Rules whose changes `update` does not take over by itself.", R"(["column_removed"])"},
        {"severity_levels", SeveritiesValue{&it.severity_levels},
         "Rule pattern to severity, or to a map of name pattern to severity. \"added\" is what the "
         "database has and the definitions lack. The last one that matches counts.",
         R"({"enum_added": "medium", "column_removed": {"public.audit_*": "low"}})"},
        {"ignore", list_of(it.ignore, ignored_rule_keys, "rule"),
         "Findings that are left out; a text in place of a map is a rule.",
         R"([{"rule": "*_comment_modified", "name": "public.audit_*"}])"},
        {"accepted", list_of(it.accepted, accepted_keys, "finding"),
         "Known drift, silenced until it expires; `check --accept REASON` adds to it.",
         R"([{"finding": "1f0c9ae2b7d45e63", "reason": "moves in March", "expires": "2027-03-31"}])"},
        {"fail_on", TextValue{&it.fail_on, severities()},
         "The lowest severity that makes `check` exit with 1.", R"("high")"},
        {"renames", list_of(it.renames, rename_keys, ""),
         "Objects that got another name: no removal and addition.",
         R"([{"kind": "column", "from": "public.orders.sum", "to": "public.orders.total"}])"},
    };
}

Keys ci_cd_keys(CiCd& it) {
    return {
        {"enabled", SwitchValue{&it.enabled}, "Whether the CI workflow checks at all.", "true"},
        {"fail_on_drift", SwitchValue{&it.fail_on_drift}, "Whether drift fails the job.", "true"},
        {"generate_reports", SwitchValue{&it.generate_reports},
         "Whether the job keeps a report as an artifact.", "true"},
        {"report_format", TextValue{&it.report_format, report_formats()}, "Format of that report.",
         R"("markdown")"},
        {"notify_on_drift", SwitchValue{&it.notify_on_drift},
         "Whether drift is told as `notifications` says.", "true"},
        {"outputs", list_of(it.outputs, output_keys, "file"),
         "Reports that each `check` in CI writes; a text in place of a map is a file.",
         R"(["drift.md", {"file": "drift.out", "format": "sarif"}])"},
    };
}

}  // namespace lockstep::config
