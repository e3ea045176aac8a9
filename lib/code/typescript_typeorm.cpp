#include "code/typescript_typeorm.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "base/text.hpp"
#include "code/typescript_literals.hpp"
#include "code/typescript_typeorm_names.hpp"

namespace lockstep::code::typescript {

namespace {

/// A decorator that makes a column, its type where none is said, and whether it may be NULL.
struct ColumnKind {
    std::string_view decorator;
    std::string_view type;  // empty: by the property's type
    bool nullable = false;
};
constexpr auto column_kinds = std::to_array<ColumnKind>({
    {"Column", ""},
    {"PrimaryColumn", ""},
    {"PrimaryGeneratedColumn", "integer"},
    {"CreateDateColumn", "timestamp"},
    {"UpdateDateColumn", "timestamp"},
    {"DeleteDateColumn", "timestamp", true},
    {"VersionColumn", "integer"},
});
ColumnKind const* kind_of(std::string_view decorator) {
    auto const found =
        std::find_if(column_kinds.begin(), column_kinds.end(),
                     [&](ColumnKind const& each) { return each.decorator == decorator; });
    return found == column_kinds.end() ? nullptr : &*found;
}

bool is_relation(std::string_view decorator) {
    return decorator == "ManyToOne" || decorator == "OneToOne" || decorator == "OneToMany" ||
           decorator == "ManyToMany";
}

std::vector<Node> decorators_of(Node property) {
    auto all = property.children();
    std::erase_if(all, [](Node const& each) { return !each.is("decorator"); });
    return all;
}

std::string name_of_property(Node property) {
    auto const name = property.field("name");
    return string_value(name).value_or(std::string(name.text()));
}

}  // namespace

void TypeOrmReader::read(Module const& module, Declaration const& of_class) {
    auto const entity = decorated(module, of_class.decorators, "Entity");
    Record made{
        of_class.name, entity ? table_of(module, of_class, *entity) : "", {}, of_class.place};
    made.terms = Terms::typeorm;
    auto const problems = result_->problems.size();
    add_columns(made, {&module, &of_class, ""});
    if (auto const parent = decorated(module, of_class.decorators, "TableInheritance")) {
        auto const column = parent->options ? values_->entry(parent->options, "column") : Value{};
        Call const call{"Column", {}, values_->resolve(column)};
        put(made, {option(call, "name").value_or("type"),
                   {option(call, "type").value_or("varchar")},
                   false,
                   of_class.place});
    }
    if (decorated(module, of_class.decorators, "ChildEntity")) {
        children_.emplace_back(root_of({&module, &of_class, ""}), std::move(made.fields));
        return;
    }
    if (!entity) {  // told where an entity inherits it
        result_->problems.resize(problems);
    }
    if (entity || !made.fields.empty()) {
        result_->records.push_back(std::move(made));
    }
}

/// The entity whose table a @ChildEntity is kept in.
std::string TypeOrmReader::root_of(Part part) const {
    constexpr int longest = 50;
    for (int i = 0; i < longest && part.of_class != nullptr; ++i) {
        if (decorated(*part.module, part.of_class->decorators, "Entity")) {
            return part.of_class->name;
        }
        part = class_named(*part.module, base_written(part));
    }
    return {};
}

void TypeOrmReader::finish() {
    for (auto& record : result_->records) {
        record.is_base =
            record.is_base || (record.terms == Terms::typeorm && bases_.contains(record.name));
    }
    // A class of columns that is no table, and that no table inherits, is embedded.
    std::erase_if(result_->records, [](Record const& record) {
        return record.terms == Terms::typeorm && record.table.empty() && !record.is_base;
    });
    for (auto& each : result_->enums) {
        if (auto const name = enum_names_.find(each.name); name != enum_names_.end()) {
            each.type = name->second;
            each.in_any_space = true;
        }
    }
    for (auto const& [root, fields] : children_) {
        add_to_root(root, fields);
    }
}

/// Rows of the other entities in the table have none of these columns.
void TypeOrmReader::add_to_root(std::string const& root, std::vector<Field> const& fields) {
    for (auto& record : result_->records) {
        if (record.terms != Terms::typeorm || record.name != root) {
            continue;
        }
        for (auto field : fields) {
            bool const is_there =
                std::any_of(record.fields.begin(), record.fields.end(),
                            [&](Field const& other) { return other.name == field.name; });
            if (!is_there) {
                field.nullable = true;
                put(record, std::move(field));
            }
        }
    }
}

// --- Decorators

TypeOrmReader::Call TypeOrmReader::call_of(Module const& module, Node decorator) const {
    auto const children = decorator.children();
    auto const what = children.empty() ? Node() : children.front();
    if (!what.is("call_expression")) {
        return {values_->modules().original_name(module, last_name(what)), {}, {}};
    }
    Call call{values_->called({&module, what}), {}, {}};
    for (auto const& argument : arguments(what)) {
        auto const value = values_->resolve({&module, argument});
        if (value.node.is("object")) {
            call.options = value;
        } else if (!call.first) {
            call.first = {&module, argument};
        }
    }
    return call;
}

std::optional<TypeOrmReader::Call> TypeOrmReader::decorated(Module const& module,
                                                            std::vector<Node> const& decorators,
                                                            std::string_view name) const {
    for (auto const& each : decorators) {
        auto call = call_of(module, each);
        if (call.name == name) {
            return call;
        }
    }
    return std::nullopt;
}

std::optional<std::string> TypeOrmReader::option(Call const& call, std::string_view name) const {
    return call.options ? values_->text(values_->entry(call.options, name)) : std::nullopt;
}

std::optional<bool> TypeOrmReader::flag(Call const& call, std::string_view name) const {
    auto const value =
        call.options ? values_->resolve(values_->entry(call.options, name)) : Value{};
    return value.node.is("true")    ? std::optional(true)
           : value.node.is("false") ? std::optional(false)
                                    : std::nullopt;
}

std::string TypeOrmReader::table_of(Module const& module, Declaration const& of_class,
                                    Call const& entity) const {
    auto const first = entity.first ? values_->text(entity.first) : option(entity, "name");
    if (entity.first && !first) {
        result_->problems.push_back(
            {of_class.place, "the name of this table is not known from these files"});
    }
    auto const space = option(entity, "schema");
    auto const name =
        first.value_or(snake_case(of_class.name == "default" ? module.stem : of_class.name));
    return space ? *space + "." + name : name;
}

// --- Columns

/// Those of the base come first; its own take their place.
void TypeOrmReader::add_columns(Record& to, Part const& part) {
    Effort::Step const step(values_->effort());
    if (!step) {
        return;
    }
    add_base(to, part);
    for (auto const& property : part.of_class->node.field("body").children()) {
        if (property.is("public_field_definition")) {
            add_property(to, part, property);
        }
    }
}

void TypeOrmReader::add_base(Record& to, Part const& part) {
    auto const written = base_written(part);
    auto base = class_named(*part.module, written);
    if (base.of_class != nullptr) {
        bases_.insert(base.of_class->name);
        base.prefix = part.prefix;
        add_columns(to, base);
        return;
    }
    // TypeORM's own has methods only.
    auto const name = values_->modules().original_name(*part.module, last_name(written));
    if (written && name != "BaseEntity") {
        result_->problems.push_back(
            {written.place(), fmt::format("what {} inherits is not known from these files",
                                          printable(part.of_class->name))});
    }
}

/// What stands behind `extends`.
Node TypeOrmReader::base_written(Part const& part) {
    return part.of_class->node.child("class_heritage").child("extends_clause").field("value");
}

TypeOrmReader::Part TypeOrmReader::class_named(Module const& module, Node name) const {
    auto const meaning =
        name ? values_->modules().find(module, name.text(), Space::values) : Meaning{};
    bool const is_class =
        meaning.declaration != nullptr && meaning.declaration->kind == Kind::of_class;
    return is_class ? Part{meaning.module, meaning.declaration, ""} : Part{};
}

void TypeOrmReader::add_property(Record& to, Part const& part, Node property) {
    auto const decorators = decorators_of(property);
    for (auto const& decorator : decorators) {
        auto const call = call_of(*part.module, decorator);
        bool const is_embedded = call.name == "Column" && call.first.node.is("arrow_function") &&
                                 class_of(call.first).of_class != nullptr;
        if (is_embedded) {
            add_embedded(to, part, property, call);
        } else if (kind_of(call.name) != nullptr) {
            add_column(to, part, property, call);
        } else if (is_relation(call.name)) {
            add_reference(to, part, property, call);
            if (call.name == "ManyToOne" || call.name == "OneToOne") {
                add_relation(to, part, property, decorators, call);
            }
        }
    }
}

/// `() => User`, `'User'`
void TypeOrmReader::add_reference(Record& to, Part const& part, Node property,
                                  Call const& relation) {
    auto const node = relation.first.node;
    auto const text = relation.first ? values_->text(relation.first) : std::nullopt;
    auto const written = node.is("arrow_function") ? returned(node) : Node();
    auto const target = class_of(relation.first);
    auto name = text.value_or(std::string(written.is("identifier") ? written.text() : ""));
    if (target.of_class != nullptr) {
        // What is kept in the table of another entity is a part of that.
        bool const is_child =
            decorated(*target.module, target.of_class->decorators, "ChildEntity").has_value();
        name = is_child ? root_of(target) : target.of_class->name;
    } else if (name.empty() || part.module->imports.contains(name)) {
        return;
    }
    to.references.push_back({name_of_property(property), name, {}, {}, node.place()});
}

void TypeOrmReader::add_column(Record& to, Part const& part, Node property, Call const& call) {
    auto const name = option(call, "name").value_or(name_of_property(property));
    auto type = type_of(*part.module, property, call, kind_of(call.name)->type);
    if (flag(call, "array").value_or(false)) {
        type = {"Array", {std::move(type)}};
    }
    bool const nullable = flag(call, "nullable").value_or(kind_of(call.name)->nullable);
    put(to, {embedded_name(part.prefix, name), std::move(type), nullable,
             property.field("name").place()});
}

void TypeOrmReader::put(Record& to, Field field) {
    values_->effort().spend(1 + to.fields.size() / 64);
    auto const same = std::find_if(to.fields.begin(), to.fields.end(),
                                   [&](Field const& other) { return other.name == field.name; });
    bool const is_relation = field.type.name == "?";
    if (same == to.fields.end()) {
        to.fields.push_back(std::move(field));
    } else if (!is_relation) {
        *same = std::move(field);
    }
}

/// `@Column(() => Name) name: Name` has the columns of Name.
void TypeOrmReader::add_embedded(Record& to, Part const& part, Node property, Call const& call) {
    auto const prefix = flag(call, "prefix") == false
                            ? ""
                            : option(call, "prefix").value_or(name_of_property(property));
    auto inner = class_of(call.first);
    inner.prefix = part.prefix.empty() ? prefix
                   : prefix.empty()    ? part.prefix
                                       : part.prefix + "_" + prefix;
    add_columns(to, inner);
}

/// A relation has a column where it is @ManyToOne, or says @JoinColumn; a @Column of the same name
/// says more of it.
void TypeOrmReader::add_relation(Record& to, Part const& part, Node property,
                                 std::vector<Node> const& decorators, Call const& relation) {
    auto const join = decorated(*part.module, decorators, "JoinColumn");
    if (!join && relation.name != "ManyToOne") {
        return;
    }
    bool const is_key = decorated(*part.module, decorators, "PrimaryColumn").has_value() ||
                        flag(relation, "primary").value_or(false);
    bool const nullable = !is_key && flag(relation, "nullable").value_or(true);
    for (auto const& column : join ? columns_of(*join) : std::vector{Call{}}) {
        auto const referenced = option(column, "referencedColumnName");
        auto const key = referenced.value_or(key_of(class_of(relation.first)));
        auto const name =
            option(column, "name").value_or(camel_case(name_of_property(property) + "_" + key));
        put(to,
            {embedded_name(part.prefix, name), {"?"}, nullable, property.field("name").place()});
    }
}

/// `@JoinColumn({…})`, and `@JoinColumn([{…}, {…}])` where the key has several.
std::vector<TypeOrmReader::Call> TypeOrmReader::columns_of(Call const& join) const {
    auto const list = join.first ? values_->resolve(join.first) : Value{};
    std::vector<Call> all;
    for (auto const& each : list.node.is("array") ? list.node.children() : std::vector<Node>{}) {
        all.push_back({join.name, {}, {list.module, each}});
    }
    return all.empty() ? std::vector{join} : all;
}

TypeOrmReader::Part TypeOrmReader::class_of(Value function) const {
    return function.node.is("arrow_function")
               ? class_named(*function.module, returned(function.node))
               : Part{};
}

/// The property that is a class's key; "id" where it is not known.
std::string TypeOrmReader::key_of(Part const& part) const {
    Effort::Step const step(values_->effort());
    if (part.of_class == nullptr || !step) {
        return "id";
    }
    for (auto const& property : part.of_class->node.field("body").children()) {
        auto const decorators = decorators_of(property);
        for (auto const* const kind : {"PrimaryGeneratedColumn", "PrimaryColumn"}) {
            if (decorated(*part.module, decorators, kind)) {
                return name_of_property(property);
            }
        }
    }
    auto const base = class_named(*part.module, base_written(part));
    return base.of_class == nullptr ? "id" : key_of(base);
}

}  // namespace lockstep::code::typescript
