#include "code/sqlite_tokens.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace lockstep::code::sqlite {

namespace {

constexpr std::string_view spaces = " \t\r\n\f\v";
/// More are no definition that anybody has written.
constexpr std::size_t most_tokens = 100'000;

bool is_word(char c) {
    return static_cast<unsigned char>(c) >= 0x80 || c == '_' || c == '$' ||
           (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The tokens of a statement, one after the other; behind the last one are empty ones.
class Reading {
public:
    explicit Reading(std::vector<Token> const& tokens) : tokens_(tokens) {}

    Token const& peek() const {
        static Token const none;
        return at_ < tokens_.size() ? tokens_[at_] : none;
    }
    Token take() {
        auto const token = peek();
        ++at_;
        return token;
    }
    bool skip(std::string_view keyword) {
        bool const is_there = peek().is(keyword);
        at_ += is_there ? 1 : 0;
        return is_there;
    }
    bool at_end() const { return at_ >= tokens_.size(); }

    /// `IF NOT EXISTS schema.name`
    Token name() {
        if (skip("IF")) {
            skip("NOT");
            skip("EXISTS");
        }
        auto token = take();
        if (skip(".")) {
            token = take();
        }
        return token;
    }

private:
    std::vector<Token> const& tokens_;
    std::size_t at_ = 0;
};

/// What begins behind "(" and each "," that is in no brackets of its own is a column, or a
/// constraint, whose names are no column's.
void note_columns(TablePlaces& places, Reading& reading) {
    int depth = 0;
    bool begins = false;
    while (!reading.at_end()) {
        auto const token = reading.take();
        if (begins) {
            places.columns.try_emplace(to_lower(token.name()), token.offset);
        }
        begins = depth + (token.text == "(" ? 1 : 0) == 1 &&
                 ((depth == 0 && token.text == "(") || token.text == ",");
        depth += token.text == "(" ? 1 : token.text == ")" ? -1 : 0;
    }
}

void note_altered(Places& places, Reading& reading) {
    auto const found = places.find(to_lower(reading.name().name()));
    if (found == places.end()) {
        return;
    }
    if (reading.skip("ADD")) {
        reading.skip("COLUMN");
        auto const column = reading.take();
        found->second.columns[to_lower(column.name())] = column.offset;
    } else if (reading.skip("RENAME")) {
        if (reading.skip("TO")) {
            auto moved = std::move(found->second);
            places.erase(found);
            places.insert_or_assign(to_lower(reading.take().name()), std::move(moved));
            return;
        }
        reading.skip("COLUMN");
        reading.take();
        reading.skip("TO");
        auto const column = reading.take();
        found->second.columns[to_lower(column.name())] = column.offset;
    }
}

}  // namespace

bool Token::is(std::string_view keyword) const {
    return to_lower(text) == to_lower(keyword);
}

std::string Token::name() const {
    if (text.size() < 2 || std::string_view("\"'`[").find(text.front()) == std::string_view::npos) {
        return std::string(text);
    }
    std::string const quote(1, text.front() == '[' ? ']' : text.front());
    return replace_all(std::string(text.substr(1, text.size() - 2)), quote + quote, quote);
}

std::size_t Script::end_of_quoted(std::size_t at) const {
    char const end = text_[at] == '[' ? ']' : text_[at];
    for (auto next = text_.find(end, at + 1); next != std::string_view::npos;
         next = text_.find(end, next + 2)) {
        bool const is_doubled = end != ']' && next + 1 < text_.size() && text_[next + 1] == end;
        if (!is_doubled) {
            return next + 1;
        }
    }
    return text_.size();
}

bool Script::next_token(Token& token) {
    for (;;) {
        at_ = std::min(text_.find_first_not_of(spaces, at_), text_.size());
        auto const rest = text_.substr(at_);
        if (rest.starts_with("--")) {
            at_ = std::min(text_.find('\n', at_), text_.size());
        } else if (rest.starts_with("/*")) {
            auto const end = text_.find("*/", at_ + 2);
            at_ = end == std::string_view::npos ? text_.size() : end + 2;
        } else {
            break;
        }
    }
    if (at_ >= text_.size()) {
        return false;
    }
    auto const begin = at_;
    if (std::string_view("\"'`[").find(text_[at_]) != std::string_view::npos) {
        at_ = end_of_quoted(at_);
    } else if (is_word(text_[at_])) {
        while (at_ < text_.size() && is_word(text_[at_])) {
            ++at_;
        }
    } else {
        ++at_;
    }
    token = {begin, text_.substr(begin, at_ - begin)};
    return true;
}

bool Script::next(Statement& statement) {
    statement = {};
    Token token;
    Token before;
    Token before_that;
    bool is_trigger = false;
    while (next_token(token)) {
        bool const ends =
            token.text == ";" && (!is_trigger || (before.is("END") && before_that.text == ";"));
        if (ends && statement.tokens.empty()) {
            continue;
        }
        if (ends) {
            break;
        }
        if (statement.tokens.empty()) {
            statement.offset = token.offset;
        }
        if (statement.tokens.size() < most_tokens) {
            statement.tokens.push_back(token);
        }
        auto const count = statement.tokens.size();
        is_trigger = is_trigger ||
                     (count <= 3 && token.is("TRIGGER") && statement.tokens.front().is("CREATE"));
        before_that = before;
        before = token;
    }
    statement.text = text_.substr(statement.offset, at_ - statement.offset);
    return !statement.tokens.empty();
}

void note_places(Places& places, Statement const& statement) {
    Reading reading(statement.tokens);
    if (reading.skip("CREATE")) {
        if (!reading.skip("TEMP")) {
            reading.skip("TEMPORARY");
        }
        if (!reading.skip("TABLE")) {
            return;
        }
        auto const name = reading.name();
        auto const [at, is_new] = places.try_emplace(to_lower(name.name()));
        if (is_new) {
            at->second.table = name.offset;
            note_columns(at->second, reading);
        }
    } else if (reading.skip("ALTER") && reading.skip("TABLE")) {
        note_altered(places, reading);
    } else if (Reading dropped(statement.tokens); dropped.skip("DROP") && dropped.skip("TABLE")) {
        places.erase(to_lower(dropped.name().name()));
    }
}

}  // namespace lockstep::code::sqlite
