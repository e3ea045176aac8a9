#include "plan/statement_facts.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.hpp"
#include "schema/names.hpp"
#include "sql/cursor.hpp"

namespace lockstep::plan {

namespace {

using script::Cursor;
using script::Token;
using script::TokenKind;

/// What the marks of a form stood for.
struct Match {
    std::vector<std::string> relations;  // `@`
    std::vector<std::string> indexes;    // `#`
    std::vector<std::string> others;     // `~`
};

std::vector<std::string_view> words_of(std::string_view form) {
    std::vector<std::string_view> words;
    while (!form.empty()) {
        auto const blank = std::min(form.find(' '), form.size());
        words.push_back(form.substr(0, blank));
        form.remove_prefix(std::min(blank + 1, form.size()));
    }
    return words;
}

/// Walks a form and a statement side by side.
class Matcher {
public:
    Matcher(std::string_view form, Cursor& at) : words_(words_of(form)), at_(at) {}

    std::optional<Match> match() {
        for (std::size_t i = 0; i < words_.size(); ++i) {
            if (!take(i)) {
                return std::nullopt;
            }
        }
        return std::move(match_);
    }

private:
    bool take(std::size_t& i) {
        auto const word = words_[i];
        if (word == "@") {
            return names(&match_.relations);
        }
        if (word == "#") {
            return names(&match_.indexes);
        }
        if (word == "~") {
            return names(&match_.others);
        }
        if (word == "%") {
            return column();
        }
        if (word == "?") {
            return names(nullptr);
        }
        if (word == "...") {
            return at_.skip_to({words_[i + 1]});
        }
        if (word == "(") {
            return at_.accept('(');
        }
        if (word.front() == '[') {
            take_optional(i);
            return true;
        }
        return at_.accept(word);
    }

    bool names(std::vector<std::string>* list) {
        auto const found = at_.take_names();
        if (found.empty()) {
            return false;
        }
        at_.skip_parentheses();  // the arguments of a function
        if (list != nullptr) {
            list->push_back(schema::pack(found));
            while (list->size() < most_listed && at_.peek().is(',') &&
                   (at_.peek(1).kind == TokenKind::word || at_.peek(1).kind == TokenKind::quoted) &&
                   i_is_last()) {
                at_.take();
                list->push_back(schema::pack(at_.take_names()));
            }
        }
        return true;
    }

    bool column() {
        auto found = at_.take_names();
        if (found.size() < 2) {
            return false;
        }
        found.pop_back();
        match_.relations.push_back(schema::pack(found));
        return true;
    }

    /// `[only]`, `[if not exists]`; `[constraint]` takes a name with it.
    void take_optional(std::size_t& i) {
        auto const begin = at_.position();
        bool fits = true;
        bool const is_constraint = words_[i] == "[constraint]";
        for (bool ends = false; !ends; ++i) {
            auto word = words_[i];
            ends = word.back() == ']';
            word.remove_prefix(word.front() == '[' ? 1 : 0);
            word.remove_suffix(ends ? 1 : 0);
            fits = fits && at_.accept(word);
        }
        --i;
        if (!fits) {
            at_.move_to(begin);
        } else if (is_constraint) {
            at_.take();
        }
    }

    bool i_is_last() const { return words_.front() == "drop" || words_.front() == "truncate"; }

    static constexpr std::size_t most_listed = 1000;
    std::vector<std::string_view> words_;
    Cursor& at_;
    Match match_;
};

bool says_not_valid(Cursor at) {
    while (at.skip_to({"not"})) {
        if (at.accept({"not", "valid"})) {
            return true;
        }
        at.take();
    }
    return false;
}

/// Storage parameters that a lock of SHARE UPDATE EXCLUSIVE is enough for: reloptions.c.
bool has_weak_options(Cursor at) {
    constexpr auto strong = std::to_array<std::string_view>(
        {"user_catalog_table", "security_barrier", "security_invoker", "check_option", "fastupdate",
         "gin_pending_list_limit", "buffering", "pages_per_range", "autosummarize", "length"});
    for (; !at.at_end() && !at.peek().is(')'); at.take()) {
        if (at.at_name()) {
            auto const option = name_of(at.peek());
            if (std::find(strong.begin(), strong.end(), option) != strong.end()) {
                return false;
            }
        }
    }
    return true;
}

/// A default that is worked out once for all rows: a constant, or what is the same throughout a
/// statement. Any other function is taken for a volatile one.
bool is_stable(Cursor at) {
    constexpr auto stable = std::to_array<std::string_view>({"now",
                                                             "transaction_timestamp",
                                                             "statement_timestamp",
                                                             "current_setting",
                                                             "numeric",
                                                             "varchar",
                                                             "bpchar",
                                                             "bit",
                                                             "varbit",
                                                             "char",
                                                             "character",
                                                             "decimal",
                                                             "varying",
                                                             "timestamp",
                                                             "timestamptz",
                                                             "time",
                                                             "interval",
                                                             "to_timestamp",
                                                             "make_interval",
                                                             "lower",
                                                             "upper",
                                                             "current_database",
                                                             "array",
                                                             "zone"});
    for (; !at.at_end(); at.take()) {
        if (at.at_name() && at.peek(1).is('(')) {
            auto const called = name_of(at.peek());
            if (std::find(stable.begin(), stable.end(), called) == stable.end()) {
                return false;
            }
        }
    }
    return true;
}

/// Behind `ADD [COLUMN] name type`.
unsigned effects_of_column(Cursor at) {
    auto const has = [&](std::initializer_list<std::string_view> words) {
        auto seek = at;
        while (seek.skip_to({*words.begin()})) {
            auto const begin = seek.position();
            if (seek.accept(words)) {
                return true;
            }
            seek.move_to(begin + 1);
        }
        return false;
    };
    if (has({"generated"})) {
        return has({"virtual"}) ? nothing : unsigned{rewrites};
    }
    auto seek = at;
    if (seek.skip_to({"default"})) {
        return is_stable(seek) ? nothing : unsigned{rewrites};
    }
    return has({"not", "null"}) ? unsigned{scans | can_fail} : nothing;
}

class FactReader {
public:
    explicit FactReader(std::vector<Token> const& tokens) : at_(tokens) {}

    StatementFacts read() {
        if (at_.accept({"alter", "table"}) || at_.accept({"alter", "foreign", "table"})) {
            read_alter_table();
        } else {
            read_statement();
        }
        return std::move(facts_);
    }

private:
    void read_statement() {
        for (auto const& rule : statement_rules()) {
            auto at = at_;
            if (auto const match = Matcher(rule.form, at).match()) {
                at_ = at;
                facts_.is_only = rule.form.find("[only]") != std::string_view::npos && says_only();
                apply(rule, *match);
                read_new_name();
                return;
            }
        }
    }

    bool says_only() const {
        auto at = at_;
        at.move_to(0);
        return at.skip_to({"only"});
    }

    void apply(StatementRule const& rule, Match const& match) {
        facts_.is_known = true;
        auto const mode = (rule.effects & sets_options) != 0 && !has_weak_options(at_)
                              ? LockMode::access_exclusive
                              : rule.mode;
        lock(match.relations, mode, false);
        lock(match.indexes, mode, true);
        lock(match.others, rule.other, false);
        add_effects(rule);
    }

    void lock(std::vector<std::string> const& names, LockMode mode, bool of_index) {
        for (auto const& each : names) {
            if (facts_.about.empty()) {
                facts_.about = each;
            }
            if (mode != LockMode::none) {
                facts_.locks.push_back({each, mode, of_index});
            }
        }
    }

    void add_effects(StatementRule const& rule) {
        auto effects = rule.effects;
        if ((effects & unless_not_valid) != 0 && says_not_valid(at_)) {
            effects &= ~unsigned{scans | can_fail};
        }
        facts_.is_new = facts_.is_new || (effects & makes) != 0;
        facts_.changes_type = facts_.changes_type || (effects & changes_type) != 0;
        facts_.adds_column = facts_.adds_column || (effects & adds_column) != 0;
        facts_.detaches = facts_.detaches || (effects & detaches) != 0;
        facts_.attaches = facts_.attaches || (effects & attaches) != 0;
        constexpr unsigned plain =
            rewrites | scans | can_fail | needs_superuser | breaks_code | replicates | loses_rows;
        facts_.effects |= effects & plain;
    }

    void read_alter_table() {
        at_.accept({"if", "exists"});
        facts_.is_only = at_.accept("only");
        facts_.about = schema::pack(at_.take_names());
        at_.accept('*');
        do {
            read_action();
            at_.skip_to({}, ",");
        } while (at_.accept(','));
    }

    void read_action() {
        for (auto const& rule : table_action_rules()) {
            auto at = at_;
            if (auto const match = Matcher(rule.form, at).match()) {
                auto const action = at_;
                at_ = at;
                lock({facts_.about}, rule.mode, false);
                apply(rule, {{}, match->indexes, match->others});
                if ((rule.effects & sets_options) != 0 && !has_weak_options(at_)) {
                    facts_.locks.back().mode = LockMode::access_exclusive;
                }
                read_column(action, rule);
                read_new_name();
                return;
            }
        }
    }

    void read_column(Cursor at, StatementRule const& rule) {
        if (at.accept({"drop", "constraint"})) {
            at.accept({"if", "exists"});
            facts_.dropped_constraint = at.at_name() ? name_of(at.peek()) : std::string();
            return;
        }
        bool const adds = at.accept("add");
        if (adds && at.accept("constraint") && at.at_name()) {
            facts_.added_constraint = name_of(at.peek());
            return;
        }
        if (!adds && !at.accept("alter") && !at.accept("drop")) {
            return;
        }
        if (!at.accept("column") && !((rule.effects & adds_column) != 0)) {
            return;
        }
        at.accept({"if", "not", "exists"});
        at.accept({"if", "exists"});
        if (at.at_name()) {
            facts_.column = name_of(at.take());
        }
        if ((rule.effects & adds_column) != 0) {
            facts_.effects |= effects_of_column(at);
        }
    }

    /// RENAME TO, SET SCHEMA: the relation is called otherwise from now on.
    void read_new_name() {
        auto at = at_;
        at.back();
        if (facts_.about.empty()) {
            return;
        }
        auto names = std::vector<std::string>();
        for (auto const item : schema::Names(facts_.about).items()) {
            names.emplace_back(item);
        }
        if (at.accept({"rename", "to"}) && at.at_name()) {
            names.back() = name_of(at.peek());
            facts_.renamed_to = schema::pack(names);
        } else if (at.accept("schema") && at.at_name() && names.size() > 1) {
            names.front() = name_of(at.peek());
            facts_.renamed_to = schema::pack(names);
        }
    }

    Cursor at_;
    StatementFacts facts_;
};

}  // namespace

StatementFacts facts_of(std::string_view statement) {
    auto const tokens = script::tokens_of(statement);
    return FactReader(tokens).read();
}

}  // namespace lockstep::plan
