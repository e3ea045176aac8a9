#include <algorithm>
#include <sstream>

#include <fmt/core.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "base/text.hpp"
#include "schema/json_tokens.hpp"
#include "schema/snapshot.hpp"
#include "schema/snapshot_reader.hpp"

namespace lockstep::schema {

namespace {

using Type = Token::Type;

/// Turns the events of yaml-cpp into tokens, and refuses what a snapshot has no use for: anchors
/// and aliases (by which a small file can grow without bound), tags, a second document.
class YamlTokens : public TokenReader, private YAML::EventHandler {
public:
    YamlTokens(std::string_view text, std::string file) : text_(text), file_(std::move(file)) {
        refuse_no_text();
        try {
            parse();
        } catch (YAML::ParserException const& error) {
            throw error_at(error.mark, error.msg);
        }
        add(Type::end, YAML::Mark::null_mark());
    }

    Token next() override {
        auto const& event = events_[next_];
        Token const token{.type = event.type,
                          .text = std::string_view(texts_).substr(event.text, event.size),
                          .at = next_};
        next_ += next_ + 1 < events_.size() ? 1 : 0;
        return token;
    }

    std::size_t line(Token const& token) override {
        return static_cast<std::size_t>(events_[token.at].mark.line + 1);
    }

    ParseError error(Token const& token, std::string const& message,
                     std::string hint) const override {
        return {place(events_[token.at].mark), message, text_, std::move(hint)};
    }

private:
    struct Event {
        Type type = Type::end;
        YAML::Mark mark;
        std::size_t text = 0;
        std::size_t size = 0;
    };
    struct Open {
        Type end;
        bool key_is_next;
    };

    void refuse_no_text() const {
        auto const nul = text_.find('\0');
        auto const bad = invalid_utf8_at(text_);
        if (nul != std::string_view::npos || bad != std::string_view::npos) {
            throw ParseError(place_at(file_, text_, std::min(nul, bad)),
                             bad < nul ? "this is no UTF-8" : "a text cannot hold a NUL", text_);
        }
    }

    void parse() {
        std::istringstream stream{std::string(text_)};
        YAML::Parser parser(stream);
        if (!parser.HandleNextDocument(*this)) {
            throw ParseError({file_}, "this is no lockstep snapshot: the file is empty");
        }
        is_second_document_ = true;
        parser.HandleNextDocument(*this);
    }

    TextPlace place(YAML::Mark const& mark) const {
        if (mark.is_null()) {
            return {file_};
        }
        return {file_, static_cast<std::size_t>(mark.line + 1),
                static_cast<std::size_t>(mark.column + 1)};
    }
    ParseError error_at(YAML::Mark const& mark, std::string const& message) const {
        return {place(mark), message, text_};
    }

    void add(Type type, YAML::Mark const& mark, std::string_view text = {}) {
        events_.push_back({type, mark, texts_.size(), text.size()});
        texts_ += text;
    }

    bool is_key() const { return !open_.empty() && open_.back().key_is_next; }
    /// In a mapping, keys and values take turns.
    void take_turn() {
        if (!open_.empty() && open_.back().end == Type::end_object) {
            open_.back().key_is_next = !open_.back().key_is_next;
        }
    }
    void check(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor) const {
        if (anchor != YAML::NullAnchor) {
            throw error_at(mark, "anchors are not allowed here");
        }
        if (!tag.empty() && tag != "?" && tag != "!") {
            throw error_at(mark, fmt::format("tags are not allowed here: {}", printable(tag)));
        }
    }
    void open(Type type, Type end, YAML::Mark const& mark) {
        if (is_key()) {
            throw error_at(mark, "a key must be a text");
        }
        if (open_.size() == deepest_nesting) {
            throw error_at(mark, fmt::format("nested deeper than {} levels", deepest_nesting));
        }
        add(type, mark);
        open_.push_back({end, end == Type::end_object});
    }
    void close(Type type) {
        open_.pop_back();
        add(type, events_.back().mark);
        take_turn();
    }
    Type type_of(std::string const& tag, std::string const& value) const {
        if (is_key()) {
            return Type::key;
        }
        if (tag != "?") {
            return Type::text;
        }
        auto const lower = to_lower(value);
        return lower == "true" || lower == "false" ? Type::boolean : Type::plain;
    }

    void OnDocumentStart(YAML::Mark const& mark) override {
        if (is_second_document_) {
            throw error_at(mark, "a snapshot is one document, and here a second one begins");
        }
    }
    void OnDocumentEnd() override {}
    void OnNull(YAML::Mark const& mark, YAML::anchor_t anchor) override {
        check(mark, {}, anchor);
        if (is_key()) {
            throw error_at(mark, "a key must be a text");
        }
        add(Type::null, mark);
        take_turn();
    }
    void OnAlias(YAML::Mark const& mark, YAML::anchor_t) override {
        throw error_at(mark, "aliases are not allowed here");
    }
    void OnScalar(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                  std::string const& value) override {
        check(mark, tag, anchor);
        if (value.find('\0') != std::string::npos || !is_utf8(value)) {
            throw error_at(mark, "a text cannot hold a NUL or half of a surrogate pair");
        }
        auto const type = type_of(tag, value);
        add(type, mark, type == Type::boolean ? to_lower(value) : value);
        take_turn();
    }
    void OnSequenceStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        check(mark, tag, anchor);
        open(Type::begin_array, Type::end_array, mark);
    }
    void OnSequenceEnd() override { close(Type::end_array); }
    void OnMapStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        check(mark, tag, anchor);
        open(Type::begin_object, Type::end_object, mark);
    }
    void OnMapEnd() override { close(Type::end_object); }

    std::string_view text_;
    std::string file_;
    std::vector<Event> events_;
    std::string texts_;
    std::vector<Open> open_;
    std::size_t next_ = 0;
    bool is_second_document_ = false;
};

}  // namespace

std::unique_ptr<TokenReader> yaml_tokens(std::string_view text, std::string file) {
    return std::make_unique<YamlTokens>(text, std::move(file));
}

Schema from_snapshot_yaml(std::string_view text, std::string const& file) {
    return read_snapshot(*yaml_tokens(text, file), file);
}

}  // namespace lockstep::schema
