#include "plan/hazards_of.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "plan/relations.hpp"
#include "plan/statement_facts.hpp"
#include "plan/value_types.hpp"
#include "sql/cursor.hpp"

namespace lockstep::plan {

using namespace schema;

namespace {

std::string shown(std::string const& names) {
    return dotted(Names(names)).text();
}

/// Walks over the statements of a plan, and knows what each of them meets.
class Judge {
public:
    Judge(Schema const& from, Schema const& to) : from_(from), to_(to) {}

    void judge(Statement& statement) {
        facts_ = facts_of(statement.text.text());
        statement_ = &statement;
        if (facts_.is_new) {
            made_.insert(facts_.about);
        }
        add_locks();
        add_effects();
        note_proofs();
        note_detached();
        follow_rename();
        auto& hazards = statement.hazards;
        std::sort(hazards.begin(), hazards.end(), [](Hazard const& a, Hazard const& b) {
            return std::tie(a.kind, a.on, a.detail) < std::tie(b.kind, b.on, b.detail);
        });
        hazards.erase(std::unique(hazards.begin(), hazards.end()), hazards.end());
    }

private:
    /// What a relation is called in `from`; empty where the plan makes it.
    std::string name_before(std::string const& name) const {
        if (made_.contains(name)) {
            return {};
        }
        auto const at = before_.find(name);
        auto const& known = at == before_.end() ? name : at->second;
        return from_.has(known) ? known : std::string();
    }

    std::string name_now(std::string const& before) const {
        auto const at = std::find_if(before_.begin(), before_.end(),
                                     [&](auto const& renamed) { return renamed.second == before; });
        return at == before_.end() ? before : at->first;
    }

    void add(HazardKind kind, std::string on, std::string detail = {}) {
        statement_->hazards.push_back({kind, std::move(on), std::move(detail)});
    }

    void add_locks() {
        std::map<std::string, LockMode> locks;
        auto const note = [&](std::string const& relation, LockMode mode) {
            auto& strongest = locks[relation];
            strongest = std::max(strongest, mode);
        };
        // An index that goes takes those of the partitions along.
        auto const note_below = [&](std::string const& table) {
            for (auto const& lower :
                 index_dropped().empty() ? std::set<std::string>() : below(table)) {
                note(lower, LockMode::access_exclusive);
            }
        };
        for (auto const& lock : facts_.locks) {
            if (lock.of_index) {
                if (auto const table = table_of_index(lock.on); !table.empty()) {
                    note(table, lock.mode);
                    note_below(table);
                }
                continue;
            }
            auto const before = name_before(lock.on);
            if (before.empty()) {
                continue;
            }
            note(before, lock.mode);
            if (lock.on == facts_.about && !facts_.is_only) {
                for (auto const& lower : below(before)) {
                    note(lower, lock.mode);
                }
            }
        }
        for (auto const& other : locked_besides()) {
            note(other, LockMode::access_exclusive);
        }
        for (auto const& [relation, mode] : locks) {
            add_lock(relation, mode);
        }
    }

    /// Without the partitions that the plan has detached.
    std::set<std::string> below(std::string const& before) const {
        auto all = from_.below(before);
        std::erase_if(all, [&](std::string const& lower) { return detached_.contains(lower); });
        return all;
    }

    /// By the names that the index has now.
    std::string table_of_index(std::string const& index) const {
        auto table = from_.table_of_index(index);
        if (table.empty()) {
            table = name_before(to_.table_of_index(index));
        }
        return table;
    }

    /// The other ends of foreign keys that go, and what a table is a partition of.
    std::set<std::string> locked_besides() const {
        auto const table = name_before(facts_.about);
        if (table.empty()) {
            return {};
        }
        if (!facts_.dropped_constraint.empty()) {
            return from_.referenced(table, facts_.dropped_constraint);
        }
        bool const drops = statement_->text.text().starts_with("DROP TABLE");
        return drops ? from_.around(table) : std::set<std::string>();
    }

    void add_lock(std::string const& relation, LockMode mode) {
        if (mode < LockMode::share_update_exclusive) {
            return;
        }
        auto const text = shown(name_now(relation));
        add(HazardKind::lock, text, std::string(name(mode)));
        if (blocks_reads(mode)) {
            add(HazardKind::blocks_reads, text);
        }
        if (blocks_writes(mode)) {
            add(HazardKind::blocks_writes, text);
        }
    }

    void note_detached() {
        for (auto const& lock : facts_.locks) {
            if (facts_.detaches && lock.on != facts_.about) {
                detached_.insert(name_before(lock.on));
            }
        }
    }

    void add_effects() {
        if ((facts_.effects & needs_superuser) != 0) {
            add(HazardKind::needs_superuser, {});
        }
        if ((facts_.effects & replicates) != 0) {
            add(HazardKind::touches_replication, {});
        }
        auto const index = facts_.locks.size() == 1 && facts_.locks.front().of_index;
        auto const before = index ? table_of_index(facts_.about) : name_before(facts_.about);
        bool const is_relation = !facts_.about.empty();
        if (is_relation && before.empty()) {
            return;
        }
        auto const on = is_relation ? shown(facts_.about) : std::string();
        auto effects = facts_.effects;
        add_type_change(before, effects);
        add_limits(before, effects);
        add_attachment();
        if (is_relation && !has_rows(before)) {
            effects &= ~unsigned{rewrites | scans | can_fail};
        }
        if (is_proven(statement_->text.text()) || is_taken_over(before)) {
            effects &= ~unsigned{scans | can_fail};
        }
        add_if(effects, rewrites, HazardKind::rewrite, on);
        add_if(effects, scans, HazardKind::scan, on);
        add_if(effects, can_fail, HazardKind::can_fail, on);
        add_if(effects, breaks_code, HazardKind::breaks_generated_code, on);
        add_replication(before, effects, on);
    }

    /// The rows of the table that becomes a partition are looked at, unless a check says what its
    /// bound does.
    void add_attachment() {
        for (auto const& lock : facts_.locks) {
            auto const before = name_before(lock.on);
            if (facts_.attaches && lock.on != facts_.about && !before.empty() && has_rows(before)) {
                add(HazardKind::scan, shown(lock.on));
                add(HazardKind::can_fail, shown(lock.on));
            }
        }
    }

    void add_if(unsigned effects, Effect effect, HazardKind kind, std::string const& on) {
        if ((effects & effect) != 0) {
            auto const column = facts_.column.empty() ? Sql() : sql(".{}", ident(facts_.column));
            bool const of_column =
                kind == HazardKind::can_fail || kind == HazardKind::breaks_generated_code;
            add(kind, of_column ? on + column.text() : on);
        }
    }

    bool has_rows(std::string const& before) const {
        if (!from_.holds_rows(before)) {
            bool below = false;
            for (auto const& lower : this->below(before)) {
                below = below || from_.holds_rows(lower);
            }
            return below && !facts_.is_only;
        }
        return true;
    }

    void add_type_change(std::string const& before, unsigned& effects) {
        if (!facts_.changes_type) {
            return;
        }
        auto const now = name_now(before);
        auto const* const old_column = from_.column(before, facts_.column);
        auto const* const new_column = to_.column(now, facts_.column);
        if (old_column == nullptr || new_column == nullptr) {
            effects |= rewrites | can_fail;
            return;
        }
        auto const old_type = (*old_column)["type"];
        auto const new_type = (*new_column)["type"];
        bool const is_recollated =
            old_type == new_type && old_column->get("collation") != new_column->get("collation");
        if (is_recollated) {
            return;
        }
        auto const change = type_change(old_type, new_type);
        effects |= (change.rewrites ? rewrites : nothing) | (change.can_fail ? can_fail : nothing);
    }

    /// A new column of a domain that limits its values is filled at once, with a check of each.
    void add_limits(std::string const& before, unsigned& effects) {
        auto const* const column =
            facts_.adds_column ? to_.column(name_now(before), facts_.column) : nullptr;
        if (column != nullptr && to_.is_limited((*column)["type"])) {
            effects |= rewrites | can_fail;
        }
    }

    void add_replication(std::string const& before, unsigned effects, std::string const& on) {
        if (before.empty() || !from_.is_published(before)) {
            return;
        }
        if ((effects & rewrites) != 0) {
            add(HazardKind::touches_replication, on, "the rewrite goes through every slot");
        }
        auto const gone =
            facts_.dropped_constraint.empty() ? index_dropped() : facts_.dropped_constraint;
        if (!gone.empty() && from_.is_identity(before, gone)) {
            add(HazardKind::touches_replication, on, "its replica identity goes");
        }
    }

    std::string index_dropped() const {
        bool const drops = statement_->text.text().starts_with("DROP INDEX") &&
                           !statement_->text.text().starts_with("DROP INDEX CONCURRENTLY");
        return drops ? std::string(Names(facts_.about).back()) : std::string();
    }

    /// Checks that a column is not null, so that SET NOT NULL needs no look at the rows.
    void note_proofs() {
        auto const tokens = script::tokens_of(statement_->text.text());
        script::Cursor at(tokens);
        if (!at.accept({"alter", "table"})) {
            return;
        }
        at.accept("only");
        at.take_names();
        if (at.accept({"add", "constraint"})) {
            auto const constraint = name_of(at.take());
            if (at.accept("check")) {
                checks_[facts_.about + constraint] = statement_->text.text();
            }
        } else if (at.accept({"validate", "constraint"})) {
            validated_.insert(facts_.about + name_of(at.peek()));
            auto const check = checks_.find(facts_.about + name_of(at.peek()));
            if (check != checks_.end()) {
                proofs_[facts_.about].push_back(check->second);
            }
        }
    }

    bool is_proven(std::string const& text) const {
        if (!text.ends_with(" SET NOT NULL")) {
            return false;
        }
        auto const wanted = sql("({} IS NOT NULL)", ident(facts_.column)).text();
        auto const found = proofs_.find(facts_.about);
        return (found != proofs_.end() && std::any_of(found->second.begin(), found->second.end(),
                                                      [&](std::string const& proof) {
                                                          return proof.find(wanted) !=
                                                                 std::string::npos;
                                                      })) ||
               from_.has_valid_check(name_before(facts_.about), wanted);
    }

    /// A foreign key that all partitions have already: that of the whole takes theirs over.
    bool is_taken_over(std::string const& before) const {
        auto const tables = below(before);
        return !facts_.added_constraint.empty() && !from_.holds_rows(before) && !tables.empty() &&
               std::all_of(tables.begin(), tables.end(), [&](std::string const& table) {
                   return !from_.holds_rows(table) ||
                          validated_.contains(name_now(table) + facts_.added_constraint);
               });
    }

    void follow_rename() {
        if (facts_.renamed_to.empty()) {
            return;
        }
        if (made_.erase(facts_.about) != 0) {
            made_.insert(facts_.renamed_to);
            return;
        }
        auto const before = name_before(facts_.about);
        before_.erase(facts_.about);
        if (!before.empty()) {
            before_[facts_.renamed_to] = before;
        }
    }

    Relations from_;
    Relations to_;
    std::set<std::string> detached_;             // as `from` calls them
    std::set<std::string> validated_;            // foreign keys, by table and name
    std::set<std::string> made_;                 // names of relations that the plan makes
    std::map<std::string, std::string> before_;  // of renamed ones, by what they are called now
    std::map<std::string, std::string> checks_;  // by table and name
    std::map<std::string, std::vector<std::string>> proofs_;  // by table
    StatementFacts facts_;
    Statement* statement_ = nullptr;
};

}  // namespace

void add_hazards(std::vector<Statement>& statements, Schema const& from, Schema const& to) {
    Judge judge(from, to);
    for (auto& statement : statements) {
        judge.judge(statement);
    }
}

}  // namespace lockstep::plan
