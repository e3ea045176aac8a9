#include "relay/wal2json_line.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <limits>
#include <utility>

#include "relay/decode_error.hpp"

// The lines of wal2json in format 2, each one JSON object. All but "action" is there or not as the
// plugin's options say; the order of keys is not relied on.
//
//   begin, commit   {"action":"B" or "C", "xid":747, "timestamp":"2026-11-22 00:41:07.120034+00",
//                    "lsn":"0/16B3748" of the commit record, "nextlsn":"0/16B3778" of its end}
//   row             {"action":"I", "U" or "D", "xid", "timestamp", "lsn" of the row, "schema",
//                    "table", "columns":[column…] (I, U), "identity":[column…] (U, D),
//                    "pk":[{"name","typeoid"}…]}
//   column          {"name":"id", "typeoid":23, "value":1}
//   truncate        {"action":"T", "xid", "timestamp", "lsn", "schema", "table"}: one for each
//   table message         {"action":"M", "xid", "timestamp", "lsn", "transactional":true, "prefix",
//                    "content"}
//
// A value is null; a number for int2, int4, int8, oid, float4, float8 and numeric (null for NaN and
// the infinities); true or false for bool; a string of hexadecimal digits for bytea; for all others
// a string of what the type's output function prints. "typeoid" is printed with a sign: an OID
// above 2^31 is negative. An unchanged large value is left out.

namespace lockstep::relay {

namespace {

using schema::Token;
using Type = Token::Type;

constexpr std::string_view where = "wal2json";
constexpr Oid boolean_type = 16;
constexpr Oid bytea_type = 17;

/// Reads one line. Keys it does not know are options that were not asked for: refused, for what is
/// skipped may have mattered.
class LineReader {
public:
    LineReader(std::string_view text, std::string& arena)
        : text_(text), arena_(arena), tokens_(text, std::string(where)) {
        // What is unescaped is shorter than it was, "\x" takes the place of two quotes, and nothing
        // is put there more than twice: what is there never moves.
        arena_.clear();
        arena_.reserve(2 * text.size());
    }

    Wal2jsonLine line();

private:
    struct Field {
        std::string_view key;
        void (LineReader::*read)();
    };
    static Field const fields[];
    static Field const column_fields[];

    [[noreturn]] void fail(Token const& token, std::string_view expected) const {
        throw DecodeError(where, text_, token.at, expected);
    }

    Token expect(Type type, std::string_view expected) {
        auto const token = tokens_.next();
        if (token.type != type) {
            fail(token, expected);
        }
        return token;
    }

    std::string_view text(std::string_view expected) {
        return kept(expect(Type::text, expected).text);
    }

    /// A token's text is the line's, or the tokeniser's until the next token.
    std::string_view kept(std::string_view text) {
        if (std::less_equal<>{}(text_.data(), text.data()) &&
            std::less<>{}(text.data(), text_.data() + text_.size())) {
            return text;
        }
        auto const start = arena_.size();
        arena_ += text;
        return std::string_view(arena_).substr(start);
    }

    template <typename Number>
    Number number(std::string_view expected) {
        auto const token = expect(Type::number, expected);
        Number value{};
        auto const* const end = token.text.data() + token.text.size();
        auto const [stopped, error] = std::from_chars(token.text.data(), end, value);
        if (error != std::errc{} || stopped != end) {
            fail(token, expected);
        }
        return value;
    }

    /// Printed with a sign or without.
    Oid oid(Token const& token) const {
        std::int64_t value = 0;
        auto const* const end = token.text.data() + token.text.size();
        auto const [stopped, error] = std::from_chars(token.text.data(), end, value);
        if (token.type != Type::number || error != std::errc{} || stopped != end ||
            value < std::numeric_limits<std::int32_t>::min() ||
            value > std::numeric_limits<Oid>::max() || value == 0) {
            fail(token, "a type's OID");
        }
        return static_cast<Oid>(value);
    }

    Lsn lsn(std::string_view expected) {
        auto const token = expect(Type::text, expected);
        auto const lsn = parse_lsn(token.text);
        if (!lsn) {
            fail(token, expected);
        }
        return *lsn;
    }

    /// The members of an object whose brace was read, each once.
    template <std::size_t N>
    void members(Field const (&known)[N]) {
        std::array<bool, N> seen{};
        for (auto token = tokens_.next(); token.type != Type::end_object; token = tokens_.next()) {
            auto const* const found = std::ranges::find(known, token.text, &Field::key);
            if (found == std::end(known)) {
                fail(token, "a key that was asked for");
            }
            if (std::exchange(seen[static_cast<std::size_t>(found - known)], true)) {
                fail(token, "each key once");
            }
            (this->*found->read)();
        }
    }

    void action() {
        auto const token = expect(Type::text, "an action");
        if (token.text.size() != 1 ||
            std::string_view("BCIUDTM").find(token.text) == std::string_view::npos) {
            fail(token, "an action (B, C, I, U, D, T or M)");
        }
        line_.action = token.text.front();
    }
    void xid() { line_.xid = number<std::uint32_t>("a transaction's number"); }
    void timestamp() {
        auto const token = expect(Type::text, "a time");
        line_.timestamp = parse_time(token.text);
        if (!line_.timestamp) {
            fail(token, "a time like 2026-11-22 00:41:07.120034+00");
        }
    }
    void origin() { number<std::uint32_t>("an origin's number"); }
    void row_lsn() { line_.lsn = lsn("an LSN"); }
    void next_lsn() { line_.next_lsn = lsn("an LSN"); }
    void schema() { line_.schema = text("a schema's name"); }
    void table() { line_.table = text("a table's name"); }
    void columns() { line_.columns = row(); }
    void identity() { line_.identity = row(); }
    void primary_key() { line_.primary_key = row(); }
    void transactional() {
        line_.transactional = expect(Type::boolean, "true or false").text == "true";
    }
    void prefix() { line_.prefix = text("a message's prefix"); }
    void content() { line_.content = text("a message's content"); }

    std::vector<Wal2jsonLine::Column> row();
    void column();
    void column_name() { column_.name = text("a column's name"); }
    void column_type() {
        auto const token = tokens_.next();
        column_.type = oid(token);
    }
    void column_value() {
        value_ = tokens_.next();
        switch (value_->type) {
            case Type::null:
            case Type::boolean:
            case Type::number:
                break;
            case Type::text:
                // Kept now: the token's text is gone with the next one.
                value_text_ = kept(value_->text);
                break;
            default:
                fail(*value_, "a value");
        }
    }
    Cell cell();
    std::string_view bytea();

    std::string_view text_;
    std::string& arena_;
    schema::JsonTokens tokens_;
    Wal2jsonLine line_;
    Wal2jsonLine::Column column_;
    std::optional<Token> value_;
    std::string_view value_text_;
};

LineReader::Field const LineReader::fields[] = {
    {"action", &LineReader::action},       {"xid", &LineReader::xid},
    {"timestamp", &LineReader::timestamp}, {"origin", &LineReader::origin},
    {"lsn", &LineReader::row_lsn},         {"nextlsn", &LineReader::next_lsn},
    {"schema", &LineReader::schema},       {"table", &LineReader::table},
    {"columns", &LineReader::columns},     {"identity", &LineReader::identity},
    {"pk", &LineReader::primary_key},      {"transactional", &LineReader::transactional},
    {"prefix", &LineReader::prefix},       {"content", &LineReader::content},
};

LineReader::Field const LineReader::column_fields[] = {
    {"name", &LineReader::column_name},
    {"typeoid", &LineReader::column_type},
    {"value", &LineReader::column_value},
};

std::vector<Wal2jsonLine::Column> LineReader::row() {
    expect(Type::begin_array, "a list of columns");
    std::vector<Wal2jsonLine::Column> columns;
    for (auto token = tokens_.next(); token.type != Type::end_array; token = tokens_.next()) {
        if (token.type != Type::begin_object) {
            fail(token, "a column");
        }
        column();
        if (column_.name.empty() || column_.type == 0) {
            fail(token, "a column with \"name\" and \"typeoid\"");
        }
        columns.push_back(column_);
    }
    return columns;
}

void LineReader::column() {
    column_ = {};
    value_.reset();
    members(column_fields);
    if (value_) {
        column_.cell = cell();
    }
}

/// The value in the words of the type's output function.
Cell LineReader::cell() {
    switch (value_->type) {
        case Type::null:
            return {Cell::Kind::null, {}};
        case Type::boolean:
            if (column_.type != boolean_type) {
                fail(*value_, "a value that is no boolean");
            }
            return {Cell::Kind::text, value_->text == "true" ? "t" : "f"};
        case Type::number:
            return {Cell::Kind::text, kept(value_->text)};
        default:
            return {Cell::Kind::text, column_.type == bytea_type ? bytea() : value_text_};
    }
}

std::string_view LineReader::bytea() {
    auto const hexadecimal = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    };
    if (value_text_.size() % 2 != 0 || !std::ranges::all_of(value_text_, hexadecimal)) {
        fail(*value_, "a bytea in hexadecimal: bytea_output must be hex");
    }
    auto const start = arena_.size();
    arena_ += "\\x";
    arena_ += value_text_;
    return std::string_view(arena_).substr(start);
}

Wal2jsonLine LineReader::line() {
    expect(Type::begin_object, "an object");
    members(fields);
    auto const end = expect(Type::end, "the end of the line");
    if (line_.action == '\0') {
        fail(end, "\"action\"");
    }
    return std::move(line_);
}

}  // namespace

Wal2jsonLine read_wal2json_line(std::string_view text, std::string& arena) {
    try {
        return LineReader(text, arena).line();
    } catch (ParseError const& error) {
        throw DecodeError(error);
    }
}

}  // namespace lockstep::relay
