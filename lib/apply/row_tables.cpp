#include "apply/row_tables.hpp"

#include <algorithm>
#include <map>

#include "plan/matched.hpp"
#include "schema/kinds/kinds.hpp"

namespace lockstep::apply {

using namespace schema;

namespace {

std::vector<std::string> texts(TextList list) {
    std::vector<std::string> all;
    for (auto const item : list.items()) {
        all.emplace_back(item);
    }
    return all;
}

bool is_foreign_key(Object const& object) {
    return object.id.kind == &kind::constraint && object["type"] == "FOREIGN KEY";
}

class Collector {
public:
    Collector(Schema const& from, Schema const& to, diff::DiffOptions const& options)
        : from_(from), matched_(from, to, options) {
        for (auto const& object : to.objects) {
            if (is_foreign_key(object)) {
                note_coming(object);
            }
        }
    }

    std::vector<RowTable> collect() {
        std::vector<RowTable> tables;
        for (auto const& object : from_.objects) {
            if (object.id.kind == &kind::table && object["partition_by"].empty()) {
                tables.push_back(table(object));
            }
        }
        return tables;
    }

private:
    RowTable table(Object const& object) {
        RowTable table;
        table.names = object.id.names.packed();
        table.name = dotted(object.id.names);
        auto const* whole = &object;
        while (whole != nullptr) {
            table.wholes.emplace_back(whole->id.names.packed());
            take_constraints(*whole, table);
            auto const upper = (*whole)["partition_of"];
            auto const names = names_of_dotted(upper);
            whole = upper.empty() ? nullptr : from_.find(kind::table, Names(names));
        }
        table.root = table.wholes.back();
        take_columns(object, table);
        return table;
    }

    void take_columns(Object const& object, RowTable& table) const {
        for (auto const& part : from_.with_parts(object.id.names)) {
            if (part.id.kind == &kind::column && part["generated"].empty()) {
                table.columns.emplace_back(part.name());
            }
        }
    }

    void take_constraints(Object const& object, RowTable& table) {
        if (auto const bound = object["partition_bound"]; !bound.empty()) {
            table.expressions.emplace_back(bound);
        }
        for (auto const& part : from_.with_parts(object.id.names)) {
            if (part.id.kind == &kind::constraint) {
                take_constraint(part, table);
            }
        }
        auto const names = std::string(object.id.names.packed());
        for (auto const& reference : coming_[names]) {
            table.references.push_back(reference);
        }
    }

    static void take_constraint(Object const& constraint, RowTable& table) {
        bool const holds = !constraint.is("not_valid") && !constraint.is("not_enforced");
        if (is_foreign_key(constraint)) {
            if (!constraint.is("period")) {
                table.references.push_back(
                    {.target = names_of_dotted(constraint["references"]),
                     .columns = texts(constraint.list("columns")),
                     .referenced = texts(constraint.list("referenced_columns")),
                     .holds = holds});
            }
        } else if (constraint["type"] == "CHECK") {
            table.expressions.emplace_back(constraint["expression"]);
            if (constraint.is("not_valid") && !constraint.is("inherited")) {
                table.not_valid.emplace_back(constraint.name());
            }
        }
    }

    /// A foreign key of the end, in the names of the start; nothing where one of its columns is yet
    /// to be made.
    void note_coming(Object const& constraint) {
        auto const& to = matched_.to;
        auto const table = constraint.id.names.without_last();
        auto const target = names_of_dotted(constraint["references"]);
        RowReference reference{
            .target = name_before(kind::table, target),
            .columns = before(table, constraint.list("columns")),
            .referenced = before(Names(target), constraint.list("referenced_columns")),
            .holds = false};
        bool const is_new = matched_.from_of[plan::index_of(to, constraint)] == plan::none;
        if (is_new && !reference.target.empty() && !reference.columns.empty() &&
            !reference.referenced.empty() && !constraint.is("period")) {
            coming_[name_before(kind::table, std::string(table.packed()))].push_back(
                std::move(reference));
        }
    }

    std::string name_before(Kind const& kind, std::string const& after) const {
        auto const index = plan::find(matched_.to, {&kind, Names(after)});
        auto const old = index == plan::none ? plan::none : matched_.from_of[index];
        return old == plan::none ? std::string()
                                 : std::string(from_.objects[old].id.names.packed());
    }

    std::vector<std::string> before(Names table, TextList columns) const {
        std::vector<std::string> names;
        for (auto const column : columns.items()) {
            auto const after = std::string(table.packed()) + pack({column});
            auto const old = name_before(kind::column, after);
            if (old.empty()) {
                return {};
            }
            names.emplace_back(Names(old).back());
        }
        return names;
    }

    Schema const& from_;
    plan::Matched matched_;
    std::map<std::string, std::vector<RowReference>> coming_;  // by the table's names at the start
};

}  // namespace

bool RowTable::is_part_of(std::string const& names_of_whole) const {
    return std::find(wholes.begin(), wholes.end(), names_of_whole) != wholes.end();
}

std::vector<RowTable> row_tables(Schema const& from, Schema const& to,
                                 diff::DiffOptions const& options) {
    return Collector(from, to, options).collect();
}

Sql columns_of(std::vector<std::string> const& columns) {
    std::vector<Sql> names;
    for (auto const& column : columns) {
        names.push_back(ident(column));
    }
    return comma_separated(names);
}

Sql columns_of(Sql const& table, std::vector<std::string> const& columns) {
    std::vector<Sql> names;
    for (auto const& column : columns) {
        names.push_back(sql("{}.{}", table, ident(column)));
    }
    return comma_separated(names);
}

}  // namespace lockstep::apply
