#include "plan/relations.hpp"

#include <algorithm>

#include "schema/kinds/kinds.hpp"
#include "schema/parts.hpp"

namespace lockstep::plan {

using namespace schema;

namespace {

bool is_a(Object const& object, Kind const& kind) {
    return object.id.kind == &kind;
}

bool is_key(Object const& constraint) {
    auto const type = constraint["type"];
    return type == "PRIMARY KEY" || type == "UNIQUE" || type == "EXCLUDE";
}

}  // namespace

Relations::Relations(Schema const& schema) : schema_(&schema) {
    for (auto const& object : schema.objects) {
        add(object);
    }
}

void Relations::add(Object const& object) {
    auto const names = [&] { return std::string(object.id.names.packed()); };
    if (is_a(object, kind::table) || is_a(object, kind::foreign_table)) {
        for (auto const& parent : parents_of(object)) {
            children_[parent].insert(names());
        }
    } else if (is_a(object, kind::index)) {
        tables_of_indexes_[names()] = names_of_dotted(object["table"]);
    } else if (is_a(object, kind::constraint) && is_key(object)) {
        tables_of_indexes_[pack({object.id.names.front(), object.name()})] =
            std::string(object.id.names.without_last().packed());
    } else if (is_a(object, kind::statistics)) {
        constexpr std::string_view from = " FROM ";
        auto const definition = object["definition"];
        auto const at = definition.rfind(from);
        if (at != std::string_view::npos) {
            tables_of_indexes_.emplace(names(),
                                       names_of_dotted(definition.substr(at + from.size())));
        }
    } else if (is_a(object, kind::publication_table)) {
        published_.insert(pack({object.id.names[1], object.id.names[2]}));
    } else if (is_a(object, kind::publication_namespace)) {
        published_.insert(pack({object.id.names[1]}));
    } else if (is_a(object, kind::publication)) {
        all_published_ = all_published_ || object.is("all_tables");
    }
}

Object const* Relations::relation(std::string const& names) const {
    for (auto const& object : schema_->with_parts(Names(names))) {
        if (object.id.names.packed() != names) {
            break;
        }
        bool const is_index = object.id.kind == &kind::index;
        if (object.id.kind->catalog == "pg_class" && !is_index) {
            return &object;
        }
    }
    return nullptr;
}

bool Relations::has(std::string const& names) const {
    return relation(names) != nullptr;
}

bool Relations::holds_rows(std::string const& names) const {
    auto const* const found = relation(names);
    return found != nullptr && ((is_a(*found, kind::table) && (*found)["partition_by"].empty()) ||
                                is_a(*found, kind::materialized_view));
}

Object const* Relations::column(std::string const& table, std::string const& name) const {
    return schema_->find(kind::column, Names(table + pack({name})));
}

bool Relations::is_limited(std::string_view type) const {
    auto const names = names_of_dotted(type);
    auto const* const domain = schema_->find(kind::domain, Names(names));
    if (domain == nullptr) {
        // Domains of the system are in no schema that we read, and some of these have checks.
        return Names(names).front() == "information_schema";
    }
    auto const parts = schema_->with_parts(domain->id.names);
    return domain->is("not_null") ||
           std::any_of(parts.begin(), parts.end(),
                       [](Object const& part) { return is_a(part, kind::domain_constraint); });
}

std::string Relations::table_of_index(std::string const& index) const {
    auto const at = tables_of_indexes_.find(index);
    return at == tables_of_indexes_.end() ? std::string() : at->second;
}

std::set<std::string> Relations::below(std::string const& table) const {
    std::set<std::string> all;
    std::vector<std::string> open{table};
    while (!open.empty()) {
        auto const at = children_.find(open.back());
        open.pop_back();
        for (auto const& child : at == children_.end() ? std::set<std::string>() : at->second) {
            if (all.insert(child).second) {
                open.push_back(child);
            }
        }
    }
    return all;
}

std::set<std::string> Relations::referenced(std::string const& table,
                                            std::string const& constraint) const {
    auto const* const found = schema_->find(kind::constraint, Names(table + pack({constraint})));
    if (found == nullptr || (*found)["references"].empty()) {
        return {};
    }
    return {names_of_dotted((*found)["references"])};
}

std::set<std::string> Relations::around(std::string const& table) const {
    std::set<std::string> all;
    for (auto const& part : schema_->with_parts(Names(table))) {
        if (is_a(part, kind::constraint)) {
            all.merge(referenced(table, std::string(part.name())));
        } else if (is_a(part, kind::table) && part.id.names.packed() == table) {
            auto const parents = parents_of(part);
            bool const is_partition = !part["partition_of"].empty();
            all.insert(parents.begin(), is_partition ? parents.end() : parents.begin());
        }
    }
    return all;
}

bool Relations::is_published(std::string const& table) const {
    return all_published_ || published_.contains(table) ||
           published_.contains(pack({Names(table).front()}));
}

bool Relations::is_identity(std::string const& table, std::string const& index) const {
    auto const* const found = relation(table);
    if (found == nullptr) {
        return false;
    }
    auto const identity = (*found)["replica_identity"];
    if (identity.empty()) {
        auto const* const key = schema_->find(kind::constraint, Names(table + pack({index})));
        return key != nullptr && (*key)["type"] == "PRIMARY KEY";
    }
    return identity == sql("USING INDEX {}", ident(index)).text();
}

bool Relations::has_valid_check(std::string const& table, std::string const& expression) const {
    for (auto const& part : schema_->with_parts(Names(table))) {
        bool const is_valid =
            is_a(part, kind::constraint) && !part.is("not_valid") && !part.is("not_enforced");
        if (is_valid && part["type"] == "CHECK" && part["expression"] == expression) {
            return true;
        }
    }
    return false;
}

}  // namespace lockstep::plan
