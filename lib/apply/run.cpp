#include "apply/run.hpp"

#include <thread>

#include <fmt/core.h>

#include "apply/advisory_lock.hpp"
#include "apply/journal.hpp"
#include "apply/lock_watch.hpp"
#include "base/error.hpp"
#include "base/log.hpp"
#include "plan/making.hpp"
#include "plan/resume.hpp"

namespace lockstep::apply {

namespace {

using plan::Statement;
using plan::Step;

/// lock_not_available, deadlock_detected, serialization_failure.
bool may_be_tried_again(std::string const& sqlstate) {
    return sqlstate == "55P03" || sqlstate == "40P01" || sqlstate == "40001";
}

Sql setting(std::string_view name, std::chrono::milliseconds value) {
    return sql("SET {} = {}", ident(name), number(value.count()));
}

/// Wakes up when SIGINT came.
void sleep(std::chrono::milliseconds time) {
    constexpr std::chrono::milliseconds slice{50};
    auto const end = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < end) {
        pg::check_interrupt();
        std::this_thread::sleep_for(slice);
    }
}

bool is_true(pg::Connection& connection, Sql const& question) {
    auto const rows = connection.query(question);
    return rows.size() == 1 && rows.cell(0, 0) == "t";
}

}  // namespace

struct Run::State {
    State(std::string the_url, plan::Plan const& the_plan, RunOptions const& the_options)
        : url(std::move(the_url)), plan(the_plan), options(the_options), connection(url) {
        take_advisory_lock(connection);
        journal.emplace(connection, plan);
        done_before = journal->done();
    }

    RunResult run(RunWatcher const& watcher);
    void prepare();
    std::optional<Stop> run_step(std::size_t step);
    void try_step(std::size_t step);
    void run_together(std::size_t step);
    void run_outside(std::size_t step);
    void note_done(std::size_t step);
    void begin(std::size_t step, Statement const& statement);
    std::optional<Stop> try_again(pg::Error const& error, std::size_t step, int tries);
    Stop stopped(Stop::Why why, std::size_t step, pg::ServerMessage said) const;
    std::string clean_up(std::size_t step) noexcept;
    std::vector<plan::Resumption> resumptions() const;
    void take_leftovers_away();
    bool check_schema();
    void note_schema(std::size_t step);

    std::string url;
    plan::Plan const& plan;
    RunOptions options;
    pg::Connection connection;
    std::optional<Journal> journal;
    std::size_t done_before = 0;
    RunWatcher const* watcher = nullptr;
    std::optional<LockWatch> lock_watch;
    std::string statement;    // the one under way
    bool committing = false;  // it is the end of a transaction
};

void Run::State::prepare() {
    for (auto const& each : plan::session_settings()) {
        connection.execute(each);
    }
    // A limit that the role has for its queries is not meant for the build of an index.
    connection.execute(setting("statement_timeout", options.statement_timeout));
    if (done_before > 0) {
        take_leftovers_away();
        check_schema();
    }
    auto const backend = connection.query(sql("SELECT pg_backend_pid()"));
    lock_watch.emplace(url, std::string(backend.cell(0, 0)), [this](std::string const& whom) {
        if (watcher->waits) {
            watcher->waits(whom);
        }
    });
    journal->open();
}

/// Of the step that an earlier run was at when it ended.
void Run::State::take_leftovers_away() {
    for (auto const& resumption : resumptions()) {
        if (!resumption.cleanup.empty() && is_true(connection, resumption.leftover)) {
            connection.execute(resumption.cleanup);
        }
    }
}

std::vector<plan::Resumption> Run::State::resumptions() const {
    std::vector<plan::Resumption> found;
    if (done_before < plan.steps.size() && !plan.steps[done_before].in_transaction) {
        for (auto const& each : plan.steps[done_before].statements) {
            if (auto resumption = plan::resumption(each.text)) {
                found.push_back(std::move(*resumption));
            }
        }
    }
    return found;
}

bool Run::State::check_schema() {
    for (auto const& resumption : resumptions()) {
        if (is_true(connection, resumption.leftover) || is_true(connection, resumption.done)) {
            return false;
        }
    }
    if (journal->schema().empty() || !options.fingerprint) {
        return false;
    }
    if (options.fingerprint() != journal->schema()) {
        throw Error(ExitCode::conflict,
                    fmt::format("the schema of {} is not as step {} of the plan has left it",
                                connection.display_url(), done_before),
                    "Undo what was changed since then, and run the plan again; or give it up: DROP "
                    "TABLE lockstep.plan_journal");
    }
    return true;
}

void Run::State::note_schema(std::size_t step) {
    if (!options.fingerprint || !journal->is_open() || step + 1 == plan.steps.size()) {
        return;
    }
    try {
        journal->note_schema(step, options.fingerprint());
    } catch (Error const& error) {
        // The step is done all the same. What is wrong (SIGINT, the connection) ends the next one.
        log().info("the schema after step {} is not noted: {}", step + 1, error.what());
    }
}

RunResult Run::State::run(RunWatcher const& the_watcher) {
    watcher = &the_watcher;
    RunResult result{.done_before = done_before, .done = done_before, .stop = {}};
    std::size_t step = done_before;
    try {
        prepare();
        for (; step < plan.steps.size(); ++step) {
            result.stop = run_step(step);
            if (result.stop) {
                return result;
            }
            ++result.done;
            note_schema(step);
            if (watcher->done) {
                watcher->done(step);
            }
        }
        journal->close();
    } catch (pg::ConnectionError const& error) {
        result.stop = stopped(Stop::Why::lost, step, {.message = error.what()});
    } catch (Error const& error) {
        if (error.code() != ExitCode::interrupted) {
            throw;
        }
        result.stop = stopped(Stop::Why::interrupted, step, {.message = error.what()});
    }
    if (result.stop && step < plan.steps.size()) {
        result.stop->left_behind = clean_up(step);
    }
    return result;
}

std::optional<Stop> Run::State::run_step(std::size_t step) {
    for (int tries = 0;; ++tries) {
        try {
            try_step(step);
            return std::nullopt;
        } catch (pg::Error const& error) {
            if (auto stop = try_again(error, step, tries)) {
                stop->left_behind = clean_up(step);
                return stop;
            }
        }
    }
}

/// Waits; or says that it is over.
std::optional<Stop> Run::State::try_again(pg::Error const& error, std::size_t step, int tries) {
    if (!may_be_tried_again(error.sqlstate())) {
        return stopped(Stop::Why::refused, step, error.server());
    }
    auto const whom = lock_watch->take_last();
    auto said = error.server();
    if (!whom.empty()) {
        said.detail = "waited for " + whom;
    }
    if (tries >= options.retries) {
        return stopped(Stop::Why::locked, step, said);
    }
    constexpr int most_doublings = 10;
    auto const pause = std::min<std::chrono::milliseconds>(
        options.first_pause * (1 << std::min(tries, most_doublings)), options.longest_pause);
    if (watcher->retries) {
        watcher->retries(step, whom.empty() ? said.message : said.detail, pause);
    }
    sleep(pause);
    return std::nullopt;
}

void Run::State::try_step(std::size_t step) {
    committing = false;
    plan.steps[step].in_transaction ? run_together(step) : run_outside(step);
}

void Run::State::begin(std::size_t step, Statement const& next) {
    statement = next.text.text();
    if (watcher->begins) {
        watcher->begins(step, next);
    }
}

/// In one transaction: in that of the step, where it has one.
void Run::State::note_done(std::size_t step) {
    Statements notes;
    for (auto const& each : {journal->entry(step), schema_message(plan, step, options.arrival)}) {
        if (!each.empty()) {
            notes.push_back(each);
        }
    }
    if (!notes.empty()) {
        connection.execute(join(notes, sql("; ")));
    }
}

void Run::State::run_together(std::size_t step) {
    connection.execute(setting("lock_timeout", options.lock_timeout));
    pg::Transaction transaction(connection);
    for (auto const& each : plan.steps[step].statements) {
        begin(step, each);
        connection.execute(each.text);
    }
    note_done(step);
    committing = true;
    transaction.commit();
    committing = false;
}

/// What was cut off goes on from where it is: it may be done, or have left something.
void Run::State::run_outside(std::size_t step) {
    for (auto const& each : plan.steps[step].statements) {
        begin(step, each);
        auto const timeout =
            plan::waits_patiently(each.text) ? std::chrono::milliseconds(0) : options.lock_timeout;
        connection.execute(setting("lock_timeout", timeout));
        auto const resumption = plan::resumption(each.text);
        if (resumption && !resumption->cleanup.empty() &&
            is_true(connection, resumption->leftover)) {
            connection.execute(resumption->cleanup);
        }
        if (!resumption || !is_true(connection, resumption->done)) {
            connection.execute(each.text);
        }
    }
    note_done(step);
}

Stop Run::State::stopped(Stop::Why why, std::size_t step, pg::ServerMessage said) const {
    return {.why = why,
            .step = step,
            .statement = statement,
            .said = std::move(said),
            .in_doubt = why == Stop::Why::lost && committing,
            .left_behind = {}};
}

/// An index whose build was cut off goes at once if it can; else the next run drops it.
std::string Run::State::clean_up(std::size_t step) noexcept {
    if (plan.steps[step].in_transaction) {
        return {};
    }
    std::string left;
    for (auto const& each : plan.steps[step].statements) {
        auto const resumption = plan::resumption(each.text);
        if (!resumption || resumption->cleanup.empty()) {
            continue;
        }
        left = resumption->cleanup.text();
        try {
            pg::Connection fresh(
                url, {.statement_timeout = options.lock_timeout, .heeds_interrupts = false});
            if (is_true(fresh, resumption->leftover)) {
                fresh.execute(resumption->cleanup);
            }
            left.clear();
        } catch (std::exception const&) {
            return left;
        }
    }
    return left;
}

Run::Run(std::string url, plan::Plan const& plan, RunOptions const& options)
    : state_(std::make_unique<State>(std::move(url), plan, options)) {}
Run::~Run() = default;

std::size_t Run::done_before() const {
    return state_->done_before;
}

bool Run::check_schema() {
    return state_->check_schema();
}

pg::Connection& Run::connection() {
    return state_->connection;
}

RunResult Run::run(RunWatcher const& watcher) {
    return state_->run(watcher);
}

}  // namespace lockstep::apply
