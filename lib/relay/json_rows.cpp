#include "relay/json_rows.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "base/text.hpp"
#include "relay/decode_error.hpp"
#include "schema/json_text.hpp"

namespace lockstep::relay {

namespace {

/// The built-in types (pg_type.dat) that are more than a text in JSON. Their OIDs never change.
struct TypeForm {
    Oid type;
    JsonForm form;
};
constexpr std::array type_forms{
    TypeForm{16, JsonForm::boolean},   // bool
    TypeForm{20, JsonForm::number},    // int8
    TypeForm{21, JsonForm::number},    // int2
    TypeForm{23, JsonForm::number},    // int4
    TypeForm{26, JsonForm::number},    // oid
    TypeForm{1700, JsonForm::number},  // numeric
};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::size_t digits_at(std::string_view text, std::size_t at) {
    auto const start = at;
    while (at < text.size() && is_digit(text[at])) {
        ++at;
    }
    return at - start;
}

/// A JSON number without exponent, as numeric and the integer types print.
bool is_plain_number(std::string_view text) {
    std::size_t at = text.starts_with('-') ? 1 : 0;
    auto const whole = digits_at(text, at);
    if (whole == 0 || (whole > 1 && text[at] == '0')) {
        return false;
    }
    at += whole;
    if (at < text.size() && text[at] == '.') {
        auto const fraction = digits_at(text, at + 1);
        at += fraction == 0 ? 0 : fraction + 1;
    }
    return at == text.size();
}

void append_text(std::string& out, std::string_view text) {
    if (auto const bad = invalid_utf8_at(text); bad != std::string_view::npos) {
        throw ValueError(fmt::format("byte {} of it is no UTF-8", bad));
    }
    schema::append_json(out, text);
}

void append_boolean(std::string& out, std::string_view text) {
    if (text != "t" && text != "f") {
        throw ValueError(fmt::format("\"{}\" is no boolean", printable(text)));
    }
    out += text == "t" ? "true" : "false";
}

}  // namespace

ValueError::ValueError(std::string const& message) : Error(ExitCode::bad_input, message) {}

JsonForm json_form(Oid type) {
    auto const* const found = std::ranges::find(type_forms, type, &TypeForm::type);
    return found == type_forms.end() ? JsonForm::text : found->form;
}

void append_json_value(std::string& out, JsonForm form, Cell const& cell) {
    if (cell.kind == Cell::Kind::null) {
        out += "null";
        return;
    }
    if (cell.kind != Cell::Kind::text) {
        throw ValueError(cell.kind == Cell::Kind::binary ? "it came in binary, not as text"
                                                         : "its value was not told");
    }
    switch (form) {
        case JsonForm::number:
            if (is_plain_number(cell.bytes)) {
                out += cell.bytes;
                return;
            }
            break;  // NaN, Infinity, -Infinity
        case JsonForm::boolean:
            append_boolean(out, cell.bytes);
            return;
        case JsonForm::text:
            break;
    }
    append_text(out, cell.bytes);
}

JsonRows::JsonRows(Relation const& relation) : name_(relation.schema + "." + relation.name) {
    columns_.reserve(relation.columns.size());
    for (auto const& column : relation.columns) {
        Column written{.form = json_form(column.type)};
        append_text(written.name, column.name);
        written.label = written.name + ":";
        columns_.push_back(std::move(written));
    }
}

void JsonRows::append_value(std::string& out, Column const& column, Cell const& cell) const {
    try {
        append_json_value(out, column.form, cell);
    } catch (ValueError const& error) {
        throw ValueError(
            fmt::format("{}, column {}: {}", printable(name_), column.name, error.what()));
    }
}

void JsonRows::append_columns(std::string& out, Tuple row, bool told_only) const {
    if (row.size() != columns_.size()) {
        throw StreamError(fmt::format("a row of {} has {} values; its columns are {}",
                                      printable(name_), row.size(), columns_.size()));
    }
    out += '{';
    bool first = true;
    for (std::size_t i = 0; i < row.size(); ++i) {
        bool const left_out =
            row[i].kind == Cell::Kind::unchanged || (told_only && row[i].kind == Cell::Kind::null);
        if (!left_out) {
            out += first ? "" : ",";
            out += columns_[i].label;
            append_value(out, columns_[i], row[i]);
            first = false;
        }
    }
    out += '}';
}

void JsonRows::append(std::string& out, Tuple row) const {
    append_columns(out, row, false);
}

void JsonRows::append_key(std::string& out, Tuple old) const {
    append_columns(out, old, true);
}

bool JsonRows::append_unchanged(std::string& out, Tuple row) const {
    bool any = false;
    for (std::size_t i = 0; i < std::min(row.size(), columns_.size()); ++i) {
        if (row[i].kind == Cell::Kind::unchanged) {
            out += any ? "," : "[";
            out += columns_[i].name;
            any = true;
        }
    }
    out += any ? "]" : "";
    return any;
}

}  // namespace lockstep::relay
