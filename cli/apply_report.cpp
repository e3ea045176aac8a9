#include "apply_report.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace lockstep::cli {

namespace {

using Json = nlohmann::ordered_json;

/// "step 1", "steps 2 to 5", counted from 1; empty where there is none.
std::string steps_text(std::size_t first, std::size_t last) {
    if (first > last) {
        return {};
    }
    return first == last ? fmt::format("step {}", first)
                         : fmt::format("steps {} to {}", first, last);
}

std::string_view word(apply::Stop::Why why) {
    switch (why) {
        case apply::Stop::Why::refused:
            return "refused";
        case apply::Stop::Why::locked:
            return "locked";
        case apply::Stop::Why::interrupted:
            return "interrupted";
        case apply::Stop::Why::lost:
            return "lost";
    }
    return {};
}

std::string state_of(Applied const& applied, std::size_t step) {
    auto const& result = applied.result;
    if (step < result.done) {
        return step < result.done_before ? "done before" : "done";
    }
    bool const in_doubt = result.stop && result.stop->step == step && result.stop->in_doubt;
    return in_doubt ? "in doubt" : "not done";
}

Json steps_json(Applied const& applied) {
    auto steps = Json::array();
    auto const& all = applied.file.plan.steps;
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto statements = Json::array();
        for (auto const& statement : all[i].statements) {
            statements.push_back(statement.text.text());
        }
        steps.push_back({{"number", i + 1},
                         {"in_transaction", all[i].in_transaction},
                         {"state", state_of(applied, i)},
                         {"statements", std::move(statements)}});
    }
    return steps;
}

Json stop_json(apply::Stop const& stop) {
    return {{"why", word(stop.why)},          {"step", stop.step + 1},
            {"statement", stop.statement},    {"message", stop.said.message},
            {"detail", stop.said.detail},     {"sqlstate", stop.said.sqlstate},
            {"left_behind", stop.left_behind}};
}

}  // namespace

std::string shortened(std::string_view statement) {
    constexpr std::size_t longest = 100;
    auto const line = statement.substr(0, std::min(statement.find('\n'), longest));
    auto text = std::string(line);
    while (!is_utf8(text)) {
        text.pop_back();
    }
    return printable(text) + (line.size() < statement.size() ? " …" : "");
}

std::string how_far(Applied const& applied) {
    auto const& result = applied.result;
    auto const count = applied.file.plan.steps.size();
    auto const done = steps_text(1, result.done);
    auto const left = steps_text(result.done + 1, count);
    auto text = fmt::format("Done: {}. Not done: {}.", done.empty() ? "nothing" : done,
                            left.empty() ? "nothing" : left);
    if (!result.stop || result.done == count) {
        return text;
    }
    auto const number = result.done + 1;
    if (result.stop->in_doubt) {
        text += fmt::format(" Whether step {} was committed is not known.", number);
    } else if (applied.file.plan.steps[result.done].in_transaction) {
        text += fmt::format(" Step {} was rolled back.", number);
    } else if (!result.stop->left_behind.empty()) {
        text += fmt::format(
            " Step {} may have left something; the next run drops it, or drop it yourself: {}",
            number, result.stop->left_behind);
    }
    return text;
}

std::string applied_as_text(Applied const& applied) {
    auto const& steps = applied.file.plan.steps;
    std::string text;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        text += fmt::format("Step {} of {}, {}: {}\n", i + 1, steps.size(),
                            steps[i].in_transaction ? "in a transaction" : "outside a transaction",
                            applied.status == "dry run" && i >= applied.result.done
                                ? "would be run"
                                : state_of(applied, i));
        for (auto const& statement : steps[i].statements) {
            text += "  " + shortened(statement.text.text()) + "\n";
            for (auto const& hazard : statement.hazards) {
                text += "      " + printable(describe(hazard)) + "\n";
            }
        }
    }
    return text;
}

std::string applied_as_json(Applied const& applied) {
    Json const json{{"format", "lockstep/apply"},
                    {"version", 1},
                    {"database", applied.database},
                    {"status", applied.status},
                    {"proof", applied.file.proof},
                    {"from", applied.file.from.fingerprint},
                    {"to", applied.file.to.fingerprint},
                    {"steps", steps_json(applied)},
                    {"stop", applied.result.stop ? stop_json(*applied.result.stop) : Json()}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace lockstep::cli
