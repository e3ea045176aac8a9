#pragma once

#include "code/typescript_values.hpp"

namespace lockstep::code::typescript {

/// Reads Drizzle's tables and enums into `result`, as code/typescript.hpp says.
class DrizzleReader {
public:
    DrizzleReader(Values const& values, Definitions& result) : values_(&values), result_(&result) {}

    /// False where the constant is neither.
    bool read(Module const& module, Declaration const& constant);
    /// What is only known when all is read: what the columns are called that others refer to.
    void finish();

private:
    /// `pgTable`, `sqliteTable`, `pgEnum`, or `table` and `enum` of a pgSchema.
    struct Maker {
        std::string name;
        std::string space;  // the namespace
        Value naming{};     // of pgTableCreator: what makes the table's name of the one given
    };
    struct Column {
        Type type;
        std::string name;  // empty: that of its key
        bool nullable = true;
        std::optional<Reference> reference{};
    };

    Maker maker_of(Value call) const;
    void read_enum(Declaration const& constant, Maker const& maker, Value call);
    void read_table(Declaration const& constant, Maker const& maker, Value call);
    std::optional<std::string> table_name(Maker const& maker, Value argument) const;
    void read_columns(Record& to, std::vector<std::string>& keys, Value columns);
    /// `primaryKey({ columns: [table.a, table.b] })`
    void read_key(Record& to, std::vector<std::string> const& keys, Value extra) const;

    std::optional<Column> column(Value value) const;
    std::optional<Column> base_column(Value call) const;
    Type type_of(Value call) const;
    /// `references(() => users.id)`
    std::optional<Reference> reference_of(Value call) const;
    /// What a call's function or `() => ({…})` gives.
    Value result_of(Value value) const;
    void report(TextPlace place, std::string message);

    Values const* values_;
    Definitions* result_;
    std::map<std::string, std::vector<std::string>> keys_;  // of each table's columns, in order
};

}  // namespace lockstep::code::typescript
