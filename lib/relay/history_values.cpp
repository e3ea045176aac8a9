#include "relay/history_values.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/text.hpp"
#include "schema/json_text.hpp"

namespace lockstep::relay {

namespace {

using nlohmann::json;

/// Takes an object of scalars as it is read: a tree would turn 9.90 into a double.
class RowReader : public json::json_sax_t {
public:
    explicit RowReader(Values& values) : values_(values) {}

    bool null() override { return take(std::nullopt); }
    bool boolean(bool value) override { return take(value ? "true" : "false"); }
    bool number_integer(number_integer_t value) override { return take(std::to_string(value)); }
    bool number_unsigned(number_unsigned_t value) override { return take(std::to_string(value)); }
    bool number_float(number_float_t /*value*/, string_t const& digits) override {
        return take(digits);
    }
    bool string(string_t& value) override { return take(std::move(value)); }
    bool binary(binary_t& /*value*/) override { return false; }
    bool start_object(std::size_t /*size*/) override { return ++depth_ == 1; }
    bool key(string_t& name) override {
        name_ = std::move(name);
        return true;
    }
    bool end_object() override { return true; }
    bool start_array(std::size_t /*size*/) override { return false; }
    bool end_array() override { return false; }
    bool parse_error(std::size_t /*at*/, std::string const& /*token*/,
                     nlohmann::detail::exception const& /*error*/) override {
        return false;
    }

private:
    bool take(std::optional<std::string> value) {
        values_.insert_or_assign(std::move(name_), std::move(value));
        return depth_ == 1;
    }

    Values& values_;
    std::string name_;
    int depth_ = 0;
};

}  // namespace

Values parse_values(std::string_view text) {
    Values values;
    RowReader reader(values);
    if (!json::sax_parse(text, &reader)) {
        throw Error(ExitCode::bad_input, fmt::format("the history holds what is no row: {}",
                                                     printable(text.substr(0, 100))));
    }
    return values;
}

bool is_plain_number(std::string const& text) {
    return !text.empty() && text.find_first_not_of("-0123456789.") == std::string::npos &&
           json::accept(text);
}

void append_value(std::string& out, JsonForm form, std::optional<std::string> const& value) {
    if (!value) {
        out += "null";
    } else if (form == JsonForm::number && is_plain_number(*value)) {
        out += *value;
    } else if (form == JsonForm::boolean && (*value == "true" || *value == "false")) {
        out += *value;
    } else if (form == JsonForm::boolean && (*value == "t" || *value == "f")) {
        out += *value == "t" ? "true" : "false";
    } else {
        schema::append_json(out, *value);
    }
}

}  // namespace lockstep::relay
