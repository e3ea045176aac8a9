#include "schema/catalog_reader.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "base/error.hpp"

namespace lockstep::schema {

namespace {

// The catalogs whose rows are objects or stand for them. An index into it is part of every key.
constexpr auto catalogs = std::to_array<std::string_view>({
    "pg_access_method",
    "pg_aggregate",
    "pg_am",
    "pg_amop",
    "pg_amproc",
    "pg_attrdef",
    "pg_cast",
    "pg_class",
    "pg_collation",
    "pg_constraint",
    "pg_conversion",
    "pg_default_acl",
    "pg_event_trigger",
    "pg_extension",
    "pg_foreign_data_wrapper",
    "pg_foreign_server",
    "pg_language",
    "pg_namespace",
    "pg_opclass",
    "pg_operator",
    "pg_opfamily",
    "pg_policy",
    "pg_proc",
    "pg_publication",
    "pg_publication_namespace",
    "pg_publication_rel",
    "pg_rewrite",
    "pg_statistic_ext",
    "pg_subscription",
    "pg_transform",
    "pg_trigger",
    "pg_ts_config",
    "pg_ts_dict",
    "pg_ts_parser",
    "pg_ts_template",
    "pg_type",
    "pg_user_mapping",
});
static_assert(std::is_sorted(catalogs.begin(), catalogs.end()));

std::uint64_t packed_key(CatalogKey const& key) {
    auto const at = std::lower_bound(catalogs.begin(), catalogs.end(), key.catalog);
    auto const catalog = at != catalogs.end() && *at == key.catalog ? at - catalogs.begin() + 1 : 0;
    return static_cast<std::uint64_t>(catalog) << 48U |
           static_cast<std::uint64_t>(static_cast<std::uint16_t>(key.sub)) << 32U | key.oid;
}

/// The key of the whole object that a key with a column number is part of.
std::uint64_t without_sub(std::uint64_t key) {
    return key & 0xFFFF'0000'FFFF'FFFFULL;
}

}  // namespace

ColumnInfo const* Relation::column(int number) const {
    auto const index = static_cast<std::size_t>(number) - 1;
    return number > 0 && index < columns.size() && !columns[index].name.empty() ? &columns[index]
                                                                                : nullptr;
}

void Relation::add_column(int number, ColumnInfo info) {
    auto const index = static_cast<std::size_t>(number) - 1;
    if (index >= columns.size()) {
        columns.resize(index + 1);
    }
    columns[index] = info;
}

CatalogReader::CatalogReader(CatalogOptions options) : options_(std::move(options)) {}

std::string_view CatalogReader::role(Oid oid) const {
    auto const at = roles_.find(oid);
    return at == roles_.end() ? std::string_view{} : at->second;
}

std::string_view CatalogReader::namespace_name(Oid oid) const {
    auto const at = namespaces_.find(oid);
    return at == namespaces_.end() ? std::string_view{} : at->second;
}

Value flag(bool set) {
    return Value(set ? std::string_view{"true"} : std::string_view{});
}

Value CatalogReader::owner(std::string_view cell) const {
    auto const name = role(to_oid(cell));
    return !name.empty() && name == options_.unspecified_owner ? Value::unknown() : Value(name);
}

TypeInfo const& CatalogReader::type(Oid oid) const {
    static TypeInfo const unknown;
    auto const at = types_.find(oid);
    return at == types_.end() ? unknown : at->second;
}

// An array's name follows from its element's. Row types of tables come with their table.
std::string_view CatalogReader::type_name(Oid oid) {
    auto& info = types_[oid];
    if (info.name.empty() && info.element != 0) {
        auto const name = keep(fmt::format("{}[]", type_name(info.element)));
        types_[oid].name = name;
        return name;
    }
    return info.name.empty() ? std::string_view{"???"} : info.name;
}

Relation* CatalogReader::relation(Oid oid) {
    auto const at = relations_.find(oid);
    return at == relations_.end() ? nullptr : &at->second;
}

Relation& CatalogReader::add_relation(Oid oid, Kind const& kind, std::string_view packed_names) {
    auto& relation = relations_[oid];
    relation.kind = &kind;
    relation.names = keep(packed_names);
    relation.dotted = keep(dotted(Names(relation.names)).text());
    return relation;
}

std::string_view CatalogReader::dotted_name(Relation const& relation) {
    return relation.dotted;
}

std::string CatalogReader::dotted_relation(Oid oid) {
    auto* const found = relation(oid);
    return found == nullptr ? std::to_string(oid) : std::string(dotted_name(*found));
}

// Row types come with their relation, not with the other types.
void CatalogReader::add_row_type(Oid type, Oid array_type, Oid relation) {
    auto& info = types_[type];
    info.name = dotted_name(relations_[relation]);
    info.type = 'c';
    info.storage = 'x';
    info.array = array_type;
    alias({"pg_type", type}, {"pg_class", relation});
}

void CatalogReader::expect_index(Oid index, ExpectedIndex constraint) {
    expected_indexes_.emplace(index, std::move(constraint));
}

std::optional<ExpectedIndex> CatalogReader::take_expected(Oid index) {
    auto const at = expected_indexes_.find(index);
    if (at == expected_indexes_.end()) {
        return std::nullopt;
    }
    std::optional<ExpectedIndex> found(std::move(at->second));
    expected_indexes_.erase(at);
    return found;
}

Value CatalogReader::collation(Oid oid, Oid inherited) const {
    auto const at = collations_.find(oid);
    return oid == 0 || oid == inherited || at == collations_.end() ? Value{} : Value(at->second);
}

// GetDefaultOpClass() in commands/indexcmds.c: of the exact type, else of one that the type coerces
// to without conversion. The few such types are spelled out; anything else is named, which is never
// wrong.
std::string_view CatalogReader::operator_class(Oid oid, Oid column_type) const {
    auto const at = operator_classes_.find(oid);
    if (at == operator_classes_.end()) {
        return {};
    }
    constexpr Oid varchar_type = 1043;
    constexpr Oid text_type = 25;
    constexpr Oid cidr_type = 650;
    constexpr Oid inet_type = 869;
    auto actual = column_type;
    while (type(actual).type == 'd') {
        actual = type(actual).base;
    }
    auto const& info = at->second;
    bool const coerces =
        (actual == varchar_type && info.input_type == text_type) ||
        (actual == cidr_type && info.input_type == inet_type) ||
        (type(info.input_type).type == 'p' && !default_classes_.contains({info.method, actual}));
    return info.is_default && (info.input_type == actual || coerces) ? std::string_view{}
                                                                     : info.name;
}

std::string CatalogReader::routine_name(Oid oid) const {
    auto const at = known_.find(packed_key({"pg_proc", oid, 0}));
    return at == known_.end() ? std::to_string(oid)
                              : dotted(Names(at->second.names).first(2)).text();
}

bool CatalogReader::is_extension_member(CatalogKey key) const {
    return extension_members_.contains(packed_key(key));
}

bool CatalogReader::is_wanted(ObjectId const& id) const {
    auto const& wanted = options_.namespaces;
    bool const in_wanted =
        wanted.empty() || !id.kind->in_namespace ||
        std::find(wanted.begin(), wanted.end(), id.names.front()) != wanted.end();
    return in_wanted && (!options_.ignored || !options_.ignored(id));
}

void CatalogReader::name(Kind const& kind, CatalogKey key, std::string_view packed_names) {
    known_[packed_key(key)] = {.kind = &kind, .names = keep(packed_names)};
}

void CatalogReader::set_later(CatalogKey key, std::string_view property, Value value) {
    if (auto const index = find(packed_key(key))) {
        auto& object = builder_.at(*index);
        std::vector<Field> fields(object.fields.begin(), object.fields.end());
        set(fields, *object.id.kind, property, value);
        object.fields = builder_.arena().keep(std::span<Field const>(fields));
    }
}

void CatalogReader::add(Kind const& kind, CatalogKey key, std::string_view packed_names,
                        std::span<Field const> fields) {
    add_kept(kind, key, keep(packed_names), fields);
}

void CatalogReader::add_kept(Kind const& kind, CatalogKey key, std::string_view names,
                             std::span<Field const> fields) {
    auto const packed = packed_key(key);
    auto& known = known_[packed];
    known = {.kind = &kind, .names = names};
    if (extension_members_.contains(without_sub(packed)) || !is_wanted({&kind, Names(names)})) {
        return;
    }
    known.object = builder_.add_kept({&kind, Names(names)}, fields);
}

void CatalogReader::alias(CatalogKey part, CatalogKey whole) {
    aliases_[packed_key(part)] = packed_key(whole);
}

std::vector<Field> CatalogReader::fields_of(Kind const& kind, CatalogRow const& row,
                                            std::size_t first) {
    std::vector<Field> fields;
    std::size_t cell = first;
    for (std::size_t i = 0; i < kind.properties.size(); ++i) {
        auto const& property = kind.properties[i];
        if (property.name == "comment" || property.from == From::later) {
            continue;
        }
        auto const text = row[cell++];
        Value value;
        if (property.name == "owner") {
            value = owner(text);
        } else if (property.shape == Shape::flag) {
            value = flag(is_true(text));
        } else if (property.shape == Shape::list) {
            value = Value(keep_list(array_items(text)));
        } else {
            value = Value(keep(text));
        }
        if (!value.empty()) {
            fields.push_back({static_cast<std::uint32_t>(i), value});
        }
    }
    return fields;
}

void CatalogReader::read(Kind const& kind, CatalogRow const& row) {
    std::string names;
    for (std::size_t i = 1; i <= kind.names.size(); ++i) {
        names.append(row[i]) += '\0';
    }
    add(kind, {kind.catalog, to_oid(row[0])}, names, fields_of(kind, row, 1 + kind.names.size()));
}

void CatalogReader::set(std::vector<Field>& fields, Kind const& kind, std::string_view property,
                        Value value) {
    if (value.empty() && !value.is_unknown()) {
        return;
    }
    auto const index = static_cast<std::uint32_t>(kind.index_of(property));
    auto const at = std::find_if(fields.begin(), fields.end(),
                                 [&](Field const& f) { return f.index >= index; });
    if (at != fields.end() && at->index == index) {
        at->value = value;
    } else {
        fields.insert(at, {index, value});
    }
}

std::uint64_t CatalogReader::key_of(std::string_view classid, std::string_view oid,
                                    std::string_view sub) const {
    auto const catalog = catalog_names_.find(to_oid(classid));
    return packed_key({catalog == catalog_names_.end() ? std::string_view{} : catalog->second,
                       to_oid(oid), to_int(sub)});
}

std::optional<std::size_t> CatalogReader::find_or_whole(std::uint64_t key) const {
    auto const found = find(key);
    return found ? found : find(without_sub(resolved(key)));
}

}  // namespace lockstep::schema
