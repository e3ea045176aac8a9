#include "code/typescript.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/text.hpp"
#include "code/typescript_drizzle.hpp"
#include "code/typescript_literals.hpp"
#include "code/typescript_typeorm.hpp"
#include "code/union_type.hpp"

namespace lockstep::code {

namespace {

using namespace typescript;

class TypeScriptReader {
public:
    explicit TypeScriptReader(std::span<SourceFile const> files)
        : modules_(files), effort_(files) {}

    Definitions read() {
        note_constants_with_types();
        for (auto const& module : modules_.all()) {
            for (auto const& place : module.tree->errors()) {
                result_.problems.push_back({place, "this does not follow TypeScript's grammar"});
            }
            for (auto const& each : module.declarations) {
                add(module, each);
            }
        }
        typeorm_.finish();
        drizzle_.finish();
        for (auto& record : result_.records) {
            record.is_base = record.is_base || bases_.contains(record.name);
        }
        for (auto& problem : misspelt_types(modules_, result_)) {
            result_.problems.push_back(std::move(problem));
        }
        if (effort_.is_spent()) {
            result_.problems.push_back(too_far);
        }
        return std::move(result_);
    }

private:
    void add(Module const& module, Declaration const& each) {
        switch (each.kind) {
            case Kind::interface:
                add_interface(module, each);
                break;
            case Kind::alias:
                add_alias(module, each);
                break;
            case Kind::enumeration:
                add_enum(module, each);
                break;
            case Kind::of_class:
                typeorm_.read(module, each);
                break;
            case Kind::constant:
                if (!drizzle_.read(module, each)) {
                    add_constants(each.name, {&module, each.node}, each.place);
                }
                break;
        }
    }

    // --- Enums and constants

    void add_enum(Module const& module, Declaration const& each) {
        Enum made{each.name, {}, {}, each.place};
        std::vector<Entry> unknown;
        for (auto const& entry : values_.entries({&module, each.node})) {
            if (auto const text = values_.text(entry.value)) {
                made.members.push_back({entry.name, *text, entry.place});
            } else if (may_be_text(entry.value.node)) {
                unknown.push_back(entry);
            }
        }
        // One of numbers is none of a database.
        if (made.members.empty()) {
            return;
        }
        for (auto const& entry : unknown) {
            result_.problems.push_back(
                {entry.place, fmt::format("the value of {} is not known from these files",
                                          printable(entry.name))});
        }
        result_.enums.push_back(std::move(made));
    }

    static bool may_be_text(Node value) {
        return value.is("template_string") || value.is("identifier") ||
               value.is("member_expression") || value.is("subscript_expression") ||
               value.is("call_expression");
    }

    /// The texts of `(typeof X)[…]` are those of an enum, and X is no constant besides.
    void note_constants_with_types() {
        for (auto const& module : modules_.all()) {
            for (auto const& each : module.declarations) {
                auto const value = each.node.field("value");
                auto const parts = each.kind == Kind::alias && value.is("lookup_type")
                                       ? value.children()
                                       : std::vector<Node>{};
                auto const constant =
                    parts.empty() ? Value{} : types_.queried({&module, parts.front(), {}, {}});
                if (constant) {
                    with_types_.insert(constant.node.text().data());
                }
            }
        }
    }

    void add_constants(std::string const& name, Value value, TextPlace const& place) {
        Effort::Step const step(effort_);
        value.node = without_wrapping(value.node);
        if (value.node.is("call_expression")) {
            value = values_.resolve(value);  // Object.freeze({…})
        }
        bool const is_enum = with_types_.contains(value.node.text().data()) &&
                             !holds_names_of_tables(name) && !holds_names_of_columns(name);
        if (!step || !value.node.is("object") || is_enum) {
            return;
        }
        Enum made{name, {}, {}, place};
        for (auto const& entry : values_.entries(value)) {
            if (auto const text = values_.text(entry.value)) {
                made.members.push_back({entry.name, *text, entry.place});
            } else {
                add_constants(name + "." + entry.name, entry.value, entry.place);
            }
        }
        if (!made.members.empty()) {
            result_.constants.push_back(std::move(made));
        }
    }

    // --- Types

    void add_interface(Module const& module, Declaration const& each) {
        for (auto const& base : each.node.child("extends_type_clause").children()) {
            auto const meaning = modules_.find(module, name_of(base), Space::types);
            if (meaning.declaration != nullptr) {
                bases_.insert(meaning.declaration->name);
            }
        }
        // The first of several parts stands for all.
        auto const [first, last] = module.types.equal_range(each.name);
        auto const same = std::find_if(first, last, [&](auto const& other) {
            auto const& part = module.declarations[other.second];
            return part.kind == Kind::interface && part.space == each.space;
        });
        if (same != last && &module.declarations[same->second] == &each) {
            add_record(module, each);
        }
    }

    void add_alias(Module const& module, Declaration const& each) {
        auto const value = Types::meaning_of(module, each);
        auto const choices =
            value.node.is("index_type_query") ? std::nullopt : types_.choices(value);
        if (choices && !choices->members.empty()) {
            result_.enums.push_back({each.name, {}, choices->members, each.place});
        } else if (!choices) {
            add_record(module, each);
        }
    }

    void add_record(Module const& module, Declaration const& each) {
        auto const properties = types_.properties_of({&module, &each});
        if (!properties || properties->empty()) {
            return;
        }
        Record made{each.name, {}, {}, each.place};
        for (auto const& property : *properties) {
            auto [type, nullable] = without(types_.read(property.type), {"null", "undefined"});
            made.fields.push_back(
                {property.name, std::move(type), nullable || property.optional, property.place});
        }
        result_.records.push_back(std::move(made));
    }

    Modules modules_;
    Effort effort_;
    Values values_{modules_, effort_};
    Types types_{values_, effort_};
    Definitions result_;
    DrizzleReader drizzle_{values_, result_};
    TypeOrmReader typeorm_{values_, types_, result_};
    std::set<char const*> with_types_;  // where the objects and arrays stand
    std::set<std::string, std::less<>> bases_;
};

}  // namespace

Definitions read_typescript(std::span<SourceFile const> files) {
    return TypeScriptReader(files).read();
}

}  // namespace lockstep::code
