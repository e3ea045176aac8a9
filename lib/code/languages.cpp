#include "code/languages.hpp"

#include <algorithm>
#include <array>

#include "base/error.hpp"
#include "base/text.hpp"
#include "code/python.hpp"
#include "code/python_types.hpp"
#include "code/typescript.hpp"

namespace lockstep::code {

namespace {

constexpr auto python_endings = std::to_array<std::string_view>({".py"});
constexpr auto typescript_endings =
    std::to_array<std::string_view>({".ts", ".tsx", ".mts", ".cts"});

Type python_type(std::string const& text) {
    SyntaxTree const tree(Grammar::python, "", "x: " + text + "\n");
    auto const assignment = tree.root().child("expression_statement").child("assignment");
    return tree.errors(1).empty() ? python::type_of(assignment.field("type")) : Type{"?"};
}

Type typescript_type(std::string const& text) {
    SourceFile const file{"", "interface X { x: " + text + " }"};
    auto const read = read_typescript(std::span(&file, 1));
    bool const is_one = read.problems.empty() && read.records.size() == 1 &&
                        read.records.front().fields.size() == 1;
    return is_one ? read.records.front().fields.front().type : Type{"?"};
}

constexpr auto table = std::to_array<Language>({
    {"python", "Python", python_endings, read_python, python_type, to_string},
    {"typescript", "TypeScript", typescript_endings, read_typescript, typescript_type,
     typescript_text},
});

std::string in_an_array(Type const& element) {
    auto const text = typescript_text(element);
    bool const is_union = text.find(" | ") != std::string::npos && !text.ends_with('>');
    return is_union ? "(" + text + ")[]" : text + "[]";
}

}  // namespace

std::span<Language const> languages() {
    return table;
}

Language const& language(std::string_view name) {
    auto const found = std::find_if(table.begin(), table.end(),
                                    [&](Language const& each) { return each.name == name; });
    if (found == table.end()) {
        throw Error(ExitCode::bug, "there is no language " + std::string(name));
    }
    return *found;
}

std::string typescript_text(Type const& type) {
    if (type.name == "Array") {
        return in_an_array(type.of.empty() ? Type{"unknown"} : type.of.front());
    }
    std::vector<std::string> parts;
    for (auto const& each : type.of) {
        parts.push_back(typescript_text(each));
    }
    if (type.name == "|" || type.name == "Literal") {
        return join(parts, " | ");
    }
    return parts.empty() ? type.name : type.name + "<" + join(parts, ", ") + ">";
}

}  // namespace lockstep::code
