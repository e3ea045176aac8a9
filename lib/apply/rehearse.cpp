#include "apply/rehearse.hpp"

#include <utility>

#include <fmt/core.h>

#include "apply/measure.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "pg/scratch_server.hpp"
#include "plan/create.hpp"
#include "plan/making.hpp"
#include "plan/touched.hpp"
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

/// One try, in a database of its own.
class Stage {
public:
    Stage(pg::ScratchServer const& server, RehearsalSettings const& settings)
        : server_(server),
          settings_(settings),
          database_(server.url()),
          connection_(database_.url()) {}

    std::optional<Unproved> build(Schema const& from, Schema const& to, Plan const& plan,
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
            return Unproved{Unproved::At::start,
                            std::string(texts[failure->index]),
                            failure->error.server(),
                            {}};
        }
        return std::nullopt;
    }

    /// Runs the plan as it would be run on the server, and compares.
    std::optional<Unproved> prove(Plan const& plan, Schema const& goal) {
        for (auto const& setting : plan::session_settings()) {
            connection_.execute(setting);
        }
        measure_.emplace(connection_);
        for (auto const& step : plan.steps) {
            if (auto failed = run(step)) {
                return failed;
            }
        }
        return compare(goal, Unproved::At::result);
    }

    std::optional<Unproved> compare(Schema const& goal, Unproved::At at) {
        auto const connect = [&] { return pg::Connection(database_.url()); };
        auto fresh = connect();
        auto const reached = source::read_catalog(
            fresh, {}, {.unspecified_owner = server_.role(), .another = connect});
        Unproved unproved{.at = at};
        for (auto const& change : diff::diff(reached, goal, {.detect_renames = false}).list) {
            if (!is_beyond_plans(change)) {
                unproved.left.push_back(diff::describe(change));
            }
        }
        return unproved.left.empty() ? std::nullopt : std::optional(std::move(unproved));
    }

    std::vector<std::vector<plan::Hazard>> take_measured() { return std::exchange(measured_, {}); }

private:
    /// Only they may own these.
    void make_superusers(Schema const& schema) {
        for (auto const& object : schema.objects) {
            auto const* const kind = object.id.kind;
            if ((kind == &schema::kind::event_trigger ||
                 kind == &schema::kind::foreign_data_wrapper) &&
                !object["owner"].empty()) {
                connection_.execute(sql("ALTER ROLE {} SUPERUSER", ident(object["owner"])));
            }
        }
    }

    std::optional<Unproved> run(plan::Step const& step) {
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
                return Unproved{Unproved::At::run, statement.text.text(), error.server(), {}};
            }
        }
        return transaction ? commit(*transaction, step) : std::nullopt;
    }

    /// Deferred constraints are checked only here.
    static std::optional<Unproved> commit(pg::Transaction& transaction, plan::Step const& step) {
        try {
            transaction.commit();
            return std::nullopt;
        } catch (pg::Error const& error) {
            return Unproved{Unproved::At::run,
                            step.statements.empty() ? std::string("COMMIT")
                                                    : step.statements.back().text.text(),
                            error.server(),
                            {}};
        }
    }

    pg::ScratchServer const& server_;
    RehearsalSettings const& settings_;
    pg::ScratchDatabase database_;
    pg::Connection connection_;
    std::optional<Measure> measure_;
    std::vector<std::vector<plan::Hazard>> measured_;  // by statement
};

class Rehearser {
public:
    Rehearser(Plan const& plan, Plan const& revert, RehearsalSettings const& settings)
        : plan_(plan),
          revert_(revert),
          settings_(settings),
          server_({.binaries = settings.scratch.binaries,
                   .major = settings.server_major,
                   .url = settings.scratch.url}) {}

    Rehearsal run(Schema const& from, Schema const& to) {
        say("rehearsing the plan");
        auto const part = plan::touched(from, to, settings_.diff);
        log().debug("the plan touches {} of {} objects", part.from.objects.size(),
                    from.objects.size());
        auto rehearsal = attempt(part.from, part.to, false);
        bool const is_part = part.from.objects.size() < from.objects.size() ||
                             part.to.objects.size() < to.objects.size();
        if (is_part && (rehearsal.plan || rehearsal.revert)) {
            // What we cut off may have been needed after all.
            say("rehearsing the plan on a whole copy");
            rehearsal = attempt(from, to, true);
        }
        rehearsal.server_version = server_.server_version();
        return rehearsal;
    }

private:
    Rehearsal attempt(Schema const& from, Schema const& to, bool check_start) {
        Stage stage(server_, settings_);
        Rehearsal rehearsal;
        rehearsal.plan = stage.build(from, to, plan_, revert_);
        if (!rehearsal.plan && check_start) {
            rehearsal.plan = stage.compare(from, Unproved::At::start);
        }
        if (!rehearsal.plan) {
            rehearsal.plan = stage.prove(plan_, to);
        }
        // From elsewhere, the way back proves nothing.
        rehearsal.measured = stage.take_measured();
        rehearsal.revert = rehearsal.plan ? rehearsal.plan : stage.prove(revert_, from);
        return rehearsal;
    }

    void say(std::string_view what) const {
        if (settings_.progress) {
            settings_.progress(what);
        }
    }

    Plan const& plan_;
    Plan const& revert_;
    RehearsalSettings const& settings_;
    pg::ScratchServer server_;
};

std::string listed(std::vector<std::string> const& lines) {
    constexpr std::size_t most = 10;
    std::string text;
    for (std::size_t i = 0; i < lines.size() && i < most; ++i) {
        text += "\n  " + lines[i];
    }
    if (lines.size() > most) {
        text += fmt::format("\n  and {} more", lines.size() - most);
    }
    return text;
}

}  // namespace

std::string describe(Unproved const& unproved) {
    if (unproved.at == Unproved::At::result) {
        return "it leads elsewhere. Left to change is:" + listed(unproved.left);
    }
    if (!unproved.left.empty()) {
        return "its start cannot be rebuilt in the scratch database. Different there is:" +
               listed(unproved.left);
    }
    auto text = fmt::format("{}: {}",
                            unproved.at == Unproved::At::start
                                ? "its start cannot be rebuilt in the scratch database"
                                : "a statement was refused in the scratch database",
                            unproved.said.message);
    for (auto const& [label, more] :
         {std::pair<std::string_view, std::string_view>{"detail", unproved.said.detail},
          {"hint", unproved.said.hint},
          {"statement", unproved.statement}}) {
        text += more.empty() ? "" : fmt::format("\n  {}: {}", label, more);
    }
    return text;
}

Rehearsal rehearse(Plan const& plan, Plan const& revert, Schema const& from, Schema const& to,
                   RehearsalSettings const& settings) {
    return Rehearser(plan, revert, settings).run(from, to);
}

}  // namespace lockstep::apply
