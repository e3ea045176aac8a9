#include "relay/run_statements.hpp"
#include "relay/setup.hpp"

namespace lockstep::relay {

namespace {

using Kind = SetupStep::Kind;

class Runner {
public:
    Runner(SetupFacts const& facts, SetupOptions const& options, pg::Connection& source,
           pg::Connection& history, std::function<pg::Connection()> const& connect,
           SetupTalk const& talk)
        : facts_(facts),
          options_(options),
          source_(source),
          history_(history),
          connect_(connect),
          talk_(talk),
          begins_(facts.slot ? facts.slot->confirmed_flush_lsn.value_or(Lsn{}) : Lsn{}) {}

    void take(SetupStep const& step) {
        switch (step.kind) {
            case Kind::in_history:
                run_statements(history_, step.statements);
                break;
            case Kind::in_source:
                run_statements(source_, step.statements);
                break;
            case Kind::drop_slot:
                drop_slot(source_, options_.slot);
                break;
            case Kind::make_slot:
                make_slot();
                break;
            case Kind::begin_epoch:
                begin(step.reason);
                break;
        }
        talk_.done(step);
    }

private:
    void make_slot() {
        begins_ = create_slot(
            source_, connect_,
            {.name = options_.slot, .plugin = options_.plugin, .patience = options_.patience},
            talk_.waiting);
    }

    void begin(std::string const& reason) {
        begin_epoch(history_, options_.history,
                    {.slot = options_.slot,
                     .lsn = begins_,
                     .system_identifier = facts_.server.system_identifier,
                     .timeline = facts_.server.timeline,
                     .reason = reason});
    }

    SetupFacts const& facts_;
    SetupOptions const& options_;
    pg::Connection& source_;
    pg::Connection& history_;
    std::function<pg::Connection()> const& connect_;
    SetupTalk const& talk_;
    Lsn begins_;
};

}  // namespace

void run_setup(SetupPlan const& plan, SetupFacts const& facts, SetupOptions const& options,
               pg::Connection& source, pg::Connection& history,
               std::function<pg::Connection()> const& connect, SetupTalk const& talk) {
    Runner runner(facts, options, source, history, connect, talk);
    for (auto const& step : plan.steps) {
        runner.take(step);
    }
}

}  // namespace lockstep::relay
