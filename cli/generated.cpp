#include "generated.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "diff/change.hpp"
#include "output.hpp"
#include "recorded_versions.hpp"
#include "report/unified_diff.hpp"
#include "schema/fingerprint.hpp"
#include "schema/snapshot.hpp"
#include "source/definitions.hpp"

namespace lockstep::cli {

namespace fs = std::filesystem;

using generate::OutputFile;
using generate::Target;

namespace {

/// Templates of one's own that replace built-in ones: `python/enums.mustache` in it.
constexpr std::string_view overrides = ".lockstep/templates";

fs::path folder_of(Session const& session) {
    auto const& folder = session.loaded().folder;
    return folder.empty() ? fs::current_path() : folder;
}

/// The nearest folder at or above it with a `.git`.
fs::path repository_of(fs::path const& folder) {
    std::error_code error;
    for (auto at = fs::weakly_canonical(folder, error); at.has_relative_path();
         at = at.parent_path()) {
        if (fs::exists(at / ".git", error)) {
            return at;
        }
    }
    return folder;
}

void refuse_jinja(std::string const& path) {
    if (path.ends_with(".j2")) {
        throw Error(
            ExitCode::bad_input,
            fmt::format("{} is a template of Jinja; lockstep takes Mustache", printable(path)),
            "docs/templates.md says what a template is filled with.");
    }
}

std::vector<std::string_view> built_in_names() {
    std::vector<std::string_view> names;
    for (auto const& each : generate::built_ins()) {
        names.push_back(each.name);
    }
    return names;
}

/// By a file in the folder of overrides, or what an old configuration names.
std::string override_of(Session const& session, std::string_view name) {
    auto const& settings = session.config().code_generation;
    auto const folder = folder_of(session);
    auto const& named = name == "python/enums" ? settings.enum_template
                        : name == "python/entities" || name == "python/relationships"
                            ? settings.table_template
                            : std::string();
    if (!named.empty()) {
        refuse_jinja(named);
        return (folder / named).lexically_proximate(fs::current_path()).string();
    }
    auto const path = folder / overrides / (std::string(name) + ".mustache");
    std::error_code error;
    return fs::exists(path, error) ? path.lexically_proximate(fs::current_path()).string() : "";
}

Target built_in_target(Session const& session, generate::BuiltIn const& built_in) {
    auto target = generate::target_of(built_in);
    target.template_file = override_of(session, built_in.name);
    return target;
}

/// A template of one's own: the language is the output's.
Target own_target(Session const& session, config::Target const& said) {
    refuse_jinja(said.template_name);
    auto const path = folder_of(session) / said.template_name;
    std::error_code error;
    if (!fs::exists(path, error)) {
        throw Error(ExitCode::not_found,
                    fmt::format("code_generation.targets: {} is neither a built-in template nor a "
                                "file{}",
                                printable(said.template_name),
                                did_you_mean(said.template_name, built_in_names())),
                    "lockstep generate --list names the built-in ones.");
    }
    auto const* const language = generate::language_of_file(said.output);
    if (language == nullptr) {
        throw Error(ExitCode::bad_input,
                    fmt::format("code_generation.targets: the ending of {} says no language",
                                printable(said.output)));
    }
    return {.name = said.template_name,
            .language = language,
            .template_file = path.lexically_proximate(fs::current_path()).string()};
}

Target target_from(Session const& session, config::Target const& said) {
    auto const* const built_in = generate::find_built_in(said.template_name);
    auto target =
        built_in != nullptr ? built_in_target(session, *built_in) : own_target(session, said);
    target.output = said.output;
    target.regions = said.mode == "regions";
    target.selection.tables = said.tables;
    return target;
}

/// What the layout of old configurations says: the version is generated, all else kept by hand.
std::vector<Target> targets_of_layout(Session const& session) {
    auto const& layout = session.config().local_schemas;
    std::vector<Target> targets;
    auto const add = [&](std::string_view name, std::string const& output, bool regions) {
        targets.push_back(built_in_target(session, *generate::find_built_in(name)));
        targets.back().output = output;
        targets.back().regions = regions;
    };
    bool const has_classes = session.config().sync_rules.auto_generate_code;
    if (has_classes && !layout.enums_file.empty()) {
        add("python/enums", layout.enums_file, true);
    }
    if (has_classes && !layout.entities_dir.empty()) {
        add("python/entities", layout.entities_dir + "/entities.py", true);
        add("python/relationships", layout.entities_dir + "/relationships.py", true);
    }
    if (!layout.version_file.empty()) {
        add("python/schema_version", layout.version_file, false);
    }
    return targets;
}

bool is_meant(Target const& target, std::string const& name) {
    return matches_glob(name, target.name) || matches_glob(name, target.output);
}

/// The schema of that fingerprint, where a version was recorded of it, or a snapshot among the
/// definitions still holds it.
std::optional<schema::Schema> schema_before(Session const& session,
                                            std::string const& fingerprint) {
    auto const versions = versions_of(session);
    for (auto const& version : versions.list()) {
        if (version.fingerprint == fingerprint) {
            return versions.read(version);
        }
    }
    for (auto const& definition : session.config().local_schemas.definitions) {
        auto const is_json = definition.source.ends_with(".json");
        auto const text = source::looks_like_snapshot(definition.source)
                              ? read_file_if_any(folder_of(session) / definition.source)
                              : std::nullopt;
        if (text) {
            auto snapshot = is_json ? schema::from_snapshot_json(*text, definition.source)
                                    : schema::from_snapshot_yaml(*text, definition.source);
            if (schema::fingerprint(snapshot).schema == fingerprint) {
                return snapshot;
            }
        }
    }
    return std::nullopt;
}

/// How many changes led here from the schema that the files were of; nothing where nobody kept it.
std::optional<std::size_t> differences_since(Session const& session, schema::Schema const& schema,
                                             std::string const& fingerprint) {
    auto const before = schema_before(session, fingerprint);
    return before ? std::optional(diff::diff(*before, schema).list.size()) : std::nullopt;
}

/// As far as people read it.
std::string snippet(std::string const& text) {
    constexpr std::size_t most = 60;
    auto const lines = report::lines_of(text);
    std::string shown;
    for (std::size_t i = 0; i < std::min(most, lines.size()); ++i) {
        shown += "  " + printable(lines[i]) + '\n';
    }
    return lines.size() <= most
               ? shown
               : shown + fmt::format("  … and {} more\n", count_of(lines.size() - most, "line"));
}

void report_failure(OutputFile const& file, Error const& error) {
    print_to_stderr(fmt::format("lockstep: {} was not written: {}\n", file.name, error.what()));
    if (!error.hint().empty()) {
        print_to_stderr(fmt::format("hint: {}\n", error.hint()));
    }
    if (!file.after.empty()) {
        print_to_stderr(fmt::format("This is what it would hold:\n{}", snippet(file.after)));
    }
}

}  // namespace

std::vector<Target> configured_targets(Session const& session) {
    std::vector<Target> targets;
    for (auto const& said : session.config().code_generation.targets) {
        targets.push_back(target_from(session, said));
    }
    return targets.empty() ? targets_of_layout(session) : targets;
}

std::vector<Target> targets_named(Session const& session, std::vector<Target> const& configured,
                                  std::vector<std::string> const& names) {
    std::vector<Target> named;
    auto const add = [&](Target const& target) {
        if (std::find(named.begin(), named.end(), target) == named.end()) {
            named.push_back(target);
        }
    };
    for (auto const& name : names) {
        bool is_found = false;
        for (auto const& target : configured) {
            if (is_meant(target, name)) {
                add(target);
                is_found = true;
            }
        }
        for (auto const& built_in : generate::built_ins()) {
            bool const is_configured =
                std::any_of(configured.begin(), configured.end(),
                            [&](Target const& each) { return each.name == built_in.name; });
            if (!is_configured && matches_glob(name, built_in.name)) {
                add(built_in_target(session, built_in));
                is_found = true;
            }
        }
        if (!is_found) {
            throw Error(ExitCode::not_found,
                        fmt::format("there is no template \"{}\"{}", printable(name),
                                    did_you_mean(name, built_in_names())),
                        "lockstep generate --list names the built-in ones.");
        }
    }
    return named;
}

generate::Generator generator_for(Session const& session, schema::Schema const& schema,
                                  std::vector<Target> const& all) {
    auto const& config = session.config();
    return {schema,
            config.naming_conventions,
            session.load_options().code.types,
            all,
            {.now = now_text(), .differences = [&](std::string const& fingerprint) {
                 return differences_since(session, schema, fingerprint);
             }}};
}

generate::OutputOptions output_options(Session const& session) {
    auto const folder = folder_of(session);
    return {.folder = folder, .repository = repository_of(folder)};
}

std::vector<OutputFile> make_files(Session const& session, schema::Schema const& schema,
                                   std::vector<Target> const& targets,
                                   std::vector<Target> const& all, bool takes_over) {
    auto generator = generator_for(session, schema, all);
    auto options = output_options(session);
    options.takes_over = takes_over;
    std::vector<OutputFile> files;
    for (auto const& target : targets) {
        files.push_back(make_file(generator, target, options));
    }
    return files;
}

ExitCode report_failures(Globals const& globals, std::vector<OutputFile> const& files) {
    auto code = ExitCode::done;
    for (auto const& file : files) {
        for (auto const& text : file.notes) {
            note(globals, text);
        }
        if (file.failure) {
            report_failure(file, *file.failure);
            code = code == ExitCode::done ? file.failure->code() : code;
        }
    }
    return code;
}

std::string diff_of(std::vector<OutputFile> const& files) {
    std::string text;
    for (auto const& file : files) {
        if (!file.is_stale()) {
            continue;
        }
        text += fmt::format("--- {}\n+++ {}\n", file.before ? "a/" + file.name : "/dev/null",
                            "b/" + file.name);
        for (auto const& line : report::unified_diff(file.before.value_or(""), file.after)) {
            text += line + '\n';
        }
    }
    return text;
}

ExitCode write_files(Globals const& globals, std::vector<OutputFile>& files) {
    for (auto& file : files) {
        if (!file.is_stale()) {
            continue;
        }
        try {
            generate::write(file);
            print(fmt::format("{} {}\n", file.before ? "updated" : "wrote", file.name));
        } catch (Error const& error) {
            file.failure = error;
        }
    }
    return report_failures(globals, files);
}

}  // namespace lockstep::cli
