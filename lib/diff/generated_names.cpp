#include "diff/generated_names.hpp"

#include <fmt/core.h>

#include "diff/belonging.hpp"
#include "schema/kind.hpp"

namespace lockstep::diff {

using namespace schema;

namespace {

constexpr std::size_t longest_name = 63;

/// Cuts at the start of a character, as pg_mbcliplen() does.
std::string_view clip(std::string_view text, std::size_t size) {
    while (size > 0 && size < text.size() &&
           (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) {
        --size;
    }
    return text.substr(0, size);
}

std::string_view trailing_digits(std::string_view name) {
    auto const last = name.find_last_not_of("0123456789");
    return name.substr(last == std::string_view::npos ? 0 : last + 1);
}

/// Is `name` made of these, with or without a number that makes it unique?
bool is_made_of(std::string_view name, std::string_view table, std::string_view columns,
                std::string_view label) {
    auto const digits = trailing_digits(name);
    for (std::size_t count = 0; count <= digits.size(); ++count) {
        auto const numbered = fmt::format("{}{}", label, digits.substr(digits.size() - count));
        if (make_object_name(table, columns, numbered) == name) {
            return true;
        }
    }
    return false;
}

/// The names of columns joined by underscores, as ChooseIndexNameAddition() does.
std::string joined(TextList columns) {
    std::string text;
    for (auto const column : columns.items()) {
        text.append(text.empty() ? "" : "_").append(column);
        if (text.size() > longest_name) {
            break;
        }
    }
    return text;
}

bool is_generated_constraint(Object const& constraint, std::string_view table) {
    auto const type = constraint["type"];
    auto const name = constraint.name();
    auto const columns = joined(constraint.list("columns"));
    if (type == "PRIMARY KEY") {
        return is_made_of(name, table, {}, "pkey");
    }
    if (type == "UNIQUE") {
        return is_made_of(name, table, columns, "key");
    }
    if (type == "FOREIGN KEY") {
        return is_made_of(name, table, columns, "fkey");
    }
    // Which columns the expression reads decides the middle; the ends are enough here, since the
    // definitions are known to be the same.
    auto const ending = name.substr(0, name.size() - trailing_digits(name).size());
    return name.starts_with(table) && ending.ends_with(type == "CHECK" ? "_check" : "_excl");
}

}  // namespace

std::string make_object_name(std::string_view first, std::string_view second,
                             std::string_view label) {
    auto const overhead = label.size() + 1 + (second.empty() ? 0 : 1);
    auto first_size = first.size();
    auto second_size = second.size();
    while (first_size + second_size + overhead > longest_name && first_size + second_size > 0) {
        --(first_size > second_size ? first_size : second_size);
    }
    auto const cut_first = clip(first, first_size);
    return second.empty() ? fmt::format("{}_{}", cut_first, label)
                          : fmt::format("{}_{}_{}", cut_first, clip(second, second_size), label);
}

bool has_generated_name(Object const& object) {
    auto const kind = object.id.kind->name;
    if (kind == "constraint") {
        return is_generated_constraint(object, object.id.names.without_last().back());
    }
    auto const whole = attached_to(object);
    if (!whole) {
        return false;
    }
    Names const names(*whole);
    if (kind == "index") {
        return is_made_of(object.name(), names.back(), joined(object.list("columns")), "idx");
    }
    return kind == "sequence" &&
           is_made_of(object.name(), names.without_last().back(), names.back(), "seq");
}

}  // namespace lockstep::diff
