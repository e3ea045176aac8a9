#include "schema/kinds/alter.hpp"

#include "base/text.hpp"

namespace lockstep::schema {

namespace {

// A trigger that a partition has from its parent is made with the parent's: it counts only where it
// is enabled otherwise than that.
std::string query(int) {
    return fmt::format(
        "SELECT t.oid, t.tgrelid, t.tgname, t.tgtype, t.tgfoid, CASE WHEN t.tgfoid < 16384 THEN "
        "t.tgfoid::regproc END, "
        "t.tgattr, nullif(encode(t.tgargs, 'escape'), ''), CASE WHEN t.tgqual IS NOT NULL THEN "
        "pg_get_triggerdef(t.oid) END, t.tgoldtable, "
        "t.tgnewtable, t.tgconstraint <> 0, t.tgdeferrable, t.tginitdeferred, "
        "CASE WHEN t.tgconstrrelid <> 0 THEN t.tgconstrrelid::regclass END, "
        "CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN "
        "'ENABLE ALWAYS' ELSE 'ENABLE' END, "
        "t.tgparentid <> 0 FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_trigger u ON u.oid = "
        "t.tgparentid LEFT JOIN pg_constraint k ON k.oid = t.tgconstraint "
        // Before 15 a partition's copies are internal, as the triggers of foreign keys are.
        "WHERE (NOT t.tgisinternal OR t.tgparentid <> 0 AND coalesce(k.contype, 't') = 't') "
        "AND (t.tgparentid = 0 OR t.tgenabled <> u.tgenabled) AND {}",
        of_users);
}

enum Cell : std::size_t {
    oid,
    table,
    name,
    type,
    function_oid,
    builtin_function,
    columns,
    arguments,
    definition,
    old_table,
    new_table,
    is_constraint,
    deferrable,
    deferred,
    from_table,
    enabled,
    inherited,
};

// The bits of pg_trigger.tgtype (catalog/pg_trigger.h).
enum Bit {
    row_bit = 1,
    before_bit = 2,
    insert_bit = 4,
    delete_bit = 8,
    update_bit = 16,
    truncate_bit = 32,
    instead_bit = 64
};

std::vector<std::string> events_of(int bits, std::string const& update_columns) {
    std::vector<std::string> events;
    auto const add_if = [&](Bit bit, std::string text) {
        if ((bits & bit) != 0) {
            events.push_back(std::move(text));
        }
    };
    add_if(insert_bit, "INSERT");
    add_if(delete_bit, "DELETE");
    add_if(update_bit, update_columns.empty() ? "UPDATE" : "UPDATE OF " + update_columns);
    add_if(truncate_bit, "TRUNCATE");
    return events;
}

// `encode(…, 'escape')` writes a backslash twice, a NUL as \000 and bytes above 127 in octal; each
// argument ends with a NUL.
std::vector<std::string> arguments_of(std::string_view escaped) {
    std::vector<std::string> items;
    std::string item;
    for (std::size_t i = 0; i < escaped.size(); ++i) {
        if (escaped[i] != '\\') {
            item += escaped[i];
        } else if (i + 1 < escaped.size() && escaped[i + 1] == '\\') {
            item += escaped[++i];
        } else {
            auto const digit = [&](std::size_t k) { return escaped[i + k] - '0'; };
            int const byte = digit(1) * 64 + digit(2) * 8 + digit(3);
            i += 3;
            if (byte == 0) {
                items.push_back(std::move(item));
                item.clear();
            } else {
                item += static_cast<char>(byte);
            }
        }
    }
    return items;
}

/// The condition between `WHEN (` and `) EXECUTE FUNCTION` of pg_get_triggerdef's text.
std::string_view condition_of(std::string_view text) {
    constexpr std::string_view before = " WHEN (";
    constexpr std::string_view after = ") EXECUTE FUNCTION ";
    auto const begin = text.find(before);
    auto const end = text.rfind(after);
    if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) {
        return {};
    }
    return text.substr(begin + before.size(), end - begin - before.size());
}

void read(CatalogReader& reader, Kind const& kind, CatalogRow const& row) {
    auto const* const relation = reader.relation(to_oid(row[table]));
    if (relation == nullptr) {
        return;
    }
    std::vector<Field> fields;
    auto const set = [&](std::string_view property, Value value) {
        reader.set(fields, kind, property, value);
    };
    auto const set_text = [&](std::string_view property, std::string_view text) {
        set(property, Value(reader.keep(text)));
    };
    auto const bits = to_int(row[type]);
    std::vector<std::string> update_columns;
    for (auto const number : numbers(row[columns])) {
        if (auto const* const column = relation->column(number)) {
            update_columns.push_back(ident(column->name).text());
        }
    }
    bool const before = (bits & before_bit) != 0;
    set_text("timing", before ? "BEFORE" : (bits & instead_bit) != 0 ? "INSTEAD OF" : "AFTER");
    set("events", Value(reader.keep_list(events_of(bits, lockstep::join(update_columns, ", ")))));
    set_text("level", (bits & row_bit) != 0 ? "ROW" : "STATEMENT");
    set_text("function", row[builtin_function].empty()
                             ? reader.routine_name(to_oid(row[function_oid]))
                             : row[builtin_function]);
    if (!row[arguments].empty()) {
        set("arguments", Value(reader.keep_list(arguments_of(row[arguments]))));
    }
    set_text("when", condition_of(row[definition]));
    set_text("old_table", row[old_table]);
    set_text("new_table", row[new_table]);
    set("constraint", flag(is_true(row[is_constraint])));
    set("deferrable", flag(is_true(row[deferrable])));
    set("initially_deferred", flag(is_true(row[deferred])));
    set_text("from_table", row[from_table]);
    bool const is_clone = is_true(row[inherited]);
    set_text("enabled", row[enabled] == "ENABLE" && !is_clone ? std::string_view{} : row[enabled]);
    set("inherited", flag(is_clone));
    std::string names(relation->names);
    names.append(row[name]) += '\0';
    reader.add(kind, {"pg_trigger", to_oid(row[oid])}, names, fields);
}

Sql transition_tables(Object const& trigger) {
    auto const old_name = trigger["old_table"];
    auto const new_name = trigger["new_table"];
    if (old_name.empty() && new_name.empty()) {
        return {};
    }
    return sql(" REFERENCING{}{}",
               old_name.empty() ? Sql() : sql(" OLD TABLE AS {}", ident(old_name)),
               new_name.empty() ? Sql() : sql(" NEW TABLE AS {}", ident(new_name)));
}

Sql definition_of(Object const& trigger) {
    std::vector<Sql> events;
    for (auto const event : trigger.list("events").items()) {
        events.push_back(raw(event));
    }
    std::vector<Sql> arguments;
    for (auto const argument : trigger.list("arguments").items()) {
        arguments.push_back(literal(argument));
    }
    auto const when = trigger["when"];
    return sql("TRIGGER {} {} {} ON {}{}{}{}{} FOR EACH {}{} EXECUTE FUNCTION {}({})",
               ident(trigger.name()), raw(trigger["timing"]), join(events, sql(" OR ")),
               whole_of(trigger), clause(sql("FROM"), raw(trigger["from_table"])),
               clause_if(trigger.is("deferrable"), sql("DEFERRABLE")),
               clause_if(trigger.is("initially_deferred"), sql("INITIALLY DEFERRED")),
               transition_tables(trigger), raw(trigger["level"]),
               when.empty() ? Sql() : sql(" WHEN ({})", raw(when)), raw(trigger["function"]),
               comma_separated(arguments));
}

Sql identity_of(Object const& trigger) {
    return sql("{} ON {}", ident(trigger.name()), whole_of(trigger));
}

Sql set_state(Object const& trigger, std::string_view state) {
    return sql("ALTER TABLE {} {} TRIGGER {}", whole_of(trigger),
               state.empty() ? sql("ENABLE") : raw(state), ident(trigger.name()));
}

Statements create(Object const& trigger, Schema const&) {
    Statements statements;
    if (!trigger.is("inherited")) {
        statements.push_back(sql("CREATE{} {}",
                                 clause_if(trigger.is("constraint"), sql("CONSTRAINT")),
                                 definition_of(trigger)));
    }
    if (!trigger["enabled"].empty()) {
        statements.push_back(set_state(trigger, trigger["enabled"]));
    }
    return statements;
}

bool is_of_partitioned_table(Object const& trigger, Schema const& schema) {
    auto const* const table = table_of(trigger, schema);
    return table != nullptr && !(*table)["partition_by"].empty();
}

// There is CREATE OR REPLACE TRIGGER since 14, but not for constraint triggers. It enables the
// trigger, and those of all partitions, as a new one is.
std::optional<Statements> replace(Alteration const& alteration) {
    auto const& [before, after, from, to] = alteration;
    if (version_of(alteration) < 140000 || before.is("constraint") || after.is("constraint") ||
        after.is("inherited") || before.is("inherited") || is_of_partitioned_table(after, to)) {
        return std::nullopt;
    }
    Statements statements{sql("CREATE OR REPLACE {}", definition_of(after))};
    if (!after["enabled"].empty()) {
        statements.push_back(set_state(after, after["enabled"]));
    }
    return statements;
}

/// The triggers of partitions that are enabled otherwise than that of the table above.
Statements states_below(Object const& trigger, Schema const& schema) {
    Statements statements;
    for (auto const* const child : children_of(trigger.id.names.first(2), schema)) {
        auto const names = std::string(child->id.names.packed()) + pack({trigger.name()});
        if (auto const* const own = schema.find(kind::trigger, Names(names))) {
            statements.push_back(set_state(*own, (*own)["enabled"]));
            append(statements, states_below(*own, schema));
        }
    }
    return statements;
}

// A partitioned table's trigger takes those of the partitions along.
std::optional<Statements> alter_enabled(Alteration const& alteration) {
    Statements statements{set_state(alteration.after, alteration.after["enabled"])};
    if (is_of_partitioned_table(alteration.after, alteration.to)) {
        append(statements, states_below(alteration.after, alteration.to));
    }
    return statements;
}

/// How the trigger is enabled in the nearest table above that has a state of its own; null where
/// it is gone there.
Object const* trigger_above(Object const& trigger, Schema const& schema) {
    auto const* table = table_of(trigger, schema);
    while (table != nullptr && !(*table)["partition_of"].empty()) {
        auto const parent = names_of_dotted((*table)["partition_of"]);
        auto const names = parent + pack({trigger.name()});
        if (auto const* const above = schema.find(kind::trigger, Names(names))) {
            return above;
        }
        table = schema.find(kind::table, Names(parent));
    }
    return nullptr;
}

bool is_clone(Object const& trigger) {
    return trigger.is("inherited");
}

// A partition's own state ends: it is that of the trigger above again.
Statements remove(Object const& trigger, Schema const&, Schema const& to) {
    if (!trigger.is("inherited")) {
        return {sql("DROP TRIGGER {}", identity_of(trigger))};
    }
    auto const* const above = trigger_above(trigger, to);
    return above == nullptr ? Statements{} : Statements{set_state(trigger, (*above)["enabled"])};
}

}  // namespace

Kind const kind::trigger{.name = "trigger",
                         .sql_name = "TRIGGER",
                         .catalog = "pg_trigger",
                         .names = {"schema", "table", "name"},
                         .properties = {comment_property,
                                        {"timing"},
                                        {"events", Shape::list},
                                        {"level"},
                                        {"function"},
                                        {"arguments", Shape::list},
                                        {"when"},
                                        {"old_table"},
                                        {"new_table"},
                                        {"constraint", Shape::flag},
                                        {"deferrable", Shape::flag},
                                        {"initially_deferred", Shape::flag},
                                        {"from_table"},
                                        {.name = "enabled", .alter = alter_enabled},
                                        {"inherited", Shape::flag}},
                         .query = query,
                         .read = read,
                         .identity = identity_of,
                         .create = create,
                         .remove = remove,
                         .replace = replace,
                         .rename = rename_part,
                         .is_one_with_parent = is_clone,
                         .part_of_names = 2};

}  // namespace lockstep::schema
