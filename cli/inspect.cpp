#include <CLI/CLI.hpp>
#include <array>
#include <memory>

#include <fmt/core.h>

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "generated.hpp"
#include "output.hpp"
#include "plan/create.hpp"
#include "report/inspect.hpp"
#include "schema/snapshot.hpp"
#include "session.hpp"
#include "version.hpp"

namespace lockstep::cli {

namespace {

struct InspectFlags {
    std::string source;
    std::string format;  // empty: by the output's ending, else json
    std::string output;
    std::string for_templates;
    LoadFlags load;
};

std::string as_sql(schema::Schema const& schema) {
    return plan::to_script(plan::create_all(schema),
                           fmt::format("Written by lockstep {}", tool_version));
}

std::string as_json(schema::Schema const& schema) {
    return schema::to_snapshot_json(schema);
}

std::string as_yaml(schema::Schema const& schema) {
    return schema::to_snapshot_yaml(schema);
}

/// One row of the table of forms in which a schema can be printed.
struct Form {
    std::string_view name;
    std::string_view extension;
    bool needs_dependencies;  // to put objects in an order in which they can be made
    std::string (*print)(schema::Schema const&);
};

constexpr std::array forms{
    Form{"json", ".json", false, as_json},
    Form{"sql", ".sql", true, as_sql},
    Form{"yaml", ".yaml", false, as_yaml},
    Form{"markdown", ".md", false, report::schema_as_markdown},
    Form{"mermaid", ".mmd", false, report::schema_as_mermaid},
    Form{"dot", ".dot", false, report::schema_as_dot},
};

std::vector<std::string> form_names() {
    std::vector<std::string> names;
    for (auto const& form : forms) {
        names.emplace_back(form.name);
    }
    return names;
}

Form const& form_of(InspectFlags const& flags) {
    for (auto const& form : forms) {
        if (form.name == flags.format ||
            (flags.format.empty() && flags.output.ends_with(form.extension))) {
            return form;
        }
    }
    if (flags.output.empty()) {
        return forms.front();
    }
    throw Error(ExitCode::bad_input,
                fmt::format("the ending of {} names no format", printable(flags.output)),
                "Name one: --format " + join(form_names(), "|"));
}

/// What the template of that name is filled with.
std::string for_templates(Session const& session, schema::Schema const& schema,
                          std::string const& name) {
    auto const configured = configured_targets(session);
    auto const target = targets_named(session, configured, {name}).front();
    return generate::to_json(
        generator_for(session, schema, configured).context(target, std::nullopt));
}

ExitCode inspect(Globals const& globals, InspectFlags const& flags) {
    auto const& form = form_of(flags);
    if (!flags.for_templates.empty() && form.name != "json") {
        throw Error(ExitCode::bad_input, "--for-templates prints JSON: --format json");
    }
    Session session(globals, flags.load);
    if (flags.source.empty()) {
        session.leave_out_what_config_says();
    }
    auto const source = session.open_database(flags.source);
    auto options = session.load_options();
    options.dependencies = form.needs_dependencies;
    auto const schema = source->load(options);
    auto const text = flags.for_templates.empty()
                          ? form.print(schema)
                          : for_templates(session, schema, flags.for_templates);
    session.progress().clear();
    for (auto const& warning : schema.warnings) {
        note(globals, "warning: " + warning);
    }
    if (flags.output.empty()) {
        print(text);
    } else {
        write_file(flags.output, text);
    }
    return ExitCode::done;
}

}  // namespace

Run configure_inspect(CLI::App& app) {
    auto const flags = std::make_shared<InspectFlags>();
    app.add_option("SOURCE", flags->source,
                   "The schema; the configured database where none is named")
        ->type_name("SOURCE");
    one_of(app.add_option("--format", flags->format,
                          "How it is printed; by the ending of -o FILE, else json")
               ->envname("LOCKSTEP_INSPECT_FORMAT"),
           form_names());
    app.add_option("-o,--output", flags->output, "Into this file instead of stdout")
        ->type_name("FILE")
        ->envname("LOCKSTEP_INSPECT_OUTPUT");
    app.add_option("--for-templates", flags->for_templates,
                   "What the template of this name is filled with, as JSON")
        ->type_name("NAME");
    add_load_options(app, flags->load);
    return [flags](Globals const& globals) { return inspect(globals, *flags); };
}

}  // namespace lockstep::cli
