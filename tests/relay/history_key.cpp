#include "relay/history_key.hpp"

#include <doctest/doctest.h>

#include "base/error.hpp"

namespace lockstep::relay {
namespace {

using Parts = std::vector<KeyPart>;

TEST_CASE("a key is a value, or columns with their values") {
    CHECK_EQ(parse_key("42"), Parts{{"", "42"}});
    CHECK_EQ(parse_key("a=1,b=x"), Parts{{"a", "1"}, {"b", "x"}});
    CHECK_EQ(parse_key("1,x"), Parts{{"", "1"}, {"", "x"}});
    CHECK_EQ(parse_key("code=a=b"), Parts{{"code", "a=b"}});
    CHECK_EQ(parse_key(""), Parts{{"", ""}});
}

TEST_CASE("what holds a comma or = is quoted") {
    CHECK_EQ(parse_key(R"("last name"="Smith, Ann")"), Parts{{"last name", "Smith, Ann"}});
    CHECK_EQ(parse_key("a=2,b='b, 2'"), Parts{{"a", "2"}, {"b", "b, 2"}});
    CHECK_EQ(parse_key("'it''s \"x\"'"), Parts{{"", "it's \"x\""}});
    CHECK_EQ(parse_key(R"("a=""b""")"), Parts{{"", "a=\"b\""}});
}

TEST_CASE("a key that is ill-formed is refused") {
    CHECK_THROWS_WITH_AS(parse_key("a=1,2"), "--key a=1,2: name all of its columns, or none",
                         Error);
    CHECK_THROWS_WITH_AS(parse_key("=1"), "--key =1: a column's name is missing before =", Error);
    CHECK_THROWS_WITH_AS(parse_key("\"a"), "--key \"a: the quote does not end", Error);
    CHECK_THROWS_WITH_AS(parse_key("\"a\"b"),
                         "--key \"a\"b: after a quoted word there is , or =", Error);
}

TEST_CASE("a key's values come in the order of the table's key") {
    std::vector<std::string> const columns{"a", "b"};
    CHECK_EQ(key_values(parse_key("b=x,a=1"), columns, "t"), std::vector<std::string>{"1", "x"});
    CHECK_EQ(key_values(parse_key("1,x"), columns, "t"), std::vector<std::string>{"1", "x"});
    for (auto const* const text : {"1", "a=1", "a=1,c=2", "a=1,a=2", "1,2,3"}) {
        CHECK_THROWS_WITH_AS(key_values(parse_key(text), columns, "t"),
                             "--key: the key of t is (a, b)", Error);
    }
}

}  // namespace
}  // namespace lockstep::relay
