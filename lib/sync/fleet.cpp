#include "sync/fleet.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <utility>

namespace lockstep::sync {

namespace {

FleetResult bring_to(ChangeApplier& applier, ChangeRow const& change, TargetRow const& target) {
    using What = FleetResult::What;
    try {
        return {target, applier.bring(change, target) ? What::applied : What::had_it};
    } catch (Refused const& why) {
        return {target, What::failed, why.whole()};
    } catch (std::exception const& error) {
        return {target, What::failed, error.what()};
    }
}

}  // namespace

std::vector<FleetResult> bring_to_all(ChangeApplier& applier, ChangeRow const& change,
                                      std::vector<TargetRow> targets, unsigned at_once,
                                      std::function<void(FleetResult const&)> const& done) {
    std::vector<FleetResult> results(targets.size());
    std::atomic<std::size_t> next = 0;
    std::mutex telling;
    auto const work = [&] {
        for (auto i = next++; i < targets.size(); i = next++) {
            results[i] = bring_to(applier, change, targets[i]);
            std::lock_guard const lock(telling);
            done(results[i]);
        }
    };
    auto const count = std::min<std::size_t>(at_once, targets.size());
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < count; ++i) {
        threads.emplace_back(work);
    }
    threads.clear();  // joins
    return results;
}

}  // namespace lockstep::sync
