#include "code/typescript_options.hpp"

namespace lockstep::code::typescript {

namespace {

std::vector<Type> quoted(std::vector<std::string> const& texts) {
    std::vector<Type> all;
    for (auto const& text : texts) {
        all.push_back({"'" + text + "'"});
    }
    return all;
}

std::optional<std::vector<Type>> option_of(Values const& values, Value value) {
    auto const found = values.resolve(value);
    if (found.node.is("number") || found.node.is("true") || found.node.is("false")) {
        return std::vector<Type>{{std::string(found.node.text())}};
    }
    if (auto const text = values.text(found)) {
        return quoted({*text});
    }
    auto const texts = values.texts(found);
    return texts ? std::optional(quoted(*texts)) : std::nullopt;
}

}  // namespace

std::vector<Type> options_of(Values const& values, Value object) {
    std::vector<Type> all;
    for (auto const& each : values.entries(object)) {
        if (auto value = option_of(values, each.value)) {
            all.push_back({each.name, std::move(*value)});
        }
    }
    return all;
}

}  // namespace lockstep::code::typescript
