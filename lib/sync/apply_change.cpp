#include "sync/apply_change.hpp"

#include <thread>
#include <utility>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/log.hpp"
#include "base/text.hpp"
#include "schema/fingerprint.hpp"
#include "sync/change.hpp"
#include "sync/fault.hpp"
#include "sync/plan_change.hpp"
#include "sync/schema_message.hpp"
#include "sync/state.hpp"
#include "sync/tables.hpp"

namespace lockstep::sync {

namespace {

using nlohmann::json;

/// What the server, or libpq, said, as a failure of the request.
Refused refusal(std::string_view where, Error const& error) {
    auto const* const server = dynamic_cast<pg::Error const*>(&error);
    if (server == nullptr) {
        auto const message = fmt::format("{}: {}", where, error.what());
        return error.code() == ExitCode::cannot_connect ? Refused::unreachable(message)
                                                        : Refused(Code::failed, message);
    }
    auto const& said = server->server();
    auto detail = said.detail;
    detail += detail.empty() || said.hint.empty() ? "" : "\n";
    detail += said.hint;
    return {Code::failed, fmt::format("{}: {}", where, said.message), detail};
}

Refused conflict(std::int64_t asked, std::int64_t is) {
    return {
        Code::conflict,
        fmt::format("the project is at version {}, not {}: reload it, and ask again", is, asked)};
}

std::string fingerprint_of(Prepared const& it) {
    return schema::fingerprint(schema_of(it.change.after, it.terms.name_space,
                                         it.target->connection().server_version()))
        .schema;
}

}  // namespace

ChangeApplier::ChangeApplier(Control& control, Connect connect, ApplyOptions options)
    : control_(control), connect_(std::move(connect)), options_(std::move(options)) {}

ProjectRow ChangeApplier::read_project_row(Request const& request) {
    auto project = control_.project(request.project_id);
    if (!project || project->organization_id != request.organization_id) {
        throw Refused(Code::not_found, fmt::format("organisation {} has no project {}",
                                                   printable(request.organization_id),
                                                   printable(request.project_id)));
    }
    return std::move(*project);
}

ProjectRow ChangeApplier::ready_project(Request const& request) {
    auto project = read_project_row(request);
    if (!project.is_ready && project.is_lease_over) {
        recover(project.id);
        project = read_project_row(request);
    }
    if (!project.is_ready) {
        throw locked_by(project);
    }
    if (project.version != request.current_version) {
        throw conflict(request.current_version, project.version);
    }
    return project;
}

std::unique_ptr<Target> ChangeApplier::open(TargetRow const& row) {
    try {
        return std::make_unique<Target>(connect_(row.connection));
    } catch (Refused const&) {
        throw;
    } catch (Error const& error) {
        throw refusal("the target cannot be reached", error);
    }
}

Prepared ChangeApplier::prepare(Request const& request) {
    Prepared it{.project = ready_project(request)};
    auto const& old_schema = *it.project.schema_data;
    it.new_schema =
        std::make_shared<json const>(next_schema(old_schema, *request.change, options_.names));
    it.target_row = control_.target_of(request.organization_id);
    it.target = open(it.target_row);
    plan(it, *request.change);
    if (request.new_schema_data &&
        read_project(*request.new_schema_data, it.terms) != it.change.after) {
        throw Refused(Code::bad_request,
                      "new_schema_data is not what the change makes of the project's schema",
                      it.new_schema->dump());
    }
    if (auto const lost = losses(it.change.statements); !lost.empty() && !request.may_lose_data) {
        throw Refused(Code::bad_request,
                      "the change loses data; \"allow\": [\"data_loss\"] lets it",
                      join(lost, "\n"));
    }
    pass(Fault::after_reading);
    return it;
}

/// How schema_data is read for that target: types that only it has are allowed, too.
Terms ChangeApplier::terms_in(Target& target, std::string const& organization_id,
                              json const& schema_data) {
    Terms terms{.name_space = namespace_of(organization_id),
                .names = options_.names,
                .types = options_.types};
    try {
        terms.types.merge(target.existing_types(unknown_types(schema_data)));
    } catch (pg::Error const& error) {
        throw refusal("the target refused", error);
    }
    return terms;
}

/// Both schemas, and the statements from one to the other, in the words of the target.
void ChangeApplier::plan(Prepared& it, json const& change) {
    it.terms = terms_in(*it.target, it.project.organization_id, *it.new_schema);
    it.change = plan_change(*it.project.schema_data, change, it.terms,
                            it.target->connection().server_version());
}

void ChangeApplier::check_target(Prepared& it) {
    auto const lines =
        differences_in(*it.target, it.project.id, it.change.before, it.terms.name_space);
    if (!lines.empty()) {
        throw Refused(Code::failed,
                      "the target is not what the project's schema says (lockstep sync apply "
                      "--repair plans the way back)",
                      join(lines, "\n"));
    }
}

Prepared ChangeApplier::rehearse(Request const& request) {
    auto it = prepare(request);
    try {
        it.target->begin(it.project.id, options_.timeouts);
        check_target(it);
        it.target->roll_back();
    } catch (pg::Error const& error) {
        throw refusal("the target refused", error);
    }
    return it;
}

std::optional<Answer> ChangeApplier::applied_before(Request const& request) {
    auto const change = control_.change(request.change_id);
    if (!change) {
        return std::nullopt;
    }
    if (*change->change != *request.change || change->project_id != request.project_id) {
        throw Refused(Code::conflict, "another change has this change_id");
    }
    if (change->status != "applied") {
        auto const project = read_project_row(request);
        if (!project.is_lease_over) {
            throw locked_by(project);
        }
        recover(project.id);
        return applied_before(request);
    }
    return Answer{
        .change_id = change->change_id, .version = change->version, .was_applied_before = true};
}

Answer ChangeApplier::apply(Request request) {
    start_ = std::chrono::steady_clock::now();
    if (request.change_id.empty()) {
        request.change_id = control_.new_id();
    } else if (auto answer = applied_before(request)) {
        return *answer;
    }
    std::optional<Prepared> prepared;
    try {
        prepared = prepare(request);
        prepared->target->set_up();
        take_lock(request, *prepared);
    } catch (Refused const& why) {
        record(request, why);
        throw;
    } catch (pg::Error const& error) {
        auto const why = refusal("a database refused", error);
        record(request, why);
        throw why;
    }
    return run(request, *prepared);
}

/// That the control database cannot be asked to keep it takes nothing from the answer.
void ChangeApplier::record(Request const& request, Refused const& why) {
    try {
        control_.record_refusal(request, why);
    } catch (Error const& error) {
        log().warn("the refusal could not be recorded: {}", error.what());
    }
}

std::chrono::milliseconds ChangeApplier::took() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                 start_);
}

void ChangeApplier::take_lock(Request const& request, Prepared const& it) {
    std::vector<std::string> texts;
    for (auto const& statement : it.change.statements) {
        texts.push_back(statement.text.text() + ";");
    }
    auto const statements = join(texts, "\n");
    if (!control_.take_lock({.request = request,
                             .old_schema = it.project.schema_data,
                             .new_schema = it.new_schema,
                             .statements = statements,
                             .target = it.target_row.id})) {
        auto const now = read_project_row(request);
        throw now.is_ready ? conflict(request.current_version, now.version) : locked_by(now);
    }
    pass(Fault::after_lock);
}

Answer ChangeApplier::run(Request const& request, Prepared& it) {
    ChangeRow const change{.change_id = request.change_id,
                           .organization_id = request.organization_id,
                           .project_id = it.project.id,
                           .status = "applying",
                           .change = request.change,
                           .new_schema = it.new_schema,
                           .version = request.current_version + 1,
                           .target = it.target_row.id};
    try {
        write(change, it);
    } catch (Refused const& why) {
        give_up(change, it, why);
        throw;
    } catch (Error const& error) {
        auto const why = refusal("nothing was changed", error);
        give_up(change, it, why);
        throw why;
    }
    commit(change, it);
    Answer answer{.change_id = change.change_id, .version = change.version, .duration = took()};
    for (auto const& statement : it.change.statements) {
        answer.statements.push_back(statement.text.text());
    }
    return answer;
}

void ChangeApplier::write_target(ChangeRow const& change, Prepared& it) {
    auto& target = *it.target;
    target.make_namespace(it.terms.name_space);
    check_target(it);
    target.run(it.change.statements);
    pass(Fault::after_statements);
    auto const state = actual_state(target.connection(), it.change.after, it.terms.name_space);
    if (auto const lines = differences(state, expected_state(it.change.after, it.terms.name_space));
        !lines.empty()) {
        throw Refused(Code::failed, "the statements did not make of the target what they should",
                      join(lines, "\n"));
    }
    AppliedChange const applied{change.change_id, change.project_id, change.version};
    target.note(applied,
                schema_message(applied, fingerprint_of(it), it.change, it.terms.name_space), state);
    pass(Fault::after_note);
}

/// All of both transactions, but their commits.
void ChangeApplier::write(ChangeRow const& change, Prepared& it) {
    it.target->begin(change.project_id, options_.timeouts);
    pass(Fault::after_target_begins);
    write_target(change, it);
    control_.begin_transaction();
    if (!control_.finish(change, took())) {
        throw Refused(Code::conflict, "somebody else has taken the project's lock over");
    }
    pass(Fault::after_control_finishes);
}

bool ChangeApplier::bring(ChangeRow const& change, TargetRow const& row) {
    Prepared it{.project = {.id = change.project_id,
                            .organization_id = change.organization_id,
                            .schema_data = change.old_schema}};
    it.new_schema = change.new_schema;
    it.target = open(row);
    plan(it, *change.change);
    try {
        it.target->set_up();
        it.target->begin(change.project_id, options_.timeouts);
        bool const is_new = !it.target->has(change.change_id);
        if (is_new) {
            write_target(change, it);
        }
        it.target->commit();
        return is_new;
    } catch (pg::Error const& error) {
        throw refusal("the target refused", error);
    }
}

/// From here on it may have happened, whatever is said: what did, the target tells.
void ChangeApplier::commit(ChangeRow const& change, Prepared& it) {
    auto& target = *it.target;
    try {
        bool const in_two_phases = target.can_prepare();
        if (in_two_phases) {
            target.prepare(change.change_id);
            pass(Fault::after_prepare);
        } else {
            pass(Fault::after_prepare);
            target.commit();
        }
        pass(Fault::after_target_commits);
        control_.commit();
        pass(Fault::after_control_commits);
        if (in_two_phases) {
            target.commit_prepared(change.change_id);
        }
    } catch (Error const& error) {
        settle(change, it, refusal("a commit was cut off", error));
    }
}

/// Finds out what became of a commit that was cut off, and brings it to an end.
void ChangeApplier::settle(ChangeRow const& change, Prepared& it, Refused const& why) {
    it.target->connection().close();
    try {
        control_.reconnect();
        recover(change.project_id);
        recover_prepared(control_.target(change.target));
        auto const now = control_.change(change.change_id);
        if (now && now->status == "applied") {
            return;
        }
    } catch (Error const& error) {
        throw Refused(Code::failed,
                      fmt::format("{}; whether it was applied is in doubt until `lockstep sync "
                                  "apply --recover` can ask both databases",
                                  why.what()),
                      error.what());
    }
    auto const message = fmt::format("{}; nothing was changed", why.what());
    throw why.code() == ExitCode::cannot_connect ? Refused::unreachable(message, why.detail())
                                                 : Refused(Code::failed, message, why.detail());
}

/// Before any commit: both transactions end, and the lock is given back.
void ChangeApplier::give_up(ChangeRow const& change, Prepared& it, Refused const& why) {
    it.target->connection().close();  // the server rolls back
    constexpr int attempts = 3;
    constexpr std::chrono::milliseconds pause{200};
    for (int attempt = 1;; ++attempt) {
        try {
            control_.reconnect();
            control_.fail(change.project_id, change.change_id, why);
            return;
        } catch (Error const& error) {
            if (attempt == attempts) {
                throw Refused(Code::failed,
                              fmt::format("{}; the project stays locked until `lockstep sync apply "
                                          "--recover` can reach the control database",
                                          why.what()),
                              error.what());
            }
            std::this_thread::sleep_for(pause * attempt);
        }
    }
}

}  // namespace lockstep::sync
