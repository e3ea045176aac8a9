#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "code/identifiers.hpp"
#include "generate/context.hpp"
#include "generate/quoting.hpp"
#include "generate/simple_default.hpp"
#include "schema/kinds/kinds.hpp"

namespace lockstep::generate {

namespace {

using namespace schema;

void put(Data::Object& to, char const* name, Data value) {
    to.push_back({name, std::move(value)});
}

void put_names(Data::Object& to, ColumnNames const& names) {
    put(to, "literal", names.literal);
    put(to, "identifier", names.identifier);
    put(to, "is_plain", names.is_plain);
    put(to, "key", names.key);
    put(to, "member", names.member);
    put(to, "member_literal", names.member_literal);
    put(to, "constant", names.constant);
}

/// What is said of one table, view or composite type.
class Relation {
public:
    Relation(Vocabulary const& vocabulary, Object const& relation,
             std::set<Object const*> const& selected)
        : vocabulary_(vocabulary), relation_(relation), selected_(selected) {
        for (auto const& part : schema().with_parts(relation.id.names)) {
            if (part.id.kind == &kind::constraint) {
                constraints_.push_back(&part);
                primary_key_ = part["type"] == "PRIMARY KEY" ? &part : primary_key_;
            }
        }
    }

    Data data() {
        Data::Object to;
        to.reserve(32);
        put_header(to);
        auto columns = this->columns();
        put(to, "has_columns", !columns.empty());
        put(to, "columns", std::move(columns));
        put(to, "has_plain_names", has_plain_names_);
        put(to, "has_primary_key", primary_key_ != nullptr);
        put(to, "primary_key", primary_key_ == nullptr ? Data() : Data(key(*primary_key_)));
        bool const is_composite =
            primary_key_ != nullptr && primary_key_->list("columns").size() > 1;
        put(to, "composite_key", is_composite ? Data(key(*primary_key_)) : Data());
        bool has_extras = is_composite;
        auto const put_list = [&](char const* name, Data::List list) {
            has_extras = has_extras || !list.empty();
            put(to, name, std::move(list));
        };
        put_list("uniques", keys("UNIQUE"));
        put_list("checks", checks());
        put_list("foreign_keys", foreign_keys());
        put_list("indexes", indexes());
        put(to, "has_extras", has_extras);
        return to;
    }

private:
    Schema const& schema() const { return vocabulary_.schema(); }
    std::string quoted(std::string_view text) const { return vocabulary_.language().quoted(text); }

    void put_header(Data::Object& to) const {
        auto const& names = relation_.id.names;
        auto const* const kind = relation_.id.kind;
        put(to, "literal", quoted(names.back()));
        put(to, "namespace", quoted(names.front()));
        put(to, "namespace_variable", vocabulary_.namespace_variable(names.front()));
        put(to, "qualified", quoted(qualified(relation_)));
        put(to, "qualified_in_comment", name_in_comment(vocabulary_.language(), relation_));
        put(to, "identifier", vocabulary_.identifier_of(relation_));
        put(to, "class", vocabulary_.class_of(relation_));
        put(to, "variable", vocabulary_.variable_of(relation_));
        put(to, "constant", vocabulary_.constant_of(relation_));
        put(to, "is_table", is_table(relation_));
        put(to, "is_view", kind == &kind::view || kind == &kind::materialized_view);
        put(to, "is_composite_type", kind == &kind::composite_type);
        put(to, "kind", std::string(kind->name));
        put(to, "is_relationship", is_relationship(schema(), relation_));
        put(to, "comment", comment_data(vocabulary_.language(), relation_));
    }

    // --- Columns

    Data::List columns() {
        Data::List list;
        for (auto const* const column : vocabulary_.columns_of(relation_)) {
            list.push_back(this->column(*column));
        }
        return list;
    }

    Data column(Object const& column) {
        auto const& names = vocabulary_.names_of(relation_, column.name());
        auto const& type = vocabulary_.type(column["type"]);
        has_plain_names_ = has_plain_names_ && names.is_plain;
        bool const is_key = is_in_key(column.name());
        bool const nullable = !column.is("not_null") && !is_key;
        Data::Object to;
        to.reserve(48);
        put_names(to, names);
        put(to, "has_alias", quoted(names.identifier) != names.literal);
        put(to, "comment", comment_data(vocabulary_.language(), column));
        put_type(to, column, type, nullable);
        put_value(to, column, type, nullable);
        put(to, "primary_key", is_key);
        put(to, "is_only_key", is_key && primary_key_->list("columns").size() == 1);
        return to;
    }

    void put_type(Data::Object& to, Object const& column, TypeFacts const& type,
                  bool nullable) const {
        auto const& written = type.forms.find("type")->second;
        auto const& declared = nullable ? type.declared_if_null : written;
        put(to, "type", written);
        put(to, "declared", declared);
        put(to, "quoted_declared", quoted(declared));
        put(to, "nullable", nullable);
        put(to, "not_null", !nullable);
        put(to, "sql_type", quoted(column["type"]));
        put(to, "is_array", type.is_array);
        put(to, "enum", type.enum_class.empty() ? Data("") : Data(type.enum_class));
        put(to, "enum_variable", type.enum_variable);
        put(to, "enum_literal", type.enum_class.empty() ? "" : quoted(type.enum_name));
        put(to, "custom",
            type.custom.empty() ? Data("") : Data(vocabulary_.custom_types().at(type.custom)));
        put(to, "form", type.form);
    }

    /// Where the value comes from when an INSERT says none.
    void put_value(Data::Object& to, Object const& column, TypeFacts const& type,
                   bool nullable) const {
        auto const text = column["default"];
        auto const identity = column["identity"];
        auto const generated = column["generated"];
        bool const serial = vocabulary_.is_serial(column);
        bool const is_given = !text.empty() || !identity.empty() || !generated.empty();
        auto const simple = simple_default(text);
        put(to, "default", text.empty() ? Data("") : Data(quoted(text)));
        put(to, "default_expression", text.empty() || serial ? Data("") : Data(quoted(text)));
        put(to, "default_text",
            simple.kind == SimpleDefault::Kind::text ? Data(quoted(simple.text)) : Data(""));
        put(to, "default_number",
            simple.kind == SimpleDefault::Kind::number ? Data(simple.text) : Data(""));
        put(to, "default_sql", default_sql(simple));
        put(to, "default_true", simple.kind == SimpleDefault::Kind::yes);
        put(to, "default_false", simple.kind == SimpleDefault::Kind::no);
        put(to, "default_uuid", simple.kind == SimpleDefault::Kind::uuid);
        put(to, "default_other",
            simple.kind == SimpleDefault::Kind::none && !text.empty() && !serial
                ? Data(quoted(text))
                : Data(""));
        put(to, "default_now", simple.kind == SimpleDefault::Kind::now);
        put(to, "serial",
            serial ? Data(type.forms.contains("pg_serial") ? type.forms.find("pg_serial")->second
                                                           : std::string("serial"))
                   : Data(""));
        put(to, "identity_always", identity == "ALWAYS");
        put(to, "identity_by_default", identity == "BY DEFAULT");
        put(to, "generated", generated.empty() ? Data("") : Data(quoted(generated)));
        put(to, "insertable", generated.empty() && identity != "ALWAYS");
        put(to, "required_on_insert", !nullable && !is_given);
        put(to, "updatable", generated.empty() && identity != "ALWAYS");
    }

    /// A text or number as SQL, quoted.
    std::string default_sql(SimpleDefault const& simple) const {
        if (simple.kind == SimpleDefault::Kind::number) {
            return quoted(simple.text);
        }
        return simple.kind == SimpleDefault::Kind::text ? quoted(sql_quoted(simple.text)) : "";
    }

    // --- Constraints and indexes

    bool is_in_key(std::string_view column) const {
        auto const columns = primary_key_ == nullptr ? std::vector<std::string_view>{}
                                                     : primary_key_->list("columns").items();
        return std::find(columns.begin(), columns.end(), column) != columns.end();
    }

    Data::List named_columns(Object const& relation, TextList columns) const {
        Data::List list;
        for (auto const name : columns.items()) {
            Data::Object to;
            put_names(to, vocabulary_.names_of(relation, name));
            list.push_back(std::move(to));
        }
        return list;
    }

    Data::Object key(Object const& constraint) const {
        Data::Object to;
        put(to, "literal", quoted(constraint.name()));
        put(to, "key_columns", named_columns(relation_, constraint.list("columns")));
        put(to, "nulls_not_distinct", constraint.is("nulls_not_distinct"));
        return to;
    }

    Data::List keys(std::string_view type) const {
        Data::List list;
        for (auto const* const constraint : constraints_) {
            if ((*constraint)["type"] == type) {
                list.push_back(key(*constraint));
            }
        }
        return list;
    }

    Data::List checks() const {
        Data::List list;
        for (auto const* const constraint : constraints_) {
            if ((*constraint)["type"] == "CHECK") {
                Data::Object to;
                put(to, "literal", quoted(constraint->name()));
                put(to, "expression", quoted((*constraint)["expression"]));
                list.push_back(std::move(to));
            }
        }
        return list;
    }

    Data::List foreign_keys() const {
        Data::List list;
        code::Scope names;
        for (auto const* const column : vocabulary_.columns_of(relation_)) {
            names.add(vocabulary_.names_of(relation_, column->name()).member);
        }
        for (auto const* const constraint : constraints_) {
            auto const packed = names_of_dotted((*constraint)["references"]);
            auto const* const target = schema().find(kind::table, Names(packed));
            bool const is_seen = target != nullptr && selected_.contains(target) &&
                                 (*constraint)["type"] == "FOREIGN KEY";
            if (is_seen) {
                list.push_back(foreign_key(*constraint, *target, names));
            }
        }
        return list;
    }

    Data::Object foreign_key(Object const& constraint, Object const& target,
                             code::Scope& names) const {
        auto const columns = constraint.list("columns");
        Data::Object to;
        put(to, "literal", quoted(constraint.name()));
        put(to, "member", names.add(relation_name(columns.front(), target)));
        put(to, "target_class", vocabulary_.class_of(target));
        put(to, "target_variable", vocabulary_.variable_of(target));
        put(to, "target_has_key", has_primary_key(target));
        put(to, "target_literal", quoted(target.name()));
        put(to, "target_identifier", vocabulary_.identifier_of(target));
        put(to, "from_columns", named_columns(relation_, columns));
        put(to, "to_columns", named_columns(target, constraint.list("referenced_columns")));
        put_pairs(to, constraint, target);
        put_action(to, {"on_delete", "on_delete_lower", "on_delete_sql"}, constraint["on_delete"]);
        put_action(to, {"on_update", "on_update_lower", "on_update_sql"}, constraint["on_update"]);
        put(to, "has_actions",
            !constraint["on_delete"].empty() || !constraint["on_update"].empty());
        put(to, "deferrable", constraint.is("deferrable"));
        put(to, "initially_deferred", constraint.is("initially_deferred"));
        return to;
    }

    bool has_primary_key(Object const& table) const {
        auto const parts = schema().with_parts(table.id.names);
        return std::any_of(parts.begin(), parts.end(), [](Object const& part) {
            return part.id.kind == &kind::constraint && part["type"] == "PRIMARY KEY";
        });
    }

    /// Quoted as it is, and in small letters, and as SQL has it.
    void put_action(Data::Object& to, std::array<char const*, 3> const& names,
                    std::string_view action) const {
        constexpr auto known =
            std::to_array<std::string_view>({"CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT"});
        bool const is_known = std::find(known.begin(), known.end(), action) != known.end();
        put(to, names[0], is_known ? quoted(action) : "");
        put(to, names[1], is_known ? quoted(to_lower(action)) : "");
        put(to, names[2], is_known ? std::string(action) : "");
    }

    /// Each column with the one that it refers to.
    void put_pairs(Data::Object& to, Object const& constraint, Object const& target) const {
        Data::List pairs;
        auto const from = constraint.list("columns").items();
        auto const other = constraint.list("referenced_columns").items();
        bool nullable = false;
        for (std::size_t i = 0; i < std::min(from.size(), other.size()); ++i) {
            Data::Object pair;
            put(pair, "from_literal", vocabulary_.names_of(relation_, from[i]).literal);
            put(pair, "to_literal", vocabulary_.names_of(target, other[i]).literal);
            put(pair, "to_member", vocabulary_.names_of(target, other[i]).member);
            pairs.push_back(std::move(pair));
            auto const* const column = schema().part(relation_, kind::column, from[i]);
            nullable = nullable || (column != nullptr && !column->is("not_null"));
        }
        put(to, "pairs", std::move(pairs));
        put(to, "nullable", nullable);
    }

    /// "organization_id" → "organization"
    std::string relation_name(std::string_view column, Object const& target) const {
        constexpr std::string_view ending = "_id";
        if (column.ends_with(ending) && column.size() > ending.size()) {
            column.remove_suffix(ending.size());
            return member_name(column);
        }
        return member_name(std::string(column) + "_" + std::string(target.name()));
    }

    Data::List indexes() const {
        Data::List list;
        auto const found = vocabulary_.indexes_of(relation_);
        for (auto const* const index : found) {
            Data::Object to;
            put(to, "literal", quoted(index->name()));
            put(to, "unique", index->is("unique"));
            auto const method = (*index)["method"];
            put(to, "method", quoted(method.empty() ? "btree" : method));
            put(to, "where",
                (*index)["where"].empty() ? Data("") : Data(quoted((*index)["where"])));
            auto columns = index_columns(*index);
            put(to, "only_columns",
                std::all_of(columns.begin(), columns.end(),
                            [](Data const& each) { return each.find("member")->is_there(); }));
            put(to, "index_columns", std::move(columns));
            put(to, "has_options", index->is("unique") || !(*index)["where"].empty());
            put(to, "nulls_not_distinct", index->is("nulls_not_distinct"));
            list.push_back(std::move(to));
        }
        return list;
    }

    /// Columns by name, all else as SQL.
    Data::List index_columns(Object const& index) const {
        Data::List list;
        for (auto const item : index.list("columns").items()) {
            auto const packed = names_of_dotted(item);
            auto const* const column =
                schema().part(relation_, kind::column, Names(packed).front());
            Data::Object to;
            bool const is_column = column != nullptr && Names(packed).size() == 1;
            auto const* const names =
                is_column ? &vocabulary_.names_of(relation_, column->name()) : nullptr;
            put(to, "member", is_column ? names->member : "");
            put(to, "member_literal", is_column ? names->member_literal : "");
            put(to, "expression", quoted(item));
            list.push_back(std::move(to));
        }
        return list;
    }

    Vocabulary const& vocabulary_;
    Object const& relation_;
    std::set<Object const*> const& selected_;
    std::vector<Object const*> constraints_;
    Object const* primary_key_ = nullptr;
    bool has_plain_names_ = true;
};

}  // namespace

Data relation_data(Vocabulary const& vocabulary, Object const& relation,
                   std::set<Object const*> const& selected) {
    return Relation(vocabulary, relation, selected).data();
}

}  // namespace lockstep::generate
