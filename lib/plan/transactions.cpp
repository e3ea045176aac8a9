#include "plan/transactions.hpp"

#include <optional>

#include "sql/cursor.hpp"

namespace lockstep::plan {

namespace {

using script::Cursor;
using script::Token;
using script::TokenKind;

bool makes_a_slot(Cursor at) {
    bool result = true;
    while (at.skip_to({"with"})) {
        at.take();
        at.accept('(');
        while (!at.at_end() && !at.peek().is(')')) {
            bool const decides = at.accept("connect") || at.accept("create_slot");
            at.accept('=');
            result = result && !(decides && at.peek().is("false"));
            at.take();
        }
    }
    return result;
}

bool is_concurrent_index(Cursor at) {
    at.accept("unique");
    return at.accept({"index", "concurrently"});
}

bool runs_outside(Cursor at) {
    if (at.accept("create")) {
        return is_concurrent_index(at) || at.accept("database") || at.accept("tablespace") ||
               (at.accept("subscription") && makes_a_slot(at));
    }
    if (at.accept("drop")) {
        return is_concurrent_index(at) || at.accept("database") || at.accept("tablespace");
    }
    if (at.accept({"alter", "table"})) {
        return at.skip_to({"detach"}) && at.skip_to({"concurrently"});
    }
    return at.accept("vacuum") || at.accept({"alter", "system"}) ||
           (at.accept("reindex") && at.skip_to({"concurrently", "database", "system"}));
}

bool validates(Cursor at) {
    return at.accept({"alter", "table"}) && at.skip_to({"validate"}) &&
           at.accept({"validate", "constraint"});
}

/// The value that ALTER TYPE … ADD VALUE adds.
std::optional<std::string> added_value(Cursor at) {
    if (!at.accept({"alter", "type"})) {
        return std::nullopt;
    }
    at.take_names();
    if (!at.accept({"add", "value"})) {
        return std::nullopt;
    }
    at.accept({"if", "not", "exists"});
    return at.peek().kind == TokenKind::string ? std::optional(string_of(at.peek())) : std::nullopt;
}

std::optional<std::string> added_value(Sql const& statement) {
    auto const tokens = script::tokens_of(statement.text());
    return added_value(Cursor(tokens));
}

/// Without what is doubled or put before others inside of strings and arrays.
std::string plain(std::string_view text) {
    std::string result(text);
    std::erase_if(result, [](char c) { return c == '\'' || c == '"' || c == '\\'; });
    return result;
}

/// Collects steps: a transaction goes on as long as nothing ends it.
class Grouping {
public:
    void add(Statement statement) {
        bool const by_itself = statement.transaction == Transaction::outside ||
                               statement.transaction == Transaction::alone;
        if (by_itself || uses_added(statement) || current_.statements.size() >= most) {
            end();
        }
        if (statement.transaction == Transaction::ends) {
            if (auto value = added_value(statement.text)) {
                added_.push_back(plain(*value));
            }
        }
        current_.in_transaction = statement.transaction != Transaction::outside;
        current_.statements.push_back(std::move(statement));
        if (by_itself) {
            end();
        }
    }

    std::vector<Step> finish() {
        end();
        return std::move(steps_);
    }

private:
    /// A mention is taken for a use: `'{new}'::mood[]`, a comparison in a check.
    bool uses_added(Statement const& statement) const {
        for (auto const& value : added_) {
            if (statement.transaction != Transaction::ends &&
                plain(statement.text.text()).find(value) != std::string::npos) {
                return true;
            }
        }
        return false;
    }

    void end() {
        if (!current_.statements.empty()) {
            steps_.push_back(std::move(current_));
        }
        current_ = {};
        added_.clear();
    }

    // A server has room for some thousand locks, by default, and each is held to the end.
    static constexpr std::size_t most = 1000;
    std::vector<Step> steps_;
    Step current_;
    std::vector<std::string> added_;  // values of enums, not committed yet
};

}  // namespace

Transaction transaction_of(Sql const& statement) {
    auto const tokens = script::tokens_of(statement.text());
    Cursor const at(tokens);
    if (runs_outside(at)) {
        return Transaction::outside;
    }
    if (validates(at)) {
        return Transaction::alone;
    }
    return added_value(at) ? Transaction::ends : Transaction::shared;
}

std::vector<Step> grouped(std::vector<Statement> statements) {
    Grouping grouping;
    for (auto& statement : statements) {
        grouping.add(std::move(statement));
    }
    return grouping.finish();
}

}  // namespace lockstep::plan
