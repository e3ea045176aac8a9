#include "apply/rehearse.hpp"

#include <utility>

#include <fmt/core.h>

#include "apply/stage.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "plan/touched.hpp"

namespace lockstep::apply {

namespace {

using plan::Plan;
using schema::Schema;

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
        auto const part = plan::touched(
            from, to, settings_.diff,
            settings_.rows.most > 0 ? plan::Extent::for_rows : plan::Extent::for_plans);
        log().debug("the plan touches {} of {} objects", part.from.objects.size(),
                    from.objects.size());
        auto rehearsal = attempt(part.from, part.to, false);
        bool const is_part = part.from.objects.size() < from.objects.size() ||
                             part.to.objects.size() < to.objects.size();
        if (is_part && (may_lack(rehearsal.plan) || may_lack(rehearsal.revert))) {
            say("rehearsing the plan on a whole copy");
            rehearsal = attempt(from, to, true);
        }
        rehearsal.server_version = server_.server_version();
        return rehearsal;
    }

private:
    /// Was perhaps needed what we cut off?
    static bool may_lack(std::optional<Unproved> const& unproved) {
        return unproved && !unproved->on_rows && unproved->at != Unproved::At::rows &&
               unproved->at != Unproved::At::promise;
    }

    Rehearsal attempt(Schema const& from, Schema const& to, bool check_start) {
        Stage stage(server_, settings_);
        Rehearsal rehearsal;
        rehearsal.plan = stage.build(from, to, plan_, revert_);
        if (!rehearsal.plan && check_start) {
            rehearsal.plan = stage.compare(from, Unproved::At::start);
        }
        if (!rehearsal.plan) {
            prove(stage, from, to, rehearsal);
        } else {
            rehearsal.revert = rehearsal.plan;
        }
        return rehearsal;
    }

    void prove(Stage& stage, Schema const& from, Schema const& to, Rehearsal& rehearsal) {
        std::vector<plan::KeptTable> there;
        std::vector<plan::KeptTable> both;
        if (settings_.rows.most > 0) {
            say("filling the copy with rows");
            stage.fill(from, to);
            say("rehearsing the plan on rows");
            there = plan::kept(from, to, settings_.diff, plan_);
            both = kept_there_and_back(
                there, plan::kept(to, from, plan::backwards(settings_.diff), revert_));
        }
        auto const at_start = stage.prints(both, Side::before);
        rehearsal.plan = stage.prove(plan_, to, there);
        rehearsal.measured = stage.take_measured();
        if (!rehearsal.plan && settings_.online) {
            rehearsal.plan = broken_promise(rehearsal.measured);
        }
        rehearsal.rows = stage.filling();
        // From elsewhere, the way back proves nothing.
        rehearsal.revert = rehearsal.plan ? rehearsal.plan : stage.prove(revert_, from);
        if (!rehearsal.revert) {
            rehearsal.revert = stage.compare_rows(both, at_start);
        }
    }

    std::optional<Unproved> broken_promise(
        std::vector<std::vector<plan::Hazard>> const& measured) const {
        Unproved unproved{.at = Unproved::At::promise};
        auto const statements = plan_.statements();
        for (std::size_t i = 0; i < statements.size() && i < measured.size(); ++i) {
            for (auto& broken : broken_promises(statements[i], measured[i])) {
                unproved.left.push_back(std::move(broken));
            }
        }
        return unproved.left.empty() ? std::nullopt : std::optional(std::move(unproved));
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

std::string_view place_of(Unproved const& unproved) {
    if (unproved.at == Unproved::At::start) {
        return "its start cannot be rebuilt in the scratch database";
    }
    return unproved.on_rows ? "a statement was refused on the rows in the scratch database"
                            : "a statement was refused in the scratch database";
}

std::string table_of(Unproved const& unproved) {
    if (!unproved.on_rows || unproved.said.table.empty()) {
        return {};
    }
    auto const names = schema::pack({unproved.said.schema, unproved.said.table});
    return schema::dotted(schema::Names(names)).text() +
           (unproved.on_made_up_rows ? " (its rows were made up)" : "");
}

}  // namespace

std::string describe(Unproved const& unproved) {
    if (unproved.at == Unproved::At::result) {
        return "it leads elsewhere. Left to change is:" + listed(unproved.left);
    }
    if (unproved.at == Unproved::At::rows) {
        return "rows do not survive it in the scratch database:" + listed(unproved.left);
    }
    if (unproved.at == Unproved::At::promise) {
        return "it is to be online, and does in the scratch database what it does not say:" +
               listed(unproved.left);
    }
    if (!unproved.left.empty()) {
        return "its start cannot be rebuilt in the scratch database. Different there is:" +
               listed(unproved.left);
    }
    auto text = fmt::format("{}: {}", place_of(unproved), unproved.said.message);
    for (auto const& [label, more] :
         std::initializer_list<std::pair<std::string_view, std::string>>{
             {"detail", unproved.said.detail},
             {"hint", unproved.said.hint},
             {"table", table_of(unproved)},
             {"about", unproved.on_rows ? unproved.about : std::string()},
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
