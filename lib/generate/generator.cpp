#include "generate/generator.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/embedded.hpp"
#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "generate/version_facts.hpp"
#include "mustache/template.hpp"
#include "schema/fingerprint.hpp"
#include "schema/kinds/kinds.hpp"

namespace lockstep::generate {

namespace {

void put(Data::Object& to, std::string_view name, Data value) {
    to.push_back({name, std::move(value)});
}

std::optional<std::string> built_in_text(std::string_view name) {
    auto const file = std::string(name) + ".mustache";
    for (auto const& each : template_files()) {
        if (each.name == file) {
            return std::string(each.content);
        }
    }
    return std::nullopt;
}

/// What templates import from other files, by the names that they have for them.
struct Import {
    char const* name;
    char const* built_in;
};
constexpr Import imports[] = {
    {"constants_module", "typescript/constants"},
    {"types_module", "typescript/types"},
    {"sync_types_module", "typescript/sync-types"},
};

}  // namespace

std::string template_text(Target const& target) {
    if (!target.template_file.empty()) {
        return read_text_file(target.template_file);
    }
    auto const text = built_in_text(target.name);
    if (!text) {
        throw Error(ExitCode::bug, "there is no template " + target.name);
    }
    return *text;
}

Generator::Generator(schema::Schema const& schema, config::NamingConventions naming,
                     TypesByLanguage types, std::vector<Target> targets, Moment moment)
    : schema_(schema),
      naming_(std::move(naming)),
      types_(std::move(types)),
      targets_(std::move(targets)),
      moment_(std::move(moment)),
      fingerprint_(schema::fingerprint(schema).schema) {
    for (auto const& object : schema.objects) {
        tables_ += is_table(object) ? 1 : 0;
        enums_ += object.id.kind == &schema::kind::enum_type ? 1 : 0;
    }
}

Data const& Generator::shared(Target const& target, bool has_relations) {
    if (target.language != last_language_) {
        contexts_.clear();  // they are large, and targets of a language come one after the other
        last_language_ = target.language;
    }
    auto& vocabulary = vocabularies_[target.language];
    if (vocabulary == nullptr) {
        vocabulary = std::make_unique<Vocabulary>(schema_, *target.language, naming_,
                                                  types_[std::string(target.language->name)]);
    }
    auto selection = target.selection;
    selection.has_relations = has_relations;
    auto found = contexts_.find(selection);
    if (found == contexts_.end()) {
        found = contexts_.emplace(selection, generate::context(*vocabulary, selection)).first;
    }
    return found->second;
}

/// As the target's file imports it; where there is no such file, from where it usually is.
std::string Generator::module(Target const& target, std::string_view other) const {
    auto const found = std::find_if(targets_.begin(), targets_.end(),
                                    [&](Target const& each) { return each.name == other; });
    auto const output =
        found != targets_.end() ? found->output : std::string(find_built_in(other)->output);
    bool const can_import =
        find_built_in(other)->language == target.language->name && target.name != other;
    return can_import ? target.language->module(target.output, output) : "";
}

/// Enums and classes that the file's types name, and that are in others.
Data::List Generator::imports_of_files(Target const& target, Data const& shared) const {
    Data::List list;
    auto const add = [&](char const* names, std::string_view other) {
        auto const* const used = shared.find(names);
        auto const from = module(target, other);
        if (used->is_there() && !from.empty()) {
            Data::Object to;
            put(to, "module", from);
            put(to, "names", *used);
            list.emplace_back(std::move(to));
        }
    };
    add("imported_enums", "python/enums");
    add("imported_relations",
        target.selection.select == Select::entities ? "python/relationships" : "python/entities");
    return list;
}

void Generator::put_version(Data::Object& to, Target const& target,
                            std::optional<std::string> const& before) const {
    VersionFacts facts{.db_hash = fingerprint_,
                       .tables_count = std::to_string(tables_),
                       .enums_count = std::to_string(enums_)};
    auto const old = before ? version_facts_in(*before) : std::nullopt;
    if (old && old->is_same_schema(facts)) {
        facts = *old;
    } else {
        facts.last_sync = moment_.now;
        facts.schema_version = moment_.now.substr(0, moment_.now.find('T'));
        auto const differences =
            old && moment_.differences ? moment_.differences(old->db_hash) : std::nullopt;
        facts.last_sync_differences = std::to_string(differences.value_or(0));
    }
    auto* const quoted = target.language->quoted;
    put(to, "schema_version", quoted(facts.schema_version));
    put(to, "last_sync", quoted(facts.last_sync));
    put(to, "db_hash", quoted(facts.db_hash));
    put(to, "tables_count", facts.tables_count);
    put(to, "enums_count", facts.enums_count);
    put(to, "last_sync_differences", facts.last_sync_differences);
}

Data Generator::own(Target const& target, std::optional<std::string> const& before,
                    Data const& shared) {
    Data::Object to;
    put(to, "header",
        fmt::format("{} from the schema of the database. Changes made here get lost.",
                    header_mark));
    put(to, "template", target.name);
    put(to, "imports_of_files", imports_of_files(target, shared));
    for (auto const& each : imports) {
        put(to, each.name, module(target, each.built_in));
    }
    put_version(to, target, before);
    return to;
}

Data Generator::context(Target const& target, std::optional<std::string> const& before) {
    auto const& shared = this->shared(target, true);
    auto const all = own(target, before, shared);
    Data::Object to{{"format", "lockstep/template-context"}, {"version", 1}};
    to.insert(to.end(), all.object()->begin(), all.object()->end());
    to.insert(to.end(), shared.object()->begin(), shared.object()->end());
    return to;
}

std::string Generator::render(Target const& target, std::optional<std::string> const& before) {
    auto const name = target.template_file.empty() ? "templates/" + target.name + ".mustache"
                                                   : target.template_file;
    mustache::Template const text(name, template_text(target));
    bool const has_relations = text.mentions("relations") || text.mentions("imports") ||
                               text.mentions("has_relations") || text.mentions("imports_of_files");
    auto const& shared = this->shared(target, has_relations);
    auto const own = this->own(target, before, shared);
    Data const* const data[] = {&shared, &own};
    return text.render(data, built_in_text);
}

}  // namespace lockstep::generate
