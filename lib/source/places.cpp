#include "source/places.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "base/error.hpp"
#include "base/text.hpp"
#include "sql/cursor.hpp"
#include "sql/defines.hpp"

namespace lockstep::source {

namespace {

using schema::Names;
using schema::Place;
using script::Definition;
using script::DefinitionClass;

struct Routine {
    std::vector<std::string> arguments;
    Place place;
};

/// All that the statements of a script define.
class Definitions {
public:
    explicit Definitions(script::Script const& script) {
        script::DefinitionFinder finder;
        for (auto const& statement : script.statements) {
            if (statement.copies_data) {
                continue;
            }
            for (auto const& definition : finder.find(statement)) {
                add(definition, place_of(statement, definition.offset));
            }
        }
    }

    Place find(schema::ObjectId const& id) const {
        auto const& kind = *id.kind;
        if (kind.catalog == "pg_proc") {
            return find_routine(id.names);
        }
        if (kind.names.front() == "target") {
            return find_target(id.names.front());
        }
        // The object itself, else the whole that it belongs to.
        auto const what = word_for(kind.name);
        for (auto names = id.names; !names.empty(); names = names.without_last()) {
            for (auto const& word : {what, std::string{}}) {
                if (auto const place = look(word, names); place.line != 0) {
                    return place;
                }
            }
        }
        return {};
    }

private:
    /// Kinds that are defined by the statement of another.
    static std::string word_for(std::string_view kind) {
        using Row = std::pair<std::string_view, std::string_view>;
        for (auto const& [name, word] :
             {Row{"domain constraint", "constraint"}, Row{"view column", "column"},
              Row{"publication table", "publication"}, Row{"publication schema", "publication"},
              Row{"user mapping", "server"}}) {
            if (name == kind) {
                return std::string(word);
            }
        }
        return std::string(kind);
    }

    /// What a privilege or label stands on, as SQL: `public.orders`.
    Place find_target(std::string_view target) const {
        auto const tokens = script::tokens_of(target);
        auto const names = schema::pack(script::Cursor(tokens).take_names());
        auto const place = look({}, Names(names));
        return place.line != 0 ? place : look("schema", Names(names));
    }

    static Place place_of(script::Statement const& statement, std::size_t offset) {
        auto const before = statement.text.substr(0, offset);
        auto const newlines = std::count(before.begin(), before.end(), '\n');
        return {statement.file,
                static_cast<std::uint32_t>(statement.line + static_cast<std::size_t>(newlines))};
    }

    void add(Definition const& definition, Place place) {
        auto names = schema::pack(definition.names);
        if (definition.cls == DefinitionClass::routine) {
            add_routine(routines_[names], definition, place);
            return;
        }
        auto key = definition.what + '\0' + names;
        if (definition.if_not_exists) {
            places_.try_emplace(std::move(key), place);
        } else {
            places_.insert_or_assign(std::move(key), place);
        }
    }

    static void add_routine(std::vector<Routine>& same_name, Definition const& definition,
                            Place place) {
        std::erase_if(same_name,
                      [&](Routine const& r) { return r.arguments == definition.arguments; });
        same_name.push_back({definition.arguments, place});
    }

    Place look(std::string const& what, Names names) const {
        auto const found = places_.find(what + '\0' + std::string(names.packed()));
        return found == places_.end() ? Place{} : found->second;
    }

    Place find_routine(Names names) const {
        auto const found = routines_.find(std::string(names.first(2).packed()));
        if (found == routines_.end()) {
            return {};
        }
        for (auto const& routine : found->second) {
            if (same_arguments(routine.arguments, names[2])) {
                return routine.place;
            }
        }
        return found->second.size() == 1 ? found->second[0].place : Place{};
    }

    /// `server` is as PostgreSQL prints it: "integer, text"; what the script says may have a name
    /// before its type.
    static bool same_arguments(std::vector<std::string> const& script, std::string_view server) {
        auto const types = server.empty() ? std::vector<std::string>{} : split(server, ',');
        if (types.size() != script.size()) {
            return false;
        }
        for (std::size_t i = 0; i < types.size(); ++i) {
            auto const wanted = script::plain_type(types[i]);
            auto const& words = script[i];
            auto const tokens = script::tokens_of(words);
            auto const behind_name = tokens.empty() ? words.size() : tokens.front().end();
            bool const fits = script::plain_type(words) == wanted ||
                              script::plain_type(words.substr(behind_name)) == wanted;
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    std::unordered_map<std::string, Place> places_;
    std::map<std::string, std::vector<Routine>> routines_;
};

}  // namespace

void set_places(schema::Schema& schema, script::Script const& script) {
    Definitions const definitions(script);
    schema.files.clear();
    for (auto const& file : script.files) {
        schema.files.push_back(file.name);
    }
    for (auto& object : schema.objects) {
        object.place = definitions.find(object.id);
    }
}

}  // namespace lockstep::source
