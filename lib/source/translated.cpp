#include "source/translated.hpp"

#include "base/embedded.hpp"
#include "code/checks.hpp"
#include "source/cache_files.hpp"
#include "source/load_options.hpp"

namespace lockstep::source {

namespace {

/// A digest of all that decides how definitions are called and typed.
std::string digest_of(CodeSettings const& settings) {
    std::string text;
    auto const add = [&](config::Naming const& naming) {
        text += naming.enum_class_suffix + '\n' + naming.table_class_suffix + '\n';
        for (auto const* const mappings :
             {&naming.special_plurals, &naming.enum_mappings, &naming.table_mappings}) {
            for (auto const& [from, to] : *mappings) {
                text += from + '\t' + to + '\n';
            }
            text += '\n';
        }
    };
    add(settings.naming);
    for (auto const& [language, naming] : settings.naming.languages) {
        text += language + '\n';
        add(naming);
    }
    for (auto const& [language, types] : settings.types) {
        text += language + '\n';
        for (auto const& [from, to] : types) {
            text += from + '\t' + to + '\n';
        }
    }
    return to_hex(sha256(text));
}

}  // namespace

schema::Schema TranslatedSource::load(LoadOptions const& options) {
    return filtered(code::project(definitions(), {}, projector(options)).definitions, options);
}

std::optional<Translated> TranslatedSource::translated(schema::Schema const& other,
                                                       LoadOptions const& options) {
    auto projection = code::project(definitions(), other, projector(options));
    Translated translated;
    translated.pairs.push_back(
        {filtered(std::move(projection.definitions), options), std::move(projection.database)});
    for (auto& pair : projection.others) {
        translated.pairs.push_back(
            {filtered(std::move(pair.definitions), options), std::move(pair.database)});
    }
    auto found = code::check(definitions());
    std::move(found.begin(), found.end(), std::back_inserter(projection.problems));
    for (auto& problem : projection.problems) {
        translated.problems.push_back({std::move(problem.place), std::move(problem.message)});
    }
    return translated;
}

std::optional<std::string> TranslatedSource::known_fingerprint(LoadOptions const& options) {
    return to_hex(source::digest_of(
        {"code", name(), to_hex(source::digest_of(options)), digest_of(options.code), digest()}));
}

std::string_view types_of(std::string_view language) {
    auto const name = std::string(language) + "/types.json";
    for (auto const& file : template_files()) {
        if (file.name == name) {
            return file.content;
        }
    }
    throw Error(ExitCode::bug, "there is no " + name);
}

}  // namespace lockstep::source
