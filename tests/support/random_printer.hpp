#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/random_schema.hpp"

namespace lockstep::tests {

/// A type that columns and arguments may have, and values of it, as SQL.
struct RandomType {
    std::string sql;
    std::vector<std::string> values;
    bool is_text = false;
    bool is_number = false;
};

/// A column that a table or view shows.
struct RandomColumn {
    std::string name;  // quoted
    RandomType type;
    unsigned id = 0;
};

/// Draws the attributes of things, and collects statements.
class RandomPrinter {
public:
    explicit RandomPrinter(RandomSchema const& schema, std::vector<Draw>* draws)
        : schema_(schema), draws_(draws) {}

    int major() const { return schema_.server_version / 10000; }

    /// A number below `choices`.
    unsigned draw(Thing const& thing, std::string_view attribute, unsigned choices);
    /// True once in `often` times.
    bool chance(Thing const& thing, std::string_view attribute, unsigned often);
    /// One of those things; it stays the same when others come or go. Null when there are none.
    Thing const* pick(Thing const& thing, std::string_view attribute,
                      std::vector<Thing const*> const& among);
    template <typename T>
    T const& of(Thing const& thing, std::string_view attribute, std::vector<T> const& choices) {
        return choices[draw(thing, attribute, static_cast<unsigned>(choices.size()))];
    }

    /// Things of that kind that come before `limit` (all where it is null).
    std::vector<Thing const*> all(std::string_view kind, Thing const* limit = nullptr) const;
    std::vector<Thing const*> parts(std::string_view kind, Thing const& whole) const;
    Thing const* find(unsigned id) const;

    /// Its own name, quoted, and the same with its namespace's.
    std::string name(Thing const& thing);
    std::string qualified(Thing const& thing);
    std::string name_in(Thing const& thing, std::string_view attribute);  // of something inside it

    RandomType type(Thing const& thing, std::string_view attribute);
    std::string value(Thing const& thing, std::string_view attribute, RandomType const& type);

    void say(std::string statement) { statements.push_back(std::move(statement)); }
    /// Comment and owner, as drawn.
    void say_comment(Thing const& thing, std::string const& sql_name, std::string const& identity);
    void say_owner(Thing const& thing, std::string const& sql_name, std::string const& identity);

    std::vector<std::string> statements;

private:
    std::uint64_t raw(Thing const& thing, std::string_view attribute, unsigned choices);

    RandomSchema const& schema_;
    std::vector<Draw>* draws_;
};

std::string quoted(std::string_view name);
std::string literal_of(std::string_view text);
std::string joined(std::vector<std::string> const& parts, std::string_view separator = ", ");
/// A name or label: plain, or one that wants quoting.
std::string hostile_name(std::uint64_t choice, unsigned id);
std::uint64_t mixed(std::uint64_t seed, std::string_view text);

/// The columns that a table (its parents' too) or a view shows.
std::vector<RandomColumn> columns_of(RandomPrinter& printer, Thing const& relation);
/// A truth value over one of the columns.
std::string condition(RandomPrinter& printer, Thing const& thing, std::string_view attribute,
                      std::vector<RandomColumn> const& columns);
/// A text over one of the columns, by an immutable expression where that can be.
std::string text_expression(RandomPrinter& printer, Thing const& thing, std::string_view attribute,
                            std::vector<RandomColumn> const& columns);
/// One of the roles, quoted.
std::string random_role(RandomPrinter& printer, Thing const& thing, std::string_view attribute);

/// How things of a kind are made and counted.
struct RandomKind {
    std::string_view name;
    std::string_view whole;  // the kinds that it may be part of, separated by spaces
    unsigned most;           // at most so many in a schema
    void (*print)(RandomPrinter&, Thing const&);
};

/// In the order in which they are made.
std::vector<RandomKind> const& random_kinds();

std::vector<RandomKind> random_type_kinds();
std::vector<RandomKind> random_routine_kinds();
RandomKind random_rows_function();
std::vector<RandomKind> random_table_kinds();
std::vector<RandomKind> random_index_kinds();
std::vector<RandomKind> random_view_kinds();
std::vector<RandomKind> random_other_kinds();
std::vector<RandomKind> random_rare_kinds();

}  // namespace lockstep::tests
