#include "schema/kinds/sequence.hpp"

#include "base/hash.hpp"
#include "schema/kinds/alter.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace lockstep::schema {

SequenceLimits limits_of(std::string_view type_name) {
    if (type_name == "smallint") {
        return {"-32768", "32767"};
    }
    return type_name == "integer" ? SequenceLimits{"-2147483648", "2147483647"}
                                  : SequenceLimits{"-9223372036854775808", "9223372036854775807"};
}

namespace {

long long to_number(std::string_view text) {
    long long value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// `said` gives the value of each setting, empty for the default.
template <typename Said>
SequenceSettings settings(std::string_view type, Said const& said) {
    auto const or_else = [](std::string_view value, std::string_view standard) {
        return std::string(value.empty() ? standard : value);
    };
    SequenceSettings result;
    result.type = or_else(type, "bigint");
    result.increment = or_else(said("increment"), "1");
    auto const limits = limits_of(result.type);
    bool const up = result.is_ascending();
    result.min = or_else(said("min"), up ? std::string_view{"1"} : limits.min);
    result.max = or_else(said("max"), up ? limits.max : std::string_view{"-1"});
    result.start = or_else(said("start"), up ? result.min : result.max);
    result.cache = or_else(said("cache"), "1");
    result.has_min = !said("min").empty();
    result.has_max = !said("max").empty();
    return result;
}

/// As identity_sequence says it.
std::string_view identity_word(std::string_view setting) {
    constexpr auto words = std::to_array<std::pair<std::string_view, std::string_view>>({
        {"start", "START WITH "},
        {"increment", "INCREMENT BY "},
        {"min", "MINVALUE "},
        {"max", "MAXVALUE "},
        {"cache", "CACHE "},
    });
    auto const at = std::find_if(words.begin(), words.end(),
                                 [&](auto const& word) { return word.first == setting; });
    return at->second;
}

}  // namespace

SequenceSettings settings_of_sequence(Object const& sequence) {
    auto result =
        settings(sequence["type"], [&](std::string_view setting) { return sequence[setting]; });
    result.cycle = sequence.is("cycle");
    return result;
}

SequenceSettings settings_of_identity(Object const& column) {
    auto const items = column.list("identity_sequence").items();
    auto const said = [&](std::string_view setting) {
        auto const word = identity_word(setting);
        for (auto const item : items) {
            if (item.starts_with(word)) {
                return item.substr(word.size());
            }
        }
        return std::string_view{};
    };
    auto result = settings(column["type"], said);
    result.cycle = std::find(items.begin(), items.end(), "CYCLE") != items.end();
    return result;
}

namespace {

bool is_narrower(SequenceSettings const& before, SequenceSettings const& after) {
    return to_number(after.min) > to_number(before.min) ||
           to_number(after.max) < to_number(before.max);
}

/// Have the ranges no value in common?
bool is_elsewhere(SequenceSettings const& before, SequenceSettings const& after) {
    return to_number(after.min) > to_number(before.max) ||
           to_number(after.max) < to_number(before.min);
}

}  // namespace

Sql settings_clauses(SequenceSettings const& before, SequenceSettings const& after,
                     Sql const& lead) {
    Sql clauses;
    auto const add_if = [&](bool condition, Sql const& text) {
        clauses += condition ? sql("{} {}", lead, text) : Sql();
    };
    // A new type moves limits that were its own.
    bool const retyped = before.type != after.type;
    add_if(before.increment != after.increment, sql("INCREMENT BY {}", raw(after.increment)));
    add_if(retyped || before.min != after.min,
           after.has_min ? sql("MINVALUE {}", raw(after.min)) : sql("NO MINVALUE"));
    add_if(retyped || before.max != after.max,
           after.has_max ? sql("MAXVALUE {}", raw(after.max)) : sql("NO MAXVALUE"));
    add_if(before.start != after.start, sql("START WITH {}", raw(after.start)));
    add_if(before.cache != after.cache, sql("CACHE {}", raw(after.cache)));
    add_if(before.cycle != after.cycle, after.cycle ? sql("CYCLE") : sql("NO CYCLE"));
    // Where no value can be kept, it starts anew.
    return clauses + clause_if(is_elsewhere(before, after), sql("RESTART"));
}

Statements move_into_range(Sql const& sequence, SequenceSettings const& before,
                           SequenceSettings const& after) {
    if (!is_narrower(before, after) || is_elsewhere(before, after)) {
        return {};
    }
    auto const min = raw(after.min);
    auto const max = raw(after.max);
    return {
        sql("SELECT pg_catalog.setval({}, least(greatest(last_value, {}), {}), last_value > {}) "
            "FROM {} WHERE last_value NOT BETWEEN {} AND {}",
            literal(sequence.text()), min, max, max, sequence, min, max)};
}

namespace {

/// A setting of the session that holds the position of the sequence that a column loses.
Sql position_of(Object const& column) {
    auto const name =
        std::string("lockstep.position_") + to_hex(sha256(column.id.names.packed())).substr(0, 16);
    return literal(name);
}

}  // namespace

Sql keep_position(Sql const& sequence, Object const& column) {
    return sql(
        "SELECT pg_catalog.set_config({}, CASE WHEN is_called THEN last_value::text ELSE '' "
        "END, false) FROM {}",
        position_of(column), sequence);
}

Sql go_on_behind(Sql const& sequence, SequenceSettings const& settings, Object const& column) {
    bool const is_ascending = settings.is_ascending();
    auto const last =
        sql("{}({}({}), nullif(current_setting({}, true), '')::bigint)",
            is_ascending ? sql("greatest") : sql("least"), is_ascending ? sql("max") : sql("min"),
            ident(column.name()), position_of(column));
    return sql("SELECT pg_catalog.setval({}, {}) FROM {} HAVING {} {} {}", literal(sequence.text()),
               last, whole_of(column), last, is_ascending ? sql(">=") : sql("<="),
               raw(settings.start));
}

namespace sequence {

std::optional<Statements> alter_settings(Alteration const& alteration) {
    auto const before = settings_of_sequence(alteration.before);
    auto const after = settings_of_sequence(alteration.after);
    auto const name = identity(alteration.after);
    auto clauses = before.type == after.type ? Sql() : sql(" AS {}", raw(after.type));
    clauses += settings_clauses(before, after, Sql());
    auto statements = move_into_range(name, before, after);
    if (!clauses.empty()) {
        statements.push_back(sql("ALTER SEQUENCE {}{}", name, clauses));
    }
    return statements;
}

// A table takes the sequences that its columns own along (commands/tablecmds.c, since 15), unless
// it is made anew, as a partitioned one is.
std::optional<Statements> alter_unlogged(Alteration const& alteration) {
    if (version_of(alteration) < 150000) {
        return std::nullopt;
    }
    auto const owner = names_of_dotted(alteration.after["owned_by"]);
    auto const table = Names(owner).first(2);
    auto const* const before = alteration.from.find(kind::table, table);
    auto const* const after = alteration.to.find(kind::table, table);
    if (before != nullptr && after != nullptr && (*after)["partition_by"].empty() &&
        before->get("unlogged") != after->get("unlogged") && !differs(alteration, "owned_by")) {
        return Statements{};
    }
    return Statements{sql("ALTER SEQUENCE {} SET {}", identity(alteration.after),
                          alteration.after.is("unlogged") ? sql("UNLOGGED") : sql("LOGGED"))};
}

std::optional<Statements> alter_owned_by(Alteration const& alteration) {
    auto const column = alteration.after["owned_by"];
    return column.empty() ? Statements{}
                          : Statements{sql("ALTER SEQUENCE {} OWNED BY {}",
                                           identity(alteration.after), raw(column))};
}

// The column that owns it takes it along.
Statements leave_owner(Object const& sequence) {
    return sequence["owned_by"].empty()
               ? Statements{}
               : Statements{sql("ALTER SEQUENCE {} OWNED BY NONE", identity(sequence))};
}

Statements leave_old_owner(Alteration const& alteration) {
    return differs(alteration, "owned_by") ? leave_owner(alteration.before) : Statements{};
}

Statements leave_owner_made_anew(Object const& sequence, ObjectId const& need) {
    auto const owner = names_of_dotted(sequence["owned_by"]);
    bool const is_owner = Names(owner).starts_with(need.names);
    return is_owner ? leave_owner(sequence) : Statements{};
}

// A sequence that a column owns moves with its table.
Statements rename(Object const& before, Object const& after) {
    Statements statements;
    auto const space = ident(after.id.names.front());
    if (before["owned_by"].empty() && before.id.names.front() != after.id.names.front()) {
        statements.push_back(sql("ALTER SEQUENCE {} SET SCHEMA {}", identity(before), space));
    }
    append(statements, rename_along(before, after));
    return statements;
}

}  // namespace sequence

}  // namespace lockstep::schema
