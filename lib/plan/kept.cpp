#include "plan/kept.hpp"

#include <algorithm>
#include <map>

#include "plan/matched.hpp"
#include "plan/value_types.hpp"
#include "schema/kinds/kinds.hpp"

namespace lockstep::plan {

using namespace schema;

namespace {

bool is_partitioned(Object const& table) {
    return !table["partition_by"].empty();
}

class Reader {
public:
    Reader(Schema const& from, Schema const& to, diff::DiffOptions const& options, Plan const& plan)
        : matched_(from, to, options),
          leaves_before_(leaves_of(from)),
          leaves_after_(leaves_of(to)) {
        for (auto const& statement : plan.statements()) {
            for (auto const& hazard : statement.hazards) {
                if (hazard.kind == HazardKind::data_loss) {
                    lost_.insert(hazard.on);
                }
            }
        }
    }

    std::vector<KeptTable> read() const {
        std::vector<KeptTable> tables;
        for (Index i = 0; i < matched_.to_of.size(); ++i) {
            auto const& before = matched_.from.objects[i];
            if (before.id.kind != &kind::table || matched_.to_of[i] == none) {
                continue;
            }
            auto const& after = matched_.to.objects[matched_.to_of[i]];
            if (after.id.kind == &kind::table && keeps_rows(i, before, after)) {
                tables.push_back(table(before, after));
            }
        }
        return tables;
    }

private:
    using Leaves = std::map<Index, std::set<Index>>;

    /// The partitions that hold the rows of a partitioned table.
    static Leaves leaves_of(Schema const& schema) {
        Leaves leaves;
        for (Index i = 0; i < schema.objects.size(); ++i) {
            auto const& object = schema.objects[i];
            if (object.id.kind == &kind::table && !is_partitioned(object)) {
                for (auto upper = whole_above(schema, object); upper != none;
                     upper = whole_above(schema, schema.objects[upper])) {
                    leaves[upper].insert(i);
                }
            }
        }
        return leaves;
    }

    static Index whole_above(Schema const& schema, Object const& table) {
        auto const names = names_of_dotted(table["partition_of"]);
        return names.empty() ? none : find(schema, {&kind::table, Names(names)});
    }

    /// Not one whose partitions come and go with their rows, nor a partition that gets other rows.
    bool keeps_rows(Index index, Object const& before, Object const& after) const {
        if (is_lost(before) || is_lost(after)) {
            return false;
        }
        if (before["partition_bound"] != after["partition_bound"] &&
            !before["partition_bound"].empty() && !after["partition_bound"].empty()) {
            return false;
        }
        return (!is_partitioned(before) && !is_partitioned(after)) ||
               has_the_same_leaves(index, matched_.to_of[index]);
    }

    bool has_the_same_leaves(Index before, Index after) const {
        auto const old_ones = at(leaves_before_, before);
        auto const new_ones = at(leaves_after_, after);
        return std::all_of(old_ones.begin(), old_ones.end(),
                           [&](Index leaf) {
                               return new_ones.contains(matched_.to_of[leaf]) &&
                                      !is_lost(matched_.from.objects[leaf]);
                           }) &&
               std::all_of(new_ones.begin(), new_ones.end(), [&](Index leaf) {
                   auto const old = matched_.from_of[leaf];
                   return old == none || old == before || old_ones.contains(old);
               });
    }

    static std::set<Index> at(Leaves const& leaves, Index table) {
        auto const found = leaves.find(table);
        return found == leaves.end() ? std::set<Index>() : found->second;
    }

    KeptTable table(Object const& before, Object const& after) const {
        KeptTable table{.before = std::string(before.id.names.packed()),
                        .after = std::string(after.id.names.packed()),
                        .with_below = is_partitioned(before) || is_partitioned(after),
                        .columns = {}};
        for (auto const& part : matched_.from.with_parts(before.id.names)) {
            auto const other = matched_.to_of[index_of(matched_.from, part)];
            if (part.id.kind != &kind::column || other == none) {
                continue;
            }
            auto const& column = matched_.to.objects[other];
            if (keeps_values(part, column) && column.id.names.without_last() == after.id.names) {
                table.columns.push_back({std::string(part.name()), std::string(column.name())});
            }
        }
        return table;
    }

    bool keeps_values(Object const& before, Object const& after) const {
        if (is_lost(before) || is_lost(after) || !before["generated"].empty() ||
            !after["generated"].empty()) {
            return false;
        }
        return before["type"] == after["type"] ? !has_changed_type(before)
                                               : is_printed_alike(before["type"], after["type"]);
    }

    /// Is it of a type whose values are called otherwise now, or consist of other parts?
    bool has_changed_type(Object const& column) const {
        return std::any_of(column.needs.begin(), column.needs.end(), [&](ObjectId const& need) {
            return std::any_of(matched_.changes.begin(), matched_.changes.end(),
                               [&](diff::Change const& change) {
                                   return change.before != nullptr && change.before->id == need &&
                                          changes_values(change);
                               });
        });
    }

    static bool changes_values(diff::Change const& change) {
        auto const& kind = change.kind();
        return change.action == diff::Action::renamed || &kind == &kind::composite_type;
    }

    bool is_lost(Object const& object) const { return lost_.contains(to_string(object.id)); }

    Matched matched_;
    Leaves leaves_before_;
    Leaves leaves_after_;
    std::set<std::string> lost_;
};

}  // namespace

std::vector<KeptTable> kept(Schema const& from, Schema const& to, diff::DiffOptions const& options,
                            Plan const& plan) {
    return Reader(from, to, options, plan).read();
}

}  // namespace lockstep::plan
