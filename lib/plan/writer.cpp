#include "plan/writer.hpp"

#include <map>

#include "diff/belonging.hpp"
#include "plan/current_names.hpp"
#include "plan/lost_comments.hpp"
#include "plan/making.hpp"
#include "plan/online.hpp"
#include "plan/operations.hpp"
#include "plan/transactions.hpp"
#include "schema/default_grants.hpp"
#include "schema/kind.hpp"
#include "schema/kinds/kinds.hpp"

namespace lockstep::plan {

using namespace schema;

namespace {

/// Turns operations into statements.
class Writer {
public:
    Writer(Matched const& matched, Fate const& fate, bool online) : matched_(matched), fate_(fate) {
        if (online) {
            online_.emplace(matched, fate);
        }
    }

    std::vector<Statement> write() {
        for (auto const& operation : ordered_operations(matched_, fate_)) {
            write(operation);
        }
        for (auto* const later : {&later_alterations_, &later_creations_, &later_drops_}) {
            take(*later);
        }
        write_differences();
        write_late();
        write_completions();
        take(validations_);
        write_contents();
        take(those_that_fire_);
        return std::move(statements_);
    }

private:
    void write(Operation const& operation) {
        switch (operation.act) {
            case Act::release:
                return write_release(operation.object);
            case Act::detach: {
                auto const& detached = fate_.detached()[operation.object];
                return add(before(detached.object), detached.statements);
            }
            case Act::drop:
                return write_drop(operation.object);
            case Act::rename:
                return write_renames();
            case Act::set_aside:
                return write_setting_aside(operation.object);
            case Act::prepare: {
                auto const& object = matched_.to.objects[operation.object];
                return add(object, object.id.kind->prepare(object));
            }
            case Act::alter:
                return write_alteration(operation.object);
            case Act::make:
                return write_creation(operation.object);
            case Act::link:
                return write_link(operation.object);
            case Act::take_over:
                return write_take_over(operation.object);
            case Act::drop_aside:
                return write_drop_aside(operation.object);
        }
    }

    Object const& before(Index of_from) const { return matched_.from.objects[of_from]; }

    void add(Object const& about, Statements statements, bool loses_data = false) {
        add_to(statements_, about, std::move(statements), loses_data);
    }

    static void add_to(std::vector<Statement>& list, Object const& about, Statements statements,
                       bool loses_data = false) {
        for (auto& text : statements) {
            Statement statement{.text = std::move(text), .about = to_string(about.id)};
            if (loses_data) {
                statement.hazards.push_back({HazardKind::data_loss, statement.about, {}});
            }
            statement.transaction = transaction_of(statement.text);
            list.push_back(std::move(statement));
        }
    }

    /// Where the last that is said of an object goes.
    std::vector<Statement>& last_of(Object const& object) {
        return object.id.kind->fires_for_ddl ? those_that_fire_ : statements_;
    }

    void take(std::vector<Statement>& later) {
        std::move(later.begin(), later.end(), std::back_inserter(statements_));
        later.clear();
    }

    void write_release(Index of_from) {
        auto const alteration = fate_.alteration(of_from);
        for (auto const index : fate_.altered().at(of_from)) {
            auto const& property = alteration.before.id.kind->properties[index];
            if (auto released = online_ ? online_->release(of_from, index) : std::nullopt) {
                add(alteration.before, std::move(*released));
            } else if (property.release != nullptr) {
                add(alteration.before, property.release(alteration));
            }
        }
    }

    bool holds_data(Object const& object) const {
        auto const holds_data = object.id.kind->holds_data;
        return holds_data != nullptr && holds_data(object, matched_.from);
    }

    void write_drop(Index of_from) {
        auto object = before(of_from);
        bool const loses_data = holds_data(object);
        if (auto removed = online_ ? online_->removal(of_from) : std::nullopt) {
            return add_to(later_drops_, object, std::move(*removed), loses_data);
        }
        if (auto replaced = online_ ? online_->replacement(of_from) : std::nullopt) {
            replaced_.insert(matched_.to_of[of_from]);
            return add_to(later_creations_, object, std::move(*replaced));
        }
        auto const names = current_names(object);
        object.id.names = Names(names);
        add(object, removal_of(object, matched_.from, matched_.to), loses_data);
    }

    std::string current_names(Object const& object) const {
        auto const packed = object.id.names.packed();
        for (auto whole = object.id.names.without_last(); !asides_.empty() && !whole.empty();
             whole = whole.without_last()) {
            if (auto const at = asides_.find(whole.packed()); at != asides_.end()) {
                return at->second + std::string(packed.substr(whole.packed().size()));
            }
        }
        return renamed_ ? names_after_renames(matched_, object) : std::string(packed);
    }

    void write_renames() {
        renamed_ = true;
        for (auto const& rename : matched_.renames) {
            auto const index = index_of(matched_.from, *rename.before.object);
            if (!fate_.is_gone(index)) {
                auto object = *rename.before.object;
                auto const names = current_names(object);
                object.id.names = Names(names);
                add(*rename.after.object, rename_of(object, *rename.after.object));
            }
        }
        if (!matched_.renames.empty()) {
            rename_identity_sequences();
        }
    }

    /// PostgreSQL names them when they are made, and does not rename them with their column.
    void rename_identity_sequences() {
        for (Index i = 0; i < matched_.to_of.size(); ++i) {
            if (matched_.to_of[i] == none || fate_.is_gone(i)) {
                continue;
            }
            auto const& column = matched_.to.objects[matched_.to_of[i]];
            auto const old_names = diff::identity_sequence(before(i));
            auto const new_names = diff::identity_sequence(column);
            if (old_names && new_names && Names(*old_names).back() != Names(*new_names).back()) {
                auto const moved = pack({Names(*new_names).front(), Names(*old_names).back()});
                add(column, {sql("ALTER SEQUENCE {} RENAME TO {}", schema::dotted(Names(moved)),
                                 ident(Names(*new_names).back()))});
            }
        }
    }

    /// A type or table that is out of the way of the one that takes its name.
    Object aside(Index of_from) const {
        auto object = before(of_from);
        auto const names = names_aside(current_names(object));
        object.id.names = Names(matched_.from.arena->keep(names));
        return object;
    }

    void write_setting_aside(Index of_from) {
        auto object = before(of_from);
        auto const names = current_names(object);
        object.id.names = Names(names);
        auto const moved = aside(of_from);
        asides_.emplace(before(of_from).id.names.packed(), moved.id.names.packed());
        add(object, rename_of(object, moved));
        if (auto const free_names = object.id.kind->free_names; free_names != nullptr) {
            add(object, free_names(before(of_from), moved, matched_.from));
        }
        leave_those_above(of_from, moved);
    }

    /// The new one is to stand in the place that the old one has below a table that stays.
    void leave_those_above(Index of_from, Object const& moved) {
        auto const uppers = uppers_of(matched_.from, of_from);
        if (std::all_of(uppers.begin(), uppers.end(),
                        [&](Index upper) { return fate_.is_gone(upper); })) {
            return;
        }
        Object const alone{.id = moved.id};
        for (auto const& property : moved.id.kind->properties) {
            if (property.links && property.release != nullptr) {
                add(before(of_from), property.release({moved, alone, matched_.from, matched_.to}));
            }
        }
    }

    void write_take_over(Index of_from) {
        auto const alteration = fate_.alteration(of_from);
        std::vector<Alteration> parts;
        for (auto const part : fate_.lowers(of_from)) {
            if (matched_.to_of[part] != none) {
                parts.push_back(fate_.alteration(part));
            }
        }
        auto const put_aside = aside(of_from);
        add(alteration.after, alteration.after.id.kind->take_over({alteration, put_aside, parts}));
    }

    void write_drop_aside(Index of_from) {
        bool const is_moved = fate_.is_taken_over(of_from);
        if (is_moved && !fate_.is_topmost(of_from)) {
            return;
        }
        auto const parts = fate_.lowers(of_from);
        bool const loses_data = std::any_of(parts.begin(), parts.end(), [&](Index part) {
            return matched_.to_of[part] == none && before(part).id.kind->create == nullptr &&
                   holds_data(before(part));
        });
        dropped_asides_.insert(of_from);
        if (bridged_.contains(of_from)) {
            auto const end_bridge = before(of_from).id.kind->end_bridge;
            add(before(of_from), end_bridge(fate_.alteration(of_from), aside(of_from)));
        }
        add(before(of_from), {drop_of(aside(of_from))}, loses_data);
    }

    void write_alteration(Index of_from) {
        auto early = parted(of_from).early;
        auto const alteration = fate_.alteration(of_from);
        std::erase_if(early, [&](std::size_t property) {
            auto later = online_ ? online_->alteration(of_from, property) : std::nullopt;
            if (later) {
                add_to(later_alterations_, alteration.after, std::move(*later));
            }
            return later.has_value();
        });
        if (auto statements = alterations(alteration, early)) {
            add(alteration.after, std::move(*statements));
        }
        auto const& kind = *alteration.after.id.kind;
        if (kind.has("owner") && early.contains(kind.index_of("owner"))) {
            add(alteration.after, set_owner(alteration.after));
        }
        if (kind.has("comment") && early.contains(kind.index_of("comment"))) {
            add(alteration.after, {set_comment(alteration.after)});
        }
    }

    /// The properties to alter at once, those that link, and those that come behind all else.
    struct Parted {
        std::set<std::size_t> early;
        std::set<std::size_t> linking;
        std::set<std::size_t> late;
    };

    Parted parted(Index of_from) const {
        Parted result;
        auto const& properties = before(of_from).id.kind->properties;
        for (auto const index : fate_.altered().at(of_from)) {
            auto const& property = properties[index];
            (property.links  ? result.linking
             : property.late ? result.late
                             : result.early)
                .insert(index);
        }
        return result;
    }

    void write_link(Index of_to) {
        auto const& object = matched_.to.objects[of_to];
        auto const of_from = matched_.from_of[of_to];
        if (fate_.new_fate(of_to) != Fate::New::stands) {
            if (!online_made_.contains(of_to)) {
                add(object, object.id.kind->link(object));
            }
            return;
        }
        auto const alteration = fate_.alteration(of_from);
        if (auto statements = alterations(alteration, parted(of_from).linking)) {
            add(object, std::move(*statements));
        }
    }

    void write_creation(Index of_to) {
        made_.push_back(of_to);
        auto const& object = matched_.to.objects[of_to];
        if (replaced_.contains(of_to)) {
            return;
        }
        auto const& kind = *object.id.kind;
        auto const make = kind.create != nullptr ? kind.create : kind.add;
        if (auto made = online_ ? online_->creation(of_to) : std::nullopt) {
            online_made_.insert(of_to);  // with all that links it
            add(object, std::move(made->at_once));
            add_to(later_creations_, object, std::move(made->after));
        } else if (make != nullptr) {
            add(object, make(object, matched_.to));
        }
        add(object, owner_of(object));
        revoke_default_grants_on(object);
        write_bridge(of_to);
    }

    void revoke_default_grants_on(Object const& made) {
        if (has_default_privileges_) {
            add(made, revoke_default_grants(made, matched_.to, matched_.from));
        }
    }

    /// Where nothing is converted, the old one may be gone already.
    void write_bridge(Index of_to) {
        auto const& object = matched_.to.objects[of_to];
        auto const of_from = matched_.from_of[of_to];
        if (object.id.kind->bridge != nullptr && of_from != none &&
            fate_.old_fate(of_from) == Fate::Old::set_aside && !dropped_asides_.contains(of_from)) {
            add(object, object.id.kind->bridge(fate_.alteration(of_from), aside(of_from)));
            bridged_.insert(of_from);
        }
    }

    /// What came with a parent's part, in which it may differ.
    void write_differences() {
        for (Index i = 0; i < matched_.to.objects.size(); ++i) {
            auto const& object = matched_.to.objects[i];
            auto const differences = object.id.kind->differences;
            if (differences != nullptr && fate_.new_fate(i) == Fate::New::comes_with &&
                fate_.creator(i) != whole_of(matched_.to, i)) {
                add(object, differences(object, matched_.to));
            }
        }
    }

    void write_late() {
        for (auto const& [object, properties] : fate_.altered()) {
            auto const late = parted(object).late;
            auto const alteration = fate_.alteration(object);
            if (auto statements = alterations(alteration, late)) {
                add_to(last_of(alteration.after), alteration.after, std::move(*statements));
            }
            if (alteration.after.id.kind == &kind::column &&
                alteration.before["identity"].empty()) {
                revoke_default_grants_on(alteration.after);
            }
        }
        for (auto& [object, statements] : lost_comments(matched_, fate_)) {
            add(matched_.to.objects[object], std::move(statements));
        }
    }

    /// In the order in which they were made: one may read another.
    void write_contents() {
        for (auto const i : made_) {
            auto const& object = matched_.to.objects[i];
            auto const of_from = matched_.from_of[i];
            if (object.id.kind->populate != nullptr) {
                add(object,
                    object.id.kind->populate(of_from == none ? nullptr : &before(of_from), object));
            }
        }
    }

    void write_completions() {
        for (Index i = 0; i < matched_.to.objects.size(); ++i) {
            if (fate_.new_fate(i) == Fate::New::stands) {
                continue;
            }
            auto const& object = matched_.to.objects[i];
            auto* list = &last_of(object);
            if (auto completed = online_ ? online_->completion(i) : std::nullopt) {
                if (completed->at_once.empty()) {
                    list = &validations_;
                }
                add(object, std::move(completed->at_once));
                add_to(validations_, object, std::move(completed->after));
            } else if (object.id.kind->complete != nullptr) {
                add_to(*list, object, object.id.kind->complete(object, matched_.to));
            }
            add_to(*list, object, comment_of(object));
        }
    }

    Matched const& matched_;
    Fate const& fate_;
    std::optional<OnlineWriter> online_;
    std::vector<Statement> statements_;
    std::vector<Statement> later_alterations_;
    std::vector<Statement> later_creations_;
    std::vector<Statement> later_drops_;
    std::vector<Statement> validations_;
    std::vector<Statement> those_that_fire_;
    std::set<Index> replaced_;        // of `to`
    std::set<Index> online_made_;     // likewise
    std::set<Index> bridged_;         // of `from`
    std::set<Index> dropped_asides_;  // likewise
    bool renamed_ = false;
    std::map<std::string, std::string, std::less<>> asides_;  // packed names, before and now
    std::vector<Index> made_;                                 // objects of `to`, in order
    bool has_default_privileges_ = std::any_of(
        matched_.from.objects.begin(), matched_.from.objects.end(),
        [](Object const& object) { return object.id.kind->catalog == "pg_default_acl"; });
};

}  // namespace

std::vector<Statement> write_statements(Matched const& matched, Fate const& fate, bool online) {
    return Writer(matched, fate, online).write();
}

}  // namespace lockstep::plan
