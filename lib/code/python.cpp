#include "code/python.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/core.h>

#include "base/text.hpp"
#include "code/effort.hpp"
#include "code/python_literals.hpp"
#include "code/python_modules.hpp"
#include "code/python_names.hpp"
#include "code/python_types.hpp"
#include "code/union_type.hpp"

namespace lockstep::code {

namespace {

using namespace python;

enum class Family { none, enumeration, record };

/// What makes a class that inherits from it one of a family; by the name that it has at home.
constexpr auto families = std::to_array<std::pair<std::string_view, Family>>({
    {"Enum", Family::enumeration},
    {"StrEnum", Family::enumeration},
    {"TypedDict", Family::record},
    {"NamedTuple", Family::record},
    {"BaseModel", Family::record},
    {"RootModel", Family::none},
    {"SQLModel", Family::record},
    {"DeclarativeBase", Family::record},
    {"MappedAsDataclass", Family::record},
});
constexpr auto record_decorators = std::to_array<std::string_view>(
    {"dataclass", "define", "frozen", "attrs", "mapped_as_dataclass"});
/// Annotations of what is no field.
constexpr auto no_fields = std::to_array<std::string_view>({"ClassVar", "InitVar", "KW_ONLY"});
/// What stands around a field's type and is no part of it.
constexpr auto wrappers = std::to_array<std::string_view>(
    {"Required", "NotRequired", "ReadOnly", "Mapped", "Final", "WriteOnlyMapped", "DynamicMapped"});
constexpr auto relations = std::to_array<std::string_view>({"relationship", "Relationship"});

template <std::size_t size>
bool is_one_of(std::array<std::string_view, size> const& all, std::string_view name) {
    return std::find(all.begin(), all.end(), name) != all.end();
}

constexpr int deepest = 50;

class PythonReader {
public:
    explicit PythonReader(std::span<SourceFile const> files) : modules_(files), effort_(files) {}

    Definitions read() {
        for (auto const& module : modules_.all()) {
            for (auto const& place : module.tree->errors()) {
                result_.problems.push_back({place, "this does not follow Python's grammar"});
            }
            for (auto const& each : module.classes) {
                add(module, each);
            }
            for (auto const& [name, value] : module.values) {
                add_alias(module, name, value);
            }
        }
        for (auto& record : result_.records) {
            record.is_base = bases_.contains(record.name);
        }
        in_order_of_lines(result_.enums);
        if (effort_.is_spent()) {
            result_.problems.push_back(too_far);
        }
        return std::move(result_);
    }

private:
    template <typename T>
    static void in_order_of_lines(std::vector<T>& all) {
        std::stable_sort(all.begin(), all.end(), [](T const& a, T const& b) {
            return std::tie(a.place.file, a.place.line) < std::tie(b.place.file, b.place.line);
        });
    }

    void add(Module const& module, Class const& each) {
        switch (family_of(module, each, 0)) {
            case Family::enumeration:
                add_enum(module, each);
                break;
            case Family::record:
                add_record(module, each);
                break;
            case Family::none:
                break;
        }
    }

    // --- Which classes they are

    Family family_of(Module const& module, Class const& each, int depth) const {
        bool const is_decorated =
            std::any_of(each.decorators.begin(), each.decorators.end(), [&](auto const& name) {
                return is_one_of(record_decorators, modules_.original_name(module, name));
            });
        if (each.call || is_decorated || assigned(each.body, "__tablename__")) {
            return Family::record;
        }
        for (auto const& base : positional(each.arguments)) {
            auto const family = family_of_base(module, base, depth);
            if (family != Family::none) {
                return family;
            }
        }
        return Family::none;
    }

    Family family_of_base(Module const& module, Node base, int depth) const {
        auto const name = base_name(base);
        auto const meaning = modules_.find(module, name);
        if (meaning.of_class != nullptr && depth < deepest) {
            return family_of(*meaning.module, *meaning.of_class, depth + 1);
        }
        auto const at_home = modules_.original_name(module, name);
        for (auto const& [known, family] : families) {
            if (at_home == known) {
                return family;
            }
        }
        return Family::none;
    }

    /// `Base`, `module.Base`, `Base[T]`
    static std::string base_name(Node base) {
        return last_name(base.is("subscript") ? base.field("value") : base);
    }

    // --- Enums

    void add_enum(Module const& module, Class const& each) {
        Enum made{each.name, {}, {}, each.place};
        bool const lower = inherits(module, each, "StrEnum");
        for (auto const& statement : each.body.children()) {
            add_member(made, module, statement.child("assignment"), lower);
        }
        if (!made.members.empty()) {
            result_.enums.push_back(std::move(made));
        }
    }

    bool inherits(Module const& module, Class const& each, std::string_view wanted) const {
        auto const bases = positional(each.arguments);
        return std::any_of(bases.begin(), bases.end(), [&](Node const& base) {
            return modules_.original_name(module, base_name(base)) == wanted;
        });
    }

    void add_member(Enum& to, Module const& module, Node assignment, bool lower) const {
        auto const left = assignment.field("left");
        if (!left.is("identifier") || left.text().starts_with("_")) {
            return;
        }
        auto value = assignment.field("right");
        // `A = "a", "what it means"`
        if (value.is("expression_list") || value.is("tuple")) {
            auto const parts = value.children();
            value = parts.empty() ? Node() : parts.front();
        }
        auto text = constant(module, value);
        if (!text && lower && value.is("call") && last_name(value.field("function")) == "auto") {
            text = to_lower(left.text());
        }
        if (text) {
            to.members.push_back({std::string(left.text()), *text, left.place()});
        }
    }

    /// A string, or a name that stands for one.
    std::optional<std::string> constant(Module const& module, Node value) const {
        if (value.is("identifier")) {
            value = modules_.find(module, value.text()).value;
        }
        return string_value(value);
    }

    /// `ProjectStatus = Literal["active", "done"]` is an enum, too.
    void add_alias(Module const& module, std::string const& name, Node value) {
        auto const type = type_of(value);
        if (modules_.original_name(module, type.name) != "Literal" || type.of.empty()) {
            return;
        }
        Enum made{name, {}, {}, value.place(), true};
        for (auto const& each : type.of) {
            if (each.name.starts_with("'")) {
                auto const text = each.name.substr(1, each.name.size() - 2);
                made.members.push_back({text, text, value.place()});
            }
        }
        result_.enums.push_back(std::move(made));
    }

    // --- Records

    void add_record(Module const& module, Class const& each) {
        Record made{each.name, table_of(module, each), {}, each.place};
        add_fields(made, module, each, 0);
        result_.records.push_back(std::move(made));
    }

    std::string table_of(Module const& module, Class const& each) const {
        auto const name = constant(module, assigned(each.body, "__tablename__"));
        auto const space = space_of(assigned(each.body, "__table_args__"));
        return name && space ? *space + "." + *name : name.value_or("");
    }

    /// `__table_args__ = (…, {"schema": "sales"})`
    static std::optional<std::string> space_of(Node arguments) {
        auto const parts = arguments.children();
        auto const options = arguments.is("tuple") && !parts.empty() ? parts.back() : arguments;
        for (auto const& pair : options.children()) {
            if (pair.is("pair") && string_value(pair.field("key")) == "schema") {
                return string_value(pair.field("value"));
            }
        }
        return std::nullopt;
    }

    static Node assigned(Node body, std::string_view name) {
        for (auto const& statement : body.children()) {
            auto const assignment = statement.child("assignment");
            if (assignment.field("left").text() == name) {
                return assignment.field("right");
            }
        }
        return {};
    }

    /// Those of its bases come first; its own take their place.
    void add_fields(Record& to, Module const& module, Class const& each, int depth) {
        if (each.call) {
            add_functional_fields(to, module, each.call.field("arguments"));
            return;
        }
        auto const bases = positional(each.arguments);
        for (auto base = bases.rbegin(); base != bases.rend() && depth < deepest; ++base) {
            auto const meaning = modules_.find(module, base_name(*base));
            if (meaning.of_class != nullptr) {
                bases_.insert(meaning.of_class->name);
                add_fields(to, *meaning.module, *meaning.of_class, depth + 1);
            }
        }
        for (auto const& statement : each.body.children()) {
            add_field(to, module, statement.child("assignment"));
        }
    }

    void add_functional_fields(Record& to, Module const& module, Node arguments) {
        auto const parts = arguments.children();
        auto const dictionary = arguments.child("dictionary");
        for (auto const& pair : dictionary.children()) {
            if (auto const name = string_value(pair.field("key"))) {
                put(to, module, *name, pair.field("value"), pair.place());
            }
        }
        for (auto const& part : dictionary ? std::vector<Node>{} : parts) {
            if (part.is("keyword_argument") && part.field("name").text() != "total") {
                put(to, module, std::string(part.field("name").text()), part.field("value"),
                    part.place());
            }
        }
    }

    void add_field(Record& to, Module const& module, Node assignment) {
        auto const left = assignment.field("left");
        auto const annotation = assignment.field("type");
        auto const value = assignment.field("right");
        auto const called = value.is("call")
                                ? modules_.original_name(module, last_name(value.field("function")))
                                : std::string{};
        if (!left.is("identifier") || left.text().starts_with("__") ||
            left.text() == "model_config") {
            return;
        }
        if (is_one_of(relations, called)) {
            add_relationship(to, module, left, annotation, value);
            return;
        }
        if (!annotation) {
            return;
        }
        auto const arguments = value.field("arguments");
        auto const name = column_name(left, called, arguments);
        put(to, module, name, annotation, left.place());
        if (auto reference = foreign_key(name, value)) {
            to.references.push_back(std::move(*reference));
        }
        auto const nullable = keyword(arguments, "nullable");
        if (nullable && called == "mapped_column" && !to.fields.empty()) {
            to.fields.back().nullable = nullable.is("true");
        }
    }

    /// To a class of these files, or to one that none of them has.
    void add_relationship(Record& to, Module const& module, Node left, Node annotation, Node call) {
        auto const type = annotation ? type_of(annotation) : Type{"?"};
        auto reference = relationship(std::string(left.text()), type, call);
        if (!reference) {
            return;
        }
        auto const meaning = modules_.find(module, reference->record);
        if (meaning.of_class != nullptr) {
            reference->record = meaning.of_class->name;
            if (family_of(*meaning.module, *meaning.of_class, 0) != Family::record) {
                return;
            }
        } else if (module.imports.contains(reference->record)) {
            return;  // of a file that was not named
        }
        to.references.push_back(std::move(*reference));
    }

    /// `class_: str = Field(alias="class")`, `name: Mapped[str] = mapped_column("title")`
    static std::string column_name(Node left, std::string_view called, Node arguments) {
        std::string const name(left.text());
        auto const first = positional(arguments);
        if (called == "mapped_column" && !first.empty()) {
            return string_value(first.front()).value_or(name);
        }
        auto const alias = string_value(keyword(arguments, "alias"));
        return alias && name.ends_with('_') ? *alias : name;
    }

    void put(Record& to, Module const& module, std::string const& name, Node annotation,
             TextPlace place) {
        effort_.spend(1 + to.fields.size() / 16);
        if (effort_.is_spent()) {
            return;
        }
        auto const written = type_of(annotation);
        add_unknown_types(module, annotation, written);
        auto type = resolved(module, written, 0);
        while (is_one_of(wrappers, type.name) && type.of.size() == 1) {
            type = Type(type.of.front());
        }
        if (is_one_of(no_fields, type.name)) {
            return;
        }
        auto [inner, nullable] = without_none(std::move(type));
        Field field{name, std::move(inner), nullable, std::move(place)};
        std::erase_if(to.fields, [&](Field const& other) { return other.name == name; });
        to.fields.push_back(std::move(field));
    }

    // --- Types

    /// Those that a base has are told once.
    void add_unknown_types(Module const& module, Node annotation, Type const& type) {
        constexpr std::size_t most = 100;
        bool const is_new = looked_at_.insert(annotation.text().data()).second;
        if (!is_new || unknown_types_ >= most) {
            return;
        }
        for (auto& problem : unknown_types(modules_, module, annotation, type)) {
            result_.problems.push_back(std::move(problem));
            ++unknown_types_;
        }
    }

    /// With the names that things have at home, and with what aliases stand for.
    Type resolved(Module const& module, Type type, int depth) {
        Effort::Step const step(effort_);
        if (!step) {
            return {"?"};
        }
        for (auto& part : type.of) {
            part = resolved(module, std::move(part), depth);
        }
        if (type.name == "|") {
            return union_of(std::move(type.of));
        }
        auto const meaning = modules_.find(module, type.name);
        if (meaning.of_class != nullptr) {
            type.name = meaning.of_class->name;
        } else if (meaning.value && depth < deepest) {
            return of_alias(meaning, std::move(type), depth);
        } else if (meaning.module == nullptr) {
            type.name = modules_.original_name(module, type.name);
        }
        return type;
    }

    /// `UserId = NewType("UserId", str)`, `Json = dict[str, Any]`; what is an enum keeps its name.
    Type of_alias(Meaning const& meaning, Type type, int depth) {
        auto value = meaning.value;
        auto const called = value.is("call") ? last_name(value.field("function")) : std::string{};
        if (called == "NewType") {
            auto const arguments = positional(value.field("arguments"));
            value = arguments.size() == 2 ? arguments[1] : value;
        } else if (value.is("call")) {
            return type;  // TypeVar and the like
        }
        auto alias = type_of(value);
        return alias.name == "Literal" ? type
                                       : resolved(*meaning.module, std::move(alias), depth + 1);
    }

    Modules modules_;
    Effort effort_;
    std::set<std::string, std::less<>> bases_;
    std::set<char const*> looked_at_;  // annotations, by where they stand
    std::size_t unknown_types_ = 0;
    Definitions result_;
};

}  // namespace

Definitions read_python(std::span<SourceFile const> files) {
    return PythonReader(files).read();
}

}  // namespace lockstep::code
