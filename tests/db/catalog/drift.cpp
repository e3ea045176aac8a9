// For every kind of object and every property of it: just that is changed on one side, and exactly
// one change is found, which names it. The cases stand in tests/cases/drift:
//
//     -- setup [since MAJOR]        what both sides have
//     -- change KIND.PROPERTY [since MAJOR]
//     SQL that changes one side; it is rolled back afterwards
//     -- finds the sentence that is expected
//
// PROPERTY may also be added, removed or renamed. LOCKSTEP_UPDATE_CASES=1 fills in sentences that
// are missing.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <sstream>
#include <utility>

#include <doctest/doctest.h>
#include <fmt/core.h>

#include "base/files.hpp"
#include "diff/change.hpp"
#include "schema/fingerprint.hpp"
#include "schema/kind.hpp"
#include "support/drift_cases.hpp"
#include "support/kitchen_sink.hpp"
#include "support/mirror.hpp"
#include "support/read_schema.hpp"
#include "support/scratch.hpp"
#include "support/support.hpp"

using namespace lockstep;
using namespace lockstep::tests;

namespace {

constexpr auto folder = drift_folder;
constexpr int versions_per_major = 10000;

std::string name_of(diff::Change const& change) {
    switch (change.action) {
        case diff::Action::added:
            return fmt::format("{}.added", change.kind().name);
        case diff::Action::removed:
            return fmt::format("{}.removed", change.kind().name);
        case diff::Action::renamed:
            return fmt::format("{}.renamed", change.kind().name);
        case diff::Action::modified:
            break;
    }
    return fmt::format("{}.{}", change.kind().name, change.property->name);
}

std::string listed(diff::Changes const& changes) {
    std::string text;
    for (auto const& change : changes.list) {
        text += fmt::format("\n  [{}] {}", name_of(change), diff::describe(change));
    }
    return text.empty() ? "nothing" : text;
}

std::string reversed(std::string const& changed) {
    auto const dot = changed.rfind('.');
    auto const what = changed.substr(dot + 1);
    auto const other = what == "added" ? "removed" : what == "removed" ? "added" : what;
    return changed.substr(0, dot + 1) + other;
}

/// What holds for any two schemas that differ: nothing, or what does not.
std::string difference(schema::Schema const& a, schema::Schema const& b) {
    if (auto const wrong = tests::not_mirrored(diff::diff(a, b), diff::diff(b, a));
        !wrong.empty()) {
        return "is not the same the other way round:\n" + wrong;
    }
    bool const is_same = diff::diff(a, b).list.empty();
    if (schema::fingerprint(a).schema == schema::fingerprint(b).schema) {
        return is_same ? "" : "differ with the same fingerprint";
    }
    return {};
}

/// One finding that is as expected, and one the other way round: else what there was instead.
std::string judge(DriftCase const& one, schema::Schema const& before, schema::Schema const& after) {
    auto const there = diff::diff(before, after);
    auto const back = diff::diff(after, before);
    if (there.list.size() != 1 || name_of(there.list.front()) != one.changed) {
        return "found " + listed(there);
    }
    if (auto const said = diff::describe(there.list.front()); said != one.finds) {
        return "says: " + said;
    }
    if (back.list.size() != 1 || name_of(back.list.front()) != reversed(one.changed)) {
        return "the other way round found " + listed(back);
    }
    return difference(before, after);
}

class Runner {
public:
    explicit Runner(DriftFile const& file) : file_(file) {
        major_ = set_up(database_, file);
        before_ = tests::read_schema(database_.url());
        last_ = before_;
    }

    /// What is wrong, or nothing.
    std::string run(DriftCase const& one, std::string* said = nullptr) {
        if (major_ < one.since) {
            return {};
        }
        auto& connection = database_.connection();
        try {
            pg::Transaction const transaction(connection);
            connection.execute(Sql::from_server(one.statements));
            auto const after = tests::read_in_transaction(connection);
            auto const last = std::exchange(last_, after);
            if (auto wrong = difference(last, after); !wrong.empty()) {
                return "with the case before: " + wrong;
            }
            if (said != nullptr) {
                auto const changes = diff::diff(before_, after);
                if (changes.list.size() == 1 && name_of(changes.list.front()) == one.changed) {
                    *said = diff::describe(changes.list.front());
                }
            }
            return judge(one, before_, after);
        } catch (std::exception const& error) {
            return error.what();
        }
    }

private:
    DriftFile const& file_;
    tests::TestDatabase database_;
    schema::Schema before_;
    schema::Schema last_;  // of the case before: two schemas that differ in more than one thing
    int major_ = 0;
};

/// Writes the sentences that are missing behind their cases.
void fill_in(DriftFile const& file, std::map<std::size_t, std::string> const& said) {
    auto const path = tests::repository_file(fmt::format("{}/{}", folder, file.name));
    std::istringstream lines(read_text_file(path));
    std::string text;
    std::string line;
    std::string pending;
    for (std::size_t number = 1; std::getline(lines, line); ++number) {
        if ((line.starts_with("-- change") || line.empty()) && !pending.empty()) {
            text += std::exchange(pending, {});
        }
        text += line + '\n';
        if (auto const at = said.find(number); at != said.end()) {
            pending = fmt::format("-- finds {}\n", at->second);
        }
    }
    write_file(path, text + pending);
}

}  // namespace

TEST_CASE("every change of one thing is one finding that names it, in both directions") {
    bool const updates = std::getenv("LOCKSTEP_UPDATE_CASES") != nullptr;
    auto const version = tests::shared_server().server_version();
    std::size_t count = 0;
    for (auto const& file : drift_cases(version)) {
        Runner runner(file);
        std::map<std::size_t, std::string> said;
        for (auto const& one : file.cases) {
            std::string found;
            auto const wrong = runner.run(one, &found);
            ++count;
            CHECK_MESSAGE(wrong.empty(),
                          fmt::format("{}:{}: {}: {}", one.file, one.line, one.changed, wrong));
            if (one.finds.empty() && !found.empty()) {
                said.emplace(one.line, found);
            }
        }
        if (updates) {
            fill_in(file, said);
        }
    }
    MESSAGE(fmt::format("{} cases", count));
}

TEST_CASE("every property of every kind has a case of drift") {
    // What cannot come about by itself, and why.
    std::set<std::string> const excused{
        "view column.added",    // comes and goes with its view, whose change says so
        "view column.removed",  // the same
        "trigger.inherited",    // says whose it is; a partition has none of its own of that name
        // These need a provider, which is a module that is loaded when the server starts.
        "security label.added",
        "security label.removed",
        "security label.label",
    };
    std::set<std::string> covered;
    constexpr int newest = 1'000'000;
    for (auto const& file : drift_cases(newest)) {
        for (auto const& one : file.cases) {
            covered.insert(one.changed);
        }
    }
    std::string missing;
    auto const expect = [&](schema::Kind const& kind, std::string_view property) {
        auto const name = fmt::format("{}.{}", kind.name, property);
        if (!covered.contains(name) && !excused.contains(name)) {
            missing += name + '\n';
        }
    };
    for (auto const* const kind : schema::kinds()) {
        expect(*kind, "added");
        expect(*kind, "removed");
        for (auto const& property : kind->properties) {
            if (property.compare != schema::Compare::never) {
                expect(*kind, property.name);
            }
        }
    }
    CHECK(missing == "");
}
