#include <doctest/doctest.h>

#include "pg/connection.hpp"

using namespace lockstep;

TEST_CASE("a URL is shown without its password") {
    CHECK(pg::display_url("postgresql://app:s3cret@db.example/shop") ==
          "postgresql://app@db.example/shop");
    CHECK(pg::display_url("postgres://app:s%40cret@db:5433/shop?sslmode=require") ==
          "postgresql://app@db:5433/shop");
    CHECK(pg::display_url("postgresql://db/shop?user=app&password=s3cret&sslpassword=s3cret") ==
          "postgresql://app@db/shop");
    CHECK(pg::display_url("postgresql://app:s3cret@a:1,b:2/shop") ==
          "postgresql://app@a:1,b:2/shop");
    CHECK(pg::display_url("postgresql://app:s3cret@[::1]:5432/shop") ==
          "postgresql://app@[::1]:5432/shop");
    CHECK(pg::display_url("postgresql://app@/shop?host=/run/postgresql") ==
          "postgresql://app@/shop?host=/run/postgresql");
    CHECK(pg::display_url("postgresql://app@/shop?host=/run/postgresql&port=5433") ==
          "postgresql://app@/shop?host=/run/postgresql&port=5433");
    CHECK(pg::display_url("postgresql://app@/shop?host=/run/postgresql&port=5432") ==
          "postgresql://app@/shop?host=/run/postgresql");
}

TEST_CASE("a key=value string is shown as a URL without its password") {
    CHECK(pg::display_url("host=db user=app password='s3 cret' dbname=shop") ==
          "postgresql://app@db/shop");
    CHECK(pg::display_url("service=shop password=s3cret") == "postgresql:///?service=shop");
}

TEST_CASE("what cannot be read is shown without what may be a password") {
    CHECK(pg::display_url("postgresql://app:s3c%zzret@db/shop") == "postgresql://…@db/shop");
    CHECK(pg::display_url("postgresql://app:s3c/ret@db/shop") == "postgresql://…@db/shop");
    CHECK(pg::display_url("postgresql://app:s3c?ret@db/shop") == "postgresql://app@db/shop");
    CHECK(pg::display_url("postgresql://app:s3c@ret@db/shop") == "postgresql://…@db/shop");
    CHECK(pg::display_url("host=db password='s3cret") ==
          "(a connection string that cannot be read)");
    CHECK(pg::display_url("s3cret") == "(a connection string that cannot be read)");
}

TEST_CASE("a control character in a URL does not reach the terminal") {
    CHECK(pg::display_url("postgresql://app@db/sh%1bop") == "postgresql://app@db/sh\\x1bop");
}

TEST_CASE("the same server with another database keeps all else") {
    CHECK(
        pg::with_database("postgresql://app:s3%2Fcret@db:5433/shop?sslmode=require", "other one") ==
        "postgresql:///other%20one?host=db&password=s3%2Fcret&port=5433&sslmode=require&"
        "user=app");
    CHECK(pg::with_database("host=/run/pg dbname=shop", "x") == "postgresql:///x?host=%2Frun%2Fpg");
    CHECK_THROWS(pg::with_database("postgresql://app:s3c%zzret@db/shop", "x"));
}
