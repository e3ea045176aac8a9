#include "plan/lost_comments.hpp"

#include <algorithm>

#include "plan/making.hpp"
#include "schema/kinds/kinds.hpp"

namespace lockstep::plan {

using namespace schema;

namespace {

bool is_retyped(Object const& object, std::set<std::size_t> const& properties) {
    auto const* const kind = object.id.kind;
    return kind == &kind::column && (properties.contains(kind->index_of("type")) ||
                                     properties.contains(kind->index_of("collation")));
}

/// `above`: the same in the tables above.
Statements comments_of(Alteration const& part, std::vector<Object const*> const& above) {
    Statements statements;
    auto const is_copied = [&](std::string_view property) {
        return std::any_of(above.begin(), above.end(),
                           [&](Object const* upper) { return !(*upper)[property].empty(); });
    };
    auto const& kind = *part.after.id.kind;
    if (!part.after["comment"].empty() || (&kind == &kind::index && is_copied("comment"))) {
        statements.push_back(set_comment(part.after));
    }
    constexpr std::string_view of_index = "index_comment";
    if (kind.has(of_index) && (!part.after[of_index].empty() || is_copied(of_index))) {
        auto more = alterations(part, {kind.index_of(of_index)});
        std::move(more->begin(), more->end(), std::back_inserter(statements));
    }
    return statements;
}

class LostComments {
public:
    LostComments(Matched const& matched, Fate const& fate) : matched_(matched), fate_(fate) {}

    /// Of the column, and of the same below: the change is told once, of the topmost.
    void add(Index column) {
        for (auto const dependent : fate_.dependents(column)) {
            add_dependent(dependent);
        }
        for (auto const lower : fate_.lowers(column)) {
            if (matched_.from.objects[lower].id.kind == &kind::column) {
                add(lower);
            }
        }
    }

    std::map<Index, Statements> take() { return std::move(lost_); }

private:
    void add_dependent(Index of_from) {
        auto const* const kind = matched_.from.objects[of_from].id.kind;
        if (fate_.is_gone(of_from) || (kind != &kind::index && kind != &kind::constraint)) {
            return;
        }
        auto const of_to = matched_.to_of[of_from];
        std::vector<Object const*> above;
        for (auto const upper : same_above(matched_.to, of_to)) {
            above.push_back(&matched_.to.objects[upper]);
        }
        if (!above.empty()) {
            lost_[of_to] = comments_of(fate_.alteration(of_from), above);
        }
    }

    Matched const& matched_;
    Fate const& fate_;
    std::map<Index, Statements> lost_;
};

}  // namespace

std::map<Index, Statements> lost_comments(Matched const& matched, Fate const& fate) {
    LostComments lost(matched, fate);
    for (auto const& [altered, properties] : fate.altered()) {
        if (is_retyped(matched.from.objects[altered], properties)) {
            lost.add(altered);
        }
    }
    return lost.take();
}

}  // namespace lockstep::plan
