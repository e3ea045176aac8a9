#pragma once

#include "code/typescript_types.hpp"

namespace lockstep::code::typescript {

/// Reads TypeORM's entities into `result`, as code/typescript.hpp says.
class TypeOrmReader {
public:
    TypeOrmReader(Values const& values, Types const& types, Definitions& result)
        : values_(&values), types_(&types), result_(&result) {}

    void read(Module const& module, Declaration const& of_class);
    /// What is only known when all is read: which classes are bases, and what their enums are
    /// called in the database.
    void finish();

private:
    /// A class whose columns are read for a record, how their names begin, and how deep its bases
    /// and embedded classes are.
    struct Part {
        Module const* module = nullptr;
        Declaration const* of_class = nullptr;
        std::string prefix;
    };
    /// A decorator of a property, and what it is given.
    struct Call {
        std::string name;
        Value first;    // what is no object: a type's name, or a function
        Value options;  // the object
    };

    Call call_of(Module const& module, Node decorator) const;
    std::optional<Call> decorated(Module const& module, std::vector<Node> const& decorators,
                                  std::string_view name) const;
    std::string table_of(Module const& module, Declaration const& of_class,
                         Call const& entity) const;
    std::optional<std::string> option(Call const& call, std::string_view name) const;
    std::optional<bool> flag(Call const& call, std::string_view name) const;

    void add_columns(Record& to, Part const& part);
    void add_base(Record& to, Part const& part);
    void add_property(Record& to, Part const& part, Node property);
    void add_column(Record& to, Part const& part, Node property, Call const& call);
    void add_embedded(Record& to, Part const& part, Node property, Call const& call);
    void add_relation(Record& to, Part const& part, Node property,
                      std::vector<Node> const& decorators, Call const& relation);
    void add_reference(Record& to, Part const& part, Node property, Call const& relation);
    void put(Record& to, Field field);

    Type type_of(Module const& module, Node property, Call const& call, std::string_view usual);
    std::string named_type(Call const& call) const;
    Type enum_of(Type type, Call const& call);
    std::string reflected_type(Module const& module, Node property) const;
    static Node base_written(Part const& part);
    Part class_named(Module const& module, Node name) const;
    std::string root_of(Part part) const;
    void add_to_root(std::string const& root, std::vector<Field> const& fields);
    std::vector<Call> columns_of(Call const& join) const;
    /// The class that `() => User` names.
    Part class_of(Value function) const;
    std::string key_of(Part const& part) const;

    Values const* values_;
    Types const* types_;
    Definitions* result_;
    std::set<std::string, std::less<>> bases_;
    std::map<std::string, std::string, std::less<>> enum_names_;  // class → of the database
    // Of each @ChildEntity: the entity whose table it is kept in, and its columns.
    std::vector<std::pair<std::string, std::vector<Field>>> children_;
};

}  // namespace lockstep::code::typescript
