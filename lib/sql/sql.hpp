#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace lockstep {

/// Text of SQL. It comes from a literal in our source (`sql`), from quoting (`ident`, `literal`,
/// `number`), or from the server (`from_server`), and from nowhere else: a std::string does not
/// convert, so text from outside cannot slip into a statement.
class Sql {
public:
    Sql() = default;

    /// Text that PostgreSQL itself printed (`pg_get_viewdef`, `format_type`, …), or that stands in
    /// a definition whose SQL is to be run as it is.
    static Sql from_server(std::string text) { return Sql(std::move(text)); }

    std::string const& text() const { return text_; }
    bool empty() const { return text_.empty(); }

    Sql& operator+=(Sql const& more) {
        text_ += more.text_;
        return *this;
    }
    friend Sql operator+(Sql left, Sql const& right) { return left += right; }
    bool operator==(Sql const&) const = default;

private:
    explicit Sql(std::string text) : text_(std::move(text)) {}
    friend Sql make_sql(std::string_view pattern, Sql const* arguments);
    friend Sql ident(std::string_view);
    friend Sql literal(std::string_view);
    friend Sql number(long long);

    std::string text_;
};

using Statements = std::vector<Sql>;

/// Fills the `{}` of the pattern; used through `sql`.
Sql make_sql(std::string_view pattern, Sql const* arguments);

/// A pattern that is a literal of our source with exactly `count` times `{}`; anything else does
/// not compile.
template <std::size_t count>
struct SqlPattern {
    template <std::size_t size>
    consteval SqlPattern(char const (&literal)[size]) : text(literal, size - 1) {  // NOLINT
        std::size_t found = 0;
        for (std::size_t i = 0; i + 1 < text.size(); ++i) {
            found += text[i] == '{' && text[i + 1] == '}' ? 1 : 0;
        }
        if (found != count) {
            throw "the number of {} and the number of arguments differ";
        }
    }
    std::string_view text;
};

/// `sql("DROP INDEX {}", identity(index))`: every argument is Sql itself.
template <typename... Arguments>
requires(std::is_same_v<Arguments, Sql>&&...) Sql
    sql(SqlPattern<sizeof...(Arguments)> pattern, Arguments const&... arguments) {
    std::array<Sql, sizeof...(Arguments) + 1> const list{arguments...};
    return make_sql(pattern.text, list.data());
}

/// An identifier, quoted where it must be, as PostgreSQL's `quote_identifier` does.
Sql ident(std::string_view name);
/// A string constant: `'…'`, or `E'…'` where it holds a backslash.
Sql literal(std::string_view text);
Sql number(long long value);

/// `a, b, c`.
Sql join(std::vector<Sql> const& parts, Sql const& separator);
Sql comma_separated(std::vector<Sql> const& parts);

}  // namespace lockstep
