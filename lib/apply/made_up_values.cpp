#include "apply/made_up_values.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/core.h>

#include "base/text.hpp"
#include "pg/error.hpp"
#include "sql/tokens.hpp"

namespace lockstep::apply {

namespace {

/// One of them is a value of nearly every type that there is.
constexpr auto patterns = std::to_array<std::string_view>({"%",
                                                           "2000-01-#",
                                                           "2000-01-# 00:00:00+00",
                                                           "00:00:#",
                                                           "a%",
                                                           "t",
                                                           "f",
                                                           "00000000-0000-0000-0000-0000000000#",
                                                           "{\"a\": %}",
                                                           "{%}",
                                                           "{}",
                                                           "[%,%]",
                                                           "[2000-01-#,2000-02-01)",
                                                           "empty",
                                                           "10.0.0.#",
                                                           "08:00:2b:01:02:#",
                                                           "08:00:2b:01:02:03:04:#",
                                                           "(%,%)",
                                                           "((0,0),(%,%))",
                                                           "{1,1,%}",
                                                           "<(0,0),%>",
                                                           "<a>%</a>",
                                                           "0/#",
                                                           "0",
                                                           "1",
                                                           "-%",
                                                           "0.5",
                                                           "10",
                                                           "100",
                                                           "1000",
                                                           "",
                                                           "a",
                                                           "A",
                                                           "abc",
                                                           "ABC",
                                                           "a%@example.org",
                                                           "https://example.org/%",
                                                           "+4930123456#",
                                                           "12345",
                                                           "2100-01-#",
                                                           "1900-01-#"});

constexpr std::size_t longest_text = 1000;
constexpr std::size_t most_constants = 60;

void add_number(std::vector<std::string>& constants, std::string_view text) {
    long long value = 0;
    auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{} || end != text.data() + text.size()) {
        constants.emplace_back(text);
        return;
    }
    for (auto const near : {value, value + 1, value - 1}) {
        constants.push_back(std::to_string(near));
        if (near > 0 && near <= static_cast<long long>(longest_text)) {
            constants.emplace_back(static_cast<std::size_t>(near), 'a');
        }
    }
}

std::vector<std::string> first_column(pg::Rows const& rows) {
    std::vector<std::string> cells;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        cells.emplace_back(rows.cell(row, 0));
    }
    return cells;
}

/// What a type, the one below a domain, or that of an array's elements says itself: the values of
/// an enum, a row of nulls; and after those the checks of domains.
Sql words_query() {
    return sql(
        "WITH RECURSIVE t AS (SELECT oid, typbasetype, typtype, typrelid FROM pg_catalog.pg_type "
        "WHERE oid = $1::pg_catalog.regtype UNION ALL SELECT b.oid, b.typbasetype, b.typtype, "
        "b.typrelid FROM t JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype) "
        "SELECT * FROM (SELECT enumlabel::text FROM pg_catalog.pg_enum WHERE enumtypid IN (SELECT "
        "oid FROM t) ORDER BY enumsortorder) e UNION ALL "
        "SELECT '(' || repeat(',', (SELECT count(*)::int - 1 FROM pg_catalog.pg_attribute WHERE "
        "attrelid = t.typrelid AND attnum > 0 AND NOT attisdropped)) || ')' FROM t WHERE typtype = "
        "'c'");
}

Sql checks_query() {
    return sql(
        "WITH RECURSIVE t AS (SELECT oid, typbasetype FROM pg_catalog.pg_type "
        "WHERE oid = $1::pg_catalog.regtype UNION ALL SELECT b.oid, b.typbasetype FROM t JOIN "
        "pg_catalog.pg_type b ON b.oid = t.typbasetype) "
        "SELECT pg_catalog.pg_get_constraintdef(oid) FROM pg_catalog.pg_constraint WHERE contypid "
        "IN (SELECT oid FROM t) ORDER BY 1");
}

/// `character varying(12)` → a text of 12 digits: for what must be just as long.
std::vector<std::string> as_long(std::string_view type) {
    std::size_t length = 0;
    auto const open = type.find('(');
    if (open != std::string_view::npos) {
        std::from_chars(type.data() + open + 1, type.data() + type.size(), length);
    }
    return length == 0 || length > longest_text ? std::vector<std::string>()
                                                : std::vector{std::string(length, '0')};
}

}  // namespace

std::vector<std::string> const& MadeUpValues::of_type(std::string const& type) {
    auto const at = known_.find(type);
    return at != known_.end() ? at->second
                              : known_.emplace(type, fitting(type, own_values(type))).first->second;
}

std::vector<std::string> MadeUpValues::own_values(std::string const& type) {
    std::array<pg::Parameter, 1> const parameter{type};
    auto texts = first_column(copy_.query(words_query(), parameter));
    texts.insert(texts.end(), patterns.begin(), patterns.end());
    for (auto& constant : constants_of(first_column(copy_.query(checks_query(), parameter)))) {
        texts.push_back(std::move(constant));
    }
    for (auto& text : as_long(type)) {
        texts.push_back(std::move(text));
    }
    return texts;
}

std::vector<std::string> MadeUpValues::fitting(std::string const& type,
                                               std::vector<std::string> const& texts) {
    std::vector<std::string> good;
    for (auto const& text : texts) {
        try {
            auto const value = with_number(text, 1);
            // The type as format_type() of this very server printed it.
            copy_.query(sql("SELECT CAST($1::text AS {})", Sql::from_server(type)),
                        std::array<pg::Parameter, 1>{value});
            good.push_back(text);
        } catch (pg::Error const&) {
            continue;  // not a value of this type
        }
    }
    return good;
}

std::string with_number(std::string_view text, std::size_t number) {
    constexpr std::size_t days = 28;
    return replace_all(replace_all(std::string(text), "%", std::to_string(number)), "#",
                       fmt::format("{:02}", number % days + 1));
}

std::vector<std::string> constants_of(std::vector<std::string> const& expressions) {
    std::vector<std::string> constants;
    for (auto const& expression : expressions) {
        for (auto const& token : script::tokens_of(expression)) {
            if (token.kind == script::TokenKind::string) {
                auto const text = script::string_of(token);
                constants.push_back(replace_all(text, "%", ""));
            } else if (token.kind == script::TokenKind::number) {
                add_number(constants, token.text);
            }
        }
    }
    std::sort(constants.begin(), constants.end());
    constants.erase(std::unique(constants.begin(), constants.end()), constants.end());
    constants.resize(std::min(constants.size(), most_constants));
    return constants;
}

}  // namespace lockstep::apply
