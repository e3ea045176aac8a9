#include "apply/stage.hpp"

#include <algorithm>

#include "apply/said_of_rows.hpp"
#include "plan/create.hpp"
#include "plan/making.hpp"
#include "schema/kinds/kinds.hpp"
#include "source/catalog_read.hpp"
#include "source/scratch_needs.hpp"
#include "sql/needs.hpp"

namespace lockstep::apply {

namespace {

using plan::Plan;
using schema::Schema;

void add_needs(script::ServerNeeds& needs, Sql const& statement) {
    script::Statement text;
    text.text = statement.text();
    script::add_needs(needs, text);
}

void add_needs(script::ServerNeeds& needs, Plan const& plan) {
    for (auto const& step : plan.steps) {
        for (auto const& statement : step.statements) {
            add_needs(needs, statement.text);
        }
    }
}

/// New columns come behind those that are there: PostgreSQL has no other place for them.
bool is_beyond_plans(diff::Change const& change) {
    return change.action == diff::Action::modified &&
           change.property->compare == schema::Compare::relative_order;
}

}  // namespace

Stage::Stage(pg::ScratchServer const& server, RehearsalSettings const& settings)
    : server_(server), settings_(settings), database_(server.url()), connection_(database_.url()) {}

std::optional<Unproved> Stage::build(Schema const& from, Schema const& to, Plan const& plan,
                                     Plan const& revert) {
    auto const statements = plan::create_all(from);
    if (settings_.scratch.url.empty()) {
        script::ServerNeeds needs;
        for (auto const& statement : statements) {
            add_needs(needs, statement);
        }
        add_needs(needs, plan);
        add_needs(needs, revert);
        source::make_needs(connection_, needs);
        make_superusers(from);
        make_superusers(to);
    }
    std::vector<std::string_view> texts(statements.size());
    std::transform(statements.begin(), statements.end(), texts.begin(),
                   [](Sql const& statement) { return std::string_view(statement.text()); });
    if (auto const failure = connection_.run_each(texts)) {
        return Unproved{.at = Unproved::At::start,
                        .statement = std::string(texts[failure->index]),
                        .said = failure->error.server()};
    }
    return std::nullopt;
}

void Stage::fill(Schema const& from, Schema const& to) {
    filling_ = fill_with_rows(connection_, from, to, settings_.diff, settings_.rows);
}

std::optional<Unproved> Stage::prove(Plan const& plan, Schema const& goal,
                                     std::vector<plan::KeptTable> const& kept) {
    for (auto const& setting : plan::session_settings()) {
        connection_.execute(setting);
    }
    auto const before = prints(kept, Side::before);
    measure_.emplace(connection_);
    for (auto const& step : plan.steps) {
        if (auto failed = run(step)) {
            return failed;
        }
    }
    if (auto elsewhere = compare(goal, Unproved::At::result)) {
        return elsewhere;
    }
    return compare_rows(kept, before);
}

std::optional<Unproved> Stage::compare(Schema const& goal, Unproved::At at) {
    auto const connect = [&] { return pg::Connection(database_.url()); };
    auto fresh = connect();
    auto const reached =
        source::read_catalog(fresh, {}, {.unspecified_owner = server_.role(), .another = connect});
    Unproved unproved{.at = at};
    for (auto const& change : diff::diff(reached, goal, {.detect_renames = false}).list) {
        if (!is_beyond_plans(change)) {
            unproved.left.push_back(diff::describe(change));
        }
    }
    return unproved.left.empty() ? std::nullopt : std::optional(std::move(unproved));
}

std::optional<Unproved> Stage::compare_rows(std::vector<plan::KeptTable> const& kept,
                                            std::vector<RowPrint> const& before) {
    Unproved unproved{.at = Unproved::At::rows,
                      .left = broken_promises(kept, before, prints(kept, Side::after))};
    return unproved.left.empty() ? std::nullopt : std::optional(std::move(unproved));
}

std::vector<RowPrint> Stage::prints(std::vector<plan::KeptTable> const& tables, Side side) {
    return row_prints(connection_, tables, side);
}

/// Only they may own these.
void Stage::make_superusers(Schema const& schema) {
    for (auto const& object : schema.objects) {
        auto const* const kind = object.id.kind;
        if ((kind == &schema::kind::event_trigger || kind == &schema::kind::foreign_data_wrapper) &&
            !object["owner"].empty()) {
            connection_.execute(sql("ALTER ROLE {} SUPERUSER", ident(object["owner"])));
        }
    }
}

std::optional<Unproved> Stage::run(plan::Step const& step) {
    std::optional<pg::Transaction> transaction;
    if (step.in_transaction) {
        transaction.emplace(connection_);
        measure_->begin();
    }
    for (auto const& statement : step.statements) {
        try {
            connection_.execute(statement.text);
            measured_.push_back(transaction ? measure_->take() : std::vector<plan::Hazard>{});
        } catch (pg::Error const& error) {
            return refused(statement, error.server());
        }
    }
    return transaction ? commit(*transaction, step) : std::nullopt;
}

/// Deferred constraints are checked only here.
std::optional<Unproved> Stage::commit(pg::Transaction& transaction, plan::Step const& step) const {
    try {
        transaction.commit();
        return std::nullopt;
    } catch (pg::Error const& error) {
        static plan::Statement const nothing{.text = sql("COMMIT"), .about = {}};
        return refused(step.statements.empty() ? nothing : step.statements.back(), error.server());
    }
}

Unproved Stage::refused(plan::Statement const& statement, pg::ServerMessage const& said) const {
    Unproved unproved{.at = Unproved::At::run,
                      .statement = statement.text.text(),
                      .about = statement.about,
                      .said = said};
    if (filling_.rows > 0 && is_about_rows(said)) {
        unproved.said = without_values(said);
        unproved.on_rows = true;
        unproved.on_made_up_rows =
            filling_.made_up.contains(schema::pack({said.schema, said.table}));
    }
    return unproved;
}

}  // namespace lockstep::apply
