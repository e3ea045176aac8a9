#pragma once

#include "config/keys.hpp"

namespace lockstep::config {

// The sections of the table of settings, one function each.
Keys database_keys(Database& it);
Keys databases_keys(Databases& it);
Keys scratch_keys(Scratch& it);
Keys local_schemas_keys(LocalSchemas& it);
Keys sync_rules_keys(SyncRules& it);
Keys ci_cd_keys(CiCd& it);
Keys naming_conventions_keys(NamingConventions& it);
Keys code_generation_keys(CodeGeneration& it);
Keys hooks_keys(Hooks& it);
Keys notifications_keys(Notifications& it);
Keys monitoring_keys(Monitoring& it);
Keys migrations_keys(Migrations& it);
Keys apply_keys(Apply& it);
Keys sync_keys(Sync& it);

inline TextValue path(std::string& target) {
    return {&target, {}, Form::path};
}
inline TextValue url(std::string& target) {
    return {&target, {}, Form::url};
}
inline TextValue variable(std::string& target) {
    return {&target, {}, Form::variable};
}

/// A list of sections whose elements a text may stand for, as their key `shorthand`.
template <class Section>
SectionsValue list_of(std::vector<Section>& list, Keys (*keys_of)(Section&),
                      std::string_view shorthand) {
    return {.shorthand = shorthand,
            .add = [&list, keys_of](auto const&) { return keys_of(list.emplace_back()); },
            .each =
                [&list, keys_of](auto const& visit) {
                    for (std::size_t i = 0; i < list.size(); ++i) {
                        visit(std::to_string(i), keys_of(list[i]));
                    }
                },
            .specimen =
                [keys_of](auto const& visit) {
                    Section section;
                    visit(keys_of(section));
                }};
}

/// The same by name.
template <class Section>
SectionsValue map_of(std::map<std::string, Section>& map, Keys (*keys_of)(Section&),
                     std::string_view shorthand) {
    return {.named = true,
            .shorthand = shorthand,
            .add = [&map, keys_of](auto const& name) { return keys_of(map[name]); },
            .each =
                [&map, keys_of](auto const& visit) {
                    for (auto& [name, section] : map) {
                        visit(name, keys_of(section));
                    }
                },
            .specimen =
                [keys_of](auto const& visit) {
                    Section section;
                    visit(keys_of(section));
                }};
}

}  // namespace lockstep::config
