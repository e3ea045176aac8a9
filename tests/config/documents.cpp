// What is made from the table of settings. After a change there, LOCKSTEP_UPDATE_DOCS=1 writes the
// files anew.
#include <cstdlib>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "base/files.hpp"
#include "config/keys.hpp"
#include "config/settings.hpp"
#include "support/support.hpp"

using namespace lockstep;

namespace {

void check_file(std::string const& path, std::string const& wanted) {
    auto const file = tests::repository_file(path);
    if (std::getenv("LOCKSTEP_UPDATE_DOCS") != nullptr) {
        write_file(file, wanted);
    }
    INFO(path << " differs; LOCKSTEP_UPDATE_DOCS=1 test_unit writes it anew");
    CHECK(read_file_if_any(file).value_or("") == wanted);
}

}  // namespace

TEST_CASE("the JSON Schema of the configuration follows from the table of settings") {
    check_file("docs/schemas/config.json", config::json_schema());
}

TEST_CASE("the reference page of the configuration follows from the table of settings") {
    check_file("docs/config.md", config::reference_page());
}

TEST_CASE("every example in the table of settings can be read") {
    auto const examples = [](auto const& self, config::Keys const& keys,
                             nlohmann::json const& around) -> void {
        for (auto const& key : keys) {
            if (auto const* section = std::get_if<config::SectionValue>(&key.value)) {
                auto nested = around;
                nested.push_back(key.name);
                self(self, section->keys, nested);
            } else if (!std::holds_alternative<config::IgnoredValue>(key.value)) {
                auto json = nlohmann::json::parse(key.example);
                if (key.name != "*") {
                    json = nlohmann::json{{std::string(key.name), json}};
                }
                for (auto name = around.rbegin(); name != around.rend(); ++name) {
                    json = nlohmann::json{{name->get<std::string>(), json}};
                }
                INFO(json.dump());
                CHECK_NOTHROW(config::read("example", json.dump(), config::Syntax::json));
            }
        }
    };
    config::Config config;
    examples(examples, config::keys(config), nlohmann::json::array());
}

TEST_CASE("severities in the configuration stand worst first") {
    std::vector<std::string> const words(config::severities().begin(), config::severities().end());
    CHECK(words == std::vector<std::string>{"critical", "high", "medium", "low", "ignore"});
}
