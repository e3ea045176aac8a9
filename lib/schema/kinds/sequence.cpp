#include "schema/kinds/sequence.hpp"

#include <limits>

namespace lockstep::schema {

namespace {

std::string query(int) {
    return fmt::format(
        "SELECT c.oid, n.nspname, c.relname, c.relowner, format_type(s.seqtypid, NULL), "
        "s.seqstart, s.seqincrement, "
        "s.seqmin, s.seqmax, s.seqcache, s.seqcycle, c.relpersistence = 'u', d.deptype, "
        "d.refobjid, d.refobjsubid "
        "FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = "
        "c.relnamespace "
        "LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid AND "
        "d.objsubid = 0 "
        "AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') WHERE {}",
        of_users);
}

enum Cell : std::size_t {
    oid,
    name_space,
    name,
    owner,
    type,
    start,
    increment,
    min,
    max,
    cache,
    cycle,
    unlogged,
    dependency,
    table,
    column,
};

/// What differs from the defaults of CREATE SEQUENCE, which depend on the type and the direction.
struct Settings {
    std::string_view increment, min, max, start, cache;
    bool cycle;
};

Settings settings_of(CatalogRow const& row, std::string_view type_name) {
    bool const ascending = !row[Cell::increment].starts_with('-');
    auto const limits = limits_of(type_name);
    auto const default_min = ascending ? std::string_view{"1"} : limits.min;
    auto const default_max = ascending ? limits.max : std::string_view{"-1"};
    auto const unless = [](std::string_view value, std::string_view standard) {
        return value == standard ? std::string_view{} : value;
    };
    return {.increment = unless(row[Cell::increment], "1"),
            .min = unless(row[min], default_min),
            .max = unless(row[max], default_max),
            .start = unless(row[start], ascending ? row[min] : row[max]),
            .cache = unless(row[cache], "1"),
            .cycle = is_true(row[cycle])};
}

/// That of the sequence is another where CREATE TABLE … (LIKE … INCLUDING IDENTITY) has made it;
/// who restores a dump gets the column's.
std::string_view type_of_identity(ColumnInfo const& column) {
    constexpr Oid smallint = 21;
    constexpr Oid integer = 23;
    return column.type == smallint ? "smallint" : column.type == integer ? "integer" : "bigint";
}

/// The sequence behind an identity column, as GENERATED … AS IDENTITY (…) says it.
void read_identity(CatalogReader& reader, CatalogRow const& row) {
    auto const* const relation = reader.relation(to_oid(row[table]));
    auto const* const owner_column =
        relation == nullptr ? nullptr : relation->column(to_int(row[column]));
    if (owner_column == nullptr) {
        return;
    }
    auto const own = settings_of(row, type_of_identity(*owner_column));
    std::vector<std::string> options;
    auto const table_names = Names(relation->names);
    if (row[name] != default_sequence_name(table_names.back(), owner_column->name) ||
        row[name_space] != table_names.front()) {
        options.push_back(fmt::format("SEQUENCE NAME {}",
                                      dotted(Names(pack({row[name_space], row[name]}))).text()));
    }
    auto const add = [&](std::string_view word, std::string_view value) {
        if (!value.empty()) {
            options.push_back(fmt::format("{} {}", word, value));
        }
    };
    add("START WITH", own.start);
    add("INCREMENT BY", own.increment);
    add("MINVALUE", own.min);
    add("MAXVALUE", own.max);
    add("CACHE", own.cache);
    if (own.cycle) {
        options.emplace_back("CYCLE");
    }
    CatalogKey const whole{"pg_class", to_oid(row[table]), to_int(row[column])};
    reader.alias({"pg_class", to_oid(row[oid])}, whole);
    reader.name(kind::sequence, {"pg_class", to_oid(row[oid])}, pack({row[name_space], row[name]}));
    if (!options.empty()) {
        reader.set_later(whole, "identity_sequence", Value(reader.keep_list(options)));
    }
}

void read(CatalogReader& reader, Kind const& kind, CatalogRow const& row) {
    if (row[dependency] == "i") {
        read_identity(reader, row);
        return;
    }
    auto const own = settings_of(row, row[type]);
    std::vector<Field> fields;
    auto const set = [&](std::string_view property, Value value) {
        reader.set(fields, kind, property, value);
    };
    auto const set_text = [&](std::string_view property, std::string_view text) {
        set(property, Value(reader.keep(text)));
    };
    set("owner", reader.owner(row[owner]));
    set_text("type", row[type] == "bigint" ? std::string_view{} : row[type]);
    set_text("start", own.start);
    set_text("increment", own.increment);
    set_text("min", own.min);
    set_text("max", own.max);
    set_text("cache", own.cache);
    set("cycle", flag(own.cycle));
    set("unlogged", flag(is_true(row[unlogged])));
    if (auto const* const relation = reader.relation(to_oid(row[table]))) {
        if (auto const* const owner_column = relation->column(to_int(row[column]))) {
            set_text("owned_by", fmt::format("{}.{}", reader.dotted_name(*relation),
                                             ident(owner_column->name).text()));
        }
    }
    reader.add(kind, {"pg_class", to_oid(row[oid])}, pack({row[name_space], row[name]}), fields);
}

Statements create(Object const& object, Schema const&) {
    return {sql(
        "CREATE{} SEQUENCE {}{}{}{}{}{}{}{}", clause_if(object.is("unlogged"), sql("UNLOGGED")),
        identity(object), clause(sql("AS"), raw(object["type"])),
        clause(sql("START WITH"), raw(object["start"])),
        clause(sql("INCREMENT BY"), raw(object["increment"])),
        clause(sql("MINVALUE"), raw(object["min"])), clause(sql("MAXVALUE"), raw(object["max"])),
        clause(sql("CACHE"), raw(object["cache"])), clause_if(object.is("cycle"), sql("CYCLE")))};
}

Statements complete(Object const& object, Schema const&) {
    auto const column_name = object["owned_by"];
    return column_name.empty() ? Statements{}
                               : Statements{sql("ALTER SEQUENCE {} OWNED BY {}", identity(object),
                                                raw(column_name))};
}

}  // namespace

// makeObjectName() in commands/indexcmds.c: the longer of the two parts is cut until all fits into
// 63 bytes.
std::string default_sequence_name(std::string_view table, std::string_view column) {
    constexpr std::size_t room = 63 - 5;  // "_" between, "_seq" behind
    auto first = table.size();
    auto second = column.size();
    while (first + second > room) {
        --(first > second ? first : second);
    }
    return fmt::format("{}_{}_seq", table.substr(0, first), column.substr(0, second));
}

Kind const kind::sequence{
    .name = "sequence",
    .sql_name = "SEQUENCE",
    .catalog = "pg_class",
    .properties = {owner_property,
                   comment_property,
                   {"type"},
                   {"start"},
                   {"increment"},
                   {"min"},
                   {"max"},
                   {"cache"},
                   {"cycle", Shape::flag},
                   {.name = "unlogged", .shape = Shape::flag, .alter = sequence::alter_unlogged},
                   {.name = "owned_by",
                    .alter = sequence::alter_owned_by,
                    .release = sequence::leave_old_owner,
                    .detach = sequence::leave_owner_made_anew,
                    .late = true}},
    .query = query,
    .read = read,
    .create = create,
    .complete = complete,
    .replace = sequence::alter_settings,
    .rename = sequence::rename,
    .ignores_need = [](Object const& self, ObjectId const& need) {
        return need.kind == &kind::column && dotted(need.names).text() == self["owned_by"];
    }};

}  // namespace lockstep::schema
