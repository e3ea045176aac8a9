#include "code/keys.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "code/identifiers.hpp"
#include "schema/kinds/kinds.hpp"

namespace lockstep::code {

namespace {

using namespace schema;

constexpr std::string_view primary_key = "PRIMARY KEY";
constexpr std::string_view unique = "UNIQUE";
constexpr std::string_view foreign_key = "FOREIGN KEY";

std::vector<std::string> texts_of(TextList list) {
    auto const items = list.items();
    return {items.begin(), items.end()};
}

Object const* primary_key_of(Schema const& database, Object const& table) {
    for (auto const& part : database.with_parts(table.id.names)) {
        if (part.id.kind == &kind::constraint && part["type"] == primary_key) {
            return &part;
        }
    }
    return nullptr;
}

/// `"a b" DESC` → "a b". Of an expression comes what is no column.
std::string indexed_column(std::string_view item) {
    std::size_t end = 0;
    for (bool is_quoted = false; end < item.size() && (is_quoted || item[end] != ' '); ++end) {
        is_quoted = is_quoted != (item[end] == '"');
    }
    auto const packed = names_of_dotted(item.substr(0, end));
    return std::string(Names(packed).front());
}

}  // namespace

/// A key in the words of the database.
struct Keys::Meant {
    std::string type;
    std::vector<std::string> columns;
    std::string table;  // that it refers to; packed names
    std::vector<std::string> other_columns;
    std::string name;
    bool is_index = false;  // no constraint, though it is as unique

    /// Each column with the one that it refers to, in any order; in SQLite case means nothing.
    std::set<std::pair<std::string, std::string>> pairs() const {
        std::set<std::pair<std::string, std::string>> pairs;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            pairs.emplace(to_lower(columns[i]),
                          i < other_columns.size() ? to_lower(other_columns[i]) : std::string());
        }
        return pairs;
    }

    /// What is a primary key is unique, too.
    bool holds(Meant const& other) const {
        bool const same_type = type == other.type || (type == primary_key && other.type == unique);
        return same_type && table == other.table && pairs() == other.pairs();
    }

    /// As PostgreSQL calls one that has no name.
    std::string usual_name(std::string_view of_table) const {
        return type == primary_key ? std::string(of_table) + "_pkey"
                                   : std::string(of_table) + "_" + join(columns, "_") +
                                         (type == unique ? "_key" : "_fkey");
    }
};

Keys::Keys(Definitions const& definitions, Schema const& database, DatabaseNames const& names)
    : database_(database), names_(names) {
    for (auto const& record : definitions.records) {
        for (auto const& key : record.keys) {
            types_.insert(key.type);
        }
        if (record.has_all_keys) {
            auto const name = names.of_sqlite(record.table);
            tables_.insert(pack({name.space, name.name}));
        }
    }
    for (auto const& object : database.objects) {
        bool const is_unique = !types_.empty() && object.id.kind == &kind::index &&
                               object.is("unique") && object["where"].empty();
        if (is_unique) {
            unique_indexes_.emplace(names_of_dotted(object["table"]), &object);
        }
    }
}

void Keys::compare(Record const& record, Object const& table, Layer& layer,
                   PlaceOf const& place_of) const {
    if (!database_.known_kinds.contains(&kind::constraint)) {
        return;
    }
    auto const theirs = keys_of(table);
    std::vector<Meant> ours;
    Scope names;
    for (auto const& their : theirs) {
        names.add(their.name);
    }
    auto const* const their_primary_key = primary_key_of(database_, table);
    for (auto const& key : record.keys) {
        auto meant = meant_by(key, table);
        bool const is_there = std::any_of(theirs.begin(), theirs.end(),
                                          [&](Meant const& their) { return their.holds(meant); });
        if (!is_there) {
            meant.name = meant.type == primary_key && their_primary_key != nullptr
                             ? std::string(their_primary_key->name())
                             : names.add(meant.usual_name(table.name()));
            layer.ours.add_key(table.id.names, meant.name,
                               {meant.type, meant.columns, meant.table, meant.other_columns},
                               place_of(key.place));
        }
        ours.push_back(std::move(meant));
    }
    for (auto const& their : theirs) {
        bool const is_there = std::any_of(ours.begin(), ours.end(),
                                          [&](Meant const& own) { return own.holds(their); });
        if (!is_there && is_spoken_of(their)) {
            layer.theirs.add_key(table.id.names, their.name,
                                 {their.type, their.columns, their.table, their.other_columns});
        }
    }
    layer.says_keys();
}

bool Keys::is_spoken_of(Meant const& theirs) const {
    bool const leads_out = theirs.type == foreign_key && !tables_.contains(theirs.table);
    return types_.contains(theirs.type) && !theirs.is_index && !leads_out;
}

Keys::Meant Keys::meant_by(Key const& key, Object const& table) const {
    Meant meant{key.type, {}, {}, {}, {}};
    for (auto const& column : key.columns) {
        meant.columns.push_back(column_name(&table, column));
    }
    if (key.type == foreign_key) {
        auto const target = names_.of_sqlite(key.table);
        meant.table = pack({target.space, target.name});
        meant.other_columns = other_columns(key, names_.find(target));
    }
    return meant;
}

std::vector<std::string> Keys::other_columns(Key const& key, Object const* target) const {
    if (key.other_columns.empty() && target != nullptr) {
        auto const* const found = primary_key_of(database_, *target);
        return found == nullptr ? std::vector<std::string>{} : texts_of(found->list("columns"));
    }
    std::vector<std::string> columns;
    for (auto const& column : key.other_columns) {
        columns.push_back(column_name(target, column));
    }
    return columns;
}

std::string Keys::column_name(Object const* table, std::string const& name) const {
    auto const* const column =
        table == nullptr ? nullptr : names_.column(*table, kind::column, name);
    return column == nullptr ? name : std::string(column->name());
}

std::vector<Keys::Meant> Keys::keys_of(Object const& table) const {
    std::vector<Meant> keys;
    for (auto const& part : database_.with_parts(table.id.names)) {
        auto const type = part.id.kind == &kind::constraint ? part["type"] : std::string_view{};
        if (type != primary_key && type != unique && type != foreign_key) {
            continue;
        }
        keys.push_back({std::string(type), texts_of(part.list("columns")),
                        type == foreign_key ? names_of_dotted(part["references"]) : std::string(),
                        texts_of(part.list("referenced_columns")), std::string(part.name())});
    }
    auto const [first, last] = unique_indexes_.equal_range(std::string(table.id.names.packed()));
    for (auto each = first; each != last; ++each) {
        Meant key{std::string(unique), {}, {}, {}, std::string(each->second->name()), true};
        for (auto const item : each->second->list("columns").items()) {
            key.columns.push_back(indexed_column(item));
        }
        keys.push_back(std::move(key));
    }
    return keys;
}

}  // namespace lockstep::code
