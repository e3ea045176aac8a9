#include "code/typescript_drizzle.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "base/text.hpp"
#include "code/typescript_literals.hpp"
#include "code/typescript_options.hpp"

namespace lockstep::code::typescript {

namespace {

constexpr auto table_makers = std::to_array<std::pair<std::string_view, Terms>>({
    {"pgTable", Terms::drizzle_postgresql},
    {"table", Terms::drizzle_postgresql},  // of a pgSchema
    {"pgTableCreator", Terms::drizzle_postgresql},
    {"sqliteTable", Terms::sqlite},
    {"sqliteTableCreator", Terms::sqlite},
});
/// Methods and builders that take NULL away.
constexpr auto not_null = std::to_array<std::string_view>(
    {"notNull", "primaryKey", "generatedAlwaysAsIdentity", "generatedByDefaultAsIdentity", "serial",
     "bigserial", "smallserial"});

Terms const* terms_of(std::string_view maker) {
    auto const found = std::find_if(table_makers.begin(), table_makers.end(),
                                    [&](auto const& each) { return each.first == maker; });
    return found == table_makers.end() ? nullptr : &found->second;
}

bool takes_null_away(std::string_view name) {
    return std::find(not_null.begin(), not_null.end(), name) != not_null.end();
}

/// Of `f(…).g(…)` the call of f; nothing where it is not called on a call.
Node called_on(Node call) {
    auto const function = call.field("function");
    auto const object = without_wrapping(function.field("object"));
    return function.is("member_expression") && object.is("call_expression") ? object : Node();
}

std::string excerpt(Node node) {
    constexpr std::size_t most = 40;
    auto const line = node.text().substr(0, node.text().find('\n'));
    auto const text = printable(line.substr(0, most));
    return text.size() < node.text().size() ? text + "…" : text;
}

}  // namespace

bool DrizzleReader::read(Module const& module, Declaration const& constant) {
    auto call = without_wrapping(constant.node);
    // `pgTable(…).enableRLS()`
    for (auto inner = called_on(call); inner && maker_of({&module, call}).name.empty();
         inner = called_on(call)) {
        call = inner;
    }
    auto const maker = call.is("call_expression") ? maker_of({&module, call}) : Maker{};
    if (maker.name == "pgEnum") {
        read_enum(constant, maker, {&module, call});
    } else if (terms_of(maker.name) != nullptr) {
        read_table(constant, maker, {&module, call});
    }
    return !maker.name.empty();
}

DrizzleReader::Maker DrizzleReader::maker_of(Value call) const {
    auto const name = values_->called(call);
    auto const function = call.node.field("function");
    if (name == "table" || name == "enum") {
        auto const schema = values_->resolve({call.module, function.field("object")});
        auto const given = arguments(schema.node);
        if (!schema || values_->called(schema) != "pgSchema" || given.empty()) {
            return {};
        }
        auto const space = values_->text({schema.module, given.front()});
        return {name == "enum" ? "pgEnum" : name, space.value_or("?")};
    }
    if (name == "withRLS" && last_name(function.field("object")) == "pgTable") {
        return {"pgTable", {}};
    }
    if (name == "pgEnum" || name == "pgTable" || name == "sqliteTable") {
        return {name, {}};
    }
    auto const creator = function.is("identifier") || function.is("member_expression")
                             ? values_->resolve({call.module, function})
                             : Value{};
    auto const made_by = creator.node.is("call_expression") ? values_->called(creator) : "";
    auto const given = arguments(creator.node);
    return made_by.ends_with("TableCreator") && terms_of(made_by) != nullptr && !given.empty()
               ? Maker{made_by, {}, {creator.module, given.front()}}
               : Maker{};
}

// --- Enums

/// `pgEnum('mood', ['good', 'bad'])`, `pgEnum('mood', moods)`, `pgEnum('mood', Mood)`
void DrizzleReader::read_enum(Declaration const& constant, Maker const& maker, Value call) {
    auto const given = arguments(call.node);
    auto const name = given.empty() ? std::nullopt : values_->text({call.module, given.front()});
    auto const texts = given.size() < 2 ? std::nullopt : values_->texts({call.module, given[1]});
    if (!name || !texts) {
        report(constant.place,
               "the name or the values of this enum are not known from these files");
        return;
    }
    Enum made{
        constant.name, maker.space.empty() ? *name : maker.space + "." + *name, {}, constant.place};
    for (auto const& text : *texts) {
        made.members.push_back({text, text, given[1].place()});
    }
    result_->enums.push_back(std::move(made));
}

// --- Tables

void DrizzleReader::read_table(Declaration const& constant, Maker const& maker, Value call) {
    auto const given = arguments(call.node);
    auto const name =
        given.empty() ? std::nullopt : table_name(maker, {call.module, given.front()});
    if (!name || given.size() < 2) {
        report(constant.place, "the name of this table is not known from these files");
        return;
    }
    Record made{
        constant.name, maker.space.empty() ? *name : maker.space + "." + *name, {}, constant.place};
    made.terms = *terms_of(maker.name);
    std::vector<std::string> keys;
    read_columns(made, keys, result_of({call.module, given[1]}));
    if (given.size() > 2 && made.terms == Terms::drizzle_postgresql) {
        read_key(made, keys, result_of({call.module, given[2]}));
    }
    keys_[made.name] = std::move(keys);
    result_->records.push_back(std::move(made));
}

void DrizzleReader::finish() {
    for (auto& record : result_->records) {
        for (auto& reference : record.references) {
            auto const keys = keys_.find(reference.record);
            auto const* const target = result_->find_record(reference.record);
            if (keys == keys_.end() || target == nullptr) {
                continue;
            }
            auto const found =
                std::find(keys->second.begin(), keys->second.end(), reference.other_field);
            auto const index = static_cast<std::size_t>(found - keys->second.begin());
            if (index < target->fields.size()) {
                reference.other_field = target->fields[index].name;
            }
        }
    }
}

/// With pgTableCreator((name) => `app_${name}`) it is the given one in the template.
std::optional<std::string> DrizzleReader::table_name(Maker const& maker, Value argument) const {
    auto const given = values_->text(argument);
    if (!maker.naming || !given) {
        return given;
    }
    auto const function = values_->resolve(maker.naming);
    auto const parameters = function.node.field("parameters").children();
    auto const parameter = function.node.field("parameter")
                               ? function.node.field("parameter").text()
                           : parameters.empty() ? std::string_view{}
                                                : parameters.front().field("pattern").text();
    auto const made = returned(function.node);
    if (!made.is("template_string")) {
        return made.text() == parameter ? given : std::nullopt;
    }
    std::string name;
    for (auto const& part : made.children()) {
        auto const inner = part.children();
        auto const piece = !part.is("template_substitution") ? std::optional(fragment_text(part))
                           : inner.empty()                   ? std::nullopt
                           : inner.front().text() == parameter
                               ? given
                               : values_->text({function.module, inner.front()});
        if (!piece) {
            return std::nullopt;
        }
        name += *piece;
    }
    return name;
}

void DrizzleReader::read_columns(Record& to, std::vector<std::string>& keys, Value columns) {
    std::vector<Value> unknown;
    for (auto const& entry : values_->entries(columns, &unknown)) {
        auto made = column(entry.value);
        if (!made) {
            unknown.push_back(entry.value);
            continue;
        }
        keys.push_back(entry.name);
        auto name = made->name.empty() ? entry.name : std::move(made->name);
        if (made->reference) {
            made->reference->field = name;
            to.references.push_back(std::move(*made->reference));
        }
        to.fields.push_back({std::move(name), std::move(made->type), made->nullable, entry.place});
    }
    if (!columns.node.is("object")) {
        report(to.place, "the columns of this table are not known from these files");
    }
    for (auto const& each : unknown) {
        report(each.node.place(),
               fmt::format("{} is no column that is known from these files", excerpt(each.node)));
    }
}

void DrizzleReader::read_key(Record& to, std::vector<std::string> const& keys, Value extra) const {
    std::vector<Value> parts;
    for (auto const& each : extra.node.is("array") ? extra.node.children() : std::vector<Node>{}) {
        parts.push_back({extra.module, each});
    }
    for (auto const& each : values_->entries(extra)) {
        parts.push_back(each.value);
    }
    for (auto const& part : parts) {
        if (!part.node.is("call_expression") || values_->called(part) != "primaryKey") {
            continue;
        }
        auto columns = arguments(part.node);
        if (!columns.empty() && columns.front().is("object")) {
            auto const named = values_->entry({part.module, columns.front()}, "columns");
            columns = named.node.children();
        }
        for (auto const& column : columns) {
            auto const found = std::find(keys.begin(), keys.end(), last_name(column));
            if (found != keys.end()) {
                to.fields[static_cast<std::size_t>(found - keys.begin())].nullable = false;
            }
        }
    }
}

Value DrizzleReader::result_of(Value value) const {
    auto const found = values_->resolve(value);
    bool const is_function = found.node.is("arrow_function") ||
                             found.node.is("function_expression") ||
                             found.node.is("function_declaration");
    return is_function ? values_->resolve({found.module, returned(found.node)}) : found;
}

// --- Columns

/// `varchar('name', { length: 80 }).notNull().array()`, also by way of a constant or a function.
std::optional<DrizzleReader::Column> DrizzleReader::column(Value value) const {
    Effort::Step const step(values_->effort());
    auto const [module, outermost] = step ? values_->resolve(value) : Value{};
    if (!outermost.is("call_expression")) {
        return std::nullopt;
    }
    auto base = outermost;
    bool nullable = true;
    int arrays = 0;
    std::optional<Reference> reference;
    for (auto inner = called_on(base); inner; inner = called_on(base)) {
        auto const method = base.field("function").field("property").text();
        nullable = nullable && !takes_null_away(method);
        arrays += method == "array" ? 1 : 0;
        if (method == "references") {
            reference = reference_of({module, base});
        }
        base = inner;
    }
    auto made = base_column({module, base});
    constexpr int most_dimensions = 6;  // as PostgreSQL
    for (arrays = std::min(arrays, most_dimensions); made && arrays > 0; --arrays) {
        made->type = {"Array", {std::move(made->type)}};
    }
    if (made) {
        made->nullable = made->nullable && nullable;
        made->reference = std::move(reference);
    }
    return made;
}

std::optional<Reference> DrizzleReader::reference_of(Value call) const {
    auto const given = arguments(call.node);
    auto const column = given.empty() ? Node() : returned(without_wrapping(given.front()));
    auto const table = column.field("object");
    if (!column.is("member_expression") || !table.is("identifier")) {
        return std::nullopt;
    }
    auto const& modules = values_->modules();
    auto const meaning = modules.find(*call.module, table.text(), Space::values);
    bool const is_elsewhere =
        meaning.declaration == nullptr && call.module->imports.contains(table.text());
    if (is_elsewhere) {
        return std::nullopt;
    }
    std::string const name(meaning.declaration == nullptr ? table.text()
                                                          : meaning.declaration->name);
    return Reference{{}, name, {}, std::string(column.field("property").text()), column.place()};
}

std::optional<DrizzleReader::Column> DrizzleReader::base_column(Value call) const {
    auto const resolved = values_->resolve(call);
    if (resolved.node && resolved.node.text().data() != call.node.text().data()) {
        return column(resolved);  // what a function of these files returns
    }
    Column made{type_of(call), {}, true};
    made.nullable = !takes_null_away(made.type.name);
    auto const given = arguments(call.node);
    if (!given.empty() && !given.front().is("object")) {
        auto const name = values_->text({call.module, given.front()});
        if (!name) {
            return std::nullopt;
        }
        made.name = *name;
    }
    return made.type.name.empty() ? std::nullopt : std::optional(std::move(made));
}

Type DrizzleReader::type_of(Value call) const {
    auto const function = call.node.field("function");
    auto const meaning = values_->modules().find(*call.module, function.text(), Space::values);
    auto const made_by = meaning.declaration == nullptr
                             ? Value{}
                             : values_->resolve({meaning.module, meaning.declaration->node});
    if (!made_by.node.is("call_expression")) {
        Type type{values_->called(call)};
        for (auto const& argument : arguments(call.node)) {
            auto options = options_of(*values_, {call.module, argument});
            type.of.insert(type.of.end(), options.begin(), options.end());
        }
        return type;
    }
    if (values_->called(made_by) == "customType") {
        for (auto const& part : arguments(made_by.node).empty()
                                    ? std::vector<Node>{}
                                    : arguments(made_by.node).front().children()) {
            auto const name = part.is("pair") ? part.field("key") : part.field("name");
            auto const text = values_->text(
                {made_by.module, returned(part.is("pair") ? part.field("value") : part)});
            if (name.text() == "dataType" && text) {
                return {"customType", {{"'" + *text + "'"}}};
            }
        }
    }
    return {meaning.declaration->name};
}

void DrizzleReader::report(TextPlace place, std::string message) {
    result_->problems.push_back({std::move(place), std::move(message)});
}

}  // namespace lockstep::code::typescript
