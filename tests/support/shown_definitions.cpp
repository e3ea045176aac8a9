#include "support/shown_definitions.hpp"

#include <span>

#include <fmt/core.h>

#include "code/typescript.hpp"

namespace lockstep::tests {

namespace {

std::string shown(std::string const& before, code::Enum const& each) {
    auto text = fmt::format("{}{} {}{}{}:", before, each.name, each.place.line,
                            each.type.empty() ? "" : " ", each.type);
    for (auto const& member : each.members) {
        text += fmt::format(" {}={}", member.name, member.value);
    }
    return text + '\n';
}

std::string shown(code::Record const& record) {
    auto text =
        fmt::format("{} {}{}{}{}:", record.name, record.place.line, record.table.empty() ? "" : " ",
                    record.table, record.is_base ? " (base)" : "");
    for (auto const& field : record.fields) {
        text += fmt::format("{}{} {}{}", &field == &record.fields.front() ? " " : ", ", field.name,
                            to_string(field.type), field.nullable ? "?" : "");
    }
    return text + '\n';
}

}  // namespace

std::string shown(code::Definitions const& definitions) {
    std::string text;
    for (auto const& each : definitions.enums) {
        text += shown("", each);
    }
    for (auto const& each : definitions.constants) {
        text += shown("const ", each);
    }
    for (auto const& each : definitions.records) {
        text += shown(each);
    }
    for (auto const& problem : definitions.problems) {
        text += fmt::format("{}: {}\n", to_string(problem.place), problem.message);
    }
    return text;
}

std::string shown_typescript(std::string text) {
    code::SourceFile const file{"a.ts", std::move(text)};
    return shown(code::read_typescript(std::span(&file, 1)));
}

std::string shown_typescript(std::vector<code::SourceFile> const& files) {
    return shown(code::read_typescript(files));
}

}  // namespace lockstep::tests
