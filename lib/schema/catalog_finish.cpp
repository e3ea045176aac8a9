#include <algorithm>

#include <fmt/core.h>

#include "schema/catalog_reader.hpp"
#include "schema/kinds/kinds.hpp"
#include "schema/own.hpp"

namespace lockstep::schema {

// What the catalogs say of objects of every kind: comments, labels, privileges, dependencies. They
// come after the objects, and are put to them here.

namespace {

// An index stands for its constraint, an array type for its element, a row type for its table.
constexpr std::size_t most_aliases = 4;

}  // namespace

void CatalogReader::read_member(CatalogRow const& row) {
    extension_members_.insert(key_of(row[0], row[1], "0"));
}

void CatalogReader::read_type(CatalogRow const& row) {
    auto& info = types_[to_oid(row[0])];
    info.type = row[3].empty() ? 'b' : row[3][0];
    info.element = to_oid(row[4]);
    info.array = to_oid(row[5]);
    info.collation = to_oid(row[6]);
    info.storage = row[7].empty() ? 'p' : row[7][0];
    info.base = to_oid(row[8]);
    auto const element = types_.find(info.element);
    bool const is_array =
        info.element != 0 && (element == types_.end() || element->second.array == to_oid(row[0]) ||
                              element->second.name.empty());
    if (row[9].data() != nullptr) {
        info.name = keep(row[9]);
    } else if (!is_array || info.array != 0) {
        auto const names = pack({namespace_name(to_oid(row[1])), row[2]});
        info.name = keep(dotted(Names(names)).text());
        info.element = 0;
    }
    if (is_array && info.array == 0) {
        alias({"pg_type", to_oid(row[0])}, {"pg_type", info.element});
    }
}

void CatalogReader::read_operator_class(CatalogRow const& row) {
    OperatorClassInfo const info{keep(row[1]), is_true(row[2]), to_oid(row[3]), to_oid(row[4])};
    operator_classes_[to_oid(row[0])] = info;
    if (info.is_default) {
        default_classes_.emplace(info.method, info.input_type);
    }
}

std::uint64_t CatalogReader::resolved(std::uint64_t key) const {
    for (std::size_t i = 0; i < most_aliases; ++i) {
        auto const at = aliases_.find(key);
        if (at == aliases_.end()) {
            break;
        }
        key = at->second;
    }
    return key;
}

std::optional<std::size_t> CatalogReader::find(std::uint64_t key) const {
    auto const at = known_.find(resolved(key));
    return at == known_.end() || !at->second.is_object() ? std::nullopt
                                                         : std::optional(at->second.object);
}

void CatalogReader::read_comment(CatalogRow const& row) {
    auto const key = key_of(row[0], row[1], row[2]);
    // A constraint's index, an identity's sequence and NOT NULL have comments of their own, which
    // are properties of the constraint and the column.
    auto const catalog =
        aliases_.contains(key) ? catalog_names_[to_oid(row[0])] : std::string_view{};
    comments_.push_back({key, keep(row[3]), catalog});
}

void CatalogReader::read_label(CatalogRow const& row) {
    labels_.push_back({resolved(key_of(row[0], row[1], row[2])), keep(row[3]), keep(row[4])});
}

void CatalogReader::add_labels() {
    for (auto const& label : labels_) {
        auto const named = known_.find(label.key);
        if (named == known_.end() || !is_wanted({named->second.kind, Names(named->second.names)})) {
            continue;
        }
        std::string names(named->second.names);
        names += pack({label.provider, named->second.kind->name});
        std::vector<Field> fields;
        set(fields, kind::security_label, "label", Value(label.text));
        builder_.add_kept({&kind::security_label, Names(keep(names))}, fields);
    }
}

void CatalogReader::read_grant(CatalogRow const& row) {
    // An identity's sequence stands for its column, save in what is granted on it.
    auto const own_key = key_of(row[0], row[1], row[2]);
    auto const key = known_.contains(own_key) ? own_key : resolved(own_key);
    auto const owner = to_oid(row[3]);
    auto const grantor = to_oid(row[5]);
    auto const grantee = to_oid(row[6]);
    grants_.push_back({.key = key,
                       .grantee = grantee == 0 ? std::string_view{"public"} : role(grantee),
                       .grantor = grantor == owner ? std::string_view{} : role(grantor),
                       .is_default = is_true(row[4]),
                       .privilege = keep(row[7]),
                       .grantable = is_true(row[8]),
                       .all = static_cast<std::size_t>(to_int(row[9]))});
}

void CatalogReader::read_dependency(CatalogRow const& row) {
    dependencies_.emplace_back(key_of(row[0], row[1], row[2]), key_of(row[3], row[4], row[5]));
}

void CatalogReader::add_relations() {
    for (auto& [oid, relation] : relations_) {
        if (relation.kind == nullptr) {
            continue;
        }
        if (!relation.parents.empty()) {
            std::vector<std::string> parents;
            for (auto const parent : relation.parents) {
                parents.push_back(dotted_relation(parent));
            }
            bool const partition = relation.is_partition;
            set(relation.fields, *relation.kind, partition ? "partition_of" : "inherits",
                partition ? Value(keep(parents.front())) : Value(keep_list(parents)));
        }
        if (relation.kind->has("columns")) {
            std::string columns;
            for (auto const& column : relation.columns) {
                if (!column.name.empty()) {
                    columns.append(column.name) += '\0';
                }
            }
            set(relation.fields, *relation.kind, "columns", Value(Names(keep(columns))));
        }
        add(*relation.kind, {"pg_class", oid}, relation.names, relation.fields);
    }
}

void CatalogReader::add_comments() {
    for (auto const& comment : comments_) {
        auto const index = find(comment.key);
        if (!index) {
            continue;
        }
        auto& object = builder_.at(*index);
        std::vector<Field> fields(object.fields.begin(), object.fields.end());
        std::string_view property = "comment";
        if (comment.part == "pg_class") {
            property = object.id.kind->has("index_comment") ? "index_comment" : "sequence_comment";
        } else if (comment.part == "pg_constraint") {
            property = "not_null_comment";
        }
        if (object.id.kind->has(property)) {
            set(fields, *object.id.kind, property, Value(comment.text));
            object.fields = builder_.arena().keep(std::span<Field const>(fields));
        }
    }
}

// Rows of one object and one grantee become one grant: what it has beyond the default, and what of
// the default it lacks.
void CatalogReader::add_grants() {
    auto const same_target = [](GrantRow const& a, GrantRow const& b) {
        return a.key == b.key && a.grantee == b.grantee && a.grantor == b.grantor;
    };
    std::sort(grants_.begin(), grants_.end(), [](GrantRow const& a, GrantRow const& b) {
        return std::tie(a.key, a.grantee, a.grantor, a.privilege) <
               std::tie(b.key, b.grantee, b.grantor, b.privilege);
    });
    for (auto begin = grants_.begin(); begin != grants_.end();) {
        auto const end = std::find_if(
            begin, grants_.end(), [&](GrantRow const& row) { return !same_target(*begin, row); });
        add_grant(std::span<GrantRow const>(begin, end));
        begin = end;
    }
}

void CatalogReader::add_grant(std::span<GrantRow const> rows) {
    std::vector<std::string> granted;
    std::vector<std::string> grantable;
    std::vector<std::string> revoked;
    std::size_t held = 0;
    for (auto const& row : rows) {
        auto const same = [&](bool is_default) {
            return std::find_if(rows.begin(), rows.end(), [&](GrantRow const& other) {
                return other.privilege == row.privilege && other.is_default == is_default;
            });
        };
        if (row.is_default) {
            if (same(false) == rows.end()) {
                revoked.emplace_back(row.privilege);
            }
            continue;
        }
        ++held;
        auto const standard = same(true);
        if (standard == rows.end() || standard->grantable != row.grantable) {
            (row.grantable ? grantable : granted).emplace_back(row.privilege);
        }
    }
    auto const& first = rows.front();
    auto const target = known_.find(first.key);
    if (target == known_.end()) {
        return;  // of the system's own objects
    }
    for (auto* const list : {&granted, &grantable, &revoked}) {
        if (list->size() == first.all && first.all > 1) {
            *list = {"ALL"};
        }
    }
    bool const by_default = target->second.kind == &kind::default_privilege;
    auto const& kind = by_default ? kind::default_privilege : kind::grant;
    std::string names(target->second.names);
    names += pack({first.grantee});
    if (!by_default) {
        names += pack({target->second.kind->name});
    }
    if (!first.grantor.empty()) {
        names += pack({first.grantor});
    }
    if ((granted.empty() && grantable.empty() && revoked.empty()) ||
        !is_wanted({&kind, Names(names)})) {
        return;
    }
    std::vector<Field> fields;
    set(fields, kind, "privileges", Value(keep_list(granted)));
    set(fields, kind, "grantable", Value(keep_list(grantable)));
    set(fields, kind, "revoked", Value(keep_list(revoked)));
    auto const index = builder_.add_kept({&kind, Names(keep(names))}, fields);
    given_.push_back({index, first.key, first.grantee, first.grantor});
}

// Who grants what was granted to him needs that first, and to be let into the namespace.
void CatalogReader::add_needs_of_grants(std::vector<std::pair<std::size_t, std::size_t>>& edges) {
    for (auto const& given : given_) {
        if (given.grantor.empty()) {
            continue;
        }
        auto const target = known_.at(given.key).names;
        for (auto const& other : given_) {
            auto const& [kind, names, index] = known_.at(other.key);
            bool const to_grantor = other.grantee == given.grantor || other.grantee == "public";
            bool const of_namespace = kind == &kind::name_space && target.starts_with(names);
            if (to_grantor && other.object != given.object &&
                (other.key == given.key || of_namespace)) {
                edges.emplace_back(given.object, other.object);
            }
        }
    }
}

void CatalogReader::add_needs() {
    std::vector<std::pair<std::size_t, std::size_t>> edges;
    for (auto const& [from, to] : dependencies_) {
        auto const dependent = find_or_whole(from);
        auto const needed = find_or_whole(to);
        if (dependent && needed && *dependent != *needed) {
            edges.emplace_back(*dependent, *needed);
        }
    }
    add_needs_of_grants(edges);
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    std::vector<ObjectId> needs;
    for (std::size_t i = 0; i < edges.size(); ++i) {
        needs.push_back(builder_.at(edges[i].second).id);
        if (i + 1 == edges.size() || edges[i + 1].first != edges[i].first) {
            std::sort(needs.begin(), needs.end());
            builder_.at(edges[i].first).needs =
                builder_.arena().keep(std::span<ObjectId const>(needs));
            needs.clear();
        }
    }
}

namespace {

bool may_be_own(Object const& object) {
    return object.id.names.front() == own_namespace || object.id.kind == &kind::table ||
           object.id.kind == &kind::publication || object.id.kind == &kind::event_trigger;
}

bool is_of_publication(Object const& object) {
    return object.id.kind == &kind::publication_table ||
           object.id.kind == &kind::publication_namespace;
}

/// Is it `mine`, or part of it? Publications and event triggers may be called as a namespace is.
bool belongs_to(Object const& object, ObjectId const& mine) {
    if (mine.kind == &kind::event_trigger) {
        return object.id == mine;
    }
    if (mine.kind == &kind::publication) {
        return object.id.names.starts_with(mine.names) &&
               (object.id.kind == mine.kind || is_of_publication(object));
    }
    if (mine.names.size() == 1) {
        // Of the namespace, what is said of it alone: grants.
        return object.id == mine || (object.id.names.starts_with(mine.names) &&
                                     object.id.kind->is_part && !is_of_publication(object));
    }
    return object.id.names.starts_with(mine.names) && !is_of_publication(object);
}

/// Without what this program keeps in the database for itself.
void leave_out_own(Schema& schema) {
    std::vector<ObjectId> own;
    for (auto const& object : schema.objects) {
        if (may_be_own(object) && object["comment"] == own_comment) {
            own.push_back(object.id);
        }
    }
    if (own.empty()) {
        return;
    }
    std::erase_if(schema.objects, [&](Object const& object) {
        return std::any_of(own.begin(), own.end(),
                           [&](ObjectId const& mine) { return belongs_to(object, mine); });
    });
}

}  // namespace

Schema CatalogReader::finish() {
    add_relations();
    add_comments();
    add_labels();
    add_grants();
    add_needs();
    auto schema = builder_.finish();
    leave_out_own(schema);
    for (auto const* const kind : kinds()) {
        schema.known_kinds.insert(kind);
    }
    schema.server_version = server_version();
    schema.untracked = std::move(untracked_);
    schema.warnings = std::move(warnings_);
    return schema;
}

}  // namespace lockstep::schema
