#include "schema/kinds/column.hpp"

// Names that the server chose when the table, or its parent, had another name: ChooseRelationName()
// and ChooseConstraintName() add a number where a name is taken.
namespace lockstep::schema::column {

namespace {

bool is_generated(std::string_view name, std::string_view label) {
    auto const end = name.find_last_not_of("\"0123456789");
    return name.substr(0, end + 1).ends_with(label);
}

}  // namespace

std::string_view without_generated_sequence(std::string_view option) {
    return option.starts_with("SEQUENCE NAME ") && is_generated(option, "_seq") ? std::string_view{}
                                                                                : option;
}

std::string_view without_generated_not_null(std::string_view text) {
    constexpr std::string_view word = "CONSTRAINT ";
    if (!text.starts_with(word)) {
        return text;
    }
    auto name = text.substr(word.size());
    std::string_view state;
    for (std::string_view const words : {" NO INHERIT NOT VALID", " NO INHERIT", " NOT VALID"}) {
        if (name.ends_with(words)) {
            state = name.substr(name.size() - words.size() + 1);
            name.remove_suffix(words.size());
            break;
        }
    }
    return is_generated(name, "_not_null") ? state : text;
}

}  // namespace lockstep::schema::column
