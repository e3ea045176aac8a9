#include "plan/plan_file.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/core.h>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "plan/making.hpp"
#include "plan/resume.hpp"
#include "schema/fingerprint.hpp"
#include "sql/split.hpp"
#include "sql/tokens.hpp"

namespace lockstep::plan {

namespace {

using script::Directive;
using script::Script;

constexpr std::string_view format_version = "1";
constexpr std::string_view in_transaction = " in a transaction";
constexpr std::string_view outside = " outside a transaction";
// Of online plans, so that others queue up no longer than this behind a statement that waits; but
// not of builds of indexes, which keep nobody out while they wait.
constexpr std::string_view short_wait = "SET lock_timeout = '2s'";
constexpr std::string_view long_wait = "SET lock_timeout = 0";
constexpr std::string_view about_waits =
    "-- A statement that does not get its lock in this time fails, rather than have others wait "
    "behind it.\n-- `lockstep apply` tries again by itself; psql is told to by hand, from the step "
    "that failed.\n";

/// What a comment holds; the same again for what has been through it.
std::string one_line(std::string_view text) {
    return std::string(trim(replace_all(printable(text), "\n", " ")));
}

/// The lines of the header, by their first word: the one list of them.
struct HeaderLine {
    std::string_view word;
    std::string (*get)(PlanFile const&);
    void (*set)(PlanFile&, std::string value);
};

constexpr std::string_view ignore_word = "ignore";

std::string owners_word(PlanFile const& file) {
    return file.with_owners ? "compared" : "left out";
}

constexpr HeaderLine header_lines[] = {
    {"plan", [](PlanFile const&) { return std::string(format_version); },
     [](PlanFile&, std::string) {}},
    {"tool", [](PlanFile const& f) { return f.tool; },
     [](PlanFile& f, std::string value) { f.tool = std::move(value); }},
    {"from", [](PlanFile const& f) { return one_line(f.from.name); },
     [](PlanFile& f, std::string value) { f.from.name = std::move(value); }},
    {"to", [](PlanFile const& f) { return one_line(f.to.name); },
     [](PlanFile& f, std::string value) { f.to.name = std::move(value); }},
    {"from-fingerprint", [](PlanFile const& f) { return f.from.fingerprint; },
     [](PlanFile& f, std::string value) { f.from.fingerprint = std::move(value); }},
    {"to-fingerprint", [](PlanFile const& f) { return f.to.fingerprint; },
     [](PlanFile& f, std::string value) { f.to.fingerprint = std::move(value); }},
    {"owners", owners_word,
     [](PlanFile& f, std::string const value) { f.with_owners = value == "compared"; }},
    {"online", [](PlanFile const& f) { return std::string(f.online ? "yes" : "no"); },
     [](PlanFile& f, std::string const value) { f.online = value == "yes"; }},
    {"proof", [](PlanFile const& f) { return one_line(f.proof); },
     [](PlanFile& f, std::string value) { f.proof = std::move(value); }},
};

std::string header_of(PlanFile const& file) {
    std::string text;
    for (auto const& line : header_lines) {
        text += fmt::format("-- lockstep: {} {}\n", line.word, line.get(file));
    }
    for (auto const& pattern : file.ignore) {
        text += fmt::format("-- lockstep: {} {}\n", ignore_word, pattern);
    }
    return text;
}

/// Over all that counts: a header that was changed is as bad as a statement.
std::string seal(PlanFile const& file) {
    return to_hex(sha256(header_of(file) + checksum(file.plan)));
}

std::string marker(std::size_t number, Step const& step) {
    return fmt::format("-- lockstep: step {}{}\n", number,
                       step.in_transaction ? in_transaction : outside);
}

std::string text_of(Statement const& statement) {
    std::string text = "\n";
    for (auto const& hazard : statement.hazards) {
        text += fmt::format("-- hazard: {}\n", one_line(describe(hazard)));
    }
    auto const resumed = resumption(statement.text);
    if (resumed && !resumed->cleanup.empty()) {
        text +=
            fmt::format("-- if it was cut off, first: {};\n", one_line(resumed->cleanup.text()));
    }
    return text.append(statement.text.text()) + ";\n";
}

bool waits_long(Step const& step, bool online) {
    return online && !step.in_transaction &&
           std::all_of(step.statements.begin(), step.statements.end(),
                       [](Statement const& each) { return waits_patiently(each.text); });
}

std::string text_of(std::size_t number, Step const& step, bool online) {
    auto text = "\n" + marker(number, step);
    if (waits_long(step, online)) {
        text += fmt::format("{};\n", long_wait);
        for (auto const& statement : step.statements) {
            text += text_of(statement);
        }
        return text + fmt::format("\n{};\n", short_wait);
    }
    text += step.in_transaction ? "BEGIN;\n" : "";
    for (auto const& statement : step.statements) {
        text += text_of(statement);
    }
    return text + (step.in_transaction ? "\nCOMMIT;\n" : "");
}

bool is_owner(schema::Object const& object, schema::Field const& field) {
    return object.id.kind->properties[field.index].name == "owner";
}

/// Takes a script apart into the plan that it was written from.
class Reader {
public:
    Reader(std::string const& name, std::string const& text)
        : script_(script::split(name, text)), name_(name), text_(text) {}

    PlanFile read() {
        for (auto const& directive : script_.directives) {
            take(directive);
        }
        if (!is_plan_) {
            fail(0, "this is no plan", "Write one: lockstep diff FROM TO --format sql > plan.sql");
        }
        take_statements(file_.plan.steps.empty() ? text_.size() : starts_.front());
        file_.is_edited = seal(file_) != seal_;
        return std::move(file_);
    }

private:
    void take(Directive const& directive) {
        std::string_view const text = directive.text;
        auto const space = std::min(text.find(' '), text.size());
        auto const word = text.substr(0, space);
        auto const value = std::string(trim(text.substr(space)));
        if (word == "step") {
            return take_step(directive);
        }
        if (word == "checksum") {
            seal_ = value;
            return;
        }
        if (word == ignore_word) {
            file_.ignore.push_back(value);
            return;
        }
        if (word == "plan") {
            is_plan_ = true;
            if (value != format_version) {
                fail(directive.offset, fmt::format("a plan of format {}", printable(value)),
                     "This lockstep knows format 1: make the plan anew.");
            }
        }
        for (auto const& line : header_lines) {
            if (line.word == word) {
                line.set(file_, value);
            }
        }
    }

    void take_step(Directive const& directive) {
        auto const number = fmt::format("step {}", file_.plan.steps.size() + 1);
        std::string_view const text = directive.text;
        bool const inside = text == number + std::string(in_transaction);
        if (!inside && text != number + std::string(outside)) {
            fail(directive.offset, fmt::format("expected \"{}…\"", number));
        }
        file_.plan.steps.push_back({.statements = {}, .in_transaction = inside});
        starts_.push_back(directive.offset);
    }

    /// What stands before the first step are settings of the session.
    void take_statements(std::size_t first) {
        std::size_t step = 0;
        for (auto const& statement : script_.statements) {
            if (statement.offset < first) {
                continue;
            }
            while (step + 1 < starts_.size() && starts_[step + 1] < statement.offset) {
                ++step;
            }
            // From a script whose checksum tells whether we wrote it; --unproved takes it as it is.
            auto text = Sql::from_server(std::string(trim(statement.text)));
            file_.plan.steps[step].statements.push_back({.text = std::move(text), .about = {}});
        }
        for (std::size_t i = 0; i < file_.plan.steps.size(); ++i) {
            take_brackets_off(file_.plan.steps[i], starts_[i]);
        }
    }

    void take_brackets_off(Step& step, std::size_t offset) const {
        auto& statements = step.statements;
        if (!step.in_transaction) {
            return take_waits_off(statements);
        }
        if (statements.size() < 2 || statements.front().text.text() != "BEGIN" ||
            statements.back().text.text() != "COMMIT") {
            fail(offset, "a step in a transaction begins with BEGIN and ends with COMMIT");
        }
        statements.pop_back();
        statements.erase(statements.begin());
    }

    static void take_waits_off(std::vector<Statement>& statements) {
        if (statements.size() > 2 && statements.front().text.text() == long_wait &&
            statements.back().text.text() == short_wait) {
            statements.pop_back();
            statements.erase(statements.begin());
        }
    }

    [[noreturn]] void fail(std::size_t offset, std::string const& message,
                           std::string hint = {}) const {
        throw ParseError(place_at(name_, text_, offset), message, text_, std::move(hint));
    }

    Script script_;
    std::string const& name_;
    std::string const& text_;
    PlanFile file_;
    std::vector<std::size_t> starts_;  // offsets of the steps' marks
    std::string seal_;
    bool is_plan_ = false;
};

}  // namespace

bool knows_owners(schema::Schema const& schema) {
    for (auto const& object : schema.objects) {
        for (auto const& field : object.fields) {
            if (field.value.is_unknown() && is_owner(object, field)) {
                return false;
            }
        }
    }
    return true;
}

std::string plan_fingerprint(schema::Schema const& schema, bool with_owners) {
    if (with_owners) {
        return schema::fingerprint(schema).schema;
    }
    auto without = schema;
    without.arena = std::make_shared<schema::Arena>();
    for (auto& object : without.objects) {
        std::vector<schema::Field> fields;
        for (auto const& field : object.fields) {
            if (!is_owner(object, field)) {
                fields.push_back(field);
            }
        }
        object.fields = without.arena->keep(std::span<schema::Field const>(fields));
    }
    return schema::fingerprint(without).schema;
}

std::string checksum(Plan const& plan) {
    Sha256 hash;
    for (auto const& step : plan.steps) {
        hash.add(step.in_transaction ? in_transaction : outside);
        for (auto const& statement : step.statements) {
            // With its length, so that no text can pass for two.
            auto const text = trim(statement.text.text());
            hash.add(fmt::format("{} ", text.size())).add(text);
        }
    }
    return to_hex(hash.finish());
}

bool fits_in_a_line(std::string_view text) {
    return text == one_line(text);
}

std::string to_text(PlanFile const& file) {
    auto text = fmt::format("-- From {} to {}, by lockstep {}\n", one_line(file.from.name),
                            one_line(file.to.name), file.tool);
    text += header_of(file) + fmt::format("-- lockstep: checksum {}\n", seal(file));
    if (file.plan.empty()) {
        return text + "-- Nothing to change.\n";
    }
    for (auto const& setting : session_settings()) {
        text += fmt::format("{};\n", setting.text());
    }
    if (file.online) {
        text += fmt::format("{}{};\n", about_waits, short_wait);
    }
    for (std::size_t i = 0; i < file.plan.steps.size(); ++i) {
        text += text_of(i + 1, file.plan.steps[i], file.online);
    }
    return text;
}

PlanFile read_plan_file(std::string const& name, std::string const& text) {
    return Reader(name, text).read();
}

}  // namespace lockstep::plan
