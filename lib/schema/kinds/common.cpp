#include "schema/kinds/common.hpp"

namespace lockstep::schema {

namespace {

/// Splits `name=value`.
std::pair<std::string_view, std::string_view> name_and_value(std::string_view option) {
    auto const equals = option.find('=');
    return {option.substr(0, equals),
            equals == std::string_view::npos ? "" : option.substr(equals + 1)};
}

}  // namespace

// A dot separates two identifiers.
Sql option_name(std::string_view name) {
    auto const dot = name.find('.');
    return dot == std::string_view::npos
               ? ident(name)
               : sql("{}.{}", ident(name.substr(0, dot)), ident(name.substr(dot + 1)));
}

Sql option_assignment(std::string_view option) {
    auto const [name, value] = name_and_value(option);
    return sql("{}={}", option_name(name), literal(value));
}

Sql generic_option(std::string_view option) {
    auto const [name, value] = name_and_value(option);
    return sql("{} {}", ident(name), literal(value));
}

Sql with_options(TextList options) {
    std::vector<Sql> parts;
    for (auto const option : options.items()) {
        parts.push_back(option_assignment(option));
    }
    return parts.empty() ? Sql() : sql(" WITH ({})", comma_separated(parts));
}

Sql generic_options(TextList options) {
    std::vector<Sql> parts;
    for (auto const option : options.items()) {
        parts.push_back(generic_option(option));
    }
    return parts.empty() ? Sql() : sql(" OPTIONS ({})", comma_separated(parts));
}

Sql identifiers(TextList names) {
    std::vector<Sql> parts;
    for (auto const name : names.items()) {
        parts.push_back(ident(name));
    }
    return comma_separated(parts);
}

Sql raw_list(TextList items) {
    std::vector<Sql> parts;
    for (auto const item : items.items()) {
        parts.push_back(raw(item));
    }
    return comma_separated(parts);
}

Sql clause(Sql const& keyword, Sql const& value) {
    return value.empty() ? Sql() : sql(" {} {}", keyword, value);
}

Sql clause_if(bool condition, Sql const& text) {
    return condition ? sql(" {}", text) : Sql();
}

Sql dollar_quoted(std::string_view text) {
    std::string tag = "$$";
    // A text that ends with the start of the tag would close it too early.
    auto const is_held = [&] {
        return text.find(tag) != std::string_view::npos ||
               text.ends_with(tag.substr(0, tag.size() - 1));
    };
    for (int i = 0; is_held(); ++i) {
        tag = "$_" + std::to_string(i) + "$";
    }
    return Sql::from_server(tag + std::string(text) + tag);
}

}  // namespace lockstep::schema
